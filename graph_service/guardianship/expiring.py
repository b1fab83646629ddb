"""Children whose guardianship stops being effective soon, by facts already recorded: the day, why, and the new grade.

Source: `guardianship.md` section 5, `EXPIRING`; the rule in `cypher/rules/expiring`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, settle
from graph_service.guardianship.detection import Hit, detect
from graph_service.guardianship.timeline import Cause, boundaries

RULE = "EXPIRING"


@dataclass(frozen=True, slots=True)
class Ending:
    """Guardianship of a child stops being effective on a day.

    Args:
        hit: what the rule says: the child, the division, and who is then in which state by which records.
        day: the first day without effective guardianship.
        grade: of that day.
        causes: what begins or ends on it, and for whom.
    """

    hit: Hit
    day: date
    grade: str
    causes: tuple[Cause, ...]

    @property
    def child_id(self) -> str:
        return self.hit.child_id

    def json_object(self) -> dict[str, Any]:
        """The ending as the JSON object of `expiring --format jsonl`; ids are the feeds'."""
        return {
            "childId": self.child_id,
            "division": self.hit.division,
            "day": self.day,
            "grade": self.grade,
            "causes": [cause.json_object() for cause in self.causes],
            "responsible": self.hit.people,
            "parameters": self.hit.parameters,
        }


def expiring(
    graph: Graph,
    moment: Moment,
    *,
    division: str | None = None,
    within: int | None = None,
    children: Sequence[str] | None = None,
) -> list[Ending]:
    """The endings of the children of a division, of some children, or of all, by day and child.

    Args:
        moment: from which day on to look ahead, and what was known.
        division: code prefix; None for the whole graph.
        within: days to look ahead; by default what the rule says for each division.
        children: ids, in place of a division.

    Raises:
        ServiceError: RULE_INVALID.
    """
    changed: dict[str, dict[str, Any]] | None = None if within is None else {"expiring": {"days": within}}
    hits = detect(graph, moment, rules=[RULE], division=division, children=children, changed=changed)
    stories = boundaries(graph, settle(graph, moment), [hit.child_id for hit in hits])
    endings = [
        Ending(hit, day, hit.details["grade"], stories[hit.child_id].happenings.get(day, ()))
        for hit in hits
        for day in (hit.details["day"],)
    ]
    return sorted(endings, key=lambda ending: (ending.day, ending.child_id))
