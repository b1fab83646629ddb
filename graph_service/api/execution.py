"""Executes an operation: each root field is one statement, whose record is passed through to the answer.

Source: GraphQL specification, section 6.2 (Executing Operations).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

from graphql import (
    FieldNode,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import get_argument_values
from graphql.language import DocumentNode

from graph_service.access.identity import Identity
from graph_service.access.policy import scope
from graph_service.api.compiler.compiling import Compiled, compile_field
from graph_service.api.compiler.patterns import Sight
from graph_service.api.documents import Document
from graph_service.api.errors import error_object
from graph_service.errors import ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.guardianship.table import DecisionTable, decision_table
from graph_service.model.time import born_by

_MOST_COMPILED = 64


class Execution:
    """Answers operations from one graph; may be used from several threads.

    Args:
        graph: the database.
        schema: what documents have been validated against.
    """

    def __init__(self, graph: Graph, schema: GraphQLSchema) -> None:
        self._graph = graph
        self._schema = schema
        # Forgotten together with their document, of which only so many are remembered.
        self._compiled: WeakKeyDictionary[Document, dict[tuple[Any, ...], Compiled]] = WeakKeyDictionary()

    def execute(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        identity: Identity,
    ) -> dict[str, Any]:
        """The response of a query.

        Args:
            document: valid.
            operation: which of its operations.
            variables: coerced.
            identity: who asks.

        Returns:
            `data`, and `errors` when a root field could not be answered.
        """
        root = cast("GraphQLObjectType", self._schema.query_type)
        data: dict[str, Any] | None = {}
        errors: list[dict[str, Any]] = []
        fields = collect_fields(self._schema, dict(document.fragments), dict(variables), root, operation.selection_set)
        for key, nodes in fields.items():
            name = nodes[0].name.value
            try:
                if name == "__typename":
                    data[key] = root.name
                elif name.startswith("__"):
                    data[key] = self._introspected(document, operation, nodes, variables)[key]
                else:
                    data[key] = self._answer(document, operation, key, nodes, variables, identity, root)
            except ServiceError as error:
                errors.append(error_object(error, path=[key]))
                if isinstance(root.fields[name].type, GraphQLNonNull):
                    return {"data": None, "errors": errors}
                data[key] = None
        return {"data": data, "errors": errors} if errors else {"data": data}

    def _answer(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        key: str,
        nodes: list[FieldNode],
        variables: Mapping[str, Any],
        identity: Identity,
        root: GraphQLObjectType,
    ) -> Any:  # noqa: ANN401 - JSON
        arguments = get_argument_values(root.fields[nodes[0].name.value], nodes[0], dict(variables))
        day: date = arguments.get("as_of") or arguments.get("asOf") or date.today()  # noqa: DTZ011
        known_at: datetime | None = arguments.get("known_at") or arguments.get("knownAt")
        sight = Sight(identity.role, known_at is not None)
        compiled = self._compile(document, operation, key, nodes, variables, sight, root)
        moment = known_at or datetime.now(UTC)
        shared = _of_day(day) | scope(identity) | {"known_at": moment, "moment": moment}
        statement = Statement(f"api/{nodes[0].name.value}", compiled.text, "", {}, "")
        records = self._graph.read(statement, **compiled.parameters(variables, shared))
        return compiled.shape(records[0]["answer"])

    def _compile(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        key: str,
        nodes: list[FieldNode],
        variables: Mapping[str, Any],
        sight: Sight,
        root: GraphQLObjectType,
    ) -> Compiled:
        """The compiled field; the same for all variables of the same shape."""
        known = self._compiled.setdefault(document, {})
        place = (operation.name and operation.name.value, key, sight, signature(variables))
        compiled = known.get(place)
        if compiled is None:
            compiled = compile_field(self._schema, document.fragments, root, nodes, variables, sight)
            if len(known) >= _MOST_COMPILED:
                known.clear()
            known[place] = compiled
        return compiled

    def _introspected(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        nodes: list[FieldNode],
        variables: Mapping[str, Any],
    ) -> dict[str, Any]:
        """`__schema` and `__type`, which are about the schema and not the graph."""
        alone = OperationDefinitionNode(
            operation=OperationType.QUERY,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
            variable_definitions=operation.variable_definitions,
            directives=(),
        )
        result = execute(
            self._schema,
            DocumentNode(definitions=(alone, *document.fragments.values())),
            variable_values=dict(variables),
        )
        return cast("Any", result).data


def signature(value: Any) -> Any:  # noqa: ANN401 - any coerced value
    """What statements depend on in a variable's value: which parts are given, and the values of flags and codes."""
    if value is None or isinstance(value, bool | Enum):
        return value
    if isinstance(value, Mapping):
        return tuple((key, signature(each)) for key, each in sorted(cast("Mapping[str, Any]", value).items()))
    return "list" if isinstance(value, list) else "value"


@lru_cache(maxsize=64)
def _of_day(day: date) -> dict[str, Any]:
    """The parameters that depend on the day alone; see the fragments of `GuardianshipAssessment`."""
    table = decision_table()
    return {
        "as_of": day,
        "adult_born_by": born_by(table.parameter("adult_age", day), day),
        "self_supporting_born_by": born_by(table.parameter("self_supporting_age", day), day),
        **table.statement_parameters(day),
        **_of_table(table),
    }


def _of_table(table: DecisionTable) -> dict[str, Any]:
    return {
        "state_of_row": [table.state_of_row[row].state.value for row in range(len(table.states))],
        "effective_of_grade": {row.grade.value: row.effective for row in table.grades},
        "law_of_grade": {row.grade.value: {"en": row.law.en, "zh": row.law.zh} for row in table.grades},
        "law_of_state": {row.state.value: {"en": row.law.en, "zh": row.law.zh} for row in table.states},
        "law_of_kind": {kind.value: {"en": row.law.en, "zh": row.law.zh} for kind, row in table.responsibility.items()},
        "rule_id": table.id,
        "rule_version": table.version,
    }
