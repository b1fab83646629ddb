"""How the statements of `cypher/networks` are asked: in both times, seeing everything or under a reader's guard."""

from typing import Any

from graph_service.access.identity import Identity
from graph_service.access.policy import scope, sight
from graph_service.fragments.standing_alone import standing_alone
from graph_service.graph.statements import Statement
from graph_service.guardianship.assessment import Question
from graph_service.guardianship.detection import parameters_of


def reading(name: str, question: Question, watcher: Identity | None = None) -> tuple[Statement, dict[str, Any]]:
    """The statement in `cypher/networks/<name>.cypher`, and those of its parameters that every question has.

    Args:
        watcher: who may see the answer; None: the service itself, which sees everything.
    """
    watching = sight(watcher.role, known=question.former) if watcher else None
    asks = standing_alone(f"networks/{name}", known=question.former, sight=watching)
    return asks, parameters_of(question) | (scope(watcher) if watcher else {})
