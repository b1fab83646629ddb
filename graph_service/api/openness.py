"""How much of the schema is told, and which documents are taken: all that are valid, or those of a folder only."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphql import (
    DefinitionNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from graph_service.errors import ErrorCode, ServiceError

Written = frozenset[str]
"""A document as a set of its definitions, each written in one way: blanks, comments and order don't count."""


@dataclass(frozen=True, slots=True)
class Openness:
    """What those who ask may ask, and are told.

    Attributes:
        introspect: roles of the policy to whom `__schema` and `__type` are answered, and messages suggest names that
            there are; None: all.
        trusted: the only documents that are answered; None: all.
    """

    introspect: AbstractSet[str] | None = None
    trusted: AbstractSet[Written] | None = None

    @property
    def schema_told(self) -> bool:
        """Whether anybody is told the schema."""
        return self.introspect is None or bool(self.introspect)

    def tells(self, title: str) -> bool:
        """Whether somebody in a role is told the schema."""
        return self.introspect is None or title in self.introspect


OPEN: Final = Openness()


def written(definitions: Iterable[DefinitionNode]) -> Written:
    """The definitions of a document in the form in which it is compared."""
    return frozenset(map(print_ast, definitions))


def trusted_documents(folder: Path) -> frozenset[Written]:
    """The documents of a folder: each operation in its files, with the fragments that it needs from any of them.

    Args:
        folder: files `*.graphql`, in it or below.

    Raises:
        ServiceError: SETTINGS_INVALID when there is none, or one is not GraphQL.
    """
    definitions: list[DefinitionNode] = []
    try:
        for file in sorted(folder.rglob("*.graphql")):
            definitions += parse(file.read_text("utf-8")).definitions
    except (OSError, UnicodeDecodeError, GraphQLError):
        raise _unusable(folder) from None
    fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
    operations = [each for each in definitions if isinstance(each, OperationDefinitionNode)]
    if not operations or any(name not in fragments for each in definitions for name in _spread(each)):
        raise _unusable(folder)
    return frozenset(_complete(each, fragments) for each in operations)


def _complete(operation: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> Written:
    names = list(_spread(operation))
    for name in names:
        names += [each for each in _spread(fragments[name]) if each not in names]
    return written([operation, *(fragments[name] for name in names)])


def _spread(definition: DefinitionNode) -> Iterator[str]:
    found: dict[str, None] = {}

    class Looking(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            found[spread.name.value] = None

    visit(definition, Looking())
    return iter(found)


def _unusable(folder: Path) -> ServiceError:
    return ServiceError(
        ErrorCode.SETTINGS_INVALID,
        "The folder {folder} holds no operations, or files that are not GraphQL, or lacks a fragment.",
        "Correct GRAPH_SERVICE_TRUSTED_DOCUMENTS, or the files *.graphql in that folder.",
        folder=folder,
    )
