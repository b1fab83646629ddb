"""The driver road of `import` beside a bare `UNWIND … MERGE` loop over the same rows, and its memory as files grow."""

import csv
import resource
import shutil
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.detection import benchmark_statement
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement

FILES = ("persons", "households", "parentages", "household_members")
BATCH = 10_000


def wiped(graph: Graph) -> Graph:
    """The same graph without data."""
    while graph.write(statement("commands/wipe"), batch=20_000)[0]["deleted"]:
        pass
    return graph


def cut(county: Path, folder: Path) -> Path:
    """The four large files of a county that both ways load."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(county / f"{name}.csv", folder / f"{name}.csv")
    return folder


def batches(path: Path) -> Iterator[list[dict[str, str]]]:
    """Rows of a file as a script would read them, in batches."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, restkey="more")
        while batch := list(islice(rows, BATCH)):
            yield [{name: cell for name, cell in row.items() if isinstance(cell, str)} for row in batch]


def bare_loop(graph: Graph, folder: Path) -> tuple[int, float]:
    """Rows and seconds of the loop that most scripts are."""
    rows, started = 0, time.perf_counter()
    for name in FILES:
        for batch in batches(folder / f"{name}.csv"):
            graph.write(benchmark_statement(f"bare_{name}"), rows=batch)
            rows += len(batch)
    return rows, time.perf_counter() - started


def our_import(graph: Graph, folder: Path) -> tuple[int, float]:
    """Rows and seconds of the validated import through the driver, quality findings included."""
    started = time.perf_counter()
    summary = import_into(graph, folder)
    return sum(file.read for file in summary.files), time.perf_counter() - started


def peak_memory() -> int:
    """MiB that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
