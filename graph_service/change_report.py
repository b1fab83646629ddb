"""Differences, kept ones and assumed ones, as people read them: tables with masked names, CSV, JSON lines."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.differences import causes
from graph_service.guardianship.table import decision_table
from graph_service.guardianship.whatif import Prospect
from graph_service.model.assessment import Record
from graph_service.model.difference import DifferenceKind, KeptDifference, Standing, standing_object
from graph_service.report import STYLE, csv_of, masked
from graph_service.texts import Language, text

_COLUMNS = ("day", "childId", "division", "kind", "gradeBefore", "gradeAfter", "before", "after", "causes", "trigger")


def json_lines(found: Iterable[KeptDifference | Prospect]) -> Iterable[bytes]:
    """One JSON object per line, with its line end."""
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
    return (orjson.dumps(_json_object(each), option=options) for each in found)


def csv_lines(found: Iterable[KeptDifference | Prospect]) -> Iterable[str]:
    """A header and one line per child; several values in a cell are separated by a blank."""
    return csv_of(_COLUMNS, (_cells(_json_object(each)) for each in found))


def differences_report(
    graph: Graph, found: Sequence[KeptDifference], period: tuple[date, date], language: Language, cases: int
) -> RenderableType:
    """How many of each kind, then the first so many, the worst first."""
    since, until = period
    days = str(until) if since == until else text("differences.period", language, since=since, until=until)
    title = [Text(text("differences.title", language), style="bold"), Text(days, style="dim")]
    if not found:
        return Group(*title, Text(text("differences.none", language)))
    counts = Counter(each.difference.kind for each in found)
    numbers = Table(text("differences.kind", language))
    numbers.add_column(text("differences.children", language), justify="right")
    for kind in DifferenceKind:
        if counts[kind]:
            numbers.add_row(_kind(kind, language), f"{counts[kind]:,}")
    order = list(DifferenceKind)
    shown = sorted(found, key=lambda each: _urgency(each, order))[:cases]
    rows = [
        (each.difference.day, each.difference.child_id, each.difference.kind, each.difference.before,
         each.difference.after, each.difference.causes)
        for each in shown
    ]  # fmt: skip
    headline = Text(text("differences.cases", language, shown=len(shown), found=f"{len(found):,}"), style="bold")
    return Group(*title, numbers, headline, _table(graph, rows, language))


def what_if_report(graph: Graph, found: Sequence[Prospect], day: date, language: Language) -> RenderableType:
    """Everybody affected, before and after."""
    title = Text(text("differences.what_if", language, day=day), style="bold")
    if not found:
        return Group(title, Text(text("differences.unaffected", language)))
    rows = [
        (each.day, each.child_id, each.kind, each.before, each.after, causes(each.before, each.after)) for each in found
    ]
    return Group(title, _table(graph, rows, language))


_Row = tuple[date, str, DifferenceKind | None, Standing | None, Standing | None, Sequence[Record]]


def _table(graph: Graph, rows: Sequence[_Row], language: Language) -> Table:
    sides = [side for _, _, _, before, after, _ in rows for side in (before, after) if side]
    ids = {child for _, child, *_ in rows} | {one.id for side in sides for one in side.responsible}
    names = {
        row["id"]: masked(row["name"] or "") if row["person"] else row["name"] or row["id"]
        for row in graph.read(statement("commands/case_labels"), ids=sorted(ids))
    }
    table = Table(show_lines=True)
    for name in ("day", "child", "kind", "before", "after", "why"):
        table.add_column(text(f"differences.{name}", language))
    for day, child, kind, before, after, why in rows:
        table.add_row(
            str(day),
            f"{names.get(child, '')}\n{child}",
            _kind(kind, language) if kind else text("differences.same", language),
            _standing(before, names, language),
            _standing(after, names, language),
            "\n".join(f"{record.fact} {record.id}" for record in why),
        )
    return table


def _standing(standing: Standing | None, names: Mapping[str, str], language: Language) -> Text:
    if standing is None:
        return Text(text("differences.nobody", language), style="dim")
    rule = decision_table()
    cell = Text(rule.row_of_grade[standing.grade].title.in_language(language), style=STYLE[standing.grade])
    for one in standing.responsible:
        kind = rule.responsibility[one.kind].title.in_language(language)
        state = rule.row_of_state[one.state].title.in_language(language)
        cell.append(f"\n{kind} {names.get(one.id, one.id)}: {state}", style="default not bold")
    return cell


def _kind(kind: DifferenceKind, language: Language) -> str:
    return text(f"difference_kind.{kind.lower()}", language)


def _urgency(found: KeptDifference, order: Sequence[DifferenceKind]) -> tuple[int, int]:
    rank, after = decision_table().order_of_grades.index, found.difference.after
    return order.index(found.difference.kind), -rank(after.grade) if after else 0


def _cells(row: Mapping[str, Any]) -> tuple[object, ...]:
    before, after = row["before"], row["after"]
    return (
        row["day"].isoformat(),
        row["childId"],
        row.get("division") or "",
        row["kind"] or "",
        before["grade"] if before else "",
        after["grade"] if after else "",
        _states(before),
        _states(after),
        " ".join(f"{record['fact']}:{record['id']}" for record in row.get("causes", ())),
        row["trigger"]["kind"] if "trigger" in row else "",
    )


def _states(standing: Mapping[str, Any] | None) -> str:
    return " ".join(f"{one['id']}:{one['kind']}:{one['state']}" for one in standing["responsible"]) if standing else ""


def _json_object(found: KeptDifference | Prospect) -> dict[str, Any]:
    if isinstance(found, KeptDifference):
        return found.json_object()
    return {
        "childId": found.child_id,
        "kind": found.kind,
        "day": found.day,
        "before": standing_object(found.before),
        "after": standing_object(found.after),
    }
