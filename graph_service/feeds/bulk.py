"""The first load of an empty graph: feed files become a Neo4j store, without a server, by Neo4j's own import tool.

The rows pass the same validation as on the road through the driver, and the graph is the same. What the database looks
up there (references, birth dates of parents) is looked up here in arrays that take 16 bytes a person, 12 for any other
entity.

Nobody ever sees half a graph: everything is written to a folder of its own, in which Neo4j's folder comes to be too,
and that one takes its place in one step. A kill before it leaves nothing but that folder, which the next first load
removes. What has to be done with a running server lies in Neo4j's folder from that step on, until `settle` has done it.
"""

import gc
import os
import pickle
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from multiprocessing import connection, get_context, parent_process
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import quarantine, runs
from graph_service.feeds.contract import Column, Feed, Kind
from graph_service.feeds.loading import Landing
from graph_service.feeds.reading import FeedFile, FeedFolder, FeedReader
from graph_service.feeds.runs import FileReport
from graph_service.feeds.validation import Batch, Reason, Rejection, Validator, Violation, value_class
from graph_service.graph.connection import Graph
from graph_service.graph.embedded import is_served, neo4j_folder, put_back, replaced_folder, running
from graph_service.graph.jars import Progress, silent
from graph_service.graph.store import (
    Table,
    TableWriter,
    make_store,
    refuse_full_disk,
    refuse_running,
    take_place,
    workshop,
)
from graph_service.sealing import Keyring, open_keys

_PROCESSES: Final = 2
_WORTH_BYTES: Final = 5_000_000
_DISK_FACTOR: Final = 8
"""Bytes needed for each byte of the feeds while they are loaded: tables of the import tool, store, indexes, log."""
REMAINDER: Final = "first-load.pickle"
_PAGE: Final = 5_000
_TICK_SECONDS: Final = 0.2
_STOP: Final = -1

_FIRST: Final = ("id", "from", "to", "birthDate", "aliveUntil", "kind", "division")
"""Neo4j reads properties along a chain, four small values to a link: what grading reads of everybody comes first."""

_TYPES: Final[Mapping[Kind, str]] = {
    Kind.DATE: "date",
    Kind.TIMESTAMP: "datetime",
    Kind.INTEGER: "long",
    Kind.NUMBER: "double",
    Kind.YES_NO: "boolean",
}

CODE_LABELS: Final[Mapping[str, str]] = {
    "IN_CIRCUMSTANCE": "CircumstanceKind",
    "HAS_DISABILITY": "DisabilityType",
    "ABSENT_IN": "Division",
    "RECEIVES": "Programme",
    "RECEIVED_SERVICE": "ServiceLine",
}
"""Labels of the nodes that stand for a code, by the relationship that ends at them."""


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

    Each pair of characters is mixed with its place by the finaliser of SplitMix64 (Steele, Lea & Flood 2014); the sum
    is mixed again.
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


# Columns of the tables.


@lru_cache(1 << 16)
def _day(value: date | None) -> str | None:
    return value and value.isoformat()


_YES_NO: Final[Mapping[bool | None, str | None]] = {True: "true", False: "false", None: None}


def property_types(feed: Feed) -> dict[str, str]:
    """Properties that come from a feed's columns, each with its type in the import tool."""
    types = {
        column.property: _TYPES.get(column.kind, "string")
        for column in feed.column.values()
        if column.property and column.name != "recorded_at"
    }
    if feed.relationship:
        types |= {"from": "date", "to": "date"}
    if feed.label == "Person":
        types |= {"division": "string", "pinyin": "string", "aliveUntil": "date"}
    types |= {column.tag: "string" for column in feed.sealed if column.tag}
    return {name: types[name] for name in (*_FIRST, *types) if name in types}


def _cells(kind: str, values: Sequence[Any]) -> Sequence[Any]:
    if kind == "date":
        return list(map(_day, values))
    if kind == "boolean":
        return list(map(_YES_NO.__getitem__, values))
    return values


def _picked(column: Sequence[Any], places: NDArray[np.intp] | None) -> Sequence[Any]:
    return column if places is None else [column[place] for place in places.tolist()]


# One feed file becomes tables.


@dataclass(frozen=True, slots=True)
class Job:
    """One file to prepare.

    Attributes:
        file: which.
        folder: where indexes are and tables go.
        imported_at: aware time of the import.
        keyring: what personal values are sealed with.
    """

    file: FeedFile
    folder: Path
    imported_at: datetime
    keyring: Keyring


