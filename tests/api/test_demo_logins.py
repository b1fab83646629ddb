"""Whom the demo lets one be: everybody in the policy, where there is something to see."""

from datetime import date
from itertools import pairwise

from graph_service.access.policy import POLICY, purpose
from graph_service.access.tokens import Tokens
from graph_service.api.pages import examples
from graph_service.demo import logins
from tests.api.asking import Asking


def test_one_may_be_somebody_in_each_role_that_says_where_it_is(asking: Asking) -> None:
    tokens = Tokens(b"k" * 32)
    found = logins(asking.county.graph, tokens)
    holders = {login.token: tokens.verify(login.token) for login in found}
    everywhere = {title for title, row in POLICY.roles.items() if row.limit == "division" and row.digits is None}
    assert sorted((each.title, purpose(each)) for each in holders.values()) == sorted(
        (title, each) for title in POLICY.roles.keys() - everywhere for each in POLICY.roles[title].purposes
    )
    assert len({login.title["en"] for login in found}) == len(found)
    assert holders[found[0].token].title == "COUNTY_OFFICER"
    divisions = sorted({each.division for each in holders.values() if each.division}, key=len)
    assert [len(division) for division in divisions] == [2, 4, 6, 9, 12]
    assert all(lower.startswith(upper) for upper, lower in pairwise(divisions))
    for login in found:
        assert login.title["en"] != login.title["zh"]
        assert login.role in {example.role for example in examples()}


def test_who_has_children_to_look_after_sees_some(asking: Asking) -> None:
    tokens = Tokens(b"k" * 32)
    text = "query ($on: Date) { children(asOf: $on) { totalCount } }"
    document, values = asking.document(text, {"on": date.today().isoformat()})
    for login in logins(asking.county.graph, tokens):
        who = tokens.verify(login.token)
        answer = asking.execution.execute(document, document.operation(None), values, who)
        sees_nobody = POLICY.roles[who.title].only_lent or login.role == "ADMINISTRATOR"
        assert bool(answer["data"]["children"]["totalCount"]) != sees_nobody, login.title
