"""The ledger: what was planted on purpose, where it stands, and what a reader should make of it."""

from dataclasses import astuple, dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    """One planted thing.

    Args:
        planted: what it is, such as `PARENTAGE_CYCLE` or `CASE both_away_nobody`.
        file: file name, with `later/` before it for the second delivery.
        line: physical line, the header is line 1.
        record_id: of that row.
        key: id of the person or thing that it is about.
        severity: `HARD` (the row goes to quarantine), `SOFT` (it lands with a finding), `HARMLESS`, `WITHDRAWN`,
            `LATER` (second delivery) or `CASE`.
        code: the rule that must be among the reasons; for a case the grade of the child on the day the county ends.
        note: the column or, for a case, kind and state of everybody responsible.
    """

    planted: str
    file: str
    line: int
    record_id: str
    key: str
    severity: str
    code: str
    note: str


class Ledger:
    """Entries in the order of planting."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def note(
        self,
        planted: str,
        file: str,
        row: int,
        record_id: str,
        *,
        key: str = "",
        severity: str,
        code: str = "",
        note: str = "",
    ) -> None:
        """Notes a thing planted in row number `row` (from 0) of a file."""
        self.entries.append(Entry(planted, f"{file}.csv", row + 2, record_id, key, severity, code, note))

    def write(self, folder: Path) -> None:
        """Writes `ledger.csv`, which is no feed."""
        with (folder / "ledger.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(field.name for field in fields(Entry)) + "\n")
            file.writelines(",".join(map(str, astuple(entry))) + "\n" for entry in self.entries)
