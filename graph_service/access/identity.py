"""Who asks: a role, the division, school or organisation that it is limited to, and what for."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody uses the service for."""

    OFFICER = "OFFICER"
    LIAISON = "LIAISON"
    INSTITUTION_STAFF = "INSTITUTION_STAFF"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whose token has been verified.

    Args:
        subject: their id, never a name.
        role: what they use the service for, as far as it decides what they see.
        division: code prefix of the division that an officer works for; None for other roles.
        school: id of the school of a liaison; None for other roles.
        organisation: id of the organisation of its staff; None for other roles.
        office: the role in the policy, where several see alike; None for the one that is called like what it sees.
        lent: ids of the children to whom they have access by a grant, besides those of their role.
        purpose: what for, as the request says it; None when it does not. `policy.purpose` says whether their role may.
    """

    subject: str
    role: Role
    division: str | None = None
    school: str | None = None
    organisation: str | None = None
    office: str | None = None
    lent: frozenset[str] = frozenset()
    purpose: str | None = None

    @property
    def title(self) -> str:
        """The role by its name in the policy."""
        return self.office or self.role.value

    @property
    def limit(self) -> str | None:
        """What they are limited to."""
        return self.division or self.school or self.organisation
