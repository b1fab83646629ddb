"""The embedded database: a private Neo4j Community server that this process starts, watches and stops."""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Literal

from neo4j.exceptions import DriverError, Neo4jError

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph import java
from graph_service.graph.deadlines import Deadlines
from graph_service.graph.driver import open_driver, query
from graph_service.graph.jars import Progress, ensure_jars, one_at_a_time
from graph_service.graph.statements import statement
from graph_service.sentence import Sentence

HOST = "127.0.0.1"
USER = "neo4j"

_START_SECONDS = 300.0  # recovery after a crash of a large store takes its time
_STOP_SECONDS = 10.0
_ORPHAN_SECONDS = 5.0
_POLL_SECONDS = 0.02
_ANSWER_SECONDS = 5.0
_PORT_ATTEMPTS = 3
_ARCHIVE_SECONDS = 120.0
_TETHER = Path(__file__).with_name("tether.py")
_SERVER_LOGS = Path(__file__).with_name("server-logs.xml")
_UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_SMALLEST_PAGE_CACHE = 512


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running embedded server answers.

    Attributes:
        pid: process id of the server.
        port: Bolt port on the loopback interface.
        password: password of the user `neo4j`.
    """

    pid: int
    port: int
    password: str

    @property
    def uri(self) -> str:
        return f"bolt://{HOST}:{self.port}"

    def __repr__(self) -> str:
        return f"Address(pid={self.pid}, port={self.port})"


def neo4j_folder(settings: Settings) -> Path:
    """Folder of the embedded database below the service's home."""
    return settings.home / "neo4j"


def replaced_folder(settings: Settings) -> Path:
    """Where the folder of the embedded database goes when another one takes its place; it is deleted then."""
    return settings.home / "neo4j-replaced"


def put_back(settings: Settings) -> None:
    """Undoes a replacement of the embedded database's folder that was interrupted between its two steps."""
    folder, replaced = neo4j_folder(settings), replaced_folder(settings)
    if replaced.exists() and not folder.exists():
        replaced.rename(folder)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def mebibytes(size: str) -> int:
    """MiB of a size of memory as settings give it."""
    return int(size[:-1]) * _UNITS[size[-1].lower()] >> 20


