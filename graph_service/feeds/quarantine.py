"""The quarantine: rows that broke a rule, whole, with the reasons, until they are corrected or what they lack arrives.

Rows hold personal data, wherever in them it may stand, and are kept sealed as a whole. What is listed here names file,
line, column and kind of value, never the value; only `export` writes values, to files that their owner alone may read.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from neo4j import Record

from graph_service.feeds import quality, runs
from graph_service.feeds.contract import FEEDS, Feed
from graph_service.feeds.loading import PASSING, Landing, land, lock
from graph_service.feeds.reading import RawRows
from graph_service.feeds.validation import Batch, Reason, Rejection, Validator, Violation, row_place
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement
from graph_service.sealing import Keyring

_PAGE: Final = 5_000
_REASON_COLUMNS: Final = ("quarantine_reasons", "quarantine_file", "quarantine_line")


_MAY_PASS: Final = [code.value for code in PASSING]
"""Reasons that more rows in the graph may take away: rows refused for nothing else are tried again."""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row in quarantine, without what stands in it.

    Attributes:
        feed, file, line: where it stood when it was last seen.
        violations: the rules that it broke.
        first_seen_at: aware time of the import that brought it.
        attempts: how often it was tried again in vain.
    """

    feed: str
    file: str
    line: int
    violations: tuple[Violation, ...]
    first_seen_at: datetime
    attempts: int

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "feed": self.feed,
            "file": self.file,
            "line": self.line,
            "reasons": [
                {"code": fault.code, "column": fault.column, "valueClass": fault.value_class}
                for fault in self.violations
            ],
            "firstSeenAt": self.first_seen_at.isoformat(),
            "attempts": self.attempts,
        }


def put(transaction: Transaction, rejections: Sequence[Rejection], at: datetime) -> None:
    """Puts rows into quarantine, those that are there already no second time.

    Args:
        transaction: the batch's.
        rejections: the rows.
        at: aware time of the import.
    """
    rows = [
        {
            "id": row.id,
            "properties": {
                "feed": row.feed,
                "file": row.file,
                "line": row.line,
                "key": row.key,
                "row": row.row,
                **_reasons(row.violations),
            },
        }
        for row in rejections
    ]
    transaction.run(statement("commands/quarantine_put"), rows=rows, at=at)


def keys(graph: Graph, feed: Feed) -> frozenset[str]:
    """Keys of the feed's rows in quarantine."""
    return frozenset(graph.read(statement("commands/quarantine_keys"), feed=feed.name, codes=_MAY_PASS)[0]["keys"])


def resolve(graph: Graph, feed: Feed, landed: Sequence[str], at: datetime) -> int:
    """Lets rows go whose key has landed from another row, so that they need no correction any more.

    Args:
        graph: where.
        feed: of the rows.
        landed: keys that have landed in an import.
        at: aware time of that import; a key of which it refused another row is left alone.

    Returns:
        How many rows have left.
    """
    resolved = 0
    for begin in range(0, len(landed), _PAGE):
        page = list(landed[begin : begin + _PAGE])
        done = graph.write(statement("commands/quarantine_resolve"), feed=feed.name, codes=_MAY_PASS, keys=page, at=at)
        resolved += done[0]["resolved"]
    return resolved


def listed(
    graph: Graph, *, feed: str | None = None, code: str | None = None, limit: int = 50, skip: int = 0
) -> list[QuarantinedRow]:
    """Rows in quarantine, by feed, file and line.

    Args:
        graph: where.
        feed: only rows of this feed.
        code: only rows with this reason.
        limit: how many at most.
        skip: how many to leave out first.
    """
    found = graph.read(statement("commands/quarantine_page"), feed=feed, code=code, skip=skip, rows=limit)
    return [
        QuarantinedRow(
            record["feed"],
            record["file"],
            record["line"],
            _violations(record),
            record["firstSeenAt"].to_native(),
            record["attempts"],
        )
        for record in found
    ]


def retry(graph: Graph, watching: runs.Watching | None = None) -> int:
    """Tries the rows again that lack something in the graph; they are recorded now if they do not say when.

    Args:
        graph: where.
        watching: as in `import_folder`.

    Returns:
        How many have landed.

    Raises:
        ServiceError: IMPORT_RUNNING; those of `Graph.transaction`.
    """
    with runs.only_importer(graph):
        run = runs.begin(graph, "quarantine")
        watch = watching(graph, run.id, run.imported_at) if watching else None
        total = Landing()

        def keep(transaction: Transaction, _file: str | None, landing: Landing, _rows: int) -> None:
            if watch:
                watch.landing(transaction, landing.people, landing.children)
            report = runs.FileReport("quarantine", "quarantine", finished=True)
            run.keep(transaction, report, landing.latest)

        landed = land_waiting(graph, run.imported_at, keep, total)
        quality.refresh(graph, None if total.divisions else total.touched, run.imported_at)
        if watch:
            watch.landed()
        run.finish({"released": landed})
    return landed


