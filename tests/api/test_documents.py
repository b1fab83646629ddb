"""A document is answered for in milliseconds however it is written, and no message repeats a value from it."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import DocumentNode, GraphQLSchema, Token, build_schema, get_introspection_query

from graph_service.api.documents import Documents
from graph_service.api.errors import LocatedError, RefusedError, error_objects
from graph_service.api.limits import Limits
from graph_service.errors import ErrorCode, ServiceError

CANARY = "110101199003072316"

SCHEMA: GraphQLSchema = build_schema(
    """
    scalar Date
    enum Grade { NONE ABSENT }
    type Query {
      child(id: ID!): Child
      children(first: Int = 20, last: Int, after: String, filter: Filter, asOf: Date): Children!
    }
    type Mutation { record(id: ID!, input: Filter): Child }
    type Subscription { changed(division: String!): Child }
    input Filter { division: String, age: Int, grades: [Grade!], inner: Filter, needed: Needed, day: Date }
    input Needed { name: String!, other: Int! = 3 }
    type Children { totalCount: Int! nodes: [Child!]! }
    type Child { id: ID! name: String parents: [Child!]! siblings(first: Int): Children! school: Child }
    """
)


def parse_date(value: object) -> str:
    raise ValueError(f"{value} is no day")


SCHEMA.type_map["Date"].parse_value = parse_date  # type: ignore[attr-defined]


@pytest.fixture
def documents() -> Documents:
    return Documents(SCHEMA, Limits())


def problems(documents: Documents, text: str, variables: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The errors of a request; an empty list when it would be carried out."""
    try:
        document = documents.get(text)
        document.variables(document.operation(None), variables or {})
    except (RefusedError, ServiceError) as error:
        return error_objects(error)
    return []


def limit(documents: Documents, text: str, variables: dict[str, Any] | None = None) -> str | None:
    """The limit that a request exceeds, if any; any other problem is a failure."""
    found = problems(documents, text, variables)
    assert all(each["extensions"]["code"] == ErrorCode.LIMIT_EXCEEDED for each in found), found
    return found[0]["extensions"]["limit"] if found else None


def test_a_document_is_read_once(documents: Documents) -> None:
    text = "query Named($id: ID!) { child(id: $id) { name } }"
    assert documents.get(text) is documents.get(text)
    assert text in documents
    with pytest.raises(RefusedError) as first:
        documents.get("{")
    with pytest.raises(RefusedError) as second:
        documents.get("{")
    assert first.value is second.value


def test_the_cache_forgets_what_was_not_used_for_longest() -> None:
    texts = [f"{{ child(id: {number}) {{ name }} }}" for number in range(10, 20)]
    documents = Documents(SCHEMA, Limits(), characters=3 * len(texts[0]))
    for text in texts:
        documents.get(texts[0])
        documents.get(text)
    assert [text in documents for text in texts] == [text in (texts[0], *texts[-2:]) for text in texts]
    documents.get("{ child(id: 1) { name } }" + " " * 1000)
    assert texts[0] in documents


def test_the_introspection_query_of_every_tool_passes(documents: Documents) -> None:
    assert not problems(documents, get_introspection_query())


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("{ __typename }", None, True),
        ("query A { __typename }", None, True),
        ("query A { __typename }", "A", True),
        ("query A { __typename } query B { __typename }", "B", True),
        ("query A { __typename } query B { __typename }", None, False),
        ("query A { __typename }", "B", False),
        ("query A { __typename }", "", False),
        ("{ __typename }", "A", False),
    ],
)
def test_which_operation_is_meant(documents: Documents, text: str, name: str | None, found: bool) -> None:
    document = documents.get(text)
    if found:
        assert document.operation(name).operation.value == "query"
    else:
        with pytest.raises(LocatedError) as caught:
            document.operation(name)
        assert caught.value.code == ErrorCode.OPERATION_UNKNOWN


