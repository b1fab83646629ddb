"""Every mutation and subscription, as somebody in every role of the policy, where the family lives and elsewhere.

Generated from the schema and `policy.yaml`. What is not for somebody is refused; whom they do not see is answered like
nobody; neither changes anything, and neither is an event.
"""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from datetime import date
from itertools import count
from typing import Any

import pytest
from graphql import get_named_type

from graph_service.api.documents import Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.errors import ErrorCode
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from tests.api.asking import INSIDE, OUTSIDE, TABLE, identity, named
from tests.api.resolvers import Reader
from tests.extent import FULL
from tests.feeds.deliveries import ask, content, deliver
from tests.recording.conftest import FAMILY, IMPORTED, TOWN

TODAY = date.today().isoformat()
CHILD, MOTHER, GRANDMOTHER, WORKER = "C", "M", "G", "W"
"""Of one place; the worker is no secret anywhere."""

RECORDED: dict[str, dict[str, Any]] = {
    "recordCircumstance": {"person": MOTHER, "kind": "HOMELESS"},
    "recordAbsence": {"person": MOTHER, "destinationDivision": "440305000000", "from": TODAY},
    "recordGuardianship": {"guardian": GRANDMOTHER, "child": CHILD, "basis": "COURT", "from": TODAY},
    "recordRevocation": {"guardian": MOTHER, "child": CHILD, "kind": "SUSPENDED", "from": TODAY},
    "recordEntrustedCare": {"carer": GRANDMOTHER, "child": CHILD, "from": TODAY, "writtenAgreement": False},
    "recordSupportTie": {"person": CHILD, "supporter": GRANDMOTHER, "kind": "KIN"},
    "recordVisit": {"worker": WORKER, "person": CHILD, "date": TODAY},
}
CHANGED: dict[str, dict[str, Any]] = {
    "correctFact": {"correction": {"circumstance": {"termMonths": 7}}},
    "endFact": {"type": "CIRCUMSTANCE", "to": TODAY},
    "withdrawFact": {"type": "CIRCUMSTANCE", "reason": "test"},
}
GRANTED = ("breakGlass", "referCase", "approveAccess", "endAccess")
TYPES = {"recordEntrustedCare": "ENTRUSTED_CARE", "recordSupportTie": "SUPPORT_TIE"}
"""Of the fact, where it is not called like what comes after `record`."""

PAYLOAD = "{ fact { key version } errors { field code } }"
GRANTS = """query ($child: ID!) { accessGrants(first: 1000, filter: {childId: $child}) { totalCount nodes {
    id childId child { id } subject role scope reason minutes state from until approvedBy endedAt endedBy } } }"""
EVENTS = {
    "assessmentChanged": 'assessmentChanged(division: "990101") { child { personId } after }',
    "accessGrantChanged": "accessGrantChanged { childId state }",
}

everybody = pytest.mark.parametrize("reader", [*INSIDE, *OUTSIDE], ids=named)


class Office:
    """The API of one graph, for whoever asks."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.documents = Documents(graphql_schema, Limits())
        self.execution = Execution(graph, graphql_schema)
        self.keys = count()

    def answer(self, reader: Reader, text: str, **variables: Any) -> dict[str, Any]:
        document = self.documents.get(text)
        operation = document.operation(None)
        values = document.variables(operation, variables)
        return self.execution.execute(document, operation, values, identity(reader))

    def say(self, reader: Reader, field: str, **given: Any) -> dict[str, Any]:
        type_ = get_named_type(graphql_schema.mutation_type.fields[field].args["input"].type).name  # type: ignore[union-attr]
        given = {"idempotencyKey": f"key {next(self.keys)}", **given}
        return self.answer(reader, f"mutation ($input: {type_}!) {{ {field}(input: $input) {PAYLOAD} }}", input=given)

    def withdraw(self, reader: Reader, field: str, fact: dict[str, Any]) -> None:
        type_ = TYPES.get(field, field.removeprefix("record").upper())
        told = self.say(reader, "withdrawFact", type=type_, reason="test", **fact)
        assert told["data"]["withdrawFact"]["errors"] == []

    def grant(self, reader: Reader, **changes: Any) -> dict[str, Any]:
        given = {"child": CHILD, "key": f"key {next(self.keys)}", **changes}
        return self.answer(
            reader,
            """mutation ($child: ID!, $key: String!) {
            breakGlass(childId: $child, reason: "走失", minutes: 5, idempotencyKey: $key) { id state } }""",
            **given,
        )

    def refer(self, reader: Reader, child: str) -> dict[str, Any]:
        return self.answer(
            reader,
            """mutation ($child: ID!, $to: String!, $key: String!) {
            referCase(childId: $child, to: $to, reason: "安置", minutes: 5, idempotencyKey: $key) { id state } }""",
            child=child,
            to=(reader.division or "9901")[:4],
            key=f"key {next(self.keys)}",
        )

    def of_grant(self, reader: Reader, field: str, id_: str) -> dict[str, Any]:
        return self.answer(reader, f"mutation ($id: ID!) {{ {field}(grantId: $id) {{ state }} }}", id=id_)


@pytest.fixture(scope="module")
def office(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The families of the recording room's tests; the child goes to school where the liaison is."""
    feeds = {
        **FAMILY,
        "schools": [{"school_id": "SCH-PRIMARY", "name": "小学", "division": TOWN, "stages": "primary"}],
        "enrolments": [
            {
                "person_id": CHILD,
                "school_id": "SCH-PRIMARY",
                "stage": "primary",
                "status": "ENROLLED",
                "from": "2021-09-01",
            }
        ],
    }
    import_into(module_graph, deliver(tmp_path_factory.mktemp("families"), **feeds), recorded_at=IMPORTED)
    return Office(module_graph)


