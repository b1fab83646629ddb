"""Canaries: numbers and names that are in no other place than where they belong, whatever goes wrong.

Numbers are in no file that the service or its database writes, names in none but the database's store. The planted
ones are long, since Neo4j packs short texts tighter than one byte a character; that they would be found is tried with
another one that lies open.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_ws import connect_ws
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from graph_service.access.identity import Identity, Role
from graph_service.api.sockets import PROTOCOL
from graph_service.config import Settings
from graph_service.errors import ServiceError
from graph_service.feeds import quarantine
from graph_service.feeds.importing import ImportSummary, import_into
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.statements import Statement
from tests.feeds.deliveries import DIVISION, deliver, person
from tests.service_at_work import ServiceAtWork, service_over

LONG = "-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-9876543210-canary"
"""What makes a text so long that Neo4j keeps it as it is."""
NUMBER, PHONE, CERTIFICATE = f"ID{LONG}", f"PHONE{LONG}", f"CERTIFICATE{LONG}"
WAITING, BROKEN, SURPLUS, ASTRAY = f"WAITING{LONG}", f"BROKEN{LONG}", f"SURPLUS{LONG}", f"ASTRAY{LONG}"
ASKED, LITERAL = f"ASKED{LONG}", f"LITERAL{LONG}"
NAME = f"NAME{LONG}"
NUMBERS = (NUMBER, PHONE, CERTIFICATE, WAITING, BROKEN, SURPLUS, ASTRAY, ASKED, LITERAL)
OPEN = f"OPEN{LONG}"
USERS = {
    "officer": Identity("officer-1", Role.OFFICER, division=DIVISION[:6]),
    "auditor": Identity("auditor-1", Role.AUDITOR),
}
QUERY = "query Found($number: String) { persons(filter: {idNumber: $number}) { nodes { id idNumber phone } } }"


def planted(graph: Graph, folder: Path) -> list[ImportSummary]:
    """Every way into the graph, and out of it into the quarantine."""
    deliver(
        folder,
        divisions=[{"code": DIVISION, "name": "村"}],
        persons=[
            person("C-1", id_number=NUMBER, phone=PHONE, residence_division=DIVISION) | {"name": NAME},
            person("C-1", id_number=BROKEN),
            person("C-2", BROKEN, phone=BROKEN),
        ],
        disabilities=[
            {"person_id": "C-1", "type": "4", "grade": "1", "certificate_no": CERTIFICATE, "record_id": "C-D1"},
            {"person_id": "C-9", "type": "4", "grade": "1", "certificate_no": WAITING, "record_id": "C-D2"},
        ],
        circumstances=[{"person_id": "C-1", "kind": ASTRAY}],
    )
    with (folder / "disabilities.csv").open("a", encoding="utf-8") as file:
        file.write(f"C-1,4,1,{SURPLUS},C-D3,{SURPLUS}\n")
    first = import_into(graph, folder, recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    later = deliver(folder / "later", persons=[person("C-1", id_number=f"{NUMBER}2", residence_division=DIVISION)])
    second = import_into(graph, later, recorded_at=datetime(2026, 2, 1, tzinfo=UTC))
    quarantine.retry(graph)
    return [first, second]


def failing(graph: Graph, settings: Settings) -> Iterator[str]:
    """What is said when the database cannot, or does not in time, and how it would carry a statement out."""

    def asking(text: str) -> Statement:
        return Statement("canary", text, "", {}, "")

    values: dict[str, Any] = {"number": NUMBER, "name": NAME, "id": "C-1"}
    for text in ("RETURN 1 / size($number[0])", "RETURN date($name)", "RETURN 1 / 0 + $number"):
        with pytest.raises(ServiceError) as error:
            graph.read(asking(text), **values)
        yield f"{error.value} {error.value.__context__!r}"
    with pytest.raises(ServiceError) as error, graph.transaction() as transaction:
        transaction.run(asking("CREATE (:Person {id: $id, name: $name, idNumber: $number})"), **values)
    yield f"{error.value} {error.value.__context__!r}"
    # Neo4j's own debug.log would have the parameters of a transaction whose time was up: numbers that are searched for
    # are sealed by then, names are not.
    with open_graph(settings, seconds=0.5) as quick, pytest.raises(ServiceError) as error:
        quick.read(asking("UNWIND range(1, 10000000000) AS i RETURN max(i), $number, $name"), **values)
    yield f"{error.value} {error.value.__context__!r}"
    yield repr(graph.plan(asking("MATCH (n:Person) WHERE n.name = $name AND n.idNumber = $number RETURN n"), **values))


def asked(service: ServiceAtWork) -> Iterator[str]:
    """Answers to questions that hold a number in every place, and the metrics after them."""
    for user in USERS:
        for number in (NUMBER, f"{NUMBER}2", ASKED):
            yield repr(service.ask(user, QUERY, {"number": number}))
        yield repr(service.ask(user, QUERY.replace("$number}", f'"{LITERAL}"}}').replace("($number: String)", "")))
        yield repr(service.ask(user, QUERY, {"number": [ASKED]}))
        yield repr(service.ask(user, QUERY, {"number": {ASKED: 1}}))
        yield repr(service.ask(user, f'{{ child(id: "{LITERAL}") {{ unheard(of: "{LITERAL}") }} }}'))
        yield repr(
            service.ask(
                user,
                '{ person(id: "C-1", knownAt: "2026-01-15T00:00:00Z") { idNumber phone dataQualityFindings { code } '
                "disabilities(ever: true) { certificateNo } } importReports { nodes { file message } } }",
            )
        )
    with httpx.Client() as client, connect_ws(f"{service.url}/graphql", client, subprotocols=[PROTOCOL]) as session:
        begin, asks = {"Authorization": f"Bearer {service.tokens['officer']}"}, {"number": ASKED}
        session.send_json({"type": "connection_init", "payload": begin})
        session.send_json({"id": "1", "type": "subscribe", "payload": {"query": QUERY, "variables": asks}})
        while (told := session.receive_json(timeout=60))["type"] not in ("complete", "error"):
            yield repr(told)
        yield repr(told)
    yield httpx.get(f"{service.url}/metrics").text


def files_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def test_no_canary_is_anywhere_but_where_it_belongs(
    empty_graph: Graph,
    settings: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if settings.neo4j_uri:
        pytest.skip("the files of an external database are elsewhere")
    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    tracers = pytest.MonkeyPatch()
    tracers.setattr("graph_service.api.answering._tracer", provider.get_tracer("canary"))
    caplog.set_level(logging.DEBUG)
    try:
        with capture_logs() as logs:
            summaries = planted(empty_graph, tmp_path / "feeds")
            said = [repr([summary.as_json() for summary in summaries]), *failing(empty_graph, settings)]
            with service_over(empty_graph, tmp_path / "home", USERS) as service:
                answers = list(asked(service))
    finally:
        tracers.undo()
    kept = quarantine.listed(empty_graph)
    said += [repr(kept), repr([row.as_json() for row in kept]), repr(logs), caplog.text, *capfd.readouterr()]
    said += [span.to_json() for span in spans.get_finished_spans()]
    assert len(kept) == 4 and len(logs) >= 10 and spans.get_finished_spans()
    assert any("'idNumber': 'ID-012**********ry'" in answer for answer in answers), "masked, to an officer"
    for text in (*said, *answers):
        assert [canary for canary in (*NUMBERS, NAME) if canary in text] == []
    assert {secret for secret in NUMBERS[:7] for row in opened(empty_graph) if secret in row} == set(NUMBERS[3:7])

    control = Statement("canary", "CREATE (n:Canary {text: $text}) RETURN count(n)", "", {}, "")
    empty_graph.write(control, text=OPEN)
    places = {
        canary: {path for path, content in files_below(settings.home) if canary.encode() in content}
        for canary in (*NUMBERS, NAME, OPEN)
    }
    assert places[OPEN], "what lies open is found"
    assert {canary: found for canary, found in places.items() if found and canary in NUMBERS} == {}
    data = settings.home / "neo4j" / "data"
    assert not [path for path in places[NAME] if not path.is_relative_to(data)]
    for _, content in files_below(tmp_path / "home"):
        assert [canary for canary in (*NUMBERS, NAME) if canary.encode() in content] == []


def opened(graph: Graph) -> list[str]:
    read = Statement("canary", "MATCH (n:QuarantinedRow) RETURN n.id, n.row", "", {}, "")
    return [graph.keyring.open(f"{id_}|row", row) for id_, row in (each.values() for each in graph.read(read))]
