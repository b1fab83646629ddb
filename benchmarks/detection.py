"""The grade of every child: in the graph, by pulling the edges into networkx, and in DuckDB on the same rows.

All three must give the same number of children of each grade, or the benchmark fails.
"""

import csv
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
from neo4j import GraphDatabase

from graph_service.config import Settings
from graph_service.graph import embedded
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, read_statements, statement
from graph_service.guardianship.assessment import RANGES, RULE_FOLDER, birth_ranges
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Grade
from graph_service.model.time import born_by

ROW = decision_table().statement_parameters(date(2026, 1, 1))["row_of_circumstance"]


def benchmark_statement(name: str) -> Statement:
    """One of the statements beside this file."""
    return read_statements(Path(__file__).parent / "cypher" / f"{name}.cypher", name)[0]


def fetch(graph: Graph, name: str) -> list[tuple[Any, ...]]:
    """Rows of one of the statements beside this file, dates as Python dates."""
    return [
        tuple(value.to_native() if hasattr(value, "to_native") else value for value in record.values())
        for record in graph.read(benchmark_statement(name))
    ]


def anybody_able(graph: Graph, day: date) -> int:
    """Number of children with somebody able, asked over as many ranges and sessions as a survey."""
    adult_by = born_by(18, day)
    shared = {"as_of": day, "adult_born_by": adult_by}
    ranges = [shared | {"born_after": after, "born_by": until} for after, until in birth_ranges(adult_by, day, RANGES)]
    pages = graph.parallel_read(benchmark_statement("anybody_able"), ranges)
    return sum(page[0]["able"] for page in pages)


def in_the_database(settings: Settings, day: date, child: str, runs: int) -> float:
    """Milliseconds that the database says it takes for the evidence of one child, on average; warm."""
    address = embedded.running(settings)
    assert address
    asks = statement(f"{RULE_FOLDER}/responsible").text
    table, adult_by = decision_table(), born_by(18, day)
    parameters = {"as_of": day, "adult_born_by": adult_by, "self_supporting_born_by": born_by(16, day)}
    parameters |= table.statement_parameters(day) | {"children": [child]}
    total = 0
    with (
        GraphDatabase.driver(address.uri, auth=(embedded.USER, address.password)) as driver,
        driver.session() as session,
    ):
        for _ in range(2 * runs):
            summary = session.run(asks, parameters).consume()
            total += (summary.result_available_after or 0) + (summary.result_consumed_after or 0) if _ >= runs else 0
    return total / runs


def grades_by_networkx(people: Sequence[Any], roles: Sequence[Any], facts: Sequence[Any], day: date) -> Counter[Grade]:
    """Build a MultiDiGraph of the rows, then walk it child by child."""
    network = nx.MultiDiGraph()
    for id_, organisation, born, died, opened, closed, county in people:
        network.add_node(
            id_, organisation=organisation, born=born, died=died, opened=opened, closed=closed, county=county
        )
    for adult, child, role, since, until in roles:
        if since <= day < until:
            network.add_edge(adult, child, role=role)
    for person, kind, *rest, target, since, until in facts:
        if since <= day < until:
            network.add_edge(person, ("fact", target), fact=(kind, *rest, target))
    adult_by, sixteen_by = born_by(18, day), born_by(16, day)

    def facts_of(node: str) -> list[tuple[Any, ...]]:
        return [data["fact"] for _, _, data in network.out_edges(node, data=True) if "fact" in data]

    def homes(node: str) -> set[str]:
        return {fact[-1] for fact in facts_of(node) if fact[0] == "MEMBER_OF"}

    def row_of(node: str, child: str, role: str) -> int:
        about = network.nodes[node]
        if about["organisation"]:
            if (about["closed"] and about["closed"] <= day) or (about["opened"] and about["opened"] > day):
                return 0
        elif about["died"] and about["died"] <= day:
            return 1
        rows = [12]
        known = facts_of(node)
        if about["born"] and about["born"] > adult_by and not any(fact[1] == "SELF_SUPPORTING" for fact in known):
            rows.append(4)
        for kind, name, grade, disability, county, target in known:
            if kind == "IN_CIRCUMSTANCE" and name in ROW:
                toward_another = ROW[name] == 9 and target not in {None, child}
                barred = ROW[name] == 10 and role != "ENTRUSTED_CARER_OF"
                if not (toward_another or barred):
                    rows.append(ROW[name])
            elif kind == "GUARDIANSHIP_REVOKED_FOR" and target == child:
                rows.append(3)
            elif kind == "HAS_DISABILITY" and (grade <= 2 or disability in (5, 6)):
                rows.append(8)
            elif kind == "ABSENT_IN" and county != network.nodes[child]["county"] and not (homes(node) & homes(child)):
                rows.append(11)
        return min(rows)

    counts: Counter[Grade] = Counter()
    for child, about in network.nodes(data=True):
        born, died = about.get("born"), about.get("died")
        if not born or not adult_by < born <= day or (died and died <= day):
            continue
        if born <= sixteen_by and any(fact[1] == "SELF_SUPPORTING" for fact in facts_of(child)):
            counts[Grade.NOT_REQUIRED] += 1
            continue
        guardians, carers = set[int](), set[int]()
        for node, _, data in network.in_edges(child, data=True):
            row = row_of(node, child, data["role"])
            (carers if data["role"] == "ENTRUSTED_CARER_OF" else guardians).add(row)
        if not guardians:
            counts[Grade.UNKNOWN] += 1
        elif 12 in guardians:
            counts[Grade.EFFECTIVE] += 1
        elif 11 not in guardians:
            counts[Grade.NONE] += 1
        else:
            counts[Grade.ENTRUSTED if 12 in carers else Grade.ABSENT] += 1
    return counts


DUCKDB = (Path(__file__).parent / "duckdb_grades.sql").read_text("utf-8")


def duckdb_with(people: Sequence[Any], roles: Sequence[Any], facts: Sequence[Any]) -> duckdb.DuckDBPyConnection:
    """A DuckDB database in memory with the same rows as the graph."""
    database = duckdb.connect()
    database.execute(
        "CREATE TABLE people (id TEXT, organisation BOOL, born DATE, died DATE, opened DATE, closed DATE, county TEXT);"
        "CREATE TABLE roles (adult TEXT, child TEXT, role TEXT, since DATE, until DATE);"
        "CREATE TABLE facts (person TEXT, type TEXT, kind TEXT, grade INT, disability INT, county TEXT, target TEXT,"
        " since DATE, until DATE);"
        "CREATE TABLE circumstance_rows (kind TEXT, row INT);"
    )
    with tempfile.TemporaryDirectory() as folder:
        for table, rows in (("people", people), ("roles", roles), ("facts", facts), ("circumstance_rows", ROW.items())):
            file = Path(folder) / f"{table}.csv"
            with file.open("w", newline="") as stream:
                csv.writer(stream).writerows(rows)
            database.execute(f"COPY {table} FROM '{file}' (HEADER false, NULLSTR '')")
    return database


def best_of(runs: int, work: Callable[[], Any]) -> tuple[float, Any]:
    """Shortest of several runs in seconds, and what the last one returned."""
    seconds, result = [], None
    for _ in range(runs):
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return min(seconds), result
