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
from graph_service.api.computed.families import (
    ecomaps,
    genograms,
    kinship_between,
    reunifications,
    separated,
)
from graph_service.api.computed.kin import candidate_guardians, endings, timeline
from graph_service.api.computed.networks import (
    critical_of_children,
    critical_of_division,
    network_measures,
    parent_flows,
    stored_of_children,
    stored_of_division,
)
from graph_service.api.computed.question import ROOT, Computed, Question, once
from graph_service.api.computed.statistics import statistics
from graph_service.api.computed.support import exploration, paths, support_network

__all__ = ["COMPUTED", "ROOT", "Question"]

COMPUTED: Final[Mapping[str, Computed]] = {
    "Child.categories": Computed(categories, work=50),
    "Child.warnings": Computed(warnings, work=50),
    "Child.candidateGuardians": Computed(candidate_guardians, work=5_000),
    "Child.timeline": Computed(timeline, work=3_000),
    "Child.genogram": Computed(genograms, work=20_000),
    "Child.ecomap": Computed(ecomaps, work=10_000),
    "Query.kinship": Computed(once(kinship_between), work=10_000),
    "Query.separatedSiblings": Computed(once(separated), work=20_000),
    "Query.reunificationCandidates": Computed(once(reunifications), work=50_000),
    "Child.supportNetwork": Computed(support_network, work=3_000),
    "Person.supportNetwork": Computed(support_network, work=3_000),
    "Child.networkMeasures": Computed(network_measures, work=5_000),
    "Child.storedMeasures": Computed(stored_of_children, work=1_000, roles=AUDITS),
    "Query.storedMeasures": Computed(once(stored_of_division), work=20_000, roles=AUDITS),
    "Child.criticalCarers": Computed(critical_of_children, work=100),
    "Query.criticalCarers": Computed(once(critical_of_division), work=20_000),
    "Query.parentFlows": Computed(once(parent_flows), work=20_000),
    "Query.detections": Computed(once(detections), work=20_000),
    "Query.expiring": Computed(once(endings), work=20_000),
    "Query.assessmentDiffs": Computed(once(assessment_diffs), work=5_000),
    "Query.whatIf": Computed(once(what_would_follow), work=5_000),
    "Query.supportPaths": Computed(once(paths), work=20_000),
    "Query.explore": Computed(once(exploration), work=5_000, roles=AUDITS),
    "Query.statistics": Computed(once(statistics), work=20_000),
    "Query.accessHistory": Computed(once(access_history), work=5_000, roles=AUDITS),
    "Query.rules": Computed(once(rules), work=100, roles=frozenset(Role)),
    "Query.rule": Computed(once(rule), work=10, roles=frozenset(Role)),
}
"""By `Type.field`."""
