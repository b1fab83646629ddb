"""The service does not start where others could walk in or read along, and says what to set."""

from pathlib import Path

import pytest

from graph_service.access.issuer import verifier
from graph_service.access.starting import refuse_insecure
from graph_service.config import load_settings
from graph_service.errors import ErrorCode, ServiceError
from tests.conftest import settings_for

ISSUER = {"issuer": "https://login.example", "audience": "graph-service", "issuer_keys": "keys.json"}
DEVELOPMENT = {"issuer": "development"}
PROXY = {"tls_proxy": True}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a certificate and two keys, one of which everybody can read."""
    monkeypatch.chdir(tmp_path)
    for name, mode in (("chain.pem", 0o644), ("key.pem", 0o600), ("open.pem", 0o644)):
        (tmp_path / name).write_text("-")
        (tmp_path / name).chmod(mode)
    return tmp_path


SECURE = [
    DEVELOPMENT,
    DEVELOPMENT | {"host": "::1"},
    ISSUER,
    ISSUER | PROXY,
    ISSUER | PROXY | {"host": "0.0.0.0"},
    ISSUER | {"host": "192.0.2.7", "tls_certificate": "chain.pem", "tls_key": "key.pem"},
]

INSECURE = [
    (DEVELOPMENT | {"host": "0.0.0.0"}, "GRAPH_SERVICE_ISSUER"),
    (DEVELOPMENT | {"host": "0.0.0.0"} | PROXY, "GRAPH_SERVICE_ISSUER"),
    (DEVELOPMENT | PROXY, "GRAPH_SERVICE_ISSUER"),
    (DEVELOPMENT | {"host": "127.0.0.1.example"}, "GRAPH_SERVICE_ISSUER"),
    (ISSUER | {"host": "0.0.0.0"}, "GRAPH_SERVICE_TLS_CERTIFICATE"),
    (ISSUER | {"host": "::"}, "GRAPH_SERVICE_TLS_CERTIFICATE"),
    (ISSUER | {"tls_certificate": "chain.pem"}, "GRAPH_SERVICE_TLS_KEY"),
    (ISSUER | {"tls_key": "key.pem"}, "GRAPH_SERVICE_TLS_CERTIFICATE"),
    (ISSUER | {"host": "::", "tls_certificate": "chain.pem", "tls_key": "open.pem"}, "chmod 600"),
    (ISSUER | {"host": "::", "tls_certificate": "chain.pem", "tls_key": "none.pem"}, "chmod 600"),
]


@pytest.mark.parametrize("changes", SECURE)
def test_it_starts(files: Path, changes: dict[str, object]) -> None:
    refuse_insecure(settings_for(files, **changes))


@pytest.mark.parametrize(("changes", "remedy"), INSECURE)
def test_it_does_not_start(files: Path, changes: dict[str, object], remedy: str) -> None:
    with pytest.raises(ServiceError) as caught:
        refuse_insecure(settings_for(files, **changes))
    assert caught.value.code == ErrorCode.START_INSECURE
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("missing", ["issuer", "audience", "issuer_keys"])
def test_somebody_must_vouch_for_those_who_ask(files: Path, missing: str) -> None:
    with pytest.raises(ServiceError) as caught:
        verifier(settings_for(files, **{**ISSUER, missing: None}))
    assert caught.value.code == ErrorCode.START_INSECURE
    assert "GRAPH_SERVICE_ISSUER=development" in caught.value.remedy


def test_a_settings_file_with_a_password_is_its_owners_alone(files: Path) -> None:
    settings = files / "graph-service.toml"
    settings.write_text('neo4j_password = "x"\n')
    settings.chmod(0o644)
    with pytest.raises(ServiceError) as caught:
        refuse_insecure(settings_for(files, **DEVELOPMENT))
    assert caught.value.code == ErrorCode.START_INSECURE
    settings.chmod(0o600)
    refuse_insecure(settings_for(files, **DEVELOPMENT))


@pytest.mark.parametrize("algorithms", ["", "none", "RS256 HS256", "HS512", "rs256"])
def test_algorithms_that_anybody_could_sign_with_cannot_be_set(
    monkeypatch: pytest.MonkeyPatch, algorithms: str
) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_TOKEN_ALGORITHMS", algorithms)
    with pytest.raises(ServiceError) as caught:
        load_settings()
    assert caught.value.code == ErrorCode.SETTINGS_INVALID


@pytest.mark.parametrize("origin", ["service.example", "https://service.example/", "https://x@service.example", "*"])
def test_an_origin_is_no_address(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_ORIGINS", origin)
    with pytest.raises(ServiceError) as caught:
        load_settings()
    assert caught.value.code == ErrorCode.SETTINGS_INVALID


def test_several_values_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_ORIGINS", "https://a.example, https://b.example:8443")
    assert load_settings().origins == ("https://a.example", "https://b.example:8443")
