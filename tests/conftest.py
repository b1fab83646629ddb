"""One embedded server for the whole run, on a home of its own; the jars come from the user's cache."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from graph_service.config import Settings
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.migrations import migrate
from graph_service.graph.statements import statement
from graph_service.sealing import key_file

QUICK_TO_START = "-XX:TieredStopAtLevel=1"
"""For servers that live for less than a minute: Java's better compiler costs them a third of their time."""
os.environ["GRAPH_SERVICE_JAVA_OPTIONS"] = QUICK_TO_START  # of those that commands start

# A machine that is busy with something else is no failure.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


LONGEST = (
    "county",
    "tests/test_cli.py",
    "tests/graph/test_embedded.py",
    "tests/feeds/test_bulk.py",
    "tests/subjects/test_wiping.py",
    "tests/docs/test_tour.py",
    "tests/feeds/test_importing.py",
    "tests/guardianship/test_examples.py",
    "tests/client",
    "tests/api/test_serving.py",
)
"""What takes longest comes first, so that no process waits for another one at the end."""


class ByData(LoadScopeScheduling):
    """What shares data runs in one process: the tests of a module, of the clients, and of the API's county."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if _asks_about_the_county(module):
            return "county"
        return "tests/client" if module.startswith("tests/client/") else module

    def _assign_work_unit(self, node: WorkerController) -> None:
        for scope in reversed(LONGEST):
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)


@cache
def _asks_about_the_county(module: str) -> bool:
    return "asking: Asking" in (Path(__file__).parent.parent / module).read_text("utf-8")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByData:
    return ByData(config, log)


def settings_for(home: Path, **changes: object) -> Settings:
    """Small settings for a home of their own; the variables of the developer's shell do not count."""
    return Settings.model_validate(
        {
            "home": home,
            "heap": "768m",
            "page_cache": "128m",
            "minimum_free_disk": 64,
            "neo4j_uri": None,
            "bolt_port": 0,
            "java_options": QUICK_TO_START,
            # Data come and go all the time; planning anew after each change took a third of the run.
            "replan_interval": 3600,
            **changes,
        }
    )


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the run's own home; its database is the one that GRAPH_SERVICE_TEST_NEO4J_URI names, if it is set."""
    elsewhere = {
        "neo4j_uri": os.environ.get("GRAPH_SERVICE_TEST_NEO4J_URI"),
        "neo4j_password": os.environ.get("GRAPH_SERVICE_TEST_NEO4J_PASSWORD"),
    }
    return settings_for(tmp_path_factory.mktemp("home"), java_options="", **elsewhere)


@pytest.fixture(scope="session")
def graph(settings: Settings) -> Iterator[Graph]:
    """The migrated database of the run; whoever writes to it uses `empty_graph` or cleans up."""
    key_file(settings).make()  # those of an external database do not make themselves
    with open_graph(settings) as opened:
        migrate(opened)
        yield opened


def wipe(graph: Graph) -> None:
    """Removes all nodes and relationships; schema and record of migrations stay."""
    statement_ = statement("commands/wipe")
    while graph.write(statement_, batch=5000)[0]["deleted"]:
        pass


@pytest.fixture(scope="module")
def module_graph(graph: Graph) -> Graph:
    """The same database, emptied once for all tests of a module."""
    wipe(graph)
    return graph


@pytest.fixture
def empty_graph(graph: Graph) -> Graph:
    """The same database without nodes and relationships, schema and record of migrations excepted."""
    wipe(graph)
    return graph
