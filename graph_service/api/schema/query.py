"""The questions."""

from typing import Final

import strawberry
from strawberry import UNSET

from graph_service.api.schema.access import Access, AccessGrant, AccessGrantFilter
from graph_service.api.schema.arguments import (
    BETWEEN,
    BY_CODE,
    BY_ID,
    BY_RULE,
    COUNTED,
    ENDS,
    EXPLORED,
    IN_DIVISION,
    KINDS,
    OF_CHILD,
    OF_DIVISION,
    ON_DAY,
    PAGE,
    PERIOD,
    TIMES,
    WITHIN,
    Arguments,
    narrowed,
    ordered,
    taking,
)
from graph_service.api.schema.families import Kinship, Reunification, SeparatedSiblings
from graph_service.api.schema.inputs import (
    ChangeInput,
    ChildFilter,
    ChildOrder,
    DataQualityFindingFilter,
    DetectionFilter,
    DetectionOrder,
    HouseholdFilter,
    OrganisationFilter,
    PersonFilter,
    PersonOrder,
    SchoolFilter,
    WorkerFilter,
)
from graph_service.api.schema.measures import CriticalCarer, ParentFlows, StoredMeasures
from graph_service.api.schema.networks import Exploration, SupportPath
from graph_service.api.schema.types import (
    AssessmentDifference,
    Child,
    ChildConnection,
    Connection,
    DataQualityFinding,
    Detection,
    Division,
    GuardianshipEnding,
    Household,
    ImportReport,
    Node,
    Organisation,
    Person,
    Prospect,
    Rule,
    School,
    Statistics,
    Viewer,
    Worker,
)

ASSUMED: Final[Arguments] = {"changes": (list[ChangeInput], UNSET), "child_id": (strawberry.ID | None, None)}


@strawberry.type
class Query:
    """Every root field is one statement, on the day `asOf` as known at `knownAt`; what is computed takes more."""

    viewer: Viewer = taking(TIMES)
    node: Node | None = taking(BY_ID, TIMES)
    child: Child | None = taking(BY_ID, TIMES)
    children: ChildConnection = taking(narrowed(ChildFilter), ordered(ChildOrder), PAGE, TIMES)
    person: Person | None = taking(BY_ID, TIMES)
    persons: Connection[Person] = taking(narrowed(PersonFilter), ordered(PersonOrder), PAGE, TIMES)
    household: Household | None = taking(BY_ID, TIMES)
    households: Connection[Household] = taking(narrowed(HouseholdFilter), PAGE, TIMES)
    school: School | None = taking(BY_ID, TIMES)
    schools: Connection[School] = taking(narrowed(SchoolFilter), PAGE, TIMES)
    organisation: Organisation | None = taking(BY_ID, TIMES)
    organisations: Connection[Organisation] = taking(narrowed(OrganisationFilter), PAGE, TIMES)
    worker: Worker | None = taking(BY_ID, TIMES)
    workers: Connection[Worker] = taking(narrowed(WorkerFilter), PAGE, TIMES)
    division: Division | None = taking(BY_CODE, TIMES)
    detections: Connection[Detection] = taking(narrowed(DetectionFilter), ordered(DetectionOrder), PAGE, TIMES)
    expiring: Connection[GuardianshipEnding] = taking(IN_DIVISION, WITHIN, PAGE, TIMES)
    assessment_diffs: Connection[AssessmentDifference] = taking(IN_DIVISION, PERIOD, PAGE, TIMES)
    what_if: list[Prospect] = taking(ASSUMED, IN_DIVISION, ON_DAY)
    access_history: list[Access] = taking(OF_CHILD)
    access_grants: Connection[AccessGrant] = taking(narrowed(AccessGrantFilter), PAGE, TIMES)
    kinship: list[Kinship] = taking(BETWEEN, TIMES)
    separated_siblings: list[SeparatedSiblings] = taking(IN_DIVISION, TIMES)
    reunification_candidates: list[Reunification] = taking(IN_DIVISION, TIMES)
    support_paths: list[SupportPath] = taking(ENDS, KINDS, TIMES)
    explore: Exploration | None = taking(EXPLORED, KINDS, TIMES)
    statistics: Statistics | None = taking(COUNTED, TIMES)
    critical_carers: Connection[CriticalCarer] = taking(IN_DIVISION, PAGE, TIMES)
    stored_measures: Connection[StoredMeasures] = taking(IN_DIVISION, PAGE, TIMES)
    parent_flows: ParentFlows | None = taking(OF_DIVISION, TIMES)
    rules: list[Rule] = taking(IN_DIVISION, TIMES)
    rule: Rule | None = taking(BY_RULE, IN_DIVISION, TIMES)
    data_quality_findings: Connection[DataQualityFinding] = taking(narrowed(DataQualityFindingFilter), PAGE, TIMES)
    import_reports: Connection[ImportReport] = taking(PAGE, TIMES)
