"""Turns columns of text into typed values, and says of every row that breaks a rule which rule and where.

Works by column and on distinct values: a date that stands on ten thousand rows is read once. Nothing here knows the
graph; rules that need it (unknown reference, cycle, parent not older) are checked where the batch is loaded.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import repeat
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_service.feeds.contract import PROVENANCE, Column, Feed, Kind
from graph_service.feeds.pinyin import pinyin_of
from graph_service.feeds.reading import BrokenRow, RawRows
from graph_service.sealing import Keyring, place_of

_T = TypeVar("_T")

BEGINNING: Final = date(1, 1, 1)
"""`from` of a fact that holds since ever."""
END: Final = date(9999, 12, 31)
"""`to` of a fact that has no end."""
LONGEST_NAME: Final = 255
"""Characters of an id, a code or a record id: an index entry of Neo4j holds 8,000 bytes, a key up to seven of them."""


class Reason(StrEnum):
    """Why a row is in quarantine; stable codes."""

    REQUIRED_MISSING = "REQUIRED_MISSING"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    NUMBER_UNREADABLE = "NUMBER_UNREADABLE"
    TEXT_UNREADABLE = "TEXT_UNREADABLE"
    VALUE_TOO_LONG = "VALUE_TOO_LONG"
    CODE_UNKNOWN = "CODE_UNKNOWN"
    CELLS_MISMATCH = "CELLS_MISMATCH"
    DATE_ORDER = "DATE_ORDER"
    OWN_PARENT = "OWN_PARENT"
    KEY_REPEATED = "KEY_REPEATED"
    # These need the graph, and may come to pass as it grows.
    REFERENCE_UNKNOWN = "REFERENCE_UNKNOWN"
    AMBIGUOUS_REFERENCE = "AMBIGUOUS_REFERENCE"
    PARENT_NOT_OLDER = "PARENT_NOT_OLDER"
    PARENTAGE_CYCLE = "PARENTAGE_CYCLE"


class RowFinding(StrEnum):
    """Soft checks that one row alone fails; it lands all the same. Stable codes."""

    ID_NUMBER_INVALID = "ID_NUMBER_INVALID"
    ID_NUMBER_DISAGREES = "ID_NUMBER_DISAGREES"


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a row breaks.

    Attributes:
        code: which rule.
        column: header of the column at fault; several joined by a comma, empty when it is the whole row.
        value_class: what kind of value stands there, such as `empty` or `8 digits`; never the value.
    """

    code: Reason
    column: str
    value_class: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row for the quarantine.

    Attributes:
        id: keyed digest of the feed and the row as it stands: the same row has the same id in every delivery.
        feed, file, line: where it stands.
        key: key of the row, where it can be told.
        violations: every rule that it breaks, at least one.
        row: the row as it stands, a JSON object of cells by header name, sealed for this id; surplus cells are called
            `+1`, `+2`.
    """

    id: str
    feed: str
    file: str
    line: int
    key: str | None
    violations: tuple[Violation, ...]
    row: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A soft check that a row of the batch fails.

    Attributes:
        index: which row of the batch.
        code: which check.
        label, entity: the node that it concerns, by label and key.
    """

    index: int
    code: RowFinding
    label: str
    entity: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one feed that passed every check that needs no graph, by column, with those that did not.

    All sequences but `rejected` and `findings` have one entry per accepted row, in the order of the file.
    No key occurs twice in a batch, nor in two batches of one file.

    Attributes:
        feed, file: what it is a part of.
        read: rows read from the file for this batch: the accepted ones, `repeated`, and the rejected ones.
        repeated: rows that say again, word for word, what an earlier row of the file said, or are about somebody
            erased; they count as unchanged.
        ordinals: place of the row in the file, from 0.
        lines: line of the file on which the row begins, from 1.
        keys: entity: its id; fact: `record_id`, else the key columns joined by `|` (backslash before a `|` in a value).
        digests: 16 hexadecimal digits over all contract columns but `recorded_at`; 24 keyed ones of a feed with sealed
            columns, as whoever knew the rest could try out an ID number.
        recorded_at: aware, UTC; the time of the import where the row does not say.
        recorded_given: whether the row says.
        properties: by property name, one value (None: absent) per row: str, int, float, bool or date. Facts have `from`
            and `to` always, open ends as BEGINNING and END; entities only where given. A property absent on every row
            is left out. `key`, `digest` and `recordedAt` are not in here. Person has
            `division`, `pinyin` and `aliveUntil`. Values of sealed columns are sealed, and have tags beside them.
        start, end: references of a relationship's ends, empty for entities and withdrawals; of a code list, the code
            as text.
        start_column: which column each start is from; several only where a feed has several.
        rejected: rows for the quarantine.
        findings: soft checks that single rows fail.
        raw, raw_index: the rows as they stand, and where in them each accepted row is; for rejecting one later.
        keyring: what rejected rows are sealed with.
    """

    feed: Feed
    file: str
    read: int
    repeated: int
    ordinals: Sequence[int]
    lines: Sequence[int]
    keys: Sequence[str]
    digests: Sequence[str]
    recorded_at: Sequence[datetime]
    recorded_given: Sequence[bool]
    properties: Mapping[str, Sequence[Any]]
    start: Sequence[str]
    end: Sequence[str]
    start_column: Sequence[str]
    rejected: Sequence[Rejection]
    findings: Sequence[Finding]
    raw: RawRows
    raw_index: Sequence[int]
    keyring: Keyring

    def __len__(self) -> int:
        return len(self.keys)

    def reject(self, index: int, *violations: Violation) -> Rejection:
        """An accepted row as a quarantined one, for rules that need the graph."""
        raw = self.raw.row(self.raw_index[index])
        return _rejection(
            self.feed,
            self.file,
            self.lines[index],
            self.keys[index],
            violations=violations,
            cells=raw,
            keyring=self.keyring,
        )

    def leaving_out(self, rows: int) -> "Batch":
        """The same of a file that has so many rows more, about somebody erased: they say nothing new."""
        return replace(self, read=self.read + rows, repeated=self.repeated + rows) if rows else self

    def cell(self, index: int, column: str) -> str:
        """What stands in a column of an accepted row; empty when the file lacks the column."""
        cells = self.raw.columns.get(column)
        return "" if cells is None else cells[self.raw_index[index]]


class SeenKeys:
    """The keys of a file so far, each with its content, in about 12 bytes a key.

    A key is kept as 64 bits of its hash, its content as 32 bits of its digest: two of ten million keys collide with a
    probability of 3 in a million. Sorted runs of bounded length are merged as they grow.
    """

    _LONGEST_RUN: Final = 1 << 18

    def __init__(self) -> None:
        self._runs: list[tuple[NDArray[np.int64], NDArray[np.uint32]]] = []

    def add(self, keys: Sequence[str], digests: Sequence[str]) -> tuple[list[int], list[int]]:
        """Adds keys with their contents.

        Returns:
            Places of those seen before with the same content, and of those seen before with another one.
        """
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys))
        contents = np.fromiter((int(digest[:8], 16) for digest in digests), np.uint32, len(keys))
        order = np.argsort(hashes, kind="stable")
        run, content = hashes[order], contents[order]
        first = np.ones(len(run), np.bool_)
        np.not_equal(run[1:], run[:-1], out=first[1:])
        known = np.full(len(run), -1, np.int64)
        if not first.all():
            # Place, in this run, of the first row with the same key.
            origin = np.maximum.accumulate(np.where(first, np.arange(len(run)), 0))
            known[~first] = content[origin[~first]]
        for old, old_content in self._runs:
            at = np.minimum(np.searchsorted(old, run), len(old) - 1)
            hit = old[at] == run
            known[hit] = old_content[at[hit]]
        fresh = known < 0
        if fresh.any():
            self._runs.append((run[fresh], content[fresh]))
            self._merge()
        same = order[~fresh & (known == content)]
        other = order[~fresh & (known != content)]
        return sorted(same.tolist()), sorted(other.tolist())

    def contains(self, keys: Sequence[str]) -> list[bool]:
        """Whether each key has been seen."""
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys))
        found = np.zeros(len(keys), np.bool_)
        for old, _ in self._runs:
            found |= old[np.minimum(np.searchsorted(old, hashes), len(old) - 1)] == hashes
        return found.tolist()

    def _merge(self) -> None:
        runs = self._runs
        while len(runs) > 1 and len(runs[-2][0]) <= 2 * len(runs[-1][0]) <= self._LONGEST_RUN:
            (left, left_content), (right, right_content) = runs[-2:]
            keys = np.concatenate((left, right))
            order = np.argsort(keys, kind="stable")
            runs[-2:] = [(keys[order], np.concatenate((left_content, right_content))[order])]


class Validator:
    """Checks the rows of one feed file, batch after batch; remembers which keys the file has had.

    Args:
        feed: contract of the file.
        file: its name, for the quarantine.
        imported_at: aware time of the import, recorded where a row says no other.
        keyring: what values of sealed columns, and rows that are rejected, are sealed with.
    """

    def __init__(self, feed: Feed, file: str, imported_at: datetime, keyring: Keyring) -> None:
        self.feed = feed
        self.file = file
        self.keyring = keyring
        self.imported_at = imported_at.astimezone(UTC)
        self.seen = SeenKeys()
        self._columns = tuple(feed.column.values())
        self._readers = {column.name: _Reader(column) for column in self._columns}

    def validate(self, raw: RawRows, *, damaged: bool = False) -> Batch:
        """The rows as typed columns, without those that break a rule.

        Args:
            raw: rows as they stand.
            damaged: whether the file holds characters that cannot be read, so that every cell must be looked at.
        """
        count = len(raw.lines)
        faults = _Faults(raw)
        if damaged:
            faults.add_unreadable_text()
        values: dict[str, list[Any]] = {}
        texts: dict[str, list[str]] = {}
        for column in self._columns:
            if column.name in raw.columns:
                reader = self._readers[column.name]
                values[column.name], texts[column.name] = reader.read(raw.columns[column.name], faults)
        self._check_required(faults)
        self._check_rules(values, faults)

        keys = self._keys(texts, count)
        digests = self._digests(texts, count)
        rejected = [self._reject_broken(raw, row) for row in raw.broken]
        for index, violations in sorted(faults.by_row.items()):
            key = keys[index] if self._key_is_sound(texts, index, violations) else None
            rejected.append(self._reject(raw.lines[index], key, violations, raw.row(index)))
        accepted: Sequence[int] = range(count)
        if faults.by_row:
            accepted = [index for index in accepted if index not in faults.by_row]
        same, other = self.seen.add(_pick(keys, accepted), _pick(digests, accepted))
        for index in (accepted[place] for place in other):
            columns = self._known_by(texts, index)
            violation = Violation(Reason.KEY_REPEATED, ",".join(columns), "other content before")
            rejected.append(self._reject(raw.lines[index], keys[index], [violation], raw.row(index)))
        if same or other:
            dropped = {*same, *other}
            accepted = [index for place, index in enumerate(accepted) if place not in dropped]

        start, end = self._ends(texts)
        start_column = self._start_columns(texts, start)
        properties = self._properties(values, start_column, count)
        recorded = texts.get("recorded_at") or [""] * count
        recorded_at = [value or self.imported_at for value in values.get("recorded_at") or [None] * count]
        kept_keys = _pick(keys, accepted)
        return Batch(
            feed=self.feed,
            file=self.file,
            read=count + len(raw.broken),
            repeated=len(same),
            ordinals=_pick(raw.ordinals, accepted),
            lines=_pick(raw.lines, accepted),
            keys=kept_keys,
            digests=_pick(digests, accepted),
            recorded_at=_pick(recorded_at, accepted),
            recorded_given=[bool(text) for text in _pick(recorded, accepted)],
            properties=self._sealed({name: _pick(column, accepted) for name, column in properties.items()}, kept_keys),
            start=_pick(start, accepted),
            end=_pick(end, accepted),
            start_column=_pick(start_column, accepted),
            rejected=rejected,
            findings=self._findings(values, kept_keys, accepted),
            raw=raw,
            raw_index=accepted,
            keyring=self.keyring,
        )

    def _check_required(self, faults: "_Faults") -> None:
        for column in self.feed.columns:
            if column.required:
                faults.add_empty((column.name,))
        if len(self.feed.start) > 1:
            faults.add_empty(self.feed.start)

    def _check_rules(self, values: Mapping[str, list[Any]], faults: "_Faults") -> None:
        """Rules between the columns of one row."""
        for earlier, later, may_be_equal in (("from", "to", False), ("birth_date", "death_date", True)):
            if earlier in values and later in values:
                pairs = zip(values[earlier], values[later], strict=True)
                for index, (begin, end) in enumerate(pairs):
                    if end and begin and (end < begin if may_be_equal else end <= begin):
                        faults.add(index, Reason.DATE_ORDER, f"{earlier},{later}", "dates in reverse order")
        if self.feed.relationship == "PARENT_OF":
            pairs = zip(values["parent_id"], values["child_id"], strict=True)
            for index, (parent, child) in enumerate(pairs):
                if parent == child and parent:
                    faults.add(index, Reason.OWN_PARENT, "parent_id,child_id", "same value twice")
        if self.feed.label == "Division":
            for index, code in enumerate(values["code"]):
                if code and not _DIVISION.fullmatch(code):
                    faults.add(index, Reason.CODE_UNKNOWN, "code", value_class(code))

    def _known_by(self, texts: Mapping[str, Sequence[str]], index: int) -> tuple[str, ...]:
        """Columns that make the key of a row."""
        by_record = self.feed.relationship and "record_id" in texts and texts["record_id"][index]
        return ("record_id",) if by_record else self.feed.key_columns

    def _key_is_sound(self, texts: Mapping[str, Sequence[str]], index: int, violations: Iterable[Violation]) -> bool:
        at_fault = {column for violation in violations for column in violation.column.split(",")}
        return at_fault.isdisjoint(self._known_by(texts, index)) or all(
            violation.code in (Reason.DATE_ORDER, Reason.OWN_PARENT) for violation in violations
        )

    def _keys(self, texts: Mapping[str, list[str]], count: int) -> list[str]:
        parts = [escaped(texts[name]) if name in texts else repeat("", count) for name in self.feed.key_columns]
        if self.feed.label:
            # Ids are what other feeds refer to: they stand in the graph as they came.
            return texts[self.feed.key_columns[0]]
        keys = list(map("|".join, zip(*parts, strict=True)))
        if self.feed.relationship and any(records := texts.get("record_id", ())):
            return [record or key for record, key in zip(escaped(records), keys, strict=True)]
        return keys

    def _digests(self, texts: Mapping[str, list[str]], count: int) -> list[str]:
        # NUL cannot stand in an accepted row, so that no two rows are joined to the same text.
        parts = [texts.get(column.name) or repeat("", count) for column in _content(self.feed)]
        blake2b = hashlib.blake2b
        digests = [
            blake2b(content.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
            for content in map("\0".join, zip(*parts, strict=True))
        ]
        return list(map(self.keyring.digest, digests)) if self.feed.sealed else digests

    def _ends(self, texts: Mapping[str, list[str]]) -> tuple[Sequence[str], Sequence[str]]:
        if not self.feed.relationship:
            return (), ()
        start, *others = (texts[name] for name in self.feed.start if name in texts)
        for other in others:
            start = [first or second for first, second in zip(start, other, strict=True)]
        return start, texts[self.feed.end[0]]

    def _start_columns(self, texts: Mapping[str, list[str]], start: Sequence[str]) -> Sequence[str]:
        column, *others = self.feed.start or ("",)
        if not others or column not in texts:
            return [(others or [column])[0]] * len(start)
        return [column if text else others[0] for text in texts[column]]

    def _properties(
        self, values: Mapping[str, list[Any]], start_column: Sequence[str], count: int
    ) -> dict[str, list[Any]]:
        properties: dict[str, list[Any]] = {}
        for column in _content(self.feed):
            if column.property and column.name in values:
                column_values = values[column.name]
                if column.name in self.feed.start:
                    chosen = zip(start_column, column_values, strict=True)
                    column_values = [None if name == column.name else value for name, value in chosen]
                if any(value is not None for value in column_values):
                    properties[column.property] = column_values
        if self.feed.relationship:
            properties["from"], properties["to"] = self._valid_time(values, count)
        if self.feed.label == "Person":
            residence, registration = (
                properties.get(name, [None] * count) for name in ("residenceDivision", "registrationDivision")
            )
            properties["division"] = [
                home or registered for home, registered in zip(residence, registration, strict=True)
            ]
            deaths = properties.get("deathDate") or [None] * count
            properties["aliveUntil"] = [death or END for death in deaths]
            properties["pinyin"] = [name and pinyin_of(name) for name in values.get("name") or [None] * count]
        return properties

    def _sealed(self, properties: dict[str, Sequence[Any]], keys: Sequence[str]) -> dict[str, Sequence[Any]]:
        """The properties with the values of sealed columns sealed, and the tags by which they are found."""
        for column in self.feed.sealed:
            name = column.property or ""
            values = properties.get(name)
            if values is None:
                continue
            placed = list(zip(keys, values, strict=True))
            properties[name] = [value and self.keyring.seal(place_of(key, name), value) for key, value in placed]
            if column.tag:
                properties[column.tag] = [value and self.keyring.tag(name, value) for value in values]
        return properties

    def _valid_time(self, values: Mapping[str, list[Any]], count: int) -> tuple[list[date], list[date]]:
        """Half-open interval of each fact: what its row says, else its day, else its month."""
        if "date" in self.feed.column:
            days = [day or BEGINNING for day in values["date"]]
            following = {day: day + _DAY if day < END else END for day in set(days)}
            return days, [following[day] for day in days]
        if "month" in self.feed.column:
            months = [month or _NO_MONTH for month in values["month"]]
            bounds = {month: _month_bounds(month) for month in set(months)}
            return [bounds[month][0] for month in months], [bounds[month][1] for month in months]
        begins = values.get("from") or [None] * count
        ends = values.get("to") or [None] * count
        return [begin or BEGINNING for begin in begins], [end or END for end in ends]

    def _findings(self, values: Mapping[str, list[Any]], keys: Sequence[str], accepted: Sequence[int]) -> list[Finding]:
        if self.feed.label != "Person" or "id_number" not in values:
            return []
        columns = (_pick(values[name], accepted) for name in ("id_number", "birth_date", "sex"))
        return [Finding(index, code, "Person", keys[index]) for index, code in check_id_numbers(*columns)]

    def _reject_broken(self, raw: RawRows, row: BrokenRow) -> Rejection:
        names = [name or f"+{place}" for place, name in enumerate(raw.header, 1)]
        names += [f"+{place}" for place in range(len(names) + 1, len(row.cells) + 1)]
        violation = Violation(Reason.CELLS_MISMATCH, "", f"{len(row.cells)} cells")
        cells = dict(zip(names, row.cells, strict=False))
        return self._reject(row.line, None, [violation], cells)

    def _reject(
        self, line: int, key: str | None, violations: Iterable[Violation], cells: Mapping[str, str]
    ) -> Rejection:
        return _rejection(self.feed, self.file, line, key, violations=violations, cells=cells, keyring=self.keyring)


def check_id_numbers(
    numbers: Sequence[str | None], births: Sequence[date], sexes: Sequence[int]
) -> list[tuple[int, RowFinding]]:
    """Resident ID numbers that cannot be right, or not for this person.

    Places 7-14 are the date of birth, place 17 is odd for males, place 18 is the check character (GB 11643-1999, by
    ISO 7064 MOD 11-2). Area codes are not looked up: departments keep numbers of areas long since renamed.

    Args:
        numbers: the numbers; None where there is none.
        births: dates of birth.
        sexes: GB/T 2261.1; only 1 (male) and 2 (female) can disagree.

    Returns:
        Place of the person and what is wrong, in the order of the persons; at most one finding each.
    """
    found: list[tuple[int, RowFinding]] = []
    places: list[int] = []
    for place, number in enumerate(numbers):
        if number and _ID_NUMBER.fullmatch(number):
            places.append(place)
        elif number:
            found.append((place, RowFinding.ID_NUMBER_INVALID))
    if places:
        text = "".join(number for place in places if (number := numbers[place])).upper()
        digits = np.frombuffer(text.encode("ascii"), np.uint8).reshape(-1, 18).astype(np.int64) - ord("0")
        sound = _CHECK[digits[:, :17] @ _WEIGHTS % 11] == digits[:, 17] + ord("0")
        for place, valid in zip(places, sound.tolist(), strict=True):
            number, birth, sex = numbers[place] or "", births[place], sexes[place]
            if not valid:
                found.append((place, RowFinding.ID_NUMBER_INVALID))
            elif (
                int(number[6:14]) != birth.year * 10000 + birth.month * 100 + birth.day
                or (sex == 1 and number[16] in "02468")
                or (sex == 2 and number[16] in "13579")
            ):
                found.append((place, RowFinding.ID_NUMBER_DISAGREES))
    return sorted(found)


def value_class(text: str) -> str:
    """What kind of value a text is, for people who must not see the value."""
    text = text.strip()
    if not text:
        return "empty"
    if text.isascii() and text.isdigit():
        return f"{len(text)} digits"
    if _DATE_LIKE.match(text):
        return "date-like"
    if _NUMBER.fullmatch(text):
        return "number"
    return "text"


class _Faults:
    """Violations by row, as they are found."""

    def __init__(self, raw: RawRows) -> None:
        self._raw = raw
        self.by_row: dict[int, list[Violation]] = {}

    def add(self, index: int, code: Reason, column: str, value: str) -> None:
        self.by_row.setdefault(index, []).append(Violation(code, column, value))

    def add_texts(self, column: str, cells: Sequence[str], wrong: Mapping[str, Reason]) -> None:
        """Every row on which one of the wrong texts stands."""
        for index, cell in enumerate(cells):
            if cell in wrong:
                self.add(index, wrong[cell], column, value_class(cell))

    def add_empty(self, columns: Sequence[str]) -> None:
        """Every row on which all these columns are empty."""
        present = [self._raw.columns[name] for name in columns if name in self._raw.columns]
        if any(all(map(str.strip, cells)) for cells in present):
            return
        for index, cells in enumerate(zip(*present, strict=True)):
            if not any(cells) or not any(map(str.strip, cells)):
                self.add(index, Reason.REQUIRED_MISSING, ",".join(columns), "empty")

    def add_unreadable_text(self) -> None:
        for name, cells in self._raw.columns.items():
            for index, cell in enumerate(cells):
                if "\0" in cell or _SURROGATE.search(cell):
                    self.add(index, Reason.TEXT_UNREADABLE, name, "unreadable characters")


class _Reader:
    """Reads one column; remembers what it has read, as few texts stand on many rows."""

    _REMEMBERED: Final = 100_000

    def __init__(self, column: Column) -> None:
        self._column = column
        self._parse = _PARSERS.get(column.kind)
        self._values: dict[str, Any] = {}
        self._texts: dict[str, str] = {}
        self._wrong: dict[str, Reason] = {}

    def read(self, cells: Sequence[str], faults: _Faults) -> tuple[list[Any], list[str]]:
        """Values (None: empty or wrong) and their one canonical text, by row."""
        if self._parse is None:
            texts = list(map(str.strip, cells))
            if self._column.kind is not Kind.TEXT or self._column.name == "record_id" or self._column.required:
                self._check_length(texts, faults)
            return [text or None for text in texts], texts
        if self._column.kind is Kind.TIMESTAMP and (moments := _read_moments(cells)):
            return moments, list(cells)  # of which nothing is asked but whether it is empty
        new = set(cells).difference(self._values)
        if len(self._values) + len(new) > self._REMEMBERED:
            self._values.clear()
            self._texts.clear()
            self._wrong.clear()
            new = set(cells)
        for cell in new:
            self._learn(cell)
        if self._wrong:
            faults.add_texts(self._column.name, cells, self._wrong)
        return list(map(self._values.__getitem__, cells)), list(map(self._texts.__getitem__, cells))

    def _learn(self, cell: str) -> None:
        text = cell.strip()
        value: Any = None
        canonical = ""
        if text and self._parse:
            try:
                value, canonical = self._parse(text)
            except (ValueError, OverflowError):
                self._wrong[cell] = Reason.CODE_UNKNOWN if self._column.codes else _UNREADABLE[self._column.kind]
            else:
                if self._column.codes and canonical not in self._column.codes:
                    self._wrong[cell] = Reason.CODE_UNKNOWN
        self._values[cell] = value
        self._texts[cell] = canonical

    def _check_length(self, texts: Sequence[str], faults: _Faults) -> None:
        if max(map(len, texts), default=0) > LONGEST_NAME:
            for index, text in enumerate(texts):
                if len(text) > LONGEST_NAME:
                    faults.add(index, Reason.VALUE_TOO_LONG, self._column.name, f"{len(text)} characters")


_DAY = timedelta(days=1)
_NO_MONTH = "0001-01"
_DIVISION = re.compile(r"[0-9]{12}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})-|/([0-9]{2})/|([0-9]{2}))([0-9]{2})")
_DATE_LIKE = re.compile(r"[0-9]{1,4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]")
_MONTH = re.compile(r"([0-9]{4})[-/]?([0-9]{2})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
_WEIGHTS = np.array([2 ** (17 - place) % 11 for place in range(17)], np.int64)
_CHECK = np.frombuffer(b"10X98765432", np.uint8).astype(np.int64)


def _read_date(text: str) -> tuple[date, str]:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError
    year, *months, day = match.groups()
    value = date(int(year), int(next(filter(None, months))), int(day))
    return value, value.isoformat()


def _read_month(text: str) -> tuple[str, str]:
    match = _MONTH.fullmatch(text)
    if not match:
        raise ValueError
    month = date(int(match[1]), int(match[2]), 1).isoformat()[:7]
    return month, month


def _read_moments(cells: Sequence[str]) -> list[Any] | None:
    """Timestamps of a whole column, few of which are alike; None when some cell is none, or in a rarer form."""
    text = "".join(cells)
    if "W" in text or "/" in text:
        return None
    try:
        return [moment.astimezone(UTC) for moment in map(datetime.fromisoformat, cells)]
    except (ValueError, OverflowError):
        return None


def _read_timestamp(text: str) -> tuple[datetime, str]:
    """A timestamp without an offset is in the zone of this machine."""
    if "W" in text:
        raise ValueError
    value = datetime.fromisoformat(text.replace("/", "-")).astimezone(UTC)
    return value, value.isoformat()


def _read_integer(text: str) -> tuple[int, str]:
    if not _INTEGER.fullmatch(text):
        raise ValueError
    return int(text), str(int(text))


def _read_number(text: str) -> tuple[float, str]:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise ValueError
    return value, repr(value)


def _read_yes_no(text: str) -> tuple[bool, str]:
    if text.lower() in ("y", "true", "1"):
        return True, "Y"
    if text.lower() in ("n", "false", "0"):
        return False, "N"
    raise ValueError


def _read_code(text: str) -> tuple[str, str]:
    return text, text


_PARSERS: Mapping[Kind, Callable[[str], tuple[Any, str]]] = {
    Kind.CODE: _read_code,
    Kind.DATE: _read_date,
    Kind.MONTH: _read_month,
    Kind.TIMESTAMP: _read_timestamp,
    Kind.INTEGER: _read_integer,
    Kind.NUMBER: _read_number,
    Kind.YES_NO: _read_yes_no,
}
_UNREADABLE: Mapping[Kind, Reason] = {
    Kind.CODE: Reason.CODE_UNKNOWN,
    Kind.DATE: Reason.DATE_UNREADABLE,
    Kind.MONTH: Reason.DATE_UNREADABLE,
    Kind.TIMESTAMP: Reason.DATE_UNREADABLE,
    Kind.INTEGER: Reason.NUMBER_UNREADABLE,
    Kind.NUMBER: Reason.NUMBER_UNREADABLE,
    Kind.YES_NO: Reason.CODE_UNKNOWN,
}


def _content(feed: Feed) -> tuple[Column, ...]:
    """Columns whose values make the content of a row; when it was recorded is not among them."""
    own = {column.name for column in feed.columns}
    provenance = [column for column in PROVENANCE if column.name not in own]
    return tuple(column for column in (*feed.columns, *provenance) if column.name != "recorded_at")


def _month_bounds(month: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    last = first.year == END.year and first.month == 12
    return first, END if last else (first + 31 * _DAY).replace(day=1)


def escaped(parts: Sequence[str]) -> Sequence[str]:
    """The parts of a key so that joining them by `|` cannot make two keys alike."""
    joined = "".join(parts)
    if "|" not in joined and "\\" not in joined:
        return parts
    return [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]


def _pick(column: Sequence[_T], places: Sequence[int]) -> Sequence[_T]:
    """The entries at these places; the column itself when these are all of them, or when it has none."""
    return [column[place] for place in places] if column and len(places) < len(column) else column


def _rejection(
    feed: Feed,
    file: str,
    line: int,
    key: str | None,
    *,
    violations: Iterable[Violation],
    cells: Mapping[str, str],
    keyring: Keyring,
) -> Rejection:
    row = json.dumps(cells, ensure_ascii=False)
    if _SURROGATE.search(row):
        row = json.dumps(cells)
    identity = json.dumps([feed.name, cells], sort_keys=True)
    id_ = keyring.digest(hashlib.blake2b(identity.encode(), digest_size=16).hexdigest())
    return Rejection(id_, feed.name, file, line, key, tuple(violations), keyring.seal(row_place(id_), row))


def row_place(rejection: str) -> str:
    """The place that a rejected row is sealed for, by its id."""
    return place_of(rejection, "row")
