"""What it costs that nobody sees what they may not: statements with and without their guards, requests with and without
the audit log, in turn.
"""

import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson

from benchmarks import servers
from benchmarks.graphql import COUNTY, DAY, OFFICER, RUNS, Place, in_turn, rounded
from benchmarks.load import loop
from graph_service.access.tokens import open_tokens
from graph_service.api.compiler.compiling import Compiled
from graph_service.api.documents import Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.fragments.patterns import Sight

LIST = """query ($division: String!, $first: Int!, $asOf: Date!) {
  children(filter: {division: $division}, first: $first, asOf: $asOf) {
    totalCount nodes { personId name grade parents { kind parent { personId name } } } } }"""


class _Unguarded(Execution):
    """The same statements as they are for the service itself, which sees everything."""

    def _compile(self, asked: Any, key: str, nodes: Any, sight: Sight) -> Compiled:
        return super()._compile(asked, key, nodes, replace(sight, role=None, facts=None))


def measure_guards(where: Place) -> list[dict[str, Any]]:
    """Median milliseconds from the document to JSON with the guards of an officer of the whole county, and without.

    The answers are the same: all that is asked about is the officer's.
    """
    documents = Documents(graphql_schema, Limits())
    ways = [Execution(where.graph, graphql_schema), _Unguarded(where.graph, graphql_schema)]

    def answered(execution: Execution, body: Mapping[str, Any]) -> bytes:
        document = documents.get(body["query"])
        operation = document.operation(body.get("operationName"))
        variables = document.variables(operation, body["variables"])
        return orjson.dumps(execution.execute(document, operation, variables, OFFICER))

    listed = {"division": COUNTY, "first": 20, "asOf": DAY.isoformat()}
    asked: list[tuple[str, list[dict[str, Any]], int]] = [
        *((f"{rows} by id", [servers.our_body(page, DAY) for page in where.pages(rows)], RUNS[rows]) for rows in RUNS),
        ("20 of the county, counted", [{"query": LIST, "variables": listed}], 60),
    ]
    results: list[dict[str, Any]] = []
    for name, bodies, runs in asked:
        if not bodies:
            continue
        if answered(ways[0], bodies[0]) != answered(ways[1], bodies[0]):
            raise SystemExit(f"with and without guards, the answers differ: {name}")
        asking = [lambda body, way=way: answered(way, body) for way in ways]
        with_guards, without = in_turn(asking, bodies, runs)
        results.append(
            {
                "asked": name,
                "guarded_ms": round(with_guards, 2),
                "unguarded_ms": round(without, 2),
                "times_as_long": round(with_guards / without, 3),
            }
        )
    return results


def measure_audit(where: Place, *, seconds: float, rounds: int) -> list[dict[str, Any]]:
    """Median milliseconds and requests a second for one child over HTTP, with and without the log, in turn."""
    headers = {"Authorization": f"Bearer {open_tokens(where.settings.home).issue(OFFICER, timedelta(hours=4))}"}
    results: list[dict[str, Any]] = []
    pages = where.pages(1)
    with ExitStack() as stack:
        every = [stack.enter_context(each(where.settings, DAY)) for each in (servers.graph_service, servers.unaudited)]
        for concurrency in (1, 8):
            loads = [
                [
                    loop(each.address, each.path, headers, [*map(each.body, pages)], concurrency, seconds)
                    for each in every
                ]
                for _ in range(rounds + 1)
            ][1:]
            audited, unaudited = zip(*loads, strict=True)
            results.append(
                {
                    "concurrency": concurrency,
                    "audited_p50_ms": rounded(statistics.median(each.p50_ms for each in audited)),
                    "unaudited_p50_ms": rounded(statistics.median(each.p50_ms for each in unaudited)),
                    "audited_requests_per_s": rounded(statistics.median(each.per_second for each in audited)),
                    "unaudited_requests_per_s": rounded(statistics.median(each.per_second for each in unaudited)),
                    "added_ms": rounded(statistics.median(one.p50_ms - other.p50_ms for one, other in loads)),
                }
            )
    return results
