"""Carries out what an officer says: one transaction that writes the fact and who said it, or nothing at all."""

import time
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from graph_service.access.identity import Identity
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.contract import FEEDS, Feed, Kind
from graph_service.feeds.loading import land, lock
from graph_service.feeds.validation import Batch, Rejection, Validator, escaped
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement
from graph_service.guardianship.changes import concerned
from graph_service.recording.commands import (
    Command,
    CorrectFact,
    RecordFact,
    WithdrawFact,
    content_digest,
    faults,
    field_of,
    name_of,
)
from graph_service.recording.consequences import Done, conclude, warnings
from graph_service.recording.outcome import Outcome, Refusal, RefusedError
from graph_service.recording.rows import OFFICER, FactInForce, cells_of, raw_rows, references
from graph_service.recording.sight import refuse_all_but_officers, seen
from graph_service.sealing import Keyring

_Result = TypeVar("_Result")

_ATTEMPTS: Final = 5
_PAUSE_SECONDS: Final = 0.05
_WORTH_ANOTHER_TRY: Final = (ErrorCode.COMMIT_UNCERTAIN, ErrorCode.WRITE_CONFLICT)
_WITHDRAWALS: Final = next(feed for feed in FEEDS if feed.name == "withdrawals")


def record(graph: Graph, identity: Identity, command: Command, *, as_of: date | None = None) -> Outcome:
    """Carries out a command, or says why not. Given again with its idempotency key, it only says again what came of it.

    The fact is validated and landed as a row of its feed, recorded now. Those whose grade may depend on it are assessed
    as known just before it and as known with it; the assessments of those with another grade are kept.

    Args:
        graph: where.
        identity: who says so: an officer, about those whom they see.
        command: what they say.
        as_of: the day of the grades; today if not given.

    Returns:
        What came of it. With errors nothing was written, and the idempotency key is free again.

    Raises:
        ServiceError: FORBIDDEN for anybody but an officer of a division; those of `Graph.transaction` and `Graph.read`,
            after which the same command may be given again.
    """
    refuse_all_but_officers(identity)
    identity = replace(identity, lent=frozenset())  # a grant lets see, and not write
    day = as_of or date.today()  # noqa: DTZ011 - the officer's calendar
    call = uuid.uuid4().hex
    try:
        if wrong := list(faults(command)):
            raise RefusedError(wrong)
        done = _until_it_goes_through(lambda: _carry_out(graph, identity, day, command, call))
    except RefusedError as refused:
        return Outcome(errors=refused.errors)
    consequences = _until_it_goes_through(lambda: conclude(graph, done))
    children = [{"column": change.child, "id": change.child, "labels": ["Person"]} for change in consequences.changes]
    shown = seen(graph.read, identity, children) if children else ()
    return Outcome(
        type=done.type,
        key=done.key,
        version=done.version,
        about=done.about,
        warnings=warnings(consequences.warnings),
        affected=done.affected,
        changes=tuple(change for change in consequences.changes if change.child in shown),
        replayed=done.call != call,
    )


def _until_it_goes_through(work: Callable[[], _Result]) -> _Result:
    """Tries again when another write was in the way, or when nobody knows whether the last try was committed.

    Args:
        work: idempotent.
    """
    attempt = 1
    while True:
        try:
            return work()
        except ServiceError as error:
            if error.code not in _WORTH_ANOTHER_TRY or attempt == _ATTEMPTS:
                raise
        time.sleep(_PAUSE_SECONDS * attempt)
        attempt += 1


def _carry_out(graph: Graph, identity: Identity, day: date, command: Command, call: str) -> Done:
    """Carries a command out in a transaction of its own."""
    with graph.transaction() as transaction:
        return _carry_out_once(transaction, graph.keyring, identity, day, command, call)


def _carry_out_once(
    transaction: Transaction, keyring: Keyring, identity: Identity, day: date, command: Command, call: str
) -> Done:
    """Carries a command out unless that has happened; `call` is kept, to tell whose doing it was."""
    id_ = "|".join(escaped([identity.subject, command.idempotency_key]))
    content = content_digest(command)
    given = {"call": call, "content": content, "subject": identity.subject, "name": name_of(command)}
    kept: Mapping[str, Any] = transaction.run(statement("commands/command_begin"), id=id_, command=given)[0]["command"]
    if kept["content"] != content:
        raise RefusedError([("idempotencyKey", Refusal.IDEMPOTENCY_KEY_REUSED)])
    if "recordedAt" in kept:
        return Done.stored(kept)
    done = _Work(transaction, keyring, identity, id_, call).do(command, day)
    transaction.run(statement("commands/command_carried_out"), id=id_, done=done.as_properties())
    return done


