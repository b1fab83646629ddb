"""The service and an independent reading of the decision table, asked the same questions about random worlds."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from decision_table import assess as read_table
from telling import tell
from worlds import ManyWorlds, many_worlds

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, assess, survey
from graph_service.guardianship.evidence import json_object
from graph_service.model.assessment import Assessment
from tests.extent import drawn

WORLDS, SEED = drawn(100, 400), 20261101

OWN_ROW = {"DECEASED", "MINOR", "CLOSED"}
"""States that somebody's own row decides: the service names its record id, the reading the person."""


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> tuple[ManyWorlds, list[datetime]]:
    """All worlds, imported delivery by delivery, and when each delivery was imported."""
    worlds = many_worlds(WORLDS, SEED)
    return worlds, tell(module_graph, worlds.merged, tmp_path_factory.mktemp("worlds"))


def comparable(assessment: dict[str, Any]) -> dict[str, Any]:
    """What both must say alike, without the feed's name before a key that had no record id."""
    return {
        "grade": assessment["grade"],
        "effective": assessment["effective"],
        "responsible": [
            {
                "id": somebody["id"],
                "kind": somebody["kind"],
                "state": somebody["state"],
                "records": None if somebody["state"] in OWN_ROW else sorted(map(bare, somebody["records"])),
            }
            for somebody in assessment["responsible"]
        ],
        "deFactoCarers": sorted(map(bare, assessment["deFactoCarers"])),
        "gaps": sorted(assessment["gaps"]),
    }


def bare(record: Any) -> str:
    if isinstance(record, dict):
        return record["id"]
    feed, colon, key = record.partition(":")
    return key if colon and feed.islower() else record


def test_every_answer_is_that_of_the_independent_reading(graph: Graph, told: tuple[ManyWorlds, list[datetime]]) -> None:
    worlds, times = told
    asked: dict[tuple[date, datetime | None], dict[str, int]] = defaultdict(dict)
    for number, questions in enumerate(worlds.questions):
        for question in questions:
            asked[question.as_of, question.known_at][question.child_id] = number
    compared, grades, states = 0, set[str](), set[str]()
    for (as_of, known_at), children in asked.items():
        moment = Moment(as_of, known_at or datetime.now(UTC) + timedelta(minutes=1))
        answers: dict[str, Assessment] = {found.child_id: found for found in assess(graph, moment, list(children))}
        for child_id, number in children.items():
            expected = read_table(worlds.worlds[number], child_id, as_of, known_at, times)
            given = answers.get(child_id)
            place = f"seed {SEED}, world {number}, child {child_id}, as of {as_of}, known at {known_at}"
            if expected is None or given is None:
                assert (expected is None) == (given is None), place
                continue
            assert comparable(json_object(given)) == comparable(expected), place
            compared += 1
            grades.add(given.grade)
            states |= {somebody.state for somebody in given.responsible}
    assert compared > WORLDS
    assert len(grades) == 6
    assert len(states) == 13


@pytest.mark.parametrize("days_ago", [None, 400, 1400])
def test_counts_and_lists_agree_with_single_assessments(
    graph: Graph, told: tuple[ManyWorlds, list[datetime]], days_ago: int | None
) -> None:
    """What the survey leaves out as plainly effective is what a closer look at every child finds effective."""
    known_at = datetime.now(UTC) - timedelta(days=days_ago or 0)
    for as_of in (date(2024, 2, 29), date(2025, 6, 30), date(2026, 3, 1)):
        moment = Moment(as_of, known_at)
        short, whole = survey(graph, moment), survey(graph, moment, everybody=True)
        assert short.counts == whole.counts
        assert short.assessments == [found for found in whole.assessments if found.effective is False]
        county = survey(graph, moment, division="990101")
        outside = survey(graph, moment, division="990102")
        placed = [found.child_id for found in (*county.assessments, *outside.assessments)]
        assert len(placed) == len(set(placed))
        assert set(placed) <= {found.child_id for found in short.assessments}
