"""Where things stand in a drawing: pure functions over orders and distances.

People of a row keep their order and a least distance; within that, parents stand above their children and children
below their parents as well as can be. Each row is a least-squares problem with an order, which pooling adjacent
violators solves exactly.

Source: R. E. Barlow et al., Statistical Inference under Order Restrictions (1972), ch. 1 (isotonic regression);
K. Sugiyama, S. Tagawa and M. Toda, Methods for visual understanding of hierarchical system structures (1981).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SWEEPS = 24
"""Times that every row is placed anew."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in pixels from the top left corner."""

    x: int
    y: int

    def json_object(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y}


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An area by its top left corner."""

    x: int
    y: int
    width: int
    height: int

    def json_object(self) -> dict[str, Any]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether the two have points in common."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def joined_to(self, below: "Rectangle") -> "Rectangle":
        """What joins it to another one, below or beside it."""
        if self.y == below.y:
            bottom = self.y + self.height
            return Rectangle(self.x, bottom - 8, below.x + below.width - self.x, 8)
        left, right = max(self.x, below.x), min(self.x + self.width, below.x + below.width)
        if right - left < 40:
            left, right = min(left, right - 20), max(left + 20, right)
        top = self.y + self.height - 2
        return Rectangle(left, top, right - left, below.y - top + 2)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, in order from the left."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One or two of a row, and their children in other rows."""

    parents: tuple[str, ...]
    children: tuple[str, ...]


def positions(rows: Sequence[Row], units: Sequence[Unit], distance: float) -> dict[str, float]:
    """Where everybody stands across, from 0 on.

    Args:
        rows: from the top.
        units: who should stand above whom.
        distance: least distance of neighbours.
    """
    placed = {one: place * distance for row in rows for place, one in enumerate(row.members)}
    over: dict[str, list[Unit]] = defaultdict(list)
    under: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        for child in unit.children:
            over[child].append(unit)
        for parent in unit.parents:
            under[parent].append(unit)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            wanted = [_wanted(one, placed, over[one], under[one]) for one in row.members]
            placed |= dict(zip(row.members, apart(wanted, distance), strict=True))
    least = min(placed.values(), default=0)
    return {one: across - least for one, across in placed.items()}


def _wanted(one: str, placed: Mapping[str, float], over: Sequence[Unit], under: Sequence[Unit]) -> float:
    """Where somebody would like to stand, between the pulls of parents and children."""
    pulls = [_mean(unit.parents, placed) - _mean(unit.children, placed) for unit in over]
    pulls += [_mean(unit.children, placed) - _mean(unit.parents, placed) for unit in under if unit.children]
    return placed[one] + (sum(pulls) / len(pulls) if pulls else 0)


def _mean(those: Sequence[str], placed: Mapping[str, float]) -> float:
    return sum(placed[each] for each in those) / len(those)


def apart(wanted: Sequence[float], distance: float) -> list[float]:
    """The places nearest to the wanted ones (least squares) that keep their order and the distance."""
    pools: list[tuple[float, int]] = []
    for place, value in enumerate(wanted):
        total, number = value - place * distance, 1
        while pools and pools[-1][0] / pools[-1][1] > total / number:
            before, many = pools.pop()
            total, number = total + before, number + many
        pools.append((total, number))
    levels = [total / number for total, number in pools for _ in range(number)]
    return [level + place * distance for place, level in enumerate(levels)]


def shared_levels(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A level for each span, so that spans of one level do not meet; narrow ones lie highest (level 0)."""
    levels: dict[int, int] = {}
    for place in sorted(range(len(spans)), key=lambda each: (spans[each][1] - spans[each][0], each)):
        taken = {
            levels[other]
            for other in levels
            if spans[other][0] <= spans[place][1] and spans[place][0] <= spans[other][1]
        }
        levels[place] = next(level for level in range(len(spans)) if level not in taken)
    return [levels[place] for place in range(len(spans))]
