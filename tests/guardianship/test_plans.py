"""The plans of the statements on the hot path: children and persons are sought in an index, nothing else is scanned."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.table import decision_table

DAY = date(2026, 11, 1)
BIRTHDAYS = {"adult_born_by": date(2008, 11, 1), "self_supporting_born_by": date(2010, 11, 1)}
RANGE = {"born_after": date(2008, 11, 1), "born_by": DAY, "everybody": False}
KNOWN = {"known_at": datetime(2026, 1, 1, tzinfo=UTC)}
TABLE = decision_table().statement_parameters(DAY)

MANY = """
UNWIND range(1, 5000) AS n
CREATE (p:Person {id: 'P' + n, division: '9901' + (n % 97 + 10), aliveUntil: date('9999-12-31'),
  birthDate: date('1950-01-01') + duration({days: 5 * n})})
CREATE (p)-[:GUARDIAN_OF {key: 'G' + n}]->(p) CREATE (p)-[:ENTRUSTED_CARER_OF {key: 'E' + n}]->(p)
"""


@pytest.fixture(scope="module", autouse=True)
def populated(module_graph: Graph) -> None:
    """Plans go by how many there are: of a handful of people all may be read."""
    for text in (MANY, "CALL db.resampleOutdatedIndexes()", "CALL db.clearQueryCaches()"):
        module_graph.write(Statement("tests/plans", text, "", {}, ""))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("children_concerned", {"people": ["P"], "children": ["C"], "adult_born_by": DAY, "run": "R"}),
        ("change_subjects", {"ids": ["P"], "records": ["K"], "as_of": DAY}),
        ("differences_of_period", {"division": "9901", "since": DAY, "until": DAY}),
        ("differences_keep", {"differences": [{"id": "D", "childId": "C"}]}),
        ("standings_keep", {"run": "R", "day": DAY, "children": [["C", None]]}),
    ],
)
def test_whom_a_change_concerns_is_sought_in_an_index(graph: Graph, name: str, parameters: dict[str, Any]) -> None:
    found = graph.plan(statement(f"commands/{name}"), **parameters)
    assert not [operator for operator in found if operator.endswith("Scan")]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("children", RANGE),
        ("children_of_division", RANGE | {"division": "990101"}),
        ("children_known_at", RANGE | KNOWN),
        ("children_of_division_known_at", RANGE | KNOWN | {"division": "990101"}),
        ("ids", {}),
        ("ids_of_division", {"division": "990101"}),
        ("responsible", TABLE | {"children": ["C"]}),
        ("responsible_known_at", TABLE | KNOWN | {"children": ["C"]}),
    ],
)
def test_children_are_sought_in_an_index_and_nothing_is_scanned(
    graph: Graph, name: str, parameters: dict[str, Any]
) -> None:
    question = statement(f"rules/effective_guardianship/{name}")
    found = graph.plan(question, as_of=DAY, **BIRTHDAYS, **parameters)
    assert any("IndexSeek" in operator for operator in found)
    assert not [operator for operator in found if operator.endswith("Scan")]