@dataclass(slots=True)
class Prepared:
    """What became of one file.

    Attributes:
        report: its rows by what becomes of them, all of them done.
        tables: its rows, for the import tool.
        latest: when the newest landed row was recorded; None when nothing landed.
        rejected: rows for the quarantine, by their id; of rows that are alike, the last.
    """

    report: FileReport
    tables: list[Table] = field(default_factory=list[Table])
    latest: datetime | None = None
    rejected: dict[str, Rejection] = field(default_factory=dict[str, Rejection])


def prepare(job: Job, progress: Callable[[int], None] = lambda _: None) -> Prepared:
    """Validates a file, resolves its references against the indexes of the folder and writes its tables there.

    Args:
        job: which file and where.
        progress: called now and then with how many more bytes of the file are done.
    """
    begun = time.monotonic()
    prepared = Prepared(FileReport(job.file.name, job.file.feed.name, finished=True))
    rows = _EntityRows(job) if job.file.feed.label else _FactRows(job)
    done = 0
    try:
        with FeedReader(job.file) as reader:
            validator = Validator(job.file.feed, job.file.name, job.imported_at, job.keyring)
            for raw in reader:
                batch = validator.validate(raw, damaged=job.file.damaged)
                _count(prepared, batch, rows.add(batch))
                progress(reader.bytes_done - done)
                done = reader.bytes_done
            prepared.report = replace(prepared.report, unknown_columns=reader.unknown_columns)
    except ServiceError as error:
        # The rows before the one at fault stand in the file, and land.
        prepared.report = replace(prepared.report, error=error.code.value, message=error.message)
    prepared.tables = rows.finish()
    prepared.report = replace(prepared.report, seconds=round(time.monotonic() - begun, 3))
    progress(job.file.size - done)
    return prepared


def _count(prepared: Prepared, batch: Batch, refused: Mapping[int, Rejection]) -> None:
    landing = Landing(inserted=len(batch) - len(refused), unchanged=batch.repeated)
    rejected = [*batch.rejected, *refused.values()]
    prepared.report = prepared.report.plus(landing, read=batch.read, quarantined=len(rejected))
    prepared.rejected |= {rejection.id: rejection for rejection in rejected}
    moments = _picked(batch.recorded_at, _landed(len(batch), refused))
    if moments:
        newest = max(moments)
        prepared.latest = max(newest, prepared.latest or newest)


class _Rows:
    """The rows of one file on their way into tables."""

    def __init__(self, job: Job) -> None:
        self.feed = job.file.feed
        self.folder = job.folder
        self._types = property_types(self.feed)
        self._writers: dict[str, TableWriter] = {}
        self._indexes: dict[str, Index] = {}

    def add(self, batch: Batch) -> dict[int, Rejection]:
        """Writes the rows that land; returns those that do not, by place in the batch."""
        raise NotImplementedError

    def finish(self) -> list[Table]:
        """Closes the tables."""
        return [writer.close() for writer in self._writers.values()]

    def find(self, label: str, ids: Sequence[str]) -> NDArray[np.int32]:
        """Numbers of the entities of a label, -1 where there is none."""
        return self.index(label).find(ids)

    def index(self, label: str) -> Index:
        """Entities of the delivery that have this label."""
        if label not in self._indexes:
            self._indexes[label] = Index.read(self.folder, label)
        return self._indexes[label]

    def find_property(self, batch: Batch, column: Column, unknown: "_Unknown") -> None:
        """Checks an optional reference that is kept as a property."""
        values = batch.properties.get(column.property or "")
        if values is None or column.name in self.feed.end or not column.refers_to:
            return
        places = [place for place, value in enumerate(values) if value is not None]
        given = [values[place] for place in places]
        missing = np.flatnonzero(self.find(column.refers_to[0], given) < 0)
        unknown.add(column.name, [places[place] for place in missing.tolist()])

    def columns(self, batch: Batch, places: NDArray[np.intp] | None) -> list[Sequence[Any]]:
        """The columns that every row has: properties, digest, recorded time."""
        count = len(batch) if places is None else len(places)
        nothing = [None] * count
        found: list[Sequence[Any]] = []
        for name, kind in self._types.items():
            values = batch.properties.get(name)
            found.append(nothing if values is None else _cells(kind, _picked(values, places)))
        return [
            *found,
            _picked(batch.digests, places),
            list(map(datetime.isoformat, _picked(batch.recorded_at, places))),
        ]

    def header(self) -> list[str]:
        """Names and types of `columns`."""
        return [*(f"{name}:{kind}" for name, kind in self._types.items()), "digest", "recordedAt:datetime"]

    def write(
        self, option: str, name: str, table: str, header: Sequence[str], columns: Sequence[Sequence[Any]]
    ) -> None:
        """Appends rows to a table of this file, which is made with the first ones."""
        if not columns[0]:
            return
        if table not in self._writers:
            path = self.folder / f"{self.feed.name}.{table}.csv"
            self._writers[table] = TableWriter(option, name, path, header)
        self._writers[table].write(columns)


