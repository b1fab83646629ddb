"""Differences and what would follow, as each reader may see them: nobody hidden is shown, counted or found."""

from datetime import date, timedelta
from typing import Any

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.api.documents import Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.recording.commands import RECORDABLE, RecordFact
from graph_service.recording.record import record
from tests.feeds.deliveries import deliver
from tests.recording.conftest import FAMILY, IMPORTED, OFFICER

NEIGHBOUR = Identity("officer-2", Role.OFFICER, division="990102")
AUDITOR = Identity("auditor", Role.AUDITOR)
LIAISON = Identity("liaison", Role.LIAISON, school="S1")

DIFFERENCES = """query ($from: Date, $to: Date, $division: String, $first: Int, $after: String) {
  assessmentDiffs(from: $from, to: $to, division: $division, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      day kind trigger
      child { personId }
      before { grade }
      after { grade responsible { kind state party { ... on Person { personId } } records { fact } } }
      causes { id fact source }
    }
  }
}"""
WHAT_IF = """query ($changes: [ChangeInput!]!, $childId: ID, $asOf: Date) {
  whatIf(changes: $changes, childId: $childId, asOf: $asOf) {
    kind
    child { personId }
    before { grade }
    after { grade responsible { state party { ... on Person { personId } } records { id } } }
  }
}"""


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The families of the recording room's tests; a father who is seen from two counties has been detained."""
    import_into(module_graph, deliver(tmp_path_factory.mktemp("families"), **FAMILY), recorded_at=IMPORTED)
    cells = {"person_id": "R", "kind": "IMPRISONED", "from": date.today().isoformat()}
    detained = RecordFact(feed=RECORDABLE["circumstances"], cells=cells, idempotency_key="R")
    assert not record(module_graph, OFFICER, detained).errors
    return module_graph


def answer(graph: Graph, identity: Identity, text: str, **variables: Any) -> dict[str, Any]:
    documents = Documents(graphql_schema, Limits())
    document = documents.get(text)
    operation = document.operation(None)
    return Execution(graph, graphql_schema).execute(
        document, operation, document.variables(operation, variables), identity
    )


def differences(graph: Graph, identity: Identity, **variables: Any) -> dict[str, Any]:
    found = answer(graph, identity, DIFFERENCES, **variables)
    assert "errors" not in found, found
    return found["data"]["assessmentDiffs"]


def refused(graph: Graph, identity: Identity, text: str, **variables: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer(graph, identity, text, **variables)["errors"]]


def supposed(graph: Graph, identity: Identity, *changes: dict[str, str], **variables: Any) -> dict[str, Any]:
    found = answer(graph, identity, WHAT_IF, changes=list(changes), **variables)
    assert "errors" not in found, found
    return {each["child"]["personId"]: each for each in found["data"]["whatIf"]}


def test_officers_see_the_differences_of_their_children_with_their_causes(told: Graph) -> None:
    mine = differences(told, OFFICER)
    assert mine["totalCount"] == 1
    [found] = mine["nodes"]
    assert (found["child"], found["kind"], found["trigger"]) == (
        {"personId": "D"},
        "SAME_GRADE_OTHER_REASON",
        "COMMAND",
    )
    assert (found["day"], found["before"]["grade"], found["after"]["grade"]) == (
        date.today().isoformat(),
        "EFFECTIVE",
        "EFFECTIVE",
    )
    states = {one["party"]["personId"]: one["state"] for one in found["after"]["responsible"]}
    assert states == {"M": "ABLE", "R": "DETAINED"}
    assert [(each["fact"], each["source"]) for each in found["causes"]] == [("IN_CIRCUMSTANCE", "OFFICER")]
    [theirs] = differences(told, NEIGHBOUR)["nodes"]
    assert (theirs["child"], theirs["kind"], theirs["after"]["grade"]) == ({"personId": "T"}, "WORSE", "NONE")


