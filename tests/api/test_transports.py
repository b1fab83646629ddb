"""Subscriptions over WebSocket and Server-Sent Events: they begin, go on and end as the protocols say."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_ws import WebSocketDisconnect, WebSocketSession, connect_ws
from structlog.testing import capture_logs

from graph_service.api import endpoint
from graph_service.errors import ErrorCode, ServiceError
from tests.api.serving import OFFICER, Running, running, until

CANARY = "110101199003072316"
PROTOCOL = "graphql-transport-ws"
COUNT = "subscription Count($n: Int!) { changed(count: $n) }"
EVENTS = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def server_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("home"), subscriptions=3) as server:
        yield server


@pytest.fixture
def server(server_of_module: Running) -> Running:
    server_of_module.execution.work = None
    server_of_module.execution.events = None
    until(lambda: server_of_module.entrance.subscriptions.open == 0)
    return server_of_module


class Events:
    """Events that go on until somebody ends them; says whether anybody listens."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0

    async def __call__(self, _: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        self.begun += 1
        try:
            for number in range(10**9):
                yield {"data": {"changed": number}}
                await asyncio.sleep(0.01)
        finally:
            self.ended += 1


async def silence(_: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    await asyncio.sleep(3600)
    yield {}


def failing(error: Exception) -> Callable[[dict[str, Any]], AsyncIterator[dict[str, Any]]]:
    async def events(_: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        yield {"data": {"changed": 0}}
        raise error

    return events


# WebSocket


@contextmanager
def socket(server: Running, **options: Any) -> Iterator[WebSocketSession]:
    options = {"subprotocols": [PROTOCOL], "keepalive_ping_interval_seconds": None, **options}
    with httpx.Client() as client, connect_ws(f"{server.url}/graphql", client, **options) as session:
        yield session


def init(session: WebSocketSession, server: Running) -> None:
    session.send_json({"type": "connection_init", "payload": {"Authorization": f"Bearer {server.token}"}})
    assert session.receive_json(timeout=30) == {"type": "connection_ack"}


def subscribe(session: WebSocketSession, name: str, query: str, variables: dict[str, Any] | None = None) -> None:
    session.send_json({"id": name, "type": "subscribe", "payload": {"query": query, "variables": variables}})


def closed(session: WebSocketSession) -> int:
    """The code that the server closes with; what it says before is passed over."""
    with pytest.raises(WebSocketDisconnect) as caught:
        for _ in range(10_000):
            session.receive(timeout=30)
    return caught.value.code


def test_a_subscription_over_a_socket(server: Running) -> None:
    with socket(server) as session:
        init(session, server)
        subscribe(session, "a", COUNT, {"n": 2})
        assert [session.receive_json(timeout=30) for _ in range(3)] == [
            {"id": "a", "type": "next", "payload": {"data": {"changed": 0}}},
            {"id": "a", "type": "next", "payload": {"data": {"changed": 1}}},
            {"id": "a", "type": "complete"},
        ]
        subscribe(session, "a", COUNT, {"n": 0})  # the id is free again
        assert session.receive_json(timeout=30) == {"id": "a", "type": "complete"}


def test_queries_and_mutations_over_a_socket(server: Running) -> None:
    with socket(server) as session:
        init(session, server)
        for text, data in (
            ("{ child(id: 1) { name } }", {"child": {"name": "陈某"}}),
            ("mutation { record(id: 1) { id } }", {"record": {"id": "P1"}}),
        ):
            subscribe(session, "q", text)
            assert session.receive_json(timeout=30) == {"id": "q", "type": "next", "payload": {"data": data}}
            assert session.receive_json(timeout=30) == {"id": "q", "type": "complete"}
    assert server.execution.asked[-1] == OFFICER


def test_ping_is_answered_before_and_after_the_beginning(server: Running) -> None:
    with socket(server) as session:
        session.send_json({"type": "ping"})
        assert session.receive_json(timeout=30) == {"type": "pong"}
        init(session, server)
        session.send_json({"type": "pong"})
        session.send_json({"type": "ping", "payload": {"x": 1}})
        assert session.receive_json(timeout=30) == {"type": "pong"}


def test_the_token_may_be_in_the_header(server: Running) -> None:
    with socket(server, headers={"authorization": f"Bearer {server.token}"}) as session:
        session.send_json({"type": "connection_init"})
        assert session.receive_json(timeout=30) == {"type": "connection_ack"}


@pytest.mark.parametrize("payload", [None, {}, [], {"Authorization": f"Bearer {CANARY}"}, {"Authorization": 7}])
def test_without_a_valid_token_the_socket_is_closed(server: Running, payload: Any) -> None:
    with socket(server) as session:
        session.send_json({"type": "connection_init", "payload": payload})
        assert closed(session) == 4403


def test_nobody_subscribes_before_they_said_who_they_are(server: Running) -> None:
    with socket(server) as session:
        subscribe(session, "a", COUNT, {"n": 1})
        assert closed(session) == 4401


def test_who_never_says_is_closed(server: Running) -> None:
    with socket(server) as session:
        assert closed(session) == 4408


def test_saying_it_twice(server: Running) -> None:
    with socket(server) as session:
        init(session, server)
        session.send_json({"type": "connection_init"})
        assert closed(session) == 4429


def test_an_id_is_used_once_at_a_time(server: Running) -> None:
    server.execution.events = silence
    with socket(server) as session:
        init(session, server)
        subscribe(session, "a", COUNT, {"n": 1})
        subscribe(session, "a", COUNT, {"n": 1})
        assert closed(session) == 4409


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "7",
        "[]",
        "{}",
        '{"type": 7}',
        '{"type": "unheard"}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": ""}',
        '{"type": "subscribe", "id": 7, "payload": {}}',
        '{"type": "subscribe", "id": "' + "x" * 65 + '", "payload": {}}',
        '{"type": "complete"}',
        '{"type": "ping", "payload": ' + "[" * 40 + "]" * 40 + "}",
    ],
)
def test_a_message_that_is_none_closes_the_socket(server: Running, message: str) -> None:
    with socket(server) as session:
        init(session, server)
        session.send_text(message)
        assert closed(session) == 4400


def test_bytes_are_no_message(server: Running) -> None:
    with socket(server) as session:
        init(session, server)
        session.send_bytes(b'{"type": "ping"}')
        assert closed(session) == 4400


def test_a_message_is_only_so_long(server: Running) -> None:
    with socket(server) as session:
        init(session, server)
        session.send_text(json.dumps({"type": "ping", "payload": "x" * 300_000}))
        assert closed(session) in {1009, 4400}


@pytest.mark.parametrize("protocols", [None, ["graphql-ws"], ["unheard"]])
def test_other_protocols_are_refused(server: Running, protocols: list[str] | None) -> None:
    with socket(server, subprotocols=protocols) as session:
        assert closed(session) == 4406


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (None, ErrorCode.REQUEST_INVALID),
        ({"query": 7}, ErrorCode.REQUEST_INVALID),
        ({"query": "{"}, ErrorCode.DOCUMENT_UNREADABLE),
        ({"query": f'{{ unheard(x: "{CANARY}") }}'}, ErrorCode.DOCUMENT_INVALID),
        ({"query": COUNT, "variables": {"n": CANARY}}, ErrorCode.VARIABLES_INVALID),
        ({"query": "subscription { a: changed(count: 1) b: changed(count: 2) }"}, ErrorCode.DOCUMENT_INVALID),
    ],
)
def test_what_cannot_be_carried_out_over_a_socket(server: Running, payload: Any, code: ErrorCode) -> None:
    with socket(server) as session:
        init(session, server)
        session.send_json({"id": "a", "type": "subscribe", "payload": payload})
        answer = session.receive_json(timeout=30)
        assert (answer["id"], answer["type"]) == ("a", "error")
        assert answer["payload"][0]["extensions"]["code"] == code
        assert CANARY not in str(answer)
        subscribe(session, "a", "{ __typename }")  # the connection lives on, and the id is free
        assert session.receive_json(timeout=30)["type"] == "next"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ServiceError(ErrorCode.DATABASE_UNAVAILABLE, "Gone.", "Wait."), ErrorCode.DATABASE_UNAVAILABLE),
        (ValueError(CANARY), ErrorCode.INTERNAL),
    ],
)
def test_a_subscription_that_fails_ends_with_an_error(server: Running, error: Exception, code: ErrorCode) -> None:
    server.execution.events = failing(error)
    with capture_logs() as logs:
        with socket(server) as session:
            init(session, server)
            subscribe(session, "a", COUNT, {"n": 1})
            assert session.receive_json(timeout=30)["type"] == "next"
            answer = session.receive_json(timeout=30)
        assert answer["type"] == "error"
        assert answer["payload"][0]["extensions"]["code"] == code
        until(lambda: any(line["event"] == "request" for line in logs))
    [line] = [each for each in logs if each["event"] == "request"]
    assert (line["transport"], line["kind"], line["operation"]) == ("websocket", "subscription", "Count")
    assert line["codes"] == (code,)
    assert CANARY not in str(logs) + str(answer)


