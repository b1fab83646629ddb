"""The audits that the GraphQL over HTTP specification's own test suite has; none may end with an error or a warning."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.serving import running

_AUDIT = Path(__file__).parent / "audit"
_FILES = ("package.json", "package-lock.json", "audit.mjs")

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and shutil.which("npm")), reason="the audits are an npm package: needs node and npm"
)


def installed() -> Path:
    """A folder with the audits and all that they need, made once for each lock and kept in the user's cache."""
    digest = hashlib.sha256(b"".join((_AUDIT / name).read_bytes() for name in _FILES)).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "graph-service"
    folder = cache / f"graphql-http-audit-{digest}"
    if not folder.exists():
        draft = folder.with_suffix(f".{os.getpid()}")
        draft.mkdir(parents=True)
        for name in _FILES:
            shutil.copy(_AUDIT / name, draft)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=draft, check=True, capture_output=True)
        draft.rename(folder)
    return folder


def test_no_error_and_no_warning(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        audits = subprocess.run(
            ["node", "audit.mjs", f"{server.url}/graphql", server.token],
            cwd=installed(),
            check=True,
            capture_output=True,
            text=True,
        )
    results = json.loads(audits.stdout)
    assert len(results) > 50
    assert [each for each in results if each["status"] != "ok"] == []
