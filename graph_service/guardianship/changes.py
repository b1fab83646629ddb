"""What changed: only those are assessed again whom a change can affect, and what is different is kept in the graph.

Three things change how children stand, and each keeps its own differences: rows that land (`ImportWatch`), what an
officer records (`keep`), and a day that begins (`compare_days`). So every difference is found once, and a period is the
sum of its days.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import orjson
from neo4j import Record

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.differences import Standings, differences, standings
from graph_service.guardianship.storing import store_in
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Assessment
from graph_service.model.difference import (
    Difference,
    DifferenceKind,
    KeptDifference,
    Standing,
    Trigger,
    records_as_json,
    records_from,
)
from graph_service.model.time import born_by

Ask = Callable[..., list[Record]]
"""`Graph.read`, or `run` of a transaction."""

_PAGE: Final = 1_000
_DAY: Final = timedelta(days=1)


def keep(
    graph: Graph,
    found: Sequence[Difference],
    trigger: tuple[Trigger, str],
    assessed: Iterable[Assessment],
) -> None:
    """Keeps differences, and the later assessments of those with another grade; each child's once for each trigger.

    Args:
        trigger: what led to them, and its id.
        assessed: the later assessments, of these children at least.

    Raises:
        ServiceError: those of `Graph.transaction`.
    """
    later = {assessment.child_id: assessment for assessment in assessed}
    for start in range(0, len(found), _PAGE):
        with graph.transaction() as transaction:
            _keep_in(transaction, found[start : start + _PAGE], trigger, later)


def kept_differences(graph: Graph, since: date, until: date, division: str | None = None) -> list[KeptDifference]:
    """The differences of a period, by day and child.

    Args:
        since, until: first and last day.
        division: code prefix; None for the whole graph, also those of whom no division is known.

    Raises:
        ServiceError: ARGUMENT_INVALID when the first day is after the last.
    """
    if since > until:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The period is not a period.", "Give a first day that is not after the last."
        )
    asks = statement("commands/differences_of_period")
    found = graph.read(asks, since=since, until=until, division=division or "")
    return [_kept(record["difference"]) for record in found]


def concerned(ask: Ask, day: date, people: Collection[str], children: Collection[str], *, run: str = "") -> list[str]:
    """Ids of those whose grade a change may affect, if they may be a child on the day: whoever it says something about,
    everybody in their care, and those to whom somebody became, was or is no longer responsible.

    Args:
        ask: runs a statement where what has been written can be seen; what was there before is met as former versions.
        people, children: as in `feeds.loading.Landing`.
        run: an import; whose standing it has kept already is left out.
    """
    if not people and not children:
        return []
    return ask(
        statement("commands/children_concerned"),
        people=sorted(people),
        children=sorted(children),
        adult_born_by=decision_table().adult_born_by(day),
        run=run,
    )[0]["children"]


class ImportWatch:
    """Compares how children stand before and after an import; what `feeds.runs.Watch` asks for.

    How a child stood is kept in the transaction that first touches them, and compared when everything has landed. An
    import that was killed goes on where it stopped, and this with it; one that never goes on is compared as far as it
    came, before the next one begins.

    Args:
        graph: into which rows land.
        run: id of the import.
        at: aware time of the import.
        as_of: the day of the assessments; today if not given.
    """

    def __init__(self, graph: Graph, run: str, at: datetime, as_of: date | None = None) -> None:
        self._graph, self._run, self._at = graph, run, at
        self._day = as_of or date.today()  # noqa: DTZ011 - the officer's calendar
        self._first = not graph.read(statement("commands/finished_imports"))[0]["imports"]
        if not self._first:
            _compare_kept(graph, at, but=run)
            compare_days(graph, self._day)

    def landing(self, transaction: Transaction, people: Collection[str], children: Collection[str]) -> None:
        """Keeps how those stood whom these rows concern; other sessions see the graph as it was before them."""
        if self._first:
            return
        new = concerned(transaction.run, self._day, people, children, run=self._run)
        if not new:
            return
        stood = standings(assess(self._graph, _now(self._day, self._at), new))
        rows = [[child, stood[child].as_json() if child in stood else None] for child in new]
        transaction.run(statement("commands/standings_keep"), run=self._run, day=self._day, children=rows)

    def landed(self) -> int | None:
        """Compares, and keeps what is different; how many children that are. None after the first import."""
        if self._first:
            _compared_until(self._graph, self._day)
            return None
        return _compare_kept(self._graph, self._at)


def compare_days(graph: Graph, until: date) -> int:
    """Compares each day since the last one that was compared with the day before it, up to and including this one.

    A day is looked at as it was known at its midnight: what is recorded later on that day is a difference of its own.
    The first time there is nothing to compare with, and days count from this one on.

    Returns:
        how many differences were kept.

    Raises:
        ServiceError: those of `Graph.read` and `Graph.transaction`; the days before are done then.
    """
    known = graph.read(statement("commands/compared_until"))
    if not known:
        _compared_until(graph, until)
        return 0
    number = 0
    day = known[0]["day"].to_native() + _DAY
    while day <= until:
        midnight = datetime.combine(day, time.min).astimezone(UTC)
        whom = concerned_by_day(graph, day)
        before, after = (assess(graph, Moment(each, midnight), whom) for each in (day - _DAY, day))
        found = differences(day, standings(before), standings(after))
        keep(graph, found, (Trigger.DAY, day.isoformat()), after)
        _compared_until(graph, day)
        number += len(found)
        day += _DAY
    return number


def concerned_by_day(graph: Graph, day: date) -> list[str]:
    """Ids of those who may stand otherwise on a day than on the one before, by what is recorded."""
    table, before = decision_table(), day - _DAY
    sixteen = table.parameter("self_supporting_age", day)
    [begins] = graph.read(
        statement("commands/day_begins"),
        day=day,
        adult_born_after=table.adult_born_by(before),
        adult_born_by=table.adult_born_by(day),
        self_supporting_born_after=born_by(sixteen, before),
        self_supporting_born_by=born_by(sixteen, day),
    )
    return concerned(graph.read, before, begins["people"], begins["children"])


def _compare_kept(graph: Graph, at: datetime, *, but: str = "") -> int:
    """Compares how children stood before imports with how they stand, page by page; each page is forgotten with it."""
    number = 0
    while page := graph.read(statement("commands/standings_kept"), without=but, limit=_PAGE):
        run, day = page[0]["run"], page[0]["day"]
        mine = [record for record in page if (record["run"], record["day"]) == (run, day)]
        stood: Standings = {
            record["child"]: Standing.from_json(record["standing"]) for record in mine if record["standing"]
        }
        as_of = day.to_native()
        after = assess(graph, _now(as_of, at), [record["child"] for record in mine])
        found = differences(as_of, stood, standings(after))
        with graph.transaction() as transaction:
            _keep_in(transaction, found, (Trigger.IMPORT, run), {each.child_id: each for each in after})
            transaction.run(statement("commands/standings_forget"), ids=[record["id"] for record in mine])
        number += len(found)
    return number


def _keep_in(
    transaction: Transaction,
    found: Sequence[Difference],
    trigger: tuple[Trigger, str],
    later: Mapping[str, Assessment],
) -> None:
    if found:
        kept_at = datetime.now(UTC)
        store_in(transaction, [later[each.child_id] for each in found if _has_another_grade(each)])
        rows = [_row(each, trigger, later.get(each.child_id), kept_at) for each in found]
        transaction.run(statement("commands/differences_keep"), differences=rows)


def _now(day: date, at: datetime) -> Moment:
    """The day as it is known now, or when the import says that it happens, whichever is later."""
    return Moment(day, max(datetime.now(UTC), at))


def _compared_until(graph: Graph, day: date) -> None:
    graph.write(statement("commands/compared_until_now"), day=day)


def _has_another_grade(found: Difference) -> bool:
    """Whether it is a child after as before, or has become one, with another grade than before."""
    return found.after is not None and (found.before is None or found.before.grade is not found.after.grade)


def _row(
    found: Difference, trigger: tuple[Trigger, str], later: Assessment | None, kept_at: datetime
) -> dict[str, Any]:
    table = decision_table()
    before, after = found.before, found.after
    return {
        "id": "|".join((found.child_id, *trigger)),
        "childId": found.child_id,
        "kind": found.kind.value,
        "day": found.day,
        "gradeBefore": before and before.grade.value,
        "gradeAfter": after and after.grade.value,
        "before": before and before.as_json(),
        "after": after and after.as_json(),
        "causes": records_as_json(found.causes),
        "trigger": trigger[0].value,
        "triggerId": trigger[1],
        "knownAt": later.known_at if later else kept_at,
        "keptAt": kept_at,
        "ruleId": table.id,
        "ruleVersion": table.version,
    }


def _kept(node: dict[str, Any]) -> KeptDifference:
    before, after = node.get("before"), node.get("after")
    return KeptDifference(
        id=node["id"],
        difference=Difference(
            child_id=node["childId"],
            kind=DifferenceKind(node["kind"]),
            day=node["day"].to_native(),
            before=Standing.from_json(before) if before else None,
            after=Standing.from_json(after) if after else None,
            causes=records_from(orjson.loads(node["causes"])),
        ),
        division=node.get("division"),
        trigger=Trigger(node["trigger"]),
        trigger_id=node["triggerId"],
        known_at=node["knownAt"].to_native().astimezone(UTC),
        kept_at=node["keptAt"].to_native().astimezone(UTC),
        rule=(node["ruleId"], node["ruleVersion"]),
    )
