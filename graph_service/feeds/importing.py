"""Imports a folder of feeds: reads, validates and lands file after file, then what has waited for them.

While one batch is being written, the next is validated. Every batch is one transaction that also keeps how far the
import has come: whenever it is interrupted, importing the same folder again goes on from there, and its report is the
one that it would have had.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import bulk, quality, quarantine, runs
from graph_service.feeds.erased import Erased
from graph_service.feeds.loading import Landing, land, lock
from graph_service.feeds.reading import FeedFile, FeedFolder, FeedReader, scan_folder
from graph_service.feeds.resealing import bring_up_to_date
from graph_service.feeds.runs import FileReport, ImportRun, Watch, Watching
from graph_service.feeds.validation import Batch, Validator
from graph_service.graph.connection import Graph, Transaction, open_graph
from graph_service.graph.jars import Progress

__all__ = ["FileReport", "ImportSummary", "Progress", "Watch", "Watching", "import_folder", "import_into"]

_MOST_TOUCHED: Final = 200_000
_ATTEMPTS: Final = 4
_PAUSE_SECONDS: Final = 1.0
_WORTH_ANOTHER_TRY: Final = (
    ErrorCode.COMMIT_UNCERTAIN,
    ErrorCode.DATABASE_UNAVAILABLE,
    ErrorCode.WRITE_CONFLICT,
)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did.

    Attributes:
        run: id of its node.
        imported_at: aware time that rows were recorded at which say no other.
        resumed: whether it went on after an interruption.
        files: one report per feed file, in the order of import.
        ignored: names of files that are no feed.
        released: rows of earlier imports that have left the quarantine because what they waited for has arrived.
        resolved: rows that have left it because another row with their key has landed.
        touched: ids of the entities that changed or whose facts did; None when that is everybody, or more than 200,000.
        differences: children whose guardianship has changed; None when nobody watched, as in the first import.
        seconds: time of this run, without what went before an interruption.
    """

    run: str
    imported_at: datetime
    resumed: bool
    files: tuple[FileReport, ...]
    ignored: tuple[str, ...] = ()
    released: int = 0
    resolved: int = 0
    touched: frozenset[str] | None = frozenset()
    differences: int | None = None
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """For scripts; whom it touched is left out."""
        return {
            "run": self.run,
            "importedAt": self.imported_at.isoformat(),
            "resumed": self.resumed,
            "files": [file.as_json() for file in self.files],
            "ignored": list(self.ignored),
            "released": self.released,
            "resolved": self.resolved,
            "differences": self.differences,
            "seconds": round(self.seconds, 3),
        }


def import_folder(
    settings: Settings,
    folder: Path,
    *,
    progress: Progress | None = None,
    recorded_at: datetime | None = None,
    watching: Watching | None = None,
) -> ImportSummary:
    """Imports every feed file of a folder into the graph of these settings.

    The first folder of an embedded database takes the faster road of `bulk`, which ends in the same graph.

    Args:
        settings: which graph; migrations that it lacks are applied, and what stands open in it is sealed.
        folder: with any subset of the feed files.
        progress: told of the file, its rows so far, and about how many it has.
        recorded_at: aware time of the import; now if not given.
        watching: makes what is told whom the import concerns; see `Watch`.

    Raises:
        ServiceError: FEED_FOLDER_INVALID, IMPORT_RUNNING; those of `open_graph`, `bring_up_to_date` and
            `Graph.transaction`.
            A file that cannot be read does not keep the others from landing: its report says so.
    """
    feeds = scan_folder(folder)
    with runs.home_lock(settings.home):
        first = bulk.suits(settings, feeds)
        if first:
            bulk.first_load(settings, feeds, recorded_at or datetime.now(UTC), progress)
        with open_graph(settings, progress) as graph:
            bring_up_to_date(graph)
            bulk.settle(graph, settings)
            summary = _import(graph, feeds, progress, recorded_at, settings.home, watching)
    return replace(summary, resumed=False) if first else summary


def import_into(
    graph: Graph,
    folder: Path,
    *,
    progress: Progress | None = None,
    recorded_at: datetime | None = None,
    watching: Watching | None = None,
) -> ImportSummary:
    """Imports every feed file of a folder into a migrated graph that is open; arguments as in `import_folder`."""
    return _import(graph, scan_folder(folder), progress, recorded_at, None, watching)


def _import(
    graph: Graph,
    feeds: FeedFolder,
    progress: Progress | None,
    recorded_at: datetime | None,
    home: Path | None,
    watching: Watching | None,
) -> ImportSummary:
    begun = time.monotonic()
    with runs.only_importer(graph, home):
        run = runs.begin(graph, feeds.identity, recorded_at)
        watch = watching(graph, run.id, run.imported_at) if watching else None
        work = _Work(run, progress or _silent, watch)
        for name, error in feeds.unreadable.items():
            run.save(_failed(FileReport(name, Path(name).stem.lower()), error))
        for file in feeds.files:
            work.do(file)
        released = work.land_waiting()
        touched = work.touched()
        quality.refresh(graph, touched, run.imported_at)
        names = [*(file.name for file in feeds.files), *feeds.unreadable]
        summary = ImportSummary(
            run=run.id,
            imported_at=run.imported_at,
            resumed=run.resumed,
            files=tuple(run.reports[name] for name in names),
            ignored=feeds.ignored,
            released=released,
            resolved=work.resolved,
            touched=touched,
            differences=watch.landed() if watch else None,
            seconds=time.monotonic() - begun,
        )
        run.finish({"released": released, "resolved": work.resolved, "ignored": list(feeds.ignored)})
    return summary


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _failed(report: FileReport, error: ServiceError) -> FileReport:
    return replace(report, error=error.code.value, message=error.message, finished=True)


