"""Which rules hold of which children, and why: one child, a division, or all; on any day, as known at any moment.

The rules asked for, and what they need, are put into one statement that goes through each child once: inputs first,
then rules. The guard adds the day and recorded time to every pattern, so that the files say nothing of either.
"""

import gc
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from neo4j.time import Date, DateTime

from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import parse
from graph_service.fragments.patterns import Piece, Sight, Use, Variable, instantiate
from graph_service.graph.connection import SESSIONS, Graph
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.assessment import Moment, Question, children_ids, settle
from graph_service.guardianship.outlook import first_ineffective
from graph_service.guardianship.rules import (
    CHILD,
    FOLDER,
    GRADE,
    INPUTS,
    Definition,
    Kind,
    Rule,
    Rulebook,
    Scalar,
    Settings,
    rulebook,
)
from graph_service.model.assessment import Assessment, recorded_time

SMALLEST_PAGE, PAGE = 250, 1_000
"""Children of one statement."""
GRADED = ("EFFECTIVE", "ENTRUSTED")
"""Grades that warnings are about; `guardianship.md` section 5."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule holds of a child on a day, or it cannot be said whether it does.

    Args:
        answer: `yes`, or `undetermined`: then `missing` says which fact of which person would decide, and who can
            supply it.
        people: those on the path: id, role, status, and the records that it rests on.
        records: further records that it rests on: id, fact, source and recordedAt; `of` says whose, if not the child's.
        details: what else the rule says, such as its definition, a day or a reason.
        parameters: values that were used, by definition and parameter, as they are in the child's division on the day.
    """

    child_id: str
    division: str | None
    as_of: date
    known_at: datetime
    rule: Rule
    answer: str
    people: tuple[Mapping[str, Any], ...]
    records: tuple[Mapping[str, Any], ...]
    missing: tuple[Mapping[str, Any], ...]
    details: Mapping[str, Any]
    parameters: Settings = field(default_factory=dict[str, dict[str, Any]])

    def json_object(self) -> dict[str, Any]:
        """The hit as the JSON object of `detect --format jsonl`; ids are the feeds'."""
        described = self.rule.described
        return {
            "childId": self.child_id,
            "division": self.division,
            "asOf": self.as_of,
            "knownAt": self.known_at,
            "rule": {"id": described.id, "version": described.version, "kind": described.kind},
            "answer": self.answer,
            "people": self.people,
            "records": self.records,
            "missing": self.missing,
            "details": self.details,
            "legalBasis": [law.article.en for law in described.law],
            "parameters": self.parameters,
        }


def detect(
    graph: Graph,
    moment: Moment,
    *,
    rules: Sequence[str] = (),
    division: str | None = None,
    children: Sequence[str] | None = None,
    changed: Mapping[str, Mapping[str, Scalar]] | None = None,
    book: Rulebook | None = None,
) -> list[Hit]:
    """Every hit, by child and rule.

    Args:
        moment: the day, and what was known.
        rules: ids; all of them when empty.
        division: code prefix; None for the whole graph.
        children: ids, in place of a division; who is no child on the day is left out.
        changed: parameter values that this question sets, by the folder name of the rule and the parameter.
        book: rules other than those of the service.

    Raises:
        ServiceError: ARGUMENT_INVALID for an unknown rule or parameter; RULE_INVALID.
    """
    known = book or rulebook()
    chosen = [known.rule(rule_id) for rule_id in rules] or list(known.rules.values())
    _refuse_unknown(known, changed or {})
    question = settle(graph, moment)
    ids = list(children) if children is not None else children_ids(graph, question, division)
    names = tuple(rule.name for rule in known.rules.values() if rule in chosen)
    asks = Statement(f"{FOLDER}/detection", compiled(known, names, question.former), "", {}, "")
    settings = {prefix: known.settings(moment.as_of, prefix, changed) for prefix in known.divisions}
    parameters = parameters_of(question) | {"settings": settings, "nation": ""}
    size = page_size(len(ids))
    pages = graph.parallel_read(
        asks, [parameters | {"children": ids[start : start + size]} for start in range(0, len(ids), size)]
    )
    asked = [known.rule_of_name[name] for name in names]
    used = {prefix: {rule.name: _used(known, rule, settings[prefix]) for rule in asked} for prefix in settings}
    hits: list[Hit] = []
    with _uncollected(len(ids)):
        for page in pages:
            for child_id, place, found in page[0]["page"]:
                mine = used[max((prefix for prefix in used if (place or "").startswith(prefix)), key=len)]
                for rule, rows in zip(asked, found, strict=True):
                    if rows:
                        hits += [_hit(rule, moment, child_id, place, _plain(row), mine[rule.name]) for row in rows]
        hits = _regraded(graph, moment, hits)
    order = {name: position for position, name in enumerate(names)}
    return sorted(hits, key=lambda hit: (hit.child_id, order[hit.rule.name]))


