"""What is published on how GraphQL services are attacked, item by item, each with the tests that hold it off.

Sources: OWASP GraphQL Cheat Sheet; the checks of graphql-cop; the plugins of GraphQL Armor; the scenarios of Damn
Vulnerable GraphQL Application.
"""

import importlib
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
from graphql import parse

from graph_service.access.identity import Identity, Role
from graph_service.api.openness import trusted_documents, written
from graph_service.api.published import QUERIES, published
from graph_service.api.serving import openness
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from tests.api.asking import INSIDE, TABLE, identity
from tests.api.serving import Running, running, until
from tests.api.test_app import GRAPHQL, code
from tests.api.test_serving import NEVER_ENDING, transactions
from tests.conftest import settings_for

HERE = "test_check_lists"

CHECK_LISTS: dict[str, dict[str, str]] = {
    "OWASP GraphQL Cheat Sheet": {
        "input validation": "test_variables.test_a_wrong_value test_documents.test_no_literal_is_repeated",
        "injection prevention": f"{HERE}.test_no_value_becomes_a_statement",
        "limiting depth": "test_documents.test_each_limit_on_both_sides",
        "limiting amount": "test_documents.test_a_page_size_in_a_variable_counts_with_every_request",
        "pagination": "test_lists.test_a_page_of_an_impossible_size_is_refused",
        "timeouts": "test_serving.test_the_deadline_of_a_request_cancels_its_query_in_the_database",
        "query cost analysis": "test_documents.test_cost_is_fields_times_page_sizes",
        "rate limiting": f"{HERE}.test_one_login_does_not_take_the_places_of_others",
        "server-side batching": "test_answers.test_a_compiled_answer_is_that_of_a_resolver_for_each_field",
        "system resources": "test_app.test_too_much_at_a_time_is_sent_away_and_the_rest_is_answered",
        "general access control": "test_app.test_without_a_valid_token_nobody_is_answered",
        "query access (IDOR)": "test_visibility.test_who_is_hidden_is_answered_like_who_does_not_exist",
        "field access": "test_matrix.test_every_field_is_shown_to_each_role_as_the_table_says",
        "mutation access": "test_mutations.test_only_officers_record",
        "batching attacks": "test_app.test_what_is_no_request",
        "secure configuration by default": "test_starting.test_it_does_not_start",
        "introspection": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
        "GraphiQL": f"{HERE}.test_where_the_schema_is_not_told_there_is_no_page_for_it",
        "errors say too much": "test_app.test_what_nobody_expected_says_nothing_but_its_id",
        "allow-list of documents": f"{HERE}.test_only_trusted_documents_are_answered",
    },
    "graphql-cop": {
        "alias overloading": "test_documents.test_each_limit_on_both_sides",
        "array-based batching": "test_app.test_what_is_no_request",
        "directive overloading": "test_documents.test_each_limit_on_both_sides",
        "circular introspection": "test_documents.test_what_cannot_be_carried_out",
        "field duplication": "test_documents.test_each_limit_on_both_sides",
        "field suggestions": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
        "GraphiQL or Playground": f"{HERE}.test_where_the_schema_is_not_told_there_is_no_page_for_it",
        "introspection": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
        "queries over GET": f"{HERE}.test_a_page_elsewhere_cannot_ask_in_the_name_of_its_reader",
        "mutations over GET": "test_app.test_mutations_only_over_post",
        "url-encoded POST": "test_app.test_only_json_in_utf8_is_read",
        "tracing in answers": f"{HERE}.test_an_answer_has_no_extensions",
        "unhandled errors": "test_hostile.test_no_request_is_a_surprise",
    },
    "GraphQL Armor": {
        "max aliases": "test_documents.test_each_limit_on_both_sides",
        "character limit": "test_app.test_a_body_is_only_so_long test_transports.test_a_message_is_only_so_long",
        "cost limit": "test_documents.test_cost_is_fields_times_page_sizes",
        "max depth": "test_documents.test_each_limit_on_both_sides",
        "max directives": "test_documents.test_each_limit_on_both_sides",
        "max tokens": "test_documents.test_each_limit_on_both_sides",
        "block field suggestions": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
    },
    "Damn Vulnerable GraphQL Application": {
        "batch query attack": "test_app.test_what_is_no_request",
        "deep recursion": "test_documents.test_each_limit_on_both_sides",
        "resource intensive query": "test_documents.test_cost_is_fields_times_page_sizes",
        "field duplication": "test_documents.test_each_limit_on_both_sides",
        "alias based attack": "test_documents.test_each_limit_on_both_sides",
        "circular fragment": "test_documents.test_fragments_in_a_circle",
        "introspection": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
        "GraphiQL interface": f"{HERE}.test_where_the_schema_is_not_told_there_is_no_page_for_it",
        "field suggestions": f"{HERE}.test_where_the_schema_is_not_told_nothing_tells_of_it",
        "request forgery by the server": "test_issuer.test_keys_come_over_tls_or_from_this_machine",
        "stack traces": "test_app.test_what_nobody_expected_says_nothing_but_its_id",
        "commands of the system": f"{HERE}.test_no_value_becomes_a_statement",
        "SQL injection": f"{HERE}.test_no_value_becomes_a_statement",
        "stored script, HTML injection": "test_app.test_the_page_comes_with_headers_that_allow_only_itself",
        "forged lines of the log": "test_app.test_nothing_of_a_request_is_seen_outside_its_answer",
        "forged tokens": "test_issuer.test_refused test_issuer.test_every_change_of_a_token_is_refused",
        "GraphiQL opened by a cookie": f"{HERE}.test_a_page_elsewhere_cannot_ask_in_the_name_of_its_reader",
        "deny-list by operation name": f"{HERE}.test_only_trusted_documents_are_answered",
        "weak passwords": "test_starting.test_somebody_must_vouch_for_those_who_ask",
        "arbitrary files": f"{HERE}.test_a_path_leads_out_of_the_page_s_folder_nowhere",
    },
}
"""What is told to be attacked, and the tests, as `module.test`."""

