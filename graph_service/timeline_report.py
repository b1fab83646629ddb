"""Timelines and endings as people read them: tables with masked names, CSV, and JSON lines."""

from collections.abc import Iterable, Sequence
from datetime import date

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.guardianship.expiring import Ending
from graph_service.guardianship.table import decision_table
from graph_service.guardianship.timeline import Cause, Period
from graph_service.model.assessment import Grade
from graph_service.report import csv_of, masked_names
from graph_service.texts import Language, text

_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


def timeline_table(
    graph: Graph, child_id: str, periods: Sequence[Period], day: date, language: Language
) -> RenderableType:
    """A line for each constellation of a child's life; the grade stands at the first line of its period."""
    ids = {one.id for each in periods for when in each.constellations for one in when.responsible}
    names = masked_names(graph, ids | {child_id})
    rows = decision_table()
    table = Table(show_lines=True)
    for name in ("from", "until", "grade", "cause", "responsible"):
        table.add_column(text(f"timeline.{name}", language))
    for period in periods:
        for place, each in enumerate(period.constellations):
            first = place == 0
            table.add_row(
                str(each.begin),
                "" if not first or period.end is None else str(period.end),
                rows.row_of_grade[period.grade].title.in_language(language) if first else "",
                "\n".join(_told(cause, names, language) for cause in each.causes),
                "\n".join(
                    f"{names.get(one.id, one.id)}: {rows.row_of_state[one.state].title.in_language(language)}"
                    for one in each.responsible
                ),
            )
    heading = text("timeline.heading", language, child=names.get(child_id, child_id), day=day)
    return Group(Text(heading, style="bold"), table)


def expiring_table(graph: Graph, endings: Sequence[Ending], language: Language) -> RenderableType:
    """A line for each child whose guardianship stops being effective: when, which grade follows, and why."""
    ids = {each.child_id for each in endings} | {cause.who for each in endings for cause in each.causes if cause.who}
    names = masked_names(graph, ids)
    rows = decision_table()
    table = Table(show_lines=True)
    for name in ("day", "child", "grade", "cause"):
        table.add_column(text(f"timeline.{name}", language))
    for each in endings:
        table.add_row(
            str(each.day),
            f"{names.get(each.child_id, '')}\n{each.child_id}",
            rows.row_of_grade[Grade(each.grade)].title.in_language(language),
            "\n".join(_told(cause, names, language) for cause in each.causes),
        )
    heading = text("timeline.expiring", language, count=f"{len(endings):,}")
    return Group(Text(heading, style="bold"), table)


def timeline_csv(child_id: str, periods: Iterable[Period]) -> Iterable[str]:
    """A header and one line per constellation; several values in a cell are separated by a blank."""
    return csv_of(
        ("childId", "from", "until", "grade", "effective", "causes", "responsible"),
        (
            (
                child_id,
                each.begin,
                ends,
                period.grade,
                "" if period.effective is None else str(period.effective).lower(),
                " ".join(map(_cause_word, each.causes)),
                " ".join(f"{one.id}:{one.kind}:{one.state}" for one in each.responsible),
            )
            for period in periods
            for each, ends in zip(period.constellations, _ends(period), strict=True)
        ),
    )


def expiring_csv(endings: Iterable[Ending]) -> Iterable[str]:
    """A header and one line per child."""
    return csv_of(
        ("childId", "division", "day", "grade", "causes", "responsible"),
        (
            (
                each.child_id,
                each.hit.division or "",
                each.day,
                each.grade,
                " ".join(map(_cause_word, each.causes)),
                " ".join(f"{one['id']}:{one['role']}:{one['status']}" for one in each.hit.people),
            )
            for each in endings
        ),
    )


def timeline_json(child_id: str, periods: Iterable[Period]) -> Iterable[bytes]:
    """One JSON object per period and line."""
    return (orjson.dumps({"childId": child_id} | each.json_object(), option=_OPTIONS) for each in periods)


def _ends(period: Period) -> list[date | str]:
    """The day after the last one of each constellation."""
    begins = [each.begin for each in period.constellations]
    return [*begins[1:], period.end or ""]


def _cause_word(cause: Cause) -> str:
    fact = f"{cause.record.fact}:{cause.record.id}" if cause.record else cause.kind
    return f"{cause.event}:{cause.who or ''}:{fact or ''}"


def _told(cause: Cause, names: dict[str, str], language: Language) -> str:
    event = text(f"timeline.{cause.event.lower()}", language)
    who = names.get(cause.who, cause.who) if cause.who else ""
    record = f"{cause.record.fact} {cause.record.id}" if cause.record else ""
    source = f"({cause.record.source})" if cause.record and cause.record.source else ""
    return " ".join(part for part in (f"{who}:" if who else "", record, cause.kind or "", event, source) if part)
