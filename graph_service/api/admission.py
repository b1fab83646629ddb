"""How many requests are worked on at a time: some run, some wait, more are sent away at once, whoever asks."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from graph_service.errors import ErrorCode, ServiceError

RETRY_AFTER_SECONDS = 1

_Outcome = TypeVar("_Outcome")


class Admission:
    """Runs blocking work in a few threads and refuses it when too much is waiting already.

    Args:
        running: how many run at a time.
        waiting: how many more may wait.
        of_one: how many of these may be somebody's.
    """

    def __init__(self, running: int, waiting: int, of_one: int) -> None:
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="request")
        self._at_a_time = running
        self._room = running + waiting
        self._of_one = of_one
        self._admitted = Counter[str]()
        self._changing = threading.Lock()

    async def run(self, work: Callable[[], _Outcome], whose: str) -> _Outcome:
        """What the work returns or raises; the place is given back when the work ends, even if nobody waits for it.

        Args:
            work: blocks.
            whose: id of who asks for it.

        Raises:
            ServiceError: OVERLOADED, TOO_MANY_REQUESTS.
        """
        with self._changing:
            if self._admitted.total() >= self._room:
                raise overloaded()
            if self._admitted[whose] >= self._of_one:
                raise _too_many()
            self._admitted[whose] += 1
        task = self._threads.submit(copy_context().run, work)
        task.add_done_callback(lambda _: self._give_back(whose))
        return await asyncio.wrap_future(task)

    @property
    def running(self) -> int:
        """How many run now."""
        return min(self._admitted.total(), self._at_a_time)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return max(0, self._admitted.total() - self._at_a_time)

    def close(self) -> None:
        """Takes no more work; what waits is dropped, what runs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _give_back(self, whose: str) -> None:
        with self._changing:
            self._admitted[whose] -= 1
            if not self._admitted[whose]:
                del self._admitted[whose]


def overloaded() -> ServiceError:
    """The error of a request that came, or waited, while there was too much to do."""
    return ServiceError(
        ErrorCode.OVERLOADED,
        "The service has too much to do.",
        f"Try again after {RETRY_AFTER_SECONDS} second, and more slowly.",
    )


def _too_many() -> ServiceError:
    return ServiceError(
        ErrorCode.TOO_MANY_REQUESTS,
        "Too many requests of this login are being worked on.",
        f"Wait for their answers, or try again after {RETRY_AFTER_SECONDS} second.",
    )
