"""What the graph holds, in the words of those who ask.

Fields have no resolvers: `cypher/fields/<Type>.<field>.cypher` says how one is read from the graph, else it is the
property of that name. Descriptions are in `graph_service/texts/schema.yaml`.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Generic, TypeVar

import strawberry

from graph_service.access.policy import Purpose
from graph_service.api.schema.arguments import EVER, HOPS, KINDS, PAGE, RULES, UNTIL, narrowed, ordered, taking
from graph_service.api.schema.enums import (
    AbsenceReason,
    CandidateDistance,
    CandidateReason,
    CircumstanceKind,
    DataGap,
    DifferenceKind,
    DifferenceTrigger,
    DisabilityType,
    EnrolmentStatus,
    Grade,
    GradeEvent,
    GuardianshipBasis,
    GuardianState,
    KinRelation,
    OrganisationKind,
    ParentageKind,
    PlacementKind,
    RegistrationType,
    Responsibility,
    RevocationKind,
    Role,
    RuleAnswer,
    RuleKind,
    ServiceLine,
    Severity,
    Sex,
    StatutoryOrder,
    SupportKind,
    WorkerRole,
)
from graph_service.api.schema.inputs import ChildFilter, ChildOrder, EnrolmentFilter
from graph_service.api.schema.measures import CriticalCarer, NetworkMeasures, StoredMeasures

if TYPE_CHECKING:
    from graph_service.api.schema.families import Ecomap, Genogram
    from graph_service.api.schema.networks import SupportNetwork

T = TypeVar("T")


@strawberry.interface
class Node:
    """Whatever has an id of its own."""

    id: strawberry.ID


@strawberry.type
class PageInfo:
    """Where a page of a connection lies."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class Edge(Generic[T]):
    """One place in a connection."""

    cursor: str
    node: T


@strawberry.type
class Connection(Generic[T]):
    """A page of a longer list, by keyset."""

    edges: list[Edge[T]]
    nodes: list[T]
    page_info: PageInfo
    total_count: int


@strawberry.type
class FacetCount:
    """How many have one value."""

    value: str | None
    count: int


@strawberry.type
class LocalisedText:
    """One text in both languages."""

    en: str
    zh: str


@strawberry.interface
class Fact:
    """Something that held between two for a time, as one record says (事实)."""

    key: str
    from_: date | None = strawberry.field(name="from")
    to: date | None
    recorded_at: datetime
    retracted_at: datetime | None
    source: str | None
    record_id: str | None
    version: str


@strawberry.interface
class Individual:
    """Somebody (自然人): what a child and any other person have in common."""

    person_id: str
    name: str | None
    sex: Sex | None
    birth_date: date | None
    death_date: date | None
    age: int | None
    ethnicity: str | None
    id_number: str | None
    phone: str | None
    registration_type: RegistrationType | None
    registration_division: str | None
    residence_division: str | None
    division: "Division | None"
    recorded_at: datetime | None
    source: str | None
    record_id: str | None
    version: str | None
    data_quality_findings: "list[DataQualityFinding]"
    parents: "list[Parentage]" = taking(EVER)
    children: "list[Parentage]" = taking(EVER)
    marriages: "list[Marriage]" = taking(EVER)
    households: "list[HouseholdMembership]" = taking(EVER)
    circumstances: "list[Circumstance]" = taking(EVER)
    disabilities: "list[Disability]" = taking(EVER)
    absences: "list[Absence]" = taking(EVER)
    guardianships: "list[Guardianship]" = taking(EVER)
    wards: "list[Guardianship]" = taking(EVER)
    revocations: "list[Revocation]" = taking(EVER)
    entrusted_care: "list[EntrustedCare]" = taking(EVER)
    entrusted_children: "list[EntrustedCare]" = taking(EVER)
    enrolments: "list[Enrolment]" = taking(EVER)
    attendance: "list[Attendance]" = taking(EVER)
    placements: "list[Placement]" = taking(EVER)
    benefits: "list[Benefit]" = taking(EVER)
    services: "list[Service]" = taking(EVER)
    supporters: "list[SupportTie]" = taking(EVER)
    supports: "list[SupportTie]" = taking(EVER)
    visits: "list[Visit]" = taking(EVER)
    support_network: Annotated["SupportNetwork", strawberry.lazy("graph_service.api.schema.networks")] | None = taking(
        HOPS, KINDS
    )


