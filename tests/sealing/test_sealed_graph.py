"""What lies in the graph: no number as it is, on any road into it; and the same after keys have changed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph_service import cli
from graph_service.audit.accesses import entries
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import quarantine, resealing
from graph_service.feeds.digest import partial_digests
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.sealing import KeyFile, Keyring, key_file
from tests.conftest import wipe
from tests.feeds.deliveries import ask, deliver, person

AT = datetime(2026, 11, 5, tzinfo=UTC)
NUMBER, LATER_NUMBER = "990101198503140118", "990101198503140215"
PHONE, LATER_PHONE = "00012345678", "00087654321"
CERTIFICATE, ASTRAY = "99010119850314011842", "00055554444"
SECRETS = (NUMBER, LATER_NUMBER, PHONE, LATER_PHONE, CERTIFICATE, ASTRAY)

FEEDS = {
    "persons": [
        person("A", "1985-03-14", id_number=NUMBER, phone=PHONE, recorded_at="2026-01-01T00:00:00Z"),
        person("B", "1985-03-14", phone=PHONE),
        person("C"),
        person("D", "no date", id_number=NUMBER),
    ],
    "disabilities": [
        {"person_id": "A", "type": "4", "grade": "1", "certificate_no": CERTIFICATE, "record_id": "D-1"},
        {"person_id": "A", "type": "4", "grade": "2", "record_id": "D-2"},
        {"person_id": "nobody", "type": "4", "grade": "1", "certificate_no": CERTIFICATE, "record_id": "D-3"},
    ],
    "circumstances": [{"person_id": "A", "kind": ASTRAY}],
}
LATER = {
    "persons": [
        person("A", "1985-03-14", id_number=LATER_NUMBER, phone=LATER_PHONE, recorded_at="2026-02-01T00:00:00Z")
    ],
    "disabilities": [
        {"person_id": "A", "type": "4", "grade": "3", "certificate_no": CERTIFICATE, "record_id": "D-1"},
    ],
}


@dataclass
class Delivered:
    first: Path
    later: Path

    def land(self, graph: Graph) -> None:
        import_into(graph, self.first, recorded_at=AT)
        import_into(graph, self.later, recorded_at=AT)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    folder = tmp_path_factory.mktemp("sealed")
    return Delivered(deliver(folder / "first", **FEEDS), deliver(folder / "later", **LATER))


@pytest.fixture
def keys(settings: Settings, empty_graph: Graph) -> Iterator[KeyFile]:
    """The keys of the run, which are afterwards as they were."""
    file = key_file(settings)
    before = file.keyring()
    yield file
    file.replace(before)
    empty_graph.write(resealing.statement("commands/sealed_now"), identity=before.identity, key=before.current)
    wipe(empty_graph)


def everything(graph: Graph) -> str:
    return repr(ask(graph, "MATCH (n) RETURN properties(n)") + ask(graph, "MATCH ()-[r]->() RETURN properties(r)"))


def numbers(graph: Graph) -> dict[str, Any]:
    """The numbers of the graph, opened, by place."""
    found: dict[str, Any] = {}
    for each in ask(
        graph,
        "MATCH (n:Person|Version) RETURN [n.id, n {.idNumber, .phone}] AS each "
        "UNION MATCH ()-[n:HAS_DISABILITY|FORMER_HAS_DISABILITY]->() RETURN [n.key, n {.certificateNo}] AS each",
    ):
        for name, sealed in each[1].items():
            if sealed is not None:
                place = f"{each[0]}|{name}"
                found.setdefault(place, set()).add(graph.keyring.open(place, sealed))
    return found


EXPECTED = {
    "A|idNumber": {NUMBER, LATER_NUMBER},
    "A|phone": {PHONE, LATER_PHONE},
    "B|phone": {PHONE},
    "D-1|certificateNo": {CERTIFICATE},
}


def test_no_number_lies_in_the_graph_as_it_is(empty_graph: Graph, delivered: Delivered, tmp_path: Path) -> None:
    delivered.land(empty_graph)
    kept = everything(empty_graph)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert numbers(empty_graph) == EXPECTED
    assert len(quarantine.listed(empty_graph)) == 3
    assert not [row for row in quarantine.listed(empty_graph) if any(secret in repr(row) for secret in SECRETS)]
    assert quarantine.export(empty_graph, tmp_path / "quarantine") == 3
    written = "".join(path.read_text("utf-8-sig") for path in (tmp_path / "quarantine").iterdir())
    assert all(secret in written for secret in (NUMBER, CERTIFICATE, ASTRAY)), "to be corrected"


def test_the_same_folder_again_changes_nothing_and_a_waiting_row_lands(
    empty_graph: Graph, delivered: Delivered, tmp_path: Path
) -> None:
    delivered.land(empty_graph)
    before = partial_digests(empty_graph)
    again = import_into(empty_graph, delivered.later, recorded_at=AT)
    assert sum(report.inserted + report.updated for report in again.files) == 0
    assert partial_digests(empty_graph) == before
    import_into(empty_graph, deliver(tmp_path / "arrived", persons=[person("nobody")]), recorded_at=AT + timedelta(1))
    assert numbers(empty_graph) == EXPECTED | {"D-3|certificateNo": {CERTIFICATE}}


def test_a_tag_finds_whoever_has_the_number_now(empty_graph: Graph, delivered: Delivered) -> None:
    delivered.land(empty_graph)
    tag = empty_graph.keyring.tag

    def found(name: str, number: str) -> list[str]:
        return ask(empty_graph, f"MATCH (n:Person {{{name}Tag: $tag}}) RETURN n.id", tag=tag(name, number))

    assert found("phone", "000-8765-4321") == ["A"]
    assert found("phone", PHONE) == ["B"]
    assert found("idNumber", LATER_NUMBER) == ["A"]
    assert found("idNumber", NUMBER) == [] == found("idNumber", PHONE)


class Plain(Keyring):
    """As if nothing were sealed: what graphs were before there were keys."""

    def seal(self, place: str, value: str) -> str:
        return value

    def tags(self, what: str, value: str) -> list[str]:
        return [None]  # type: ignore[list-item]

    def digest(self, digest: str) -> str:
        return digest


def test_a_graph_from_before_becomes_what_it_would_be_and_is_readable_all_the_time(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered.land(empty_graph)
    expected = partial_digests(empty_graph)
    wipe(empty_graph)
    keyring = keys.keyring()
    with monkeypatch.context() as patch:
        patch.setattr(KeyFile, "keyring", lambda _: Plain(keyring.lookup, keyring.sealing))
        delivered.land(empty_graph)
    assert all(secret in everything(empty_graph) for secret in SECRETS)
    assert numbers(empty_graph) == EXPECTED
    ask(empty_graph, "MATCH (n:Sealing) RETURN n.key")
    empty_graph.write(resealing.statement("commands/sealed_now"), identity=keyring.identity, key="none")
    assert resealing.reseal(empty_graph) == 10
    assert partial_digests(empty_graph) == expected
    assert resealing.reseal(empty_graph) == 0
    again = import_into(empty_graph, delivered.later, recorded_at=AT)
    assert sum(report.inserted + report.updated for report in again.files) == 0


def test_keys_rotate_in_batches_and_an_interrupted_rotation_is_ended(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered.land(empty_graph)
    resealing.reseal(empty_graph)
    old = keys.keyring()
    with monkeypatch.context() as patch:
        patch.setattr(resealing, "_ROWS", 1)
        write, left = Graph.write, iter(range(2))

        def interrupted(graph: Graph, what: Any, /, **parameters: Any) -> Any:
            if what.name == "commands/sealing_nodes" and next(left, None) is None:
                raise KeyboardInterrupt
            return write(graph, what, **parameters)

        patch.setattr(Graph, "write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            resealing.rotate(empty_graph, keys)
    halfway = everything(empty_graph)
    assert f"{old.current}." in halfway and f"{keys.keyring().current}." in halfway
    assert numbers(empty_graph) == EXPECTED
    assert resealing.rotate(empty_graph, keys) == 6
    assert len(keys.keyring().sealing) == len(old.sealing) + 1, "no third key"
    assert f"{old.current}." not in everything(empty_graph)
    assert numbers(empty_graph) == EXPECTED
    rotated = partial_digests(empty_graph)
    wipe(empty_graph)
    delivered.land(empty_graph)
    assert partial_digests(empty_graph) == rotated, "as if it had been imported with the new key"
    rotated_keys = keys.keyring()
    keys.replace(Keyring(rotated_keys.lookup, rotated_keys.sealing[-1:], rotated_keys.tagging[-1:]))
    assert numbers(empty_graph) == EXPECTED, "the old keys are no longer needed"
    assert found_by_number(empty_graph) == FOUND


FOUND = {("phone", LATER_PHONE): ["A"], ("phone", PHONE): ["B"], ("idNumber", LATER_NUMBER): ["A"]}
"""Who is found by a number: only by one that they have now."""


def found_by_number(graph: Graph) -> dict[tuple[str, str], list[str]]:
    """As the filters of the API find them."""
    tags, found = graph.keyring.tags, dict[tuple[str, str], list[str]]()
    for name, number in (*FOUND, ("idNumber", NUMBER), ("idNumber", PHONE)):
        condition = statement(f"filters/Individual.{name}").text.partition("WHERE")[2]
        query = f"MATCH (node:Person) WHERE {condition} RETURN node.id ORDER BY node.id"
        if ids := ask(graph, query, value=tags(name, number)):
            found[name, number] = ids
    return found


def test_numbers_are_found_at_every_moment_of_a_rotation(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each write of it, also where it was interrupted twice; and by the new key alone when it is over."""
    delivered.land(empty_graph)
    resealing.reseal(empty_graph)
    tags_before = tags_of(empty_graph)
    monkeypatch.setattr(resealing, "_ROWS", 1)
    write, moments, interruptions = Graph.write, list[tuple[dict[tuple[str, str], list[str]], bool]](), {2, 4}

    def watched(graph: Graph, what: Any, /, **parameters: Any) -> Any:
        if what.name.startswith("commands/sealing_"):
            tags = tags_of(graph)
            moments.append((found_by_number(graph), bool(tags & tags_before and tags - tags_before)))
            if len(moments) in interruptions:
                interruptions.remove(len(moments))
                raise KeyboardInterrupt
        return write(graph, what, **parameters)

    monkeypatch.setattr(Graph, "write", watched)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            resealing.rotate(empty_graph, keys)
    resealing.rotate(empty_graph, keys)
    assert len(moments) > 6 and all(found == FOUND for found, _ in moments)
    assert any(mixed for _, mixed in moments), "some had the older tag, some the newer"
    assert found_by_number(empty_graph) == FOUND
    assert len(keys.keyring().tagging) == 2, "no third key"
    assert not tags_of(empty_graph) & tags_before


