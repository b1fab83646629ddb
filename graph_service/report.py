"""Assessments as people read them: tables with masked names, and CSV."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Protocol

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.feeds.importing import ImportSummary
from graph_service.feeds.quarantine import QuarantinedRow
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, Survey
from graph_service.guardianship.table import DecisionTable, decision_table
from graph_service.model.assessment import Assessment, Grade
from graph_service.model.time import age_on
from graph_service.texts import Language, text, told

STYLE = {
    Grade.NONE: "bold red",
    Grade.ABSENT: "bold yellow",
    Grade.UNKNOWN: "bold magenta",
    Grade.ENTRUSTED: "cyan",
    Grade.EFFECTIVE: "green",
    Grade.NOT_REQUIRED: "dim",
}


_SMALL_SHARE = 0.02
"""A county with less than this share of the children is one of the many that migrants have moved to."""


@dataclass(frozen=True)
class Label:
    """How somebody is shown to a reader who has no need to know their name."""

    masked_name: str
    birth_date: date | None = None
    place: str | None = None


def masked(name: str) -> str:
    """A name of which only the surname shows: 王某某."""
    return name[:1] + "某" * max(1, min(len(name) - 1, 2)) if name else "某"


def masked_names(graph: Graph, ids: Iterable[str]) -> dict[str, str]:
    """What persons and organisations are called in a report, by id: persons by their surname only."""
    return {each: label.masked_name for each, label in labels_of_ids(graph, ids).items()}


class _InJson(Protocol):
    def json_object(self) -> dict[str, Any]: ...


def json_lines(found: Iterable[_InJson]) -> Iterable[bytes]:
    """One JSON object per line, with its line end."""
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
    return (orjson.dumps(each.json_object(), option=options) for each in found)


def csv_of(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterable[str]:
    """A header and the rows, a line each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in chain([columns], rows):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_lines(assessments: Iterable[Assessment]) -> Iterable[str]:
    """A header and one line per child; several values in a cell are separated by a blank."""
    return csv_of(
        ("childId", "asOf", "knownAt", "grade", "effective", "responsible", "deFactoCarers", "gaps", "legalBasis"),
        (
            (
                assessment.child_id,
                assessment.as_of.isoformat(),
                assessment.known_at.isoformat(),
                assessment.grade,
                "" if assessment.effective is None else str(assessment.effective).lower(),
                " ".join(f"{somebody.id}:{somebody.kind}:{somebody.state}" for somebody in assessment.responsible),
                " ".join(somebody.id for somebody in assessment.de_facto_carers),
                " ".join(assessment.gaps),
                "; ".join(assessment.legal_basis),
            )
            for assessment in assessments
        ),
    )


def township_table(survey: Survey, names: Mapping[str, str], language: Language) -> Table:
    """Number of children by township and grade; counties where few of them live share one line."""
    rows = decision_table().row_of_grade
    shown = [grade for grade in Grade if survey.totals[grade]]
    table = Table(title=text("report.by_township", language), title_justify="left", show_footer=True)
    totals = survey.totals
    table.add_column(text("report.township", language), footer=text("report.total", language))
    table.add_column(text("report.children", language), justify="right", footer=f"{totals.total():,}")
    for grade in shown:
        header = rows[grade].title.in_language(language)
        table.add_column(header, justify="right", style=STYLE[grade], footer=f"{totals[grade]:,}")
    counties = Counter[str]()
    for township, counts in survey.counts.items():
        counties[(township or "")[:6]] += counts.total()
    small = {county for county, number in counties.items() if county and number < totals.total() * _SMALL_SHARE}
    elsewhere = [township for township in survey.counts if township and township[:6] in small]
    for township in sorted(survey.counts.keys() - set(elsewhere), key=lambda code: (code is None, code)):
        name = text("report.unknown_division", language) if township is None else names.get(township, "")
        _add_counts(table, f"{township or ''} {name}".strip(), survey.counts[township], shown)
    if elsewhere:
        label = text("report.elsewhere", language, divisions=len(elsewhere))
        _add_counts(table, label, sum((survey.counts[township] for township in elsewhere), Counter[Grade]()), shown)
    return table


