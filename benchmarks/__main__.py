"""`make bench`: everything measured side by side in one run; the last results stay in `benchmarks/results`."""

import argparse
import gc
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import audit_log, changes, detection, graphql, guardianship, harm, importing, memory, networks, policy
from graph_service.config import Settings
from graph_service.feeds.importing import import_folder
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.migrations import migrate
from graph_service.guardianship.assessment import Moment, assess, survey
from graph_service.guardianship.detection import detect
from graph_service.guardianship.rules import rulebook
from graph_service.model.assessment import Grade
from graph_service.model.time import born_by
from graph_service.population import generate

RESULTS = Path(__file__).parent / "results"
DAY = date(2026, 11, 1)
WARM_RUNS, WARM_SECONDS = 5, 20
"""What at least precedes the runs that count: Java compiles what is run often, as in a service in use."""
MEMORY_ROWS = (100_000, 2_000_000)


def settings_in(folder: Path) -> Settings:
    """The defaults of the embedded database, on a home of its own."""
    return Settings.model_validate({"home": folder, "neo4j_uri": None, "bolt_port": 0})


def timed(work: Any, runs: int = 15, warm: int = WARM_RUNS, warm_seconds: float = WARM_SECONDS) -> tuple[float, float]:
    """Shortest and median of several runs in seconds, after those that warm up."""
    seconds: list[float] = []
    begun = time.perf_counter()
    while warm > 0 or time.perf_counter() - begun < warm_seconds:
        work()
        warm -= 1
    for _ in range(runs):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds), statistics.median(seconds)


def measure_county(work: Path, persons: int, *, peers: bool) -> dict[str, Any]:
    """Generate, load by the fast road and grade a county of this size."""
    settings = settings_in(work / f"home-{persons}")
    county = work / f"county-{persons}"
    result: dict[str, Any] = {"persons": persons}
    started = time.perf_counter()
    made = generate(county, persons=persons, seed=1)
    result |= {"rows": sum(made.rows.values()), "generate_s": round(time.perf_counter() - started, 1)}
    started = time.perf_counter()
    with memory.watched() as peak:
        summary = import_folder(settings, county)
    result |= {"first_load_s": round(time.perf_counter() - started, 1), "first_load_peak_MiB": peak.mib}
    result["quarantined"] = sum(file.quarantined for file in summary.files)
    result["load_average"] = round(os.getloadavg()[0], 1)
    with open_graph(settings) as graph:
        migrate(graph)
        result |= measure_detection(settings, graph, peers=peers)
        result["guardianship"] = guardianship.measure_guardianship(graph, DAY)
        result["changes"] = changes.measure_changes(graph, work / f"deliveries-{persons}", DAY)
    shutil.rmtree(settings.home)
    shutil.rmtree(county)
    return result


def measure_detection(settings: Settings, graph: Graph, *, peers: bool) -> dict[str, Any]:
    """Children per second of whole-graph grading, warm, and milliseconds for one child."""
    now, earlier = Moment(DAY), Moment(DAY, datetime(2025, 6, 1, tzinfo=UTC))
    counts = survey(graph, now).totals
    children = counts.total()
    seconds = {
        "as_of": timed(lambda: survey(graph, now)),
        "known_at": timed(lambda: survey(graph, earlier)),
        "evidence_for_every_child": timed(lambda: survey(graph, now, everybody=True), runs=5),
        "bare_question": timed(lambda: detection.anybody_able(graph, DAY)),
    }
    one = survey(graph, now).assessments[0].child_id
    result: dict[str, Any] = {
        "children": children,
        "not_effective": sum(counts[grade] for grade in (Grade.NONE, Grade.ABSENT, Grade.UNKNOWN)),
        "children_known_earlier": survey(graph, earlier).totals.total(),
        **{
            name: {"children_per_s_median": round(children / median), "children_per_s_best": round(children / best)}
            for name, (best, median) in seconds.items()
        },
    }
    result["as_of_of_the_bare_question"] = round(seconds["bare_question"][1] / seconds["as_of"][1], 2)
    best, median = timed(lambda: assess(graph, now, [one]), runs=200, warm=200)
    result["one_child_over_the_wire"] = {"ms_median": round(1000 * median, 2), "ms_best": round(1000 * best, 2)}
    result["one_child_in_the_database_ms_mean"] = round(detection.in_the_database(settings, DAY, one, runs=300), 2)
    result["all_rules"] = measure_rules(graph, now, children, each=peers)
    if peers:
        result |= measure_peers(graph, counts, seconds["as_of"][0])
    return result


