"""The schema as text, and what a change of it does to those who rely on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)
from strawberry import Schema

from graph_service.errors import ErrorCode, ServiceError


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from an earlier schema, in sentences; new fields and descriptions are neither.

    Attributes:
        breaking: queries that were valid may be no longer, or answers may lack what clients count on.
        dangerous: queries stay valid, but clients may meet what they don't know, such as a new enum value.
    """

    breaking: tuple[str, ...]
    dangerous: tuple[str, ...]


def schema_text(schema: Schema) -> str:
    """The schema in its definition language, in alphabetical order, with descriptions; the same gives the same text."""
    return f"{schema.as_str()}\n"


def changes_since(earlier: str, schema: GraphQLSchema) -> Changes:
    """What the schema changes for clients that were written for an earlier one.

    Args:
        earlier: that schema in its definition language.
        schema: as it is now.

    Raises:
        ServiceError: ARGUMENT_INVALID when the earlier one cannot be read.

    Source: GraphQL specification, section 3 (Type System); graphql-core's comparison of schemas.
    """
    try:
        before = build_schema(earlier)
    except (GraphQLError, TypeError):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "The file holds no GraphQL schema.",
            "Name a file that `graph-service schema` wrote.",
        ) from None
    return Changes(_told(find_breaking_changes(before, schema)), _told(find_dangerous_changes(before, schema)))


def _told(changes: Sequence[BreakingChange | DangerousChange]) -> tuple[str, ...]:
    return tuple(sorted(change.description for change in changes))
