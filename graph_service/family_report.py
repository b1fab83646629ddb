"""Kinship and separated families as people read them: tables with masked names, CSV, JSON lines."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rich.console import RenderableType
from rich.table import Table

from graph_service.graph.connection import Graph
from graph_service.guardianship.kinship import Edge
from graph_service.guardianship.order import statutory_order
from graph_service.networks.kinship import Kin
from graph_service.networks.separated import Reunification, SeparatedSiblings
from graph_service.report import csv_of, masked_names
from graph_service.texts import Language, text


class Drawing(StrEnum):
    """What can be drawn or exported of a person's family and network."""

    GENOGRAM = "genogram"
    ECOMAP = "ecomap"
    NETWORK = "network"


def kinship_table(graph: Graph, one: str, other: str, found: Sequence[Kin], language: Language) -> RenderableType:
    """What the other person is to the one: term, degree, line, and the way there with its records."""
    people = {one, other, *(step.person for kin in found for path in kin.paths for step in path)}
    names = masked_names(graph, people)
    heading = text("kinship.heading", language, one=names.get(one, one), other=names.get(other, other))
    table = Table(title=heading, title_justify="left", show_lines=True)
    for name in ("term", "degree", "line", "way"):
        table.add_column(text(f"kinship.{name}", language))
    for kin in found:
        ways = (
            "\n".join(
                f"{names.get(step.person, step.person)} {step.person}  {step.edge.record.fact} {step.edge.record.id}"
                for step in path
            )
            for path in kin.paths
        )
        line = text(f"kinship.{kin.line.lower()}", language)
        near = text("kinship.near", language) if kin.near_relative else ""
        table.add_row(
            kin.term.in_language(language), str(kin.degree), "\n".join(filter(None, (line, near))), "\n\n".join(ways)
        )
    return table


def kinship_csv(one: str, other: str, found: Iterable[Kin]) -> Iterable[str]:
    """A header and one line per relation; the records of each shortest way are in one cell."""
    columns = ("from", "to", "english", "chinese", "kinType", "degree", "line", "nearRelative", "paths")
    return csv_of(columns, (_kinship_cells(one, other, kin) for kin in found))


def siblings_table(graph: Graph, found: Sequence[SeparatedSiblings], language: Language, most: int) -> RenderableType:
    """Pairs of siblings with both homes."""
    shown = found[:most]
    homes = {edge.end for pair in shown for edge in (*pair.homes, *pair.sibling_homes)}
    names = masked_names(graph, {each for pair in shown for each in (pair.child_id, pair.sibling_id)} | homes)
    title = text("separated.siblings", language, found=f"{len(found):,}", shown=f"{len(shown):,}")
    table = Table(title=title, title_justify="left", show_lines=True)
    for name in ("child", "home", "sibling", "home"):
        table.add_column(text(f"separated.{name}", language))
    for pair in shown:
        kind = text("separated.half", language) if pair.half else ""
        table.add_row(
            f"{names.get(pair.child_id, '')} {pair.child_id}",
            _homes(pair.homes, names),
            "\n".join(filter(None, (f"{names.get(pair.sibling_id, '')} {pair.sibling_id}", kind))),
            _homes(pair.sibling_homes, names),
        )
    return table


def siblings_csv(found: Iterable[SeparatedSiblings]) -> Iterable[str]:
    """A header and one line per pair."""
    columns = ("childId", "siblingId", "division", "half", "homes", "siblingHomes", "records")
    return csv_of(columns, map(_siblings_cells, found))


def reunification_table(graph: Graph, found: Sequence[Reunification], language: Language, most: int) -> RenderableType:
    """Children in care with those of their family who could take them in."""
    shown = found[:most]
    people = {each.child_id for each in shown} | {edge.end for each in shown for edge in each.placements}
    people |= {one.id for each in shown for one in (*each.parents, *each.relatives)}
    names, order = masked_names(graph, people), statutory_order()
    title = text("separated.reunification", language, found=f"{len(found):,}", shown=f"{len(shown):,}")
    table = Table(title=title, title_justify="left", show_lines=True)
    for name in ("child", "care", "parents", "relatives"):
        table.add_column(text(f"separated.{name}", language))
    for each in shown:
        table.add_row(
            f"{names.get(each.child_id, '')} {each.child_id}",
            _homes(each.placements, names),
            "\n".join(f"{names.get(one.id, '')} {one.id}" for one in each.parents),
            "\n".join(
                f"{names.get(one.id, '')} {one.id} ({order.relations[one.relation].in_language(language)})"
                for one in each.relatives
            ),
        )
    return table


def reunification_csv(found: Iterable[Reunification]) -> Iterable[str]:
    """A header and one line per child."""
    columns = ("childId", "division", "placements", "parents", "relatives")
    return csv_of(columns, map(_reunification_cells, found))


def _kinship_cells(one: str, other: str, kin: Kin) -> tuple[object, ...]:
    paths = "; ".join(" ".join(f"{step.edge.record.id}" for step in path) for path in kin.paths)
    near = str(kin.near_relative).lower()
    return one, other, kin.term.en, kin.term.zh, kin.kin_type, kin.degree, kin.line, near, paths


def _siblings_cells(pair: SeparatedSiblings) -> tuple[object, ...]:
    homes, others = (" ".join(edge.end for edge in edges) for edges in (pair.homes, pair.sibling_homes))
    records = " ".join(edge.record.id for edge in pair.parentages)
    return pair.child_id, pair.sibling_id, pair.division, str(pair.half).lower(), homes, others, records


def _reunification_cells(each: Reunification) -> tuple[object, ...]:
    placements = " ".join(f"{edge.end}:{edge.kind}" for edge in each.placements)
    parents = " ".join(one.id for one in each.parents)
    relatives = " ".join(f"{one.id}:{one.relation}" for one in each.relatives)
    return each.child_id, each.division, placements, parents, relatives


def _homes(edges: Iterable[Edge], names: Mapping[str, str]) -> str:
    return "\n".join(f"{names.get(edge.end, '')} {edge.end}".strip() for edge in edges)
