"""Values for variables are coerced or refused: the variable, the path and the type are named, the value never."""

from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, parse
from hypothesis import given
from hypothesis import strategies as st

from graph_service.api.errors import RefusedError, error_objects
from graph_service.api.variables import coerced, declared
from graph_service.errors import ErrorCode

CANARY = "110101199003072316"

SCHEMA: GraphQLSchema = build_schema(
    """
    scalar Date
    enum Grade { NONE ABSENT }
    type Query { x(id: ID): Int }
    input Filter { division: String, age: Int, grades: [Grade!], inner: Filter, needed: Needed, day: Date }
    input Needed { name: String!, other: Int! = 3 }
    input One @oneOf { a: Int, b: Int }
    """
)


def parse_date(value: object) -> str:
    raise ValueError(f"{value} is no day")


SCHEMA.type_map["Date"].parse_value = parse_date  # type: ignore[attr-defined]


def values(declarations: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the variables of an operation become; `declarations` as between its parentheses."""
    [operation] = parse(f"query ({declarations}) {{ x }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    return coerced(declared(SCHEMA, operation), given)


def test_coerced_given_and_default() -> None:
    assert values("$id: ID!, $n: Int = 3, $f: Filter", {"id": 7, "unknown": CANARY}) == {"id": "7", "n": 3}
    assert values("$id: ID!, $n: Int = 3", {"id": "7", "n": None}) == {"id": "7", "n": None}
    assert values("$f: Filter", {"f": {"grades": "NONE", "needed": {"name": "x"}}}) == {
        "f": {"grades": ["NONE"], "needed": {"name": "x", "other": 3}}
    }
    assert values("$f: Filter = {age: 4}", {}) == {"f": {"age": 4}}


WRONG: list[tuple[str, Any, str]] = [
    ("$v: ID!", None, "“$v” was not given"),
    ("$v: ID!", {"v": None}, "“$v” is null"),
    ("$v: ID!", {"v": [CANARY]}, "“$v” is something else"),
    ("$v: Int", {"v": CANARY}, "“$v” is something else; the type expected is Int."),
    ("$v: Int", {"v": int(CANARY)}, "the type expected is Int."),
    ("$v: Grade", {"v": CANARY}, "the type expected is Grade."),
    ("$v: Date", {"v": CANARY}, "the type expected is Date."),
    ("$v: Filter", {"v": CANARY}, "the type expected is Filter."),
    ("$v: Filter", {"v": {CANARY: CANARY}}, "“$v” has a field other than age, day, division"),
    ("$v: Filter", {"v": {"inner": {"inner": {CANARY: 1}}}}, "“$v.inner.inner” has a field other than"),
    ("$v: Filter", {"v": {"inner": {"age": CANARY}}}, "“$v.inner.age” is something else; the type expected is Int."),
    ("$v: Filter", {"v": {"grades": ["NONE", CANARY]}}, "“$v.grades[1]” is something else; the type expected is Grade"),
    ("$v: Filter", {"v": {"grades": ["NONE", None]}}, "“$v.grades[1]” is null; the type expected is Grade!."),
    ("$v: Filter", {"v": {"grades": CANARY}}, "“$v.grades” is something else; the type expected is [Grade!]."),
    ("$v: Filter", {"v": {"needed": {"other": 1}}}, "“$v.needed” lacks name; the type expected is Needed."),
    ("$v: Filter", {"v": {"needed": {"name": None}}}, "“$v.needed.name” is null"),
    ("$v: [[Filter!]]", {"v": [[{"age": 1}], [{"day": CANARY}]]}, "“$v[1][0].day” is something else"),
    ("$v: One", {"v": {"a": 1, "b": 1}}, "“$v” has not exactly one field"),
    ("$v: One", {"v": {"a": None}}, "“$v.a” is null"),
]  # fmt: skip


@pytest.mark.parametrize(("declaration", "given", "message"), WRONG)
def test_a_wrong_value(declaration: str, given: dict[str, Any] | None, message: str) -> None:
    with pytest.raises(RefusedError) as caught:
        values(declaration, given or {})
    [found] = error_objects(caught.value)
    assert message in found["message"]
    assert found["extensions"]["code"] == ErrorCode.VARIABLES_INVALID
    assert found["locations"] == [{"line": 1, "column": 8}]
    assert CANARY not in str(found)


def test_every_wrong_place_is_listed_up_to_a_limit() -> None:
    with pytest.raises(RefusedError) as caught:
        values("$a: Int!, $b: [Int]", {"b": ["x", 1, "y"]})
    assert [each.what.split("”")[0] for each in caught.value.problems] == [
        "The variable “$a",
        "The variable “$b[0]",
        "The variable “$b[2]",
    ]
    with pytest.raises(RefusedError) as caught:
        values("$b: [Int]", {"b": ["x"] * 10_000})
    assert len(caught.value.problems) == 20


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(CANARY) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["division", "age", "grades", "inner", "needed", "day", "name", CANARY]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["id", "n", "f", "d", CANARY]), JSON))
def test_any_json_is_coerced_or_refused_without_being_repeated(given: dict[str, Any]) -> None:
    try:
        found = values("$id: ID!, $n: Int, $f: Filter, $d: Date", given)
    except RefusedError as error:
        assert {each["extensions"]["code"] for each in error_objects(error)} == {ErrorCode.VARIABLES_INVALID}
        assert CANARY not in str(error_objects(error))
    else:
        assert "id" in found
        assert CANARY not in found
