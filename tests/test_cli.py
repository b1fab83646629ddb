"""The command line as a script meets it: one home, the village imported, everything asked in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

VILLAGE = Path(__file__).parents[1] / "seed" / "village"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    for delivery in (VILLAGE, VILLAGE / "later"):
        done = command(folder, "import", str(delivery), "--json")
        assert done.returncode == 0, done.stderr
        assert sum(file["quarantined"] for file in json.loads(done.stdout)["files"]) == 0
    return folder


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from graph_service.cli import app; app()"
    settings = {"GRAPH_SERVICE_HOME": str(home), "GRAPH_SERVICE_HEAP": "512m", "GRAPH_SERVICE_MINIMUM_FREE_DISK": "64"}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **settings},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_json_lines_hold_the_children_without_effective_guardianship_and_are_kept(home: Path) -> None:
    done = command(home, "assess", "--as-of", "2026-11-01", "--format", "jsonl", "--store")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found
    assert {child["grade"] for child in found} == {"ABSENT", "NONE", "UNKNOWN"}
    assert all(child["effective"] is False and child["legalBasis"] for child in found)
    again = command(home, "assess", "--as-of", "2026-11-01", "--format", "csv", "--all")
    assert len(again.stdout.splitlines()) > len(found) + 1


def test_errors_have_a_code_a_remedy_and_exit_code_1(home: Path) -> None:
    for arguments, code in (
        (("assess", "--as-of", "yesterday", "--format", "jsonl"), "DATE_INVALID"),
        (("assess", "--division", "12x", "--format", "jsonl"), "DIVISION_INVALID"),
        (("assess", "--child", "NOBODY", "--format", "jsonl"), "CHILD_NOT_FOUND"),
        (("import", "no-such-folder", "--json"), "FEED_FOLDER_INVALID"),
    ):
        done = command(home, *arguments)
        assert done.returncode == 1
        problem = json.loads(done.stderr.strip().splitlines()[-1])["error"]
        assert problem["code"] == code
        assert problem["remedy"]
        assert "NOBODY" not in done.stderr
