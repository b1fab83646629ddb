"""Calls end by their deadline, go through on another try where they may, and say nothing personal when they fail."""

import logging
import os
import re
import signal
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.access.policy import scope
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph import embedded
from graph_service.graph.connection import Graph, is_supported, open_graph
from graph_service.graph.deadlines import Allowance, within
from graph_service.graph.driver import RETRYABLE
from graph_service.graph.statements import Statement, read_statements, statement
from tests.conftest import settings_for


def local(name: str) -> Statement:
    """One of the statements that only these tests need."""
    [parsed] = read_statements(Path(__file__).parent / "cypher" / f"{name}.cypher", name)
    return parsed


@pytest.fixture
def address(graph: Graph, settings: Settings) -> embedded.Address:
    """Where the server of this run answers."""
    found = embedded.running(settings)
    assert found
    return found


@contextmanager
def graph_with(address: embedded.Address, seconds: float) -> Iterator[Graph]:
    """A connection of its own to the server of this run, less patient."""
    opened = Graph(address.uri, embedded.USER, address.password, "neo4j", seconds)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process that is there and does nothing: the signal takes a moment to reach all of its threads."""
    os.kill(pid, signal.SIGSTOP)
    threads = Path(f"/proc/{pid}/task")
    while any(" T " not in (each / "stat").read_text().rpartition(")")[2][:4] for each in threads.iterdir()):
        time.sleep(0.01)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_reads_see_the_writes_before_them(empty_graph: Graph) -> None:
    empty_graph.write(local("keep_note"), name="b")
    with empty_graph.transaction() as transaction:
        transaction.run(local("keep_note"), name="a")
        assert transaction.run(local("notes"))[0]["names"] == ["a", "b"]
    assert empty_graph.read(local("notes"))[0]["names"] == ["a", "b"]


def test_a_transaction_that_raises_leaves_nothing(empty_graph: Graph) -> None:
    with pytest.raises(ZeroDivisionError), empty_graph.transaction() as transaction:
        transaction.run(local("keep_note"), name="a")
        _ = 1 / 0
    assert empty_graph.read(local("notes"))[0]["names"] == []


def test_a_read_cannot_write(graph: Graph) -> None:
    with pytest.raises(ServiceError) as refusal:
        graph.read(local("keep_note"), name="a")
    assert refusal.value.code == ErrorCode.STATEMENT_FAILED


@pytest.mark.parametrize("sessions", [1, 3, None])
def test_parallel_reads_come_back_in_order(graph: Graph, sessions: int | None) -> None:
    answers = graph.parallel_read(local("echo"), [{"value": i} for i in range(20)], sessions=sessions)
    assert [records[0]["value"] for records in answers] == list(range(20))


def test_the_first_failure_ends_a_parallel_read(graph: Graph) -> None:
    with pytest.raises(ServiceError) as failure:
        list(graph.parallel_read(local("day"), [{"value": "2026-01-01"}, {"value": "never"}] * 5))
    assert failure.value.code == ErrorCode.STATEMENT_FAILED


def test_the_server_ends_what_takes_too_long_and_the_connection_lives_on(address: embedded.Address) -> None:
    with graph_with(address, seconds=0.5) as hurried:
        begun = time.monotonic()
        with pytest.raises(ServiceError) as failure:
            hurried.read(local("never_ends"))
        assert failure.value.code == ErrorCode.DATABASE_TIMEOUT
        assert time.monotonic() - begun < 10
        assert hurried.read(local("echo"), value=1)[0]["value"] == 1


def test_a_statement_is_planned_once_wherever_the_officer_is(graph: Graph) -> None:
    """Planning a wide question takes seconds; by default Neo4j plans it anew for each size of a value."""

    def plans() -> int:
        return int(re.findall(r"\d+", graph.read(local("forget_plans"))[0]["value"])[-1])

    plans()
    for division, lent in (("99", []), ("990101", ["P1"]), ("990101001001", [f"P{n}" for n in range(500)])):
        identity = Identity("anybody", Role.OFFICER, division=division, lent=frozenset(lent))
        told = scope(identity)
        graph.read(local("somebody_seen"), scope_division=told["scope_division"], lent=told["lent"])
    assert plans() == 1


def test_a_frozen_server_cannot_hold_a_call_beyond_its_deadline(address: embedded.Address) -> None:
    too_much_for_the_socket = ["x" * 1000] * 20_000
    with graph_with(address, seconds=0.5) as hurried, graph_with(address, seconds=0.5) as fresh:
        for _ in range(2):
            hurried.read(local("echo"), value=1)
        with frozen(address.pid):
            for attempt in (
                lambda: hurried.read(local("echo"), value=1),  # waits for the answer
                lambda: fresh.read(local("echo"), value=1),  # waits for the connection
            ):
                begun = time.monotonic()
                with pytest.raises(ServiceError) as failure:
                    attempt()
                assert failure.value.code in {ErrorCode.DATABASE_TIMEOUT, ErrorCode.DATABASE_UNAVAILABLE}
                assert time.monotonic() - begun < 10
        assert hurried.read(local("echo"), value=2)[0]["value"] == 2
        with frozen(address.pid), pytest.raises(ServiceError) as failure:
            hurried.write(local("size_of"), values=too_much_for_the_socket)  # cannot even say all of it
        assert failure.value.code == ErrorCode.DATABASE_TIMEOUT
        with pytest.raises(ServiceError) as failure, hurried.transaction() as transaction:
            transaction.run(local("echo"), value=1)
            with frozen(address.pid):
                transaction.run(local("echo"), value=1)
        assert failure.value.code == ErrorCode.DATABASE_TIMEOUT
        assert hurried.read(local("echo"), value=3)[0]["value"] == 3


def test_one_late_call_leaves_the_others_alone(address: embedded.Address) -> None:
    with (
        graph_with(address, seconds=30) as patient,
        graph_with(address, seconds=0.2) as hurried,
        ThreadPoolExecutor(1) as pool,
    ):
        task = pool.submit(lambda: [patient.read(local("echo"), value=i)[0]["value"] for i in range(200)])
        with pytest.raises(ServiceError):
            hurried.read(local("never_ends"))
        assert task.result() == list(range(200))


def test_several_calls_share_the_time_of_the_block_around_them(graph: Graph) -> None:
    with within(Allowance(time.monotonic() + 1)) as allowance:
        assert graph.read(local("echo"), value=1)[0]["value"] == 1
        for work in (
            lambda: graph.read(local("never_ends")),
            lambda: graph.read(local("echo"), value=1),  # nothing is left for it
            lambda: list(graph.parallel_read(local("echo"), [{"value": 1}])),
        ):
            with pytest.raises(ServiceError) as failure:
                work()
            assert failure.value.code == ErrorCode.DATABASE_TIMEOUT
        assert allowance.calls == 4
        assert 0.5 < allowance.seconds < 10
    assert graph.read(local("echo"), value=2)[0]["value"] == 2


def test_what_uses_up_the_memory_is_not_tried_again(graph: Graph) -> None:
    """The server calls it transient; every try would take as much memory again."""
    assert not any("Memory" in code for code in RETRYABLE)
    with pytest.raises(ServiceError) as failure:
        graph.read(local("too_much"))
    assert failure.value.code == ErrorCode.STATEMENT_FAILED
    assert "MemoryPoolOutOfMemory" in failure.value.what or "TransactionOutOfMemory" in failure.value.what


def test_updates_that_lock_each_other_out_go_through(empty_graph: Graph) -> None:
    names = [str(i) for i in range(40)]
    for name in names:
        empty_graph.write(local("keep_note"), name=name)
    start = threading.Barrier(6)

    def count_up(order: list[str]) -> None:
        start.wait()
        for _ in range(5):
            empty_graph.write(local("count_up"), names=order)

    with ThreadPoolExecutor(6) as pool:
        tasks = [pool.submit(count_up, names if i % 2 else names[::-1]) for i in range(6)]
        for task in tasks:
            task.result()
    assert {record["count"] for record in empty_graph.read(local("counts"))} == {30}


def test_a_failure_quotes_neither_statement_nor_value(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    secret = "Li Xiaoming 110101"
    with caplog.at_level(logging.INFO), pytest.raises(ServiceError) as failure:
        graph.read(local("day"), value=secret)
    told = "".join(traceback.format_exception(failure.value)) + caplog.text
    assert failure.value.code == ErrorCode.STATEMENT_FAILED
    assert "“day” (Neo.ClientError.Statement." in failure.value.what
    assert "Xiaoming" not in told
    assert failure.value.__cause__ is failure.value.__context__ is None


def test_a_failed_transaction_quotes_nothing_either(graph: Graph) -> None:
    secret = "Li " + "Xiaoming"  # in two pieces, since a traceback quotes this line
    with pytest.raises(ServiceError) as failure, graph.transaction() as transaction:
        transaction.run(local("day"), value=secret)
    assert "Xiaoming" not in "".join(traceback.format_exception(failure.value))


def test_the_servers_remarks_do_not_reach_the_log(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="neo4j.notifications"):
        graph.read(local("unknown_label"))
    assert not [record for record in caplog.records if record.name.startswith("neo4j.notifications")]


COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The Bolt message in its chunk, as it goes over the wire."""


