"""What officers record, and who is to see whom for a time. Each field of Mutation is carried out by its entry in
`graph_service.api.mutations`.

The fields of an input are the columns of its feed, as officers call them: `towardChild` is `toward_child_id`. A
correction names only what is to change: null takes a value away, a field that is left out stays.
"""

from datetime import date
from enum import Enum
from typing import Final

import strawberry

from graph_service.api.schema.access import AccessGrant
from graph_service.api.schema.arguments import Arguments, taking
from graph_service.api.schema.enums import (
    AbsenceReason,
    CircumstanceKind,
    Grade,
    GuardianshipBasis,
    RevocationKind,
    SupportKind,
)
from graph_service.api.schema.types import Child, Fact, LocalisedText
from graph_service.recording.outcome import Refusal

UNSET = strawberry.UNSET

strawberry.enum(Refusal, name="Refusal")


@strawberry.enum
class LastingFact(Enum):
    """A kind of fact that officers record and that holds until it is ended."""

    CIRCUMSTANCE = "circumstances"
    ABSENCE = "absences"
    GUARDIANSHIP = "guardianships"
    REVOCATION = "revocations"
    ENTRUSTED_CARE = "entrusted_care"
    SUPPORT_TIE = "support_ties"


@strawberry.enum
class RecordedFact(Enum):
    """A kind of fact that officers record."""

    CIRCUMSTANCE = "circumstances"
    ABSENCE = "absences"
    GUARDIANSHIP = "guardianships"
    REVOCATION = "revocations"
    ENTRUSTED_CARE = "entrusted_care"
    SUPPORT_TIE = "support_ties"
    VISIT = "visits"


@strawberry.input
class RecordCircumstanceInput:
    """Something holds about somebody."""

    idempotency_key: str
    person: strawberry.ID
    kind: CircumstanceKind
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    toward_child: strawberry.ID | None = UNSET
    term_months: int | None = UNSET


@strawberry.input
class RecordAbsenceInput:
    """Somebody is away."""

    idempotency_key: str
    person: strawberry.ID
    destination_division: str
    reason: AbsenceReason | None = UNSET
    from_: date = strawberry.field(name="from")
    to: date | None = UNSET
    last_contact: date | None = UNSET


@strawberry.input
class RecordGuardianshipInput:
    """Somebody is the guardian of a child."""

    idempotency_key: str
    guardian: strawberry.ID
    child: strawberry.ID
    basis: GuardianshipBasis
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    document_no: str | None = UNSET


@strawberry.input
class RecordRevocationInput:
    """A court has revoked or suspended a guardianship."""

    idempotency_key: str
    guardian: strawberry.ID
    child: strawberry.ID
    kind: RevocationKind
    from_: date = strawberry.field(name="from")
    to: date | None = UNSET
    document_no: str | None = UNSET


@strawberry.input
class RecordEntrustedCareInput:
    """Parents have entrusted somebody with the care of a child."""

    idempotency_key: str
    carer: strawberry.ID
    child: strawberry.ID
    from_: date = strawberry.field(name="from")
    to: date | None = UNSET
    written_agreement: bool | None = UNSET
    school_notified: bool | None = UNSET
    village_notified: bool | None = UNSET


@strawberry.input
class RecordSupportTieInput:
    """Somebody supports somebody."""

    idempotency_key: str
    person: strawberry.ID
    supporter: strawberry.ID
    kind: SupportKind
    strength: int | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET


@strawberry.input
class RecordVisitInput:
    """A worker has visited somebody."""

    idempotency_key: str
    worker: strawberry.ID
    person: strawberry.ID
    date_: date = strawberry.field(name="date")
    outcome: str | None = UNSET
    note: str | None = UNSET


@strawberry.input
class EndFactInput:
    """A fact holds no longer from a day on."""

    idempotency_key: str
    type: LastingFact
    key: str
    version: str
    to: date


@strawberry.input
class CircumstanceCorrection:
    """What a circumstance is to say."""

    person: strawberry.ID | None = UNSET
    kind: CircumstanceKind | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    toward_child: strawberry.ID | None = UNSET
    term_months: int | None = UNSET


@strawberry.input
class AbsenceCorrection:
    """What an absence is to say."""

    person: strawberry.ID | None = UNSET
    destination_division: str | None = UNSET
    reason: AbsenceReason | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    last_contact: date | None = UNSET


@strawberry.input
class GuardianshipCorrection:
    """What a guardianship is to say."""

    guardian: strawberry.ID | None = UNSET
    child: strawberry.ID | None = UNSET
    basis: GuardianshipBasis | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    document_no: str | None = UNSET


