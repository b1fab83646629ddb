"""After a wipe no file below the home has a byte of who was erased, and the graph is the same, whatever it holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.bulk import REMAINDER
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.embedded import EmbeddedServer, neo4j_folder, replaced_folder
from graph_service.graph.statements import Statement
from graph_service.subjects.wiping import wipe
from tests.conftest import settings_for
from tests.feeds.deliveries import ask

LONG = "Name-so-long-that-the-database-keeps-it-in-a-record-of-texts-and-as-it-is"
SHORT, STAYS = "绝无此人", "尚在此人"
TEXTS = {"text": ' "quoted", and\r\nbroken\ttext\0 ', "list": ["a;b", 'c"d', "e\x1ff"], "gaps": ["", "a"]}
ODD = """
CREATE (a:Odd:Labels {id: 'odd', text: $text, list: $list, gaps: $gaps, empty: '', none: [], numbers: [1, 2], mixed: 1,
  plain: ['x', 'y'], point: point({longitude: 1.5, latitude: 2}), duration: duration('P1DT2S'), day: date('0001-01-01'),
  infinite: 1 / 0.0, nothing: 0.0 / 0, tiny: 5e-324, great: -9223372036854775807, clock: localtime('12:00'),
  local: localdatetime('2026-03-01T02:30:00.123456789'), offset: datetime('2026-03-01T02:30:00-05:30'),
  moment: datetime('2026-03-01T02:30:00.123456789[Asia/Shanghai]')})
