"""Mutations as clients send them: from a document to the graph and back, in the words of the schema."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLNonNull, get_named_type

from graph_service.access.identity import Identity, Role
from graph_service.api.documents import Documents
from graph_service.api.errors import RefusedError
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.mutations import CORRECTED, MUTATIONS
from graph_service.api.schema.build import graphql_schema
from graph_service.audit.accesses import meeting
from graph_service.errors import ErrorCode
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.recording.commands import RECORDABLE, field_of
from tests.feeds.deliveries import ask, deliver
from tests.recording.conftest import FAMILY, IMPORTED, OFFICER

PAYLOAD = """{
  fact { __typename key version from to source }
  errors { field code message { en zh } }
  warnings { code message { en zh } }
  changes { child { personId grade } before after }
  replayed
}"""


KEYS = count()
"""Idempotency keys belong to the officer, whichever client they use."""


class Client:
    """Sends one mutation after the other."""

    def __init__(self, graph: Graph, identity: Identity = OFFICER) -> None:
        self._documents = Documents(graphql_schema, Limits())
        self._execution = Execution(graph, graphql_schema)
        self._identity = identity
        self.graph = graph

    def answer(self, text: str, **variables: Any) -> dict[str, Any]:
        document = self._documents.get(text)
        operation = document.operation(None)
        return self._execution.execute(document, operation, document.variables(operation, variables), self._identity)

    def say(self, field: str, payload: str = PAYLOAD, **given: Any) -> dict[str, Any]:
        """The payload of a mutation; an idempotency key is added when none is given."""
        type_ = get_named_type(graphql_schema.mutation_type.fields[field].args["input"].type).name
        given = {"idempotencyKey": f"key {next(KEYS)}", **given}
        answer = self.answer(f"mutation($input: {type_}!) {{ {field}(input: $input) {payload} }}", input=given)
        assert "errors" not in answer, answer
        return answer["data"][field]


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The families of the recording room's tests."""
    import_into(module_graph, deliver(tmp_path_factory.mktemp("families"), **FAMILY), recorded_at=IMPORTED)
    return module_graph


@pytest.fixture
def client(told: Graph) -> Iterator[Client]:
    """An officer's client; everything that it records is taken back."""
    client = Client(told)
    yield client
    for type_, key, version in ask(
        told, "MATCH ()-[r]->() WHERE r.source = 'OFFICER' AND r.retractedAt IS NULL RETURN [type(r), r.key, r.digest]"
    ):
        kind = {"IN_CIRCUMSTANCE": "CIRCUMSTANCE", "ABSENT_IN": "ABSENCE", "GUARDIAN_OF": "GUARDIANSHIP"}.get(type_)
        if kind:
            client.say("withdrawFact", type=kind, key=key, version=version, reason="test", idempotencyKey=f"w {key}")


def test_every_mutation_is_carried_out_by_something() -> None:
    assert graphql_schema.mutation_type
    assert MUTATIONS.keys() == graphql_schema.mutation_type.fields.keys()


def test_inputs_and_feeds_have_the_same_fields_and_codes() -> None:
    types: Any = graphql_schema.type_map
    corrections = types["FactCorrection"].fields
    assert corrections.keys() == CORRECTED.keys()
    assert set(CORRECTED.values()) == set(RECORDABLE)
    for name, feed in CORRECTED.items():
        columns = {field_of(column): column for column in RECORDABLE[feed].columns}
        given, corrected = types[f"Record{name[0].upper()}{name[1:]}Input"].fields, corrections[name].type.fields
        assert given.keys() - {"idempotencyKey"} == columns.keys() == corrected.keys()
        for field, column in columns.items():
            assert isinstance(given[field].type, GraphQLNonNull) == column.required, field
            assert not isinstance(corrected[field].type, GraphQLNonNull), field
            type_ = get_named_type(given[field].type)
            if isinstance(type_, GraphQLEnumType):
                assert set(type_.values) == column.codes, field


def test_a_fact_is_recorded_corrected_ended_and_withdrawn(client: Client) -> None:
    told = client.say("recordCircumstance", person="Person:M", kind="IMPRISONED", **{"from": "2026-01-02"})
    fact = told["fact"]
    assert (fact["__typename"], fact["from"], fact["to"], fact["source"]) == (
        "Circumstance",
        "2026-01-02",
        None,
        "OFFICER",
    )
    assert (told["errors"], told["warnings"], told["changes"], told["replayed"]) == ([], [], [], False)
    corrected = client.say(
        "correctFact",
        key=fact["key"],
        version=fact["version"],
        correction={"circumstance": {"from": None, "termMonths": 7}},
    )
    assert (corrected["fact"]["from"], corrected["errors"]) == (None, [])
    ended = client.say(
        "endFact", type="CIRCUMSTANCE", key=fact["key"], version=corrected["fact"]["version"], to="2026-03-01"
    )
    assert ended["fact"]["to"] == "2026-03-01"
    withdrawn = client.say(
        "withdrawFact", type="CIRCUMSTANCE", key=fact["key"], version=ended["fact"]["version"], reason="another person"
    )
    assert (withdrawn["fact"], withdrawn["errors"]) == (None, [])


def test_changes_show_the_child_as_it_is_now(client: Client) -> None:
    client.say("recordCircumstance", person="M", kind="IMPRISONED")
    told = client.say("recordAbsence", person="Person:F", destinationDivision="440305000000", **{"from": "2020-01-01"})
    assert told["changes"] == [
        {"child": {"personId": "C", "grade": "ABSENT"}, "before": "EFFECTIVE", "after": "ABSENT"}
    ]


