"""How many entries a second the audit log takes, each durable before it counts, beside a file synced for each."""

import os
import tempfile
import time
from collections import deque
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from benchmarks.graphql import rounded
from graph_service.audit.log import AuditLog

ENTRIES, WAITING = 20_000, 64
"""How many are written, and at most how many at a time, as by requests that run side by side."""
ENTRY = orjson.dumps({"operation": "x" * 500, "persons": ["0" * 32, "1" * 32]})
"""As long as one of an answer about two children."""


def measure_log(work: Path) -> dict[str, Any]:
    """Entries a second: many at a time, one after the other, and one after the other without chain and signatures."""
    with tempfile.TemporaryDirectory(dir=work) as folder, closing(AuditLog(Path(folder) / "log")) as log:
        many, alone = _per_second(log, ENTRIES, WAITING), _per_second(log, ENTRIES // 10, 1)
        plain = _plain(Path(folder) / "plain", ENTRIES // 10)
    return {
        "bytes": len(ENTRY),
        "waiting": WAITING,
        "entries_per_s": rounded(many),
        "one_at_a_time_per_s": rounded(alone),
        "plain_file_per_s": rounded(plain),
        "times_the_plain_file": rounded(many / plain),
    }


def _per_second(log: AuditLog, entries: int, waiting: int) -> float:
    under_way = deque[Future[int]]()
    started = time.perf_counter()
    for _ in range(entries):
        if len(under_way) == waiting:
            under_way.popleft().result()
        under_way.append(log.write(ENTRY))
    for each in under_way:
        each.result()
    return entries / (time.perf_counter() - started)


def _plain(path: Path, entries: int) -> float:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    started = time.perf_counter()
    for _ in range(entries):
        os.write(file, ENTRY + b"\n")
        os.fdatasync(file)
    taken = time.perf_counter() - started
    os.close(file)
    return entries / taken
