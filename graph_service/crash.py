"""What a crash leaves: where it happened and what kind it was, and no value."""

import faulthandler
import resource
import sys
import threading
import traceback
from types import TracebackType


def leave_no_values() -> None:
    """From now on this process, and what it starts, leaves neither messages of exceptions nor images of its memory.

    Messages quote what went wrong, which may be somebody's number. Frames are told with their lines of source alone.
    """
    sys.excepthook = _tell
    threading.excepthook = lambda args: _tell(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _tell(args.exc_type, args.exc_value, args.exc_traceback)
    if sys.__stderr__:
        faulthandler.enable(sys.__stderr__)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(kind: type[BaseException], error: BaseException | None, place: TracebackType | None) -> None:
    """The frames of an exception, after those of what caused it."""
    cause = error and (error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    if cause:
        _tell(type(cause), cause, cause.__traceback__)
        sys.stderr.write("\nwhich led to\n\n")
    sys.stderr.write(f"{''.join(traceback.format_tb(place))}{kind.__module__}.{kind.__qualname__}\n")
