"""Feed files as they stand: encodings, line numbers, headers, broken rows."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.contract import FEEDS
from graph_service.feeds.reading import FeedReader, RawRows, inspect_file, scan_folder

FEED = {feed.name: feed for feed in FEEDS}
HEADER = "person_id,name,sex,birth_date"


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def rows_of(path: Path, batch_rows: int = 3) -> list[RawRows]:
    with FeedReader(inspect_file(FEED[path.stem], path), batch_rows) as reader:
        return list(reader)


def column(batches: list[RawRows], name: str) -> list[str]:
    return [cell for batch in batches for cell in batch.columns[name]]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12)
CELLS = st.lists(CELL.filter(bool), min_size=1, max_size=9)


@settings(max_examples=60)
@given(names=CELLS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, encoding: str, names: list[str]):
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER.split(","), *([f"P{n}", name, "1", "2000-01-01"] for n, name in enumerate(names))])
    # Chinese names outweigh by far whatever is drawn, as in a real file of that encoding.
    writer.writerows([f"Q{n}", "张王李赵" * 3, "1", "2000-01-01"] for n in range(40))
    folder = tmp_path_factory.mktemp("any")
    batches = rows_of(written(folder / "persons.csv", text.getvalue().encode(encoding)))
    assert column(batches, "name")[: len(names)] == names


@given(st.lists(st.text("a\n\r", max_size=4), min_size=1, max_size=20), st.integers(1, 6))
def test_rows_know_the_line_they_begin_on(tmp_path_factory: pytest.TempPathFactory, notes: list[str], batch_rows: int):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(["worker_id", "person_id", "date", "note"])
    expected: list[int] = []
    for note in notes:
        so_far = text.getvalue()
        expected.append(1 + so_far.count("\n") + so_far.count("\r") - so_far.count("\r\n"))
        csv.writer(text, quoting=csv.QUOTE_ALL).writerow(["W", "P", "2020-01-01", note])
    path = written(tmp_path_factory.mktemp("lines") / "visits.csv", text.getvalue().encode())
    assert [line for batch in rows_of(path, batch_rows) for line in batch.lines] == expected


def test_blank_rows_are_no_rows(tmp_path: Path):
    path = written(tmp_path / "persons.csv", f"{HEADER}\n\nP1,a,1,2000-01-01\n,,,\n\nP2,b,1,2000-01-01\n".encode())
    batches = rows_of(path)
    assert column(batches, "person_id") == ["P1", "P2"]
    assert [line for batch in batches for line in batch.lines] == [3, 6]


def test_rows_with_too_many_or_too_few_cells_are_set_apart(tmp_path: Path):
    path = written(tmp_path / "persons.csv", f"{HEADER}\nP1,a\nP2,b,1,2000-01-01\nP3,c,1,2000-01-01,x\n".encode())
    (batch,) = rows_of(path)
    assert batch.columns["person_id"] == ("P2",)
    assert [(row.line, len(row.cells)) for row in batch.broken] == [(2, 2), (4, 5)]


def test_a_damaged_byte_does_not_change_the_encoding(tmp_path: Path):
    lines = [f"P{n},张小明,1,2000-01-01".encode() for n in range(9)]
    lines[4] = lines[4].replace("小".encode(), b"\xe5\xb0")
    path = written(tmp_path / "persons.csv", b"\n".join([HEADER.encode(), *lines]))
    file = inspect_file(FEED["persons"], path)
    assert (file.encoding, file.damaged) == ("utf-8", True)
    assert column(rows_of(path), "name").count("张小明") == 8


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.FEED_COLUMN_MISSING),
        (b"person_id,name,sex\nP,a,1\n", ErrorCode.FEED_COLUMN_MISSING),
        (f"{HEADER},name\n".encode(), ErrorCode.FEED_UNREADABLE),
        (f"{HEADER}\nP1,a,1,2000-01-01\n".encode("utf-16"), ErrorCode.FEED_UNREADABLE),
    ],
)
def test_a_file_that_is_no_such_feed_is_refused(tmp_path: Path, data: bytes, code: ErrorCode):
    with pytest.raises(ServiceError) as refused:
        rows_of(written(tmp_path / "persons.csv", data))
    assert refused.value.code is code


def test_an_open_quotation_mark_keeps_the_rows_before_it(tmp_path: Path):
    good = "".join(f"P{n},a,1,2000-01-01\n" for n in range(5))
    path = written(tmp_path / "persons.csv", (f'{HEADER}\n{good}P9,"' + "x" * 200_000).encode())
    found: list[RawRows] = []
    with FeedReader(inspect_file(FEED["persons"], path), 3) as reader, pytest.raises(ServiceError) as refused:
        found.extend(reader)
    assert refused.value.code is ErrorCode.FEED_UNREADABLE
    assert "line 7" in refused.value.what
    assert len(column(found, "person_id")) == 5


def test_header_only_is_an_empty_feed(tmp_path: Path):
    assert rows_of(written(tmp_path / "persons.csv", HEADER.encode())) == []


def test_unknown_columns_are_named(tmp_path: Path):
    path = written(tmp_path / "persons.csv", f"\ufeff{HEADER}, shoe_size ,source\n".encode())
    with FeedReader(inspect_file(FEED["persons"], path)) as reader:
        assert reader.unknown_columns == ("shoe_size",)


def test_a_sheet_reads_like_a_file(tmp_path: Path):
    from datetime import date, datetime

    book = openpyxl.Workbook()
    book.active.append(["person_id", "name", "sex", "birth_date", "recorded_at"])
    book.active.append(["P1", "张 三", 1, date(2000, 2, 29), datetime(2020, 1, 2, 3, 4, 5)])
    book.active.append([])
    book.active.append([100200300, "=1+1", 2.0, "2001/01/01", ""])
    book.active["B4"].data_type = "s"
    book.save(tmp_path / "persons.xlsx")
    (batch,) = rows_of(tmp_path / "persons.xlsx", 10)
    assert batch.row(0) == {
        "person_id": "P1",
        "name": "张 三",
        "sex": "1",
        "birth_date": "2000-02-29",
        "recorded_at": "2020-01-02T03:04:05",
    }
    assert batch.row(1)["person_id"] == "100200300"
    assert batch.row(1)["sex"] == "2"
    assert list(batch.lines) == [2, 4]


def test_a_folder_is_told_by_its_content(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "persons.csv", f"{HEADER}\n".encode())
    written(tmp_path / "b" / "notes.txt", b"hello")
    a, b = scan_folder(tmp_path / "a"), scan_folder(tmp_path / "b")
    assert a.identity == b.identity
    assert b.ignored == ("notes.txt",)
    written(tmp_path / "b" / "persons.csv", f"{HEADER}\nP1,a,1,2000-01-01\n".encode())
    assert scan_folder(tmp_path / "b").identity != a.identity


def test_one_feed_twice_or_none_at_all_is_refused(tmp_path: Path):
    for names in ([], ["persons.csv", "persons.xlsx"], ["persons.csv", "PERSONS.csv"]):
        folder = tmp_path / "-".join(names or ["none"])
        folder.mkdir()
        for name in names:
            written(folder / name, HEADER.encode())
        with pytest.raises(ServiceError) as refused:
            scan_folder(folder)
        assert refused.value.code is ErrorCode.FEED_FOLDER_INVALID
