"""Whoever reads of too many people is told so, over every transport, and the log has it; what is done stays told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx_ws import connect_ws

from graph_service.access.policy import POLICY, holder
from graph_service.api.sockets import PROTOCOL
from graph_service.audit.accesses import entries, met
from graph_service.errors import ErrorCode
from tests.api.serving import Running, running

STRICT = {"accept": "application/graphql-response+json"}
ASK = "query ($id: ID!) { child(id: $id) { name } }"
CHANGE = "mutation ($id: ID!) { record(id: $id) { id } }"
LISTEN = "subscription ($n: Int!) { changed(count: $n) }"
LIMIT = POLICY.roles["PREFECTURE_OFFICER"].people_per_hour or 0
CODE = ErrorCode.READING_LIMIT_REACHED


def shows(number: str) -> None:
    """As if an answer showed so many people."""
    met().update(f"P{place}" for place in range(int(number)))


def answered(variables: dict[str, Any]) -> dict[str, Any]:
    shows(variables["id"])
    return {"data": {"child": {"name": "陈某"}}}


async def growing(variables: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    for number in (1, variables["n"], 1):
        shows(str(number))
        yield {"data": {"changed": number}}
        await asyncio.sleep(0)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as found:
        found.execution.work, found.execution.events = answered, growing
        token = found.tokens.issue(holder("prefecture-1", "PREFECTURE_OFFICER", "9901"), timedelta(hours=1))
        found.client.headers["authorization"] = f"Bearer {token}"
        found.token = token
        yield found


def noted(home: Path) -> list[tuple[str, list[str], int]]:
    return [(each["decision"], each["codes"], each["rows"]) for each in entries(home / "audit")]


def test_one_more_than_the_limit_is_429_and_noted(server: Running, tmp_path: Path) -> None:
    assert server.post(ASK, {"id": LIMIT}, headers=STRICT).status_code == 200
    for headers in (STRICT, {"accept": "application/json"}):
        refused = server.post(ASK, {"id": LIMIT + 1}, headers=headers)
        assert refused.status_code == 429
        assert refused.json().keys() == {"errors"}
        extensions = refused.json()["errors"][0]["extensions"]
        assert extensions["code"] == CODE
        assert 3590 < extensions["retryAfter"] == int(refused.headers["retry-after"]) <= 3600
    assert server.post(ASK, {"id": LIMIT}, headers=STRICT).status_code == 200, "who has been read of already"
    assert noted(tmp_path) == [("ALLOWED", [], LIMIT), *[("REFUSED", [CODE], 0)] * 2, ("ALLOWED", [], LIMIT)]


def test_what_was_changed_is_told_and_nothing_more_is_changed(server: Running, tmp_path: Path) -> None:
    assert server.post(CHANGE, {"id": LIMIT + 1}, headers=STRICT).status_code == 200
    asked = len(server.execution.asked)
    refused = server.post(CHANGE, {"id": 1}, headers=STRICT)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, CODE)
    assert len(server.execution.asked) == asked
    assert noted(tmp_path) == [("BEGUN", [], 0), ("ALLOWED", [], LIMIT + 1), ("REFUSED", [CODE], 0)]


def test_a_subscription_ends_with_the_event_that_is_too_much(server: Running, tmp_path: Path) -> None:
    stream = server.post(LISTEN, {"n": LIMIT + 1}, headers={"accept": "text/event-stream"}).text
    assert stream.count("event: next") == 2
    assert stream.count(CODE) == 1
    assert noted(tmp_path) == [("ALLOWED", [], 0), ("ALLOWED", [], 1), ("REFUSED", [CODE], 0)]


def test_over_a_websocket_the_error_says_when_to_ask_again(server: Running) -> None:
    with connect_ws(f"{server.url}/graphql", subprotocols=[PROTOCOL]) as session:
        session.send_json({"type": "connection_init", "payload": {"Authorization": f"Bearer {server.token}"}})
        assert session.receive_json(timeout=20) == {"type": "connection_ack"}
        session.send_json({"id": "1", "type": "subscribe", "payload": {"query": LISTEN, "variables": {"n": LIMIT + 1}}})
        first, second = (session.receive_json(timeout=20) for _ in range(2))
        assert (first["type"], second["type"]) == ("next", "error")
        assert second["payload"][0]["extensions"]["code"] == CODE
        assert second["payload"][0]["extensions"]["retryAfter"] > 3590


def test_another_login_and_a_role_without_a_limit_go_on(server: Running) -> None:
    assert server.post(ASK, {"id": LIMIT + 1}, headers=STRICT).status_code == 429
    for who in (holder("township-1", "TOWNSHIP_SUPERVISOR", "990101001"), holder("officer-1", "OFFICER", "990101")):
        token = server.tokens.issue(who, timedelta(hours=1))
        headers = STRICT | {"authorization": f"Bearer {token}"}
        assert server.post(ASK, {"id": LIMIT + 1}, headers=headers).status_code == 200
