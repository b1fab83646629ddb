"""Computed fields: one call to the feature for a whole answer, shown under the guard, at any depth."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type, parse

from graph_service.access.identity import Role
from graph_service.api.computed.registry import COMPUTED
from graph_service.api.limits import Limits
from graph_service.api.measures import Measuring, definitions
from graph_service.api.schema.build import graphql_schema
from graph_service.errors import ErrorCode
from tests.api.asking import READERS, Asking

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS
ON = 'asOf: "2026-03-01"'

SETTLED, PAGE, SHOWN = 1, 1, 1
"""Statements of one selection of what the rules say: what is known, the children of one page, what is shown."""


def test_every_computed_field_is_in_the_schema_as_a_list_or_an_object() -> None:
    for coordinate in COMPUTED:
        type_name, name = coordinate.split(".")
        parent: GraphQLObjectType = graphql_schema.type_map[type_name]  # type: ignore[assignment]
        definition = parent.fields[name]
        assert not is_leaf_type(get_named_type(definition.type)), coordinate
        listed = isinstance(definition.type, GraphQLNonNull) and isinstance(definition.type.of_type, GraphQLList)
        assert listed or type_name == "Query" or not isinstance(definition.type, GraphQLNonNull), coordinate


@pytest.mark.parametrize("size", [1, 3, 200])
def test_the_number_of_statements_does_not_depend_on_that_of_children(asking: Asking, size: int) -> None:
    text = (
        f"{{ children(first: {size}, {ON}) {{ nodes {{ id categories {{ rule {{ id }} people {{ status }} }} }} }} }}"
    )
    answer, calls = asking.counted(text, {}, OFFICER)
    assert len(answer["data"]["children"]["nodes"]) == size or size == 200
    assert calls == 1 + SETTLED + PAGE + SHOWN


def test_nobody_to_compute_for_asks_nothing_more(asking: Asking) -> None:
    text = f'{{ child(id: "NOBODY", {ON}) {{ categories {{ answer }} }} }}'
    assert asking.counted(text, {}, OFFICER) == ({"data": {"child": None}}, 1)


def test_selections_of_a_field_are_computed_apart_and_within_each_other(asking: Asking) -> None:
    text = f"""query ($no: Boolean!) {{ children(first: 50, {ON}) {{ nodes {{
        ...Said
        orphan: categories(rules: ["ORPHAN"]) {{ __typename answer }}
        categories @include(if: $no) {{ answer }}
        warnings {{ rule {{ id }} child {{ id inner: categories {{ rule {{ id }} }} }} }} }} }} }}
        fragment Said on Individual {{
            personId ... on Child {{ said: categories @skip(if: false) {{ rule {{ id }} answer }} }} }}"""
    answer, calls = asking.counted(text, {"no": False}, OFFICER)
    assert answer == {"data": asking.resolved(text, {"no": False}, OFFICER)}
    nodes = answer["data"]["children"]["nodes"]
    assert list(nodes[0]) == ["personId", "said", "orphan", "warnings"]
    assert calls >= 1 + 4 * (SETTLED + PAGE + SHOWN)
    assert any(node["orphan"] for node in nodes)
    assert any(warned["child"]["inner"] for node in nodes for warned in node["warnings"])


def test_both_times_are_those_of_the_question(asking: Asking) -> None:
    text = """query ($on: Date, $at: DateTime) { children(asOf: $on, knownAt: $at, first: 300) {
        nodes { id categories { rule { id } answer records { id recordedAt } missing { code person { id } } } } } }"""
    answers = set[str]()
    for on, at in (("2026-03-01", None), ("2026-03-01", "2025-01-01T00:00:00Z"), ("2024-02-29", None)):
        variables = {"on": on, "at": at}
        answer = asking.compiled(text, variables, OFFICER)
        assert answer == {"data": asking.resolved(text, variables, OFFICER)}
        answers.add(str(answer))
    assert len(answers) == 3


def test_a_liaison_is_told_nothing_and_nothing_is_computed_for_them(asking: Asking) -> None:
    text = f"{{ children({ON}) {{ nodes {{ id categories {{ rule {{ id }} }} warnings {{ day }} }} }} }}"
    answer, calls = asking.counted(text, {}, LIAISON)
    nodes = answer["data"]["children"]["nodes"]
    assert nodes
    assert calls == 1
    assert all(node["categories"] == node["warnings"] == [] for node in nodes)
    refused = asking.compiled("{ detections { totalCount } rules { id } }", {}, LIAISON)
    assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]


def test_roles_other_than_those_told_see_no_computed_field_but_the_rules_themselves() -> None:
    open_to_all = {coordinate for coordinate, computed in COMPUTED.items() if Role.LIAISON in computed.roles}
    assert open_to_all == {"Query.rules", "Query.rule"}


def detections(asking: Asking, reader: Any, arguments: str) -> Iterator[dict[str, Any]]:
    """All of a list, page by page."""
    after: str | None = None
    while True:
        text = f"""query ($after: String) {{ detections({arguments}, {ON}, first: 7, after: $after) {{
            totalCount pageInfo {{ hasNextPage endCursor }}
            nodes {{ child {{ id }} rule {{ id severity }} answer }} }} }}"""
        page = asking.compiled(text, {"after": after}, reader)["data"]["detections"]
        yield from page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
def test_a_list_of_detections_holds_those_of_the_readers_children(asking: Asking, reader: Any) -> None:
    shown = "totalCount nodes { child { id } rule { kind severity } answer }"
    text = f"{{ detections(first: 1000, {ON}) {{ {shown} }} }}"
    answer = asking.compiled(text, {}, reader)
    assert answer == {"data": asking.resolved(text, {}, reader)}
    every = answer["data"]["detections"]["nodes"]
    assert len(every) == answer["data"]["detections"]["totalCount"] > 0
    urgent = [each for each in every if each["rule"] == {"kind": "CATEGORY", "severity": "HIGH"}]
    wanted = "filter: {kind: [CATEGORY], severity: [HIGH], answer: [YES]}, orderBy: {field: SEVERITY, direction: DESC}"
    assert len(list(detections(asking, reader, wanted))) == sum(each["answer"] == "YES" for each in urgent) > 0


def test_an_unknown_rule_is_refused_and_not_repeated(asking: Asking) -> None:
    for text in (
        '{ detections(filter: {rules: ["王小明"]}) { totalCount } }',
        '{ children { nodes { warnings(rules: ["王小明"]) { day } } } }',
    ):
        answer = asking.compiled(text, {}, OFFICER)
        assert [error["extensions"]["code"] for error in answer["errors"]] == [ErrorCode.ARGUMENT_INVALID]
        assert "王小明" not in str(answer)


def test_computing_counts_toward_the_cost() -> None:
    def cost(text: str) -> int:
        parts = definitions(parse(text))
        return Measuring(graphql_schema, parts, Limits(), {}).operation(parts.operations[0]).cost

    one = cost("{ children(first: 1) { nodes { id categories { answer } } } }")
    many = cost("{ children(first: 100) { nodes { id categories { answer } } } }")
    assert many - one >= 99 * COMPUTED["Child.categories"].work
    assert cost("{ detections { totalCount } }") > COMPUTED["Query.detections"].work
