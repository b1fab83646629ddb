"""From any node along any fact, a page at a time, with where each fact comes from and the statement that found it.

For auditors: what is connected with what, by which record of which department, when it was recorded, and by whom.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import settle
from graph_service.model.assessment import Record, record_of
from graph_service.model.facts import ENTITIES, FACTS
from graph_service.model.time import OPEN_END, SINCE_EVER
from graph_service.networks.neighbourhood import asked, contact_since, ref
from graph_service.networks.ties import TieFilter, TieKind

PAGE: Final = 100
"""Facts of a page at most."""
_BETWEEN: Final = "\x1f"
"""Parts the type, the other and the key in a cursor; none of them holds it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact between the node that is explored and another.

    Args:
        type: of the relationship.
        outgoing: whether it begins at the node.
        other: reference of where it leads.
        kind: of the parentage, support, circumstance …, where the fact has one.
        begin: None: since ever.
        end: the first day on which it no longer holds; None: open.
        record: what it is.
        recorded_by: id of the officer who recorded it; None when a feed brought it.
    """

    type: str
    outgoing: bool
    other: str
    kind: str | None
    begin: date | None
    end: date | None
    record: Record
    recorded_by: str | None

    def json_object(self) -> dict[str, Any]:
        """The relation in JSON."""
        return {
            "type": self.type,
            "outgoing": self.outgoing,
            "other": self.other,
            "kind": self.kind,
            "from": self.begin,
            "to": self.end,
            "record": self.record.json_object(),
            "recordedBy": self.recorded_by,
        }


@dataclass(frozen=True, slots=True)
class Exploration:
    """A page of the facts at a node.

    Args:
        node: reference.
        cursor: of the last relation, for the next page; None on the last page.
        statement: text of the statement that was run.
        parameters: of that statement; ids, days and codes, never a name.
    """

    node: str
    relations: tuple[Relation, ...]
    cursor: str | None
    statement: str
    parameters: Mapping[str, Any]


def explore(
    graph: Graph,
    node: str,
    wanted: TieFilter,
    *,
    after: str | None = None,
    page: int = PAGE,
    watcher: Identity | None = None,
) -> Exploration | None:
    """The facts at a node on the day, as known at the moment: by type, then by where they lead.

    Args:
        node: reference: `Person:P1`, `School:S1`, `Division:990101001001`.
        wanted: all kinds mean all facts, also those that tie nobody to anybody (circumstances, benefits …).
        after: cursor of the page before.
        page: relations at most, 1 to 100.
        watcher: who may see the answer; None: the service itself, which sees everything.

    Returns:
        None when there is no such node, or the watcher does not see it.

    Raises:
        ServiceError: ARGUMENT_INVALID for a reference or a cursor that is none.
    """
    label, _, id_ = node.partition(":")
    last = _last(after)
    if label not in ENTITIES or not id_ or last is None or not 1 <= page <= PAGE:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "A node is named by its type and id; a page begins after a cursor and has 1 to {most} relations.",
            "Give ids and cursors as the API gives them, for example Person:P0000001.",
            most=PAGE,
        )
    question = settle(graph, wanted.moment)
    ties = wanted.parameters
    types = FACTS if wanted.kinds == frozenset(TieKind) else FACTS.intersection(ties["ties"])
    given = {"id": id_, "label": label, "types": sorted(types), "after": last, "page": page}
    [(rows, asks)] = asked(graph, question, wanted, "explore", [given], watcher)
    if not rows:
        return None
    _, facts, more = rows[0]
    officers = _officers(graph, [fact[7] for fact in facts])
    shown = given | {
        "support_kinds": ties["support_kinds"],
        "as_of": wanted.moment.as_of,
        "contact_since": contact_since(wanted),
    }
    return Exploration(
        node=ref(label, id_),
        relations=tuple(_relation(fact, officers) for fact in facts),
        cursor=_BETWEEN.join((facts[-1][0], facts[-1][3], facts[-1][7])) if more else None,
        statement=asks.text,
        parameters=shown | ({"known_at": wanted.moment.known_at} if question.former else {}),
    )


def _last(cursor: str | None) -> list[str] | None:
    """Type, other and key of the last relation of the page before; None when the cursor is none."""
    if not cursor:
        return ["", "", ""]
    found = cursor.split(_BETWEEN)
    return found if len(found) == len(("type", "other", "key")) else None


def _officers(graph: Graph, keys: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """Who has recorded facts by hand, by their type and key."""
    if not keys:
        return {}
    found = graph.read(statement("networks/recorded_by"), keys=list(keys))
    return {(each["type"], each["key"]): each["subject"] for each in found}


def _relation(fact: Sequence[Any], officers: Mapping[tuple[str, str], str]) -> Relation:
    type_, outgoing, label, id_, kind, begin, end, key, source, recorded_at = fact
    since, until = begin.to_native(), end.to_native()
    return Relation(
        type=type_,
        outgoing=outgoing,
        other=ref(label, id_),
        kind=kind,
        begin=None if since == SINCE_EVER else since,
        end=None if until == OPEN_END else until,
        record=record_of((type_, key, source, recorded_at, since != SINCE_EVER)),
        recorded_by=officers.get((type_, key)),
    )
