"""Compiles one root field: a Cypher statement, its parameters, and a function that shapes the record.

A computed field inside it has a statement of its own, compiled likewise, to show what was computed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, FragmentDefinitionNode, GraphQLObjectType, GraphQLSchema
from graphql.execution.values import get_argument_values

from graph_service.api.compiler.kinds import types_of
from graph_service.api.compiler.pages import connection
from graph_service.api.compiler.selection import Binding, Compiler, Subject
from graph_service.api.compiler.shaping import Shape
from graph_service.api.computed.registry import ROOT
from graph_service.api.sealed import Sought
from graph_service.fragments.patterns import Sight, Variable

_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A field, ready to be asked.

    Attributes:
        text: the statement; it returns one record with one value, `answer`. Empty when the root field is computed.
        shared: names of the parameters that mean the same in every statement.
        bindings: the other parameters.
        shape: from the value to what GraphQL answers for the field.
        computed: the computed fields inside, by the number that `shape` waits for.
    """

    text: str
    shared: frozenset[str]
    bindings: tuple[Binding, ...]
    shape: Shape
    computed: "tuple[Shown, ...]"

    def parameters(
        self, variables: Mapping[str, Any], shared: Mapping[str, Any], tags: Callable[[str, str], list[str]]
    ) -> dict[str, Any]:
        """The statement's parameters for these coerced variables.

        Args:
            variables, shared: values of arguments, and of parameters that mean the same in every statement.
            tags: by which sealed numbers are found.

        Raises:
            ServiceError: ARGUMENT_INVALID, CURSOR_INVALID, DIVISION_INVALID.
        """
        found = {name: shared[name] for name in self.shared}
        arguments: dict[int, dict[str, Any]] = {}
        for binding in self.bindings:
            key = id(binding.node)
            if key not in arguments:
                arguments[key] = get_argument_values(binding.definition, binding.node, dict(variables))
            value = binding.read(arguments[key])
            found[binding.name] = tags(value.field, value.number) if isinstance(value, Sought) else value
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One selection of a computed field.

    Attributes:
        parent, node: which field, with which arguments.
        compiled: the statement that shows what was computed: its parameter `computed` is a list of maps with `id`, and
            under the field's name what was computed for it. Its shape is the answer by id.
    """

    parent: GraphQLObjectType
    node: FieldNode
    compiled: Compiled

    @property
    def name(self) -> str:
        return self.node.name.value

    @property
    def coordinate(self) -> str:
        return f"{self.parent.name}.{self.name}"

    def arguments(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The field's arguments for these coerced variables."""
        return get_argument_values(self.parent.fields[self.name], self.node, dict(variables))


def compile_field(
    schema: GraphQLSchema,
    fragments: Mapping[str, FragmentDefinitionNode],
    parent: GraphQLObjectType,
    nodes: Sequence[FieldNode],
    variables: Mapping[str, Any],
    sight: Sight,
) -> Compiled:
    """One root field; of a mutation, what came of it is the parameter `outcome`, of a subscription it is `event`.

    Args:
        schema: validated schema; the document has been validated against it.
        fragments: fragment definitions of the document by name.
        parent: the root type.
        nodes: field nodes that share the response key.
        variables: coerced; what they decide here is decided alike for all of the same shape.
        sight: who asks.

    Raises:
        ServiceError: STATEMENT_INVALID when a fragment is missing or wrong; ARGUMENT_INVALID; FORBIDDEN.
    """

    def compiler() -> Compiler:
        return Compiler(schema, fragments, variables, sight, connection)

    root = compiler()
    subject = Subject(Variable.plain("$outcome"), (parent.name,), {}, 0)
    return _compiled(root, *root.field(subject, parent, nodes, "v"), compiler)


def _compiled(own: Compiler, expression: str, shaped: str, compiler: Callable[[], Compiler]) -> Compiled:
    is_read = expression != repr(ROOT)
    text = f"RETURN {' '.join(expression.split())} AS answer" if is_read else ""
    used = set(_PARAMETER.findall(text))
    bindings = tuple(binding for binding in own.bindings if binding.name in used)
    shared = frozenset(used - {binding.name for binding in bindings})
    computed = tuple(_shown(parent, nodes, compiler) for parent, nodes in own.computed)
    return Compiled(text, shared, bindings, own.source.build(shaped), computed)


def _shown(parent: GraphQLObjectType, nodes: Sequence[FieldNode], compiler: Callable[[], Compiler]) -> Shown:
    """What shows a computed field, given all objects of the answer that have it."""
    own = compiler()
    subject = Subject(Variable.plain("of0"), types_of(parent), {}, 0)
    expression, shaped = own.shown(subject, parent, nodes, "v[1]")
    rows = f"COLLECT {{ UNWIND $computed AS of0 RETURN [of0.id, {expression}] }}"
    by_id = f"{{w[0]: {own.source.function(shaped)}(w) for w in v}}"
    return Shown(parent, nodes[0], _compiled(own, rows, by_id, compiler))
