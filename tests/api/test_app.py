"""`/graphql` over HTTP: who may ask, what is read, which status and type an answer has, and what is seen of it."""

import gzip
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from graph_service.access.identity import Role
from graph_service.api.endpoint import accepted
from graph_service.api.errors import LocatedError
from graph_service.api.limits import Limits
from graph_service.api.pages import Login
from graph_service.errors import ErrorCode, ServiceError
from tests.api.serving import OFFICER, Running, running, until

CANARY = "110101199003072316"
GRAPHQL = "application/graphql-response+json"
NAME = "query Named($id: ID!) { child(id: $id) { name } }"


@pytest.fixture(scope="module")
def server_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    login = Login("AUDITOR", {"en": "Auditor", "zh": "审计员"}, "a-token")
    with running(tmp_path_factory.mktemp("home"), (login,), requests_running=2, requests_waiting=1) as server:
        yield server


@pytest.fixture
def server(server_of_module: Running) -> Running:
    server_of_module.execution.work = None
    server_of_module.execution.asked.clear()
    server_of_module.ready.found = None
    return server_of_module


def code(response: httpx.Response) -> str:
    """The code of the only error; the answer has no data."""
    body = response.json()
    assert body.keys() == {"errors"}
    [error] = body["errors"]
    assert error["message"] and error["extensions"]["remedy"]
    return error["extensions"]["code"]


def test_a_query_over_post_and_get(server: Running) -> None:
    for response in (
        server.post(NAME, {"id": "P1"}),
        server.client.get("/graphql", params={"query": NAME, "variables": '{"id": "P1"}', "operationName": "Named"}),
    ):
        assert response.status_code == 200
        assert response.json() == {"data": {"child": {"name": "陈某"}}}
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
    assert server.execution.asked == [OFFICER, OFFICER]


def test_the_request_id_is_the_clients_if_it_looks_like_one(server: Running) -> None:
    ids = [
        server.post(NAME, {"id": 1}, headers={"x-request-id": given}).headers["x-request-id"]
        for given in ("abcd-1234", "short", "x" * 65, "a b c d e f g h")
    ]
    assert ids[0] == "abcd-1234"
    assert all(re.fullmatch(r"[0-9a-f]{16}", each) for each in ids[1:])


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer \xe9", "Basic abc", f"Bearer {CANARY}", f"Bearer x.{CANARY}.y"]
)
def test_without_a_valid_token_nobody_is_answered(server: Running, header: str | None) -> None:
    headers = {} if header is None else {"authorization": header.encode("latin-1")}
    response = httpx.post(f"{server.url}/graphql", json={"query": NAME, "variables": {"id": 1}}, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith('Bearer realm="graph-service"')
    assert ("invalid_token" in response.headers["www-authenticate"]) == (header is not None)
    assert code(response) == ErrorCode.UNAUTHENTICATED
    assert CANARY not in response.text
    assert not server.execution.asked


def test_a_token_that_has_expired_is_worth_nothing(server: Running) -> None:
    token = server.tokens.issue(OFFICER, timedelta(seconds=-60))
    response = server.post(NAME, {"id": 1}, headers={"authorization": f"bearer {token}"})
    assert response.status_code == 401


def test_mutations_only_over_post(server: Running) -> None:
    text = "mutation { record(id: 1) { id } }"
    assert server.post(text).json() == {"data": {"record": {"id": "P1"}}}
    server.execution.asked.clear()
    response = server.client.get("/graphql", params={"query": text})
    assert (response.status_code, code(response)) == (405, ErrorCode.METHOD_NOT_ALLOWED)
    assert response.headers["allow"] == "POST"
    assert not server.execution.asked


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods(server: Running, method: str) -> None:
    response = server.client.request(method, "/graphql", headers={"origin": "https://elsewhere.example"})
    assert (response.status_code, code(response)) == (405, ErrorCode.METHOD_NOT_ALLOWED)
    assert response.headers["allow"] == "GET, POST"
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("content_type", "allowed"),
    [
        ("application/json", True),
        ("Application/JSON;charset=UTF-8", True),
        ('application/json; charset="utf-8"', True),
        ("application/json; charset=gb18030", False),
        ("text/plain", False),
        ("application/x-www-form-urlencoded", False),
        ("multipart/form-data; boundary=x", False),
        ("", False),
    ],
)
def test_only_json_in_utf8_is_read(server: Running, content_type: str, allowed: bool) -> None:
    """The types that a page of another site can send without asking first are not among those allowed."""
    body = json.dumps({"query": "{ __typename }"})
    response = server.client.post("/graphql", content=body, headers={"content-type": content_type})
    assert response.status_code == (200 if allowed else 415)
    if not allowed:
        assert code(response) == ErrorCode.MEDIA_TYPE_UNSUPPORTED


