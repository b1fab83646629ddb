"""What a role may: the table `policy.yaml`, and with it the conditions in `cypher/access`."""

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from graph_service.access.identity import Identity, Role


class Purpose(StrEnum):
    """What children's data are used for."""

    CASE_WORK = "CASE_WORK"
    SCHOOLING = "SCHOOLING"
    OVERSIGHT = "OVERSIGHT"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RolePolicy(_Row):
    """A row of `roles`; the file says what its columns mean."""

    sees_as: Role
    purpose: Purpose
    limit: Literal["division", "school"] | None = None
    digits: int | None = None


class SightPolicy(_Row):
    """A row of `sights`; the file says what its columns mean."""

    facts: frozenset[str] | None = None
    not_asked: frozenset[str] = frozenset()
    reasons: bool = False
    records: bool = False
    audits: bool = False


class Policy(_Row):
    """The table."""

    roles: Mapping[str, RolePolicy]
    sights: Mapping[Role, SightPolicy]


POLICY: Final = Policy.model_validate(
    yaml.safe_load(files("graph_service").joinpath("access/policy.yaml").read_text("utf-8"))
)

FACTS_SEEN: Final[Mapping[Role, frozenset[str] | None]] = {role: sight.facts for role, sight in POLICY.sights.items()}
"""Types of facts that a role sees; None: all of them."""

NOT_ASKED: Final[Mapping[Role, frozenset[str]]] = {role: sight.not_asked for role, sight in POLICY.sights.items()}
"""Filters and orders whose outcome would tell a role what it does not see: whole names, reasons of a grade."""

REASONS_TOLD: Final = frozenset(role for role, sight in POLICY.sights.items() if sight.reasons)
"""Roles that are told what is computed about children: legal categories, warnings and whatever else gives reasons."""

AUDITS: Final = frozenset(role for role, sight in POLICY.sights.items() if sight.audits)
"""Roles that read the audit log, and explore the graph record by record."""


def holder(subject: str, title: str, division: str | None = None, school: str | None = None) -> Identity:
    """Somebody in a role of the policy.

    Args:
        subject: their id.
        title: name of the role in the policy.
        division, school: what they are limited to.

    Raises:
        ValueError: there is no such role, or the limits are not exactly those that it needs: a limit that is missing
            must never mean everything.
    """
    row = POLICY.roles.get(title)
    limits = {"division": division, "school": school}
    if row is None or not subject or any(bool(value) != (name == row.limit) for name, value in limits.items()):
        raise ValueError
    if row.digits is not None and not (division and len(division) == row.digits and division.isdecimal()):
        raise ValueError
    return in_role(subject, title, division, school)


def in_role(subject: str, title: str, division: str | None = None, school: str | None = None) -> Identity:
    """Somebody who says that they are in a role of the policy; `holder` looks whether its limits fit."""
    sees_as = POLICY.roles[title].sees_as
    return Identity(subject, sees_as, division, school, None if title == sees_as else title)


def purpose(identity: Identity) -> Purpose:
    """What somebody uses children's data for."""
    return POLICY.roles[identity.title].purpose


def records(identity: Identity) -> bool:
    """Whether somebody may record facts."""
    return POLICY.sights[identity.role].records and bool(identity.division)


def scope(identity: Identity) -> dict[str, Any]:
    """The parameters by which the statements in `cypher/access` know what somebody is limited to."""
    return {
        "scope_division": identity.division,
        "scope_school": identity.school,
        "subject": identity.subject,
        "role": identity.role.value,
    }
