"""Kinship, drawings of a child's family and ties, and families that live apart.

Kinship and drawings are sought in the graph that the reader sees: nobody hidden is passed through, and no gap in a
drawing gives them away.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service.api.computed.detections import narrower
from graph_service.api.computed.kin import shown_candidate
from graph_service.api.computed.question import Question
from graph_service.api.computed.support import person_id
from graph_service.guardianship.kinship import Edge
from graph_service.model.assessment import Record
from graph_service.networks.ecomap import Ecomap
from graph_service.networks.ecomap import ecomaps as find_ecomaps
from graph_service.networks.families import Reader, kinship
from graph_service.networks.genogram import Genogram
from graph_service.networks.genogram import genograms as find_genograms
from graph_service.networks.kinship import Kin
from graph_service.networks.separated import reunification_candidates, separated_siblings


def kinship_between(question: Question) -> list[dict[str, Any]]:
    """What one person is to another.

    Raises:
        ServiceError: those of `kinship`.
    """
    one, other = (person_id(question.arguments[name]) for name in ("from", "to"))
    found = kinship(_reader(question), one, other)
    return [{**_kin(*each), "between": [one, other]} for each in enumerate(found)]


def separated(question: Question) -> list[dict[str, Any]]:
    """Siblings who live apart, in the reader's own division."""
    division = narrower(question, question.arguments.get("division"))
    found = [] if division is None else separated_siblings(question.graph, question.moment, division or "")
    return [
        {
            "place": place,
            "childId": pair.child_id,
            "siblingId": pair.sibling_id,
            "half": pair.half,
            "parentages": [
                {"place": number, "parent": edge.start, **edge.record.json_object()}
                for number, edge in enumerate(pair.parentages)
            ],
            "homes": _ends(pair.homes),
            "siblingHomes": _ends(pair.sibling_homes),
        }
        for place, pair in enumerate(found)
    ]


def reunifications(question: Question) -> list[dict[str, Any]]:
    """Children in care whom their family could take in, in the reader's own division."""
    division = narrower(question, question.arguments.get("division"))
    found = [] if division is None else reunification_candidates(question.graph, question.moment, division or "")
    return [
        {
            "place": place,
            "childId": each.child_id,
            "institutions": _ends(each.placements),
            "parents": [parent.json_object() for parent in each.parents],
            "relatives": [shown_candidate(*numbered) for numbered in enumerate(each.relatives)],
        }
        for place, each in enumerate(found)
    ]


def genograms(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The genogram of each child."""
    return {child: _genogram(drawn) for child, drawn in find_genograms(_reader(question), children).items()}


def ecomaps(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The ecomap of each child."""
    return {child: _ecomap(drawn) for child, drawn in find_ecomaps(_reader(question), children).items()}


def _reader(question: Question) -> Reader:
    return Reader(question.graph, question.moment, question.identity)


def _kin(place: int, kin: Kin) -> dict[str, Any]:
    steps = [
        {"steps": [{"place": number, **step.json_object()} for number, step in enumerate(path)]} for path in kin.paths
    ]
    return {**kin.json_object(), "place": place, "paths": steps}


def _genogram(drawn: Genogram) -> dict[str, Any]:
    """As its JSON object; who stands in a list is numbered, so that the order is kept when they are met again."""
    told = drawn.json_object()
    told["persons"] = [{**each, **each["at"], "place": place} for place, each in enumerate(told["persons"])]
    for union in told["unions"]:
        union["partners"] = _numbered(union["partners"])
    for descent in told["descents"]:
        descent["parents"] = _numbered(descent["parents"])
    return told


def _ecomap(drawn: Ecomap) -> dict[str, Any]:
    return {
        **{"width": drawn.width, "height": drawn.height, "x": drawn.at.x, "y": drawn.at.y},
        "complete": drawn.complete,
        "around": [
            {
                "place": place,
                "label": each.node.label,
                "id": each.node.id,
                **{"x": each.at.x, "y": each.at.y, "kind": each.kind, "strength": each.strength},
                **{"inward": each.inward, "outward": each.outward},
                "term": each.term.model_dump() if each.term else None,
                "records": _records(record for tie in each.ties for record in tie.records),
            }
            for place, each in enumerate(drawn.around)
        ],
    }


def _numbered(ids: Iterable[str]) -> list[dict[str, Any]]:
    return [{"place": place, "id": id_} for place, id_ in enumerate(ids)]


def _ends(edges: Iterable[Edge]) -> list[str]:
    return list(dict.fromkeys(edge.end for edge in edges))


def _records(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [record.json_object() for record in records]
