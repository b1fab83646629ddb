"""Of how many different people a login has read in the last hour, as far as the policy bounds it.

It slows down whoever would copy a division with a valid login, and is no bound on looking one by one. It is kept by the
process alone: after a restart, and in each process of several, counting begins anew.
"""

import threading
import time
from collections.abc import Callable, Set
from itertools import takewhile
from math import ceil
from typing import Final

from graph_service.access.identity import Identity
from graph_service.access.policy import POLICY
from graph_service.errors import ErrorCode, ServiceError

WINDOW_SECONDS: Final = 3600.0


class ReadingLimit(ServiceError):  # noqa: N818 - a limit that is reached, by its name
    """Too many different people within an hour.

    Args:
        allowed: how many the role may read of.
        seconds: after which the same answer would be within the limit; of one that never would be, after which all
            that was read no longer counts.
    """

    def __init__(self, allowed: int, seconds: int) -> None:
        super().__init__(
            ErrorCode.READING_LIMIT_REACHED,
            "This login would have read of more than {allowed} people within an hour.",
            "Ask for fewer, or again after {seconds} seconds.",
            allowed=allowed,
            seconds=seconds,
        )
        self.seconds = seconds


class PeopleRead:
    """The people of whom each login has read; may be used from several threads.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counting = threading.Lock()
        self._read: dict[str, dict[str, float]] = {}
        """By login, when it last read of whom; of both, whoever is longest ago comes first."""

    def admit(self, identity: Identity, people: Set[str]) -> None:
        """Counts the people of an answer that is about to be given; none of them when that would be too many.

        Raises:
            ReadingLimit: they are.
        """
        limit = _limit(identity)
        if limit is None or not people:
            return
        with self._counting:
            read = self._recent(identity)
            excess = len(read) + len(people - read.keys()) - limit
            if excess > 0:
                raise ReadingLimit(limit, self._until_fewer(read, people, excess))
            self._count(identity, read, people)

    def count(self, identity: Identity, people: Set[str]) -> None:
        """Counts the people of an answer that is given in any case, such as that of a change which has been made."""
        if _limit(identity) is not None and people:
            with self._counting:
                self._count(identity, self._recent(identity), people)

    def refuse_beyond(self, identity: Identity) -> None:
        """Refuses somebody who has read of more people than they may, which `count` lets happen.

        Raises:
            ReadingLimit: they have.
        """
        limit = _limit(identity)
        if limit is None:
            return
        with self._counting:
            read = self._recent(identity)
            if len(read) > limit:
                raise ReadingLimit(limit, self._until_fewer(read, frozenset(), len(read) - limit))

    def _recent(self, identity: Identity) -> dict[str, float]:
        """What a login has read in the last hour; what is older, of whichever login, is forgotten."""
        oldest = self._clock() - WINDOW_SECONDS
        for login, _ in list(takewhile(lambda each: _latest(each[1]) <= oldest, self._read.items())):
            del self._read[login]
        read = self._read.get(identity.subject, {})
        for person, _ in list(takewhile(lambda each: each[1] <= oldest, read.items())):
            del read[person]
        return read

    def _count(self, identity: Identity, read: dict[str, float], people: Set[str]) -> None:
        now = self._clock()
        for person in people:
            read.pop(person, None)
            read[person] = now
        self._read.pop(identity.subject, None)
        self._read[identity.subject] = read

    def _until_fewer(self, read: dict[str, float], people: Set[str], excess: int) -> int:
        """Seconds until so many others have been forgotten; a whole hour if there are not so many."""
        others = [at for person, at in read.items() if person not in people]
        if excess > len(others):
            return int(WINDOW_SECONDS)
        return max(1, ceil(others[excess - 1] + WINDOW_SECONDS - self._clock()))


def _latest(read: dict[str, float]) -> float:
    return next(reversed(read.values()))


def _limit(identity: Identity) -> int | None:
    return POLICY.roles[identity.title].people_per_hour
