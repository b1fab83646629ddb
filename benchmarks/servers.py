"""The three GraphQL servers that are asked the same, each a process of its own on the same database."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from benchmarks.by_hand import of_day
from benchmarks.detection import benchmark_statement
from graph_service.config import Settings
from graph_service.graph import embedded

HERE = Path(__file__).parent
DOCUMENT = (HERE / "children.graphql").read_text("utf-8")
PEER = HERE / "neo4j_graphql"
PEER_DOCUMENT = (PEER / "children.graphql").read_text("utf-8")
DEADLINE = "300"
"""Seconds that a resolver for each field may take for a page."""

Children = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers.

    Attributes:
        name: what results call it.
        pid: its process.
        address: host and port.
        path: where it is asked.
        body: from ids of children to what is posted.
        children: from the answer's `data` to the children, in the form of our answers.
    """

    name: str
    pid: int
    address: tuple[str, int]
    path: str
    body: Callable[[Sequence[str]], dict[str, Any]]
    children: Callable[[dict[str, Any]], Children]


def our_body(ids: Sequence[str], day: date) -> dict[str, Any]:
    """What the API is asked."""
    if len(ids) == 1:
        variables = {"id": ids[0], "asOf": day.isoformat()}
        return {"query": DOCUMENT, "operationName": "Child", "variables": variables}
    variables = {"ids": list(ids), "first": len(ids), "asOf": day.isoformat()}
    return {"query": DOCUMENT, "operationName": "Children", "variables": variables}


def _body(day: date) -> Callable[[Sequence[str]], dict[str, Any]]:
    return lambda ids: our_body(ids, day)


def our_children(data: dict[str, Any]) -> Children:
    """The children in an answer of the API."""
    return [data["child"]] if "child" in data else data["children"]["nodes"]


@contextmanager
def graph_service(settings: Settings, day: date) -> Generator[Server]:
    """The API as it is served: with tokens, scope, limits, logs."""
    command = [str(Path(sys.executable).with_name("graph-service")), "serve"]
    with _started("api", command, _environment(settings), "/graphql", _body(day), our_children) as server:
        yield server


@contextmanager
def resolvers(settings: Settings, day: date) -> Generator[Server]:
    """The same with a resolver for each field."""
    command = [sys.executable, "-m", "benchmarks.resolvers"]
    environment = _environment(settings) | {"GRAPH_SERVICE_REQUEST_DEADLINE": DEADLINE}
    with _started("resolvers", command, environment, "/graphql", _body(day), our_children) as server:
        yield server


@contextmanager
def unaudited(settings: Settings, day: date) -> Generator[Server]:
    """The API without its log of accesses."""
    command = [sys.executable, "-m", "benchmarks.unaudited"]
    with _started("unaudited", command, _environment(settings), "/graphql", _body(day), our_children) as server:
        yield server


@contextmanager
def neo4j_graphql(settings: Settings, day: date, folder: Path) -> Generator[Server]:
    """`@neo4j/graphql` behind Apollo's server, installed into the folder by npm from the lock.

    Args:
        settings: of the home whose database runs.
        day: on which facts hold.
        folder: where the packages are, or come to be.
    """
    shutil.copytree(PEER, folder, dirs_exist_ok=True)
    if not (folder / "node_modules").exists():
        install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(install, cwd=folder, check=True, stdout=sys.stderr)
    address = embedded.running(settings)
    if address is None:
        raise SystemExit("the embedded database does not run")
    environment = {
        **os.environ,
        "NODE_ENV": "production",
        "NEO4J_URI": address.uri,
        "NEO4J_USERNAME": embedded.USER,
        "NEO4J_PASSWORD": address.password,
    }
    command = ["node", "server.mjs", benchmark_statement("grade").text, orjson.dumps(of_day(day)).decode()]

    def body(ids: Sequence[str]) -> dict[str, Any]:
        return {"query": PEER_DOCUMENT, "variables": {"ids": list(ids), "day": day.isoformat()}}

    with _started("neo4j_graphql", command, environment, "/", body, _of_peer, folder) as server:
        yield server


def _of_peer(data: dict[str, Any]) -> Children:
    """The children in an answer of `@neo4j/graphql`, under the names that our answers have."""
    return [
        {
            **{key: person[key] for key in ("name", "birthDate", "grade")},
            "personId": person["id"],
            "sex": {1: "MALE", 2: "FEMALE"}.get(person["sex"]),
            "parents": [
                {**_fact(edge), "parent": _named(edge["node"], "personId")}
                for edge in person["parentsConnection"]["edges"]
            ],
            "guardianships": [
                {**_fact(edge), "guardian": _guardian(edge["node"])} for edge in person["guardiansConnection"]["edges"]
            ],
            "enrolments": [
                {**edge["properties"], "school": _named(edge["node"], "schoolId")}
                for edge in person["schoolsConnection"]["edges"]
            ],
        }
        for person in data["people"]
    ]


def _fact(edge: dict[str, Any]) -> dict[str, Any]:
    properties = edge["properties"]
    return {**properties, "from": None if properties["from"] == "0001-01-01" else properties["from"]}


def _named(node: dict[str, Any], key: str) -> dict[str, Any]:
    return {key: node["id"], "name": node["name"]}


def _guardian(node: dict[str, Any]) -> dict[str, Any]:
    kind = node["__typename"]
    return {"__typename": kind, **_named(node, "personId" if kind == "Person" else "organisationId")}


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "GRAPH_SERVICE_HOME": str(settings.home),
        "GRAPH_SERVICE_PORT": "0",
        "GRAPH_SERVICE_ISSUER": "development",
    }


@contextmanager
def _started(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    path: str,
    body: Callable[[Sequence[str]], dict[str, Any]],
    children: Callable[[dict[str, Any]], Children],
    folder: Path | None = None,
) -> Generator[Server]:
    """A process that writes its address, until the end of the `with` block; what else it writes goes to a file."""
    with tempfile.TemporaryDirectory() as kept:
        log = Path(kept) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=output)
        try:
            while not (found := re.search(r"http://([\d.]+):(\d+)", log.read_text("utf-8"))):
                if process.poll() is not None:
                    raise SystemExit(f"{name} did not start: {log.read_text('utf-8')}")
                time.sleep(0.1)
            yield Server(name, process.pid, (found[1], int(found[2])), path, body, children)
        finally:
            process.terminate()
            process.wait(30)