def measure_rules(graph: Graph, moment: Moment, children: int, *, each: bool) -> dict[str, Any]:
    """Seconds per 100,000 children of all categories and warnings together, and of `each` rule asked alone."""
    scale = 100_000 / children
    best, median = timed(lambda: detect(graph, moment), runs=5 if each else 3, warm=3 if each else 1)
    alone = {
        rule_id: round(
            scale
            * timed(lambda rule_id=rule_id: detect(graph, moment, rules=[rule_id]), runs=2, warm=1, warm_seconds=0)[0],
            2,
        )
        for rule_id in (rulebook().rules if each else ())
    }
    return {
        "hits": len(detect(graph, moment)),
        "s_per_100000_children_median": round(scale * median, 2),
        "s_per_100000_children_best": round(scale * best, 2),
        "s_per_100000_children_alone": alone,
    }


def measure_peers(graph: Graph, counts: Any, ours: float) -> dict[str, Any]:
    """The same question in networkx and in DuckDB; all must agree."""
    started = time.perf_counter()
    people, roles, facts = (detection.fetch(graph, name) for name in ("people", "roles", "facts"))
    pulled = time.perf_counter() - started
    walked, by_networkx = detection.best_of(1, lambda: detection.grades_by_networkx(people, roles, facts, DAY))
    database = detection.duckdb_with(people, roles, facts)
    values = {"day": DAY, "adult_by": born_by(18, DAY), "sixteen_by": born_by(16, DAY)}
    in_duckdb, rows = detection.best_of(5, lambda: database.execute(detection.DUCKDB, values).fetchall())
    if not +counts == +by_networkx == +type(counts)({Grade(grade): number for grade, number in rows}):
        raise SystemExit(f"the three ways disagree: {counts}, {by_networkx}, {rows}")
    return {
        "networkx_pull_s": round(pulled, 2),
        "networkx_walk_s": round(walked, 2),
        "duckdb_s": round(in_duckdb, 3),
        "times_faster_than_networkx": round((pulled + walked) / ours, 1),
        "times_as_long_as_duckdb_without_evidence": round(ours / in_duckdb, 1),
    }