class _Unknown:
    """References that lead nowhere: columns by row, in the order in which they are looked up."""

    def __init__(self) -> None:
        self.columns: dict[int, list[str]] = {}

    def add(self, column: str, places: Iterable[int]) -> None:
        for place in places:
            self.columns.setdefault(place, []).append(column)

    def reject(self, batch: Batch) -> dict[int, Rejection]:
        return {
            place: batch.reject(
                place,
                *(Violation(Reason.REFERENCE_UNKNOWN, name, value_class(batch.cell(place, name))) for name in columns),
            )
            for place, columns in sorted(self.columns.items())
        }


class _EntityRows(_Rows):
    """Entities: one table, and the index that later files need."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._count = 0
        self._ids: list[NDArray[np.uint64]] = []
        self._births: list[NDArray[np.int32]] = []

    def add(self, batch: Batch) -> dict[int, Rejection]:
        label = self.feed.label or ""
        unknown = _Unknown()
        for column in self.feed.columns:
            self.find_property(batch, column, unknown)
        refused = unknown.reject(batch)
        places = _landed(len(batch), refused)
        keys = _picked(batch.keys, places)
        numbers = range(self._count, self._count + len(keys))
        self._count += len(keys)
        self._ids.append(hash_ids(keys))
        if label == "Person":
            births = map(date.toordinal, _picked(batch.properties["birthDate"], places))
            self._births.append(np.fromiter(births, np.int32, len(keys)))
        header = [f":ID({label})", *self.header()]
        self.write("nodes", label, label, header, [numbers, *self.columns(batch, places)])
        return refused

    def finish(self) -> list[Table]:
        Index.of(self._ids, self._births).write(self.folder, self.feed.label or "")
        return super().finish()


class _FactRows(_Rows):
    """Facts: a table for each label that their starts have, and one for the codes that they end at."""

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self._codes: dict[str, int] = {}
        self._unlisted = 0

    def add(self, batch: Batch) -> dict[int, Rejection]:
        unknown = _Unknown()
        start_label, start = self._find_starts(batch, unknown)
        end_label, end = self._find_ends(batch, start, unknown)
        for column in self.feed.columns:
            self.find_property(batch, column, unknown)
        refused = unknown.reject(batch)
        if self.feed.relationship == "PARENT_OF":
            births = self.index("Person").births
            known = (start >= 0) & (end >= 0)
            younger = known & (births[np.where(known, start, 0)] >= births[np.where(known, end, 0)])
            # As every parent is older than the child, nobody descends from themselves.
            fault = Violation(Reason.PARENT_NOT_OLDER, "parent_id,child_id", "dates of birth")
            refused |= {place: batch.reject(place, fault) for place in np.flatnonzero(younger).tolist()}
        landed = np.ones(len(batch), np.bool_)
        landed[list(refused)] = False
        labels = dict.fromkeys(label for name in self.feed.start for label in self.feed.column[name].refers_to)
        for number, label in enumerate(labels):
            of_label = landed & (start_label == number)
            places = None if of_label.all() else np.flatnonzero(of_label)
            ends = [
                (start if places is None else start[places]).tolist(),
                (end if places is None else end[places]).tolist(),
            ]
            header = [f":START_ID({label})", f":END_ID({end_label})", *self.header(), "key"]
            columns = [*ends, *self.columns(batch, places), _picked(batch.keys, places)]
            self.write("relationships", self.feed.relationship or "", label, header, columns)
        return refused

    def _find_starts(self, batch: Batch, unknown: _Unknown) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
        """For each row which label its start has, as a place in the list of labels, and its number; -1 if unknown."""
        count = len(batch)
        labels, numbers = np.full(count, -1, np.int8), np.full(count, -1, np.int32)
        columns = np.array(batch.start_column, dtype=np.str_)
        tried: list[str] = []
        for name in self.feed.start:
            for label in self.feed.column[name].refers_to:
                if label not in tried:
                    tried.append(label)
                wanted = np.flatnonzero((numbers < 0) & (columns == name))
                found = self.find(label, [batch.start[place] for place in wanted.tolist()])
                numbers[wanted] = found
                labels[wanted[found >= 0]] = tried.index(label)
            unknown.add(name, np.flatnonzero((numbers < 0) & (columns == name)).tolist())
        return labels, numbers

    def _find_ends(self, batch: Batch, start: NDArray[np.int32], unknown: _Unknown) -> tuple[str, NDArray[np.int32]]:
        """Label of the ends of this feed's facts, and the number of each; -1 if unknown."""
        column = self.feed.column[self.feed.end[0]]
        if column.refers_to:
            numbers = self.find(column.refers_to[0], batch.end)
            unknown.add(column.name, np.flatnonzero(numbers < 0).tolist())
            return column.refers_to[0], numbers
        label = CODE_LABELS[self.feed.relationship or ""]
        known = self.index("Division") if label == "Division" else None
        new = {code for code, number in zip(batch.end, start.tolist(), strict=True) if number >= 0} - self._codes.keys()
        if new:
            codes = sorted(new)
            numbers = known.find(codes) if known else np.full(len(codes), -1, np.int32)
            # Codes that nobody has listed get the next numbers.
            self._codes |= {
                code: int(number) for code, number in zip(codes, numbers.tolist(), strict=True) if number >= 0
            }
            unlisted = [code for code in codes if code not in self._codes]
            first = (len(known) if known else 0) + self._unlisted
            self._unlisted += len(unlisted)
            self._codes |= {code: first + place for place, code in enumerate(unlisted)}
            self.write(
                "nodes", label, label, [f":ID({label})", "code"], [[self._codes[code] for code in unlisted], unlisted]
            )
        return label, np.fromiter((self._codes.get(code, -1) for code in batch.end), np.int32, len(batch))