def page_cache(settings: Settings) -> int:
    """MiB of the page cache: as set, else what holds the whole graph with a quarter to grow.

    A graph that does not fit is read from disk again and again. It is never less than 512 MiB, and more than that only
    up to a quarter of the machine's memory. A graph that has outgrown it meanwhile gets more with the next start.
    """
    if settings.page_cache:
        return mebibytes(settings.page_cache)
    store = neo4j_folder(settings) / "data" / "databases"
    held = size_of(store) >> 20
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(_SMALLEST_PAGE_CACHE, min(held * 5 // 4, memory // 4))


def configuration(settings: Settings, port: int) -> dict[str, str]:
    """Neo4j's settings for the embedded server on a Bolt port, each with its reason beside it.

    Source: Neo4j Operations Manual, configuration settings; those named `internal.` are unsupported, measured here.
    """
    heap = mebibytes(settings.heap)
    return {
        # Only this machine, only Bolt.
        "server.default_listen_address": HOST,
        "server.default_advertised_address": HOST,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{HOST}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": "true",
        # Nobody is told that it runs.
        "client.allow_telemetry": "false",
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        # Otherwise LOAD CSV reads any file that this user can read.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        # None of these has a limit by default.
        "db.transaction.timeout": f"{settings.transaction_timeout}s",
        "db.lock.acquisition.timeout": "60s",
        "db.memory.transaction.max": f"{max(16, heap // 2)}m",
        "dbms.memory.transaction.total.max": f"{max(16, heap * 7 // 10)}m",
        "server.memory.pagecache.size": f"{page_cache(settings)}m",
        # A thousand plans of wide questions, the default, can fill a small heap.
        "server.memory.query_cache.per_db_cache_num_entries": "200",
        "dbms.cypher.min_replan_interval": f"{settings.replan_interval}s",
        # Otherwise a statement is planned anew for each size of its strings: for a village after a township.
        "internal.cypher.use_parameter_size": "false",
        # A stop would wait 10 s for threads and connections that are done; with these it takes 0.3 s, data safe.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
        "internal.server.bolt.connection_shutdown_wait_time": "0s",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
        "internal.dbms.bolt.netty_server_shutdown_timeout": "1s",
    }


class EmbeddedServer:
    """Starts a private Neo4j on the folder of `settings.home` and stops it.

    The folder is ours from before Neo4j touches it until the server is gone: two file locks say so, one held by this
    process, one by the server itself, so that a server that outlives its owner is noticed (and ended).

    Args:
        settings: home, heap, page cache, port, limits.
        progress: told what is being prepared.
        options: options for Java; when there are none, those that make it start fast.
        private: whether other processes are told to wait until the work is done, instead of where it answers.
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress | None = None,
        options: Sequence[str] = (),
        *,
        private: bool = False,
    ) -> None:
        self.settings = settings
        self.address: Address | None = None
        self.stop_seconds = _STOP_SECONDS
        self.stopped_by_force = False
        self._folder = neo4j_folder(settings)
        self._progress = progress
        self._options = options
        self._private = private
        self._process: subprocess.Popen[bytes] | None = None
        self._held = ExitStack()

    @contextmanager
    def serving(self) -> Generator[Address]:
        """Runs the server for the length of a `with` block."""
        try:
            yield self.start()
        finally:
            self.stop()

    def start(self) -> Address:
        """Starts the server and returns once it has answered a query.

        Raises:
            ServiceError: DATABASE_IN_USE when another process has the folder; DISK_NEARLY_FULL; PORT_IN_USE;
                DATABASE_START_FAILED with the last meaningful line of the log; those of `ensure_jars` and `java`.
        """
        if self.address:
            return self.address
        jars = ensure_jars(self.settings, self._progress)
        if not self._options:
            self._options = _archive_options(self.settings, jars, self._progress)
        if self._progress:
            self._progress("Starting the database", 0, 0)
        try:
            put_back(self.settings)
            purpose = "administration" if self._private else "server"
            server_lock = self._held.enter_context(_folder_held(self._folder, purpose))
            _refuse_full_disk(self.settings)
            self.address = self._start_on_a_port(jars, server_lock)
        except BaseException:
            self.stop()
            raise
        if not self._private:
            _write_private(
                self._folder / "server.json", json.dumps({"pid": self.address.pid, "port": self.address.port})
            )
        return self.address

    def stop(self) -> None:
        """Stops the server, gracefully if it listens and by force if not, and gives the folder back."""
        try:
            self.end()
        finally:
            self._held.close()

    def end(self) -> None:
        """Stops the server, and keeps the folder from everybody else until `stop`."""
        try:
            if self.address:
                (self._folder / "server.json").unlink(missing_ok=True)
            if self._process:
                self._end(self._process)
        finally:
            self.address = self._process = None

    def _start_on_a_port(self, jars: Path, server_lock: int) -> Address:
        """Starts on the port that is set, else on a free one; somebody may take that one in the meantime."""
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            port = _free_port(self.settings.bolt_port)
            password = _prepare(self.settings, jars, server_lock, port)
            self._launch(jars, server_lock)
            try:
                return self._await_answer(password, port)
            except ServiceError as error:
                if error.code != ErrorCode.PORT_IN_USE or self.settings.bolt_port or attempt == _PORT_ATTEMPTS:
                    raise
        raise AssertionError

    def _launch(self, jars: Path, server_lock: int) -> None:
        """Starts the server from a thread that lives as long as it: Linux ties a child to the thread that forked it."""
        arguments = [f"--home-dir={self._folder}", f"--config-dir={self._folder / 'conf'}", "--console-mode"]
        program = java.command(self.settings, jars, self._folder / "tmp", java.SERVER, self._options)
        launched: SimpleQueue[subprocess.Popen[bytes] | OSError] = SimpleQueue()

        def keep() -> None:
            try:
                with _private_file(self._log) as log:
                    process = subprocess.Popen(
                        [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *program, *arguments],
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        cwd=self._folder,
                        env=_environment(self._folder),
                        pass_fds=[server_lock],
                        start_new_session=True,  # Ctrl-C is for us; we stop the server
                        umask=0o077,
                    )
            except OSError as error:
                launched.put(error)
                return
            self._process = process
            launched.put(process)
            process.wait()

        threading.Thread(target=keep, name="neo4j-keeper", daemon=True).start()
        outcome = launched.get()
        if isinstance(outcome, OSError):
            raise self._start_failed(Sentence("the system refused to start it ({reason})", reason=outcome.strerror))
        _note(server_lock, str(outcome.pid))  # for whoever finds it without its owner

    def _await_answer(self, password: str, port: int) -> Address:
        """Waits until the server answers a real query: a database can be “online” and unreadable."""
        process = self._process
        assert process  # noqa: S101 - launched just before
        address = Address(process.pid, port, password)
        deadline = time.monotonic() + _START_SECONDS
        problem: str | None = "Bolt is not enabled yet"
        while time.monotonic() < deadline:
            if process.poll() is not None:
                log = self._log.read_text(encoding="utf-8", errors="replace")
                if "BindException" in log or "Address already in use" in log:
                    raise _port_in_use(port)
                raise self._start_failed(_telling_line(log))
            if _is_listening(port) and (problem := answers(address)) is None:
                return address
            if problem and problem.startswith("Neo.ClientError.Security"):
                raise ServiceError(
                    ErrorCode.DATABASE_AUTHENTICATION_FAILED,
                    "The embedded database does not accept the password in {file}.",
                    "Put the file back that belongs to this data, or delete the folder to begin with an empty graph.",
                    file=self._folder / "password",
                )
            time.sleep(_POLL_SECONDS)
        raise self._start_failed(Sentence("it did not answer a query in time ({problem})", problem=problem))

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.terminate()
            process.wait(self.stop_seconds)
        except BaseException as error:  # also a second Ctrl-C: nothing may stay
            self.stopped_by_force = True
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # its group: what it may have started goes too
            process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise

    @property
    def _log(self) -> Path:
        return self._folder / "logs" / "console.log"

    def _start_failed(self, reason: str) -> ServiceError:
        return ServiceError(
            ErrorCode.DATABASE_START_FAILED,
            "The embedded database did not start: {reason}.",
            "Read {log} and {debug_log}; `graph-service doctor` checks the usual causes.",
            reason=reason,
            log=self._log,
            debug_log=self._log.with_name("debug.log"),
        )


def running(settings: Settings) -> Address | None:
    """The embedded server that runs on this home, whichever process of this user started it, or None."""
    folder = neo4j_folder(settings)
    try:
        if not _is_held(folder / "owner.lock"):
            return None  # server.json was left by a crash
        state = json.loads((folder / "server.json").read_text(encoding="utf-8"))
        return Address(int(state["pid"]), int(state["port"]), (folder / "password").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_served(settings: Settings) -> bool:
    """Whether some process runs, or is about to start, the embedded server of this home."""
    folder = neo4j_folder(settings)
    return _is_held(folder / "owner.lock") and _holder(folder).purpose == "server"


def answers(address: Address) -> str | None:
    """None when the server answers a query, else Neo4j's status code or the name of the driver's error."""
    deadlines = Deadlines()
    expired = False
    try:
        with open_driver(address.uri, USER, address.password, patience=_ANSWER_SECONDS) as driver:
            session = driver.session()  # pyright: ignore[reportUnknownMemberType] - the configuration is untyped
            with deadlines.watched(session, time.monotonic() + _ANSWER_SECONDS) as call:
                try:
                    with session:
                        session.run(query(statement("commands/ping"), _ANSWER_SECONDS)).consume()
                finally:
                    expired = call.expired
    except Exception as error:
        if expired:
            return "no answer in time"
        if not isinstance(error, Neo4jError | DriverError | OSError):
            raise
        return error.code or type(error).__name__ if isinstance(error, Neo4jError) else type(error).__name__
    finally:
        deadlines.close()
    return None


def admin(settings: Settings, *arguments: str, output: Callable[[str], None] | None = None) -> None:
    """Runs Neo4j's own administration tool on the embedded database, which must not be running.

    Args:
        settings: home, heap.
        arguments: as on the tool's command line, such as `"database", "check", "neo4j"`.
        output: called with each line that the tool prints; lines may quote data.

    Raises:
        ServiceError: DATABASE_IN_USE when the folder is taken; DATABASE_ADMIN_FAILED when the tool fails;
            DISK_NEARLY_FULL.
    """
    folder = neo4j_folder(settings)
    jars = ensure_jars(settings)
    with _folder_held(folder, "administration") as server_lock:
        _refuse_full_disk(settings)
        _prepare(settings, jars, server_lock, port=0)
        _run_admin_tool(settings, jars, arguments, server_lock, output)


def _run_admin_tool(
    settings: Settings,
    jars: Path,
    arguments: tuple[str, ...],
    server_lock: int,
    output: Callable[[str], None] | None = None,
) -> None:
    folder = neo4j_folder(settings)
    program = java.command(settings, jars, folder / "tmp", java.ADMIN_TOOL, java.archive_options(settings, jars))
    # The caller's thread waits here until the tool is done, so it is the one that the tool is tied to.
    with subprocess.Popen(
        [sys.executable, "-I", "-S", str(_TETHER), str(os.getpid()), *program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=_environment(folder),
        pass_fds=[server_lock],
        start_new_session=True,
        umask=0o077,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        _note(server_lock, str(process.pid))
        try:
            assert process.stdout  # noqa: S101 - it was asked for
            for line in process.stdout:
                if output:
                    output(line.rstrip("\n"))
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise ServiceError(
            ErrorCode.DATABASE_ADMIN_FAILED,
            "Neo4j's “{command}” failed with exit code {code}.",
            "Its output says why; it may quote data and is therefore not repeated here.",
            command=" ".join(arguments[:2]),
            code=process.returncode,
        )


def _archive_options(settings: Settings, jars: Path, progress: Progress | None) -> list[str]:
    """Java options that make it start from an archive of Neo4j's loaded classes (JEP 483, JEP 514).

    The archive is made once for all checkouts, by a server on a throw-away folder that records what it loads; it halves
    the work of every later start. Where that fails, Neo4j starts without.
    """
    path = java.archive(settings, jars)
    with suppress(OSError):  # such as a cache that cannot be written to
        if not path.exists():
            with one_at_a_time(path):
                if not path.exists():
                    _record_archive(settings, path, progress)
    return java.archive_options(settings, jars)


def _record_archive(settings: Settings, path: Path, progress: Progress | None) -> None:
    if progress:
        progress("Preparing Neo4j to start fast, once", 0, 0)
    with tempfile.TemporaryDirectory(dir=settings.cache) as folder:
        draft = Path(folder) / path.name
        trial = settings.model_copy(update={"home": Path(folder), "bolt_port": 0, "minimum_free_disk": 0})
        server = EmbeddedServer(trial, options=[f"-XX:AOTCacheOutput={draft}"])
        server.stop_seconds = 0.5  # when interrupted: there is nothing to save
        try:
            server.start()
        except ServiceError:
            return  # the start that follows will say why
        server.stop_seconds = _ARCHIVE_SECONDS  # the archive is written when the server stops
        server.stop()
        draft.touch()  # an empty one says: go without, don't try at every start
        draft.replace(path)


def _environment(folder: Path) -> dict[str, str]:
    """The environment of Neo4j's programs: nothing of ours, secrets least of all."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return {**kept, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}


def _prepare(settings: Settings, jars: Path, server_lock: int, port: int) -> str:
    """Writes configuration and, the first time, a random password; returns the password."""
    folder = neo4j_folder(settings)
    for name in ("conf", "logs", "tmp"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    (folder / "server.json").unlink(missing_ok=True)  # left by a crash
    text = "".join(f"{name}={value}\n" for name, value in configuration(settings, port).items())
    _write_private(folder / "conf" / "neo4j.conf", text)
    _write_private(folder / "conf" / "server-logs.xml", _SERVER_LOGS.read_text("utf-8"))
    file = folder / "password"
    if file.exists():
        return file.read_text(encoding="utf-8")
    password = secrets.token_hex(32)  # a leading “-” would be taken for an option
    if not (folder / "data" / "databases" / "system").exists():
        with tempfile.TemporaryDirectory(dir=folder) as private:
            # As a file: arguments of a process are readable to every user of the machine.
            arguments = Path(private) / "arguments"
            _write_private(arguments, f'"{password}"')
            _run_admin_tool(settings, jars, ("dbms", "set-initial-password", f"@{arguments}"), server_lock)
    _write_private(file, password)  # last: it says that the preparation is complete
    return password


def _write_private(path: Path, text: str) -> None:
    """Replaces a file in one step; only this user can read it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with _private_file(draft) as file:
        file.write(text.encode())
    draft.replace(path)


def _private_file(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _refuse_full_disk(settings: Settings) -> None:
    free = shutil.disk_usage(settings.home).free >> 20
    if free < settings.minimum_free_disk:
        raise ServiceError(
            ErrorCode.DISK_NEARLY_FULL,
            "Only {free} MiB are free at {folder}; the database needs {needed}.",
            "Free some space, choose another place with GRAPH_SERVICE_HOME, "
            "or lower GRAPH_SERVICE_MINIMUM_FREE_DISK if you know what the database will need.",
            free=free,
            folder=settings.home,
            needed=settings.minimum_free_disk,
        )


def _free_port(wanted: int) -> int:
    """The wanted port, or any when that is 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one in TIME_WAIT is free, as it is to Neo4j
        try:
            probe.bind((HOST, wanted))
        except OSError:
            raise _port_in_use(wanted) from None
        return int(probe.getsockname()[1])


def _is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _port_in_use(port: int) -> ServiceError:
    return ServiceError(
        ErrorCode.PORT_IN_USE,
        "Port {port} of this machine is taken.",
        "Choose another with GRAPH_SERVICE_BOLT_PORT, or leave it unset to get a free one.",
        port=port,
    )


def _telling_line(log: str) -> str:
    """The line that tells most: Neo4j's last error; else Java's first words, when Neo4j did not get to speak."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("Caused by:") or " ERROR " in line]
    if errors:
        telling = errors[-1]
    elif any(" INFO " in line for line in lines):
        telling = lines[-1]
    else:
        telling = lines[0] if lines else "it ended without a word"
    return telling[:300].rstrip(".")


# Ownership of the folder: owner.lock is held by the Python process alone, server.lock is inherited by the Java process.
# Both are advisory (flock(2)) and end with whoever holds them, so a crash leaves nothing to clean up.


@dataclass(frozen=True, slots=True)
class _Holder:
    pid: int
    purpose: str


def _holder(folder: Path) -> _Holder:
    try:
        state = json.loads((folder / "owner.lock").read_text(encoding="utf-8"))
        return _Holder(int(state["pid"]), str(state["purpose"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _Holder(0, "")


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _folder_held(folder: Path, purpose: Literal["server", "administration"]) -> Generator[int]:
    """Holds the folder; yields the descriptor of the lock that the Java process shall inherit."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceError(
            ErrorCode.DATABASE_START_FAILED,
            "The database folder {folder} cannot be made ({reason}).",
            "Give this user the right to, or choose another folder with GRAPH_SERVICE_HOME.",
            folder=folder,
            reason=error.strerror,
        ) from None
    with _lock_file(folder / "owner.lock") as owner, _lock_file(folder / "server.lock") as server:
        if not _locked_within(owner, 0.2):  # somebody who only looks holds it for an instant
            holder = _holder(folder)
            raise ServiceError(
                ErrorCode.DATABASE_IN_USE,
                "The database folder {folder} is in use by process {process} ({purpose}).",
                "Wait until that process is done or stop it, or choose another folder with GRAPH_SERVICE_HOME.",
                folder=folder,
                process=holder.pid,
                purpose=holder.purpose,
            )
        _note(owner, json.dumps({"pid": os.getpid(), "purpose": purpose}))
        if not _locked_within(server, _ORPHAN_SECONDS):  # on its way out, as a rule
            orphan = int(os.pread(server, 20, 0) or b"0")
            if _works_in(orphan, folder):
                os.kill(orphan, signal.SIGKILL)
            if not _locked_within(server, _ORPHAN_SECONDS):
                raise ServiceError(
                    ErrorCode.DATABASE_IN_USE,
                    "Process {process}, the database of a run that has ended, still has the folder {folder}.",
                    "End that process, then try again.",
                    process=orphan,
                    folder=folder,
                )
        yield server


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a process has this working directory, as our servers have; a pid alone may have gone to another."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve() == folder.resolve()
    except OSError:
        return False


@contextmanager
def _lock_file(path: Path) -> Generator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # a forked child may hold a copy of the descriptor
        os.close(descriptor)


def _note(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


def _locked_within(descriptor: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        else:
            return True