@strawberry.type
class Person(Individual, Node):
    """Anybody, whatever their age on the day."""

    as_child: "Child | None"


@strawberry.type
class Child(Individual, Node):
    """A person alive and under 18 on the day (儿童)."""

    person: Person
    grade: Grade
    effective: bool | None
    guardianship_assessment: "GuardianshipAssessment"
    stored_assessments: "list[StoredAssessment]"
    categories: "list[Detection]" = taking(RULES)
    warnings: "list[Detection]" = taking(RULES)
    candidate_guardians: "list[Candidate]"
    timeline: "list[GuardianshipPeriod]" = taking(UNTIL)
    genogram: Annotated["Genogram", strawberry.lazy("graph_service.api.schema.families")] | None
    ecomap: Annotated["Ecomap", strawberry.lazy("graph_service.api.schema.families")] | None
    network_measures: NetworkMeasures | None
    stored_measures: list[StoredMeasures]
    critical_carers: list[CriticalCarer]


@strawberry.type
class Record:
    """A record that something rests on."""

    id: str
    fact: str
    source: str | None
    recorded_at: datetime | None


@strawberry.type
class Responsible:
    """Somebody responsible for a child, and their ability on the day."""

    party: "Guardian"
    kind: Responsibility
    state: GuardianState
    roles: list[Record]
    records: list[Record]


@strawberry.type
class GuardianshipAssessment:
    """Who looks after a child on the day, in which state, by which law (监护评估)."""

    child: Child
    as_of: date
    known_at: datetime
    grade: Grade
    effective: bool | None
    responsible: list[Responsible]
    de_facto_carers: list[Responsible]
    self_supporting: list[Record]
    gaps: list[DataGap]
    legal_basis: list[LocalisedText]
    rule_id: str
    rule_version: str


@strawberry.type
class StoredAssessment:
    """An assessment that was kept."""

    id: strawberry.ID
    as_of: date
    known_at: datetime
    assessed_at: datetime
    grade: Grade
    effective: bool | None
    gaps: list[DataGap]
    legal_basis: list[str]
    rule_id: str
    rule_version: str


@strawberry.type
class Law:
    """An article, and what it says (法律依据)."""

    article: LocalisedText
    text: LocalisedText


@strawberry.type
class Duty:
    """Who must act when a rule holds, how, and by when (职责)."""

    who: LocalisedText
    what: LocalisedText
    by: LocalisedText


@strawberry.type
class ParameterValue:
    """What a parameter is in a division from a day on."""

    since: date
    division: str | None
    value: str
    unit: str
    source: LocalisedText


@strawberry.type
class RuleParameter:
    """A value that a rule uses and that a division may set (规则参数)."""

    of: str
    name: str
    in_force: str
    values: list[ParameterValue]


@strawberry.type
class Rule:
    """A rule as it is on the day (规则)."""

    id: str
    version: str
    title: LocalisedText
    when: LocalisedText
    kind: RuleKind
    severity: Severity
    law: list[Law]
    duties: list[Duty]
    parameters: list[RuleParameter]


@strawberry.type
class Involved:
    """Somebody by whom a rule holds, and the records of that."""

    party: "Guardian"
    role: str
    status: str
    since: date | None
    records: list[Record]


@strawberry.type
class MissingFact:
    """A fact that would decide."""

    person: Person | None
    code: str
    record: str | None
    supplier: str


@strawberry.type
class Detection:
    """A rule holds of a child, or it cannot be said whether it does, and why (规则命中)."""

    child: Child
    rule: Rule
    answer: RuleAnswer
    people: list[Involved]
    records: list[Record]
    missing: list[MissingFact]
    reasons: list[str]
    definition: str | None
    day: date | None
    grade: Grade | None
    look_for: Person | None


@strawberry.type
class KinshipStep:
    """One step on the way from a child to a relative, as one record says (亲属关系路径)."""

    person: Person
    id: str
    fact: str
    kind: ParentageKind | None
    source: str | None
    recorded_at: datetime | None


@strawberry.type
class Candidate:
    """Somebody who could become guardian of a child, or why not (候选监护人)."""

    party: "Guardian"
    relation: KinRelation
    order: StatutoryOrder
    eligible: bool
    state: GuardianState
    records: list[Record]
    bars: list[Record]
    path: list[KinshipStep]
    ties: list[Record]
    distance: CandidateDistance
    age: int | None
    wards: int | None
    consent_needed: bool
    reasons: list[CandidateReason]
    legal_basis: LocalisedText


