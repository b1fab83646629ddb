"""What a change costs: one fact that an officer records, a delivery of 10,000 rows, and a day that begins."""

import csv
import random
import statistics
import time
import uuid
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.detection import fetch
from graph_service.access.identity import Identity, Role
from graph_service.errors import ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.changes import ImportWatch, compare_days
from graph_service.guardianship.whatif import what_if
from graph_service.model.change import Change, ChangeKind
from graph_service.recording.commands import RECORDABLE, RecordFact, WithdrawFact
from graph_service.recording.record import record

OFFICER = Identity("benchmark", Role.OFFICER, division="9901")
CITY = "440305000000"
ROWS = 10_000


def measure_changes(graph: Graph, work: Path, day: date) -> dict[str, Any]:
    """Milliseconds and seconds of each; the graph holds a county, and more afterwards."""
    parents = sorted({adult for adult, _, role, *_ in fetch(graph, "roles") if role == "PARENT_OF"})
    random.Random(1).shuffle(parents)
    found: dict[str, Any] = {"one_fact_recorded": one_fact(graph, parents[:120], day)}
    away = parents[200 : 200 + 2 * ROWS]
    # The first delivery alternately with the second: what is known already must not count for either.
    plain = delivery(graph, work / "plain", away[::2], day, watched=False)
    watched = delivery(graph, work / "watched", away[1::2], day, watched=True)
    found[f"import_of_{ROWS}_rows_s"] = {"not_compared": plain[0], "compared": watched[0], "differences": watched[1]}
    compare_days(graph, day)
    started = time.perf_counter()
    differences = compare_days(graph, day + timedelta(days=1))
    found["a_day_begins"] = {"s": round(time.perf_counter() - started, 2), "differences": differences}
    found["what_if"] = assumed(graph, parents[:120])
    return found


def one_fact(graph: Graph, people: list[str], day: date) -> dict[str, float]:
    """A parent is detained, and it is taken back: the whole command, with checks and both assessments; warm."""
    seconds: list[float] = []
    feed = RECORDABLE["circumstances"]
    for person in people:
        cells = {"person_id": person, "kind": "OTHER_DETENTION", "from": day.isoformat()}
        started = time.perf_counter()
        told = record(graph, OFFICER, RecordFact(feed=feed, cells=cells, idempotency_key=uuid.uuid4().hex), as_of=day)
        seconds.append(time.perf_counter() - started)
        if told.key and told.version:
            back = WithdrawFact(
                feed=feed, key=told.key, version=told.version, reason="benchmark", idempotency_key=uuid.uuid4().hex
            )
            record(graph, OFFICER, back, as_of=day)
    return _milliseconds(seconds[len(seconds) // 3 :])


def delivery(graph: Graph, folder: Path, people: list[str], day: date, *, watched: bool) -> tuple[float, int | None]:
    """Seconds of an import in which so many parents have left for a city, and how many children stand otherwise."""
    folder.mkdir(parents=True)
    with (folder / "absences.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("person_id", "destination_division", "from"))
        writer.writerows((person, CITY, day.isoformat()) for person in people)
    started = time.perf_counter()
    summary = import_into(graph, folder, watching=partial(ImportWatch, as_of=day) if watched else None)
    return round(time.perf_counter() - started, 2), summary.differences


def assumed(graph: Graph, people: list[str]) -> dict[str, float]:
    """What follows if a parent died today; warm."""
    seconds: list[float] = []
    for person in people:
        started = time.perf_counter()
        try:
            what_if(graph, [Change(ChangeKind.DETAINED, person)])
        except ServiceError:  # somebody who is dead
            continue
        seconds.append(time.perf_counter() - started)
    return _milliseconds(seconds[len(seconds) // 3 :])


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "ms_median": round(1000 * statistics.median(ordered), 1),
        "ms_p95": round(1000 * ordered[int(len(ordered) * 0.95)], 1),
    }
