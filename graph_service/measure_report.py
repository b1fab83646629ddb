"""Measures of networks, critical carers and flows as people read them: tables with masked names, CSV, JSON lines."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Grade
from graph_service.networks.flows import Along, Flow, Published
from graph_service.networks.fragility import Critical
from graph_service.networks.keeping import Kept
from graph_service.report import STYLE, masked_names
from graph_service.texts import Language, text

if TYPE_CHECKING:  # networkx takes a second, and most commands need none
    from graph_service.networks.measures import Measures


def csv_lines(found: "Iterable[Measures | Kept | Critical | Flow | Along]") -> Iterable[str]:
    """A header and one line each; several values in a cell are separated by a blank, parts of a whole have its name."""
    buffer = io.StringIO()
    writer: Any = None
    for each in found:
        row = dict(_flat(each.json_object()))
        if writer is None:
            writer = csv.DictWriter(buffer, row, lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def measures_table(graph: Graph, found: "Sequence[Measures]", language: Language, cases: int) -> RenderableType:
    """The most isolated first: size, able adults, ways to them, who must not fall away, load, isolation."""
    shown = sorted(found, key=lambda each: (-each.isolation.score, each.child_id))[:cases]
    names = masked_names(graph, {_bare(one) for each in shown for one in (each.child_id, *each.cut_persons)})
    table = Table()
    table.add_column(text("networks.child", language))
    for name in ("size", "able_adults", "redundancy", "constraint", "load", "isolation"):
        table.add_column(text(f"networks.{name}", language), justify="right")
    table.add_column(text("networks.cut_persons", language))
    for each in shown:
        table.add_row(
            _who(each.child_id, names),
            str(each.size),
            str(each.able_adults),
            str(each.redundancy),
            "·" if each.constraint is None else f"{each.constraint:.2f}",
            f"{max(one.load for one in each.carers):.1f}" if each.carers else "·",
            f"{each.isolation.score:.2f}",
            "\n".join(_who(one, names) for one in each.cut_persons),
        )
    heading = text("networks.measures", language, shown=len(shown), found=f"{len(found):,}")
    return Group(Text(heading, style="bold"), table, Text(text("networks.isolation_is", language), style="dim"))


def kept_table(graph: Graph, found: Sequence[Kept], language: Language, cases: int) -> RenderableType:
    """What was kept, in the order given: the day, the same numbers, when they were measured, by which version."""
    shown = found[:cases]
    names = masked_names(graph, {each.child_id for each in shown})
    table = Table()
    for name in ("child", "day"):
        table.add_column(text(f"networks.{name}", language))
    for name in ("size", "able_adults", "redundancy", "isolation"):
        table.add_column(text(f"networks.{name}", language), justify="right")
    for name in ("measured_at", "version"):
        table.add_column(text(f"networks.{name}", language))
    for each in shown:
        numbers = (str(each.measures[name]) for name in ("size", "ableAdults", "redundancy"))
        table.add_row(
            _who(each.child_id, names),
            each.as_of.isoformat(),
            *numbers,
            f"{each.measures['isolation']['score']:.2f}",
            each.measured_at.isoformat(timespec="seconds"),
            each.version,
        )
    heading = text("networks.kept_measures", language, shown=len(shown), found=f"{len(found):,}")
    return Group(Text(heading, style="bold"), table)


def critical_table(graph: Graph, found: Sequence[Critical], language: Language, cases: int) -> RenderableType:
    """Who holds most children first, each with what would follow for whom."""
    shown = found[:cases]
    names = masked_names(graph, {each.id for each in shown} | {fall.child_id for each in shown for fall in each.falls})
    table = Table(show_lines=True)
    table.add_column(text("networks.who", language))
    table.add_column(text("networks.children", language), justify="right")
    table.add_column(text("networks.falls", language))
    for each in shown:
        falls = Text()
        for place, fall in enumerate(each.falls):
            falls.append(f"{chr(10) if place else ''}{_who(fall.child_id, names)}: {_grade(fall.before, language)} → ")
            falls.append(_grade(fall.after, language), style=STYLE[fall.after])
        table.add_row(_who(each.id, names), str(len(each.falls)), falls)
    heading = text("networks.critical", language, shown=len(shown), found=f"{len(found):,}")
    return Group(Text(heading, style="bold"), table)


def flow_report(
    graph: Graph, found: Sequence[Flow] | Sequence[Along], language: Language, published: Published | None
) -> RenderableType:
    """Flows, or the children who could be taken along, as a table."""
    along = [each for each in found if isinstance(each, Along)]
    if along:
        return along_table(graph, along, language)
    return flows_table(graph, [each for each in found if isinstance(each, Flow)], language, published)


def flows_table(graph: Graph, found: Sequence[Flow], language: Language, published: Published | None) -> RenderableType:
    """From where to where how many parents work, the most first; hidden numbers as such."""
    names = _places(graph, {place for flow in found for place in (flow.origin, flow.destination) if place})
    everywhere = text("networks.all", language)
    table = Table()
    for name in ("origin", "destination"):
        table.add_column(text(f"networks.{name}", language))
    table.add_column(text("networks.parents", language), justify="right")
    for flow in found:
        number = text("statistics.hidden", language) if flow.parents is None else f"{flow.parents:,}"
        places = (flow.origin, flow.destination)
        table.add_row(*(names.get(each, each) if each else everywhere for each in places), number)
    if published is None:
        return table
    source = published.source.in_language(language)
    return Group(table, Text(text("statistics.smallest", language, smallest=published.smallest, source=source)))


def along_table(graph: Graph, found: Sequence[Along], language: Language) -> RenderableType:
    """The children with nobody at home, and where which parent could take them."""
    names = masked_names(
        graph, {each.child_id for each in found} | {p.parent_id for each in found for p in each.parents}
    )
    places = _places(graph, {parent.destination for each in found for parent in each.parents})
    table = Table(show_lines=True)
    for name in ("child", "grade", "parents_away", "together"):
        table.add_column(text(f"networks.{name}", language))
    for each in found:
        parents = (
            f"{_who(parent.parent_id, names)}: {places.get(parent.destination, parent.destination)}"
            for parent in each.parents
        )
        together = text("networks.yes" if each.together else "networks.no", language)
        table.add_row(_who(each.child_id, names), _grade(each.grade, language), "\n".join(parents), together)
    return table


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for name, each in value.items():
        place = f"{prefix}{name}"
        if isinstance(each, Mapping):
            yield from _flat(each, f"{place}.")  # pyright: ignore[reportUnknownArgumentType] - plain JSON
        elif isinstance(each, list | tuple):
            yield place, " ".join(map(_cell, each))  # pyright: ignore[reportUnknownArgumentType] - plain JSON
        else:
            yield place, each


def _cell(value: Any) -> str:  # noqa: ANN401 - plain JSON
    if isinstance(value, Mapping):
        return ":".join("" if each is None else str(each) for each in value.values())  # pyright: ignore
    return "-".join(value) if isinstance(value, tuple) else str(value)  # pyright: ignore


def _places(graph: Graph, prefixes: Iterable[str]) -> dict[str, str]:
    """Code and name of divisions, by the prefix of the code."""
    found = graph.read(statement("commands/division_names"), codes=sorted(filter(None, prefixes)))
    return {row["code"]: f"{row['code']} {row['name'] or ''}".strip() for row in found}


def _bare(reference: str) -> str:
    return reference.partition(":")[2]


def _who(id_: str, names: Mapping[str, str]) -> str:
    bare = _bare(id_) or id_
    return f"{names.get(bare, '')} {bare}".strip()


def _grade(grade: Grade, language: Language) -> str:
    return decision_table().row_of_grade[grade].title.in_language(language)
