"""The log on disk: many entries are written at a time, and durable before anybody is told so.

Processes that write the same log, such as the service and a command beside it, take turns: each has the lock for one
batch, and first goes on from where another has left the log.
"""

import fcntl
import os
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from graph_service.audit.chain import Checkpoint, Link, read_checkpoint
from graph_service.durability import sync_folder
from graph_service.errors import ErrorCode, ServiceError
from graph_service.keys import open_key

CHECKPOINTS: Final = "checkpoints"
PUBLIC_KEY: Final = "signing.pub"
_SIGNING_KEY: Final = "signing.key"
_LOCK: Final = "lock"

_FILE_BYTES = 64 << 20
"""A file that is longer gets no further entries."""
_ENTRIES_BETWEEN_CHECKPOINTS = 1_000
_SECONDS_BETWEEN_CHECKPOINTS = 60.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger("graph_service.audit")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An entry that is to be written, and who waits for it."""

    entry: bytes
    written: "Future[int]"


class AuditLog:
    """Appends entries to a log; may be used from several threads, and by several processes at a time.

    Args:
        folder: of the log alone; made when it is not there.
        file_bytes: after so many bytes another file is begun.

    Raises:
        ServiceError: AUDIT_BROKEN when the log isn't as it was left; AUDIT_UNAVAILABLE when it cannot be read or
            written.
    """

    def __init__(self, folder: Path, file_bytes: int = _FILE_BYTES) -> None:
        self.folder = folder
        self._file_bytes = file_bytes
        self._waiting: list[_Waiting] = []
        self._changed = threading.Condition()
        self._closing = self._lost = False
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            with _turn(self._lock, fcntl.LOCK_EX):
                self._key = signing_key(folder)
                self._open()
        except (OSError, ValueError):
            raise unavailable() from None
        self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
        self._thread.start()

    def write(self, entry: bytes) -> "Future[int]":
        """Hands over an entry; the future has its number as soon as it is durable.

        Args:
            entry: a JSON object that is not empty, in one line.

        Returns:
            a future that may also end with AUDIT_UNAVAILABLE.
        """
        waiting = _Waiting(entry, Future())
        waiting.written.set_running_or_notify_cancel()  # whoever stops waiting takes no entry back
        with self._changed:
            if self._closing or self._lost:
                waiting.written.set_exception(unavailable())
                return waiting.written
            self._waiting.append(waiting)
            self._changed.notify()
        return waiting.written

    def close(self) -> None:
        """Writes what waits, signs a last checkpoint, and lets others write the log."""
        with self._changed:
            if self._closing:
                return
            self._closing = True
            self._changed.notify()
        self._thread.join()
        os.close(self._file)
        os.close(self._lock)

    def _open(self) -> None:
        """Goes on where the log ends: what the last checkpoint says must be there, and all after it must follow."""
        public = self._key.public_key()
        sound, torn = _whole_lines(self.folder / CHECKPOINTS)
        try:
            signed = read_checkpoint(sound[-1], public) if sound else None
            link = signed.link if signed else Link()
            files = log_files(self.folder)
            where = files.index(self.folder / signed.file) if signed else 0
            self._size, loose = 0, b""
            for number, file in enumerate(files[where:]):
                begin = signed.length if signed and number == 0 else 0
                if loose or (begin and not _ends_with(file, begin, link.head)):
                    raise ValueError
                link, self._size, loose = _followed(file, begin, link)
        except ValueError:
            raise ServiceError(
                ErrorCode.AUDIT_BROKEN,
                "The audit log is not as it was left.",
                "See: graph-service audit verify. Keep the folder {folder} as evidence: move it away, and a new log is "
                "begun.",
                folder=self.folder,
            ) from None
        self._link = link
        self._checkpoint = signed.entries if signed else 0
        self._checked_at = time.monotonic()
        self._checkpoints_size = sum(map(len, sound))
        if torn:
            os.truncate(self.folder / CHECKPOINTS, self._checkpoints_size)
        self._begin_file(files[-1] if files else self.folder / _file_name(1))
        if loose:  # written when the power went, and nobody was told that it had been
            os.ftruncate(self._file, self._size)
            self._append([orjson.dumps({"event": "RECOVERED", "at": _now(), "bytes": len(loose)})])

    def _go_on(self) -> None:
        """Goes on where another process has left the log, if one has written it since.

        Raises:
            ServiceError: AUDIT_BROKEN.
            OSError: it cannot be read.
        """
        checkpoints, following = self.folder / CHECKPOINTS, _file_name(self._link.entries + 1)
        sizes = os.fstat(self._file).st_size, checkpoints.stat().st_size if checkpoints.exists() else 0
        is_continued = following != self._name and (self.folder / following).exists()
        if sizes != (self._size, self._checkpoints_size) or is_continued:
            left = self._file
            self._open()
            os.close(left)

    def _begin_file(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._name = file.name
        sync_folder(self.folder)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closing:
                    if not self._changed.wait(_SECONDS_BETWEEN_CHECKPOINTS):
                        break
                batch, self._waiting = self._waiting, []
                closing = self._closing
            self._take_a_turn(batch, closing=closing)
            if closing and not batch:
                return

    def _take_a_turn(self, batch: list[_Waiting], *, closing: bool) -> None:
        """Writes a batch, and a checkpoint when it is time, while no other process writes."""
        if self._lost and not batch:
            return
        try:
            if self._lost:
                raise OSError
            with _turn(self._lock, fcntl.LOCK_EX):
                self._go_on()
                self._write(batch)
                self._sign(now=closing)
        except (OSError, ServiceError) as error:
            _log.error("audit not written", type=type(error).__name__, errno=getattr(error, "errno", None))
            for waiting in batch:
                waiting.written.set_exception(unavailable())

    def _write(self, batch: list[_Waiting]) -> None:
        """Entries become durable together: one write and one wait for the disk for all that have come meanwhile."""
        if not batch:
            return
        if self._size >= self._file_bytes:
            full = self._file
            self._begin_file(self.folder / _file_name(self._link.entries + 1))
            self._size = 0
            os.close(full)
        first = self._link.entries + 1
        self._append([waiting.entry for waiting in batch])
        for number, waiting in enumerate(batch, first):
            waiting.written.set_result(number)

    def _append(self, entries: list[bytes]) -> None:
        """Appends entries, all or none.

        Raises:
            OSError: none was. When the disk did not say that they are durable, none ever will be: what it holds is not
                known any more.
        """
        link, lines = self._link, list[bytes]()
        for entry in entries:
            body = link.body(entry)
            link = link.next(body)
            lines.append(link.line(body))
        text = b"".join(lines)
        try:
            _write_all(self._file, text)
        except OSError:
            self._lost = not _shortened(self._file, self._size)
            raise
        try:
            os.fdatasync(self._file)
        except OSError:
            self._lost = True
            raise
        self._link, self._size = link, self._size + len(text)

    def _sign(self, *, now: bool) -> None:
        """Signs a checkpoint when it is time; that it cannot is no reason to stop, but is found by `verify`."""
        entries = self._link.entries - self._checkpoint
        waited = time.monotonic() - self._checked_at
        if not entries or not (
            now or entries >= _ENTRIES_BETWEEN_CHECKPOINTS or waited >= _SECONDS_BETWEEN_CHECKPOINTS
        ):
            return
        signed = Checkpoint(self._link.entries, self._link.head, self._name, self._size, _now())
        try:
            file = os.open(self.folder / CHECKPOINTS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                _write_all(file, signed.line(self._key))
                os.fdatasync(file)
            finally:
                os.close(file)
        except OSError as error:
            _log.error("checkpoint not written", type=type(error).__name__, errno=error.errno)
            return
        self._checkpoint, self._checked_at = signed.entries, time.monotonic()


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key that checkpoints are signed with; its public part is beside it, to be kept elsewhere, too.

    Raises:
        OSError, ValueError: as `open_key`.
    """
    key = Ed25519PrivateKey.from_private_bytes(open_key(folder / _SIGNING_KEY)[:32])
    public = folder / PUBLIC_KEY
    if not public.exists():
        public.write_text(key.public_key().public_bytes_raw().hex() + "\n", "ascii")
    return key


