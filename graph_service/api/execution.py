"""Executes an operation: each root field is one statement, whose record is passed through to the answer.

What a computed field shows is found by its feature, once for all objects of the answer that have the field, and read by
one more statement, under the guard.

Source: GraphQL specification, section 6.2 (Executing Operations).
"""

from asyncio import sleep, to_thread
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import get_argument_values
from graphql.language import DocumentNode
from orjson import dumps, loads

from graph_service.access.identity import Identity
from graph_service.access.policy import purpose, scope, sight
from graph_service.api.compiler.compiling import Compiled, Shown, compile_field
from graph_service.api.compiler.kinds import is_non_null
from graph_service.api.compiler.selection import bare_id
from graph_service.api.compiler.shaping import Meet
from graph_service.api.computed.detections import rules_of_day
from graph_service.api.computed.registry import COMPUTED, ROOT, Question
from graph_service.api.documents import Document
from graph_service.api.errors import error_object
from graph_service.api.mutations import MUTATIONS
from graph_service.api.sealed import nothing_shown, showing
from graph_service.audit.accesses import Accesses, met
from graph_service.errors import ServiceError
from graph_service.fragments.patterns import Sight
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.table import DecisionTable, decision_table
from graph_service.model.division import division_prefix
from graph_service.model.time import born_by

_MOST_COMPILED = 64
_POLL_SECONDS = 1.0
_OVERLAP = timedelta(seconds=10)
_EVENTS = {
    "assessmentChanged": "commands/assessments_changed",
    "accessGrantChanged": "commands/grants_changed",
}
"""What finds the events of each field of Subscription: their ids and moments."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One operation with everything that its fields are answered with."""

    document: Document
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    identity: Identity
    root: GraphQLObjectType


