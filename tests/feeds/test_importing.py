"""Imports into the real graph: what lands, what waits, what is remembered, and that doing it again changes nothing."""

import csv
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import quarantine, runs
from graph_service.feeds.importing import ImportSummary, import_into
from graph_service.graph.connection import Graph
from graph_service.graph.migrations import read_migrations
from graph_service.graph.statements import Statement, statement
from graph_service.sealing import key_file
from tests.feeds.deliveries import DIVISION, Row, ask, content, deliver, parentage, person

Import = Callable[..., ImportSummary]


@pytest.fixture
def imported(empty_graph: Graph, tmp_path: Path) -> Import:
    """Imports rows given by feed, each call from a folder of its own."""
    number = iter(range(1000))

    def run(at: datetime | None = None, **feeds: list[Row]) -> ImportSummary:
        return import_into(empty_graph, deliver(tmp_path / str(next(number)), **feeds), recorded_at=at)

    return run


def wipe(graph: Graph) -> None:
    while graph.write(statement("commands/wipe"), batch=5000)[0]["deleted"]:
        pass


def counts(summary: ImportSummary) -> dict[str, tuple[int, int, int, int, int]]:
    return {
        report.feed: (report.read, report.inserted, report.updated, report.unchanged, report.quarantined)
        for report in summary.files
    }


def waiting(graph: Graph) -> list[tuple[str, int, list[str]]]:
    return [(row.feed, row.line, [fault.code for fault in row.violations]) for row in quarantine.listed(graph)]


FAMILY: Mapping[str, list[Row]] = {
    "divisions": [{"code": DIVISION, "name": "村"}],
    "persons": [
        person("M", "1980-01-01", residence_division=DIVISION, source="PSB"),
        person("F", "1979-01-01", death_date="2020-01-01", record_id="PSB-F"),
        person("C", "2010-02-28", registration_division=DIVISION),
    ],
    "households": [
        {
            "household_id": "H",
            "division": DIVISION,
            "head_id": "M",
            "monthly_income_per_head": "1200.5",
            "property_ok": "Y",
        }
    ],
    "household_members": [
        {"household_id": "H", "person_id": "M"},
        {"household_id": "H", "person_id": "C", "relation_to_head": "20"},
    ],
    "parentages": [parentage("M", "C", **{"from": "2010-02-28"}), parentage("F", "C", record_id="CIV-1")],
    "marriages": [{"person_id": "M", "spouse_id": "F", "from": "2005-05-05", "to": "2020-01-01"}],
    "schools": [{"school_id": "S", "name": "校", "division": DIVISION, "boarding": "N"}],
    "organisations": [
        {
            "organisation_id": "O",
            "name": "局",
            "kind": "CIVIL_AFFAIRS_BUREAU",
            "division": DIVISION,
            "capacity": "9",
            "from": "2000-01-01",
        }
    ],
    "workers": [{"worker_id": "W", "name": "员", "role": "CHILD_DIRECTOR", "division": DIVISION, "school_id": "S"}],
    "guardianships": [
        {"guardian_id": "O", "child_id": "C", "basis": "TEMPORARY", "from": "2026-01-01"},
        {"guardian_id": "M", "child_id": "C", "basis": "COURT", "document_no": "1"},
    ],
    "revocations": [{"guardian_id": "M", "child_id": "C", "kind": "SUSPENDED", "from": "2026-01-01"}],
    "entrusted_care": [{"carer_id": "F", "child_id": "C", "from": "2019-01-01", "written_agreement": "N"}],
    "circumstances": [
        {"person_id": "M", "kind": "NEGLECT", "toward_child_id": "C", "from": "2026-01-01", "term_months": "6"}
    ],
    "disabilities": [{"person_id": "C", "type": "5", "grade": "3"}],
    "absences": [
        {"person_id": "M", "destination_division": "440300000000", "from": "2026-02-01", "last_contact": "2026-03-01"}
    ],
    "enrolments": [{"person_id": "C", "school_id": "S", "stage": "primary", "status": "ENROLLED", "boarder": "N"}],
    "attendance": [{"person_id": "C", "school_id": "S", "month": "2026-03", "days_absent": "4", "school_days": "20"}],
    "placements": [{"person_id": "C", "organisation_id": "O", "kind": "RESIDENTIAL", "from": "2026-01-02"}],
    "benefits": [
        {"person_id": "C", "household_id": "", "programme": "orphan", "from": "2026-01-01", "monthly_amount": "1500"},
        {"person_id": "", "household_id": "H", "programme": "dibao", "from": "2026-01-01"},
    ],
    "services": [{"person_id": "C", "organisation_id": "O", "line": "MEDICAL", "date": "2026-03-03"}],
    "support_ties": [{"person_id": "C", "supporter_id": "W", "kind": "TEACHER", "strength": "2"}],
    "visits": [{"worker_id": "W", "person_id": "C", "date": "2026-04-01", "outcome": "fine"}],
}


