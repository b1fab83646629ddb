"""From the states of everybody responsible to the grade of the child: pure functions over the decision table."""

from collections.abc import Iterable, Sequence

from graph_service.guardianship.table import DecisionTable
from graph_service.model.assessment import Gap, Grade, Responsibility, Responsible, State


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
    facts = {"IN_CIRCUMSTANCE", "HAS_DISABILITY"}
    undated = any(
        record.fact in facts and not record.start_known for somebody in responsible for record in somebody.records
    )
    found = {
        Gap.NO_PARENT_RECORDED: parents_ever == 0,
        Gap.ONE_PARENT_RECORDED: parents_ever == 1,
        Gap.RESIDENCE_UNKNOWN: residence is None and registration is None,
        Gap.RESIDENCE_FROM_REGISTRATION: residence is None and registration is not None,
        Gap.START_DATE_MISSING: undated,
        Gap.DISABILITY_COMPONENTS_HIDDEN: components_hidden,
    }
    return tuple(gap for gap, open_ in found.items() if open_)


def legal_basis(table: DecisionTable, decided: Grade, responsible: Sequence[Responsible]) -> tuple[str, ...]:
    """Citations of every row used: the grade's, then each state's, then why each was responsible; each once."""
    cited = [
        table.row_of_grade[decided].law.en,
        *(table.row_of_state[somebody.state].law.en for somebody in responsible),
        *(table.responsibility[somebody.kind].law.en for somebody in responsible),
    ]
    return tuple(dict.fromkeys(cited))
