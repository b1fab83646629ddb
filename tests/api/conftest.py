"""The data that the proofs of the API ask about: imported once for all modules that only read it."""

import pytest

from graph_service.graph.connection import Graph
from tests.api.asking import Asking
from tests.api.county import is_there, load

_loaded: list[Asking] = []


@pytest.fixture(scope="module")
def asking(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Both sides over the data; imported anew only when another module has emptied the graph since."""
    if not (_loaded and _loaded[0].county.graph is graph and is_there(_loaded[0].county)):
        _loaded[:] = [Asking(load(graph, tmp_path_factory.mktemp("county") / "feeds"))]
    return _loaded[0]
