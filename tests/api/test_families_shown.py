"""Kinship, drawings and families that live apart through the API: no more than what the reader sees elsewhere."""

import random
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from graph_service.errors import ErrorCode
from tests.api.asking import READERS, Asking

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS
TOLD = pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
ON = 'asOf: "2026-03-01"'
NEXT_OF_KIN = """personId parents { parent { personId } } children { child { personId } }
    marriages { spouses { personId } }"""
RELATIVES = f"{{ persons(first: 1000, {ON}) {{ nodes {{ {NEXT_OF_KIN} }} }} }}"
ONE = f"query ($id: ID!) {{ person(id: $id, {ON}) {{ {NEXT_OF_KIN} }} }}"
KINSHIP = f"""query ($one: ID!, $other: ID!) {{ kinship(from: $one, to: $other, {ON}) {{
    term {{ en zh }} degree paths {{ steps {{ person {{ personId }} id }} }} }} }}"""
GENOGRAM = """genogram { width height persons { person { personId } x y generation index }
    unions { partners { personId } line { x y } } descents { child { personId } parents { personId } line { x y } }
    households { household { householdId } members { personId } areas { x y width height } } }"""
ECOMAP = "ecomap { width height around { x y strength party { __typename ... on Person { personId } } } }"


def seen_families(asking: Asking, reader: Any) -> dict[str, set[str]]:
    """Who is next of kin of whom, as far as the reader sees both: read by the plain fields, outwards from the list."""
    found: dict[str, set[str]] = {}

    def note(person: Mapping[str, Any]) -> set[str]:
        near = {each["parent"]["personId"] for each in person["parents"]}
        near |= {each["child"]["personId"] for each in person["children"]}
        near |= {spouse["personId"] for each in person["marriages"] for spouse in each["spouses"]}
        found[person["personId"]] = near - {person["personId"]}
        return near

    ahead: set[str] = set()
    for person in asking.compiled(RELATIVES, {}, reader)["data"]["persons"]["nodes"]:
        ahead |= note(person)
    while ahead - found.keys():
        for id_ in sorted(ahead - found.keys()):
            person = asking.compiled(ONE, {"id": id_}, reader)["data"]["person"]
            assert person is not None, id_
            ahead |= note(person)
    return found


def steps_between(families: Mapping[str, set[str]], one: str, other: str, most: int = 8) -> int | None:
    ring, met = {one}, {one}
    for steps in range(1, most + 1):
        ring = {near for each in ring for near in families.get(each, ())} - met
        met |= ring
        if other in ring:
            return steps
    return None


@TOLD
def test_kinship_is_that_of_the_families_that_the_reader_sees(asking: Asking, reader: Any) -> None:
    families = seen_families(asking, reader)
    rng = random.Random(6)
    near = [
        (one, other)
        for one in sorted(families)
        for each in sorted(families[one])
        for other in sorted(families[each] - {one})
    ]
    everybody = sorted(families)
    pairs = [*rng.sample(near, 16), *(tuple(rng.sample(everybody, 2)) for _ in range(6))]
    found = 0
    for one, other in pairs:
        answer = asking.compiled(KINSHIP, {"one": one, "other": f"Person:{other}"}, reader)
        kin = answer["data"]["kinship"]
        steps = steps_between(families, one, other)
        lengths = {len(path["steps"]) for each in kin for path in each["paths"]}
        assert lengths == ({steps} if steps else set()), (one, other)
        for path in (path for each in kin for path in each["paths"]):
            way = [one, *(step["person"]["personId"] for step in path["steps"])]
            assert way[-1] == other
            assert all(there in families[here] for here, there in pairwise(way))
        found += bool(kin)
    assert found >= 16


def test_a_hidden_relative_is_no_way_to_anybody(asking: Asking) -> None:
    """What two see differently: of a pair that everybody relates, the township's officer sees no way round."""
    all_families, families = seen_families(asking, AUDITOR), seen_families(asking, TOWNSHIP_OFFICER)
    cut = [
        (one, other)
        for one in sorted(families)
        for each in sorted(all_families[one])
        for other in sorted(all_families[each])
        if other in families and other != one and steps_between(families, one, other) is None
    ]
    assert cut
    for one, other in cut[:3]:
        text = f'{{ kinship(from: "{one}", to: "{other}", {ON}) {{ term {{ en }} }} }}'
        assert asking.compiled(text, {}, TOWNSHIP_OFFICER) == {"data": {"kinship": []}}
        assert asking.compiled(text, {}, AUDITOR)["data"]["kinship"]


