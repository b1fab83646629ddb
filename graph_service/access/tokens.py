"""Signed tokens: who asks, vouched for by an issuer; here the built-in one, for development and the demo.

Sources: RFC 7519 (JSON Web Token), RFC 8725 (JSON Web Token Best Current Practices).
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import ClaimsOption

from graph_service.access.identity import Identity
from graph_service.access.policy import holder, purpose
from graph_service.errors import ErrorCode, ServiceError
from graph_service.keys import open_key

SKEW_SECONDS = 30
"""How far the clocks of issuer and service may be apart."""

_ALGORITHM = "HS256"
_OPTIONAL = ("division", "school", "organisation", "purpose")
_LONGEST = 8192
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Verified:
    """A token that was found valid; `keys` are those that it was verified with."""

    identity: Identity
    until: float
    keys: object


class Verifier(ABC):
    """Verifies the tokens of one issuer; may be used from several threads.

    Args:
        now: seconds since 1970.
        skew: seconds by which clocks may differ.
        required: what further claims must say.
    """

    def __init__(self, now: Callable[[], float], skew: int, required: Mapping[str, str] | None = None) -> None:
        self._now = now
        self._skew = skew
        self._verified: dict[str, _Verified] = {}
        self._changing = threading.Lock()
        values = {"exp": None, "sub": None, "role": None, **(required or {})}
        needed: dict[str, ClaimsOption] = {name: {"essential": True} for name in values}
        for name, value in values.items():
            if value is not None:
                needed[name]["value"] = value
        self._claims = jwt.JWTClaimsRegistry(now=lambda: int(now()), leeway=skew, **needed)

    def verify(self, token: str) -> Identity:
        """Who the token vouches for.

        What was verified is remembered until it expires or the issuer's keys change; what failed is not, so that nobody
        can crowd others out.

        Raises:
            KeyUnknown: the token names a key that the issuer did not have when it was last asked.
            ServiceError: UNAUTHENTICATED, with the same words whatever is wrong.
        """
        return self._valid(token).identity

    def remaining(self, token: str) -> float:
        """For how many seconds more the token is valid.

        Raises:
            as `verify`.
        """
        return self._valid(token).until - self._now()

    @property
    def is_due(self) -> bool:
        """Whether the keys should be looked up again."""
        return False

    def refresh(self) -> None:  # noqa: B027 - not every issuer's keys are elsewhere
        """Looks the issuer's keys up, unless that was done just now. Blocking."""

    @property
    @abstractmethod
    def _keys(self) -> object:
        """The keys of the moment; others are another object."""

    @abstractmethod
    def _signed(self, token: str) -> dict[str, Any]:
        """The claims of a token whose signature is right.

        Raises:
            JoseError, ValueError, TypeError, RecursionError: it isn't.
        """

    def _valid(self, token: str) -> _Verified:
        known = self._verified.get(token)
        if known and known.until > self._now() and known.keys is self._keys:
            return known
        found = self._checked(token)
        with self._changing:
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = found
        return found

    def _checked(self, token: str) -> _Verified:
        if len(token) > _LONGEST:
            raise unauthenticated()
        keys = self._keys
        try:
            claims = self._signed(token)
            self._claims.validate(claims)
            identity = _identity(claims)
        except (JoseError, ValueError, TypeError, RecursionError):
            raise unauthenticated() from None
        return _Verified(identity, claims["exp"] + self._skew, keys)


class KeyUnknown(ServiceError):  # noqa: N818 - the same refusal, with a reason to look for newer keys
    """A token is signed with a key that is not known, or not yet."""

    def __init__(self) -> None:
        refusal = unauthenticated()
        super().__init__(refusal.code, refusal.what, refusal.remedy)


class Tokens(Verifier):
    """The built-in issuer: issues and verifies tokens under one key that only this installation has.

    Args:
        key: the secret, at least 32 bytes.
        now: seconds since 1970; the system's clock when not given.
    """

    def __init__(self, key: bytes, now: Callable[[], float] = time.time) -> None:
        super().__init__(now, SKEW_SECONDS)
        self._key = OctKey.import_key(key)

    def issue(self, identity: Identity, lifetime: timedelta) -> str:
        """A token that says who somebody is, for so long.

        Args:
            identity: somebody with the limit that their role needs, and no other.
            lifetime: after it the token is worth nothing.

        Raises:
            ServiceError: ARGUMENT_INVALID when the role and its limits don't fit; PURPOSE_NOT_ALLOWED when it does not
                act for the purpose.
        """
        try:
            holder(identity.subject, identity.title, identity.division, identity.school, identity.organisation)
        except ValueError:
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID,
                "The role and its limits do not fit.",
                "Give an officer a division of as many digits as the role needs, a liaison a school, staff of an "
                "institution an organisation, and others none of them.",
            ) from None
        purpose(identity)
        issued = int(self._now())
        claims = {
            "sub": identity.subject,
            "role": identity.title,
            "division": identity.division,
            "school": identity.school,
            "organisation": identity.organisation,
            "purpose": identity.purpose,
            "iat": issued,
            "exp": issued + int(lifetime.total_seconds()),
        }
        return jwt.encode({"alg": _ALGORITHM}, {name: value for name, value in claims.items() if value}, self._key)

    @property
    def _keys(self) -> object:
        return self._key

    def _signed(self, token: str) -> dict[str, Any]:
        return jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims


def unauthenticated() -> ServiceError:
    """The error of everybody who has no valid token; it says nothing about the one that was given."""
    return ServiceError(
        ErrorCode.UNAUTHENTICATED,
        "There is no valid token with this request.",
        "Send the header “Authorization: Bearer <token>” with a token that has not expired.",
    )


def open_tokens(home: Path) -> Tokens:
    """The tokens of the installation whose folder this is; its key is made when there is none.

    Args:
        home: `GRAPH_SERVICE_HOME`; the key is the file `token.key` in it, which only its owner can read.

    Raises:
        ServiceError: TOKEN_KEY_UNUSABLE when the file cannot be read or written, others can read it, or it is no key.
    """
    path = home / "token.key"
    try:
        return Tokens(open_key(path))
    except (OSError, ValueError):
        raise ServiceError(
            ErrorCode.TOKEN_KEY_UNUSABLE,
            "The key that tokens are signed with cannot be used: {file}.",
            "Make it a file of this user alone (chmod 600), or remove it; a new one ends all tokens issued so far.",
            file=path,
        ) from None


def _identity(claims: dict[str, Any]) -> Identity:
    for name in ("sub", "role", *_OPTIONAL):
        if not isinstance(claims.get(name, ""), str):
            raise TypeError(name)
    return holder(claims["sub"], claims["role"], **{name: claims.get(name) for name in _OPTIONAL})
