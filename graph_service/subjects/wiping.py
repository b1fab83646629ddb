"""Writes the embedded database's files anew, with what the graph holds today and nothing else.

Neo4j marks what is deleted as free, and its bytes stay in its stores, indexes and transaction logs until something
takes their place. So everything is read and written into a new store; only when that one is shown to hold the same
does it take the place of the old one, which is deleted. Whoever does anything else with the graph waits meanwhile.
"""

import hashlib
import math
import shutil
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from neo4j import Record
from neo4j.time import Date, DateTime

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.bulk import REMAINDER
from graph_service.feeds.digest import canonical
from graph_service.feeds.runs import home_lock
from graph_service.graph.connection import Graph
from graph_service.graph.embedded import (
    USER,
    Address,
    EmbeddedServer,
    neo4j_folder,
    put_back,
    replaced_folder,
    size_of,
)
from graph_service.graph.jars import Progress, silent
from graph_service.graph.statements import Statement, statement
from graph_service.graph.store import (
    ARRAY_DELIMITER,
    Table,
    TableWriter,
    make_store,
    refuse_full_disk,
    take_place,
    workshop,
)

_DISK_FACTOR: Final = 3
"""Bytes needed for each byte of the store while it is written anew: tables, the new one, its log."""
_PAGE: Final = 10_000
_PAGES: Final = 8
_LATE_PAGE: Final = 2_000
_SECONDS: Final = 24 * 3600
_BITS: Final = 128
_WAITING: Final = "waitingFor"

_Kind = tuple[str, ...] | str
"""Labels of a node, sorted, or the type of a relationship."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a graph holds.

    Attributes:
        nodes: how many.
        relationships: how many.
        digest: 32 hexadecimal digits that two graphs share if and, but for a chance of 2⁻⁶⁴, only if they hold the
            same, whatever numbers the database gave to nodes and relationships.
    """

    nodes: int
    relationships: int
    digest: str


@dataclass(frozen=True, slots=True)
class Wiped:
    """What was done.

    Attributes:
        content: what both the old store and the new one hold.
        bytes_before: size of the database's folder, in bytes.
        bytes_after: size of the one that took its place.
    """

    content: Content
    bytes_before: int
    bytes_after: int


def wipe(settings: Settings, progress: Progress | None = None) -> Wiped:
    """Writes the files of the embedded database anew and deletes the old ones.

    Args:
        settings: home, heap, free disk to keep.
        progress: told what is being done: nodes and relationships read, then percent of the store.

    Raises:
        ServiceError: SETTINGS_INVALID when the database is not the embedded one; DATABASE_IN_USE; IMPORT_RUNNING, also
            when a first load was not finished; DISK_NEARLY_FULL; WIPING_FAILED when the new store is not shown to hold
            the same, or the old one cannot be deleted; those of `EmbeddedServer.start`, `Graph.read` and `admin`. But
            for the last of WIPING_FAILED the graph and its files are as they were.
    """
    put_back(settings)
    _refuse_unsuited(settings)
    tell = progress or silent
    folder = neo4j_folder(settings)
    with home_lock(settings.home), workshop(settings, "wiping") as place:
        before = size_of(folder)
        refuse_full_disk(settings, before * _DISK_FACTOR)
        staged = settings.model_copy(update={"home": place, "bolt_port": 0})
        server = EmbeddedServer(_patient(settings), progress, private=True)
        with server.serving() as address:
            with _graph(address) as graph:
                tables = _Tables(place, graph.read(statement("subjects/store_columns")))
                content = _read(graph, tables.add_nodes, tables.add_relationships, tell)
                schema = [*_makes(graph, "constraints"), *_makes(graph, "indexes")]
            server.end()
            make_store(staged, tables.finish(), tell)
            with EmbeddedServer(_patient(staged), private=True).serving() as new, _graph(new) as graph:
                tables.add_late(graph)
                for each in schema:
                    graph.write(each)
                graph.read(statement("commands/migrations_await_indexes"), seconds=_SECONDS)
                if _read(graph, _nothing, _nothing, tell) != content:
                    raise _failed("The new store does not hold the same as the old one.", "Report this.")
            after = size_of(neo4j_folder(staged))
            take_place(settings, staged)
        _delete(replaced_folder(settings))
    return Wiped(content, before, after)


