"""Loads the Cypher statements: one per file below `cypher/`, each with a header that says what it answers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from graph_service.errors import ErrorCode, ServiceError

# The type names that Cypher 5 and 25 share.
_SCALAR = r"ANY|BOOLEAN|STRING|INTEGER|FLOAT|DATE|DURATION|POINT|MAP|(?:LOCAL|ZONED) (?:TIME|DATETIME)"
_TYPE = rf"(?:{_SCALAR}|LIST<(?:{_SCALAR}|LIST<(?:{_SCALAR})>)>)"
_PARAMETER = re.compile(rf"(?P<indent>\s+)(?P<name>[A-Za-z_]\w*):\s+(?P<type>{_TYPE})(?![\w<>])")
# Text in which neither `$` nor `;` means anything comes first, so that a match of the last groups is real.
_TOKEN = re.compile(
    r"""
      '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | `[^`]*` | //[^\n]* | /\*.*?\*/
    | \$(?P<parameter>[A-Za-z_]\w*)
    | (?P<end>;)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """A Cypher statement and its contract.

    Attributes:
        name: path below `cypher/` without the suffix, such as `rules/grades`.
        text: the statement without its header and closing semicolon; stable, so that the database caches its plan.
        answers: what it answers, from the header.
        parameters: Cypher type by parameter name.
        returns: what it returns, from the header.
    """

    name: str
    text: str
    answers: str
    parameters: Mapping[str, str]
    returns: str


def cypher_folder() -> Path:
    """Folder of the statements: inside the installed package, else at the top of the repository."""
    installed = Path(str(files("graph_service"))) / "cypher"
    return installed if installed.is_dir() else installed.parent.parent / "cypher"


@cache
def statement(name: str) -> Statement:
    """The statement in `cypher/<name>.cypher`; read once.

    Raises:
        ServiceError: STATEMENT_INVALID when the file is missing, its header is incomplete or names other parameters
            than the text uses, or it does not hold exactly one statement.
    """
    parsed = read_statements(cypher_folder() / f"{name}.cypher", name)
    if len(parsed) != 1:
        _refuse(name, f"it holds {len(parsed)} statements instead of one")
    return parsed[0]


def read_statements(path: Path, name: str) -> list[Statement]:
    """All statements of a file that are separated by `;` at a line's end, with the header that they share.

    Args:
        path: the file, UTF-8.
        name: what messages call it.

    Raises:
        ServiceError: STATEMENT_INVALID, as in `statement`.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        _refuse(name, "the file is missing or not UTF-8")
    answers, parameters, returns, body = _parse(name, source)
    used = {match["parameter"] for match in _TOKEN.finditer(body) if match["parameter"]}
    if used != parameters.keys():
        differing = ", ".join(sorted(used ^ parameters.keys()))
        _refuse(name, f"the parameters in the header are not those in the text: {differing}")
    texts = [text for text in _split(body) if without_comments(text)]
    return [Statement(name, text, answers, MappingProxyType(parameters), returns) for text in texts]


def without_comments(text: str) -> str:
    """The statement without comments and surrounding blanks: what a checksum should depend on."""
    lines = (line.rstrip() for line in _COMMENT.sub(lambda match: match[1] or "", text).splitlines())
    return "\n".join(line for line in lines if line.strip()).strip()


def _parse(name: str, source: str) -> tuple[str, dict[str, str], str, str]:
    lines = source.splitlines()
    length = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    header = [line.removeprefix("//").rstrip() for line in lines[:length]]
    body = "\n".join(lines[length:]).strip()
    starts = {
        section: next((i for i, line in enumerate(header) if line.lstrip().startswith(f"{section}:")), None)
        for section in ("Parameters", "Returns")
    }
    parameters_at, returns_at = starts["Parameters"], starts["Returns"]
    if parameters_at is None or returns_at is None or returns_at < parameters_at:
        _refuse(name, "the header needs the lines “// Parameters:” and, after it, “// Returns:”")
    answers = " ".join(line.strip() for line in header[:parameters_at]).strip()
    returns = " ".join(line.strip() for line in header[returns_at:]).strip().removeprefix("Returns:").strip()
    if not answers or not returns:
        _refuse(name, "the header does not say what the statement answers and returns")
    if not without_comments(body):
        _refuse(name, "there is no statement below the header")
    return answers, _parameters(name, header[parameters_at:returns_at]), returns, body


def _parameters(name: str, section: list[str]) -> dict[str, str]:
    """Types by name; a line indented deeper than the first parameter goes on explaining the one above."""
    found: dict[str, str] = {}
    indent: int | None = None
    if section[0].split(":", 1)[1].strip() not in {"", "none"}:
        _refuse(name, "after “Parameters:” comes a line for each, or the word “none”")
    for line in filter(str.strip, section[1:]):
        match = _PARAMETER.match(line)
        if match and (indent is None or len(match["indent"]) <= indent):
            indent = len(match["indent"])
            found[match["name"]] = match["type"]
        elif indent is None or len(line) - len(line.lstrip()) <= indent:
            _refuse(name, f"“{line.strip()}” is not “name: TYPE” with a Cypher type")
    return found


def _split(body: str) -> Iterator[str]:
    start = 0
    for match in _TOKEN.finditer(body):
        if match["end"] and body[match.end() :].partition("\n")[0].strip() == "":
            yield body[start : match.start()].strip()
            start = match.end()
    yield body[start:].strip()


def _refuse(name: str, reason: str) -> NoReturn:
    raise ServiceError(
        ErrorCode.STATEMENT_INVALID,
        "cypher/{name}.cypher cannot be used: {reason}.",
        "Correct the file: comment lines with what it answers, “Parameters:” and “Returns:”, then the statement.",
        name=name,
        reason=reason,
    )
