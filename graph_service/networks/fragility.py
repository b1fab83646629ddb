"""Whom a child's guardianship hangs on: who alone, if they fell away, would leave it without effective guardianship.

Somebody *falls away* when they are no longer there to look after anybody: a person dies, an organisation closes. The
evidence of the assessment is read once; each of those responsible is taken out of it as `what-if` does, and the
decision table decides again. Nothing is written.

Source: `guardianship.md` sections 4 and 5; the decision table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, Question, children_ids, evidence_rows, grade_of, settle
from graph_service.guardianship.changes import concerned
from graph_service.guardianship.table import DecisionTable
from graph_service.guardianship.whatif import assumed
from graph_service.model.assessment import Grade
from graph_service.model.change import Change, ChangeKind
from graph_service.networks.reading import reading


@dataclass(frozen=True, slots=True)
class Fall:
    """One child whose guardianship would stop being effective, and how.

    Args:
        before: the grade on the day; an effective one.
        after: the grade that would follow.
    """

    child_id: str
    before: Grade
    after: Grade


@dataclass(frozen=True, slots=True)
class Critical:
    """Somebody whose loss alone would leave children without effective guardianship.

    Args:
        id: of the person or organisation in the feeds.
        falls: those children, by id.
    """

    id: str
    falls: tuple[Fall, ...]

    def json_object(self) -> dict[str, Any]:
        """The same as the JSON object of `critical-carers --format jsonl`; ids are the feeds'."""
        falls = [{"childId": each.child_id, "before": each.before, "after": each.after} for each in self.falls]
        return {"id": self.id, "children": len(falls), "falls": falls}


def fall_without(table: DecisionTable, row: Sequence[Any], lost: Collection[str]) -> Fall | None:
    """What happens to a child when all of these fall away at once; None when its guardianship stays effective, or was
    not effective before.

    Args:
        row: of `responsible.cypher`.
        lost: ids of persons and organisations.
    """
    before = grade_of(row)
    if not table.row_of_grade[before].effective:
        return None
    responsible = {entry[0] for entry in row[-1]}
    then = assumed(table, row, [Change(ChangeKind.DIES, each) for each in lost if each in responsible], {})
    after = grade_of(then) if then else before
    return None if table.row_of_grade[after].effective else Fall(row[0], before, after)


def critical_of(table: DecisionTable, row: Sequence[Any]) -> dict[str, Fall]:
    """For everybody without whom alone the child's guardianship would not be effective, what would follow."""
    found = {each: fall_without(table, row, [each]) for each in sorted({entry[0] for entry in row[-1]})}
    return {each: fall for each, fall in found.items() if fall}


def by_party(table: DecisionTable, rows: Iterable[Sequence[Any]]) -> list[Critical]:
    """Everybody on whom alone the guardianship of some of these children hangs; who holds most children first."""
    falls: dict[str, list[Fall]] = defaultdict(list)
    for row in rows:
        for party, fall in critical_of(table, row).items():
            falls[party].append(fall)
    found = [Critical(party, tuple(sorted(each, key=lambda fall: fall.child_id))) for party, each in falls.items()]
    return sorted(found, key=lambda each: (-len(each.falls), each.id))


def critical_carers(
    graph: Graph,
    moment: Moment,
    *,
    division: str | None = None,
    household: str | None = None,
    school: str | None = None,
    people: Sequence[str] = (),
) -> list[Critical]:
    """Everybody on whom alone the guardianship of somebody hangs, who holds most children first.

    Args:
        division: of the children of a division, by code prefix; when nothing is given, of all children.
        household: of those who belong to a household.
        school: of the students of a school.
        people: of the children for whom these are responsible, and only these are answered.
    """
    question = settle(graph, moment)
    if people:
        found = by_party(question.table, evidence_rows(graph, question, _in_care_of(graph, question, people)))
        return [each for each in found if each.id in people]
    if household:
        children = _at(graph, question, "Household", household)
    elif school:
        children = _at(graph, question, "School", school)
    else:
        children = children_ids(graph, question, division)
    return by_party(question.table, evidence_rows(graph, question, children))


def critical_for(graph: Graph, moment: Moment, children: Sequence[str]) -> dict[str, list[Critical]]:
    """On whom alone the guardianship of each of these children hangs, by child and party; whoever hangs on nobody alone
    is left out."""
    question = settle(graph, moment)
    found = {row[0]: critical_of(question.table, row) for row in evidence_rows(graph, question, children)}
    return {child: [Critical(party, (fall,)) for party, fall in each.items()] for child, each in found.items() if each}


def falls_together(graph: Graph, moment: Moment, people: Sequence[str]) -> list[Fall]:
    """The children whose guardianship would stop being effective if all of these fell away at once, by id.

    Whoever falls away is no child any more and is not answered.
    """
    question = settle(graph, moment)
    rows = evidence_rows(graph, question, _in_care_of(graph, question, people))
    found = [fall_without(question.table, row, people) for row in rows if row[0] not in people]
    return sorted((each for each in found if each), key=lambda each: each.child_id)


def _in_care_of(graph: Graph, question: Question, people: Sequence[str]) -> list[str]:
    return concerned(graph.read, question.moment.as_of, people, [])


def _at(graph: Graph, question: Question, label: str, place: str) -> list[str]:
    """Ids of those who belong to a household or go to a school, as far as they may be children."""
    asks, shared = reading("at_place", question)
    return graph.read(asks, **shared, label=label, place=place)[0]["page"]
