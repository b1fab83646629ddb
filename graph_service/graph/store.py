"""The store of an embedded database, made by Neo4j's own import tool, without a server.

Nobody ever sees half a graph: everything is written to a folder of its own, a workshop, in which Neo4j's folder comes
to be too, and that one takes its place in one step. A kill before it leaves nothing but the workshop, which the next
one removes.
"""

import csv
import fcntl
import io
import re
import shutil
import tempfile
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any, Final

from graph_service.config import Settings
from graph_service.durability import sync_folder
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.embedded import admin, is_served, neo4j_folder, replaced_folder, running
from graph_service.graph.jars import Progress

ARRAY_DELIMITER: Final = "\x1f"
"""Between the elements of a list: the unit separator."""

_PERCENT: Final = re.compile(r"\s(\d{1,3})%")


# Files of the import tool.


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the import tool, its header in the first line.

    Attributes:
        option: `nodes` or `relationships`.
        name: labels, with colons between them, or type of its rows; empty for nodes without labels.
        path: where it is.
        multiline: whether some value holds a line break, which the tool must be told.
    """

    option: str
    name: str
    path: Path
    multiline: bool


class TableWriter:
    """Writes one table, batch after batch.

    Args:
        option, name: as in `Table`.
        path: where to.
        header: cells of the header line, such as `from:date`.
    """

    def __init__(self, option: str, name: str, path: Path, header: Sequence[str]) -> None:
        self._option, self._name, self._path = option, name, path
        self._multiline = False
        self._file = path.open("w", encoding="utf-8", newline="", buffering=1 << 20)
        self.write([[cell] for cell in header])

    def write(self, columns: Sequence[Sequence[object]]) -> None:
        """Rows, by column: text, int or float; None where there is no value."""
        plain = _plain_lines(columns)
        if plain is not None:
            self._file.write(plain)
            return
        rows = list(zip(*columns, strict=True))
        text = io.StringIO(newline="")
        # With both characters in the terminator every Python quotes the cells that hold one of them.
        csv.writer(text, lineterminator="\r\n").writerows(rows)
        lines = text.getvalue()
        self._multiline = self._multiline or not lines.count("\n") == lines.count("\r") == len(rows)
        self._file.write(lines)

    def close(self) -> Table:
        """Closes the file and says what it has become."""
        self._file.close()
        return Table(self._option, self._name, self._path, self._multiline)


def _plain_lines(columns: Sequence[Sequence[object]]) -> str | None:
    """The rows as `csv.writer` would write them, in a fifth of its time; None when some cell would be quoted."""
    if len(columns) < 2:
        return None  # csv.writer marks a row that holds nothing but an empty cell
    rows = len(columns[0])
    text = "\r\n".join([*map(",".join, zip(*map(_texts, columns), strict=True)), ""])
    unquoted = text.count(",") == rows * (len(columns) - 1) and text.count("\r") == text.count("\n") == rows
    return text if unquoted and '"' not in text else None


def _texts(column: Sequence[Any]) -> Iterable[str]:
    """The cells of a column as text, nothing for None."""
    types = set(map(type, column))
    if types <= {str}:
        return column
    if types <= {str, NoneType}:
        return [cell or "" for cell in column]
    return ["" if cell is None else str(cell) for cell in column]


# Workshops.


@contextmanager
def workshop(settings: Settings, name: str) -> Generator[Path]:
    """A new folder below the home, gone at the end; those that a kill has left go first.

    Args:
        settings: home.
        name: of the folder that it lies in, one for each kind of work.

    Raises:
        ServiceError: IMPORT_RUNNING when another process is at the same work.
    """
    place = settings.home / name
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServiceError(
                ErrorCode.IMPORT_RUNNING,
                "Another process is writing the store of this graph.",
                "Wait until it is done, then try again.",
            ) from None
        for left in place.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(dir=place))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def refuse_full_disk(settings: Settings, size: int) -> None:
    """Raises:
    ServiceError: DISK_NEARLY_FULL when the home has no room for so many bytes beside what must stay free.
    """
    free = shutil.disk_usage(settings.home).free
    needed = size + (settings.minimum_free_disk << 20)
    if free < needed:
        raise ServiceError(
            ErrorCode.DISK_NEARLY_FULL,
            "Only {free} MiB are free at {folder}; writing the store needs {needed}.",
            "Free some space, or choose another place with GRAPH_SERVICE_HOME.",
            free=free >> 20,
            folder=settings.home,
            needed=needed >> 20,
        )


def refuse_running(settings: Settings) -> None:
    """Raises:
    ServiceError: DATABASE_IN_USE when the embedded server of this home runs.
    """
    if running(settings) or is_served(settings):
        raise ServiceError(
            ErrorCode.DATABASE_IN_USE,
            "The database runs, so that its folder cannot be replaced.",
            "Stop the process that runs it, then try again.",
        )


def make_store(home: Settings, tables: Sequence[Table], tell: Progress) -> None:
    """Makes the store of a home from tables.

    Args:
        home: settings of a home whose database does not run; a store that is there is replaced.
        tables: nodes and relationships; ids of nodes are integers.
        tell: told how many percent are done.

    Raises:
        ServiceError: those of `admin`.
    """
    percent = 0

    def follow(line: str) -> None:
        nonlocal percent
        match = _PERCENT.search(line)
        if match and int(match[1]) != percent:
            percent = int(match[1])
            tell("store", percent, 100)

    multiline = ",".join(str(table.path) for table in tables if table.multiline)
    admin(
        home,
        "database",
        "import",
        "full",
        "neo4j",
        "--overwrite-destination",
        "--id-type=integer",
        f"--array-delimiter=\\{ord(ARRAY_DELIMITER)}",
        "--path-pattern-style=none",
        "--bad-tolerance=0",
        "--skip-duplicate-nodes=false",
        "--skip-bad-relationships=false",
        f"--report-file={home.home / 'report'}",
        *((f"--multiline-fields={multiline}", "--multiline-fields-format=v2") if multiline else ()),
        *(
            f"--{table.option}={table.name}={table.path}" if table.name else f"--{table.option}={table.path}"
            for table in tables
        ),
        output=follow,
    )


def take_place(settings: Settings, staged: Settings) -> None:
    """Neo4j's folder of a home makes way for that of another one, and is moved to `replaced_folder`.

    Between the two steps of it the home has no folder; whoever meets that puts the one that was there back.

    Args:
        settings: the home.
        staged: the other one, on the same disk.
    """
    place, replaced = neo4j_folder(settings), replaced_folder(settings)
    if place.exists():
        if replaced.exists():  # somebody was killed before they had deleted it
            shutil.rmtree(replaced)
        place.rename(replaced)
    neo4j_folder(staged).rename(place)
    sync_folder(settings.home)
