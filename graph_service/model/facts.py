"""The words of the graph: which relationships are facts and which nodes have versions. A test holds them to the feeds.

Source: `docs/data-model.md`.
"""

FACTS = frozenset(
    {
        "MEMBER_OF",
        "PARENT_OF",
        "MARRIED_TO",
        "GUARDIAN_OF",
        "GUARDIANSHIP_REVOKED_FOR",
        "ENTRUSTED_CARER_OF",
        "IN_CIRCUMSTANCE",
        "HAS_DISABILITY",
        "ABSENT_IN",
        "ENROLLED_AT",
        "ATTENDED",
        "PLACED_WITH",
        "RECEIVES",
        "RECEIVED_SERVICE",
        "SUPPORTS",
        "VISITED",
    }
)
"""Types of relationships that hold for a time and have versions; the contract of the feeds fills them."""

ROLES = frozenset({"PARENT_OF", "GUARDIAN_OF", "GUARDIANSHIP_REVOKED_FOR", "ENTRUSTED_CARER_OF"})
"""Those that concern the guardianship of the child at their end, and of nobody else."""

ABILITIES = frozenset({"IN_CIRCUMSTANCE", "HAS_DISABILITY", "ABSENT_IN", "MEMBER_OF"})
"""Those about the person at their start that concern the guardianship of all in that person's care, and their own."""

ENTITIES = frozenset({"Division", "Person", "Household", "School", "Organisation", "Worker"})
"""Labels of nodes that have an id and versions."""

LINKS = frozenset({"CONCERNS", "ASSESSES", "DIFFERENCE_OF", "HAS_REPORT"})
"""Types of relationships that the service itself wrote; they have no time of their own."""

RECORDED = {
    "AccessGrant": "askedAt",
    "AssessmentDifference": "keptAt",
    "DataQualityFinding": "foundAt",
    "GuardianshipAssessment": "assessedAt",
    "ImportRun": "importedAt",
}
"""When the service learned of a node that has no versions."""
