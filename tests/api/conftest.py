"""The data that the proofs of the API ask about: imported once for all modules that only read it."""

from pathlib import Path

import pytest

from graph_service.graph.connection import Graph
from tests.api.asking import Asking
from tests.api.county import is_there, load

_loaded: list[Asking] = []
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The modules that ask about the same data run one after the other: importing it takes a minute."""
    places = [place for place, item in enumerate(items) if item.path.is_relative_to(_HERE)]
    ours = sorted(
        (items[place] for place in places), key=lambda item: "asking" not in getattr(item, "fixturenames", ())
    )
    for place, item in zip(places, ours, strict=True):
        items[place] = item


@pytest.fixture(scope="module")
def asking(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Both sides over the data; imported anew only when another module has emptied the graph since."""
    if not (_loaded and _loaded[0].county.graph is graph and is_there(_loaded[0].county)):
        _loaded[:] = [Asking(load(graph, tmp_path_factory.mktemp("county") / "feeds"))]
    return _loaded[0]