class _Work:
    """One command in its transaction."""

    def __init__(self, transaction: Transaction, keyring: Keyring, identity: Identity, id_: str, call: str) -> None:
        self._run = transaction.run
        self._transaction = transaction
        self._keyring = keyring
        self._identity = identity
        self._id = id_
        self._call = call
        self._about = set[str]()
        self._touched = set[str]()
        self._people = set[str]()
        self._children = set[str]()

    @property
    def _record_id(self) -> str:
        """By which a fact that this command makes can be taken back."""
        return f"{OFFICER}-{self._call}"

    def do(self, command: Command, day: date) -> Done:
        """Writes what the command says; `day` is the one of the grades.

        Raises:
            RefusedError: it breaks a rule, or somebody else was faster.
        """
        match command:
            case RecordFact():
                key, version, at = self._record(command)
            case CorrectFact():
                key, version, at = self._correct(command)
            case WithdrawFact():
                key, version, at = self._withdraw(command)
        return Done(
            id=self._id,
            call=self._call,
            type=command.feed.relationship or "",
            key=key,
            version=version,
            recorded_at=at,
            as_of=day,
            about=tuple(sorted(self._about)),
            touched=tuple(sorted(self._touched)),
            affected=tuple(sorted(self._concerned(day))),
        )

    def _record(self, command: RecordFact) -> tuple[str, str, datetime]:
        at = datetime.now(UTC)
        cells = {**command.cells, "source": OFFICER, "record_id": self._record_id}
        batch = self._checked(command.feed, cells, at, command.feed.column)
        self._land(batch, at)
        self._lead(command.feed, cells)
        return batch.keys[0], batch.digests[0], at

    def _correct(self, command: CorrectFact) -> tuple[str, str, datetime]:
        feed, fact = command.feed, self._in_force(command)
        at = _not_before(fact)
        before = cells_of(feed, fact)
        if all(before[column] == text for column, text in command.cells.items()):
            fields = [field_of(feed.column[column]) for column in command.cells] or ["key"]
            raise RefusedError((field, Refusal.NOTHING_CHANGES) for field in fields)
        cells = {**before, **command.cells, "source": OFFICER}
        batch = self._checked(feed, cells, at, command.cells)
        if batch.keys[0] != command.key:
            # Without a record id a fact is known by what it says: if that was wrong, it is another fact.
            self._take_back(feed, fact, "corrected", at)
            batch = self._checked(feed, {**cells, "record_id": self._record_id}, at, command.cells)
        self._land(batch, at)
        self._lead(feed, before)
        self._lead(feed, cells)
        return batch.keys[0], batch.digests[0], at

    def _withdraw(self, command: WithdrawFact) -> tuple[str, None, datetime]:
        fact = self._in_force(command)
        at = _not_before(fact)
        self._take_back(command.feed, fact, command.reason, at)
        self._lead(command.feed, cells_of(command.feed, fact))
        return command.key, None, at

    def _in_force(self, command: CorrectFact | WithdrawFact) -> FactInForce:
        """The fact that the officer has seen, locked against everybody else who would change it."""
        feed = command.feed
        lock(self._transaction, feed, [command.key])
        found = self._run(statement("commands/command_fact"), type=feed.relationship, key=command.key)
        fact = FactInForce(*found[0].values()) if found else None
        if fact is None or self._hidden(feed, cells_of(feed, fact)):
            raise RefusedError([("key", Refusal.REFERENCE_UNKNOWN)])
        if fact.version != command.version:
            raise RefusedError([("version", Refusal.VERSION_CONFLICT)])
        return fact

    def _hidden(self, feed: Feed, cells: Mapping[str, str]) -> list[str]:
        """Columns that name nobody, or somebody whom the officer does not see."""
        named = references(feed, cells)
        shown = seen(self._run, self._identity, named)
        return [reference["column"] for reference in named if reference["column"] not in shown]

    def _checked(self, feed: Feed, cells: Mapping[str, str], at: datetime, given: Collection[str]) -> Batch:
        """The row as its feed takes it.

        Args:
            feed, cells: the row.
            at: when it is recorded.
            given: columns that the officer has filled in, where what is wrong is to be shown.
        """
        row = raw_rows(feed, {**cells, "recorded_at": at.isoformat()})
        batch = Validator(feed, "", at, self._keyring).validate(row)
        wrong = list(_reasons(batch.rejected))
        at_fault = {column for column, _ in wrong}
        readable = {column: text for column, text in cells.items() if column not in at_fault}
        wrong += [(column, Refusal.REFERENCE_UNKNOWN) for column in self._hidden(feed, readable)]
        if wrong:
            raise RefusedError(_by_field(feed, wrong, given))
        return batch

    def _land(self, batch: Batch, at: datetime, among: Sequence[Feed] = FEEDS) -> None:
        landing = land(self._transaction, batch, at, among)
        if landing.refused:
            raise RefusedError(_by_field(batch.feed, _reasons(landing.refused.values()), ()))
        self._touched |= landing.touched
        self._people |= landing.people
        self._children |= landing.children

    def _take_back(self, feed: Feed, fact: FactInForce, reason: str, at: datetime) -> None:
        record_id = fact.properties.get("recordId") or fact.properties["key"]
        cells = {"record_id": record_id, "reason": reason, "source": OFFICER}
        self._land(self._checked(_WITHDRAWALS, cells, at, ()), at, [feed])

    def _lead(self, feed: Feed, cells: Mapping[str, str]) -> None:
        """Notes whom a row is about, and the divisions that it leads to."""
        self._about |= {each["id"] for each in references(feed, cells) if "Person" in each["labels"]}
        self._touched |= {cells[column.name] for column in feed.columns if column.kind is Kind.DIVISION}

    def _concerned(self, day: date) -> list[str]:
        """Ids of the children whose grade may depend on what was written."""
        return concerned(self._run, day, self._people, self._children)


def _not_before(fact: FactInForce) -> datetime:
    """Now; but never before what it is about, whatever the clocks of those say who recorded it."""
    return max(datetime.now(UTC), fact.recorded_at)


def _reasons(rejections: Iterable[Rejection]) -> Iterable[tuple[str, Refusal]]:
    """Column and rule of everything that is wrong with rows."""
    for rejection in rejections:
        for violation in rejection.violations:
            yield from ((column, Refusal(violation.code)) for column in violation.column.split(","))


def _by_field(feed: Feed, wrong: Iterable[tuple[str, Refusal]], given: Collection[str]) -> list[tuple[str, Refusal]]:
    """Field and rule, at what the officer has filled in; what else is wrong with a fact shows at its key."""
    listed = list(wrong)
    shown = [(field_of(feed.column[column]), code) for column, code in listed if column in given]
    return shown or [("key", code) for _, code in listed]