def test_a_compressed_body_is_not_read(server: Running) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    response = server.client.post("/graphql", content=gzip.compress(b"{}"), headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'"text"',
        b"null",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{}",
        b'{"query": ""}',
        b'{"query": 7}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "CANARY"}',
        b'{"query": "{ __typename }", "operationName": 7}',
        b'{"query": "{ __typename }", "extensions": "CANARY"}',
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"CANARY',
    ],
)
@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
def test_what_is_no_request(server: Running, body: bytes, accept: str) -> None:
    response = server.client.post(
        "/graphql",
        content=body.replace(b"CANARY", CANARY.encode()),
        headers={"content-type": "application/json", "accept": accept},
    )
    assert (response.status_code, code(response)) == (400, ErrorCode.REQUEST_INVALID)
    assert CANARY not in response.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "query=%7B__typename%7D&query=x",
        "query=%7B__typename%7D&variables=CANARY",
        "query=%ff",
        "&".join(f"a{i}=1" for i in range(99)),
    ],
)
def test_what_is_no_request_in_a_url(server: Running, query: str) -> None:
    response = server.client.get(f"/graphql?{query.replace('CANARY', CANARY)}")
    assert (response.status_code, code(response)) == (400, ErrorCode.REQUEST_INVALID)
    assert CANARY not in response.text


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("{", None, ErrorCode.DOCUMENT_UNREADABLE),
        ("{ unheard }", None, ErrorCode.DOCUMENT_INVALID),
        (NAME, {"id": None}, ErrorCode.VARIABLES_INVALID),
        (NAME, {"id": [CANARY]}, ErrorCode.VARIABLES_INVALID),
        ("query A { __typename } query B { __typename }", None, ErrorCode.OPERATION_UNKNOWN),
    ],
)
def test_what_cannot_be_carried_out(server: Running, text: str, variables: Any, expected: ErrorCode) -> None:
    """Clients that accept only `application/json` may be older than the status codes."""
    for accept, status in ((GRAPHQL, 400), ("application/json", 200), ("*/*", 200)):
        response = server.post(text, variables, headers={"accept": accept})
        assert (response.status_code, code(response)) == (status, expected)
        assert CANARY not in response.text
    assert not server.execution.asked


def test_a_limit_says_which_and_how_much(server: Running) -> None:
    response = server.post("{ " + " ".join(f"a{i}: __typename" for i in range(21)) + " }")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == ErrorCode.LIMIT_EXCEEDED
    assert error["extensions"]["limit"] == "root_fields"
    assert error["extensions"]["allowed"] == 20


@pytest.mark.parametrize("levels", [32, 33, 1_000, 5_000])
def test_json_is_only_so_deep(server: Running, levels: int) -> None:
    """The body itself and its variables are two levels."""
    body = '{"query": "{ __typename }", "variables": {"x": ' + "[" * (levels - 2) + "]" * (levels - 2) + "}}"
    response = server.client.post("/graphql", content=body, headers={"content-type": "application/json"})
    if levels == 32:
        assert response.status_code == 200
    else:
        assert response.status_code == 400
        assert code(response) in {ErrorCode.LIMIT_EXCEEDED, ErrorCode.REQUEST_INVALID}


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_is_only_so_long(server: Running, more: int, announced: bool) -> None:
    text = b'{"query": "{ __typename }"}'
    body = text + b" " * (Limits().body_bytes - len(text) + more)
    parts = [body[:1000], body[1000:]]
    response = server.client.post(
        "/graphql", content=body if announced else iter(parts), headers={"content-type": "application/json"}
    )
    if more:
        assert (response.status_code, code(response)) == (413, ErrorCode.BODY_TOO_LARGE)
    else:
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, ["application/json"]),
        ("*/*", ["application/json"]),
        ("application/*", ["application/json"]),
        (GRAPHQL, [GRAPHQL]),
        (f"application/json, {GRAPHQL}", ["application/json", GRAPHQL]),
        (f"application/json;q=0.8, {GRAPHQL}", [GRAPHQL, "application/json"]),
        (f"{GRAPHQL}; charset=utf-8, application/json; charset=utf-8", [GRAPHQL, "application/json"]),
        ("application/json; charset=gb18030", []),
        ("application/json;q=0", []),
        ("application/json;q=x", []),
        ("text/html", []),
        ("text/html, */*;q=0.8", ["application/json"]),
        ("text/event-stream", ["text/event-stream"]),
    ],
)
def test_what_a_client_accepts(header: str | None, expected: list[str]) -> None:
    assert accepted(header) == expected


