"""What a role may: the table `policy.yaml`, and with it the conditions in `cypher/access`."""

from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from graph_service.access.identity import Identity, Role
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.patterns import Sight


class Purpose(StrEnum):
    """What children's data are used for."""

    CASE_WORK = "CASE_WORK"
    SUPERVISION = "SUPERVISION"
    SCHOOLING = "SCHOOLING"
    CARE = "CARE"
    OVERSIGHT = "OVERSIGHT"
    OPERATION = "OPERATION"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RolePolicy(_Row):
    """A row of `roles`; the file says what its columns mean."""

    sees_as: Role
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    limit: Literal["division", "school", "organisation"] | None = None
    digits: int | None = None
    only_lent: bool = False
    supervises: bool = False
    introspects: bool = False
    people_per_hour: PositiveInt | None = None


class PurposePolicy(_Row):
    """A row of `purposes`; the file says what its columns mean."""

    without: frozenset[str] = frozenset()
    records: bool = False


class SightPolicy(_Row):
    """A row of `sights`; the file says what its columns mean."""

    like: Role | None = None
    facts: frozenset[str] | None = None
    not_asked: frozenset[str] = frozenset()
    reasons: bool = False
    records: bool = False
    audits: bool = False


class GrantPolicy(_Row):
    """A row of `grants`; the file says what its columns mean."""

    minutes: PositiveInt
    approved_by: frozenset[str] = frozenset()
    lapses: PositiveInt | None = None

    @model_validator(mode="after")
    def _lapses_if_it_waits(self) -> Self:
        """A request must not wait for ever."""
        if bool(self.approved_by) != (self.lapses is not None):
            raise ValueError
        return self


class Policy(_Row):
    """The table."""

    roles: Mapping[str, RolePolicy]
    purposes: Mapping[Purpose, PurposePolicy]
    field_groups: Mapping[str, frozenset[str]]
    sights: Mapping[Role, SightPolicy]
    grants: Mapping[str, GrantPolicy]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        """A name that is misspelt would be a role that nobody has, or a group of no fields."""
        titles = {*self.grants, *(title for row in self.grants.values() for title in row.approved_by)}
        sights = {row.sees_as for row in self.roles.values()}
        if not (titles <= self.roles.keys() and sights <= self.sights.keys()):
            raise ValueError((titles - self.roles.keys(), sights - self.sights.keys()))
        purposes = {purpose for row in self.roles.values() for purpose in row.purposes}
        groups = {group for row in self.purposes.values() for group in row.without}
        if not (purposes <= self.purposes.keys() and groups <= self.field_groups.keys()):
            raise ValueError((purposes - self.purposes.keys(), groups - self.field_groups.keys()))
        return self


POLICY: Final = Policy.model_validate(
    yaml.safe_load(files("graph_service").joinpath("access/policy.yaml").read_text("utf-8"))
)

NOT_ASKED: Final[Mapping[Role, frozenset[str]]] = {role: sight.not_asked for role, sight in POLICY.sights.items()}
"""Filters and orders whose outcome would tell a role what it does not see: whole names, reasons of a grade."""

REASONS_TOLD: Final = frozenset(role for role, sight in POLICY.sights.items() if sight.reasons)
"""Roles that are told what is computed about children: legal categories, warnings and whatever else gives reasons."""

AUDITS: Final = frozenset(role for role, sight in POLICY.sights.items() if sight.audits)
"""Roles that read the audit log, and explore the graph record by record."""

INTROSPECT: Final = frozenset(title for title, row in POLICY.roles.items() if row.introspects)
"""Roles that are told the schema, by their names in the policy."""


_WITHHELD: Final[Mapping[Purpose, frozenset[str]]] = {
    purpose: frozenset(field for group in row.without for field in POLICY.field_groups[group])
    for purpose, row in POLICY.purposes.items()
}
"""Fields that are not shown for a purpose."""

NOWHERE: Final = "-"
"""Prefix of a division in which nobody lives."""