def _refuse_unsuited(settings: Settings) -> None:
    if settings.neo4j_uri:
        raise ServiceError(
            ErrorCode.SETTINGS_INVALID,
            "The files of an external database cannot be written anew from here.",
            "Use what its maker provides, such as: neo4j-admin database copy.",
        )
    folder = neo4j_folder(settings)
    if not (folder / "data" / "databases" / "neo4j").exists():
        raise ServiceError(
            ErrorCode.SETTINGS_INVALID,
            "There is no database in {folder}.",
            "Set GRAPH_SERVICE_HOME to the folder that holds it.",
            folder=settings.home,
        )
    if (folder / REMAINDER).exists():
        raise ServiceError(
            ErrorCode.IMPORT_RUNNING,
            "The first load of this graph has not been finished.",
            "Import the same folder again, then try again.",
        )


def _failed(what: str, remedy: str, **values: object) -> ServiceError:
    return ServiceError(ErrorCode.WIPING_FAILED, what, remedy, **values)


def _patient(settings: Settings) -> Settings:
    """Reading all of a graph takes longer than a question may."""
    return settings.model_copy(update={"transaction_timeout": _SECONDS})


@contextmanager
def _graph(address: Address) -> Generator[Graph]:
    graph = Graph(address.uri, USER, address.password, "neo4j", _SECONDS)
    try:
        yield graph
    finally:
        graph.close()


def _makes(graph: Graph, what: str) -> list[Statement]:
    """The statements that make what is in the schema, as the database words them."""
    return [
        Statement(f"subjects/store_{what}", record["makes"], "", {}, "")
        for record in graph.read(statement(f"subjects/store_{what}"))
    ]


