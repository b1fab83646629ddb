"""Secrets in files that only their owner can read."""

import os
import secrets
from pathlib import Path

from graph_service.durability import sync_folder

KEY_BYTES = 32


def open_key(path: Path) -> bytes:
    """The key in a file, as hexadecimal digits; a random one is made when there is none.

    Raises:
        OSError: the file cannot be read or written.
        ValueError: others can read it, or it is no key of 32 bytes or more.
    """
    make_secret(path, secrets.token_hex(KEY_BYTES))
    return key_of(read_secret(path))


def key_of(text: str) -> bytes:
    """The key that hexadecimal digits stand for.

    Raises:
        ValueError: they are none, or fewer than 32 bytes.
    """
    key = bytes.fromhex(text.strip())
    if len(key) < KEY_BYTES:
        raise ValueError
    return key


def read_secret(path: Path) -> str:
    """What is in a file that only its owner can read.

    Raises:
        OSError: the file cannot be read.
        ValueError: others can read it, or it is no plain text.
    """
    if is_read_by_others(path):
        raise ValueError
    return path.read_text("ascii")


def is_read_by_others(path: Path) -> bool:
    """Whether anybody but its owner may read or write the file."""
    return bool(path.stat().st_mode & 0o077)


def make_secret(path: Path, text: str) -> bool:
    """Writes a new file whole or not at all; one that is there already stays, also one made in this very moment.

    Returns:
        Whether the file is the one that was written now.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return False
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def replace_secret(path: Path, text: str) -> None:
    """Replaces a file in one step: whoever reads it finds the one text or the other, also after a power failure."""
    _draft(path, text).replace(path)
    sync_folder(path.parent)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft
