"""What an officer says, as values: something new, a correction, a withdrawal. Nothing here knows the graph.

A command speaks of the columns of a feed, so that the feed's own rules apply to it and no rule exists twice. To
officers a column goes by its field: `towardChild` for `toward_child_id`.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from graph_service.feeds.contract import FEEDS, Column, Feed, Kind
from graph_service.feeds.validation import LONGEST_NAME
from graph_service.recording.outcome import Refusal

_BY_OFFICERS: Final = (
    "circumstances",
    "absences",
    "guardianships",
    "revocations",
    "entrusted_care",
    "support_ties",
    "visits",
)

RECORDABLE: Final[Mapping[str, Feed]] = MappingProxyType(
    {feed.name: feed for feed in FEEDS if feed.name in _BY_OFFICERS}
)
"""The feeds whose facts officers record, by name. The others belong to the department that keeps the register."""

RECORDABLE_TYPES: Final[Mapping[str, Feed]] = MappingProxyType(
    {feed.relationship: feed for feed in RECORDABLE.values() if feed.relationship}
)
"""The same by type of the relationship."""

_UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """Something that the graph does not know yet.

    Attributes:
        feed: what kind of fact, one of RECORDABLE.
        cells: what holds, by column, as text; a column that is left out is empty.
        idempotency_key: chosen by the client, one for each thing that somebody wants done.
    """

    feed: Feed
    cells: Mapping[str, str]
    idempotency_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectFact:
    """A fact in force that is to say something else; one that has ended is corrected in its `to`.

    Attributes:
        feed: as in `RecordFact`.
        key: what the fact is known by.
        version: digest of the content that the officer has seen.
        cells: what it is to say, by column, as text; empty takes a value away, a column that is left out stays.
        idempotency_key: as in `RecordFact`.
    """

    feed: Feed
    key: str
    version: str
    cells: Mapping[str, str]
    idempotency_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawFact:
    """A fact that should never have been recorded.

    Attributes:
        feed, key, version: as in `CorrectFact`.
        reason: why, in words.
        idempotency_key: as in `RecordFact`.
    """

    feed: Feed
    key: str
    version: str
    reason: str
    idempotency_key: str


Command = RecordFact | CorrectFact | WithdrawFact


def name_of(command: Command) -> str:
    """What is done, for the record of who did it."""
    return {RecordFact: "RECORD", CorrectFact: "CORRECT", WithdrawFact: "WITHDRAW"}[type(command)]


def content_digest(command: Command) -> str:
    """Tells commands apart that came with the same idempotency key; 32 hexadecimal digits."""
    said: list[object] = [name_of(command), command.feed.name]
    if isinstance(command, RecordFact):
        said.append({column: text for column, text in command.cells.items() if text})
    else:
        said += [command.key, command.version]
        said.append(command.reason if isinstance(command, WithdrawFact) else dict(command.cells))
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16).hexdigest()


def faults(command: Command) -> Iterator[tuple[str, Refusal]]:
    """What is wrong with a command before any rule of its feed is asked: field and reason."""
    required = {"idempotencyKey": command.idempotency_key}
    if not isinstance(command, RecordFact):
        required |= {"key": command.key, "version": command.version}
    if isinstance(command, WithdrawFact):
        required["reason"] = command.reason
    cells: Mapping[str, str] = {} if isinstance(command, WithdrawFact) else command.cells
    for field, text in required.items():
        if not text.strip():
            yield field, Refusal.REQUIRED_MISSING
    for field, text in (required | {field_of(command.feed.column[name]): cells[name] for name in cells}).items():
        if _UNREADABLE.search(text):
            yield field, Refusal.TEXT_UNREADABLE
    if len(command.idempotency_key) > LONGEST_NAME:
        yield "idempotencyKey", Refusal.VALUE_TOO_LONG


def field_of(column: Column) -> str:
    """What officers call a column."""
    name = column.name.removesuffix("_id") if column.kind is Kind.REFERENCE else column.name
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
