"""Tokens of an OpenID Connect issuer: what is accepted, what is refused, and how keys change."""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey

from graph_service.access.identity import Identity, Role
from graph_service.access.issuer import Issuer, PublishedKeys, verifier
from graph_service.access.tokens import KeyUnknown
from graph_service.errors import ErrorCode, ServiceError
from tests.access.clock import Clock
from tests.conftest import settings_for

ISSUER, AUDIENCE = "https://login.example/realm", "graph-service"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
NOW = 1_800_000_000
CANARY = "110101199003072316"

RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
NEWER = ECKey.generate_key("P-256", {"kid": "newer", "use": "sig"})

CLAIMS: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "officer-1",
    "role": "OFFICER",
    "division": "990121",
    "iat": NOW - 10,
    "exp": NOW + 600,
}


def published(*keys: Any) -> bytes:
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


@pytest.fixture
def clock() -> Clock:
    return Clock(0.0)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys.json"
    file.write_bytes(published(RSA, EC, ED))
    return file


@pytest.fixture
def issuer(key_file: Path, clock: Clock) -> Issuer:
    keys = PublishedKeys(str(key_file), clock)
    return Issuer(keys, ISSUER, AUDIENCE, ALGORITHMS, skew=30, now=lambda: NOW + clock.seconds)


def token(key: Any = RSA, algorithm: str = "RS256", header: Mapping[str, Any] | None = None, **changes: Any) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    given = {"alg": algorithm, "kid": key.kid, **(header or {})}
    return jwt.encode({name: each for name, each in given.items() if each}, claims, key, algorithms=[algorithm])


def by_hand(header: Mapping[str, Any], claims: Mapping[str, Any] = CLAIMS, signature: bytes = b"") -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def refused(verify: Callable[[], object]) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        verify()
    assert caught.value.code == ErrorCode.UNAUTHENTICATED
    assert CANARY not in str(caught.value)
    return caught.value


def confused() -> str:
    """Signed with HMAC, by the text of the public key, which everybody knows."""
    pem = RSA.as_pem(private=False)
    return jwt.encode({"alg": "HS256", "kid": "rsa"}, dict(CLAIMS), OctKey.import_key(base64.urlsafe_b64encode(pem)))


def critical() -> str:
    """A right signature under a header that must be understood and isn't; no library would sign it."""
    signed = by_hand({"alg": "RS256", "kid": "rsa", "crit": ["exotic"], "exotic": 1}).rstrip(".")
    signature = RSA.private_key.sign(signed.encode(), PKCS1v15(), SHA256())
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def own_key_inside() -> str:
    return token(OTHER, header={"jwk": OTHER.as_dict(private=False)})


ACCEPTED: Mapping[str, Callable[[], str]] = {
    "RS256": token,
    "PS256": lambda: token(algorithm="PS256"),
    "ES256": lambda: token(EC, "ES256"),
    "EdDSA": lambda: token(ED, "EdDSA"),
    "one audience of several": lambda: token(aud=["another", AUDIENCE]),
    "expired within the skew": lambda: token(exp=NOW - 29),
    "begins within the skew": lambda: token(nbf=NOW + 29),
    "a claim that nobody asks for": lambda: token(email="x@example.invalid"),
}

