"""What a list can be narrowed by, and in which order it comes.

A filter field is answered by `cypher/filters/<Type>.<field>.cypher`, else it compares the field of that name of what is
listed; a list means "one of". The value of an order is the properties that it goes by, which end in what is unique.
"""

from enum import Enum

import strawberry

from graph_service.api.schema.enums import (
    ChangeKind,
    EnrolmentStatus,
    Grade,
    GuardianState,
    OrderDirection,
    OrganisationKind,
    RegistrationType,
    Responsibility,
    RuleAnswer,
    RuleKind,
    Severity,
    Sex,
    WorkerRole,
)

UNSET = strawberry.UNSET


@strawberry.input
class AgeRange:
    """Ages in whole years on the day, both ends included."""

    min: int | None = UNSET
    max: int | None = UNSET


@strawberry.input
class GuardianStateFilter:
    """Somebody responsible for the child is in one of these states."""

    states: list[GuardianState]
    kinds: list[Responsibility] | None = UNSET


@strawberry.input
class ChildFilter:
    """Which children: all conditions that are given hold."""

    division: str | None = UNSET
    without_division: bool | None = UNSET
    age: AgeRange | None = UNSET
    sex: list[Sex] | None = UNSET
    grade: list[Grade] | None = UNSET
    effective: bool | None = UNSET
    guardian_state: GuardianStateFilter | None = UNSET
    school: strawberry.ID | None = UNSET
    enrolment_status: list[EnrolmentStatus] | None = UNSET
    household: strawberry.ID | None = UNSET
    registration_type: list[RegistrationType] | None = UNSET
    search: str | None = UNSET
    person_ids: list[str] | None = UNSET


@strawberry.input
class PersonFilter:
    """Which persons: all conditions that are given hold."""

    division: str | None = UNSET
    age: AgeRange | None = UNSET
    sex: list[Sex] | None = UNSET
    household: strawberry.ID | None = UNSET
    search: str | None = UNSET
    id_number: str | None = UNSET
    phone: str | None = UNSET
    person_ids: list[str] | None = UNSET


@strawberry.input
class SchoolFilter:
    """Which schools."""

    division: str | None = UNSET
    stage: str | None = UNSET


@strawberry.input
class HouseholdFilter:
    """Which households."""

    division: str | None = UNSET


@strawberry.input
class OrganisationFilter:
    """Which organisations."""

    division: str | None = UNSET
    kind: list[OrganisationKind] | None = UNSET


@strawberry.input
class WorkerFilter:
    """Which workers."""

    division: str | None = UNSET
    role: list[WorkerRole] | None = UNSET


@strawberry.input
class EnrolmentFilter:
    """Which enrolments."""

    status: list[EnrolmentStatus] | None = UNSET
    stage: list[str] | None = UNSET


@strawberry.input
class DataQualityFindingFilter:
    """Which findings."""

    code: list[str] | None = UNSET
    resolved: bool | None = UNSET


@strawberry.input
class DetectionFilter:
    """Which detections: all conditions that are given hold."""

    division: str | None = UNSET
    rules: list[str] | None = UNSET
    kind: list[RuleKind] | None = UNSET
    severity: list[Severity] | None = UNSET
    answer: list[RuleAnswer] | None = UNSET


@strawberry.input
class ChangeInput:
    """Something that is only assumed."""

    kind: ChangeKind
    person: strawberry.ID | None = UNSET
    record: str | None = UNSET
    child: strawberry.ID | None = UNSET
    to: strawberry.ID | None = UNSET


@strawberry.enum
class DetectionOrderField(Enum):
    """What detections are ordered by."""

    DIVISION = ("division", "key")
    SEVERITY = ("urgency", "division", "key")
    RULE = ("ruleId", "division", "key")


@strawberry.enum
class ChildOrderField(Enum):
    """What children are ordered by."""

    DIVISION = ("division", "birthDate", "id")
    BIRTH_DATE = ("birthDate", "id")
    NAME = ("pinyin", "id")


@strawberry.enum
class PersonOrderField(Enum):
    """What persons are ordered by."""

    DIVISION = ("division", "birthDate", "id")
    BIRTH_DATE = ("birthDate", "id")
    NAME = ("pinyin", "id")


@strawberry.input
class ChildOrder:
    """Order of a list of children."""

    field: ChildOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.input
class DetectionOrder:
    """Order of a list of detections."""

    field: DetectionOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.input
class PersonOrder:
    """Order of a list of persons."""

    field: PersonOrderField
    direction: OrderDirection = OrderDirection.ASC
