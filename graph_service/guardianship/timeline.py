"""How far guardianship of a child was, is and will be effective: every change from birth on, with what causes it.

A grade changes only on a day on which something begins or ends that the decision table reads. Those days are looked up,
the child is graded on all of them in one statement, and days of which nothing differs are put together.

Source: `guardianship.md` sections 1 to 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.standing_alone import standing_alone
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, settle
from graph_service.guardianship.detection import parameters_of
from graph_service.guardianship.grading import grade
from graph_service.guardianship.table import DecisionTable
from graph_service.model.assessment import Grade, Record, Responsibility, Responsible, State, record_of
from graph_service.model.time import OPEN_END, SINCE_EVER, birthday

PAGE = 500
"""Children, or days of children, of one statement."""
OF_THE_DAY = frozenset({"child", "as_of", "adult_born_by", "self_supporting_born_by", "severe_grade", "severe_types"})
"""Parameters that differ from day to day."""


class Event(StrEnum):
    """What happens on a day that may change a grade."""

    BORN = "BORN"
    DIES = "DIES"
    OLD_ENOUGH_TO_WORK = "OLD_ENOUGH_TO_WORK"
    OF_AGE = "OF_AGE"
    OPENS = "OPENS"
    CLOSES = "CLOSES"
    BEGINS = "BEGINS"
    ENDS = "ENDS"
    LAW_CHANGES = "LAW_CHANGES"


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that happens on a day.

    Args:
        who: id of the child, or of who is responsible, that it is about; None for a parameter of the law.
        kind: of the circumstance, parentage or revocation; the parameter's name for LAW_CHANGES; else None.
        record: the fact that begins or ends, else the row of who is born, dies, comes of age, opens or closes.
    """

    day: date
    event: Event
    who: str | None
    kind: str | None
    record: Record | None

    def json_object(self) -> dict[str, Any]:
        return {
            "event": self.event,
            "who": self.who,
            "kind": self.kind,
            "record": self.record and self.record.json_object(),
        }


@dataclass(frozen=True, slots=True)
class Constellation:
    """From a day on, who is responsible and in which state, until that or the grade is another one.

    Args:
        causes: what happens on the first day.
        self_supporting: records by which a 16- or 17-year-old supports themselves.
    """

    begin: date
    causes: tuple[Cause, ...]
    responsible: tuple[Responsible, ...]
    self_supporting: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive days of one grade.

    Args:
        begin: the first day.
        end: the day after the last one; None when the grade goes on beyond the day that was asked about.
        effective: None when no guardianship is required.
        constellations: who was responsible in which state, each time that it changed; the first explains the change
            of grade, further ones are the same grade for another reason.
    """

    begin: date
    end: date | None
    grade: Grade
    effective: bool | None
    constellations: tuple[Constellation, ...]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What happens on the first day."""
        return self.constellations[0].causes

    def json_object(self) -> dict[str, Any]:
        """The period as the JSON object of `timeline --format jsonl`; ids are the feeds'."""
        return {
            "from": self.begin,
            "until": self.end,
            "grade": self.grade,
            "effective": self.effective,
            "causes": [cause.json_object() for cause in self.causes],
            "constellations": [
                {
                    "from": each.begin,
                    "causes": [cause.json_object() for cause in each.causes],
                    "responsible": [one.json_object() for one in each.responsible],
                    "selfSupporting": [record.json_object() for record in each.self_supporting],
                }
                for each in self.constellations
            ],
        }


def timeline_of(graph: Graph, moment: Moment, child_id: str) -> list[Period]:
    """The timeline of one person, from birth to the day asked about.

    Raises:
        ServiceError: CHILD_NOT_FOUND when nobody of that id was born by that day, as far as was known.
    """
    found = timelines(graph, moment, [child_id])
    if not found.get(child_id):
        raise ServiceError(
            ErrorCode.CHILD_NOT_FOUND,
            "Nobody with that id was a child by {day}, as far as was known at that time.",
            "Check the id and the day.",
            day=moment.as_of,
        )
    return found[child_id]


