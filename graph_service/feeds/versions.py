"""The versions of one record in recorded time: a function of what was said about it, whatever the order of arrival.

Sources *assert* a content at a time, or *withdraw* their record at a time. Each assertion holds until the next one, or
until a withdrawal. Neighbours with the same content are one version, which keeps the later times as confirmations, so
that an assertion which arrives late still finds everything that was said before and after it.

Two contents asserted for the very same moment are taken in the order of arrival: the later is the correction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Final, Generic, TypeVar

_C = TypeVar("_C")
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Assertion(Generic[_C]):
    """A content that a source gave.

    Attributes:
        at: recorded time, aware.
        digest: tells contents apart.
        record: name under which it can be withdrawn: its record id, else its key.
        content: anything; not looked at.
    """

    at: datetime
    digest: str
    record: str
    content: _C


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that its source took back at an aware recorded time."""

    at: datetime
    record: str


@dataclass(frozen=True, slots=True)
class Version(Generic[_C]):
    """What the service believed from `recorded_at` to `retracted_at` (None: it still does).

    Attributes:
        confirmed_at: later times at which the same content was asserted again, ascending.
    """

    digest: str
    record: str
    content: _C
    recorded_at: datetime
    retracted_at: datetime | None
    confirmed_at: tuple[datetime, ...] = ()


class Outcome(Enum):
    """What an assertion did to the versions."""

    INSERTED = "inserted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def versions(assertions: Iterable[Assertion[_C]], withdrawals: Iterable[Withdrawal]) -> list[Version[_C]]:
    """All versions, in the order of recorded time; only the last can be current.

    A withdrawal ends what was in force then, if it came from the record that is taken back. One that says it happened
    before its record was first heard of ends that first version at once: it was believed for no time.

    Args:
        assertions: of one same moment, in the order of arrival.
        withdrawals: in any order.
    """
    line = sorted(assertions, key=lambda assertion: assertion.at)
    first: dict[str, datetime] = {}
    for assertion in line:
        first.setdefault(assertion.record, assertion.at)
    ends = [assertion.at for assertion in line[1:]] + [_NEVER]
    withdrawn = [_NEVER] * len(line)
    for withdrawal in withdrawals:
        if withdrawal.record in first:
            at = max(withdrawal.at, first[withdrawal.record])
            in_force = max(place for place, assertion in enumerate(line) if assertion.at <= at)
            if line[in_force].record == withdrawal.record:
                withdrawn[in_force] = min(withdrawn[in_force], at)
    found: list[Version[_C]] = []
    for place, (assertion, end) in enumerate(zip(line, map(min, ends, withdrawn), strict=True)):
        retracted_at = None if end == _NEVER else end
        before = found[-1] if found else None
        if before and before.digest == assertion.digest and withdrawn[place - 1] == _NEVER:
            confirmed = (*before.confirmed_at, assertion.at)
            found[-1] = replace(before, retracted_at=retracted_at, confirmed_at=confirmed)
        else:
            found.append(Version(assertion.digest, assertion.record, assertion.content, assertion.at, retracted_at))
    return found


def assertions(found: Iterable[Version[_C]]) -> list[Assertion[_C]]:
    """What was asserted, in the order of recorded time: `versions` of it gives the same versions again."""
    in_order = sorted(found, key=lambda version: (version.recorded_at, version.retracted_at or _NEVER))
    said = [
        Assertion(at, version.digest, version.record, version.content)
        for version in in_order
        for at in (version.recorded_at, *version.confirmed_at)
    ]
    return sorted(said, key=lambda assertion: assertion.at)


def arrive(
    found: Sequence[Version[_C]], withdrawals: Iterable[Withdrawal], row: Assertion[_C], *, time_given: bool
) -> tuple[Outcome, list[Version[_C]]]:
    """What a row makes of the versions of its key.

    Args:
        found: the versions so far.
        withdrawals: those of the records of these versions and of the row.
        row: what arrives.
        time_given: whether its source says when it was recorded. If not, a row that says what was said last, withdrawn
            or not, says nothing new.

    Returns:
        What it did, and the versions from now on. UNCHANGED rows may confirm a version.
    """
    said = assertions(found)
    if not time_given and said and said[-1].digest == row.digest:
        return Outcome.UNCHANGED, list(found)
    if any(old.at == row.at and old.digest == row.digest for old in said):
        return Outcome.UNCHANGED, list(found)
    after = versions([*said, row], withdrawals)
    in_force = [
        version for version in found if version.recorded_at <= row.at and row.at < (version.retracted_at or _NEVER)
    ]
    if not found:
        return Outcome.INSERTED, after
    unchanged = bool(in_force) and in_force[-1].digest == row.digest
    return Outcome.UNCHANGED if unchanged else Outcome.UPDATED, after
