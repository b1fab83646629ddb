"""A network as files that other tools read: GraphML (Gephi, yEd, networkx), CSV of its ties.

Source: U. Brandes et al., GraphML Progress Report, Graph Drawing 2001, LNCS 2265; RFC 4180 (CSV).
"""

import csv
import io
from collections.abc import Iterator, Mapping

import networkx as nx

from graph_service.networks.neighbourhood import Neighbourhood

_COLUMNS = ("from", "to", "tie", "kind", "detail", "strength", "mutual", "derived", "records")


def graphml(network: Neighbourhood, names: Mapping[str, str]) -> bytes:
    """All nodes and ties as a directed multigraph; `from` supports `to`.

    Args:
        names: by reference.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for ref, node in network.nodes.items():
        graph.add_node(
            ref, label=node.label, name=names.get(ref, ""), distance=network.distance[ref], hub=ref in network.hubs
        )
    for tie in network.ties:
        records = " ".join(f"{record.fact}:{record.id}" for record in tie.records)
        graph.add_edge(
            tie.start,
            tie.end,
            tie=tie.name.value,
            kind=tie.kind.value,
            detail=tie.detail or "",
            strength=tie.strength,
            mutual=tie.mutual,
            derived=tie.derived,
            records=records,
        )
    buffer = io.BytesIO()
    nx.write_graphml(graph, buffer)  # pyright: ignore[reportUnknownMemberType]
    return buffer.getvalue()


def csv_lines(network: Neighbourhood) -> Iterator[str]:
    """A header and one line per tie; several records in a cell are separated by a blank."""
    for values in (
        _COLUMNS,
        *(
            (
                *(tie.start, tie.end, tie.name, tie.kind, tie.detail or "", tie.strength),
                *(str(tie.mutual).lower(), str(tie.derived).lower()),
                " ".join(f"{record.fact}:{record.id}" for record in tie.records),
            )
            for tie in network.ties
        ),
    ):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerow(values)
        yield buffer.getvalue()