@strawberry.type
class GradeCause:
    """Something that happens on a day and may change a grade (起因)."""

    event: GradeEvent
    party: "Guardian | None"
    kind: str | None
    records: list[Record]


@strawberry.interface
class Caused:
    """Whatever happens on a day because of something else."""

    causes: list[GradeCause]


@strawberry.type
class Constellation(Caused):
    """From a day on, who is responsible and in which state."""

    since: date
    responsible: list[Responsible]
    self_supporting: list[Record]


@strawberry.type
class GuardianshipPeriod(Caused):
    """Consecutive days of one grade (监护沿革)."""

    since: date
    until: date | None
    grade: Grade
    effective: bool | None
    constellations: list[Constellation]


@strawberry.type
class GuardianshipEnding(Caused):
    """Guardianship of a child stops being effective (监护即将失效)."""

    child: Child
    day: date
    grade: Grade
    people: list[Involved]


@strawberry.type
class Standing:
    """How a child stands: the grade, and everybody responsible in their state (监护状况)."""

    grade: Grade
    responsible: list[Responsible]


@strawberry.interface
class Comparison:
    """How a child stood, and how they stand (前后对比)."""

    child: Person
    day: date
    before: Standing | None
    after: Standing | None


@strawberry.type
class AssessmentDifference(Comparison):
    """What has become different about a child on a day, and by what (监护变化)."""

    kind: DifferenceKind
    causes: list[Record]
    trigger: DifferenceTrigger
    kept_at: datetime


@strawberry.type
class Prospect(Comparison):
    """How a child stands, and how they would stand (假定结果)."""

    kind: DifferenceKind | None


@strawberry.type
class StatisticsRow:
    """One number of a table, or that it is hidden."""

    county: str | None
    township: str | None
    age: str | None
    sex: Sex | None
    grade: Grade | None
    category: str | None
    count: int | None
    hidden: bool


@strawberry.type
class Statistics:
    """How many children there are in a division, small numbers hidden (统计)."""

    division: str
    smallest: int
    source: LocalisedText
    withheld: list[str]
    rows: list[StatisticsRow]


@strawberry.type
class Parentage(Fact):
    """Somebody is the parent of somebody (亲子关系)."""

    kind: ParentageKind
    parent: Person
    child: Person


@strawberry.type
class Marriage(Fact):
    """Two persons are married (婚姻)."""

    spouses: list[Person]


@strawberry.type
class Guardianship(Fact):
    """A recorded guardianship (监护)."""

    guardian: "Guardian"
    ward: Person
    basis: GuardianshipBasis
    document_no: str | None


@strawberry.type
class Revocation(Fact):
    """A court revoked or suspended somebody's guardianship (监护人资格的撤销或中止)."""

    guardian: "Guardian"
    ward: Person
    kind: RevocationKind
    document_no: str | None


@strawberry.type
class EntrustedCare(Fact):
    """Parents have entrusted somebody with the care of a child (委托照护)."""

    carer: Person
    child: Person
    written_agreement: bool | None
    school_notified: bool | None
    village_notified: bool | None


@strawberry.type
class Circumstance(Fact):
    """What holds about somebody (情形)."""

    person: Person
    kind: CircumstanceKind
    toward_child: Person | None
    term_months: int | None


@strawberry.type
class Disability(Fact):
    """A certified disability (残疾)."""

    person: Person
    type: DisabilityType
    grade: int
    certificate_no: str | None


@strawberry.type
class Absence(Fact):
    """Somebody is away (外出)."""

    person: Person
    destination_division: str
    destination: "Division | None"
    reason: AbsenceReason | None
    last_contact: date | None


@strawberry.type
class HouseholdMembership(Fact):
    """Somebody lives in a household (户成员)."""

    household: "Household"
    person: Person
    relation_to_head: str | None


@strawberry.type
class Enrolment(Fact):
    """Somebody is enrolled at a school (学籍)."""

    student: Person
    school: "School"
    stage: str
    grade: str | None
    status: EnrolmentStatus
    boarder: bool | None


@strawberry.type
class Attendance(Fact):
    """School days missed in a month (出勤)."""

    student: Person
    school: "School"
    month: str
    days_absent: int
    school_days: int | None


@strawberry.type
class Placement(Fact):
    """Somebody is placed in alternative care (安置)."""

    person: Person
    organisation: "Organisation"
    kind: PlacementKind


