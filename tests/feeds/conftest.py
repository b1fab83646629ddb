"""Where the run's database answers, for tests that connect from another process."""

import pytest

from graph_service.config import Settings
from graph_service.graph import embedded
from graph_service.graph.connection import Graph


@pytest.fixture
def address(graph: Graph, settings: Settings) -> tuple[str, str, str]:
    """URI, user and password."""
    if settings.neo4j_uri and settings.neo4j_password:
        return settings.neo4j_uri, settings.neo4j_username, settings.neo4j_password.get_secret_value()
    running = embedded.running(settings)
    assert running
    return running.uri, embedded.USER, running.password
