"""Feed files in memory as columns of plain arrays, and their writing as CSV."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import add
from pathlib import Path
from typing import Protocol

import numpy as np

from graph_service.population.days import FAR, Bools, Ints, Texts, iso, new_year
from graph_service.population.streams import Random

PREFIX = {
    "divisions": "DV",
    "persons": "PE",
    "households": "HH",
    "household_members": "HM",
    "parentages": "PA",
    "marriages": "MA",
    "guardianships": "GU",
    "revocations": "RV",
    "entrusted_care": "EC",
    "circumstances": "CI",
    "disabilities": "DI",
    "absences": "AB",
    "schools": "SC",
    "enrolments": "EN",
    "attendance": "AT",
    "organisations": "OR",
    "placements": "PL",
    "benefits": "BE",
    "services": "SE",
    "support_ties": "ST",
    "workers": "WO",
    "visits": "VI",
    "withdrawals": "WI",
}
"""Every feed file, in the order of writing, with what its record ids begin with."""

_BEGINNING = {
    "CIVIL_AFFAIRS": new_year(2014),
    "PUBLIC_SECURITY": new_year(2003),
    "EDUCATION": new_year(2013),
    "HEALTH": new_year(2007),
    "COURT": new_year(2010),
    "JUSTICE": new_year(2010),
    "DISABLED_PERSONS_FEDERATION": new_year(2008),
    "HUMAN_RESOURCES": new_year(2012),
    "STATISTICS": new_year(2010),
}
"""Departments, and the day on which each one's register began: what happened before was recorded a year after."""
SOURCES = tuple(_BEGINNING)
_CHUNK = 50_000


class Column(Protocol):
    """Values of one column, turned into text a stretch at a time."""

    def text(self, start: int, stop: int) -> list[str]:
        """Texts of the rows `start` to `stop`."""
        ...


@dataclass(frozen=True)
class Dates:
    """Days; FAR is empty."""

    days: Ints

    def text(self, start: int, stop: int) -> list[str]:
        return iso(self.days[start:stop]).tolist()


class Words:
    """Indexes into a vocabulary; -1 is empty."""

    def __init__(self, vocabulary: Texts | tuple[str, ...], index: Ints) -> None:
        self.vocabulary: Texts = np.array([*vocabulary, ""], dtype=object)
        self.index = index

    def text(self, start: int, stop: int) -> list[str]:
        return self.vocabulary[self.index[start:stop]].tolist()


@dataclass(frozen=True)
class Flags:
    """Y or N."""

    values: Bools

    def text(self, start: int, stop: int) -> list[str]:
        return [("N", "Y")[value] for value in self.values[start:stop].tolist()]


@dataclass(frozen=True)
class Numbers:
    """Whole numbers; FAR is empty."""

    values: Ints

    def text(self, start: int, stop: int) -> list[str]:
        return ["" if value == FAR else str(value) for value in self.values[start:stop].tolist()]


@dataclass(frozen=True)
class Plain:
    """Texts as they are."""

    values: Texts

    def text(self, start: int, stop: int) -> list[str]:
        return self.values[start:stop].tolist()


@dataclass(frozen=True)
class Serials:
    """The prefix and the number of the row, from 1."""

    prefix: str
    width: int = 7

    def text(self, start: int, stop: int) -> list[str]:
        return [f"{self.prefix}{number:0{self.width}d}" for number in range(start + 1, stop + 1)]


@dataclass(frozen=True)
class Stamps:
    """Times of recording: a day and a second of it, in China Standard Time."""

    days: Ints
    seconds: Ints

    def text(self, start: int, stop: int) -> list[str]:
        return list(map(add, iso(self.days[start:stop]).tolist(), _TIMES[self.seconds[start:stop]].tolist()))


_TIMES: Texts = np.array(
    [f"T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}+08:00" for s in range(86_400)], dtype=object
)


def stamp(rng: Random, event: Ints, source: Ints, deadline: int) -> Stamps:
    """When each fact was recorded: days after it happened, sometimes a year later, never before the register began.

    Args:
        event: day of the latest thing that the row tells.
        source: indexes into SOURCES.
        deadline: last day on which anything is recorded.
    """
    size = len(event)
    late = (rng.random(size) < 0.03) * rng.exponential(220.0, size)
    day = event + 1 + (rng.exponential(9.0, size) + late).astype(np.int64)
    beginning = np.array(list(_BEGINNING.values()))[source] + rng.integers(0, 400, size)
    day = np.maximum(day, beginning)
    in_time = np.minimum(event + 1, deadline) + (rng.random(size) * np.maximum(deadline - event, 1)).astype(np.int64)
    day = np.where(day > deadline, in_time, day)
    return Stamps(np.minimum(day, deadline), rng.integers(8 * 3600, 18 * 3600, size))


