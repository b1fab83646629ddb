"""Families that live apart: siblings in different homes, and children in care whom a relative could take in.

Source: UN Guidelines for the Alternative Care of Children (A/RES/64/142), paras 17 (siblings are not separated by
placements), 29 and 49-52 (reintegration); Civil Code, arts 27 and 32; Minor Protection Law, art. 92.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.candidates import Candidate, candidates
from graph_service.guardianship.kinship import Edge, edge_of
from graph_service.model.assessment import Responsibility, Responsible, State
from graph_service.networks.families import Reader


@dataclass(frozen=True, slots=True)
class SeparatedSiblings:
    """Two children who share a parent and live in different homes on the day.

    A placement counts as the home of whoever has one, else the households do. Where one of them lives must be recorded.

    Args:
        child_id: the one in the division; of two the one whose id comes first.
        division: of the child.
        half: they share one of two recorded parents each.
        parentages: by which they are siblings, theirs and their sibling's.
        homes, sibling_homes: memberships of households or placements.
    """

    child_id: str
    sibling_id: str
    division: str
    half: bool
    parentages: tuple[Edge, ...]
    homes: tuple[Edge, ...]
    sibling_homes: tuple[Edge, ...]

    def json_object(self) -> dict[str, Any]:
        """The pair in JSON, with its records."""
        return {
            "childId": self.child_id,
            "siblingId": self.sibling_id,
            "division": self.division,
            "half": self.half,
            "parentages": [edge.json_object() for edge in self.parentages],
            "homes": [edge.json_object() for edge in self.homes],
            "siblingHomes": [edge.json_object() for edge in self.sibling_homes],
        }


@dataclass(frozen=True, slots=True)
class Reunification:
    """A child in care, and who of its family could take it in.

    Args:
        placements: residential or foster care on the day.
        parents: those of its parents who are able; they come before everybody else.
        relatives: able relatives within four generations, in the order of the law.
    """

    child_id: str
    division: str
    placements: tuple[Edge, ...]
    parents: tuple[Responsible, ...]
    relatives: tuple[Candidate, ...]

    def json_object(self) -> dict[str, Any]:
        """The child in JSON, with its placements and family."""
        return {
            "childId": self.child_id,
            "division": self.division,
            "placements": [edge.json_object() for edge in self.placements],
            "parents": [parent.json_object() for parent in self.parents],
            "relatives": [relative.json_object() for relative in self.relatives],
        }


def separated_siblings(graph: Graph, moment: Moment, division: str = "") -> list[SeparatedSiblings]:
    """Siblings who are children and live in different homes, at least one of them in the division.

    Args:
        division: code prefix; all divisions when it is empty.
    """
    found: list[SeparatedSiblings] = []
    for child, where, sibling, parents, others, *rows in Reader(graph, moment).page(
        "siblings_apart", division=division
    ):
        shared, its, theirs = (tuple(map(edge_of, each)) for each in rows)
        homes, sibling_homes = _homes(its), _homes(theirs)
        if not {edge.end for edge in homes} & {edge.end for edge in sibling_homes}:
            common = {edge.start for edge in shared}
            half = len(common) == 1 and parents > 1 and others > 1
            found.append(SeparatedSiblings(child, sibling, where, half, shared, homes, sibling_homes))
    return sorted(found, key=lambda pair: (pair.division, pair.child_id, pair.sibling_id))


def reunification_candidates(graph: Graph, moment: Moment, division: str = "") -> list[Reunification]:
    """Children of the division in residential or foster care of whom a parent or a relative is able to take them in.

    Able is who the decision table calls so: neither away nor barred from care.

    Args:
        division: code prefix; all divisions when it is empty.
    """
    rows = Reader(graph, moment).page("children_in_care", division=division)
    placed = {child: (where, tuple(map(edge_of, placements))) for child, where, placements in rows}
    relatives = {
        child: tuple(one for one in found if one.path and one.eligible and one.state is State.ABLE)
        for child, found in candidates(graph, moment, list(placed)).items()
    }
    parents = {
        one.child_id: tuple(
            each for each in one.responsible if each.kind is Responsibility.PARENT and each.state is State.ABLE
        )
        for one in assess(graph, moment, list(placed))
    }
    found = (
        Reunification(child, where, placements, parents.get(child, ()), relatives.get(child, ()))
        for child, (where, placements) in placed.items()
    )
    return sorted(
        (each for each in found if each.parents or each.relatives), key=lambda each: (each.division, each.child_id)
    )


def _homes(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    every = tuple(edges)
    return tuple(edge for edge in every if edge.record.fact == "PLACED_WITH") or every
