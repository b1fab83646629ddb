"""GraphiQL in a real browser: it asks for nothing outside, keeps nothing, and its queries are answered."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.access.tokens import Tokens
from graph_service.api.pages import Login, examples
from graph_service.graph.connection import Graph
from tests.api import node
from tests.api.serving import running

FOLDER = Path(__file__).parents[2] / "graph_service" / "api" / "static" / "graphiql"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = node.MISSING or (None if CHROMIUM else "needs Chromium, which is not installed (Debian: chromium)")


def test_the_page_names_no_file_outside_of_itself() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {"LICENSES.txt", "index.html", "page.css", "page.js"}
    page = (FOLDER / "index.html").read_text("utf-8")
    assert "http" not in page and "//" not in page
    style = (FOLDER / "page.css").read_text("utf-8")
    assert "@import" not in style and "@font-face" not in style
    assert "url(http" not in style and "url(//" not in style


def test_every_role_has_queries_to_start_from() -> None:
    assert {example.role for example in examples()} == {role.value for role in Role}
    assert all(example.title["en"] and example.title["zh"] for example in examples())


@pytest.mark.skipif(MISSING is not None, reason=MISSING or "")
def test_a_query_in_a_browser(graph: Graph, tmp_path: Path) -> None:
    tokens = Tokens(b"k" * 32)
    logins = tuple(
        Login(identity.role, {"en": identity.role.title(), "zh": "某人"}, tokens.issue(identity, timedelta(hours=1)))
        for identity in (Identity("a", Role.OFFICER, division="990121"), Identity("b", Role.AUDITOR))
    )
    with running(tmp_path, logins, graph=graph, request_deadline=100) as server:
        printed = node.script("page.mjs", str(CHROMIUM), f"{server.url}/graphiql/", str(tmp_path / "page.png"))
        seen = json.loads(printed)
    assert {urlsplit(url).netloc for url in seen["requests"] if not url.startswith("data:")} == {
        urlsplit(server.url).netloc
    }
    assert seen["complaints"] == []
    assert len(seen["tabs"]) == sum(example.role == Role.OFFICER for example in examples())
    assert len(seen["others"]) == sum(example.role == Role.AUDITOR for example in examples())
    assert json.loads(seen["result"]).keys() == {"data"}
    assert "Query" in seen["documented"]
    assert seen["kept"] == {"local": {}, "session": {}, "cookies": "", "databases": []}
