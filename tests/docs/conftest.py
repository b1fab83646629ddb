"""The service that the documentation speaks of."""

from collections.abc import Iterator

import pytest

from graph_service.graph.connection import Graph
from tests.service_at_work import ServiceAtWork, village_service


@pytest.fixture(scope="module")
def village(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceAtWork]:
    with village_service(module_graph, tmp_path_factory.mktemp("service")) as service:
        yield service