@contextmanager
def _uncollected(children: int) -> Generator[None]:
    """Hits of many children are very many objects, all of which stay, and none is in a cycle: looking for cycles took a
    tenth of the time.
    """
    paused = children > PAGE and gc.isenabled()
    if paused:
        gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def page_size(children: int) -> int:
    """How many children each statement is asked about: few go together; of many, all sessions end at about one time."""
    rounds = -(-children // (SESSIONS * PAGE))
    return max(SMALLEST_PAGE, -(-children // (SESSIONS * max(1, rounds))))


def parameters_of(question: Question) -> dict[str, Any]:
    """What every statement may use: it depends on the day and the decision table."""
    table = question.table
    return (
        question.parameters
        | table.statement_parameters(question.moment.as_of)
        | {"state_of_row": [table.state_of_row[row].state.value for row in range(len(table.states))]}
    )


def compiled(book: Rulebook, names: Sequence[str], former: bool) -> str:
    """The statement that finds the hits of these rules for `$children`; its one value `page` holds, for each child of
    whom a rule holds, the id, the division and a list of hits for each rule.

    Args:
        names: folder names of rules.
        former: whether former versions count.
    """
    return _compiled(_Key(book), tuple(names), former)


class _Key:
    """A rulebook by identity: what is compiled is remembered for each."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    def __hash__(self) -> int:
        return id(self.book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.book is self.book


@lru_cache(maxsize=64)
def _compiled(key: _Key, names: tuple[str, ...], former: bool) -> str:
    book, sight = key.book, Sight(None, former, None)
    warned = [name for name in names if book.rule_of_name[name].described.kind is Kind.WARNING]
    wanted = book.closure(names)
    source = parse(f"{FOLDER}/{INPUTS}/{CHILD}", statement(f"{FOLDER}/{INPUTS}/{CHILD}").text)
    root = instantiate(source, Use(Variable.plain("null"), 0), sight)
    child = root.variables[CHILD]
    lengths = sorted({len(prefix) for prefix in book.divisions} - {0}, reverse=True)
    near = [f"$settings[left({child.base}.division, {length})]" for length in lengths]
    clauses = [root.clauses, f"WITH *, coalesce({', '.join([*near, '$settings[$nation]'])}) AS settings"]
    for definition in wanted:
        expression, only = _expression(definition, child, sight)
        if definition.name in warned:
            only = [f"{GRADE} IN {list(GRADED)}", *only]
        if only:
            expression = f"CASE WHEN {' AND '.join(only)} THEN {expression} ELSE [] END"
        clauses.append(f"WITH *, {expression} AS {definition.name}")
    clauses.append(f"WITH *, [{', '.join(names)}] AS hits WHERE any(each IN hits WHERE size(each) > 0)")
    clauses.append(f"RETURN collect([{child.name}.id, {child.base}.division, hits]) AS page")
    return "\n".join(clauses)


def _expression(definition: Definition, child: Variable, sight: Sight) -> tuple[str, list[str]]:
    """What a definition is of the child, one value or a list; and the condition without which the list is empty."""
    values = {name: f"settings.{definition.name}.{name}" for name in definition.parameters}
    use = Use(child, 1, values=values)
    piece: Piece = instantiate(definition.fragment, use, sight)
    only = [instantiate(definition.condition, use, sight).value()] if definition.condition else []
    return (piece.value() if definition.one else piece.collected(piece.subject)), only


def _used(book: Rulebook, rule: Rule, settings: Settings) -> Settings:
    """Of the values in force in a division, those that the rule and what it needs go by."""
    wanted = (definition.name for definition in book.closure([rule.name]))
    return {name: settings[name] for name in wanted if settings[name]}


def _hit(
    rule: Rule, moment: Moment, child_id: str, division: str | None, row: Mapping[str, Any], used: Settings
) -> Hit:
    rest = dict(row)
    undetermined = rest.pop("undetermined", False)
    people, records, missing = (tuple(rest.pop(name, ())) for name in ("people", "records", "missing"))
    answer = "undetermined" if undetermined else "yes"
    missing = missing if undetermined else ()
    return Hit(child_id, division, moment.as_of, moment.known_at, rule, answer, people, records, missing, rest, used)


def _regraded(graph: Graph, moment: Moment, hits: list[Hit]) -> list[Hit]:
    """Of the rules that look ahead, the first day on which the child is without effective guardianship, or no hit."""
    ahead = {hit.child_id: set[date](hit.details["days"]) for hit in hits if hit.rule.described.regrade}
    if not ahead:
        return hits
    endings = first_ineffective(graph, moment, ahead)
    return [
        _ending(hit, endings[hit.child_id]) if hit.rule.described.regrade else hit
        for hit in hits
        if not hit.rule.described.regrade or hit.child_id in endings
    ]


def _ending(hit: Hit, ending: Assessment) -> Hit:
    """The hit with the day, the grade of that day, and who is then in which state."""
    people = tuple(
        {
            "id": somebody.id,
            "role": somebody.kind.value,
            "status": somebody.state.value,
            "records": [record.json_object() for record in somebody.records or somebody.roles],
        }
        for somebody in ending.responsible
    )
    details = {"day": ending.as_of, "grade": ending.grade.value}
    return Hit(
        hit.child_id,
        hit.division,
        hit.as_of,
        hit.known_at,
        hit.rule,
        hit.answer,
        people,
        hit.records,
        hit.missing,
        details,
        hit.parameters,
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a statement returns
    """The database's values as Python's, maps and lists changed in place: there are very many.

    The time of a record may come in milliseconds, read far faster.
    """
    kind = type(value)  # pyright: ignore[reportUnknownVariableType]
    if kind is dict:
        for name, each in value.items():
            if name == "recordedAt" and type(each) is int:
                value[name] = recorded_time(each)
            elif type(each) in _CONVERTED:
                value[name] = _plain(each)
    elif kind is list:
        value[:] = [_plain(each) for each in value]
    elif kind is DateTime:
        return value.to_native().astimezone(UTC)
    elif kind is Date:
        return value.to_native()
    return value


_CONVERTED = frozenset({dict, list, DateTime, Date})


def _refuse_unknown(book: Rulebook, changed: Mapping[str, Mapping[str, Scalar]]) -> None:
    for name, values in changed.items():
        known: Iterable[str] = book.definitions[name].parameters if name in book.definitions else ()
        for parameter in values:
            if parameter not in known:
                raise ServiceError(
                    ErrorCode.ARGUMENT_INVALID,
                    "There is no parameter {parameter}.",
                    "Ask `rules show` for the parameters of a rule.",
                    parameter=f"{name}.{parameter}",
                )
