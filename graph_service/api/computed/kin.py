"""Who could become guardian of a child, and how its guardianship was, is and will be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_service.api.computed.detections import narrower
from graph_service.api.computed.question import Question
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.candidates import Candidate, candidates
from graph_service.guardianship.expiring import expiring
from graph_service.guardianship.order import statutory_order
from graph_service.guardianship.timeline import Cause, Constellation, Period, timelines
from graph_service.model.assessment import Record


def candidate_guardians(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """Those who could become guardian of each child."""
    found = candidates(question.graph, question.moment, children)
    return {child_id: [shown_candidate(*each) for each in enumerate(those)] for child_id, those in found.items()}


def timeline(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The periods of each child from birth to the day asked about, or to another one."""
    until = question.arguments.get("until") or question.moment.as_of
    found = timelines(question.graph, Moment(until, question.moment.known_at), children)
    return {child_id: list(map(_period, periods)) for child_id, periods in found.items()}


def endings(question: Question) -> list[dict[str, Any]]:
    """Whose guardianship stops being effective, in the reader's own division."""
    division = narrower(question, question.arguments.get("division"))
    if division is None:
        return []
    within = question.arguments.get("within")
    found = expiring(question.graph, question.moment, division=division or None, within=within)
    return [
        {
            "key": each.child_id,
            "childId": each.child_id,
            "division": each.hit.division,
            "day": each.day,
            "grade": each.grade,
            "causes": _causes(each.causes),
            "people": [dict(one) for one in each.hit.people],
        }
        for each in found
    ]


def shown_candidate(place: int, candidate: Candidate) -> dict[str, Any]:
    """Without the rank and the number of children in their care, which would tell of those who are hidden."""
    return {
        "place": place,
        "id": candidate.id,
        "relation": candidate.relation,
        "order": candidate.order,
        "eligible": candidate.eligible,
        "path": list(_path(candidate)),
        "state": candidate.state,
        "records": _records(candidate.records),
        "bars": _records(candidate.bars),
        "ties": _records(edge.record for edge in candidate.ties),
        "distance": candidate.distance,
        "age": candidate.age,
        "consentNeeded": candidate.consent_needed,
        "reasons": list(candidate.reasons),
        "legalBasis": statutory_order().orders[candidate.order].law.model_dump(),
    }


def _path(candidate: Candidate) -> Iterable[dict[str, Any]]:
    """Step by step whom the kinship leads to, and by which record."""
    here = candidate.child_id
    for place, edge in enumerate(candidate.path):
        here = edge.end if edge.start == here else edge.start
        yield {"place": place, "person": here, "kind": edge.kind} | edge.record.json_object()


def _period(period: Period) -> dict[str, Any]:
    return {
        "since": period.begin,
        "until": period.end,
        "grade": period.grade,
        "effective": period.effective,
        "causes": _causes(period.causes),
        "constellations": [_constellation(each) for each in enumerate(period.constellations)],
    }


def _constellation(numbered: tuple[int, Constellation]) -> dict[str, Any]:
    place, constellation = numbered
    return {
        "first": place == 0,
        "since": constellation.begin,
        "causes": _causes(constellation.causes),
        "selfSupporting": _records(constellation.self_supporting),
        "responsible": [one.json_object() for one in constellation.responsible],
    }


def _causes(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "who": cause.who,
            "event": cause.event,
            "kind": cause.kind,
            "records": _records([cause.record] if cause.record else []),
        }
        for place, cause in enumerate(causes)
    ]


def _records(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [record.json_object() for record in records]
