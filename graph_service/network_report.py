"""Support networks and paths as people read them: words and tables with masked names, CSV, and JSON lines."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.networks.ego import EgoNetwork
from graph_service.networks.neighbourhood import able_people
from graph_service.networks.paths import FoundPaths
from graph_service.networks.ties import Tie, TieFilter
from graph_service.networks.words import able_in_words, in_words, name_of
from graph_service.report import csv_of, masked_names
from graph_service.texts import Language, text


def network_of(graph: Graph, network: EgoNetwork, wanted: TieFilter, language: Language) -> RenderableType:
    """One person's network in words, with who could look after them."""
    person, around = network.person.id, network.around
    people = [node.id for node in around.nodes.values() if node.is_person and node.id != person]
    able = {each for _, each in able_people(graph, wanted, [(person, each) for each in people])}
    names = masked_names(graph, [each.id for each in around.nodes.values()])
    heading, *lines = in_words(network, names, wanted.moment.as_of, language)
    nearest = [each for each, node in around.nodes.items() if node.is_person and node.id in able]
    lines.append(able_in_words(nearest, names, language))
    return Group(Text(heading, style="bold"), *map(Text, lines))


def network_csv(network: EgoNetwork) -> Iterable[str]:
    """A header and one line per tie; records are separated by a blank."""
    rows = (
        (*_tie_cells(tie), network.around.distance[tie.start], network.around.distance[tie.end])
        for tie in network.around.ties
    )
    return csv_of((*_TIE_COLUMNS, "distanceFrom", "distanceTo"), rows)


def paths_table(graph: Graph, found: FoundPaths, language: Language) -> RenderableType:
    """Each path as a table of its steps."""
    if not found.paths:
        return Text(text("network.no_path", language))
    names = masked_names(graph, [node.id for node in found.nodes.values()])

    def called(ref: str) -> str:
        id_ = found.nodes[ref].id
        return f"{names[id_]} {id_}" if id_ in names else id_

    parts: list[RenderableType] = []
    for path in found.paths:
        ends = {"from": called(path.nodes[0]), "to": called(path.nodes[-1])}
        steps = (
            text("network.one_tie", language)
            if path.steps == 1
            else text("network.more_ties", language, number=path.steps)
        )
        parts.append(Text(text("network.path", language, **ends, steps=steps, length=path.length), style="bold"))
        table = Table()
        table.add_column(text("network.step", language))
        table.add_column(text("network.tie", language))
        table.add_column(text("network.who", language))
        table.add_column(text("network.records", language))
        for number, (node, tie) in enumerate(zip(path.nodes[1:], path.ties, strict=True), 1):
            records = "\n".join(f"{record.fact} {record.id}" for record in tie.records)
            table.add_row(str(number), name_of(tie.name, language), called(node), records)
        parts.append(table)
    if not found.complete:
        parts.append(Text(text("network.incomplete", language)))
    return Group(*parts)


def paths_csv(found: FoundPaths) -> Iterable[str]:
    """A header and one line per step; records are separated by a blank."""
    rows = (
        (number, step, node, *_tie_cells(tie))
        for number, path in enumerate(found.paths, 1)
        for step, (node, tie) in enumerate(zip(path.nodes[1:], path.ties, strict=True), 1)
    )
    return csv_of(("path", "step", "node", *_TIE_COLUMNS), rows)


_TIE_COLUMNS = ("from", "to", "tie", "kind", "detail", "mutual", "strength", "records")


def _tie_cells(tie: Tie) -> tuple[object, ...]:
    records = " ".join(f"{record.fact}:{record.id}" for record in tie.records)
    mutual = str(tie.mutual).lower()
    return tie.start, tie.end, tie.name, tie.kind, tie.detail or "", mutual, tie.strength, records
