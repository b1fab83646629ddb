"""Whatever is sent, the answer is ours: a code that says what was wrong, or harmless data; never a surprise."""

import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

from structlog.testing import capture_logs

from graph_service.errors import ErrorCode
from graph_service.graph.connection import Graph
from tests.api.hostile import KINDS, Hostile, hostile
from tests.api.serving import Running, running
from tests.extent import drawn

SEED = 20261130
COUNT = drawn(500, 10_000)

OURS = {400, 401, 403, 404, 405, 406, 413, 415}
"""Statuses of requests that are refused; 200 is for those that turned out to be harmless."""

SURPRISES = {ErrorCode.INTERNAL, ErrorCode.STATEMENT_FAILED, ErrorCode.RECORD_INCOMPLETE, ErrorCode.DATABASE_TIMEOUT}


def test_no_request_is_a_surprise(graph: Graph, tmp_path: Path) -> None:
    refused = dict.fromkeys(KINDS, 0)
    with running(tmp_path, graph=graph, request_deadline=60) as server, capture_logs() as logs:
        for number, sent in enumerate(hostile(COUNT, SEED)):
            status, answer = asked(server, sent)
            place = (
                f"request {number}, {sent.kind}: {sent.method} {sent.query[:300]} {sent.headers} {sent.body[:300]!r}"
            )
            assert status in OURS | {200}, f"{place}\n{status} {answer!r}"
            assert codes(answer).isdisjoint(SURPRISES), f"{place}\n{status} {answer!r}"
            refused[sent.kind] += status in OURS
        assert server.post("{ viewer { role } }").json() == {"data": {"viewer": {"role": "OFFICER"}}}
    assert not [line for line in logs if line["event"] == "unexpected error"]
    assert all(refused.values()), refused


def asked(server: Running, sent: Hostile) -> tuple[int, bytes]:
    """Status and body of the answer; a client of its own, that sends what no library would."""
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=120)
    try:
        headers = sent.headers | {"Authorization": f"Bearer {server.token}"}
        connection.request(sent.method, f"/graphql{sent.query}", sent.body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def codes(answer: bytes) -> set[str]:
    """Of an answer in our form: data, errors with a code and a remedy, or nothing after a header that is none."""
    if answer == b"Invalid HTTP request received.":
        return set()
    told = json.loads(answer)
    assert told.keys() <= {"data", "errors"} and told
    assert all(error["message"] and error["extensions"]["remedy"] for error in told.get("errors", ()))
    return {error["extensions"]["code"] for error in told.get("errors", ())}