@contextmanager
def cut_at(message: bytes, port: int) -> Iterator[int]:
    """A stand-in for a bad network: forwards to a port, and once, when this was forwarded, cuts before the answer."""
    listener = socket.create_server(("127.0.0.1", 0))
    cuts = iter([True])

    def forward(source: socket.socket, target: socket.socket, watch: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                cut = watch and message in data and next(cuts, False)
                if cut:
                    source.shutdown(socket.SHUT_RDWR)
                target.sendall(data)
                if cut:
                    time.sleep(0.3)  # the server does what it was told
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                threading.Thread(target=forward, args=(client, server, True), daemon=True).start()
                threading.Thread(target=forward, args=(server, client, False), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
        assert next(cuts, None) is None, "nothing was cut"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def test_a_cut_after_the_commit_is_said_to_be_uncertain(address: embedded.Address, empty_graph: Graph) -> None:
    with cut_at(COMMIT, address.port) as port:
        through = Graph(f"bolt://127.0.0.1:{port}", embedded.USER, address.password, "neo4j", seconds=20)
        with pytest.raises(ServiceError) as failure, through.transaction() as transaction:
            transaction.run(local("keep_note"), name="a")
        through.close()
    assert failure.value.code == ErrorCode.COMMIT_UNCERTAIN
    time.sleep(0.5)
    assert empty_graph.read(local("notes"))[0]["names"] == ["a"]  # it was committed all the same


def test_an_idempotent_write_survives_a_cut(address: embedded.Address, empty_graph: Graph) -> None:
    with cut_at(b"Note", address.port) as port:
        through = Graph(f"bolt://127.0.0.1:{port}", embedded.USER, address.password, "neo4j", seconds=20)
        through.write(local("keep_note"), name="a")
        through.close()
    assert empty_graph.read(local("notes"))[0]["names"] == ["a"]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_external_address_is_used_instead_of_an_embedded_database(
    address: embedded.Address, tmp_path: Path, scheme: str
) -> None:
    elsewhere = settings_for(
        tmp_path / "home", neo4j_uri=f"{scheme}://127.0.0.1:{address.port}", neo4j_password=address.password
    )
    with open_graph(elsewhere) as external:
        assert external.version() == "2026.08.1"
        external.write(local("keep_note"), name=scheme)
    assert not (tmp_path / "home").exists()


def test_a_wrong_password_is_called_that(address: embedded.Address, tmp_path: Path) -> None:
    wrong = settings_for(tmp_path / "home", neo4j_uri=address.uri, neo4j_password="not-it-at-all")
    with pytest.raises(ServiceError) as refusal, open_graph(wrong):
        pass
    assert refusal.value.code == ErrorCode.DATABASE_AUTHENTICATION_FAILED
    assert "not-it-at-all" not in "".join(traceback.format_exception(refusal.value))


def test_an_external_database_that_is_not_there(tmp_path: Path) -> None:
    nowhere = settings_for(tmp_path / "home", neo4j_uri="bolt://127.0.0.1:9", neo4j_password="x", transaction_timeout=1)
    with pytest.raises(ServiceError) as failure, open_graph(nowhere):
        pass
    assert failure.value.code == ErrorCode.DATABASE_UNAVAILABLE


@pytest.mark.parametrize(
    ("version", "supported"),
    [
        ("5.26.0", True),
        ("5.26.12", True),
        ("5.27-aura", True),
        ("2025.01.0", True),
        ("2026.08.1", True),
        ("5.25.1", False),
        ("4.4.40", False),
        ("dev", False),
    ],
)
def test_supported_versions(version: str, supported: bool) -> None:
    assert is_supported(version) is supported


def test_the_ping_reads_the_store(empty_graph: Graph) -> None:
    assert empty_graph.read(statement("commands/ping"))[0]["nodes"] in {0, 1}


def test_closing_ends_the_calls_of_other_threads(address: embedded.Address) -> None:
    """As when Ctrl-C meets a service that is warming up."""
    for _ in range(10):
        closing = Graph(address.uri, embedded.USER, address.password, "neo4j", seconds=20)
        ends: list[str] = []

        def ask(closing: Graph = closing, ends: list[str] = ends) -> None:
            try:
                while True:
                    closing.read(statement("commands/ping"))
            except ServiceError as error:
                ends.append(error.code)

        asking = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
        for each in asking:
            each.start()
        time.sleep(0.1)
        closing.close()
        for each in asking:
            each.join(10)
        assert len(ends) == len(asking)