class Execution:
    """Answers operations from one graph; may be used from several threads.

    Args:
        graph: the database.
        schema: what documents have been validated against.
        accesses: the log of them, for those who may read it.
    """

    def __init__(self, graph: Graph, schema: GraphQLSchema, accesses: Accesses | None = None) -> None:
        self._graph = graph
        self._accesses = accesses
        self._schema = schema
        # Forgotten together with their document, of which only so many are remembered.
        self._compiled: WeakKeyDictionary[Document, dict[tuple[Any, ...], Compiled]] = WeakKeyDictionary()

    def execute(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        identity: Identity,
    ) -> dict[str, Any]:
        """The response of a query or mutation; a mutation's fields are carried out one after the other.

        Args:
            document: valid.
            operation: which of its operations.
            variables: coerced.
            identity: who asks.

        Returns:
            `data`, and `errors` when a root field could not be answered.
        """
        root = self._schema.get_root_type(operation.operation)
        asked = _Asked(document, operation, variables, identity, cast("GraphQLObjectType", root))
        data: dict[str, Any] = {}
        errors: list[dict[str, Any]] = []
        for key, nodes in self._fields(asked).items():
            try:
                data[key] = self._field(asked, key, nodes)
            except ServiceError as error:
                errors.append(error_object(error, path=[key]))
                if is_non_null(asked.root.fields[nodes[0].name.value]):
                    return {"data": None, "errors": errors}
                data[key] = None
        return {"data": data, "errors": errors} if errors else {"data": data}

    async def subscribe(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any],
        identity: Identity,
    ) -> AsyncIterator[dict[str, Any]]:
        """The response to each event of a subscription, as long as the caller listens.

        Events are assessments that were kept with another grade than the one before, or changes of grants, by whichever
        process: they are looked for in the graph. What the subscriber may not see is no event; a grant adds none.

        Args:
            as for `execute`.
        """
        root = cast("GraphQLObjectType", self._schema.subscription_type)
        asked = _Asked(document, operation, variables, identity, root)
        ((key, nodes),) = self._fields(asked).items()
        name = nodes[0].name.value
        arguments = get_argument_values(root.fields[name], nodes[0], variables)
        looked_for, more = statement(_EVENTS[name]), dict[str, Any]()
        if "division" in arguments:
            more["division"] = division_prefix(bare_id(arguments["division"]))
        begun, seen = datetime.now(UTC), set[tuple[str, datetime]]()
        while True:
            # Events of one moment may come in several transactions: look back a little, and say each once.
            since = max(begun, max((at for _, at in seen), default=begun) - _OVERLAP)
            for record in await to_thread(self._graph.read, looked_for, since=since, **more):
                event: tuple[str, datetime] = (record["id"], record["at"].to_native())
                if event not in seen:
                    seen.add(event)
                    answer = await to_thread(self._answer, asked, key, nodes, {"event": event[0]})
                    if answer is not None:
                        yield {"data": {key: answer}}
            seen = {event for event in seen if event[1] >= since}
            await sleep(_POLL_SECONDS)

    def _fields(self, asked: _Asked) -> dict[str, list[FieldNode]]:
        """The root fields by response key."""
        fragments, variables = dict(asked.document.fragments), dict(asked.variables)
        return collect_fields(self._schema, fragments, variables, asked.root, asked.operation.selection_set)

    def _field(self, asked: _Asked, key: str, nodes: list[FieldNode]) -> Any:  # noqa: ANN401 - JSON
        name = nodes[0].name.value
        if name == "__typename":
            return asked.root.name
        if name.startswith("__"):
            return self._introspected(asked, nodes)[key]
        if asked.operation.operation is not OperationType.MUTATION:
            return self._answer(asked, key, nodes, {})
        arguments = get_argument_values(asked.root.fields[name], nodes[0], dict(asked.variables))
        outcome = MUTATIONS[name](self._graph, asked.identity, arguments)
        return self._answer(asked, key, nodes, {"outcome": loads(dumps(outcome))})

    def _answer(self, asked: _Asked, key: str, nodes: list[FieldNode], more: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """One root field: one statement, and those of the computed fields in it."""
        definition = asked.root.fields[nodes[0].name.value]
        arguments = get_argument_values(definition, nodes[0], dict(asked.variables))
        day: date = arguments.get("asOf") or date.today()  # noqa: DTZ011 - the reader's calendar
        known_at: datetime | None = arguments.get("knownAt")
        moment = known_at or datetime.now(UTC)
        seen_as = sight(asked.identity.role, known=known_at is not None, purpose=purpose(asked.identity))
        compiled = self._compile(asked, key, nodes, seen_as)
        shared = {**_of_day(day), **scope(asked.identity), "known_at": moment, "moment": moment, **more}
        name = nodes[0].name.value
        answering = _Answering(self._graph, asked, name, Moment(day, moment), shared, self._accesses)
        return answering.answer(compiled)

    def _compile(self, asked: _Asked, key: str, nodes: list[FieldNode], sight: Sight) -> Compiled:
        """The compiled field; the same for all variables of the same shape."""
        known = self._compiled.setdefault(asked.document, {})
        place = (id(asked.operation), key, sight, signature(asked.variables))
        compiled = known.get(place)
        if compiled is None:
            fragments, variables = asked.document.fragments, asked.variables
            compiled = compile_field(self._schema, fragments, asked.root, nodes, variables, sight)
            if len(known) >= _MOST_COMPILED:
                known.clear()
            known[place] = compiled
        return compiled

    def _introspected(self, asked: _Asked, nodes: list[FieldNode]) -> dict[str, Any]:
        """`__schema` and `__type`, which are about the schema and not the graph."""
        alone = OperationDefinitionNode(
            operation=OperationType.QUERY,
            selection_set=SelectionSetNode(selections=tuple(nodes)),
            variable_definitions=(),
            directives=(),
        )
        document = DocumentNode(definitions=(alone, *asked.document.fragments.values()))
        context: Any = ExecutionContext.build(self._schema, document)  # pyright: ignore[reportUnknownMemberType]
        if not isinstance(context, ExecutionContext):
            raise TypeError("the operation was valid and no longer is")
        context.variable_values = dict(asked.variables)
        found = context.execute_operation(context.operation, None)
        return cast("dict[str, Any]", found)


@dataclass(frozen=True, slots=True)
class _Answering:
    """One root field while it is answered.

    Args:
        name: of the root field.
        accesses: the log of accesses, if there is one.
        shared: the parameters that mean the same in each of its statements.
    """

    graph: Graph
    asked: _Asked
    name: str
    moment: Moment
    shared: Mapping[str, Any]
    accesses: Accesses | None

    def answer(self, compiled: Compiled, **more: Any) -> Any:  # noqa: ANN401 - JSON
        """What the statement answers; first it is looked through for objects that show a computed field."""
        value: Any = ROOT
        keyring = self.graph.keyring
        if compiled.text:
            asks = Statement(f"api/{self.name}", compiled.text, "", {}, "")
            parameters = compiled.parameters(self.asked.variables, {**self.shared, **more}, keyring.tags)
            (record,) = self.graph.read(asks, **parameters)
            value = record["answer"]
        ids: list[dict[str, None]] = [{} for _ in compiled.computed]
        if ids:
            compiled.shape(value, lambda number, id_: ids[number].setdefault(id_), _nobody, nothing_shown)
        computed = [self._shown(*each) for each in zip(compiled.computed, map(list, ids), strict=True)]
        return compiled.shape(value, lambda number, id_: computed[number][id_], _noting(met()), showing(keyring))

    def _shown(self, shown: Shown, ids: Sequence[str]) -> dict[str, Any]:
        """What a computed field answers, by the id of the object that shows it."""
        if not ids:
            return {}
        arguments = shown.arguments(self.asked.variables)
        question = Question(self.graph, self.asked.identity, self.moment, arguments, self.accesses)
        found = COMPUTED[shown.coordinate].feature(question, ids)
        return self.answer(shown.compiled, computed=[{"id": id_, shown.name: found.get(id_)} for id_ in ids])


def _nobody(_: str | list[str] | None) -> None:
    """Nobody is shown yet."""


def _noting(found: set[str]) -> Meet:
    """Adds whoever is shown to a set."""

    def meet(persons: str | list[str] | None) -> None:
        if isinstance(persons, str):
            found.add(persons)
        elif persons:
            found.update(persons)

    return meet


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
        "adult_born_by": table.adult_born_by(day),
        "self_supporting_born_by": born_by(table.parameter("self_supporting_age", day), day),
        **table.statement_parameters(day),
        **_of_table(table),
        "rules": rules_of_day(day),
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
