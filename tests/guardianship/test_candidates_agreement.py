"""Candidate guardians and timelines in random worlds, beside independent readings of the page."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from decision_table import birthday, day, is_child, judge, known, organisations, person
from kin_reading import WORDS, candidates, key_in_graph
from kin_worlds import KinDraft
from telling import tell
from worlds import DAY, ManyWorlds, many_worlds

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.candidates import candidates as found_candidates
from graph_service.guardianship.order import Order, Reason
from graph_service.guardianship.timeline import Cause, Event, Period, timelines
from graph_service.model.assessment import State
from tests.extent import drawn

WORLDS, SEED = drawn(16, 100), 20261128
EVERY_DAY = 6
"""One world in so many is read on every single day round its dates, not only on those next to them."""

Told = tuple[ManyWorlds, list[datetime]]
NOW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All worlds, imported delivery by delivery, and when each delivery was imported."""
    worlds = many_worlds(WORLDS, SEED, KinDraft)
    return worlds, tell(module_graph, worlds.merged, tmp_path_factory.mktemp("worlds"))


def test_candidates_are_those_of_the_independent_reading(graph: Graph, told: Told) -> None:
    worlds, times = told
    asked: dict[tuple[date, datetime | None], dict[str, int]] = defaultdict(dict)
    for number, questions in enumerate(worlds.questions):
        for question in questions:
            asked[question.as_of, question.known_at][question.child_id] = number
    seen: Counter[str] = Counter()
    snapshots: dict[tuple[int, datetime | None], Any] = {}
    for (as_of, known_at), children in asked.items():
        found = found_candidates(graph, Moment(as_of, known_at or NOW), list(children))
        for child_id, number in children.items():
            place = f"seed {SEED}, world {number}, child {child_id}, as of {as_of}, known at {known_at}"
            if (number, known_at) not in snapshots:
                snapshots[number, known_at] = known(worlds.worlds[number], known_at, times)
            facts = snapshots[number, known_at]
            if not is_child(person(facts, child_id), as_of):
                assert child_id not in found, place
                continue
            given = [
                {
                    "id": one.id,
                    "order": one.order,
                    "relation": one.relation,
                    "state": one.state,
                    "path": tuple(edge.record.id for edge in one.path),
                    "distance": one.distance,
                    "age": one.age,
                    "wards": one.wards,
                    "consent": one.consent_needed,
                    "reasons": set(one.reasons),
                    "rank": one.rank,
                }
                for one in found[child_id]
                if one.order is not Order.ORGANISATIONS or one.id.startswith(f"W{number}-")
            ]
            # Organisations of other worlds serve the same divisions; persons do not.
            eligible = [each for each in given if each["rank"]]
            for rank, each in enumerate(eligible, 1):
                each["rank"] = rank
            assert given == candidates(facts, child_id, as_of), place
            seen.update(str(each["relation"]) for each in given)
            seen.update(str(each["state"]) for each in given)
            seen.update(str(reason) for each in given for reason in each["reasons"])
            seen.update(str(each["order"]) for each in given)
    expected = {*WORDS.values(), *Reason, *Order} | {*State} - {State.BARRED, State.DEPORTED}
    assert expected <= seen.keys(), sorted(expected - seen.keys())


def test_a_timeline_is_grading_on_every_day(graph: Graph, told: Told) -> None:
    worlds, times = told
    seen: Counter[str] = Counter()
    for known_at in (None, worlds.questions[0][1].known_at):
        asked = {question.child_id: number for number, each in enumerate(worlds.questions) for question in each}
        found = timelines(graph, Moment(date(2050, 1, 1), known_at or NOW), list(asked))
        for child_id, number in asked.items():
            world = worlds.worlds[number]
            facts = known(world, known_at, times)
            row = person(facts, child_id)
            place = f"seed {SEED}, world {number}, child {child_id}, known at {known_at}"
            if row is None:
                assert child_id not in found, place
                continue
            dates = {day(value) for rows in facts.values() for each in rows for value in dates_of(each)}
            dates |= {birthday(day(each["birth_date"]), years) for each in facts["persons"] for years in (16, 18)}
            days = {each + offset * DAY for each in dates for offset in (-1, 0, 1)}
            if number % EVERY_DAY == 0:
                days |= {each + offset * DAY for each in dates if each.year > 2020 for offset in range(-40, 40)}
            for on in sorted(days):
                expected = judge(facts, child_id, on, organisations(world))
                assert told_on(found.get(child_id, []), on) == said(expected), f"{place}, on {on}"
            for period in found.get(child_id, []):
                seen[period.grade] += 1
                assert all(each.causes for each in period.constellations), place
                check_causes(facts, child_id, [cause for each in period.constellations for cause in each.causes], place)
                seen.update(cause.event for each in period.constellations for cause in each.causes)
    events = {*Event} - {Event.LAW_CHANGES, Event.CLOSES}  # an organisation closes in the village
    assert events | {"EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN", "NOT_REQUIRED"} <= seen.keys(), seen


def dates_of(row: Any) -> list[str]:
    return [row[name] for name in ("from", "to", "birth_date", "death_date") if row.get(name)]


def told_on(periods: list[Period], on: date) -> Any:
    """Grade and states that a timeline tells of a day; None on days that it leaves out."""
    for period in periods:
        if period.begin <= on and (period.end is None or on < period.end):
            latest = [each for each in period.constellations if each.begin <= on][-1]
            return period.grade, {(one.kind, one.id, one.state) for one in latest.responsible}
    return None


def said(assessed: Any) -> Any:
    if assessed is None:
        return None
    return assessed["grade"], {(one["kind"], one["id"], one["state"]) for one in assessed["responsible"]}


def check_causes(facts: Any, child_id: str, causes: list[Cause], place: str) -> None:
    """Each cause names a record that begins or ends on the day, or somebody whose birthday, birth or death it is."""
    keys: dict[str, list[Any]] = defaultdict(list)
    for feed, rows in facts.items():
        for row in rows:
            keys[key_in_graph(feed, row)].append(row)
    for cause in causes:
        assert cause.record is not None, place
        rows = keys[cause.record.id] or keys[cause.who or ""]
        columns = {
            Event.BEGINS: "from",
            Event.OPENS: "from",
            Event.ENDS: "to",
            Event.CLOSES: "to",
            Event.DIES: "death_date",
        }
        if cause.event in columns:
            assert str(cause.day) in {row.get(columns[cause.event]) for row in rows}, (place, cause)
        else:
            years = {Event.BORN: 0, Event.OLD_ENOUGH_TO_WORK: 16, Event.OF_AGE: 18}[cause.event]
            born = person(facts, cause.who or "")
            assert born is not None and birthday(day(born["birth_date"]), years) == cause.day, (place, cause)
