"""The policy table: whom it knows, what it refuses, and that each role's conditions are there."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from graphql import GraphQLNonNull

import graph_service
from graph_service.access.identity import Identity, Role
from graph_service.access.policy import NOWHERE, POLICY, Policy, Purpose, holder, purpose, purpose_said, records, scope
from graph_service.access.tokens import Tokens
from graph_service.api.schema.build import graphql_schema
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import cypher_folder

DIVISIONS = {2: "99", 4: "9901", 6: "990121", 9: "990121103", 12: "990121103201"}
TABLE = (Path(graph_service.__file__).parent / "access" / "policy.yaml").read_text("utf-8")


def limits(title: str) -> dict[str, str]:
    row = yaml.safe_load(TABLE)["roles"][title]
    limit = row.get("limit")
    if limit == "division":
        return {"division": DIVISIONS[row.get("digits", 6)]}
    return {limit: "X000001"} if limit else {}


@pytest.mark.parametrize("title", POLICY.roles)
def test_each_role_with_the_limits_that_it_needs(title: str) -> None:
    found = holder("x", title, **limits(title))
    tokens = Tokens(b"k" * 32)
    assert tokens.verify(tokens.issue(found, timedelta(hours=1))) == found
    assert found.title == title
    assert purpose(found) == yaml.safe_load(TABLE)["roles"][title]["purposes"][0]


@pytest.mark.parametrize("title", POLICY.roles)
@pytest.mark.parametrize("said", [*Purpose, "case_work", "CURIOSITY", ""])
def test_each_role_acts_for_its_purposes_and_no_other(title: str, said: str) -> None:
    """Read from the table itself; the log has what was said, if there is such a purpose."""
    tokens = Tokens(b"k" * 32)
    found = holder("x", title, **limits(title), purpose=said)
    assert purpose_said(found) == (said if said in set(Purpose) else None)
    if said in yaml.safe_load(TABLE)["roles"][title]["purposes"]:
        assert purpose(found) == said
        assert tokens.verify(tokens.issue(found, timedelta(hours=1))) == found
        return
    for call in (purpose, scope, records, lambda who: tokens.issue(who, timedelta(hours=1))):
        with pytest.raises(ServiceError) as refused:
            call(found)
        assert refused.value.code == ErrorCode.PURPOSE_NOT_ALLOWED
        assert "CURIOSITY" not in str(refused.value)


def test_what_a_purpose_goes_without_are_fields_that_may_be_null() -> None:
    """In the type that declares them first: an interface's field is one of all its types."""
    for place in (place for group in POLICY.field_groups.values() for place in group):
        type_, _, name = place.partition(".")
        declared: Any = graphql_schema.type_map[type_]
        assert not isinstance(declared.fields[name].type, GraphQLNonNull), place
        assert not any(name in each.fields for each in declared.interfaces), place
    used = {group for row in POLICY.purposes.values() for group in row.without}
    assert used == set(POLICY.field_groups)
    assert set(POLICY.purposes) == set(Purpose) == {each for row in POLICY.roles.values() for each in row.purposes}


@pytest.mark.parametrize("title", POLICY.roles)
@pytest.mark.parametrize("division", [None, "", *DIVISIONS.values(), "9", "9901211032011", "99012x", "9x"])
@pytest.mark.parametrize("school", [None, "", "SC000001"])
@pytest.mark.parametrize("organisation", [None, "", "O0001"])
def test_no_role_with_others(title: str, division: str | None, school: str | None, organisation: str | None) -> None:
    """Read from the table itself: exactly the one claim, of the right length."""
    row = yaml.safe_load(TABLE)["roles"][title]
    given = {"division": division or "", "school": school or "", "organisation": organisation or ""}
    wanted = {name: name == row.get("limit") for name in given}
    right = all(bool(given[name]) == wanted[name] for name in given)
    if "digits" in row:
        right = right and division in {DIVISIONS[row["digits"]]}
    if right:
        found = holder("x", title, division, school, organisation)
        assert (found.division, found.school, found.organisation) == (division, school, organisation)
    else:
        with pytest.raises(ValueError):
            holder("x", title, division, school, organisation)


