"""What tests need from npm, installed once and kept in the user's cache."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from graph_service.graph.jars import one_at_a_time

_SOURCE = Path(__file__).parent / "npm"

MISSING = None if shutil.which("node") and shutil.which("npm") else "needs node and npm, which are not installed"
"""Why such tests must be skipped; None when they need not."""


def script(name: str, *arguments: str) -> str:
    """What one of the scripts in `npm/` prints.

    Args:
        name: its file name.
        arguments: passed on to it.
    """
    run = subprocess.run(["node", name, *arguments], cwd=_installed(), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def _installed() -> Path:
    """A folder with the scripts and all that they need, one for each of their versions."""
    files = sorted(path for path in _SOURCE.iterdir() if path.is_file())
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "graph-service" / f"npm-{digest}"
    with one_at_a_time(folder):
        if not folder.exists():
            draft = folder.with_name(f"{folder.name}.{os.getpid()}")
            draft.mkdir()
            for path in files:
                shutil.copy(path, draft)
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=draft, check=True, capture_output=True)
            draft.rename(folder)
    return folder