def test_the_type_of_the_answer_is_one_that_the_client_accepts(server: Running) -> None:
    response = server.post("{ __typename }", headers={"accept": f"{GRAPHQL}, application/json;q=0.9"})
    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    response = server.post("{ __typename }", headers={"accept": "text/html"})
    assert (response.status_code, code(response)) == (406, ErrorCode.NOT_ACCEPTABLE)
    response = server.post("subscription { changed(count: 1) }")
    assert (response.status_code, code(response)) == (406, ErrorCode.NOT_ACCEPTABLE)


def fail(error: BaseException) -> Any:
    def work(_: dict[str, Any]) -> dict[str, Any]:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ServiceError(ErrorCode.FORBIDDEN, "No.", "Ask."), 403),
        (ServiceError(ErrorCode.DATABASE_TIMEOUT, "Late.", "Wait."), 504),
        (ServiceError(ErrorCode.DATABASE_UNAVAILABLE, "Gone.", "Wait."), 503),
        (ServiceError(ErrorCode.STATEMENT_FAILED, "No.", "Ask."), 500),
        (LocatedError(ErrorCode.ARGUMENT_INVALID, "No.", "Ask.", path=["child", 0], locations=[(1, 3)]), 400),
    ],
)
def test_an_error_of_the_service_keeps_its_code(server: Running, error: ServiceError, status: int) -> None:
    server.execution.work = fail(error)
    response = server.post("{ __typename }", headers={"accept": GRAPHQL})
    assert (response.status_code, code(response)) == (status, error.code)
    assert response.json()["errors"][0]["message"] == error.what


@pytest.mark.parametrize("error", [ValueError(CANARY), KeyError(CANARY), RecursionError(CANARY)])
def test_what_nobody_expected_says_nothing_but_its_id(server: Running, error: Exception) -> None:
    server.execution.work = fail(error)
    with capture_logs() as logs:
        response = server.post("{ __typename }", headers={"accept": GRAPHQL})
    assert (response.status_code, code(response)) == (500, ErrorCode.INTERNAL)
    [line] = [each for each in logs if each["event"] == "unexpected error"]
    assert line["error_id"] == response.json()["errors"][0]["extensions"]["errorId"]
    assert line["type"] == type(error).__name__
    assert any("tests/api/test_app.py" in frame for frame in line["frames"])
    assert CANARY not in response.text + str(logs)


def test_an_answer_that_is_no_json_is_an_error_too(server: Running) -> None:
    server.execution.work = lambda _: {"data": {"x": object()}}
    response = server.post("{ __typename }")
    assert (response.status_code, code(response)) == (500, ErrorCode.INTERNAL)


def test_partial_answers_keep_data_and_errors(server: Running) -> None:
    error = {"message": "Late.", "path": ["b"], "extensions": {"code": "DATABASE_TIMEOUT", "remedy": "Wait."}}
    server.execution.work = lambda _: {"data": {"a": 1, "b": None}, "errors": [error]}
    response = server.post("{ __typename }", headers={"accept": GRAPHQL})
    assert response.status_code == 200
    assert response.json() == {"data": {"a": 1, "b": None}, "errors": [error]}


