"""The subscriptions that are open: how many there may be, and how all of them end when the service stops."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from graph_service.api.admission import overloaded


class Subscriptions:
    """Counts the open subscriptions and tells them when the service stops.

    Args:
        at_most: how many may be open at a time.

    Attributes:
        stopping: set when the service stops; each transport then ends its subscriptions in its own way.
    """

    def __init__(self, at_most: int) -> None:
        self.stopping = asyncio.Event()
        self._at_most = at_most
        self._open = 0

    @property
    def open(self) -> int:
        """How many are open now."""
        return self._open

    @contextmanager
    def one_more(self) -> Generator[None]:
        """A place for one subscription, for the length of a `with` block.

        Raises:
            ServiceError: OVERLOADED when there is none, or when the service is stopping.
        """
        if self._open >= self._at_most or self.stopping.is_set():
            raise overloaded()
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