def test_every_feed_lands_and_lands_once(imported: Import, empty_graph: Graph):
    first = imported(**FAMILY)
    assert all((row[1], row[4]) == (row[0], 0) for row in counts(first).values()), counts(first)
    before = content(empty_graph)
    again = imported(**FAMILY)
    assert all((row[3], row[1] + row[2] + row[4]) == (row[0], 0) for row in counts(again).values()), counts(again)
    assert content(empty_graph) == before
    assert again.touched == frozenset()
    sent = ask(
        empty_graph, "MATCH (:Person {id: 'C'})-[r:RECEIVES]->(:Programme {code: 'orphan'}) RETURN properties(r)"
    )
    assert (sent[0]["monthlyAmount"], sent[0]["to"].iso_format()) == (1500.0, "9999-12-31")
    helps = ask(empty_graph, "MATCH (s)-[:SUPPORTS]->(:Person {id: 'C'}) RETURN labels(s)")
    assert helps == [["Worker"]]


def test_feeds_may_arrive_in_any_order(imported: Import, empty_graph: Graph, tmp_path: Path):
    imported(**FAMILY)
    in_order = content(empty_graph, times=False)
    wipe(empty_graph)
    feeds = list(FAMILY)
    random.Random(4).shuffle(feeds)
    summaries = [imported(**{feed: FAMILY[feed]}) for feed in feeds]
    assert content(empty_graph, times=False) == in_order
    assert waiting(empty_graph) == []
    assert sum(summary.released for summary in summaries) > 5


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), min_size=1, max_size=30
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_any_text_survives(
    empty_graph: Graph, tmp_path_factory: pytest.TempPathFactory, notes: list[str], encoding: str
):
    wipe(empty_graph)
    chinese = [person(f"Q{n}", name="欧阳小明" * 5) for n in range(100)]
    rows = [person(f"P{n}", phone=note) for n, note in enumerate(notes)]
    # csv cannot tell a lone carriage return inside quotes from any other cell: quote everything.
    folder = tmp_path_factory.mktemp("text")
    with (folder / "persons.csv").open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(
            stream, ["person_id", "name", "sex", "birth_date", "phone"], restval="", quoting=csv.QUOTE_ALL
        )
        writer.writeheader()
        writer.writerows([*rows, *chinese])
    import_into(empty_graph, folder)
    found = dict(ask(empty_graph, "MATCH (n:Person) WHERE n.id STARTS WITH 'P' RETURN [n.id, n.phone]"))
    opened = {id_: kept and empty_graph.keyring.open(f"{id_}|phone", kept) for id_, kept in found.items()}
    assert opened == {f"P{n}": note.strip() or None for n, note in enumerate(notes)}


def test_every_form_of_the_same_file_gives_the_same_graph(empty_graph: Graph, tmp_path: Path):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    graphs = []
    bad = [person("X", "not a date", name="甲"), person("", "2000-01-01")]
    feeds = {"persons": [*FAMILY["persons"], *bad], "parentages": [*FAMILY["parentages"], parentage("M", "nobody")]}
    for form in ("utf-8", "utf-8-sig", "gb18030", "xlsx"):
        folder = deliver(tmp_path / form, **feeds, encoding="utf-8" if form == "xlsx" else form)
        if form == "xlsx":
            for path in list(folder.glob("*.csv")):
                book = openpyxl.Workbook()
                with path.open(encoding="utf-8", newline="") as stream:
                    for row in csv.reader(stream):
                        book.active.append(row)
                book.save(path.with_suffix(".xlsx"))
                path.unlink()
        wipe(empty_graph)
        import_into(empty_graph, folder, recorded_at=at)
        ids = ask(empty_graph, "MATCH (q:QuarantinedRow) RETURN q.id ORDER BY q.id")
        graphs.append((content(empty_graph), ids))
        assert len(ids) == 3
    assert all(graph == graphs[0] for graph in graphs[1:])


