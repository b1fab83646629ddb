"""Small feed folders for tests, and the content of the graph to compare."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from neo4j.time import Date, DateTime

from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement

Row = Mapping[str, str]

DIVISION = "990101001001"


def person(id_: str, birth: str = "1980-01-01", **cells: str) -> Row:
    return {"person_id": id_, "name": "无名", "sex": "9", "birth_date": birth, **cells}


def parentage(parent: str, child: str, **cells: str) -> Row:
    return {"parent_id": parent, "child_id": child, "kind": "BIOLOGICAL", **cells}


def deliver(folder: Path, encoding: str = "utf-8", **feeds: Sequence[Row]) -> Path:
    """A folder with these rows; every file has all columns that any of its rows has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in feeds.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def ask(graph: Graph, text: str, **parameters: Any) -> list[Any]:
    """Values of the first column."""
    found = graph.read(Statement("test", text, "", MappingProxyType({}), ""), **parameters)
    return [record[0] for record in found]


def content(graph: Graph, *, times: bool = True) -> tuple[list[Any], list[Any]]:
    """All entities and facts, former ones too, as sorted plain values; `times` False leaves the recorded times out."""
    left_out = set() if times else {"recordedAt", "retractedAt", "confirmedAt", "withdrawnAt"}

    def plain(properties: Mapping[str, Any]) -> list[tuple[str, str]]:
        return sorted((name, _text(value)) for name, value in properties.items() if name not in left_out)

    nodes = ask(
        graph,
        "MATCH (n) WHERE NOT (n:Migration OR n:ImportRun OR n:ImportReport OR n:ImportLock OR n:QuarantinedRow "
        "OR n:DataQualityFinding) RETURN [labels(n), properties(n)]",
    )
    facts = ask(
        graph,
        "MATCH (a)-[r]->(b) WHERE NOT (a:ImportRun OR a:DataQualityFinding) RETURN [type(r), "
        "coalesce(a.id, a.code), coalesce(b.id, b.code, b.digest), properties(r)]",
    )
    return (
        sorted((labels, plain(properties)) for labels, properties in nodes),
        sorted((kind, start, end or "", plain(properties)) for kind, start, end, properties in facts),
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        return repr([_text(item) for item in value])
    return value.iso_format() if isinstance(value, Date | DateTime) else repr(value)
