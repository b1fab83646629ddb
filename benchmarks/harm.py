"""How long the API takes for requests that mean harm: on the clock, the client's own time in it, and of a core."""

import http.client
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.graphql import DAY, OFFICER, Place, rounded
from graph_service.access.tokens import open_tokens
from tests.api.hostile import hostile

SEED = 20261130
SLOW_MS = 50


def measure_hostile(where: Place, count: int) -> dict[str, Any]:
    """Milliseconds that refusals take, one request at a time; those that turned out to be valid are counted apart.

    What else runs on the machine makes the clock slow; the server's own use of a core says what it would take alone.
    """
    token = open_tokens(where.settings.home).issue(OFFICER, timedelta(hours=4))
    statuses, refused, answered = Counter[int](), list[tuple[float, float, str]](), 0
    with servers.graph_service(where.settings, DAY) as server:
        _wait(server)
        for sent in hostile(count, SEED):
            connection = http.client.HTTPConnection(*server.address, timeout=120)
            connection.connect()
            before, started = _core_ms(server.pid), time.perf_counter()
            headers = sent.headers | {"Authorization": f"Bearer {token}"}
            connection.request(sent.method, f"{server.path}{sent.query}", sent.body, headers)
            answer = connection.getresponse()
            answer.read()
            taken = 1000 * (time.perf_counter() - started)
            connection.close()
            statuses[answer.status] += 1
            if answer.status == http.HTTPStatus.OK:
                answered += 1
            else:
                refused.append((taken, _core_ms(server.pid) - before, sent.kind))
    return {
        "requests": count,
        "by_status": {str(status): number for status, number in sorted(statuses.items())},
        "answered": answered,
        "refused": len(refused),
        "clock": _distribution([(taken, kind) for taken, _, kind in refused]),
        "core": _distribution([(used, kind) for _, used, kind in refused]),
    }


def _distribution(taken: list[tuple[float, str]]) -> dict[str, Any]:
    taken = sorted(taken)
    slow = Counter(kind for ms, kind in taken if ms > SLOW_MS)
    return {
        **{f"p{part}_ms": rounded(taken[len(taken) * part // 100][0]) for part in (50, 90, 99)},
        "max_ms": rounded(taken[-1][0]),
        f"over_{SLOW_MS}_ms": slow.total(),
        f"over_{SLOW_MS}_ms_by_kind": dict(slow.most_common()),
    }


def _core_ms(pid: int) -> float:
    """What the threads of a process have used of all cores; 0 where the system doesn't say."""
    try:
        return sum(int(file.read_text().split()[0]) for file in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6
    except OSError:
        return 0.0


def _wait(server: servers.Server) -> None:
    """Until it is warm."""
    while True:
        connection = http.client.HTTPConnection(*server.address, timeout=120)
        connection.request("GET", "/ready")
        status = connection.getresponse().status
        connection.close()
        if status == http.HTTPStatus.OK:
            return
        time.sleep(0.5)