def tags_of(graph: Graph) -> set[str]:
    """All tags in the graph."""
    return set(
        ask(
            graph,
            "MATCH (n:Person) UNWIND [n.idNumberTag, n.phoneTag] AS tag WITH tag WHERE tag IS NOT NULL RETURN tag",
        )
    )


def test_nothing_is_changed_before_requests_with_the_older_keys_are_over(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered.land(empty_graph)
    resealing.reseal(empty_graph)
    before, waited = everything(empty_graph), list[tuple[float, int]]()

    def sleep(seconds: float) -> None:
        assert everything(empty_graph) == before
        waited.append((seconds, len(keys.keyring().tagging)))

    monkeypatch.setattr(resealing.time, "sleep", sleep)
    resealing.rotate(empty_graph, keys, patience=7)
    assert waited == [(7, 2)]
    assert everything(empty_graph) != before
    resealing.reseal(empty_graph)
    assert waited == [(7, 2)]


def test_the_command_says_how_much_was_sealed_with_which_key(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(_: object) -> Iterator[Graph]:
        yield empty_graph

    delivered.land(empty_graph)
    resealing.reseal(empty_graph)
    monkeypatch.setattr(cli, "_opened", opened)
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(tmp_path))
    monkeypatch.setenv("GRAPH_SERVICE_KEYS", str(keys.path))
    monkeypatch.setenv("GRAPH_SERVICE_REQUEST_DEADLINE", "0.1")
    done = CliRunner().invoke(cli.app, ["keys", "rotate", "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"sealed": 8, "key": keys.keyring().current})
    assert [each["operation"] for each in entries(tmp_path / "audit")] == ["keys rotate"]
    assert numbers(empty_graph) == EXPECTED


def test_a_graph_is_not_opened_for_change_with_the_keys_of_another(
    empty_graph: Graph, delivered: Delivered, keys: KeyFile
) -> None:
    delivered.land(empty_graph)
    resealing.bring_up_to_date(empty_graph)
    before = everything(empty_graph)
    keys.replace(Keyring.new())
    for call in (resealing.bring_up_to_date, lambda graph: resealing.rotate(graph, keys)):
        with pytest.raises(ServiceError) as refused:
            call(empty_graph)
        assert refused.value.code is ErrorCode.KEYS_MISMATCH
    assert everything(empty_graph) == before
