"""What the log says of one access, and how it is found again."""

import asyncio
import hashlib
import hmac
import mmap
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import orjson

from graph_service.access.identity import Identity
from graph_service.access.policy import Purpose, purpose_said
from graph_service.audit.chain import entry_of
from graph_service.audit.log import AuditLog, lines_of, log_files, unavailable, unreadable
from graph_service.errors import ErrorCode, ServiceError
from graph_service.keys import open_key

FOLDER: Final = "audit"
"""The log's place in `GRAPH_SERVICE_HOME`."""
PATIENCE: Final = 5.0
"""Seconds that the disk may take."""
_PSEUDONYM_KEY: Final = "pseudonym.key"
OPERATOR: Final = "OPERATOR"
"""What the log calls the role of whoever uses the command line; nobody's token can say it."""
COMMAND: Final = "command"
"""What the log calls the kind of what they do."""


class Decision(StrEnum):
    """What became of a request."""

    ALLOWED = "ALLOWED"
    REFUSED = "REFUSED"
    BEGUN = "BEGUN"
    """A change that is about to be made, of which another entry says what came; or a command of an operator."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What was asked, without any value.

    Attributes:
        document: SHA-256 of the document, in hexadecimal digits; of a command, of its name.
        kind: `query`, `mutation`, `subscription` or `command`; None when the document could not be read.
        operation: name of the operation, if it has one that programmers give.
        fields: `Type.field` of all that the document selects, in order.
        grants: ids of the grants of access that were in force for who asks.
    """

    document: str
    kind: str | None = None
    operation: str | None = None
    fields: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


class Pseudonyms:
    """Names for persons in the log, which only this installation can tell.

    Args:
        key: the secret, at least 32 bytes.

    Source: RFC 2104 (HMAC), with SHA-256, the first 128 bits.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, person: str) -> str:
        """The name of a person by their id in the feeds: 32 hexadecimal digits."""
        return hmac.digest(self._key, b"Person:" + person.encode(), "sha256").hex()[:32]


class Accesses:
    """Notes accesses, and finds those to one person; may be used from several threads.

    Args:
        log: open.
        pseudonyms: of the same folder.
    """

    def __init__(self, log: AuditLog, pseudonyms: Pseudonyms) -> None:
        self._log = log
        self._pseudonyms = pseudonyms

    def note(
        self, identity: Identity, enquiry: Enquiry, met: Collection[str], codes: Sequence[str], decision: Decision
    ) -> "Future[int]":
        """Hands an access over to the log; it may be answered when the future is done.

        Args:
            identity: who asks.
            enquiry: what.
            met: ids of the persons of whom the answer shows anything.
            codes: of the errors.
            decision: what became of it.
        """
        who = {
            "subject": identity.subject,
            "role": identity.title,
            "scope": identity.limit,
            "purpose": purpose_said(identity),
        }
        return self._note(who, enquiry, met, codes, decision)

    def note_command(self, operator: str, command: str, people: Collection[str], decision: Decision) -> None:
        """Notes what an operator does, and waits until that is durable. Blocking.

        Args:
            operator: their account on this machine.
            command: its name, such as `subject export`.
            people: ids of those whom it was given, or of whom it is about to list something.
            decision: BEGUN, or ALLOWED of what it lists.

        Raises:
            ServiceError: AUDIT_UNAVAILABLE.
        """
        who = {"subject": operator, "role": OPERATOR, "scope": None, "purpose": Purpose.OPERATION.value}
        enquiry = Enquiry(enquiry_hash(command), COMMAND, command)
        _wait(self._note(who, enquiry, people, (), decision))

    def _note(
        self,
        who: Mapping[str, str | None],
        enquiry: Enquiry,
        met: Collection[str],
        codes: Sequence[str],
        decision: Decision,
    ) -> "Future[int]":
        persons = sorted(map(self._pseudonyms.of, met))
        entry = {
            "at": datetime.now(UTC).isoformat(timespec="microseconds"),
            **who,
            "kind": enquiry.kind,
            "operation": enquiry.operation,
            "document": enquiry.document,
            "fields": enquiry.fields,
            "grants": enquiry.grants,
            "persons": persons,
            "rows": len(persons),
            "decision": decision.value,
            "codes": list(codes),
        }
        return self._log.write(orjson.dumps(entry))

    def begin(self, identity: Identity, enquiry: Enquiry) -> None:
        """Notes that somebody is about to change what is kept, and waits until that is durable. Blocking.

        Raises:
            ServiceError: AUDIT_UNAVAILABLE.
        """
        _wait(self.note(identity, enquiry, (), (), Decision.BEGUN))

    async def noted(
        self, identity: Identity, enquiry: Enquiry, met: Collection[str], codes: Sequence[str], decision: Decision
    ) -> None:
        """As `note`, and waits until it is durable.

        Raises:
            ServiceError: AUDIT_UNAVAILABLE.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.wrap_future(self.note(identity, enquiry, met, codes, decision))
        except TimeoutError:
            raise unavailable() from None

    def history(self, person: str, at_most: int) -> list[dict[str, Any]]:
        """The latest accesses to what is kept of a person, latest first.

        Args:
            person: their id in the feeds.
            at_most: how many.

        Returns:
            entries, as `note` writes them, each with its number `n`.
        """
        return latest(self._log.folder, self._pseudonyms.of(person), at_most)

    def close(self) -> None:
        """Closes the log."""
        self._log.close()


