"""The decision table of effective guardianship, read from `cypher/rules/effective_guardianship/rule.yaml`."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import cypher_folder
from graph_service.model.assessment import Gap, Grade, Responsibility, State
from graph_service.model.time import born_by
from graph_service.sentence import Sentence

RULE_FILE = "rules/effective_guardianship/rule.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """One text in both languages."""

    en: str
    zh: str

    def in_language(self, language: Literal["en", "zh"]) -> str:
        return self.zh if language == "zh" else self.en


class Value(_Strict):
    """What a parameter is from a day on."""

    since: date
    value: int | tuple[int, ...]
    unit: str
    source: Text


class ResponsibilityRow(_Strict):
    """Why somebody is responsible, and by which law."""

    title: Text
    law: Text


class StateRow(_Strict):
    """One row of the table of ability; the lowest row that applies decides."""

    row: int
    state: State
    title: Text
    when: Text
    circumstances: tuple[str, ...] = ()
    toward_the_child: bool = False
    carers_only: bool = False
    capable: bool
    law: Text


class GradeRow(_Strict):
    """One row of the table of grades; the first that applies decides."""

    grade: Grade
    title: Text
    when: Text
    effective: bool | None
    law: Text


class DecisionTable(_Strict):
    """The rule as data.

    Source: `guardianship.md` sections 2–4, with the laws named in each row.
    """

    id: str
    version: str
    title: Text
    severity: Literal["low", "medium", "high"]
    parameters: Mapping[str, Sequence[Value]]
    responsibility: Mapping[Responsibility, ResponsibilityRow]
    states: tuple[StateRow, ...]
    grades: tuple[GradeRow, ...]
    order_of_grades: tuple[Grade, ...]
    gaps: Mapping[Gap, Text]

    def parameter(self, name: str, day: date) -> Any:  # noqa: ANN401
        """Value of a parameter on a day: the newest that had taken effect, the oldest before that."""
        values = sorted(self.parameters[name], key=lambda value: value.since)
        in_effect = [value for value in values if value.since <= day]
        return (in_effect or values)[-1 if in_effect else 0].value

    def adult_born_by(self, day: date) -> date:
        """The latest date of birth of those who are no children any more on a day."""
        return born_by(self.parameter("adult_age", day), day)

    @cached_property
    def state_of_row(self) -> dict[int, StateRow]:
        return {row.row: row for row in self.states}

    @cached_property
    def row_of_state(self) -> dict[State, StateRow]:
        return {row.state: row for row in self.states}

    @cached_property
    def row_of_grade(self) -> dict[Grade, GradeRow]:
        return {row.grade: row for row in self.grades}

    def statement_parameters(self, day: date) -> dict[str, Any]:
        """The part of the table that the statements are given."""
        return {
            "row_of_circumstance": {kind: row.row for row in self.states for kind in row.circumstances},
            "toward_row": next(row.row for row in self.states if row.toward_the_child),
            "carer_row": next(row.row for row in self.states if row.carers_only),
            "severe_grade": self.parameter("severe_disability_grade", day),
            "severe_types": list(self.parameter("severe_mental_disability_types", day)),
        }


@cache
def decision_table() -> DecisionTable:
    """The table in force.

    Raises:
        ServiceError: RULE_INVALID, naming the file and each wrong entry.
    """
    try:
        table = DecisionTable.model_validate(yaml.safe_load((cypher_folder() / RULE_FILE).read_text("utf-8")))
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
        raise _invalid(problems) from None
    except yaml.YAMLError as error:
        raise _invalid(str(error)) from None
    missing = (
        [state for state in State if state not in table.row_of_state]
        + [grade for grade in Grade if grade not in table.row_of_grade]
        + [gap for gap in Gap if gap not in table.gaps]
        + [kind for kind in Responsibility if kind not in table.responsibility]
        + [f"{grade} in order_of_grades" for grade in Grade if table.order_of_grades.count(grade) != 1]
    )
    if missing:
        raise _invalid(f"no row for {', '.join(missing)}")
    return table


def _invalid(problems: str) -> ServiceError:
    what = Sentence("The rule file {file} is not valid: {problems}.", file=RULE_FILE, problems=problems)
    return ServiceError(ErrorCode.RULE_INVALID, what, "Correct it.")
