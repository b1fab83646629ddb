"""A token says who asks only while the key, the algorithm, the time and the role's limits are right."""

import base64
import json
import stat
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from graph_service.access.identity import Identity, Role
from graph_service.access.tokens import Tokens, open_tokens
from graph_service.errors import ErrorCode, ServiceError
from tests.access.clock import Clock

OFFICER = Identity("officer-1", Role.OFFICER, division="990121")
LIAISON = Identity("liaison-1", Role.LIAISON, school="SC000001")
AUDITOR = Identity("auditor-1", Role.AUDITOR)
KEY = b"k" * 32
CANARY = "110101199003072316"


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture
def tokens(clock: Clock) -> Tokens:
    return Tokens(KEY, clock)


def signed(clock: Clock, key: bytes = KEY, **changes: object) -> str:
    claims = {"sub": "x", "role": "AUDITOR", "exp": int(clock()) + 60, **changes}
    return jwt.encode(
        {"alg": "HS256"}, {name: each for name, each in claims.items() if each is not None}, OctKey.import_key(key)
    )


def refused(verify: Callable[[], object]) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        verify()
    assert caught.value.code == ErrorCode.UNAUTHENTICATED
    return caught.value


@pytest.mark.parametrize("identity", [OFFICER, LIAISON, AUDITOR], ids=lambda each: each.role)
def test_round_trip(tokens: Tokens, identity: Identity) -> None:
    token = tokens.issue(identity, timedelta(hours=1))
    assert tokens.verify(token) == identity
    assert tokens.verify(token) == identity  # remembered


@pytest.mark.parametrize(("later", "valid"), [(59, True), (60, True), (89, True), (90, False), (3600, False)])
@pytest.mark.parametrize("seen_before", [True, False])
def test_expiry_with_skew(tokens: Tokens, clock: Clock, later: int, valid: bool, seen_before: bool) -> None:
    token = tokens.issue(AUDITOR, timedelta(seconds=60))
    if seen_before:
        tokens.verify(token)
    clock.seconds += later
    if valid:
        assert tokens.verify(token) == AUDITOR
    else:
        refused(lambda: tokens.verify(token))


def unsigned(algorithm: str) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': algorithm})}.{part({'sub': CANARY, 'role': 'AUDITOR', 'exp': 9_999_999_999})}."


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        CANARY,
        f"{CANARY}.{CANARY}.{CANARY}",
        "张.张.张",
        "\ud800",
        "a" * 100_000,
        base64.urlsafe_b64encode(b'{"alg":' + b"[" * 1400).decode() + ".e30.e30",
        unsigned("none"),
        unsigned("HS256"),
    ],
)
def test_what_is_no_token_is_refused_without_repeating_it(tokens: Tokens, token: str) -> None:
    error = refused(lambda: tokens.verify(token))
    assert CANARY not in str(error)
    assert error.__context__ is None or error.__suppress_context__


def test_another_key_or_algorithm_is_refused(tokens: Tokens, clock: Clock) -> None:
    refused(lambda: tokens.verify(signed(clock, b"other" * 8)))
    claims = {"sub": "x", "role": "AUDITOR", "exp": int(clock()) + 60}
    refused(lambda: tokens.verify(jwt.encode({"alg": "HS512"}, claims, OctKey.import_key(KEY), algorithms=["HS512"])))
    refused(lambda: tokens.verify(jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048))))
    assert tokens.verify(signed(clock)).role == Role.AUDITOR


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"role": None},
        {"role": "ADMIN"},
        {"role": ["AUDITOR"]},
        {"exp": "soon"},
        {"role": "OFFICER"},
        {"role": "OFFICER", "division": ""},
        {"role": "OFFICER", "division": 990121},
        {"role": "OFFICER", "division": "990121", "school": "SC1"},
        {"role": "LIAISON", "division": "990121"},
        {"division": "990121"},
    ],
)
def test_claims_that_do_not_fit_are_refused(tokens: Tokens, clock: Clock, changes: dict[str, object]) -> None:
    refused(lambda: tokens.verify(signed(clock, **changes)))


@pytest.mark.parametrize(
    "identity",
    [
        Identity("x", Role.OFFICER),
        Identity("x", Role.LIAISON, division="99"),
        Identity("x", Role.AUDITOR, school="SC1"),
        Identity("", Role.AUDITOR),
    ],
)
def test_a_role_without_its_limit_gets_no_token(tokens: Tokens, identity: Identity) -> None:
    with pytest.raises(ServiceError) as caught:
        tokens.issue(identity, timedelta(hours=1))
    assert caught.value.code == ErrorCode.ARGUMENT_INVALID


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    opened: list[Tokens] = []
    threads = [threading.Thread(target=lambda: opened.append(open_tokens(home))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    token = opened[0].issue(AUDITOR, timedelta(hours=1))
    assert all(each.verify(token) == AUDITOR for each in opened)
    assert [path.name for path in home.iterdir()] == ["token.key"]
    assert stat.S_IMODE((home / "token.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("spoil", ["readable", "short", "text"])
def test_a_key_that_cannot_be_trusted_is_refused(tmp_path: Path, spoil: str) -> None:
    open_tokens(tmp_path)
    key = tmp_path / "token.key"
    if spoil == "readable":
        key.chmod(0o644)
    else:
        key.write_text("00" if spoil == "short" else "no hexadecimal digits")
    with pytest.raises(ServiceError) as caught:
        open_tokens(tmp_path)
    assert caught.value.code == ErrorCode.TOKEN_KEY_UNUSABLE
