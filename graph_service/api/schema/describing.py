"""Describes the schema in English and Chinese, from `graph_service/texts/schema.yaml` and what is said elsewhere.

Elements go by their coordinates: `Child`, `Child.grade`, `Child.parents(ever:)`, `Grade.NONE`. What is said once for
many has a pattern in place of the type, as in `*Edge.node`, or `*` alone: `*.id`, `*(first:)`.

Source: GraphQL specification, appendix on schema coordinates.
"""

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import yaml
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    is_introspection_type,
    is_specified_scalar_type,
)
from pydantic import BaseModel, ConfigDict, Field

from graph_service import texts
from graph_service.guardianship.order import statutory_order
from graph_service.guardianship.table import Text, decision_table
from graph_service.recording.outcome import Message, Refusal, message

Described = GraphQLNamedType | GraphQLField | GraphQLInputField | GraphQLArgument | GraphQLEnumValue

_FILE = Path(texts.__file__).parent / "schema.yaml"
_Language = Annotated[str, Field(min_length=1)]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: _Language
    zh: _Language


class _Member(_Words):
    arguments: Mapping[str, _Words] = {}


class _Type(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: _Language | None = None
    zh: _Language | None = None
    like: str | None = None
    fields: Mapping[str, _Member] = {}
    values: Mapping[str, _Words] = {}


class _Catalogue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    arguments: Mapping[str, _Words]
    fields: Mapping[str, _Words]
    types: Mapping[str, _Type]

    def by_coordinate(self) -> Iterator[tuple[str, _Words]]:
        """Everything that is said, by what it is said of."""
        for name, words in self.arguments.items():
            yield f"*({name}:)", words
        for name, words in self.fields.items():
            yield f"*.{name}", words
        for type_name, type_ in self.types.items():
            if type_.en and type_.zh:
                yield type_name, _Words(en=type_.en, zh=type_.zh)
            for name, words in type_.values.items():
                yield f"{type_name}.{name}", words
            for name, member in type_.fields.items():
                yield f"{type_name}.{name}", member
                for argument, words in member.arguments.items():
                    yield f"{type_name}.{name}({argument}:)", words

    def owners(self, name: str) -> list[str]:
        """Under which types a type may be described: itself, the patterns that it fits, what it is like."""
        patterns = [pattern for pattern in self.types if "*" in pattern and fnmatchcase(name, pattern)]
        like = self.types[name].like if name in self.types else None
        return [name, *patterns, *(self.owners(like) if like else ())]


def describe(schema: GraphQLSchema) -> None:
    """Gives every element of the schema its description: English, a blank line, Chinese.

    Raises:
        ValueError: naming what is not described, and what is described but not there.
    """
    catalogue = _Catalogue.model_validate(yaml.safe_load(_FILE.read_text("utf-8")))
    words: dict[str, _Words | Text | Message] = {**dict(catalogue.by_coordinate()), **_said_elsewhere()}
    missing: list[str] = []
    superfluous = set(words)
    for type_, member, element in _elements(schema):
        place = next((place for place in _places(catalogue, type_, member) if place in words), None)
        if place is None:
            missing.append(type_.name + member)
        else:
            superfluous.discard(place)
            element.description = f"{words[place].en}\n\n{words[place].zh}"
    if missing or superfluous:
        raise ValueError(
            f"{_FILE.name} does not fit the schema. Not described: {_listed(missing)}. "
            f"Described, but not in the schema: {_listed(superfluous)}."
        )


def _elements(schema: GraphQLSchema) -> Iterator[tuple[GraphQLNamedType, str, Described]]:
    """Every element that is ours: its type, and what follows the type's name in its coordinate."""
    for type_ in schema.type_map.values():
        if is_introspection_type(type_) or is_specified_scalar_type(type_):
            continue
        yield type_, "", type_
        if isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                yield type_, f".{name}", value
        elif isinstance(type_, GraphQLInputObjectType):
            for name, field in type_.fields.items():
                yield type_, f".{name}", field
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                yield type_, f".{name}", field
                for argument, definition in field.args.items():
                    yield type_, f".{name}({argument}:)", definition


def _places(catalogue: _Catalogue, type_: GraphQLNamedType, member: str) -> list[str]:
    """The coordinates that an element may be described under, its own first."""
    owners = catalogue.owners(type_.name)
    if member and isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        owners += [interface.name for interface in type_.interfaces]
    _, parenthesis, argument = member.partition("(")
    return [*(owner + member for owner in owners), f"*{parenthesis}{argument}" if parenthesis else f"*{member}"]


def _said_elsewhere() -> dict[str, Text | Message]:
    """What the decision table, the statutory order and the reasons of refusal say of the values of their code lists."""
    table, order = decision_table(), statutory_order()
    return {
        **{f"Grade.{row.grade}": _sentence(row.title, row.when, row.law) for row in table.grades},
        **{f"GuardianState.{row.state}": _sentence(row.title, row.when, row.law) for row in table.states},
        **{f"Responsibility.{kind}": _sentence(row.title, law=row.law) for kind, row in table.responsibility.items()},
        **{f"DataGap.{gap}": _sentence(title) for gap, title in table.gaps.items()},
        **{f"StatutoryOrder.{each}": _sentence(group.title, law=group.law) for each, group in order.orders.items()},
        **{f"KinRelation.{each}": _sentence(title) for each, title in order.relations.items()},
        **{f"CandidateDistance.{each}": _sentence(title) for each, title in order.distances.items()},
        **{f"CandidateReason.{each}": _sentence(title) for each, title in order.reasons.items()},
        **{f"Refusal.{code}": message(code) for code in Refusal},
    }


def _sentence(title: Text, when: Text | None = None, law: Text | None = None) -> Text:
    en = _joined(title.en, when.en if when else "", ": ") + (f" ({law.en})" if law else "")
    zh = _joined(title.zh, when.zh if when else "", "：") + (f"（{law.zh}）" if law else "")
    return Text(en=f"{en[:1].upper()}{en[1:]}.", zh=f"{zh}。")


def _joined(title: str, when: str, colon: str) -> str:
    """A title and what it means, which may begin with the same words."""
    return when if when.startswith(title) else f"{title}{colon}{when}" if when else title


def _listed(coordinates: Collection[str]) -> str:
    return ", ".join(sorted(coordinates)) or "nothing"
