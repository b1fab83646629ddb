"""The whole service, listening on a port of its own: for tests that ask as users do."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import httpx

from graph_service.access.identity import Identity, Role
from graph_service.access.tokens import Tokens
from graph_service.api.app import create_app
from graph_service.api.readiness import Readiness
from graph_service.api.serving import Server, service
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from tests.conftest import settings_for

VILLAGE: Final = Path(__file__).parents[1] / "seed" / "village"

USERS: Final[Mapping[str, Identity]] = {
    "officer": Identity("officer-qingxi", Role.OFFICER, division="990101"),
    "liaison": Identity("liaison-shiqiao", Role.LIAISON, school="SCH-PRIMARY"),
    "auditor": Identity("auditor-1", Role.AUDITOR),
}
"""Whom the tour of the API speaks of."""


@dataclass(frozen=True)
class ServiceAtWork:
    """A service that answers.

    Attributes:
        url: its address.
        tokens: of each user.
    """

    url: str
    tokens: Mapping[str, str]

    def ask(self, user: str, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer, errors included."""
        body = {"query": document, "variables": variables or {}}
        headers = {"authorization": f"Bearer {self.tokens[user]}"}
        return httpx.post(f"{self.url}/graphql", json=body, headers=headers, timeout=300).json()


@contextmanager
def village_service(graph: Graph, home: Path) -> Iterator[ServiceAtWork]:
    """The village imported into an empty graph, and a service over it for the length of a `with` block.

    Args:
        graph: empty and migrated.
        home: folder of the service's own.
    """
    for folder in (VILLAGE, VILLAGE / "later"):
        import_into(graph, folder)
    with service_over(graph, home, USERS) as working:
        yield working


@contextmanager
def service_over(graph: Graph, home: Path, users: Mapping[str, Identity]) -> Iterator[ServiceAtWork]:
    """A service over a graph as it is, for the length of a `with` block.

    Args:
        graph: migrated.
        home: folder of the service's own.
        users: who gets a token.
    """
    settings = settings_for(home, port=0, stop_seconds=2, request_deadline=300)
    tokens = Tokens(b"v" * 32)
    entrance = service(settings, graph, tokens)
    addresses: list[str] = []
    listening = threading.Event()

    def announce(address: str) -> None:
        addresses.append(address)
        listening.set()

    app = create_app(entrance, Readiness(graph, lambda: None))  # not warmed up: each test asks something else
    server = Server(settings, entrance, app, announce)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert listening.wait(60), "the service never listened"
    try:
        issued = {user: tokens.issue(identity, timedelta(hours=1)) for user, identity in users.items()}
        yield ServiceAtWork(addresses[0], issued)
    finally:
        server.should_exit = True
        thread.join(timeout=30)