def test_complete_ends_one_subscription_and_no_other(server: Running) -> None:
    events = server.execution.events = Events()
    with socket(server) as session:
        init(session, server)
        subscribe(session, "a", COUNT, {"n": 1})
        subscribe(session, "b", COUNT, {"n": 1})
        until(lambda: events.begun == 2)
        session.send_json({"id": "a", "type": "complete"})
        session.send_json({"id": "unheard", "type": "complete"})
        until(lambda: events.ended == 1)
        heard = [session.receive_json(timeout=30) for _ in range(200)]
        assert {each["id"] for each in heard[-10:]} == {"b"}
        assert "complete" not in {each["type"] for each in heard}
    until(lambda: events.ended == 2)


def test_a_socket_that_goes_takes_its_subscriptions_along(server: Running) -> None:
    events = server.execution.events = Events()
    with socket(server) as session:
        init(session, server)
        subscribe(session, "a", COUNT, {"n": 1})
        until(lambda: events.begun == 1 and server.entrance.subscriptions.open == 1)
    until(lambda: events.ended == 1 and server.entrance.subscriptions.open == 0)


def test_there_are_only_so_many_subscriptions(server: Running) -> None:
    server.execution.events = silence
    with socket(server) as session:
        init(session, server)
        for name in "abc":
            subscribe(session, name, COUNT, {"n": 1})
        until(lambda: server.entrance.subscriptions.open == 3)
        subscribe(session, "d", COUNT, {"n": 1})
        answer = session.receive_json(timeout=30)
        assert (answer["id"], answer["type"]) == ("d", "error")
        assert answer["payload"][0]["extensions"]["code"] == ErrorCode.OVERLOADED
        subscribe(session, "e", "{ __typename }")
        assert session.receive_json(timeout=30)["type"] == "next"


