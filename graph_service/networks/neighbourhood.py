"""The ties around people, layer by layer: what every question about networks works on.

One statement for a set of people brings the ties of each; the people they lead to are the next set. Schools,
organisations, workers, large households and whoever has very many ties join hundreds: they are *hubs*, named as ends of
ties and never walked through, so that a network stays as small as a life. An answer that a role may see is sought in
the graph that the role may see: whoever is hidden is not met, and nobody is met through them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.guardianship.assessment import Question, settle
from graph_service.guardianship.candidates import LARGEST_HOUSEHOLD
from graph_service.model.assessment import State, record_of
from graph_service.networks.reading import reading
from graph_service.networks.ties import SUPPORT_KINDS, TIE_TYPES, Tie, TieFilter, TieName

MOST_TIES: Final = 200
"""Whoever has as many ties of one sort joins many, and is not walked through."""
MOST_PEOPLE: Final = 2_000
"""People whose ties are asked for in one network."""
CONTACT_DAYS: Final = 365
"""How long a visit or a service counts, whose record names one day."""
_PAGE: Final = 250
"""People of one statement."""


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something in a network.

    Args:
        label: Person, Worker, Organisation, School or Household.
        id: of the feeds.
        born: birth date of a person.
        division: code of the place they belong to.
    """

    label: str
    id: str
    born: date | None
    division: str | None

    @property
    def ref(self) -> str:
        """What names it in a network: ids of different labels may be alike."""
        return ref(self.label, self.id)

    @property
    def is_person(self) -> bool:
        return self.label == "Person"

    def json_object(self) -> dict[str, Any]:
        """The node in JSON, without its name."""
        return {"ref": self.ref, "label": self.label, "id": self.id}


def contact_since(wanted: TieFilter) -> date:
    """The day after which visits and services count."""
    return wanted.moment.as_of - timedelta(days=CONTACT_DAYS)