def test_too_much_at_a_time_is_sent_away_and_the_rest_is_answered(server: Running) -> None:
    """Two run, one waits, and the fourth is refused; a place that is given back can be taken again."""
    go = threading.Event()
    server.execution.work = lambda _: {"data": {"went": go.wait(30)}}
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(server.post, "{ __typename }") for _ in range(3)]
        until(lambda: server.entrance.admission.running + server.entrance.admission.waiting == 3)
        assert "graph_service_running 2.0\n" in server.client.get("/metrics").text
        assert "graph_service_waiting 1.0\n" in server.client.get("/metrics").text
        refused = server.post("{ __typename }")
        go.set()
        assert [each.result().json() for each in asked] == [{"data": {"went": True}}] * 3
    assert (refused.status_code, code(refused)) == (503, ErrorCode.OVERLOADED)
    assert refused.headers["retry-after"] == "1"
    until(lambda: server.entrance.admission.running == 0)
    assert server.post("{ __typename }").status_code == 200


def test_health_and_readiness(server: Running) -> None:
    assert httpx.get(f"{server.url}/health").json() == {"status": "up"}
    assert httpx.get(f"{server.url}/ready").json() == {"status": "ready"}
    server.ready.found = ServiceError(ErrorCode.DATABASE_UNAVAILABLE, "Gone.", "Wait.")
    response = httpx.get(f"{server.url}/ready")
    assert response.status_code == 503
    assert response.json()["errors"][0]["extensions"]["code"] == ErrorCode.DATABASE_UNAVAILABLE


def metric(server: Running, name: str) -> float:
    lines = server.client.get("/metrics").text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


def test_metrics_count_by_kind_and_status_only(server: Running) -> None:
    counter = 'graph_service_requests_total{operation="query",status="200",transport="http"}'
    before = metric(server, counter)
    errors = metric(server, 'graph_service_errors_total{code="VARIABLES_INVALID"}')
    server.post(NAME, {"id": "P1"})
    server.post(NAME, {"id": [CANARY]})
    assert metric(server, counter) == before + 2
    assert metric(server, 'graph_service_errors_total{code="VARIABLES_INVALID"}') == errors + 1
    assert metric(server, 'graph_service_request_seconds_count{operation="query"}') >= 2


def test_one_log_line_a_request_without_values(server: Running) -> None:
    with capture_logs() as logs:
        server.post(NAME, {"id": CANARY}, headers={"x-request-id": "my-request"})
        until(lambda: len(logs) == 1)
        server.post(f"query Q{CANARY} {{ child(id: 1) {{ name }} }}")
        server.post("{ nothing }")
        until(lambda: len(logs) == 3)
    assert logs[0].pop("ms") >= 0
    assert logs[0] == {
        "event": "request",
        "log_level": "info",
        "id": "my-request",
        "transport": "http",
        "status": 200,
        "role": Role.OFFICER,
        "kind": "query",
        "operation": "Named",
        "codes": None,
        "database_calls": 0,
        "database_ms": 0.0,
    }
    assert logs[1]["operation"] is None
    assert logs[2]["codes"] == (ErrorCode.DOCUMENT_INVALID,)
    assert CANARY not in str(logs)


def test_nothing_of_a_request_is_seen_outside_its_answer(server: Running) -> None:
    """A value in every place that a client can put one."""
    with capture_logs() as logs:
        answers = [
            server.post(f'{{ child(id: "{CANARY}") {{ unheard }} }}'),
            server.post(f'{{ child(id: "{CANARY}" }}'),
            server.post(NAME, {"id": {"x": CANARY}}),
            server.post(NAME, {CANARY: CANARY}),
            server.post(NAME, {"id": 1}, headers={"authorization": f"Bearer {CANARY}"}),
            server.post(NAME, {"id": 1}, headers={"x-request-id": f"{CANARY} "[:4]}),
            server.client.get(f"/graphql?query={CANARY}"),
            server.client.get(f"/{CANARY}"),
            server.client.post("/graphql", content=CANARY, headers={"content-type": "application/json"}),
        ]
        until(lambda: len(logs) >= 8)
    assert CANARY not in "".join(each.text for each in answers)
    assert CANARY not in str(logs) + server.client.get("/metrics").text


