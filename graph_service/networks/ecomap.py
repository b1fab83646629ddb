"""A child's ties as an ecomap: the child in the middle, whoever is tied to it around, strong ties near.

Source: A. Hartman, Diagrammatic assessment of family relationships, Social Casework 59 (1978): a circle for each
system round the family, the kind of line for the strength, arrows for the direction of support.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import cos, pi, sin
from typing import Any, Final

from graph_service.guardianship.table import Text
from graph_service.networks.ego import nobody
from graph_service.networks.families import Family, Reader, ask_together
from graph_service.networks.kinship import KinGraph
from graph_service.networks.layout import Point, Rectangle
from graph_service.networks.neighbourhood import Neighbourhood, Node, neighbourhood, ref
from graph_service.networks.ties import Tie, TieFilter, TieKind

RINGS: Final = {3: 190, 2: 290, 1: 390}
"""Distance of a tie's end from the child, by strength, in the units of the drawing (pixels)."""
MOST_ROUND: Final = 36
"""Ends of ties in one drawing; more would not be read. The weakest are left out first."""
ACROSS, DOWN = 58, 34
"""Half of the width and height of the ellipse round each end."""
WIDER: Final = 1.15
"""Pages are wider than they are high."""
_MARGIN: Final = 40
_LEGEND: Final = 120


@dataclass(frozen=True, slots=True)
class DrawnTie:
    """Somebody or something that the child is tied to.

    Args:
        kind: of the strongest tie.
        strength: of the strongest tie: 3 strong, 2, 1 weak.
        inward: it supports the child.
        outward: the child supports it, or both hold each other up.
        term: what the child calls them, when they are relatives.
    """

    node: Node
    ties: tuple[Tie, ...]
    kind: TieKind
    strength: int
    inward: bool
    outward: bool
    term: Text | None
    at: Point

    def json_object(self) -> dict[str, Any]:
        """The end of the line in JSON, without a name."""
        return {
            "node": self.node.json_object(),
            "kind": self.kind,
            "strength": self.strength,
            "inward": self.inward,
            "outward": self.outward,
            "term": self.term.model_dump() if self.term else None,
            "ties": [tie.json_object() for tie in self.ties],
            "at": self.at.json_object(),
        }


@dataclass(frozen=True, slots=True)
class Ecomap:
    """A drawing, in pixels from the top left corner.

    Args:
        complete: whether everybody is in it.
    """

    child_id: str
    as_of: date
    width: int
    height: int
    at: Point
    around: tuple[DrawnTie, ...]
    complete: bool

    def json_object(self) -> dict[str, Any]:
        """The drawing in JSON."""
        return {
            "childId": self.child_id,
            "asOf": self.as_of,
            "width": self.width,
            "height": self.height,
            "at": self.at.json_object(),
            "around": [each.json_object() for each in self.around],
            "complete": self.complete,
        }


def ecomap(reader: Reader, child_id: str) -> Ecomap:
    """The ecomap of a child, or of anybody else, as the reader sees it; empty when nobody is tied to them.

    Raises:
        ServiceError: PERSON_NOT_FOUND when nobody of that id is alive on the day, or the reader doesn't see them.
    """
    found = ecomaps(reader, [child_id])
    if child_id not in found:
        raise nobody()
    return found[child_id]


def ecomaps(reader: Reader, children: Sequence[str]) -> dict[str, Ecomap]:
    """The ecomap of each of some children, by id, who are there; they take as many statements as one does."""
    near = neighbourhood(reader.graph, children, TieFilter(reader.moment), steps=1, watcher=reader.watcher)
    families = {child: Family() for child in children if ref("Person", child) in near.nodes}
    ends: dict[str, dict[str, list[Tie]]] = {child: defaultdict(list) for child in families}
    for tie in near.ties:
        for one in {tie.start, tie.end}:
            label, _, id_ = one.partition(":")
            if label == "Person" and id_ in ends:
                ends[id_][tie.other(one)].append(tie)
    ask_together(reader, [(family, [child]) for child, family in families.items()])
    people = {child: [near.nodes[each].id for each in ends[child] if near.nodes[each].is_person] for child in ends}
    ask_together(reader, [(family, people[child]) for child, family in families.items()])
    day = reader.moment.as_of
    return {child: _drawn(child, day, near, ends[child], family.kin_on(day)) for child, family in families.items()}


def _drawn(child_id: str, day: date, near: Neighbourhood, ends: Mapping[str, list[Tie]], related: KinGraph) -> Ecomap:
    middle, order = ref("Person", child_id), list(TieKind)
    drawn: list[DrawnTie] = []
    for end, ties in ends.items():
        ties.sort(key=lambda tie: (-tie.strength, order.index(tie.kind), tie.name, tie.detail or ""))
        kin = related.kin(child_id, near.nodes[end].id) if near.nodes[end].is_person else []
        drawn.append(
            DrawnTie(
                near.nodes[end],
                tuple(ties),
                ties[0].kind,
                ties[0].strength,
                any(tie.mutual or tie.end == middle for tie in ties),
                any(tie.mutual or tie.start == middle for tie in ties),
                kin[0].term if kin else None,
                Point(0, 0),
            )
        )
    kept = sorted(drawn, key=lambda each: (-each.strength, each.node.ref))[:MOST_ROUND]
    kept.sort(key=lambda each: (order.index(each.kind), -each.strength, each.node.ref))
    places = [*_placed(kept), Point(0, 0)]
    left = ACROSS + _LEGEND - min(at.x for at in places)
    top = DOWN + _MARGIN - min(at.y for at in places)
    return Ecomap(
        child_id,
        day,
        left + max(at.x for at in places) + ACROSS + _MARGIN,
        max(top + max(at.y for at in places) + DOWN + _MARGIN, 260),
        Point(left, top),
        tuple(replace(each, at=Point(left + at.x, top + at.y)) for each, at in zip(kept, places, strict=False)),
        near.complete and len(kept) == len(drawn),
    )


def _placed(drawn: Sequence[DrawnTie]) -> list[Point]:
    """Kind by kind round the child from the top, each as far as its tie is weak, and farther where there is no room."""
    places: dict[int, Point] = {}
    taken = [_box(Point(0, 0))]
    for place in sorted(range(len(drawn)), key=lambda each: RINGS[drawn[each].strength]):
        angle, far = 2 * pi * place / len(drawn) - pi / 2, RINGS[drawn[place].strength]
        at = Point(round(WIDER * far * cos(angle)), round(far * sin(angle)))
        while any(_box(at).overlaps(box) for box in taken):
            far += 10
            at = Point(round(WIDER * far * cos(angle)), round(far * sin(angle)))
        places[place] = at
        taken.append(_box(at))
    return [places[place] for place in range(len(drawn))]


def _box(middle: Point) -> Rectangle:
    return Rectangle(middle.x - ACROSS - 6, middle.y - DOWN - 6, 2 * ACROSS + 12, 2 * DOWN + 12)
