"""Lines that hold each other, and signed checkpoints: whoever changes, moves, drops or adds a line is found out.

A line is a hash, a space, and a body: JSON that begins with the line's number. The hash is SHA-256 of the hash before
and the body. A checkpoint says how many lines there were and the hash of the last; it is signed with Ed25519.

Sources: RFC 8032 (Ed25519); Schneier and Kelsey, “Secure Audit Logs to Support Computer Forensics” (1999), section 4.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

GENESIS: Final = "0" * 64
"""What the first line holds on to."""

_HASH = 64
_SIGNATURE = 128
_CONTEXT = b"graph-service audit checkpoint\n"


@dataclass(frozen=True, slots=True)
class Link:
    """How far a log goes.

    Args:
        entries: how many lines there are.
        head: hash of the last; `GENESIS` when there is none.
    """

    entries: int = 0
    head: str = GENESIS

    def body(self, entry: bytes) -> bytes:
        """The body of the next line: a JSON object with the line's number in front."""
        return b'{"n":%d,%b' % (self.entries + 1, entry[1:])

    def next(self, body: bytes) -> "Link":
        """How far the log goes with one more line of this body."""
        return Link(self.entries + 1, hashlib.sha256(self.head.encode() + b" " + body).hexdigest())

    def line(self, body: bytes) -> bytes:
        """The line that this link ends with."""
        return b"%b %b\n" % (self.head.encode(), body)

    def read(self, line: bytes) -> "Link":
        """How far the log goes with one more line, which stands there so.

        Raises:
            ValueError: it does not follow.
        """
        body = line[_HASH + 1 : -1]
        following = self.next(body)
        if line != following.line(body) or not body.startswith(b'{"n":%d,' % following.entries):
            raise ValueError
        return following


def entry_of(line: bytes) -> dict[str, Any]:
    """What a line says; whether it follows is not looked at."""
    return orjson.loads(line[_HASH + 1 :])


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log was at a moment.

    Args:
        entries, head: as of `Link`.
        file: name of the file that the last line is in.
        length: of that file, in bytes.
        at: the moment, in ISO 8601.
    """

    entries: int
    head: str
    file: str
    length: int
    at: str

    @property
    def link(self) -> Link:
        return Link(self.entries, self.head)

    def line(self, key: Ed25519PrivateKey) -> bytes:
        """The checkpoint as it is kept: signature, a space, JSON."""
        body = orjson.dumps(asdict(self))
        return b"%b %b\n" % (key.sign(_CONTEXT + body).hex().encode(), body)


def read_checkpoint(line: bytes, key: Ed25519PublicKey) -> Checkpoint:
    """A checkpoint that was kept.

    Raises:
        ValueError: it is none, or its signature is wrong.
    """
    signature, space, body = line[:_SIGNATURE], line[_SIGNATURE : _SIGNATURE + 1], line[_SIGNATURE + 1 : -1]
    try:
        signed = bytes.fromhex(signature.decode("ascii"))
        if signed.hex().encode() != signature or space != b" " or line[-1:] != b"\n":
            raise ValueError
        key.verify(signed, _CONTEXT + body)
        return Checkpoint(**orjson.loads(body))
    except (InvalidSignature, TypeError):
        raise ValueError from None