def test_the_page_comes_with_headers_that_allow_only_itself(server: Running) -> None:
    assert server.client.get("/").headers["location"] == "graphiql/"
    page = server.client.get("/graphiql/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "http" not in policy


@pytest.mark.parametrize(("host", "told"), [(None, True), ("localhost:80", True), ("elsewhere.example", False)])
def test_logins_are_told_to_this_machine_alone(server: Running, host: str | None, told: bool) -> None:
    response = httpx.get(f"{server.url}/graphiql/start.json", headers={"host": host} if host else {})
    assert [login["token"] for login in response.json()["logins"]] == (["a-token"] if told else [])
    assert response.headers["cache-control"] == "no-store"


def test_a_slow_body_ends_with_the_deadline(tmp_path: Path) -> None:
    with running(tmp_path, request_deadline=0.3) as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port)) as slow:
            slow.sendall(
                b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n"
                b"Authorization: Bearer " + server.token.encode() + b"\r\n\r\n{"
            )
            answer = b""
            while b"extensions" not in answer and (part := slow.recv(10_000)):
                answer += part
        assert answer.startswith(b"HTTP/1.1 400")
        assert b"did not arrive in time" in answer


def test_who_waited_too_long_is_not_worked_for(tmp_path: Path) -> None:
    with running(tmp_path, request_deadline=0.3, requests_running=1) as server:
        worked: list[float] = []

        def work(_: dict[str, Any]) -> dict[str, Any]:
            worked.append(time.monotonic())
            time.sleep(1)
            return {"data": {}}

        server.execution.work = work
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(server.post, "{ __typename }")
            until(lambda: len(worked) == 1)
            second = pool.submit(server.post, "{ __typename }")
        assert first.result().status_code == 200
        assert (second.result().status_code, code(second.result())) == (503, ErrorCode.OVERLOADED)
        assert len(worked) == 1


def test_a_stop_lets_what_runs_finish(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        go = threading.Event()
        server.execution.work = lambda _: {"data": {"went": go.wait(30)}}
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(server.post, "{ __typename }")
            until(lambda: server.entrance.admission.running == 1)
            server.stop()
            until(lambda: not can_connect(server.url))
            go.set()
            assert asked.result().json() == {"data": {"went": True}}
        assert server.stopped.wait(30)


def test_a_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        go = threading.Event()
        server.execution.work = lambda _: {"data": {"went": go.wait(60)}}
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(server.post, "{ __typename }")
            until(lambda: server.entrance.admission.running == 1)
            server.stop()
            try:
                assert server.stopped.wait(30)
            finally:
                go.set()
            assert asked.exception() is not None or asked.result().status_code >= 500


def can_connect(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_port_in_use_is_called_that(tmp_path: Path) -> None:
    with (
        running(tmp_path) as server,
        pytest.raises(ServiceError) as caught,
        running(tmp_path / "another", port=urlsplit(server.url).port),
    ):
        pass
    assert caught.value.code == ErrorCode.PORT_IN_USE


def test_traces_say_what_was_done_without_values(server: Running) -> None:
    """The provider can be set once in a process, so that this is the one test that looks at it."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    server.post(NAME, {"id": CANARY}, headers={"traceparent": parent})
    until(lambda: len(kept.get_finished_spans()) >= 3)
    told = kept.get_finished_spans()
    kept.clear()
    server.client.get("/graphql", params={"query": NAME, "variables": json.dumps({"id": CANARY})})
    until(lambda: len(kept.get_finished_spans()) >= 3)
    assert CANARY not in "".join(span.to_json() for span in kept.get_finished_spans())
    provider.shutdown()
    spans = {span.name: span for span in told}
    assert spans.keys() == {"/graphql", "read", "execute"}
    assert len(told) == 3
    request = spans["/graphql"]
    assert request.parent is not None and format(request.context.trace_id, "032x") == parent.split("-")[1]
    assert all(spans[name].parent.span_id == request.context.span_id for name in ("read", "execute"))  # type: ignore[union-attr]
    assert request.attributes == {"http.response.status_code": 200, "graphql.operation.type": "query"}
    assert CANARY not in "".join(span.to_json() for span in spans.values())
