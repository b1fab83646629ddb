"""The GraphQL API on children with their families: beside the driver in process, beside two other servers over HTTP.

The question is `children.graphql`: children with grade, parents, guardians and schools, as an officer of the county
sees them. All are asked for the same children, and whoever answers something else ends the benchmark.
"""

import http.client
import os
import random
import re
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from benchmarks import servers
from benchmarks.by_hand import asked_by_hand, of_day
from benchmarks.detection import benchmark_statement
from benchmarks.load import Load, loop
from benchmarks.servers import Children, Server
from graph_service.access.identity import Identity, Role
from graph_service.access.tokens import open_tokens
from graph_service.api.documents import Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.config import Settings
from graph_service.graph import embedded
from graph_service.graph.connection import Graph
from graph_service.graph.driver import open_driver

DAY = date(2026, 11, 1)
COUNTY = "990121"
OFFICER = Identity("benchmark", Role.OFFICER, division=COUNTY)
RUNS = {1: 600, 100: 100, 1_000: 40}
"""Rows of an answer, and how often each way is timed in process."""
CONCURRENCIES = {1: (1, 8, 32), 100: (1, 8), 1_000: (1, 8)}
ALIKE = 10_000
"""Requests after which a database is as warm as any."""
SLOW = 1_000
"""Rows that a resolver for each field is asked for one request at a time, since each takes many seconds."""

