"""Assessments kept in the graph read back as they were given, and are kept once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, survey
from graph_service.guardianship.evidence import json_lines
from graph_service.guardianship.storing import store
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Assessment
from tests.feeds.deliveries import ask

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
MOMENT = Moment(date(2026, 11, 1), datetime(2026, 11, 2, 12, 30, 0, 250_000, tzinfo=UTC))


@pytest.fixture(scope="module")
def assessments(module_graph: Graph) -> list[Assessment]:
    for folder in (VILLAGE, VILLAGE / "later"):
        import_into(module_graph, folder)
    return survey(module_graph, MOMENT, everybody=True).assessments


def kept(graph: Graph) -> list[dict[str, object]]:
    found = ask(
        graph,
        "MATCH (kept:GuardianshipAssessment)-[:ASSESSES]->(child:Person) "
        "RETURN kept {.*, child: child.id, isDate: kept.asOf IS :: DATE, isTime: kept.knownAt IS :: ZONED DATETIME}",
    )
    return sorted(found, key=lambda each: each["id"])


def test_what_was_stored_reads_back_whole(module_graph: Graph, assessments: list[Assessment]) -> None:
    assert store(module_graph, assessments) == len(assessments)
    given = {assessment.child_id: assessment for assessment in assessments}
    lines = {line["childId"]: line for line in map(orjson.loads, json_lines(assessments))}
    found = kept(module_graph)
    assert {each["child"] for each in found} == given.keys()
    for each in found:
        assessment = given[each["childId"]]
        assert each["child"] == each["childId"]
        assert each["isDate"] and each["asOf"].to_native() == MOMENT.as_of
        assert each["isTime"] and each["knownAt"].to_native() == MOMENT.known_at
        assert (each["grade"], each.get("effective")) == (assessment.grade, assessment.effective)
        assert tuple(each["legalBasis"]) == assessment.legal_basis
        assert tuple(each["gaps"]) == assessment.gaps
        assert (each["ruleId"], each["ruleVersion"]) == (decision_table().id, decision_table().version)
        assert each["assessedAt"].to_native() <= datetime.now(UTC)
        evidence, line = orjson.loads(each["evidence"]), lines[assessment.child_id]
        assert normal(evidence) == normal(line)
    assert {len(orjson.loads(each["evidence"])["responsible"]) for each in found} >= {0, 1, 2, 3}


def normal(evidence: dict[str, object]) -> bytes:
    return orjson.dumps(evidence, option=orjson.OPT_SORT_KEYS).replace(b"+00:00", b"Z")


def test_storing_again_changes_nothing(module_graph: Graph, assessments: list[Assessment]) -> None:
    store(module_graph, assessments)
    before = kept(module_graph)
    assert store(module_graph, assessments) == len(assessments)
    assert store(module_graph, []) == 0
    assert kept(module_graph) == before


def test_another_day_another_knowledge_and_another_rule_are_kept_beside_it(
    module_graph: Graph, assessments: list[Assessment]
) -> None:
    store(module_graph, assessments)
    number = len(kept(module_graph))
    one = assessments[0]
    others = [
        replace(one, as_of=date(2026, 10, 31)),
        replace(one, known_at=datetime(2026, 11, 3, tzinfo=UTC)),
        replace(one, rule=(one.rule[0], "9.9.9")),
    ]
    store(module_graph, [one, *others])
    assert len(kept(module_graph)) == number + len(others)


def test_a_child_that_has_gone_from_the_graph_is_not_stored(module_graph: Graph, assessments: list[Assessment]) -> None:
    assert store(module_graph, [replace(assessments[0], child_id="NOBODY")]) == 0
