"""Who has seen what is kept of a child, from the audit log."""

from datetime import datetime
from typing import Any, Final

from graph_service.api.computed.question import Question
from graph_service.audit.accesses import met
from graph_service.errors import ErrorCode, ServiceError

_MOST: Final = 1_000


def access_history(question: Question) -> list[dict[str, Any]]:
    """The latest accesses to a child's data, latest first. To ask is one itself.

    Raises:
        ServiceError: ARGUMENT_INVALID.
    """
    child, first = question.arguments["childId"].removeprefix("Child:"), question.arguments["first"]
    if not 1 <= first <= _MOST:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The number of accesses is out of range.", f"Ask for 1 to {_MOST}."
        )
    met().add(child)
    return [_access(entry) for entry in question.accesses.history(child, first)] if question.accesses else []


def _access(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry by the names of the schema."""
    names = ("subject", "role", "scope", "purpose", "kind", "operation", "decision", "codes")
    at = datetime.fromisoformat(entry["at"])
    return {"number": entry["n"], "at": at, "selected": entry["fields"], "grants": entry.get("grants", ())} | {
        name: entry[name] for name in names
    }
