"""What a computed field is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.access.identity import Identity, Role
from graph_service.access.policy import REASONS_TOLD
from graph_service.audit.accesses import Accesses
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment

ROOT = ""
"""The id for which a field of `Query` is computed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One selection of a computed field.

    Args:
        identity: who asks. What is true of a child does not depend on that; what is computed in vain does.
        moment: the day, and what was known.
        arguments: of the field, coerced, by their names in the schema.
        accesses: the log of accesses; None where none is kept.
    """

    graph: Graph
    identity: Identity
    moment: Moment
    arguments: Mapping[str, Any]
    accesses: Accesses | None = None


Feature = Callable[[Question, Sequence[str]], Mapping[str, Any]]
"""Computes a field for all objects of an answer at once: by the id in the feeds what the field is, in plain maps, lists
and values that the database takes as parameters. An id that is left out has an empty list, or null.

It sees everything, and names persons, organisations and records by id only: the fragments of the type that shows them
meet them again under the guard.
"""


@dataclass(frozen=True, slots=True)
class Computed:
    """How a field is computed.

    Args:
        work: what computing it for one object costs, in values of an answer (a value takes about 3 microseconds).
        roles: who sees it. To others one of an object is an empty list or null, and one of `Query` is refused.
    """

    feature: Feature
    work: int
    roles: frozenset[Role] = REASONS_TOLD


def once(answer: Callable[[Question], Any]) -> Feature:
    """The feature of a field of `Query`."""
    return lambda question, ids: {id_: answer(question) for id_ in ids}
