"""Code lists of the schema. The value of a member is what the graph holds."""

from enum import Enum

import strawberry

from graph_service.access.identity import Role
from graph_service.guardianship.kinship import Relation as KinRelation
from graph_service.guardianship.order import Distance as CandidateDistance
from graph_service.guardianship.order import Order as StatutoryOrder
from graph_service.guardianship.order import Reason as CandidateReason
from graph_service.guardianship.rules import Kind as RuleKind
from graph_service.guardianship.statistics import Key as StatisticsKey
from graph_service.guardianship.timeline import Event as GradeEvent
from graph_service.model.assessment import Gap as DataGap
from graph_service.model.assessment import Grade, Responsibility
from graph_service.model.assessment import State as GuardianState
from graph_service.model.change import ChangeKind
from graph_service.model.difference import DifferenceKind
from graph_service.model.difference import Trigger as DifferenceTrigger
from graph_service.networks.genogram import UnionKind
from graph_service.networks.kinship import Line as KinLine
from graph_service.networks.paths import PathGoal, PathOrder
from graph_service.networks.ties import TieKind, TieName

# The model's own code lists, by the names that they have in the schema.
strawberry.enum(RuleKind, name="RuleKind")
strawberry.enum(ChangeKind, name="ChangeKind")
strawberry.enum(DifferenceKind, name="DifferenceKind")
strawberry.enum(DifferenceTrigger, name="DifferenceTrigger")
strawberry.enum(StatisticsKey, name="StatisticsKey")
strawberry.enum(StatutoryOrder, name="StatutoryOrder")
strawberry.enum(KinRelation, name="KinRelation")
strawberry.enum(CandidateDistance, name="CandidateDistance")
strawberry.enum(CandidateReason, name="CandidateReason")
strawberry.enum(GradeEvent, name="GradeEvent")
strawberry.enum(TieKind, name="TieKind")
strawberry.enum(KinLine, name="KinLine")
strawberry.enum(UnionKind, name="UnionKind")
strawberry.enum(TieName, name="TieName")
strawberry.enum(PathGoal, name="PathGoal")
strawberry.enum(PathOrder, name="PathOrder")
strawberry.enum(Role, name="Role")
strawberry.enum(Grade, name="Grade")
strawberry.enum(GuardianState, name="GuardianState")
strawberry.enum(Responsibility, name="Responsibility")
strawberry.enum(DataGap, name="DataGap")


@strawberry.enum
class Sex(Enum):
    """Sex (性别); GB/T 2261.1."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2
    UNSPECIFIED = 9


@strawberry.enum
class DisabilityType(Enum):
    """Type of a disability (残疾类别); GB/T 26341."""

    VISUAL = 1
    HEARING = 2
    SPEECH = 3
    PHYSICAL = 4
    INTELLECTUAL = 5
    MENTAL = 6
    MULTIPLE = 7


@strawberry.enum
class Severity(Enum):
    """How urgent what a rule finds is (严重程度)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@strawberry.enum
class RuleAnswer(Enum):
    """What a rule says of a child when it does not say no."""

    YES = "yes"
    UNDETERMINED = "undetermined"


@strawberry.enum
class OrderDirection(Enum):
    """Which end of an order comes first."""

    ASC = "ASC"
    DESC = "DESC"


@strawberry.enum
class CircumstanceKind(Enum):
    """What holds about a person (情形)."""

    IMPRISONED = "IMPRISONED"
    COMPULSORY_REHABILITATION = "COMPULSORY_REHABILITATION"
    OTHER_DETENTION = "OTHER_DETENTION"
    OUT_OF_CONTACT = "OUT_OF_CONTACT"
    DECLARED_MISSING = "DECLARED_MISSING"
    DEPORTED = "DEPORTED"
    NO_CAPACITY = "NO_CAPACITY"
    LIMITED_CAPACITY = "LIMITED_CAPACITY"
    SERIOUS_ILLNESS = "SERIOUS_ILLNESS"
    MENTAL_DISORDER = "MENTAL_DISORDER"
    NEGLECT = "NEGLECT"
    ABUSE = "ABUSE"
    ABANDONMENT = "ABANDONMENT"
    REFUSES_DUTY = "REFUSES_DUTY"
    BARRED_CARER = "BARRED_CARER"
    SELF_SUPPORTING = "SELF_SUPPORTING"
    FOUNDLING = "FOUNDLING"
    EMERGENCY = "EMERGENCY"
    HOMELESS = "HOMELESS"


