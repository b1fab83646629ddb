"""Whether the service can answer: it has been warmed up, and a real query went through just now."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.deadlines import Allowance, within
from graph_service.graph.statements import statement

_SECONDS = 2.0


class Readiness:
    """Asks the database, once at a time however many want to know.

    Args:
        graph: the database.
        warm_up: what to do before the first answer; blocking. When it fails the service is as ready as without it.
    """

    def __init__(self, graph: Graph, warm_up: Callable[[], None]) -> None:
        self._graph = graph
        self._warm_up = warm_up
        self._warm = False
        self._asking: asyncio.Task[ServiceError | None] | None = None

    async def warm_up(self) -> None:
        """Does what must be done once, in a thread that a stop does not wait for."""
        loop, done = asyncio.get_running_loop(), asyncio.Event()

        def work() -> None:
            with suppress(Exception):
                self._warm_up()
            with suppress(RuntimeError):  # the loop was closed in the meantime
                loop.call_soon_threadsafe(done.set)

        threading.Thread(target=work, name="warm-up", daemon=True).start()
        await done.wait()
        self._warm = True

    async def problem(self) -> ServiceError | None:
        """Why the service is not ready; None when it is."""
        if not self._warm:
            return ServiceError(ErrorCode.OVERLOADED, "The service is starting.", "Ask again in a few seconds.")
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(asyncio.to_thread(self._ask))
        return await asyncio.shield(self._asking)

    def _ask(self) -> ServiceError | None:
        try:
            with within(Allowance(time.monotonic() + _SECONDS)):
                self._graph.read(statement("commands/ping"))
        except ServiceError as error:
            return error
        return None
