"""A closed loop of requests over HTTP in a process of its own: `python -m benchmarks.load` reads what to ask as JSON.

Plain sockets and one selector, so that it takes some 30 µs a request and leaves the cores to those that are measured.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one loop.

    Attributes:
        all_requests: how many were answered, also before it was measured.
        requests: how many were answered while it was measured.
        seconds: how long that was.
        p50_ms: half of the answers took at most so long.
        p99_ms: 99 of 100 answers took at most so long.
    """

    all_requests: int
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def loop(
    address: tuple[str, int],
    path: str,
    headers: dict[str, str],
    bodies: Sequence[Any],
    concurrency: int,
    seconds: float,
) -> Load:
    """Keeps so many requests in flight for so long, after a quarter of the time that does not count.

    It is measured from an answer to an answer, so that those that take longer than all of it are counted right.

    Args:
        address: host and port.
        path: where to post.
        headers: beside those that every request has.
        bodies: sent one after the other, from the first again after the last.
        concurrency: connections, each with one request at a time.
        seconds: how long to measure.

    Raises:
        SystemExit: an answer was not 200, or had errors.
    """
    asked = {
        "address": address,
        "path": path,
        "headers": headers,
        "bodies": [json.dumps(body) for body in bodies],
        "concurrency": concurrency,
        "seconds": seconds,
    }
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(command, input=json.dumps(asked), text=True, stdout=subprocess.PIPE, check=True)
    return Load(**json.loads(done.stdout))


class _Connection:
    """One connection: what it has sent and received of the exchange that is under way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self._length = 0
        self.begun = 0.0

    def ask(self, request: bytes) -> None:
        self._received.clear()
        self._length = 0
        self.begun = time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Takes what has arrived; whether the answer is whole."""
        chunk = self.socket.recv(_CHUNK)
        if not chunk:
            raise SystemExit("the server closed a connection")
        self._received += chunk
        if not self._length:
            head, found, _ = self._received.partition(b"\r\n\r\n")
            if not found:
                return False
            self._length = len(head) + 4 + _content_length(bytes(head))
        if len(self._received) < self._length:
            return False
        if not self._received.startswith(b"HTTP/1.1 200") or b'"errors":' in self._received:
            raise SystemExit(f"not an answer: {self._received[:2000].decode(errors='replace')}")
        return True


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise SystemExit(f"no length: {head.decode(errors='replace')}")


def _run(asked: dict[str, Any]) -> Load:
    host, port = asked["address"]
    headers = {"Host": f"{host}:{port}", "Content-Type": "application/json", "Accept": "application/json"}
    head = "".join(f"{name}: {value}\r\n" for name, value in (headers | asked["headers"]).items())
    requests = cycle(
        [
            f"POST {asked['path']} HTTP/1.1\r\n{head}Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()
            for body in asked["bodies"]
        ]
    )
    earliest = time.perf_counter() + asked["seconds"] / 4
    begins: float | None = None
    now, warm, taken = 0.0, 0, list[float]()
    with selectors.DefaultSelector() as waiting:
        for _ in range(asked["concurrency"]):
            connection = _Connection((host, port))
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        while begins is None or not taken or now < begins + asked["seconds"]:
            for key, _ in waiting.select():
                connection = key.data
                if not connection.is_answered():
                    continue
                now = time.perf_counter()
                if begins is not None:
                    taken.append(now - connection.begun)
                else:
                    warm += 1
                    begins = now if now >= earliest else None
                connection.ask(next(requests))
    taken.sort()
    percentiles = (1000 * taken[min(len(taken) - 1, len(taken) * part // 100)] for part in (50, 99))
    return Load(warm + len(taken), len(taken), now - begins, *percentiles)


if __name__ == "__main__":
    outcome = _run(json.load(sys.stdin))
    json.dump({name: getattr(outcome, name) for name in Load.__slots__}, sys.stdout)