def chain(length: int, link: str, end: str = "id") -> str:
    """A chain of fragments; `link` says how each spreads the next, `{0}`."""
    links = "".join(f"fragment F{i} on Child {{ {link.format(f'...F{i + 1}')} }} " for i in range(length))
    return f"{{ child(id: 1) {{ ...F0 }} }} {links} fragment F{length} on Child {{ {end} }}"


@pytest.mark.parametrize("length", [10, 30, 100, 1_000, 10_000])
@pytest.mark.parametrize(
    "link",
    [
        "{0} {0}",
        "a: school {{ {0} }} b: school {{ {0} }}",
        "school {{ {0} }} school {{ {0} }}",
        "siblings(first: 9) {{ nodes {{ {0} }} }}",
    ],
)
def test_a_chain_of_fragments_is_answered_at_once_whatever_its_length(
    documents: Documents, length: int, link: str
) -> None:
    """Written out, the longer ones would take thousands of years."""
    found = limit(documents, chain(length, link))
    assert found or length < 100


@pytest.mark.parametrize(
    ("name", "below", "above"),
    [
        ("tokens", "{ " + "__typename " * 10 + "} " + "# \n" * 1_900, "{ __typename } " + "# \n" * 2_001),
        ("depth", chain(9, "school {{ {0} }}"), chain(19, "school {{ {0} }}")),
        ("aliases", f"{{ {' '.join(f'a{i}: __typename' for i in range(20))} }}", "{ child(id: 1) {"
            + " ".join(f"a{i}: name" for i in range(201)) + "} }"),
        ("root_fields", f"{{ {' '.join(f'a{i}: __typename' for i in range(20))} }}",
         f"{{ {' '.join(f'a{i}: __typename' for i in range(21))} }}"),
        ("directives", "{ " + "__typename @skip(if: true) " * 100 + "}",
         "{ " + "__typename @skip(if: true) " * 101 + "}"),
        ("variables", "query ($a: Grade! = NONE) { children(filter: {grades: [" + "$a " * 199 + "]}) { totalCount } }",
         "query ($a: Grade! = NONE) { children(filter: {grades: [" + "$a " * 200 + "]}) { totalCount } }"),
        ("comparisons", "{ " + "__typename " * 190 + "}", "{ " + "__typename " * 210 + "}"),
        ("definitions", chain(98, "{0}"), chain(99, "{0}")),
        ("fields", chain(5, "a: school {{ {0} }} b: school {{ {0} }}"),
         chain(11, "a: school {{ {0} }} b: school {{ {0} }}")),
        ("cost", "{ children(first: 1000) { nodes { name parents { name } } } }",
         "{ children(first: 1000) { nodes { siblings(first: 600) { nodes { id } } } } }"),
    ],
)  # fmt: skip
def test_each_limit_on_both_sides(name: str, below: str, above: str) -> None:
    documents = Documents(SCHEMA, Limits(comparisons=20_000 if name != "definitions" else 10**9))
    assert limit(documents, below) is None
    assert limit(documents, above) == name


def test_a_default_value_ends_no_definition() -> None:
    many = range(101)
    defaults = " ".join(f"$f{i}: Filter = {{}}" for i in many)
    asked = " ".join(f"a{i}: children(filter: $f{i}) {{ totalCount }}" for i in many)
    documents = Documents(SCHEMA, Limits(variables=300, root_fields=200))
    assert limit(documents, f"query ({defaults}) {{ {asked} }}") is None


