"""`graph-service serve` as an operator meets it: a process of its own on the database that runs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from graph_service.api.readiness import Readiness
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from tests.api.serving import running, until

CANARY = "110101199003072316"
PROGRAM = [sys.executable, "-c", "from graph_service.cli import app; app()"]
MEMORY_MIB = 250


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = {"GRAPH_SERVICE_HOME": str(home), "GRAPH_SERVICE_HEAP": "512m", "GRAPH_SERVICE_MINIMUM_FREE_DISK": "64"}
    ours["GRAPH_SERVICE_ISSUER"] = "development"
    return {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")} | ours | more


@dataclass
class Served:
    """A serving process.

    Attributes:
        process: itself.
        said: the lines of its standard error so far.
        url: its address.
    """

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    url: str = ""

    def logged(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.said if line.startswith("{")]


@contextmanager
def served(home: Path, *arguments: str, **more: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--port", "0", *arguments],
        env=environment(home, **more),
        cwd=home,
        stderr=subprocess.PIPE,
        text=True,
    )
    found = Served(process)

    def listen() -> None:
        assert process.stderr
        for line in process.stderr:
            found.said.append(line)

    listening = threading.Thread(target=listen, daemon=True)
    listening.start()
    try:
        until(lambda: any("/graphql" in line for line in found.said))
        [line] = [line for line in found.said if "/graphql" in line]
        found.url = next(word for word in line.split() if word.startswith("http")).removesuffix("/graphql")
        yield found
    finally:
        process.kill()
        process.wait(30)
        listening.join(30)


def token(home: Path, *arguments: str) -> str:
    run = subprocess.run(
        [*PROGRAM, "token", *arguments], env=environment(home), capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_serve_answers_logs_and_stops(graph: Graph, settings: Settings) -> None:
    """One process for the whole story, since each takes seconds to start."""
    with served(settings.home) as server:
        until(lambda: httpx.get(f"{server.url}/ready", timeout=30).status_code == 200)
        authorization = f"Bearer {token(settings.home, '--role', 'officer', '--division', '990121000000')}"
        answers = [
            httpx.post(
                f"{server.url}/graphql",
                json={"query": query, "variables": {"id": CANARY}},
                headers={"authorization": authorization},
                timeout=60,
            ).json()
            for query in ("{ viewer { __typename } }", "query Found($id: ID!) { child(id: $id) { name } }")
        ]
        assert answers[0] == {"data": {"viewer": {"__typename": "Viewer"}}}
        assert "data" in answers[1]
        until(lambda: len([line for line in server.logged() if line["event"] == "request"]) == 2)
        if Path("/proc/self/status").exists():
            status = Path(f"/proc/{server.process.pid}/status").read_text()
            [resident] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
            assert int(resident) < MEMORY_MIB * 1024
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    line = server.logged()[-1]
    assert (line["operation"], line["role"], line["kind"], line["status"]) == ("Found", "OFFICER", "query", 200)
    assert line["database_calls"] == 1
    text = "".join(server.said)
    assert CANARY not in text
    assert authorization.split()[1] not in text
    assert "Traceback" not in text
    assert graph.version()  # the database was not its own to stop


def test_ctrl_c_ends_it_with_its_usual_code(graph: Graph, settings: Settings) -> None:
    with served(settings.home) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == 130
    assert "Traceback" not in "".join(server.said)


@pytest.mark.parametrize(
    "arguments",
    [("--role", "officer"), ("--role", "auditor", "--school", "S1"), ("--role", "officer", "--division", "x")],
)
def test_a_token_needs_the_limits_of_its_role(settings: Settings, arguments: tuple[str, ...]) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        token(settings.home, *arguments)
    assert caught.value.returncode == 1
    assert "ARGUMENT_INVALID" in caught.value.stderr or "DIVISION_INVALID" in caught.value.stderr


NEVER_ENDING = Statement(
    "tests/never_ends",
    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a * b < 0 RETURN count(*) AS never",
    "",
    {},
    "",
)


def test_the_deadline_of_a_request_cancels_its_query_in_the_database(graph: Graph, tmp_path: Path) -> None:
    with running(tmp_path, request_deadline=0.5) as server:

        def work(_: dict[str, object]) -> dict[str, object]:
            return {"data": {"never": graph.read(NEVER_ENDING)[0]["never"]}}

        server.execution.work = work
        response = server.post("{ __typename }", headers={"accept": "application/graphql-response+json"})
        assert response.status_code == 504
        assert response.json()["errors"][0]["extensions"]["code"] == ErrorCode.DATABASE_TIMEOUT
        until(lambda: not transactions(graph))
        metrics = server.client.get("/metrics").text
        assert "graph_service_database_calls_total 1.0\n" in metrics
        assert 'graph_service_errors_total{code="DATABASE_TIMEOUT"} 1.0\n' in metrics


def transactions(graph: Graph) -> list[str]:
    """The statements of ours that the database works on."""
    show = Statement("tests/transactions", "SHOW TRANSACTIONS YIELD currentQuery", "", {}, "")
    return [record["currentQuery"] for record in graph.read(show) if "1000000" in (record["currentQuery"] or "")]


def test_ready_only_when_warm_and_the_database_answers(graph: Graph, tmp_path: Path) -> None:
    async def story() -> list[ErrorCode | None]:
        seen: list[ErrorCode | None] = []
        readiness = Readiness(graph, lambda: time.sleep(0))

        async def look() -> None:
            problem = await readiness.problem()
            seen.append(problem.code if problem else None)

        await look()
        await readiness.warm_up()
        await look()
        return seen

    assert asyncio.run(story()) == [ErrorCode.OVERLOADED, None]


def test_a_stop_does_not_wait_for_the_warm_up(graph: Graph) -> None:
    begun, go = threading.Event(), threading.Event()

    def for_ever() -> None:
        begun.set()
        go.wait(60)

    async def story() -> None:
        warming = asyncio.ensure_future(Readiness(graph, for_ever).warm_up())
        await asyncio.to_thread(begun.wait, 30)
        warming.cancel()

    asyncio.run(story())
    assert not go.is_set()
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "warm-up"] == [True]
    go.set()


def test_not_ready_without_a_database(tmp_path: Path) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    async def story() -> list[ServiceError | None]:
        lost = Graph("bolt://127.0.0.1:1", "neo4j", None, "neo4j", seconds=0.5)
        readiness = Readiness(lost, fail)
        await readiness.warm_up()  # what fails there is no reason not to begin
        try:
            return list(await asyncio.gather(readiness.problem(), readiness.problem()))
        finally:
            lost.close()

    first, second = asyncio.run(story())
    assert first is second  # asked once for both
    assert first is not None
    assert first.code == ErrorCode.DATABASE_UNAVAILABLE
