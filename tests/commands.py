"""Commands of the service, each in a process of its own that is forked from one which has everything imported already.

Starting Python and importing the service for each of a hundred commands would take longer than carrying them out.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["__main__", "graph_service.cli", __name__])


def run(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, seconds: float
) -> CompletedProcess[str]:
    """Runs a command of the service in a folder, for so many seconds at most."""
    with TemporaryDirectory() as streams:
        out, err = Path(streams) / "out", Path(streams) / "err"
        process = _PROCESSES.Process(target=_carry_out, args=(arguments, dict(environment), folder, out, err))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(arguments)
        return CompletedProcess(arguments, process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def _carry_out(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, out: Path, err: Path) -> None:
    for descriptor, file, flags in ((0, os.devnull, os.O_RDONLY), (1, out, os.O_WRONLY), (2, err, os.O_WRONLY)):
        opened = os.open(file, flags | os.O_CREAT)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process ends with it
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["graph-service", *arguments]
    from graph_service.cli import app

    app()