@strawberry.input
class RevocationCorrection:
    """What a revocation is to say."""

    guardian: strawberry.ID | None = UNSET
    child: strawberry.ID | None = UNSET
    kind: RevocationKind | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    document_no: str | None = UNSET


@strawberry.input
class EntrustedCareCorrection:
    """What entrusted care is to say."""

    carer: strawberry.ID | None = UNSET
    child: strawberry.ID | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET
    written_agreement: bool | None = UNSET
    school_notified: bool | None = UNSET
    village_notified: bool | None = UNSET


@strawberry.input
class SupportTieCorrection:
    """What a support tie is to say."""

    person: strawberry.ID | None = UNSET
    supporter: strawberry.ID | None = UNSET
    kind: SupportKind | None = UNSET
    strength: int | None = UNSET
    from_: date | None = strawberry.field(name="from", default=UNSET)
    to: date | None = UNSET


@strawberry.input
class VisitCorrection:
    """What a visit is to say."""

    worker: strawberry.ID | None = UNSET
    person: strawberry.ID | None = UNSET
    date_: date | None = strawberry.field(name="date", default=UNSET)
    outcome: str | None = UNSET
    note: str | None = UNSET


@strawberry.input(one_of=True)
class FactCorrection:
    """What a fact is to say; exactly one of these, which also says what kind of fact it is."""

    circumstance: CircumstanceCorrection | None = UNSET
    absence: AbsenceCorrection | None = UNSET
    guardianship: GuardianshipCorrection | None = UNSET
    revocation: RevocationCorrection | None = UNSET
    entrusted_care: EntrustedCareCorrection | None = UNSET
    support_tie: SupportTieCorrection | None = UNSET
    visit: VisitCorrection | None = UNSET


@strawberry.input
class CorrectFactInput:
    """A fact was recorded wrongly; what it said stays visible to earlier `knownAt`."""

    idempotency_key: str
    key: str
    version: str
    correction: FactCorrection


@strawberry.input
class WithdrawFactInput:
    """A fact should never have been recorded."""

    idempotency_key: str
    type: RecordedFact
    key: str
    version: str
    reason: str


@strawberry.type
class FieldError:
    """What is wrong with one field of an input."""

    field: str
    code: Refusal
    message: LocalisedText


@strawberry.type
class RecordWarning:
    """A doubt about a fact that has been recorded all the same (数据质量提示)."""

    code: str
    message: LocalisedText


@strawberry.type
class GradeChange:
    """A child has another grade now."""

    child: Child
    before: Grade | None
    after: Grade | None


@strawberry.type
class RecordPayload:
    """What came of it: errors, and nothing was written; or the fact as it is now."""

    fact: Fact | None
    errors: list[FieldError]
    warnings: list[RecordWarning]
    changes: list[GradeChange]
    replayed: bool


_GLASS: Final[Arguments] = {
    "child_id": (strawberry.ID, UNSET),
    "reason": (str, UNSET),
    "minutes": (int, UNSET),
    "idempotency_key": (str, UNSET),
}
_TO: Final[Arguments] = {"to": (str, UNSET)}
_OF_GRANT: Final[Arguments] = {"grant_id": (strawberry.ID, UNSET)}


def _given(by: type) -> Arguments:
    return {"input": (by, UNSET)}


@strawberry.type
class Mutation:
    """What an officer can say; given again with the same `idempotencyKey` it is only answered again."""

    record_circumstance: RecordPayload = taking(_given(RecordCircumstanceInput))
    record_absence: RecordPayload = taking(_given(RecordAbsenceInput))
    record_guardianship: RecordPayload = taking(_given(RecordGuardianshipInput))
    record_revocation: RecordPayload = taking(_given(RecordRevocationInput))
    record_entrusted_care: RecordPayload = taking(_given(RecordEntrustedCareInput))
    record_support_tie: RecordPayload = taking(_given(RecordSupportTieInput))
    record_visit: RecordPayload = taking(_given(RecordVisitInput))
    end_fact: RecordPayload = taking(_given(EndFactInput))
    correct_fact: RecordPayload = taking(_given(CorrectFactInput))
    withdraw_fact: RecordPayload = taking(_given(WithdrawFactInput))
    break_glass: AccessGrant = taking(_GLASS)
    refer_case: AccessGrant = taking(_GLASS, _TO)
    approve_access: AccessGrant = taking(_OF_GRANT)
    end_access: AccessGrant = taking(_OF_GRANT)
