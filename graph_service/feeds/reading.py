"""Reads feed files as they stand: finds them in a folder, tells their encoding, streams their rows as columns of text.

Nothing here knows what a value means. Memory holds one batch of rows, whatever the size of the file; only an XLSX
sheet, which cannot be longer than 1,048,576 rows, is held whole.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate, islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

from python_calamine import CalamineError, CalamineWorkbook

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.contract import FEEDS, PROVENANCE, Feed
from graph_service.sentence import Sentence

BATCH_ROWS = 10_000
"""Rows of a batch: enough to make a round trip cheap, few enough to keep one transaction and its memory small."""

_CHUNK = 1 << 20
_XLSX = "xlsx"
_SUFFIXES = (".csv", ".xlsx")
_GB18030_MARK = "\ufeff".encode("gb18030")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class FeedFile:
    """One file of a feed folder.

    Attributes:
        feed: what it is a file of.
        path: where it is.
        size: bytes.
        sha256: digest of its content, hexadecimal.
        encoding: `utf-8`, `gb18030` or `xlsx`.
        damaged: whether it holds bytes that its encoding cannot read, or NUL; the rows that hold them are refused.
    """

    feed: Feed
    path: Path
    size: int
    sha256: str
    encoding: str
    damaged: bool = False

    @property
    def name(self) -> str:
        """File name, as reports show it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """The feed files of a folder, in the order in which references between them resolve.

    Attributes:
        files: what can be read.
        unreadable: file name and reason of what cannot be read at all.
        ignored: names of files that are no feed.
        identity: digest of the names and contents of the files: the same folder, wherever it lies, has the same one.
    """

    files: tuple[FeedFile, ...]
    unreadable: Mapping[str, ServiceError]
    ignored: tuple[str, ...]
    identity: str


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that has more or fewer cells than the header."""

    ordinal: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawRows:
    """Some consecutive rows of a file, as columns of text that nobody touched.

    Attributes:
        header: names of the columns; an empty one has no column below.
        columns: by header name, one text per row.
        ordinals: place of each row in the file, from 0.
        lines: line of the file (row of the sheet) on which each row begins, from 1.
        broken: rows that do not fit the header; they are in none of the above.
    """

    header: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]
    ordinals: Sequence[int]
    lines: Sequence[int]
    broken: Sequence[BrokenRow] = ()

    def row(self, index: int) -> dict[str, str]:
        """The row at this index of the columns, cells by header name."""
        return {name: cells[index] for name, cells in self.columns.items()}


class FeedReader:
    """Streams one feed file. A context manager; iterate over it once.

    Attributes:
        header: names of the columns, as in the file, without a byte-order mark and surrounding blanks.
        unknown_columns: those that the contract does not name; they are kept with refused rows only.
        bytes_done: about how much of the file has been read, for progress.
    """

    def __init__(self, file: FeedFile, batch_rows: int = BATCH_ROWS) -> None:
        """Opens the file and checks its header.

        Raises:
            ServiceError: FEED_COLUMN_MISSING when there is no header or a required column is absent; FEED_UNREADABLE
                when a column is there twice or the file cannot be opened.
        """
        self._file = file
        self._batch_rows = batch_rows
        self._source: _Source = _open_sheet(file) if file.encoding == _XLSX else _CsvSource(file)
        try:
            self.header = _header(file, self._source.take(1)[1])
        except BaseException:
            self._source.close()
            raise
        self.unknown_columns = tuple(name for name in self.header if name and name not in file.feed.column)

    @property
    def bytes_done(self) -> int:
        return min(self._source.bytes_done(), self._file.size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._source.close()

    def __iter__(self) -> Iterator[RawRows]:
        """Batches of rows in the order of the file. Blank rows are no rows.

        Raises:
            ServiceError: FEED_UNREADABLE at the row that cannot be parsed, after the rows before it were given out.
        """
        ordinal = 0
        width = len(self.header)
        while True:
            lines, rows = self._source.take(self._batch_rows)
            if not rows:
                return
            if not all(map(any, rows)):
                lines = [line for line, cells in zip(lines, rows, strict=True) if any(cells)]
                rows = [cells for cells in rows if any(cells)]
            ordinals: Sequence[int] = range(ordinal, ordinal + len(rows))
            ordinal += len(rows)
            broken: list[BrokenRow] = []
            if {len(cells) for cells in rows} - {width}:
                places = [place for place, cells in enumerate(rows) if len(cells) == width]
                broken = [
                    BrokenRow(ordinals[place], lines[place], tuple(cells))
                    for place, cells in enumerate(rows)
                    if len(cells) != width
                ]
                ordinals = [ordinals[place] for place in places]
                lines = [lines[place] for place in places]
                rows = [rows[place] for place in places]
            by_column = list(zip(*rows, strict=True)) if rows else [()] * width
            columns = {name: cells for name, cells in zip(self.header, by_column, strict=True) if name}
            yield RawRows(self.header, columns, ordinals, lines, broken)


def scan_folder(folder: Path) -> FeedFolder:
    """What lies in a feed folder. Reads every feed file once, to know its encoding and its identity.

    Raises:
        ServiceError: FEED_FOLDER_INVALID when it is no folder, holds no feed, or holds one feed twice.
    """
    if not folder.is_dir():
        raise ServiceError(
            ErrorCode.FEED_FOLDER_INVALID,
            "There is no folder {folder}.",
            "Name a folder that holds feed files such as persons.csv.",
            folder=folder,
        )
    feeds = {feed.name: feed for feed in FEEDS}
    found: dict[str, Path] = {}
    ignored: list[str] = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        name, suffix = path.stem.lower(), path.suffix.lower()
        if name not in feeds or suffix not in _SUFFIXES:
            ignored.append(path.name)
        elif name in found:
            raise ServiceError(
                ErrorCode.FEED_FOLDER_INVALID,
                "The folder holds the feed {feed} twice: {one} and {other}.",
                "Keep one of the two.",
                feed=name,
                one=found[name].name,
                other=path.name,
            )
        else:
            found[name] = path
    if not found:
        raise ServiceError(
            ErrorCode.FEED_FOLDER_INVALID,
            "The folder holds no feed file.",
            "Feed files are named as in docs/feeds.md, such as persons.csv or persons.xlsx.",
        )
    files: list[FeedFile] = []
    unreadable: dict[str, ServiceError] = {}
    identity = hashlib.sha256()
    for feed in FEEDS:
        if feed.name not in found:
            continue
        path = found[feed.name]
        try:
            file = inspect_file(feed, path)
        except ServiceError as error:
            unreadable[path.name] = error
            identity.update(f"{path.name}\0unreadable\n".encode())
        else:
            files.append(file)
            identity.update(f"{file.name}\0{file.size}\0{file.sha256}\n".encode())
    return FeedFolder(tuple(files), unreadable, tuple(ignored), identity.hexdigest())


def inspect_file(feed: Feed, path: Path) -> FeedFile:
    """Size, digest and encoding of one feed file.

    A CSV file is UTF-8 if all of it reads as UTF-8. Otherwise it is what most of its lines with non-ASCII characters
    read as, so that one damaged byte in a UTF-8 file does not turn all its names into other names.

    Raises:
        ServiceError: FEED_UNREADABLE when it cannot be opened or is UTF-16.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, nul, size, start = True, False, 0, b""
    is_sheet = path.suffix.lower() == ".xlsx"
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                start = start or chunk[:2]
                size += len(chunk)
                digest.update(chunk)
                if not is_sheet:
                    nul = nul or b"\0" in chunk
                    utf8 = utf8 and _decodes(decoder, chunk)
            utf8 = utf8 and _decodes(decoder, b"", final=True)
            if is_sheet:
                return FeedFile(feed, path, size, digest.hexdigest(), _XLSX)
            if start in _UTF16:
                raise _unreadable(path, Sentence("it is UTF-16"), "Save it as UTF-8 or GB18030.")
            if utf8:
                return FeedFile(feed, path, size, digest.hexdigest(), "utf-8", nul)
            stream.seek(0)
            encoding, damaged = _likelier_encoding(stream)
            return FeedFile(feed, path, size, digest.hexdigest(), encoding, damaged or nul)
    except OSError as error:
        raise _unreadable(
            path, Sentence("it cannot be opened"), "Check that it exists and that this user may read it."
        ) from error


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _likelier_encoding(stream: BinaryIO) -> tuple[str, bool]:
    """Encoding of a file that is not wholly UTF-8, and whether some line reads in neither way."""
    lines = {"utf-8": 0, "gb18030": 0}
    total = 0
    for line in stream:
        if line.isascii():
            continue
        total += 1
        for encoding in lines:
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                continue
            lines[encoding] += 1
    encoding = "utf-8" if lines["utf-8"] > lines["gb18030"] else "gb18030"
    return encoding, lines[encoding] < total


