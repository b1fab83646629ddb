"""Whether a log is as it was written: every line, and what checkpoints say of them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.audit.chain import Checkpoint, Link, read_checkpoint
from graph_service.audit.log import CHECKPOINTS, PUBLIC_KEY, lengths, lines_of, log_files, public_key, unreadable
from graph_service.errors import ErrorCode, ServiceError
from graph_service.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a log is not as it was written.

    Attributes:
        file: name of the file.
        line: counted from 1.
        what: one sentence.
    """

    file: str
    line: int
    what: Sentence


@dataclass(slots=True)
class Verification:
    """What was found.

    Attributes:
        entries: how many lines follow each other, from the first on.
        signed: how many of them the last checkpoint vouches for.
        findings: where the log is not as it was written.
    """

    entries: int = 0
    signed: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])


def verify(folder: Path, kept: Path | None = None, key: Path | None = None) -> Verification:
    """Reads a whole log; it may be written meanwhile.

    Args:
        folder: of the log.
        kept: checkpoints that were exported and kept elsewhere: they find a log that was cut together with its own.
        key: the public key that was kept elsewhere: it finds a log that was written anew.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE when there is none, or it cannot be read.
    """
    try:
        reading = _Reading(folder, kept, key)
        reading.read()
    except (OSError, ValueError):
        raise unreadable(folder) from None
    return reading.found


def export(folder: Path, into: Path) -> int:
    """Copies a log, its checkpoints and its public key, but no secret; the copy can be verified like the log itself.

    Args:
        folder: of the log; it may be written meanwhile.
        into: a folder that is not there yet, or is empty.

    Returns:
        how many files were copied.

    Raises:
        ServiceError: ARGUMENT_INVALID when there is something in the folder; AUDIT_UNAVAILABLE.
    """
    if into.exists() and any(into.iterdir()):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The folder {folder} is not empty.", "Name a new or empty folder.", folder=into
        )
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Checkpoints first: the lines that they speak of are there, and more may come.
        files = [folder / CHECKPOINTS, folder / PUBLIC_KEY, *log_files(folder)]
        copied = [shutil.copy2(file, into / file.name) for file in files if file.exists()]
        _drop_half_a_line(log_files(into))
    except OSError:
        raise ServiceError(
            ErrorCode.AUDIT_UNAVAILABLE,
            "The audit log cannot be copied to {folder}.",
            "Check that the folder can be written to.",
            folder=into,
        ) from None
    return len(copied)


def _drop_half_a_line(files: list[Path]) -> None:
    """What was being written when a log was copied: nobody had been told yet that it was."""
    for file in files[-1:]:
        *_, last = (b"", *lines_of(file))
        if not last.endswith(b"\n"):
            with file.open("rb+") as opened:
                opened.truncate(file.stat().st_size - len(last))


class _Reading:
    def __init__(self, folder: Path, kept: Path | None, key: Path | None) -> None:
        self.found = Verification()
        self._folder = folder
        self._key = public_key(key or folder / PUBLIC_KEY)
        self._checkpoints = list(self._signed(folder / CHECKPOINTS))  # before the lines, which may grow
        if kept:
            self._checkpoints += self._signed(kept)

    def read(self) -> None:
        ends = dict(self._ends())
        for checkpoint, file, number in self._checkpoints:
            end = ends.get(checkpoint.entries)
            if end == (checkpoint.head, checkpoint.file, checkpoint.length):
                self.found.signed = max(self.found.signed, checkpoint.entries)
            elif end is None and checkpoint.entries > self.found.entries:
                self._note(file, number, Sentence("The log is shorter than this checkpoint says."))
            else:
                self._note(file, number, Sentence("The log is not what this checkpoint says."))

    def _ends(self) -> Iterator[tuple[int, tuple[str, str, int]]]:
        """Of the lines that checkpoints speak of: number; hash, file and where in the file they end."""
        wanted = {checkpoint.entries for checkpoint, _, _ in self._checkpoints}
        link = Link()
        for file, length in lengths(self._folder).items():
            size = 0
            if int(file.stem) != link.entries + 1:
                self._note(file.name, 1, Sentence("This file does not follow the one before."))
                return
            for number, line in enumerate(lines_of(file), 1):
                if size >= length:
                    break  # written since
                try:
                    link = link.read(line)
                except ValueError:
                    self._note(file.name, number, Sentence("This line was changed, or does not follow the one before."))
                    return
                size += len(line)
                self.found.entries = link.entries
                if link.entries in wanted:
                    yield link.entries, (link.head, file.name, size)

    def _signed(self, file: Path) -> Iterator[tuple[Checkpoint, str, int]]:
        last = 0
        for number, line in enumerate(lines_of(file) if file.exists() else (), 1):
            try:
                checkpoint = read_checkpoint(line, self._key)
                if checkpoint.entries <= last:
                    raise ValueError
            except ValueError:
                self._note(
                    file.name,
                    number,
                    Sentence("This checkpoint was not signed with the key of the log, or is out of order."),
                )
                continue
            last = checkpoint.entries
            yield checkpoint, file.name, number

    def _note(self, file: str, line: int, what: Sentence) -> None:
        self.found.findings.append(Finding(file, line, what))