def ref(label: str, id_: str) -> str:
    """Reference of a node, `Person:P0000001`, like the global ids of the API."""
    return f"{label}:{id_}"


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The ties around some people.

    Args:
        nodes: everybody met, by reference; those asked about first, then layer by layer.
        distance: number of ties from the nearest of those asked about, by reference.
        ties: every tie that was met, each once.
        hubs: references of those who join many and were not walked through.
        complete: whether everybody within the steps was asked for; False when there were too many.
    """

    nodes: Mapping[str, Node]
    distance: Mapping[str, int]
    ties: tuple[Tie, ...]
    hubs: frozenset[str]
    complete: bool


def neighbourhood(
    graph: Graph,
    people: Sequence[str],
    wanted: TieFilter,
    *,
    steps: int,
    watcher: Identity | None = None,
    most_people: int = MOST_PEOPLE,
    question: Question | None = None,
) -> Neighbourhood:
    """Everybody within some ties of the given persons, and the ties on the way.

    Ties between two of the last layer are not asked for. Who is not alive on the day has no ties; nor has who is
    unknown.

    Args:
        people: ids.
        steps: ties from the nearest of them, at least 1.
        watcher: who may see the answer; None: the service itself, which sees everything.
        most_people: a network that would need the ties of more people is cut off and says that it is not complete.
        question: the filter's moment as `settle` gives it, when the caller has it already.
    """
    question = question or settle(graph, wanted.moment)
    nodes: dict[str, Node] = {}
    distance: dict[str, int] = {}
    ties: dict[tuple[str, str, TieName, str | None], Tie] = {}
    hubs: set[str] = set()
    frontier, expanded, complete = list(dict.fromkeys(people)), 0, True
    for step in range(steps):
        if expanded + len(frontier) > most_people:
            frontier, complete = frontier[: most_people - expanded], False
        expanded += len(frontier)
        met: list[str] = []
        for person, rows, is_hub in _ties_of(graph, question, wanted, frontier, watcher):
            if step == 0:
                nodes[person.ref], distance[person.ref] = person, 0
            if is_hub:
                hubs.add(person.ref)
                if step > 0:
                    continue
            for node, tie in rows:
                if node.ref not in distance:
                    nodes[node.ref], distance[node.ref] = node, step + 1
                    met.append(node.ref)
                _keep(ties, tie)
        hubs.update(each for each in met if not nodes[each].is_person)
        # Those asked about may be met by each other before their own row comes.
        frontier = [nodes[each].id for each in met if nodes[each].is_person and distance[each] == step + 1]
        if not frontier:
            break
    return Neighbourhood(nodes, distance, tuple(ties.values()), frozenset(hubs), complete)


def able_people(
    graph: Graph, wanted: TieFilter, pairs: Iterable[tuple[str, str]], *, question: Question | None = None
) -> set[tuple[str, str]]:
    """Those pairs of a child's and a person's id whose person is able to look after the child on the day.

    The decision table decides, as of an entrusted carer: who is away, barred, or a minor is not able.

    Args:
        question: the filter's moment as `settle` gives it, when the caller has it already.
    """
    question = question or settle(graph, wanted.moment)
    all_pairs = [{"child": child, "person": person} for child, person in dict.fromkeys(pairs)]
    pages = [{"pairs": all_pairs[start : start + _PAGE]} for start in range(0, len(all_pairs), _PAGE)]
    states = question.table.state_of_row
    return {
        (child, person)
        for rows, _ in asked(graph, question, wanted, "able", pages, None)
        for child, person, row in rows
        if states[row].state is State.ABLE
    }


def asked(
    graph: Graph,
    question: Question,
    wanted: TieFilter,
    name: str,
    given: Sequence[Mapping[str, Any]],
    watcher: Identity | None,
) -> Iterator[tuple[list[Any], Statement]]:
    """The rows of `cypher/networks/<name>.cypher` for each set of parameters, and the statement that was run.

    Args:
        watcher: under whose guard; None: the service's own, which sees everything.
    """
    asks, shared = reading(name, question, watcher)
    shared |= wanted.parameters | {
        "contact_since": contact_since(wanted),
        "largest_household": LARGEST_HOUSEHOLD,
        "most_ties": MOST_TIES,
    }
    for page in graph.parallel_read(asks, [shared | dict(each) for each in given]):
        yield page[0]["page"], asks


def _ties_of(
    graph: Graph, question: Question, wanted: TieFilter, people: Sequence[str], watcher: Identity | None
) -> Iterator[tuple[Node, list[tuple[Node, Tie]], bool]]:
    """Each person with those they are tied to, by which ties, and whether they are a hub themselves."""
    pages = [{"people": people[start : start + _PAGE]} for start in range(0, len(people), _PAGE)]
    for rows, _ in asked(graph, question, wanted, "neighbourhood", pages, watcher):
        for id_, born, division, sorts in rows:
            person = Node("Person", id_, born and born.to_native(), division)
            few = [found for found in sorts if len(found) < MOST_TIES]
            yield person, [_tie(person, row) for found in few for row in found], len(few) < len(sorts)


def _tie(person: Node, row: Sequence[Any]) -> tuple[Node, Tie]:
    name, supported, label, id_, born, division, detail, strength, records = row
    other = Node(label, id_, born and born.to_native(), division)
    type_ = TIE_TYPES[TieName(name)]
    start, end = (other.ref, person.ref) if supported else (person.ref, other.ref)
    if type_.mutual:
        start, end = sorted((start, end))
    weak = name == TieName.PARENT_OF and detail == "STEP"
    return other, Tie(
        start=start,
        end=end,
        name=TieName(name),
        kind=type_.kind or SUPPORT_KINDS[detail],
        detail=detail,
        strength=strength or type_.strength - weak,
        records=tuple(record_of(record) for record in records),
    )


def _keep(ties: dict[tuple[str, str, TieName, str | None], Tie], tie: Tie) -> None:
    """Adds a tie, or the records of one that is there: siblings have two parents, and are met from both sides."""
    place = (tie.start, tie.end, tie.name, tie.detail)
    known = ties.get(place)
    if known is None:
        ties[place] = tie
    elif new := [each for each in tie.records if each not in known.records]:
        records = tuple(sorted((*known.records, *new), key=lambda each: (each.fact, each.id)))
        ties[place] = replace(known, records=records, strength=max(known.strength, tie.strength))