def test_a_subscription_ends_with_its_token(tmp_path: Path) -> None:
    later = [0.0]
    with running(tmp_path, now=lambda: time.time() + later[0]) as server:
        server.execution.events = Events()
        token = server.tokens.issue(OFFICER, timedelta(seconds=60))
        with socket(server, headers={"authorization": f"Bearer {token}"}) as session:
            session.send_json({"type": "connection_init"})
            assert session.receive_json(timeout=30) == {"type": "connection_ack"}
            subscribe(session, "a", COUNT, {"n": 1})
            assert session.receive_json(timeout=30)["type"] == "next"
            later[0] = 120
            until(lambda: server.entrance.subscriptions.open == 0)
            heard = [session.receive_json(timeout=30)]
            while heard[-1]["type"] == "next":
                heard.append(session.receive_json(timeout=30))
            assert heard[-1]["type"] == "error"
            assert heard[-1]["payload"][0]["extensions"]["code"] == ErrorCode.UNAUTHENTICATED


# Server-Sent Events


def events_of(text: str) -> list[tuple[str, Any]]:
    """The events of a stream: name and value; comments are left out."""
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"]) if lines["data"] else None))
    return found


def test_a_subscription_as_events(server: Running) -> None:
    response = server.post(COUNT, {"n": 2}, headers=EVENTS)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert events_of(response.text) == [
        ("next", {"data": {"changed": 0}}),
        ("next", {"data": {"changed": 1}}),
        ("complete", None),
    ]
    params = {"query": COUNT, "variables": '{"n": 0}'}
    assert events_of(server.client.get("/graphql", params=params, headers=EVENTS).text) == [("complete", None)]


