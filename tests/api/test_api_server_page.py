"""docs/api-server.md says what the code does: every error code with its status, every limit, every metric."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from graph_service.api.documents import Documents
from graph_service.api.errors import http_status
from graph_service.api.limits import Limits
from graph_service.api.observing import Metrics
from graph_service.api.schema.build import graphql_schema
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError

PAGE = (Path(__file__).parents[2] / "docs" / "api-server.md").read_text("utf-8")


def section(title: str) -> str:
    [_, text] = PAGE.split(f"\n## {title}\n")
    return text.split("\n## ")[0]


def cells(text: str) -> list[list[str]]:
    """The rows of the tables in a text."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| `")
    ]


def test_every_error_code_is_listed_once() -> None:
    listed = [code for row in cells(section("Errors")) for code in re.findall(r"`([A-Z_]+)`", row[0])]
    assert sorted(listed) == sorted(code.value for code in ErrorCode)


@pytest.mark.parametrize("row", [row for row in cells(section("Errors")) if len(row) == 3], ids=lambda row: row[0])
def test_the_status_of_an_error(row: list[str]) -> None:
    code = ErrorCode(row[0].strip("`"))
    assert http_status(ServiceError(code, "", "")) == int(row[1])


def test_every_limit_is_listed_with_what_is_allowed() -> None:
    listed = {row[0].strip("`"): int(row[1].replace(",", "")) for row in cells(section("Limits"))}
    limits = Limits()
    counted = {"page_size", "list_size"}  # what something counts as; they are in the text of `cost`
    assert listed == {each.name: getattr(limits, each.name) for each in fields(limits) if each.name not in counted}
    assert f"counts {limits.page_size}, a list {limits.list_size}" in PAGE


def test_the_limits_are_those_of_the_default_settings() -> None:
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert (defaults["body_limit"], defaults["cost_limit"]) == (Limits().body_bytes, Limits().cost)


def test_every_metric_is_listed() -> None:
    metrics = Metrics(lambda: 0, lambda: 0, lambda: 0)
    shown = set(re.findall(r"^# TYPE (\S+) (?!gauge$)", metrics.text().decode(), re.M)) | {
        f"graph_service_{name}" for name in ("running", "waiting", "subscriptions")
    }
    listed = {name for row in cells(section("What can be seen")) for name in re.findall(r"`(\w+)`", row[0])}
    assert listed == {name for name in shown if not name.endswith("_created")}


def test_the_query_of_the_readme_can_be_pasted() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    queries = re.findall(r"```graphql[^\n]*\n(.*?)```", readme, re.S)
    documents = Documents(graphql_schema, Limits())
    for query in queries:
        document = documents.get(query)
        assert document.variables(document.operation(None), {}) == {}
    assert queries
