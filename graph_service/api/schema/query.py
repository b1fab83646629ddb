"""The questions."""

from datetime import date, datetime

import strawberry

from graph_service.api.schema.inputs import (
    ChildFilter,
    ChildOrder,
    DataQualityFindingFilter,
    HouseholdFilter,
    OrganisationFilter,
    PersonFilter,
    PersonOrder,
    SchoolFilter,
    WorkerFilter,
)
from graph_service.api.schema.types import (
    Child,
    ChildConnection,
    Connection,
    DataQualityFinding,
    Division,
    Household,
    ImportReport,
    Node,
    Organisation,
    Person,
    School,
    Viewer,
    Worker,
)

AsOf = date | None
KnownAt = datetime | None


@strawberry.type
class Query:
    """Every root field is one statement, on the day `asOf` as known at `knownAt`."""

    @strawberry.field
    def viewer(self, as_of: AsOf = None, known_at: KnownAt = None) -> Viewer: ...

    @strawberry.field
    def node(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Node | None: ...  # noqa: A002

    @strawberry.field
    def child(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Child | None: ...  # noqa: A002

    @strawberry.field
    def children(
        self,
        filter: ChildFilter | None = None,  # noqa: A002
        order_by: ChildOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ChildConnection: ...

    @strawberry.field
    def person(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Person | None: ...  # noqa: A002

    @strawberry.field
    def persons(
        self,
        filter: PersonFilter | None = None,  # noqa: A002
        order_by: PersonOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[Person]: ...

    @strawberry.field
    def household(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Household | None: ...  # noqa: A002

    @strawberry.field
    def households(
        self,
        filter: HouseholdFilter | None = None,  # noqa: A002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[Household]: ...

    @strawberry.field
    def school(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> School | None: ...  # noqa: A002

    @strawberry.field
    def schools(
        self,
        filter: SchoolFilter | None = None,  # noqa: A002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[School]: ...

    @strawberry.field
    def organisation(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Organisation | None: ...  # noqa: A002

    @strawberry.field
    def organisations(
        self,
        filter: OrganisationFilter | None = None,  # noqa: A002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[Organisation]: ...

    @strawberry.field
    def worker(self, id: strawberry.ID, as_of: AsOf = None, known_at: KnownAt = None) -> Worker | None: ...  # noqa: A002

    @strawberry.field
    def workers(
        self,
        filter: WorkerFilter | None = None,  # noqa: A002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[Worker]: ...

    @strawberry.field
    def division(self, code: str, as_of: AsOf = None, known_at: KnownAt = None) -> Division | None: ...

    @strawberry.field
    def data_quality_findings(
        self,
        filter: DataQualityFindingFilter | None = None,  # noqa: A002
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[DataQualityFinding]: ...

    @strawberry.field
    def import_reports(
        self,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Connection[ImportReport]: ...
