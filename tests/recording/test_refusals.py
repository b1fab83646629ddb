"""Commands that are not carried out: what is wrong is said field by field, and nothing is written."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.access.policy import holder
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.feeds.validation import Reason
from graph_service.graph.connection import Graph
from graph_service.recording.commands import RECORDABLE, CorrectFact
from graph_service.recording.outcome import Outcome, Refusal
from tests.feeds.deliveries import ask, content, deliver
from tests.recording.conftest import FAMILY, IMPORTED, Office, refusals


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The families, imported once: nothing here is written to them."""
    import_into(module_graph, deliver(tmp_path_factory.mktemp("families"), **FAMILY), recorded_at=IMPORTED)
    return module_graph


@pytest.fixture
def office(told: Graph) -> Iterator[Office]:
    """The officer; afterwards the graph is what it was."""
    before = content(told)
    yield Office(told)
    assert content(told) == before
    assert ask(told, "MATCH (n:Command|QuarantinedRow) RETURN count(n)") == [0]


NEGLECT = {"person_id": "M", "kind": "NEGLECT"}


@pytest.mark.parametrize(
    ("feed", "cells", "expected"),
    [
        ("circumstances", {"kind": "NEGLECT"}, [("person", "REQUIRED_MISSING")]),
        ("circumstances", {"person_id": "M", "kind": "BORED"}, [("kind", "CODE_UNKNOWN")]),
        ("circumstances", {**NEGLECT, "from_": "soon"}, [("from", "DATE_UNREADABLE")]),
        ("circumstances", {**NEGLECT, "term_months": "many"}, [("termMonths", "NUMBER_UNREADABLE")]),
        ("circumstances", {**NEGLECT, "toward_child_id": "nobody"}, [("towardChild", "REFERENCE_UNKNOWN")]),
        ("circumstances", {**NEGLECT, "person_id": "x" * 256}, [("person", "VALUE_TOO_LONG")]),
        ("circumstances", {**NEGLECT, "person_id": "\udc00"}, [("person", "TEXT_UNREADABLE")]),
        (
            "visits",
            {"worker_id": "W", "person_id": "C", "date": "2026-05-04", "note": "a\0"},
            [("note", "TEXT_UNREADABLE")],
        ),
        (
            "circumstances",
            {**NEGLECT, "from_": "2026-01-02", "to": "2026-01-02"},
            [("from", "DATE_ORDER"), ("to", "DATE_ORDER")],
        ),
        (
            "support_ties",
            {"person_id": "C", "supporter_id": "G", "kind": "KIN", "strength": "4"},
            [("strength", "CODE_UNKNOWN")],
        ),
        (
            "guardianships",
            {"guardian_id": "nobody", "child_id": "W", "basis": "COURT"},
            [("guardian", "REFERENCE_UNKNOWN"), ("child", "REFERENCE_UNKNOWN")],
        ),
        (
            "guardianships",
            {"guardian_id": "nobody", "basis": "", "from_": "2026"},
            [
                ("from", "DATE_UNREADABLE"),
                ("child", "REQUIRED_MISSING"),
                ("basis", "REQUIRED_MISSING"),
                ("guardian", "REFERENCE_UNKNOWN"),
            ],
        ),
    ],
)
def test_what_a_feed_would_quarantine_is_refused(
    office: Office, feed: str, cells: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    refused = office.record(feed, **cells)
    assert refusals(refused) == expected
    assert replace(refused, errors=()) == Outcome()


def test_messages_say_what_to_do_in_both_languages_and_repeat_no_value(office: Office) -> None:
    [error] = office.record("circumstances", person_id="3301061999", kind="NEGLECT").errors
    assert "your division" in error.message.en
    assert "辖区" in error.message.zh
    assert "3301061999" not in error.message.en + error.message.zh


def test_every_reason_of_a_feed_that_can_befall_a_command_has_its_refusal() -> None:
    # These are about parents, about files, or about keys, which commands are given by the service.
    others = {"OWN_PARENT", "PARENT_NOT_OLDER", "PARENTAGE_CYCLE", "CELLS_MISMATCH", "KEY_REPEATED"}
    assert {code.value for code in Reason} - {code.value for code in Refusal} == others


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"idempotency_key": " "}, [("idempotencyKey", "REQUIRED_MISSING")]),
        ({"idempotency_key": "k" * 256}, [("idempotencyKey", "VALUE_TOO_LONG")]),
        ({"idempotency_key": "\0"}, [("idempotencyKey", "TEXT_UNREADABLE")]),
        ({"key": ""}, [("key", "REQUIRED_MISSING")]),
        ({"version": "\ud800", "key": ""}, [("key", "REQUIRED_MISSING"), ("version", "TEXT_UNREADABLE")]),
    ],
)
def test_what_surrounds_a_command_is_checked(
    office: Office, change: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    command = CorrectFact(
        feed=RECORDABLE["visits"], key="k", version="v", cells={"note": "x"}, idempotency_key="k" * 255
    )
    assert refusals(office.say(replace(command, **change))) == expected


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER}))
def test_only_officers_record(office: Office, role: Role) -> None:
    with pytest.raises(ServiceError) as refusal:
        Office(office.graph, Identity("x", role, school="S")).record("circumstances", **NEGLECT)
    assert refusal.value.code is ErrorCode.FORBIDDEN


def test_an_officer_without_a_division_or_of_numbers_alone_records_nothing(office: Office) -> None:
    for identity in (Identity("x", Role.OFFICER), holder("x", "PREFECTURE_OFFICER", division="9901")):
        with pytest.raises(ServiceError) as refusal:
            Office(office.graph, identity).record("circumstances", **NEGLECT)
        assert refusal.value.code is ErrorCode.FORBIDDEN


def test_who_is_hidden_and_who_does_not_exist_are_alike(office: Office) -> None:
    hidden = office.record("circumstances", person_id="S", kind="HOMELESS")
    absent = office.record("circumstances", person_id="nobody", kind="HOMELESS")
    assert hidden == absent
    assert refusals(hidden) == [("person", "REFERENCE_UNKNOWN")]
