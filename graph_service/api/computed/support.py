"""Support networks, paths and explorations, sought in the graph that the reader sees.

Unlike other features, these see no more than the reader: whoever is hidden is on no path, makes no distance, and is
in no number.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from graph_service.api.computed.question import Question
from graph_service.networks.ego import EgoNetwork, ego_networks
from graph_service.networks.explore import PAGE, explore
from graph_service.networks.paths import PathGoal, PathOrder, SupportPath, support_paths
from graph_service.networks.ties import Tie, TieFilter, TieKind


def support_network(question: Question, people: Sequence[str]) -> Mapping[str, Any]:
    """The network of each person."""
    found = ego_networks(
        question.graph, people, _wanted(question), hops=question.arguments["hops"], watcher=question.identity
    )
    return {person: _network(network) for person, network in found.items()}


def paths(question: Question) -> list[dict[str, Any]]:
    """Support paths between those named, or to whom the goal says.

    Raises:
        ServiceError: those of `support_paths`.
    """
    given = question.arguments
    goal = PathGoal(getattr(given["goal"], "value", given["goal"]))
    found = support_paths(
        question.graph,
        [person_id(each) for each in given["from"]],
        [_ref(each) for each in given["to"]] if given.get("to") else goal,
        _wanted(question),
        order=PathOrder(getattr(given["order"], "value", given["order"])),
        within=given["within"],
        watcher=question.identity,
    )
    return [_path(*each) for each in enumerate(found.paths)]


def exploration(question: Question) -> dict[str, Any] | None:
    """A page of the facts at a node.

    Raises:
        ServiceError: those of `explore`.
    """
    given = question.arguments
    found = explore(
        question.graph,
        _ref(given["nodeId"]),
        _wanted(question),
        after=given.get("after"),
        page=PAGE if given.get("first") is None else given["first"],
        watcher=question.identity,
    )
    if found is None:
        return None
    return {
        "nodeId": found.node,
        "node": _end(found.node),
        "relations": [
            {
                "place": place,
                "type": each.type,
                "outgoing": each.outgoing,
                "kind": each.kind,
                "from": each.begin,
                "to": each.end,
                "otherId": each.other,
                "other": _end(each.other),
                "recordedBy": each.recorded_by,
                **each.record.json_object(),
            }
            for place, each in enumerate(found.relations)
        ],
        "cursor": found.cursor,
        "text": found.statement,
        "parameters": orjson.dumps(found.parameters).decode(),
    }


def _wanted(question: Question) -> TieFilter:
    kinds: Sequence[Any] | None = question.arguments.get("kinds")
    if kinds is None:
        return TieFilter(question.moment)
    return TieFilter(question.moment, frozenset(TieKind(getattr(each, "value", each)) for each in kinds))


def _network(network: EgoNetwork) -> dict[str, Any]:
    around = network.around
    return {
        "nodes": [
            {"place": place, "distance": around.distance[each], "hub": each in around.hubs, **_end(each)}
            for place, each in enumerate(around.nodes)
        ],
        "ties": [_tie(*each) for each in enumerate(around.ties)],
        "groups": [
            {
                "place": place,
                "tie": group.name,
                "kind": group.kind,
                "detail": group.detail,
                "count": group.count,
                **_end(group.hub.ref),
            }
            for place, group in enumerate(network.groups)
        ],
        "complete": around.complete,
    }


def _path(place: int, path: SupportPath) -> dict[str, Any]:
    steps = zip(path.nodes[1:], path.ties, strict=True)
    return {
        "place": place,
        "start": person_id(path.nodes[0]),
        "between": [person_id(each) for each in path.nodes if each.startswith("Person:")],
        "length": path.length,
        "steps": [_tie(number, tie) | _end(node) for number, (node, tie) in enumerate(steps)],
    }


def _tie(place: int, tie: Tie) -> dict[str, Any]:
    return {
        "place": place,
        "tie": tie.name,
        "kind": tie.kind,
        "detail": tie.detail,
        "mutual": tie.mutual,
        "derived": tie.derived,
        "strength": tie.strength,
        "supporter": _end(tie.start),
        "supported": _end(tie.end),
        "records": _records(tie),
    }


def _records(tie: Tie) -> Iterable[dict[str, Any]]:
    return [record.json_object() for record in tie.records]


def _end(ref: str) -> dict[str, str]:
    """Label and id of a node, as the fragments look for it."""
    label, _, id_ = ref.partition(":")
    return {"label": label, "id": id_}


def _ref(given: str) -> str:
    """Reference of a node by its global id; a child is a person, and so is whoever is named without a type."""
    label, colon, id_ = given.partition(":")
    return f"{'Person' if label == 'Child' else label}:{id_}" if colon else f"Person:{given}"


def person_id(given: str) -> str:
    """The id in the feeds of a person or child, also of a global id."""
    return _ref(given).removeprefix("Person:")
