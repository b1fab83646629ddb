"""The arguments that recur, so that a field which takes them is one line.

`visits: Connection[Visit] = taking(PAGE, EVER)` is a field with the arguments of a page and `ever`, in this order.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from strawberry import ID, UNSET
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from graph_service.api.schema.enums import PathGoal, PathOrder, StatisticsKey, TieKind

Arguments = Mapping[str, tuple[Any, object]]
"""Type and default by name; UNSET: the argument must be given."""

BY_ID: Final[Arguments] = {"id": (ID, UNSET)}
BY_RULE: Final[Arguments] = {"id": (str, UNSET)}
BY_CODE: Final[Arguments] = {"code": (str, UNSET)}
PAGE: Final[Arguments] = {
    "first": (int | None, None),
    "after": (str | None, None),
    "last": (int | None, None),
    "before": (str | None, None),
}
BETWEEN: Final[Arguments] = {"from": (ID, UNSET), "to": (ID, UNSET)}
IN_DIVISION: Final[Arguments] = {"division": (str | None, None)}
OF_DIVISION: Final[Arguments] = {"division": (str, UNSET)}
PERIOD: Final[Arguments] = {"from": (date | None, None), "to": (date | None, None)}
ON_DAY: Final[Arguments] = {"as_of": (date | None, None)}
OF_CHILD: Final[Arguments] = {"child_id": (ID, UNSET), "first": (int, 100)}
COUNTED: Final[Arguments] = {"division": (str, UNSET), "by": (list[StatisticsKey], [])}
EVER: Final[Arguments] = {"ever": (bool, False)}
WITHIN: Final[Arguments] = {"within": (int | None, None)}
UNTIL: Final[Arguments] = {"until": (date | None, None)}
KINDS: Final[Arguments] = {"kinds": (list[TieKind] | None, None)}
HOPS: Final[Arguments] = {"hops": (int, 2)}
ENDS: Final[Arguments] = {
    "from": (list[ID], UNSET),
    "to": (list[ID] | None, None),
    "goal": (PathGoal, PathGoal.ABLE_ADULT),
    "order": (PathOrder, PathOrder.SHORTEST),
    "within": (int, 4),
}
EXPLORED: Final[Arguments] = {"node_id": (ID, UNSET), "first": (int | None, None), "after": (str | None, None)}
RULES: Final[Arguments] = {"rules": (list[str] | None, None)}
TIMES: Final[Arguments] = {"as_of": (date | None, None), "known_at": (datetime | None, None)}


def narrowed(by: type) -> Arguments:
    """The argument of a list that a filter applies to."""
    return {"filter": (by | None, None)}


def ordered(by: type) -> Arguments:
    """The argument of a list that comes in an order of choice."""
    return {"order_by": (by | None, None)}


def taking(*arguments: Arguments) -> Any:  # noqa: ANN401 - stands for whatever type the field is declared with
    """A field that takes these arguments."""
    field = StrawberryField()
    field.arguments = [
        StrawberryArgument(name, None, StrawberryAnnotation(type_), default=default)
        for group in arguments
        for name, (type_, default) in group.items()
    ]
    return field