def _add_counts(table: Table, label: str, counts: Counter[Grade], shown: Sequence[Grade]) -> None:
    table.add_row(label, f"{counts.total():,}", *(f"{counts[grade]:,}" if counts[grade] else "·" for grade in shown))


def case_table(assessments: Sequence[Assessment], labels: Mapping[str, Label], language: Language) -> RenderableType:
    """Each child with masked name, everybody responsible and their state, why nobody is effective, and the article."""
    if not assessments:
        return Text(text("report.none_found", language))
    rule = decision_table()
    table = Table(show_lines=True)
    table.add_column(text("report.child", language))
    table.add_column(text("report.grade", language))
    table.add_column(text("report.responsible", language))
    table.add_column(text("report.why", language), ratio=1)
    table.add_column(text("report.law", language), ratio=1)
    for assessment in assessments:
        table.add_row(
            _child_cell(assessment, labels, language),
            Text(rule.row_of_grade[assessment.grade].title.in_language(language), style=STYLE[assessment.grade]),
            _responsible_cell(assessment, labels, rule, language),
            _why_cell(assessment, labels, rule, language),
            _law_cell(assessment, rule, language),
        )
    return table


def survey_report(graph: Graph, survey: Survey, language: Language, cases: int) -> RenderableType:
    """The whole report: numbers by township and grade, then the first so many cases."""
    moment, rule = survey.moment, decision_table()
    chosen = first_cases(survey.assessments, cases)
    found = sum(number for grade, number in survey.totals.items() if rule.row_of_grade[grade].effective is False)
    townships = [code for code in survey.counts if code]
    names = {row["code"]: row["name"] for row in graph.read(statement("commands/division_names"), codes=townships)}
    return Group(
        Text(text("report.title", language), style="bold"),
        _moment_line(moment, language),
        Text(text("report.summary", language, children=f"{survey.totals.total():,}", found=f"{found:,}")),
        Text(),
        township_table(survey, names, language),
        Text(),
        Text(text("report.cases", language, shown=len(chosen), found=f"{found:,}"), style="bold"),
        case_table(chosen, labels_of(graph, chosen), language),
    )


def child_report(graph: Graph, assessment: Assessment, language: Language) -> RenderableType:
    """One child with the whole evidence."""
    moment = Moment(assessment.as_of, assessment.known_at)
    return Group(_moment_line(moment, language), case_table([assessment], labels_of(graph, [assessment]), language))


def labels_of(graph: Graph, assessments: Sequence[Assessment]) -> dict[str, Label]:
    """How everybody in the assessments is shown: persons with masked names, organisations with theirs."""
    ids = {case.child_id for case in assessments}
    ids |= {somebody.id for case in assessments for somebody in case.responsible}
    ids |= {stay.organisation_id for case in assessments for stay in case.placements}
    return labels_of_ids(graph, ids)


def labels_of_ids(graph: Graph, ids: Iterable[str]) -> dict[str, Label]:
    """The same of persons and organisations by id."""
    return {
        row["id"]: Label(
            masked(row["name"] or "") if row["person"] else row["name"] or row["id"],
            row["birthDate"] and row["birthDate"].to_native(),
            row["place"],
        )
        for row in graph.read(statement("commands/case_labels"), ids=sorted(set(ids)))
    }


def _moment_line(moment: Moment, language: Language) -> Text:
    known_at = moment.known_at.isoformat(timespec="seconds")
    return Text(text("report.as_of", language, as_of=moment.as_of, known_at=known_at), style="dim")


def first_cases(assessments: Sequence[Assessment], number: int) -> list[Assessment]:
    """The first cases to show: of each grade without effective guardianship in turn, so that none hides another."""
    queues = [
        [assessment for assessment in assessments if assessment.grade is grade]
        for grade in (Grade.NONE, Grade.ABSENT, Grade.UNKNOWN)
    ]
    turns = max(map(len, queues), default=0)
    return [queue[turn] for turn in range(turns) for queue in queues if turn < len(queue)][:number]


def _label(somebody: str, labels: Mapping[str, Label]) -> str:
    return labels[somebody].masked_name if somebody in labels else somebody


