"""The first load of an empty graph: feed files become a Neo4j store, without a server, by Neo4j's own import tool.

The rows pass the same validation as on the road through the driver, and the graph is the same. What the database looks up
there (references, birth dates of parents) is looked up here in arrays that take 16 bytes a person, 12 for other entities.

Nobody ever sees half a graph: everything is written to a folder of its own, in which Neo4j's folder comes to be too, and
that one takes its place in one step. A kill before it leaves nothing but that folder, which the next first load removes.
"""

import csv
import fcntl
import io
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from multiprocessing import connection, get_context, parent_process
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.contract import Feed, Kind
from graph_service.feeds.reading import FeedFile, FeedReader
from graph_service.feeds.validation import Batch, Finding, Reason, Rejection, Validator, Violation, value_class
from graph_service.graph.embedded import admin, is_served, neo4j_folder
from graph_service.graph.jars import Progress

_PROCESSES: Final = 2
_DISK_FACTOR: Final = 8
"""Bytes needed for each byte of the feeds while they are loaded: tables of the import tool, store, indexes, their log."""
_TICK_SECONDS: Final = 0.2
_PERCENT: Final = re.compile(r"\s(\d{1,3})%")

_TYPES: Final[Mapping[Kind, str]] = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "datetime",
    Kind.INTEGER: "long",
    Kind.NUMBER: "double",
    Kind.YES_NO: "boolean",
}


# Entities by their ids, without a database.


class Index:
    """Where the entities of one label are: their numbers in the import, and birth dates of persons.

    Ids are kept as 64 bits of a hash: that some reference out of ten million finds the wrong one of a million entities
    has a probability of one in two million.

    Args:
        ids: hashes, sorted.
        numbers: number in the import of each.
        births: proleptic ordinal of the birth date by number; empty for what has none.
    """

    def __init__(self, ids: NDArray[np.uint64], numbers: NDArray[np.int32], births: NDArray[np.int32]) -> None:
        self._ids = ids
        self._numbers = numbers
        self.births = births

    @classmethod
    def of(cls, ids: Sequence[NDArray[np.uint64]], births: Sequence[NDArray[np.int32]]) -> Self:
        """Index of entities numbered in the order given.

        Raises:
            ServiceError: FEED_UNREADABLE when two ids have the same hash, which nobody will live to see.
        """
        hashes = np.concatenate([np.empty(0, np.uint64), *ids])
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        if len(hashes) > 1 and bool((hashes[1:] == hashes[:-1]).any()):
            raise ServiceError(
                ErrorCode.FEED_UNREADABLE,
                "Two ids of the delivery cannot be told apart by the fast road.",
                "Create the graph first with `graph-service migrate`, then import again.",
            )
        return cls(hashes, order.astype(np.int32), np.concatenate([np.empty(0, np.int32), *births]))

    @classmethod
    def read(cls, folder: Path, label: str) -> Self:
        """The index that `write` wrote; processes that read it share its memory."""
        return cls(*(np.load(folder / f"{label}.{part}.npy", mmap_mode="r") for part in ("ids", "numbers", "births")))

    def write(self, folder: Path, label: str) -> None:
        """Keeps the index in three files."""
        for part, array in (("ids", self._ids), ("numbers", self._numbers), ("births", self.births)):
            np.save(folder / f"{label}.{part}.npy", array)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, ids: Sequence[str]) -> NDArray[np.int32]:
        """Number of each entity, -1 where there is none."""
        if not len(self._ids):
            return np.full(len(ids), -1, np.int32)
        hashes = hash_ids(ids)
        places = np.minimum(np.searchsorted(self._ids, hashes), len(self._ids) - 1)
        return np.where(self._ids[places] == hashes, self._numbers[places], np.int32(-1))


def hash_ids(ids: Sequence[str]) -> NDArray[np.uint64]:
    """64 bits for each id, the same in every process, whatever its neighbours.

    Each pair of characters is mixed with its place by the finaliser of SplitMix64 (Steele, Lea & Flood 2014); the sum is
    mixed again.
    """
    if not ids:
        return np.empty(0, np.uint64)
    characters = np.array(ids, dtype=np.str_)
    width = characters.dtype.itemsize // 4
    if width % 2:
        characters = characters.astype(f"U{width + 1}")
    words = characters.view(np.uint64).reshape(len(ids), -1)
    total = np.zeros(len(ids), np.uint64)
    for place in range(words.shape[1]):
        word = words[:, place]
        # A word of zeros is what pads shorter ids: it must not count.
        total += np.where(word == 0, np.uint64(0), _mixed(word + np.uint64((place + 1) * 0x9E3779B97F4A7C15 % 2**64)))
    return _mixed(total)


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


# Files of the import tool.


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the import tool, its header in the first line.

    Attributes:
        option: `nodes` or `relationships`.
        name: label or type of its rows.
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

    def write(self, columns: Sequence[Iterable[object]]) -> None:
        """Rows, by column: text, int or float; None where there is no value."""
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


@lru_cache(1 << 16)
def _day(value: date | None) -> str | None:
    return value and value.isoformat()


@lru_cache(1 << 16)
def _moment(value: datetime) -> str:
    return value.isoformat()


_YES_NO: Final[Mapping[bool | None, str | None]] = {True: "true", False: "false", None: None}


def property_types(feed: Feed) -> dict[str, str]:
    """Property names of a feed's entities or facts that come from its columns, each with its type in the import tool."""
    types = {
        column.property: _TYPES.get(column.kind, "string")
        for column in feed.column.values()
        if column.property and column.name != "recorded_at"
    }
    if feed.relationship:
        types |= {"from": "date", "to": "date"}
    if feed.label == "Person":
        types["division"] = "string"
    return types


def _cells(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    if kind == "date":
        return list(map(_day, values))
    if kind == "boolean":
        return list(map(_YES_NO.__getitem__, values))
    return values


def _picked(column: Sequence[Any], places: NDArray[np.intp] | None) -> Sequence[Any]:
    return column if places is None else [column[place] for place in places.tolist()]
