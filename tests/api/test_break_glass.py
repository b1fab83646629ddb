"""Access to one child for a time: on both sides of each boundary, as the policy says by itself."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from graph_service.access import grants
from graph_service.access.grants import GrantsInForce
from graph_service.access.identity import Identity
from graph_service.access.policy import holder
from graph_service.api.answering import Answer, Answering
from graph_service.api.requests import Request
from graph_service.audit.accesses import Enquiry
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.deadlines import Allowance
from graph_service.graph.statements import Statement, statement
from graph_service.guardianship.table import decision_table
from graph_service.recording.commands import RECORDABLE, RecordFact
from graph_service.recording.outcome import Refusal
from graph_service.recording.record import record
from tests.access.clock import Clock
from tests.api.asking import SECONDS, TABLE, Asking

CHILD, NEIGHBOUR, FAR_RELATIVE = "X-P12", "X-P13", "X-FAR"
"""Two children of another county, and an adult of it who is the parent of the first."""

DIRECTOR = holder("director-1", "VILLAGE_DIRECTOR", division="990101001001")
COLLEAGUE = holder("director-2", "VILLAGE_DIRECTOR", division="990101001001")
OVER_THE_CHILD = holder("county-2", "COUNTY_OFFICER", division="990102")
TOWNSHIP_OF_THE_CHILD = holder("township-2", "TOWNSHIP_SUPERVISOR", division="990102001")
VILLAGE_OF_THE_CHILD = holder("village-2", "VILLAGE_DIRECTOR", division="990102001001")
ELSEWHERE = holder("county-1", "COUNTY_OFFICER", division="990101")
PREFECTURE = holder("prefecture-1", "PREFECTURE_OFFICER", division="9901")
COLLEAGUE_OF_THE_PREFECTURE = holder("prefecture-3", "PREFECTURE_OFFICER", division="9901")
PROVINCE = holder("province-1", "PROVINCE_OFFICER", division="99")
OTHER_PREFECTURE = holder("prefecture-2", "PREFECTURE_OFFICER", division="9902")
AUDITOR, OTHER_AUDITOR = holder("auditor-1", "AUDITOR"), holder("auditor-2", "AUDITOR")
WITHOUT = (
    holder("liaison", "LIAISON", school="SCH-PRIMARY"),
    holder("staff", "INSTITUTION_STAFF", organisation="ORG-WELFARE"),
    holder("administrator", "ADMINISTRATOR"),
)

SEEN = """query ($child: ID!, $other: ID!, $parent: ID!) {
  child(id: $child, asOf: "2026-11-01") {
    name idNumber phone parents { parent { id name } } households { household { id } }
  }
  other: child(id: $other, asOf: "2026-11-01") { name }
  parent: person(id: $parent, asOf: "2026-11-01") { name }
}"""
BREAK = """mutation ($child: ID!, $reason: String!, $minutes: Int!, $key: String!) {
  breakGlass(childId: $child, reason: $reason, minutes: $minutes, idempotencyKey: $key) {
    id childId child { name } subject role scope reason minutes state from until approvedBy endedAt endedBy
  }
}"""
REFER = """mutation ($child: ID!, $to: String!, $reason: String!, $minutes: Int!, $key: String!) {
  referCase(childId: $child, to: $to, reason: $reason, minutes: $minutes, idempotencyKey: $key) {
    id childId child { name } subject referredBy role scope reason minutes state from until approvedBy lapsesAt
  }
}"""
APPROVE = "mutation ($id: ID!) { approveAccess(grantId: $id) { state approvedBy } }"
END = "mutation ($id: ID!) { endAccess(grantId: $id) { state endedBy } }"
GRANTS = "query ($filter: AccessGrantFilter) { accessGrants(filter: $filter) { totalCount nodes { id state } } }"

REMOVE = Statement("tests/grants_gone", "MATCH (grant:AccessGrant) DELETE grant", "", {}, "")
COUNT = Statement("tests/grants", "MATCH (grant:AccessGrant) RETURN count(*) AS grants", "", {}, "")
IDS = Statement("tests/grant_ids", "MATCH (grant:AccessGrant) RETURN grant.id AS id", "", {}, "")
LAPSES = Statement("tests/grant_lapses", "MATCH (grant:AccessGrant) SET grant.lapsesAt = $at", "", {}, "")
LAPSING = Statement("tests/grant_lapsing", "MATCH (grant:AccessGrant) RETURN grant.lapsesAt AS at", "", {}, "")
OVER = Statement("tests/grant_over", "MATCH (grant:AccessGrant) SET grant.until = $until", "", {}, "")


@dataclass
class Office:
    """The service without its transports: what each is answered, and what the audit log is told."""

    asking: Asking
    begun: list[Enquiry] = field(default_factory=list[Enquiry])
    keys: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.grants = GrantsInForce(self.graph, decision_table().adult_born_by)
        execution, documents = self.asking.execution, self.asking.documents
        self.answering = Answering(documents, execution, lambda _, enquiry: self.begun.append(enquiry), self.grants)

    @property
    def graph(self) -> Graph:
        return self.asking.county.graph

    def answer(self, who: Identity, text: str, **variables: Any) -> Answer:
        answer = self.answering.answer(Request(text, None, variables), who, Allowance(time.monotonic() + SECONDS))
        assert isinstance(answer, Answer)
        return answer

    def data(self, who: Identity, text: str, **variables: Any) -> dict[str, Any]:
        result = self.answer(who, text, **variables).result
        assert result.keys() == {"data"}, result
        return result["data"]

    def refusal(self, who: Identity, text: str, **variables: Any) -> tuple[ErrorCode, str]:
        result = self.answer(who, text, **variables).result
        (error,) = result["errors"]
        return error["extensions"]["code"], error["message"]

    def seen(self, who: Identity, child: str = CHILD, other: str = NEIGHBOUR) -> dict[str, Any]:
        return self.data(who, SEEN, child=child, other=other, parent=FAR_RELATIVE)

    def wants(self, **changes: Any) -> dict[str, Any]:
        usual = {"child": CHILD, "reason": "夜间走失，已找到", "minutes": 60, "key": f"key-{next(self.keys)}"}
        return usual | changes

    def refers(self, who: Identity = OVER_THE_CHILD, to: str = "9901", **changes: Any) -> dict[str, Any]:
        return self.data(who, REFER, to=to, **self.wants(**changes))["referCase"]

    def breaks(self, who: Identity, **changes: Any) -> dict[str, Any]:
        return self.data(who, BREAK, **self.wants(**changes))["breakGlass"]


@pytest.fixture
def office(asking: Asking) -> Iterator[Office]:
    yield Office(asking)
    asking.county.graph.write(REMOVE)


def nobody(seen: dict[str, Any]) -> bool:
    return not any(seen.values())


def test_an_officer_sees_a_child_elsewhere_for_a_time_and_no_other(office: Office) -> None:
    assert nobody(office.seen(DIRECTOR))
    told = office.breaks(DIRECTOR)
    assert (told["state"], told["childId"], told["role"], told["scope"]) == (
        *("OPEN", CHILD, "VILLAGE_DIRECTOR"),
        DIRECTOR.division,
    )
    assert told["child"] is None, "access begins with the next request"
    begun, until = (datetime.fromisoformat(told[name]) for name in ("from", "until"))
    assert until - begun == timedelta(minutes=60)
    seen = office.seen(DIRECTOR)
    assert seen["child"]["name"] and seen["parent"]["name"], "the child, and whoever is its parent"
    assert [each["parent"]["id"] for each in seen["child"]["parents"]] == [f"Person:{FAR_RELATIVE}"]
    assert seen["other"] is None
    assert office.seen(DIRECTOR, NEIGHBOUR)["child"] is None
    assert nobody(office.seen(COLLEAGUE))
    assert office.data(DIRECTOR, END, id=told["id"])["endAccess"] == {"state": "ENDED", "endedBy": "director-1"}
    assert nobody(office.seen(DIRECTOR))


def test_after_its_time_it_gives_nothing(office: Office) -> None:
    id_ = office.breaks(DIRECTOR)["id"]
    office.graph.write(OVER, until=datetime.now(UTC) + timedelta(seconds=30))
    assert not nobody(office.seen(DIRECTOR))
    office.graph.write(OVER, until=datetime.now(UTC))
    assert nobody(office.seen(DIRECTOR))
    assert office.data(DIRECTOR, GRANTS)["accessGrants"]["nodes"] == [{"id": id_, "state": "ENDED"}]


def test_it_is_of_the_role_in_which_it_was_asked_for(office: Office) -> None:
    office.breaks(DIRECTOR)
    in_another = holder(DIRECTOR.subject, "TOWNSHIP_SUPERVISOR", division="990101001")
    assert nobody(office.seen(in_another))


def test_it_is_of_a_child(office: Office) -> None:
    office.breaks(DIRECTOR, child=FAR_RELATIVE)
    assert office.seen(DIRECTOR)["parent"] is None


def test_asking_does_not_tell_whether_there_is_such_a_child(office: Office) -> None:
    hidden, absent = (office.breaks(DIRECTOR, child=child) for child in (f"Child:{CHILD}", "NOBODY"))
    one_time = {"id", "childId", "from", "until"}
    assert {name: hidden[name] for name in hidden.keys() - one_time} == {
        name: absent[name] for name in absent.keys() - one_time
    }
    assert (hidden["childId"], absent["childId"]) == (CHILD, "NOBODY")


@pytest.mark.parametrize("title", TABLE["grants"])
def test_how_long_it_may_be(office: Office, title: str) -> None:
    row, most = TABLE["roles"][title], TABLE["grants"][title]["minutes"]
    division = "990101001001"[: row.get("digits", 6)] if row.get("limit") else None
    who = holder("x", title, division=division)
    for minutes in (0, -1, most + 1):
        assert office.refusal(who, BREAK, **office.wants(minutes=minutes))[0] == ErrorCode.ARGUMENT_INVALID
    assert office.graph.read(COUNT)[0]["grants"] == 0
    told = office.breaks(who, minutes=most)
    assert told["state"] == ("ASKED" if TABLE["grants"][title].get("approved_by") else "OPEN")


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
def test_without_a_reason_there_is_none(office: Office, reason: str) -> None:
    code, message = office.refusal(DIRECTOR, BREAK, **office.wants(reason=reason))
    assert code == ErrorCode.ARGUMENT_INVALID
    assert "xxx" not in message
    assert office.graph.read(COUNT)[0]["grants"] == 0


@pytest.mark.parametrize("who", WITHOUT, ids=lambda who: who.title)
def test_other_roles_get_none_and_see_none(office: Office, who: Identity) -> None:
    assert who.title not in TABLE["grants"]
    id_ = office.breaks(DIRECTOR)["id"]
    assert office.refusal(who, BREAK, **office.wants())[0] == ErrorCode.FORBIDDEN
    assert office.data(who, GRANTS)["accessGrants"] == {"totalCount": 0, "nodes": []}
    for text in (APPROVE, END):
        assert office.refusal(who, text, id=id_)[0] == ErrorCode.GRANT_NOT_FOUND


def test_given_again_it_is_the_same_and_a_key_is_for_one_thing(office: Office) -> None:
    wanted = office.wants()
    first, again = (office.data(DIRECTOR, BREAK, **wanted)["breakGlass"] for _ in range(2))
    assert (first["id"], first["until"]) == (again["id"], again["until"])
    assert office.breaks(COLLEAGUE, **wanted)["id"] != first["id"]
    for change in ({"child": NEIGHBOUR}, {"minutes": 61}, {"reason": "另一理由"}):
        assert office.refusal(DIRECTOR, BREAK, **(wanted | change))[0] == ErrorCode.ARGUMENT_INVALID
    assert office.graph.read(COUNT)[0]["grants"] == 2


def test_those_who_supervise_where_the_child_lives_see_it_at_once(office: Office) -> None:
    id_ = office.breaks(DIRECTOR)["id"]
    for who in (DIRECTOR, TOWNSHIP_OF_THE_CHILD, OVER_THE_CHILD, PREFECTURE, AUDITOR):
        assert office.data(who, GRANTS)["accessGrants"] == {"totalCount": 1, "nodes": [{"id": id_, "state": "OPEN"}]}
    for who in (COLLEAGUE, VILLAGE_OF_THE_CHILD, ELSEWHERE, OTHER_PREFECTURE):
        assert office.data(who, GRANTS)["accessGrants"] == {"totalCount": 0, "nodes": []}
        assert office.refusal(who, END, id=id_) == office.refusal(who, END, id="nothing")
    found = {"childId": f"Child:{CHILD}", "state": ["OPEN"]}
    for filter_, number in ((found, 1), ({"childId": NEIGHBOUR}, 0), ({"state": ["ASKED", "ENDED"]}, 0)):
        assert office.data(AUDITOR, GRANTS, filter=filter_)["accessGrants"]["totalCount"] == number
    assert office.refusal(AUDITOR, END, id=id_)[0] == ErrorCode.FORBIDDEN
    assert office.data(TOWNSHIP_OF_THE_CHILD, END, id=id_)["endAccess"] == {"state": "ENDED", "endedBy": "township-2"}
    assert nobody(office.seen(DIRECTOR))
    assert office.data(DIRECTOR, END, id=id_)["endAccess"]["endedBy"] == "township-2"


def test_a_case_is_lent_to_a_prefecture_by_the_county(office: Office) -> None:
    id_ = office.breaks(PREFECTURE, minutes=10_000)["id"]
    assert nobody(office.seen(PREFECTURE)), "nobody has approved it"
    assert office.refusal(PREFECTURE, APPROVE, id=id_)[0] == ErrorCode.FORBIDDEN
    assert office.refusal(TOWNSHIP_OF_THE_CHILD, APPROVE, id=id_)[0] == ErrorCode.FORBIDDEN
    assert office.refusal(AUDITOR, APPROVE, id=id_)[0] == ErrorCode.FORBIDDEN
    assert office.refusal(ELSEWHERE, APPROVE, id=id_) == office.refusal(ELSEWHERE, APPROVE, id="nothing")
    for _ in range(2):
        told = office.data(OVER_THE_CHILD, APPROVE, id=id_)["approveAccess"]
        assert told == {"state": "OPEN", "approvedBy": "county-2"}
    seen = office.seen(PREFECTURE)
    assert seen["child"]["name"] and seen["parent"] and seen["other"] is None
    listed = office.data(PREFECTURE, "{ children { totalCount } detections { totalCount } }")
    assert listed == {"children": {"totalCount": 0}, "detections": {"totalCount": 0}}
    assert office.data(OVER_THE_CHILD, END, id=id_)["endAccess"]["state"] == "ENDED"
    assert nobody(office.seen(PREFECTURE))
    assert office.refusal(OVER_THE_CHILD, APPROVE, id=id_)[0] == ErrorCode.ARGUMENT_INVALID


def test_a_county_refers_a_case_to_all_officers_of_its_prefecture(office: Office) -> None:
    assert nobody(office.seen(PREFECTURE))
    told = office.refers(minutes=10_000)
    assert (told["state"], told["childId"], told["child"] is not None) == ("OPEN", CHILD, True)
    assert (told["subject"], told["referredBy"], told["role"], told["scope"]) == (
        *(None, "county-2", "PREFECTURE_OFFICER"),
        "9901",
    )
    assert (told["approvedBy"], told["lapsesAt"]) == (None, None)
    begun, until = (datetime.fromisoformat(told[name]) for name in ("from", "until"))
    assert until - begun == timedelta(minutes=10_000)
    office.grants.forget()
    for who in (PREFECTURE, COLLEAGUE_OF_THE_PREFECTURE):
        seen = office.seen(who)
        assert seen["child"]["name"] and seen["parent"]["name"] and seen["other"] is None
    listed = office.data(PREFECTURE, "{ children { totalCount } detections { totalCount } }")
    assert listed == {"children": {"totalCount": 0}, "detections": {"totalCount": 0}}
    for who in (OTHER_PREFECTURE, PROVINCE, ELSEWHERE, DIRECTOR):
        assert office.seen(who)["child"] is None
    for who in (OVER_THE_CHILD, PREFECTURE, COLLEAGUE_OF_THE_PREFECTURE, AUDITOR):
        assert office.data(who, GRANTS)["accessGrants"]["nodes"] == [{"id": told["id"], "state": "OPEN"}]
    assert office.data(ELSEWHERE, GRANTS)["accessGrants"]["totalCount"] == 0
    assert office.data(OVER_THE_CHILD, END, id=told["id"])["endAccess"] == {"state": "ENDED", "endedBy": "county-2"}
    assert nobody(office.seen(PREFECTURE)) and nobody(office.seen(COLLEAGUE_OF_THE_PREFECTURE))


def test_a_county_refers_a_case_to_its_province(office: Office) -> None:
    assert office.refers(to="990000000000")["role"] == "PROVINCE_OFFICER"
    office.grants.forget()
    assert not nobody(office.seen(PROVINCE))
    assert nobody(office.seen(PREFECTURE))


def test_whoever_saw_nothing_a_moment_ago_sees_the_case_within_a_second(office: Office) -> None:
    clock = Clock(0)
    in_force = GrantsInForce(office.graph, decision_table().adult_born_by, clock)
    assert in_force.of(PREFECTURE) == []
    office.refers()
    clock.seconds += 0.9
    assert in_force.of(PREFECTURE) == [], "that there was none is remembered"
    clock.seconds += 0.2
    assert [each.child for each in in_force.of(PREFECTURE)] == [CHILD]
    assert [each.child for each in in_force.of(COLLEAGUE_OF_THE_PREFECTURE)] == [CHILD]
    assert in_force.of(OTHER_PREFECTURE) == in_force.of(PROVINCE) == []


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [
        *((who, {}, ErrorCode.FORBIDDEN) for who in (*WITHOUT, DIRECTOR, TOWNSHIP_OF_THE_CHILD, PREFECTURE, AUDITOR)),
        (ELSEWHERE, {}, ErrorCode.CHILD_NOT_FOUND),
        (OVER_THE_CHILD, {"child": "NOBODY"}, ErrorCode.CHILD_NOT_FOUND),
        (OVER_THE_CHILD, {"to": "9902"}, ErrorCode.ARGUMENT_INVALID),
        (OVER_THE_CHILD, {"to": "98"}, ErrorCode.ARGUMENT_INVALID),
        (OVER_THE_CHILD, {"to": "990102"}, ErrorCode.ARGUMENT_INVALID),
        (OVER_THE_CHILD, {"to": "99x"}, ErrorCode.DIVISION_INVALID),
        (OVER_THE_CHILD, {"minutes": 0}, ErrorCode.ARGUMENT_INVALID),
        (OVER_THE_CHILD, {"minutes": 43_201}, ErrorCode.ARGUMENT_INVALID),
        (OVER_THE_CHILD, {"reason": " "}, ErrorCode.ARGUMENT_INVALID),
    ],
    ids=str,
)
def test_a_case_that_is_not_to_be_referred_so(
    office: Office, who: Identity, changes: dict[str, Any], code: ErrorCode
) -> None:
    asked = {"to": "9901", **office.wants(), **changes}
    assert office.refusal(who, REFER, **asked)[0] == code
    assert office.graph.read(COUNT)[0]["grants"] == 0


def test_hidden_and_absent_are_one_answer_to_whoever_refers(office: Office) -> None:
    hidden, absent = (
        office.refusal(ELSEWHERE, REFER, to="9901", **office.wants(child=child)) for child in (CHILD, "NOBODY")
    )
    assert hidden == absent


def test_a_case_is_referred_once_with_one_key_which_is_for_nothing_else(office: Office) -> None:
    wanted = office.wants()
    first, again = (office.data(OVER_THE_CHILD, REFER, to="9901", **wanted)["referCase"] for _ in range(2))
    assert first == again
    for changed in ({"to": "99"}, {"to": "9901", "reason": "另一理由"}):
        assert office.refusal(OVER_THE_CHILD, REFER, **{**wanted, **changed})[0] == ErrorCode.ARGUMENT_INVALID
    wanted["minutes"] = 30
    asked = office.refusal(OVER_THE_CHILD, BREAK, **wanted)
    assert asked[0] == ErrorCode.ARGUMENT_INVALID, "the key"
    assert office.graph.read(COUNT)[0]["grants"] == 1


def test_of_a_case_the_audit_log_is_told_whom_it_is_about(office: Office) -> None:
    answer = office.answer(OVER_THE_CHILD, REFER, to="9901", **office.wants())
    assert CHILD in answer.met


def test_a_request_that_nobody_approves_lapses(office: Office) -> None:
    id_ = office.breaks(PREFECTURE)["id"]
    asked = "{ accessGrants { nodes { askedAt lapsesAt } } }"
    (told,) = office.data(PREFECTURE, asked)["accessGrants"]["nodes"]
    waits = datetime.fromisoformat(told["lapsesAt"]) - datetime.fromisoformat(told["askedAt"])
    assert waits == timedelta(hours=TABLE["grants"]["PREFECTURE_OFFICER"]["lapses"])
    office.graph.write(LAPSES, at=datetime.now(UTC))
    (lapsed,) = office.data(PREFECTURE, GRANTS, filter={"state": ["LAPSED"]})["accessGrants"]["nodes"]
    assert lapsed == {"id": id_, "state": "LAPSED"}
    code, message = office.refusal(OVER_THE_CHILD, APPROVE, id=id_)
    assert (code, "lapsed" in message) == (ErrorCode.ARGUMENT_INVALID, True)
    assert office.data(PREFECTURE, END, id=id_)["endAccess"] == {"state": "LAPSED", "endedBy": None}
    assert nobody(office.seen(PREFECTURE))
    office.graph.write(LAPSES, at=None)
    assert office.data(PREFECTURE, GRANTS)["accessGrants"]["nodes"][0]["state"] == "LAPSED", "from before requests did"
    office.graph.write(LAPSES, at=datetime.now(UTC) + timedelta(seconds=30))
    assert office.data(OVER_THE_CHILD, APPROVE, id=id_)["approveAccess"]["state"] == "OPEN"
    office.graph.write(LAPSES, at=datetime.now(UTC))
    assert not nobody(office.seen(PREFECTURE)), "what was approved in time does not lapse"


def test_it_lapses_at_its_moment_and_not_before(office: Office) -> None:
    office.breaks(PREFECTURE)
    at, instant = datetime(2026, 11, 3, 8, tzinfo=UTC), timedelta(microseconds=1)
    office.graph.write(LAPSES, at=at)
    (id_,) = (each["id"] for each in office.graph.read(IDS))
    for now, begins in ((at, False), (at + instant, False), (at - instant, True)):
        begun = office.graph.write(statement("commands/grant_approve"), id=id_, subject="county-2", now=now)
        assert bool(begun) == begins


@pytest.mark.parametrize("title", TABLE["grants"])
def test_only_what_must_be_approved_lapses(office: Office, title: str) -> None:
    row = TABLE["grants"][title]
    assert ("lapses" in row) == ("approved_by" in row)
    division = "990101001001"[: TABLE["roles"][title].get("digits", 6)] if TABLE["roles"][title].get("limit") else None
    grants.ask(
        office.graph,
        holder("x", title, division=division),
        grants.Wanted(child=CHILD, reason="r", minutes=1, idempotency_key="k"),
    )
    (grant,) = office.graph.read(LAPSING)
    assert (grant["at"] is not None) == ("lapses" in row)


def test_whoever_asked_does_not_approve_in_another_role_either(office: Office) -> None:
    id_ = office.breaks(PREFECTURE)["id"]
    as_county = holder(PREFECTURE.subject, "COUNTY_OFFICER", division="990102")
    assert office.refusal(as_county, APPROVE, id=id_)[0] == ErrorCode.FORBIDDEN


def test_an_auditor_reads_the_name_of_the_child_alone(office: Office) -> None:
    before = office.seen(AUDITOR)
    id_ = office.breaks(AUDITOR)["id"]
    assert office.seen(AUDITOR) == before
    assert office.refusal(AUDITOR, APPROVE, id=id_)[0] == ErrorCode.FORBIDDEN
    office.data(OTHER_AUDITOR, APPROVE, id=id_)
    after = office.seen(AUDITOR)
    assert before["child"]["name"].endswith("某某") and not after["child"]["name"].endswith("某某")
    assert {**after, "child": {**after["child"], "name": before["child"]["name"]}} == before
    assert office.seen(OTHER_AUDITOR) == before


def test_it_lets_see_and_not_write(office: Office) -> None:
    lent = replace(DIRECTOR, lent=frozenset({CHILD}))
    hidden, absent = (
        record(
            office.graph,
            lent,
            RecordFact(
                feed=RECORDABLE["circumstances"],
                cells={"person_id": person, "kind": "HOMELESS"},
                idempotency_key=f"about {person}",
            ),
        )
        for person in (CHILD, "NOBODY")
    )
    assert hidden == absent
    assert [error.code for error in hidden.errors] == [Refusal.REFERENCE_UNKNOWN]


def test_every_request_says_which_were_in_force(office: Office) -> None:
    def noted(who: Identity) -> tuple[str, ...]:
        enquiry = office.answer(who, SEEN, child=CHILD, other=NEIGHBOUR, parent=FAR_RELATIVE).enquiry
        assert enquiry
        return enquiry.grants

    assert noted(DIRECTOR) == ()
    told = office.breaks(DIRECTOR)
    answer = office.answer(DIRECTOR, GRANTS)
    assert answer.met == {CHILD}, "a grant tells of its child"
    id_ = told["id"].removeprefix("AccessGrant:")
    assert noted(DIRECTOR) == (id_,)
    assert noted(COLLEAGUE) == ()
    office.data(DIRECTOR, END, id=told["id"])
    assert (office.begun[0].grants, office.begun[-1].grants) == ((), (id_,))
    assert noted(DIRECTOR) == ()


def test_that_somebody_has_none_is_remembered_for_a_second(office: Office) -> None:
    clock = Clock(0)
    elsewhere = GrantsInForce(office.graph, decision_table().adult_born_by, clock)
    assert elsewhere.of(DIRECTOR) == []
    wanted = grants.Wanted(child=CHILD, reason="走失", minutes=5, idempotency_key="k")
    id_ = grants.ask(office.graph, DIRECTOR, wanted)
    clock.seconds = 0.9
    assert elsewhere.of(DIRECTOR) == []
    clock.seconds = 1.1
    assert [each.id for each in elsewhere.of(DIRECTOR)] == [id_]
    assert elsewhere.of(COLLEAGUE) == []
    grants.end(office.graph, DIRECTOR, id_)
    assert elsewhere.of(DIRECTOR) == [], "that somebody has one is not remembered"


def test_it_ends_when_the_child_comes_of_age(office: Office) -> None:
    office.breaks(DIRECTOR)
    (grant,) = GrantsInForce(office.graph, decision_table().adult_born_by).of(DIRECTOR)
    assert grant.child == CHILD
    assert GrantsInForce(office.graph, lambda _: date(2020, 1, 1)).of(DIRECTOR) == []


def test_those_who_see_it_are_told_as_it_happens(office: Office) -> None:
    """And those who do not are told nothing, not even an error."""
    text = "subscription { accessGrantChanged { childId state } }"

    async def told(who: Identity, seconds: float) -> list[dict[str, Any]]:
        document, values = office.asking.document(text, {})
        found: list[dict[str, Any]] = []
        async with aclosing(
            office.asking.execution.subscribe(document, document.operation(None), values, who)  # type: ignore[type-var]
        ) as events:
            try:
                async with asyncio.timeout(seconds):
                    async for event in events:
                        found.append(event["data"]["accessGrantChanged"])
            except TimeoutError:
                return found
        raise AssertionError("it ended")

    async def all_told() -> list[list[dict[str, Any]]]:
        listening = asyncio.gather(*(told(who, 4) for who in (OVER_THE_CHILD, AUDITOR, ELSEWHERE, WITHOUT[0])))
        await asyncio.sleep(0.5)
        id_ = (await asyncio.to_thread(office.breaks, DIRECTOR))["id"]
        await asyncio.sleep(1.5)
        await asyncio.to_thread(office.data, DIRECTOR, END, id=id_)
        return await listening

    warm: list[Callable[[], object]] = [lambda: office.breaks(COLLEAGUE), lambda: office.data(AUDITOR, GRANTS)]
    for each in warm:
        each()
    both = [{"childId": CHILD, "state": "OPEN"}, {"childId": CHILD, "state": "ENDED"}]
    assert asyncio.run(all_told()) == [both, both, [], []]


def test_what_is_not_there_is_not_found(office: Office) -> None:
    for change in (grants.approve, grants.end):
        with pytest.raises(ServiceError) as refused:
            change(office.graph, OVER_THE_CHILD, "nothing")
        assert refused.value.code == ErrorCode.GRANT_NOT_FOUND
