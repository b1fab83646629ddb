"""What officers record, end to end: what lands, what is refused, who may, and what it changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from graph_service.feeds import quality
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, assess_child
from graph_service.model.assessment import Grade
from graph_service.recording.outcome import GradeChange
from tests.feeds.deliveries import ask, content
from tests.recording.conftest import CITY, TODAY, Office, refusals

Import = Callable[..., None]


def facts(graph: Graph, type_: str) -> list[dict[str, object]]:
    return ask(graph, f"MATCH ()-[r:{type_}]->() RETURN properties(r) ORDER BY r.recordedAt")


def grade(graph: Graph, child: str, known_at: datetime | None = None) -> Grade:
    moment = Moment(TODAY, known_at) if known_at else Moment(TODAY)
    return assess_child(graph, moment, child).grade


# Each kind of fact


@pytest.mark.parametrize(
    ("feed", "cells", "type_", "properties"),
    [
        (
            "circumstances",
            {
                "person_id": "M",
                "kind": "NEGLECT",
                "from_": "2026-01-05",
                "toward_child_id": "C",
                "term_months": "6",
            },
            "IN_CIRCUMSTANCE",
            {"kind": "NEGLECT", "towardChildId": "C", "termMonths": 6},
        ),
        (
            "absences",
            {
                "person_id": "F",
                "destination_division": CITY,
                "reason": "WORK",
                "from_": "2026-01-05",
                "last_contact": "2026-05-01",
            },
            "ABSENT_IN",
            {"reason": "WORK", "destinationDivision": CITY},
        ),
        (
            "guardianships",
            {"guardian_id": "O", "child_id": "C", "basis": "TEMPORARY", "from_": "2026-01-05", "document_no": "7"},
            "GUARDIAN_OF",
            {"basis": "TEMPORARY", "documentNo": "7"},
        ),
        (
            "revocations",
            {"guardian_id": "M", "child_id": "C", "kind": "SUSPENDED", "from_": "2026-01-05"},
            "GUARDIANSHIP_REVOKED_FOR",
            {"kind": "SUSPENDED"},
        ),
        (
            "entrusted_care",
            {"carer_id": "G", "child_id": "C", "from_": "2026-01-05", "written_agreement": "Y"},
            "ENTRUSTED_CARER_OF",
            {"writtenAgreement": True},
        ),
        (
            "support_ties",
            {"person_id": "C", "supporter_id": "W", "kind": "TEACHER", "strength": "2"},
            "SUPPORTS",
            {"kind": "TEACHER", "strength": 2},
        ),
        (
            "visits",
            {"worker_id": "W", "person_id": "C", "date": "2026-05-04", "outcome": "安好", "note": "在家"},
            "VISITED",
            {"outcome": "安好", "note": "在家"},
        ),
    ],
)
def test_every_kind_of_fact_can_be_recorded_corrected_and_withdrawn(
    office: Office, feed: str, cells: dict[str, str], type_: str, properties: dict[str, object]
) -> None:
    told = office.record(feed, **cells)
    assert told.errors == ()
    assert not told.replayed
    [fact] = facts(office.graph, type_)
    assert properties.items() <= fact.items()
    assert (fact["key"], fact["digest"], fact["source"]) == (told.key, told.version, "OFFICER")
    assert told.type == type_

    later = {"date": "2026-05-05"} if feed == "visits" else {"to": "2026-05-05"}
    corrected = office.correct(feed, told.key, told.version, **later)
    assert (corrected.type, corrected.key, corrected.errors) == (type_, told.key, ())
    assert corrected.version not in (None, told.version)
    [fact] = facts(office.graph, type_)
    assert str(fact["from" if feed == "visits" else "to"]) == "2026-05-05"
    [former] = facts(office.graph, f"FORMER_{type_}")
    assert former["retractedAt"] == fact["recordedAt"]

    withdrawn = office.withdraw(feed, told.key, corrected.version)
    assert (withdrawn.type, withdrawn.key, withdrawn.version, withdrawn.errors) == (type_, told.key, None, ())
    assert facts(office.graph, type_) == []
    assert len(facts(office.graph, f"FORMER_{type_}")) == 2


def test_who_said_it_stands_with_the_command(office: Office) -> None:
    told = office.record("circumstances", person_id="M", kind="HOMELESS")
    office.withdraw("circumstances", told.key, told.version, reason="另一人")
    commands = ask(office.graph, "MATCH (c:Command) RETURN [c.subject, c.name, c.type, c.key] ORDER BY c.recordedAt")
    assert commands == [
        ["officer-1", "RECORD", "IN_CIRCUMSTANCE", told.key],
        ["officer-1", "WITHDRAW", "IN_CIRCUMSTANCE", told.key],
    ]
    assert ask(office.graph, "MATCH (w:Withdrawal) RETURN [w.recordId, w.reason, w.source]") == [
        [told.key, "另一人", "OFFICER"]
    ]


# Corrections


NEGLECT = {"person_id": "M", "kind": "NEGLECT"}


def test_dates_on_the_boundary_are_taken(office: Office) -> None:
    assert office.record("circumstances", **NEGLECT, from_="2026-01-02", to="2026-01-03").errors == ()


def test_a_correction_names_only_what_the_officer_has_filled_in(office: Office) -> None:
    told = office.record("circumstances", **NEGLECT, from_="2026-01-02")
    assert refusals(office.correct("circumstances", told.key, told.version, to="2026-01-02")) == [("to", "DATE_ORDER")]
    assert refusals(office.correct("circumstances", told.key, told.version, kind="")) == [("kind", "REQUIRED_MISSING")]


def test_a_correction_that_changes_nothing_is_refused(office: Office) -> None:
    told = office.record("circumstances", **NEGLECT, from_="2026-01-02")
    for cells in ({}, {"kind": "NEGLECT", "to": ""}):
        found = office.correct("circumstances", told.key, told.version, **cells)
        assert {code for _, code in refusals(found)} == {"NOTHING_CHANGES"}
    assert office.correct("circumstances", told.key, told.version, kind="NEGLECT", to="2026-02-02").errors == ()


# Whom an officer may write about


def test_a_parent_elsewhere_is_written_about_for_the_sake_of_the_child(office: Office) -> None:
    assert office.record("circumstances", person_id="R", kind="HOMELESS").errors == ()


def test_recording_a_tie_gives_no_sight_of_somebody_hidden(office: Office) -> None:
    for cells in ({"guardian_id": "S", "child_id": "C"}, {"guardian_id": "G", "child_id": "T"}):
        found = office.record("guardianships", **cells, basis="COURT")
        assert {code for _, code in refusals(found)} == {"REFERENCE_UNKNOWN"}


def test_a_correction_cannot_lead_to_somebody_hidden(office: Office) -> None:
    told = office.record("guardianships", guardian_id="G", child_id="C", basis="COURT")
    found = office.correct("guardianships", told.key, told.version, guardian_id="S")
    assert refusals(found) == [("guardian", "REFERENCE_UNKNOWN")]
    assert office.correct("guardianships", told.key, told.version, guardian_id="O").errors == ()


def test_facts_about_somebody_hidden_do_not_exist(office: Office, imported: Import) -> None:
    imported(circumstances=[{"person_id": "S", "kind": "HOMELESS", "record_id": "K"}])
    [fact] = facts(office.graph, "IN_CIRCUMSTANCE")
    hidden = office.withdraw("circumstances", "K", str(fact["digest"]))
    assert hidden == office.withdraw("circumstances", "no such key", str(fact["digest"]))
    assert refusals(hidden) == [("key", "REFERENCE_UNKNOWN")]
    # It is theirs as soon as the person is.
    imported(parentages=[{"parent_id": "S", "child_id": "C", "kind": "STEP"}])
    assert office.withdraw("circumstances", "K", str(fact["digest"])).errors == ()


def test_a_key_of_another_kind_of_fact_is_unknown(office: Office) -> None:
    told = office.record("circumstances", **NEGLECT)
    found = office.withdraw("absences", told.key, told.version)
    assert refusals(found) == [("key", "REFERENCE_UNKNOWN")]


def test_changes_name_only_children_whom_the_officer_sees(office: Office) -> None:
    # R is father of D, seen, and of T, hidden.
    office.record("circumstances", person_id="M", kind="IMPRISONED")
    told = office.record("circumstances", person_id="R", kind="IMPRISONED")
    assert told.changes == (GradeChange("D", Grade.EFFECTIVE, Grade.NONE),)
    assert told.affected == ("D", "T")
    stored = ask(office.graph, "MATCH (a:GuardianshipAssessment)-[:ASSESSES]->(c) RETURN [c.id, a.grade] ORDER BY c.id")
    assert stored == [["D", "NONE"], ["T", "NONE"]]


# Versions


def test_a_fact_that_has_changed_since_is_not_changed_again(office: Office) -> None:
    told = office.record("circumstances", **NEGLECT)
    corrected = office.correct("circumstances", told.key, told.version, kind="ABUSE")
    before = content(office.graph)
    assert refusals(office.correct("circumstances", told.key, told.version, kind="ABANDONMENT")) == [
        ("version", "VERSION_CONFLICT")
    ]
    assert refusals(office.withdraw("circumstances", told.key, told.version)) == [("version", "VERSION_CONFLICT")]
    assert content(office.graph) == before
    assert office.correct("circumstances", told.key, corrected.version, kind="ABANDONMENT").errors == ()


def test_a_fact_that_was_withdrawn_cannot_be_changed(office: Office) -> None:
    told = office.record("circumstances", **NEGLECT)
    office.withdraw("circumstances", told.key, told.version)
    assert refusals(office.correct("circumstances", told.key, told.version, kind="ABUSE")) == [
        ("key", "REFERENCE_UNKNOWN")
    ]


# Facts of other departments


def test_a_fact_of_a_department_is_corrected_under_its_own_record(office: Office, imported: Import) -> None:
    row = {"person_id": "M", "kind": "IMPRISONED", "from": "2026-01-02", "record_id": "J|7", "source": "JUSTICE"}
    imported(circumstances=[row])
    [fact] = facts(office.graph, "IN_CIRCUMSTANCE")
    found = office.correct("circumstances", str(fact["key"]), str(fact["digest"]), from_="2026-01-03")
    [now] = facts(office.graph, "IN_CIRCUMSTANCE")
    assert (now["key"], now["recordId"], now["source"], str(now["from"])) == ("J\\|7", "J|7", "OFFICER", "2026-01-03")
    assert found.key == fact["key"]
    # The department can still take it back.
    withdrawal = {"record_id": "J|7", "recorded_at": datetime.now(UTC).isoformat(), "source": "JUSTICE"}
    imported(withdrawals=[withdrawal])
    assert facts(office.graph, "IN_CIRCUMSTANCE") == []


def test_a_fact_without_a_record_becomes_another_one_when_what_it_is_known_by_was_wrong(
    office: Office, imported: Import
) -> None:
    imported(circumstances=[{"person_id": "M", "kind": "IMPRISONED", "from": "2026-01-02"}])
    [fact] = facts(office.graph, "IN_CIRCUMSTANCE")
    key, version = str(fact["key"]), str(fact["digest"])
    ended = office.correct("circumstances", key, version, to="2026-05-01")
    assert (ended.key, ended.errors) == (key, ())
    moved = office.correct("circumstances", key, ended.version, from_="2026-01-03")
    assert moved.errors == ()
    [now] = facts(office.graph, "IN_CIRCUMSTANCE")
    assert moved.key == now["key"] == now["recordId"] != key
    assert (str(now["from"]), str(now["to"])) == ("2026-01-03", "2026-05-01")
    assert {fact["key"] for fact in facts(office.graph, "FORMER_IN_CIRCUMSTANCE")} == {key}
    # One command, one moment: nothing is ever known twice, or not at all.
    assert now["recordedAt"] == max(fact["retractedAt"] for fact in facts(office.graph, "FORMER_IN_CIRCUMSTANCE"))


def test_records_of_other_feeds_by_the_same_number_are_left_alone(office: Office, imported: Import) -> None:
    imported(
        circumstances=[{"person_id": "M", "kind": "HOMELESS", "record_id": "1", "source": "A"}],
        absences=[
            {"person_id": "M", "destination_division": CITY, "from": "2026-01-01", "record_id": "1", "source": "A"}
        ],
    )
    [fact] = facts(office.graph, "IN_CIRCUMSTANCE")
    assert office.withdraw("circumstances", "1", str(fact["digest"])).errors == ()
    assert facts(office.graph, "IN_CIRCUMSTANCE") == []
    assert len(facts(office.graph, "ABSENT_IN")) == 1


def test_a_fact_that_is_said_to_be_recorded_later_than_now_is_corrected_then(office: Office, imported: Import) -> None:
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    row = {"person_id": "M", "kind": "HOMELESS", "record_id": "1", "recorded_at": tomorrow.isoformat()}
    imported(circumstances=[row])
    [fact] = facts(office.graph, "IN_CIRCUMSTANCE")
    corrected = office.correct("circumstances", "1", str(fact["digest"]), kind="EMERGENCY")
    [now] = facts(office.graph, "IN_CIRCUMSTANCE")
    assert (now["kind"], now["digest"]) == ("EMERGENCY", corrected.version)
    assert now["recordedAt"].to_native() == tomorrow
    assert office.withdraw("circumstances", "1", corrected.version).errors == ()
    assert facts(office.graph, "IN_CIRCUMSTANCE") == []


# Both times


def test_what_was_known_before_does_not_know_it(office: Office) -> None:
    before = datetime.now(UTC)
    assert grade(office.graph, "C", before) is Grade.EFFECTIVE
    office.record("circumstances", person_id="M", kind="IMPRISONED", from_="2026-01-01")
    told = office.record("circumstances", person_id="F", kind="IMPRISONED", from_="2026-01-01")
    recorded = datetime.now(UTC)
    corrected = office.correct("circumstances", told.key, told.version, to="2026-05-01")
    ended = datetime.now(UTC)
    office.withdraw("circumstances", told.key, corrected.version)
    assert grade(office.graph, "C", before) is Grade.EFFECTIVE
    assert grade(office.graph, "C", recorded) is Grade.NONE
    assert grade(office.graph, "C", ended) is Grade.EFFECTIVE
    assert grade(office.graph, "C") is Grade.EFFECTIVE
    # Valid time: on a day when it held, by what was known at each of these moments.
    april = date(2026, 4, 1)
    grades = [assess_child(office.graph, Moment(april, at), "C").grade for at in (before, recorded, ended)]
    assert [*grades, assess_child(office.graph, Moment(april), "C").grade] == [
        Grade.EFFECTIVE,
        Grade.NONE,
        Grade.NONE,
        Grade.EFFECTIVE,
    ]


# What it changes


def test_every_change_of_a_grade_is_told_and_kept(office: Office) -> None:
    told = office.record("circumstances", person_id="M", kind="IMPRISONED")
    assert (told.changes, told.affected) == ((), ("C", "D"))
    away = office.record("absences", person_id="F", destination_division=CITY, from_="2026-01-01")
    assert away.changes == (GradeChange("C", Grade.EFFECTIVE, Grade.ABSENT),)
    cared = office.record("entrusted_care", carer_id="G", child_id="C", from_="2026-02-01")
    assert (cared.changes, cared.affected) == ((GradeChange("C", Grade.ABSENT, Grade.ENTRUSTED),), ("C",))
    barred = office.record("circumstances", person_id="G", kind="BARRED_CARER")
    assert barred.changes == (GradeChange("C", Grade.ENTRUSTED, Grade.ABSENT),)
    revoked = office.record("revocations", guardian_id="F", child_id="C", kind="SUSPENDED", from_="2026-02-01")
    assert revoked.changes == (GradeChange("C", Grade.ABSENT, Grade.NONE),)
    taken = office.record("guardianships", guardian_id="O", child_id="C", basis="CIVIL_AFFAIRS")
    assert taken.changes == (GradeChange("C", Grade.NONE, Grade.EFFECTIVE),)
    assert office.record("visits", worker_id="W", person_id="C", date="2026-05-01").changes == ()
    stored = ask(
        office.graph,
        "MATCH (a:GuardianshipAssessment)-[:ASSESSES]->(:Person {id: 'C'}) RETURN a.grade ORDER BY a.knownAt",
    )
    assert stored == ["ABSENT", "ENTRUSTED", "ABSENT", "NONE", "EFFECTIVE"]


def test_who_is_no_child_any_more_has_no_grade(office: Office) -> None:
    told = office.record("circumstances", person_id="G", kind="HOMELESS")
    assert (told.affected, told.changes) == ((), ())


def test_a_child_that_supports_itself_changes_its_own_grade(office: Office) -> None:
    told = office.record("circumstances", person_id="Y", kind="SELF_SUPPORTING", from_="2026-02-01")
    assert told.changes == (GradeChange("Y", Grade.UNKNOWN, Grade.NOT_REQUIRED),)


def test_a_correction_concerns_both_children(office: Office) -> None:
    office.record("circumstances", person_id="M", kind="IMPRISONED")
    office.record("circumstances", person_id="F", kind="IMPRISONED")
    office.record("circumstances", person_id="R", kind="IMPRISONED")
    told = office.record("guardianships", guardian_id="G", child_id="C", basis="COURT")
    assert told.changes == (GradeChange("C", Grade.NONE, Grade.EFFECTIVE),)
    found = office.correct("guardianships", told.key, told.version, child_id="D")
    assert found.changes == (
        GradeChange("C", Grade.EFFECTIVE, Grade.NONE),
        GradeChange("D", Grade.NONE, Grade.EFFECTIVE),
    )


# Doubts


def test_soft_checks_are_warnings_and_findings(office: Office) -> None:
    told = office.record("guardianships", guardian_id="Y", child_id="C", basis="COURT", from_="2026-01-01")
    assert (told.errors, [warning.code for warning in told.warnings]) == ((), ["GUARDIAN_MINOR"])
    title = quality.checks()["GUARDIAN_MINOR"].title
    assert (told.warnings[0].message.en, told.warnings[0].message.zh) == (title["en"], title["zh"])
    open_findings = "MATCH (f:DataQualityFinding) WHERE f.resolvedAt IS NULL RETURN f.code"
    assert ask(office.graph, open_findings) == ["GUARDIAN_MINOR"]
    fine = office.record("guardianships", guardian_id="G", child_id="C", basis="COURT", from_="2026-01-01")
    assert fine.warnings == ()
    assert office.withdraw("guardianships", told.key, told.version).warnings == ()
    assert ask(office.graph, open_findings) == []


def test_a_destination_that_no_list_knows_is_a_warning(office: Office) -> None:
    told = office.record("absences", person_id="F", destination_division="110000000000", from_="2026-01-01")
    assert [warning.code for warning in told.warnings] == ["DIVISION_UNKNOWN"]
    known = office.record("absences", person_id="F", destination_division=CITY, from_="2026-01-01")
    assert known.warnings == ()


# The statements


def test_the_newest_moment_is_read_off_an_index(graph: Graph) -> None:
    operators = graph.plan(statement("commands/latest_recorded_at"))
    assert not any(operator == "Sort" for operator in operators), operators
    assert not any(operator.startswith("Top") for operator in operators), operators


def test_a_fact_is_found_by_its_key(graph: Graph) -> None:
    operators = graph.plan(statement("commands/command_fact"), type="VISITED", key="k")
    assert not any("Scan" in operator for operator in operators), operators
