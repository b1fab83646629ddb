"""What one can be told of as it happens."""

from collections.abc import AsyncGenerator

import strawberry

from graph_service.api.schema.access import AccessGrant
from graph_service.api.schema.types import AssessmentChange


@strawberry.type
class Subscription:
    """Each event is one answer, read from the graph by one statement."""

    @strawberry.subscription
    async def assessment_changed(self, division: str) -> AsyncGenerator[AssessmentChange]:  # noqa: ARG002
        raise NotImplementedError  # answered by `graph_service.api.execution`
        yield

    @strawberry.subscription
    async def access_grant_changed(self) -> AsyncGenerator[AccessGrant]:
        raise NotImplementedError  # as above
        yield
