"""The same schema with a resolver for each field, behind the same server: `python -m benchmarks.resolvers`.

Each resolver that leads somewhere asks a statement of its own, as most GraphQL services begin. Settings come from the
environment, as for `graph-service serve`.
"""

import tempfile
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute,
    get_nullable_type,
    is_list_type,
    print_schema,
)

from benchmarks.by_hand import grade_of_one, of_day
from benchmarks.detection import benchmark_statement
from graph_service.access.identity import Identity
from graph_service.access.tokens import open_tokens
from graph_service.api.documents import Document
from graph_service.api.schema.build import graphql_schema
from graph_service.api.serving import application, assemble, serve
from graph_service.audit.accesses import open_accesses
from graph_service.config import load_settings
from graph_service.graph.connection import Graph, open_graph

LED_BY = {
    ("Query", "child"): "child",
    ("Query", "children"): "children",
    ("Child", "parents"): "parents",
    ("Child", "guardianships"): "guardianships",
    ("Child", "enrolments"): "enrolments",
    ("Parentage", "parent"): "person",
    ("Guardianship", "guardian"): "guardian",
    ("Enrolment", "school"): "school",
}
"""The statement of each field that leads somewhere; the others are read off what their object's statement returned."""


class ResolverExecution:
    """Carries queries out with graphql-core, as `graph_service.api.execution.Execution` does without it.

    Args:
        graph: the database.
        schema: what documents have been validated against.
    """

    def __init__(self, graph: Graph, schema: GraphQLSchema) -> None:
        self._graph = graph
        self._schema = build_schema(print_schema(schema))
        self._statements = {field: benchmark_statement(f"resolvers/{name}") for field, name in LED_BY.items()}
        self._statements["Child", "grade"] = grade_of_one()

    def execute(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any], identity: Identity
    ) -> dict[str, Any]:
        """The response of a query."""
        result = execute(
            self._schema,
            document.node,
            operation_name=operation.name.value if operation.name else None,
            variable_values=variables,
            context_value=identity,
            field_resolver=self._resolve,
        )
        if not isinstance(result, ExecutionResult):
            raise TypeError("a resolver is asynchronous")
        return {"data": result.data} | ({"errors": result.formatted["errors"]} if result.errors else {})

    def subscribe(self, *_: object) -> AsyncIterator[dict[str, Any]]:
        raise NotImplementedError

    def _resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        field = info.parent_type.name, info.field_name
        statement = self._statements.get(field)
        if statement is None:
            return source[info.field_name]
        day: date = info.variable_values["asOf"]
        given = {
            **of_day(day),
            "scope_division": info.context.division,
            "id": arguments.get("id") or (source and (source.get(info.field_name) or source["personId"])),
            "ids": (arguments.get("filter") or {}).get("personIds"),
            "limit": arguments.get("first"),
        }
        asked = {name: given[name] for name in statement.parameters}
        found = [record[0] for record in self._graph.read(statement, **asked)]
        if field == ("Query", "children"):
            return {"nodes": found}
        return found if is_list_type(get_nullable_type(info.return_type)) else (found or [None])[0]


def main() -> None:
    settings = load_settings()
    with (
        open_graph(settings, seconds=settings.request_deadline) as graph,
        tempfile.TemporaryDirectory() as folder,  # the log of the home is that of the API
    ):
        execution = ResolverExecution(graph, graphql_schema)
        accesses = open_accesses(Path(folder))
        entrance = assemble(settings, graphql_schema, execution, open_tokens(settings.home), accesses)
        serve(settings, entrance, application(entrance, graph), lambda address: print(address, flush=True))


if __name__ == "__main__":
    main()