# Newer versions


def known(graph: Graph, at: datetime, kind: str = "HAS_DISABILITY", value: str = "grade") -> list[object]:
    """What the service believed at a moment."""
    return ask(
        graph,
        f"MATCH ()-[r:{kind}|FORMER_{kind}]->() WHERE r.recordedAt <= $at AND (r.retractedAt IS NULL "
        f"OR $at < r.retractedAt) RETURN r.{value} ORDER BY r.{value}",
        at=at,
    )


def day(number: int) -> datetime:
    return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number)


def disability(grade: int, at: int | None = None, record: str = "R") -> Row:
    recorded = {} if at is None else {"recorded_at": day(at).isoformat()}
    return {"person_id": "P", "type": "5", "grade": str(grade), "record_id": record, **recorded}


def withdrawal(at: int, record: str = "R", **cells: str) -> Row:
    return {"record_id": record, "recorded_at": day(at).isoformat(), **cells}


LINES = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 3)), min_size=1, max_size=5, unique_by=lambda row: row[0])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.lists(st.integers(0, 22), max_size=2), st.randoms(use_true_random=False))
def test_versions_do_not_depend_on_the_order_of_deliveries(
    empty_graph: Graph,
    tmp_path_factory: pytest.TempPathFactory,
    line: list[tuple[int, int]],
    taken_back: list[int],
    chance: random.Random,
):
    wipe(empty_graph)
    deliveries: list[Mapping[str, list[Row]]] = [{"disabilities": [disability(grade, at)]} for at, grade in line]
    deliveries += [{"withdrawals": [withdrawal(at)]} for at in taken_back]
    chance.shuffle(deliveries)
    folder = tmp_path_factory.mktemp("line")
    for number, feeds in enumerate([{"persons": [person("P")]}, *deliveries, *deliveries]):
        import_into(empty_graph, deliver(folder / str(number), **feeds))
    first = min(at for at, _ in line)
    for now in range(24):
        events = [(at, 0, grade) for at, grade in line] + [(max(at, first), 1, None) for at in taken_back]
        told = [grade for at, _, grade in sorted(events, key=lambda event: event[:2]) if at <= now]
        expected = [told[-1]] if told and told[-1] is not None else []
        assert known(empty_graph, day(now)) == expected, (now, content(empty_graph))
    assert waiting(empty_graph) == []


def test_persons_of_an_older_database_learn_until_when_they_lived(imported: Import, empty_graph: Graph):
    lives = "MATCH (n:Person|Version) RETURN [labels(n), n.id, toString(n.aliveUntil)] ORDER BY n.recordedAt, n.id"
    imported(day(1), persons=[person("P"), person("Q", death_date="2020-01-03")])
    imported(day(5), persons=[person("P", death_date="2020-01-03")])
    before = ask(empty_graph, lives)
    assert len(before) == 3
    forget = "MATCH (n:Person|Version) REMOVE n.aliveUntil"
    empty_graph.write(Statement("test", forget, "", MappingProxyType({}), ""))
    assert [alive_until for _, _, alive_until in ask(empty_graph, lives)] == [None] * 3
    for step in next(each for each in read_migrations() if each.name == "alive_until").statements:
        empty_graph.write(step)
    assert ask(empty_graph, lives) == before


