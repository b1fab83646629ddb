"""Pure rules: from states to a grade, and the table that they are read from."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph_service.graph.statements import cypher_folder
from graph_service.guardianship.grading import grade
from graph_service.guardianship.table import RULE_FILE, DecisionTable, decision_table
from graph_service.model.assessment import Grade, Responsibility, State

PARENT, GUARDIAN, CARER = Responsibility.PARENT, Responsibility.GUARDIAN, Responsibility.CARER

entries = st.lists(st.tuples(st.sampled_from(Responsibility), st.sampled_from(State)), max_size=5)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], Grade.UNKNOWN),
        ([(CARER, State.ABLE)], Grade.UNKNOWN),
        ([(PARENT, State.ABLE)], Grade.EFFECTIVE),
        ([(PARENT, State.DECEASED), (GUARDIAN, State.ABLE)], Grade.EFFECTIVE),
        ([(PARENT, State.AWAY), (PARENT, State.ABLE)], Grade.EFFECTIVE),
        ([(PARENT, State.AWAY)], Grade.ABSENT),
        ([(PARENT, State.AWAY), (CARER, State.BARRED)], Grade.ABSENT),
        ([(PARENT, State.AWAY), (CARER, State.AWAY)], Grade.ABSENT),
        ([(PARENT, State.AWAY), (CARER, State.ABLE)], Grade.ENTRUSTED),
        ([(PARENT, State.DETAINED)], Grade.NONE),
        ([(PARENT, State.DETAINED), (CARER, State.ABLE)], Grade.NONE),
        ([(GUARDIAN, State.CLOSED)], Grade.NONE),
    ],
)
def test_each_row_of_section_4(states: list[tuple[Responsibility, State]], expected: Grade) -> None:
    assert grade(states, self_supporting=False) is expected


@given(entries)
def test_a_self_supporting_child_needs_no_guardian(states: list[tuple[Responsibility, State]]) -> None:
    assert grade(states, self_supporting=True) is Grade.NOT_REQUIRED


@given(entries, st.randoms(use_true_random=False))
def test_order_does_not_matter(states: list[tuple[Responsibility, State]], random: object) -> None:
    shuffled = sorted(states, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert grade(shuffled, self_supporting=False) is grade(states, self_supporting=False)


@given(entries)
def test_another_able_guardian_always_makes_it_effective(states: list[tuple[Responsibility, State]]) -> None:
    assert grade([*states, (GUARDIAN, State.ABLE)], self_supporting=False) is Grade.EFFECTIVE


@given(entries)
def test_an_incapable_guardian_never_improves_on_what_was_there(states: list[tuple[Responsibility, State]]) -> None:
    before = grade(states, self_supporting=False)
    after = grade([*states, (PARENT, State.DECEASED)], self_supporting=False)
    assert after is (Grade.NONE if before is Grade.UNKNOWN else before)


def test_the_rows_are_in_the_order_of_the_decision_table() -> None:
    order = [row.state for row in sorted(decision_table().states, key=lambda row: row.row)]
    assert order == list(State)


def test_parameters_take_effect_on_their_day() -> None:
    raw = yaml.safe_load((cypher_folder() / RULE_FILE).read_text("utf-8"))
    source = raw["parameters"]["severe_disability_grade"][0]["source"]
    raw["parameters"]["severe_disability_grade"] = [
        {"since": date(2027, 1, 1), "value": 3, "unit": "grade", "source": source},
        {"since": date(2019, 6, 18), "value": 2, "unit": "grade", "source": source},
    ]
    table = DecisionTable.model_validate(raw)
    on = {
        day: table.parameter("severe_disability_grade", day)
        for day in map(date, (2026, 2027, 2010), (12, 1, 1), (31, 1, 1))
    }
    assert on == {date(2026, 12, 31): 2, date(2027, 1, 1): 3, date(2010, 1, 1): 2}
