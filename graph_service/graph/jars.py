"""Fetches the jars of Neo4j once for all checkouts of a user; nothing runs that the committed lock does not know."""

import fcntl
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError

if TYPE_CHECKING:
    from jgo.maven import MavenContext

NEO4J_VERSION = "2026.08.1"

Progress = Callable[[str, int, int], None]
"""Called with what is going on, how much of it is done and of how much; 0 of 0 when nobody can tell."""

_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
_CONNECTIONS = 6
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock: a Maven artifact, the file that it is and that file's SHA-256 in hexadecimal."""

    sha256: str
    group: str
    artifact: str
    version: str
    classifier: str
    file: str


class _FetchError(Exception):
    """A client could not fetch; another one may."""


@cache
def locked_jars() -> tuple[Jar, ...]:
    """The jars that make up Neo4j, from the committed lock."""
    text = files("graph_service.graph").joinpath("neo4j.lock").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(_jar(*row) for row in rows)


def _jar(sha256: str, coordinate: str, file: str) -> Jar:
    group, artifact, version, *classifier = coordinate.split(":")
    return Jar(sha256, group, artifact, version, "".join(classifier), file)


def jar_folder(settings: Settings) -> Path:
    """Where the jars are looked for: the offline folder when one is set, else a folder of the user's cache."""
    return settings.jars or settings.cache / f"neo4j-{NEO4J_VERSION}"


def ensure_jars(settings: Settings, progress: Progress | None = None) -> Path:
    """Folder that holds exactly the locked jars; fetches them first when the user's cache has none.

    `mvn` fetches when there is one, else the pip package jgo; both take the locked versions from the repository that
    their own configuration or `maven_repository` names. Two processes may ask at once: one fetches, the other waits.

    Raises:
        ServiceError: JARS_UNAVAILABLE when nothing could be fetched or the offline folder is not complete;
            JAR_CHECKSUM_MISMATCH, naming the file, when a jar is not the locked one or does not belong there.
    """
    folder = jar_folder(settings)
    if settings.jars is None and not folder.is_dir():
        try:
            with one_at_a_time(folder):
                if not folder.is_dir():
                    _fetch_into(folder, settings, progress or silent)
        except OSError as error:
            raise ServiceError(
                ErrorCode.JARS_UNAVAILABLE,
                "The jars of Neo4j cannot be kept in {folder} ({reason}).",
                "Free some space or give this user the right to write there, or choose another folder with "
                "GRAPH_SERVICE_CACHE.",
                folder=settings.cache,
                reason=error.strerror,
            ) from None
    verify(folder)
    return folder


def verify(folder: Path) -> None:
    """Checks that a folder holds the locked jars and no other; reads all 150 MB (0.2 s when they are in memory).

    Raises:
        ServiceError: JARS_UNAVAILABLE or JAR_CHECKSUM_MISMATCH, as in `ensure_jars`.
    """
    expected = {jar.file: jar.sha256 for jar in locked_jars()}
    found = {path.name for path in folder.glob("*.jar")} if folder.is_dir() else set[str]()
    if missing := sorted(expected.keys() - found):
        raise ServiceError(
            ErrorCode.JARS_UNAVAILABLE,
            "{folder} lacks {missing} of the {expected} jars of Neo4j {version}, {first} first.",
            _REMEDY,
            folder=folder,
            missing=len(missing),
            expected=len(expected),
            version=NEO4J_VERSION,
            first=missing[0],
        )
    if extra := sorted(found - expected.keys()):
        raise ServiceError(
            ErrorCode.JAR_CHECKSUM_MISMATCH,
            "{file} is not one of the jars of Neo4j {version}.",
            _REMEDY,
            file=folder / extra[0],
            version=NEO4J_VERSION,
            folder=folder,
        )
    with ThreadPoolExecutor() as pool:
        actual = pool.map(_sha256, (folder / file for file in expected))
    if wrong := sorted(file for file, digest in zip(expected, actual, strict=True) if digest != expected[file]):
        raise ServiceError(
            ErrorCode.JAR_CHECKSUM_MISMATCH,
            "{file} is not the file that the lock names: its SHA-256 differs.",
            _REMEDY,
            file=folder / wrong[0],
            folder=folder,
        )


