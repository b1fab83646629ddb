"""Measures, critical carers and flows through the API: what each role sees, and nothing of who is hidden."""

from datetime import date
from typing import Any

import pytest

from graph_service.errors import ErrorCode
from graph_service.guardianship.assessment import Moment
from graph_service.networks.fragility import critical_carers
from graph_service.networks.keeping import keep
from graph_service.networks.measuring import measured_in
from tests.api.asking import READERS, Asking
from tests.api.resolvers import View
from tests.api.test_visibility import ids_in, is_visible

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS
DAY = date(2026, 3, 1)
ON = f'asOf: "{DAY}"'
PARTY = "party { ... on Person { id } ... on Organisation { id } }"
LOSSES = f"{PARTY} losses {{ child {{ id }} before after }}"
BRIDGES, CARERS = "bridges { near { id } far { id } }", f"carers {{ {PARTY} children load }}"
MEASURES = f"""size withinTwoHops density ableAdults redundancy cutPersons {{ id }} articulationPersons {{ id }}
    {BRIDGES} {CARERS} constraint effectiveSize isolation {{ score fewTies fewAbleAdults noSecondWay closedCircle }}"""


def nodes(asking: Asking, reader: Any, selection: str, root: str = "children") -> list[dict[str, Any]]:
    answer = asking.compiled(f"{{ {root}(first: 1000, {ON}) {{ totalCount nodes {{ {selection} }} }} }}", {}, reader)
    assert answer["data"][root]["totalCount"] == len(answer["data"][root]["nodes"])
    return answer["data"][root]["nodes"]


def test_an_auditor_sees_the_measures_of_everybody_and_an_officer_those_of_whom_they_see(asking: Asking) -> None:
    whole = {
        each["id"]: each["networkMeasures"] for each in nodes(asking, AUDITOR, f"id networkMeasures {{ {MEASURES} }}")
    }
    found = {
        each.child_id.replace("Person:", "Child:"): each for each in measured_in(asking.county.graph, Moment(DAY), None)
    }
    assert whole.keys() <= found.keys()
    for id_, shown in whole.items():
        expected = found[id_]
        assert (shown["size"], shown["redundancy"]) == (expected.size, expected.redundancy)
        assert [each["id"] for each in shown["cutPersons"]] == list(expected.cut_persons)
        assert shown["isolation"]["score"] == pytest.approx(expected.isolation.score)
        assert {(each["near"]["id"], each["far"]["id"]) for each in shown["bridges"]} == set(expected.bridges)
        assert carers(shown) == {each.id: (each.children, pytest.approx(each.load)) for each in expected.carers}
    assert any(shown["articulationPersons"] for shown in whole.values())
    assert any(shown["bridges"] for shown in whole.values())
    part = nodes(asking, TOWNSHIP_OFFICER, f"id networkMeasures {{ {MEASURES} }}")
    visible = {each["id"] for each in nodes(asking, TOWNSHIP_OFFICER, "id", "persons")}
    for each in part:
        mine, all_ = each["networkMeasures"], whole[each["id"]]
        assert mine["size"] <= all_["size"] and mine["redundancy"] <= all_["redundancy"]
        assert mine["withinTwoHops"] <= all_["withinTwoHops"] and mine["ableAdults"] <= all_["ableAdults"]
    assert any(each["networkMeasures"]["withinTwoHops"] < whole[each["id"]]["withinTwoHops"] for each in part)
    assert visible


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, AUDITOR], ids=str)
def test_loads_count_the_children_whom_the_reader_sees_shared_among_whom_the_reader_sees(
    asking: Asking, reader: Any
) -> None:
    """Beside the plain fields: everybody responsible, as an auditor is shown them, of whom the rest is hidden."""
    view = View(asking.resolving.archive, reader, DAY, None)
    responsible: dict[str, set[str]] = {}
    for each in nodes(asking, AUDITOR, f"id guardianshipAssessment {{ responsible {{ state {PARTY} }} }}"):
        if is_visible(view, each["id"]):
            able = (
                one["party"]["id"] for one in each["guardianshipAssessment"]["responsible"] if one["state"] == "ABLE"
            )
            responsible[each["id"]] = {one for one in able if is_visible(view, one)}
    shared = False
    for each in nodes(asking, reader, f"id networkMeasures {{ {CARERS} }}"):
        shown = carers(each["networkMeasures"])
        assert shown.keys() == {one.partition(":")[2] for one in responsible[each["id"]]}
        for carer, (children, load) in shown.items():
            those = [able for able in responsible.values() if carer in {one.partition(":")[2] for one in able}]
            assert (children, load) == (len(those), pytest.approx(sum(1 / len(able) for able in those)))
            shared = shared or load != children
    assert shared


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
def test_critical_carers_are_those_of_the_reader_s_children(asking: Asking, reader: Any) -> None:
    division = reader.division or None
    expected = [
        (each.id, [(f"Child:{fall.child_id}", fall.before, fall.after) for fall in each.falls])
        for each in critical_carers(asking.county.graph, Moment(DAY), division=division)
    ]
    shown = nodes(asking, reader, LOSSES, "criticalCarers")
    assert [(each["party"]["id"].partition(":")[2], losses(each)) for each in shown] == expected and expected
    of_children: dict[str, set[str]] = {}
    for each in nodes(asking, reader, f"id criticalCarers {{ {LOSSES} }}"):
        for critical in each["criticalCarers"]:
            [(child, _, _)] = losses(critical)
            assert child == each["id"]
            of_children.setdefault(critical["party"]["id"].partition(":")[2], set()).add(child)
    assert of_children == {party: {child for child, _, _ in found} for party, found in expected}


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
def test_nobody_is_named_who_is_hidden(asking: Asking, reader: Any) -> None:
    view = View(asking.resolving.archive, reader, DAY, None)
    people = f"networkMeasures {{ cutPersons {{ id }} articulationPersons {{ id }} {BRIDGES} {CARERS} }}"
    shown = nodes(asking, reader, f"{people} criticalCarers {{ {LOSSES} }}")
    named = set(ids_in([shown, nodes(asking, reader, LOSSES, "criticalCarers")]))
    assert named and not {each for each in named if not is_visible(view, each)}


