"""What networks cost: the circle of one child, three ways; the measures of a county's children; on whom they hang.

The two other ways stop at four recorded facts, which is what two ties are at most: up to a grandparent is two facts,
and so is across a household. They bring no records, tell no siblings from cousins, and know nobody's ability.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.detection import benchmark_statement
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, children_ids, settle
from graph_service.networks import measuring
from graph_service.networks.ego import ego_network
from graph_service.networks.families import Reader, kinship
from graph_service.networks.flows import away
from graph_service.networks.fragility import critical_carers
from graph_service.networks.genogram import genogram
from graph_service.networks.measuring import measured
from graph_service.networks.neighbourhood import neighbourhood
from graph_service.networks.paths import PathGoal, support_paths
from graph_service.networks.ties import TieFilter, TieKind

KINDS = frozenset({TieKind.KIN, TieKind.CARE, TieKind.RESIDENCE})
FACTS, MOST_NODES = 4, 20_000


def measure_networks(graph: Graph, day: date, *, circles: int = 60, children: int = 10_000) -> dict[str, Any]:
    """Milliseconds of one circle each way, and seconds of the measures of so many children, warm."""
    moment = Moment(day)
    ids = children_ids(graph, settle(graph, moment), None)
    some = random.Random(1).sample(sorted(ids), min(len(ids), 3 * circles))
    found: dict[str, Any] = {"circle_of_one_child": compared(graph, moment, some)}
    found["questions_ms"] = measure_questions(graph, moment, some)
    chosen = sorted(ids)[:children]
    list(measured(graph, moment, chosen[:500]))
    found["measures"] = timed_measures(graph, moment, chosen)
    for name, work in (
        ("critical_carers_s", lambda: critical_carers(graph, moment)),
        ("parents_away_s", lambda: away(graph, moment, None)),
    ):
        started = time.perf_counter()
        number = len(work())
        found[name] = {"s": round(time.perf_counter() - started, 2), "found": number, "children": len(ids)}
    return found


def measure_questions(graph: Graph, moment: Moment, children: list[str]) -> dict[str, Any]:
    """Milliseconds of what is asked of one person at a time; the first third of the persons warms up."""
    everything, reader = TieFilter(moment), Reader(graph, moment)
    [pupils] = [row["ids"] for row in graph.read(benchmark_statement("pupils_of_largest_school"), as_of=moment.as_of)]
    pupils = random.Random(2).sample(sorted(pupils), min(len(pupils), len(children)))
    kin = {child: sorted(by_service(graph, moment, child) - {child})[-1:] for child in children}
    strangers = [*children[1:], children[0]]
    questions: dict[str, tuple[list[Any], Callable[[Any], object]]] = {
        "support_network_2_hops": (children, lambda one: ego_network(graph, one, everything)),
        "support_network_2_hops_largest_school": (pupils, lambda one: ego_network(graph, one, everything)),
        "support_network_4_hops": (
            children[: len(children) // 3],
            lambda one: ego_network(graph, one, everything, hops=4),
        ),
        "kinship_within_the_circle": (
            [(child, other) for child, others in kin.items() for other in others],
            lambda pair: kinship(reader, *pair),
        ),
        "kinship_of_strangers": (
            list(zip(children, strangers, strict=True)),
            lambda pair: kinship(reader, *pair),
        ),
        "paths_to_an_able_adult": (
            children,
            lambda one: support_paths(graph, [one], PathGoal.ABLE_ADULT, everything),
        ),
        "genogram": (children, lambda one: genogram(reader, one)),
    }
    return {name: spread(of_whom, ask) for name, (of_whom, ask) in questions.items()}


def spread(of_whom: list[Any], ask: Callable[[Any], object]) -> dict[str, float]:
    """Median, 95th percentile and longest in milliseconds of all but the first third."""
    seconds: list[float] = []
    for each in of_whom:
        started = time.perf_counter()
        ask(each)
        seconds.append(time.perf_counter() - started)
    counted = sorted(seconds[len(seconds) // 3 :])
    return {
        "median": round(1000 * statistics.median(counted), 1),
        "p95": round(1000 * counted[int(0.95 * len(counted))], 1),
        "max": round(1000 * counted[-1], 1),
    }


def timed_measures(graph: Graph, moment: Moment, children: list[str]) -> dict[str, Any]:
    """Seconds altogether and by what they are spent on."""
    spent: Counter[str] = Counter()
    names = ("evidence_rows", "_carers", "neighbourhood", "circles_of", "_able", "measures")
    kept = {name: getattr(measuring, name) for name in names}

    def clocked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[name.strip("_")] += time.perf_counter() - begun

        return run

    for name, work in kept.items():
        setattr(measuring, name, clocked(name, work))
    started = time.perf_counter()
    number = sum(1 for _ in measured(graph, moment, children))
    seconds = time.perf_counter() - started
    for name, work in kept.items():
        setattr(measuring, name, work)
    return {
        "children": number,
        "s": round(seconds, 1),
        "children_per_s": round(number / seconds),
        "s_by_part": {name: round(part, 1) for name, part in spent.items()},
    }


def compared(graph: Graph, moment: Moment, children: list[str]) -> dict[str, Any]:
    """The circle of each child by the service, node by node, and by one pattern; the first third warms up."""
    ways: dict[str, Callable[[str], set[str]]] = {
        "service": lambda child: by_service(graph, moment, child),
        "a_query_for_each_node": lambda child: node_by_node(graph, moment.as_of, child),
        "one_pattern": lambda child: by_pattern(graph, moment.as_of, child),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sizes: dict[str, list[int]] = {name: [] for name in ways}
    for child in children:
        met = dict[str, set[str]]()
        for name, way in ways.items():
            started = time.perf_counter()
            met[name] = way(child)
            seconds[name].append(time.perf_counter() - started)
            sizes[name].append(len(met[name]))
        if missed := met["service"] - met["a_query_for_each_node"]:
            raise SystemExit(f"walked node by node {len(missed)} are missing")
    warm = len(children) // 3
    return {
        name: {
            "ms_median": round(1000 * statistics.median(times[warm:]), 1),
            "ms_p95": round(1000 * sorted(times[warm:])[int(0.95 * len(times[warm:]))], 1),
            "people_median": statistics.median(sizes[name][warm:]),
        }
        for name, times in seconds.items()
    }


def by_service(graph: Graph, moment: Moment, child: str) -> set[str]:
    around = neighbourhood(graph, [child], TieFilter(moment, KINDS), steps=2)
    return {node.id for node in around.nodes.values() if node.is_person}


def node_by_node(graph: Graph, day: date, child: str) -> set[str]:
    start = graph.read(benchmark_statement("element_of"), id=child)[0]["ref"]
    met, people, frontier = {start}, {child}, [start]
    for _ in range(FACTS):
        further: list[str] = []
        for one in frontier:
            for row in graph.read(benchmark_statement("facts_of_one"), ref=one, as_of=day):
                if row["other"] not in met and len(met) < MOST_NODES:
                    met.add(row["other"])
                    further.append(row["other"])
                    if row["label"] == "Person":
                        people.add(row["id"])
        frontier = further
    return people


def by_pattern(graph: Graph, day: date, child: str) -> set[str]:
    return {child, *graph.read(benchmark_statement("circle_by_cypher"), id=child, as_of=day)[0]["people"]}