@TOLD
def test_drawings_have_the_people_and_places_of_what_the_reader_sees(asking: Asking, reader: Any) -> None:
    families = seen_families(asking, reader)
    text = f"{{ children(first: 8, {ON}) {{ nodes {{ personId {GENOGRAM} {ECOMAP} }} }} }}"
    answer = asking.compiled(text, {}, reader)
    assert "errors" not in answer
    drawn_together = 0
    for child in answer["data"]["children"]["nodes"]:
        genogram, ecomap = child["genogram"], child["ecomap"]
        drawn = [each["person"]["personId"] for each in genogram["persons"]]
        assert len(set(drawn)) == len(drawn)
        assert [each["person"]["personId"] for each in genogram["persons"] if each["index"]] == [child["personId"]]
        assert families[child["personId"]] <= {*drawn}
        drawn_together += len(drawn)
        places = {(each["x"], each["y"]) for each in genogram["persons"]}
        assert len(places) == len(drawn)
        for one in genogram["persons"]:
            assert 0 < one["x"] < genogram["width"] and 0 < one["y"] < genogram["height"]
            row = sorted(each["x"] for each in genogram["persons"] if each["generation"] == one["generation"])
            assert all(there - here >= 129 for here, there in pairwise(row))
        for descent in genogram["descents"]:
            assert descent["child"] and descent["parents"]
        for union in genogram["unions"]:
            assert len(union["partners"]) in {1, 2}
        assert all(each["party"] for each in ecomap["around"])
    assert drawn_together > 20


@TOLD
def test_families_that_live_apart_are_those_of_the_reader_s_children(asking: Asking, reader: Any) -> None:
    families = seen_families(asking, reader)
    text = f"""{{ separatedSiblings({ON}) {{ child {{ personId }} sibling {{ personId }} parentages {{ id }}
        homes {{ __typename ... on Household {{ householdId }} ... on Organisation {{ organisationId }} }} }}
        reunificationCandidates({ON}) {{ child {{ personId }} institutions {{ organisationId }}
        parents {{ state }} relatives {{ order }} }} }}"""
    answer = asking.compiled(text, {}, reader)
    assert "errors" not in answer
    own = f"{{ children(first: 1000, {ON}) {{ nodes {{ personId }} }} }}"
    children = {each["personId"] for each in asking.compiled(own, {}, reader)["data"]["children"]["nodes"]}
    for pair in answer["data"]["separatedSiblings"]:
        one, other = pair["child"]["personId"], pair["sibling"]["personId"]
        assert one in children and pair["parentages"]
        assert families[one] & families[other]
    for each in answer["data"]["reunificationCandidates"]:
        assert each["child"]["personId"] in children and each["institutions"]
        assert each["parents"] or each["relatives"]


def test_a_liaison_is_told_nothing(asking: Asking) -> None:
    text = f"{{ children({ON}) {{ nodes {{ genogram {{ width }} ecomap {{ width }} }} }} }}"
    nodes = asking.compiled(text, {}, LIAISON)["data"]["children"]["nodes"]
    assert nodes and all(each == {"genogram": None, "ecomap": None} for each in nodes)
    for field in ('kinship(from: "A", to: "B") { degree }', "separatedSiblings { half }"):
        refused = asking.compiled(f"{{ {field} }}", {}, LIAISON)
        assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]


@pytest.mark.parametrize("drawing", [GENOGRAM, ECOMAP], ids=["genogram", "ecomap"])
def test_a_list_of_drawings_costs_no_more_statements_than_one_and_each_is_as_if_asked_alone(
    asking: Asking, drawing: str
) -> None:
    def asked(root: str) -> tuple[Any, int]:
        answer, calls = asking.counted(f"{{ {root} }}", {}, OFFICER)
        return answer["data"], calls

    _, one = asked(f"children(first: 1, {ON}) {{ nodes {{ id {drawing} }} }}")
    found, many = asked(f"children(first: 20, {ON}) {{ nodes {{ id {drawing} }} }}")
    drawn = found["children"]["nodes"]
    assert len(drawn) == 20 and many <= one + 3 <= 12
    for each in drawn[::9]:
        alone, _ = asked(f'child(id: "{each["id"]}", {ON}) {{ id {drawing} }}')
        assert alone["child"] == each