def _unreadable(path: Path, why: Sentence, remedy: str) -> ServiceError:
    what = Sentence("The file {file} cannot be read: {why}.", file=path.name, why=why)
    return ServiceError(ErrorCode.FEED_UNREADABLE, what, remedy)


def _header(file: FeedFile, first: Sequence[Sequence[str]]) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in first[0]) if first else ()
    named = [name for name in names if name]
    if len(set(named)) != len(named):
        raise _unreadable(file.path, Sentence("a column is there twice"), "Give every column one name of its own.")
    known = {column.name for column in (*file.feed.columns, *PROVENANCE)}
    required = [column.name for column in file.feed.columns if column.required]
    missing = [name for name in required if name not in names]
    if file.feed.start and not set(file.feed.start) & set(names):
        missing = [*missing, *(name for name in file.feed.start if name not in missing)]
    if missing:
        hint = Sentence("" if known & set(names) else " Is its first row the header?")
        raise ServiceError(
            ErrorCode.FEED_COLUMN_MISSING,
            "The file {file} lacks the column {columns}.{hint}",
            "Add it with its name in the first row, in any place, and import the folder again.",
            file=file.name,
            columns=", ".join(missing),
            hint=hint,
        )
    return names


class _Source:
    """Rows of a file, and the line on which each begins."""

    def take(self, count: int) -> tuple[Sequence[int], list[Sequence[str]]]:
        """The next rows, at most `count` of them; none at the end."""
        raise NotImplementedError

    def bytes_done(self) -> int:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class _CsvSource(_Source):
    def __init__(self, file: FeedFile) -> None:
        self._path = file.path
        self._raw = file.path.open("rb")
        # Undecodable bytes become lone surrogates, which validation refuses row by row.
        encoding = "utf-8-sig" if file.encoding == "utf-8" else file.encoding
        self._text: TextIO = io.TextIOWrapper(self._raw, encoding, errors="surrogateescape", newline="")
        if file.encoding == "gb18030" and self._raw.read(len(_GB18030_MARK)) != _GB18030_MARK:
            self._raw.seek(0)
        self._reader = csv.reader(self._text)
        self._failed: ServiceError | None = None

    def take(self, count: int) -> tuple[Sequence[int], list[Sequence[str]]]:
        if self._failed:
            raise self._failed
        before = self._reader.line_num
        rows: list[Sequence[str]] = []
        try:
            rows.extend(islice(self._reader, count))
        except csv.Error:
            lines = _lines(before, rows)
            line = lines.pop()
            self._failed = _unreadable(
                self._path,
                Sentence(
                    "the row that begins on line {line} has no end, as if a quotation mark were not closed", line=line
                ),
                "Correct that line and import the folder again; the rows before it have landed.",
            )
            if not rows:
                raise self._failed from None
            return lines, rows
        if self._reader.line_num - before == len(rows):
            return range(before + 1, before + len(rows) + 1), rows
        return _lines(before, rows)[:-1], rows

    def bytes_done(self) -> int:
        return self._raw.tell()

    def close(self) -> None:
        self._text.close()


