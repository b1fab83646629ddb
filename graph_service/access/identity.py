"""Who asks: a role, and the division or school that it is limited to."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody uses the service for."""

    OFFICER = "OFFICER"
    LIAISON = "LIAISON"
    AUDITOR = "AUDITOR"


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whose token has been verified.

    Args:
        subject: their id, never a name.
        role: what they use the service for.
        division: code prefix of the division whose children an officer works for; None for other roles.
        school: id of the school of a liaison; None for other roles.
    """

    subject: str
    role: Role
    division: str | None = None
    school: str | None = None
