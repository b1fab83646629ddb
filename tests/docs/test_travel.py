"""The page on how a question travels shows the statement that the compiler makes, and files that are there."""

import re
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse

from graph_service.access.identity import Role
from graph_service.access.policy import sight
from graph_service.api.compiler.compiling import compile_field
from graph_service.api.schema.build import graphql_schema
from tests.docs.executed import ROOT

PAGE = (ROOT / "docs" / "how-a-question-travels.md").read_text("utf-8")
PAGES = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").glob("*.md"),
        *(ROOT / "clients").glob("*/*.md"),
    ]
)


def test_the_statement_is_the_compilers() -> None:
    (question,), (shown,) = _blocks("graphql"), _blocks("cypher")
    (operation,) = parse(question).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert graphql_schema.query_type is not None
    (field,) = operation.selection_set.selections
    officer = sight(Role.OFFICER, known=False)
    compiled = compile_field(graphql_schema, {}, graphql_schema.query_type, [field], {}, officer)  # type: ignore[list-item]
    assert _bare(shown) == _bare(compiled.text)


def test_its_modules_are_there() -> None:
    named = set(re.findall(r"`((?:api|fragments|graph|texts|access)/[\w/]+\.(?:py|yaml))`", PAGE))
    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / "graph_service" / name).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
