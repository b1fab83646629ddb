"""What a request says that it is for: who may say what, what is shown for it, and that the log has it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx_ws import connect_ws

from graph_service.access.identity import Role
from graph_service.access.policy import Purpose, holder, sight
from graph_service.api.compiler.compiling import compile_field
from graph_service.api.schema.build import graphql_schema
from graph_service.api.sockets import PROTOCOL
from graph_service.audit.accesses import entries
from graph_service.errors import ErrorCode, ServiceError
from graph_service.recording.commands import RECORDABLE, RecordFact
from graph_service.recording.outcome import Refusal
from graph_service.recording.record import record
from tests.api.asking import Asking, identity
from tests.api.county import COUNTY
from tests.api.resolvers import Reader
from tests.api.serving import Running, running

STRICT = {"accept": "application/graphql-response+json"}
NAMED = "query Named($id: ID!) { child(id: $id) { name } }"
COUNT = "subscription { changed(count: 1) }"
CASE_WORKER, SUPERVISOR = (
    Reader("OFFICER", division=COUNTY, purpose=each) for each in (Purpose.CASE_WORK, Purpose.SUPERVISION)
)
WITHHELD = {"idNumber", "phone", "certificateNo", "note"}
FIELDS = """{ nodes { id name idNumber phone disabilities(ever: true) { key certificateNo }
    services(ever: true) { key note } visits(ever: true) { key note } } }"""


def blanked(answer: Any) -> Any:
    """The answer without what is withheld."""
    if isinstance(answer, dict):
        return {key: None if key in WITHHELD else blanked(value) for key, value in answer.items()}
    return [blanked(each) for each in answer] if isinstance(answer, list) else answer


def told(answer: Any) -> set[str]:
    """Which of what is withheld for a purpose an answer tells."""
    if isinstance(answer, dict):
        own = {key for key, value in answer.items() if key in WITHHELD and value is not None}
        return own.union(*map(told, answer.values()))
    return set[str]().union(*map(told, answer)) if isinstance(answer, list) else set()


def test_whoever_supervises_sees_the_same_without_numbers_and_notes(asking: Asking) -> None:
    text = f"{{ persons(first: 500) {FIELDS} }}"
    whole, less = (asking.compiled(text, {}, reader) for reader in (CASE_WORKER, SUPERVISOR))
    assert told(whole) == WITHHELD, "there is something to withhold"
    assert less == blanked(whole)
    assert less == {"data": asking.resolved(text, {}, SUPERVISOR)}


@pytest.mark.parametrize("wanted", [{"idNumber": "990101198503140118"}, {"phone": "13900000001"}])
def test_nor_does_the_outcome_of_a_search_tell_them(asking: Asking, wanted: dict[str, str]) -> None:
    text = "query ($filter: PersonFilter) { persons(filter: $filter) { totalCount } }"
    assert asking.compiled(text, {"filter": wanted}, CASE_WORKER)["data"]["persons"]["totalCount"] > 0
    answer = asking.compiled(text, {"filter": wanted}, SUPERVISOR)
    assert [error["extensions"]["code"] for error in answer["errors"]] == [ErrorCode.FORBIDDEN]


def test_a_question_for_nothing_that_is_withheld_is_the_same_statement(asking: Asking) -> None:
    def statement(text: str, purpose: Purpose) -> str:
        document, values = asking.document(text, {})
        operation, root = document.operation(None), graphql_schema.query_type
        assert root
        nodes: Any = list(operation.selection_set.selections)
        seen_as = sight(Role.OFFICER, known=False, purpose=purpose)
        return compile_field(graphql_schema, document.fragments, root, nodes, values, seen_as).text

    alike = "{ persons(first: 5) { totalCount nodes { name visits(ever: true) { key } parents { kind } } } }"
    assert statement(alike, Purpose.CASE_WORK) == statement(alike, Purpose.SUPERVISION)
    numbers = alike.replace("name", "name phone")
    assert "phone" in statement(numbers, Purpose.CASE_WORK)
    assert "phone" not in statement(numbers, Purpose.SUPERVISION), "what is withheld is not read either"


def test_nothing_is_recorded_by_way_of_supervision(asking: Asking) -> None:
    command = RecordFact(
        feed=RECORDABLE["circumstances"], cells={"person_id": "NOBODY", "kind": "HOMELESS"}, idempotency_key="purpose"
    )
    graph = asking.county.graph
    for_cases = record(graph, identity(CASE_WORKER), command)
    assert [error.code for error in for_cases.errors] == [Refusal.REFERENCE_UNKNOWN]
    with pytest.raises(ServiceError) as refused:
        record(graph, identity(SUPERVISOR), command)
    assert refused.value.code == ErrorCode.FORBIDDEN


def test_one_is_told_what_one_is_here_for(asking: Asking) -> None:
    text = "{ viewer { purpose purposes } }"
    for reader in (Reader("OFFICER", division=COUNTY), SUPERVISOR, Reader("AUDITOR")):
        assert asking.compiled(text, {}, reader) == {"data": asking.resolved(text, {}, reader)}


# -- over the network -------------------------------------------------------------------------------------------------


def said(home: Path) -> list[tuple[str | None, str, list[str]]]:
    return [(each["purpose"], each["decision"], each["codes"]) for each in entries(home / "audit")]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("header", "purpose", "allowed"),
    [
        ({}, "CASE_WORK", True),
        ({"Access-Purpose": ""}, "CASE_WORK", True),
        ({"Access-Purpose": "CASE_WORK"}, "CASE_WORK", True),
        ({"access-purpose": "SUPERVISION"}, "SUPERVISION", True),
        ({"Access-Purpose": "OVERSIGHT"}, "OVERSIGHT", False),
        ({"Access-Purpose": "supervision"}, None, False),
        ({"Access-Purpose": "CURIOSITY"}, None, False),
    ],
)
def test_the_log_has_what_each_request_is_for_and_others_are_refused(
    server: Running, tmp_path: Path, header: dict[str, str], purpose: str | None, allowed: bool
) -> None:
    response = server.post(NAMED, {"id": 1}, headers=STRICT | header)
    assert response.status_code == (200 if allowed else 403)
    code = ErrorCode.PURPOSE_NOT_ALLOWED
    if not allowed:
        assert response.json()["errors"][0]["extensions"]["code"] == code
        assert "CASE_WORK, SUPERVISION" in response.json()["errors"][0]["extensions"]["remedy"]
    assert len(server.execution.asked) == allowed
    assert said(tmp_path) == [(purpose, "ALLOWED", []) if allowed else (purpose, "REFUSED", [code])]
    assert "CURIOSITY" not in response.text
    assert not any(b"CURIOSITY" in file.read_bytes() for file in (tmp_path / "audit").iterdir())
    mutation = server.post("mutation { record(id: 1) { id } }", headers=STRICT | header)
    assert mutation.status_code == response.status_code
    assert [each[1] for each in said(tmp_path)[1:]] == (["BEGUN", "ALLOWED"] if allowed else ["REFUSED"])


def test_a_token_may_say_it_and_the_request_anew(server: Running, tmp_path: Path) -> None:
    def post(purpose: str, **headers: str) -> int:
        who = holder("officer-2", "COUNTY_OFFICER", "990121", purpose=purpose)
        token = server.tokens.issue(who, timedelta(hours=1))
        return server.post(
            NAMED, {"id": 1}, headers=STRICT | headers | {"authorization": f"Bearer {token}"}
        ).status_code

    assert post("SUPERVISION") == 200
    assert post("SUPERVISION", **{"access-purpose": "CASE_WORK"}) == 200
    assert post("SUPERVISION", **{"access-purpose": "CARE"}) == 403
    assert [each[0] for each in said(tmp_path)] == ["SUPERVISION", "CASE_WORK", "CARE"]


@contextmanager
def connected(server: Running, **payload: str) -> Iterator[Any]:
    with connect_ws(f"{server.url}/graphql", subprotocols=[PROTOCOL]) as session:
        session.send_json(
            {"type": "connection_init", "payload": {"Authorization": f"Bearer {server.token}", **payload}}
        )
        assert session.receive_json(timeout=20) == {"type": "connection_ack"}
        yield session


@pytest.mark.parametrize("name", ["Access-Purpose", "access-purpose"])
def test_a_connection_says_it_once_for_all_that_comes(server: Running, tmp_path: Path, name: str) -> None:
    for purpose, types in (("SUPERVISION", ["next", "complete"]), ("CARE", ["error"])):
        with connected(server, **{name: purpose}) as session:
            session.send_json({"id": "1", "type": "subscribe", "payload": {"query": NAMED, "variables": {"id": 1}}})
            answers = [session.receive_json(timeout=20) for _ in types]
            assert [each["type"] for each in answers] == types
    assert ErrorCode.PURPOSE_NOT_ALLOWED in json.dumps(answers)
    assert [each[:2] for each in said(tmp_path)] == [("SUPERVISION", "ALLOWED"), ("CARE", "REFUSED")]


def test_each_event_is_for_what_its_subscription_is_for(server: Running, tmp_path: Path) -> None:
    headers = {"accept": "text/event-stream", "access-purpose": "SUPERVISION"}
    assert "event: next" in server.post(COUNT, headers=headers).text
    noted = said(tmp_path)
    assert len(noted) > 1
    assert {each[:2] for each in noted} == {("SUPERVISION", "ALLOWED")}
    refused = server.post(COUNT, headers=headers | {"access-purpose": "CARE"})
    assert ErrorCode.PURPOSE_NOT_ALLOWED in refused.text
    assert said(tmp_path)[len(noted) :] == [("CARE", "REFUSED", [ErrorCode.PURPOSE_NOT_ALLOWED])]


def test_nobody_else_than_who_is_known_has_a_purpose(server: Running, tmp_path: Path) -> None:
    response = server.post(NAMED, {"id": 1}, headers={"authorization": "Bearer no", "access-purpose": "CASE_WORK"})
    assert response.json()["errors"][0]["extensions"]["code"] == ErrorCode.UNAUTHENTICATED
    assert said(tmp_path) == []