def timelines(graph: Graph, moment: Moment, children: Sequence[str]) -> dict[str, list[Period]]:
    """Every change of grade of the given persons from birth to the day asked about, or to the end of childhood, by id.

    Args:
        moment: a day in the future counts what is already recorded of it.
    """
    question = settle(graph, moment)
    stories = boundaries(graph, question, children)
    asked = [(story.child_id, day) for story in stories.values() for day in sorted(story.days(moment.as_of))]
    graded: dict[str, list[_Graded]] = defaultdict(list)
    for each in _graded(graph, question, asked):
        graded[each.child_id].append(each)
    return {
        child_id: list(
            _periods(question.table, stories[child_id], sorted(days, key=lambda each: each.day), moment.as_of)
        )
        for child_id, days in graded.items()
    }


@dataclass(frozen=True, slots=True)
class Story:
    """What is recorded of a child that can change its grade, by the day on which it happens.

    Args:
        born: the first day.
        ends: the day on which childhood ends: the eighteenth birthday, or death.
    """

    child_id: str
    born: date
    ends: date
    happenings: Mapping[date, tuple[Cause, ...]] = field(default_factory=dict[date, tuple[Cause, ...]])

    def days(self, until: date) -> set[date]:
        """The days of childhood up to and including `until` on which the grade can change."""
        return {day for day in self.happenings if self.born <= day < self.ends and day <= until}


def boundaries(graph: Graph, question: Question, children: Sequence[str]) -> dict[str, Story]:
    """Every day on which something happens that can change the grade of each of the children, by child id."""
    ids = list(dict.fromkeys(children))
    pages = graph.parallel_read(
        standing_alone("timeline/boundaries", known=question.former),
        [parameters_of(question) | {"children": ids[start : start + PAGE]} for start in range(0, len(ids), PAGE)],
    )
    rows = (row for page in pages for row in page[0]["page"])
    return {story.child_id: story for row in rows if (story := _story(question.table, row))}


def _story(table: DecisionTable, row: Sequence[Any]) -> Story | None:
    child_id, child, own, responsible = row
    _, _, born, died, *_ = child
    if born is None:
        return None
    born = born.to_native()
    of_age = {birthday(born, age) for age in _values(table, "adult_age")}
    ends = min(max(of_age), died.to_native() if died else date.max)
    causes = [Cause(born, Event.BORN, child_id, None, _own_row(child))]
    causes += [
        Cause(birthday(born, age), Event.OLD_ENOUGH_TO_WORK, child_id, None, _own_row(child))
        for age in _values(table, "self_supporting_age")
    ]
    causes += _of_facts(child_id, own)
    for party, facts in responsible:
        causes += [*_of_party(table, party), *_of_facts(party[0], facts)]
    causes += _of_law(table)
    happenings: dict[date, dict[Cause, None]] = defaultdict(dict)
    for cause in sorted(causes, key=_order):
        happenings[cause.day][cause] = None
    return Story(child_id, born, ends, {day: tuple(found) for day, found in happenings.items()})


def _order(cause: Cause) -> tuple[int, str, str, str]:
    """By what happens, then by whose record."""
    record = cause.record
    return _EVENTS.index(cause.event), record.fact if record else "", cause.who or "", record.id if record else ""


_EVENTS = tuple(Event)


def _of_facts(who: str, facts: Iterable[Sequence[Any]]) -> Iterator[Cause]:
    for fact, kind, key, source, recorded_at, since, until in facts:
        begin, end = since.to_native(), until.to_native()
        record = record_of((fact, key, source, recorded_at, begin > SINCE_EVER))
        if begin > SINCE_EVER:
            yield Cause(begin, Event.BEGINS, who, kind, record)
        if end < OPEN_END:
            yield Cause(end, Event.ENDS, who, kind, record)


