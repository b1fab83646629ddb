"""Runs a program that ends when the process that started it ends. A script of its own: the starter has threads.

Usage: python tether.py <pid of the starter> <program> [<argument> …]

Linux tells a process when its parent is gone (prctl(2), PR_SET_PDEATHSIG); the setting survives execve. Elsewhere the
program simply runs, and the next start ends what the last one left behind.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    starter, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != starter:  # it went before we could ask to be told
            sys.exit(1)
    os.execv(program[0], program)  # noqa: S606 - no shell is wanted
