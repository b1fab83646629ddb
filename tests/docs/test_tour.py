"""Every query, command and program of the API's tour is carried out, and gives what the page shows."""

import json
import shutil
from datetime import date

import pytest
from graphql import DocumentNode, OperationDefinitionNode, parse, print_ast, validate

from graph_service.api.published import QUERIES, published
from graph_service.api.schema.build import graphql_schema
from tests.docs.executed import ROOT, Reader, Step, agrees, steps
from tests.service_at_work import ServiceAtWork

TOUR = steps((ROOT / "docs" / "api.md").read_text("utf-8"))
OPERATIONS = sorted(
    file.stem
    for file in QUERIES.glob("*.graphql")
    if not file.read_text("utf-8").partition("\n")[2].startswith("fragment")
)
LAST_DAY = date(2026, 11, 2)


@pytest.mark.skipif(date.today() < LAST_DAY, reason="the tour records what holds from 2 November 2026")
@pytest.mark.skipif(shutil.which("curl") is None, reason="the tour uses curl")
def test_the_tour_can_be_taken(village: ServiceAtWork) -> None:
    reader = Reader(village)
    waiting: Step | None = None
    for step in TOUR:
        given = reader.carry_out(step)
        if step.is_subscription:
            waiting = step
            continue
        _compare(step, given)
        if waiting:
            _compare(waiting, reader.heard())
            waiting = None
    assert waiting is None, "a subscription that nothing came of"


def test_every_query_of_the_tour_has_an_answer() -> None:
    assert len(TOUR) > 20
    assert [step.line for step in TOUR if step.answer is None] == []
    assert {step.user for step in TOUR} == {"officer", "liaison", "auditor"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_published_operation_is_valid_and_complete(name: str) -> None:
    document = parse(published(name))
    assert validate(graphql_schema, document) == []
    assert [each.name.value for each in _operations(document)] == [name]


def test_the_tour_shows_published_operations_as_they_are() -> None:
    shown = 0
    for step in (step for step in TOUR if step.kind == "graphql"):
        document = parse(step.text)
        for operation in _operations(document):
            if operation.name and operation.name.value in OPERATIONS:
                assert print_ast(document) == print_ast(parse(published(operation.name.value))), f"line {step.line}"
                shown += 1
    assert shown >= 4


def test_what_differs_is_told_apart() -> None:
    assert agrees({"a": ["…", 1]}, {"a": [{"b": 2}, 1]})
    assert not agrees({"a": ["…", 1]}, {"a": [{"b": 2}, 2]})
    assert not agrees({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not agrees([1], [1, 2])
    assert not agrees({"a": 1}, {"a": 1, "b": None})


def _compare(step: Step, given: object) -> None:
    assert step.answer is not None
    shown = step.answer if step.kind == "python" else json.loads(step.answer)
    assert agrees(shown, given), f"docs/api.md, line {step.line}: {json.dumps(given, ensure_ascii=False)}"


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
