"""Writes a synthetic county as feed files."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graph_service.errors import ErrorCode, ServiceError
from graph_service.population.cases import add_cases, families
from graph_service.population.days import day_of
from graph_service.population.dirt import plant
from graph_service.population.files import tabulate
from graph_service.population.later import FOLDER, deliver_later
from graph_service.population.ledger import Ledger
from graph_service.population.lives import live
from graph_service.population.tables import PREFIX

AS_OF = date(2026, 11, 1)
"""The day up to which a county is made unless another is asked for."""
FEWEST_PERSONS, MOST_PERSONS = 500, 5_000_000
_EARLIEST, _LATEST = date(2016, 1, 1), date(2060, 1, 1)
_PARTS = ("divisions", "genealogy", "upbringing", "hardship", "migration", "care", "households", "schools", "welfare")
_QUIET_DAYS = 8
"""Days before `as_of` on which the first delivery is closed; the second is recorded after them."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


@dataclass(frozen=True)
class Report:
    """What was written.

    Args:
        folder: where.
        persons: rows of `persons.csv` that describe different people, living and dead, strangers of the dirt left out.
        as_of: day up to which the county was made; the expected grades of the ledger are for it.
        rows: rows by file name without its ending; files of the second delivery as `later/…`.
        planted: entries of the ledger.
        seconds: from the beginning to the end.
        steps: seconds of each step.
    """

    folder: Path
    persons: int
    as_of: date
    rows: dict[str, int]
    planted: int
    seconds: float
    steps: dict[str, float]


def generate(out: Path, persons: int, seed: int, as_of: date = AS_OF, progress: Progress | None = None) -> Report:
    """Writes every feed file of a fictitious county, a second delivery in `later/`, and the ledger.

    The same arguments give the same bytes.

    Args:
        out: folder, made if missing; files of the same name are overwritten.
        persons: how many people, living and dead.
        seed: not negative.
        as_of: day up to which the county is made; nothing is recorded after it.
        progress: is told of every step.
    Raises:
        ServiceError: ARGUMENT_INVALID for a size, a seed or a day that cannot be.
    """
    _check(persons, seed, as_of)
    clock = _Clock(progress)
    cases = families(as_of)
    deadline = as_of - timedelta(days=_QUIET_DAYS)
    simulated = persons - sum(len(case.people) for case in cases)
    lives = live(simulated, seed, day_of(deadline) - 1, clock.step)
    clock.step("tables")
    ledger = Ledger()
    tables = tabulate(lives, seed, day_of(deadline))
    recorded = f"{deadline.isoformat()}T09:30:00+08:00"
    add_cases(tables, cases, lives, seed=seed, recorded=recorded, ledger=ledger)
    clock.step("dirt")
    plant(tables, lives, seed, recorded, ledger)
    later = deliver_later(tables, lives, seed, as_of, ledger)
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        clock.step(f"{name}.csv")
        table.write(out)
    for table in later.values():
        table.write(out / FOLDER)
    ledger.write(out)
    rows = {name: len(table) for name, table in tables.items()}
    rows |= {f"{FOLDER}/{name}": len(table) for name, table in later.items()}
    steps = clock.stop()
    return Report(out, persons, as_of, rows, len(ledger.entries), sum(steps.values()), steps)


def _check(persons: int, seed: int, as_of: date) -> None:
    if not FEWEST_PERSONS <= persons <= MOST_PERSONS:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "A county of {persons} persons cannot be made.",
            "Ask for {fewest} to {most} persons.",
            persons=persons,
            fewest=FEWEST_PERSONS,
            most=MOST_PERSONS,
        )
    if seed < 0:
        raise ServiceError(ErrorCode.ARGUMENT_INVALID, "The seed is negative.", "Give 0 or a larger whole number.")
    if not _EARLIEST <= as_of <= _LATEST:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "A county as of {day} cannot be made.",
            "Give a day from {first} to {last}.",
            day=as_of,
            first=_EARLIEST,
            last=_LATEST,
        )


class _Clock:
    """Measures steps and tells of them."""

    _STEPS = len(_PARTS) + 2 + len(PREFIX)

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._last = time.perf_counter()
        self._name = ""
        self._done = -1
        self._seconds: dict[str, float] = {}

    def step(self, name: str) -> None:
        """A step begins, and the one before it is over."""
        now = time.perf_counter()
        if self._name:
            self._seconds[self._name] = now - self._last
        self._name, self._last, self._done = name, now, self._done + 1
        if self._progress:
            self._progress("inventing the county", self._done, self._STEPS)

    def stop(self) -> dict[str, float]:
        """Everything is over; the seconds of each step."""
        self.step("")
        return self._seconds
