"""On whom alone guardianship hangs, and where parents are, in the families of the village, by hand."""

from datetime import date, datetime
from pathlib import Path

import pytest

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.networks.flows import away, published_flows, who_could_take_along
from graph_service.networks.fragility import critical_carers
from graph_service.networks.measures import VERSION
from graph_service.networks.measuring import keep, measured, measured_in

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
MOMENT = Moment(date(2026, 11, 1), datetime.fromisoformat("2026-11-01T12:00:00+08:00"))


@pytest.fixture(scope="module")
def village(module_graph: Graph) -> Graph:
    for folder in (VILLAGE, VILLAGE / "later"):
        import_into(module_graph, folder)
    return module_graph


def test_everybody_on_whom_alone_a_child_of_the_village_hangs(village: Graph) -> None:
    found = {
        each.id: [f"{fall.child_id} {fall.before} {fall.after}" for fall in each.falls]
        for each in critical_carers(village, MOMENT, division="9901")
    }
    assert found["LI-GRANDMOTHER"] == ["LI-DAUGHTER ENTRUSTED ABSENT"]
    assert found["WANG-MOTHER"] == ["WANG-DAUGHTER EFFECTIVE NONE"]
    assert found["ZHAO-MOTHER"] == ["ZHAO-SON ENTRUSTED NONE"]
    assert found["ZHAO-AUNT"] == ["ZHAO-SON ENTRUSTED ABSENT"]
    assert found["MA-MOTHER"] == ["MA-DAUGHTER EFFECTIVE NONE"]
    assert found["ORG-WELFARE"] == ["LIN-FOUNDLING EFFECTIVE NONE"]
    assert found["LIANG-MOTHER"] == ["LIANG-SON EFFECTIVE ABSENT"]
    assert not found.keys() & {"CHEN-FATHER", "CHEN-MOTHER", "LI-FATHER", "TANG-FATHER", "LIU-GRANDMOTHER"}


def test_the_same_for_a_household_a_school_and_some_people(village: Graph) -> None:
    assert {each.id for each in critical_carers(village, MOMENT, household="H-ZHAO")} == {"ZHAO-MOTHER", "ZHAO-AUNT"}
    of_school = critical_carers(village, MOMENT, school="SCH-PRIMARY")
    children = {fall.child_id for each in of_school for fall in each.falls}
    assert children and children <= {fall.child_id for each in critical_carers(village, MOMENT) for fall in each.falls}
    [mother] = critical_carers(village, MOMENT, people=["ZHAO-MOTHER", "CHEN-FATHER"])
    assert mother.id == "ZHAO-MOTHER" and [each.child_id for each in mother.falls] == ["ZHAO-SON"]


def test_measures_of_families_and_that_they_are_kept_once(village: Graph) -> None:
    found = {each.child_id: each for each in measured_in(village, MOMENT, "9901")}
    chen, liu = found["Person:CHEN-SON"], found["Person:LIU-SON"]
    assert (chen.size, chen.density, chen.able_adults, chen.redundancy) == (2, 1.0, 2, 2)
    assert not chen.cut_persons and [(each.id, each.load) for each in chen.carers] == [
        ("CHEN-FATHER", 0.5),
        ("CHEN-MOTHER", 0.5),
    ]
    # Prison, deportation: the grandmother alone is able, and without her nobody is in reach.
    assert (liu.size, liu.able_adults, liu.redundancy) == (3, 1, 1)
    assert liu.cut_persons == ("Person:LIU-GRANDMOTHER",) and liu.isolation.no_second_way == 0.5
    assert keep(village, MOMENT, found.values()) == keep(village, MOMENT, found.values()) == len(found)
    assert list(measured(village, MOMENT, ["CHEN-FATHER", "CHEN-SON"])) == [chen] and VERSION == "1"


def test_where_parents_are_and_who_could_take_a_child_along(village: Graph) -> None:
    gone = {(each.parent_id, each.destination) for each in away(village, MOMENT, "9901")}
    assert gone == {
        *(("LI-FATHER", "440305000000"), ("LI-MOTHER", "440305000000"), ("ZHANG-FATHER", "330106000000")),
        *(("ZHANG-MOTHER", "990102000000"), ("ZHAO-MOTHER", "441900000000"), ("WANG-MOTHER", "990102000000")),
        *(("WU-MOTHER", "440305000000"), ("LIANG-FATHER", "440305000000")),
    }
    along = {each.child_id: each for each in who_could_take_along(village, MOMENT, "9901")}
    assert along.keys() == {"LI-DAUGHTER", "ZHANG-SON", "ZHAO-SON"}
    assert [each.together for each in along.values()] == [True, False, True]
    published = published_flows(village, MOMENT, "990101")
    assert all(flow.parents is None or flow.parents >= published.smallest for flow in published.flows)