def test_a_query_as_events(server: Running) -> None:
    response = server.post("{ child(id: 1) { name } }", headers=EVENTS)
    assert events_of(response.text) == [("next", {"data": {"child": {"name": "陈某"}}}), ("complete", None)]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [("{", 400, ErrorCode.DOCUMENT_UNREADABLE), ("{ unheard }", 400, ErrorCode.DOCUMENT_INVALID)],
)
def test_what_cannot_be_carried_out_is_no_stream(server: Running, query: str, status: int, code: ErrorCode) -> None:
    response = server.post(query, headers=EVENTS)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/json")
    assert response.json()["errors"][0]["extensions"]["code"] == code


def test_events_that_fail_end_with_an_error(server: Running) -> None:
    server.execution.events = failing(ValueError(CANARY))
    found = events_of(server.post(COUNT, {"n": 1}, headers=EVENTS).text)
    assert [name for name, _ in found] == ["next", "next", "complete"]
    assert found[1][1]["errors"][0]["extensions"]["code"] == ErrorCode.INTERNAL
    assert CANARY not in str(found)


def test_a_listener_that_goes_ends_the_events(server: Running) -> None:
    events = server.execution.events = Events()
    body = {"query": COUNT, "variables": {"n": 1}}
    with server.client.stream("POST", "/graphql", json=body, headers=EVENTS) as response:
        parts = response.iter_text()
        assert next(parts).startswith("event: next")
        assert events.ended == 0
    until(lambda: events.ended == 1 and server.entrance.subscriptions.open == 0)


def test_silence_is_filled_so_that_nothing_between_cuts_the_connection(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "_KEEP_ALIVE_SECONDS", 0.05)
    server.execution.events = silence
    body = {"query": COUNT, "variables": {"n": 1}}
    with server.client.stream("POST", "/graphql", json=body, headers=EVENTS) as response:
        assert next(response.iter_text()).startswith(":\n\n")


def test_there_are_only_so_many_streams(server: Running) -> None:
    server.execution.events = silence
    body = {"query": COUNT, "variables": {"n": 1}}
    with ExitStack() as streams:
        for _ in range(3):
            streams.enter_context(server.client.stream("POST", "/graphql", json=body, headers=EVENTS))
        until(lambda: server.entrance.subscriptions.open == 3)
        [(name, value), _] = events_of(server.post(COUNT, {"n": 1}, headers=EVENTS).text)
        assert name == "next"
        assert value["errors"][0]["extensions"]["code"] == ErrorCode.OVERLOADED


# Both


def test_a_stop_ends_subscriptions_with_a_word(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.execution.events = silence
        body = {"query": COUNT, "variables": {"n": 1}}
        with socket(server) as session, socket(server) as idle:
            init(session, server)
            init(idle, server)
            subscribe(session, "a", COUNT, {"n": 1})
            with server.client.stream("POST", "/graphql", json=body, headers=EVENTS) as response:
                until(lambda: server.entrance.subscriptions.open == 2)
                server.stop()
                assert response.read() == b""
            assert closed(session) == closed(idle) == 1001
        assert server.stopped.wait(30)
