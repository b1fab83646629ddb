"""The driver and a hand-written statement, which the API is measured against in process; the grade for its peers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import orjson
from neo4j import READ_ACCESS, Driver

from benchmarks.detection import benchmark_statement
from graph_service.graph.statements import Statement
from graph_service.guardianship.table import decision_table
from graph_service.model.time import born_by


def of_day(day: date) -> dict[str, Any]:
    """The parameters of a grade."""
    table = decision_table()
    return {
        "as_of": day,
        "adult_born_by": born_by(table.parameter("adult_age", day), day),
        "self_supporting_born_by": born_by(table.parameter("self_supporting_age", day), day),
        **table.statement_parameters(day),
    }


def grade_of_one() -> Statement:
    """The grade of the child `$id`."""
    grade = benchmark_statement("grade")
    return Statement(
        "grade", f"MATCH (this:Person {{id: $id}}) {grade.text}", "", {**grade.parameters, "id": "STRING"}, ""
    )


def asked_by_hand(driver: Driver, day: date, division: str) -> Callable[[Sequence[str]], bytes]:
    """A function from ids of children to their families as JSON, by the shortest way through the driver."""
    statement = benchmark_statement("children_by_hand")
    shared = {**of_day(day), "scope_division": division}

    def ask(ids: Sequence[str]) -> bytes:
        with driver.session(database="neo4j", default_access_mode=READ_ACCESS, fetch_size=-1) as session:
            record = session.run(statement.text, {**shared, "ids": ids}).single(strict=True)
            return orjson.dumps(record[0])

    return ask
