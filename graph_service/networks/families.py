"""Walks through families in the graph, from person to person: kinship between two, and everybody round one.

One statement is asked at each step, for all persons reached, so that a walk costs as many of them as it is long. Who
asks walks only where they see: a hidden relative is not passed through, and so not given away by what lies behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from graph_service.access.identity import Identity
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, settle
from graph_service.guardianship.kinship import Edge
from graph_service.model.assessment import record_of
from graph_service.model.time import SINCE_EVER
from graph_service.networks.kinship import Kin, KinGraph, Person
from graph_service.networks.reading import reading

REACH = 8
"""Facts between two persons at most: four generations up and four down again."""
MOST_PERSONS = 2_000
"""Persons looked at for one question at most; beyond that two are not said to be related."""


@dataclass(frozen=True)
class Reader:
    """Who reads the graph.

    Args:
        moment: the day and the recorded time asked about.
        watcher: who may see the answer; None: the service itself, which sees everything.
    """

    graph: Graph
    moment: Moment
    watcher: Identity | None = None

    @cached_property
    def _question(self) -> Question:
        return settle(self.graph, self.moment)

    def page(self, name: str, **parameters: Any) -> list[Any]:  # noqa: ANN401 - any Cypher value
        """The rows of the statement in `cypher/networks/<name>.cypher`."""
        asks, shared = reading(name, self._question, self.watcher)
        return self.graph.read(asks, **shared, **parameters)[0]["page"]


@dataclass(frozen=True, slots=True)
class KinFact:
    """A parentage or marriage with its days, as `from <= D < to`; it may have ended."""

    edge: Edge
    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.since <= day < self.until


@dataclass(slots=True)
class Family:
    """What a walk has found: persons by id, and facts between them.

    Attributes:
        asked: ids of the persons whose facts are all there.
    """

    people: dict[str, Person] = field(default_factory=dict[str, Person])
    facts: set[KinFact] = field(default_factory=set[KinFact])
    asked: set[str] = field(default_factory=set[str])

    def edges_on(self, day: date) -> list[Edge]:
        """The facts that hold on a day."""
        return [fact.edge for fact in self.facts if fact.holds_on(day)]

    def kin_on(self, day: date) -> KinGraph:
        """Who is related to whom on a day."""
        return KinGraph(self.people, self.edges_on(day))

    def ask(self, reader: Reader, persons: Iterable[str]) -> None:
        """Adds the facts of the given persons."""
        ask_together(reader, [(self, persons)])

    def add(self, row: Sequence[Any]) -> None:
        """Adds the facts of one person, as `kin.cypher` returns them."""
        *one, facts = row
        self.people[one[0]] = person(one)
        for each in facts:
            other = person(each[9:])
            self.facts.add(_fact(each[:9]))
            self.people.setdefault(other.id, other)


def ask_together(reader: Reader, wanted: Iterable[tuple[Family, Iterable[str]]]) -> None:
    """Adds to each family the facts of the persons whom it wants, by one statement for all families."""
    asked = [(family, set(persons) - family.asked) for family, persons in wanted]
    everybody = sorted({each for _, persons in asked for each in persons})
    rows = {row[0]: row for row in reader.page("kin", persons=everybody)} if everybody else {}
    for family, persons in asked:
        family.asked |= persons
        for each in sorted(persons & rows.keys()):
            family.add(rows[each])


def kinship(reader: Reader, one: str, other: str) -> list[Kin]:
    """What the other person is to the one on the day, by every shortest way that the reader sees.

    Empty when they are not related by recorded facts within reach, or one of them is nobody.

    Raises:
        ServiceError: ARGUMENT_INVALID when both are the same person.
    """
    if one == other:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "Both are the same person.", "Name two persons to ask what they are."
        )
    family, day = Family(), reader.moment.as_of
    met: tuple[set[str], set[str]] = ({one}, {other})
    rings = [{one}, {other}]
    family.ask(reader, met[0] | met[1])
    for _ in range(REACH):
        smaller = 0 if len(rings[0]) <= len(rings[1]) else 1
        family.ask(reader, rings[smaller])
        beside = _beside(family.edges_on(day), rings[smaller])
        rings[smaller] = beside - met[smaller]
        met[smaller].update(rings[smaller])
        if met[0] & met[1]:
            return family.kin_on(day).kin(one, other)
        if not rings[smaller] or len(met[0] | met[1]) > MOST_PERSONS:
            break
    return []


def _beside(edges: Iterable[Edge], persons: set[str]) -> set[str]:
    found: set[str] = set()
    for edge in edges:
        if edge.start in persons:
            found.add(edge.end)
        if edge.end in persons:
            found.add(edge.start)
    return found


def _fact(row: Sequence[Any]) -> KinFact:
    fact, start, end, kind, key, source, recorded_at, since, until = row
    since, until = since.to_native(), until.to_native()
    record = record_of((fact, key, source, recorded_at, since > SINCE_EVER))
    return KinFact(Edge(record, start, end, kind), since, until)


def person(row: Sequence[Any]) -> Person:
    """Id, sex, birth date and death date, as statements return them."""
    id_, sex, born, died = row
    return Person(id_, sex, born.to_native() if born else None, died.to_native() if died else None)
