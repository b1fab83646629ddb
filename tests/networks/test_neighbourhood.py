"""Ties round people of the village, held against what its feed files say."""

from datetime import date, datetime
from pathlib import Path

import pytest

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.networks.neighbourhood import Neighbourhood, able_people, neighbourhood
from graph_service.networks.ties import TieFilter, TieKind

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
DAY = date(2026, 11, 1)
NOW = datetime.fromisoformat("2026-11-01T12:00:00+08:00")
TODAY = TieFilter(Moment(DAY, NOW))


@pytest.fixture(scope="module")
def village(module_graph: Graph) -> Graph:
    for folder in (VILLAGE, VILLAGE / "later"):
        import_into(module_graph, folder)
    return module_graph


def told(found: Neighbourhood) -> set[str]:
    """Each tie as one line, with its records."""
    return {
        f"{tie.start.partition(':')[2]} {tie.name} {tie.end.partition(':')[2]} "
        f"{' '.join(sorted(record.id for record in tie.records))}"
        for tie in found.ties
    }


def test_the_ties_of_a_child_are_those_of_the_files(village: Graph) -> None:
    found = neighbourhood(village, ["LIU-SON"], TODAY, steps=1)
    assert told(found) == {
        "LIU-FATHER PARENT_OF LIU-SON PAR-009",
        "LIU-MOTHER PARENT_OF LIU-SON PAR-010",
        "LIU-GRANDMOTHER ENTRUSTED_CARER_OF LIU-SON CARE-004",
        "LIU-GRANDMOTHER GRANDPARENT LIU-SON PAR-009 PAR-033",
        "LIU-GRANDMOTHER HOUSEHOLD_MATE LIU-SON HM-018 HM-021",
        "SCH-PRIMARY ENROLLED_AT LIU-SON ENR-006",
        "WRK-DIRECTOR CHILD_DIRECTOR LIU-SON PER-021 WRK-001",
    }
    assert found.hubs == {"School:SCH-PRIMARY", "Worker:WRK-DIRECTOR"}
    assert set(found.distance.values()) == {0, 1}


def test_the_filter_leaves_out_other_kinds_and_other_days(village: Graph) -> None:
    kin = neighbourhood(village, ["LIU-SON"], TieFilter(TODAY.moment, frozenset({TieKind.KIN})), steps=1)
    assert {tie.kind for tie in kin.ties} == {TieKind.KIN}
    before_care = TieFilter(Moment(date(2024, 1, 31), NOW), frozenset({TieKind.CARE}))
    assert not neighbourhood(village, ["LIU-SON"], before_care, steps=2).ties


def test_who_is_able_is_said_by_the_decision_table(village: Graph) -> None:
    pairs = [("LIU-SON", f"LIU-{each}") for each in ("GRANDMOTHER", "FATHER", "MOTHER")]
    assert able_people(village, TODAY, pairs) == {("LIU-SON", "LIU-GRANDMOTHER")}
