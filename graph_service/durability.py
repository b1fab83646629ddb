"""What survives a loss of power."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Makes it durable which files are in a folder, and under which names.

    Raises:
        OSError: the system refuses.
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
