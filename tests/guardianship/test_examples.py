"""The examples beside the rule: the service, and the independent reading of the law, say of each what it expects."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
import yaml
from decision_table import assess as read_table

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import cypher_folder
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.evidence import json_object
from graph_service.guardianship.table import decision_table
from graph_service.told_families import HOME, Family, family
from tests.feeds.deliveries import deliver

EXAMPLES = yaml.safe_load((cypher_folder() / "rules/effective_guardianship/examples.yaml").read_text("utf-8"))
FAMILIES = [family(number, example["given"]) for number, example in enumerate(EXAMPLES, 1)]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
NO_CHILD = "not a child"


@dataclass(frozen=True)
class Expectation:
    """What is expected of one family on one day, as known then."""

    family: Family
    as_of: date
    known_at: datetime
    answer: str
    gaps: list[str] | None

    @property
    def child(self) -> str:
        return self.family.id("child")


def expectations() -> list[Any]:
    found: list[Any] = []
    for told, example in zip(FAMILIES, EXAMPLES, strict=True):
        for when, answer in example["expect"].items():
            day, _, known = str(when).partition(", as known on ")
            known_at = datetime.combine(date.fromisoformat(known), time(), UTC) if known else NOW
            expectation = Expectation(told, date.fromisoformat(day), known_at, answer, example.get("gaps"))
            found.append(pytest.param(expectation, id=f"{example['shows']} {when}"))
    return found


def said(answer: dict[str, Any] | None) -> str:
    """An assessment in the words of the examples."""
    if answer is None:
        return NO_CHILD
    people = (
        f"{one['id'].split('-')[1].lower()} {one['kind'].lower()} {one['state']}" for one in answer["responsible"]
    )
    return "; ".join((answer["grade"], *people))


@pytest.fixture(scope="module")
def answers(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, date, datetime], Any]:
    """Every answer of the service, asked day by day."""
    feeds: dict[str, list[dict[str, str]]] = defaultdict(list)
    for told in FAMILIES:
        for feed, row in told.rows:
            feeds[feed].append(row)
    divisions = [{"code": HOME, "name": "上湾村"}]
    summary = import_into(module_graph, deliver(tmp_path_factory.mktemp("examples"), divisions=divisions, **feeds))
    assert not sum(file.quarantined for file in summary.files)
    asked: dict[tuple[date, datetime], list[str]] = defaultdict(list)
    for param in expectations():
        expectation: Expectation = param.values[0]
        asked[expectation.as_of, expectation.known_at].append(expectation.child)
    return {
        (found.child_id, as_of, known_at): found
        for (as_of, known_at), children in asked.items()
        for found in assess(module_graph, Moment(as_of, known_at), children)
    }


@pytest.mark.parametrize("expectation", expectations())
def test_the_service_says_what_the_example_expects(expectation: Expectation, answers: dict[Any, Any]) -> None:
    found = answers.get((expectation.child, expectation.as_of, expectation.known_at))
    assert said(found and json_object(found)) == expectation.answer
    if found is None:
        return
    if expectation.gaps is not None:
        assert sorted(found.gaps) == sorted(expectation.gaps)
    carers = {one.id for one in found.responsible if one.kind == "CARER"}
    assert {one.id for one in found.de_facto_carers} == (carers if found.grade == "NONE" else set())
    given = {row["record_id"] for _, row in expectation.family.rows if "record_id" in row}
    for one in found.responsible:
        assert bool(one.records) == (one.state != "ABLE")
        assert {record.id for record in (*one.records, *one.roles)} <= given
    law = decision_table().row_of_grade[found.grade].law.en
    assert found.legal_basis[0] == law


@pytest.mark.parametrize("expectation", expectations())
def test_the_independent_reading_says_so_too(expectation: Expectation) -> None:
    world: dict[str, list[dict[str, str]]] = defaultdict(list)
    for feed, row in expectation.family.rows:
        world[feed].append(row)
    answer = read_table([dict(world)], expectation.child, expectation.as_of, expectation.known_at)
    assert said(answer) == expectation.answer
    if answer and expectation.gaps is not None:
        assert sorted(answer["gaps"]) == sorted(expectation.gaps)


def test_the_examples_show_every_grade_state_gap_and_circumstance_of_the_table() -> None:
    told = "\n".join(str(example) for example in EXAMPLES)
    table = decision_table()
    for row in table.states:
        assert f" {row.state}" in told
        assert all(f"circumstance {kind}" in told for kind in row.circumstances)
    assert all(str(row.grade) in told for row in table.grades)
    assert all(str(gap) in told for gap in table.gaps)


def test_an_answer_that_changes_changes_from_one_day_to_the_next() -> None:
    for example in EXAMPLES:
        answers = [(str(when)[:10], answer) for when, answer in example["expect"].items() if "known" not in str(when)]
        for (day, answer), (next_day, next_answer) in pairwise(answers):
            between = date.fromisoformat(next_day) - date.fromisoformat(day)
            assert answer == next_answer or between == timedelta(days=1), example["shows"]


def test_a_sentence_that_nobody_understands_is_refused() -> None:
    with pytest.raises(ValueError, match="the mother is fine"):
        family(1, ["the mother is fine"])
