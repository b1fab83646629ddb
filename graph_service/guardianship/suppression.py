"""Small numbers in published tables: which cells are left out, so that sums and differences give nothing away.

A table counts people by one or two keys; its total and the totals by each key are published with it. A number from 1 up
to the threshold is small and is hidden; zero is shown, and so everybody knows that what is hidden is at least 1. For
each hidden number others are hidden as well, until there is another table that shows the same, in which the number is
the threshold or more: nobody who knows all that is shown can find it out, or that it is small.

Totals by one key are decided before what is inside, and inside they are only taken over: a table by one key says the
same alone and beside a second key. Where no choice of cells hides a small number, the inside is withheld, or a key is.

Source: complementary cell suppression, as in Willenborg and de Waal, Elements of Statistical Disclosure Control.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

Cell = tuple[str, ...]
"""The keys of a number: none for the total, one for a total by key, two inside."""

Change = Mapping[Cell, int]
"""By how much numbers differ in another table that shows the same."""


@dataclass(frozen=True)
class Published:
    """A table as it may be seen.

    Attributes:
        total: how many there are; None when that is small itself, and nothing is said.
        by_key: for each key its numbers, None where hidden; None when the key is withheld.
        inside: the numbers by both keys, None where hidden; None when they are withheld, or there is one key only.
    """

    total: int | None
    by_key: tuple[Mapping[str, int | None] | None, ...]
    inside: Mapping[Cell, int | None] | None


def publish(counts: Mapping[Cell, int], keys: Sequence[Sequence[str]], threshold: int) -> Published:
    """The table of these counts with everything hidden that must be.

    Args:
        counts: by one value of each key; what is left out is zero.
        keys: the values of each key, one or two keys.
        threshold: smaller numbers, but for zero, are hidden.
    """
    total = sum(counts.values())
    margins = [_margin(counts, place, values) for place, values in enumerate(keys)]
    if 0 < total < threshold:
        return Published(None, tuple(None for _ in keys), None)
    lines = [_Line.protected(margin, threshold) for margin in margins]
    by_key = tuple(line and line.shown for line in lines)
    if len(keys) == 1 or lines[0] is None or lines[1] is None:
        return Published(total, by_key, None)
    return Published(total, by_key, _Inside(counts, lines[0], lines[1], threshold).protected())


def _margin(counts: Mapping[Cell, int], place: int, values: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(values, 0)
    for cell, number in counts.items():
        found[cell[place]] += number
    return found


@dataclass(frozen=True)
class _Line:
    """The totals by one key.

    Attributes:
        numbers: all of them.
        given: for each small one the large one from which it may have more than it has.
    """

    numbers: Mapping[str, int]
    given: Mapping[str, str]

    @classmethod
    def protected(cls, numbers: Mapping[str, int], threshold: int) -> "_Line | None":
        """With the smallest numbers that can lend enough; None when there are none."""
        given: dict[str, str] = {}
        for small in (key for key, number in numbers.items() if 0 < number < threshold):
            lenders = [key for key, number in numbers.items() if number >= threshold]
            if not lenders:
                return None
            known = set(given.values())
            given[small] = min(lenders, key=lambda key: (key not in known, numbers[key], key))
        return cls(numbers, given)

    @property
    def hidden(self) -> set[str]:
        return set(self.given) | set(self.given.values())

    @property
    def shown(self) -> dict[str, int | None]:
        hidden = self.hidden
        return {key: None if key in hidden else number for key, number in self.numbers.items()}


class _Inside:
    """The numbers by both keys, as those that must be hidden are found."""

    def __init__(self, counts: Mapping[Cell, int], rows: _Line, columns: _Line, threshold: int) -> None:
        cells: Iterable[Cell] = product(rows.numbers, columns.numbers)
        self.counts: dict[Cell, int] = {cell: counts.get(cell, 0) for cell in cells}
        self.rows, self.columns, self.threshold = rows, columns, threshold
        self.hidden: set[Cell] = {cell for cell, number in self.counts.items() if 0 < number < threshold}

    def protected(self) -> Mapping[Cell, int | None] | None:
        """All numbers, None where hidden; None when a small one cannot be hidden."""
        lent = [(True, small, large) for small, large in self.rows.given.items()]
        lent += [(False, small, large) for small, large in self.columns.given.items()]
        for is_row, small, large in lent:
            line = self.rows if is_row else self.columns
            if not self._hide(self._lent(is_row, small, large, self.threshold - line.numbers[small])):
                return None
        for cell in sorted(self.hidden, key=lambda cell: (-self.counts[cell], cell)):
            more = self.threshold - self.counts[cell]
            if more > 0 and not self._hide(self._more_of(cell, more)):
                return None
        return {cell: None if cell in self.hidden else number for cell, number in self.counts.items()}

    def _hide(self, changes: Iterable[Change]) -> bool:
        """Hides the cells of the possible change that costs least: how many people are hidden with it."""
        best = min(
            ((self._cost(change), change) for change in changes if self._is_possible(change)),
            key=lambda each: each[0],
            default=None,
        )
        if best is None:
            return False
        self.hidden |= best[1].keys()
        return True

    def _cost(self, change: Change) -> int:
        return sum(self.counts[cell] for cell in change if cell not in self.hidden)

    def _is_possible(self, change: Change) -> bool:
        """Whether what is hidden would still be at least 1; a zero is shown and cannot change."""
        return all(self.counts[cell] and self.counts[cell] + by >= 1 for cell, by in change.items())

    def _more_of(self, cell: Cell, more: int) -> Iterator[Change]:
        """Changes in which the number has so many more, and every total that is shown is the same."""
        row, column = cell
        for other_row in self.rows.numbers:
            for other_column in self.columns.numbers:
                if other_row != row and other_column != column:
                    yield {
                        cell: more,
                        (row, other_column): -more,
                        (other_row, column): -more,
                        (other_row, other_column): more,
                    }
        if row in self.rows.given:
            yield from self._lent(True, row, self.rows.given[row], more, column)
        if column in self.columns.given:
            yield from self._lent(False, column, self.columns.given[column], more, row)

    def _lent(self, is_row: bool, small: str, large: str, more: int, at: str | None = None) -> Iterator[Change]:
        """Changes in which a row, or a column, has so many more and the one that lends has as many less.

        Args:
            at: where along the row they are more; anywhere when not given.
        """
        lines, places = (self.rows, self.columns) if is_row else (self.columns, self.rows)

        def cell(line: str, place: str) -> Cell:
            return (line, place) if is_row else (place, line)

        for place in [at] if at is not None else places.numbers:
            yield {cell(small, place): more, cell(large, place): -more}
            for between in lines.numbers:
                for other in places.numbers:
                    if between not in {small, large} and other != place:
                        yield {
                            cell(small, place): more,
                            cell(between, place): -more,
                            cell(between, other): more,
                            cell(large, other): -more,
                        }