def _child_cell(assessment: Assessment, labels: Mapping[str, Label], language: Language) -> Text:
    label = labels.get(assessment.child_id)
    cell = Text(_label(assessment.child_id, labels), style="bold")
    if label and label.birth_date:
        cell.append(
            f"\n{text('report.age', language, age=age_on(label.birth_date, assessment.as_of))}", style="not bold"
        )
    cell.append(f"\n{assessment.child_id}", style="dim not bold")
    if label and label.place:
        cell.append(f"\n{label.place}", style="not bold")
    return cell


def _responsible_cell(
    assessment: Assessment, labels: Mapping[str, Label], rule: DecisionTable, language: Language
) -> Text:
    lines = [
        f"{rule.responsibility[somebody.kind].title.in_language(language)} {_label(somebody.id, labels)}: "
        f"{rule.row_of_state[somebody.state].title.in_language(language)}"
        for somebody in assessment.responsible
    ]
    return Text("\n".join(lines) or text("report.nobody", language))


def _why_cell(assessment: Assessment, labels: Mapping[str, Label], rule: DecisionTable, language: Language) -> Text:
    cell = Text(rule.row_of_grade[assessment.grade].when.in_language(language))
    for somebody in assessment.responsible:
        for record in somebody.records:
            cell.append(f"\n{record.fact} {record.id}" + (f" ({record.source})" if record.source else ""), style="dim")
    if assessment.de_facto_carers:
        carers = ", ".join(_label(somebody.id, labels) for somebody in assessment.de_facto_carers)
        cell.append("\n" + text("report.de_facto", language, carers=carers))
    if assessment.placements:
        places = ", ".join(_label(stay.organisation_id, labels) for stay in assessment.placements)
        cell.append("\n" + text("report.placed", language, organisations=places))
    if assessment.gaps:
        gaps = "; ".join(rule.gaps[gap].in_language(language) for gap in assessment.gaps)
        cell.append("\n" + text("report.gaps", language, gaps=gaps), style="italic")
    return cell


def _law_cell(assessment: Assessment, rule: DecisionTable, language: Language) -> Text:
    laws = [
        rule.row_of_grade[assessment.grade].law,
        *(rule.row_of_state[one.state].law for one in assessment.responsible),
    ]
    return Text("\n".join(dict.fromkeys(law.in_language(language) for law in laws)))


def import_report(summary: ImportSummary, language: Language) -> RenderableType:
    """What an import did, file by file, and what it leaves to be looked at."""
    table = Table(show_footer=True)
    table.add_column(text("import.file", language), footer=text("report.total", language))
    quarantined = sum(file.quarantined for file in summary.files)
    for name in ("read", "inserted", "updated", "unchanged", "quarantined"):
        total = sum(getattr(file, name) for file in summary.files)
        table.add_column(text(f"import.{name}", language), justify="right", footer=f"{total:,}")
    for file in summary.files:
        counts = (file.read, file.inserted, file.updated, file.unchanged, file.quarantined)
        table.add_row(file.file, *(f"{count:,}" for count in counts))
    lines = [
        text("import.unknown_columns", language, file=file.file, columns=", ".join(file.unknown_columns))
        for file in summary.files
        if file.unknown_columns
    ]
    lines += [f"{file.file}: {file.error} {told(file.message or '', language)}" for file in summary.files if file.error]
    if summary.resolved:
        lines.append(text("import.resolved", language, count=f"{summary.resolved:,}"))
    if summary.differences:
        lines.append(text("differences.imported", language, count=f"{summary.differences:,}"))
    if quarantined:
        lines.append(text("import.quarantine_hint", language))
    return Group(table, *map(Text, lines))


def quarantine_report(rows: Sequence[QuarantinedRow], language: Language) -> RenderableType:
    """Rows in quarantine, one line for each rule that they break; no values."""
    if not rows:
        return text("quarantine.empty", language)
    columns = ("file", "line", "column", "value", "reason")
    table = Table(*(text(f"quarantine.{name}", language) for name in columns))
    for row in rows:
        for violation in row.violations:
            table.add_row(row.file, str(row.line), violation.column, violation.value_class, violation.code)
    return table
