"""What is kept as different is what assessing everybody before and after would have found, and nothing else."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import many_worlds, write_feeds

from graph_service.feeds import runs
from graph_service.feeds.importing import ImportSummary, import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.guardianship import changes
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.changes import ImportWatch, compare_days, kept_differences
from graph_service.guardianship.differences import causes, kind_of
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Assessment, Grade, Record, Responsibility, Responsible, State
from graph_service.model.difference import DifferenceKind, KeptDifference, Standing, Trigger
from tests.extent import drawn
from tests.feeds.deliveries import Row, ask, deliver, parentage, person

WORLDS, SEED = drawn(50, 120), 20261128
TODAY = date(2026, 3, 1)
DAY = timedelta(days=1)

# Read from `guardianship.md` section 4, not from the rule's file.
GOODNESS = {"NOT_REQUIRED": 5, "EFFECTIVE": 4, "ENTRUSTED": 3, "ABSENT": 2, "UNKNOWN": 1, "NONE": 0}
NOT_EFFECTIVE = {"ABSENT", "NONE", "UNKNOWN"}

Found = dict[str, tuple[str, str | None, str | None]]
"""Kind of difference and the two grades, by child."""


def everybody(graph: Graph, moment: Moment) -> dict[str, Assessment]:
    persons = ask(graph, "MATCH (person:Person) RETURN person.id")
    return {found.child_id: found for found in assess(graph, moment, persons)}


def told_apart(before: dict[str, Assessment], after: dict[str, Assessment]) -> Found:
    """A full comparison, in plain words."""
    found: Found = {}
    for child in before.keys() | after.keys():
        was, now = before.get(child), after.get(child)
        grades = was.grade.value if was else None, now.grade.value if now else None
        if was is None or now is None:
            if (grades[0] or grades[1]) in NOT_EFFECTIVE:
                found[child] = ("GONE" if was else "NEW", *grades)
        elif was.grade != now.grade:
            found[child] = ("WORSE" if GOODNESS[now.grade] < GOODNESS[was.grade] else "BETTER", *grades)
        else:
            people = [{(one.id, one.kind, one.state) for one in each.responsible} for each in (was, now)]
            if people[0] != people[1]:
                found[child] = ("SAME_GRADE_OTHER_REASON", *grades)
    return found


def told(kept: Sequence[KeptDifference]) -> Found:
    found = [each.difference for each in kept]
    assert len({each.child_id for each in found}) == len(found)
    return {
        each.child_id: (each.kind, each.before and each.before.grade.value, each.after and each.after.grade.value)
        for each in found
    }


def now(day: date = TODAY) -> Moment:
    return Moment(day, datetime.now(UTC))


def write(graph: Graph, text: str, **parameters: Any) -> None:
    graph.write(Statement("test", text, "", MappingProxyType({}), ""), **parameters)


@pytest.fixture(scope="module")
def told_worlds(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Found]]:
    """All worlds, imported delivery by delivery; of each delivery its run and what a full comparison finds."""
    found: list[tuple[str, Found]] = []
    watching = partial(ImportWatch, as_of=TODAY)
    for folder in write_feeds(many_worlds(WORLDS, SEED).merged, tmp_path_factory.mktemp("worlds")):
        before = everybody(module_graph, now())
        summary = import_into(module_graph, folder, watching=watching)
        after = everybody(module_graph, now())
        found.append((summary.run, told_apart(before, after)))
        assert summary.differences == (len(found[-1][1]) if len(found) > 1 else None)
    assert import_into(module_graph, folder, watching=watching).differences == 0
    return found


def test_an_import_keeps_what_a_full_comparison_finds(graph: Graph, told_worlds: list[tuple[str, Found]]) -> None:
    kept = kept_differences(graph, TODAY, TODAY)
    assert {each.trigger for each in kept} == {Trigger.IMPORT}
    kinds = Counter[str]()
    for number, (run, expected) in enumerate(told_worlds):
        mine = [each for each in kept if each.trigger_id == run]
        assert told(mine) == (expected if number else {})
        kinds.update(each.difference.kind for each in mine)
    assert min(kinds[kind] for kind in DifferenceKind) >= 2, kinds
    assert len(kept) == kinds.total()
    assert ask(graph, "MATCH (before:StandingBefore) RETURN before.id") == []


def test_causes_are_records_about_those_whose_state_differs(graph: Graph, told_worlds: list[tuple[str, Found]]) -> None:
    kept = [each.difference for each in kept_differences(graph, TODAY, TODAY)]
    for each in kept:
        sides = [side for side in (each.before, each.after) if side]
        known = {r for side in sides for one in side.responsible for r in (*one.records, *one.roles)}
        assert set(each.causes) <= known.union(*(side.self_supporting for side in sides))
    explained = sum(bool(each.causes) for each in kept if each.kind is not DifferenceKind.GONE)
    assert explained > 0.8 * len(kept)


@pytest.mark.parametrize("last", [date(2024, 3, 1), date(2025, 7, 1), date(2026, 3, 2)])
def test_days_keep_what_a_full_comparison_finds(graph: Graph, told_worlds: list[tuple[str, Found]], last: date) -> None:
    write(graph, "MATCH (until:ComparedUntil) SET until.day = $day", day=last - 4 * DAY)
    number = compare_days(graph, last)
    kept = [each for each in kept_differences(graph, last - 3 * DAY, last) if each.trigger is Trigger.DAY]
    kinds = Counter[str]()
    for day in (last - 3 * DAY, last - 2 * DAY, last - DAY, last):
        midnight = datetime.combine(day, time.min).astimezone(UTC)
        expected = told_apart(*(everybody(graph, Moment(each, midnight)) for each in (day - DAY, day)))
        mine = [each for each in kept if each.difference.day == day]
        assert told(mine) == expected
        kinds.update(each.difference.kind for each in mine)
    assert number == len(kept) == kinds.total() > 0
    assert compare_days(graph, last) == 0


def test_a_division_has_the_differences_of_its_children(graph: Graph, told_worlds: list[tuple[str, Found]]) -> None:
    kept = kept_differences(graph, TODAY, TODAY)
    for division in ("990101", "990101001001", "990102"):
        mine = kept_differences(graph, TODAY, TODAY, division)
        assert mine == [each for each in kept if (each.division or "").startswith(division)]
        assert mine
    assert kept_differences(graph, TODAY - DAY, TODAY - DAY, "990102") != kept_differences(
        graph, TODAY, TODAY, "990102"
    )


# A few families, for what goes wrong

FAMILIES: dict[str, list[Row]] = {
    "persons": [
        *(person(f"F{number}", "1980-01-01") for number in range(6)),
        *(person(f"C{number}", "2015-01-01") for number in range(6)),
    ],
    "parentages": [parentage(f"F{number}", f"C{number}") for number in range(6)],
}
DETAINED: dict[str, list[Row]] = {
    "circumstances": [{"person_id": f"F{number}", "kind": "IMPRISONED"} for number in range(6)]
}
ALL_WORSE: Found = {f"C{number}": ("WORSE", "EFFECTIVE", "NONE") for number in range(6)}


@pytest.fixture
def arrives(empty_graph: Graph, tmp_path: Path) -> Callable[..., ImportSummary]:
    """Imports rows given by feed; the families are there."""
    number = count()

    def run(folder: str | None = None, **feeds: list[Row]) -> ImportSummary:
        place = deliver(tmp_path / (folder or str(next(number))), **feeds)
        return import_into(empty_graph, place, watching=partial(ImportWatch, as_of=TODAY))

    run(**FAMILIES)
    return run


class KilledError(Exception):
    """What a kill looks like from inside."""


def killed_at(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, call: int) -> None:
    """The so-manieth call of a function never comes back; later ones do."""
    calls, real = count(1), getattr(owner, name)

    def dies(*arguments: Any, **named: Any) -> Any:
        if next(calls) == call:
            raise KilledError
        return real(*arguments, **named)

    monkeypatch.setattr(owner, name, dies)


def expected_after_a_kill(graph: Graph) -> None:
    kept = kept_differences(graph, TODAY, TODAY)
    assert told(kept) == ALL_WORSE
    assert ask(graph, "MATCH (before:StandingBefore) RETURN before.id") == []
    grades = ask(graph, "MATCH (found:GuardianshipAssessment) RETURN found.childId + found.grade")
    assert sorted(grades) == [f"C{number}NONE" for number in range(6)]


@pytest.mark.parametrize(
    ("owner", "name", "call"),
    [
        (runs.ImportRun, "keep", 1),
        (changes.ImportWatch, "landed", 1),
        (changes, "_keep_in", 1),
        (changes, "_keep_in", 2),
        (runs.ImportRun, "finish", 1),
    ],
)
def test_a_killed_import_is_finished_when_it_goes_on(
    arrives: Callable[..., ImportSummary],
    empty_graph: Graph,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    name: str,
    call: int,
) -> None:
    monkeypatch.setattr(changes, "_PAGE", 2)
    killed_at(monkeypatch, owner, name, call)
    with pytest.raises(KilledError):
        arrives("killed", **DETAINED)
    assert arrives("killed", **DETAINED).resumed
    expected_after_a_kill(empty_graph)


def test_an_import_that_never_goes_on_is_compared_before_the_next_one(
    arrives: Callable[..., ImportSummary], empty_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(monkeypatch, changes.ImportWatch, "landed", 1)
    with pytest.raises(KilledError):
        arrives("killed", **DETAINED)
    dies = {**FAMILIES["persons"][0], "death_date": "2026-02-01"}
    summary = arrives("next", persons=[dies])
    kept = kept_differences(empty_graph, TODAY, TODAY)
    assert told([each for each in kept if each.trigger_id != summary.run]) == ALL_WORSE
    mine = [each for each in kept if each.trigger_id == summary.run]
    assert told(mine) == {"C0": ("SAME_GRADE_OTHER_REASON", "NONE", "NONE")}


def test_only_those_in_the_care_of_whom_a_row_is_about_are_assessed(
    arrives: Callable[..., ImportSummary], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    real = changes.assess
    monkeypatch.setattr(
        changes, "assess", lambda graph, moment, ids: asked.append(set(ids)) or real(graph, moment, ids)
    )
    arrives(circumstances=[{"person_id": "F3", "kind": "IMPRISONED"}])
    assert asked == [{"C3"}, {"C3"}]
    asked.clear()
    arrives(guardianships=[{"guardian_id": "F3", "child_id": "C4", "basis": "COURT"}])
    assert asked == [{"C4"}, {"C4"}]
    asked.clear()
    arrives(marriages=[{"person_id": "F1", "spouse_id": "F2"}])
    assert asked == []


def test_the_first_import_is_what_later_ones_are_compared_with(
    arrives: Callable[..., ImportSummary], empty_graph: Graph
) -> None:
    assert kept_differences(empty_graph, date.min, date.max) == []
    assert [each.to_native() for each in ask(empty_graph, "MATCH (until:ComparedUntil) RETURN until.day")] == [TODAY]


# The pure functions

grades = st.sampled_from(list(Grade))


def standing(grade: Grade, *people: Responsible) -> Standing:
    return Standing(grade, people)


@given(grades, grades)
def test_worse_is_the_other_side_of_better(one: Grade, other: Grade) -> None:
    there, back = kind_of(standing(one), standing(other)), kind_of(standing(other), standing(one))
    if one is other:
        assert there is back is None
    else:
        assert {there, back} == {DifferenceKind.WORSE, DifferenceKind.BETTER}
        effective = [decision_table().row_of_grade[grade].effective is not False for grade in (one, other)]
        if effective == [True, False]:
            assert there is DifferenceKind.WORSE


@given(grades)
def test_who_comes_and_goes_is_told_when_guardianship_is_not_effective(grade: Grade) -> None:
    told = grade in NOT_EFFECTIVE
    assert kind_of(None, standing(grade)) is (DifferenceKind.NEW if told else None)
    assert kind_of(standing(grade), None) is (DifferenceKind.GONE if told else None)


AT = datetime(2026, 1, 1, 12, 30, 0, 5, tzinfo=UTC)


def record(id_: str, at: datetime = AT, fact: str = "IN_CIRCUMSTANCE") -> Record:
    return Record(id_, fact, None, at, True)


def father(state: State, *records: Record) -> Responsible:
    return Responsible("F", Responsibility.PARENT, state, (record("P", fact="PARENT_OF"),), records)


def test_a_standing_reads_back_as_it_was_kept() -> None:
    kept = Standing(Grade.NONE, (father(State.DETAINED, record("A")),), (record("S"),))
    assert Standing.from_json(kept.as_json()) == kept


def test_the_cause_is_what_has_begun_and_what_has_ended_and_a_correction_counts_once() -> None:
    able, away = standing(Grade.EFFECTIVE, father(State.ABLE)), standing(Grade.ABSENT, father(State.AWAY, record("A")))
    ill = standing(Grade.NONE, father(State.INCAPACITATED, record("B")))
    corrected = standing(Grade.NONE, father(State.DETAINED, record("B", AT + DAY)))
    assert [each.id for each in causes(able, away)] == ["A"]
    assert [each.id for each in causes(away, able)] == ["A"]
    assert [each.id for each in causes(away, ill)] == ["B", "A"]
    assert causes(ill, corrected) == (record("B", AT + DAY),)
    assert causes(ill, None) == ()
    assert {each.id for each in causes(None, ill)} == {"B", "P"}
