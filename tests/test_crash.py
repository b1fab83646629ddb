"""What a crash of this process leaves behind: its place, and no value that it held."""

import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "canary-0123456789"

CRASHES = {
    "an exception": "raise KeyError(number)",
    "one with a cause": "try:\n        int(number)\n    except ValueError as e:\n        raise KeyError(number) from e",
    "one while another is handled": "try:\n        int(number)\n    finally:\n        {}[number]",
    "a thread": "thread = threading.Thread(target=int, args=[number])\n    thread.start()\n    thread.join()",
    "a finalizer": "Falling.number = number\n    Falling()",
    "a fatal signal": "os.kill(os.getpid(), signal.SIGSEGV)",
}

PROGRAM = """
import os, signal, sys, threading
{prepared}
class Falling:
    def __del__(self):
        int(self.number)
def falls(number):
    {body}
falls(sys.stdin.read())
"""


def left(folder: Path, body: str, prepared: str) -> str:
    """What a program says and leaves when it falls; what it is about is in its memory alone."""
    text = PROGRAM.format(body=body, prepared=prepared)
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", text],
        check=False,
        input=CANARY,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": str(root)},
    )
    assert [path.name for path in folder.iterdir()] == []
    return done.stdout + done.stderr


@pytest.mark.parametrize("body", CRASHES.values(), ids=CRASHES.keys())
def test_it_says_where_and_no_value(tmp_path: Path, body: str) -> None:
    said = left(tmp_path, body, "from graph_service.crash import leave_no_values; leave_no_values()")
    assert "in falls" in said or "in run" in said or "in __del__" in said
    assert CANARY not in said


def test_without_that_it_would(tmp_path: Path) -> None:
    assert CANARY in left(tmp_path, CRASHES["an exception"], "")


def test_every_command_begins_with_that() -> None:
    """And what a command starts has no image of its memory written either."""
    text = """import sys, resource
from graph_service.cli import main
main()
print(resource.getrlimit(resource.RLIMIT_CORE), sys.excepthook.__module__)"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0) graph_service.crash\n"
