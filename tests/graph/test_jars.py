"""Only the locked jars are let in, whoever fetches them. Nothing is downloaded: all comes from the user's cache."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.jars import ensure_jars, jar_folder, locked_jars, verify
from tests.conftest import settings_for


@pytest.fixture(scope="module")
def cached(settings: Settings) -> Path:
    """The folder of the cache, filled; its jars are linked from here, never changed."""
    return ensure_jars(settings)


NOWHERE = "http://127.0.0.1:9/"
"""A repository that never answers, so that a test that goes astray fetches nothing."""


@pytest.fixture
def linked(cached: Path, tmp_path: Path) -> Path:
    """A folder of its own with all the jars."""
    folder = tmp_path / "jars"
    folder.mkdir()
    for jar in locked_jars():
        (folder / jar.file).symlink_to(cached / jar.file)
    return folder


def test_the_lock_names_each_file_once_with_a_sha256() -> None:
    jars = locked_jars()
    assert len({jar.file for jar in jars}) == len(jars) == 225
    assert all(len(bytes.fromhex(jar.sha256)) == 32 for jar in jars)
    # A Maven artifact's file name follows from its coordinate; one that doesn't would never be found again.
    for jar in jars:
        suffix = f"-{jar.classifier}" if jar.classifier else ""
        assert jar.file == f"{jar.artifact}-{jar.version}{suffix}.jar"


def test_a_complete_offline_folder_is_used_as_it_is(linked: Path, tmp_path: Path) -> None:
    assert ensure_jars(settings_for(tmp_path / "home", cache=tmp_path / "cache", jars=linked)) == linked
    assert not (tmp_path / "cache").exists()


def test_a_jar_with_a_wrong_checksum_is_refused_by_name(linked: Path, tmp_path: Path) -> None:
    wrong = linked / locked_jars()[100].file
    content = bytearray(wrong.read_bytes())
    content[-1] ^= 1
    wrong.unlink()
    wrong.write_bytes(content)
    with pytest.raises(ServiceError) as refusal:
        ensure_jars(settings_for(tmp_path / "home", jars=linked))
    assert refusal.value.code == ErrorCode.JAR_CHECKSUM_MISMATCH
    assert wrong.name in refusal.value.what


def test_a_jar_that_does_not_belong_there_is_refused_by_name(linked: Path) -> None:
    (linked / "log4j-core-2.14.1.jar").write_bytes(b"")
    with pytest.raises(ServiceError, match=r"log4j-core-2\.14\.1\.jar") as refusal:
        verify(linked)
    assert refusal.value.code == ErrorCode.JAR_CHECKSUM_MISMATCH


def test_a_missing_jar_is_named(linked: Path) -> None:
    (linked / locked_jars()[7].file).unlink()
    with pytest.raises(ServiceError, match=locked_jars()[7].file) as refusal:
        verify(linked)
    assert refusal.value.code == ErrorCode.JARS_UNAVAILABLE


# `mvn` is replaced by a program that does what it does with a warm repository: it copies the artifacts that the project
# names into the folder that the command line names.
STAND_IN = """#!{python}
import os, re, shutil, sys, time
folder = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("-DoutputDirectory="))
pom = open(sys.argv[sys.argv.index("--file") + 1]).read()
open({log!r}, "a").write("called\\n")
for each in re.findall(r"<dependency>(.*?)</dependency>", pom):
    of = dict(re.findall(r"<(artifactId|version|classifier)>([^*<]+)<", each))
    name = "-".join(of[part] for part in ("artifactId", "version", "classifier") if part in of) + ".jar"
    print("[INFO] Copying", name, "to", folder + "/" + name, flush=True)
    os.symlink({source!r} + "/" + name, folder + "/" + name)
{then}
"""


@contextmanager
def maven(tmp_path: Path, source: Path, then: str = "") -> Iterator[Path]:
    """A PATH whose only `mvn` is the stand-in; yields the log of its calls."""
    log = tmp_path / "mvn.log"
    program = tmp_path / "bin" / "mvn"
    program.parent.mkdir()
    program.write_text(STAND_IN.format(python=sys.executable, log=str(log), source=str(source), then=then))
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(program.parent))
        yield log


def test_maven_fetches_the_locked_artifacts_and_shows_how_far_it_is(cached: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with maven(tmp_path, cached):
        folder = ensure_jars(
            settings_for(tmp_path / "home", cache=tmp_path / "cache", maven_repository=NOWHERE),
            lambda _, done, total: seen.append((done, total)),
        )
    assert folder == tmp_path / "cache" / "neo4j-2026.08.1"
    assert seen == sorted(seen)
    assert seen[-1] == (225, 225)


def test_of_two_processes_one_fetches_and_both_get_the_folder(cached: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graph_service.config import Settings;"
        "from graph_service.graph.jars import ensure_jars;"
        "print(ensure_jars(Settings(cache=Path(sys.argv[1]), maven_repository=sys.argv[2])))"
    )
    with maven(tmp_path, cached, then="time.sleep(0.5)") as log:
        both = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(tmp_path / "cache"), NOWHERE], stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        answers = {process.communicate(timeout=60)[0].strip() for process in both}
    assert answers == {str(tmp_path / "cache" / "neo4j-2026.08.1")}
    assert log.read_text().splitlines() == ["called"]


def test_what_a_killed_process_left_is_not_taken_for_the_folder(cached: Path, tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home", cache=tmp_path / "cache", maven_repository=NOWHERE)
    left = jar_folder(settings).with_name("neo4j-2026.08.1.partial")
    left.mkdir(parents=True)
    (left / "old.jar").write_bytes(b"half")
    with maven(tmp_path, cached):
        verify(ensure_jars(settings))
    assert not left.exists()


def test_a_wrong_file_from_the_repository_never_gets_the_folders_name(cached: Path, tmp_path: Path) -> None:
    wrong = locked_jars()[3].file
    spoil = f"os.unlink(folder + '/{wrong}'); open(folder + '/{wrong}', 'w').write('not it')"
    settings = settings_for(tmp_path / "home", cache=tmp_path / "cache", maven_repository=NOWHERE)
    with maven(tmp_path, cached, then=spoil), pytest.raises(ServiceError, match=wrong) as refusal:
        ensure_jars(settings)
    assert refusal.value.code == ErrorCode.JAR_CHECKSUM_MISMATCH
    assert not jar_folder(settings).exists()


@contextmanager
def repository(cached: Path) -> Iterator[str]:
    """A Maven repository of the locked artifacts on the loopback interface; yields its URL."""
    places = {
        f"/base/{jar.group.replace('.', '/')}/{jar.artifact}/{jar.version}/{jar.file}": cached / jar.file
        for jar in locked_jars()
    }

    class Repository(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in places:
                self.send_error(404)
                return
            content = places[self.path].read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Repository)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/base/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("mvn", ["absent", "broken"])
def test_without_maven_the_pip_package_fetches_from_the_repository_that_is_set(
    cached: Path, tmp_path: Path, mvn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    if mvn == "broken":
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "mvn").write_text(f"#!{sys.executable}\nraise SystemExit(1)\n")
        (tmp_path / "bin" / "mvn").chmod(0o755)
    with repository(cached) as url:
        folder = ensure_jars(settings_for(tmp_path / "home", cache=tmp_path / "cache", maven_repository=url))
    verify(folder)
    assert [path.name for path in (tmp_path / "cache").iterdir() if path.is_dir()] == [folder.name]


def test_an_unreachable_repository_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    settings = settings_for(tmp_path / "home", cache=tmp_path / "cache", maven_repository=NOWHERE)
    with pytest.raises(ServiceError, match="GRAPH_SERVICE_MAVEN_REPOSITORY") as refusal:
        ensure_jars(settings)
    assert refusal.value.code == ErrorCode.JARS_UNAVAILABLE
