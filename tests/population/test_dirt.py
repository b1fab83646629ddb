"""The ledger and the files say the same: every defect is found where it was planted, and nothing else is wrong."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from county_reading import DATES, HARD, REQUIRED, SOFT, THINGS, County, day, read_county, read_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.population import AS_OF, generate

Where = tuple[str, int]


def planted(county: County, severity: str) -> dict[Where, set[str]]:
    found: dict[Where, set[str]] = defaultdict(set)
    for entry in county.ledger:
        if entry["severity"] == severity:
            found[entry["file"].removesuffix(".csv"), int(entry["line"])].add(entry["code"])
    return found


def agrees(county: County) -> None:
    """An independent reading of feeds.md refuses exactly the planted rows and finds exactly the planted findings."""
    assert dict(county.hard) == planted(county, "HARD")
    assert county.soft == {(entry["code"], entry["key"]) for entry in county.ledger if entry["severity"] == "SOFT"}
    assert county.repeated == {
        (entry["file"].removesuffix(".csv"), int(entry["line"]))
        for entry in county.ledger
        if entry["planted"] == "ROW_REPEATED"
    }


def test_a_large_county_has_exactly_the_planted_defects(county: County) -> None:
    agrees(county)


def test_a_small_county_has_exactly_the_planted_defects(hamlet: County) -> None:
    agrees(hamlet)


@settings(max_examples=12, deadline=None)
@given(
    persons=st.integers(500, 1500),
    seed=st.integers(0, 10**9),
    as_of=st.dates(date(2016, 1, 1), date(2040, 12, 31)) | st.just(date(2028, 2, 29)),
)
def test_any_county_has_exactly_the_planted_defects(
    tmp_path_factory: pytest.TempPathFactory, persons: int, seed: int, as_of: date
) -> None:
    folder = tmp_path_factory.mktemp("any")
    generate(folder, persons=persons, seed=seed, as_of=as_of)
    county = read_county(folder)
    agrees(county)
    provenance_holds(folder, county, as_of)
    assert {entry["code"] for entry in county.ledger if entry["severity"] in ("HARD", "SOFT")} == HARD | SOFT


@pytest.mark.parametrize("size", ["county", "hamlet"])
def test_every_check_has_something_to_find(size: str, request: pytest.FixtureRequest) -> None:
    county: County = request.getfixturevalue(size)
    codes = {entry["code"] for entry in county.ledger if entry["severity"] in ("HARD", "SOFT")}
    assert codes == HARD | SOFT
    assert {"PARENTAGE_CYCLE", "WITHDRAWN", "BYTE_ORDER_MARK", "UNKNOWN_COLUMN", "OTHER_DATE_FORMAT"} <= {
        entry["planted"] for entry in county.ledger
    }


def test_defects_are_rare(county: County) -> None:
    rows = sum(map(len, county.rows.values()))
    assert len(county.hard) + len(county.soft) < 0.002 * rows


def test_ledger_names_rows_by_line_and_record_id(county: County) -> None:
    for entry in county.ledger:
        if int(entry["line"]) > 1 and entry["record_id"]:
            lines = lines_of(county.folder / entry["file"])
            assert entry["record_id"] in lines[int(entry["line"]) - 1].split(","), entry["planted"]


_lines: dict[Path, list[str]] = {}


def lines_of(path: Path) -> list[str]:
    if path not in _lines:
        _lines[path] = path.read_text(encoding="utf-8").splitlines()
    return _lines[path]


def test_harmless_variety_is_there(county: County) -> None:
    assert (county.folder / "organisations.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "remark" in lines_of(county.folder / "support_ties.csv")[0].split(",")
    begins = [row["from"] for row in county.rows["absences"]]
    assert any("/" in text for text in begins)
    assert any(len(text) == 8 for text in begins)


def provenance_holds(folder: Path, county: County, as_of: date) -> None:
    """Every row says who recorded it and when: not after `as_of`, nor before the last past thing that it tells."""
    again = planted(county, "HARD") | {where: {"ROW_REPEATED"} for where in county.repeated}
    seen: dict[str, Where] = {}
    for name in REQUIRED:
        for line, row in enumerate(read_rows(folder / f"{name}.csv"), 2):
            assert row["source"]
            recorded = datetime.fromisoformat(row["recorded_at"])
            assert recorded.utcoffset() == timedelta(hours=8)
            assert recorded.date() <= as_of
            if name == "withdrawals":
                continue
            assert len(row["record_id"]) <= 12
            assert row["record_id"] not in seen or again.get((name, line), set()) & {"KEY_REPEATED", "ROW_REPEATED"}
            seen[row["record_id"]] = name, line
            if (name, line) not in county.hard:
                told = [day(row[column]) for column in DATES if row.get(column)]
                assert recorded.date() >= max(
                    (one for one in told if one < as_of - timedelta(days=8)), default=date.min
                )


def test_provenance_of_every_row(county: County) -> None:
    provenance_holds(county.folder, county, AS_OF)


def test_withdrawals_follow_what_they_withdraw(county: County) -> None:
    recorded = {
        row["record_id"]: row["recorded_at"]
        for name, rows in county.rows.items()
        for row in rows
        if name != "withdrawals"
    }
    assert len(county.rows["withdrawals"]) >= 3
    for row in read_rows(county.folder / "withdrawals.csv"):
        assert row["recorded_at"] > recorded[row["record_id"]]


def test_second_delivery_renews_adds_and_takes_back(county: County) -> None:
    first = {row["record_id"]: (name, row) for name, rows in county.rows.items() for row in rows}
    kinds = Counter()
    for path in sorted((county.folder / "later").iterdir()):
        for row in read_rows(path):
            assert date.fromisoformat(row["recorded_at"][:10]) <= AS_OF
            known = first.get(row["record_id"])
            if path.stem == "withdrawals":
                assert known
                assert known[1]["recorded_at"] < row["recorded_at"]
                kinds["withdrawn"] += 1
            elif known:
                assert known[0] == path.stem
                assert known[1]["recorded_at"] < row["recorded_at"]
                assert {**known[1], "recorded_at": ""} != {**row, "recorded_at": ""}
                if path.stem in THINGS:
                    assert next(iter(known[1].values())) == next(iter(row.values()))
                kinds["newer"] += 1
            else:
                kinds["new"] += 1
    assert min(kinds["newer"], kinds["new"], kinds["withdrawn"]) >= 3
    ledger = [entry for entry in county.ledger if entry["severity"] == "LATER"]
    assert len(ledger) == kinds.total()


def test_cells_need_no_quoting(county: County) -> None:
    for name in REQUIRED:
        text = (county.folder / f"{name}.csv").read_text(encoding="utf-8-sig")
        assert '"' not in text
        header = next(csv.reader([text.split("\n", 1)[0]]))
        assert all(line.count(",") == len(header) - 1 for line in text.splitlines())