def _landed(count: int, refused: Mapping[int, Rejection]) -> NDArray[np.intp] | None:
    """Places of a batch's rows that were not refused; None for all of them."""
    return np.setdiff1d(np.arange(count), np.fromiter(refused, np.intp, len(refused))) if refused else None


def prepare_all(
    files: Sequence[FeedFile],
    folder: Path,
    imported_at: datetime,
    keyring: Keyring,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Prepared]:
    """Prepares files in two processes, each as soon as the entities that it refers to are known, the largest first.

    Args:
        files: the feed files, of one feed each, none of them of withdrawals.
        folder: where indexes and tables go.
        imported_at: aware time of the import.
        keyring: what personal values are sealed with.
        progress: called now and then with how many bytes are done.

    Raises:
        ServiceError: FEED_UNREADABLE when a process dies, for want of memory as a rule.
    """
    names = [file.name for file in files]
    waiting = sorted(files, key=lambda file: file.size, reverse=True)
    delivered = {file.feed.label for file in files}
    for label in {label for file in files for label in _needs(file.feed)} - delivered:
        Index.of([], []).write(folder, label)
    context = get_context("spawn")  # the caller may have threads, which do not survive a fork
    done_bytes: Synchronized[int] = context.Value("q", 0)
    at_work: dict[Future[Prepared], FeedFile] = {}
    done: list[Prepared] = []
    try:
        with ProcessPoolExecutor(_PROCESSES, context, _begin_process, (done_bytes,)) as pool:
            try:
                while waiting or at_work:
                    unknown = {file.feed.label for file in (*waiting, *at_work.values())} - {None}
                    for file in [file for file in waiting if not _needs(file.feed) & unknown - {file.feed.label}]:
                        if len(at_work) < _PROCESSES:
                            at_work[pool.submit(_prepare_here, Job(file, folder, imported_at, keyring))] = file
                            waiting.remove(file)
                    ended, _ = wait(at_work, _TICK_SECONDS, FIRST_COMPLETED)
                    for future in ended:
                        del at_work[future]
                        done.append(future.result())
                    progress(done_bytes.value)
            except BaseException:
                done_bytes.value = _STOP  # or the pool waits until its files are done
                raise
    except BrokenExecutor:
        raise ServiceError(
            ErrorCode.FEED_UNREADABLE,
            "A process that reads the feeds ended before its time.",
            "Free some memory and import the folder again; the graph is as empty as it was.",
        ) from None
    return sorted(done, key=lambda prepared: names.index(prepared.report.file))


