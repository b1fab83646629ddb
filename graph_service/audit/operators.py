"""What operators do on the command line, and whose account they do it from."""

import os
import pwd
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Final

from graph_service.audit.accesses import Decision, open_accesses

LOGIN: Final = Path("/proc/self/loginuid")
"""Where Linux says who has logged in, whatever account they have taken since. Only its superuser can write another."""
_NOBODY: Final = 2**32 - 1


def note_command(home: Path, command: str, people: Collection[str] = (), decision: Decision = Decision.BEGUN) -> None:
    """Notes that a command is about to be carried out, or to list what it found; unless this returns, it must not.
    Blocking.

    Args:
        home: `GRAPH_SERVICE_HOME`, in which the log is.
        command: its name, such as `subject export`.
        people: ids of those whom it was given, or of whom it lists something.
        decision: BEGUN, or ALLOWED of what it lists.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE, AUDIT_BROKEN.
    """
    with closing(open_accesses(home)) as accesses:
        accesses.note_command(operator(), command, people, decision)


def operator() -> str:
    """Name of the account of whoever has logged in, also behind `sudo`; else of the account that this runs under."""
    user = _logged_in()
    user = os.getuid() if user is None else user
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _logged_in() -> int | None:
    try:
        user = int(LOGIN.read_text("ascii"))
    except (OSError, ValueError):
        return None
    return None if user == _NOBODY else user