def test_what_was_kept_is_shown_to_those_who_see_everybody(asking: Asking) -> None:
    graph, moment = asking.county.graph, Moment(DAY)
    some = list(measured_in(graph, moment, "990101001001"))
    keep(graph, moment, some)
    text = f"person {{ id }} asOf version measuredAt measures {{ {MEASURES} }}"
    whole = nodes(asking, AUDITOR, f"id networkMeasures {{ {MEASURES} }} storedMeasures {{ {text} }}")
    kept = {each["id"]: each["storedMeasures"] for each in whole if each["storedMeasures"]}
    assert kept.keys() == {each.child_id.replace("Person:", "Child:") for each in some} and kept
    for each in whole:
        for stored in each["storedMeasures"]:
            assert stored["person"]["id"].partition(":")[2] == each["id"].partition(":")[2]
            assert (stored["asOf"], stored["version"], stored["measures"]) == (str(DAY), "1", each["networkMeasures"])
    of_division = f'storedMeasures(division: "990101", first: 2, {ON})'
    page = asking.compiled(f"{{ {of_division} {{ totalCount nodes {{ {text} }} }} }}", {}, AUDITOR)["data"][
        "storedMeasures"
    ]
    assert page["totalCount"] == len(kept) > len(page["nodes"]) == 2
    scores = [each["measures"]["isolation"]["score"] for each in page["nodes"]]
    assert scores[0] == max(each.isolation.score for each in some) >= scores[1]
    for reader in (OFFICER, LIAISON):
        shown = nodes(asking, reader, "storedMeasures { version }")
        assert shown and not any(each["storedMeasures"] for each in shown)
        refused = asking.compiled(f"{{ {of_division} {{ totalCount }} }}", {}, reader)
        assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]


def carers(measures: dict[str, Any]) -> dict[str, tuple[int, float]]:
    return {each["party"]["id"].partition(":")[2]: (each["children"], each["load"]) for each in measures["carers"]}


def losses(critical: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["child"]["id"], each["before"], each["after"]) for each in critical["losses"]]


def test_flows_hide_small_numbers_and_are_of_ones_own_division(asking: Asking) -> None:
    shown = "division smallest flows { origin destination parents hidden }"
    for reader in (OFFICER, AUDITOR):
        answer = asking.compiled(f'{{ parentFlows(division: "990101", {ON}) {{ {shown} }} }}', {}, reader)
        flows = answer["data"]["parentFlows"]["flows"]
        assert flows and all(each["hidden"] == (each["parents"] is None) for each in flows)
        assert all(each["hidden"] or each["parents"] == 0 or each["parents"] >= 5 for each in flows)
    refused = asking.compiled(f'{{ parentFlows(division: "990102", {ON}) {{ {shown} }} }}', {}, OFFICER)
    assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]


def test_a_liaison_sees_none_of_it(asking: Asking) -> None:
    text = f"{{ children({ON}) {{ nodes {{ networkMeasures {{ size }} criticalCarers {{ {PARTY} }} }} }} }}"
    answer, calls = asking.counted(text, {}, LIAISON)
    assert calls == 1
    found = answer["data"]["children"]["nodes"]
    assert found and all(each == {"networkMeasures": None, "criticalCarers": []} for each in found)
    for root in ("criticalCarers { totalCount }", 'parentFlows(division: "990101") { division }'):
        refused = asking.compiled(f"{{ {root} }}", {}, LIAISON)
        assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]