@strawberry.enum
class ParentageKind(Enum):
    """How somebody is a parent (亲子关系类型)."""

    BIOLOGICAL = "BIOLOGICAL"
    ADOPTIVE = "ADOPTIVE"
    STEP = "STEP"


@strawberry.enum
class GuardianshipBasis(Enum):
    """What a guardianship rests on (监护依据)."""

    TESTAMENT = "TESTAMENT"
    AGREEMENT = "AGREEMENT"
    DESIGNATION = "DESIGNATION"
    COURT = "COURT"
    TEMPORARY = "TEMPORARY"
    CIVIL_AFFAIRS = "CIVIL_AFFAIRS"
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE"
    STATUTORY = "STATUTORY"


@strawberry.enum
class RevocationKind(Enum):
    """What a court did to a guardianship (监护人资格的撤销或中止)."""

    REVOKED = "REVOKED"
    SUSPENDED = "SUSPENDED"


@strawberry.enum
class RegistrationType(Enum):
    """Kind of household registration (户口性质)."""

    RURAL = "RURAL"
    URBAN = "URBAN"


@strawberry.enum
class AbsenceReason(Enum):
    """Why somebody is away (外出原因)."""

    WORK = "WORK"
    STUDY = "STUDY"
    MEDICAL = "MEDICAL"
    OTHER = "OTHER"


@strawberry.enum
class EnrolmentStatus(Enum):
    """Where an enrolment stands (学籍状态)."""

    ENROLLED = "ENROLLED"
    SUSPENDED = "SUSPENDED"
    DROPPED_OUT = "DROPPED_OUT"
    TRANSFERRED = "TRANSFERRED"
    GRADUATED = "GRADUATED"


@strawberry.enum
class OrganisationKind(Enum):
    """What an organisation is (机构类型)."""

    CHILD_WELFARE_INSTITUTION = "CHILD_WELFARE_INSTITUTION"
    MINOR_PROTECTION_CENTRE = "MINOR_PROTECTION_CENTRE"
    CIVIL_AFFAIRS_BUREAU = "CIVIL_AFFAIRS_BUREAU"
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE"
    CHARITY = "CHARITY"
    REHABILITATION_CENTRE = "REHABILITATION_CENTRE"
    DEVICE_RENTAL_SITE = "DEVICE_RENTAL_SITE"
    SCHOOL_AUTHORITY = "SCHOOL_AUTHORITY"


@strawberry.enum
class PlacementKind(Enum):
    """Form of alternative care (替代照料形式); UN Guidelines for the Alternative Care of Children."""

    RESIDENTIAL = "RESIDENTIAL"
    FOSTER = "FOSTER"
    KINSHIP = "KINSHIP"
    RESPITE = "RESPITE"


@strawberry.enum
class ServiceLine(Enum):
    """Line of service of a child welfare institution (服务类别)."""

    REARING = "REARING"
    EDUCATION = "EDUCATION"
    MEDICAL = "MEDICAL"
    REHABILITATION = "REHABILITATION"
    MENTAL_HEALTH = "MENTAL_HEALTH"
    DEVICE = "DEVICE"


@strawberry.enum
class SupportKind(Enum):
    """What a supporter is to somebody (支持关系类型)."""

    KIN = "KIN"
    NEIGHBOUR = "NEIGHBOUR"
    TEACHER = "TEACHER"
    VOLUNTEER = "VOLUNTEER"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    FRIEND = "FRIEND"


@strawberry.enum
class WorkerRole(Enum):
    """What a worker does (工作人员角色)."""

    CHILD_DIRECTOR = "CHILD_DIRECTOR"
    CHILD_SUPERVISOR = "CHILD_SUPERVISOR"
    OFFICER = "OFFICER"
    LIAISON = "LIAISON"
    AUDITOR = "AUDITOR"
