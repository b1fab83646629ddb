"""When guardianship stops being effective, by facts that are already recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, assess_on_days
from graph_service.model.assessment import Assessment


def first_ineffective(graph: Graph, moment: Moment, days: Mapping[str, Iterable[date]]) -> dict[str, Assessment]:
    """The assessment of each child on the first of the given days on which guardianship is not effective.

    A grade changes only on a day on which something recorded begins or ends, so that it is enough to grade the child
    anew on those. From the eighteenth birthday on nobody is a child.

    Args:
        moment: what is known counts; the days lie after its day.
        days: candidate days by child id.

    Returns:
        by child id; who stays effective on all of their days is left out.
    """
    ahead: dict[date, set[str]] = defaultdict(set)
    for child_id, candidates in days.items():
        for day in candidates:
            ahead[day].add(child_id)
    found: dict[str, Assessment] = {}
    for assessment in assess_on_days(graph, moment, {day: sorted(children) for day, children in ahead.items()}):
        if assessment.effective is False:
            found.setdefault(assessment.child_id, assessment)
    return found
