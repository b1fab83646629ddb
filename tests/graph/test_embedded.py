"""The embedded server: alone on its folder, shut to everybody else, gone when its owner is gone, data safe."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph import embedded, java
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.embedded import EmbeddedServer, neo4j_folder
from graph_service.graph.jars import jar_folder
from tests.conftest import settings_for
from tests.graph.test_connection import local

# Another process that opens the graph of a home (from a thread that ends, as a web server's may), writes a note, says
# which server it uses and waits to be told to end.
OTHER_PROCESS = """
import sys, threading, time
from pathlib import Path
sys.path.insert(0, {root!r})
from contextlib import ExitStack
from graph_service.graph import embedded
from graph_service.graph.connection import open_graph
from tests.conftest import settings_for
from tests.graph.test_connection import local
settings = settings_for(Path({home!r}), heap="256m", page_cache="64m")
stack = ExitStack()
def work():
    graph = stack.enter_context(open_graph(settings))
    graph.write(local("keep_note"), name={note!r})
    print(embedded.running(settings).pid, flush=True)
with stack:
    if {in_thread!r}:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    else:
        work()
    time.sleep(120)
"""


def other_process(home: Path, note: str, *, in_thread: bool = False) -> tuple[subprocess.Popen[str], int]:
    """Starts it; returns it and the process id of the server that it uses."""
    root = str(Path(__file__).parents[2])
    code = OTHER_PROCESS.format(root=root, home=str(home), note=note, in_thread=in_thread)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, int(process.stdout.readline())


def small(home: Path, **changes: object) -> Settings:
    return settings_for(home, **{"heap": "256m", "page_cache": "64m", **changes})


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its exit code (a zombie) has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def address(graph: Graph, settings: Settings) -> embedded.Address:
    """Where the server of this run answers."""
    found = embedded.running(settings)
    assert found
    return found


# What the server of the run looks like from outside.


def test_every_setting_is_in_force(graph: Graph, settings: Settings, address: embedded.Address) -> None:
    wanted = embedded.configuration(settings, address.port)
    assert {
        "client.allow_telemetry",
        "dbms.usage_report.enabled",
        "dbms.fleet_manager.enabled",
        "server.fleet_discovery.enabled",
        "dbms.security.allow_csv_import_from_file_urls",
        "db.transaction.timeout",
        "db.lock.acquisition.timeout",
        "db.memory.transaction.max",
        "dbms.memory.transaction.total.max",
    } <= wanted.keys()
    actual = {record["name"]: record["value"] for record in graph.read(local("show_settings"))}
    for name, value in wanted.items():
        if not name.startswith("internal."):  # the server does not show those
            size = value.removesuffix("m") + ".00MiB" if "memory" in name and value.endswith("m") else value
            assert normal(actual[name]) == normal(size), name


def normal(value: str) -> float | str:
    """Sizes in bytes and times in seconds: `512m` and `10m` differ only by what they are of, `512.00MiB` doesn't."""
    if match := re.fullmatch(r"([\d.]+)(KiB|MiB|GiB|k|g)", value):
        return float(match[1]) * {"k": 2**10, "m": 2**20, "g": 2**30}[match[2][0].lower()]
    if re.fullmatch(r"(\d+h)?(\d+m)?(\d+s)?", value):
        return sum(int(n) * {"h": 3600, "m": 60, "s": 1}[unit] for n, unit in re.findall(r"(\d+)([hms])", value))
    return value


