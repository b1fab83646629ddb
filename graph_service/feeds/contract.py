"""The import contract as data: every feed file, its columns, and what a row becomes in the graph.

An *entity* row becomes a node, found again by its id. A *fact* row becomes one relationship, found again by its key:
`record_id` if given, else its required columns plus `from`. Nothing else in the package knows a feed column's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    MONTH = "month"
    TIMESTAMP = "timestamp"
    INTEGER = "integer"
    NUMBER = "number"
    YES_NO = "yes/no"
    DIVISION = "division code"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Column:
    """One column of a feed.

    Args:
        name: header in the file.
        property: name in the graph; None when the value is only an end of the relationship.
        kind: how the text is read.
        required: whether an empty value is refused.
        codes: allowed values of a CODE or INTEGER column; empty means any.
        refers_to: labels of the nodes that a REFERENCE may name, tried in this order.
        sealed: whether the value is kept sealed; see `graph_service.sealing`.
        tag: property with the tag that a sealed value is found by; None when nobody looks for it.
    """

    name: str
    property: str | None
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: frozenset[str] = frozenset()
    refers_to: tuple[str, ...] = ()
    sealed: bool = False
    tag: str | None = None


@dataclass(frozen=True)
class Feed:
    """One file of the contract.

    Args:
        name: file name without its ending.
        columns: the feed's own columns; PROVENANCE is understood in every feed.
        label: label of the node that a row becomes; None for facts.
        relationship: type of the relationship that a row becomes; None for entities and for withdrawals.
        start, end: names of the columns whose values are the ends of the relationship. Of several, the first one that
            is given; one of them must be. Another one that is given too is kept as its property.
    """

    name: str
    columns: tuple[Column, ...]
    label: str | None = None
    relationship: str | None = None
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    column: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A feed's own column comes last: `withdrawals` requires what the others may leave out.
        object.__setattr__(self, "column", {column.name: column for column in (*PROVENANCE, *self.columns)})

    @property
    def sealed(self) -> tuple[Column, ...]:
        """Columns whose values are kept sealed."""
        return tuple(column for column in self.columns if column.sealed)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """Columns that make the key of a row without `record_id`.

        An entity is known by its id; a fact by its required columns plus `from`. Where one of two columns is required
        (the person or the household of a benefit), both are in the key. A withdrawal is known by what it takes back,
        when, and who says so.
        """
        if self.label:
            return (self.columns[0].name,)
        if not self.relationship:
            return ("source", "record_id", "recorded_at")
        required = [column.name for column in self.columns if column.required or column.name in self.start]
        return (*required, "from") if "from" in self.column and "from" not in required else tuple(required)

    @property
    def former(self) -> str:
        """Relationship type of superseded and withdrawn versions, which the usual question never meets."""
        return f"FORMER_{self.relationship}" if self.relationship else "HAD_VERSION"


def _text(name: str, prop: str, *, required: bool = False) -> Column:
    return Column(name, prop, Kind.TEXT, required)


def _sealed(name: str, prop: str, tag: str | None = None) -> Column:
    return Column(name, prop, sealed=True, tag=tag)


def _code(name: str, prop: str, codes: str, *, required: bool = False) -> Column:
    return Column(name, prop, Kind.CODE, required, frozenset(codes.split()))


def _integer(name: str, prop: str, codes: str = "", *, required: bool = False) -> Column:
    return Column(name, prop, Kind.INTEGER, required, frozenset(codes.split()))


def _number(name: str, prop: str) -> Column:
    return Column(name, prop, Kind.NUMBER)


def _date(name: str, prop: str, *, required: bool = False) -> Column:
    return Column(name, prop, Kind.DATE, required)


def _yes_no(name: str, prop: str) -> Column:
    return Column(name, prop, Kind.YES_NO)


def _division(name: str, prop: str, *, required: bool = False) -> Column:
    return Column(name, prop, Kind.DIVISION, required)


def _reference(name: str, *labels: str, prop: str | None = None, required: bool = True) -> Column:
    return Column(name, prop, Kind.REFERENCE, required, refers_to=labels)


FROM, TO = _date("from", "from"), _date("to", "to")
FROM_REQUIRED = _date("from", "from", required=True)

PROVENANCE = (
    _text("source", "source"),
    Column("recorded_at", "recordedAt", Kind.TIMESTAMP),
    _text("record_id", "recordId"),
)

CIRCUMSTANCES = (
    "IMPRISONED COMPULSORY_REHABILITATION OTHER_DETENTION OUT_OF_CONTACT DECLARED_MISSING DEPORTED NO_CAPACITY "
    "LIMITED_CAPACITY SERIOUS_ILLNESS MENTAL_DISORDER NEGLECT ABUSE ABANDONMENT REFUSES_DUTY BARRED_CARER "
    "SELF_SUPPORTING FOUNDLING EMERGENCY HOMELESS"
)

FEEDS: tuple[Feed, ...] = (
    Feed(
        "divisions",
        (_division("code", "code", required=True), _text("name", "name", required=True), _text("level", "level")),
        label="Division",
    ),
    Feed(
        "persons",
        (
            _text("person_id", "id", required=True),
            _text("name", "name", required=True),
            _integer("sex", "sex", "0 1 2 9", required=True),
            _date("birth_date", "birthDate", required=True),
            _date("death_date", "deathDate"),
            _sealed("id_number", "idNumber", "idNumberTag"),
            _text("ethnicity", "ethnicity"),
            _division("registration_division", "registrationDivision"),
            _code("registration_type", "registrationType", "RURAL URBAN"),
            _division("residence_division", "residenceDivision"),
            _sealed("phone", "phone", "phoneTag"),
        ),
        label="Person",
    ),
    Feed(
        "households",
        (
            _text("household_id", "id", required=True),
            _division("division", "division", required=True),
            _reference("head_id", "Person", prop="headId", required=False),
            _number("monthly_income_per_head", "monthlyIncomePerHead"),
            _yes_no("property_ok", "propertyOk"),
        ),
        label="Household",
    ),
    Feed(
        "schools",
        (
            _text("school_id", "id", required=True),
            _text("name", "name", required=True),
            _division("division", "division", required=True),
            _text("stages", "stages"),
            _yes_no("boarding", "boarding"),
        ),
        label="School",
    ),
    Feed(
        "organisations",
        (
            _text("organisation_id", "id", required=True),
            _text("name", "name", required=True),
            _code(
                "kind",
                "kind",
                "CHILD_WELFARE_INSTITUTION MINOR_PROTECTION_CENTRE CIVIL_AFFAIRS_BUREAU VILLAGE_COMMITTEE CHARITY "
                "REHABILITATION_CENTRE DEVICE_RENTAL_SITE SCHOOL_AUTHORITY",
                required=True,
            ),
            _division("division", "division", required=True),
            _integer("capacity", "capacity"),
            FROM,
            TO,
        ),
        label="Organisation",
    ),
    Feed(
        "workers",
        (
            _text("worker_id", "id", required=True),
            _text("name", "name", required=True),
            _code("role", "role", "CHILD_DIRECTOR CHILD_SUPERVISOR OFFICER LIAISON AUDITOR", required=True),
            _division("division", "division", required=True),
            _reference("school_id", "School", prop="schoolId", required=False),
        ),
        label="Worker",
    ),
    Feed(
        "household_members",
        (
            _reference("household_id", "Household"),
            _reference("person_id", "Person"),
            _text("relation_to_head", "relationToHead"),
            FROM,
            TO,
        ),
        relationship="MEMBER_OF",
        start=("person_id",),
        end=("household_id",),
    ),
    Feed(
        "parentages",
        (
            _reference("parent_id", "Person"),
            _reference("child_id", "Person"),
            _code("kind", "kind", "BIOLOGICAL ADOPTIVE STEP", required=True),
            FROM,
            TO,
        ),
        relationship="PARENT_OF",
        start=("parent_id",),
        end=("child_id",),
    ),
    Feed(
        "marriages",
        (_reference("person_id", "Person"), _reference("spouse_id", "Person"), FROM, TO),
        relationship="MARRIED_TO",
        start=("person_id",),
        end=("spouse_id",),
    ),
    Feed(
        "guardianships",
        (
            _reference("guardian_id", "Person", "Organisation"),
            _reference("child_id", "Person"),
            _code(
                "basis",
                "basis",
                "TESTAMENT AGREEMENT DESIGNATION COURT TEMPORARY CIVIL_AFFAIRS VILLAGE_COMMITTEE STATUTORY",
                required=True,
            ),
            FROM,
            TO,
            _text("document_no", "documentNo"),
        ),
        relationship="GUARDIAN_OF",
        start=("guardian_id",),
        end=("child_id",),
    ),
    Feed(
        "revocations",
        (
            _reference("guardian_id", "Person", "Organisation"),
            _reference("child_id", "Person"),
            _code("kind", "kind", "REVOKED SUSPENDED", required=True),
            FROM_REQUIRED,
            TO,
            _text("document_no", "documentNo"),
        ),
        relationship="GUARDIANSHIP_REVOKED_FOR",
        start=("guardian_id",),
        end=("child_id",),
    ),
    Feed(
        "entrusted_care",
        (
            _reference("carer_id", "Person"),
            _reference("child_id", "Person"),
            FROM_REQUIRED,
            TO,
            _yes_no("written_agreement", "writtenAgreement"),
            _yes_no("school_notified", "schoolNotified"),
            _yes_no("village_notified", "villageNotified"),
        ),
        relationship="ENTRUSTED_CARER_OF",
        start=("carer_id",),
        end=("child_id",),
    ),
    Feed(
        "circumstances",
        (
            _reference("person_id", "Person"),
            _code("kind", "kind", CIRCUMSTANCES, required=True),
            FROM,
            TO,
            _reference("toward_child_id", "Person", prop="towardChildId", required=False),
            _integer("term_months", "termMonths"),
        ),
        relationship="IN_CIRCUMSTANCE",
        start=("person_id",),
        end=("kind",),
    ),
    Feed(
        "disabilities",
        (
            _reference("person_id", "Person"),
            _integer("type", "type", "1 2 3 4 5 6 7", required=True),
            _integer("grade", "grade", "1 2 3 4", required=True),
            _sealed("certificate_no", "certificateNo"),
            FROM,
            TO,
        ),
        relationship="HAS_DISABILITY",
        start=("person_id",),
        end=("type",),
    ),
    Feed(
        "absences",
        (
            _reference("person_id", "Person"),
            _division("destination_division", "destinationDivision", required=True),
            _code("reason", "reason", "WORK STUDY MEDICAL OTHER"),
            FROM_REQUIRED,
            TO,
            _date("last_contact", "lastContact"),
        ),
        relationship="ABSENT_IN",
        start=("person_id",),
        end=("destination_division",),
    ),
    Feed(
        "enrolments",
        (
            _reference("person_id", "Person"),
            _reference("school_id", "School"),
            _text("stage", "stage", required=True),
            _text("grade", "grade"),
            _code("status", "status", "ENROLLED SUSPENDED DROPPED_OUT TRANSFERRED GRADUATED", required=True),
            FROM,
            TO,
            _yes_no("boarder", "boarder"),
        ),
        relationship="ENROLLED_AT",
        start=("person_id",),
        end=("school_id",),
    ),
    Feed(
        "attendance",
        (
            _reference("person_id", "Person"),
            _reference("school_id", "School"),
            Column("month", "month", Kind.MONTH, required=True),
            _integer("days_absent", "daysAbsent", required=True),
            _integer("school_days", "schoolDays"),
        ),
        relationship="ATTENDED",
        start=("person_id",),
        end=("school_id",),
    ),
    Feed(
        "placements",
        (
            _reference("person_id", "Person"),
            _reference("organisation_id", "Organisation"),
            _code("kind", "kind", "RESIDENTIAL FOSTER KINSHIP RESPITE", required=True),
            FROM_REQUIRED,
            TO,
        ),
        relationship="PLACED_WITH",
        start=("person_id",),
        end=("organisation_id",),
    ),
    Feed(
        "benefits",
        (
            _reference("person_id", "Person", required=False),
            _reference("household_id", "Household", prop="householdId", required=False),
            _text("programme", "programme", required=True),
            FROM_REQUIRED,
            TO,
            _number("monthly_amount", "monthlyAmount"),
        ),
        relationship="RECEIVES",
        start=("person_id", "household_id"),
        end=("programme",),
    ),
    Feed(
        "services",
        (
            _reference("person_id", "Person"),
            _reference("organisation_id", "Organisation", prop="organisationId", required=False),
            _code("line", "line", "REARING EDUCATION MEDICAL REHABILITATION MENTAL_HEALTH DEVICE", required=True),
            _date("date", "date", required=True),
            _text("note", "note"),
        ),
        relationship="RECEIVED_SERVICE",
        start=("person_id",),
        end=("line",),
    ),
    Feed(
        "support_ties",
        (
            _reference("person_id", "Person"),
            _reference("supporter_id", "Person", "Worker"),
            _code("kind", "kind", "KIN NEIGHBOUR TEACHER VOLUNTEER SOCIAL_WORKER FRIEND", required=True),
            _integer("strength", "strength", "1 2 3"),
            FROM,
            TO,
        ),
        relationship="SUPPORTS",
        start=("supporter_id",),
        end=("person_id",),
    ),
    Feed(
        "visits",
        (
            _reference("worker_id", "Worker"),
            _reference("person_id", "Person"),
            _date("date", "date", required=True),
            _text("outcome", "outcome"),
            _text("note", "note"),
        ),
        relationship="VISITED",
        start=("worker_id",),
        end=("person_id",),
    ),
    Feed(
        "withdrawals",
        (
            _text("record_id", "recordId", required=True),
            Column("recorded_at", "recordedAt", Kind.TIMESTAMP, required=True),
            _text("reason", "reason"),
        ),
    ),
)
"""Every feed, in the order in which references between them resolve."""

SEALED: Final[Mapping[str, str | None]] = {
    column.property: column.tag for feed in FEEDS for column in feed.sealed if column.property
}
"""Properties whose values are kept sealed, and of each the property with its tag, if it has one."""