def _of_party(table: DecisionTable, party: Sequence[Any]) -> Iterator[Cause]:
    who, _, born, died, opened, closed, *_ = party
    for day, event in ((died, Event.DIES), (opened, Event.OPENS), (closed, Event.CLOSES)):
        if day:
            yield Cause(day.to_native(), event, who, None, _own_row(party))
    if born:
        for age in _values(table, "adult_age"):
            yield Cause(birthday(born.to_native(), age), Event.OF_AGE, who, None, _own_row(party))


def _of_law(table: DecisionTable) -> Iterator[Cause]:
    """The days from which a parameter of the table has another value; the oldest one counts before its day, too."""
    for name, values in table.parameters.items():
        for value in sorted(values, key=lambda value: value.since)[1:]:
            yield Cause(value.since, Event.LAW_CHANGES, None, name, None)


def _values(table: DecisionTable, parameter: str) -> set[int]:
    return {value.value for value in table.parameters[parameter] if isinstance(value.value, int)}


@dataclass(frozen=True, slots=True)
class _Graded:
    child_id: str
    day: date
    grade: Grade
    responsible: tuple[Responsible, ...]
    self_supporting: tuple[Record, ...]

    @property
    def deciding(self) -> tuple[object, ...]:
        """What makes a constellation: who is responsible and in which state."""
        states = tuple((one.id, one.kind, one.state) for one in self.responsible)
        return self.grade, states, bool(self.self_supporting)


def _graded(graph: Graph, question: Question, asked: Sequence[tuple[str, date]]) -> Iterator[_Graded]:
    """The children on the days; who is no child on one of them is left out there."""
    shared = {name: value for name, value in parameters_of(question).items() if name not in OF_THE_DAY}
    days = {day: _of_the_day(question, day) for _, day in asked}
    questions = [days[day] | {"child": child_id} for child_id, day in asked]
    pages = graph.parallel_read(
        standing_alone("timeline/grades", known=question.former, varying=OF_THE_DAY),
        [shared | {"questions": questions[start : start + PAGE]} for start in range(0, len(questions), PAGE)],
    )
    for page in pages:
        for child_id, day, self_supporting, responsible in page[0]["page"]:
            everybody = tuple(map(_responsible, responsible))
            states = ((one.kind, one.state) for one in everybody)
            decided = grade(states, self_supporting=bool(self_supporting))
            yield _Graded(child_id, day.to_native(), decided, everybody, tuple(map(record_of, self_supporting)))


def _of_the_day(question: Question, day: date) -> dict[str, Any]:
    on_the_day = parameters_of(replace(question, moment=Moment(day, question.moment.known_at)))
    return {name: value for name, value in on_the_day.items() if name in OF_THE_DAY}


def _periods(table: DecisionTable, story: Story, days: Sequence[_Graded], until: date) -> Iterator[Period]:
    """The graded days, in their order, as periods of one grade made of constellations."""
    last = story.ends if story.ends <= until else None
    runs: list[list[_Graded]] = []
    for each in days:
        if not runs or each.grade is not runs[-1][-1].grade:
            runs.append([each])
        elif each.deciding != runs[-1][-1].deciding:
            runs[-1].append(each)
    for place, run in enumerate(runs):
        end = runs[place + 1][0].day if place + 1 < len(runs) else last
        constellations = tuple(
            Constellation(each.day, story.happenings[each.day], each.responsible, each.self_supporting) for each in run
        )
        yield Period(run[0].day, end, run[0].grade, table.row_of_grade[run[0].grade].effective, constellations)


def _responsible(row: Sequence[Any]) -> Responsible:
    somebody, kind, state, roles, deciding = row
    return Responsible(
        somebody, Responsibility(kind), State(state), tuple(map(record_of, roles)), tuple(map(record_of, deciding))
    )


def _own_row(party: Sequence[Any]) -> Record | None:
    who, label, *_, record_id, source, recorded_at = party
    return None if recorded_at is None else record_of((label, record_id or who, source, recorded_at, True))
