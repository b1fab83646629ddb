"""Deadlines that hold even when the server says nothing at all: the driver itself would wait for ever.

A call whose answer nobody waits for any longer is ended in the same way.
"""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field

from neo4j import Session

from graph_service.graph import driver

_CLOSING_SECONDS = 5.0
_CUT_AGAIN_SECONDS = 0.05


@dataclass(slots=True, eq=False)
class Call:
    """One call in flight.

    Attributes:
        session: the driver's session that it runs in.
        deadline: on the monotonic clock, in seconds.
        expired: whether its connection was cut, because the deadline passed or because nobody waits any longer.
    """

    session: Session
    deadline: float
    expired: bool = field(default=False)

    def cut(self) -> None:
        """Cuts its connection, which wakes the thread that waits on it.

        What `AsyncSession.cancel` does; the driver has it for threads as well but does not publish it (6.4).
        """
        self.expired = True
        self.session._handle_cancellation("deadline")  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]


@dataclass(slots=True, eq=False)
class Allowance:
    """Time that several calls may take together, and what they took.

    Attributes:
        deadline: on the monotonic clock, in seconds.
        calls: how many there were.
        seconds: how long they took, added up.
    """

    deadline: float
    calls: int = 0
    seconds: float = 0.0
    _kept: bool = False
    _ends: set[Callable[[], None]] = field(default_factory=set[Callable[[], None]])

    def keep(self) -> None:
        """What begins now is carried through, whether anybody waits for the answer or not: a change must be whole."""
        self._kept = True

    def abandon(self) -> None:
        """Ends the calls in flight and lets no other begin, unless it is kept: nobody waits for the answer."""
        if self._kept:
            return
        self.deadline = 0.0
        for end in tuple(self._ends):
            end()

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Generator[None]:
        """Calls `end` when it is abandoned before the end of the `with` block, or was already."""
        self._ends.add(end)
        try:
            if self.deadline == 0.0:
                end()
            yield
        finally:
            self._ends.discard(end)


_allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def within(allowance: Allowance) -> Generator[Allowance]:
    """All calls to a graph inside the `with` block end by its deadline, which may come before their own."""
    token = _allowance.set(allowance)
    try:
        yield allowance
    finally:
        _allowance.reset(token)


@contextmanager
def allowed(deadline: float) -> Generator[float]:
    """The deadline of one call: its own or that of the `within` block around it; what it takes is noted there."""
    allowance = _allowance.get()
    if allowance is None:
        yield deadline
        return
    begun = time.monotonic()
    try:
        yield min(deadline, allowance.deadline)
    finally:
        allowance.calls += 1
        allowance.seconds += time.monotonic() - begun


class Deadlines:
    """Cuts the connection of a call that outlives its deadline, which wakes the thread that waits on it.

    One daemon thread serves all calls. It sleeps until the earliest deadline known and is woken only for an earlier
    one, so that a call costs no switch between threads.
    """

    def __init__(self) -> None:
        self._calls: set[Call] = set()
        self._changed = threading.Condition()
        self._wakes_at = 0.0
        self._thread: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def watched(self, session: Session, deadline: float) -> Generator[Call]:
        """Watches what is done with the session inside the `with` block; it ends, too, when its allowance is abandoned.

        Raises:
            ServiceError: DATABASE_UNAVAILABLE, after `close`.
        """
        call, allowance = Call(session, deadline), _allowance.get()
        with self._changed:
            if self._closed:
                raise driver.no_answer()
            self._calls.add(call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="neo4j-deadlines", daemon=True)
                self._wakes_at = deadline
                self._thread.start()
            elif deadline < self._wakes_at:
                self._changed.notify()
        try:
            with nullcontext() if allowance is None else allowance.ends(lambda: self._end(call)):
                yield call
        finally:
            with self._changed:
                self._calls.discard(call)
                if self._closed:
                    self._changed.notify()

    def close(self) -> None:
        """Cuts the calls still in flight, in whichever thread they are, and lets no other begin.

        The driver must not be closed under them: it would speak on connections that others are writing to.
        """
        given_up = time.monotonic() + _CLOSING_SECONDS
        with self._changed:
            self._closed = True
            self._thread = None
            self._changed.notify_all()
            while self._calls and time.monotonic() < given_up:
                for call in self._calls:
                    call.cut()  # once more each time: one that was still connecting had nothing to cut
                self._changed.wait(_CUT_AGAIN_SECONDS)

    def _end(self, call: Call) -> None:
        with self._changed:
            if call in self._calls:
                call.cut()

    def _watch(self) -> None:
        with self._changed:
            while self._thread is threading.current_thread():
                now = time.monotonic()
                for call in [call for call in self._calls if call.deadline <= now]:
                    self._calls.discard(call)
                    call.cut()
                self._wakes_at = min((call.deadline for call in self._calls), default=now + 3600.0)
                self._changed.wait(self._wakes_at - now)
