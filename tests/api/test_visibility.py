"""What a reader may not see is seen by no way: not by a field, a filter, a count, a facet, a cursor or an error.

`GRAPH_SERVICE_TEST_EVERYTHING=1 .venv/bin/pytest tests/api/test_visibility.py` lets every reader ask everything on
every day, which takes half an hour. Otherwise the readers share the questions out among them.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from graph_service.errors import ErrorCode
from tests.api.asking import FURTHER_READERS, NOT_ASKED, READERS, Asking
from tests.api.questions import PROVEN_ELSEWHERE
from tests.api.resolvers import Reader, View

Question = TypeVar("Question")

TIMES = (
    (date(2026, 11, 1), None),
    (date(2026, 3, 1), datetime(2026, 10, 28, 0, 59, 59, tzinfo=UTC)),
    (date(2024, 2, 29), datetime(2023, 5, 1, 4, 30, tzinfo=UTC)),
)
FIELDS_AT_ONCE = 2
FURTHER_SHARE = 3
"""They ask every third of the questions of the reader whose statements they share, or whose share they take."""
EVERYTHING = os.environ.get("GRAPH_SERVICE_TEST_EVERYTHING") == "1"
MOMENT = ("GuardianshipAssessment", "knownAt")
"""Now, which is another one for each side."""

EVERYBODY = (*READERS, *FURTHER_READERS)
ALIKE = dict(zip(FURTHER_READERS, (0, 1, 2, 3, 2), strict=True))
who = pytest.mark.parametrize(
    "reader",
    EVERYBODY,
    ids=lambda reader: (
        f"{reader.office or reader.role}-{reader.division or reader.school}{'-lent' * bool(reader.lent)}"
    ),
)
when = pytest.mark.parametrize(
    "time", TIMES if EVERYTHING else TIMES[:1], ids=lambda time: f"{time[0]}-known-{time[1] and time[1].date()}"
)


def share(questions: Iterable[Question], reader: Reader) -> list[Question]:
    """The reader's part of the questions: to those who differ little, or see little, few are left."""
    every = list(questions)
    if EVERYTHING:
        return every
    if reader in READERS:
        return every[READERS.index(reader) :: len(READERS)]
    return every[ALIKE[reader] :: FURTHER_SHARE * len(READERS)]


# -- every field from every root --------------------------------------------------------------------------------------


def everything(schema: GraphQLSchema, type_: Any, depth: int) -> Iterator[str]:
    """Every field of a type, those that lead further as far as the depth goes, then their ids."""
    if isinstance(type_, GraphQLUnionType):
        yield "__typename"
        for member in schema.get_possible_types(type_):
            yield f"... on {member.name} {{ id }}"
        return
    yield "__typename"
    for name, field in type_.fields.items():
        if name in PROVEN_ELSEWHERE:
            continue
        named = get_named_type(field.type)
        arguments = "(ever: true)" if "ever" in field.args else ""
        if is_leaf_type(named):
            if (type_.name, name) != MOMENT:
                yield name
        elif "pageInfo" in getattr(named, "fields", {}):
            listed = get_named_type(named.fields["nodes"].type)  # type: ignore[union-attr]
            yield f"{name}{arguments} {{ totalCount nodes {{ {' '.join(inside(schema, listed, depth))} }} }}"
        else:
            yield f"{name}{arguments} {{ {' '.join(inside(schema, named, depth))} }}"


def inside(schema: GraphQLSchema, type_: Any, depth: int) -> Iterator[str]:
    if depth > 0 or isinstance(type_, GraphQLUnionType):
        return everything(schema, type_, depth - 1)
    leaves = [name for name, field in type_.fields.items() if is_leaf_type(get_named_type(field.type))]
    told = [name for name in leaves if (type_.name, name) != MOMENT]
    return iter(["id"] if "id" in leaves else told or ["__typename"])


