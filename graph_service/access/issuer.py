"""Tokens of an OpenID Connect issuer, by the keys that it publishes.

Only asymmetric signatures, of algorithms that are allowed here: what the token's header says of keys (`jwk`, `jku`,
`x5u`) or algorithms decides nothing.

Sources: OpenID Connect Core 1.0; RFC 7517 (JSON Web Key); RFC 8725 (JSON Web Token Best Current Practices).
"""

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
import structlog
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from graph_service.access.tokens import KeyUnknown, Verifier, open_tokens
from graph_service.config import DEVELOPMENT, LOOPBACK, Settings
from graph_service.errors import ErrorCode, ServiceError

_SHORTEST_RSA = 2048
_CURVES: Final = frozenset({"P-256", "P-384", "P-521", "Ed25519", "Ed448"})
_MOST_BYTES = 262_144
_FETCH_SECONDS = 5.0
_AT_MOST_EVERY = 30.0
"""Seconds between two looks for keys, however many tokens name one that is not known."""
_AT_LEAST_EVERY = 600.0
"""Seconds after which a key that the issuer has withdrawn is no longer trusted, if the issuer answers."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("graph_service.access")


class PublishedKeys:
    """The keys of an issuer, looked up again now and then; may be used from several threads.

    Args:
        place: `https:` address of the JSON Web Key Set (`http:` of this machine alone), or the path of a file.
        clock: seconds that only go forward.

    Raises:
        ServiceError: ISSUER_UNUSABLE.

    Attributes:
        current: the keys found last.
    """

    def __init__(self, place: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._place = place
        self._clock = clock
        self._looking = threading.Lock()
        self._looked = clock()
        self._said, self.current = self._found()

    @property
    def is_due(self) -> bool:
        """Whether the keys are old enough to be looked up again."""
        return self._clock() - self._looked >= _AT_LEAST_EVERY

    def refresh(self) -> None:
        """Looks the keys up, unless that was done just now; the ones before stay when it fails."""
        with self._looking:
            if self._clock() - self._looked < _AT_MOST_EVERY:
                return
            self._looked = self._clock()
            try:
                said, found = self._found()
            except ServiceError as error:
                _log.warning("keys not renewed", code=error.code)
                return
            if said != self._said:
                self._said, self.current = said, found

    def _found(self) -> tuple[bytes, KeySet]:
        try:
            said = _fetched(self._place) if "://" in self._place else Path(self._place).read_bytes()
            return said, key_set(said)
        except (OSError, ValueError, TypeError, KeyError, JoseError, http.client.HTTPException):
            raise ServiceError(
                ErrorCode.ISSUER_UNUSABLE,
                "The keys of the issuer of tokens cannot be had, or there is none that is strong enough.",
                "Check GRAPH_SERVICE_ISSUER_KEYS: a JSON Web Key Set with RSA keys of 2048 bits or more, or keys on "
                "the curves P-256, P-384, P-521, Ed25519 or Ed448.",
            ) from None


class Issuer(Verifier):
    """Verifies what an OpenID Connect issuer has signed for this service.

    Args:
        keys: its keys.
        issuer: what `iss` must say.
        audience: what `aud` must say, or have among others.
        algorithms: those that are allowed.
        skew: seconds by which clocks may differ.
        now: seconds since 1970.
    """

    def __init__(
        self,
        keys: PublishedKeys,
        issuer: str,
        audience: str,
        algorithms: Sequence[str],
        skew: int,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(now, skew, {"iss": issuer, "aud": audience})
        self._published = keys
        self._algorithms = list(algorithms)

    @property
    def is_due(self) -> bool:
        return self._published.is_due

    def refresh(self) -> None:
        self._published.refresh()

    @property
    def _keys(self) -> object:
        return self._published.current

    def _signed(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self._published.current, algorithms=self._algorithms).claims
        except InvalidKeyIdError:
            raise KeyUnknown from None


def key_set(said: bytes) -> KeySet:
    """The keys for signatures in a JSON Web Key Set; those for anything else are left out.

    Raises:
        ValueError: it is none, a key in it is weak or secret, or there is none for signatures.
        TypeError, KeyError, JoseError: it is none.
    """
    value = orjson.loads(said)
    keys = [key for key in KeySet.import_key_set(value) if key.get("use") in {None, "sig"}]
    if not keys or not all(_is_strong(key) for key in keys):
        raise ValueError
    return KeySet(keys)


def verifier(settings: Settings) -> Verifier:
    """Who vouches for those who ask, by the settings.

    Raises:
        ServiceError: ISSUER_UNUSABLE, TOKEN_KEY_UNUSABLE, START_INSECURE.
    """
    if settings.issuer == DEVELOPMENT:
        return open_tokens(settings.home)
    if not (settings.issuer and settings.audience and settings.issuer_keys):
        raise ServiceError(
            ErrorCode.START_INSECURE,
            "Nobody is named who says who asks.",
            "Set GRAPH_SERVICE_ISSUER, GRAPH_SERVICE_AUDIENCE and GRAPH_SERVICE_ISSUER_KEYS to those of your OpenID "
            "Connect issuer; to try the service on this machine alone, GRAPH_SERVICE_ISSUER=development.",
        )
    keys = PublishedKeys(settings.issuer_keys)
    return Issuer(keys, settings.issuer, settings.audience, settings.token_algorithms, settings.clock_skew)


def _is_strong(key: object) -> bool:
    """Whether a public key can be relied on; a secret in a published set has been told to everybody."""
    match key:
        case RSAKey():
            return not key.is_private and key.public_key.key_size >= _SHORTEST_RSA
        case ECKey() | OKPKey():
            return not key.is_private and key.curve_name in _CURVES
        case _:
            return False


def _fetched(address: str) -> bytes:
    """What is there, without following anybody elsewhere.

    Raises:
        ValueError: the address is not one that can be trusted, or the answer is none.
        OSError, HTTPException: it was not reached.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, parts.port, timeout=_FETCH_SECONDS, context=context)
    elif parts.scheme == "http" and host in LOOPBACK:
        connection = http.client.HTTPConnection(host, parts.port, timeout=_FETCH_SECONDS)
    else:
        raise ValueError
    try:
        connection.request("GET", f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}")
        response = connection.getresponse()
        body = response.read(_MOST_BYTES + 1)
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK or len(body) > _MOST_BYTES:
        raise ValueError
    return body
