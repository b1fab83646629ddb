"""A fact as a row of its feed: what validating and landing such a row would make again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from graph_service.feeds.contract import PROVENANCE, Feed, Kind
from graph_service.feeds.reading import RawRows
from graph_service.feeds.validation import BEGINNING, END

OFFICER: Final = "OFFICER"
"""Source of everything that officers record; who it was stands with the command."""

_OPEN: Final = {BEGINNING.isoformat(), END.isoformat()}


@dataclass(frozen=True, slots=True)
class FactInForce:
    """A fact as the graph has it now.

    Attributes:
        start, end: ids of its ends; of a code list, the code.
        properties: everything else, as the driver reads it.
    """

    start: str
    end: str
    properties: Mapping[str, Any]

    @property
    def version(self) -> str:
        return self.properties["digest"]

    @property
    def recorded_at(self) -> datetime:
        return self.properties["recordedAt"].to_native()


def cells_of(feed: Feed, fact: FactInForce) -> dict[str, str]:
    """The row of a fact, cells by column; when it was recorded is left out."""
    ends = dict.fromkeys(feed.start, fact.start) | dict.fromkeys(feed.end, fact.end)
    columns = (column for column in (*feed.columns, *PROVENANCE) if column.kind is not Kind.TIMESTAMP)
    return {
        column.name: _text(fact.properties.get(column.property)) if column.property else ends[column.name]
        for column in columns
    }


def raw_rows(feed: Feed, cells: Mapping[str, str]) -> RawRows:
    """A file of one row, which has every column of its feed."""
    columns = {name: [cells.get(name, "")] for name in feed.column}
    return RawRows(tuple(columns), columns, [0], [1])


def references(feed: Feed, cells: Mapping[str, str]) -> list[dict[str, Any]]:
    """Whom a row names: column, id, and the labels that a node of this id may have, in the order of trying."""
    return [
        {"column": column.name, "id": name, "labels": list(column.refers_to)}
        for column in feed.columns
        if column.refers_to and (name := cells.get(column.name, "").strip())
    ]


def _text(value: Any) -> str:  # noqa: ANN401 - any property of a fact
    """The text of a value as a feed would give it; open ends of valid time are empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    text = value.iso_format() if hasattr(value, "iso_format") else str(value)
    return "" if text in _OPEN else text
