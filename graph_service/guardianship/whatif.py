"""What would follow if something happened: grades before and after, and nothing is written.

The evidence of everybody affected is read as for any assessment. What is assumed is laid over it: a role more or less,
a lower row of the decision table for somebody. Then the same functions decide. See
`docs/decisions/0010-what-if-is-laid-over-the-evidence.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import parse
from graph_service.fragments.patterns import Sight, Use, Variable, instantiate
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.assessment import (
    RULE_FOLDER,
    Moment,
    Question,
    assessment_of,
    evidence_rows,
    settle,
)
from graph_service.guardianship.changes import concerned
from graph_service.guardianship.differences import kind_of
from graph_service.guardianship.table import DecisionTable
from graph_service.model.change import OF_A_PERSON, Change, ChangeKind, checked
from graph_service.model.difference import DifferenceKind, Standing
from graph_service.model.time import OPEN_END, SINCE_EVER

MOST_CHANGES: Final = 50
_CHILD: Final = "rules/inputs/child"
_ABILITY: Final = f"{RULE_FOLDER}/ability"

_RECORDED_AS: Final = {
    ChangeKind.DETAINED: "OTHER_DETENTION",
    ChangeKind.INCAPACITATED: "NO_CAPACITY",
    ChangeKind.OUT_OF_CONTACT: "OUT_OF_CONTACT",
}
"""The circumstance that would be recorded."""

_ROLE: Final = {ChangeKind.ENTRUSTED: "ENTRUSTED_CARER_OF", ChangeKind.GUARDIAN: "GUARDIAN_OF"}
_DECEASED, _AWAY, _ABLE = 1, 11, 12


@dataclass(frozen=True, slots=True)
class Prospect:
    """How one child stands, and how they would stand.

    Args:
        kind: which kind of difference that is; None when there is none.
        before, after: None when nobody of that id is a child then. A record that is only assumed is called `change 1`
            for the first change, and so on.
    """

    child_id: str
    day: date
    kind: DifferenceKind | None
    before: Standing | None
    after: Standing | None


def what_if(
    graph: Graph,
    changes: Sequence[Change],
    *,
    on: date | None = None,
    child: str | None = None,
    division: str | None = None,
    today: date | None = None,
    most: int = MOST_CHANGES,
) -> list[Prospect]:
    """Everybody whose grade the changes may affect, as they stand on a day and as they would stand, by child id.

    Args:
        changes: all happen on the day, as if they were recorded now.
        on: the day; today if not given.
        child: answered in any case, beside everybody affected.
        division: code prefix; only children who belong there are answered.
        today: the reader's; the calendar's if not given.
        most: how many changes are answered.

    Raises:
        ServiceError: DAY_PAST; CHANGE_INVALID, CHANGES_CONTRADICT; PERSON_NOT_FOUND, RECORD_NOT_FOUND,
            CHILD_NOT_FOUND; those of `Graph.read`.
    """
    now = today or date.today()  # noqa: DTZ011 - the reader's calendar
    day = on or now
    if day < now:
        raise ServiceError(ErrorCode.DAY_PAST, "The day is in the past.", "Ask about today or a later day.")
    _refuse_contradictions(changes, most)
    question = settle(graph, Moment(day, datetime.now(UTC)))
    ended = _children_of_ended(graph, question, changes)
    children = [each.subject for each in changes if each.to] + ended
    people = [each.subject for each in changes if each.kind in OF_A_PERSON]
    whom = concerned(graph.read, day, people, [*children, *([child] if child else [])])
    rows: dict[str, Sequence[Any]] = {row[0]: row for row in evidence_rows(graph, question, whom)}
    if not rows.keys() >= {*([child] if child else []), *(each.subject for each in changes if each.to)}:
        raise not_found(ErrorCode.CHILD_NOT_FOUND)
    able = abilities(graph, question, changes)
    found: list[Prospect] = []
    for id_, row in sorted(rows.items()):
        if division is None or id_ == child or (row[1] or row[2] or "").startswith(division):
            then = assumed(question.table, row, changes, able)
            before = Standing.of(assessment_of(question, row))
            after = None if then is None else Standing.of(assessment_of(question, then))
            found.append(Prospect(id_, day, kind_of(before, after), before, after))
    return found


def assumed(
    table: DecisionTable, row: Sequence[Any], changes: Sequence[Change], able: Mapping[int, Mapping[str, Any]]
) -> Sequence[Any] | None:
    """A row of `responsible.cypher` as it would be after the changes; None when the child is not alive then.

    Args:
        able: how able those are who would get a role, by the place of the change.
    """
    child, *about, found = row
    if Change(ChangeKind.DIES, child) in changes:
        return None
    ended = _ended(changes)
    entries = {(one[0], one[1]): [one[0], one[1], one[2], _but(one[3], ended), one[4], one[5]] for one in found}
    for place, change in enumerate(changes):
        role = _ROLE.get(change.kind)
        if role and change.subject == child:
            who = able[place]
            new: list[Any] = [change.to, role, who["row"], [], who["deciding"], who["hides"]]
            entry = entries.setdefault((str(change.to), role), new)
            entry[3] = [*entry[3], _record(role, place)]
    kept = [entry for entry in entries.values() if entry[3]]
    # Whoever returns is looked at first: what else is assumed of them counts on top of that.
    for place, change in sorted(enumerate(changes), key=lambda each: each[1].kind is not ChangeKind.RETURNS):
        for entry in kept:
            if change.kind in OF_A_PERSON and entry[0] == change.subject:
                _befall(table, entry, change, place)
    return [child, *about, kept]


def _befall(table: DecisionTable, entry: list[Any], change: Change, place: int) -> None:
    """What happens to somebody responsible, as the row that decides their state and the records it rests on."""
    if change.kind is ChangeKind.RETURNS:
        if entry[2] == _AWAY:
            entry[2], entry[4] = _ABLE, []
        return
    if change.kind is ChangeKind.DIES:
        row, record = _DECEASED, _record("Person", place)
    else:
        circumstance = _RECORDED_AS[change.kind]
        row = next(each.row for each in table.states if circumstance in each.circumstances)
        record = _record("IN_CIRCUMSTANCE", place)
    if row < entry[2]:
        entry[2], entry[4] = row, [record]
    elif row == entry[2]:
        entry[4] = [*entry[4], record]


def _record(fact: str, place: int) -> list[Any]:
    """What would be recorded: fact, name in place of a key, source, recorded time, whether its start is known."""
    return [fact, f"change {place + 1}", None, int(datetime.now(UTC).timestamp() * 1000), True]


def _but(roles: Sequence[Any], ended: set[str]) -> list[Any]:
    return [role for role in roles if role[1] not in ended]


def _ended(changes: Sequence[Change]) -> set[str]:
    return {change.subject for change in changes if change.kind is ChangeKind.ENDS}


def holders(graph: Graph, records: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Who holds the roles of these records, and for which child; those that are known, on whatever day."""
    asks = statement("commands/change_subjects")
    if not records:
        return {}
    [found] = graph.read(asks, ids=[], records=sorted(set(records)), as_of=OPEN_END)
    return {key: (holder, child) for key, holder, child, *_ in found["roles"]}