COST = [
    ("{ children(first: 3) { totalCount } }", None, 4),
    ("{ children(first: 3) { nodes { id name } } }", None, 1 + 3 * (1 + 2)),
    ("{ children(last: 7, first: null) { totalCount } }", None, 8),
    ("{ children { totalCount } }", None, 21),  # the default of the schema
    ("query ($n: Int) { children(first: $n) { totalCount } }", {"n": 9}, 10),
    ("query ($n: Int) { children(first: $n) { totalCount } }", {"n": -9}, 1),
    ("query ($n: Int) { children(first: $n) { totalCount } }", {"n": None}, 21),
    ("query ($n: Int) { children(first: $n) { totalCount } }", {}, 21),
    ("query ($n: Int = 8) { children(first: $n) { totalCount } }", {}, 9),
    ("{ child(id: 1) { parents { id } } }", None, 1 + (1 + 5 * 1)),
    ("{ child(id: 1) { siblings { nodes { id } } } }", None, 1 + (1 + 20 * (1 + 1))),
    ("{ ...F ...F } fragment F on Query { children(first: 3) { ...P } } fragment P on Children { nodes { id } }",
     None, 7),
    ("{ child(id: 1) { ... on Child { id } ... @skip(if: true) { name } } }", None, 3),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "cost"), COST)
def test_cost_is_fields_times_page_sizes(text: str, variables: dict[str, Any] | None, cost: int) -> None:
    assert not problems(Documents(SCHEMA, Limits(cost=cost)), text, variables)
    assert limit(Documents(SCHEMA, Limits(cost=cost - 1)), text, variables) == "cost"


@pytest.mark.parametrize("digits", [10, 20, 5_000])
def test_a_page_size_beyond_32_bits_is_no_number(documents: Documents, digits: int) -> None:
    [found] = problems(documents, f"{{ children(first: {'9' * digits}) {{ totalCount }} }}")
    assert found["extensions"]["code"] == ErrorCode.DOCUMENT_INVALID


def test_a_page_size_in_a_variable_counts_with_every_request(documents: Documents) -> None:
    text = "query ($n: Int) { children(first: $n) { nodes { siblings(first: $n) { nodes { id } } } } }"
    for _ in range(2):
        assert limit(documents, text, {"n": 100}) is None
        assert limit(documents, text, {"n": 10_000}) == "cost"
    for size in range(1, 200):
        assert limit(documents, text, {"n": size}) is None


@pytest.mark.parametrize(
    "text",
    [
        "{ child(id: 1) { ...A } } fragment A on Child { ...A }",
        "{ child(id: 1) { ...A } } fragment A on Child { school { ...B } } fragment B on Child { ...A }",
        "{ __typename } fragment A on Child { ...A }",
    ],
)
def test_fragments_in_a_circle(documents: Documents, text: str) -> None:
    [found] = problems(documents, text)
    assert found["extensions"]["code"] == ErrorCode.DOCUMENT_INVALID
    assert found["locations"]


