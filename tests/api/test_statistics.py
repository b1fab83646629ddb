"""Statistics count the children whom an independent reading finds, and hide small numbers from everybody alike."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from graph_service.errors import ErrorCode
from graph_service.guardianship import statistics
from tests.api.asking import FURTHER_READERS, READERS, Asking
from tests.api.county import COUNTY
from tests.api.resolvers import SEXES, Node, Reader, View

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS
PREFECTURE = next(reader for reader in FURTHER_READERS if reader.office == "PREFECTURE_OFFICER")
DAY = date(2026, 3, 1)
FIELDS = "smallest withheld rows { township age sex grade category count hidden }"


def asked(asking: Asking, reader: Reader, division: str, by: str) -> dict[str, Any]:
    text = f'{{ statistics(division: "{division}", by: [{by}], asOf: "{DAY}") {{ {FIELDS} }} }}'
    answer = asking.compiled(text, {}, reader)
    assert answer.keys() == {"data"}, answer
    return answer["data"]["statistics"]


@pytest.fixture(scope="module")
def view(asking: Asking) -> View:
    return View(asking.resolving.archive, AUDITOR, DAY, None)


@pytest.fixture(scope="module")
def children(view: View) -> list[Node]:
    nodes = [node for node in view.archive.nodes["Person"] if view.is_child(node)]
    return [node for node in nodes if (node.now.get("division") or "").startswith(COUNTY)]


@pytest.fixture
def shows_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small, so that what is counted can be compared."""
    publish = statistics.publish
    monkeypatch.setattr(statistics, "publish", lambda counts, keys, _: publish(counts, keys, 1))


def band(age: int) -> str:
    return next(name for last, name in ((5, "00-05"), (11, "06-11"), (15, "12-15"), (17, "16-17")) if age <= last)


def of_category(view: View, node: Node) -> Iterable[str]:
    for hit in view.archive.hits(DAY, None):
        if hit.child_id == node.id and hit.answer == "yes" and hit.rule.described.kind == "category":
            yield hit.rule.id


READ: dict[str, tuple[str, Callable[[View, Node], Any]]] = {
    "DIVISION": ("township", lambda _, node: node.now["division"][:9]),
    "AGE": ("age", lambda view, node: band(view.age(node) or 0)),
    "SEX": ("sex", lambda _, node: SEXES[node.now["sex"]]),
    "GRADE": ("grade", lambda view, node: view.judged(node)["grade"]),
}


@pytest.mark.usefixtures("shows_everything")
@pytest.mark.parametrize(("one", "other"), [("DIVISION", "GRADE"), ("AGE", "SEX"), ("GRADE", "SEX")])
def test_numbers_are_those_of_the_independent_reading(
    asking: Asking, view: View, children: list[Node], one: str, other: str
) -> None:
    found = asked(asking, OFFICER, COUNTY, f"{one}, {other}")
    (name, read), (other_name, other_read) = READ[one], READ[other]
    inside = {(row[name], row[other_name]): row["count"] for row in found["rows"] if row[name] and row[other_name]}
    expected = Counter((read(view, node), other_read(view, node)) for node in children)
    assert {cell: number for cell, number in inside.items() if number} == expected
    assert found["rows"][0]["count"] == len(children)
    by_one = {row[name]: row["count"] for row in found["rows"] if row[name] and not row[other_name]}
    assert by_one == Counter(read(view, node) for node in children)


@pytest.mark.usefixtures("shows_everything")
def test_categories_are_counted_each_for_itself(asking: Asking, view: View, children: list[Node]) -> None:
    rows = asked(asking, OFFICER, COUNTY, "CATEGORY")["rows"]
    found = {row["category"]: row["count"] for row in rows if row["category"]}
    expected = Counter(category for node in children for category in of_category(view, node))
    assert {category: number for category, number in found.items() if number} == expected


def test_a_township_has_its_line_of_the_county(asking: Asking) -> None:
    county = asked(asking, OFFICER, COUNTY, "DIVISION, SEX")["rows"]
    township = str(TOWNSHIP_OFFICER.division)
    alone = asked(asking, TOWNSHIP_OFFICER, township, "SEX")["rows"]
    line = [{**row, "township": None} for row in county if row["township"] == township]
    assert alone == line != []


def test_a_prefecture_has_the_numbers_of_its_counties(asking: Asking) -> None:
    assert asked(asking, PREFECTURE, COUNTY, "DIVISION, SEX") == asked(asking, OFFICER, COUNTY, "DIVISION, SEX")
    assert asked(asking, PREFECTURE, "990102", "SEX") == asked(asking, AUDITOR, "990102", "SEX")