def test_an_auditor_sees_all_of_a_period_page_by_page(told: Graph) -> None:
    first = differences(told, AUDITOR, first=1)
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (2, True)
    rest = differences(told, AUDITOR, first=1, after=first["pageInfo"]["endCursor"])
    assert not rest["pageInfo"]["hasNextPage"]
    assert [each["child"]["personId"] for each in (*first["nodes"], *rest["nodes"])] == ["D", "T"]
    today = date.today()
    before = {"from": (today - timedelta(days=9)).isoformat(), "to": (today - timedelta(days=1)).isoformat()}
    assert differences(told, AUDITOR, **before)["totalCount"] == 0
    before["to"] = today.isoformat()
    assert differences(told, AUDITOR, **before)["totalCount"] == 2
    assert differences(told, AUDITOR, division="990102")["totalCount"] == 1
    assert differences(told, OFFICER, division="990102")["totalCount"] == 0
    assert refused(told, AUDITOR, DIFFERENCES, **{"from": before["to"], "to": before["from"]}) == ["ARGUMENT_INVALID"]


def test_what_would_follow_is_shown_of_those_whom_one_sees(told: Graph) -> None:
    dies = {"kind": "DIES", "person": "Person:R"}
    mine = supposed(told, OFFICER, dies, {"kind": "DETAINED", "person": "M"})
    assert {child: (each["kind"], each["after"]["grade"]) for child, each in mine.items()} == {
        "C": ("SAME_GRADE_OTHER_REASON", "EFFECTIVE"),
        "D": ("WORSE", "NONE"),
    }
    assert [each["id"] for one in mine["D"]["after"]["responsible"] for each in one["records"]] == [
        "change 2",
        "change 1",
    ]
    assert supposed(told, NEIGHBOUR, dies).keys() == {"T"}
    assert supposed(told, AUDITOR, dies).keys() == {"D", "T"}
    gone = supposed(told, OFFICER, {"kind": "DIES", "person": "C"}, childId="Child:C")
    assert (gone["C"]["kind"], gone["C"]["after"]) == (None, None)


@pytest.mark.parametrize("somebody", ["S", "NOBODY"])
def test_who_is_hidden_is_as_unknown_as_who_does_not_exist(told: Graph, somebody: str) -> None:
    for change, code in (
        ({"kind": "DIES", "person": somebody}, "PERSON_NOT_FOUND"),
        ({"kind": "GUARDIAN", "child": "C", "to": somebody}, "PERSON_NOT_FOUND"),
        ({"kind": "ENTRUSTED", "child": "T" if somebody == "S" else somebody, "to": "G"}, "CHILD_NOT_FOUND"),
    ):
        assert refused(told, OFFICER, WHAT_IF, changes=[change]) == [code]
    hidden = "T" if somebody == "S" else somebody
    change = {"kind": "DIES", "person": "M"}
    assert refused(told, OFFICER, WHAT_IF, changes=[change], childId=hidden) == ["CHILD_NOT_FOUND"]


def test_what_cannot_be_assumed_has_a_code(told: Graph) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    dies = {"kind": "DIES", "person": "M"}
    assert refused(told, OFFICER, WHAT_IF, changes=[dies], asOf=yesterday) == ["DAY_PAST"]
    assert refused(told, OFFICER, WHAT_IF, changes=[dies, dies]) == ["CHANGES_CONTRADICT"]
    for change in (
        {"kind": "DIES"},
        {"kind": "DIES", "child": "C"},
        {"kind": "DIES", "person": "M", "to": "F"},
        {"kind": "GUARDIAN", "child": "C"},
        {"kind": "ENDS", "person": "M"},
    ):
        assert refused(told, OFFICER, WHAT_IF, changes=[change]) == ["CHANGE_INVALID"]
    assert refused(told, OFFICER, WHAT_IF, changes=[{"kind": "ENDS", "record": "R"}]) == ["RECORD_NOT_FOUND"]


def test_a_liaison_is_told_neither(told: Graph) -> None:
    assert refused(told, LIAISON, DIFFERENCES) == ["FORBIDDEN"]
    assert refused(told, LIAISON, WHAT_IF, changes=[{"kind": "DIES", "person": "M"}]) == ["FORBIDDEN"]