@pytest.mark.parametrize(
    ("text", "code", "location"),
    [
        ("", ErrorCode.DOCUMENT_UNREADABLE, (1, 1)),
        ("{ child(id: 1) {\n name ", ErrorCode.DOCUMENT_UNREADABLE, (2, 7)),
        ("{" * 300, ErrorCode.DOCUMENT_UNREADABLE, None),
        ("{ child(id: " + "[" * 300, ErrorCode.DOCUMENT_UNREADABLE, None),
        ("{ child(id: 1) { unheard } }", ErrorCode.DOCUMENT_INVALID, (1, 18)),
        ("fragment F on Child { id }", ErrorCode.DOCUMENT_INVALID, None),
        ("type T { id: ID }", ErrorCode.DOCUMENT_INVALID, (1, 1)),
        ("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
         ErrorCode.DOCUMENT_INVALID, (1, 3)),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_out(
    documents: Documents, text: str, code: ErrorCode, location: tuple[int, int] | None
) -> None:
    found = problems(documents, text)[0]
    assert found["extensions"]["code"] == code
    if location:
        assert found["locations"][0] == {"line": location[0], "column": location[1]}


LITERALS = [
    '{ child(id: "CANARY" "CANARY") { id } }',
    '{ child(id: "CANARY) { id } }',
    "{ child(id: CANARYx) { id } }",
    '{ "CANARY" }',
    '"CANARY" { id }',
    "{ CANARY }",
    "{ child(id: $CANARY) { id } ",
    '{ children(filter: { age: "CANARY" }) { totalCount } }',
    '{ children(filter: "CANARY") { totalCount } }',
    "{ children(filter: CANARY) { totalCount } }",
    "{ children(filter: xCANARY) { totalCount } }",
    "{ children(filter: { grades: [xCANARY] }) { totalCount } }",
    '{ children(filter: { grades: "CANARY" }) { totalCount } }',
    '{ children(first: "CANARY") { totalCount } }',
    "{ children(first: CANARY) { totalCount } }",
    '{ children(first: ["CANARY"]) { totalCount } }',
    '{ children(asOf: "CANARY") { totalCount } }',
    '{ children(filter: { inner: { day: "CANARY" } }) { totalCount } }',
    "{ children(filter: { age: 1.CANARY }) { totalCount } }",
    '{ child(id: { a: "CANARY" }) { id } }',
    'query ($d: Date = "CANARY") { children(asOf: $d) { totalCount } }',
    '{ child(id: """CANARY""") { unheard } }',
    '{ child(id: 1) { id @include(if: "CANARY") } }',
    '{ child(id: "CANARY") { id } child(id: "xCANARY") { id } }',
]


@pytest.mark.parametrize("text", LITERALS)
def test_no_literal_is_repeated(documents: Documents, text: str) -> None:
    found = problems(documents, text.replace("CANARY", CANARY))
    assert found
    assert CANARY not in str(found)


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def parsed() -> int:
    return sum(isinstance(each, DocumentNode | Token) for each in gc.get_objects())


@pytest.mark.parametrize(
    "text",
    [
        "{ child(id: 1) { nothing } }",
        "{ child(id: 1) { name ",
        "{ child(id: 1) { ...F } } fragment F on Child { parents { ...F } }",
        "fragment F on Child { name }",
        "{ a: child(id: 1) { name } " + " ".join(f"a{n}: child(id: 1) {{ name }}" for n in range(200)) + "}",
    ],
    ids=["invalid", "unreadable", "a circle", "no operation", "too much"],
)
def test_of_a_document_that_was_refused_only_the_answer_is_kept(text: str) -> None:
    gc.collect()
    before = parsed()
    documents = Documents(SCHEMA, Limits())
    for _ in range(2):
        with pytest.raises(RefusedError):
            documents.get(text)
    assert text in documents
    gc.collect()
    assert parsed() == before


def tokens() -> int:
    return sum(isinstance(each, Token) and each.value == "marker" for each in gc.get_objects())


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize(
    "text",
    [
        "{ marker: child(id: 1) { name " + "# comment\n" * (Limits().tokens + 1) + "} }",
        "{ marker: child(id: 1) { " + "name " * (Limits().tokens + 1) + "} }",
        "{ marker: child(id: 1) { name } " + " ".join(f"a{n}: child(id: 1) {{ name }}" for n in range(200)) + "}",
        "{ marker: child(id: 1) { name } } \u0007",
    ],
    ids=["comments", "tokens", "aliases", "no token"],
)
def test_tokens_of_a_document_that_is_not_parsed_are_gone_at_once(text: str) -> None:
    with pytest.raises(RefusedError):
        Documents(SCHEMA, Limits()).get(text)
    assert tokens() == 0


@pytest.mark.usefixtures("uncollected")
def test_a_document_is_gone_with_its_last_reference() -> None:
    """Cycles are looked for while everybody waits; those that validation leaves are young, and found soon."""
    documents = Documents(SCHEMA, Limits(), characters=100)
    documents.get("{ marker: child(id: 1) { name parents { name } } }")
    gc.collect()
    assert tokens() == 1
    documents.get("{ child(id: 2) { name } } # " + "x" * 70)
    assert tokens() == 0
