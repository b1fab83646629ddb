"""How long the API takes for requests that mean harm; the client's own time is in it."""

import http.client
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from benchmarks import servers
from benchmarks.graphql import DAY, OFFICER, Place, rounded
from graph_service.access.tokens import open_tokens
from tests.api.hostile import hostile

SEED = 20261130
SLOW_MS = 50


def measure_hostile(where: Place, count: int) -> dict[str, Any]:
    """Milliseconds that refusals take, one request at a time; those that turned out to be valid are counted apart."""
    token = open_tokens(where.settings.home).issue(OFFICER, timedelta(hours=4))
    statuses, refused, answered = Counter[int](), list[tuple[float, str]](), list[float]()
    with servers.graph_service(where.settings, DAY) as server:
        _wait(server)
        for sent in hostile(count, SEED):
            connection = http.client.HTTPConnection(*server.address, timeout=120)
            connection.connect()
            started = time.perf_counter()
            headers = sent.headers | {"Authorization": f"Bearer {token}"}
            connection.request(sent.method, f"{server.path}{sent.query}", sent.body, headers)
            answer = connection.getresponse()
            answer.read()
            taken = 1000 * (time.perf_counter() - started)
            connection.close()
            statuses[answer.status] += 1
            if answer.status == http.HTTPStatus.OK:
                answered.append(taken)
            else:
                refused.append((taken, sent.kind))
    refused.sort()
    return {
        "requests": count,
        "by_status": {str(status): number for status, number in sorted(statuses.items())},
        "answered": len(answered),
        "refused": len(refused),
        **{f"refused_p{part}_ms": rounded(refused[len(refused) * part // 100][0]) for part in (50, 90, 99)},
        "refused_max_ms": rounded(refused[-1][0]),
        f"refused_over_{SLOW_MS}_ms": dict(Counter(kind for taken, kind in refused if taken > SLOW_MS)),
    }


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
