# graphql-core leaves its list and non-null types without parameters, which strict checking calls unknown.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Values for the variables of an operation: checked against their types, and never repeated in a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    coerce_input_value,
    get_named_type,
    get_nullable_type,
    type_from_ast,
    value_from_ast,
)

from graph_service.api.errors import LocatedError, Location, PathKey, RefusedError
from graph_service.api.measures import location
from graph_service.errors import ErrorCode

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that an operation declares.

    Attributes:
        name: without the dollar sign.
        type_: an input type of graphql-core.
        default: the declared default, coerced; `Undefined` when there is none.
        location: where it is declared.
    """

    name: str
    type_: Any
    default: Any
    location: Location


def declared(schema: GraphQLSchema, operation: OperationDefinitionNode) -> tuple[Variable, ...]:
    """The variables that a valid operation declares, in its order."""
    return tuple(
        Variable(
            node.variable.name.value,
            type_ := cast("Any", type_from_ast(schema, node.type)),
            Undefined if node.default_value is None else value_from_ast(node.default_value, type_),
            location(node),
        )
        for node in operation.variable_definitions
    )


def coerced(variables: Sequence[Variable], given: Mapping[str, Any], *, schema_told: bool = True) -> dict[str, Any]:
    """The values that the operation sees: given ones by their types, else defaults; without either it is absent.

    Args:
        variables: what the operation declares.
        given: what the request brings, from JSON; names that the operation doesn't declare are ignored.
        schema_told: whether messages may name fields of the schema.

    Raises:
        RefusedError: with VARIABLES_INVALID for each wrong place: the variable, the path in it, the type expected.

    Source: GraphQL specification, section 6.1.2, CoerceVariableValues.
    """
    problems: list[LocatedError] = []
    values: dict[str, Any] = {}
    for variable in variables:
        value = given.get(variable.name, Undefined)
        if value is Undefined:
            if variable.default is not Undefined:
                values[variable.name] = variable.default
            elif isinstance(variable.type_, GraphQLNonNull):
                problems.append(_problem(variable, [], "was not given", str(variable.type_)))
            continue

        def note(path: list[PathKey], wrong: Any, _: GraphQLError, variable: Variable = variable) -> None:  # noqa: ANN401
            if len(problems) < _MOST_PROBLEMS:
                problems.append(_wrong(variable, path, wrong, schema_told=schema_told))

        values[variable.name] = coerce_input_value(value, variable.type_, note)
    if problems:
        raise RefusedError(problems)
    return values


def _wrong(variable: Variable, path: list[PathKey], value: object, *, schema_told: bool) -> LocatedError:
    """What is wrong at the end of a path, told from the type and the kind of value there."""
    type_: Any = variable.type_
    for key in path:
        inner = get_nullable_type(type_)
        type_ = inner.fields[key].type if isinstance(inner, GraphQLInputObjectType) else inner.of_type
    if value is None:
        return _problem(variable, path, "is null", str(type_))
    named = get_named_type(type_)
    if schema_told and isinstance(named, GraphQLInputObjectType) and isinstance(value, dict):
        return _wrong_fields(variable, path, named, cast("dict[str, Any]", value))
    return _problem(variable, path, "is something else", str(type_))


def _wrong_fields(
    variable: Variable, path: list[PathKey], type_: GraphQLInputObjectType, value: dict[str, Any]
) -> LocatedError:
    """Names fields of the type only: an unknown key may itself be a value in the wrong place."""
    if value.keys() - type_.fields.keys():
        return _problem(variable, path, f"has a field other than {', '.join(sorted(type_.fields))}", type_.name)
    needed = sorted(
        name
        for name, field in type_.fields.items()
        if isinstance(field.type, GraphQLNonNull) and field.default_value is Undefined and name not in value
    )
    return _problem(variable, path, f"lacks {', '.join(needed)}" if needed else "has not exactly one field", type_.name)


def _problem(variable: Variable, path: Sequence[PathKey], what: str, type_: str) -> LocatedError:
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return LocatedError(
        ErrorCode.VARIABLES_INVALID,
        f"The variable “${variable.name}{place}” {what}; the type expected is {type_}.",
        "Correct the value; it is not repeated here because it may be personal.",
        locations=(variable.location,),
    )
