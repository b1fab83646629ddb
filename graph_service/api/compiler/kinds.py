# graphql-core leaves its list and non-null types without parameters, which strict checking calls unknown.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What kind of type a field has."""

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
)


def named_type(definition: GraphQLField) -> GraphQLNamedType:
    """The field's type without list and non-null."""
    return get_named_type(definition.type)


def object_type(definition: GraphQLField) -> GraphQLObjectType:
    """The same, of a field that is known to lead to one type of object."""
    named: Any = get_named_type(definition.type)
    return named


def composite_type(definition: GraphQLField) -> GraphQLObjectType | GraphQLUnionType | GraphQLInterfaceType:
    """The same, of a field that is known to have a selection."""
    named: Any = get_named_type(definition.type)
    return named


def argument_type(definition: GraphQLField, name: str) -> GraphQLInputObjectType:
    """The input type of an argument that is an object."""
    named: Any = get_named_type(definition.args[name].type)
    return named


def is_list(definition: GraphQLField) -> bool:
    type_ = definition.type
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def is_non_null(definition: GraphQLField) -> bool:
    return isinstance(definition.type, GraphQLNonNull)


def types_of(named: GraphQLObjectType) -> tuple[str, ...]:
    """The type's name and those of its interfaces."""
    return (named.name, *(interface.name for interface in named.interfaces))


def codes_of(named: GraphQLEnumType) -> dict[Any, str] | None:
    """Name by what the graph holds; None where the two are the same."""
    codes = {getattr(value.value, "value", value.value): name for name, value in named.values.items()}
    return codes if any(code != name for code, name in codes.items()) else None