def test_a_person_keeps_what_was_known_before(imported: Import, empty_graph: Graph):
    imported(day(1), persons=[person("P", phone="1")])
    summary = imported(day(5), persons=[person("P", phone="1", death_date="2020-01-03")])
    assert counts(summary)["persons"] == (1, 0, 1, 0, 0)
    assert summary.touched == {"P"}
    (node, former) = ask(empty_graph, "MATCH (n:Person)-[:HAD_VERSION]->(v) RETURN [properties(n), properties(v)]")[0]
    assert node["deathDate"].iso_format() == "2020-01-03"
    assert "deathDate" not in former
    assert (node["aliveUntil"].iso_format(), former["aliveUntil"].iso_format()) == ("2020-01-03", "9999-12-31")
    assert (former["recordedAt"].to_native(), former["retractedAt"].to_native()) == (day(1), day(5))
    assert node["recordedAt"].to_native() == day(5)
    again = imported(day(9), persons=[person("P", phone="1", death_date="2020-01-03")])
    assert counts(again)["persons"] == (1, 0, 0, 1, 0)


def test_a_withdrawn_person_keeps_their_place_and_nothing_else(imported: Import, empty_graph: Graph):
    feeds = {"persons": [person("P", record_id="R"), person("C", "2010-01-01")], "parentages": [parentage("P", "C")]}
    imported(day(1), **feeds)
    summary = imported(day(5), withdrawals=[withdrawal(3, reason="mistaken identity")])
    assert counts(summary)["withdrawals"] == (1, 1, 0, 0, 0)
    assert summary.touched == {"P"}
    (node,) = ask(empty_graph, "MATCH (n:Person {id: 'P'})-[:PARENT_OF]->() RETURN properties(n)")
    assert node.keys() == {"id", "withdrawnAt"}
    before = content(empty_graph)
    imported(day(6), **feeds, withdrawals=[withdrawal(3, reason="mistaken identity")])
    assert content(empty_graph) == before
    back = imported(day(7), persons=[person("P", name="again", record_id="R")])
    assert counts(back)["persons"] == (1, 0, 1, 0, 0)
    assert ask(empty_graph, "MATCH (n:Person {id: 'P'}) RETURN n.name") == ["again"]


def test_a_withdrawal_finds_one_record_or_waits(imported: Import, empty_graph: Graph):
    people = [person("P"), person("C", "2010-01-01")]
    imported(
        persons=people, disabilities=[disability(1, 1)], parentages=[parentage("P", "C", record_id="R", source="X")]
    )
    summary = imported(withdrawals=[withdrawal(3), withdrawal(3, "T")])
    assert counts(summary)["withdrawals"] == (2, 0, 0, 0, 2)
    assert [codes for _, _, codes in waiting(empty_graph)] == [["AMBIGUOUS_REFERENCE"], ["REFERENCE_UNKNOWN"]]
    imported(withdrawals=[withdrawal(4, source="X")])
    assert ask(empty_graph, "MATCH ()-[r:PARENT_OF]->() RETURN r.key") == []
    assert known(empty_graph, day(9)) == [1]
    released = imported(disabilities=[disability(2, 1, "T")])
    assert released.released == 1
    assert known(empty_graph, day(2)) == [1, 2]
    assert known(empty_graph, day(9)) == [1]


def test_a_fact_without_a_record_id_is_withdrawn_by_its_key(imported: Import, empty_graph: Graph):
    imported(day(1), persons=[person("P|1"), person("C", "2010-01-01")], parentages=[parentage("P|1", "C")])
    (key,) = ask(empty_graph, "MATCH ()-[r:PARENT_OF]->() RETURN r.key")
    imported(withdrawals=[withdrawal(3, key)])
    assert ask(empty_graph, "MATCH ()-[r:FORMER_PARENT_OF]->() RETURN r.key") == [key]


# Rows that the graph refuses


def test_a_row_waits_for_what_it_refers_to(imported: Import, empty_graph: Graph):
    first = imported(day(1), parentages=[parentage("P", "C"), parentage("Q", "C")])
    assert counts(first)["parentages"] == (2, 0, 0, 0, 2)
    imported(day(2), persons=[person("C", "2010-01-01")])
    assert len(waiting(empty_graph)) == 2
    summary = imported(day(3), persons=[person("P")])
    assert (summary.released, summary.touched) == (1, {"P", "C"})
    assert waiting(empty_graph) == [("parentages", 3, ["REFERENCE_UNKNOWN"])]
    assert ask(empty_graph, "MATCH ()-[r:PARENT_OF]->() RETURN r.recordedAt")[0].to_native() == day(3)
    assert quarantine.retry(empty_graph) == 0


