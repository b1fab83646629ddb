"""What is pure about commands: their names for things, what tells them apart, and facts as rows of their feed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date

from graph_service.feeds.contract import Feed, Kind
from graph_service.feeds.validation import Validator
from graph_service.recording.commands import (
    RECORDABLE,
    CorrectFact,
    RecordFact,
    WithdrawFact,
    content_digest,
    field_of,
)
from graph_service.recording.rows import FactInForce, cells_of, raw_rows
from graph_service.sealing import Keyring

KEYS = Keyring.new()
AT = datetime(2026, 6, 1, tzinfo=UTC)
CIRCUMSTANCES = RECORDABLE["circumstances"]


def test_fields_are_columns_in_the_words_of_officers() -> None:
    assert [field_of(column) for column in CIRCUMSTANCES.columns] == [
        "person",
        "kind",
        "from",
        "to",
        "towardChild",
        "termMonths",
    ]
    assert field_of(RECORDABLE["guardianships"].column["document_no"]) == "documentNo"
    for feed in RECORDABLE.values():
        fields = [field_of(column) for column in feed.columns]
        assert len(set(fields)) == len(fields)


def test_an_empty_cell_says_nothing_new_of_a_new_fact_but_takes_something_from_an_old_one() -> None:
    new = RecordFact(feed=CIRCUMSTANCES, cells={"person_id": "M"}, idempotency_key="k")
    assert content_digest(new) == content_digest(replace(new, cells={"person_id": "M", "to": ""}))
    assert content_digest(new) != content_digest(replace(new, cells={"person_id": "M", "to": "2026-01-01"}))
    old = CorrectFact(feed=CIRCUMSTANCES, key="K", version="V", cells={}, idempotency_key="k")
    assert content_digest(old) != content_digest(replace(old, cells={"to": ""}))


def test_the_content_of_a_command_does_not_depend_on_its_idempotency_key() -> None:
    command = WithdrawFact(feed=CIRCUMSTANCES, key="K", version="V", reason="r", idempotency_key="1")
    assert content_digest(command) == content_digest(replace(command, idempotency_key="2"))
    for change in ({"key": "L"}, {"version": "W"}, {"reason": "s"}, {"feed": RECORDABLE["absences"]}):
        assert content_digest(command) != content_digest(replace(command, **change))


# Facts as rows

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
names = texts.filter(bool)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Feed, dict[str, str]]:
    """A valid row of any feed that officers write."""
    feed = draw(st.sampled_from(list(RECORDABLE.values())))
    cells: dict[str, str] = {}
    for column in feed.columns:
        if not column.required and draw(st.booleans()):
            continue
        match column.kind:
            case Kind.CODE | Kind.INTEGER if column.codes:
                cells[column.name] = draw(st.sampled_from(sorted(column.codes)))
            case Kind.INTEGER:
                cells[column.name] = str(draw(st.integers(-(10**17), 10**17)))
            case Kind.DATE:
                cells[column.name] = draw(days).isoformat()
            case Kind.YES_NO:
                cells[column.name] = draw(st.sampled_from("YN"))
            case _:
                cells[column.name] = draw(names)
    if cells.get("from") and cells.get("to"):
        cells["to"] = (date.fromisoformat(cells["from"]) + timedelta(days=draw(st.integers(1, 999)))).isoformat()
    cells["source"], cells["record_id"] = draw(texts), draw(texts)
    return feed, cells


@given(rows())
def test_a_fact_is_the_row_that_made_it(row: tuple[Feed, dict[str, str]]) -> None:
    feed, cells = row
    batch = Validator(feed, "", AT, KEYS).validate(raw_rows(feed, cells))
    assert batch.rejected == []
    stored = {name: column[0] for name, column in batch.properties.items() if column[0] is not None}
    properties = {name: Date.from_native(v) if isinstance(v, date) else v for name, v in stored.items()}
    fact = FactInForce(batch.start[0], batch.end[0], properties)
    again = cells_of(feed, fact)
    assert {name: text for name, text in again.items() if text} == {name: text for name, text in cells.items() if text}
    assert Validator(feed, "", AT, KEYS).validate(raw_rows(feed, again)).digests == batch.digests
