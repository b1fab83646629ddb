"""Memory that a piece of work holds at most, all processes that it starts included."""

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_TICK_SECONDS = 0.2


class Peak:
    """The most MiB that were held so far."""

    mib = 0


@contextmanager
def watched() -> Generator[Peak]:
    """Watches this process and its descendants; memory that several of them share counts once."""
    peak, over = Peak(), threading.Event()

    def watch() -> None:
        while not over.wait(_TICK_SECONDS):
            peak.mib = max(peak.mib, sum(map(_held, _family(os.getpid()))) >> 10)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def _family(root: int) -> list[int]:
    """The process and its descendants."""
    family = [root]
    for pid in family:
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                family += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return family


def _held(pid: int) -> int:
    """KiB of a process, shared ones in proportion; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
