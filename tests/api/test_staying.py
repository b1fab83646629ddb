"""Whoever stays is looked at again: an origin that may not ask, a token that expires while a stream is open."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_ws import WebSocketDisconnect, connect_ws

from graph_service.access.tokens import SKEW_SECONDS
from graph_service.api.sockets import PROTOCOL
from graph_service.errors import ErrorCode
from tests.api.serving import OFFICER, Running, running

COUNT = "subscription ($n: Int!) { changed(count: $n) }"
ELSEWHERE = "https://elsewhere.example"


async def silence(_: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    await asyncio.sleep(60)
    yield {}


def expiring(server: Running) -> dict[str, str]:
    """A token that has a second left."""
    token = server.tokens.issue(OFFICER, timedelta(seconds=1.5 - SKEW_SECONDS))
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://127.0.0.1:3000", True),
        ("http://localhost", True),
        ("http://[::1]:8000", True),
        (ELSEWHERE, False),
        ("null", False),
        ("", False),
        ("http://127.0.0.1.elsewhere.example", False),
        ("http://[", False),
    ],
)
def test_pages_of_other_origins_may_not_ask(tmp_path: Path, origin: str | None, allowed: bool) -> None:
    with running(tmp_path) as server:
        headers = {} if origin is None else {"origin": origin}
        response = server.post("{ __typename }", headers=headers | {"accept": "application/graphql-response+json"})
        assert response.status_code == (200 if allowed else 403)
        if not allowed:
            assert response.json()["errors"][0]["extensions"]["code"] == ErrorCode.FORBIDDEN
            assert not server.execution.asked
        assert closing(server, headers) == (None if allowed else 4403)


def closing(server: Running, headers: dict[str, str]) -> int | None:
    """The code that a WebSocket is closed with, or None when it is welcome."""
    with connect_ws(f"{server.url}/graphql", subprotocols=[PROTOCOL], headers={**headers}) as session:
        session.send_json({"type": "connection_init", "payload": {"Authorization": f"Bearer {server.token}"}})
        try:
            assert session.receive_json(timeout=20) == {"type": "connection_ack"}
        except WebSocketDisconnect as ended:
            return ended.code
    return None


def test_reached_from_elsewhere_only_origins_that_are_named_may_ask(tmp_path: Path) -> None:
    with running(tmp_path, tls_proxy=True, origins=("https://service.example",)) as server:
        for origin, status in (("https://service.example", 200), ("http://127.0.0.1:3000", 403), (ELSEWHERE, 403)):
            headers = {"origin": origin, "accept": "application/graphql-response+json"}
            assert server.post("{ __typename }", headers=headers).status_code == status


def test_a_stream_ends_when_its_token_expires(tmp_path: Path) -> None:
    """Both transports at once, without any event: nothing else would end them."""
    with running(tmp_path) as server:
        server.execution.events = silence
        headers = expiring(server)
        with connect_ws(f"{server.url}/graphql", subprotocols=[PROTOCOL], headers={**headers}) as session:
            session.send_json({"type": "connection_init"})
            assert session.receive_json(timeout=20) == {"type": "connection_ack"}
            body = {"query": COUNT, "variables": {"n": 1}}
            session.send_json({"id": "1", "type": "subscribe", "payload": body})
            response = httpx.post(
                f"{server.url}/graphql", json=body, headers=headers | {"accept": "text/event-stream"}, timeout=30
            )
            last = [json.loads(line[6:]) for line in response.text.splitlines() if line.startswith("data: {")][-1]
            assert last["errors"][0]["extensions"]["code"] == ErrorCode.UNAUTHENTICATED
            ended = session.receive_json(timeout=20)
            assert (ended["type"], ended["payload"][0]["extensions"]["code"]) == ("error", ErrorCode.UNAUTHENTICATED)
            with pytest.raises(WebSocketDisconnect) as closed:
                session.receive_json(timeout=20)
            assert closed.value.code == 4403
        assert server.entrance.subscriptions.open == 0
