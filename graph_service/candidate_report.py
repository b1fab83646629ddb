"""Candidate guardians as people read them: a table with masked names, CSV, and JSON lines."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.guardianship.candidates import Candidate
from graph_service.guardianship.order import statutory_order
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Record
from graph_service.report import csv_of, masked_names
from graph_service.texts import Language, text

_COLUMNS = (
    *("childId", "rank", "id", "order", "relation", "state", "distance", "age", "wards", "consentNeeded", "reasons"),
    *("path", "records", "bars", "ties", "legalBasis"),
)


def candidate_table(
    graph: Graph, child_id: str, found: Sequence[Candidate], day: date, language: Language
) -> RenderableType:
    """All candidates of a child in the order of the law, each with why they are there."""
    names = masked_names(graph, {child_id, *(each.id for each in found)})
    order, table = statutory_order(), decision_table()
    shown = Table(show_lines=True)
    for name in ("rank", "who", "relation", "state", "place", "care", "why"):
        shown.add_column(text(f"candidates.{name}", language))
    for each in found:
        who = Text(f"{names.get(each.id, each.id)}\n", style="bold" if each.rank else "dim")
        who.append(each.id, style="dim not bold")
        if each.age is not None:
            who.append(f"\n{text('candidates.years', language, age=each.age)}", style="not bold")
        shown.add_row(
            "·" if each.rank is None else str(each.rank),
            who,
            order.relations[each.relation].in_language(language),
            "\n".join([table.row_of_state[each.state].title.in_language(language), *map(_evidence, each.records)]),
            order.distances[each.distance].in_language(language),
            "" if each.wards is None else str(each.wards),
            "\n".join(_why(each, language)),
        )
    heading = text("candidates.heading", language, child=names.get(child_id, child_id), day=day)
    return Group(Text(heading, style="bold"), shown)


def csv_lines(found: Iterable[Candidate]) -> Iterable[str]:
    """A header and one line per candidate; several values in a cell are separated by a blank."""
    return csv_of(
        _COLUMNS,
        (
            (
                each.child_id,
                "" if each.rank is None else each.rank,
                each.id,
                each.order,
                each.relation,
                each.state,
                each.distance,
                "" if each.age is None else each.age,
                "" if each.wards is None else each.wards,
                str(each.consent_needed).lower(),
                " ".join(each.reasons),
                " ".join(f"{edge.start}:{edge.record.fact}:{edge.end}" for edge in each.path),
                " ".join(f"{record.fact}:{record.id}" for record in each.records),
                " ".join(f"{record.fact}:{record.id}" for record in each.bars),
                " ".join(f"{edge.record.fact}:{edge.record.id}" for edge in each.ties),
                statutory_order().orders[each.order].law.en,
            )
            for each in found
        ),
    )


def _why(candidate: Candidate, language: Language) -> list[str]:
    order = statutory_order()
    group = order.orders[candidate.order]
    lines = [f"{group.title.in_language(language)} ({group.law.in_language(language)})"]
    if candidate.consent_needed:
        lines.append(text("candidates.consent", language))
    lines += [order.reasons[reason].in_language(language) for reason in candidate.reasons]
    lines += [_evidence(edge.record) for edge in (*candidate.path, *candidate.ties)]
    return lines + [_evidence(record) for record in candidate.bars]


def _evidence(record: Record) -> str:
    return f"{record.fact} {record.id}" + (f" ({record.source})" if record.source else "")
