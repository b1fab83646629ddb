"""The doctor finds what is wrong, says what to do and never tells a secret."""

from pathlib import Path

import pytest

from graph_service.config import Settings, load_settings
from graph_service.doctor import Check, checks
from graph_service.graph import embedded
from graph_service.graph.connection import Graph
from graph_service.sealing import key_file
from tests.conftest import settings_for


def named(found: list[Check]) -> dict[str, Check]:
    assert all(bool(check.remedy) == (check.status != "ok") for check in found)
    return {check.name: check for check in found}


def test_a_healthy_installation(graph: Graph, settings: Settings) -> None:
    found = named(checks(settings))
    assert {check.status for check in found.values()} == {"ok"}
    assert {
        "python",
        "packages",
        "java",
        "jars",
        "settings",
        "home",
        "keys",
        "disk",
        "memory",
        "database",
    } == found.keys()
    assert found["database"].what == "Neo4j 2026.08.1, embedded, running; migrations to apply: 0."
    assert "2026.08.1" in found["jars"].what


def test_an_external_database_needs_neither_java_nor_jars(graph: Graph, settings: Settings, tmp_path: Path) -> None:
    address = embedded.running(settings)
    assert address
    external = settings_for(tmp_path / "home", neo4j_uri=address.uri, neo4j_password=address.password)
    found = named(checks(external))
    assert found["database"].what.startswith("Neo4j 2026.08.1, external, reachable")
    assert "jars" not in found
    assert found["keys"].status == "problem" and "graph-service keys new" in found["keys"].remedy
    key_file(external).make()
    assert named(checks(external))["keys"].status == "ok"


def test_an_external_database_that_is_not_there_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    nowhere = settings_for(
        tmp_path / "home", neo4j_uri="bolt://127.0.0.1:9", neo4j_password="secret-word", transaction_timeout=1
    )
    database = named(checks(nowhere))["database"]
    assert database.status == "problem"
    assert "secret-word" not in str(database)


def test_a_full_disk_and_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = named(checks(settings_for(tmp_path / "file" / "home", minimum_free_disk=10**9)))
    assert found["home"].status == found["disk"].status == "problem"
    assert found["database"].status == "warning"  # not looked at


def test_jars_that_are_not_complete(tmp_path: Path) -> None:
    (tmp_path / "jars").mkdir()
    jars = named(checks(settings_for(tmp_path / "home", jars=tmp_path / "jars")))["jars"]
    assert jars.status == "problem"
    assert "GRAPH_SERVICE_JARS" in jars.remedy


def test_more_memory_than_the_machine_has(tmp_path: Path) -> None:
    found = named(checks(settings_for(tmp_path / "home", heap="900g", jars=tmp_path)))
    assert found["memory"].status == "warning"


def test_settings_are_named_and_secrets_are_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "graph-service.toml"
    file.write_text('neo4j_password = "secret-word"\n')
    file.chmod(0o644)
    monkeypatch.setenv("GRAPH_SERVICE_CONFIG", str(file))
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GRAPH_SERVICE_JARS", str(tmp_path))
    told = checks(load_settings())
    assert named(told)["settings"].status == "warning"
    assert "chmod 600" in named(told)["settings"].remedy
    file.chmod(0o600)
    told += checks(load_settings())
    assert "GRAPH_SERVICE_HOME" in told[-1].what or any("GRAPH_SERVICE_HOME" in check.what for check in told)
    assert "secret-word" not in str(told)
