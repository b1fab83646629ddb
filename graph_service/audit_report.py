"""The audit log as people read it: a table, CSV, JSON lines."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from rich.table import Table

from graph_service.audit.verifying import Verification
from graph_service.report import csv_of
from graph_service.texts import Language, text, told

_COLUMNS: Final = ("n", "at", "subject", "role", "scope", "purpose", "kind", "operation", "decision", "rows")


def json_lines(found: Iterable[Mapping[str, Any]]) -> Iterable[bytes]:
    """One JSON object per line, with its line end."""
    return (orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE) for entry in found)


def csv_lines(found: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """A header and one line per entry."""
    return csv_of(_COLUMNS, (map(entry.get, _COLUMNS) for entry in found))


def entries_table(found: Iterable[Mapping[str, Any]], language: Language) -> Table:
    """A table of entries."""
    table = Table()
    for name in _COLUMNS:
        table.add_column(text(f"audit.{name}", language), overflow="fold")
    for entry in found:
        shown = {**entry, "at": entry["at"][:19].replace("T", " ")}
        table.add_row(*("" if shown.get(name) is None else str(shown[name]) for name in _COLUMNS))
    return table


def findings_table(found: Verification, language: Language) -> Table:
    """A table of the places where a log is not as it was written."""
    table = Table()
    for name in ("file", "line", "finding"):
        table.add_column(text(f"audit.{name}", language))
    for finding in found.findings:
        table.add_row(finding.file, str(finding.line), told(finding.what, language))
    return table


def verification_object(found: Verification) -> dict[str, Any]:
    """What was found, for scripts."""
    findings = [{"file": each.file, "line": each.line, "what": each.what} for each in found.findings]
    return {"entries": found.entries, "signed": found.signed, "findings": findings}
