"""Compiles one root field: a Cypher statement, its parameters, and a function that shapes the record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, FragmentDefinitionNode, GraphQLObjectType, GraphQLSchema
from graphql.execution.values import get_argument_values

from graph_service.api.compiler.pages import connection
from graph_service.api.compiler.selection import Binding, Compiler, Subject
from graph_service.api.compiler.shaping import Shape
from graph_service.fragments.patterns import Sight, Variable

_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A root field, ready to be asked.

    Attributes:
        text: the statement; it returns one record with one value, `answer`.
        shared: names of the parameters that mean the same in every statement.
        bindings: the other parameters.
        shape: from the value to what GraphQL answers for the field.
    """

    text: str
    shared: frozenset[str]
    bindings: tuple[Binding, ...]
    shape: Shape

    def parameters(self, variables: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
        """The statement's parameters for these coerced variables.

        Raises:
            ServiceError: ARGUMENT_INVALID, CURSOR_INVALID, DIVISION_INVALID.
        """
        found = {name: shared[name] for name in self.shared}
        arguments: dict[int, dict[str, Any]] = {}
        for binding in self.bindings:
            key = id(binding.node)
            if key not in arguments:
                arguments[key] = get_argument_values(binding.definition, binding.node, dict(variables))
            found[binding.name] = binding.read(arguments[key])
        return found


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
        ServiceError: STATEMENT_INVALID when a fragment is missing or wrong; ARGUMENT_INVALID.
    """
    compiler = Compiler(schema, fragments, variables, sight, connection)
    subject = Subject(Variable.plain("$outcome"), (parent.name,), {}, 0)
    expression, shaped = compiler.field(subject, parent, nodes, "v")
    text = f"RETURN {' '.join(expression.split())} AS answer"
    used = set(_PARAMETER.findall(text))
    bindings = tuple(binding for binding in compiler.bindings if binding.name in used)
    shared = frozenset(used - {binding.name for binding in bindings})
    return Compiled(text, shared, bindings, compiler.source.build(shaped))
