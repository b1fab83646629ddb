"""On whom alone guardianship hangs, and where parents are, in the families of the village, by hand."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.whatif import what_if
from graph_service.networks.flows import away, published_flows, who_could_take_along
from graph_service.networks.fragility import critical_carers
from graph_service.networks.keeping import keep, kept_in, kept_of
from graph_service.networks.measures import VERSION
from graph_service.networks.measuring import measured, measured_in
from graph_service.networks.scenarios import work_ends_in

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


def test_what_was_kept_is_read_again(village: Graph) -> None:
    """Of two children, on two days, on the first of them twice."""
    children, now = ["LIU-SON", "CHEN-SON"], datetime.now(UTC)
    earlier, again = Moment(MOMENT.as_of - timedelta(days=99), MOMENT.known_at), Moment(MOMENT.as_of, now)
    for moment in (MOMENT, earlier, again):
        keep(village, moment, measured(village, moment, children))
    later = now + timedelta(minutes=1)
    found = kept_of(village, children, later)
    assert [(each.child_id, each.as_of, each.known_at) for each in found] == [
        (child, moment.as_of, moment.known_at)
        for child in ("CHEN-SON", "LIU-SON")
        for moment in (again, MOMENT, earlier)
    ]
    [today] = measured(village, MOMENT, ["LIU-SON"])
    assert found[4].json_object().items() >= json.loads(json.dumps(today.json_object())).items()
    assert {each.version for each in found} == {VERSION} and all(now < each.measured_at < later for each in found[::3])
    assert kept_of(village, ["LIU-SON"], MOMENT.known_at) == []  # nothing had been measured by then
    # Of a division, what was measured last; the grandmother's grandson is more alone than a child of two parents.
    of_division = kept_in(village, "990101", Moment(MOMENT.as_of, later))
    mine = [each for each in of_division if each.child_id in children]
    assert [(each.child_id, each.known_at) for each in mine] == [("LIU-SON", now), ("CHEN-SON", now)]
    assert len({each.child_id for each in of_division}) == len(of_division)
    assert [each.measures["isolation"]["score"] for each in of_division] == sorted(
        (each.measures["isolation"]["score"] for each in of_division), reverse=True
    )
    assert {each.child_id for each in kept_in(village, None, Moment(earlier.as_of, later))} == set(children)
    assert kept_in(village, "990102", Moment(earlier.as_of, later)) == []
    given = {"as_of": MOMENT.as_of, "division": "990101", "known_at": later}
    plan = village.plan(statement("networks/measures_in_division"), **given)
    assert "NodeIndexSeek" in plan and not {"NodeByLabelScan", "AllNodesScan", "NodeIndexScan"} & set(plan)


def test_parents_come_home_when_work_ends_where_they_are(village: Graph) -> None:
    day = MOMENT.as_of
    changes = work_ends_in(village, day, "4403")
    assert {each.subject for each in changes} == {"LI-FATHER", "LI-MOTHER", "WU-MOTHER", "LIANG-FATHER"}
    found = {each.child_id: each.kind for each in what_if(village, changes, on=day, today=day, most=len(changes))}
    assert found["LI-DAUGHTER"] == "BETTER"


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