PAGES = ("/", "/graphiql/", "/graphiql/start.json", "/docs", "/redoc", "/openapi.json", "/playground")

MODULES = {"test_matrix": "access", "test_starting": "access", "test_issuer": "access"}


@pytest.mark.parametrize("named", sorted({each for items in CHECK_LISTS.values() for each in items.values()}))
def test_every_item_is_held_off_by_a_test_that_there_is(named: str) -> None:
    for each in named.split():
        module, test = each.split(".")
        assert hasattr(importlib.import_module(f"tests.{MODULES.get(module, 'api')}.{module}"), test), each


# -- what nobody else looks at ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that does not tell the schema."""
    with running(tmp_path_factory.mktemp("home"), introspection=False) as server:
        yield server


def messages(answer: httpx.Response) -> str:
    return " ".join(error["message"] for error in answer.json()["errors"])


def test_the_schema_is_told_to_this_machine_alone_unless_it_is_set(tmp_path: Path) -> None:
    told = {
        (host, proxy, set_): openness(settings_for(tmp_path, host=host, tls_proxy=proxy, introspection=set_)).introspect
        for host in ("127.0.0.1", "0.0.0.0")
        for proxy in (False, True)
        for set_ in (None, False, True)
    }
    assert [case for case, found in told.items() if found is None] == [("127.0.0.1", False, None)]
    assert {case for case, found in told.items() if found} == {case for case in told if case[2]}
    assert {found for found in told.values() if found} == {frozenset(INTROSPECTING)}


@pytest.mark.parametrize("text", ["{ __schema { types { name } } }", '{ __type(name: "Child") { name } }'])
def test_where_the_schema_is_not_told_nothing_tells_of_it(closed: Running, text: str) -> None:
    refused = closed.post(text).json()
    assert {error["extensions"]["code"] for error in refused.pop("errors")} == {ErrorCode.DOCUMENT_INVALID}
    assert not refused
    for wrong in ("{ kids(id: 1) { id } }", "{ child(ids: 1) { id } }", "{ child(id: 1) { names } }"):
        assert "Did you mean" not in messages(closed.post(wrong))
    assert closed.post("{ child(id: 1) { __typename } }").status_code == 200


INTROSPECTING = {title for title, row in TABLE["roles"].items() if row.get("introspects")}


def test_each_role_is_told_the_schema_that_the_policy_says(tmp_path: Path) -> None:
    """And those who are not told it are refused what others are answered, whoever asked first."""
    text, wrong = "{ __schema { queryType { name } } }", "{ child(id: 1) { names } }"
    refused, told = set[str](), set[str]()
    with running(tmp_path, introspection=True) as server:
        for who in map(identity, INSIDE):
            sent = {"authorization": f"Bearer {server.tokens.issue(who, timedelta(hours=1))}"}
            answer, hint = server.post(text, headers=sent).json(), messages(server.post(wrong, headers=sent))
            assert ("data" in answer) == ("Did you mean" in hint)
            if "data" not in answer:
                assert {error["extensions"]["code"] for error in answer["errors"]} == {ErrorCode.DOCUMENT_INVALID}
            (told if "data" in answer else refused).add(who.title)
    assert told == INTROSPECTING
    assert refused == TABLE["roles"].keys() - INTROSPECTING and len(refused) > len(told) > 0


