"""The rules and an independent reading of the page, asked the same questions about random worlds."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from decision_table import is_child, known, organisations, person
from rule_reading import Reading
from rule_worlds import RuleDraft
from telling import tell
from worlds import ManyWorlds, many_worlds

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.detection import Hit, detect
from graph_service.guardianship.rules import rulebook
from tests.extent import drawn

WORLDS, SEED = drawn(100, 1000), 20261127
READING_LOOKS_AHEAD = 8
"""One world in so many is asked for endings too: the reading goes through ninety days."""

Told = tuple[ManyWorlds, list[datetime]]


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """All worlds, imported delivery by delivery, and when each delivery was imported."""
    worlds = many_worlds(WORLDS, SEED, RuleDraft)
    return worlds, tell(module_graph, worlds.merged, tmp_path_factory.mktemp("worlds"))


def said(hits: list[Hit]) -> dict[str, Any]:
    """What the rules say of one child, in the words of the reading."""
    found: dict[str, Any] = {hit.rule.id: hit.answer for hit in hits}
    for hit in hits:
        if hit.rule.id == "TEMPORARY_GUARDIANSHIP_DUE":
            found["limbs of art. 92"] = sorted(hit.details["limbs"])
        elif hit.rule.id == "LONG_TERM_GUARDIANSHIP_DUE":
            found["limbs of art. 94"] = sorted(hit.details["limbs"])
        elif hit.rule.id == "EXPIRING":
            found["ends"] = (hit.details["day"], hit.details["grade"])
    return found


def test_every_answer_is_that_of_the_independent_reading(graph: Graph, told: Told) -> None:
    worlds, times = told
    asked: dict[tuple[date, datetime | None], dict[str, int]] = defaultdict(dict)
    for number, questions in enumerate(worlds.questions):
        for question in questions:
            asked[question.as_of, question.known_at][question.child_id] = number
    seen: Counter[tuple[str, str]] = Counter()
    snapshots: dict[tuple[int, datetime | None], Any] = {}
    for (as_of, known_at), children in asked.items():
        moment = Moment(as_of, known_at or datetime.now(UTC) + timedelta(minutes=1))
        hits: dict[str, list[Hit]] = defaultdict(list)
        for hit in detect(graph, moment, children=list(children)):
            hits[hit.child_id].append(hit)
        for child_id, number in children.items():
            world = worlds.worlds[number]
            place = f"seed {SEED}, world {number}, child {child_id}, as of {as_of}, known at {known_at}"
            if (number, known_at) not in snapshots:
                snapshots[number, known_at] = known(world, known_at, times)
            facts = snapshots[number, known_at]
            if not is_child(person(facts, child_id), as_of):
                assert not hits[child_id], place
                continue
            reading = Reading(facts, child_id, as_of, organisations(world))
            given = said(hits[child_id])
            if number % READING_LOOKS_AHEAD:
                reading.ending = lambda: None  # type: ignore[method-assign]
                given.pop("EXPIRING", None)
                given.pop("ends", None)
            assert given == reading.categories() | reading.warnings(), place
            assert not (given.get("ORPHAN") == "yes" and given.get("DE_FACTO_UNATTENDED") == "yes"), place
            seen.update((rule, str(answer)) for rule, answer in given.items() if rule.isupper())
    expected = {(rule_id, "yes") for rule_id in rulebook().rules}
    expected |= {("ORPHAN", "undetermined"), ("DE_FACTO_UNATTENDED", "undetermined")}
    assert expected - {("OVERLOADED_CARER", "yes")} <= seen.keys(), sorted(expected - seen.keys())


@pytest.mark.parametrize("definition", ["SCHOOL", "CENSUS"])
def test_the_other_definitions_of_left_behind_children_agree_too(graph: Graph, told: Told, definition: str) -> None:
    worlds, times = told
    moment = Moment(date(2026, 3, 1), datetime.now(UTC) + timedelta(minutes=1))
    hits = detect(graph, moment, rules=["LEFT_BEHIND"], changed={"left_behind": {"definition": definition}})
    assert {hit.details["definition"] for hit in hits} == {definition}
    expected: set[str] = set()
    for world in worlds.worlds:
        facts = known(world, None, times)
        for row in facts["persons"]:
            if is_child(row, moment.as_of):
                reading = Reading(facts, row["person_id"], moment.as_of, organisations(world), definition)
                expected |= {row["person_id"]} if reading.left_behind() else set()
    assert {hit.child_id for hit in hits} == expected
    assert expected


def test_one_child_a_division_and_all_are_answered_alike(graph: Graph, told: Told) -> None:
    moment = Moment(date(2026, 3, 1), datetime.now(UTC) + timedelta(minutes=1))
    everybody = detect(graph, moment)
    county = detect(graph, moment, division="990101")
    assert [hit for hit in everybody if (hit.division or "").startswith("990101")] == county
    one = county[0].child_id
    assert detect(graph, moment, children=[one]) == [hit for hit in county if hit.child_id == one]
    for hit in everybody:
        assert hit.people or hit.records or hit.missing or hit.details, hit
        assert hit.answer == "yes" or hit.missing
