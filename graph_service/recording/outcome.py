"""What came of a command, in one form for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from graph_service.model.assessment import Grade
from graph_service.texts import text


class Refusal(StrEnum):
    """Why a command was not carried out; stable codes, those of the quarantine where a feed's row would go there."""

    REQUIRED_MISSING = "REQUIRED_MISSING"
    DATE_UNREADABLE = "DATE_UNREADABLE"
    NUMBER_UNREADABLE = "NUMBER_UNREADABLE"
    TEXT_UNREADABLE = "TEXT_UNREADABLE"
    VALUE_TOO_LONG = "VALUE_TOO_LONG"
    CODE_UNKNOWN = "CODE_UNKNOWN"
    DATE_ORDER = "DATE_ORDER"
    REFERENCE_UNKNOWN = "REFERENCE_UNKNOWN"
    AMBIGUOUS_REFERENCE = "AMBIGUOUS_REFERENCE"
    # These concern commands alone.
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    VERSION_CONFLICT = "VERSION_CONFLICT"
    NOTHING_CHANGES = "NOTHING_CHANGES"


@dataclass(frozen=True, slots=True)
class Message:
    """One text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a command; the value is not repeated.

    Attributes:
        field: as officers call it.
        code: which rule.
        message: what was wrong and what to do.
    """

    field: str
    code: Refusal
    message: Message


@dataclass(frozen=True, slots=True)
class RecordWarning:
    """A soft check that the fact fails, though it has been recorded; `code` is that of the data-quality finding."""

    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class GradeChange:
    """The grade of a child before a command and after it; None: no child of that id was known."""

    child: str
    before: Grade | None
    after: Grade | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command. Either it has errors and nothing was written, or it has been carried out whole.

    Attributes:
        type, key: the fact, by type of its relationship and key; None when the command was refused.
        version: of the fact from now on; None when it was withdrawn.
        errors: why the command was refused.
        warnings: doubts about the fact.
        about: ids of the persons, and of the institutions in their place, whom the fact names, for the audit log.
        affected: ids of all children whose grade may depend on the fact, for those who are told of changes: the officer
            may not see them all.
        changes: children that the officer may see and whose grade is another one now.
        replayed: whether this was answered before, and is only said again.
    """

    type: str | None = None
    key: str | None = None
    version: str | None = None
    errors: tuple[FieldError, ...] = ()
    warnings: tuple[RecordWarning, ...] = ()
    about: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    changes: tuple[GradeChange, ...] = ()
    replayed: bool = False


class RefusedError(Exception):
    """A command that is not carried out; undoes what its transaction did so far.

    Args:
        reasons: field and rule of everything that is wrong.
    """

    def __init__(self, reasons: Iterable[tuple[str, Refusal]]) -> None:
        self.errors = tuple(FieldError(field, code, message(code)) for field, code in dict.fromkeys(reasons))
        super().__init__(", ".join(error.code for error in self.errors))


def message(code: Refusal) -> Message:
    """The reason in words: what was wrong and what to do."""
    key = f"refusal.{code.lower()}"
    return Message(text(key, "en"), text(key, "zh"))
