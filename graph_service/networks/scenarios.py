"""What happens to many at once, as changes that `guardianship.whatif` answers."""

from datetime import UTC, date, datetime

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, settle
from graph_service.model.change import Change, ChangeKind
from graph_service.networks.reading import reading


def work_ends_in(graph: Graph, day: date, destination: str) -> list[Change]:
    """Everybody comes home who is absent in a division and nowhere else: a factory closes, a building site is finished.

    Args:
        day: when it happens; who left on that very day is not home again on it.
        destination: code prefix of the division.
    """
    question = settle(graph, Moment(day, datetime.now(UTC)))
    asks, shared = reading("working_in", question)
    found = graph.read(asks, **shared, destination=destination)[0]["page"]
    return [Change(ChangeKind.RETURNS, each) for each in sorted(found)]
