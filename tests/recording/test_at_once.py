"""The same command again, and several at once: each is carried out once, and none is lost."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph import driver
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.deadlines import Allowance, within
from graph_service.graph.statements import Statement
from graph_service.model.assessment import Grade, record_of
from graph_service.recording import record as record_module
from graph_service.recording.commands import RECORDABLE, RecordFact
from graph_service.recording.consequences import Consequences, Done
from graph_service.recording.outcome import GradeChange, Outcome
from tests.feeds.deliveries import ask, content, deliver
from tests.recording.conftest import CITY, OFFICER, Office, refusals

IMPRISONED = {"person_id": "M", "kind": "IMPRISONED"}


def everything(graph: Graph) -> tuple[Any, ...]:
    """The content, and what stands beside it."""
    beside = "MATCH (n:Command|GuardianshipAssessment|DataQualityFinding) RETURN properties(n) ORDER BY n.id"
    return (*content(graph), ask(graph, beside))


def at_once(count: int, work: Callable[[int], Outcome]) -> list[Outcome]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def look(graph: Graph) -> tuple[int, str]:
    """Months and version of the one circumstance; looks again when it is being replaced just then."""
    while True:
        found = ask(graph, "MATCH ()-[r:IN_CIRCUMSTANCE]->() RETURN [r.termMonths, r.digest]")
        if len(found) == 1 and found[0][1]:
            return found[0][0], found[0][1]


# The same command


def test_a_command_given_again_is_answered_alike_and_writes_nothing(office: Office) -> None:
    office.record("circumstances", person_id="F", kind="IMPRISONED")
    told = office.record("circumstances", "again", **IMPRISONED)
    assert told.changes == (GradeChange("C", Grade.EFFECTIVE, Grade.NONE),)
    before = everything(office.graph)
    assert office.record("circumstances", "again", **IMPRISONED) == replace(told, replayed=True)
    # Also when the world has gone on.
    ended = office.correct("circumstances", told.key, told.version, "end", to="2026-05-01")
    after = everything(office.graph)
    assert office.record("circumstances", "again", **IMPRISONED) == replace(told, replayed=True)
    assert office.correct("circumstances", told.key, told.version, "end", to="2026-05-01") == replace(
        ended, replayed=True
    )
    withdrawn = office.withdraw("circumstances", told.key, ended.version, "back")
    assert office.withdraw("circumstances", told.key, ended.version, "back") == replace(withdrawn, replayed=True)
    assert before != after != everything(office.graph)


def test_warnings_are_said_again(office: Office) -> None:
    cells = {"guardian_id": "Y", "child_id": "C", "basis": "COURT", "from_": "2026-01-01"}
    told = office.record("guardianships", "again", **cells)
    assert told.warnings != ()
    office.withdraw("guardianships", told.key, told.version)
    assert office.record("guardianships", "again", **cells) == replace(told, replayed=True)


def test_a_key_is_not_used_for_something_else(office: Office) -> None:
    office.record("circumstances", "k", **IMPRISONED)
    before = everything(office.graph)
    for found in (
        office.record("circumstances", "k", **IMPRISONED, term_months="7"),
        office.record("absences", "k", person_id="M", destination_division=CITY, from_="2026-01-01"),
        office.withdraw("circumstances", "K", "V", "k"),
    ):
        assert refusals(found) == [("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")]
    assert everything(office.graph) == before


def test_a_key_whose_command_was_refused_is_free(office: Office) -> None:
    assert office.record("circumstances", "k", person_id="M", kind="BORED").errors != ()
    assert office.record("circumstances", "k", **IMPRISONED).errors == ()


def test_every_officer_has_keys_of_their_own(office: Office) -> None:
    mine = office.record("circumstances", "k", **IMPRISONED)
    other = Office(office.graph, replace(OFFICER, subject="officer-2"))
    assert other.record("circumstances", "k", person_id="F", kind="HOMELESS").errors == ()
    assert other.record("circumstances", "k2", **IMPRISONED).key != mine.key
    # Names joined do not collide.
    odd = Office(office.graph, Identity("officer-1|k", Role.OFFICER, division="990101"))
    assert not odd.record("circumstances", "x", **IMPRISONED).replayed
    assert not office.record("circumstances", "k|x", **IMPRISONED).replayed


def test_the_same_command_from_several_sides_at_once_is_carried_out_once(office: Office) -> None:
    command = RecordFact(
        feed=RECORDABLE["circumstances"], cells={"person_id": "M", "kind": "IMPRISONED"}, idempotency_key="k"
    )
    outcomes = at_once(6, lambda _: office.say(command))
    assert sorted(outcome.replayed for outcome in outcomes) == [False, *[True] * 5]
    assert len({replace(outcome, replayed=False) for outcome in outcomes}) == 1
    assert ask(office.graph, "MATCH ()-[r:IN_CIRCUMSTANCE]->() RETURN count(r)") == [1]


# Several commands


def test_of_corrections_at_once_none_is_lost(office: Office) -> None:
    """Everybody reads the fact and adds a month; who was too late reads again. At the end all months are there."""
    told = office.record("circumstances", **IMPRISONED, term_months="0")
    officers, times = 4, 5

    def add_months(number: int) -> int:
        mine = Office(office.graph, replace(OFFICER, subject=f"colleague-{number}"))
        conflicts = done = 0
        while done < times:
            months, version = look(office.graph)
            found = mine.correct("circumstances", told.key, version, term_months=str(months + 1))
            if found.errors:
                assert refusals(found) == [("version", "VERSION_CONFLICT")]
                conflicts += 1
            else:
                done += 1
        return conflicts

    with ThreadPoolExecutor(officers) as pool:
        conflicts = sum(pool.map(add_months, range(officers)))
    months, _ = look(office.graph)
    assert months == officers * times
    assert conflicts > 0
    former = ask(office.graph, "MATCH ()-[r:FORMER_IN_CIRCUMSTANCE]->() RETURN r.termMonths ORDER BY r.recordedAt")
    assert former == list(range(officers * times))
    line = ask(
        office.graph,
        "MATCH ()-[r:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE]->() "
        "RETURN [r.recordedAt, r.retractedAt] ORDER BY r.recordedAt",
    )
    assert [end for _, end in line[:-1]] == [begin for begin, _ in line[1:]]


def test_of_one_version_only_one_is_corrected(office: Office) -> None:
    told = office.record("circumstances", **IMPRISONED)
    outcomes = at_once(
        6, lambda number: office.correct("circumstances", told.key, told.version, term_months=str(number))
    )
    assert sorted(map(refusals, outcomes)) == [[], *[[("version", "VERSION_CONFLICT")]] * 5]


def test_officers_and_an_import_write_the_same_fact_at_once(office: Office, imported: Callable[..., None]) -> None:
    """A department's rows and an officer's corrections meet; the history of the fact has no gap and no overlap."""
    row = {"person_id": "M", "kind": "IMPRISONED", "record_id": "J", "source": "JUSTICE"}
    imported(circumstances=[row])
    corrected = 0

    def deliver_versions(_: int) -> None:
        for months in range(100, 106):
            imported(datetime.now(UTC), circumstances=[{**row, "term_months": str(months)}])

    with ThreadPoolExecutor(1) as pool:
        delivering = pool.submit(deliver_versions, 0)
        while not delivering.done():
            _, version = look(office.graph)
            found = office.correct("circumstances", "J", version, term_months=str(corrected))
            assert refusals(found) in ([], [("version", "VERSION_CONFLICT")])
            corrected += not found.errors
        delivering.result()
    line = ask(
        office.graph,
        "MATCH ()-[r:IN_CIRCUMSTANCE|FORMER_IN_CIRCUMSTANCE {key: 'J'}]->() "
        "RETURN [r.recordedAt, r.retractedAt, r.termMonths] ORDER BY r.recordedAt, r.retractedAt",
    )
    assert [end for _, end, _ in line[:-1]] == [begin for begin, *_ in line[1:]]
    assert line[-1][1] is None
    assert {months for *_, months in line} == {None, *range(100, 106), *range(corrected)}


class Watched:
    """A graph in whose transactions something is done each time just before rows of guardianships are landed."""

    def __init__(self, graph: Graph, before: Callable[[], object]) -> None:
        self._graph = graph
        self._before = before

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    @contextmanager
    def transaction(self) -> Any:
        with self._graph.transaction() as transaction:
            yield WatchedTransaction(transaction, self._before)


class WatchedTransaction:
    def __init__(self, transaction: Transaction, before: Callable[[], object]) -> None:
        self._transaction = transaction
        self._before = before

    def run(self, statement: Statement, /, **parameters: Any) -> Any:
        if statement.name == "feeds/guardianships":
            self._before()
        return self._transaction.run(statement, **parameters)


def test_an_import_that_lost_once_does_not_lose_again(
    office: Office, imported: Callable[..., None], tmp_path: Path
) -> None:
    """While it tries again, nobody else changes its facts, however fast they are."""
    row = {"guardian_id": "Y", "child_id": "C", "basis": "COURT", "record_id": "J", "source": "COURT"}
    imported(guardianships=[{**row, "from": "2026-01-01"}])
    tries = list[str]()

    def correct(start: str) -> None:
        [version] = ask(office.graph, "MATCH ()-[r:GUARDIAN_OF {key: 'J'}]->() RETURN r.digest")
        assert office.correct("guardianships", "J", version, from_=start).errors == ()

    def somebody_faster() -> None:
        if not tries:
            tries.append("LOST")
            raise driver.in_the_way("feeds/guardianships")
        with pytest.raises(ServiceError) as failure, within(Allowance(time.monotonic() + 5)):
            correct("2026-02-02")
        tries.append(failure.value.code)

    correct("2026-02-01")  # the statements are planned by now
    delivered = deliver(tmp_path / "next", guardianships=[{**row, "from": "2026-03-01"}])
    import_into(Watched(office.graph, somebody_faster), delivered, recorded_at=datetime.now(UTC))  # type: ignore[arg-type]
    assert tries == ["LOST", ErrorCode.DATABASE_TIMEOUT]
    starts = ask(office.graph, "MATCH ()-[r:GUARDIAN_OF|FORMER_GUARDIAN_OF {key: 'J'}]->() RETURN toString(r.from)")
    assert set(starts) == {"2026-01-01", "2026-02-01", "2026-03-01"}


# When nobody knows


class Unsure:
    """A graph whose transactions go through, or not, and then say that nobody knows."""

    def __init__(self, graph: Graph, *, committed: bool, times: int, code: ErrorCode) -> None:
        self._graph = graph
        self._committed = committed
        self._left = times
        self._code = code

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    @contextmanager
    def transaction(self) -> Any:
        self._left -= 1
        if self._left < 0 or self._committed:
            with self._graph.transaction() as transaction:
                yield transaction
        else:
            with pytest.raises(ZeroDivisionError), self._graph.transaction() as transaction:
                yield transaction
                raise ZeroDivisionError
        if self._left >= 0:
            raise ServiceError(self._code, "Nobody knows.", "Try again.")


@pytest.mark.parametrize("committed", [True, False])
def test_a_commit_that_nobody_knows_of_is_looked_after(office: Office, committed: bool) -> None:
    unsure = Unsure(office.graph, committed=committed, times=1, code=ErrorCode.COMMIT_UNCERTAIN)
    told = Office(unsure).record("circumstances", "k", **IMPRISONED)  # type: ignore[arg-type]
    assert (told.errors, told.replayed) == ((), False)
    assert ask(office.graph, "MATCH ()-[r:IN_CIRCUMSTANCE]->() RETURN r.key") == [told.key]
    assert office.record("circumstances", "k", **IMPRISONED) == replace(told, replayed=True)


def test_what_stays_unknown_is_said_and_can_be_given_again(office: Office) -> None:
    unsure = Unsure(office.graph, committed=True, times=99, code=ErrorCode.COMMIT_UNCERTAIN)
    with pytest.raises(ServiceError) as failure:
        Office(unsure).record("circumstances", "k", **IMPRISONED)  # type: ignore[arg-type]
    assert failure.value.code is ErrorCode.COMMIT_UNCERTAIN
    told = office.record("circumstances", "k", **IMPRISONED)
    assert (told.errors, told.replayed) == ((), True)
    assert ask(office.graph, "MATCH ()-[r:IN_CIRCUMSTANCE]->() RETURN count(r)") == [1]


def test_other_failures_are_not_tried_again(office: Office) -> None:
    unsure = Unsure(office.graph, committed=False, times=1, code=ErrorCode.DATABASE_TIMEOUT)
    with pytest.raises(ServiceError) as failure:
        Office(unsure).record("circumstances", "k", **IMPRISONED)  # type: ignore[arg-type]
    assert failure.value.code is ErrorCode.DATABASE_TIMEOUT
    assert ask(office.graph, "MATCH (c:Command) RETURN count(c)") == [0]


def test_a_record_that_is_replaced_while_the_consequences_are_read_is_read_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn, conclude = [None, None], record_module.conclude

    def reading(graph: Graph, done: Done) -> Consequences:
        if torn:
            record_of(("IN_CIRCUMSTANCE", "J", "JUSTICE", torn.pop(), True))
        return conclude(graph, done)

    office.record("circumstances", person_id="F", kind="IMPRISONED")
    monkeypatch.setattr(record_module, "conclude", reading)
    told = office.record("circumstances", "k", **IMPRISONED)
    assert (told.changes, torn) == ((GradeChange("C", Grade.EFFECTIVE, Grade.NONE),), [])


def test_a_command_that_was_cut_off_before_its_consequences_is_finished(office: Office) -> None:
    """The fact was committed, and then the service died: findings and assessments follow when it is given again."""
    office.record("circumstances", person_id="F", kind="IMPRISONED")

    class Dying:
        def __getattr__(self, name: str) -> Any:
            return getattr(office.graph, name)

        def read(self, statement: Statement, **parameters: Any) -> Any:
            raise ServiceError(ErrorCode.DATABASE_UNAVAILABLE, "Gone.", "Come back.")

    with pytest.raises(ServiceError):
        Office(Dying()).record("circumstances", "k", **IMPRISONED)  # type: ignore[arg-type]
    assert ask(office.graph, "MATCH (a:GuardianshipAssessment) RETURN count(a)") == [0]
    told = office.record("circumstances", "k", **IMPRISONED)
    assert (told.changes, told.replayed) == ((GradeChange("C", Grade.EFFECTIVE, Grade.NONE),), True)
    assert ask(office.graph, "MATCH (a:GuardianshipAssessment) RETURN a.grade") == ["NONE"]
