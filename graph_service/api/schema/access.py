"""Who has seen what of whom, for auditors, and who may see whom by a grant."""

from datetime import datetime
from enum import Enum

import strawberry

from graph_service.access.policy import Purpose
from graph_service.api.schema.types import Child
from graph_service.audit.accesses import Decision

strawberry.enum(Purpose, name="Purpose")
strawberry.enum(Decision, name="AccessDecision")


@strawberry.type
class Access:
    """One entry of the audit log (访问记录)."""

    number: int
    at: datetime
    subject: str
    role: str
    scope: str | None
    purpose: Purpose
    kind: str | None
    operation: str | None
    selected: list[str]
    grants: list[str]
    decision: Decision
    codes: list[str]


@strawberry.enum
class GrantState(Enum):
    """How a grant stands."""

    ASKED = "ASKED"
    OPEN = "OPEN"
    ENDED = "ENDED"
    LAPSED = "LAPSED"


@strawberry.type
class AccessGrant:
    """Access to one child for a time, for a reason (临时访问授权)."""

    id: strawberry.ID
    child_id: str
    child: Child | None
    subject: str | None
    referred_by: str | None
    role: str
    scope: str | None
    reason: str
    minutes: int
    state: GrantState
    asked_at: datetime
    from_: datetime | None = strawberry.field(name="from")
    until: datetime | None
    lapses_at: datetime | None
    approved_by: str | None
    ended_at: datetime | None
    ended_by: str | None


@strawberry.input
class AccessGrantFilter:
    """Which grants."""

    child_id: strawberry.ID | None = None
    state: list[GrantState] | None = None