COUNTIES = ("990101", "990102")


@pytest.mark.usefixtures("shows_everything")
@pytest.mark.parametrize("by", ["GRADE", "AGE, SEX", "CATEGORY, SEX"])
def test_a_prefecture_has_the_sums_of_its_counties(asking: Asking, by: str) -> None:
    sums = Counter[str]()
    for county in COUNTIES:
        for row in asked(asking, AUDITOR, county, by)["rows"]:
            sums[str(row | {"count": None})] += row["count"]
    found = asked(asking, PREFECTURE, "9901", by)
    assert {str(row | {"count": None}): row["count"] for row in found["rows"]} == sums
    assert found["rows"][0]["count"] > asked(asking, AUDITOR, COUNTIES[0], by)["rows"][0]["count"] > 0


@pytest.mark.parametrize("division", ["9901", "99"])
@pytest.mark.parametrize("by", ["", "GRADE", "AGE, SEX", "CATEGORY", "CATEGORY, AGE"])
def test_a_wide_table_is_made_of_what_its_counties_show_alone(asking: Asking, division: str, by: str) -> None:
    """So whoever has all of those tables already learns nothing from it."""
    found = asked(asking, AUDITOR, division, by)
    shown = [
        asked(asking, AUDITOR, county, by)["rows"] for county in (*COUNTIES, "990201") if county.startswith(division)
    ]
    numbers = [{str(row | {"count": 0, "hidden": 0}): row["count"] for row in rows} for rows in shown]
    for row in found["rows"]:
        parts = [each.get(str(row | {"count": 0, "hidden": 0}), 0) for each in numbers]
        assert row["count"] in (None, sum(part or 0 for part in parts))
        assert row["hidden"] or None not in parts
    assert {row["count"] for row in found["rows"]} != {None}


def test_by_division_a_prefecture_has_a_line_for_each_county(asking: Asking) -> None:
    fields = "rows { county township sex count }"
    text = f'{{ statistics(division: "9901", by: [DIVISION, SEX], asOf: "{DAY}") {{ {fields} }} }}'
    rows = asking.compiled(text, {}, PREFECTURE)["data"]["statistics"]["rows"]
    assert {row["township"] for row in rows} == {None}
    for county in COUNTIES:
        own = [(row["sex"], row["count"]) for row in rows if row["county"] == county]
        assert own == [(row["sex"], row["count"]) for row in asked(asking, AUDITOR, county, "SEX")["rows"]]


@pytest.mark.parametrize("reader", [OFFICER, AUDITOR], ids=str)
@pytest.mark.parametrize("by", ["", "GRADE", "AGE", "CATEGORY", "DIVISION, CATEGORY", "AGE, GRADE", "DIVISION, AGE"])
def test_no_small_number_is_shown(asking: Asking, reader: Reader, by: str) -> None:
    found = asked(asking, reader, COUNTY, by)
    assert found["smallest"] == 5
    for row in found["rows"]:
        assert row["hidden"] == (row["count"] is None)
        assert row["count"] in (None, 0) or row["count"] >= 5


@pytest.mark.parametrize(
    ("reader", "division", "by", "code"),
    [
        (LIAISON, COUNTY, "", ErrorCode.FORBIDDEN),
        (TOWNSHIP_OFFICER, COUNTY, "", ErrorCode.FORBIDDEN),
        (OFFICER, "990102", "", ErrorCode.FORBIDDEN),
        (PREFECTURE, "990201", "", ErrorCode.FORBIDDEN),
        (PREFECTURE, "99", "", ErrorCode.FORBIDDEN),
        (AUDITOR, "990101001001", "", ErrorCode.ARGUMENT_INVALID),
        (AUDITOR, COUNTY, "AGE, SEX, GRADE", ErrorCode.ARGUMENT_INVALID),
        (AUDITOR, COUNTY, "AGE, AGE", ErrorCode.ARGUMENT_INVALID),
        (AUDITOR, "990101001", "AGE, SEX", ErrorCode.ARGUMENT_INVALID),
    ],
)
def test_what_statistics_are_not_of_is_refused(
    asking: Asking, reader: Reader, division: str, by: str, code: ErrorCode
) -> None:
    text = f'{{ statistics(division: "{division}", by: [{by}]) {{ smallest }} }}'
    answer = asking.compiled(text, {}, reader)
    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]