@dataclass(slots=True)
class _Work:
    """One import in progress."""

    run: ImportRun
    progress: Progress
    watch: Watch | None = None
    resolved: int = 0
    total: Landing = field(default_factory=Landing)
    changed: bool = False

    def do(self, file: FeedFile) -> None:
        """Lands what a file holds beyond what has landed before."""
        report = self.run.reports.get(file.name)
        if report is None or not report.finished:
            self.run.reports[file.name] = report or FileReport(file.name, file.feed.name)
            try:
                with FeedReader(file) as reader:
                    self._land(file, reader)
            except ServiceError as error:
                if error.code not in (ErrorCode.FEED_UNREADABLE, ErrorCode.FEED_COLUMN_MISSING):
                    raise
                self.run.save(_failed(self.run.reports[file.name], error))
        report = self.run.reports[file.name]
        self.progress(file.name, report.read, report.read)

    def _land(self, file: FeedFile, reader: FeedReader) -> None:
        begun = time.monotonic()
        graph, at = self.run.graph, self.run.imported_at
        validator = Validator(file.feed, file.name, at, graph.keyring)
        in_quarantine = quarantine.keys(graph, file.feed)
        erased = Erased.of(graph)
        landed: set[str] = set()
        before = self.run.reports[file.name].done
        read = 0
        with ThreadPoolExecutor(1, thread_name_prefix="import") as writer:
            writing: Future[None] | None = None
            try:
                for raw in reader:
                    known, gone = erased.without(file.feed, raw)
                    batch = validator.validate(known, damaged=file.damaged).leaving_out(gone)
                    read += batch.read
                    if in_quarantine:
                        landed |= in_quarantine.intersection(batch.keys)
                    if read > before:
                        if writing:
                            writing.result()
                        writing = writer.submit(self._write, file, batch)
                    self.progress(file.name, read, read * file.size // max(reader.bytes_done, 1))
            finally:
                # What was read before an error stands in the file, and lands.
                if writing:
                    writing.result()
        self.resolved += quarantine.resolve(graph, file.feed, sorted(landed), at)
        report = self.run.reports[file.name]
        seconds = round(time.monotonic() - begun, 3)
        self.run.save(replace(report, unknown_columns=reader.unknown_columns, seconds=seconds, finished=True))

    def _write(self, file: FeedFile, batch: Batch) -> None:
        """One batch, one transaction; again while the database is away or somebody else writes, and landed once."""
        done = self.run.reports[file.name].done + batch.read
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._write_once(file, batch, locked=attempt > 1)
            except ServiceError as error:
                if error.code not in _WORTH_ANOTHER_TRY or attempt == _ATTEMPTS:
                    raise
                time.sleep(_PAUSE_SECONDS * attempt)
                report = self.run.reports[file.name]
                self.run.reload()
                self.run.reports.setdefault(file.name, report)
                if self.run.reports[file.name].done >= done:
                    # It had been committed; what it touched is not known any more.
                    self.total.divisions = True
                    return
            else:
                return

    def _write_once(self, file: FeedFile, batch: Batch, *, locked: bool) -> None:
        with self.run.graph.transaction() as transaction:
            if locked:
                lock(transaction, batch.feed, batch.keys)
            landing = land(transaction, batch, self.run.imported_at)
            rejections = [*batch.rejected, *landing.refused.values()]
            if rejections:
                quarantine.put(transaction, rejections, self.run.imported_at)
            self._show(transaction, landing)
            report = self.run.reports[file.name].plus(landing, read=batch.read, quarantined=len(rejections))
            self.run.keep(transaction, report, landing.latest)
        self.run.reports[file.name] = report
        self._note(landing)

    def _show(self, transaction: Transaction, landing: Landing) -> None:
        if self.watch and (landing.people or landing.children):
            self.watch.landing(transaction, landing.people, landing.children)

    def _note(self, landing: Landing) -> None:
        self.changed |= bool(landing.inserted or landing.updated)
        self.total.divisions |= landing.divisions
        if len(self.total.touched) <= _MOST_TOUCHED:
            self.total.touched |= landing.touched

    def land_waiting(self) -> int:
        """Lands rows that have waited for rows of this import; returns how many of earlier imports have landed."""
        if not self.changed and not self.run.resumed:
            return 0
        released = 0

        def keep(transaction: Transaction, file: str | None, landing: Landing, rows: int) -> None:
            nonlocal released
            self._show(transaction, landing)
            if file is None:
                released += rows
                report = next(iter(self.run.reports.values()))
            else:
                report = self.run.reports[file].plus(landing, read=0, quarantined=-rows)
                self.run.reports[file] = report
            self.run.keep(transaction, report, landing.latest)

        quarantine.land_waiting(self.run.graph, self.run.imported_at, keep, self.total)
        return released

    def touched(self) -> frozenset[str] | None:
        """Whom this import is about; None: everybody."""
        if self.run.resumed or self.total.divisions or len(self.total.touched) > _MOST_TOUCHED:
            return None
        return frozenset(self.total.touched)
