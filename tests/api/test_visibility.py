"""What a reader may not see is seen by no way: not by a field, a filter, a count, a facet, a cursor or an error.

Somebody in each role of the policy, where the village is and elsewhere, asks for every field of every type, by lists,
by ids and by what is sought; `test_changes_by_role.py` has the mutations and subscriptions. All of it is asked with
`GRAPH_SERVICE_TEST_EXTENT=full`. Usually those who see alike share the questions out among them, since planning a
statement costs most; nothing is asked of which another one of them has been asked just as much.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from graphql import GraphQLObjectType

from graph_service.api.documents import Documents
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.errors import ErrorCode
from tests.api.asking import FURTHER_READERS, INSIDE, NOT_ASKED, OUTSIDE, READERS, Asking
from tests.api.resolvers import KNOWN_BY, Reader, View
from tests.api.walks import AHEAD, MOMENT, Walk, walks
from tests.extent import FULL, drawn

Question = TypeVar("Question")

TIMES = (
    (date(2026, 11, 1), None),
    (date(2026, 3, 1), datetime(2026, 10, 28, 0, 59, 59, tzinfo=UTC)),
    (date(2024, 2, 29), datetime(2023, 5, 1, 4, 30, tzinfo=UTC)),
)
EVERYBODY = (*READERS, *FURTHER_READERS, *INSIDE, *OUTSIDE)
SIGHTS = ("OFFICER", "LIAISON", "INSTITUTION_STAFF", "AUDITOR", "ADMINISTRATOR")

SHARES = {
    "OFFICER": (0, 5),
    "LIAISON": (1, 15),
    "INSTITUTION_STAFF": (7, 25),
    "AUDITOR": (3, 10),
    "ADMINISTRATOR": (19, 50),
}
FILTER_SHARES = {
    "OFFICER": (0, 3),
    "LIAISON": (1, 6),
    "INSTITUTION_STAFF": (4, 12),
    "AUDITOR": (2, 6),
    "ADMINISTRATOR": (0, 20),
}
"""Where those who see alike begin in the walks and the filters, and how far they go at a time: fewer who see less."""

by_sight = pytest.mark.parametrize("role", SIGHTS)
when = pytest.mark.parametrize(
    "time", TIMES if FULL else TIMES[:1], ids=lambda time: f"{time[0]}-known-{time[1] and time[1].date()}"
)


def alike(role: str) -> list[Reader]:
    """Whose statements are the same."""
    return [reader for reader in EVERYBODY if reader.role == role]


def share(questions: Iterable[Question], share: tuple[int, int]) -> list[Question]:
    """The part of the questions that is asked in this run."""
    first, step = (0, 1) if FULL else share
    return list(questions)[first::step]


def in_turn(role: str, number: int, time: tuple[date, datetime | None] = TIMES[0]) -> list[Reader]:
    """Who asks the question of a number: one in their scope and one out of it; or all who differ on that day."""
    readers = alike(role)
    if FULL:
        return [reader for reader in readers if time == TIMES[0] or reader in (*READERS, *FURTHER_READERS)]
    sides = [[reader for reader in readers if (reader in OUTSIDE) == out] for out in (False, True)]
    return [side[number % len(side)] for side in sides if side]


# -- every field from every root --------------------------------------------------------------------------------------


def test_every_field_of_the_schema_is_walked() -> None:
    """What is told of pages and facets is tried below; the audit log, and what changes are answered with, elsewhere."""
    limits = Limits(fields=10**6, cost=10**9, tokens=10**6, comparisons=10**6, aliases=10**4)
    documents = Documents(graphql_schema, limits)
    pools: Any = type("Pools", (), {"ids": defaultdict(lambda: ["x"]), "divisions": ["99"]})
    walked = {name for walk in walks(graphql_schema, pools) for name in documents.get(walk.text).fields}
    there = {
        f"{type_.name}.{name}"
        for type_ in graphql_schema.type_map.values()
        if isinstance(type_, GraphQLObjectType)
        if not re.search("^__|^Mutation$|^Subscription$|Connection$|Edge$|^PageInfo$|Facets$|^FacetCount$", type_.name)
        for name in type_.fields
    }
    assert len(walked & there) >= 700
    elsewhere = {"Access", "AssessmentChange", "FieldError", "GradeChange", "RecordPayload", "RecordWarning"}
    assert {name for name in there - walked if name.partition(".")[0] not in elsewhere} == {
        ".".join(MOMENT),
        "Query.accessHistory",
    }


@by_sight
@when
def test_every_field_of_every_type_shows_what_a_resolver_shows_and_nothing_hidden(
    asking: Asking, role: str, time: tuple[date, datetime | None]
) -> None:
    on, at = time
    views, seen = {reader: View(asking.resolving.archive, reader, on, at) for reader in alike(role)}, set[str]()
    asked = [walk for walk in walks(asking.resolving.schema, asking.pools) if FULL or walk.is_usual]
    asked = [walk for walk in asked if time == TIMES[0] or walk.root not in AHEAD]
    for number, walk in enumerate(share(asked, SHARES[role])):
        for reader in in_turn(role, number, time):
            view = views[reader]
            for about in walk.asked[:: 1 if FULL else 4]:
                answer = answered(asking, walk, {**about, "on": on.isoformat(), "at": at and at.isoformat()}, reader)
                found = set(ids_in(answer))
                hidden = {known_by for known_by in found if not is_visible(view, known_by)}
                assert not hidden, f"{reader}\n{walk.text}\n{about}"
                seen |= found
                told = json.dumps(answer, ensure_ascii=False)
                assert not [secret for secret in asking.secrets(view) if secret in told], f"{reader}\n{walk.text}"
    assert seen or role == "ADMINISTRATOR", "those who see nothing at all prove nothing"


def answered(asking: Asking, walk: Walk, variables: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """The answer: refused, or the one that a resolver for each field gives where there is one."""
    answer = asking.compiled(walk.text, variables, reader)
    place = f"{reader}\n{walk.text}\n{variables}"
    if walk.root in NOT_ASKED.get(reader.role, frozenset()):
        assert {error["extensions"]["code"] for error in answer["errors"]} == {ErrorCode.FORBIDDEN}, place
        assert not answer["data"] or set(answer["data"].values()) == {None}, place
    elif walk.is_resolved:
        assert answer == {"data": asking.resolved(walk.text, variables, reader)}, place
    elif "errors" in answer and is_of_own_division(reader, variables):
        assert {error["extensions"]["code"] for error in answer["errors"]} == {ErrorCode.ARGUMENT_INVALID}, place
    elif "errors" in answer:
        nobody = {name: nowhere(name, value) for name, value in variables.items()}
        assert nobody != variables, place
        assert answer == asking.compiled(walk.text, nobody, reader), place
    return answer


def is_of_own_division(reader: Reader, variables: dict[str, Any]) -> bool:
    """What is wrong with a question about their own place is told."""
    return bool(reader.division) and variables.get("code", "").startswith(reader.division)


def nowhere(name: str, value: Any) -> Any:
    """A place or somebody that is not there, in place of one that is."""
    if name == "code":
        return f"77{value[2:]}"
    return value if name in ("on", "at") else "NOBODY"


def ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "id" and isinstance(inner, str) and re.match(r"[A-Z]\w+:", inner):
                yield inner
            elif key in KNOWN_BY and isinstance(inner, str):
                yield f"{key[0].upper()}{key[1:-2]}:{inner}"
            else:
                yield from ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ids_in(inner)


def is_visible(view: View, global_id: str) -> bool:
    """By the independent reading of who sees what."""
    type_, _, known_by = global_id.partition(":")
    if type_ == "ImportReport":
        return view.reader.role not in ("LIAISON", "INSTITUTION_STAFF")
    label = {"Child": "Person", "StoredAssessment": "GuardianshipAssessment"}.get(type_, type_)
    node = view.find(label, known_by)
    return node is not None and (type_ != "Child" or view.is_child(node))


# -- one by one, by filters, by errors --------------------------------------------------------------------------------

LABELS = ("Person", "Household", "School", "Organisation", "Worker", "DataQualityFinding")


def hidden_of(view: View, label: str) -> list[str]:
    return [node.id for node in view.archive.nodes[label] if not view.sees(node)]


@by_sight
@pytest.mark.parametrize("label", LABELS)
def test_who_is_hidden_is_answered_like_who_does_not_exist(asking: Asking, role: str, label: str) -> None:
    own_field = label[0].lower() + label[1:]
    text = 'query ($id: ID!) { node(id: $id, asOf: "2026-11-01") { id __typename } }'
    if own_field in asking.resolving.schema.query_type.fields:  # type: ignore[union-attr]
        text = text.replace(
            "__typename } }", f'__typename }} own: {own_field}(id: $id, asOf: "2026-11-01") {{ id }} }}'
        )
    for reader in in_turn(role, 0):
        view = View(asking.resolving.archive, reader, *TIMES[0])
        for known_by in [*hidden_of(view, label)[: drawn(3, 12)], "NOBODY", ""]:
            answer = asking.compiled(text, {"id": f"{label}:{known_by}"}, reader)
            assert set(answer["data"].values()) == {None}
            assert answer.keys() == {"data"}


@by_sight
def test_a_filter_by_something_hidden_finds_what_a_filter_by_nothing_finds(asking: Asking, role: str) -> None:
    text = """query ($filter: ChildFilter) { children(asOf: "2026-11-01", filter: $filter) {
        totalCount nodes { id } facets { sex { count } township { count } } pageInfo { endCursor } } }"""
    for reader in in_turn(role, 0):
        view = View(asking.resolving.archive, reader, *TIMES[0])
        for name, label in (("household", "Household"), ("school", "School"), ("personIds", "Person")):
            for known_by in hidden_of(view, label)[: drawn(2, 12)]:
                given = [known_by] if name == "personIds" else known_by
                unknown = ["NOBODY"] if name == "personIds" else "NOBODY"
                found = asking.compiled(text, {"filter": {name: given}}, reader)
                assert found == asking.compiled(text, {"filter": {name: unknown}}, reader)
                assert found["data"]["children"]["totalCount"] == 0


FILTERS: list[dict[str, Any]] = [
    *({"division": code} for code in ("99", "9901", "990101", "990102", "990101001", "990101001001", "990102001001")),
    *({"withoutDivision": wanted} for wanted in (True, False)),
    *({"age": ages} for ages in ({"min": 16}, {"max": 9}, {"min": 10, "max": 12})),
    *({"sex": sexes} for sexes in (["MALE"], ["FEMALE", "UNSPECIFIED"])),
    *({"grade": [grade]} for grade in ("NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN")),
    *({"effective": wanted} for wanted in (True, False)),
    *({"guardianState": {"states": [state]}} for state in ("DECEASED", "MINOR", "DETAINED", "AWAY", "ABLE", "CLOSED")),
    {"guardianState": {"states": ["ABLE"], "kinds": ["CARER"]}},
    *({"school": school} for school in ("SCH-PRIMARY", "SCH-JUNIOR", "X-SCH-FAR", "X-SCH-GONE")),
    *({"enrolmentStatus": [status]} for status in ("ENROLLED", "DROPPED_OUT", "GRADUATED")),
    *({"household": household} for household in ("H-LI", "X-H2", "X-H3")),
    {"registrationType": ["RURAL"]},
    *({"search": text} for text in ("小明", "wang", "wxm", "某", "müller", "Anna")),
]


@by_sight
@when
def test_counts_and_facets_tell_of_visible_ones_only(
    asking: Asking, role: str, time: tuple[date, datetime | None]
) -> None:
    text = """query ($filter: ChildFilter, $on: Date, $at: DateTime) {
        children(asOf: $on, knownAt: $at, filter: $filter, first: 500) {
            totalCount nodes { id }
            facets { grade { value count } sex { value count } age { value count } township { value count }
                registrationType { value count } } } }"""
    on, at = time
    found = 0
    kinds = sorted({tuple(wanted) for wanted in FILTERS} - {(name,) for name in NOT_ASKED.get(role, ())})
    asked = share(kinds, FILTER_SHARES[role])
    for number, wanted in enumerate(wanted for wanted in FILTERS if tuple(wanted) in asked):
        variables = {"filter": wanted, "on": on.isoformat(), "at": at and at.isoformat()}
        for reader in in_turn(role, number, time):
            answer = asking.compiled(text, variables, reader)
            assert answer == {"data": asking.resolved(text, variables, reader)}, wanted
            children = answer["data"]["children"]
            for facet in children["facets"].values():
                assert sum(each["count"] for each in facet) == children["totalCount"] == len(children["nodes"])
            assert not (children["totalCount"] and reader.sees_only_lent)
            found += children["totalCount"]
    if role == "ADMINISTRATOR":
        assert not found
    elif time != TIMES[-1] or role not in ("LIAISON", "INSTITUTION_STAFF"):  # these had reported nobody yet
        assert found


@pytest.mark.parametrize(
    ("reader", "asked"),
    [
        (READERS[3], 'filter: {search: "王小明"}'),
        (READERS[3], "orderBy: {field: NAME}"),
        (READERS[2], "filter: {guardianState: {states: [DETAINED]}}"),
    ],
    ids=["auditor searches", "auditor orders by name", "liaison asks for reasons"],
)
def test_what_would_tell_by_its_outcome_is_refused(asking: Asking, reader: Reader, asked: str) -> None:
    for text in (
        f"{{ children({asked}) {{ totalCount }} }}",
        f'{{ division(code: "990101000000") {{ children({asked}) {{ totalCount }} }} }}',
    ):
        answer = asking.compiled(text, {}, reader)
        assert [error["extensions"]["code"] for error in answer["errors"]] == [ErrorCode.FORBIDDEN]
        assert "王小明" not in json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: f"{reader.role}-{reader.division}")
def test_a_number_finds_its_owner_for_those_who_see_numbers(asking: Asking, reader: Reader) -> None:
    text = "query ($filter: PersonFilter) { persons(filter: $filter) { totalCount nodes { id phone idNumber } } }"
    number = "990101198503140118"  # of a father of the village
    for wanted in ({"idNumber": "9901011985 0314 0118"}, {"phone": "139-0000-0001"}, {"idNumber": number[:-1]}):
        answer = asking.compiled(text, {"filter": wanted}, reader)
        assert number not in json.dumps(answer)
        if reader.role == "OFFICER":
            assert answer == {"data": asking.resolved(text, {"filter": wanted}, reader)}
            whole = ("phone" in wanted and reader.division == "990101") or wanted.get("idNumber", "").endswith("0118")
            assert (answer["data"]["persons"]["totalCount"] > 0) == whole
        else:
            assert [error["extensions"]["code"] for error in answer["errors"]] == [ErrorCode.FORBIDDEN]


@when
def test_now_is_the_moment_at_which_everything_is_known(asking: Asking, time: tuple[date, datetime | None]) -> None:
    """A question as of a far moment is the same question, though another statement answers it."""
    text = """query ($on: Date, $at: DateTime) { children(asOf: $on, knownAt: $at, first: 500) { nodes {
        id version grade parents { key parent { id version } } absences(ever: true) { key destination { id } }
        guardianshipAssessment { gaps responsible { state party { __typename ... on Person { id } } } } } } }"""
    for reader in READERS:
        now, then = (
            asking.compiled(text, {"on": time[0].isoformat(), "at": at}, reader)
            for at in (None, "2099-01-01T00:00:00Z")
        )
        assert now == then
        assert now.keys() == {"data"}
