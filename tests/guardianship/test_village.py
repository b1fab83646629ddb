"""The hand-made village, imported and graded by the service: every expectation that its families' stories carry."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, assess_child, survey

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
DESCRIPTION = yaml.safe_load((VILLAGE / "families.yaml").read_text(encoding="utf-8"))
TODAY: date = DESCRIPTION["village"]["asOf"]
NOW = datetime.fromisoformat(DESCRIPTION["village"]["knownAt"])


@pytest.fixture(scope="module")
def village(module_graph: Graph) -> Graph:
    for folder in (VILLAGE, VILLAGE / "later"):
        summary = import_into(module_graph, folder)
        assert sum(file.quarantined for file in summary.files) == 0
    return module_graph


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(line, id=f"{line['child']} {line.get('asOf', TODAY)} {line.get('knownAt', '')}".strip())
        for family in DESCRIPTION["families"]
        for line in family["expected"]
    ],
)
def test_the_service_says_what_the_story_says(village: Graph, line: dict[str, Any]) -> None:
    known_at = datetime.fromisoformat(line["knownAt"]) if "knownAt" in line else NOW
    moment = Moment(line.get("asOf", TODAY), known_at)
    if line["grade"] is None:
        with pytest.raises(ServiceError) as refused:
            assess_child(village, moment, line["child"])
        assert refused.value.code is ErrorCode.CHILD_NOT_FOUND
        return
    found = assess_child(village, moment, line["child"])
    assert found.grade == line["grade"]
    assert [f"{one.id} {one.kind} {one.state}" for one in found.responsible] == line.get("responsible", [])
    assert sorted(one.id for one in found.de_facto_carers) == sorted(line.get("deFactoCarers", []))
    assert sorted(found.gaps) == sorted(line.get("gaps", []))


def test_every_assessment_cites_the_law_of_each_row_it_used(village: Graph) -> None:
    graded = survey(village, Moment(TODAY, NOW), everybody=True)
    assert graded.assessments
    for found in graded.assessments:
        assert len(found.legal_basis) >= 1
        assert len(set(found.legal_basis)) == len(found.legal_basis)
        assert found.rule[0] == "effective-guardianship"
        for somebody in found.responsible:
            assert somebody.roles, "whoever is responsible is so by a record"
            assert somebody.records or somebody.state == "ABLE"


def test_a_division_is_asked_by_any_prefix_of_its_code(village: Graph) -> None:
    moment = Moment(TODAY, NOW)
    everywhere = survey(village, moment, everybody=True)
    for prefix in ("99", "9901", "990101", "990101001"):
        found = survey(village, moment, division=prefix, everybody=True)
        expected = {
            township: counts
            for township, counts in everywhere.counts.items()
            if township and (township.startswith(prefix) or prefix.startswith(township))
        }
        assert found.counts == expected
    assert survey(village, moment, division="110101").totals.total() == 0
