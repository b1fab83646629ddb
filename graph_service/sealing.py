"""Values that nobody who reads the database's files shall read: sealed with keys that come from outside.

A sealed value is `<key id>.<base64url>`. It is sealed for its place (whose value it is, and which property), so that it
cannot be put into another's place unnoticed. The same value in the same place under the same key looks the same, so
that what has not changed is not written again, and every road of import makes the same graph.

Source: AES-GCM-SIV, RFC 8452; HMAC, RFC 2104; keyed BLAKE2b, RFC 7693. Why: docs/decisions/0013.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.keys import KEY_BYTES, key_of, make_secret, read_secret, replace_secret

_SEALED: Final = re.compile(r"([0-9a-f]{8})\.([A-Za-z0-9_-]{22,})")
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 12
KEYED_DIGITS: Final = 2 * _TAG_BYTES
"""Length of a keyed digest; other digests are shorter or longer."""
_NOT_SOUGHT: Final = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one graph's sealed values.

    Args:
        lookup: makes digests and keyed ids; the same as long as the graph lives.
        sealing: the keys that values may be sealed with, the one for new values last.
        tagging: the keys that tags may be made with, the one for new tags last; in files from before there were any,
            `lookup` made them.
    """

    lookup: bytes = field(repr=False)
    sealing: tuple[bytes, ...] = field(repr=False)
    tagging: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.tagging:
            object.__setattr__(self, "tagging", (self.lookup,))

    @property
    def current(self) -> str:
        """Id of the key that new values are sealed with: what they begin with."""
        return _key_id(self.sealing[-1])

    @property
    def identity(self) -> str:
        """By which a graph knows that these are its keys."""
        return _key_id(self.lookup)

    def seal(self, place: str, value: str) -> str:
        """The value, sealed for its place."""
        key = self.sealing[-1]
        name = place.encode("utf-8", "surrogatepass")
        sealed = _cipher(key).encrypt(_nonce(name), value.encode("utf-8", "surrogatepass"), name)
        return f"{_key_id(key)}.{base64.urlsafe_b64encode(sealed).rstrip(b'=').decode()}"

    def open(self, place: str, sealed: str) -> str:
        """The value that was sealed for this place; one that was never sealed as it is.

        Raises:
            ServiceError: KEYS_MISMATCH when none of the keys has sealed it, or it was changed or moved.
        """
        match = _SEALED.fullmatch(sealed)
        if match is None:
            return sealed
        key = next((key for key in self.sealing if _key_id(key) == match[1]), None)
        if key is None:
            raise _mismatch()
        name = place.encode("utf-8", "surrogatepass")
        text = match[2] + "=" * (-len(match[2]) % 4)
        try:
            return (
                _cipher(key)
                .decrypt(_nonce(name), base64.urlsafe_b64decode(text), name)
                .decode("utf-8", "surrogatepass")
            )
        except (InvalidTag, ValueError):
            raise _mismatch() from None

    def tag(self, what: str, value: str) -> str:
        """By which an exact value is found again, however it is written: 24 hexadecimal digits.

        Args:
            what: the kind of value; equal values of two kinds have different tags.
            value: letters and digits of it count.
        """
        return self.tags(what, value)[-1]

    def tags(self, what: str, value: str) -> list[str]:
        """All tags that a value may have in the graph, that of the newest key last: while a rotation is under way some
        values have the one and some the other.
        """
        text = f"{what}|{_NOT_SOUGHT.sub('', value.upper())}".encode()
        return [hmac.digest(key, text, "sha256")[:_TAG_BYTES].hex() for key in self.tagging]

    def digest(self, digest: str) -> str:
        """A digest, keyed: nobody without the keys can try out what it may be of. 24 hexadecimal digits."""
        return hashlib.blake2b(digest.encode(), key=self.lookup, digest_size=_TAG_BYTES).hexdigest()

    def with_new_key(self) -> "Keyring":
        """These keys and two more, which seal and make tags from now on."""
        sealing, tagging = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
        return Keyring(self.lookup, (*self.sealing, sealing), (*self.tagging, tagging))

    def text(self) -> str:
        """As it stands in a key file."""
        several = {name: [key.hex() for key in getattr(self, name)] for name in ("sealing", "tagging")}
        return json.dumps({"lookup": self.lookup.hex(), **several}, indent=1) + "\n"

    @classmethod
    def new(cls) -> "Keyring":
        """Random keys."""
        lookup, sealing, tagging = (secrets.token_bytes(KEY_BYTES) for _ in range(3))
        return cls(lookup, (sealing,), (tagging,))

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """The keys that stand in a key file.

        Raises:
            ValueError: it is none.
        """
        found: Any = json.loads(text)
        try:
            sealing = tuple(map(key_of, found["sealing"]))
            lookup = key_of(found["lookup"])
            tagging = tuple(map(key_of, found.get("tagging", ())))
        except (KeyError, TypeError, AttributeError):
            raise ValueError from None
        if not sealing or any(len(key) != KEY_BYTES for key in (*sealing, *tagging, lookup)):
            raise ValueError
        return cls(lookup, sealing, tagging)