@dataclass
class Table:
    """One feed file: columns of equal length, rows added by hand after them, and single cells written differently.

    Args:
        name: file name without its ending.
        columns: by header, in the order of the file.
        size: number of rows that the columns hold.
        added: rows that follow them, as texts.
        edits: row number → header → text that replaces what the columns say.
        bom: whether the file begins with a byte order mark.
    """

    name: str
    columns: Mapping[str, Column]
    size: int
    added: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    edits: dict[int, dict[str, str]] = field(default_factory=dict[int, dict[str, str]])
    bom: bool = False

    def __len__(self) -> int:
        return self.size + len(self.added)

    def add(self, **cells: str) -> int:
        """Adds a row (`from_` stands for the header `from`), with a record id if it has none; gives its row number."""
        row = {name.rstrip("_"): text for name, text in cells.items()}
        unknown = row.keys() - self.columns.keys()
        if unknown:
            raise KeyError(f"{self.name} has no column {', '.join(sorted(unknown))}")
        row.setdefault("record_id", f"{PREFIX[self.name]}{len(self) + 1:07d}")
        self.added.append({name: row.get(name, "") for name in self.columns})
        return len(self) - 1

    def row(self, number: int) -> dict[str, str]:
        """The texts of one row, as they will be written."""
        if number >= self.size:
            return dict(self.added[number - self.size])
        texts = {name: column.text(number, number + 1)[0] for name, column in self.columns.items()}
        return {**texts, **self.edits.get(number, {})}

    def edit(self, number: int, **cells: str) -> None:
        """Replaces cells of one row (`from_` stands for the header `from`)."""
        changes = {name.rstrip("_"): text for name, text in cells.items()}
        if number >= self.size:
            self.added[number - self.size].update(changes)
        else:
            self.edits.setdefault(number, {}).update(changes)

    def append_column(self, name: str, text: str) -> None:
        """Adds a last column with the same text in every row."""
        self.columns = {**self.columns, name: Plain(np.full(self.size, text, dtype=object))}
        self.added = [{**row, name: text} for row in self.added]

    def write(self, folder: Path) -> None:
        """Writes the file; no cell holds a comma, a quotation mark or a line break, so none needs quoting."""
        with (folder / f"{self.name}.csv").open("w", encoding="utf-8-sig" if self.bom else "utf-8", newline="") as file:
            file.write(",".join(self.columns) + "\n")
            changed = sorted(self.edits)
            position = 0
            for start in range(0, self.size, _CHUNK):
                stop = min(start + _CHUNK, self.size)
                texts = {name: column.text(start, stop) for name, column in self.columns.items()}
                while position < len(changed) and changed[position] < stop:
                    for name, text in self.edits[changed[position]].items():
                        texts[name][changed[position] - start] = text
                    position += 1
                file.write("\n".join(map(",".join, zip(*texts.values(), strict=True))) + "\n")
            file.writelines(",".join(row.values()) + "\n" for row in self.added)


class Facts:
    """Rows that gather while the county is made: equal-length arrays of whole numbers under fixed names."""

    def __init__(self, *names: str) -> None:
        self._parts: dict[str, list[Ints]] = {name: [] for name in names}

    def add(self, **columns: Ints | int) -> None:
        """Adds rows; every column must be given, a single number stands for all rows."""
        if columns.keys() != self._parts.keys():
            raise KeyError(f"expected {', '.join(self._parts)}")
        arrays = np.broadcast_arrays(*(np.asarray(column, dtype=np.int64) for column in columns.values()))
        for name, array in zip(columns, arrays, strict=True):
            self._parts[name].append(np.atleast_1d(array))

    def __getitem__(self, name: str) -> Ints:
        """All rows of one column."""
        parts = self._parts[name]
        if len(parts) != 1:
            self._parts[name] = parts = [np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)]
        return parts[0]

    def __len__(self) -> int:
        return sum(len(part) for part in next(iter(self._parts.values())))
