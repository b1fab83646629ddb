"""Who has seen what of whom, for auditors."""

from datetime import datetime

import strawberry

from graph_service.access.policy import Purpose
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
    decision: Decision
    codes: list[str]
