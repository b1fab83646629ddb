"""Asks the compiled side and the resolving side the same questions, as each of the roles."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import print_schema
from graphql.execution.collect_fields import collect_fields

from graph_service.access.identity import Identity, Role
from graph_service.api.documents import Document, Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.graph.deadlines import Allowance, within
from tests.api.county import COUNTY, SCHOOL, TOWNSHIP, County, pools
from tests.api.questions import Pools
from tests.api.resolvers import Archive, Reader, Resolving

READERS = (
    Reader("OFFICER", division=TOWNSHIP),
    Reader("OFFICER", division=COUNTY),
    Reader("LIAISON", school=SCHOOL),
    Reader("AUDITOR"),
)

LENT = frozenset({"X-P12"})
"""A child of another county."""

FURTHER_READERS = (
    Reader("OFFICER", division=TOWNSHIP, lent=LENT),
    Reader("OFFICER", division=TOWNSHIP[:4], office="PREFECTURE_OFFICER", lent=LENT, purpose="SUPERVISION"),
    Reader("INSTITUTION_STAFF", organisation="ORG-WELFARE"),
    Reader("AUDITOR", lent=LENT),
    Reader("ADMINISTRATOR"),
)
"""Those who differ from the former by little, or see little."""

SECONDS = 300.0
"""What one question may take: long, since a plan for a question drawn at random is made on a cold server."""

_REFUSED_WITHOUT_REASONS = frozenset(
    {
        *("assessmentDiffs", "detections", "expiring", "statistics", "supportPaths", "whatIf", "accessHistory"),
        *("criticalCarers", "kinship", "parentFlows", "reunificationCandidates", "separatedSiblings"),
    }
)

NOT_ASKED = {
    "OFFICER": frozenset({"accessHistory"}),
    "AUDITOR": frozenset({"search", "NAME", "idNumber", "phone"}),
    "LIAISON": _REFUSED_WITHOUT_REASONS | {"guardianState", "idNumber", "phone"},
    "INSTITUTION_STAFF": _REFUSED_WITHOUT_REASONS | {"guardianState", "idNumber", "phone"},
    "ADMINISTRATOR": _REFUSED_WITHOUT_REASONS,
}
"""Filters, orders and root fields that a role is refused."""


def identity(reader: Reader) -> Identity:
    """The same reader to the service."""
    limits = (reader.division, reader.school, reader.organisation, reader.office)
    role, purpose = Role(reader.role), reader.purpose or None
    return Identity(reader.subject, role, *(limit or None for limit in limits), reader.lent, purpose)


@dataclass(repr=False)
class Asking:
    """Both sides over one county."""

    county: County

    @cached_property
    def resolving(self) -> Resolving:
        return Resolving(print_schema(graphql_schema), Archive(self.county))

    @cached_property
    def execution(self) -> Execution:
        return Execution(self.county.graph, graphql_schema)

    @cached_property
    def documents(self) -> Documents:
        """With no limit to what may be asked for at once."""
        limits = Limits(fields=10**6, cost=10**9, tokens=10**6, comparisons=10**6, aliases=10**4)
        return Documents(graphql_schema, limits)

    @cached_property
    def pools(self) -> Pools:
        return pools(self.county)

    def document(self, text: str, variables: Mapping[str, Any]) -> tuple[Document, dict[str, Any]]:
        """A valid document, and its variables coerced.

        Raises:
            RefusedError, ServiceError: as `Documents.get` and `Document.variables`.
        """
        document = self.documents.get(text)
        return document, document.variables(document.operation(None), variables)

    def compiled(self, text: str, variables: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
        """The whole answer of the service."""
        document, values = self.document(text, variables)
        return self.execution.execute(document, document.operation(None), values, identity(reader))

    def counted(self, text: str, variables: Mapping[str, Any], reader: Reader) -> tuple[dict[str, Any], int]:
        """The whole answer of the service, and how many times it asked the database."""
        with within(Allowance(time.monotonic() + SECONDS)) as allowance:
            return self.compiled(text, variables, reader), allowance.calls

    def root_fields(self, text: str, variables: Mapping[str, Any]) -> int:
        """How many fields an operation asks of the graph."""
        document, values = self.document(text, variables)
        operation = document.operation(None)
        root = graphql_schema.get_root_type(operation.operation)
        assert root is not None
        found = collect_fields(graphql_schema, dict(document.fragments), values, root, operation.selection_set)
        return sum(not nodes[0].name.value.startswith("__") for nodes in found.values())

    def resolved(self, text: str, variables: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
        """The data that a resolver for each field answers with."""
        document, _ = self.document(text, variables)
        return self.resolving.answer(document.node, variables, reader)