def _needs(feed: Feed) -> set[str]:
    """Labels of the entities that a file refers to."""
    needs = {label for column in feed.columns for label in column.refers_to}
    return needs | ({"Division"} if CODE_LABELS.get(feed.relationship or "") == "Division" else set())


_done_bytes: "Synchronized[int]"


def _begin_process(done_bytes: "Synchronized[int]") -> None:
    """Ties this process to the one that began it, which may be killed."""
    global _done_bytes  # noqa: PLW0603 - the only way to hand something shared to a process of a pool
    _done_bytes = done_bytes
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # batches make no cycles; looking for some takes a third of the time


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _prepare_here(job: Job) -> Prepared:
    def progress(count: int) -> None:
        with _done_bytes.get_lock():
            if _done_bytes.value == _STOP:
                raise InterruptedError
            _done_bytes.value += count

    return prepare(job, progress)


# The store.


def suits(settings: Settings, folder: FeedFolder) -> bool:
    """Whether this is the road for a folder: an embedded database in which nothing was ever stored, and much to store.

    An empty graph that a server has opened before takes this road as well if the caller knows that it is empty.
    """
    if settings.neo4j_uri or running(settings) or is_served(settings):
        return False
    put_back(settings)
    stored = neo4j_folder(settings) / "data" / "databases" / "neo4j"
    return not stored.exists() and sum(file.size for file in folder.files) >= _WORTH_BYTES


def first_load(settings: Settings, folder: FeedFolder, imported_at: datetime, progress: Progress | None = None) -> None:
    """Puts a feed folder into an embedded graph that is empty and does not run.

    The caller has made sure that the graph is empty: what is there is replaced. Afterwards it opens the graph,
    migrates, calls `settle` and imports the same folder: withdrawals, retries and findings are left to do.

    Args:
        settings: home, heap, free disk to keep.
        folder: what to load.
        imported_at: aware time of the import.
        progress: told what is being done: bytes of the feeds, then percent of the store.

    Raises:
        ServiceError: IMPORT_RUNNING when another first load is at it; DATABASE_IN_USE when the server runs;
            DISK_NEARLY_FULL; FEED_UNREADABLE; KEYS_UNUSABLE; those of `admin`. The graph is as empty as it was.
    """
    tell = progress or silent
    files = [file for file in folder.files if file.feed.label or file.feed.relationship]
    total = sum(file.size for file in files)
    keyring = open_keys(settings).keyring()
    with workshop(settings, "first-load") as place:
        refuse_running(settings)
        refuse_full_disk(settings, total * _DISK_FACTOR)
        tables = place / "tables"
        tables.mkdir()
        prepared = prepare_all(files, tables, imported_at, keyring, lambda done: tell("feeds", done, total))
        staged = settings.model_copy(update={"home": place})
        make_store(staged, [table for each in prepared for table in each.tables], tell)
        for each in prepared:
            each.tables = []
        with (neo4j_folder(staged) / REMAINDER).open("wb") as file:
            pickle.dump(_Remainder(folder.identity, imported_at, tuple(prepared)), file)
        refuse_running(settings)  # it may have been started in the meantime
        take_place(settings, staged)
        shutil.rmtree(replaced_folder(settings), ignore_errors=True)  # an empty graph


def settle(graph: Graph, settings: Settings) -> None:
    """Does what a first load on this home has left, if there was one: quarantine and reports, as of an import that was
    interrupted after its last file but the withdrawals; importing the same folder goes on with it. Idempotent.

    Args:
        graph: the migrated graph of these settings.
        settings: home.

    Raises:
        ServiceError: those of `Graph.transaction`.
    """
    path = neo4j_folder(settings) / REMAINDER
    if settings.neo4j_uri or not path.exists():
        return
    with path.open("rb") as file:
        left: _Remainder = pickle.load(file)  # noqa: S301 - our own file in our own folder
    run = runs.begin(graph, left.folder, left.imported_at)
    for each in left.files:
        rejected = list(each.rejected.values())
        for begin in range(0, len(rejected), _PAGE):
            with graph.transaction() as transaction:
                quarantine.put(transaction, rejected[begin : begin + _PAGE], left.imported_at)
        run.save(each.report, each.latest)
    path.unlink()


@dataclass(frozen=True, slots=True)
class _Remainder:
    """What a first load leaves to be done with a running server: it lies beside the store."""

    folder: str
    imported_at: datetime
    files: tuple[Prepared, ...]