@strawberry.type
class Benefit(Fact):
    """Somebody or a household receives a benefit (救助待遇)."""

    recipient: "BenefitRecipient"
    programme: str
    monthly_amount: float | None


@strawberry.type
class Service(Fact):
    """Somebody received a service (服务)."""

    person: Person
    line: ServiceLine
    date: date
    organisation: "Organisation | None"
    note: str | None


@strawberry.type
class SupportTie(Fact):
    """Somebody supports somebody (支持关系)."""

    person: Person
    supporter: "Supporter"
    kind: SupportKind
    strength: int | None


@strawberry.type
class Visit(Fact):
    """A worker visited somebody (探访)."""

    worker: "Worker"
    person: Person
    date: date
    outcome: str | None
    note: str | None


@strawberry.type
class Household(Node):
    """People who live together (家庭户)."""

    household_id: str
    division_code: str | None
    division: "Division | None"
    head: Person | None
    monthly_income_per_head: float | None
    property_ok: bool | None
    members: list[HouseholdMembership] = taking(EVER)
    benefits: list[Benefit] = taking(EVER)


@strawberry.type
class School(Node):
    """A school (学校)."""

    school_id: str
    name: str | None
    division_code: str | None
    division: "Division | None"
    stages: str | None
    boarding: bool | None
    enrolments: Connection[Enrolment] = taking(narrowed(EnrolmentFilter), PAGE, EVER)


@strawberry.type
class Organisation(Node):
    """An organisation that cares, decides or helps (机构)."""

    organisation_id: str
    name: str | None
    kind: OrganisationKind | None
    division_code: str | None
    division: "Division | None"
    capacity: int | None
    opened_on: date | None
    closed_on: date | None
    wards: Connection[Guardianship] = taking(PAGE, EVER)
    placements: Connection[Placement] = taking(PAGE, EVER)


@strawberry.type
class Worker(Node):
    """A child director, supervisor, officer, liaison or auditor (工作人员)."""

    worker_id: str
    name: str | None
    role: WorkerRole | None
    division_code: str | None
    division: "Division | None"
    school: School | None
    visits: Connection[Visit] = taking(PAGE, EVER)


@strawberry.type
class ChildFacets:
    """How the children of a list divide."""

    grade: list[FacetCount]
    sex: list[FacetCount]
    age: list[FacetCount]
    township: list[FacetCount]
    registration_type: list[FacetCount]


@strawberry.type
class ChildConnection:
    """A page of children, with counts over the whole list."""

    edges: "list[Edge[Child]]"
    nodes: list[Child]
    page_info: PageInfo
    total_count: int
    facets: ChildFacets


@strawberry.type
class Division(Node):
    """An administrative division (行政区划)."""

    code: str
    name: str | None
    level: str | None
    parent: "Division | None"
    divisions: "list[Division]"
    schools: list[School]
    organisations: list[Organisation]
    workers: list[Worker]
    children: ChildConnection = taking(narrowed(ChildFilter), ordered(ChildOrder), PAGE)


@strawberry.type
class DataQualityFinding(Node):
    """A doubt about a record (数据质量问题)."""

    code: str
    found_at: datetime
    resolved_at: datetime | None
    records: list[str]
    concerns: "Entity | None"


@strawberry.type
class ImportReport(Node):
    """What became of one file of an import (导入报告)."""

    file: str
    feed: str
    imported_at: datetime
    finished: bool
    read: int
    inserted: int
    updated: int
    unchanged: int
    quarantined: int
    unknown_columns: list[str]
    error: str | None
    message: str | None


@strawberry.type
class Viewer:
    """Who asks."""

    subject: str
    role: Role
    purpose: Purpose
    purposes: list[Purpose]
    division: Division | None
    school: School | None
    organisation: Organisation | None


Guardian = Annotated[Person | Organisation, strawberry.union("Guardian")]
Supporter = Annotated[Person | Worker, strawberry.union("Supporter")]
BenefitRecipient = Annotated[Person | Household, strawberry.union("BenefitRecipient")]
Entity = Annotated[
    Person | Household | School | Organisation | Worker | Division,
    strawberry.union("Entity"),
]


@strawberry.type
class AssessmentChange:
    """The grade of a child is another one than was kept before (监护等级变化)."""

    child: Child
    before: Grade | None
    after: Grade
    as_of: date
    assessed_at: datetime