_NOBODY: Final = ""
"""In place of no ids: Neo4j plans a statement once more for a list that holds no string."""


def holder(
    subject: str,
    title: str,
    division: str | None = None,
    school: str | None = None,
    organisation: str | None = None,
    purpose: str | None = None,
) -> Identity:
    """Somebody in a role of the policy.

    Args:
        subject: their id.
        title: name of the role in the policy.
        division, school, organisation: what they are limited to.
        purpose: what for, as they say it; whether the role acts for it says `purpose`.

    Raises:
        ValueError: there is no such role, or the limits are not exactly those that it needs: a limit that is missing
            must never mean everything.
    """
    row = POLICY.roles.get(title)
    limits = {"division": division, "school": school, "organisation": organisation}
    if row is None or not subject or any(bool(value) != (name == row.limit) for name, value in limits.items()):
        raise ValueError
    if row.digits is not None and not (division and len(division) == row.digits and division.isdecimal()):
        raise ValueError
    return in_role(subject, title, division, school, organisation, purpose)


def in_role(
    subject: str,
    title: str,
    division: str | None = None,
    school: str | None = None,
    organisation: str | None = None,
    purpose: str | None = None,
) -> Identity:
    """Somebody who says that they are in a role of the policy; `holder` looks whether its limits fit."""
    sees_as = POLICY.roles[title].sees_as
    office = None if title == sees_as else title
    return Identity(subject, sees_as, division, school, organisation, office, purpose=purpose)


def purpose(identity: Identity) -> Purpose:
    """What somebody uses children's data for, in this request.

    Raises:
        ServiceError: PURPOSE_NOT_ALLOWED, also for what is no purpose at all.
    """
    purposes = POLICY.roles[identity.title].purposes
    if identity.purpose is None:
        return purposes[0]
    if identity.purpose not in purposes:
        raise ServiceError(
            ErrorCode.PURPOSE_NOT_ALLOWED,
            "This role does not act for this purpose.",
            "Say one of {purposes}, or none.",
            purposes=", ".join(purposes),
        )
    return Purpose(identity.purpose)


def purpose_said(identity: Identity) -> Purpose | None:
    """The purpose that a request says, whether or not the role acts for it; None when there is no such purpose."""
    if identity.purpose is None:
        return purpose(identity)
    return next((each for each in Purpose if each == identity.purpose), None)


def records(identity: Identity) -> bool:
    """Whether somebody may record facts, for this purpose."""
    acts_so = POLICY.purposes[purpose(identity)].records
    only_lent = POLICY.roles[identity.title].only_lent
    return acts_so and POLICY.sights[identity.role].records and bool(identity.division) and not only_lent


def sight(role: Role, *, known: bool, purpose: Purpose | None = None) -> Sight:
    """How statements are made for all who see alike.

    Args:
        role: whose conditions they carry.
        known: whether the question is what was known at an earlier moment.
        purpose: what for; None when no field of anybody is shown.
    """
    row = POLICY.sights[role]
    return Sight(role, known, row.facts, row.like, _WITHHELD[purpose] if purpose else frozenset())


def division_seen(identity: Identity) -> str | None:
    """Prefix of the division whose people somebody sees; None: not limited by one."""
    return NOWHERE if POLICY.roles[identity.title].only_lent else identity.division


def scope(identity: Identity) -> dict[str, Any]:
    """The parameters by which the statements in `cypher/access` know what somebody is limited to."""
    return {
        "scope_division": division_seen(identity),
        "scope_school": identity.school,
        "scope_organisation": identity.organisation,
        "lent": sorted(identity.lent) or [_NOBODY],
        "own_division": identity.division,
        "supervises": POLICY.roles[identity.title].supervises,
        "subject": identity.subject,
        "role": identity.role.value,
        "purpose": purpose(identity).value,
        "purposes": [each.value for each in POLICY.roles[identity.title].purposes],
    }
