"""Migrations run once, in order, and nothing that disagrees with the database goes unnoticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.migrations import migrate, pending_migrations, read_migrations
from graph_service.graph.statements import cypher_folder
from tests.graph.test_connection import local

HEADER = "// {what}\n//\n// Parameters: none\n// Returns: nothing\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real migrations and two more after them."""
    for file in (cypher_folder() / "migrations").glob("*.cypher"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    number = len(read_migrations(tmp_path))
    add(tmp_path, number + 1, "notes", "CREATE INDEX note_count IF NOT EXISTS FOR (n:Note) ON (n.count);\n")
    add(tmp_path, number + 2, "more", "MERGE (:Note {name: 'a;b'}); \nMERGE (:Note {name: 'c'});\n")
    return tmp_path


def add(folder: Path, number: int, name: str, text: str) -> Path:
    path = folder / f"{number:04}_{name}.cypher"
    path.write_text(HEADER.format(what=name) + text, encoding="utf-8")
    return path


@pytest.fixture
def clean(empty_graph: Graph) -> Iterator[Graph]:
    """The migrated graph, and afterwards again without what a test here added."""
    yield empty_graph
    empty_graph.write(local("forget_migrations"), after=len(read_migrations()))
    empty_graph.write(local("drop_note_count"))


def test_each_runs_once_in_order_and_is_recorded(clean: Graph, folder: Path) -> None:
    applied = migrate(clean, folder)
    assert [name.split("_", 1)[1] for name in applied] == ["notes", "more"]
    assert clean.read(local("notes"))[0]["names"] == ["a;b", "c"]
    assert clean.read(local("index_state"))[0]["state"] == "ONLINE"
    assert migrate(clean, folder) == []
    assert pending_migrations(clean, folder) == []


def test_one_that_was_interrupted_runs_to_its_end_the_next_time(clean: Graph, folder: Path) -> None:
    last = sorted(folder.glob("*.cypher"))[-1]
    whole = last.read_text()
    last.write_text(whole + "RETURN date('never');")
    with pytest.raises(ServiceError) as failure:
        migrate(clean, folder)
    assert failure.value.code == ErrorCode.STATEMENT_FAILED
    assert clean.read(local("notes"))[0]["names"] == ["a;b", "c"]  # the part before it is done, and not recorded
    last.write_text(whole)
    assert migrate(clean, folder) == [last.stem]
    assert clean.read(local("notes"))[0]["names"] == ["a;b", "c"]


def test_a_changed_one_is_refused_but_a_comment_may_change(clean: Graph, folder: Path) -> None:
    migrate(clean, folder)
    last = sorted(folder.glob("*.cypher"))[-1]
    last.write_text(last.read_text().replace("// more", "// more of it") + "// the end\n")
    assert migrate(clean, folder) == []
    last.write_text(last.read_text().replace("'c'", "'d'"))
    with pytest.raises(ServiceError, match=last.stem) as refusal:
        migrate(clean, folder)
    assert refusal.value.code == ErrorCode.MIGRATION_CHANGED
    assert clean.read(local("notes"))[0]["names"] == ["a;b", "c"]


def test_a_database_newer_than_the_code_is_refused(clean: Graph, folder: Path) -> None:
    migrate(clean, folder)
    with pytest.raises(ServiceError, match=f"{len(read_migrations()) + 2:04}") as refusal:
        migrate(clean)
    assert refusal.value.code == ErrorCode.MIGRATION_UNKNOWN


@pytest.mark.parametrize("name", ["0099_gap.cypher", "2_short.cypher", "0001_twice.cypher"])
def test_numbers_without_order_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_text(HEADER.format(what="What?") + "RETURN 1;")
    with pytest.raises(ServiceError) as refusal:
        read_migrations(folder)
    assert refusal.value.code == ErrorCode.STATEMENT_INVALID