def _children_of_ended(graph: Graph, question: Question, changes: Sequence[Change]) -> list[str]:
    """The children to whom the roles lead that end; refuses what cannot happen, by what is recorded for the day."""
    day = question.moment.as_of
    people = {change.subject for change in changes if change.kind in OF_A_PERSON}
    holders = {change.to for change in changes if change.to}
    carers = {change.to for change in changes if change.kind is ChangeKind.ENTRUSTED}
    returning = {change.subject for change in changes if change.kind is ChangeKind.RETURNS}
    [found] = graph.read(
        statement("commands/change_subjects"),
        ids=sorted(people | holders),
        records=sorted(_ended(changes)),
        as_of=day,
    )
    known: dict[str, list[Any]] = {}
    for id_, is_person, there, absences in found["parties"]:
        if id_ not in known or is_person:
            known[id_] = [is_person, there, [each.to_native() for each in absences]]
    for id_ in sorted(people | holders):
        if id_ not in known or (not known[id_][0] and id_ in people | carers):
            raise not_found(ErrorCode.PERSON_NOT_FOUND)
        if not known[id_][1]:
            raise _contradiction()
    for id_ in returning:
        absences = known[id_][2]
        if not absences or day in absences:
            raise _contradiction()
    roles = {key: (child, since.to_native(), until.to_native()) for key, _, child, since, until in found["roles"]}
    for key in _ended(changes):
        if key not in roles or not roles[key][1] <= day < roles[key][2]:
            raise not_found(ErrorCode.RECORD_NOT_FOUND)
        if roles[key][1] == day != SINCE_EVER:
            raise _contradiction()
    return [child for child, _, _ in roles.values()]


