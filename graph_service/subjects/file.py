"""The file of one person: everything that the graph holds about them, with where it comes from.

Of others it has ids alone: their names are theirs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds import quarantine
from graph_service.feeds.contract import FEEDS, SEALED
from graph_service.feeds.validation import escaped
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.model.facts import LINKS
from graph_service.sealing import Keyring, place_of

ABOUT: Final = sorted(LINKS | {"MEASURES"})
"""Types of relationships by which something that the service has kept points at whom it is about."""

_TAGS: Final = frozenset(SEALED.values())
_FORMER: Final = "FORMER_"


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """Everything about one person. All mappings are properties as the graph has them, sealed numbers opened.

    Attributes:
        id: whose file it is.
        person: who they are, as is known now.
        versions: who they were said to be before.
        facts: `fact`, `former` (whether it is no longer believed), `as` (whether they are its `start` or `end`),
            `other` (label and id of the other end) and `properties`.
        kept: what the service has found about them: `kind` and `properties`.
        rows: rows in quarantine that name them: `feed`, `file`, `line`, `reasons` and `cells`.
        elsewhere: texts of other nodes and facts that name them: `kind`, `property`, `value`.
    """

    id: str
    person: Mapping[str, Any]
    versions: Sequence[Mapping[str, Any]]
    facts: Sequence[Mapping[str, Any]]
    kept: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    elsewhere: Sequence[Mapping[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """For whoever asked for it."""
        return {
            "subject": self.id,
            "person": self.person,
            "versions": self.versions,
            "facts": self.facts,
            "kept": self.kept,
            "quarantine": self.rows,
            "elsewhere": self.elsewhere,
        }


def subject_file(graph: Graph, person: str) -> SubjectFile:
    """The file of a person.

    Args:
        graph: where.
        person: their id.

    Raises:
        ServiceError: PERSON_NOT_FOUND; those of `Graph.read`.
    """
    found = graph.read(statement("subjects/file"), id=person, links=ABOUT)
    if not found:
        raise ServiceError(
            ErrorCode.PERSON_NOT_FOUND, "There is nobody with that id.", "Check the id; it is the one of the feeds."
        )
    (record,) = found
    keyring = graph.keyring
    own = set(record["own"])
    return SubjectFile(
        id=person,
        person=_opened(record["person"], person, keyring),
        versions=[_opened(version, person, keyring) for version in record["versions"]],
        facts=[
            {
                "fact": type_.removeprefix(_FORMER),
                "former": type_.startswith(_FORMER),
                "as": "start" if is_start else "end",
                "other": {"kind": labels[0], "id": other},
                "properties": _opened(properties, properties["key"], keyring),
            }
            for type_, properties, is_start, labels, other in record["facts"]
        ],
        kept=[{"kind": labels[0], "properties": _plain(properties)} for labels, properties in record["kept"]],
        rows=[row for _, row in quarantined(graph, person)],
        elsewhere=[
            {"kind": mention.kind, "property": mention.name, "value": mention.value}
            for mention in mentions(graph, Naming.of(person))
            if mention.element not in own
        ],
    )


@dataclass(frozen=True, slots=True)
class Naming:
    """The texts that name a person, and how they are found as whole words.

    Attributes:
        words: the texts.
        pattern: one of them, as a word of its own.
    """

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, *words: str) -> "Naming":
        """Naming by these texts, and as they stand in the keys of facts."""
        every = tuple(dict.fromkeys((*words, *escaped(words))))
        choice = "|".join(map(re.escape, sorted(every, key=len, reverse=True)))
        return cls(every, re.compile(rf"(?<![0-9A-Za-z_-])(?:{choice})(?![0-9A-Za-z_-])"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A property whose text names a person.

    Attributes:
        element: element id of the node or fact.
        relationship: whether it is a fact.
        kind: its label or type.
        name: of the property.
        value: its text, or list of texts.
    """

    element: str
    relationship: bool
    kind: str
    name: str
    value: str | list[str]


def mentions(graph: Any, naming: Naming) -> list[Mention]:  # noqa: ANN401 - a graph or a transaction
    """Every property that names a person. Reads the whole graph.

    Args:
        graph: a `Graph`, or a `Transaction` with what it has changed.
        naming: what names them.
    """
    read = graph.read if isinstance(graph, Graph) else graph.run
    records = read(statement("subjects/mentions"), words=list(naming.words))
    found = [Mention(*record.values()) for record in records]
    return [each for each in found if any(naming.pattern.search(text) for text in _texts(each.value))]


def quarantined(graph: Graph, *words: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows in quarantine with one of these texts in some cell: of each the id, what it says and why it waits."""
    naming = Naming.of(*words)
    for feed in FEEDS:
        for record, cells in quarantine.rows(graph, feed):
            if any(naming.pattern.search(cell) for cell in cells.values()):
                place = {"feed": feed.name, "file": record["file"], "line": record["line"]}
                yield record["id"], {**place, "reasons": list(record["codes"]), "cells": dict(cells)}


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _opened(properties: Mapping[str, Any], key: str, keyring: Keyring) -> dict[str, Any]:
    """Properties with sealed numbers opened, and without the tags by which these are found."""
    return {
        name: keyring.open(place_of(key, name), value) if name in SEALED else value
        for name, value in _plain(properties).items()
        if name not in _TAGS
    }


def _plain(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as JSON has them, in the order of their names."""
    return {name: _plain_value(properties[name]) for name in sorted(properties)}


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - any Cypher value
    if isinstance(value, list):
        return [_plain_value(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
    return value.iso_format() if hasattr(value, "iso_format") else value