def _delete(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _failed(
            "The new store is in place, but the old one cannot be deleted ({reason}).",
            "Delete {folder}: it holds what was erased.",
            reason=error.strerror,
            folder=folder,
        ) from None


def _nothing(_rows: list[Any]) -> None:
    pass


# Reading.


def _read(
    graph: Graph,
    take_nodes: Callable[[list[Any]], None],
    take_relationships: Callable[[list[Any]], None],
    tell: Progress,
) -> Content:
    """Reads everything, page by page.

    Args:
        graph: which.
        take_nodes: called with rows of number, labels, properties.
        take_relationships: called with rows of number, type, properties, number of start, number of end.
        tell: told how many nodes, then how many relationships are done.
    """
    (extent,) = graph.read(statement("subjects/store_extent"))
    ends = array("Q", bytes(8 * extent["node_count"]))
    digest = nodes = relationships = 0
    for rows in _pages(graph, extent, "node", tell):
        for number, labels, properties in rows:
            own = _hash([sorted(labels), properties])
            ends[number] = own >> 64
            digest += own
        take_nodes(rows)
        nodes += len(rows)
    for rows in _pages(graph, extent, "relationship", tell):
        for _, type_, properties, start, end in rows:
            digest += _hash([type_, properties, ends[start], ends[end]])
        take_relationships(rows)
        relationships += len(rows)
    return Content(nodes, relationships, f"{digest % (1 << _BITS):032x}")


def _pages(graph: Graph, extent: Record, what: str, tell: Progress) -> Generator[list[Any]]:
    reads, count = statement(f"subjects/store_{what}s"), extent[f"{what}_count"]
    pages = [
        {"beginning": extent[f"{what}s"], "from": begin, "to": min(begin + _PAGE, count) - 1}
        for begin in range(0, count, _PAGE)
    ]
    for begin in range(0, len(pages), _PAGES):  # all that is read ahead is kept
        ahead = pages[begin : begin + _PAGES]
        for page, (record,) in zip(ahead, graph.parallel_read(reads, ahead), strict=True):
            yield record["rows"]
            tell(f"{what}s", page["to"] + 1, count)


def _hash(content: list[Any]) -> int:
    text = canonical(content).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=_BITS // 8).digest(), "big")


# Tables of the import tool.


def _moment(value: DateTime) -> str:
    zone: str | None = getattr(value.tzinfo, "zone", None) or getattr(value.tzinfo, "key", None)
    return f"{value.iso_format()}[{zone}]" if zone and zone != "UTC" else value.iso_format()


def _list(value: list[str]) -> str | None:
    told = value and all(each and ARRAY_DELIMITER not in each for each in value)
    return ARRAY_DELIMITER.join(value) if told else None


@dataclass(frozen=True, slots=True)
class _Type:
    """A type that the import tool can be told.

    Attributes:
        name: as in a header.
        python: class of its values.
        cell: the text or number that stands for a value; None for those that the tool would take for something else.
    """

    name: str
    python: type
    cell: Callable[[Any], str | int | float | None]


_TYPES: Final[Mapping[str, _Type]] = {
    "STRING NOT NULL": _Type("string", str, lambda value: value or None),
    "INTEGER NOT NULL": _Type("long", int, lambda value: value),
    "FLOAT NOT NULL": _Type("double", float, lambda value: value if math.isfinite(value) else None),
    "BOOLEAN NOT NULL": _Type("boolean", bool, lambda value: "true" if value else "false"),
    "DATE NOT NULL": _Type("date", Date, Date.iso_format),
    "ZONED DATETIME NOT NULL": _Type("datetime", DateTime, _moment),
    "LIST<STRING NOT NULL> NOT NULL": _Type("string[]", list, _list),
}
"""By what `valueType` says. Whatever else there is (empty texts and lists, points) is set when the server runs."""


class _Tables:
    """The graph on its way into tables, one for nodes with the same labels and for relationships of one type.

    Args:
        folder: where they go.
        columns: from `subjects/store_columns`.
    """

    def __init__(self, folder: Path, columns: Iterable[Record]) -> None:
        self._folder = folder
        self._columns: dict[_Kind, dict[str, _Type]] = defaultdict(dict)
        self._writers: dict[_Kind, TableWriter] = {}
        self._late: dict[tuple[bool, int], dict[str, Any]] = defaultdict(dict)
        for column in columns:
            if known := [_TYPES[each] for each in column["types"] if each in _TYPES]:
                kind = column["type"] or tuple(column["labels"])
                self._columns[kind][column["name"]] = known[0]

    def add_nodes(self, rows: Iterable[Sequence[Any]]) -> None:
        """Rows of number, labels, properties."""
        for labels, found in _by(rows, lambda row: tuple(sorted(row[1]))).items():
            self._add(labels, {":ID": [row[0] for row in found]}, found)

    def add_relationships(self, rows: Iterable[Sequence[Any]]) -> None:
        """Rows of number, type, properties, number of start, number of end."""
        for type_, found in _by(rows, lambda row: row[1]).items():
            ends = {":START_ID": [row[3] for row in found], ":END_ID": [row[4] for row in found]}
            self._add(type_, ends, found)

    def _add(self, kind: _Kind, ends: Mapping[str, list[int]], rows: Sequence[Sequence[Any]]) -> None:
        columns = self._columns[kind]
        option, title = ("relationships", kind) if isinstance(kind, str) else ("nodes", ":".join(kind))
        cells: dict[str, list[Any]] = {name: [] for name in columns}
        waiting: list[int | None] = []
        for number, _, properties, *_ in rows:
            late = {name: value for name, value in properties.items() if name not in columns}
            for name, type_ in columns.items():
                value = properties.get(name)
                cell = type_.cell(value) if type(value) is type_.python else None
                cells[name].append(cell)
                if cell is None and value is not None:
                    late[name] = value
            waiting.append(number if late else None)
            if late:
                self._late[option == "relationships", number] = late
        if kind not in self._writers:
            names = [*ends, *(f"{name}:{type_.name}" for name, type_ in columns.items()), f"{_WAITING}:long"]
            path = self._folder / f"{len(self._writers)}.csv"
            self._writers[kind] = TableWriter(option, title, path, names)
        self._writers[kind].write([*ends.values(), *cells.values(), waiting])

    def finish(self) -> list[Table]:
        """Closes the tables; those of nodes come first."""
        tables = [writer.close() for writer in self._writers.values()]
        return sorted(tables, key=lambda table: table.option)

    def add_late(self, graph: Graph) -> None:
        """Sets the values that the import tool could not be told."""
        if not self._late:
            return
        found = graph.read(statement("subjects/store_waiting"))
        for begin in range(0, len(found), _LATE_PAGE):
            rows: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
            for record in found[begin : begin + _LATE_PAGE]:
                properties = {**self._late[record["relationship"], record["number"]], _WAITING: None}
                rows[record["relationship"]].append({"element": record["element"], "properties": properties})
            graph.write(statement("subjects/rewrite"), nodes=rows[False], facts=rows[True])


def _by(rows: Iterable[Sequence[Any]], kind: Callable[[Sequence[Any]], _Kind]) -> dict[_Kind, list[Sequence[Any]]]:
    found: dict[_Kind, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        found[kind(row)].append(row)
    return found
