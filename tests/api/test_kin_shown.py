"""Candidate guardians, timelines and endings through the API: what each role sees, and nothing of who is hidden."""

from typing import Any

import pytest

from graph_service.errors import ErrorCode
from tests.api.asking import READERS, Asking

TOWNSHIP_OFFICER, OFFICER, LIAISON, AUDITOR = READERS
ON = 'asOf: "2026-03-01"'
PARTY = "party { __typename ... on Person { id } ... on Organisation { id } }"
CANDIDATES = f"""relation order eligible state records {{ id }} bars {{ id fact }} ties {{ id }} distance age wards
    consentNeeded reasons legalBasis {{ en }} {PARTY} path {{ id fact kind person {{ id }} }}"""
CAUSES = f"causes {{ event kind {PARTY} records {{ id source }} }}"
TIMELINE = f"""since until grade effective {CAUSES} constellations {{ since selfSupporting {{ id }} {CAUSES}
    responsible {{ kind state {PARTY} records {{ id }} }} }}"""


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
def test_what_is_shown_is_what_the_reader_may_see(asking: Asking, reader: Any) -> None:
    text = f"""{{ children(first: 1000, {ON}) {{ nodes {{ id candidateGuardians {{ {CANDIDATES} }}
        timeline(until: "2040-01-01") {{ {TIMELINE} }} }} }} }}"""
    answer = asking.compiled(text, {}, reader)
    assert answer == {"data": asking.resolved(text, {}, reader)}
    nodes = answer["data"]["children"]["nodes"]
    candidates = [each for node in nodes for each in node["candidateGuardians"]]
    assert {"GRANDPARENTS", "OTHERS"} <= {each["order"] for each in candidates}
    kin = [each for each in candidates if each["relation"] in {"GRANDPARENT", "SIBLING", "STEP_PARENT"}]
    assert any(each["path"] for each in kin)
    if reader is AUDITOR:
        assert all(each["path"] for each in kin)
    assert any(len(period["constellations"]) > 1 for node in nodes for period in node["timeline"])


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, OFFICER, AUDITOR], ids=str)
def test_endings_are_those_of_the_reader_s_children(asking: Asking, reader: Any) -> None:
    for arguments in ("within: 400", "within: 400, first: 2", 'division: "990101"'):
        text = f"""{{ expiring({arguments}, {ON}) {{ totalCount pageInfo {{ endCursor }} nodes {{ day grade
            child {{ id }} {CAUSES} people {{ role status {PARTY} }} }} }} }}"""
        answer = asking.compiled(text, {}, reader)
        assert answer == {"data": asking.resolved(text, {}, reader)}, arguments
        days = [each["day"] for each in answer["data"]["expiring"]["nodes"]]
        assert days == sorted(days)
    after = answer["data"]["expiring"]["pageInfo"]["endCursor"]
    if after:
        text = f'{{ expiring(division: "990101", after: "{after}", {ON}) {{ nodes {{ day }} }} }}'
        assert asking.compiled(text, {}, reader) == {"data": asking.resolved(text, {}, reader)}


def test_a_liaison_sees_none_of_it(asking: Asking) -> None:
    text = f"{{ children({ON}) {{ nodes {{ candidateGuardians {{ relation }} timeline {{ grade }} }} }} }}"
    answer, calls = asking.counted(text, {}, LIAISON)
    assert calls == 1
    nodes = answer["data"]["children"]["nodes"]
    assert nodes and all(each == {"candidateGuardians": [], "timeline": []} for each in nodes)
    refused = asking.compiled("{ expiring { totalCount } }", {}, LIAISON)
    assert [error["extensions"]["code"] for error in refused["errors"]] == [ErrorCode.FORBIDDEN]