def row(reader: Reader) -> dict[str, Any]:
    return TABLE["roles"][reader.office or reader.role]


def records(reader: Reader) -> bool:
    """By the table alone."""
    sight = TABLE["sights"][reader.role]
    return bool(sight.get("records")) and row(reader).get("limit") == "division" and not row(reader).get("only_lent")


def is_over(reader: Reader) -> bool:
    """Whether the family lives where the reader is."""
    return bool(reader.division) and TOWN.startswith(reader.division)


def is_told_of_grants(reader: Reader) -> bool:
    supervises = row(reader).get("supervises") and is_over(reader)
    return bool(supervises or TABLE["sights"][reader.role].get("audits"))


def codes(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", ())]


def test_every_mutation_and_subscription_is_tried() -> None:
    assert graphql_schema.mutation_type and graphql_schema.subscription_type
    assert {*RECORDED, *CHANGED, *GRANTED} == graphql_schema.mutation_type.fields.keys()
    assert EVENTS.keys() == graphql_schema.subscription_type.fields.keys()
    assert {reader.office or reader.role for reader in INSIDE} == TABLE["roles"].keys()
    assert {reader.office or reader.role for reader in OUTSIDE} == {
        title for title, each in TABLE["roles"].items() if each.get("limit")
    }


@everybody
def test_facts_are_recorded_by_whom_the_table_says_and_about_whom_they_see(office: Office, reader: Reader) -> None:
    before = content(office.graph, times=False)
    asked = list(RECORDED.items())[:: 1 if FULL or not records(reader) else 3]  # `test_mutations.py` has an officer's
    for field, given in asked:
        told = office.say(reader, field, **given)
        if not records(reader):
            assert (codes(told), told["data"]) == ([ErrorCode.FORBIDDEN], None)
        elif is_over(reader):
            assert told["data"][field]["errors"] == []
            office.withdraw(reader, field, told["data"][field]["fact"])
        else:
            nobody = {
                name: "NOBODY" if value in (MOTHER, CHILD, GRANDMOTHER) else value for name, value in given.items()
            }
            assert told == office.say(reader, field, **nobody)
            assert told["data"][field]["fact"] is None
            assert {error["code"] for error in told["data"][field]["errors"]} == {"REFERENCE_UNKNOWN"}
    if not (records(reader) and is_over(reader)):
        assert content(office.graph, times=False) == before


@everybody
def test_facts_are_changed_by_whom_the_table_says_and_that_they_see(office: Office, reader: Reader) -> None:
    by = next(each for each in INSIDE if records(each))
    fact = office.say(by, "recordCircumstance", **RECORDED["recordCircumstance"])["data"]["recordCircumstance"]["fact"]
    before = content(office.graph, times=False)
    for field, given in CHANGED.items():
        told = office.say(reader, field, **given, **fact)
        if not records(reader):
            assert (codes(told), told["data"]) == ([ErrorCode.FORBIDDEN], None)
        elif is_over(reader):
            assert told["data"][field]["errors"] == []
            fact = told["data"][field]["fact"]
        else:
            assert told == office.say(reader, field, **given, **{**fact, "key": "nothing"})
            assert told["data"][field]["errors"]
    if fact:
        assert content(office.graph, times=False) == before
        office.withdraw(by, "recordCircumstance", fact)


@everybody
def test_access_for_a_time_is_given_approved_and_ended_by_whom_the_table_says(office: Office, reader: Reader) -> None:
    title = reader.office or reader.role
    may = TABLE["grants"].get(title)
    kept = ask(office.graph, "MATCH (grant:AccessGrant) RETURN count(*)")
    for child in (CHILD, "NOBODY"):
        told = office.grant(reader, child=child)
        if may:
            assert told["data"]["breakGlass"]["state"] == ("ASKED" if may.get("approved_by") else "OPEN")
        else:
            assert codes(told) == [ErrorCode.FORBIDDEN]
    if not may:
        assert ask(office.graph, "MATCH (grant:AccessGrant) RETURN count(*)") == kept
    asker = Reader("OFFICER", division="9901", office="PREFECTURE_OFFICER", subject="who asks")
    id_ = office.grant(asker)["data"]["breakGlass"]["id"]
    listed = office.answer(reader, GRANTS, child=CHILD)["data"]["accessGrants"]
    seen = [each["subject"] for each in listed["nodes"]]
    assert len(seen) == listed["totalCount"] and (asker.subject in seen) == is_told_of_grants(reader)
    assert is_told_of_grants(reader) or set(seen) <= {reader.subject}
    approves = title in TABLE["grants"]["PREFECTURE_OFFICER"]["approved_by"] and is_over(reader)
    ends = approves or (row(reader).get("supervises") and is_over(reader))
    for field, may_do in (("approveAccess", approves), ("endAccess", ends)):
        told = office.of_grant(reader, field, id_)
        if may_do:
            assert told["data"][field]["state"] == ("OPEN" if field == "approveAccess" else "ENDED")
        else:
            assert codes(told) == [ErrorCode.FORBIDDEN if is_told_of_grants(reader) else ErrorCode.GRANT_NOT_FOUND]
            assert is_told_of_grants(reader) or told == office.of_grant(reader, field, "nothing")


@everybody
def test_a_case_is_referred_by_whom_the_table_says(office: Office, reader: Reader) -> None:
    named = (reader.office or reader.role) in TABLE["grants"]["PREFECTURE_OFFICER"]["approved_by"]
    kept = ask(office.graph, "MATCH (grant:AccessGrant) RETURN count(*)")
    of_nobody, told = (office.refer(reader, child) for child in ("NOBODY", CHILD))
    if named and is_over(reader):
        assert told["data"]["referCase"]["state"] == "OPEN"
        assert codes(of_nobody) == [ErrorCode.CHILD_NOT_FOUND]
        return
    assert codes(told) == [ErrorCode.CHILD_NOT_FOUND if named else ErrorCode.FORBIDDEN]
    assert told == of_nobody
    assert ask(office.graph, "MATCH (grant:AccessGrant) RETURN count(*)") == kept


@pytest.fixture
def events(office: Office) -> Iterator[dict[tuple[Reader, str], list[dict[str, Any]]]]:
    """What each is told by each subscription while a grade changes, and a grant is asked for."""
    found: dict[tuple[Reader, str], list[dict[str, Any]]] = {}

    async def listen(reader: Reader, field: str) -> None:
        document = office.documents.get(f"subscription {{ {EVENTS[field]} }}")
        operation = document.operation(None)
        told = found.setdefault((reader, field), [])
        stream = office.execution.subscribe(document, operation, {}, identity(reader))
        async with aclosing(stream) as answers:  # type: ignore[type-var]
            async for answer in answers:
                told.append(answer["data"][field])

    async def run() -> list[tuple[str, dict[str, Any]]]:
        listening = [asyncio.ensure_future(listen(reader, field)) for reader in (*INSIDE, *OUTSIDE) for field in EVENTS]
        await asyncio.sleep(1)
        by = next(each for each in INSIDE if records(each))
        facts = await asyncio.to_thread(
            lambda: [(field, recorded(by, field, given)) for field, given in parted.items()]
        )
        await asyncio.to_thread(
            office.grant, Reader("OFFICER", division="9902", office="PREFECTURE_OFFICER", subject="x")
        )
        await asyncio.sleep(4)
        for each in listening:
            each.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        return facts

    def recorded(by: Reader, field: str, given: dict[str, Any]) -> dict[str, Any]:
        return office.say(by, field, **given)["data"][field]["fact"]

    parted: dict[str, dict[str, Any]] = {
        "recordCircumstance": {"person": MOTHER, "kind": "IMPRISONED"},
        "recordAbsence": {"person": "F", "destinationDivision": "440305000000", "from": "2020-01-01"},
    }
    facts = asyncio.run(run())
    yield found
    for field, fact in facts:
        office.withdraw(next(each for each in INSIDE if records(each)), field, fact)


def test_events_are_told_to_whom_the_table_says(events: dict[tuple[Reader, str], list[dict[str, Any]]]) -> None:
    assert len(events) == len(EVENTS) * (len(INSIDE) + len(OUTSIDE))
    for (reader, field), told in events.items():
        if field == "accessGrantChanged":
            sees, expected = is_told_of_grants(reader), {"childId": CHILD, "state": "ASKED"}
        else:
            sees = reader.role == "AUDITOR" or (is_over(reader) and not row(reader).get("only_lent"))
            expected = {"child": {"personId": CHILD}, "after": "ABSENT"}
        assert (expected in told) == sees, (reader, field, told)
        assert told == [] or sees
