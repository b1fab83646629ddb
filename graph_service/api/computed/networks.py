"""How well children are held by the people round them, on whom alone they hang, and where parents work.

Measures are those of the network that the reader may see, for their numbers would tell of whoever is hidden. On whom a
child hangs does not depend on who asks; whoever is hidden is left out where it is shown.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.api.computed.detections import narrower
from graph_service.api.computed.question import Question
from graph_service.errors import ErrorCode, ServiceError
from graph_service.model.division import division_prefix
from graph_service.networks.flows import Flow, published_flows
from graph_service.networks.fragility import Critical, critical_carers, critical_for
from graph_service.networks.keeping import Kept, kept_in, kept_of
from graph_service.networks.measuring import measured


def network_measures(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The measures of each child, in the network that the reader may see."""
    found = measured(question.graph, question.moment, children, watcher=question.identity)
    return {_bare(each.child_id): _measures(each.json_object()) for each in found}


def stored_of_children(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """What was kept of each child, the latest day first: of whole networks, and so for those who see everybody."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in kept_of(question.graph, children, question.moment.known_at):
        found[each.child_id].append(_stored(len(found[each.child_id]), each))
    return found


def stored_of_division(question: Question) -> list[dict[str, Any]]:
    """What was kept of a division's children on the day, the most isolated first."""
    division = narrower(question, question.arguments.get("division"))
    found = [] if division is None else kept_in(question.graph, division or None, question.moment)
    return [_stored(*each) for each in enumerate(found)]


def critical_of_children(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """On whom alone the guardianship of each child hangs."""
    found = critical_for(question.graph, question.moment, children)
    return {child: [_critical(each) for each in those] for child, those in found.items()}


def critical_of_division(question: Question) -> list[dict[str, Any]]:
    """On whom alone guardianship hangs in the reader's own division, who holds most children first."""
    division = narrower(question, question.arguments.get("division"))
    if division is None:
        return []
    found = critical_carers(question.graph, question.moment, division=division or None)
    return [_critical(each) for each in found]


def parent_flows(question: Question) -> dict[str, Any]:
    """The flows of a division that lies in the reader's own.

    Raises:
        ServiceError: FORBIDDEN; those of `published_flows`.
    """
    division = division_prefix(question.arguments["division"].removeprefix("Division:"))
    if not division.startswith(question.identity.division or ""):
        what, remedy = "Flows are of your own division.", "Give its code, or that of a division inside it."
        raise ServiceError(ErrorCode.FORBIDDEN, what, remedy)
    found = published_flows(question.graph, question.moment, division)
    return {
        "division": found.division,
        "smallest": found.smallest,
        "source": found.source.model_dump(),
        "flows": [_flow(each) for each in found.flows],
    }


def _measures(found: Mapping[str, Any]) -> dict[str, Any]:
    """Their JSON object; whoever is met again under the guard is named by the bare id."""
    return {
        **found,
        "cutPersons": [_bare(each) for each in found["cutPersons"]],
        "articulationPersons": [_bare(each) for each in found["articulationPersons"]],
        "bridges": [{"near": _bare(near), "far": _bare(far)} for near, far in found["bridges"]],
    }


def _stored(place: int, found: Kept) -> dict[str, Any]:
    return {
        "key": f"{place:06}",
        "childId": found.child_id,
        "asOf": found.as_of,
        "knownAt": found.known_at,
        "measuredAt": found.measured_at,
        "version": found.version,
        "measures": _measures(found.measures),
    }


def _critical(found: Critical) -> dict[str, Any]:
    losses = [{"childId": each.child_id, "before": each.before, "after": each.after} for each in found.falls]
    return {"id": found.id, "key": f"{_MOST - len(losses):06}/{found.id}", "losses": losses}


_MOST = 999_999
"""More children than anybody holds: keys go up, and who holds most comes first."""


def _flow(flow: Flow) -> dict[str, Any]:
    return flow.json_object() | {"hidden": flow.parents is None}


def _bare(reference: str) -> str:
    return reference.removeprefix("Person:")