Ask = Callable[[Sequence[str]], bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """A database that runs, and children of the county in it.

    Attributes:
        settings: of the home that it runs on.
        graph: it.
        ids: of its children, shuffled.
    """

    settings: Settings
    graph: Graph
    ids: Sequence[str]

    @property
    def address(self) -> embedded.Address:
        address = embedded.running(self.settings)
        if address is None:
            raise SystemExit("the embedded database does not run")
        return address

    def pages(self, rows: int) -> list[Sequence[str]]:
        """Ids of the answers that are asked for in turn: not always the same, and not more than stay warm."""
        return [self.ids[start : start + rows] for start in range(0, min(len(self.ids) + 1 - rows, 5_000), rows)][:500]


def place(settings: Settings, graph: Graph) -> Place:
    """The place that a graph is."""
    asked = benchmark_statement("children_of_county")
    day = {name: value for name, value in of_day(DAY).items() if name in asked.parameters}
    ids: list[str] = graph.read(asked, division=COUNTY, **day)[0]["ids"]
    random.Random(1).shuffle(ids)
    return Place(settings, graph, ids)


def measure_in_process(where: Place) -> list[dict[str, Any]]:
    """Median milliseconds to JSON of the API, from the document's text, and of driver and statement, in turn."""
    ours = _by_api(where.graph)
    results: list[dict[str, Any]] = []
    with open_driver(where.address.uri, embedded.USER, where.address.password, patience=10) as driver:
        by_hand = asked_by_hand(driver, DAY, COUNTY)
        for rows, runs in RUNS.items():
            pages = where.pages(rows)
            for page in pages[:20]:
                same(orjson.loads(by_hand(page)), servers.our_children(orjson.loads(ours(page))["data"]), "by hand")
            api, driver_only = in_turn([ours, by_hand], pages, runs)
            results.append(
                {
                    "rows": rows,
                    "api_ms": round(api, 2),
                    "driver_and_json_ms": round(driver_only, 2),
                    "times_as_long": round(api / driver_only, 2),
                    "added_ms": round(api - driver_only, 2),
                }
            )
    return results


def measure_over_http(where: Place, work: Path, *, seconds: float, rounds: int) -> dict[str, Any]:
    """Requests a second and latencies of the API, of `@neo4j/graphql` and of a resolver for each field, in turn.

    Args:
        where: the database that all of them ask.
        work: a folder for node's packages.
        seconds: how long each is loaded at a time.
        rounds: how often; the median counts.
    """
    token = open_tokens(where.settings.home).issue(OFFICER, timedelta(hours=4))
    headers = {"Authorization": f"Bearer {token}"}
    with ExitStack() as stack:
        every = [stack.enter_context(servers.graph_service(where.settings, DAY))]
        if shutil.which("npm"):
            every.append(stack.enter_context(servers.neo4j_graphql(where.settings, DAY, work / "neo4j_graphql")))
        else:
            print("npm is missing: @neo4j/graphql is not measured")
        every.append(stack.enter_context(servers.resolvers(where.settings, DAY)))
        for rows in CONCURRENCIES:
            for page in where.pages(rows)[: 5 if rows < 100 else 1]:
                answers = {server.name: _answer(server, headers, page) for server in every}
                for name, answer in answers.items():
                    same(answer, answers["api"], name)
        asked = [
            _measured(every, where, headers, rows, concurrency, seconds, rounds)
            for rows, concurrencies in CONCURRENCIES.items()
            for concurrency in concurrencies
        ]
        return {"asked": asked, "peak_memory_MiB": {server.name: _peak_memory(server.pid) for server in every}}


def measure_sizes(small: Place, large: Place) -> dict[str, Any]:
    """Median milliseconds for one child in a small and in a large county, both warm, asked in turn."""
    asked = [_by_api(where.graph) for where in (small, large)]
    pages = [list(pair) for pair in zip(small.pages(1), large.pages(1), strict=True)]
    ways = [lambda pair, ask=ask, n=n: ask(pair[n]) for n, ask in enumerate(asked)]
    for way in ways:  # the one has been asked for minutes by now, the other not once
        for request in range(ALIKE):
            way(pages[request % len(pages)])
    of_small, of_large = in_turn(ways, pages, 3 * RUNS[1])
    return {
        "small_ms": round(of_small, 2),
        "large_ms": round(of_large, 2),
        "times_as_long": round(of_large / of_small, 2),
    }


def _by_api(graph: Graph) -> Ask:
    """The API from a request to JSON, without a server around it."""
    documents, execution = Documents(graphql_schema, Limits()), Execution(graph, graphql_schema)

    def ask(ids: Sequence[str]) -> bytes:
        body = servers.our_body(ids, DAY)
        document = documents.get(body["query"])
        operation = document.operation(body["operationName"])
        variables = document.variables(operation, body["variables"])
        return orjson.dumps(execution.execute(document, operation, variables, OFFICER))

    return ask


def in_turn(ways: Sequence[Callable[[Any], object]], pages: Sequence[Any], runs: int) -> list[float]:
    """Median milliseconds of each way over the same pages, after as many runs that do not count."""
    taken: list[list[float]] = [[] for _ in ways]
    for run in range(-runs, runs):
        page = pages[run % len(pages)]
        for number in range(len(ways)) if run % 2 else reversed(range(len(ways))):
            started = time.perf_counter()
            ways[number](page)
            if run >= 0:
                taken[number].append(time.perf_counter() - started)
    return [1000 * statistics.median(each) for each in taken]


def _measured(
    every: Sequence[Server],
    where: Place,
    headers: dict[str, str],
    rows: int,
    concurrency: int,
    seconds: float,
    rounds: int,
) -> dict[str, Any]:
    loads: dict[str, list[tuple[Load, float, float]]] = {}
    database = where.address.pid
    for number in range(rounds):
        for server in every if number % 2 else reversed(every):
            if server.name == "resolvers" and rows >= SLOW and (concurrency > 1 or number):
                continue
            bodies = [server.body(page) for page in where.pages(rows)]
            before = _cpu_seconds(server.pid), _cpu_seconds(database)
            load = loop(server.address, server.path, headers, bodies, concurrency, seconds)
            after = _cpu_seconds(server.pid), _cpu_seconds(database)
            loads.setdefault(server.name, []).append((load, after[0] - before[0], after[1] - before[1]))
    result: dict[str, Any] = {"rows": rows, "concurrency": concurrency}
    for name, of_server in loads.items():
        measured = {
            "requests_per_s": [load.per_second for load, *_ in of_server],
            "p50_ms": [load.p50_ms for load, *_ in of_server],
            "p99_ms": [load.p99_ms for load, *_ in of_server],
            "server_cpu_ms": [1000 * cpu / load.all_requests for load, cpu, _ in of_server],
            "database_cpu_ms": [1000 * cpu / load.all_requests for load, _, cpu in of_server],
        }
        result[name] = {what: rounded(statistics.median(values)) for what, values in measured.items()}
    for name in loads.keys() - {"api"}:
        result[f"times_{name}"] = round(result["api"]["requests_per_s"] / result[name]["requests_per_s"], 2)
    print(orjson.dumps(result).decode(), flush=True)
    return result


def _answer(server: Server, headers: dict[str, str], page: Sequence[str]) -> Children:
    connection = http.client.HTTPConnection(*server.address, timeout=300)
    sent = {"Content-Type": "application/json", **headers}
    connection.request("POST", server.path, orjson.dumps(server.body(page)), sent)
    answer = orjson.loads(connection.getresponse().read())
    connection.close()
    if "errors" in answer:
        raise SystemExit(f"{server.name} answers errors: {answer['errors']}")
    return server.children(answer["data"])


def same(answer: Children, expected: Children, name: str) -> None:
    if _in_order(answer) != _in_order(expected):
        differing = [pair for pair in zip(_in_order(answer), _in_order(expected), strict=False) if pair[0] != pair[1]]
        raise SystemExit(f"{name} answers something else: {differing[:1] or (len(answer), len(expected))}")


def _in_order(value: Any) -> Any:
    """A JSON value with its lists sorted: not everybody sorts what a child has several of."""
    if isinstance(value, list):
        return sorted(map(_in_order, value), key=lambda each: orjson.dumps(each, option=orjson.OPT_SORT_KEYS))
    return {key: _in_order(each) for key, each in value.items()} if isinstance(value, dict) else value


def rounded(number: float) -> float:
    """Three digits that count."""
    return float(f"{number:.3g}")


def _cpu_seconds(pid: int) -> float:
    """What a process has used of all cores; 0 where the system doesn't say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_memory(pid: int) -> int | None:
    """MiB that a process has held at most; None where the system doesn't say."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return None
    return int(found[1]) // 1024 if found else None
