"""`schema.graphql` is the schema, and what breaks for its clients is told."""

from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema
from typer.testing import CliRunner

from graph_service.api.schema.build import graphql_schema, schema
from graph_service.api.schema.exporting import changes_since, schema_text
from graph_service.cli import app
from graph_service.errors import ErrorCode, ServiceError

FILE = Path(__file__).parents[2] / "schema.graphql"
TEXT = FILE.read_text("utf-8")

EARLIER = '''
"""A child."""
type Child { id: ID! name: String }
enum Grade { NONE ABSENT }
input Filter { grade: Grade }
type Query { child(id: ID!): Child children(filter: Filter, first: Int): [Child!]! grade: Grade age: Int }
'''


def test_the_file_is_the_schema() -> None:
    assert schema_text(schema) == TEXT, "make schema"


def test_the_file_can_be_read_and_is_no_change() -> None:
    changes = changes_since(TEXT, graphql_schema)
    assert (changes.breaking, changes.dangerous) == ((), ())


def changed(before: str, after: str) -> GraphQLSchema:
    assert before in EARLIER
    return build_schema(EARLIER.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("name: String", "", "Child.name was removed."),
        ("name: String", "name: Int", "Child.name changed type from String to Int."),
        ("ABSENT", "", "ABSENT was removed from enum type Grade."),
        ("first: Int", "", "Query.children arg first was removed."),
        ("grade: Grade }\ntype", "grade: Grade! }\ntype", "Filter.grade changed type from Grade to Grade!."),
        (
            "children(filter",
            "children(day: Int!, filter",
            "A required arg day on Query.children was added.",
        ),
    ],
)
def test_what_breaks_is_told(before: str, after: str, what: str) -> None:
    assert changes_since(EARLIER, changed(before, after)).breaking == (what,)


@pytest.mark.parametrize(
    ("before", "after"), [('"""A child."""', '"""Somebody under 18."""'), ("name: String", "name: String age: Int")]
)
def test_what_is_new_or_said_in_other_words_is_no_change(before: str, after: str) -> None:
    changes = changes_since(EARLIER, changed(before, after))
    assert (changes.breaking, changes.dangerous) == ((), ())


def test_a_value_that_clients_do_not_know_is_dangerous() -> None:
    changes = changes_since(EARLIER, changed("ABSENT", "ABSENT UNKNOWN"))
    assert changes.breaking == ()
    assert changes.dangerous == ("UNKNOWN was added to enum type Grade.",)


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(ServiceError) as refused:
        changes_since("type Query {", graphql_schema)
    assert refused.value.code == ErrorCode.ARGUMENT_INVALID


def test_the_command_prints_the_schema_and_tells_what_breaks(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["schema"]).stdout == TEXT
    assert run(app, ["schema", "--since", str(FILE)]).exit_code == 0
    earlier = tmp_path / "earlier.graphql"
    earlier.write_text(TEXT.replace("type Viewer {", "type Viewer {\n  shoeSize: Int\n", 1), "utf-8")
    told = run(app, ["schema", "--since", str(earlier)])
    assert told.exit_code == 1
    assert "Viewer.shoeSize was removed." in told.stdout
    assert "ARGUMENT_INVALID" in run(app, ["schema", "--since", str(tmp_path / "none.graphql")]).stderr
