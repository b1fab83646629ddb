"""How well children are held by the people round them, on whom alone they hang, and where parents work.

Measures are those of the network that the reader may see, for their numbers would tell of whoever is hidden. On whom a
child hangs does not depend on who asks; whoever is hidden is left out where it is shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.api.computed.detections import narrower
from graph_service.api.computed.question import Question
from graph_service.errors import ErrorCode, ServiceError
from graph_service.model.division import division_prefix
from graph_service.networks.flows import Flow, published_flows
from graph_service.networks.fragility import Critical, critical_carers, critical_for
from graph_service.networks.measures import Measures
from graph_service.networks.measuring import measured


def network_measures(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The measures of each child, in the network that the reader may see."""
    found = measured(question.graph, question.moment, children, watcher=question.identity)
    return {_bare(each.child_id): _measures(each) for each in found}


def critical_of_children(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """On whom alone the guardianship of each child hangs."""
    found = critical_for(question.graph, question.moment, children)
    return {child: [_critical(each) for each in those] for child, those in found.items()}


def critical_of_division(question: Question) -> list[dict[str, Any]]:
    """On whom alone guardianship hangs in the reader's own division, who holds most children first."""
    division = narrower(question.identity.division, question.arguments.get("division"))
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


def _measures(found: Measures) -> dict[str, Any]:
    """Without the loads of carers, which count children who may be hidden."""
    shown = found.json_object()
    return {name: value for name, value in shown.items() if name not in ("childId", "carers", "bridges")} | {
        "cutPersons": [_bare(each) for each in found.cut_persons],
        "articulationPersons": [_bare(each) for each in found.articulation_persons],
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
