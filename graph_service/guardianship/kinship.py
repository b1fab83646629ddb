"""Whose relative somebody is, by walking recorded parentages: pure functions over edges.

A kinship path goes up the lines of parentage, then down, and may end with a marriage. Up to four generations: at most
four steps up, two down, four together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph_service.model.assessment import Record, record_of

STEPS, STEPS_DOWN = 4, 2
STEPS_BEFORE_MARRIAGE, STEPS_DOWN_BEFORE_MARRIAGE = 3, 1


class Relation(StrEnum):
    """What somebody is to a child; as a group, for the order of the law does not tell father's side from mother's."""

    GRANDPARENT = "GRANDPARENT"
    SIBLING = "SIBLING"
    GREAT_GRANDPARENT = "GREAT_GRANDPARENT"
    GREAT_GREAT_GRANDPARENT = "GREAT_GREAT_GRANDPARENT"
    AUNT_OR_UNCLE = "AUNT_OR_UNCLE"
    GREAT_AUNT_OR_UNCLE = "GREAT_AUNT_OR_UNCLE"
    COUSIN = "COUSIN"
    NIECE_OR_NEPHEW = "NIECE_OR_NEPHEW"
    STEP_PARENT = "STEP_PARENT"
    SPOUSE_OF_RELATIVE = "SPOUSE_OF_RELATIVE"
    HOUSEHOLD_MEMBER = "HOUSEHOLD_MEMBER"
    ENTRUSTED_CARER = "ENTRUSTED_CARER"
    SUPPORTER = "SUPPORTER"
    CIVIL_AFFAIRS_BUREAU = "CIVIL_AFFAIRS_BUREAU"
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE"


@dataclass(frozen=True, slots=True)
class Edge:
    """A recorded fact between two.

    Args:
        start, end: ids, as the fact points: a parent is the start.
        kind: of a parentage or tie; None where the fact has none.
    """

    record: Record
    start: str
    end: str
    kind: str | None

    def json_object(self) -> dict[str, Any]:
        """The fact in JSON: its ends, its kind, and the record."""
        return {"from": self.start, "to": self.end, "kind": self.kind} | self.record.json_object()


def edge_of(row: Sequence[Any]) -> Edge:
    """A fact as statements return it: type, start, end and kind, then the rest of its record."""
    fact, start, end, kind, *record = row
    return Edge(record_of((fact, *record)), start, end, kind)


@dataclass(frozen=True, slots=True)
class Kinship:
    """How somebody is related to a child.

    Args:
        up, down: steps along parentages.
        path: the edges from the child to them.
    """

    up: int
    down: int
    path: tuple[Edge, ...]

    @property
    def by_marriage(self) -> bool:
        return len(self.path) > self.up + self.down

    @property
    def step(self) -> bool:
        return any(edge.kind == "STEP" for edge in self.path)

    @property
    def adoptive(self) -> bool:
        return any(edge.kind == "ADOPTIVE" for edge in self.path)

    @property
    def relation(self) -> Relation:
        if self.up == 1 and self.down == 0:
            return Relation.STEP_PARENT
        return Relation.SPOUSE_OF_RELATIVE if self.by_marriage else _RELATIONS[self.up, self.down]


_RELATIONS = {
    (2, 0): Relation.GRANDPARENT,
    (3, 0): Relation.GREAT_GRANDPARENT,
    (4, 0): Relation.GREAT_GREAT_GRANDPARENT,
    (1, 1): Relation.SIBLING,
    (2, 1): Relation.AUNT_OR_UNCLE,
    (3, 1): Relation.GREAT_AUNT_OR_UNCLE,
    (1, 2): Relation.NIECE_OR_NEPHEW,
    (2, 2): Relation.COUSIN,
}


def kinships(child: str, edges: Iterable[Edge]) -> dict[str, list[Kinship]]:
    """Every way in which people are related to the child by the given edges, by their ids; the nearest first.

    Relations by birth or adoption come before step relations, those before relations by marriage.
    """
    found: dict[str, list[Kinship]] = defaultdict(list)
    for somebody, kinship in _walks(child, edges):
        found[somebody].append(kinship)
    for ways in found.values():
        ways.sort(key=_nearness)
    return dict(found)


def is_half_blood(ways: Sequence[Kinship], child: str, edges: Iterable[Edge]) -> bool:
    """Whether a sibling shares, by the records, one only of the child's parents.

    Args:
        ways: every way in which the sibling is related to the child.
    """
    parents = {edge.start for edge in edges if edge.end == child and _is_legal(edge)}
    siblings = (way for way in ways if way.relation is Relation.SIBLING and not way.step)
    shared = {way.path[0].start for way in siblings}
    return len(parents) > 1 and len(shared) == 1


def _is_legal(edge: Edge) -> bool:
    return edge.record.fact == "PARENT_OF" and edge.kind != "STEP"


def _nearness(way: Kinship) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    return way.by_marriage, way.step, len(way.path), way.down, tuple(edge.record.id for edge in way.path)


def _walks(child: str, edges: Iterable[Edge]) -> Iterator[tuple[str, Kinship]]:
    """Everybody met on every walk: up, then down, then across a marriage; nobody is met twice on one."""
    above: dict[str, list[Edge]] = defaultdict(list)
    below: dict[str, list[Edge]] = defaultdict(list)
    married: dict[str, list[Edge]] = defaultdict(list)
    for edge in set(edges):
        if edge.record.fact == "PARENT_OF":
            above[edge.end].append(edge)
            below[edge.start].append(edge)
        elif edge.record.fact == "MARRIED_TO":
            married[edge.start].append(edge)
            married[edge.end].append(edge)
    ahead: list[tuple[tuple[str, ...], Kinship]] = [((child,), Kinship(0, 0, ()))]
    while ahead:
        met, way = ahead.pop()
        for others, onward in _onward(met[-1], way, above, below, married):
            if others not in met:
                yield others, onward
                if not onward.by_marriage:
                    ahead.append(((*met, others), onward))


def _onward(
    somebody: str,
    way: Kinship,
    above: Mapping[str, Sequence[Edge]],
    below: Mapping[str, Sequence[Edge]],
    married: Mapping[str, Sequence[Edge]],
) -> Iterator[tuple[str, Kinship]]:
    """Who comes next on a walk, and how they are related."""
    steps = way.up + way.down
    if way.down == 0 and steps < STEPS:
        for edge in above.get(somebody, ()):
            yield edge.start, Kinship(way.up + 1, 0, (*way.path, edge))
    if way.up and way.down < STEPS_DOWN and steps < STEPS:
        for edge in below.get(somebody, ()):
            yield edge.end, Kinship(way.up, way.down + 1, (*way.path, edge))
    if way.up and steps <= STEPS_BEFORE_MARRIAGE and way.down <= STEPS_DOWN_BEFORE_MARRIAGE:
        for edge in married.get(somebody, ()):
            spouse = edge.end if edge.start == somebody else edge.start
            yield spouse, Kinship(way.up, way.down, (*way.path, edge))
