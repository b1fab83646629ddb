"""Which fields are computed, and by what.

A field here is declared in the schema like any other, as a list or an object. To add one: its feature below, fragments
for what its maps name by id, and words in `texts/schema.yaml`.
"""

from collections.abc import Mapping
from typing import Final

from graph_service.access.identity import Role
from graph_service.access.policy import AUDITS
from graph_service.api.computed.accesses import access_history
from graph_service.api.computed.changes import assessment_diffs, what_would_follow
from graph_service.api.computed.detections import categories, detections, rule, rules, warnings
from graph_service.api.computed.kin import candidate_guardians, endings, timeline
from graph_service.api.computed.question import ROOT, Computed, Question, once
from graph_service.api.computed.statistics import statistics

__all__ = ["COMPUTED", "ROOT", "Question"]

COMPUTED: Final[Mapping[str, Computed]] = {
    "Child.categories": Computed(categories, work=50),
    "Child.warnings": Computed(warnings, work=50),
    "Child.candidateGuardians": Computed(candidate_guardians, work=5_000),
    "Child.timeline": Computed(timeline, work=3_000),
    "Query.detections": Computed(once(detections), work=20_000),
    "Query.expiring": Computed(once(endings), work=20_000),
    "Query.assessmentDiffs": Computed(once(assessment_diffs), work=5_000),
    "Query.whatIf": Computed(once(what_would_follow), work=5_000),
    "Query.statistics": Computed(once(statistics), work=20_000),
    "Query.accessHistory": Computed(once(access_history), work=5_000, roles=AUDITS),
    "Query.rules": Computed(once(rules), work=100, roles=frozenset(Role)),
    "Query.rule": Computed(once(rule), work=10, roles=frozenset(Role)),
}
"""By `Type.field`."""