class KeyFile:
    """A keyring in a file, read again whenever the file has become another.

    Args:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], Keyring] | None = None

    def keyring(self) -> Keyring:
        """The keys as the file has them now.

        Raises:
            ServiceError: KEYS_UNUSABLE when there is no file, others can read it, or it holds no keys.
        """
        try:
            state = self.path.stat()
            version = state.st_ino, state.st_mtime_ns
            if self._read is None or self._read[0] != version:
                self._read = version, Keyring.parse(read_secret(self.path))
        except (OSError, ValueError):
            raise ServiceError(
                ErrorCode.KEYS_UNUSABLE,
                "The key file {file} is not there, others can read it, or it holds no keys.",
                "Put it back, as a file of this user alone: chmod 600. For a new graph: graph-service keys new.",
                file=self.path,
            ) from None
        return self._read[1]

    def make(self) -> bool:
        """Makes the file with new keys, unless it is there; returns whether it was made now.

        Raises:
            ServiceError: KEYS_UNUSABLE when it cannot be written.
        """
        try:
            return make_secret(self.path, Keyring.new().text())
        except OSError:
            raise _not_writable(self.path) from None

    def replace(self, keyring: Keyring) -> None:
        """Puts other keys into the file.

        Raises:
            ServiceError: KEYS_UNUSABLE when it cannot be written.
        """
        try:
            replace_secret(self.path, keyring.text())
        except OSError:
            raise _not_writable(self.path) from None


def place_of(owner: str, name: str) -> str:
    """What a value is sealed for.

    Args:
        owner: key of what the value belongs to: the id of a person, the key of a fact, the id of a row in quarantine.
        name: of its property.
    """
    return f"{owner}|{name}"


def key_file(settings: Settings) -> KeyFile:
    """Where the keys of these settings' graph are."""
    return KeyFile(settings.keys or settings.home / "keys.json")


def open_keys(settings: Settings) -> KeyFile:
    """The same; of an embedded graph it is made when there is none and none was named.

    Raises:
        ServiceError: KEYS_UNUSABLE when it cannot be written.
    """
    file = key_file(settings)
    if not (settings.neo4j_uri or settings.keys):
        file.make()
    return file


@lru_cache(maxsize=32)
def _cipher(key: bytes) -> AESGCMSIV:
    return AESGCMSIV(key)


@lru_cache(maxsize=32)
def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"id of a key" + key).hexdigest()[:8]


def _nonce(place: bytes) -> bytes:
    """One for each place. Several values in one place are what AES-GCM-SIV is made for: equal ones can be told."""
    return hashlib.sha256(place).digest()[:_NONCE_BYTES]


def _mismatch() -> ServiceError:
    return ServiceError(
        ErrorCode.KEYS_MISMATCH,
        "A sealed value of the graph cannot be opened with these keys, or it was tampered with.",
        "Put back the key file that this graph was sealed with, or set GRAPH_SERVICE_KEYS to it.",
    )


def _not_writable(path: Path) -> ServiceError:
    return ServiceError(
        ErrorCode.KEYS_UNUSABLE,
        "The key file {file} cannot be written.",
        "Give this user the right to, or set GRAPH_SERVICE_KEYS to another place.",
        file=path,
    )