def land_waiting(
    graph: Graph,
    at: datetime,
    keep: Callable[[Transaction, str | None, Landing, int], None],
    total: Landing,
) -> int:
    """Tries the rows that lack something in the graph, again and again until none of them lands.

    Args:
        graph: where.
        at: aware time of the import.
        keep: told in each transaction of the file, if this import has seen the rows in it (else None), of what became
            of the rows that landed, and of their number.
        total: collects what was touched.

    Returns:
        How many have landed.
    """
    landed = 0
    while found := sum(_try_feed(graph, feed, at, keep, total) for feed in FEEDS):
        landed += found
    return landed


def _try_feed(
    graph: Graph,
    feed: Feed,
    at: datetime,
    keep: Callable[[Transaction, str | None, Landing, int], None],
    total: Landing,
) -> int:
    landed = 0
    for page in _pages(graph, feed):
        groups: dict[str | None, list[Record]] = {}
        for record in page:
            seen_now = record["lastSeenAt"].to_native() == at
            groups.setdefault(record["file"] if seen_now else None, []).append(record)
        for file, rows in groups.items():
            batch = _batch(feed, rows, at, graph.keyring)
            with graph.transaction() as transaction:
                lock(transaction, feed, batch.keys)
                landing = land(transaction, batch, at)
                gone = [rows[batch.lines[place]]["id"] for place in range(len(batch)) if place not in landing.refused]
                refusals = [(batch.lines[place], refusal) for place, refusal in landing.refused.items()]
                # Of two rows with one key, the other's turn comes when this one has landed or has been refused.
                refusals += [
                    (row.line, row) for row in batch.rejected if row.violations[0].code is not Reason.KEY_REPEATED
                ]
                refused = [
                    {"id": rows[place]["id"], "properties": _reasons(refusal.violations)} for place, refusal in refusals
                ]
                transaction.run(statement("commands/quarantine_release"), landed=gone, refused=refused)
                landing.unchanged -= batch.repeated
                if gone:
                    keep(transaction, file, landing, len(gone))
            landed += len(gone)
            total.touched |= landing.touched
            total.divisions |= landing.divisions
    return landed


def _pages(graph: Graph, feed: Feed) -> Iterator[list[Record]]:
    after: list[Any] | None = None
    while page := graph.read(
        statement("commands/quarantine_waiting"), feed=feed.name, codes=_MAY_PASS, after=after, rows=_PAGE
    ):
        yield page
        after = [page[-1]["firstSeenAt"], page[-1]["id"]]


def _batch(feed: Feed, rows: Sequence[Record], at: datetime, keyring: Keyring) -> Batch:
    """Rows from quarantine, validated anew; the line of each is its place in `rows`."""
    cells = [_cells_of(row, keyring) for row in rows]
    names = tuple(dict.fromkeys(name for row in cells for name in row))
    # A required column that no row of this page has at all.
    names += tuple(column.name for column in feed.columns if column.required and column.name not in names)
    columns = {name: [row.get(name, "") for row in cells] for name in names}
    raw = RawRows(names, columns, range(len(rows)), range(len(rows)))
    return Validator(feed, "", at, keyring).validate(raw)


def _cells_of(row: Record, keyring: Keyring) -> Mapping[str, str]:
    """What stands in a row in quarantine, by header."""
    cells: Mapping[str, str] = json.loads(keyring.open(row_place(row["id"]), row["row"]))
    return cells


def export(graph: Graph, folder: Path) -> int:
    """Writes the rows as they stand, with the reasons, to be corrected: one CSV file per feed, UTF-8 with a mark.

    The columns with the reasons are unknown to imports and do no harm there.

    Args:
        graph: where.
        folder: is made if need be; files of the same names are replaced. Only their owner may read them.

    Returns:
        How many rows were written.

    Raises:
        ServiceError: those of `Graph.read`.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = 0
    for feed in FEEDS:
        names = dict.fromkeys(column.name for column in feed.columns)
        found = False
        for _, cells in rows(graph, feed):
            names |= dict.fromkeys(cells)
            found = True
        if not found:
            continue
        path = folder / f"{feed.name}.csv"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:  # noqa: PTH123
            writer = csv.writer(stream)
            writer.writerow([*names, *_REASON_COLUMNS])
            for record, cells in rows(graph, feed):
                reasons = "; ".join(f"{fault.code} {fault.column}".strip() for fault in _violations(record))
                writer.writerow([*(cells.get(name, "") for name in names), reasons, record["file"], record["line"]])
                written += 1
    return written


def rows(graph: Graph, feed: Feed) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """Rows of a feed in quarantine: of each the record, with id, place and reasons, and its cells by header."""
    after, keyring = "", graph.keyring
    while page := graph.read(statement("commands/quarantine_rows"), feed=feed.name, after=after, rows=_PAGE):
        for record in page:
            yield record, _cells_of(record, keyring)
        after = page[-1]["id"]


def _reasons(violations: Iterable[Violation]) -> dict[str, list[str]]:
    faults = list(violations)
    return {
        "codes": [fault.code.value for fault in faults],
        "columns": [fault.column for fault in faults],
        "valueClasses": [fault.value_class for fault in faults],
    }


def _violations(record: Record) -> tuple[Violation, ...]:
    keys = record.keys()
    classes = record["valueClasses"] if "valueClasses" in keys else [""] * len(record["codes"])
    faults = zip(record["codes"], record["columns"], classes, strict=True)
    return tuple(Violation(Reason(code), column, value) for code, column, value in faults)
