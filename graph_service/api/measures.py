# graphql-core leaves its list and non-null types without parameters, which strict checking calls unknown.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""How much a document asks for, found without writing its fragments out: each fragment is measured once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    Token,
    TokenKind,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.language import Lexer
from graphql.type import GraphQLNamedType, SchemaMetaFieldDef, TypeMetaFieldDef

from graph_service.api.computed.registry import COMPUTED
from graph_service.api.errors import LocatedError, Location
from graph_service.api.limits import Limits, exceeded
from graph_service.errors import ErrorCode

_META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}
_PAGE_SIZES = ("first", "last")
_MOST = 10**12
"""Measures stop growing here: a chain of fragments reaches numbers of any length."""

_SMALLER = "Ask for less in one request, or for smaller pages in several."


class Measure(NamedTuple):
    """What a selection set asks for, fragments written out.

    Attributes:
        depth: selection sets inside each other, itself included.
        fields: number of fields.
        cost: values that the answer may have, and the work of what is computed for it.
    """

    depth: int = 0
    fields: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both in the same selection set."""
        return Measure(
            max(self.depth, other.depth),
            min(self.fields + other.fields, _MOST),
            min(self.cost + other.cost, _MOST),
        )

    def below_field(self, times: int) -> "Measure":
        """A field with this selection set, given so many times."""
        return Measure(self.depth + 1, min(self.fields + 1, _MOST), min(1 + times * self.cost, _MOST))

    def with_work(self, work: int) -> "Measure":
        """The same, where so much work comes before."""
        return Measure(self.depth, self.fields, min(self.cost + work, _MOST))


_LEAF = Measure(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Definitions:
    """The parts of a document by name.

    Attributes:
        operations: in the order of the document.
        fragments: by name; of several with the same name the last.
    """

    operations: tuple[OperationDefinitionNode, ...]
    fragments: Mapping[str, FragmentDefinitionNode]


_PAIRS: Final = ((TokenKind.BRACE_L, TokenKind.BRACE_R), (TokenKind.PAREN_L, TokenKind.PAREN_R))


def check_tokens(text: str, limits: Limits) -> None:
    """Refuses a text with too many tokens, definitions, aliases, directives or variables, as soon as it has too many:
    parsing all of it takes far longer.

    Raises:
        LocatedError: LIMIT_EXCEEDED.
        GraphQLSyntaxError: what the lexer makes of an unreadable text.
    """
    counted = text.count("#")  # the lexer reads any number of comments in one step
    lexer = Lexer(Source(text))
    first = lexer.token
    try:
        _count_tokens(lexer, counted, limits)
    finally:
        unlink(first)


def _count_tokens(lexer: Lexer, counted: int, limits: Limits) -> None:
    kinds = Counter[TokenKind]()
    ended = aliases = 0
    while counted <= limits.tokens and (kind := lexer.advance().kind) is not TokenKind.EOF:
        kinds[kind] += 1
        counted += 1
        if kind is TokenKind.BRACE_R:
            # Outside all braces an operation or a fragment ends, but not in parentheses: there a default value does.
            ended += all(kinds[opens] <= kinds[closes] for opens, closes in _PAIRS)
            if ended > limits.definitions:
                raise exceeded(
                    "definitions", limits.definitions, "Send fewer operations and fragments in one document."
                )
        elif kind is TokenKind.COLON and kinds[TokenKind.PAREN_L] <= kinds[TokenKind.PAREN_R]:
            aliases += 1  # all others are in parentheses
            if aliases > limits.aliases:
                raise exceeded("aliases", limits.aliases, _SMALLER)
        elif kind is TokenKind.AT and kinds[kind] > limits.directives:
            raise exceeded("directives", limits.directives, "Use fewer directives.")
        elif kind is TokenKind.DOLLAR and kinds[kind] > limits.variables:
            raise exceeded("variables", limits.variables, "Use fewer variables.")
    if counted > limits.tokens:
        raise exceeded("tokens", limits.tokens, "Send a shorter document.")


def unlink(token: Token | None) -> None:
    """Takes tokens apart from here on: each refers to those before and after it, which only the parser needs. Without
    that they are gone with their last reference; the collector, which stops everything, has not to look for them.
    """
    while token:
        token.prev, token.next, token = None, None, token.next


def definitions(document: DocumentNode) -> Definitions:
    """The operations and fragments of a document."""
    return Definitions(
        tuple(each for each in document.definitions if isinstance(each, OperationDefinitionNode)),
        {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)},
    )


class Measuring:
    """Measures selection sets of one document under given values of its variables.

    Args:
        schema: what the document is about. Fields that it doesn't have count as leaves; validation refuses them later.
        parts: the document.
        limits: for the size of lists.
        variables: values of the variables that give page sizes.
    """

    def __init__(self, schema: GraphQLSchema, parts: Definitions, limits: Limits, variables: Mapping[str, Any]) -> None:
        self._schema = schema
        self._parts = parts
        self._limits = limits
        self._variables = variables
        self._measured: dict[tuple[str, bool], Measure] = {}
        self._spread = fragments_in_order(parts)

    def operation(self, operation: OperationDefinitionNode) -> Measure:
        """What one operation asks for."""
        self._measure_fragments()
        return self._selection_set(
            operation.selection_set, self._schema.get_root_type(operation.operation), paged=False, seen=set()
        )

    def fragment(self, name: str) -> Measure:
        """What one fragment asks for."""
        self._measure_fragments()
        return self._measured[name, False]

    def _measure_fragments(self) -> None:
        """Those that others spread come first, so that no chain is ever descended."""
        for name in self._spread:
            fragment = self._parts.fragments[name]
            type_ = self._schema.get_type(fragment.type_condition.name.value)
            for paged in (False, True):
                if (name, paged) not in self._measured:
                    self._measured[name, paged] = self._selection_set(
                        fragment.selection_set, type_, paged=paged, seen=set()
                    )

    def _selection_set(
        self, selection_set: SelectionSetNode, parent: GraphQLNamedType | None, *, paged: bool, seen: set[str]
    ) -> Measure:
        """A fragment that is spread twice in the same selection set counts once, as in execution.

        Source: GraphQL specification, section 6.3.2, CollectFields.
        """
        total = Measure()
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                total = total.beside(self._field(selection, parent, paged=paged))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                type_ = self._schema.get_type(condition.name.value) if condition else parent
                total = total.beside(self._selection_set(selection.selection_set, type_, paged=paged, seen=seen))
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                total = total.beside(self._measured.get((selection.name.value, paged), Measure()))
        return total

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, *, paged: bool) -> Measure:
        field = _field_of(self._schema, parent, node.name.value)
        computed = COMPUTED.get(f"{parent.name}.{node.name.value}") if parent else None
        return self._below(node, field, parent, paged=paged).with_work(computed.work if computed else 0)

    def _below(
        self, node: FieldNode, field: GraphQLField | None, parent: GraphQLNamedType | None, *, paged: bool
    ) -> Measure:
        if node.selection_set is None:
            return _LEAF
        size = self._page_size(node, field)
        inner = self._selection_set(node.selection_set, _named_type(field), paged=size is not None, seen=set())
        if size is not None:
            return inner.below_field(size)
        # A list directly below a paged field is the page itself.
        listed = field is not None and not paged and _is_list(field)
        introspected = parent is not None and parent.name.startswith("__")
        return inner.below_field(self._limits.list_size if listed and not introspected else 1)

    def _page_size(self, node: FieldNode, field: GraphQLField | None) -> int | None:
        """How many the field gives at most; None for a field without pages."""
        if field is None or not any(name in field.args for name in _PAGE_SIZES):
            return None
        sizes = [size for name in _PAGE_SIZES if (size := self._argument(node, field, name)) is not None]
        return max(0, *sizes) if sizes else self._limits.page_size

    def _argument(self, node: FieldNode, field: GraphQLField, name: str) -> int | None:
        given = next((each.value for each in node.arguments if each.name.value == name), None)
        if isinstance(given, IntValueNode):
            return min(int(given.value), _MOST) if len(given.value) < 16 else _MOST
        if isinstance(given, VariableNode) and given.name.value in self._variables:
            value = self._variables[given.name.value]
            return min(value, _MOST) if isinstance(value, int) else None
        default: Any = field.args[name].default_value if name in field.args and given is None else None
        return default if isinstance(default, int) else None


def page_size_variables(parts: Definitions) -> frozenset[str]:
    """Names of the variables that give page sizes somewhere in the document."""
    return frozenset(
        argument.value.name.value
        for node in all_fields(parts)
        for argument in node.arguments
        if argument.name.value in _PAGE_SIZES and isinstance(argument.value, VariableNode)
    )


def check_shape(schema: GraphQLSchema, parts: Definitions, limits: Limits) -> None:
    """Refuses a document that is too large in any way that does not depend on its variables.

    Comes before validation, some rules of which take more than linear time.

    Raises:
        LocatedError: LIMIT_EXCEEDED, or DOCUMENT_INVALID for fragments that spread each other in a circle.
    """
    measuring = Measuring(schema, parts, limits, {})
    measures = [(each, measuring.operation(each)) for each in parts.operations]
    measures += [(each, measuring.fragment(name)) for name, each in parts.fragments.items()]
    for node, measure in measures:
        if measure.depth > limits.depth:
            raise exceeded("depth", limits.depth, "Nest fewer fields.", locations=(location(node),))
        if measure.fields > limits.fields:
            raise exceeded("fields", limits.fields, _SMALLER, locations=(location(node),))
    for operation in parts.operations:
        if len(set(_response_keys([operation.selection_set], parts))) > limits.root_fields:
            raise exceeded("root_fields", limits.root_fields, _SMALLER, locations=(location(operation),))
    left = limits.comparisons
    for node, _ in measures:
        left = _compare([node.selection_set], parts, left)
        if left < 0:
            raise exceeded("comparisons", limits.comparisons, "Select the same field less often.")


def check_cost(measure: Measure, limits: Limits) -> None:
    """Refuses an operation whose answer may have too many values.

    Raises:
        LocatedError: LIMIT_EXCEEDED.
    """
    if measure.cost > limits.cost:
        raise exceeded("cost", limits.cost, _SMALLER)


def location(node: Any) -> Location:  # noqa: ANN401 - any node of the document
    """Line and column where a node begins."""
    token = node.loc.start_token
    return token.line, token.column


def fragments_in_order(parts: Definitions) -> list[str]:
    """Names of the fragments, each after all that it spreads.

    Raises:
        LocatedError: DOCUMENT_INVALID when there is no such order.
    """
    spreads = {
        name: [spread for spread in _spreads(each.selection_set) if spread in parts.fragments]
        for name, each in parts.fragments.items()
    }
    waiting = {name: len(set(inner)) for name, inner in spreads.items()}
    spread_by: dict[str, list[str]] = {name: [] for name in spreads}
    for name, inner in spreads.items():
        for spread in set(inner):
            spread_by[spread].append(name)
    order = [name for name, count in waiting.items() if count == 0]
    for name in order:
        for outer in spread_by[name]:
            waiting[outer] -= 1
            if waiting[outer] == 0:
                order.append(outer)
    if len(order) < len(spreads):
        circle = next(name for name, count in waiting.items() if count)
        raise LocatedError(
            ErrorCode.DOCUMENT_INVALID,
            "There are fragments that spread each other in a circle.",
            "Remove a spread from the circle.",
            locations=(location(parts.fragments[circle]),),
        )
    return order


def all_fields(parts: Definitions) -> Iterator[FieldNode]:
    """Every field of the document, once, in no particular order."""
    stack = [each.selection_set for each in (*parts.operations, *parts.fragments.values())]
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FieldNode):
                yield selection
            if isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                stack.append(selection.selection_set)


def _spreads(selection_set: SelectionSetNode) -> Iterator[str]:
    stack = [selection_set]
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                stack.append(selection.selection_set)


def _written_out(selection_sets: Iterable[SelectionSetNode], parts: Definitions) -> Iterator[FieldNode]:
    """The fields of these selection sets, those of their fragments included."""
    seen: set[str] = set()
    stack = list(selection_sets)
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                stack.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                if fragment := parts.fragments.get(selection.name.value):
                    stack.append(fragment.selection_set)


def _response_keys(selection_sets: Iterable[SelectionSetNode], parts: Definitions) -> Iterator[str]:
    for node in _written_out(selection_sets, parts):
        yield (node.alias or node.name).value


def _compare(selection_sets: list[SelectionSetNode], parts: Definitions, left: int) -> int:
    """What is left of so many comparisons after those that merging the fields takes; below 0 as soon as they run out.

    Every field costs one; fields with the same place in the answer are compared in pairs.
    """
    stack = [selection_sets]
    while stack and left >= 0:
        places: dict[str, list[FieldNode]] = {}
        for node in _written_out(stack.pop(), parts):
            same = places.setdefault((node.alias or node.name).value, [])
            left -= 1 + len(same)
            same.append(node)
            if left < 0:
                return left
        for same in places.values():
            if inner := [node.selection_set for node in same if node.selection_set]:
                stack.append(inner)
    return left


def _field_of(schema: GraphQLSchema, parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return parent.fields.get(name) or (_META_FIELDS.get(name) if parent is schema.query_type else None)
    return None


def _named_type(field: GraphQLField | None) -> GraphQLNamedType | None:
    return get_named_type(field.type) if field else None


def _is_list(field: GraphQLField) -> bool:
    type_: Any = field.type
    return is_list_type(get_nullable_type(type_))