def _refuse_contradictions(changes: Sequence[Change], most: int) -> None:
    """Refuses changes that cannot all happen, whoever they are about."""
    if not changes or len(changes) > most:
        raise ServiceError(
            ErrorCode.CHANGE_INVALID, "There are no changes, or too many.", "Give 1 to {most}.", most=most
        )
    for change in changes:
        checked(change)
    dead = {change.subject for change in changes if change.kind is ChangeKind.DIES}
    others = {change.subject for change in changes if change.kind in OF_A_PERSON - {ChangeKind.DIES}}
    named = others | {each for change in changes if change.to for each in (change.subject, change.to)}
    if len(set(changes)) < len(changes) or dead & named or any(change.subject == change.to for change in changes):
        raise _contradiction()


def abilities(graph: Graph, question: Question, changes: Sequence[Change]) -> dict[int, Mapping[str, Any]]:
    """How able those are who would get a role, by the place of the change."""
    given = {place: change for place, change in enumerate(changes) if change.kind in _ROLE}
    asks = Statement(_ABILITY, _ability(question.former), "", {}, "")
    parameters = question.parameters | question.table.statement_parameters(question.moment.as_of)
    pages = graph.parallel_read(
        asks,
        [
            parameters | {"children": [change.subject], "party": change.to, "role": _ROLE[change.kind]}
            for change in given.values()
        ],
    )
    return {place: page[0]["able"] for place, page in zip(given, pages, strict=True)}


@lru_cache(maxsize=2)
def _ability(former: bool) -> str:
    """The statement that says how able `$party` would be toward a child."""
    sight = Sight(None, former, None)
    root = instantiate(parse(_CHILD, statement(_CHILD).text), Use(Variable.plain("null"), 0), sight)
    source = parse(_ABILITY, statement(_ABILITY).text, sees_everything=True)
    piece = instantiate(source, Use(root.variables["child"], 1), sight)
    return f"{root.clauses}\nRETURN head({piece.collected(piece.subject)}) AS able"


def not_found(code: ErrorCode) -> ServiceError:
    """What is not there: a child, a record, or anybody else, by the code."""
    if code is ErrorCode.CHILD_NOT_FOUND:
        return ServiceError(
            code,
            "Nobody with an id that was given is a child on the day.",
            "Check the ids: a child is alive, born by that day and under 18.",
        )
    if code is ErrorCode.RECORD_NOT_FOUND:
        return ServiceError(
            code,
            "No guardianship and no entrusted care of that record holds on the day.",
            "Check the record ids; see the evidence of the child's assessment.",
        )
    return ServiceError(
        code,
        "Nobody is known by an id that was given.",
        "Check the ids; only persons die, are detained, return or are entrusted with a child.",
    )


def _contradiction() -> ServiceError:
    return ServiceError(
        ErrorCode.CHANGES_CONTRADICT,
        "The changes contradict each other, or what is recorded for the day.",
        "Assume of nobody two things that cannot both be, nothing of somebody dead or closed, and a return only of "
        "somebody who left before that day.",
    )
