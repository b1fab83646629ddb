"""A county town in the graph, its officer, and short ways to say things."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.recording.commands import RECORDABLE, Command, CorrectFact, RecordFact, WithdrawFact
from graph_service.recording.outcome import Outcome
from graph_service.recording.record import record
from tests.feeds.deliveries import Row, deliver, parentage, person

TOWN, ELSEWHERE, CITY = "990101001001", "990102001001", "440305000000"
OFFICER = Identity("officer-1", Role.OFFICER, division="990101")
TODAY = date(2026, 6, 1)
IMPORTED = datetime(2026, 1, 1, tzinfo=UTC)

FAMILY: Mapping[str, list[Row]] = {
    "divisions": [
        {"code": "990101000000", "name": "清溪县"},
        {"code": TOWN, "name": "上湾村"},
        {"code": ELSEWHERE, "name": "大桥村"},
        {"code": CITY, "name": "南山区"},
    ],
    "persons": [
        person("M", "1985-01-01", residence_division=TOWN),
        person("F", "1984-01-01", residence_division=TOWN),
        person("C", "2015-06-01", residence_division=TOWN),
        person("D", "2018-06-01", residence_division=TOWN),
        person("G", "1955-01-01", residence_division=TOWN),
        person("Y", "2010-01-01", residence_division=TOWN),
        # The father lives elsewhere, and is seen for the child's sake; nobody else of there is.
        person("R", "1980-01-01", residence_division=ELSEWHERE),
        person("S", "1981-01-01", residence_division=ELSEWHERE),
        person("T", "2014-01-01", residence_division=ELSEWHERE),
    ],
    "organisations": [
        {"organisation_id": "O", "name": "局", "kind": "CIVIL_AFFAIRS_BUREAU", "division": "990101000000"}
    ],
    "workers": [{"worker_id": "W", "name": "员", "role": "CHILD_DIRECTOR", "division": TOWN}],
    "parentages": [
        parentage("M", "C"),
        parentage("F", "C"),
        parentage("M", "D"),
        parentage("R", "D"),
        parentage("R", "T"),
    ],
}


class Office:
    """An officer at work on a graph."""

    def __init__(self, graph: Graph, identity: Identity = OFFICER) -> None:
        self.graph = graph
        self.identity = identity
        self._keys = count()

    def say(self, command: Command) -> Outcome:
        return record(self.graph, self.identity, command, as_of=TODAY)

    def record(self, feed: str, idempotency_key: str | None = None, **cells: str) -> Outcome:
        cells = {name.removesuffix("_"): text for name, text in cells.items()}
        return self.say(RecordFact(feed=RECORDABLE[feed], cells=cells, idempotency_key=self._key(idempotency_key)))

    def correct(
        self, feed: str, key: str | None, version: str | None, idempotency_key: str | None = None, **cells: str
    ) -> Outcome:
        assert key is not None
        assert version is not None
        cells = {name.removesuffix("_"): text for name, text in cells.items()}
        return self.say(
            CorrectFact(
                feed=RECORDABLE[feed],
                key=key,
                version=version,
                cells=cells,
                idempotency_key=self._key(idempotency_key),
            )
        )

    def withdraw(
        self, feed: str, key: str | None, version: str | None, idempotency_key: str | None = None, reason: str = "误录"
    ) -> Outcome:
        assert key is not None
        assert version is not None
        return self.say(
            WithdrawFact(
                feed=RECORDABLE[feed],
                key=key,
                version=version,
                reason=reason,
                idempotency_key=self._key(idempotency_key),
            )
        )

    def _key(self, given: str | None) -> str:
        return f"key {next(self._keys)}" if given is None else given


def refusals(outcome: Outcome) -> list[tuple[str, str]]:
    """Field and code of every error."""
    return [(error.field, error.code) for error in outcome.errors]


@pytest.fixture
def imported(empty_graph: Graph, tmp_path: Path) -> Callable[..., None]:
    """Imports rows given by feed, each call from a folder of its own."""
    number = count()

    def run(at: datetime = IMPORTED, **feeds: list[Row]) -> None:
        import_into(empty_graph, deliver(tmp_path / str(next(number)), **feeds), recorded_at=at)

    return run


@pytest.fixture
def office(empty_graph: Graph, imported: Callable[..., None]) -> Office:
    """The officer of the county, whose families have been imported."""
    imported(**FAMILY)
    return Office(empty_graph)
