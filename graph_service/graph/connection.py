"""The connection to the graph, embedded or external, with our own deadline and our own retries on every call."""

import os
import random
import re
import signal
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import replace
from types import FrameType
from typing import Any, NoReturn, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, Record, Session
from neo4j import Transaction as DriverTransaction
from neo4j.exceptions import DriverError, Neo4jError

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph import driver, embedded
from graph_service.graph.deadlines import Call, Deadlines, allowed
from graph_service.graph.jars import Progress
from graph_service.graph.statements import Statement, statement
from graph_service.sealing import KeyFile, Keyring, open_keys

SESSIONS = os.cpu_count() or 1
"""Statements that run at a time when nothing else is said."""
_ATTEMPTS = 5
_FIRST_PAUSE_SECONDS = 0.1
_GRACE_SECONDS = 1.0  # the server's own limit, which leaves the connection whole, comes first
_PATIENCE_SECONDS = 30.0
_AWAIT_START_SECONDS = 120.0
_AWAIT_ANSWER_SECONDS = 15.0

_Outcome = TypeVar("_Outcome")


class Transaction:
    """A transaction in progress; see `Graph.transaction`."""

    def __init__(self, transaction: DriverTransaction, call: Call) -> None:
        self._transaction = transaction
        self._call = call

    def run(self, statement: Statement, /, **parameters: Any) -> list[Record]:  # noqa: ANN401 - any Cypher value
        """All records of one statement; raises as `Graph.write` does."""
        try:
            return list(self._transaction.run(driver.text(statement), parameters))
        except Exception as error:
            failure = _failure(error, self._call, statement.name)
        raise failure  # raised here, so that it doesn't carry the driver's message along as its context


