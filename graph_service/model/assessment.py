"""The answer to "who looks after this child on that day?" as typed values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from graph_service.errors import ErrorCode, ServiceError


class Grade(StrEnum):
    """How far guardianship of a child is effective (监护等级); `guardianship.md` section 4."""

    NOT_REQUIRED = "NOT_REQUIRED"
    EFFECTIVE = "EFFECTIVE"
    ENTRUSTED = "ENTRUSTED"
    ABSENT = "ABSENT"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"


class State(StrEnum):
    """Ability of somebody responsible for a child (监护能力); `guardianship.md` section 3."""

    CLOSED = "CLOSED"
    DECEASED = "DECEASED"
    DECLARED_MISSING = "DECLARED_MISSING"
    REVOKED = "REVOKED"
    MINOR = "MINOR"
    DETAINED = "DETAINED"
    DEPORTED = "DEPORTED"
    OUT_OF_CONTACT = "OUT_OF_CONTACT"
    INCAPACITATED = "INCAPACITATED"
    NEGLECTING = "NEGLECTING"
    BARRED = "BARRED"
    AWAY = "AWAY"
    ABLE = "ABLE"


class Responsibility(StrEnum):
    """Why somebody is responsible for a child; `guardianship.md` section 2."""

    PARENT = "PARENT"
    GUARDIAN = "GUARDIAN"
    CARER = "CARER"


class Gap(StrEnum):
    """What the records do not say and nobody should resolve silently."""

    NO_PARENT_RECORDED = "NO_PARENT_RECORDED"
    ONE_PARENT_RECORDED = "ONE_PARENT_RECORDED"
    RESIDENCE_UNKNOWN = "RESIDENCE_UNKNOWN"
    RESIDENCE_FROM_REGISTRATION = "RESIDENCE_FROM_REGISTRATION"
    START_DATE_MISSING = "START_DATE_MISSING"
    DISABILITY_COMPONENTS_HIDDEN = "DISABILITY_COMPONENTS_HIDDEN"


@dataclass(frozen=True, slots=True)
class Record:
    """A record that something rests on.

    Args:
        id: record id of the source, else the key of the fact.
        fact: relationship type, or label when the record is somebody's own row.
        source: code of the department, None when the feed gave none.
        recorded_at: recorded time.
        start_known: whether the record says since when it holds.
    """

    id: str
    fact: str
    source: str | None
    recorded_at: datetime
    start_known: bool

    def json_object(self) -> dict[str, Any]:
        """The record in JSON: id, fact, source and recorded time."""
        return {"id": self.id, "fact": self.fact, "source": self.source, "recordedAt": self.recorded_at}


def record_of(row: Sequence[Any]) -> Record:
    """A record as statements return it: fact, id, source, recorded time in milliseconds, whether its start is known.

    Raises:
        ServiceError: WRITE_CONFLICT when the record was replaced while it was read, and has lost its content.
    """
    fact, id_, source, recorded_at, start_known = row
    if recorded_at is None:
        raise ServiceError(
            ErrorCode.WRITE_CONFLICT,
            "A record was being replaced just when it was read.",
            "Ask again, or run it again.",
        )
    return Record(id_, fact, source, recorded_time(recorded_at), start_known)


@lru_cache(maxsize=4096)
def recorded_time(milliseconds: int) -> datetime:
    """Recorded time, aware, from the milliseconds that statements return: few such moments are told apart."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@dataclass(frozen=True, slots=True)
class Responsible:
    """Somebody responsible for a child, their state, and why.

    Args:
        id: id of the person or organisation in the feeds.
        kind: why they are responsible; somebody responsible for two reasons is listed twice.
        state: their ability.
        roles: records that make them responsible.
        records: records that decided the state; none for somebody able.
    """

    id: str
    kind: Responsibility
    state: State
    roles: tuple[Record, ...]
    records: tuple[Record, ...]

    def json_object(self) -> dict[str, Any]:
        """The same in JSON, with the records that decide the state, or else those that give the role."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "records": [record.json_object() for record in self.records or self.roles],
            "roles": [record.json_object() for record in self.roles],
        }


@dataclass(frozen=True, slots=True)
class Placement:
    """A placement of the child: reported, though without a guardianship it makes nobody a guardian."""

    organisation_id: str
    kind: str
    record: Record


@dataclass(frozen=True, slots=True)
class Assessment:
    """The grade of a child on a day, as known at a moment, with the whole evidence.

    Args:
        effective: None when no guardianship is required.
        self_supporting: records by which a 16- or 17-year-old supports themselves.
        de_facto_carers: entrusted carers of a child whose legal guardians are all incapable, who could not entrust.
        legal_basis: citations of every row used, in English: the grade's first.
        rule: id and version of the rule that decided.
    """

    child_id: str
    as_of: date
    known_at: datetime
    grade: Grade
    effective: bool | None
    responsible: tuple[Responsible, ...]
    self_supporting: tuple[Record, ...]
    de_facto_carers: tuple[Responsible, ...]
    placements: tuple[Placement, ...]
    gaps: tuple[Gap, ...]
    legal_basis: tuple[str, ...]
    rule: tuple[str, str]
