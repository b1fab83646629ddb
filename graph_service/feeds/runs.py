"""Import runs: who may import, how far each file has come, what came of it. Kept in the graph with every batch."""

import fcntl
import os
import platform
import uuid
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from neo4j.graph import Node

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.loading import Landing
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: `read` is the sum of the four counts that follow it.

    Attributes:
        file, feed: which one.
        read: rows.
        inserted, updated, unchanged, quarantined: rows by what became of them. A row that waited in quarantine for a
            later row of the same import is counted by what became of it in the end.
        unknown_columns: headers that the contract does not name.
        error: stable code of what kept the file, or the rest of it, from being read; None if nothing did.
        message: what was wrong and what to do, in words.
        seconds: time spent on it, since the last interruption.
        done: rows of the file that are dealt with, blank rows not counted.
        finished: whether that is all of them.
    """

    file: str
    feed: str
    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0
    unknown_columns: tuple[str, ...] = ()
    error: str | None = None
    message: str | None = None
    seconds: float = 0.0
    done: int = 0
    finished: bool = False

    def plus(self, landing: Landing, *, read: int, quarantined: int) -> "FileReport":
        """The report after one more batch."""
        return replace(
            self,
            read=self.read + read,
            inserted=self.inserted + landing.inserted,
            updated=self.updated + landing.updated,
            unchanged=self.unchanged + landing.unchanged,
            quarantined=self.quarantined + quarantined,
            done=self.done + read,
        )

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {name: value for name, value in asdict(self).items() if name not in ("done", "finished")}

    @classmethod
    def stored(cls, node: Node | Mapping[str, Any]) -> "FileReport":
        """The report that `ImportRun.keep` kept."""
        properties: dict[str, Any] = dict(node)
        properties["unknown_columns"] = tuple(properties.pop("unknownColumns", ()))
        return cls(**properties)


@dataclass(slots=True)
class ImportRun:
    """One import of one folder.

    Attributes:
        graph: into which.
        id: of its node.
        imported_at: aware time, the same after an interruption; rows that say no other were recorded then.
        resumed: whether it goes on after an interruption.
        reports: by file name.
    """

    graph: Graph
    id: str
    imported_at: datetime
    resumed: bool = False
    reports: dict[str, FileReport] = field(default_factory=dict[str, FileReport])

    def keep(self, transaction: Transaction, report: FileReport, latest: datetime | None = None) -> None:
        """Keeps a report with what else happens in the transaction.

        Args:
            transaction: the batch's.
            report: of one file, so far.
            latest: when the newest change of the batch was recorded.
        """
        properties = asdict(report)
        properties["unknownColumns"] = list(properties.pop("unknown_columns"))
        transaction.run(
            statement("commands/import_report"), run=self.id, file=report.file, report=properties, latest=latest
        )

    def save(self, report: FileReport, latest: datetime | None = None) -> None:
        """Keeps a report in a transaction of its own."""
        with self.graph.transaction() as transaction:
            self.keep(transaction, report, latest)
        self.reports[report.file] = report

    def reload(self) -> None:
        """Reads the reports back, when nobody knows whether the last transaction went through."""
        found = self.graph.read(statement("commands/import_reports"), run=self.id)
        self.reports = {report.file: report for record in found for report in [FileReport.stored(record["report"])]}

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Says that the run is over, and what it came to."""
        self.graph.write(statement("commands/import_finish"), run=self.id, summary=dict(summary))


class Watch(Protocol):
    """Is told whom an import concerns, while others still see the graph as it was before."""

    def landing(self, transaction: Transaction, people: Collection[str], children: Collection[str]) -> None:
        """Rows have been written in this transaction, which will be committed next; again if that fails.

        Args:
            transaction: theirs; what is written in it stands or falls with them.
            people, children: as in `Landing`.
        """
        ...

    def landed(self) -> int | None:
        """Everything has been committed; idempotent.

        Returns:
            How many children have another guardianship than before; None when nothing was compared.
        """
        ...


Watching = Callable[[Graph, str, datetime], Watch]
"""Makes the watch of an import that is about to land rows: of its graph, the id of its run, and its aware time."""


def begin(graph: Graph, folder: str, at: datetime | None = None) -> ImportRun:
    """Begins an import, or goes on with the one of the same folder that was interrupted.

    Args:
        graph: into which.
        folder: identity of what is imported, as `FeedFolder.identity`.
        at: aware time of the import; now if not given. An import that goes on keeps its own.
    """
    at = (at or datetime.now(UTC)).astimezone(UTC)
    record = graph.write(statement("commands/import_begin"), folder=folder, id=uuid.uuid4().hex, importedAt=at)[0]
    reports = map(FileReport.stored, record["reports"])
    return ImportRun(
        graph,
        record["id"],
        record["importedAt"].to_native().astimezone(UTC),
        record["resumed"],
        {report.file: report for report in reports},
    )


@contextmanager
def only_importer(graph: Graph, home: Path | None = None) -> Generator[None]:
    """Holds the right to import into a graph; one importer at a time, whatever machine it runs on.

    An importer that died holds it for ten minutes against other machines, and not at all against the same home.

    Args:
        graph: into which.
        home: the service's folder, whose `home_lock` the caller holds; None: this process.

    Raises:
        ServiceError: IMPORT_RUNNING.
    """
    holder = f"{platform.node()}:{home or os.getpid()}"
    if not graph.write(statement("commands/import_lock"), holder=holder)[0]["held"]:
        raise _running()
    try:
        yield
    finally:
        graph.write(statement("commands/import_unlock"), holder=holder)


@contextmanager
def home_lock(home: Path) -> Generator[None]:
    """Keeps other imports of this home out; the system lets go of it however this process ends.

    Raises:
        ServiceError: IMPORT_RUNNING.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "import.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _running() from None
        yield


def _running() -> ServiceError:
    return ServiceError(
        ErrorCode.IMPORT_RUNNING,
        "Another import into this graph is running.",
        "Wait until it has ended; one that died on another machine lets go after ten minutes.",
    )