def test_the_page_cache_holds_the_graph_as_far_as_the_machine_allows(tmp_path: Path) -> None:
    unset = settings_for(tmp_path, page_cache=None)
    quarter = (os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20) // 4
    store = tmp_path / "neo4j" / "data" / "databases" / "neo4j" / "neostore"
    assert embedded.page_cache(unset) == 512
    store.parent.mkdir(parents=True)
    for held, wanted in ((409, 512), (410, 512), (411, 513), (quarter * 4 // 5 + 2, quarter)):
        with store.open("wb") as file:
            file.truncate(held << 20)  # takes no room on the disk
        assert embedded.page_cache(unset) == wanted
    assert embedded.page_cache(settings_for(tmp_path, page_cache="64m")) == 64


def test_files_of_the_machine_cannot_be_read(graph: Graph) -> None:
    with pytest.raises(ServiceError) as refusal:
        graph.read(local("load_csv"))
    assert refusal.value.code == ErrorCode.STATEMENT_FAILED


def test_it_listens_for_bolt_on_the_loopback_interface_and_for_nothing_else(address: embedded.Address) -> None:
    handles = {str(handle.readlink()) for handle in Path(f"/proc/{address.pid}/fd").iterdir() if handle.is_symlink()}
    listening: set[tuple[str, int]] = set()
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{address.pid}/net/{table}").read_text().splitlines()[1:]:
            fields = row.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in handles:
                host, port = fields[1].split(":")
                listening.add((host[-8:], int(port, 16)))
    assert listening == {("0100007F", address.port)}


def test_nobody_else_can_read_its_files(settings: Settings, graph: Graph) -> None:
    graph.write(local("keep_note"), name="something to write")
    folder = neo4j_folder(settings)
    exposed = [path for path in folder.rglob("*") if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert exposed == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "password").exists()
    assert (folder / "data" / "dbms" / "auth.ini").exists()


def test_the_password_shows_nowhere(settings: Settings, address: embedded.Address) -> None:
    assert address.password not in repr(address)
    for file in ("cmdline", "environ"):
        assert address.password.encode() not in Path(f"/proc/{address.pid}/{file}").read_bytes()
    for path in (neo4j_folder(settings) / "logs").iterdir():
        assert address.password.encode() not in path.read_bytes()


def test_it_starts_from_an_archive_of_loaded_classes(settings: Settings, graph: Graph) -> None:
    assert java.archive_options(settings, jar_folder(settings))


def test_a_crash_of_java_leaves_nothing_of_its_memory(settings: Settings, tmp_path: Path) -> None:
    """No core, no dump of the heap, no report of registers and stacks; such a one would have the arguments, too."""
    told = java.command(settings, jar_folder(settings), tmp_path, java.ADMIN_TOOL)
    assert [option for option in told if option.startswith("-XX:")] == [
        "-XX:+UseParallelGC",
        "-XX:InlineSmallCode=5000",
        "-XX:MaxInlineLevel=30",
        "-XX:TypeProfileWidth=4",
        "-XX:TypeProfileMajorReceiverPercent=30",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-HeapDumpOnOutOfMemoryError",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:+SuppressFatalErrorMessage",
        "-XX:-OmitStackTraceInFastThrow",
        "-XX:-UsePerfData",
    ]
    talkative = [option for option in told if "SuppressFatalErrorMessage" not in option]
    for name, program in (("quiet", told), ("talkative", talkative)):
        folder = tmp_path / name
        folder.mkdir()
        process = subprocess.Popen(
            [*program, "database", "info", "canary-0123456789"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "NEO4J_HOME": str(folder)},
        )
        time.sleep(0.3)
        process.send_signal(signal.SIGSEGV)
        assert process.wait(60) != 0
    assert list((tmp_path / "quiet").rglob("*")) == []
    assert any(b"canary-0123456789" in path.read_bytes() for path in (tmp_path / "talkative").glob("hs_err*"))


# What is refused.


def test_a_second_start_on_the_folder_is_refused_at_once(settings: Settings, address: embedded.Address) -> None:
    log = neo4j_folder(settings) / "logs" / "console.log"
    before = log.read_bytes()
    for attempt in (EmbeddedServer(settings).start, lambda: embedded.admin(settings, "database", "check", "neo4j")):
        begun = time.monotonic()
        with pytest.raises(ServiceError) as refusal:
            attempt()
        assert refusal.value.code == ErrorCode.DATABASE_IN_USE
        assert f"process {os.getpid()}" in refusal.value.what
        assert time.monotonic() - begun < 5  # Neo4j itself would take 29 s to notice
    assert log.read_bytes() == before
    assert embedded.running(settings) == address
    assert embedded.answers(address) is None


def test_another_process_uses_the_running_server(
    settings: Settings, address: embedded.Address, empty_graph: Graph
) -> None:
    process, pid = other_process(settings.home, "from another process")
    process.terminate()
    assert process.wait(20) == 128 + signal.SIGTERM
    assert pid == address.pid
    assert empty_graph.read(local("notes"))[0]["names"] == ["from another process"]


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=f"Port {port}") as refusal:
            EmbeddedServer(small(tmp_path / "home", bolt_port=port)).start()
    assert refusal.value.code == ErrorCode.PORT_IN_USE


def test_a_nearly_full_disk_is_refused(tmp_path: Path) -> None:
    settings = small(tmp_path / "home", minimum_free_disk=10**9)
    for attempt in (EmbeddedServer(settings).start, lambda: embedded.admin(settings, "database", "check", "neo4j")):
        with pytest.raises(ServiceError, match="MiB are free") as refusal:
            attempt()
        assert refusal.value.code == ErrorCode.DISK_NEARLY_FULL
    assert not (neo4j_folder(settings) / "data").exists()


def test_a_server_that_dies_at_its_start_leaves_its_reason(tmp_path: Path) -> None:
    settings = small(tmp_path / "home")
    server = EmbeddedServer(settings, options=["-XX:+NoSuchOption"])
    with pytest.raises(ServiceError, match="NoSuchOption") as failure:
        server.start()
    assert failure.value.code == ErrorCode.DATABASE_START_FAILED
    assert str(neo4j_folder(settings) / "logs") in failure.value.remedy
    assert embedded.running(settings) is None
    with pytest.raises(ServiceError, match="NoSuchOption"):  # and the folder is free for the next
        server.start()


# What survives. One home, one life after the other: each start costs seconds.


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lives")


@pytest.fixture(scope="module")
def written() -> list[str]:
    """The notes that were committed in that home so far."""
    return []


def test_a_killed_owner_takes_the_server_along(home: Path, written: list[str]) -> None:
    process, server = other_process(home, "of a killed process", in_thread=True)
    written.append("of a killed process")
    assert not is_gone(server)  # although the thread that asked for it has ended
    process.kill()
    process.wait()
    assert within(3, lambda: is_gone(server))
    # What a crash would leave on top of it.
    state = neo4j_folder(home_settings := small(home)) / "server.json"
    state.write_text(json.dumps({"pid": os.getpid(), "port": 9}))
    assert embedded.running(home_settings) is None


def test_a_frozen_server_without_owner_does_not_block_the_next_which_stops_without_force(
    home: Path, written: list[str]
) -> None:
    process, orphan = other_process(home, "of another killed process")
    written.append("of another killed process")
    os.kill(orphan, signal.SIGSTOP)
    process.kill()
    process.wait()
    assert not is_gone(orphan)
    server = EmbeddedServer(small(home))
    with server.serving() as address:
        assert is_gone(orphan)
        assert server.start() == address  # it runs already
        graph = Graph(address.uri, embedded.USER, address.password, "neo4j", seconds=30)
        assert graph.read(local("notes"))[0]["names"] == sorted(written)
        graph.write(local("keep_note"), name="of this process")
        written.append("of this process")
        server.stop()
        graph.close()
    assert not server.stopped_by_force  # as it would be without the settings for a fast stop: 10 to 12 s
    assert is_gone(address.pid)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_process_that_is_asked_to_end_stops_its_server(home: Path, written: list[str], by: signal.Signals) -> None:
    process, server = other_process(home, f"of {by.name}")
    written.append(f"of {by.name}")
    process.send_signal(by)
    process.wait(20)
    assert is_gone(server)
    assert "Stopped." in (neo4j_folder(small(home)) / "logs" / "console.log").read_text()
    assert not (neo4j_folder(small(home)) / "server.json").exists()


def test_the_store_is_whole_after_all_that(home: Path) -> None:
    said: list[str] = []
    embedded.admin(small(home), "database", "check", "neo4j", output=said.append)
    assert said


def test_a_failure_of_the_administration_tool_is_raised(home: Path) -> None:
    said: list[str] = []
    with pytest.raises(ServiceError, match="“database load”") as failure:
        embedded.admin(small(home), "database", "load", "neo4j", "--from-path=/nowhere", output=said.append)
    assert failure.value.code == ErrorCode.DATABASE_ADMIN_FAILED
    assert said


def test_a_frozen_server_is_stopped_by_force_and_a_lost_password_is_named(home: Path, written: list[str]) -> None:
    settings = small(home)
    server = EmbeddedServer(settings)
    server.stop_seconds = 0.2
    address = server.start()
    graph = Graph(address.uri, embedded.USER, address.password, "neo4j", seconds=30)
    assert graph.read(local("notes"))[0]["names"] == sorted(written)
    graph.close()
    os.kill(address.pid, signal.SIGSTOP)
    server.stop()
    assert server.stopped_by_force
    assert is_gone(address.pid)
    (neo4j_folder(settings) / "password").unlink()
    with pytest.raises(ServiceError) as refusal, open_graph(settings):
        pass
    assert refusal.value.code == ErrorCode.DATABASE_AUTHENTICATION_FAILED
    assert embedded.running(settings) is None