@pytest.mark.parametrize("title", ["", "ADMIN", "officer", "EVERYBODY"])
def test_whoever_is_not_in_the_table_is_nobody(title: str) -> None:
    with pytest.raises(ValueError):
        holder("x", title, "990121")


def test_every_sight_is_told_of_once_and_has_its_conditions() -> None:
    assert set(POLICY.sights) == set(Role) == {row.sees_as for row in POLICY.roles.values()}
    files = {file.name.partition(".")[0] for file in (cypher_folder() / "access").glob("*.cypher")}
    assert files == {role.value for role in Role}
    assert set(POLICY.grants) <= set(POLICY.roles)


def test_what_each_is_limited_to_is_what_statements_are_told() -> None:
    """Read from the table itself: who sees numbers alone has a division in which nobody lives."""
    roles = yaml.safe_load(TABLE)["roles"]
    for title, row in roles.items():
        found = limits(title)
        told = scope(replace(holder("x", title, **found), lent=frozenset({"P2", "P1"})))
        seen = NOWHERE if row.get("only_lent") else found.get("division")
        assert (told["scope_division"], told["own_division"]) == (seen, found.get("division"))
        assert (told["scope_school"], told["scope_organisation"]) == (found.get("school"), found.get("organisation"))
        assert (told["lent"], told["supervises"]) == (["P1", "P2"], row.get("supervises", False))
    assert {title for title, row in roles.items() if row.get("only_lent")} == {"PREFECTURE_OFFICER", "PROVINCE_OFFICER"}


@pytest.mark.parametrize(
    "wrong",
    [
        "roles: {X: {sees_as: GOD, purposes: [CASE_WORK]}}",
        "roles: {X: {sees_as: OFFICER, purposes: []}}",
        "roles: {X: {sees_as: OFFICER, purposes: [CURIOSITY]}}",
        "purposes: {CASE_WORK: {records: true}}",
        "purposes: {}",
        "field_groups: {}",
        "roles: {X: {sees_as: OFFICER}}",
        "roles: {}",
        "sights: {}",
        "grants: {NOBODY: {minutes: 5}}",
        "grants: {AUDITOR: {minutes: 0}}",
        "grants: {AUDITOR: {minutes: 5, approved_by: [NOBODY], lapses: 1}}",
        "grants: {AUDITOR: {minutes: 5, approved_by: [AUDITOR]}}",
        "grants: {AUDITOR: {minutes: 5, approved_by: [AUDITOR], lapses: 0}}",
        "grants: {AUDITOR: {minutes: 5, lapses: 1}}",
        "grants: {AUDITOR: {minutes: 5, reason: none}}",
        "roles: {X: {sees_as: OFFICER, purposes: [CASE_WORK], people_per_hour: 0}}",
        "trust: {}",
    ],
)
def test_a_table_that_says_too_little_or_too_much_is_refused(wrong: str) -> None:
    told = yaml.safe_load(TABLE)
    Policy.model_validate(told)
    with pytest.raises(ValueError):
        Policy.model_validate(told | yaml.safe_load(wrong))


def test_who_records() -> None:
    """An officer of a division, for case work."""
    assert not records(holder("x", "COUNTY_OFFICER", "990121", purpose="SUPERVISION"))
    assert not records(holder("x", "PREFECTURE_OFFICER", "9901", purpose="CASE_WORK"))
    assert {title for title in POLICY.roles if records(holder("x", title, **limits(title)))} == {
        *("OFFICER", "COUNTY_OFFICER", "TOWNSHIP_SUPERVISOR", "VILLAGE_DIRECTOR")
    }
    assert not records(Identity("x", Role.OFFICER))
