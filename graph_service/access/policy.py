"""What a role sees, as far as Python must know; the rest is in `cypher/access`."""

from collections.abc import Mapping
from typing import Any, Final

from graph_service.access.identity import Identity, Role

FACTS_SEEN: Final[Mapping[Role, frozenset[str] | None]] = {
    Role.OFFICER: None,
    Role.AUDITOR: None,
    Role.LIAISON: frozenset({"ENROLLED_AT", "ATTENDED"}),
}
"""Types of facts that a role sees; None: all of them."""

NOT_ASKED: Final[Mapping[Role, frozenset[str]]] = {
    Role.OFFICER: frozenset(),
    Role.AUDITOR: frozenset({"search", "NAME"}),
    Role.LIAISON: frozenset({"guardianState"}),
}
"""Filters and orders whose outcome would tell a role what it does not see: whole names, reasons of a grade."""


REASONS_TOLD: Final = frozenset({Role.OFFICER, Role.AUDITOR})
"""Roles that are told what is computed about children: legal categories, warnings and whatever else gives reasons."""


def scope(identity: Identity) -> dict[str, Any]:
    """The parameters by which the statements in `cypher/access` know what somebody is limited to."""
    return {
        "scope_division": identity.division,
        "scope_school": identity.school,
        "subject": identity.subject,
        "role": identity.role.value,
    }
