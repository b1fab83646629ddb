"""What is asked all day long is one statement, and it seeks what it is about in an index."""

from dataclasses import replace
from typing import Any, cast

import pytest
from neo4j import Record

from graph_service.api.execution import Execution
from graph_service.api.published import published
from graph_service.api.schema.build import graphql_schema
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from tests.api.asking import READERS, Asking, identity
from tests.api.county import COUNTY, SCHOOL
from tests.api.resolvers import Reader

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS


class Explaining:
    """A graph that keeps the plans of what it is asked.

    A statement that is nothing but sub-queries has a plan that hides them: then it is that of the first of these.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.plans: list[list[str]] = []
        self.keyring = graph.keyring

    def read(self, asks: Statement, /, **parameters: Any) -> list[Record]:
        plan = self.graph.plan(asks, **parameters)
        if set(plan) <= {"ProduceResults", "Projection"}:
            plan = self.graph.plan(replace(asks, text=first_subquery(asks.text)), **parameters)
        self.plans.append(plan)
        return self.graph.read(asks, **parameters)


def first_subquery(text: str) -> str:
    """What stands in the brackets of the first `COLLECT`."""
    begin = text.index("COLLECT {") + len("COLLECT {")
    depth = 1
    for place in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if not depth:
            return text[begin:place]
    raise AssertionError(text)


def plans_of(asking: Asking, reader: Reader, text: str, variables: dict[str, Any]) -> list[list[str]]:
    explaining = Explaining(asking.county.graph)
    execution = Execution(cast("Graph", explaining), graphql_schema)
    document, values = asking.document(text, variables)
    answer = execution.execute(document, document.operation(None), values, identity(reader))
    assert answer.keys() == {"data"}
    return explaining.plans


@pytest.mark.parametrize(
    ("reader", "operation", "variables"),
    [
        (OFFICER, "ChildAndFamily", {"child": "WANG-CHILD"}),
        (OFFICER, "ChildrenWithoutGuardianship", {"division": COUNTY}),
        (TOWNSHIP_OFFICER, "ChildrenWithoutGuardianship", {"division": COUNTY}),
        (OFFICER, "EntrustedChildren", {"division": COUNTY}),
        (OFFICER, "FindChildren", {"search": "wang"}),
        (OFFICER, "WorkersOfDivision", {"division": COUNTY}),
        (LIAISON, "SchoolRoll", {}),
        (AUDITOR, "AssessmentTrail", {"child": "WANG-CHILD"}),
        (AUDITOR, "AssessmentTrail", {"child": "WANG-CHILD", "knownAt": "2026-03-01T00:00:00Z"}),
    ],
    ids=lambda value: f"{value.role}-{value.division}" if isinstance(value, Reader) else None,
)
def test_published_operations_scan_nothing(
    asking: Asking, reader: Reader, operation: str, variables: dict[str, Any]
) -> None:
    (plan,) = plans_of(asking, reader, published(operation), variables)
    assert any("Seek" in operator for operator in plan)
    assert not [operator for operator in plan if operator.endswith("Scan")]


@pytest.mark.parametrize(
    ("reader", "asked"),
    [
        (OFFICER, 'child(id: "WANG-CHILD") { id parents { key } grade }'),
        (OFFICER, 'node(id: "Person:WANG-FATHER") { id }'),
        (OFFICER, "children(first: 100) { nodes { id grade } }"),
        (OFFICER, "children(first: 100) { totalCount facets { grade { value count } } }"),
        (OFFICER, 'children(filter: {division: "990101001"}) { nodes { id } }'),
        (OFFICER, "children(orderBy: {field: NAME}) { nodes { id } }"),
        (OFFICER, "children(orderBy: {field: BIRTH_DATE, direction: DESC}) { nodes { id } }"),
        (OFFICER, f'children(filter: {{school: "{SCHOOL}"}}) {{ nodes {{ id }} }}'),
        (OFFICER, 'children(filter: {personIds: ["WANG-CHILD"]}) { nodes { id } }'),
        (OFFICER, 'children(filter: {household: "H-LI"}) { nodes { id } }'),
        (OFFICER, "children(filter: {age: {min: 6, max: 7}}) { nodes { id } }"),
        (OFFICER, "persons(first: 100) { totalCount nodes { id } }"),
        (OFFICER, 'persons(filter: {division: "990101001"}, orderBy: {field: NAME}) { nodes { id } }'),
        (AUDITOR, 'persons(filter: {division: "990101001"}) { nodes { id } }'),
        (OFFICER, 'persons(filter: {idNumber: "990101198503140118"}) { nodes { id } }'),
        (OFFICER, "households(first: 100) { totalCount nodes { id } }"),
        (OFFICER, 'schools(filter: {division: "990101001"}) { totalCount nodes { id } }'),
        (OFFICER, 'workers(filter: {division: "990101001"}) { totalCount nodes { id } }'),
        (OFFICER, 'organisations(filter: {division: "990101001"}) { totalCount nodes { id } }'),
        (LIAISON, "children(first: 100) { totalCount nodes { id grade } }"),
        (AUDITOR, "children(first: 100) { nodes { id grade } }"),
    ],
    ids=str,
)
def test_other_questions_scan_nothing(asking: Asking, reader: Reader, asked: str) -> None:
    (plan,) = plans_of(asking, reader, f"{{ {asked} }}", {})
    assert any("Seek" in operator for operator in plan)
    assert not [operator for operator in plan if operator.endswith("Scan")]