def test_a_refused_row_is_kept_once(imported: Import, empty_graph: Graph):
    feeds: dict[str, list[Row]] = {"parentages": [parentage("P", "C")], "persons": [person("X", "bad")]}
    for _ in range(3):
        assert counts(imported(**feeds))["persons"] == (1, 0, 0, 0, 1)
    assert len(waiting(empty_graph)) == 2


def test_a_corrected_row_releases_the_wrong_one(imported: Import, empty_graph: Graph):
    imported(persons=[person("X", "bad"), person("Y", "worse")])
    summary = imported(persons=[person("X", "2000-01-01")])
    assert summary.resolved == 1
    assert waiting(empty_graph) == [("persons", 3, ["DATE_UNREADABLE"])]


def test_of_a_repeated_key_the_first_row_lands(imported: Import, empty_graph: Graph):
    rows = [disability(1), disability(2), disability(1)]
    for inserted in (1, 0):
        summary = imported(persons=[person("P")], disabilities=rows)
        assert counts(summary)["disabilities"] == (3, inserted, 0, 2 - inserted, 1)
    assert ask(empty_graph, "MATCH ()-[r:HAS_DISABILITY]->() RETURN r.grade") == [1]
    assert waiting(empty_graph) == [("disabilities", 3, ["KEY_REPEATED"])]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_parent_is_older_than_the_child(imported: Import, empty_graph: Graph, backwards: bool):
    people = [
        person("A", "1950-01-01"),
        person("B", "1980-01-01"),
        person("C", "2010-01-01"),
        person("T", "2010-01-01"),
    ]
    ring = [parentage("A", "B"), parentage("B", "C"), parentage("C", "A"), parentage("C", "T"), parentage("A", "A")]
    summary = imported(persons=people, parentages=ring[::-1] if backwards else ring)
    assert counts(summary)["parentages"] == (5, 2, 0, 0, 3)
    codes = sorted(code for _, _, codes in waiting(empty_graph) for code in codes)
    assert codes == ["OWN_PARENT", "PARENT_NOT_OLDER", "PARENT_NOT_OLDER"]


def test_nobody_descends_from_themselves_even_without_dates(imported: Import, empty_graph: Graph):
    people = [person(id_, f"19{50 + n}-01-01", record_id=f"R{id_}") for n, id_ in enumerate("ABC")]
    imported(day(1), persons=people)
    imported(withdrawals=[withdrawal(2, f"R{id_}") for id_ in "ABC"])
    summary = imported(parentages=[parentage("A", "B"), parentage("B", "C"), parentage("C", "A")])
    assert counts(summary)["parentages"] == (3, 2, 0, 0, 1)
    assert [codes for _, _, codes in waiting(empty_graph)] == [["PARENTAGE_CYCLE"]]


def test_a_corrected_birth_date_must_not_contradict_parentage(imported: Import, empty_graph: Graph):
    family = [person("P", "1980-01-01"), person("C", "2010-01-01")]
    imported(day(1), persons=family, parentages=[parentage("P", "C")])
    refused = imported(day(2), persons=[person("P", "2011-01-01"), person("C", "2010-01-01", phone="1")])
    assert counts(refused)["persons"] == (2, 0, 1, 0, 1)
    both = imported(day(3), persons=[person("P", "2011-01-01", phone="2"), person("C", "2030-01-01")])
    assert counts(both)["persons"] == (2, 0, 2, 0, 0)


