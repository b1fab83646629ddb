"""The audits that the GraphQL over HTTP specification's own test suite has; none may end with an error or a warning."""

import json
from pathlib import Path

import pytest

from graph_service.graph.connection import Graph
from tests.api import node
from tests.api.serving import running


@pytest.mark.skipif(node.MISSING is not None, reason=node.MISSING or "")
def test_no_error_and_no_warning(graph: Graph, tmp_path: Path) -> None:
    at_once = {"requests_waiting": 100, "requests_of_one": 100}
    with running(tmp_path, graph=graph, **at_once) as server:
        results = json.loads(node.script("audit.mjs", f"{server.url}/graphql", server.token))
    assert len(results) > 50
    assert [each for each in results if each["status"] != "ok"] == []
