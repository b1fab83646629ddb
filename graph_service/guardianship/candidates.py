"""Who could become guardian of a child: everybody the law thinks of, in its order, with what speaks for and against.

Three questions to the graph for any number of children: the people round each child as edges, how each of them stands,
and the organisations named last. Who is related how, and who ranks where, are pure functions over the answers.

Source: `guardianship.md` section 7; Civil Code, arts 27 and 32; Minor Protection Law, art. 22. Where the law leaves a
choice, `docs/decisions/0009-readings-of-candidate-guardians.md` says how it was read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_service.fragments.standing_alone import standing_alone
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, no_child, settle
from graph_service.guardianship.detection import parameters_of
from graph_service.guardianship.kinship import Edge, Kinship, Relation, edge_of, is_half_blood, kinships
from graph_service.guardianship.order import Distance, Order, Reason, statutory_order
from graph_service.model.assessment import Record, State, record_of
from graph_service.model.time import age_on

LARGEST_HOUSEHOLD = 20
"""A household of more members is a collective one (集体户): sharing it says nothing about a child's life."""
PAGE = 2_000
"""Persons of one statement that asks how they stand."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could become guardian of a child, or why not.

    Args:
        id: of the person or organisation in the feeds.
        order: the place in the order of the law.
        rank: 1 for the first who could be guardian on the day; None for who could not: not capable, or barred.
        path: the kinship as edges from the child; empty for who is no relative.
        state: ability on the day as a guardian, by the decision table; with the records that decided it.
        bars: records by which they may not be entrusted with care.
        household: the memberships by which they live with the child, theirs and the child's.
        ties: recorded support and entrusted care of this child.
        age: whole years on the day; None when the birth date is not known, of the dead and of organisations.
        wards: children in their care on the day, by birth, guardianship or entrustment; None of organisations.
        consent_needed: of the village or residents' committee, or of civil affairs.
        reasons: why they rank where they do within their order.
    """

    child_id: str
    id: str
    relation: Relation
    order: Order
    rank: int | None
    path: tuple[Edge, ...]
    state: State
    records: tuple[Record, ...]
    bars: tuple[Record, ...]
    household: tuple[Edge, ...]
    ties: tuple[Edge, ...]
    distance: Distance
    age: int | None
    wards: int | None
    consent_needed: bool
    reasons: tuple[Reason, ...]

    @property
    def eligible(self) -> bool:
        """Whether they could be guardian on the day: capable and not barred."""
        return Reason.NOT_CAPABLE not in self.reasons and Reason.BARRED not in self.reasons

    def json_object(self) -> dict[str, Any]:
        """The candidate as the JSON object of `candidates --format jsonl`; ids are the feeds'."""
        return {
            "childId": self.child_id,
            "id": self.id,
            "relation": self.relation,
            "order": self.order,
            "rank": self.rank,
            "path": [edge.json_object() for edge in self.path],
            "state": self.state,
            "records": [record.json_object() for record in self.records],
            "bars": [record.json_object() for record in self.bars],
            "household": [edge.json_object() for edge in self.household],
            "ties": [edge.json_object() for edge in self.ties],
            "distance": self.distance,
            "age": self.age,
            "wards": self.wards,
            "consentNeeded": self.consent_needed,
            "reasons": self.reasons,
            "legalBasis": statutory_order().orders[self.order].law.en,
        }


def candidates_for(graph: Graph, moment: Moment, child_id: str) -> list[Candidate]:
    """Everybody who could become guardian of one child, in the order of the law.

    Raises:
        ServiceError: CHILD_NOT_FOUND when nobody of that id is a child on the day, as known at the moment.
    """
    found = candidates(graph, moment, [child_id])
    if child_id not in found:
        raise no_child(moment)
    return found[child_id]