def open_accesses(home: Path) -> Accesses:
    """The accesses of the installation whose folder this is.

    Raises:
        ServiceError: as `AuditLog`.
    """
    log = AuditLog(home / FOLDER)
    return Accesses(log, open_pseudonyms(log.folder))


def open_pseudonyms(folder: Path, *, new: bool = True) -> Pseudonyms:
    """The pseudonyms of a log.

    Args:
        folder: of the log.
        new: whether a key is made when there is none; another key finds nobody.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE.
    """
    try:
        if not new and not (folder / _PSEUDONYM_KEY).exists():
            raise FileNotFoundError
        return Pseudonyms(open_key(folder / _PSEUDONYM_KEY))
    except (OSError, ValueError):
        raise ServiceError(
            ErrorCode.AUDIT_UNAVAILABLE,
            "The key of the audit log's pseudonyms cannot be used: {file}.",
            "Make it a file of this user alone (chmod 600).",
            file=folder / _PSEUDONYM_KEY,
        ) from None


def _wait(noted: "Future[int]") -> None:
    """Waits until an entry is durable.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE.
    """
    try:
        noted.result(PATIENCE)
    except TimeoutError:
        raise unavailable() from None


def enquiry_hash(document: str) -> str:
    """The hash by which a document is known in the log."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()


_met: ContextVar[set[str] | None] = ContextVar("met", default=None)


@contextmanager
def meeting() -> Generator[set[str]]:
    """Inside the `with` block, whoever is shown in an answer is added to the set."""
    met: set[str] = set()
    token = _met.set(met)
    try:
        yield met
    finally:
        _met.reset(token)


def met() -> set[str]:
    """Where whoever is shown is to be added; outside of `meeting`, where nobody looks."""
    found = _met.get()
    return set() if found is None else found


def entries(
    folder: Path,
    person: str | None = None,
    subject: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[dict[str, Any]]:
    """The entries of a log, earliest first.

    Args:
        folder: of the log.
        person: only accesses to them, by their pseudonym.
        subject: only accesses by them.
        since, until: only of these days, in UTC.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE when there is no log.
    """
    if not log_files(folder):
        raise unreadable(folder)
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    for file in log_files(folder):
        for line in _lines_with(file, person.encode()) if person else lines_of(file):
            if not line.endswith(b"\n"):
                return
            entry = entry_of(line)
            if first <= entry["at"][:10] <= last and subject in {None, entry.get("subject")}:
                yield entry


def latest(folder: Path, text: str, at_most: int) -> list[dict[str, Any]]:
    """The latest entries in which a text stands, latest first."""
    found: list[dict[str, Any]] = []
    for file in reversed(log_files(folder)):
        lines = [entry_of(line) for line in _lines_with(file, text.encode())]
        found += reversed(lines)
        if len(found) >= at_most:
            break
    return found[:at_most]


def _lines_with(file: Path, text: bytes) -> Iterator[bytes]:
    """The whole lines in which a text stands; the file is searched and not read line by line."""
    if not file.stat().st_size:
        return
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as view:
        place = view.find(text)
        while place >= 0:
            begin, end = view.rfind(b"\n", 0, place) + 1, view.find(b"\n", place)
            if end < 0:
                return
            yield view[begin : end + 1]
            place = view.find(text, end)
