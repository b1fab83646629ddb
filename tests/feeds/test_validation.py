"""Rules that need no graph: each from both sides, and what they make of good rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from graph_service.feeds.contract import FEEDS, Kind
from graph_service.feeds.reading import BrokenRow, RawRows
from graph_service.feeds.validation import (
    BEGINNING,
    END,
    Batch,
    Reason,
    RowFinding,
    SeenKeys,
    Validator,
    check_id_numbers,
    value_class,
)
from graph_service.sealing import Keyring
from tests.feeds.deliveries import DIVISION, Row, parentage, person

FEED = {feed.name: feed for feed in FEEDS}
KEYS = Keyring.new()
NOW = datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def raw(rows: Sequence[Row], broken: Sequence[BrokenRow] = ()) -> RawRows:
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name, "") for row in rows] for name in names}
    return RawRows(names, columns, range(len(rows)), range(2, len(rows) + 2), broken)


def validated(feed: str, *rows: Row) -> Batch:
    return Validator(FEED[feed], f"{feed}.csv", NOW, KEYS).validate(raw(rows))


def reasons(feed: str, *rows: Row) -> list[tuple[Reason, str]]:
    return [(fault.code, fault.column) for row in validated(feed, *rows).rejected for fault in row.violations]


CIRCUMSTANCE = {"person_id": "P", "kind": "NEGLECT", "from": "2020-01-01"}
VISIT = {"worker_id": "W", "person_id": "P", "date": "2020-01-01"}
DISABILITY = {"person_id": "P", "type": "5", "grade": "3"}
ATTENDANCE = {"person_id": "P", "school_id": "S", "month": "2026-03", "days_absent": "2"}
BENEFIT = {"person_id": "", "household_id": "", "programme": "X", "from": "2020-01-01"}

BOTH_SIDES = [
    # feed, good row, cells that spoil it, reasons
    ("persons", person("P"), {"name": "  "}, [(Reason.REQUIRED_MISSING, "name")]),
    ("persons", person("P"), {"person_id": ""}, [(Reason.REQUIRED_MISSING, "person_id")]),
    ("persons", person("P"), {"birth_date": "1980-02-30"}, [(Reason.DATE_UNREADABLE, "birth_date")]),
    ("persons", person("P"), {"birth_date": "1980-1-1"}, [(Reason.DATE_UNREADABLE, "birth_date")]),
    ("persons", person("P"), {"sex": "3"}, [(Reason.CODE_UNKNOWN, "sex")]),
    ("persons", person("P"), {"sex": "male"}, [(Reason.CODE_UNKNOWN, "sex")]),
    (
        "persons",
        person("P"),
        {"sex": "7", "name": ""},
        [(Reason.CODE_UNKNOWN, "sex"), (Reason.REQUIRED_MISSING, "name")],
    ),
    ("persons", person("P"), {"recorded_at": "yesterday"}, [(Reason.DATE_UNREADABLE, "recorded_at")]),
    (
        "persons",
        person("P", death_date="1980-01-01"),
        {"death_date": "1979-12-31"},
        [(Reason.DATE_ORDER, "birth_date,death_date")],
    ),
    ("persons", person("P"), {"person_id": "P" * 256}, [(Reason.VALUE_TOO_LONG, "person_id")]),
    ("divisions", {"code": DIVISION, "name": "村"}, {"code": DIVISION[:9]}, [(Reason.CODE_UNKNOWN, "code")]),
    ("circumstances", CIRCUMSTANCE, {"kind": "neglect"}, [(Reason.CODE_UNKNOWN, "kind")]),
    ("circumstances", {**CIRCUMSTANCE, "to": "2020-01-02"}, {"to": "2020-01-01"}, [(Reason.DATE_ORDER, "from,to")]),
    ("circumstances", CIRCUMSTANCE, {"term_months": "six"}, [(Reason.NUMBER_UNREADABLE, "term_months")]),
    ("circumstances", CIRCUMSTANCE, {"term_months": "6.5"}, [(Reason.NUMBER_UNREADABLE, "term_months")]),
    ("disabilities", DISABILITY, {"grade": "5"}, [(Reason.CODE_UNKNOWN, "grade")]),
    ("attendance", ATTENDANCE, {"month": "2026-13"}, [(Reason.DATE_UNREADABLE, "month")]),
    (
        "benefits",
        {**BENEFIT, "household_id": "H"},
        {"household_id": ""},
        [(Reason.REQUIRED_MISSING, "person_id,household_id")],
    ),
    (
        "benefits",
        {**BENEFIT, "person_id": "P"},
        {"monthly_amount": "1e999"},
        [(Reason.NUMBER_UNREADABLE, "monthly_amount")],
    ),
    (
        "benefits",
        {**BENEFIT, "person_id": "P"},
        {"monthly_amount": "nan"},
        [(Reason.NUMBER_UNREADABLE, "monthly_amount")],
    ),
    ("parentages", parentage("A", "B"), {"child_id": " A "}, [(Reason.OWN_PARENT, "parent_id,child_id")]),
    (
        "entrusted_care",
        {"carer_id": "A", "child_id": "B", "from": "20200101", "written_agreement": "y"},
        {"written_agreement": "perhaps"},
        [(Reason.CODE_UNKNOWN, "written_agreement")],
    ),
    (
        "organisations",
        {"organisation_id": "O", "name": "院", "kind": "CHARITY", "division": DIVISION, "from": "2020-01-01"},
        {"to": "2019-01-01"},
        [(Reason.DATE_ORDER, "from,to")],
    ),
]


@pytest.mark.parametrize(("feed", "good", "spoilt", "expected"), BOTH_SIDES)
def test_a_rule_refuses_what_it_should_and_nothing_else(
    feed: str, good: Row, spoilt: Row, expected: list[tuple[Reason, str]]
):
    assert reasons(feed, good) == []
    assert len(validated(feed, good)) == 1
    assert sorted(reasons(feed, {**good, **spoilt})) == sorted(expected)
    assert len(validated(feed, {**good, **spoilt})) == 0


def test_a_bad_row_leaves_its_neighbours_alone():
    rows = [person(f"P{n}", "x" if n % 3 == 0 else "1980-01-01") for n in range(10)]
    batch = validated("persons", *rows)
    assert list(batch.keys) == ["P1", "P2", "P4", "P5", "P7", "P8"]
    assert list(batch.lines) == [3, 4, 6, 7, 9, 10]
    assert [row.line for row in batch.rejected] == [2, 5, 8, 11]
    assert batch.read == 10


def test_nothing_personal_is_in_a_violation():
    (row,) = validated("persons", person("P", "张三", id_number="x")).rejected
    assert [(fault.code, fault.value_class) for fault in row.violations] == [(Reason.DATE_UNREADABLE, "text")]


@pytest.mark.parametrize("text", ["2024-02-29", "2024/02/29", "20240229", " 2024-02-29\u3000"])
def test_dates_are_read_in_every_form_and_have_one_key(text: str):
    batch = validated("visits", {**VISIT, "date": text})
    assert batch.properties["date"] == [date(2024, 2, 29)]
    assert batch.keys == ["W|P|2024-02-29"]


@given(st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_timestamp_with_an_offset_is_that_moment(naive: datetime, minutes: int):
    at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    batch = validated("visits", {**VISIT, "recorded_at": at.isoformat()})
    assert batch.recorded_at == [at]
    assert batch.recorded_at[0].utcoffset() == timedelta(0)
    assert batch.recorded_given == [True]


@given(
    st.lists(
        st.sampled_from(
            ["", "2020-01-01T00:00:00Z", "2020/01/01 08:30", "2020-W01-1", "2020-01-01", " 2020-01-01", "soon"]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_timestamps_mean_the_same_whatever_stands_beside_them(texts: list[str]):
    rows = [{**VISIT, "person_id": f"P{place}", "recorded_at": text} for place, text in enumerate(texts)]
    alone = [validated("visits", row) for row in rows]
    together = validated("visits", *rows)
    assert list(together.recorded_at) == [at for batch in alone for at in batch.recorded_at]
    assert list(together.recorded_given) == [given for batch in alone for given in batch.recorded_given]
    assert [row.violations for row in together.rejected] == [row.violations for one in alone for row in one.rejected]


def test_a_timestamp_without_an_offset_is_in_the_zone_of_the_machine():
    batch = validated("visits", {**VISIT, "recorded_at": "2026-01-02 03:04:05.000007"})
    assert batch.recorded_at == [datetime(2026, 1, 2, 3, 4, 5, 7).astimezone()]


def test_a_row_that_does_not_say_was_recorded_with_the_import():
    batch = validated("visits", VISIT, {**VISIT, "person_id": "Q", "recorded_at": "2020-01-01T00:00:00Z"})
    assert list(batch.recorded_at) == [NOW, datetime(2020, 1, 1, tzinfo=UTC)]
    assert list(batch.recorded_given) == [False, True]


def test_valid_time_is_half_open_and_never_empty():
    open_ends = validated("circumstances", {**CIRCUMSTANCE, "from": ""}).properties
    assert (open_ends["from"], open_ends["to"]) == ([BEGINNING], [END])
    visit = validated("visits", VISIT).properties
    assert (visit["from"], visit["to"]) == ([date(2020, 1, 1)], [date(2020, 1, 2)])
    month = validated("attendance", {**ATTENDANCE, "month": "2026-12"}).properties
    assert (month["from"], month["to"], month["month"]) == ([date(2026, 12, 1)], [date(2027, 1, 1)], ["2026-12"])
    last = validated("attendance", {**ATTENDANCE, "month": "9999-12"}, VISIT).properties
    assert last["to"] == [END]
    assert "from" not in validated("persons", person("P")).properties


def test_a_person_belongs_where_they_live_else_where_they_are_registered():
    batch = validated(
        "persons",
        person("A", residence_division="1", registration_division="2"),
        person("B", registration_division="2"),
        person("C"),
    )
    assert batch.properties["division"] == ["1", "2", None]


def test_a_benefit_goes_to_the_person_if_there_is_one():
    batch = validated("benefits", {**BENEFIT, "person_id": "P", "household_id": "H"}, {**BENEFIT, "household_id": "H"})
    assert list(batch.start) == ["P", "H"]
    assert list(batch.start_column) == ["person_id", "household_id"]
    assert batch.properties["householdId"] == ["H", None]
    assert list(batch.keys) == ["P|H|X|2020-01-01", "|H|X|2020-01-01"]


def test_a_key_is_the_record_id_or_the_required_columns():
    batch = validated("parentages", parentage("A", "B", record_id="R"), parentage("A", "B"))
    assert list(batch.keys) == ["R", "A|B|BIOLOGICAL|"]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=2, unique_by=lambda ids: tuple(map(str.strip, ids))))
def test_different_ids_have_different_keys(ids: list[tuple[str, str]]):
    rows = [{"worker_id": worker, "person_id": person_, "date": "2020-01-01"} for worker, person_ in ids]
    assert len(set(validated("visits", *rows).keys)) == 2


@given(st.data())
def test_rows_have_one_digest_exactly_when_they_say_the_same(data: st.DataObject):
    cell = st.sampled_from(["", "a", "b", " a ", "a|b"])
    rows = [
        {**VISIT, **data.draw(st.fixed_dictionaries(dict.fromkeys(("outcome", "note", "source"), cell)))}
        for _ in range(2)
    ]
    same = {name: cell_.strip() for name, cell_ in rows[0].items()} == {
        name: cell_.strip() for name, cell_ in rows[1].items()
    }
    digests = [validated("visits", row).digests[0] for row in rows]
    assert (digests[0] == digests[1]) == same


def test_when_it_was_recorded_is_not_what_it_says():
    rows = [{**VISIT, "recorded_at": ""}, {**VISIT, "recorded_at": "2020-01-01"}]
    assert len({validated("visits", row).digests[0] for row in rows}) == 1


def test_a_column_that_the_file_lacks_says_as_much_as_an_empty_one():
    assert validated("visits", VISIT).digests == validated("visits", {**VISIT, "note": "", "outcome": " "}).digests


def test_one_key_with_two_contents_lands_once():
    batch = validated("visits", {**VISIT, "note": "a"}, {**VISIT, "note": "b"}, {**VISIT, "note": "a"})
    assert len(batch) == 1
    assert batch.repeated == 1
    assert [(row.line, row.violations[0].code) for row in batch.rejected] == [(3, Reason.KEY_REPEATED)]


def test_a_repeated_key_is_found_in_a_later_batch():
    validator = Validator(FEED["visits"], "visits.csv", NOW, KEYS)
    validator.validate(raw([VISIT]))
    batch = validator.validate(raw([{**VISIT, "note": "b"}, VISIT]))
    assert (len(batch), batch.repeated, len(batch.rejected)) == (0, 1, 1)


@given(st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), max_size=12), max_size=12))
def test_seen_keys_are_those_seen(batches: list[list[tuple[int, int]]]):
    seen, model = SeenKeys(), dict[str, str]()
    for batch in batches:
        keys = [f"k{key}" for key, _ in batch]
        digests = [f"{content:08x}{content:08x}" for _, content in batch]
        same: list[int] = []
        other: list[int] = []
        for place, (key, digest) in enumerate(zip(keys, digests, strict=True)):
            if key in model:
                (same if model[key] == digest else other).append(place)
            else:
                model[key] = digest
        assert seen.add(keys, digests) == (same, other)


def test_damaged_text_and_broken_rows_are_refused():
    rows = [{**VISIT, "note": "good"}, {**VISIT, "person_id": "Q", "note": "b\0d"}, {**VISIT, "note": "\udcff"}]
    broken = [BrokenRow(3, 9, ("W", "P"))]
    batch = Validator(FEED["visits"], "visits.csv", NOW, KEYS).validate(raw(rows, broken), damaged=True)
    assert list(batch.keys) == ["W|P|2020-01-01"]
    assert sorted((row.line, row.violations[0].code) for row in batch.rejected) == [
        (3, Reason.TEXT_UNREADABLE),
        (4, Reason.TEXT_UNREADABLE),
        (9, Reason.CELLS_MISMATCH),
    ]
    assert batch.read == 4


def test_the_same_row_has_the_same_place_in_quarantine():
    ids = [
        Validator(FEED["persons"], file, NOW, KEYS).validate(raw([row])).rejected[0].id
        for file in ("persons.csv", "persons.xlsx")
        for row in (person("P", "x"), dict(reversed(person("P", "x").items())))
    ]
    assert len(set(ids)) == 1


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.sampled_from([0, 1, 2, 9]), st.integers(0, 999))
def test_id_numbers_agree_with_a_second_implementation(birth: date, sex: int, sequence: int):
    body = f"990101{birth:%Y%m%d}{sequence:03d}"
    number = body + ric.calc_check_digit(body + "0")
    wrong_sex = sex in (1, 2) and sequence % 2 != sex % 2
    expected = [(0, RowFinding.ID_NUMBER_DISAGREES)] if wrong_sex else []
    assert check_id_numbers([number], [birth], [sex]) == expected
    assert check_id_numbers([number.lower()], [birth + timedelta(days=1)], [0]) == [(0, RowFinding.ID_NUMBER_DISAGREES)]
    other = "0" if number[-1] != "0" else "1"
    assert check_id_numbers([number[:-1] + other, None, "123"], [birth] * 3, [sex] * 3) == [
        (0, RowFinding.ID_NUMBER_INVALID),
        (2, RowFinding.ID_NUMBER_INVALID),
    ]


def test_findings_point_at_rows_that_landed():
    batch = validated("persons", person("A", "x", id_number="1"), person("B", id_number="1"), person("C"))
    assert [(finding.index, finding.entity) for finding in batch.findings] == [(0, "B")]


@given(st.text(max_size=20))
def test_a_value_class_never_is_the_value(text: str):
    assert value_class(text) in {"empty", "date-like", "number", "text"} | {f"{n} digits" for n in range(1, 21)}


def test_every_column_has_a_property_or_an_end():
    for feed in FEEDS:
        ends: Mapping[str, None] = dict.fromkeys((*feed.start, *feed.end))
        for column in feed.columns:
            assert column.property or column.name in ends, (feed.name, column.name)
            assert column.refers_to or column.kind is not Kind.REFERENCE