def candidates(graph: Graph, moment: Moment, children: Sequence[str]) -> dict[str, list[Candidate]]:
    """Everybody who could become guardian of each of the given children, in the order of the law, by child id.

    Parents and guardians are none: they are legal guardians already. Who is no child on the day is left out.
    """
    question = settle(graph, moment)
    ids = list(dict.fromkeys(children))
    families = {row[0]: _Family(row) for row in _asked(graph, question, "family", "children", ids)}
    pairs = [
        {"child": family.child_id, "person": person} for family in families.values() for person in sorted(family.people)
    ]
    found: dict[str, list[Candidate]] = {child_id: [] for child_id in families}
    for child_id, person, *standing in _asked(graph, question, "standing", "pairs", pairs):
        found[child_id].append(_person(question, families[child_id], person, standing))
    for child_id, organisation, *standing in _asked(graph, question, "offices", "children", list(families)):
        if organisation not in families[child_id].guardians:
            found[child_id].append(_organisation(question, child_id, organisation, standing))
    return {child_id: ranked(each) for child_id, each in found.items()}


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates of one child in the order of the law, those who could be guardian numbered."""
    ordered: list[Candidate] = []
    rank = 0
    for candidate in sorted(found, key=_place):
        rank += candidate.eligible
        ordered.append(replace(candidate, rank=rank if candidate.eligible else None))
    return ordered


_ORDERS, _DISTANCES = tuple(Order), tuple(Distance)
_NO_RELATIVE = 9


def _place(candidate: Candidate) -> tuple[Any, ...]:
    """What decides the place: the law first, then who could be guardian, is there, cares for the child, is near."""
    return (
        _ORDERS.index(candidate.order),
        not candidate.eligible,
        Reason.AWAY in candidate.reasons,
        Reason.ENTRUSTED not in candidate.reasons,
        Reason.SAME_HOUSEHOLD not in candidate.reasons,
        len(candidate.path) or _NO_RELATIVE,
        candidate.relation is not Relation.CIVIL_AFFAIRS_BUREAU,
        _DISTANCES.index(candidate.distance),
        candidate.wards or 0,
        candidate.id,
    )


class _Family:
    """The people round one child: a row of `family.cypher`, and what follows from it."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.child_id: str
        self.division: str | None
        self.child_id, self.division, guardians, edges, shared = row
        self.guardians = frozenset[str](guardians)
        self.edges = [edge_of(edge) for edge in edges]
        self.kin = kinships(self.child_id, self.edges)
        self.ties: Mapping[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            if edge.record.fact in {"SUPPORTS", "ENTRUSTED_CARER_OF"}:
                self.ties[edge.start].append(edge)
        self.homes: Mapping[str, list[Edge]] = defaultdict(list)
        for theirs, its in shared:
            self.homes[theirs[1]] += [edge_of(theirs), edge_of(its)]

    @property
    def people(self) -> set[str]:
        """Ids of everybody who could be thought of."""
        return {*self.kin, *self.ties, *self.homes} - self.guardians - {self.child_id}


def _person(question: Question, family: _Family, person: str, standing: Sequence[Any]) -> Candidate:
    born, division, row, deciding, bars, wards = standing
    ways = family.kin.get(person, [])
    ties, household = family.ties.get(person, []), family.homes.get(person, [])
    entrusted = any(edge.record.fact == "ENTRUSTED_CARER_OF" for edge in ties)
    order = _order(ways[0] if ways else None)
    if ways:
        relation = ways[0].relation
    elif entrusted:
        relation = Relation.ENTRUSTED_CARER
    else:
        relation = Relation.HOUSEHOLD_MEMBER if household else Relation.SUPPORTER
    decided = question.table.state_of_row[row]
    holds = {
        Reason.HALF_BLOOD: order is Order.ELDER_SIBLINGS and is_half_blood(ways, family.child_id, family.edges),
        Reason.ADOPTIVE: bool(ways) and ways[0].adoptive,
        Reason.STEP: bool(ways) and ways[0].step,
        Reason.BY_MARRIAGE: bool(ways) and ways[0].by_marriage,
        Reason.ENTRUSTED: entrusted,
        Reason.SAME_HOUSEHOLD: bool(household),
        Reason.SUPPORTS_THE_CHILD: any(edge.record.fact == "SUPPORTS" for edge in ties),
        Reason.AWAY: decided.state is State.AWAY,
        Reason.NOT_CAPABLE: not decided.capable,
        Reason.BARRED: bool(bars),
    }
    return Candidate(
        child_id=family.child_id,
        id=person,
        relation=relation,
        order=order,
        rank=None,
        path=ways[0].path if ways else (),
        state=decided.state,
        records=tuple(map(record_of, deciding)),
        bars=tuple(map(record_of, bars)),
        household=tuple(household),
        ties=tuple(ties),
        distance=Distance.HOUSEHOLD if household else distance(family.division, division),
        age=None
        if born is None or decided.state is State.DECEASED
        else age_on(born.to_native(), question.moment.as_of),
        wards=wards,
        consent_needed=statutory_order().orders[order].consent,
        reasons=tuple(reason for reason in Reason if holds[reason]),
    )


def _order(nearest: Kinship | None) -> Order:
    """The place in the order of the law: grandparents and siblings by birth or adoption, else others."""
    if nearest and not nearest.step and not nearest.by_marriage:
        if nearest.relation is Relation.GRANDPARENT:
            return Order.GRANDPARENTS
        if nearest.relation is Relation.SIBLING:
            return Order.ELDER_SIBLINGS
    return Order.OTHERS


def _organisation(question: Question, child_id: str, organisation: str, standing: Sequence[Any]) -> Candidate:
    kind, near, row, deciding = standing
    decided = question.table.state_of_row[row]
    return Candidate(
        child_id=child_id,
        id=organisation,
        relation=Relation(kind),
        order=Order.ORGANISATIONS,
        rank=None,
        path=(),
        state=decided.state,
        records=tuple(map(record_of, deciding)),
        bars=(),
        household=(),
        ties=(),
        distance=Distance.VILLAGE if near else Distance.COUNTY,
        age=None,
        wards=None,
        consent_needed=statutory_order().orders[Order.ORGANISATIONS].consent,
        reasons=() if decided.capable else (Reason.NOT_CAPABLE,),
    )


_PREFIXES = ((12, Distance.VILLAGE), (9, Distance.TOWNSHIP), (6, Distance.COUNTY))


def distance(one: str | None, other: str | None) -> Distance:
    """How near two divisions are to each other, by the codes where people live."""
    if not one or not other:
        return Distance.UNKNOWN
    shared = (near for length, near in _PREFIXES if one[:length] == other[:length])
    return next(shared, Distance.ELSEWHERE)


def _asked(graph: Graph, question: Question, name: str, parameter: str, values: Sequence[Any]) -> Iterable[list[Any]]:
    """The rows of one of the statements, over as many sessions as there are pages of values."""
    pages = graph.parallel_read(
        standing_alone(f"candidates/{name}", known=question.former),
        [
            parameters_of(question) | {"largest_household": LARGEST_HOUSEHOLD, parameter: values[start : start + PAGE]}
            for start in range(0, len(values), PAGE)
        ],
    )
    return (row for page in pages for row in page[0]["page"])
