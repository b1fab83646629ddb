"""From how children stood to how they stand: what is different. Pure functions."""

from collections.abc import Iterable, Mapping
from datetime import date

from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Assessment, Record
from graph_service.model.difference import Difference, DifferenceKind, Standing

Standings = Mapping[str, Standing]
"""How children stand at a moment, by id; who is no child then is not in it."""


def standings(assessments: Iterable[Assessment]) -> dict[str, Standing]:
    """How the assessed children stand."""
    return {assessment.child_id: Standing.of(assessment) for assessment in assessments}


def differences(day: date, before: Standings, after: Standings) -> list[Difference]:
    """What is different between two moments, by child id.

    Args:
        day: the later one's.
        before, after: of the same persons.
    """
    found: list[Difference] = []
    for child in sorted(before.keys() | after.keys()):
        was, now = before.get(child), after.get(child)
        kind = kind_of(was, now)
        if kind:
            found.append(Difference(child, kind, day, was, now, causes(was, now)))
    return found


def kind_of(was: Standing | None, now: Standing | None) -> DifferenceKind | None:
    """Which kind of difference it is, if any; None in place of a standing: nobody of that id is a child then."""
    table = decision_table()
    if was is None or now is None:
        only = was or now
        if only is None or table.row_of_grade[only.grade].effective is not False:
            return None
        return DifferenceKind.GONE if now is None else DifferenceKind.NEW
    if was.grade is not now.grade:
        rank = table.order_of_grades.index
        return DifferenceKind.WORSE if rank(now.grade) > rank(was.grade) else DifferenceKind.BETTER
    return None if was.reasons == now.reasons else DifferenceKind.SAME_GRADE_OTHER_REASON


def causes(was: Standing | None, now: Standing | None) -> tuple[Record, ...]:
    """Records about those whose state is another one, that only one of the two standings rests on.

    What has begun comes first, then what has ended. A record that was corrected counts once, as it is now. That
    somebody is no child any more follows from their own row, and from no record about others.
    """
    if now is None:
        return ()
    earlier, later = _changed(was, now), _changed(now, was)
    begun = [record for mark, record in later.items() if mark not in earlier]
    ended = [record for mark, record in earlier.items() if mark not in later]
    named: dict[tuple[str, str], Record] = {}
    for record in (*begun, *ended):
        named.setdefault((record.fact, record.id), record)
    return tuple(named.values())


def _changed(of: Standing | None, other: Standing | None) -> dict[object, Record]:
    """Records of everybody whose state is not that of the other standing."""
    if of is None:
        return {}
    known = other.reasons if other else set[object]()
    people = [one for one in of.responsible if (one.id, one.kind, one.state) not in known]
    records = [record for one in people for record in (*one.records, *one.roles)]
    return {(each.fact, each.id, each.recorded_at): each for each in (*records, *of.self_supporting)}