def public_key(file: Path) -> Ed25519PublicKey:
    """A public key that was written by `signing_key`.

    Raises:
        OSError, ValueError: there is none.
    """
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.read_text("ascii").strip()))


def log_files(folder: Path) -> list[Path]:
    """The files of a log, in order."""
    return sorted(folder.glob("*.log"))


def lengths(folder: Path) -> dict[Path, int]:
    """The files of a log, in order, and how many bytes of each were written when no process was writing.

    Raises:
        OSError: they cannot be read.
    """
    if not (folder / _LOCK).exists():  # a copy, which nobody writes
        return {file: file.stat().st_size for file in log_files(folder)}
    lock = os.open(folder / _LOCK, os.O_RDONLY)
    try:
        with _turn(lock, fcntl.LOCK_SH):
            return {file: file.stat().st_size for file in log_files(folder)}
    finally:
        os.close(lock)


@contextmanager
def _turn(lock: int, how: int) -> Generator[None]:
    """Waits until no other process writes the log, and lets none begin inside the `with` block."""
    fcntl.flock(lock, how)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def _file_name(first: int) -> str:
    return f"{first:015}.log"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _whole_lines(file: Path) -> tuple[list[bytes], bytes]:
    """The lines of a file, and what comes after the last of them."""
    lines = file.read_bytes().splitlines(keepends=True) if file.exists() else []
    torn = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
    return lines, torn