def _lines(before: int, rows: Iterable[Sequence[str]]) -> list[int]:
    """Line on which each row begins, where some cells hold line breaks, and the line after the last row."""
    breaks = (1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in cells) for cells in rows)
    return list(accumulate(breaks, initial=before + 1))


class _SheetSource(_Source):
    def __init__(self, rows: Iterator[Sequence[object]], first_row: int, height: int, size: int) -> None:
        self._rows = rows
        self._next = first_row
        self._done = 0
        self._height = max(height, 1)
        self._size = size

    def take(self, count: int) -> tuple[Sequence[int], list[Sequence[str]]]:
        rows: list[Sequence[str]] = [[_cell_text(cell) for cell in row] for row in islice(self._rows, count)]
        first = self._next
        self._next += len(rows)
        self._done += len(rows)
        return range(first, self._next), rows

    def bytes_done(self) -> int:
        return self._size * self._done // self._height

    def close(self) -> None:
        self._rows = iter(())


def _open_sheet(file: FeedFile) -> _SheetSource:
    try:
        workbook = CalamineWorkbook.from_path(str(file.path))  # pyright: ignore[reportUnknownMemberType]
        sheet = workbook.get_sheet_by_index(0)
        start = sheet.start or (0, 0)
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, OSError, ValueError, IndexError):
        raise _unreadable(file.path, Sentence("it is no XLSX workbook"), "Save it again as XLSX, or as CSV.") from None
    return _SheetSource(iter(rows), start[0] + 1, len(rows), file.size)


def _cell_text(cell: object) -> str:
    """What a spreadsheet cell would be in CSV."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
