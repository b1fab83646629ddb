"""Where the parents of a place's children work: flows between divisions, and who could take a child along.

A parent is *away* who is absent outside the child's county on the day. Flows count parents, by the division of the
child and the prefecture, or province, in which the parent is; a parent who is absent in two of them, or has children in
two divisions, is counted for each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, assess, children_ids, settle
from graph_service.guardianship.statistics import smallest_number
from graph_service.guardianship.suppression import Cell, publish
from graph_service.guardianship.table import Text, decision_table
from graph_service.model.assessment import Grade, State
from graph_service.networks.reading import reading

PROVINCE, PREFECTURE, COUNTY, TOWNSHIP, VILLAGE = 2, 4, 6, 9, 12
_LEVELS: Final = (PROVINCE, PREFECTURE, COUNTY, TOWNSHIP, VILLAGE)
_PAGE: Final = 2_000
NOBODY_AT_HOME: Final = (Grade.ABSENT, Grade.ENTRUSTED)


@dataclass(frozen=True, slots=True)
class Away:
    """A parent who is absent outside the child's county.

    Args:
        division: code of the child's; None when none is known.
        destination: code of the division in which the parent is.
        state: the parent's ability toward the child.
        record: key of the absence.
    """

    child_id: str
    division: str | None
    parent_id: str
    destination: str
    state: State
    record: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Parents from one place in another.

    Args:
        origin: code prefix of the division of their children; None: of all that are asked about.
        destination: code prefix of the prefecture in which they are, or of the province; None: wherever.
        parents: how many; None where that is hidden.
    """

    origin: str | None
    destination: str | None
    parents: int | None

    def json_object(self) -> dict[str, Any]:
        """The same as a JSON object of `flows --format jsonl`."""
        return {"origin": self.origin, "destination": self.destination, "parents": self.parents}


@dataclass(frozen=True, slots=True)
class Published:
    """The flows of a county or township as they may be published.

    Args:
        smallest: numbers below this are hidden, but for zero.
        source: by which authority.
        flows: the total first, then by origin, by destination, by both; what is withheld is left out.
    """

    division: str
    smallest: int
    source: Text
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Along:
    """A child with nobody at home, and the capable parents who could take it along to where they are.

    Args:
        grade: ABSENT or ENTRUSTED.
        parents: with the state AWAY toward the child.
        together: whether all of them are in one county, so that the child would have them all.
    """

    child_id: str
    grade: Grade
    parents: tuple[Away, ...]
    together: bool

    def json_object(self) -> dict[str, Any]:
        """The same as a JSON object of `flows --children --format jsonl`; ids are the feeds'."""
        parents = [
            {"id": each.parent_id, "destination": each.destination, "record": each.record} for each in self.parents
        ]
        return {"childId": self.child_id, "grade": self.grade, "parents": parents, "together": self.together}


def away(graph: Graph, moment: Moment, division: str | None) -> list[Away]:
    """Every parent who is away from a child of the division, by child and parent.

    Args:
        division: code prefix; None for the whole graph.
    """
    question = settle(graph, moment)
    return _away(graph, question, children_ids(graph, question, division))


def flows(found: Iterable[Away], level: int, places: int = PREFECTURE) -> list[Flow]:
    """How many parents are where, the most first.

    Args:
        level: digits of the divisions of origin.
        places: digits of the destinations.
    """
    parents: dict[Cell, set[str]] = defaultdict(set)
    for each in found:
        parents[(each.division or "")[:level], each.destination[:places]].add(each.parent_id)
    counted = [Flow(origin, destination, len(who)) for (origin, destination), who in parents.items()]
    return sorted(counted, key=lambda flow: (-(flow.parents or 0), flow.origin or "", flow.destination or ""))


def level_below(division: str | None) -> int:
    """Digits of the divisions that lie directly in this one; a village's own."""
    return next((level for level in _LEVELS if level > len(division or "")), VILLAGE)


def published_flows(graph: Graph, moment: Moment, division: str) -> Published:
    """The flows of a county by township and province, or the lines of one township in that table, small numbers hidden.

    Raises:
        ServiceError: ARGUMENT_INVALID for another kind of division.
    """
    if len(division) not in (COUNTY, TOWNSHIP):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "Flows are published of a county or of a township.",
            "Give a division code of 6 or 9 digits.",
        )
    county = division[:COUNTY]
    smallest, source = smallest_number(moment.as_of, county)
    found = table(flows(away(graph, moment, county), TOWNSHIP, PROVINCE), smallest)
    if division != county:
        found = [flow for flow in found if flow.origin == division]
    return Published(division, smallest, source, tuple(found))


def table(counted: Sequence[Flow], smallest: int) -> list[Flow]:
    """The numbers that may be shown: the total, by origin, by destination, by both; zeros inside are left out."""
    counts: Counter[Cell] = Counter(
        {(flow.origin or "", flow.destination or ""): flow.parents or 0 for flow in counted}
    )
    keys = [sorted({cell[place] for cell in counts}) for place in (0, 1)]
    shown = publish(counts, keys, smallest)
    origins, destinations = ((line or {}).items() for line in shown.by_key)
    return [
        Flow(None, None, shown.total),
        *(Flow(origin, None, number) for origin, number in origins),
        *(Flow(None, destination, number) for destination, number in destinations),
        *(Flow(cell[0], cell[1], number) for cell, number in (shown.inside or {}).items() if number != 0),
    ]


def who_could_take_along(graph: Graph, moment: Moment, division: str | None) -> list[Along]:
    """The children of a division with nobody at home, and which of their capable parents could take them along.

    Args:
        division: code prefix; None for the whole graph.
    """
    capable: dict[str, list[Away]] = defaultdict(list)
    for each in away(graph, moment, division):
        if each.state is State.AWAY:
            capable[each.child_id].append(each)
    grades = {each.child_id: each.grade for each in assess(graph, moment, sorted(capable))}
    return [
        Along(child, grades[child], tuple(parents), len({each.destination[:COUNTY] for each in parents}) == 1)
        for child, parents in sorted(capable.items())
        if grades.get(child) in NOBODY_AT_HOME
    ]


def _away(graph: Graph, question: Question, children: Sequence[str]) -> list[Away]:
    asks, shared = reading("parents_away", question)
    pages = graph.parallel_read(
        asks,
        [shared | {"children": children[start : start + _PAGE]} for start in range(0, len(children), _PAGE)],
    )
    state_of_row = decision_table().state_of_row
    found = [
        Away(child, place, parent, destination, state_of_row[row].state, absence[1])
        for page in pages
        for child, place, parent, destination, row, absence in page[0]["page"]
    ]
    return sorted(found, key=lambda each: (each.child_id, each.parent_id, each.destination, each.record))
