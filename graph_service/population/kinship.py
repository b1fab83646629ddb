"""Looking up relatives in columns of row numbers, where -1 stands for nobody."""

import numpy as np

from graph_service.population.days import Bools, Ints


def of(column: Ints, rows: Ints) -> Ints:
    """`column[rows]`, with -1 wherever the row is -1: the father of nobody is nobody."""
    return np.where(rows >= 0, column[rows], -1)


def holds(mask: Bools, rows: Ints) -> Bools:
    """`mask[rows]`, false wherever the row is -1."""
    return (rows >= 0) & mask[rows]


def first_of(*candidates: Ints) -> Ints:
    """The first candidate of each row that is not -1."""
    chosen = candidates[0].copy()
    for candidate in candidates[1:]:
        chosen = np.where(chosen >= 0, chosen, candidate)
    return chosen


class Index:
    """Rows by the value they hold: children by parent, marriages by partner."""

    def __init__(self, values: Ints) -> None:
        order = np.argsort(values, kind="stable")
        self._rows = order[np.searchsorted(values[order], 0) :]
        self._values = values[self._rows]

    def pairs(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Every row that holds a wanted value, as (position in `wanted`, row)."""
        start = np.searchsorted(self._values, wanted, side="left")
        count = np.searchsorted(self._values, wanted, side="right") - start
        position = np.repeat(np.arange(wanted.size), count)
        within = np.arange(position.size) - np.repeat(np.cumsum(count) - count, count)
        return position, self._rows[start[position] + within]
