"""The fast road: the same graph as through the driver, and nothing half done however it ends."""

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from deliveries import deliver, person
from hypothesis import given
from hypothesis import strategies as st

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import bulk
from graph_service.feeds.contract import FEEDS
from graph_service.feeds.digest import canonical_digest, partial_digests
from graph_service.feeds.importing import ImportSummary, import_folder, import_into
from graph_service.feeds.reading import scan_folder
from graph_service.graph import store
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.embedded import neo4j_folder
from graph_service.graph.migrations import migrate
from graph_service.population import generate
from graph_service.sealing import key_file
from tests.conftest import QUICK_TO_START


def settings_for(home: Path, **changes: object) -> Settings:
    """Small settings for a home of their own."""
    small = {"home": home, "heap": "512m", "page_cache": "128m", "minimum_free_disk": 64, "neo4j_uri": None}
    return Settings.model_validate(small | {"java_options": QUICK_TO_START} | changes)


AT = datetime(2026, 11, 5, tzinfo=UTC)
PERSONS = 600
VILLAGE = Path(__file__).parents[2] / "seed" / "village"

# What a careless import tool or a careless writer of its files would stumble over, and what a graph refuses.
AWKWARD: Mapping[str, Sequence[Mapping[str, str]]] = {
    "divisions": [{"code": "990101009009", "name": '引号"村,\n两行'}],
    "persons": [
        {"person_id": "A|1", "name": ' 引"号, "', "sex": "1", "birth_date": "1980/01/02", "phone": "'1;2|3\\"},
        {"person_id": "A 2", "name": "一行\r\n二行\r三行", "sex": "2", "birth_date": "20040229", "ethnicity": '"'},
        {
            "person_id": "A-3",
            "name": "𠮷é",
            "sex": "9",
            "birth_date": "2004-02-29",
            "recorded_at": "2026-01-01 08:00:00.5",
        },
        {"person_id": "A-3", "name": "另一人", "sex": "9", "birth_date": "2004-02-29"},
        {"person_id": "A-4", "name": "无", "sex": "7", "birth_date": "2004-02-30"},
    ],
    "households": [
        {
            "household_id": "A-H",
            "division": "990101009009",
            "head_id": "A|1",
            "monthly_income_per_head": "1e3",
            "property_ok": "n",
        },
        {"household_id": "A-H2", "division": "x", "head_id": "nobody"},
    ],
    "parentages": [
        {"parent_id": "A|1", "child_id": "A 2", "kind": "BIOLOGICAL"},
        {"parent_id": "A 2", "child_id": "A-3", "kind": "STEP"},
        {"parent_id": "A-3", "child_id": "A|1", "kind": "ADOPTIVE"},
    ],
    "benefits": [
        {
            "person_id": "A|1",
            "household_id": "A-H",
            "programme": "DIBAO",
            "from": "2020-01-01",
            "monthly_amount": "0.1",
        },
        {"person_id": "", "household_id": "A-H", "programme": "低保,", "from": "2020-01-01"},
        {"person_id": "A|1", "household_id": "nowhere", "programme": "UNUSED", "from": "2020-01-01"},
    ],
    "circumstances": [
        {"person_id": "A|1", "kind": "EMERGENCY", "toward_child_id": "nobody"},
        {"person_id": "nobody", "kind": "HOMELESS", "toward_child_id": "A 2"},
    ],
    "absences": [{"person_id": "A|1", "destination_division": "somewhere", "from": "2020-01-01", "last_contact": ""}],
}


def gathered(folder: Path, *sources: Path) -> Path:
    """The deliveries of some folders and the awkward rows as one."""
    folder.mkdir()
    for feed in (feed.name for feed in FEEDS):
        rows: list[Mapping[str, str]] = []
        for source in sources:
            if (source / f"{feed}.csv").exists():
                with (source / f"{feed}.csv").open(encoding="utf-8-sig", newline="") as file:
                    rows += csv.DictReader(file)
        rows += AWKWARD.get(feed, ())
        if rows:
            with (folder / f"{feed}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(
                    file, list(dict.fromkeys(name for row in rows for name in row if name)), restval=""
                )
                writer.writeheader()
                writer.writerows({name: cell for name, cell in row.items() if name} for row in rows)
    return folder


def counts(summary: ImportSummary) -> list[tuple[object, ...]]:
    return [
        (report.file, report.read, report.inserted, report.updated, report.unchanged, report.quarantined, report.error)
        for report in summary.files
    ]


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivery")
    generate(folder / "county", PERSONS, seed=7)
    return gathered(folder / "all", folder / "county", VILLAGE)


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from graph_service.config import Settings
from graph_service.feeds import bulk
from graph_service.feeds.reading import scan_folder

if __name__ == "__main__":
    settings = Settings(home=Path(sys.argv[1]), heap="512m", minimum_free_disk=64, neo4j_uri=None)
    folder = scan_folder(Path(sys.argv[2]))
    bulk.first_load(settings, folder, datetime(2026, 11, 5, tzinfo=UTC), lambda what, *_: print(what, flush=True))
