"""What a command lists, handed on once it is noted in the audit log of whom."""

from collections.abc import Generator, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from graph_service.audit.accesses import Decision
from graph_service.audit.operators import note_command
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement

LINES: Final = 1_000
"""Lines of one entry: nobody waits for the first line until the last is found."""


def noted_lines(graph: Graph, home: Path, command: str, lines: Iterable[bytes]) -> Generator[bytes]:
    """These lines, each after the log durably has an entry with the persons of whom it says something.

    Nobody is in two entries of one command.

    Args:
        graph: that they are from.
        home: `GRAPH_SERVICE_HOME`, in which the log is.
        command: its name, as in the entry that says it was begun.
        lines: a JSON object each.

    Raises:
        ServiceError: AUDIT_UNAVAILABLE, AUDIT_BROKEN; those of `Graph.read`.
    """
    seen, coming = set[str](), iter(lines)
    while some := list(islice(coming, LINES)):
        said = {each.removeprefix("Person:") for line in some for each in _strings(orjson.loads(line))} - seen
        people = graph.read(statement("commands/people_of_ids"), ids=list(said))[0]["ids"]
        if people:
            note_command(home, command, people, Decision.ALLOWED)
        seen |= said
        yield from some


def _strings(value: Any) -> Generator[str]:  # noqa: ANN401 - anything that JSON can hold
    """Every string in it, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _strings(key)
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:  # pyright: ignore[reportUnknownVariableType]
            yield from _strings(each)