def test_a_file_that_cannot_be_read_does_not_hold_up_the_others(empty_graph: Graph, tmp_path: Path):
    folder = deliver(tmp_path, persons=[person("P")], households=[{"household_id": "H"}])
    (folder / "schools.csv").write_bytes(b"")
    (folder / "divisions.xlsx").write_bytes(b"no workbook")
    (folder / "letter.docx").write_bytes(b"hello")
    summary = import_into(empty_graph, folder)
    errors = {report.feed: report.error for report in summary.files}
    assert errors == {
        "persons": None,
        "households": "FEED_COLUMN_MISSING",
        "schools": "FEED_COLUMN_MISSING",
        "divisions": "FEED_UNREADABLE",
    }
    assert summary.ignored == ("letter.docx",)
    assert ask(empty_graph, "MATCH (n:Person) RETURN n.id") == ["P"]


def test_the_quarantine_is_exported_for_its_owner_and_can_be_delivered_again(
    imported: Import, empty_graph: Graph, tmp_path: Path
):
    imported(persons=[person("X", "bad", shoe_size="44"), person("Y", "2000-01-01", sex="7")])
    folder = tmp_path / "out"
    assert quarantine.export(empty_graph, folder) == 2
    path = folder / "persons.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["person_id"], row["birth_date"], row["shoe_size"]) for row in rows} == {
        ("X", "bad", "44"),
        ("Y", "2000-01-01", ""),
    }
    path.write_text(path.read_text("utf-8-sig").replace("bad", "2000-01-01").replace(",7,", ",2,"), "utf-8")
    summary = import_into(empty_graph, folder)
    assert (counts(summary)["persons"][1], summary.resolved) == (2, 2)
    assert waiting(empty_graph) == []


# One at a time, and whole in the end


def test_one_import_at_a_time(empty_graph: Graph, tmp_path: Path):
    folder = deliver(tmp_path / "feeds", persons=[person("P")])
    with runs.only_importer(empty_graph, tmp_path), pytest.raises(ServiceError) as refused:
        import_into(empty_graph, folder)
    assert refused.value.code is ErrorCode.IMPORT_RUNNING
    assert import_into(empty_graph, folder).files[0].inserted == 1
    with runs.home_lock(tmp_path), pytest.raises(ServiceError) as refused, runs.home_lock(tmp_path):
        pass
    assert refused.value.code is ErrorCode.IMPORT_RUNNING


KILLED = """
import sys
from pathlib import Path
from graph_service.feeds import importing, reading
from graph_service.graph.connection import Graph
from graph_service.sealing import KeyFile
reading.FeedReader.__init__.__defaults__ = (200,)
uri, user, password, folder, home, keys = sys.argv[1:]
graph = Graph(uri, user, password, "neo4j", 60, KeyFile(Path(keys)))
sys.stdout.write("ready"); sys.stdout.flush()
importing._import(graph, importing.scan_folder(Path(folder)), None, None, Path(home), None)
"""


def test_a_killed_import_goes_on_where_it_was(
    empty_graph: Graph,
    settings: Settings,
    tmp_path: Path,
    address: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
):
    chance = random.Random(7)
    people = [person(f"P{n}", "x" if n % 97 == 5 else f"{1940 + n % 60}-01-01") for n in range(3000)]
    ties = [parentage(f"P{chance.randrange(3000)}", f"P{chance.randrange(3200)}") for _ in range(3000)]
    folder = deliver(tmp_path / "feeds", persons=people, parentages=ties)
    straight = import_into(empty_graph, folder)
    expected = content(empty_graph, times=False), sorted(waiting(empty_graph))
    wipe(empty_graph)
    kills = 0
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, *address, str(folder), str(tmp_path / "home"), str(key_file(settings).path)],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.read(5) == b"ready"
        time.sleep(chance.uniform(0.05, 0.6))
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if kills and not ask(empty_graph, "MATCH (r:ImportRun) WHERE r.finishedAt IS NULL RETURN r.id"):
            break
    assert kills
    from graph_service.feeds import importing, reading

    monkeypatch.setattr(reading.FeedReader.__init__, "__defaults__", (200,))
    resumed = importing._import(empty_graph, importing.scan_folder(folder), None, None, tmp_path / "home", None)
    assert (content(empty_graph, times=False), sorted(waiting(empty_graph))) == expected
    if resumed.resumed:
        assert counts(resumed) == counts(straight)
    assert len({at.to_native() for at in ask(empty_graph, "MATCH (n:Person) RETURN DISTINCT n.recordedAt")}) == 1