CREATE (b:Odd {id: 'b', mixed: 'text'})-[:ODD_FACT {none: [], text: $text}]->(a), (a)-[:BARE_FACT]->(a), (:Bare), ()
"""
"""A value of every kind, and those that the import tool takes for something else."""


SCHEMA = (
    "CREATE CONSTRAINT id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE",
    "CREATE INDEX both IF NOT EXISTS FOR (n:Odd) ON (n.id, n.mixed)",
    "CREATE INDEX key IF NOT EXISTS FOR ()-[r:SUPPORTS]-() ON (r.key)",
    "CREATE TEXT INDEX text IF NOT EXISTS FOR (n:Odd) ON (n.text)",
    "CREATE FULLTEXT INDEX words IF NOT EXISTS FOR (n:Person|Odd) ON EACH [n.name, n.text] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
)


def readings(data: bytes) -> Iterator[bytes]:
    """The bytes, and as they are where they lie in words of eight bytes of the other order."""
    yield data
    for begin in range(min(8, len(data) - 7)):
        yield np.frombuffer(data, "<u8", (len(data) - begin) // 8, begin).byteswap().tobytes()


def packings(word: str) -> list[bytes]:
    """How Neo4j may have written a word: as UTF-8 or UTF-16, or among others at any bit of a word of eight bytes."""
    number = int.from_bytes(word.encode(), "little")
    size = len(word.encode())
    shifted = [(number << bits).to_bytes(size + 1, "little")[1:-1] for bits in range(8)]
    return [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), *shifted]


def named(folder: Path) -> set[str]:
    """Which of the names some file below a folder has, however it is packed."""
    found: set[str] = set()
    for file in folder.rglob("*"):
        for reading in readings(file.read_bytes().rstrip(b"\0")) if file.is_file() else ():
            found |= {name for name in (LONG, SHORT, STAYS) if any(each in reading for each in packings(name))}
    return found


def schema(graph: Graph) -> list[Any]:
    return sorted(
        [
            *ask(graph, "SHOW INDEXES YIELD name, state, createStatement RETURN [name, state, createStatement]"),
            *ask(graph, "SHOW CONSTRAINTS YIELD name, createStatement RETURN [name, createStatement]"),
        ]
    )


def held(graph: Graph) -> tuple[Any, ...]:
    elements = [
        *ask(graph, "MATCH (n) RETURN [labels(n), [key IN keys(n) | [key, valueType(n[key]), n[key]]]]"),
        *ask(graph, "MATCH (a)-[r]->(b) RETURN [[a.id, type(r), b.id], [key IN keys(r) | [key, r[key]]]]"),
    ]
    everything = sorted(repr([sorted(map(str, kind)), sorted(map(repr, rest))]) for kind, rest in elements)
    return everything, schema(graph)


@dataclass(frozen=True)
class Left:
    """A home from whose graph two people were deleted, and what is left in it."""

    settings: Settings
    held: tuple[Any, ...]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    settings = settings_for(tmp_path_factory.mktemp("wiping"))
    with open_graph(settings) as graph:
        for each in SCHEMA:
            graph.write(Statement("test", each, "", {}, ""))
        graph.write(Statement("test", ODD, "", {}, ""), **TEXTS)
        people = "UNWIND $names AS name CREATE (:Person {id: name, name: name})-[:SUPPORTS {key: name}]->(:Worker)"
        graph.write(Statement("test", people, "", {}, ""), names=[LONG, SHORT, STAYS])
        delete = "MATCH (n:Person WHERE n.id IN $names) DETACH DELETE n"
        graph.write(Statement("test", delete, "", {}, ""), names=[LONG, SHORT])
        return Left(settings, held(graph))


def refused(settings: Settings) -> ServiceError:
    with pytest.raises(ServiceError) as error:
        wipe(settings)
    return error.value


def test_nothing_of_whom_was_erased_is_left_and_the_graph_is_the_same(left: Left) -> None:
    home, store = left.settings.home, neo4j_folder(left.settings) / "data" / "databases"
    assert named(home) == {LONG, SHORT, STAYS}, "the search finds what is in logs"
    assert STAYS in named(store), "and in stores, however it is packed"
    killed = home / "wiping" / "left-by-a-kill"
    killed.mkdir(parents=True)
    (killed / "0.csv").write_text(SHORT, "utf-8")
    others: list[ErrorCode] = []

    def meanwhile(what: str, done: int, total: int) -> None:
        if what in ("relationships", "store") and done == total:
            with pytest.raises(ServiceError) as error:
                EmbeddedServer(left.settings).start()
            others.append(error.value.code)

    wiped = wipe(left.settings, meanwhile)
    assert set(others) == {ErrorCode.DATABASE_IN_USE} and len(others) > 2, "others wait"
    assert named(home) == {STAYS}
    assert [path.name for path in (home / "wiping").iterdir()] == ["lock"]
    assert not replaced_folder(left.settings).exists()
    neo4j_folder(left.settings).rename(replaced_folder(left.settings))  # as if killed when half of it was replaced
    with open_graph(left.settings) as graph:
        assert held(graph) == left.held
    assert wiped.content.nodes + wiped.content.relationships == len(left.held[0])


def test_a_new_store_that_holds_something_else_does_not_take_the_place(
    left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = neo4j_folder(left.settings)
    before = folder.stat().st_ino
    monkeypatch.setattr("graph_service.subjects.wiping.make_store", lambda *_: None)
    assert refused(left.settings).code is ErrorCode.WIPING_FAILED
    assert folder.stat().st_ino == before
    assert [path.name for path in (left.settings.home / "wiping").iterdir()] == ["lock"]


def test_what_cannot_be_wiped_is_left_alone(left: Left, tmp_path: Path) -> None:
    home = left.settings.home
    assert refused(settings_for(tmp_path / "none")).code is ErrorCode.SETTINGS_INVALID
    assert refused(settings_for(home, neo4j_uri="bolt://127.0.0.1:1")).code is ErrorCode.SETTINGS_INVALID
    assert refused(settings_for(home, minimum_free_disk=1 << 40)).code is ErrorCode.DISK_NEARLY_FULL
    unfinished = neo4j_folder(left.settings) / REMAINDER
    unfinished.touch()
    assert refused(left.settings).code is ErrorCode.IMPORT_RUNNING
    unfinished.unlink()
    with EmbeddedServer(left.settings).serving():
        assert refused(left.settings).code is ErrorCode.DATABASE_IN_USE
