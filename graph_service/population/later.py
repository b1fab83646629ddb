"""A small second delivery: newer versions of rows of the first, rows that are new, and rows that are taken back."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from graph_service.population.days import FAR, ages, date_of
from graph_service.population.identity import person_id, person_row, worker_id
from graph_service.population.ledger import Ledger
from graph_service.population.lives import Lives
from graph_service.population.streams import Random, between, sample, stream
from graph_service.population.tables import PREFIX, Table

FOLDER = "later"
_SHARE = 0.0005
"""Share of a file's rows that the second delivery touches, never fewer than three."""


class _Delivery:
    """Gathers the rows of the second delivery; the columns are those of the first."""

    def __init__(self, tables: dict[str, Table], lives: Lives, seed: int, as_of: date, ledger: Ledger) -> None:
        self.first, self.lives, self.ledger, self.as_of = tables, lives, ledger, as_of
        self.rng: Random = stream(seed, "later")
        self.tables = {name: Table(name, table.columns, 0) for name, table in tables.items()}
        self.fresh = {name: len(table) for name, table in tables.items()}
        self.planted = {(entry.file, entry.line) for entry in ledger.entries}
        self.touched: set[str] = set()

    def recorded(self) -> str:
        """A time in the last days before `as_of`, after everything in the first delivery."""
        day = self.as_of - timedelta(days=int(self.rng.integers(1, 7)))
        return f"{day.isoformat()}T{self.rng.integers(8, 18):02d}:{self.rng.integers(0, 60):02d}:00+08:00"

    def put(self, planted: str, file: str, cells: dict[str, str]) -> None:
        """A row of the second delivery."""
        row = self.tables[file].add(**{**cells, "recorded_at": self.recorded()})
        self.ledger.note(planted, f"{FOLDER}/{file}", row, cells["record_id"], severity="LATER")

    def newer(self, file: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Newer versions of some rows; rows that were planted stay as they are."""
        size = self.first[file].size
        wanted = max(3, round(_SHARE * size))
        for number in sample(self.rng, np.arange(size), wanted * 40).tolist():
            cells = self.first[file].row(number)
            if not wanted:
                return
            if (f"{file}.csv", number + 2) in self.planted or cells["record_id"] in self.touched:
                continue
            changes = change(cells)
            if changes:
                wanted -= 1
                self.touched.add(cells["record_id"])
                self.put("NEWER_VERSION", file, {**cells, **changes})

    def new(self, file: str, **cells: str) -> None:
        """A row that the first delivery did not have."""
        self.fresh[file] += 1
        self.put("NEW_ROW", file, {**cells, "record_id": f"{PREFIX[file]}{self.fresh[file]:07d}"})

    def withdraw(self, file: str, count: int) -> None:
        """Takes rows of the first delivery back."""
        size = self.first[file].size
        for number in sample(self.rng, np.arange(size), count).tolist():
            record_id = self.first[file].row(number)["record_id"]
            if (f"{file}.csv", number + 2) not in self.planted and record_id not in self.touched:
                row = self.tables["withdrawals"].add(
                    record_id=record_id, recorded_at=self.recorded(), reason="重复登记", source="CIVIL_AFFAIRS"
                )
                self.ledger.note("WITHDRAWAL", f"{FOLDER}/withdrawals", row, record_id, severity="LATER")


def deliver_later(tables: dict[str, Table], lives: Lives, seed: int, as_of: date, ledger: Ledger) -> dict[str, Table]:
    """The second delivery: deaths, returns, releases, changes of school, new carers and visits, and withdrawals.

    Returns:
        The files that have rows, by name.
    """
    delivery = _Delivery(tables, lives, seed, as_of, ledger)
    g, m, today = lives.genealogy, lives.migration, lives.today
    recent = date_of(today + 1).isoformat()
    old = ages(g.birth, today) > 70

    def dies(cells: dict[str, str]) -> dict[str, str]:
        return {"death_date": recent} if old[person_row(cells["person_id"])] and not cells["death_date"] else {}

    delivery.newer("persons", dies)
    delivery.newer("absences", lambda cells: {} if cells["to"] or cells["from"] >= recent else {"to": recent})
    delivery.newer(
        "absences", lambda cells: {"last_contact": recent} if cells["last_contact"] and not cells["to"] else {}
    )
    delivery.newer(
        "circumstances",
        lambda cells: {"to": recent} if cells["kind"] in ("IMPRISONED", "OUT_OF_CONTACT") and not cells["to"] else {},
    )
    delivery.newer(
        "enrolments", lambda cells: {"status": "SUSPENDED"} if cells["status"] == "ENROLLED" and not cells["to"] else {}
    )
    delivery.newer("households", lambda cells: {"property_ok": "Y"} if cells["property_ok"] == "N" else {})

    carers = np.zeros(len(g), dtype=np.bool_)
    carers[lives.care.entrusted["child"]] = True
    waiting = np.flatnonzero(m.kept & ~carers & (m.keeper >= 0))
    for child in sample(delivery.rng, waiting, max(3, waiting.size // 5)).tolist():
        delivery.new(
            "entrusted_care",
            carer_id=person_id(int(m.keeper[child])),
            child_id=person_id(child),
            from_=recent,
            written_agreement="Y",
            school_notified="N",
            village_notified="Y",
            source="CIVIL_AFFAIRS",
        )
    children = np.flatnonzero((g.death == FAR) & (m.keeper >= 0))
    for child in sample(delivery.rng, children, max(3, children.size // 20)).tolist():
        delivery.new(
            "visits",
            worker_id=worker_id(int(g.unit[child])),
            person_id=person_id(child),
            date=(as_of - timedelta(days=int(between(delivery.rng, 7, 9, 1)[0]))).isoformat(),
            outcome="WELL",
            source="CIVIL_AFFAIRS",
        )
    adults = np.flatnonzero(
        (g.death == FAR) & (ages(g.birth, today) >= 20) & (ages(g.birth, today) < 60) & (lives.hardship.gone == FAR)
    )
    for person in sample(delivery.rng, adults, 3).tolist():
        delivery.new(
            "circumstances", person_id=person_id(person), kind="EMERGENCY", from_=recent, source="CIVIL_AFFAIRS"
        )
    delivery.withdraw("support_ties", 3)
    delivery.withdraw("absences", 3)
    return {name: table for name, table in delivery.tables.items() if len(table)}
