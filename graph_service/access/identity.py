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
        role: what they use the service for, as far as it decides what they see.
        division: code prefix of the division whose children an officer works for; None for other roles.
        school: id of the school of a liaison; None for other roles.
        office: the role in the policy, where several see alike; None for the one that is called like what it sees.
    """

    subject: str
    role: Role
    division: str | None = None
    school: str | None = None
    office: str | None = None

    @property
    def title(self) -> str:
        """The role by its name in the policy."""
        return self.office or self.role.value
