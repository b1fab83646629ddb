"""An assessment with its evidence as JSON: what `assess --format jsonl` prints and what is stored."""

from collections.abc import Iterable
from typing import Any

import orjson

from graph_service.model.assessment import Assessment


def json_object(assessment: Assessment) -> dict[str, Any]:
    """One assessment as the JSON object of `assess --format jsonl`; ids are the feeds'."""
    return {
        "childId": assessment.child_id,
        "asOf": assessment.as_of,
        "knownAt": assessment.known_at,
        "grade": assessment.grade,
        "effective": assessment.effective,
        "responsible": [somebody.json_object() for somebody in assessment.responsible],
        "selfSupporting": [record.json_object() for record in assessment.self_supporting],
        "deFactoCarers": [somebody.json_object() for somebody in assessment.de_facto_carers],
        "placements": [
            {"organisationId": stay.organisation_id, "kind": stay.kind, "records": [stay.record.json_object()]}
            for stay in assessment.placements
        ],
        "gaps": assessment.gaps,
        "legalBasis": assessment.legal_basis,
        "rule": {"id": assessment.rule[0], "version": assessment.rule[1]},
    }


def json_lines(assessments: Iterable[Assessment]) -> Iterable[bytes]:
    """One JSON object per line, with its line end."""
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
    return (orjson.dumps(json_object(assessment), option=options) for assessment in assessments)
