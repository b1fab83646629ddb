"""The policy table: whom it knows, what it refuses, and that each role's conditions are there."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

import graph_service
from graph_service.access.identity import Identity, Role
from graph_service.access.policy import POLICY, Policy, holder, purpose, records
from graph_service.access.tokens import Tokens
from graph_service.graph.statements import cypher_folder

LIMITS = {"division": {6: "990121", 9: "990121103", 12: "990121103201"}, "school": "SC000001"}
TABLE = (Path(graph_service.__file__).parent / "access" / "policy.yaml").read_text("utf-8")


def limits(title: str) -> dict[str, str]:
    row = yaml.safe_load(TABLE)["roles"][title]
    if row.get("limit") == "division":
        return {"division": LIMITS["division"][row.get("digits", 6)]}
    return {"school": LIMITS["school"]} if row.get("limit") else {}


@pytest.mark.parametrize("title", POLICY.roles)
def test_each_role_with_the_limits_that_it_needs(title: str) -> None:
    found = holder("x", title, **limits(title))
    tokens = Tokens(b"k" * 32)
    assert tokens.verify(tokens.issue(found, timedelta(hours=1))) == found
    assert found.title == title
    assert purpose(found) == POLICY.roles[title].purpose


@pytest.mark.parametrize("title", POLICY.roles)
@pytest.mark.parametrize("division", [None, "", "99", "990121", "990121103", "990121103201", "9901211032011", "99012x"])
@pytest.mark.parametrize("school", [None, "", "SC000001"])
def test_no_role_with_others(title: str, division: str | None, school: str | None) -> None:
    """Read from the table itself: exactly the one claim, of the right length."""
    row = yaml.safe_load(TABLE)["roles"][title]
    given = {"division": division or "", "school": school or ""}
    wanted = {name: name == row.get("limit") for name in given}
    right = all(bool(given[name]) == wanted[name] for name in given)
    if "digits" in row:
        right = right and division in {LIMITS["division"][row["digits"]]}
    if right:
        assert holder("x", title, division, school).division == division
    else:
        with pytest.raises(ValueError):
            holder("x", title, division, school)


@pytest.mark.parametrize("title", ["", "ADMIN", "officer", "EVERYBODY"])
def test_whoever_is_not_in_the_table_is_nobody(title: str) -> None:
    with pytest.raises(ValueError):
        holder("x", title, "990121")


def test_every_sight_is_told_of_once_and_has_its_conditions() -> None:
    assert set(POLICY.sights) == set(Role) == {row.sees_as for row in POLICY.roles.values()}
    files = {file.name.partition(".")[0] for file in (cypher_folder() / "access").glob("*.cypher")}
    assert files == {role.value for role in Role}


@pytest.mark.parametrize(
    "wrong",
    ["roles: {X: {sees_as: GOD, purpose: CASE_WORK}}", "roles: {X: {sees_as: OFFICER}}", "roles: {}", "grants: {}"],
)
def test_a_table_that_says_too_little_or_too_much_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):
        Policy.model_validate(yaml.safe_load(wrong))


def test_who_records() -> None:
    assert {title for title in POLICY.roles if records(holder("x", title, **limits(title)))} == {
        *("OFFICER", "COUNTY_OFFICER", "TOWNSHIP_SUPERVISOR", "VILLAGE_DIRECTOR")
    }
    assert not records(Identity("x", Role.OFFICER))