REFUSED: Mapping[str, Callable[[], str]] = {
    "none": lambda: by_hand({"alg": "none", "kid": "rsa"}),
    "None in another case": lambda: by_hand({"alg": "nOnE", "kid": "rsa"}),
    "no algorithm": lambda: by_hand({"kid": "rsa"}),
    "unsigned, but says RS256": lambda: by_hand({"alg": "RS256", "kid": "rsa"}),
    "HMAC with the public key": confused,
    "HMAC with nothing": lambda: by_hand({"alg": "HS256", "kid": "rsa"}),
    "an algorithm that is not allowed": lambda: token(algorithm="RS384"),
    "an algorithm of another kind of key": lambda: by_hand({"alg": "ES256", "kid": "rsa"}, signature=b"0" * 64),
    "another key with the same id": lambda: token(OTHER),
    "a key that the token brings along": own_key_inside,
    "a key that the token has fetched": lambda: token(OTHER, header={"jku": "https://elsewhere.example/keys"}),
    "a critical header that nobody knows": critical,
    "expired": lambda: token(exp=NOW - 31),
    "never expires": lambda: token(exp=None),
    "expires in words": lambda: token(exp="soon"),
    "not yet": lambda: token(nbf=NOW + 31),
    "issued in the future": lambda: token(iat=NOW + 3600),
    "another issuer": lambda: token(iss="https://login.example/other"),
    "an issuer that begins alike": lambda: token(iss=ISSUER + "/"),
    "no issuer": lambda: token(iss=None),
    "another audience": lambda: token(aud="another"),
    "other audiences": lambda: token(aud=["another", "graph-service-2"]),
    "no audience": lambda: token(aud=None),
    "no subject": lambda: token(sub=None),
    "an empty subject": lambda: token(sub=""),
    "no role": lambda: token(role=None),
    "an unknown role": lambda: token(role="EMPEROR"),
    "no limit": lambda: token(division=None),
    "an empty limit": lambda: token(division=""),
    "a limit of another kind": lambda: token(division=990121),
    "the limit of another role": lambda: token(division=None, school="S1"),
    "oversized": lambda: token(padding="x" * 10_000),
    "encrypted": lambda: by_hand({"alg": "RSA-OAEP", "enc": "A256GCM"}) + ".e30.e30",
    "one part": lambda: CANARY,
    "nothing": lambda: "",
    "cut": lambda: token()[:-4],
    "longer": lambda: token() + "A",
    "not a map": lambda: ".".join(["W10", "W10", "W10"]),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(issuer: Issuer, case: str) -> None:
    assert issuer.verify(ACCEPTED[case]()) == Identity("officer-1", Role.OFFICER, division="990121")


@pytest.mark.parametrize("case", REFUSED)
def test_refused(issuer: Issuer, case: str) -> None:
    refused(lambda: issuer.verify(REFUSED[case]()))


def test_every_change_of_a_token_is_refused(issuer: Issuer) -> None:
    """One character at a time; those whose last bits say nothing are the only other way to write the same token."""
    good = token(EC, "ES256")
    for place in range(len(good) - 1):
        for other in ("A", "z", "."):
            if good[place] != other:
                changed = good[:place] + other + good[place + 1 :]
                same = place + 1 == len(good) or good[place + 1] == "."
                if not same:
                    refused(lambda changed=changed: issuer.verify(changed))


def test_keys_change(issuer: Issuer, key_file: Path, clock: Clock) -> None:
    old, new = token(), token(NEWER, "ES256")
    assert issuer.verify(old)
    assert isinstance(refused(lambda: issuer.verify(new)), KeyUnknown)
    key_file.write_bytes(published(NEWER))
    issuer.refresh()
    assert isinstance(refused(lambda: issuer.verify(new)), KeyUnknown), "looked up again within 30 seconds"
    clock.seconds = 30
    issuer.refresh()
    assert issuer.verify(new)
    refused(lambda: issuer.verify(old))  # remembered before, but its key is gone
    assert not issuer.is_due
    clock.seconds = 630
    assert issuer.is_due


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b'{"keys": []}', b"\xff"])
def test_keys_stay_when_there_are_none_to_be_had(issuer: Issuer, key_file: Path, clock: Clock, said: bytes) -> None:
    key_file.write_bytes(said)
    clock.seconds = 60
    issuer.refresh()
    assert issuer.verify(token())
    key_file.unlink()
    clock.seconds = 120
    issuer.refresh()
    assert issuer.verify(token())


def private(key: Any) -> bytes:
    return json.dumps({"keys": [key.as_dict(private=True)]}).encode()


@pytest.mark.parametrize(
    "said",
    [
        published(RSAKey.generate_key(1024, {"kid": "weak"})),
        published(ECKey.generate_key("secp256k1", {"kid": "odd"})),
        json.dumps({"keys": [OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True)]}).encode(),
        private(RSA),
        private(ED),
        published(RSAKey.generate_key(2048, {"kid": "e", "use": "enc"})),
        b'{"keys": [{"kty": "new"}]}',
        b"no JSON",
    ],
    ids=["short RSA", "odd curve", "secret", "private RSA", "private Ed25519", "encryption", "unknown kind", "no JSON"],
)
def test_weak_keys_are_refused_at_the_start(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "keys").write_bytes(said)
    with pytest.raises(ServiceError) as caught:
        PublishedKeys(str(tmp_path / "keys"))
    assert caught.value.code == ErrorCode.ISSUER_UNUSABLE


class Published(BaseHTTPRequestHandler):
    """An issuer that publishes its keys, and elsewhere answers in ways that must not be followed."""

    def do_GET(self) -> None:
        body = published(RSA)
        status = {"/keys": 200, "/moved": 302, "/gone": 404, "/large": 200}[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("location", "/keys")
        self.end_headers()
        self.wfile.write(body + b" " * (300_000 if self.path == "/large" else 0))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Published)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_keys_by_address(address: str) -> None:
    assert {key.kid for key in PublishedKeys(f"{address}/keys").current} == {"rsa"}


@pytest.mark.parametrize("place", ["/moved", "/gone", "/large"])
def test_what_is_no_plain_answer_has_no_keys(address: str, place: str) -> None:
    with pytest.raises(ServiceError) as caught:
        PublishedKeys(address + place)
    assert caught.value.code == ErrorCode.ISSUER_UNUSABLE


@pytest.mark.parametrize("place", ["http://login.example/keys", "ftp://127.0.0.1/keys", "https://", "file:///keys"])
def test_keys_come_over_tls_or_from_this_machine(place: str) -> None:
    with pytest.raises(ServiceError) as caught:
        PublishedKeys(place)
    assert caught.value.code == ErrorCode.ISSUER_UNUSABLE


def test_the_verifier_of_the_settings(tmp_path: Path, key_file: Path) -> None:
    settings = settings_for(tmp_path, issuer=ISSUER, audience=AUDIENCE, issuer_keys=str(key_file))
    found = verifier(settings)
    refused(lambda: found.verify(token(exp=1)))
    far = 4_000_000_000
    assert found.verify(token(exp=far, iat=None)).role == Role.OFFICER
    assert found.remaining(token(exp=far, iat=None)) > 0


def test_the_key_set_of_a_library_is_readable() -> None:
    """Written by hand above; this is what joserfc itself publishes."""
    assert json.loads(published(RSA, EC))["keys"] == KeySet([RSA, EC]).as_dict(private=False)["keys"]