def test_given_again_it_is_answered_again(client: Client) -> None:
    given = {"person": "M", "kind": "HOMELESS", "idempotencyKey": "same"}
    first, second = client.say("recordCircumstance", **given), client.say("recordCircumstance", **given)
    assert second == {**first, "replayed": True}
    [error] = client.say("recordCircumstance", **{**given, "kind": "EMERGENCY"})["errors"]
    assert (error["field"], error["code"]) == ("idempotencyKey", "IDEMPOTENCY_KEY_REUSED")


def test_whom_a_change_is_about_is_noted_though_the_answer_shows_nobody(client: Client) -> None:
    """Of a visit the one who was visited, of a guardianship both, of a correction those of before and after."""

    def about(
        field: str, payload: str = "{ fact { key version } errors { code } }", **given: Any
    ) -> tuple[Any, set[str]]:
        with meeting() as met:
            told = client.say(field, payload, **given)
        return told, met

    wants = {"guardian": "G", "child": "C", "basis": "COURT", "idempotencyKey": "noted"}
    told, met = about("recordGuardianship", **wants)
    assert met == {"G", "C"}
    assert about("recordGuardianship", **wants) == (told, {"G", "C"}), "given again"
    fact = told["fact"]
    told, met = about("correctFact", **fact, correction={"guardianship": {"guardian": "Y"}})
    assert met == {"G", "C", "Y"}
    key, version = told["fact"]["key"], told["fact"]["version"]
    told, met = about("correctFact", key=key, version="another", correction={"guardianship": {"child": "D"}})
    assert (told["errors"], met) == ([{"code": "VERSION_CONFLICT"}], set[str]())
    told, met = about("withdrawFact", type="GUARDIANSHIP", key=key, version=version, reason="test")
    assert (told["errors"], met) == ([], {"Y", "C"})
    told, met = about("recordVisit", worker="W", person="C", date="2026-01-02")
    assert (told["errors"], met) == ([], {"C"})
    told, met = about("recordVisit", worker="W", person="T", date="2026-01-02")
    assert (told["errors"], met) == ([{"code": "REFERENCE_UNKNOWN"}], set[str]()), "hidden, and nothing is changed"


def test_what_is_wrong_is_said_field_by_field(client: Client) -> None:
    refused = client.say(
        "recordGuardianship",
        guardian="nobody",
        child="School:C",
        basis="COURT",
        **{"from": "2026-01-02", "to": "2026-01-02"},
    )
    assert refused["fact"] is None
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [
        ("from", "DATE_ORDER"),
        ("to", "DATE_ORDER"),
        ("guardian", "REFERENCE_UNKNOWN"),
        ("child", "REFERENCE_UNKNOWN"),
    ]
    assert all(error["message"]["en"] and error["message"]["zh"] for error in refused["errors"])


@pytest.mark.parametrize("child", ["C", "Person:C", "Child:C"])
@pytest.mark.parametrize("guardian", ["O", "Organisation:O"])
def test_ids_are_global_or_those_of_the_feeds(client: Client, child: str, guardian: str) -> None:
    told = client.say("recordGuardianship", guardian=guardian, child=child, basis="COURT")
    assert told["errors"] == []


def test_a_doubt_is_a_warning(client: Client) -> None:
    told = client.say("recordGuardianship", guardian="Y", child="C", basis="COURT", **{"from": "2026-01-02"})
    assert [warning["code"] for warning in told["warnings"]] == ["GUARDIAN_MINOR"]


def test_every_kind_of_fact_comes_back_as_itself(client: Client) -> None:
    today = date(2026, 1, 2).isoformat()
    said: dict[str, dict[str, Any]] = {
        "recordRevocation": {"guardian": "M", "child": "C", "kind": "SUSPENDED", "from": today},
        "recordEntrustedCare": {"carer": "G", "child": "C", "from": today, "writtenAgreement": False},
        "recordSupportTie": {"person": "C", "supporter": "Worker:W", "kind": "TEACHER", "strength": 3},
        "recordVisit": {"worker": "W", "person": "C", "date": today, "note": "在家"},
    }
    for field, given in said.items():
        told = client.say(field, **given)
        assert told["errors"] == []
        assert told["fact"]["__typename"] == field.removeprefix("record")
        kind = {"recordEntrustedCare": "ENTRUSTED_CARE", "recordSupportTie": "SUPPORT_TIE"}.get(
            field, field.removeprefix("record").upper()
        )
        fact = told["fact"]
        gone = client.say("withdrawFact", type=kind, key=fact["key"], version=fact["version"], reason="test")
        assert (gone["fact"], gone["errors"]) == (None, [])


def test_only_officers_record(told: Graph) -> None:
    client = Client(told, Identity("l", Role.LIAISON, school="S"))
    answer = client.answer(
        'mutation { recordCircumstance(input: {person: "M", kind: HOMELESS, idempotencyKey: "x"}) { replayed } }'
    )
    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("correction", [{}, {"visit": {}, "absence": {}}, {"visit": None}])
def test_a_correction_is_of_exactly_one_kind(client: Client, correction: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as refused:
        client.say("correctFact", key="k", version="v", correction=correction)
    assert [problem.code for problem in refused.value.problems] == [ErrorCode.VARIABLES_INVALID]
    literal = "{visit: {}, absence: {}}" if len(correction) > 1 else "{}"
    with pytest.raises(RefusedError) as refused:
        client.answer(
            "mutation { correctFact(input: "
            f'{{key: "k", version: "v", idempotencyKey: "x", correction: {literal}}}) {{ replayed }} }}'
        )
    assert [problem.code for problem in refused.value.problems] == [ErrorCode.DOCUMENT_INVALID]
