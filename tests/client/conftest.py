"""The service that the clients speak to, one for all of them."""

from collections.abc import Iterator

import pytest

from graph_service.graph.connection import Graph
from tests.conftest import wipe
from tests.service_at_work import ServiceAtWork, village_service


@pytest.fixture(scope="package")
def village(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceAtWork]:
    wipe(graph)
    with village_service(graph, tmp_path_factory.mktemp("service")) as service:
        yield service
