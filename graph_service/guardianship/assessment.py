"""Grade children: one, those of a division, or all; on any day, as known at any moment.

Two questions to the graph, whatever the number of children. The first counts the children and leaves out everybody
who plainly has an able guardian; the second brings the evidence of the rest. Both run over several sessions at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import SESSIONS, Graph
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.grading import gaps, grade, legal_basis
from graph_service.guardianship.table import DecisionTable, decision_table
from graph_service.model.assessment import (
    Assessment,
    Grade,
    Placement,
    Responsibility,
    Responsible,
    record_of,
)
from graph_service.model.time import born_by

RULE_FOLDER = "rules/effective_guardianship"
RANGES = 2 * SESSIONS
"""Parts that a question is split into: few, for each costs milliseconds, yet enough to keep all sessions busy."""
SMALLEST_PAGE, LARGEST_PAGE = 50, 1_500
"""Children per statement of the second question: enough to hide the round trip, few enough to share the work."""

_RESPONSIBILITY = {
    "PARENT_OF": Responsibility.PARENT,
    "GUARDIAN_OF": Responsibility.GUARDIAN,
    "ENTRUSTED_CARER_OF": Responsibility.CARER,
}


@dataclass(frozen=True)
class Moment:
    """What day is asked about, and how much the service knew.

    Args:
        as_of: the day (valid time).
        known_at: recorded time, aware; by default now.
    """

    as_of: date
    known_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Survey:
    """Grades of the children of a division, or of all.

    Args:
        moment: the day and the recorded time asked about.
        counts: number of children by township (9 digits; None when no division is known) and grade.
        assessments: those asked for, with evidence, by child id.
    """

    moment: Moment
    counts: dict[str | None, Counter[Grade]]
    assessments: list[Assessment]

    @property
    def totals(self) -> Counter[Grade]:
        """Number of children by grade."""
        return sum(self.counts.values(), Counter[Grade]())


def survey(graph: Graph, moment: Moment, *, division: str | None = None, everybody: bool = False) -> Survey:
    """Grades of all children of a division, or of the whole graph.

    Args:
        division: code prefix; None for the whole graph.
        everybody: bring the evidence of every child, not only of those without effective guardianship.
    """
    question = settle(graph, moment)
    counts: dict[str | None, Counter[Grade]] = {}
    examine: list[str] = []
    for township, number, found in _children(graph, question, division, everybody=everybody):
        counts.setdefault(township, Counter())[Grade.EFFECTIVE] += number - len(found)
        examine += found
    assessments: list[Assessment] = []
    for row in _responsible(graph, question, examine):
        decided, _ = _verdict(row)
        counts[_township(row)][decided] += 1
        if everybody or question.table.row_of_grade[decided].effective is False:
            assessments.append(assessment_of(question, row))
    return Survey(moment, counts, sorted(assessments, key=lambda assessment: assessment.child_id))


def assess(graph: Graph, moment: Moment, children: Sequence[str]) -> list[Assessment]:
    """Assessments of the given persons who are children on the day, with evidence, in no particular order."""
    question = settle(graph, moment)
    return [assessment_of(question, row) for row in _responsible(graph, question, children)]


def assess_on_days(graph: Graph, moment: Moment, children: Mapping[date, Sequence[str]]) -> Iterable[Assessment]:
    """The same on several days, day by day.

    Args:
        moment: what is known counts.
        children: ids by day.
    """
    asked = settle(graph, moment)
    questions = [replace(asked, moment=Moment(day, moment.known_at)) for day in sorted(children)]
    pages = [(question, page) for question in questions for page in _pages(question, children[question.moment.as_of])]
    rows = graph.parallel_read(asked.statement("responsible"), [page for _, page in pages])
    return (
        assessment_of(question, row) for (question, _), page in zip(pages, rows, strict=True) for row in page[0]["page"]
    )


def assess_child(graph: Graph, moment: Moment, child_id: str) -> Assessment:
    """Assessment of one child.

    Raises:
        ServiceError: CHILD_NOT_FOUND when nobody of that id is a child on the day, as known at the moment.
    """
    found = assess(graph, moment, [child_id])
    if not found:
        raise no_child(moment)
    return found[0]


def no_child(moment: Moment) -> ServiceError:
    """The error of a question about one child when nobody of that id is one on the day, as known at the moment."""
    return ServiceError(
        ErrorCode.CHILD_NOT_FOUND,
        "Nobody with that id is a child on {day}, as far as was known at that time.",
        "Check the id and the day: a child is alive, born by that day and under 18.",
        day=moment.as_of,
    )


@dataclass(frozen=True)
class Question:
    """A moment, the table in force, and whether former versions count: only if something was recorded after it."""

    moment: Moment
    table: DecisionTable
    former: bool

    def statement(self, name: str) -> Statement:
        return statement(f"{RULE_FOLDER}/{name}" + ("_known_at" if self.former else ""))

    @property
    def parameters(self) -> dict[str, Any]:
        day = self.moment.as_of
        return {
            "as_of": day,
            "adult_born_by": self.table.adult_born_by(day),
            "self_supporting_born_by": born_by(self.table.parameter("self_supporting_age", day), day),
        } | ({"known_at": self.moment.known_at} if self.former else {})


def settle(graph: Graph, moment: Moment) -> Question:
    """The moment with the table in force and whether former versions count.

    A fact whose recorded time still lies ahead is not known yet, so that "now" is a recorded time like any other."""
    latest = graph.read(statement("commands/latest_recorded_at"))[0]["latest"]
    former = latest is not None and latest.to_native() > moment.known_at
    return Question(moment, decision_table(), former)


def _children(graph: Graph, question: Question, division: str | None, *, everybody: bool) -> Iterable[Sequence[Any]]:
    """Township, number of children there, and the ids of those whose guardians must be looked at."""
    parameters: dict[str, Any] = question.parameters | {"everybody": everybody}
    if division is not None:
        parameters |= {"division": division}
    ranges = birth_ranges(parameters["adult_born_by"], question.moment.as_of, RANGES if division is None else 1)
    pages = graph.parallel_read(
        question.statement("children" if division is None else "children_of_division"),
        [parameters | {"born_after": after, "born_by": until} for after, until in ranges],
    )
    return (row for page in pages for row in page[0]["page"])


def children_ids(graph: Graph, question: Question, division: str | None) -> list[str]:
    """Ids of everybody who is a child on the day, of a division or of the whole graph."""
    if not question.former:
        name = "ids" if division is None else "ids_of_division"
        parameters = {"as_of": question.moment.as_of, "adult_born_by": question.parameters["adult_born_by"]}
        within = {} if division is None else {"division": division}
        found: list[str] = graph.read(question.statement(name), **parameters, **within)[0]["ids"]
        return found
    return [child for _, _, ids in _children(graph, question, division, everybody=True) for child in ids]


def _responsible(graph: Graph, question: Question, children: Sequence[str]) -> Iterable[Sequence[Any]]:
    """A row of `responsible.cypher` for each of the given persons who is a child."""
    pages = graph.parallel_read(question.statement("responsible"), _pages(question, children))
    return (row for page in pages for row in page[0]["page"])


def _pages(question: Question, children: Sequence[str]) -> list[dict[str, Any]]:
    """The parameters of `responsible.cypher`, a part of the children at a time."""
    parameters = question.parameters | question.table.statement_parameters(question.moment.as_of)
    size = max(SMALLEST_PAGE, min(-(-len(children) // RANGES), LARGEST_PAGE))
    return [parameters | {"children": children[start : start + size]} for start in range(0, len(children), size)]


def evidence_rows(graph: Graph, question: Question, children: Sequence[str]) -> list[Sequence[Any]]:
    """What `responsible.cypher` says of each of the given persons who is a child on the day."""
    return list(_responsible(graph, question, children))


def grade_of(row: Sequence[Any]) -> Grade:
    """The grade that follows from a row of `responsible.cypher`."""
    return _verdict(row)[0]


def birth_ranges(after: date, until: date, number: int) -> list[tuple[date, date]]:
    """The days after `after` up to and including `until`, in consecutive ranges of about equal length."""
    days = (until - after).days
    bounds = [after + timedelta(days=days * part // number) for part in range(number + 1)]
    return list(pairwise(bounds))


def _township(row: Sequence[Any]) -> str | None:
    _, residence, registration, *_ = row
    division = residence or registration
    return division[:9] if division else None


def _verdict(row: Sequence[Any]) -> tuple[Grade, tuple[str, ...]]:
    """The grade, and the citations of every row of the table that was used."""
    *_, self_supporting, _, found = row
    return _verdict_of(tuple([(role, number) for _, role, number, *_ in found]), bool(self_supporting))


@lru_cache(maxsize=4096)
def _verdict_of(rows: tuple[tuple[str, int], ...], self_supporting: bool) -> tuple[Grade, tuple[str, ...]]:
    """The same, from role type and row of each: a few hundred such lists occur, however many children there are."""
    table = decision_table()
    states = [(_RESPONSIBILITY[role], table.state_of_row[number].state) for role, number in rows]
    decided = grade(states, self_supporting=self_supporting)
    return decided, legal_basis(table, decided, states)


def assessment_of(question: Question, row: Sequence[Any]) -> Assessment:
    """What follows from a row of `responsible.cypher`."""
    child_id, residence, registration, parents_ever, self_supporting, placements, found = row
    moment, table = question.moment, question.table
    found.sort(key=_by_responsibility)
    decided, citations = _verdict(row)
    state_of_row = table.state_of_row
    responsible = tuple(
        [
            Responsible(
                somebody,
                _RESPONSIBILITY[role],
                state_of_row[number].state,
                tuple(map(record_of, roles)),
                tuple(map(record_of, deciding)),
            )
            for somebody, role, number, roles, deciding, _ in found
        ]
    )
    return Assessment(
        child_id=child_id,
        as_of=moment.as_of,
        known_at=moment.known_at,
        grade=decided,
        effective=table.row_of_grade[decided].effective,
        responsible=responsible,
        self_supporting=tuple(map(record_of, self_supporting)),
        de_facto_carers=tuple(
            [entry for entry in responsible if decided is Grade.NONE and entry.kind is Responsibility.CARER]
        ),
        placements=tuple([Placement(where, kind, record_of(record)) for where, kind, record in placements]),
        gaps=gaps(
            parents_ever=parents_ever,
            residence=residence,
            registration=registration,
            responsible=responsible,
            components_hidden=any(hides and number > _LAST_ROW_BEFORE_NEGLECT for _, _, number, _, _, hides in found),
        ),
        legal_basis=citations,
        rule=(table.id, table.version),
    )


_LAST_ROW_BEFORE_NEGLECT = 8
_ORDER = {role: position for position, role in enumerate(_RESPONSIBILITY)}


def _by_responsibility(entry: Sequence[Any]) -> tuple[int, str]:
    return _ORDER[entry[1]], entry[0]
