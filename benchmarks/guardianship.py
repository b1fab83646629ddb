"""What is asked of one child at a time, and what of a whole county, beside the grade: all of it warm."""

import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.networks import spread
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, children_ids, settle
from graph_service.guardianship.candidates import candidates_for
from graph_service.guardianship.detection import detect
from graph_service.guardianship.expiring import expiring
from graph_service.guardianship.timeline import timeline_of

DAYS_AHEAD = 90


def measure_guardianship(graph: Graph, day: date, *, children: int = 300) -> dict[str, Any]:
    """Milliseconds of each question of one child; the first third of the children warms up."""
    moment = Moment(day)
    ids = children_ids(graph, settle(graph, moment), None)
    some = random.Random(3).sample(sorted(ids), min(len(ids), children))
    questions: dict[str, Callable[[str], object]] = {
        "categories_and_warnings": lambda child: detect(graph, moment, children=[child]),
        "candidate_guardians": lambda child: candidates_for(graph, moment, child),
        "timeline": lambda child: timeline_of(graph, moment, child),
    }
    started = time.perf_counter()
    endings = len(expiring(graph, moment, within=DAYS_AHEAD))
    seconds = round(time.perf_counter() - started, 2)
    return {
        "of_one_child_ms": {name: spread(some, ask) for name, ask in questions.items()},
        f"expiring_in_{DAYS_AHEAD}_days": {"s": seconds, "children": endings},
    }
