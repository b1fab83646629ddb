"""Lists by page: any way of walking them gives every item once and in order; a wrong cursor or size is refused."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.errors import ErrorCode
from tests.api.asking import NOT_ASKED, READERS, Asking
from tests.api.resolvers import Reader
from tests.extent import drawn

OFFICER, AUDITOR = READERS[1], READERS[3]
PLACES = "$first: Int, $after: String, $last: Int, $before: String"
PAGE = "first: $first, after: $after, last: $last, before: $before"
SHOWN = "{ edges { cursor node { %s } } nodes { %s } totalCount pageInfo { %s } }"
FLAGS = "hasNextPage hasPreviousPage startCursor endCursor"


@dataclass(frozen=True)
class List:
    """A connection: where it is, what else it is asked with, and what its items are known by."""

    path: tuple[str, ...]
    outer: str
    arguments: str = ""
    item: str = "id"

    @property
    def text(self) -> str:
        shown = SHOWN % (self.item, self.item, FLAGS)
        body = f"{self.path[-1]}({PAGE}{self.arguments}) {shown}"
        return f"query ({PLACES}) {{ {self.outer % body if self.outer else body} }}"

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}{self.arguments}"


ON = 'asOf: "2026-11-01"'
BEFORE = ON + ', knownAt: "2026-10-27T16:00:00Z"'


def ordered(name: str, time: str = ON) -> list[List]:
    return [
        List((name,), "", f", {time}, orderBy: {{field: {field}, direction: {way}}}")
        for field in ("DIVISION", "BIRTH_DATE", "NAME")
        for way in ("ASC", "DESC")
    ]


LISTS = [
    *ordered("children"),
    *ordered("persons"),
    *ordered("children", BEFORE),
    *(
        List((name,), "", f", {ON}")
        for name in ("children", "persons", "households", "schools", "organisations", "workers", "dataQualityFindings")
    ),
    List(("importReports",), ""),
    List(("children",), "", f", {ON}, filter: {{withoutDivision: true}}"),
    List(("children",), "", f', {ON}, filter: {{search: "王小明"}}'),
    List(("children",), "", f", {ON}, filter: {{grade: [NONE, ABSENT, UNKNOWN]}}"),
    List(("school", "enrolments"), f'school(id: "SCH-PRIMARY", {ON}) {{ %s }}', ", ever: true", "key"),
    List(("school", "enrolments"), f'school(id: "SCH-PRIMARY", {BEFORE}) {{ %s }}', ", ever: true", "key"),
    List(("organisation", "wards"), f'organisation(id: "ORG-WELFARE", {ON}) {{ %s }}', ", ever: true", "key"),
    List(("organisation", "placements"), f'organisation(id: "ORG-WELFARE", {ON}) {{ %s }}', ", ever: true", "key"),
    List(("worker", "visits"), f'worker(id: "WRK-DIRECTOR", {ON}) {{ %s }}', ", ever: true", "key"),
    List(("division", "children"), f'division(code: "990101000000", {ON}) {{ %s }}'),
    List(("division", "children"), f'division(code: "990101000000", {ON}) {{ %s }}', ", orderBy: {field: NAME}"),
]


@dataclass(frozen=True)
class Walk:
    """A list as one reader walks it."""

    asking: Asking
    list_: List
    reader: Reader

    def page(self, **places: Any) -> dict[str, Any]:
        answer = self.asking.compiled(self.list_.text, places, self.reader)
        assert answer.keys() == {"data"}, answer
        found = answer["data"]
        for name in self.list_.path:
            found = found[name]
        assert [edge["node"] for edge in found["edges"]] == found["nodes"]
        info, cursors = found["pageInfo"], [edge["cursor"] for edge in found["edges"]]
        ends = (cursors[0], cursors[-1]) if cursors else (None, None)
        assert (info["startCursor"], info["endCursor"]) == ends
        return found

    def whole(self) -> list[tuple[str, Any]]:
        found = self.page(first=1000)
        assert not found["pageInfo"]["hasNextPage"]
        assert not found["pageInfo"]["hasPreviousPage"]
        assert found["totalCount"] == len(found["nodes"])
        return [(edge["cursor"], edge["node"]) for edge in found["edges"]]


def is_for(list_: List, reader: Reader) -> bool:
    return not any(name in list_.arguments for name in NOT_ASKED.get(reader.role, ()))


@settings(
    max_examples=drawn(20, 200),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(
    list_=st.sampled_from(LISTS),
    reader=st.sampled_from([READERS[1], READERS[3], READERS[0], READERS[2]]),
    size=st.sampled_from([1, 2, 3, 7, 19, 1000]),
    forward=st.booleans(),
)
def test_walking_a_list_gives_every_item_once_and_in_order(
    asking: Asking, list_: List, reader: Reader, size: int, forward: bool
) -> None:
    if not is_for(list_, reader) or (list_.outer.startswith("organisation") and reader.role == "LIAISON"):
        return
    if list_.outer.startswith("worker") and reader.role == "LIAISON":
        return
    walk = Walk(asking, list_, reader)
    whole = walk.whole()
    most = 25 if size == 1 else len(whole) + 1  # one by one is slow, and no other way of walking
    walked: list[tuple[str, Any]] = []
    cursor: str | None = None
    for turn in range(most):
        found = walk.page(first=size, after=cursor) if forward else walk.page(last=size, before=cursor)
        edges = [(edge["cursor"], edge["node"]) for edge in found["edges"]]
        walked = [*walked, *edges] if forward else [*edges, *walked]
        info = found["pageInfo"]
        more, behind = info["hasNextPage"], info["hasPreviousPage"]
        more, behind = (more, behind) if forward else (behind, more)
        assert behind == (turn > 0)
        assert found["totalCount"] == len(whole)
        assert more == (len(walked) < len(whole))
        if not more:
            break
        assert len(edges) == size
        cursor = info["endCursor"] if forward else info["startCursor"]
    expected = whole[: len(walked)] if forward else whole[len(whole) - len(walked) :]
    assert walked == expected
    assert len({json.dumps(item) for _, item in walked}) == len(walked)


@pytest.mark.parametrize("list_", LISTS[::3], ids=str)
def test_between_two_cursors_lies_what_lies_between_them(asking: Asking, list_: List) -> None:
    walk = Walk(asking, list_, OFFICER)
    whole = walk.whole()
    assert len(whole) > 3
    low, high = 0, len(whole) - 1
    between = walk.page(first=1000, after=whole[low][0], before=whole[high][0])
    assert [edge["node"] for edge in between["edges"]] == [item for _, item in whole[1:-1]]
    assert between["pageInfo"]["hasNextPage"]
    assert between["pageInfo"]["hasPreviousPage"]
    nothing = walk.page(last=5, after=whole[high][0], before=whole[low][0])
    assert nothing["edges"] == []


def test_orders_meet_equal_keys_and_missing_ones(asking: Asking) -> None:
    """Without them the walks above would prove less than they say."""
    text = f"{{ children({ON}, first: 1000) {{ nodes {{ name birthDate division {{ code }} }} }} }}"
    nodes = asking.compiled(text, {}, AUDITOR)["data"]["children"]["nodes"]
    places = [(node["birthDate"], node["division"] and node["division"]["code"]) for node in nodes]
    assert max(places.count(place) for place in places) > 3
    assert sum(division is None for _, division in places) > 3


def cursor_of(*keys: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "%",
        "ü",
        "AAAA",
        cursor_of(),
        cursor_of(""),
        cursor_of("", "990101001001", "2016-05-05"),
        cursor_of("", "990101001001", "2016-05-05", "X", "Y"),
        cursor_of("NAME", "wangxiaoming wxm", "X-P01"),
        cursor_of("DIVISION", "990101001001", "2016-05-05", "X-P01"),
        cursor_of("", 990101001001, "2016-05-05", "X-P01"),
        cursor_of("", "990101001001", "5 May", "X-P01"),
        cursor_of("", "990101001001", "2016-02-30", "X-P01"),
        cursor_of("", "990101001001", None, "X-P01"),
        cursor_of("", "990101001001", "2016-05-05", ["X-P01"]),
        cursor_of("", "990101001001", "2016-05-05", {"$gt": ""}),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
    ],
)
@pytest.mark.parametrize("argument", ["after", "before"])
def test_a_cursor_that_is_none_of_this_order_is_refused(asking: Asking, cursor: str, argument: str) -> None:
    text = f"query ($cursor: String) {{ children({argument}: $cursor, {ON}) {{ totalCount nodes {{ id }} }} }}"
    refused(asking, text, {"cursor": cursor}, ErrorCode.CURSOR_INVALID, cursor)


@pytest.mark.parametrize("order", ["DIVISION", "BIRTH_DATE", "NAME"])
def test_a_cursor_belongs_to_the_order_it_was_given_out_in(asking: Asking, order: str) -> None:
    text = (
        f"query ($order: ChildOrder, $after: String) {{ children({ON}, first: 1, after: $after, orderBy: $order) "
        + ("{ edges { cursor } } }")
    )
    first = asking.compiled(text, {"order": {"field": order}}, OFFICER)
    cursor = first["data"]["children"]["edges"][0]["cursor"]
    for other in {"DIVISION", "BIRTH_DATE", "NAME"} - {order}:
        refused(asking, text, {"order": {"field": other}, "after": cursor}, ErrorCode.CURSOR_INVALID, cursor)
    way = {"order": {"field": order, "direction": "DESC"}, "after": cursor}
    assert asking.compiled(text, way, OFFICER).keys() == {"data"}, "the other direction is the same order"


def test_moments_of_cursors_are_checked(asking: Asking) -> None:
    text = "query ($after: String) { dataQualityFindings(after: $after) { nodes { id } } }"
    refused(asking, text, {"after": cursor_of("", "yesterday", "X")}, ErrorCode.CURSOR_INVALID, "yesterday")


@pytest.mark.parametrize("sizes", ["first: -1", "last: -1", "first: 1001", "first: 1, last: 1"])
def test_a_page_of_an_impossible_size_is_refused(asking: Asking, sizes: str) -> None:
    refused(asking, f"{{ children({sizes}) {{ nodes {{ id }} }} }}", {}, ErrorCode.ARGUMENT_INVALID)
    nested = f'{{ school(id: "SCH-PRIMARY") {{ enrolments({sizes}) {{ nodes {{ key }} }} }} }}'
    refused(asking, nested, {}, ErrorCode.ARGUMENT_INVALID)


def refused(asking: Asking, text: str, variables: dict[str, Any], code: ErrorCode, secret: str = "") -> None:
    answer = asking.compiled(text, variables, OFFICER)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == code
    assert not secret or secret not in json.dumps(answer)
