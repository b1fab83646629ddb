# graphql-core leaves its list and non-null types without parameters, which strict checking calls unknown.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
"""Documents of requests: parsed, validated and measured once for each text, good and bad ones alike."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Undefined,
    ValueNode,
    Visitor,
    get_named_type,
    is_leaf_type,
    parse,
    specified_rules,
    validate,
    visit,
)
from graphql.validation import ValuesOfCorrectTypeRule

from graph_service.api import variables
from graph_service.api.errors import LocatedError, RefusedError
from graph_service.api.limits import Limits
from graph_service.api.measures import (
    Definitions,
    Measuring,
    check_cost,
    check_shape,
    check_tokens,
    definitions,
    page_size_variables,
    unlink,
)
from graph_service.api.openness import OPEN, Openness, Written, written
from graph_service.errors import ErrorCode

_Error = TypeVar("_Error", bound=Exception)
_MOST_PROBLEMS = 5
"""Each is looked up among all names for what may have been meant: 2.5 ms of a core, and a refusal must not take 50."""
_MOST_COSTS = 64
_SUGGESTION = re.compile(r" Did you mean [^?]*\?")


class Document:
    """A valid document within the limits; get one from `Documents`. The same object serves every request with its text.

    Attributes:
        node: the parsed document.
        fragments: its fragments by name.
        fields: `Type.field` of all that it selects, in order.
    """

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, node: DocumentNode, parts: Definitions, *, schema_told: bool
    ) -> None:
        self.node = node
        self.fragments: Mapping[str, FragmentDefinitionNode] = parts.fragments
        self._schema = schema
        self._limits = limits
        self._schema_told = schema_told
        self._parts = parts
        self._operations = {each.name.value if each.name else None: each for each in parts.operations}
        self._declared = {id(each): variables.declared(schema, each) for each in parts.operations}
        self._page_sizes = sorted(page_size_variables(parts))
        self.fields = tuple(sorted(_fields(schema, node)))
        self._costs: dict[tuple[Any, ...], LocatedError | None] = {}

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation to carry out.

        Args:
            name: as the request gives it; None is enough when there is only one.

        Raises:
            LocatedError: OPERATION_UNKNOWN.

        Source: GraphQL specification, section 6.1, GetOperation.
        """
        if name is None and len(self._operations) == 1:
            return next(iter(self._operations.values()))
        if name is None or name not in self._operations:
            raise LocatedError(
                ErrorCode.OPERATION_UNKNOWN,
                "The request does not say which operation of its document is meant."
                if name is None
                else "The document has no operation of the name that the request gives.",
                "Set “operationName” to the name of an operation in the document.",
            )
        return self._operations[name]

    def variables(self, operation: OperationDefinitionNode, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the operation's variables, coerced, when they keep its answer within the limits.

        Args:
            operation: one of this document.
            given: what the request brings, from JSON.

        Raises:
            RefusedError: VARIABLES_INVALID for each wrong place.
            LocatedError: LIMIT_EXCEEDED.
        """
        values = variables.coerced(self._declared[id(operation)], given, schema_told=self._schema_told)
        self._check_cost(operation, values)
        return values

    def _check_cost(self, operation: OperationDefinitionNode, values: Mapping[str, Any]) -> None:
        """Remembers the outcome for the page sizes given: most requests with the same text ask for the same ones."""
        key = (id(operation), *(values.get(name) for name in self._page_sizes))
        if key not in self._costs:
            if len(self._costs) >= _MOST_COSTS:
                self._costs.clear()
            self._costs[key] = self._cost_problem(operation, values)
        if problem := self._costs.get(key):
            raise problem.with_traceback(None)

    def _cost_problem(self, operation: OperationDefinitionNode, values: Mapping[str, Any]) -> LocatedError | None:
        try:
            check_cost(Measuring(self._schema, self._parts, self._limits, values).operation(operation), self._limits)
        except LocatedError as problem:
            return problem
        return None


class Documents:
    """The documents seen of late, by text and whether the reader is told the schema; may be used from several threads.

    Args:
        schema: what they are about.
        limits: what one of them may ask for.
        openness: how much is told and taken.
        characters: total length of the texts that are remembered; a parsed document takes some 200 bytes for each.
    """

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, openness: Openness = OPEN, characters: int = 200_000
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._openness = openness
        self._left = self._room = characters
        self._known: OrderedDict[tuple[str, bool], Document | RefusedError] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, text: str, title: str = "") -> Document:
        """The document of a text.

        Args:
            text: as it was sent.
            title: in which role of the policy; none is told the schema only where all are.

        Raises:
            RefusedError: LIMIT_EXCEEDED, DOCUMENT_UNREADABLE, DOCUMENT_NOT_TRUSTED or DOCUMENT_INVALID.
        """
        key = text, self._openness.tells(title)
        found = self._known.get(key)
        if found is None:
            found = self._read(*key)
            self._remember(key, found)
        else:
            self._touch(key)
        if isinstance(found, RefusedError):
            raise found.with_traceback(None)
        return found

    def __contains__(self, text: str) -> bool:
        """Whether the text is remembered."""
        return (text, True) in self._known or (text, False) in self._known

    def _read(self, text: str, schema_told: bool) -> Document | RefusedError:
        try:
            return read(self._schema, self._limits, text, self._openness.trusted, schema_told=schema_told)
        except RefusedError as refused:
            return _bare(refused)
        except LocatedError as problem:
            return RefusedError([_bare(problem)])

    def _touch(self, key: tuple[str, bool]) -> None:
        with self._changing:
            if key in self._known:
                self._known.move_to_end(key)

    def _remember(self, key: tuple[str, bool], found: Document | RefusedError) -> None:
        length = len(key[0])
        with self._changing:
            if key in self._known or length > self._room:
                return
            self._known[key] = found
            self._left -= length
            while self._left < 0:
                self._left += len(self._known.popitem(last=False)[0][0])


def read(
    schema: GraphQLSchema,
    limits: Limits,
    text: str,
    trusted: AbstractSet[Written] | None = None,
    *,
    schema_told: bool = True,
) -> Document:
    """Parses, measures and validates a document, in this order: validation may take long for one that is too large.

    Args:
        schema: what it is about.
        limits: what it may ask for.
        text: as it was sent.
        trusted: the only documents that are read; None: all.
        schema_told: whether it may ask for the schema, and messages suggest names.

    Raises:
        LocatedError: LIMIT_EXCEEDED, DOCUMENT_UNREADABLE or DOCUMENT_NOT_TRUSTED.
        RefusedError: DOCUMENT_INVALID for each rule that it breaks.
    """
    try:
        check_tokens(text, limits)
        node = parse(text)
        unlink(node.loc.start_token if node.loc else None)
    except GraphQLSyntaxError as error:
        raise _unreadable(error) from None
    if trusted is not None and written(node.definitions) not in trusted:
        raise _not_trusted()
    parts = definitions(node)
    check_shape(schema, parts, limits)
    rules = _RULES if schema_told else (*_RULES, NoSchemaIntrospectionCustomRule)
    if errors := validate(schema, node, rules, max_errors=_MOST_PROBLEMS):
        raise RefusedError([_invalid(error, schema_told=schema_told) for error in errors])
    if not parts.operations:
        raise LocatedError(
            ErrorCode.DOCUMENT_INVALID, "The document has no operation.", "Add a query, mutation or subscription."
        )
    return Document(schema, limits, node, parts, schema_told=schema_told)


def _bare(error: _Error) -> _Error:
    """The error without the places it came through, which hold all of the document."""
    error.__traceback__ = error.__context__ = error.__cause__ = None
    return error


def _fields(schema: GraphQLSchema, node: DocumentNode) -> set[str]:
    """What a document selects, as schema coordinates."""
    types, found = TypeInfo(schema), set[str]()

    class Looking(Visitor):
        def enter_field(self, field: FieldNode, *_: object) -> None:
            parent = types.get_parent_type()
            if parent:
                found.add(f"{parent.name}.{field.name.value}")

    visit(node, TypeInfoVisitor(types, Looking()))
    return found


class _ValuesOfCorrectTypeRule(ValuesOfCorrectTypeRule):
    """The same rule with messages that don't repeat the value, which may be personal."""

    def is_valid_value_node(self, node: ValueNode) -> None:
        type_: Any = self.context.get_input_type()
        if type_ and not _is_literal_of(get_named_type(type_), node):
            self.report_error(GraphQLError(f"Expected a value of type '{type_}'.", node))


def _is_literal_of(type_: Any, node: ValueNode) -> bool:  # noqa: ANN401 - any input type
    try:
        return is_leaf_type(type_) and type_.parse_literal(node) is not Undefined
    except Exception:  # whatever a scalar's parser raises
        return False


_RULES = tuple(_ValuesOfCorrectTypeRule if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules)


def _unreadable(error: GraphQLSyntaxError) -> LocatedError:
    """Says what was expected; what was found instead may be personal."""
    expected, found, _ = error.message.removeprefix("Syntax Error: ").partition(", found ")
    detail = f": {expected[0].lower()}{expected[1:]}" if found and expected.startswith("Expected ") else ""
    return LocatedError(
        ErrorCode.DOCUMENT_UNREADABLE,
        f"The document is not readable as GraphQL{detail}.",
        "Correct it at the place given.",
        locations=[(place.line, place.column) for place in error.locations or ()],
    )


def _not_trusted() -> LocatedError:
    return LocatedError(
        ErrorCode.DOCUMENT_NOT_TRUSTED,
        "The document is none of those that this service answers.",
        "Send one of them, with nothing but its variables changed; or have yours added to them.",
    )


def _invalid(error: GraphQLError, *, schema_told: bool) -> LocatedError:
    return LocatedError(
        ErrorCode.DOCUMENT_INVALID,
        error.message if schema_told else _SUGGESTION.sub("", error.message),
        "Correct the document; the schema says which fields, arguments and types there are.",
        locations=[(place.line, place.column) for place in error.locations or ()],
    )
