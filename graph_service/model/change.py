"""Changes that are only assumed, as one writes them: `dies P0000123`, `entrust P0000017 to P0000042`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from graph_service.errors import ErrorCode, ServiceError


class ChangeKind(StrEnum):
    """What is assumed to happen on a day."""

    DIES = "DIES"
    DETAINED = "DETAINED"
    INCAPACITATED = "INCAPACITATED"
    OUT_OF_CONTACT = "OUT_OF_CONTACT"
    RETURNS = "RETURNS"
    ENDS = "ENDS"
    ENTRUSTED = "ENTRUSTED"
    GUARDIAN = "GUARDIAN"


OF_A_PERSON = frozenset(
    {
        ChangeKind.DIES,
        ChangeKind.DETAINED,
        ChangeKind.INCAPACITATED,
        ChangeKind.OUT_OF_CONTACT,
        ChangeKind.RETURNS,
    }
)
"""Those that happen to one person."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is assumed.

    Args:
        kind: what happens.
        subject: id of the person to whom it happens; of ENDS the record that ends; of ENTRUSTED and GUARDIAN the child.
        to: id of whom the child is entrusted to, or who becomes guardian.
    """

    kind: ChangeKind
    subject: str
    to: str | None = None


_WORDS = {
    "dies": ChangeKind.DIES,
    "detained": ChangeKind.DETAINED,
    "incapacitated": ChangeKind.INCAPACITATED,
    "out-of-contact": ChangeKind.OUT_OF_CONTACT,
    "returns": ChangeKind.RETURNS,
    "ends": ChangeKind.ENDS,
    "entrust": ChangeKind.ENTRUSTED,
    "guardian": ChangeKind.GUARDIAN,
}
_FORM = re.compile(r"\s*(?P<word>[a-z-]+)\s+(?P<subject>\S+)(?:\s+to\s+(?P<to>\S+))?\s*")


def parse_change(text: str) -> Change:
    """A change as the command line takes it.

    Raises:
        ServiceError: CHANGE_INVALID.
    """
    match = _FORM.fullmatch(text)
    kind = _WORDS.get(match["word"]) if match else None
    if match is None or kind is None:
        raise change_invalid()
    return checked(Change(kind, match["subject"], match["to"]))


def checked(change: Change) -> Change:
    """The change, if it says what its kind needs.

    Raises:
        ServiceError: CHANGE_INVALID.
    """
    if (change.to is not None) != (change.kind in (ChangeKind.ENTRUSTED, ChangeKind.GUARDIAN)) or not change.subject:
        raise change_invalid()
    return change


def change_invalid() -> ServiceError:
    """A change that says too little, too much, or something unknown."""
    return ServiceError(
        ErrorCode.CHANGE_INVALID,
        "A change is not readable.",
        "Write one of: dies P, detained P, incapacitated P, out-of-contact P, returns P, ends RECORD, entrust C to P, "
        "guardian C to P, with the ids of the feeds.",
    )
