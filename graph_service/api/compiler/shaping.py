"""Functions that turn the lists of a record into the objects of an answer: written out as Python for one selection.

The text holds names that are numbered here, places in lists, and literals that went through `repr`; nothing of a
document reaches it in any other way.
"""

import base64
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from graph_service.api.sealed import Show
from graph_service.errors import ErrorCode, ServiceError

Wait = Callable[[int, str], Any]
"""What becomes of a computed field: given its number, and the id of the object that shows it."""

Meet = Callable[[str | list[str] | None], None]
"""Told the ids of everybody whom an answer shows, one or several at a time."""

Shape = Callable[[Any, Wait, Meet, Show], Any]
"""From a statement's value to what GraphQL answers."""


class Source:
    """The functions of one selection, in the order in which they need each other."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._names: dict[str, Any] = {
            "day": _day,
            "moment": _moment,
            "there": _there,
            "cursor": encode_cursor,
            "tally": _tally,
        }
        self._known: dict[str, str] = {}

    def function(self, expression: str) -> str:
        """Name of a function of `v` that returns the expression."""
        return self._define(f"return {expression}")

    def object(self, entries: Iterable[tuple[str, str]], persons: Iterable[str] = ()) -> str:
        """Name of a function of `v` that returns an object with these keys and expressions, and notes persons by the
        expressions of their ids.
        """
        noted = "".join(f"meet({id_}); " for id_ in persons)
        return self._define(f"{noted}return {{{', '.join(f'{key!r}: {expression}' for key, expression in entries)}}}")

    def choice(self, shapers: Sequence[str]) -> str:
        """Name of a function that hands `[number, value]` to the function of that number."""
        return self.function(f"({', '.join(shapers)},)[v[0]](v[1])")

    def page(self, entries: Iterable[tuple[str, str]], *, backward: bool) -> str:
        """Name of a function of `v`, whose first value is `[rows, limit]`; entries may use `rows` and `more`."""
        kept = f"found[: limit - 1]{'[::-1]' if backward else ''}"
        pairs = ", ".join(f"{key!r}: {expression}" for key, expression in entries)
        return self._define(f"found, limit = v[0]; rows, more = {kept}, len(found) == limit; return {{{pairs}}}")

    def constant(self, value: Any) -> str:  # noqa: ANN401 - whatever a function needs
        """Name of a value."""
        name = f"k{len(self._names)}"
        self._names[name] = value
        return name

    def build(self, expression: str) -> Shape:
        """The function of `v` that returns the expression; `wait`, `meet` and `show` in it are others at every call."""
        name = self.function(expression)
        namespace = dict(self._names)
        lines = [f"    {line}" for line in self._lines]
        exec("\n".join(["def shaping(wait, meet, show):", *lines, f"    return {name}"]), namespace)  # noqa: S102 - our own text, see above
        shaping: Callable[[Wait, Meet, Show], Callable[[Any], Any]] = namespace["shaping"]
        return lambda value, wait, meet, show: shaping(wait, meet, show)(value)

    def _define(self, body: str) -> str:
        if body not in self._known:
            self._known[body] = f"f{len(self._known)}"
            self._lines.append(f"def {self._known[body]}(v): {body}")
        return self._known[body]


def encode_cursor(keys: Sequence[Any]) -> str:
    """Where a row lies in its order, opaque to clients."""
    return base64.urlsafe_b64encode(orjson.dumps(keys)).rstrip(b"=").decode()


def decode_cursor(cursor: str, order: str, reads: Sequence[Callable[[Any], Any]]) -> list[Any]:
    """The keys of a row, without the name of the order.

    Args:
        cursor: as it was given out.
        order: name of the order that it is used with.
        reads: for each key what makes a value of it, or raises ValueError or TypeError.

    Raises:
        ServiceError: CURSOR_INVALID.
    """
    try:
        name, *keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name == order:
            return [read(key) for read, key in zip(reads, keys, strict=True)]
    except (ValueError, TypeError):
        pass
    raise ServiceError(
        ErrorCode.CURSOR_INVALID,
        "The cursor is not one of a list in this order.",
        "Take `endCursor` or `startCursor` of the page before, and keep `orderBy` as it was.",
    )


def _tally(combinations: Sequence[Sequence[Any]], place: int) -> list[tuple[Any, int]]:
    """How often each value occurs at a place of combinations that end in their number; most frequent first."""
    numbers: dict[Any, int] = {}
    for combination in combinations:
        numbers[combination[place]] = numbers.get(combination[place], 0) + combination[-1]
    return sorted(numbers.items(), key=lambda each: (-each[1], each[0] is None, each[0] if each[0] is not None else 0))


def _day(text: str | None) -> str | None:
    """A bound of valid time: the far dates by which the graph says "open" are null."""
    return None if text in {"0001-01-01", "9999-12-31"} else text


def _moment(text: str | None) -> str | None:
    """A time with its seconds, which the database leaves out when they are zero."""
    return f"{text[:16]}:00{text[16:]}" if text and text[16:17] in {"Z", "+", "-"} else text


def _there(value: Any, name: str) -> Any:  # noqa: ANN401 - any value
    """What a field that cannot be null leads to.

    Raises:
        ServiceError: RECORD_INCOMPLETE.
    """
    if value is None:
        raise ServiceError(
            ErrorCode.RECORD_INCOMPLETE,
            f"A record lacks what {name} must show.",
            "Ask without this field, and report the record's feed to the operator.",
        )
    return value