class Graph:
    """Runs statements on one database; may be used from several threads.

    Every call ends by its deadline, even when the server has stopped to react. What may go through on another try is
    tried again until then. Reads see all writes that went through the same `Graph` before, on a cluster too.

    Args:
        uri: `bolt://…` or `neo4j://…`.
        user: name to log in with.
        password: that user's password; None for a server that asks for none.
        database: name of the database.
        seconds: time that one call may take, tries and pauses included.
        keys: of its sealed values; None when nobody will ask for them.
    """

    def __init__(
        self, uri: str, user: str, password: str | None, database: str, seconds: float, keys: KeyFile | None = None
    ) -> None:
        self._driver = driver.open_driver(uri, user, password, patience=min(seconds, _PATIENCE_SECONDS))
        self._database = database
        self._seconds = seconds
        self._keys = keys
        self._deadlines = Deadlines()
        self._bookmarks = GraphDatabase.bookmark_manager()

    @property
    def keyring(self) -> Keyring:
        """The keys of its sealed values, as their file has them now.

        Raises:
            ServiceError: KEYS_UNUSABLE.
        """
        if self._keys is None:
            raise ServiceError(
                ErrorCode.KEYS_UNUSABLE,
                "This graph was opened without the keys of its sealed values.",
                "Open it with `open_graph`.",
            )
        return self._keys.keyring()

    def read(self, statement: Statement, /, **parameters: Any) -> list[Record]:  # noqa: ANN401 - any Cypher value
        """All records that a reading statement returns.

        Raises:
            ServiceError: DATABASE_TIMEOUT, DATABASE_UNAVAILABLE, DATABASE_AUTHENTICATION_FAILED or STATEMENT_FAILED.
        """
        return self._call(statement.name, READ_ACCESS, _records(statement, parameters))

    def write(self, statement: Statement, /, **parameters: Any) -> list[Record]:  # noqa: ANN401 - any Cypher value
        """All records that a writing statement returns; committed when this returns.

        The statement must be idempotent (MERGE on a key): it runs again when the connection breaks, even when that
        happened after the commit. One that checks what it read before it writes must take the lock first
        (`SET n.lock = true WITH n WHERE n.version = $version SET …`): a condition alone is checked before the lock is
        held, and concurrent updates are lost.

        Raises:
            ServiceError: as `read`, and COMMIT_UNCERTAIN.
        """
        return self._call(statement.name, WRITE_ACCESS, _records(statement, parameters))

    def parallel_read(
        self, statement: Statement, parameters: Sequence[Mapping[str, Any]], /, sessions: int | None = None
    ) -> Generator[list[Record]]:
        """The records of one statement for each set of parameters, in their order, as they come.

        Whoever works on one answer does so while the database finds the next ones.

        Args:
            statement: a reading statement.
            parameters: one mapping per run.
            sessions: how many run at a time; as many as this machine has cores when not given.

        Raises:
            ServiceError: as `read`; the first one ends the call.
        """
        pool = ThreadPoolExecutor(sessions or SESSIONS, thread_name_prefix="neo4j-read")
        try:
            tasks = [
                pool.submit(copy_context().run, self._call, statement.name, READ_ACCESS, _records(statement, each))
                for each in parameters
            ]
            for task in tasks:
                yield task.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """One transaction for a few statements: committed at the end of the `with` block, undone when that raises.

        It isn't tried again. The deadline counts for the whole block. All of it must be idempotent: after
        COMMIT_UNCERTAIN the only way on is to do it again.

        Raises:
            ServiceError: as `write`.
        """
        session = self._session(WRITE_ACCESS)
        with (
            allowed(time.monotonic() + self._seconds) as deadline,
            self._deadlines.watched(session, deadline + _GRACE_SECONDS) as call,
        ):
            try:
                seconds = max(deadline - time.monotonic(), driver.SHORTEST)
                with session, session.begin_transaction(timeout=seconds) as transaction:
                    yield Transaction(transaction, call)
                    transaction.commit()
            except Exception as error:
                failure = _failure(error, call, "transaction")
            else:
                return
        raise failure

    def plan(self, statement: Statement, /, **parameters: Any) -> list[str]:  # noqa: ANN401 - any Cypher value
        """The operators that the database would carry the statement out with, such as `NodeIndexSeek`; nothing is run.

        Raises:
            ServiceError: as `read`.
        """
        explained = replace(statement, text=f"EXPLAIN {statement.text}")

        def operators(session: Session, seconds: float) -> list[str]:
            summary: Any = session.run(driver.query(explained, seconds), parameters).consume()
            plans: list[Any] = [summary.plan]
            for plan in plans:
                plans += plan.get("children", [])
            return [plan["operatorType"].partition("@")[0] for plan in plans]

        return self._call(statement.name, READ_ACCESS, operators)

    def version(self) -> str:
        """Version of the server, such as `2026.08.1` or `5.26.12`.

        Raises:
            ServiceError: as `read`.
        """
        ping = statement("commands/ping")

        def agent(session: Session, seconds: float) -> str:
            return session.run(driver.query(ping, seconds)).consume().server.agent

        return self._call(ping.name, READ_ACCESS, agent).removeprefix("Neo4j/")

    def close(self) -> None:
        """Closes all connections; calls that other threads have in flight fail."""
        self._deadlines.close()
        self._driver.close()

    def _session(self, access: str) -> Session:
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType] - the configuration is untyped
            database=self._database,
            default_access_mode=access,
            bookmark_manager=self._bookmarks,
            fetch_size=-1,  # all records are wanted
            disable_auto_commit_retries=True,  # one layer of retries is enough
        )

    def _call(self, name: str, access: str, work: Callable[[Session, float], _Outcome]) -> _Outcome:
        """What the work returns; it gets a session of its own for each try and the seconds that are left."""
        with allowed(time.monotonic() + self._seconds) as deadline:
            return self._tried(name, access, work, deadline)

    def _tried(self, name: str, access: str, work: Callable[[Session, float], _Outcome], deadline: float) -> _Outcome:
        pause = _FIRST_PAUSE_SECONDS
        failure = driver.timed_out(name)
        for attempt in range(1, _ATTEMPTS + 1):
            if time.monotonic() >= deadline:
                break
            session = self._session(access)
            with self._deadlines.watched(session, deadline + _GRACE_SECONDS) as call:
                if call.expired:
                    break
                try:
                    with session:
                        return work(session, deadline - time.monotonic())
                except Exception as error:
                    if call.expired:
                        break
                    if not isinstance(error, Neo4jError | DriverError):
                        raise
                    failure, again = driver.service_error(error, name), driver.is_retryable(error)
            pause *= random.uniform(1.5, 2.0)  # noqa: S311 - no secret; spreads those who collided
            if not again or attempt == _ATTEMPTS or time.monotonic() + pause > deadline:
                break
            time.sleep(pause)
        raise failure


