"""Asks the compiled side and the resolving side the same questions, as each of the roles."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from graphql import print_schema
from graphql.execution.collect_fields import collect_fields

import graph_service
from graph_service.access.identity import Identity, Role
from graph_service.api.documents import Document, Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.graph.deadlines import Allowance, within
from tests.api.county import COUNTY, SCHOOL, TOWNSHIP, County, pools
from tests.api.questions import Pools
from tests.api.resolvers import Archive, Reader, Resolving, View

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

TABLE: Mapping[str, Any] = yaml.safe_load(
    (Path(graph_service.__file__).parent / "access" / "policy.yaml").read_text("utf-8")
)
"""The policy, read by itself."""

_PLACES: tuple[dict[str, dict[int, str] | str], ...] = (
    {
        "division": {2: "99", 4: "9901", 6: COUNTY, 9: TOWNSHIP, 12: f"{TOWNSHIP}001"},
        "school": SCHOOL,
        "organisation": "ORG-WELFARE",
    },
    {
        "division": {2: "98", 4: "9902", 6: "990102", 9: "990102001", 12: "990102001001"},
        "school": "X-SCH-FAR",
        "organisation": "ORG-SHELTER",
    },
)
"""What a role may be limited to: where the village is, and somewhere else. Divisions by how many digits they have."""


def _in_each_role(place: int) -> Iterator[Reader]:
    for title, row in TABLE["roles"].items():
        limit, office = row.get("limit"), "" if title == row["sees_as"] else title
        if limit is None:
            if place == 0:
                yield Reader(row["sees_as"], subject=title)
            continue
        given: Any = _PLACES[place][limit]
        bounds = {limit: given[row.get("digits", 6)] if limit == "division" else given}
        lent = LENT if row.get("only_lent") and place == 0 else frozenset[str]()
        yield Reader(row["sees_as"], **bounds, office=office, lent=lent, subject=f"{title} {place}")


INSIDE, OUTSIDE = tuple(_in_each_role(0)), tuple(_in_each_role(1))
"""Somebody in each role of the policy where the village is, and in each that is limited, somewhere else."""


def named(reader: Reader) -> str:
    """The reader, to be told in the name of a test."""
    return (
        f"{reader.office or reader.role}-{reader.division or reader.school or reader.organisation}"
        f"{'-lent' * bool(reader.lent)}"
    )


_REMEMBERED = 50

SECONDS = 300.0
"""What one question may take: long, since a plan for a question drawn at random is made on a cold server."""

_FOR_AUDITS = ("accessHistory", "explore", "storedMeasures")
_REFUSED_WITHOUT_REASONS = frozenset(
    {
        *("assessmentDiffs", "detections", "expiring", "statistics", "supportPaths", "whatIf"),
        *("criticalCarers", "kinship", "parentFlows", "reunificationCandidates", "separatedSiblings"),
        *_FOR_AUDITS,
    }
)

NOT_ASKED = {
    "OFFICER": frozenset(_FOR_AUDITS),
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
        """The data that a resolver for each field answers with; what it was of late, to those who see the same."""
        key = (text, json.dumps(variables), replace(reader, subject="", office=reader.office * reader.sees_only_lent))
        if key not in self._resolved:
            if len(self._resolved) >= _REMEMBERED:
                self._resolved.clear()
            document, _ = self.document(text, variables)
            self._resolved[key] = self.resolving.answer(document.node, variables, reader)
        return self._resolved[key]

    @cached_property
    def _resolved(self) -> dict[tuple[str, str, Reader], dict[str, Any]]:
        return {}

    def secrets(self, view: View) -> frozenset[str]:
        """What the reader sees of nobody, as it is written in JSON: whole numbers; an auditor whole names of people,
        others those of the hidden."""
        if id(view) not in self._secrets:
            self._secrets[id(view)] = view, frozenset(_secrets(view))
        return self._secrets[id(view)][1]

    @cached_property
    def _secrets(self) -> dict[int, tuple[View, frozenset[str]]]:
        return {}


def _secrets(view: View) -> Iterator[str]:
    people = view.archive.nodes["Person"] + view.archive.nodes["Worker"]
    names = {True: set[str](), False: set[str]()}
    for node in people:
        shown = view.reader.role != "AUDITOR" and view.sees(node)
        for attributes in (node.now, *node.versions):
            yield from (json.dumps(attributes[name]) for name in ("idNumber", "phone") if attributes.get(name))
            names[shown or node.id in view.reader.lent].add(attributes.get("name") or "")
    yield from (json.dumps(name, ensure_ascii=False) for name in names[False] - names[True] - {""})
