"""Signed tokens: who asks, vouched for by a key that only this installation has."""

import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from graph_service.access.identity import Identity, Role
from graph_service.errors import ErrorCode, ServiceError

_ALGORITHM = "HS256"
_KEY_BYTES = 32
_SKEW_SECONDS = 30
_LONGEST = 2048
_REMEMBERED = 10_000
_SCOPES = {Role.OFFICER: "division", Role.LIAISON: "school"}
"""The claim that limits a role; an auditor has none."""


class Tokens:
    """Issues and verifies tokens under one key; may be used from several threads.

    Args:
        key: the secret, at least 32 bytes.
        now: seconds since 1970; the system's clock when not given.
    """

    def __init__(self, key: bytes, now: Callable[[], float] = time.time) -> None:
        self._key = OctKey.import_key(key)
        self._now = now
        self._verified: dict[str, tuple[Identity, float]] = {}
        self._changing = threading.Lock()
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=_SKEW_SECONDS,
            exp={"essential": True},
            sub={"essential": True},
            role={"essential": True},
        )

    def issue(self, identity: Identity, lifetime: timedelta) -> str:
        """A token that says who somebody is, for so long.

        Args:
            identity: an officer with a division, a liaison with a school, or an auditor with neither.
            lifetime: after it the token is worth nothing.

        Raises:
            ServiceError: ARGUMENT_INVALID when the role and its limits don't fit.
        """
        if not _fits(identity):
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID,
                "The role and its limits do not fit.",
                "Give an officer a division, a liaison a school, and an auditor neither.",
            )
        issued = int(self._now())
        claims = {
            "sub": identity.subject,
            "role": identity.role.value,
            "division": identity.division,
            "school": identity.school,
            "iat": issued,
            "exp": issued + int(lifetime.total_seconds()),
        }
        return jwt.encode({"alg": _ALGORITHM}, {name: value for name, value in claims.items() if value}, self._key)

    def verify(self, token: str) -> Identity:
        """Who the token vouches for.

        What was verified is remembered until it expires; what failed is not, so that nobody can crowd others out.

        Raises:
            ServiceError: UNAUTHENTICATED, with the same words whatever is wrong.
        """
        known = self._verified.get(token)
        if known and known[1] > self._now():
            return known[0]
        identity, expires = self._checked(token)
        with self._changing:
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = identity, expires
        return identity

    def _checked(self, token: str) -> tuple[Identity, float]:
        if len(token) > _LONGEST:
            raise unauthenticated()
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
            self._claims.validate(claims)
            identity = _identity(claims)
        except (JoseError, ValueError, TypeError, RecursionError):
            raise unauthenticated() from None
        if not _fits(identity):
            raise unauthenticated()
        return identity, claims["exp"] + _SKEW_SECONDS


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
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_key(path)
        return Tokens(_read_key(path))
    except (OSError, ValueError):
        raise ServiceError(
            ErrorCode.TOKEN_KEY_UNUSABLE,
            "The key that tokens are signed with cannot be used: {file}.",
            "Make it a file of this user alone (chmod 600), or remove it; a new one ends all tokens issued so far.",
            file=path,
        ) from None


def _make_key(path: Path) -> None:
    """Writes a new key whole or not at all; one that is there already stays, also one made in this very moment."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read_key(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise ValueError
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) < _KEY_BYTES:
        raise ValueError
    return key


def _identity(claims: dict[str, Any]) -> Identity:
    for name in ("sub", "division", "school"):
        if not isinstance(claims.get(name, ""), str):
            raise TypeError(name)
    return Identity(claims["sub"], Role(claims["role"]), claims.get("division"), claims.get("school"))


def _fits(identity: Identity) -> bool:
    """Whether the role has exactly the limit that belongs to it: a scope that is missing must never mean everything."""
    limits = {"division": identity.division, "school": identity.school}
    needed = _SCOPES.get(identity.role)
    return bool(identity.subject) and all(bool(value) == (name == needed) for name, value in limits.items())
