"""Whom an officer may write about: those whom they see, by the conditions in `cypher/access`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from neo4j import Record

from graph_service.access.identity import Identity, Role
from graph_service.access.policy import records, scope
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import Statement, statement, without_comments

_LABELS = ("Person", "Organisation", "Worker")


def refuse_all_but_officers(identity: Identity) -> None:
    """Raises FORBIDDEN for anybody but an officer of a division, and for a purpose that facts are not recorded for."""
    if not records(identity):
        raise ServiceError(
            ErrorCode.FORBIDDEN,
            "Only an officer of a division records facts, for case work.",
            "Say that purpose, or ask the civil-affairs office of the division to record it.",
        )


def seen(
    run: Callable[..., Sequence[Record]], identity: Identity, references: Sequence[Mapping[str, Any]]
) -> frozenset[str]:
    """Columns whose reference leads to somebody whom somebody sees; who is hidden and who does not exist are alike.

    Args:
        run: `Graph.read`, or `Transaction.run`.
        identity: who wants to see.
        references: column, id, and labels in the order of trying, as `rows.references` gives them.
    """
    asks, limits = _asks(identity.role), scope(identity)
    parameters = {name: limits[name] for name in asks.parameters if name in limits}
    return frozenset(record["column"] for record in run(asks, references=references, **parameters))


@cache
def _asks(role: Role) -> Statement:
    """The statement with the conditions of a role."""
    asks = statement("commands/command_references")
    text, parameters = asks.text, dict(asks.parameters)
    for label in _LABELS:
        sees, condition = f"sees_{label.lower()}", statement(f"access/{role}.{label}")
        text = text.replace(f"${sees}", f"({without_comments(condition.text).removeprefix('WHERE').strip()})")
        del parameters[sees]
        parameters |= condition.parameters
    return replace(asks, text=text, parameters=parameters)