def walks(asking: Asking, role: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Documents that ask for every field of whatever the root fields list, a few fields that lead further at once."""
    schema = asking.resolving.schema
    query = schema.query_type
    assert query is not None
    for root, field in query.fields.items():
        named: GraphQLObjectType = get_named_type(field.type)  # type: ignore[assignment]
        if root in {*PROVEN_ELSEWHERE, *NOT_ASKED.get(role, frozenset())}:
            continue
        if "pageInfo" in named.fields:
            listed = get_named_type(named.fields["nodes"].type)
            for some in parts(schema, listed):
                body = f"{root}(first: 1000, asOf: $on, knownAt: $at) {{ totalCount nodes {{ {some} }} }}"
                yield f"query ($on: Date, $at: DateTime) {{ {body} }}", {}
    for some in parts(schema, schema.type_map["Division"]):
        variables = f"$on: Date, $at: DateTime, $code: {query.fields['division'].args['code'].type}"
        text = f"query ({variables}) {{ division(code: $code, asOf: $on, knownAt: $at) {{ {some} }} }}"
        for code in asking.pools.divisions:
            yield text, {"code": code}


def parts(schema: GraphQLSchema, type_: Any) -> Iterator[str]:
    fields = list(everything(schema, type_, 1))
    plain = [field for field in fields if "{" not in field]
    leading = [field for field in fields if "{" in field]
    for place in range(0, max(1, len(leading)), FIELDS_AT_ONCE):
        yield " ".join([*plain, *leading[place : place + FIELDS_AT_ONCE]])


@who
@when
def test_every_field_of_everything_listed_shows_what_a_resolver_shows_and_nothing_hidden(
    asking: Asking, reader: Reader, time: tuple[date, datetime | None]
) -> None:
    on, at = time
    view = View(asking.resolving.archive, reader, on, at)
    seen = set[str]()
    secrets = secrets_from(view)
    for text, more in share(walks(asking, reader.role), reader):
        variables = {"on": on.isoformat(), "at": at and at.isoformat(), **more}
        answer = asking.compiled(text, variables, reader)
        assert answer == {"data": asking.resolved(text, variables, reader)}, f"{text}\n{variables}"
        seen |= set(ids_in(answer))
        told = json.dumps(answer, ensure_ascii=False)
        assert not [secret for secret in secrets if secret in told]
    hidden = {known_by for known_by in seen if not is_visible(view, known_by)}
    assert not hidden
    assert seen or reader in FURTHER_READERS, "a reader who sees nothing at all proves nothing"


def ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "id" and isinstance(inner, str) and re.match(r"[A-Z]\w+:", inner):
                yield inner
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


def secrets_from(view: View) -> set[str]:
    """What the reader sees of nobody: whole numbers; an auditor whole names of people; others those of the hidden."""
    found = set[str]()
    for node in view.archive.nodes["Person"] + view.archive.nodes["Worker"]:
        for attributes in (node.now, *node.versions):
            found |= {attributes[name] for name in ("idNumber", "phone") if attributes.get(name)}
            if view.reader.role == "AUDITOR" and attributes.get("name"):
                found.add(attributes["name"])
    return found - {view.archive.by_id["Person", known_by].now["name"] for known_by in view.reader.lent}


# -- one by one, by filters, by errors --------------------------------------------------------------------------------

LABELS = ("Person", "Household", "School", "Organisation", "Worker", "DataQualityFinding")


def hidden_of(view: View, label: str) -> list[str]:
    return [node.id for node in view.archive.nodes[label] if not view.sees(node)]


@who
@pytest.mark.parametrize("label", LABELS)
def test_who_is_hidden_is_answered_like_who_does_not_exist(asking: Asking, reader: Reader, label: str) -> None:
    view = View(asking.resolving.archive, reader, *TIMES[0])
    own_field = label[0].lower() + label[1:]
    text = 'query ($id: ID!) { node(id: $id, asOf: "2026-11-01") { id __typename } }'
    if own_field in asking.resolving.schema.query_type.fields:  # type: ignore[union-attr]
        text = text.replace(
            "__typename } }", f'__typename }} own: {own_field}(id: $id, asOf: "2026-11-01") {{ id }} }}'
        )
    for known_by in [*hidden_of(view, label)[:12], "NOBODY", ""]:
        answer = asking.compiled(text, {"id": f"{label}:{known_by}"}, reader)
        assert set(answer["data"].values()) == {None}
        assert answer.keys() == {"data"}


@who
def test_a_filter_by_something_hidden_finds_what_a_filter_by_nothing_finds(asking: Asking, reader: Reader) -> None:
    view = View(asking.resolving.archive, reader, *TIMES[0])
    text = """query ($filter: ChildFilter) { children(asOf: "2026-11-01", filter: $filter) {
        totalCount nodes { id } facets { grade { count } township { count } } pageInfo { endCursor } } }"""
    for name, label in (("household", "Household"), ("school", "School"), ("personIds", "Person")):
        for known_by in hidden_of(view, label)[:12]:
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


@who
@when
def test_counts_and_facets_tell_of_visible_ones_only(
    asking: Asking, reader: Reader, time: tuple[date, datetime | None]
) -> None:
    text = """query ($filter: ChildFilter, $on: Date, $at: DateTime) {
        children(asOf: $on, knownAt: $at, filter: $filter, first: 500) {
            totalCount nodes { id }
            facets { grade { value count } sex { value count } age { value count } township { value count }
                registrationType { value count } } } }"""
    on, at = time
    found = 0
    for wanted in share(FILTERS, reader):
        if wanted.keys() & NOT_ASKED.get(reader.role, frozenset()):
            continue
        variables = {"filter": wanted, "on": on.isoformat(), "at": at and at.isoformat()}
        answer = asking.compiled(text, variables, reader)
        assert answer == {"data": asking.resolved(text, variables, reader)}, wanted
        children = answer["data"]["children"]
        for facet in children["facets"].values():
            assert sum(each["count"] for each in facet) == children["totalCount"] == len(children["nodes"])
        found += children["totalCount"]
    if reader in READERS:
        assert found
    elif reader.role == "ADMINISTRATOR" or reader.office:
        assert not found


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