def test_where_the_schema_is_told_names_are_suggested(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert "Did you mean 'name'" in messages(server.post("{ child(id: 1) { names } }"))
        assert "data" in server.post("{ __schema { queryType { name } } }").json()


def test_where_the_schema_is_not_told_there_is_no_page_for_it(closed: Running) -> None:
    assert {closed.client.get(path).status_code for path in PAGES} == {404}


@pytest.mark.parametrize("path", ["/graphiql/../../app.py", "/graphiql/%2e%2e/%2e%2e/app.py", "/graphiql//etc/passwd"])
def test_a_path_leads_out_of_the_page_s_folder_nowhere(tmp_path: Path, path: str) -> None:
    with running(tmp_path) as server:
        address = urlsplit(server.url)
        with socket.create_connection((address.hostname, address.port)) as sent:  # clients would tidy the path up
            sent.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = sent.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 404")


def test_an_answer_has_no_extensions(closed: Running) -> None:
    for text in ("{ child(id: 1) { id } }", "{ __typename }"):
        answer = closed.client.post(
            "/graphql",
            json={"query": text, "extensions": {"tracing": True}},
            headers={"x-apollo-tracing": "1", "apollo-query-plan-experimental": "1"},
        )
        assert answer.json().keys() == {"data"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_page_elsewhere_cannot_ask_in_the_name_of_its_reader(closed: Running, method: str) -> None:
    """What a browser sends by itself, cookies and forms, is nobody; what it asks leave for is not granted."""
    query: dict[str, Any] = {"params": {"query": "{ __typename }"}} if method == "GET" else {"json": {"query": "{ x }"}}
    by_itself = {"cookie": f"token={closed.token}; Authorization=Bearer {closed.token}"}
    answer = httpx.request(method, f"{closed.url}/graphql", headers=by_itself, **query)
    assert (answer.status_code, code(answer)) == (401, ErrorCode.UNAUTHENTICATED)
    asks_leave = {"origin": "https://elsewhere.example", "access-control-request-headers": "authorization"}
    preflight = httpx.options(f"{closed.url}/graphql", headers=asks_leave | {"access-control-request-method": method})
    assert preflight.status_code == 405
    assert not [name for name in preflight.headers if name.startswith("access-control")]


INJECTED = (
    *(
        "'}) DETACH DELETE (n) //",
        '"}) DETACH DELETE (n) //',
        "\\u0027}) DELETE n //",
        "`) DETACH DELETE (n) //",
    ),
    *("$scope_division", "x' OR true //", "; id; ls", "$(touch /tmp/x)", "../../../../etc/passwd", "LOAD CSV FROM 'x'"),
)
_ALL = Statement("tests/all", "MATCH (n) RETURN count(n) AS count", "", {}, "")


def test_no_value_becomes_a_statement(graph: Graph, tmp_path: Path) -> None:
    before = graph.read(_ALL)[0]["count"]
    text = """query ($id: ID!, $text: String!) { child(id: $id) { id }
        persons(filter: {search: $text}) { totalCount } node(id: $id) { id } }"""
    with running(tmp_path, graph=graph, request_deadline=60) as server:
        for value in INJECTED:
            answer = server.post(text, {"id": value, "text": value}).json()
            assert answer == {"data": {"child": None, "persons": {"totalCount": 0}, "node": None}}, value
            node = server.post(text, {"id": f"Person:{value}", "text": value}).json()
            assert node["data"]["node"] is None
    assert graph.read(_ALL)[0]["count"] == before


# -- trusted documents ------------------------------------------------------------------------------------------------


def test_the_trusted_documents_are_the_operations_with_their_fragments() -> None:
    trusted = trusted_documents(QUERIES)
    texts = {file.stem: file.read_text("utf-8") for file in QUERIES.glob("*.graphql")}
    names = [name for name, text in texts.items() if not re.search("^fragment", text, re.MULTILINE)]
    assert len(trusted) == len(names) > 10
    for name in names:
        assert written(parse(published(name)).definitions) in trusted


@pytest.mark.parametrize("texts", [{}, {"a": "fragment F on Child { id }"}, {"a": "{ x"}, {"a": "{ child { ...F } }"}])
def test_a_folder_without_usable_documents_is_refused(tmp_path: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (tmp_path / f"{name}.graphql").write_text(text)
    with pytest.raises(ServiceError) as refused:
        trusted_documents(tmp_path)
    assert refused.value.code == ErrorCode.SETTINGS_INVALID


def test_only_trusted_documents_are_answered(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    query, mutation = "query Child($id: ID!) { child(id: $id) { ...Told } }", "mutation M { record(id: 1) { id } }"
    told = "fragment Told on Child { name }"
    (folder / "operations.graphql").write_text(f"{query} {mutation}")
    (folder / "told.graphql").write_text(told)
    trusted = f"{query} {told}"
    with running(tmp_path / "home", trusted_documents=folder) as server:
        for text in (trusted, f"{told}  # a comment\n query  Child($id: ID!) {{ child(id: $id) {{ ...Told }} }}"):
            assert server.post(text, {"id": 1}).json() == {"data": {"child": {"name": "陈某"}}}
        for text in (
            trusted.replace("name", "id"),
            trusted.replace("Child(", "Another("),
            f"{trusted} query Other {{ child(id: 1) {{ id }} }}",
            "query Child($id: ID!) { child(id: $id) { name } }",
            told,
            "{ __typename }",
            "{ __schema { queryType { name } } }",
        ):
            answer = server.post(text, {"id": 1}, headers={"accept": GRAPHQL})
            assert (answer.status_code, code(answer)) == (403, ErrorCode.DOCUMENT_NOT_TRUSTED), text
        assert code(server.post("{", headers={"accept": GRAPHQL})) == ErrorCode.DOCUMENT_UNREADABLE
        assert "data" in server.post(mutation).json()


# -- too much, too late -----------------------------------------------------------------------------------------------


def test_one_login_does_not_take_the_places_of_others(tmp_path: Path) -> None:
    go = threading.Event()
    with running(tmp_path, requests_running=4, requests_of_one=2) as server, ThreadPoolExecutor(2) as pool:
        server.execution.work = lambda _: {"data": {"went": go.wait(30)}}
        asked = [pool.submit(server.post, "{ __typename }") for _ in range(2)]
        try:
            until(lambda: server.entrance.admission.running == 2)
            refused = server.post("{ __typename }")
            assert (refused.status_code, code(refused)) == (429, ErrorCode.TOO_MANY_REQUESTS)
            assert refused.headers["retry-after"] == "1"
            server.execution.work = None
            token = server.tokens.issue(Identity("another", Role.AUDITOR), timedelta(hours=1))
            other = server.post("{ __typename }", headers={"authorization": f"Bearer {token}"})
            assert other.json() == {"data": {"__typename": "Query"}}
        finally:
            go.set()
        assert [each.result().json() for each in asked] == [{"data": {"went": True}}] * 2
        until(lambda: server.entrance.admission.running == 0)
        assert server.post("{ __typename }").status_code == 200


def test_a_client_that_goes_away_takes_its_query_along(graph: Graph, tmp_path: Path) -> None:
    with running(tmp_path, request_deadline=60) as server:
        server.execution.work = lambda _: {"data": {"never": graph.read(NEVER_ENDING)[0]["never"]}}
        with pytest.raises(httpx.ReadTimeout):
            server.post("{ __typename }", timeout=httpx.Timeout(30, read=3))
        begun = time.monotonic()
        until(lambda: server.entrance.admission.running == 0)
        until(lambda: not transactions(graph))
        assert time.monotonic() - begun < 30
        until(lambda: "DATABASE_TIMEOUT" in noted(tmp_path))
        server.execution.work = None
        assert server.post("{ __typename }").status_code == 200


def noted(home: Path) -> str:
    """The audit log."""
    return "".join(file.read_text("utf-8") for file in (home / "audit").glob("*.log"))


def test_a_change_goes_on_when_its_client_goes_away(graph: Graph, tmp_path: Path) -> None:
    begun, go = threading.Event(), threading.Event()
    note = Statement("tests/note", "MERGE (n:TestNote {name: $name}) RETURN n.name AS name", "", {}, "")
    remove = Statement("tests/remove", "MATCH (n:TestNote {name: $name}) DELETE n RETURN count(n) AS count", "", {}, "")

    def work(_: dict[str, Any]) -> dict[str, Any]:
        begun.set()
        go.wait(30)
        return {"data": {"record": {"name": graph.write(note, name="gone")[0]["name"]}}}

    with running(tmp_path, request_deadline=60) as server:
        server.execution.work = work
        with pytest.raises(httpx.ReadTimeout):
            server.post("mutation { record(id: 1) { name } }", timeout=httpx.Timeout(30, read=1))
        assert begun.is_set()
        go.set()
        until(lambda: server.entrance.admission.running == 0)
    assert graph.write(remove, name="gone")[0]["count"] == 1
