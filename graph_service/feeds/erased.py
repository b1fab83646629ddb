"""Who was erased: known by keyed ids alone, so that no delivery brings them back and nobody can read who it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.feeds.contract import Feed
from graph_service.feeds.reading import BrokenRow, RawRows
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.sealing import Keyring


def stub_id(keyring: Keyring, person: str) -> str:
    """The id that stands for somebody erased."""
    return f"erased-{keyring.digest(f'subject|{person}')}"


@dataclass(frozen=True, slots=True)
class Erased:
    """Those who were erased from one graph.

    Attributes:
        stubs: the ids that stand for them.
        keyring: by which the id of a delivery is told to be one of theirs.
    """

    stubs: frozenset[str]
    keyring: Keyring

    @classmethod
    def of(cls, graph: Graph) -> "Erased":
        """Those who were erased from a graph.

        Raises:
            ServiceError: those of `Graph.read`.
        """
        return cls(frozenset(graph.read(statement("commands/erasures"))[0]["ids"]), graph.keyring)

    def without(self, feed: Feed, raw: RawRows) -> tuple[RawRows, int]:
        """The rows that name nobody who was erased, and the number of the others."""
        if not self.stubs:
            return raw, 0
        known: dict[str, bool] = {}
        columns = [raw.columns[name] for name in _naming(feed) if name in raw.columns]
        naming = {
            place for column in columns for place, cell in enumerate(column) if cell and self._is_one(cell, known)
        }
        kept = [place for place in range(len(raw.lines)) if place not in naming]
        broken = [row for row in raw.broken if not any(self._is_one(cell, known) for cell in row.cells)]
        gone = len(naming) + len(raw.broken) - len(broken)
        return (_only(raw, kept, broken) if gone else raw), gone

    def _is_one(self, cell: str, known: dict[str, bool]) -> bool:
        if cell not in known:
            known[cell] = stub_id(self.keyring, cell.strip()) in self.stubs
        return known[cell]


def _naming(feed: Feed) -> list[str]:
    """Columns that may name a person: ids of persons, references, and what is taken back."""
    own = [feed.columns[0].name] if feed.label == "Person" or not (feed.label or feed.relationship) else []
    return own + [column.name for column in feed.columns if "Person" in column.refers_to]


def _only(raw: RawRows, kept: Sequence[int], broken: Sequence[BrokenRow]) -> RawRows:
    columns = {name: [cells[place] for place in kept] for name, cells in raw.columns.items()}
    ordinals, lines = ([each[place] for place in kept] for each in (raw.ordinals, raw.lines))
    return RawRows(raw.header, columns, ordinals, lines, broken)
