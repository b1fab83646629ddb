"""A server with a small schema and an execution that does what a test says, on a port of its own."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, execute

from graph_service.access.identity import Identity, Role
from graph_service.access.tokens import Tokens
from graph_service.api.app import create_app
from graph_service.api.documents import Document
from graph_service.api.entrance import Entrance
from graph_service.api.pages import Login
from graph_service.api.serving import Server, assemble, service
from graph_service.errors import ServiceError
from graph_service.graph.connection import Graph
from tests.conftest import settings_for

OFFICER = Identity("officer-1", Role.OFFICER, division="990121")

SCHEMA: GraphQLSchema = build_schema(
    """
    type Query { child(id: ID!): Child }
    type Mutation { record(id: ID!): Child }
    type Subscription { changed(count: Int!): Int }
    type Child { id: ID! name: String }
    """
)

Work = Callable[[dict[str, Any]], dict[str, Any]]


class Scripted:
    """Answers with graphql-core, or with what the test puts in its place.

    Attributes:
        work: answers an operation, from its variables; None: graphql-core does.
        events: answers a subscription; None: it counts up to the variable `count`.
        asked: who asked, in order.
    """

    def __init__(self) -> None:
        self.work: Work | None = None
        self.events: Callable[[dict[str, Any]], AsyncIterator[dict[str, Any]]] | None = None
        self.asked: list[Identity] = []

    def execute(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any], identity: Identity
    ) -> dict[str, Any]:
        self.asked.append(identity)
        if self.work:
            return self.work(variables)
        root = {"child": {"id": "P1", "name": "陈某"}, "record": {"id": "P1"}}
        name = operation.name.value if operation.name else None
        result: Any = execute(SCHEMA, document.node, root, variable_values=variables, operation_name=name)
        return result.formatted

    def subscribe(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any], identity: Identity
    ) -> AsyncIterator[dict[str, Any]]:
        return self.events(variables) if self.events else count_up(variables)


async def count_up(variables: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    for number in range(variables.get("n", 3)):
        yield {"data": {"changed": number}}
        await asyncio.sleep(0)


class Ready:
    """A readiness that the test sets."""

    def __init__(self) -> None:
        self.found: ServiceError | None = None

    async def warm_up(self) -> None:
        pass

    async def problem(self) -> ServiceError | None:
        return self.found


@dataclass
class Running:
    """A server that answers.

    Attributes:
        url: its address, such as `http://127.0.0.1:40123`.
        client: sends requests there, with an officer's token.
        stop: ends it as SIGTERM does; does not wait.
    """

    url: str
    client: httpx.Client
    execution: Scripted
    entrance: Entrance
    tokens: Tokens
    ready: Ready
    token: str
    stop: Callable[[], None]
    stopped: threading.Event = field(default_factory=threading.Event)

    def post(self, query: str, variables: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        body = {"query": query, "variables": variables}
        return self.client.post("/graphql", json=body, **more)


@contextmanager
def running(
    home: Path,
    logins: tuple[Login, ...] = (),
    now: Callable[[], float] = time.time,
    graph: Graph | None = None,
    **changes: object,
) -> Iterator[Running]:
    """A server for the length of a `with` block.

    Args:
        home: folder of its own.
        logins: as in `create_app`.
        now: the clock that tokens go by.
        graph: what the real schema is answered from, in place of the small one by the script.
        changes: settings.
    """
    settings = settings_for(home, **{"port": 0, "stop_seconds": 2, **changes})
    execution, tokens, ready = Scripted(), Tokens(b"k" * 32, now), Ready()
    entrance = service(settings, graph, tokens) if graph else assemble(settings, SCHEMA, execution, tokens)
    addresses: list[str] = []
    server = Server(settings, entrance, create_app(entrance, ready, logins), addresses.append)  # type: ignore[arg-type]
    stopped = threading.Event()

    def run() -> None:
        server.run()
        stopped.set()

    def stop() -> None:
        server.should_exit = True

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until(lambda: bool(addresses))
    token = tokens.issue(OFFICER, timedelta(hours=1))
    with httpx.Client(base_url=addresses[0], headers={"authorization": f"Bearer {token}"}, timeout=30) as client:
        try:
            yield Running(addresses[0], client, execution, entrance, tokens, ready, token, stop, stopped)
        finally:
            stop()
            thread.join(timeout=30)


def until(holds: Callable[[], bool]) -> None:
    """Waits until a condition holds; a test that waits in vain fails."""
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to hold")
