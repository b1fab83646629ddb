"""Whatever is answered is in the audit log first: who, what, of whom; and nothing is answered when it cannot be."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLUnionType, get_named_type

from graph_service.access.identity import Identity
from graph_service.api.compiler.kinds import types_of
from graph_service.api.compiler.selection import PERSONS
from graph_service.api.execution import Execution
from graph_service.api.schema.build import graphql_schema
from graph_service.audit.accesses import Decision, Enquiry, Pseudonyms, entries, meeting, open_accesses
from graph_service.audit.verifying import verify
from graph_service.errors import ErrorCode
from graph_service.fragments.parsing import fragment
from tests.api.asking import READERS, Asking, identity
from tests.api.serving import OFFICER, Running, running

TOWNSHIP_OFFICER, _, LIAISON, AUDITOR = READERS
NAME = "query Named($id: ID!) { child(id: $id) { name } }"
CANARY = "110101199003072316"
STRICT = {"accept": "application/graphql-response+json"}
ON = 'asOf: "2026-03-01"'

QUESTIONS = tuple(
    question.replace("ON", ON).replace("PARTY", "party { ... on Person { @ sex } }")
    for question in (
        "{ children(first: 40, ON) { nodes { @ name parents { kind parent { @ name } } } } }",
        "{ children(first: 40, ON) { nodes { @ guardianships { guardian { ... on Person { @ sex } } } } } }",
        "{ persons(first: 40, ON) { edges { node { @ sex children { child { @ sex birthDate } } } } } }",
        "{ children(first: 20, ON) { nodes { @ guardianshipAssessment { responsible { kind PARTY } } } } }",
        "{ children(first: 20, ON) { nodes { @ candidateGuardians { order PARTY path { person { @ } } } } } }",
        "{ households(first: 20, ON) { nodes { head { @ sex } members { person { @ sex } } } } }",
        "{ schools(first: 3, ON) { nodes { enrolments { nodes { grade student { @ sex } } } } } }",
        '{ children(first: 9, ON, knownAt: "2026-01-05T01:00:00Z") { nodes { @ parents { parent { @ sex } } } } }',
        "{ children(first: 40, ON) { totalCount facets { grade { value count } } } }",
    )
)

UNASKED = tuple(
    question.replace("ON", ON).replace("PARTY", "party { ... on Person { @ } }")
    for question in (
        "{ children(first: 30, ON) { nodes { @ parents { kind <parent { @ }> } } } }",
        "{ children(first: 30, ON) { nodes { @ guardianships { basis <guardian { ... on Person { @ } }> } } } }",
        "{ children(first: 20, ON) { nodes { @ guardianshipAssessment { responsible { state <PARTY> } } } } }",
        "{ children(first: 9, ON) { nodes { @ candidateGuardians { order <PARTY> } } } }",
        "{ schools(first: 3, ON) { nodes { enrolments { nodes { grade <student { @ }> } } } } }",
        "{ households(first: 20, ON) { nodes { members { from <person { @ }> } } } }",
        "{ separatedSiblings(ON) { half <child { @ } sibling { @ }> } }",
        "{ reunificationCandidates(ON) { __typename <child { @ }> parents { state <PARTY> } } }",
        "{ criticalCarers(ON) { nodes { __typename <PARTY> losses { after <child { @ }> } } } }",
        """{ children(first: 4, ON) { nodes { @ genogram { unions { kind <partners { @ }> }
            descents { kind <child { @ } parents { @ }> } households { areas { x } <members { @ }> } } } } }""",
        """{ children(first: 4, ON) { nodes { @ supportNetwork { nodes { distance <PARTY> } ties { tie
            <supporter { ... on Person { @ } } supported { ... on Person { @ } }> } } } } }""",
    )
)
"""What stands between < and > says who it is that the rest tells of."""


def shown(answer: Any) -> set[str]:
    """The ids of persons in an answer."""
    if isinstance(answer, dict):
        own = answer.get("shown")
        return set().union(*map(shown, answer.values()), [own.partition(":")[2]] if own else [])
    return set().union(*map(shown, answer)) if isinstance(answer, list) else set()


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, LIAISON, AUDITOR], ids=str)
def test_whoever_is_shown_is_noted_whether_or_not_their_id_is_asked_for(asking: Asking, reader: Any) -> None:
    """The question with ids says who is in the answer to the one without them."""
    for question in QUESTIONS:
        told = asking.compiled(question.replace("@", "shown: id"), {}, reader)
        with meeting() as met:
            answer = asking.compiled(question.replace("@", "__typename"), {}, reader)
        assert "errors" not in answer, answer
        assert met == shown(told), question


def test_whoever_is_told_of_is_noted_also_when_nobody_asks_who_that_is(asking: Asking) -> None:
    for question in UNASKED:
        told = asking.compiled(re.sub(r"[<>]", "", question).replace("@", "shown: id"), {}, AUDITOR)
        with meeting() as met:
            answer = asking.compiled(re.sub(r"<.*?>", "", question).replace("@", "__typename"), {}, AUDITOR)
        assert "errors" not in answer, answer
        assert met == shown(told), question
        assert met or "reunification" in question, question


def test_whoever_stands_in_a_question_that_is_answered_is_noted(asking: Asking) -> None:
    text = f"{{ children(first: 40, {ON}) {{ nodes {{ shown: id parents {{ parent {{ shown: id }} }} }} }} }}"
    children = asking.compiled(text, {}, AUDITOR)["data"]["children"]["nodes"]
    one, other = next((each["shown"], each["parents"][0]["parent"]["shown"]) for each in children if each["parents"])
    both = {each.partition(":")[2] for each in (one, other)}
    for question, named in (
        (f'{{ kinship(from: "{one}", to: "{other}", {ON}) {{ degree }} }}', both),
        (f'{{ kinship(from: "{one}", to: "P-NOBODY", {ON}) {{ degree }} }}', set[str]()),
        (f'{{ supportPaths(from: ["{one}"], to: ["{other}"], {ON}) {{ length }} }}', both),
        (f'{{ explore(nodeId: "{one}", {ON}) {{ cursor }} }}', {one.partition(":")[2]}),
    ):
        with meeting() as met:
            answer = asking.compiled(question, {}, AUDITOR)
        assert bool(answer.get("data") and any(answer["data"].values())) == bool(named), answer
        assert named <= met and bool(named) == bool(met), question


NAMES_NOBODY = {
    "NetworkMeasures",  # numbers of the child that was asked about
    "GradeCause",  # of the child whose timeline it is
}


def test_every_type_that_leads_to_a_person_says_of_whom_it_tells() -> None:
    """It is in PERSONS, or whatever leads to it from elsewhere than a person returns somebody with it.

    Nodes such as households are things by themselves, and pages are no more than what is in them.
    """
    people = {"Person", "Child"}
    objects = [each for each in graphql_schema.type_map.values() if isinstance(each, GraphQLObjectType)]
    pages = {each.name for each in objects if each.name.endswith(("Connection", "Edge"))}
    nodes = {each.name for each in objects if any(interface.name == "Node" for interface in each.interfaces)}

    def led_to(field: Any) -> set[str]:
        named = get_named_type(field.type)
        if named.name in pages:
            return led_to(named.fields.get("nodes") or named.fields["node"])  # type: ignore[union-attr]
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            return {each.name for each in graphql_schema.get_possible_types(named)}
        return {named.name}

    telling = {each.name for each in objects if any(led_to(field) & people for field in each.fields.values())}
    telling -= {*PERSONS, *NAMES_NOBODY, *pages, *nodes}
    assert telling > {"Parentage", "Responsible", "PathStep"}
    untold = set[str]()
    for parent in (each for each in objects if each.name not in people | pages):
        for name, field in parent.fields.items():
            for found in led_to(field) & telling:
                of_fact = f"{found[0].lower()}{found[1:]}"  # each fact of a mutation has a fragment of its own
                names = [f"fields/{type_}.{each}" for type_ in types_of(parent) for each in (name, of_fact)]
                sources = [source for source in map(fragment, names) if source]
                ends = [source.labels.get(end, ()) for source in sources for end in source.returns.values()]
                if not any("Person" in labels for labels in ends):
                    untold.add(f"{parent.name}.{name}: {found}")
    assert untold == {"Household.benefits: Benefit"}  # of the household


def test_a_difference_or_ending_is_noted_of_its_child(asking: Asking) -> None:
    text = f"{{ expiring(within: 400, {ON}) {{ nodes {{ child {{ @ }} }} }} }}"
    told = asking.compiled(text.replace("@", "shown: id"), {}, AUDITOR)
    with meeting() as met:
        asking.compiled(f"{{ expiring(within: 400, {ON}) {{ nodes {{ day }} }} }}", {}, AUDITOR)
    assert met == shown(told)
    assert met


def noted(server: Running, home: Path) -> list[dict[str, Any]]:
    return list(entries(home / "audit"))


def test_what_is_asked_is_noted_before_it_is_answered(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.post(NAME, {"id": CANARY}).status_code == 200
        [entry] = noted(server, tmp_path)  # at once: the answer came after
        assert (entry["subject"], entry["role"], entry["scope"]) == ("officer-1", "OFFICER", "990121")
        assert (entry["kind"], entry["operation"], entry["decision"]) == ("query", "Named", "ALLOWED")
        assert entry["purpose"] == "CASE_WORK"
        assert entry["fields"] == ["Child.name", "Query.child"]
        assert len(entry["document"]) == 64
        server.post("{ nothing }", {"id": CANARY})
        server.post("mutation { record(id: 1) { id } }")
        assert [(each["decision"], each["codes"]) for each in noted(server, tmp_path)[1:]] == [
            ("REFUSED", [ErrorCode.DOCUMENT_INVALID]),
            ("BEGUN", []),
            ("ALLOWED", []),
        ]
    log = b"".join(file.read_bytes() for file in (tmp_path / "audit").glob("*.log"))
    assert CANARY.encode() not in log
    assert verify(tmp_path / "audit").signed == 4


def test_each_event_is_noted(tmp_path: Path) -> None:
    async def two(_: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        for number in range(2):
            yield {"data": {"changed": number}}
            await asyncio.sleep(0)

    with running(tmp_path) as server:
        server.execution.events = two
        text = "subscription { changed(count: 2) }"
        assert server.post(text, headers={"accept": "text/event-stream"}).text.count("event: next") == 2
        assert [each["kind"] for each in noted(server, tmp_path)] == ["subscription"] * 3


def test_nothing_is_answered_or_changed_when_it_cannot_be_noted(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.post(NAME, {"id": 1}).status_code == 200
        server.execution.asked.clear()
        server.entrance.accesses.close()
        for text, carried_out in (("mutation { record(id: 1) { id } }", 0), (NAME, 1)):
            response = server.post(text, {"id": 1}, headers=STRICT)
            assert response.status_code == 503
            assert response.headers["retry-after"]
            assert "data" not in response.json()
            assert response.json()["errors"][0]["extensions"]["code"] == ErrorCode.AUDIT_UNAVAILABLE
            assert len(server.execution.asked) == carried_out
        response = server.post("subscription { changed(count: 2) }", headers={"accept": "text/event-stream"})
        assert "AUDIT_UNAVAILABLE" in response.text
        assert "changed" not in response.text


@pytest.fixture
def history(asking: Asking, tmp_path: Path) -> Any:
    """Asks as a role, with a log in which there are two accesses to one child and one to another."""
    accesses = open_accesses(tmp_path)
    for number, met in enumerate(({"P-1", "P-2"}, {"P-2"}, {"P-1"})):
        enquiry = Enquiry("0" * 64, "query", f"Number{number}", ("Query.child",), ("G-1",) * number)
        accesses.note(OFFICER, enquiry, met, (), Decision.ALLOWED).result(20)
    execution = Execution(asking.county.graph, graphql_schema, accesses)

    def ask(text: str, who: Identity) -> tuple[dict[str, Any], set[str]]:
        document, values = asking.document(text, {})
        with meeting() as met:
            return execution.execute(document, document.operation(None), values, who), met

    yield ask
    accesses.close()


def test_an_auditor_reads_who_has_seen_a_child(history: Callable[..., Any]) -> None:
    fields = "number at subject role scope purpose kind operation selected grants decision codes"
    answer, met = history(f'{{ accessHistory(childId: "Child:P-1") {{ {fields} }} }}', identity(AUDITOR))
    latest, earliest = answer["data"]["accessHistory"]
    assert (latest["number"], latest["operation"], earliest["number"]) == (3, "Number2", 1)
    assert (latest["subject"], latest["role"], latest["scope"]) == ("officer-1", "OFFICER", "990121")
    assert (latest["purpose"], latest["decision"], latest["codes"]) == ("CASE_WORK", "ALLOWED", [])
    assert (latest["kind"], latest["selected"]) == ("query", ["Query.child"])
    assert (latest["grants"], earliest["grants"]) == (["G-1", "G-1"], [])
    assert met == {"P-1"}
    one, _ = history('{ accessHistory(childId: "P-1", first: 1) { number } }', identity(AUDITOR))
    assert one == {"data": {"accessHistory": [{"number": 3}]}}
    nobody, _ = history('{ accessHistory(childId: "P") { number } }', identity(AUDITOR))
    assert nobody == {"data": {"accessHistory": []}}


@pytest.mark.parametrize("reader", [TOWNSHIP_OFFICER, LIAISON], ids=str)
def test_others_do_not(history: Callable[..., Any], reader: Any) -> None:
    answer, _ = history('{ accessHistory(childId: "P-1") { number } }', identity(reader))
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == ErrorCode.FORBIDDEN


@pytest.mark.parametrize("first", [0, -1, 1001])
def test_how_many_is_within_reason(history: Callable[..., Any], first: int) -> None:
    answer, _ = history(f'{{ accessHistory(childId: "P-1", first: {first}) {{ number }} }}', identity(AUDITOR))
    assert answer["errors"][0]["extensions"]["code"] in {ErrorCode.ARGUMENT_INVALID}


def test_a_pseudonym_is_keyed() -> None:
    one, other = Pseudonyms(b"a" * 32), Pseudonyms(b"b" * 32)
    assert one.of("P1") == one.of("P1") != one.of("P2")
    assert one.of("P1") != other.of("P1")
    assert "P1" not in one.of("P1")
