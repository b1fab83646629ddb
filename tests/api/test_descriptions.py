"""Every element of the schema is described in English and Chinese, and nothing else is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import build_schema, extend_schema, introspection_from_schema, parse

from graph_service.api.schema.build import graphql_schema, schema
from graph_service.api.schema.describing import describe
from graph_service.guardianship.table import decision_table

SPECIFIED = {"String", "Int", "Float", "Boolean", "ID"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXAMPLES = re.compile("陈某某|汉族|欧阳小明|小明")


def described(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str | None]]:
    """Everything in an introspection result that can have a description."""
    if isinstance(value, list):
        for each in value:
            yield from described(each, path)
    elif isinstance(value, dict):
        if "description" in value and "name" in value:
            path = (*path, value["name"])
            yield ".".join(path), value["description"]
        for each in value.values():
            yield from described(each, path)


TYPES = [
    type_
    for type_ in introspection_from_schema(graphql_schema)["__schema"]["types"]
    if not type_["name"].startswith("__") and type_["name"] not in SPECIFIED
]
DESCRIPTIONS = dict(described(TYPES))


def is_bilingual(description: str | None) -> bool:
    """English, a blank line, Chinese; one paragraph each. Names in an English example may be Chinese."""
    en, _, zh = (description or "").partition("\n\n")
    return (
        bool(re.fullmatch(r"[A-Z`][^\n]*\.", en))
        and not CHINESE.search(EXAMPLES.sub("", en))
        and bool(re.fullmatch(r"[^\n]*。", zh) and CHINESE.search(zh))
    )


def test_every_element_is_described_in_both_languages() -> None:
    assert not [element for element, description in DESCRIPTIONS.items() if not is_bilingual(description)]


def test_the_exported_schema_says_the_same() -> None:
    exported = introspection_from_schema(build_schema(schema.as_str()))["__schema"]["types"]
    assert DESCRIPTIONS.items() <= dict(described(exported)).items()


def test_a_new_field_must_be_described() -> None:
    with pytest.raises(ValueError, match=r"Not described: Child\.shoe, Child\.shoe\(size:\)\."):
        describe(extend_schema(graphql_schema, parse("extend type Child { shoe(size: Int): Int }")))


def test_what_is_described_must_be_there() -> None:
    with pytest.raises(
        ValueError, match=r"Not described: nothing\. .*not in the schema: .*Child\.grade, .*Query\.child,"
    ):
        describe(build_schema("type Query { viewer: Int }"))


@pytest.mark.parametrize(
    ("element", "inherits_from"),
    [
        ("Child.parents", "Individual.parents"),
        ("Person.parents.ever", "School.enrolments.ever"),
        ("Visit.recordedAt", "Fact.recordedAt"),
        ("PersonConnection.edges", "ChildConnection.edges"),
        ("AbsenceCorrection.lastContact", "RecordAbsenceInput.lastContact"),
    ],
)
def test_what_recurs_is_described_alike(element: str, inherits_from: str) -> None:
    assert DESCRIPTIONS[element] == DESCRIPTIONS[inherits_from]


@pytest.mark.parametrize(
    ("element", "other"),
    [
        ("ChildConnection", "PersonConnection"),
        ("RecordGuardianshipInput.from", "GuardianshipCorrection.from"),
        ("StoredAssessment.id", "Child.id"),
    ],
)
def test_words_of_its_own_come_first(element: str, other: str) -> None:
    assert DESCRIPTIONS[element] != DESCRIPTIONS[other]


def test_the_decision_table_speaks_for_its_codes() -> None:
    for row in decision_table().grades:
        assert row.when.en in (DESCRIPTIONS[f"Grade.{row.grade}"] or "")
    for row in decision_table().states:
        assert row.law.zh in (DESCRIPTIONS[f"GuardianState.{row.state}"] or "")
