"""The driver road of `import` beside a bare `UNWIND … MERGE` loop over the same rows, and its memory as files grow."""

import csv
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.detection import benchmark_statement
from graph_service.config import Settings
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.statements import statement
from graph_service.sealing import KeyFile, Keyring

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


class Unsealed(Keyring):
    """Keys that seal nothing: what an import takes without."""

    def seal(self, place: str, value: str) -> str:  # noqa: ARG002 - as in Keyring
        return value

    def tags(self, what: str, value: str) -> list[str]:  # noqa: ARG002 - as in Keyring
        return [""]

    def digest(self, digest: str) -> str:
        return digest


@contextmanager
def unsealed() -> Iterator[None]:
    """Imports seal nothing for the length of a `with` block."""
    keys, none = KeyFile.keyring, Keyring.new()
    KeyFile.keyring = lambda _: Unsealed(none.lookup, none.sealing)
    try:
        yield
    finally:
        KeyFile.keyring = keys


def memory_of_import(home: Path, folder: Path) -> int:
    """MiB held at most by a process that imports a folder through the driver; the database of this home must run."""
    program = [sys.executable, "-m", "benchmarks.importing", str(home), str(folder)]
    return int(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


def write_persons(folder: Path, rows: int) -> Path:
    """A feed of that many persons, each with other values."""
    folder.mkdir(parents=True)
    with (folder / "persons.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["person_id", "name", "sex", "birth_date", "residence_division", "source", "record_id"])
        for number in range(rows):
            birth = f"{1930 + number % 95}-{1 + number % 12:02}-{1 + number % 28:02}"
            division = f"990121{100 + number % 20}{200 + number % 30}"
            table.writerow([f"M{number}", "王小明", 1 + number % 2, birth, division, "PUBLIC_SECURITY", f"R{number}"])
    return folder


def main() -> None:
    """Imports a folder into the running database of a home and prints the memory that it took."""
    home, folder = map(Path, sys.argv[1:])
    with open_graph(Settings.model_validate({"home": home, "neo4j_uri": None, "bolt_port": 0})) as graph:
        import_into(graph, folder)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
