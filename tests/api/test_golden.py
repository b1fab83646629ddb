"""For every fragment: a question in GraphQL that it answers, and the statements that come of it, in `golden/`.

A file holds `// ROLE: question` and the statement below it, then those that show computed fields; once for what is
known now and once with `knownAt`. Whoever adds a fragment writes the questions; `GRAPH_SERVICE_WRITE_GOLDEN=1
.venv/bin/pytest tests/api/test_golden.py` writes the statements. Then read the difference: it is what the database will
be asked.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import FieldNode, FragmentDefinitionNode, GraphQLObjectType, OperationDefinitionNode, parse, validate
from graphql.execution.collect_fields import collect_fields

from graph_service.access.identity import Role
from graph_service.access.policy import sight
from graph_service.api.compiler.compiling import Compiled, compile_field
from graph_service.api.schema.build import graphql_schema
from graph_service.fragments import patterns
from graph_service.fragments.patterns import Sight
from graph_service.graph.statements import cypher_folder

GOLDEN = Path(__file__).parent / "golden"
WRITES = os.environ.get("GRAPH_SERVICE_WRITE_GOLDEN") == "1"
OF_RULES = {"fields/Fact.evidence", "fields/Responsible.evidence"}
"""Fragments that no question leads to: rules read them, whose answers have tests of their own."""
NAMES = sorted(
    {
        f"{folder}/{path.stem}"
        for folder in ("access", "fields", "filters")
        for path in (cypher_folder() / folder).glob("*.cypher")
    }
    - OF_RULES
)
_BLOCK = re.compile(r"^// (?P<role>[A-Z_]+): (?P<question>.+)\n(?P<statement>(?:(?!// ).*\n)*)", re.MULTILINE)
_BREAK = re.compile(r" (?=(?:(?<!STARTS )(?<!ENDS )WITH|UNWIND|MATCH|WHERE|RETURN|ORDER BY|WHEN|ELSE)\b)")


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_of_a_question_is_the_one_on_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = GOLDEN / f"{name}.cypher"
    assert file.is_file(), f"write {file.name} into golden/: // ROLE: a question that {name} answers"
    used: set[str] = set()
    monkeypatch.setattr(patterns, "_Instance", recording(used))
    blocks = [(block["role"], block["question"], block["statement"]) for block in _BLOCK.finditer(file.read_text())]
    asked = [(role, question, statement_of(Role[role], question)) for role, question, _ in blocks]
    assert name in used, "the questions on file are not answered by this fragment"
    if WRITES:
        file.write_text("\n".join(f"// {role}: {question}\n{statement}" for role, question, statement in asked))
    else:
        assert [(role, question, f"{statement.strip()}\n") for role, question, statement in blocks] == asked


def test_every_file_is_of_a_fragment() -> None:
    assert {str(path.relative_to(GOLDEN).with_suffix("")) for path in GOLDEN.rglob("*.cypher")} == set(NAMES)


def recording(used: set[str]) -> type:
    """What instantiates fragments, and notes which."""

    class Recording(patterns._Instance):
        def piece(self) -> patterns.Piece:
            used.add(self.source.name)
            return super().piece()

    return Recording


def statement_of(role: Role, question: str) -> str:
    """The statements of the one root field of a valid question, in lines."""
    document = parse(question)
    assert validate(graphql_schema, document) == []
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    (operation,) = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    root = graphql_schema.get_root_type(operation.operation)
    assert isinstance(root, GraphQLObjectType)
    ((_, nodes),) = collect_fields(graphql_schema, fragments, {}, root, operation.selection_set).items()
    known = any(argument.name.value == "knownAt" for argument in nodes[0].arguments)
    return "".join(line for text in texts(compiled(root, nodes, sight(role, known=known))) for line in lines(text))


def compiled(root: GraphQLObjectType, nodes: list[FieldNode], sight: Sight) -> Compiled:
    return compile_field(graphql_schema, {}, root, nodes, {}, sight)


def texts(field: Compiled) -> Iterator[str]:
    """Its statement, then those of the computed fields in it."""
    if field.text:
        yield field.text
    for shown in field.computed:
        yield from texts(shown.compiled)


def lines(statement: str) -> Iterator[str]:
    """The statement, a line for each clause, indented by the braces that are open."""
    depth = 0
    for line in _BREAK.split(statement):
        yield f"{'  ' * depth}{line.strip()}\n"
        depth += line.count("{") - line.count("}")
