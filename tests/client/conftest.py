"""The service that the clients speak to."""

from collections.abc import Iterator

import pytest

from graph_service.graph.connection import Graph
from tests.village_service import VillageService, village_service


@pytest.fixture(scope="module")
def village(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VillageService]:
    with village_service(module_graph, tmp_path_factory.mktemp("service")) as service:
        yield service
