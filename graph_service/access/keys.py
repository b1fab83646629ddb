"""Secrets in files that only their owner can read."""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def open_key(path: Path) -> bytes:
    """The key in a file, as hexadecimal digits; a random one is made when there is none.

    Raises:
        OSError: the file cannot be read or written.
        ValueError: others can read it, or it is no key of 32 bytes or more.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_key(path)
    if is_read_by_others(path):
        raise ValueError
    key = bytes.fromhex(path.read_text("ascii").strip())
    if len(key) < KEY_BYTES:
        raise ValueError
    return key


def is_read_by_others(path: Path) -> bool:
    """Whether anybody but its owner may read or write the file."""
    return bool(path.stat().st_mode & 0o077)


def _make_key(path: Path) -> None:
    """Writes a new key whole or not at all; one that is there already stays, also one made in this very moment."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