def measure_import(work: Path, persons: int, rounds: int) -> dict[str, Any]:
    """Rows per second through the driver, ours, the bare loop, and ours without sealing, in turn on the same server."""
    county, folder = work / "county-import", work / "cut"
    generate(county, persons=persons, seed=1)
    importing.cut(county, folder)
    ours, bare, plain = [], [], []
    with open_graph(settings_in(work / "home-import")) as graph:
        migrate(graph)
        for turn in range(rounds + 1):
            rows, seconds = importing.bare_loop(importing.wiped(graph), folder)
            bare.append(rows / seconds)
            for found in (ours, plain) if turn % 2 else (plain, ours):  # the first one meets a colder server
                with importing.unsealed() if found is plain else nullcontext():
                    rows, seconds = importing.our_import(importing.wiped(graph), folder)
                found.append(rows / seconds)
    pairs = sorted(mine / theirs for mine, theirs in zip(ours[1:], bare[1:], strict=True))
    sealing = sorted(mine / without for mine, without in zip(ours[1:], plain[1:], strict=True))
    return {
        "rows": rows,
        "bare_rows_per_s": round(sorted(bare[1:])[len(pairs) // 2]),
        "our_rows_per_s": round(sorted(ours[1:])[len(pairs) // 2]),
        "ratio_median": round(pairs[len(pairs) // 2], 2),
        "ratio_min": round(pairs[0], 2),
        "ratio_max": round(pairs[-1], 2),
        "unsealed_rows_per_s": round(sorted(plain[1:])[len(pairs) // 2]),
        "sealed_to_unsealed_median": round(sealing[len(sealing) // 2], 2),
    }


def measure_memory(work: Path) -> dict[str, int]:
    """MiB that the importing process holds at most, by number of rows."""
    held = {}
    for rows in MEMORY_ROWS:
        settings = settings_in(work / f"home-memory-{rows}")
        folder = importing.write_persons(work / f"persons-{rows}", rows)
        with open_graph(settings) as graph:
            migrate(graph)
            held[f"{rows}_rows_MiB"] = importing.memory_of_import(settings.home, folder)
        shutil.rmtree(settings.home)
        shutil.rmtree(folder)
    return held


def measure_api(work: Path, small: int, large: int) -> dict[str, Any]:
    """The GraphQL API on a small county, and one child of it beside one of a large county."""
    with ExitStack() as stack:
        of_small = graphql.place(*stack.enter_context(county_at(work, small)))
        result: dict[str, Any] = {
            "persons": small,
            "in_process": graphql.measure_in_process(of_small),
            "over_http": graphql.measure_over_http(of_small, work, seconds=4, rounds=3),
        }
        of_large = graphql.place(*stack.enter_context(county_at(work, large)))
        result["one_child"] = {"persons": [small, large], **graphql.measure_sizes(of_small, of_large)}
    return result


def measure_networks(work: Path, persons: int) -> dict[str, Any]:
    """Circles, measures and critical carers of a county of this size."""
    with county_at(work, persons) as (_, graph):
        return {"persons": persons, **networks.measure_networks(graph, DAY)}


def measure_security(work: Path, persons: int, *, requests: bool) -> dict[str, Any]:
    """What guards cost on a county of this size; of `requests`, whatever its size, also what the audit log costs, and
    how long hostile ones take.
    """
    with county_at(work, persons) as county:
        where = graphql.place(*county)
        found = {"persons": persons, "guards": policy.measure_guards(where)}
        if requests:
            found["audit_entries"] = audit_log.measure_log(work)
            found["audit_log"] = policy.measure_audit(where, seconds=4, rounds=5)
            found["hostile_requests"] = harm.measure_hostile(where, count=10_000)
        return found


@contextmanager
def county_at(work: Path, persons: int) -> Generator[tuple[Settings, Graph]]:
    """A county of this size in a database that runs until the end of the `with` block; kept in the folder."""
    settings, folder = settings_in(work / f"api-{persons}"), work / f"api-county-{persons}"
    if not settings.home.exists():
        generate(folder, persons=persons, seed=1)
        import_folder(settings, folder)
        shutil.rmtree(folder)
    with open_graph(settings) as graph:
        migrate(graph)
        yield settings, graph


def machine() -> dict[str, Any]:
    """What it was measured on, and when.

    Machines of one class differ from day to day: `yardstick_ms`, what a fixed loop takes, says how much.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "yardstick_ms": yardstick(),
        "cores": os.cpu_count(),
        "memory_GiB": memory,
        "system": platform.system(),
        "python": platform.python_version(),
        "load_average": round(os.getloadavg()[0], 1),
        "duckdb": duckdb.__version__,
    }


def yardstick() -> int:
    """Milliseconds of a loop of plain Python, the shortest of five."""

    def loop() -> int:
        return sum(number * number for number in range(1_000_000))

    return round(1000 * timed(loop, runs=5, warm=0, warm_seconds=0)[0])


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--persons", type=int, nargs="*", default=[50_000, 200_000, 1_000_000])
    parser.add_argument("--import-persons", type=int, default=50_000)
    parser.add_argument("--only", choices=["import", "memory", "county", "api", "networks", "security"])
    parser.add_argument("--api-persons", type=int, nargs=2, default=[50_000, 1_000_000], metavar=("SMALL", "LARGE"))
    parser.add_argument("--networks-persons", type=int, nargs="*", default=[50_000, 1_000_000])
    parser.add_argument("--security-persons", type=int, nargs="*", default=[2_000, 50_000, 1_000_000])
    parser.add_argument("--work", type=Path, help="folder that keeps the counties of the API for the next run")
    options = parser.parse_args()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if options.only in (None, "import"):
            keep(measure_import(work, options.import_persons, rounds=3), "import")
        if options.only in (None, "memory"):
            keep(measure_memory(work), "memory_of_import_through_the_driver")
        if options.only in (None, "county"):
            for persons in options.persons:
                keep(measure_county(work, persons, peers=persons <= 200_000), "county", str(persons))
        if options.only in (None, "api"):
            keep(measure_api(options.work or work, *options.api_persons), "api")
        if options.only in (None, "networks"):
            for persons in options.networks_persons:
                keep(measure_networks(options.work or work, persons), "networks", str(persons))
        if options.only in (None, "security"):
            for persons in options.security_persons:
                smallest = persons == min(options.security_persons)
                keep(measure_security(options.work or work, persons, requests=smallest), "security", str(persons))


def keep(figures: dict[str, Any], *place: str) -> None:
    """Prints figures, and puts them in the place of the last ones."""
    file = RESULTS / "results.json"
    results = json.loads(file.read_text()) if file.exists() else {}
    inner = results
    for name in place[:-1]:
        inner = inner.setdefault(name, {})
    inner[place[-1]] = {"measured_on": machine()} | figures
    RESULTS.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n")
    print(json.dumps(inner[place[-1]], indent=1), flush=True)


if __name__ == "__main__":
    main()