@contextmanager
def open_graph(
    settings: Settings, progress: Progress | None = None, *, seconds: float | None = None
) -> Generator[Graph]:
    """The graph of these settings, for the length of a `with` block.

    With `neo4j_uri` it is that server's. Without, it is the embedded database's: the one that already runs on this
    home, else one that is started here and stopped at the end, also on Ctrl-C and SIGTERM.

    Args:
        settings: which database.
        progress: told what is being prepared.
        seconds: what one call may take; the setting `transaction_timeout` when not given.

    Raises:
        ServiceError: DATABASE_VERSION_UNSUPPORTED; KEYS_UNUSABLE; those of `Graph.read` and of
            `EmbeddedServer.start`.
    """
    keys = open_keys(settings)
    with ExitStack() as stack:
        if settings.neo4j_uri:
            password = settings.neo4j_password
            secret = password.get_secret_value() if password else None
            login = settings.neo4j_uri, settings.neo4j_username, secret, settings.neo4j_database
        else:
            stack.enter_context(_sigterm_ends())
            address = _running_server(settings) or stack.enter_context(
                embedded.EmbeddedServer(settings, progress).serving()
            )
            login = address.uri, embedded.USER, address.password, "neo4j"
        graph = Graph(*login, seconds=seconds or settings.transaction_timeout, keys=keys)
        stack.callback(graph.close)
        _refuse_unsupported(graph.version())
        yield graph


def is_supported(version: str) -> bool:
    """Whether the service runs on this version: 5.26 LTS and the calendar releases since 2025.

    Args:
        version: such as `5.26.12`, `5.27-aura` or `2026.08.1`.
    """
    match = re.match(r"(\d+)\.(\d+)", version)
    return match is not None and (int(match[1]), int(match[2])) >= (5, 26)


def _failure(error: Exception, call: Call, name: str) -> Exception:
    """The error in our words; any other that is not the driver's as it is."""
    if isinstance(error, ServiceError):
        return error
    if call.expired:
        return driver.timed_out(name)
    return driver.service_error(error, name) if isinstance(error, Neo4jError | DriverError) else error


def _records(statement: Statement, parameters: Mapping[str, Any]) -> Callable[[Session, float], list[Record]]:
    return lambda session, seconds: list(session.run(driver.query(statement, seconds), dict(parameters)))


def _refuse_unsupported(version: str) -> None:
    if not is_supported(version):
        raise ServiceError(
            ErrorCode.DATABASE_VERSION_UNSUPPORTED,
            "The database is Neo4j {version}.",
            "Use Neo4j 5.26 LTS or a calendar release (2025.01 or later).",
            version=version,
        )


def _running_server(settings: Settings) -> embedded.Address | None:
    """The embedded server that another process runs on this home; waits for one that is just starting."""
    begun = time.monotonic()
    silent_since: float | None = None
    while time.monotonic() - begun < _AWAIT_START_SECONDS:
        address = embedded.running(settings)
        if address and embedded.answers(address) is None:
            return address
        if not embedded.is_served(settings):
            return None
        silent_since = (silent_since or time.monotonic()) if address else None
        if address and silent_since and time.monotonic() - silent_since > _AWAIT_ANSWER_SECONDS:
            raise ServiceError(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The embedded database that runs as process {process} does not answer.",
                "Stop the process that started it, then try again.",
                process=address.pid,
            )
        time.sleep(0.1)
    return None


@contextmanager
def _sigterm_ends() -> Generator[None]:
    """Turns SIGTERM into SystemExit, so that `with` blocks are left in order; a handler that is set already stays."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
