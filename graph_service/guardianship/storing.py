"""Keep assessments in the graph, beside the children they are about."""

from collections.abc import Sequence
from datetime import UTC, datetime

import orjson

from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement
from graph_service.guardianship.evidence import json_object
from graph_service.model.assessment import Assessment

PAGE = 2_000


def store(graph: Graph, assessments: Sequence[Assessment]) -> int:
    """Store assessments with their evidence, rule and version; one already stored is left as it is.

    Returns:
        how many of them the graph now holds.
    """
    assessed_at = datetime.now(UTC)
    rows = [_row(assessment, assessed_at) for assessment in assessments]
    return sum(
        graph.write(statement("commands/store_assessments"), assessments=rows[start : start + PAGE])[0]["stored"]
        for start in range(0, len(rows), PAGE)
    )


def store_in(transaction: Transaction, assessments: Sequence[Assessment]) -> None:
    """The same as a part of a transaction, for few assessments."""
    if assessments:
        assessed_at = datetime.now(UTC)
        rows = [_row(assessment, assessed_at) for assessment in assessments]
        transaction.run(statement("commands/store_assessments"), assessments=rows)


def _row(assessment: Assessment, assessed_at: datetime) -> dict[str, object]:
    rule_id, rule_version = assessment.rule
    known_at = assessment.known_at.isoformat()
    return {
        "id": "|".join((assessment.child_id, assessment.as_of.isoformat(), known_at, rule_id, rule_version)),
        "childId": assessment.child_id,
        "asOf": assessment.as_of,
        "knownAt": assessment.known_at,
        "assessedAt": assessed_at,
        "grade": assessment.grade.value,
        "effective": assessment.effective,
        "legalBasis": list(assessment.legal_basis),
        "gaps": [gap.value for gap in assessment.gaps],
        "evidence": orjson.dumps(json_object(assessment)).decode(),
        "ruleId": rule_id,
        "ruleVersion": rule_version,
    }