def _ends_with(file: Path, end: int, head: str) -> bool:
    """Whether the line that ends at this place of a file has this hash."""
    with file.open("rb") as opened:
        before = opened.read(end)
    begin = before.rfind(b"\n", 0, max(0, len(before) - 1)) + 1
    return len(before) == end and before.endswith(b"\n") and before[begin:].startswith(head.encode() + b" ")


def _followed(file: Path, begin: int, link: Link) -> tuple[Link, int, bytes]:
    """How far the lines of a file go, from a place on; how long they are; and what comes after the last of them.

    Raises:
        ValueError: a line does not follow.
    """
    size, loose = begin, b""
    for line in lines_of(file, begin):
        if line.endswith(b"\n"):
            link, size = link.read(line), size + len(line)
        else:
            loose = line
    return link, size, loose


def lines_of(file: Path, begin: int = 0) -> Iterator[bytes]:
    """The lines of a file from a place on; the last may have no end."""
    with file.open("rb") as opened:
        opened.seek(begin)
        yield from opened


def _write_all(file: int, text: bytes) -> None:
    view = memoryview(text)
    while view:
        view = view[os.write(file, view) :]


def _shortened(file: int, size: int) -> bool:
    try:
        os.ftruncate(file, size)
    except OSError:
        return False
    return True


def unreadable(folder: Path) -> ServiceError:
    """The error of whoever wants to read a log that is not there."""
    return ServiceError(
        ErrorCode.AUDIT_UNAVAILABLE,
        "There is no audit log to read in {folder}, or its public key is not one.",
        "Name the folder of a log and the key that belongs to it.",
        folder=folder,
    )


def unavailable() -> ServiceError:
    """The error of whoever is not answered since it could not be noted."""
    return ServiceError(
        ErrorCode.AUDIT_UNAVAILABLE,
        "The audit log cannot be written, and nothing is answered without it.",
        "Tell whoever runs this service; then try again.",
    )
