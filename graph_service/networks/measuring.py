"""Measure the circles of children: some, those of a division, or all; on any day, as known at any moment.

Children who live near each other share their circles, so that they are measured together, page by page: the ties of a
page, who of it is able, and then networkx. What is measured for somebody who may not see everybody is measured in the
circle that they may see.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, children_ids, evidence_rows, settle
from graph_service.guardianship.changes import concerned
from graph_service.model.assessment import State
from graph_service.networks.measures import WEIGHT, Carer, Measures, Network, measures
from graph_service.networks.neighbourhood import Neighbourhood, able_people, neighbourhood, ref
from graph_service.networks.reading import reading
from graph_service.networks.ties import TieFilter, TieName

PAGE: Final = 250
"""Children whose circles are fetched together."""
_MOST_PEOPLE: Final = 100 * PAGE
_PEOPLE: Final = ("Person:", "Worker:")

Progress = Callable[[int, int], None]
"""Told how many children are done, and how many there are."""


def measured(
    graph: Graph,
    moment: Moment,
    children: Sequence[str],
    *,
    watcher: Identity | None = None,
    progress: Progress | None = None,
) -> Iterator[Measures]:
    """The measures of these children, by place of residence; who is no child on the day is left out.

    Args:
        children: ids.
        watcher: who may see the answer; None: the service itself, which sees everything.
    """
    question = settle(graph, moment)
    rows = sorted(evidence_rows(graph, question, list(dict.fromkeys(children))), key=_place)
    carers = _carers(graph, question, rows, watcher)
    for start in range(0, len(rows), PAGE):
        page = [row[0] for row in rows[start : start + PAGE]]
        around = neighbourhood(
            graph, page, TieFilter(moment), steps=2, watcher=watcher, most_people=_MOST_PEOPLE, question=question
        )
        circles = circles_of(around, page)
        able = _able(graph, question, around, circles)
        for child, circle in circles.items():
            yield measures(circle, ref("Person", child), able[child], carers[child])
        if progress:
            progress(min(start + PAGE, len(rows)), len(rows))


def measured_in(
    graph: Graph, moment: Moment, division: str | None, *, progress: Progress | None = None
) -> Iterator[Measures]:
    """The measures of all children of a division.

    Args:
        division: code prefix; None for the whole graph.
    """
    question = settle(graph, moment)
    yield from measured(graph, moment, children_ids(graph, question, division), progress=progress)


def circles_of(around: Neighbourhood, children: Iterable[str]) -> dict[str, Network]:
    """The circle of each child by its id: the ties of the child and of those tied to it, between people only.

    Workers and others who join many are people, and nobody is reached through them. That a child director is on duty
    in the village is not a tie of the child.

    Args:
        around: the neighbourhood of the children, two steps at least.
    """
    ties: dict[str, dict[str, int]] = defaultdict(dict)
    for tie in around.ties:
        if tie.name is not TieName.CHILD_DIRECTOR and tie.start.startswith(_PEOPLE) and tie.end.startswith(_PEOPLE):
            strength = max(tie.strength, ties[tie.start].get(tie.end, 0))
            ties[tie.start][tie.end] = ties[tie.end][tie.start] = strength
    circles: dict[str, Network] = {}
    for child in children:
        own = ref("Person", child)
        circle = Network()
        circle.add_node(own)
        for one in (own, *ties[own]):
            if one == own or one not in around.hubs:
                circle.add_edges_from((one, other, {WEIGHT: strength}) for other, strength in ties[one].items())
        circles[child] = circle
    return circles


def _able(
    graph: Graph, question: Question, around: Neighbourhood, circles: Mapping[str, Network]
) -> dict[str, set[str]]:
    """Of each circle those who are able to look after the child, by the decision table, which is asked only about those
    of whom that is not plain."""
    people = {one.ref: one.id for one in around.nodes.values() if one.is_person}
    asks, shared = reading("plain_cases", question)
    pages = graph.read(asks, **shared, people=sorted(people.values()))
    plain = {ref("Person", id_): able for id_, able in pages[0]["page"]}
    met = {child: [each for each in circle if each in people] for child, circle in circles.items()}
    able = {
        child: {each for each in circle if plain.get(each)} - {ref("Person", child)} for child, circle in met.items()
    }
    pairs = [(child, people[each]) for child, circle in met.items() for each in circle if each not in plain]
    for child, person in able_people(graph, TieFilter(question.moment), pairs, question=question):
        if person != child:
            able[child].add(ref("Person", person))
    return able


def _carers(
    graph: Graph, question: Question, rows: Sequence[Sequence[Any]], watcher: Identity | None
) -> dict[str, list[Carer]]:
    """The able ones among those responsible for each child, with how many children they have; a child who is cared for
    by several is shared equally among them. Who is hidden from the watcher is neither one of the children nor one of
    those who share them."""
    able = {row[0]: able_responsible(question, row) for row in rows}
    whom = sorted({party for parties in able.values() for party in parties})
    others = [child for child in concerned(graph.read, question.moment.as_of, whom, []) if child not in able]
    able |= {row[0]: able_responsible(question, row) for row in evidence_rows(graph, question, others)}
    if watcher:
        seen = _seen(graph, question, watcher, {*able, *(party for parties in able.values() for party in parties)})
        able = {child: parties & seen if child in seen else set[str]() for child, parties in able.items()}
    shares: dict[str, list[float]] = defaultdict(list)
    for parties in able.values():
        for party in parties:
            shares[party].append(1 / len(parties))
    carers = {party: Carer(party, len(those), fsum(those)) for party, those in shares.items()}
    return {row[0]: [carers[party] for party in able[row[0]]] for row in rows}


def _seen(graph: Graph, question: Question, watcher: Identity, parties: Iterable[str]) -> set[str]:
    asks, shared = reading("seen", question, watcher)
    return set(graph.read(asks, **shared, parties=sorted(parties))[0]["page"])


def able_responsible(question: Question, row: Sequence[Any]) -> set[str]:
    """Ids of those responsible for a child who are able, by a row of `responsible.cypher`."""
    states = question.table.state_of_row
    return {entry[0] for entry in row[-1] if states[entry[2]].state is State.ABLE}


def _place(row: Sequence[Any]) -> tuple[str, str]:
    return row[1] or row[2] or "", row[0]