_REMEDY = "Delete the folder {folder} to have it fetched again, or name a complete one with GRAPH_SERVICE_JARS."


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def silent(_what: str, _done: int, _total: int) -> None:
    """The `Progress` of whoever tells nobody."""
    """Shows nothing."""


@contextmanager
def one_at_a_time(path: Path) -> Generator[None]:
    """Lets one process at a time make a file or folder of the cache; the others wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # ends with this process, however that ends
        yield


def _fetch_into(folder: Path, settings: Settings, progress: Progress) -> None:
    """Fetches beside the folder, checks, then renames: nobody ever sees an incomplete folder under its name."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    clients = [_fetch_with_jgo]
    if shutil.which("mvn"):
        clients.insert(0, _fetch_with_maven)
    for client in clients:
        try:
            client(partial, settings.maven_repository, progress)
            break
        except _FetchError:
            continue
    else:
        raise ServiceError(
            ErrorCode.JARS_UNAVAILABLE,
            "The jars of Neo4j {version} could not be fetched.",
            "Check the network and its proxy settings, name a Maven repository that you reach with "
            "GRAPH_SERVICE_MAVEN_REPOSITORY, or a folder that holds the jars with GRAPH_SERVICE_JARS.",
            version=NEO4J_VERSION,
        )
    verify(partial)
    partial.rename(folder)


def _fetch_with_maven(folder: Path, repository: str | None, progress: Progress) -> None:
    """Names every locked artifact in a project of its own, so that Maven has no version left to choose."""
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as project:
        pom = Path(project) / "pom.xml"
        pom.write_text(_pom(repository), encoding="utf-8")
        command = ["mvn", "--batch-mode", "--file", str(pom), f"{_DEPENDENCY_PLUGIN}:copy-dependencies"]
        command.append(f"-DoutputDirectory={folder}")
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout  # noqa: S101 - it was asked for
            names = {jar.file for jar in locked_jars()}
            for line in process.stdout:
                seen.update(names.intersection(re.findall(r"[^/\s]+\.jar", line)))
                progress("Fetching Neo4j", len(seen), len(names))
    if process.returncode:
        raise _FetchError
    progress("Fetching Neo4j", len(names), len(names))  # nothing is said of what Maven had already


def _pom(repository: str | None) -> str:
    dependencies = "".join(
        f"<dependency><groupId>{jar.group}</groupId><artifactId>{jar.artifact}</artifactId><version>{jar.version}</version>"
        f"{f'<classifier>{jar.classifier}</classifier>' if jar.classifier else ''}"
        "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>"
        for jar in locked_jars()
    )
    # The id “central” makes it take the place of Maven's own default; mirrors of the user's configuration still apply.
    places = "".join(
        f"<{kind}ies><{kind}y><id>central</id><url>{escape(repository)}</url></{kind}y></{kind}ies>"
        for kind in ("repositor", "pluginRepositor")
        if repository
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>graph-service</groupId><artifactId>neo4j-jars</artifactId><version>1</version>"
        f"{places}<dependencies>{dependencies}</dependencies></project>"
    )


def _fetch_with_jgo(folder: Path, repository: str | None, progress: Progress) -> None:
    """Takes each locked artifact by its coordinate; jgo's own choice of versions would differ for a few."""
    from jgo.maven import MavenContext  # a third of a second, spent only here

    jars = locked_jars()
    with tempfile.TemporaryDirectory(dir=folder.parent) as store, ThreadPoolExecutor(_CONNECTIONS) as pool:
        context = MavenContext(
            repo_cache=Path(store),
            remote_repos={"central": repository.rstrip("/")} if repository else None,
            timeout=60,
        )
        tasks = [pool.submit(_fetch_one, context, jar, folder) for jar in jars]
        try:
            for done, task in enumerate(as_completed(tasks), start=1):
                task.result()
                progress("Fetching Neo4j", done, len(jars))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _fetch_one(context: "MavenContext", jar: Jar, folder: Path) -> None:
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact(classifier=jar.classifier)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            artifact.resolve().replace(folder / jar.file)
        except (OSError, RuntimeError) as error:  # requests' errors are OSErrors
            if attempt == _ATTEMPTS:
                raise _FetchError from error
            if artifact.cached_path:
                artifact.cached_path.unlink(missing_ok=True)  # the beginning of a file counts as fetched to jgo
        else:
            return