"""


def begin_and_kill(home: Path, delivery: Path, script: Path) -> None:
    """A first load that is killed when the import tool is at work."""
    script.write_text(KILLED, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(home), str(delivery)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith("store"):
                break
        os.kill(process.pid, signal.SIGKILL)


def test_both_roads_give_the_same_graph(empty_graph: Graph, settings: Settings, delivery: Path, tmp_path: Path) -> None:
    through_driver = import_into(empty_graph, delivery, recorded_at=AT)
    settings = settings_for(tmp_path / "home", keys=key_file(settings).path)
    begin_and_kill(settings.home, gathered(tmp_path / "awkward"), tmp_path / "killed.py")
    assert not neo4j_folder(settings).exists(), "the killed one has left no graph"
    deadline = time.monotonic() + 10
    while True:  # its processes end by themselves, a moment later
        try:
            bulk.first_load(settings, scan_folder(delivery), AT)
            break
        except ServiceError as error:
            assert error.code == ErrorCode.IMPORT_RUNNING and time.monotonic() < deadline
            time.sleep(0.2)
    assert [path.name for path in (settings.home / "first-load").iterdir()] == ["lock"]
    left = neo4j_folder(settings) / "first-load.pickle"
    shutil.copy(left, tmp_path / "left")
    with open_graph(settings) as loaded:
        migrate(loaded)
        bulk.settle(loaded, settings)
        assert not left.exists()
        shutil.copy(tmp_path / "left", left)  # as if it had been killed before its last step
        bulk.settle(loaded, settings)
        by_bulk = import_folder(settings, delivery)
        assert by_bulk.imported_at == AT
        assert counts(by_bulk) == counts(through_driver)
        assert partial_digests(loaded) == partial_digests(empty_graph)
        assert canonical_digest(loaded) == canonical_digest(empty_graph)
        assert {":QuarantinedRow", ":DataQualityFinding", "[:FORMER_VISITED]"} & partial_digests(loaded).keys()
    assert not bulk.suits(settings, scan_folder(delivery))


def test_a_digest_notices_one_changed_value(empty_graph: Graph, tmp_path: Path) -> None:
    import_into(empty_graph, deliver(tmp_path / "first", persons=[person("A"), person("B")]), recorded_at=AT)
    before = partial_digests(empty_graph)
    later = person("A", "1980-01-02", recorded_at="2026-12-01T00:00:00Z")
    import_into(empty_graph, deliver(tmp_path / "second", persons=[later]), recorded_at=AT)
    after = partial_digests(empty_graph)
    assert {kind for kind in before | after if before.get(kind) != after.get(kind)} == {
        ":Person",
        ":Version",
        "[:HAD_VERSION]",
    }


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")

    def interrupt(what: str, done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        bulk.first_load(settings, scan_folder(gathered(tmp_path / "all")), AT, interrupt)
    assert time.monotonic() - begun < 20
    assert not neo4j_folder(settings).exists()
    assert [path.name for path in (settings.home / "first-load").iterdir()] == ["lock"]


def test_a_running_database_and_a_full_disk_are_refused(
    graph: Graph, settings: Settings, delivery: Path, tmp_path: Path
) -> None:
    folder = scan_folder(delivery)
    with pytest.raises(ServiceError) as running:
        bulk.first_load(settings, folder, AT)
    assert running.value.code == ErrorCode.DATABASE_IN_USE
    with pytest.raises(ServiceError) as full:
        bulk.first_load(settings_for(tmp_path / "home", minimum_free_disk=1 << 40), folder, AT)
    assert full.value.code == ErrorCode.DISK_NEARLY_FULL
    assert not bulk.suits(settings, folder)
    assert not bulk.suits(settings_for(tmp_path, neo4j_uri="bolt://127.0.0.1:1"), folder)


_ids = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(st.lists(_ids, unique=True, max_size=40), st.lists(_ids, max_size=40))
def test_the_index_finds_what_is_there_and_nothing_else(there: list[str], asked: list[str]) -> None:
    halves = there[: len(there) // 2], there[len(there) // 2 :]
    index = bulk.Index.of([bulk.hash_ids(half) for half in halves], [])
    number = {key: place for place, key in enumerate(there)}
    wanted = [*asked, *there]
    assert index.find(wanted).tolist() == [number.get(key, -1) for key in wanted]


@given(st.lists(_ids, min_size=1, max_size=10), _ids)
def test_a_hash_does_not_depend_on_its_neighbours(neighbours: list[str], key: str) -> None:
    alone = bulk.hash_ids([key])
    assert np.array_equal(bulk.hash_ids([*neighbours, key])[-1:], alone)
    assert len(set(bulk.hash_ids(neighbours).tolist())) == len(set(neighbours))


_values = st.lists(
    st.tuples(st.one_of(st.none(), _ids), st.integers(), st.floats(allow_nan=False)), min_size=1, max_size=5
)


@given(_values)
def test_a_table_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "table.csv"
    writer = store.TableWriter("nodes", "X", path, ["a", "b", "c"])
    writer.write(list(zip(*rows, strict=True)))
    table = writer.close()
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read == [["a", "b", "c"], *([("" if cell is None else str(cell)) for cell in row] for row in rows)]
    breaks = any("\r" in str(cell) or "\n" in str(cell) for row in rows for cell in row)
    assert table.multiline == breaks


_cell = st.one_of(
    st.none(), st.text(max_size=5), st.sampled_from([",", '"', "\n", "\r", "a,b", "'", " "]), st.integers()
)


@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.tuples(*[_cell] * width), min_size=1, max_size=4)))
def test_lines_that_need_no_quotes_are_those_of_the_csv_module(rows: list[tuple[object, ...]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    plain = store._plain_lines(list(zip(*rows, strict=True)))
    assert plain in (None, text.getvalue())
    needs_quotes = any(mark in str(cell) for row in rows for cell in row for mark in ',"\r\n')
    assert (plain is None) == needs_quotes
