"""From the states of everybody responsible to the grade of the child: pure functions over the decision table."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from graph_service.guardianship.table import DecisionTable
from graph_service.model.assessment import Gap, Grade, Responsibility, Responsible, State

_DATED: Final = frozenset({"IN_CIRCUMSTANCE", "HAS_DISABILITY"})


def grade(states: Iterable[tuple[Responsibility, State]], *, self_supporting: bool) -> Grade:
    """Grade of a child whose responsible adults and organisations are in the given states.

    Args:
        states: why somebody is responsible on the day, and their state; guardians and entrusted carers.
        self_supporting: 16 or 17 and supporting themselves on the day.
    Source: `guardianship.md` section 4; Civil Code, arts 18, 26, 27; Minor Protection Law, art. 22.
    """
    if self_supporting:
        return Grade.NOT_REQUIRED
    guardians, carers = set[State](), set[State]()
    for kind, state in states:
        (carers if kind is Responsibility.CARER else guardians).add(state)
    if not guardians:
        return Grade.UNKNOWN
    if State.ABLE in guardians:
        return Grade.EFFECTIVE
    if State.AWAY not in guardians:
        return Grade.NONE
    return Grade.ENTRUSTED if State.ABLE in carers else Grade.ABSENT


def gaps(
    *,
    parents_ever: int,
    residence: str | None,
    registration: str | None,
    responsible: Sequence[Responsible],
    components_hidden: bool,
) -> tuple[Gap, ...]:
    """What is missing in the records behind an assessment.

    Args:
        parents_ever: persons ever recorded as the child's biological or adoptive parent.
        residence, registration: division codes of the child.
        components_hidden: a multiple disability (type 7) at grade 3–4 of somebody responsible did not count.
    Source: `guardianship.md` sections 3 and 4.
    """
    undated = False
    for somebody in responsible:
        for record in somebody.records:
            undated = undated or (not record.start_known and record.fact in _DATED)
    return _gaps(parents_ever, residence is not None, registration is not None, undated, components_hidden)


@cache
def _gaps(
    parents_ever: int, residence: bool, registration: bool, undated: bool, components_hidden: bool
) -> tuple[Gap, ...]:
    found = {
        Gap.NO_PARENT_RECORDED: parents_ever == 0,
        Gap.ONE_PARENT_RECORDED: parents_ever == 1,
        Gap.RESIDENCE_UNKNOWN: not residence and not registration,
        Gap.RESIDENCE_FROM_REGISTRATION: not residence and registration,
        Gap.START_DATE_MISSING: undated,
        Gap.DISABILITY_COMPONENTS_HIDDEN: components_hidden,
    }
    return tuple(gap for gap, open_ in found.items() if open_)


def legal_basis(
    table: DecisionTable, decided: Grade, states: Sequence[tuple[Responsibility, State]]
) -> tuple[str, ...]:
    """Citations of every row used: the grade's, then each state's, then why each was responsible; each once."""
    cited = [
        table.row_of_grade[decided].law.en,
        *(table.row_of_state[state].law.en for _, state in states),
        *(table.responsibility[kind].law.en for kind, _ in states),
    ]
    return tuple(dict.fromkeys(cited))
