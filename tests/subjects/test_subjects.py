"""A person's file holds every planted fact; erased, nothing names them, and no delivery brings them back."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_service import cli
from graph_service.audit.accesses import entries, open_pseudonyms
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.digest import partial_digests
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, survey
from graph_service.guardianship.storing import store
from graph_service.subjects.erasure import erase
from graph_service.subjects.file import subject_file
from graph_service.subjects.wiping import Content, Wiped
from tests.feeds.deliveries import DIVISION, Row, ask, deliver, parentage, person

SUBJECT = "SUBJECT-7|x"
NAME, FORMER_NAME = "绝无此人之名", "绝无此人曾用名"
NUMBER, PHONE, CERTIFICATE = "990101195003140118", "00012345678", "99010119500314011842"
SECRETS = (SUBJECT, SUBJECT.replace("|", "\\|"), NAME, FORMER_NAME, "juewu", NUMBER, PHONE, CERTIFICATE, "A-STREET")

ABOUT: Mapping[str, Sequence[Row]] = {
    "household_members": [{"household_id": "H", "person_id": SUBJECT}],
    "parentages": [parentage("MOTHER", SUBJECT), parentage(SUBJECT, "GROWN")],
    "marriages": [{"person_id": SUBJECT, "spouse_id": "SPOUSE", "from": "1980-01-01"}],
    "guardianships": [{"guardian_id": "ORGANISATION", "child_id": SUBJECT, "basis": "COURT", "to": "1968-01-01"}],
    "revocations": [{"guardian_id": SUBJECT, "child_id": "GROWN", "kind": "REVOKED", "from": "1990-01-01"}],
    "entrusted_care": [{"carer_id": SUBJECT, "child_id": "GROWN", "from": "1990-01-01", "to": "1991-01-01"}],
    "circumstances": [{"person_id": SUBJECT, "kind": "IMPRISONED", "from": "1990-01-01"}],
    "disabilities": [{"person_id": SUBJECT, "type": "4", "grade": "1", "certificate_no": CERTIFICATE}],
    "absences": [{"person_id": SUBJECT, "destination_division": DIVISION, "from": "2000-01-01"}],
    "enrolments": [{"person_id": SUBJECT, "school_id": "SCHOOL", "stage": "primary", "status": "GRADUATED"}],
    "attendance": [{"person_id": SUBJECT, "school_id": "SCHOOL", "month": "1960-01", "days_absent": "1"}],
    "placements": [
        {
            "person_id": SUBJECT,
            "organisation_id": "ORGANISATION",
            "kind": "RESPITE",
            "from": "1960-01-01",
            "to": "1961-01-01",
        }
    ],
    "benefits": [{"person_id": SUBJECT, "household_id": "", "programme": "DIBAO", "from": "2000-01-01"}],
    "services": [{"person_id": SUBJECT, "line": "MEDICAL", "date": "2001-01-01", "note": f"{NAME} lives in A-STREET"}],
    "support_ties": [
        {"person_id": SUBJECT, "supporter_id": "WORKER", "kind": "SOCIAL_WORKER"},
        {"person_id": "GROWN", "supporter_id": SUBJECT, "kind": "KIN"},
    ],
    "visits": [{"worker_id": "WORKER", "person_id": SUBJECT, "date": "2002-01-01", "note": "in A-STREET"}],
}
"""Facts about the subject in every feed; a test holds that these are all."""


def noted(feed: str, place: int, row: Row) -> Row:
    """With a record of its own, but for those that are known by what they say."""
    return row if place else {**row, "record_id": f"REC-{feed}", "source": "PLANTED"}


FIRST = {
    "divisions": [{"code": DIVISION, "name": "村"}],
    "persons": [
        person(
            SUBJECT, "1950-03-14", id_number=NUMBER, phone=PHONE, record_id="REC-persons", residence_division=DIVISION
        )
        | {"name": FORMER_NAME, "recorded_at": "2001-01-01"},
        *(person(name, "1930-01-01", name="别人") for name in ("MOTHER", "SPOUSE")),
        person("GROWN", "1985-01-01", name="别人"),
        person("OTHER", "1980-01-01"),
    ],
    "households": [{"household_id": "H", "division": DIVISION, "head_id": SUBJECT}],
    "schools": [{"school_id": "SCHOOL", "name": "校", "division": DIVISION}],
    "organisations": [
        {"organisation_id": "ORGANISATION", "name": "院", "kind": "CHARITY", "division": DIVISION, "from": "1940-01-01"}
    ],
    "workers": [{"worker_id": "WORKER", "name": "员", "role": "CHILD_DIRECTOR", "division": DIVISION}],
    **{feed: [noted(feed, place, row) for place, row in enumerate(rows)] for feed, rows in ABOUT.items()},
}
FIRST["circumstances"] = [
    *FIRST["circumstances"],
    {"person_id": "OTHER", "kind": "NEGLECT", "from": "1990-01-01", "toward_child_id": SUBJECT},
]
FIRST["services"] = [
    *FIRST["services"],
    {"person_id": "OTHER", "line": "MEDICAL", "date": "2001-01-01", "note": f"number of {SUBJECT}: {PHONE}."},
]
LATER = {
    "persons": [
        person(SUBJECT, "1950-03-14", id_number=NUMBER, phone=PHONE, record_id="REC-persons", residence_division="x")
        | {"name": NAME, "recorded_at": "2002-01-01"},
        person(SUBJECT, "no date"),
    ],
    "visits": [
        {"worker_id": "WORKER", "person_id": SUBJECT, "date": "2002-01-02", "record_id": "REC-visits"},
        {"worker_id": "NOBODY", "person_id": SUBJECT, "date": "2002-01-02"},
    ],
}


@dataclass(frozen=True)
class Planted:
    graph: Graph
    first: Path
    later: Path


@pytest.fixture
def planted(empty_graph: Graph, tmp_path: Path) -> Planted:
    found = Planted(empty_graph, deliver(tmp_path / "first", **FIRST), deliver(tmp_path / "later", **LATER))
    for number, folder in enumerate((found.first, found.later)):
        import_into(empty_graph, folder, recorded_at=datetime(2003, 1, 1 + number, tzinfo=UTC))
    child = survey(empty_graph, Moment(date(1960, 1, 1)), everybody=True).assessments
    store(empty_graph, child)
    assert any(each.child_id == SUBJECT for each in child)
    return found


def everything(graph: Graph) -> str:
    kept = ask(graph, "MATCH (n) RETURN [labels(n), properties(n)]")
    kept += ask(graph, "MATCH ()-[r]->() RETURN [type(r), properties(r)]")
    opened = ask(graph, "MATCH (n:QuarantinedRow) RETURN [n.id, n.row]")
    return repr(kept) + "".join(graph.keyring.open(f"{id_}|row", row) for id_, row in opened)


def refused(
    graph: Graph, who: str = SUBJECT, days: int = 0, at: datetime | None = None, why: str = "asked"
) -> ServiceError:
    before = partial_digests(graph)
    with pytest.raises(ServiceError) as error:
        erase(graph, who, why, days, at)
    assert partial_digests(graph) == before
    return error.value


def test_the_file_of_a_person_has_every_planted_fact_and_version(planted: Planted) -> None:
    facts = set(ask(planted.graph, "MATCH (:Person)-[r]-() RETURN DISTINCT type(r)"))
    found = subject_file(planted.graph, SUBJECT).as_json()
    text = json.dumps(found, ensure_ascii=False)
    assert json.loads(text) == found
    records = {fact["properties"].get("recordId") for fact in found["facts"]}
    assert {f"REC-{feed}" for feed in ABOUT} <= records
    assert {fact["fact"] for fact in found["facts"]} >= {fact for fact in facts if fact.isupper()} - {
        *(fact for fact in facts if fact.startswith("FORMER_")),
        *("HAD_VERSION", "CONCERNS", "ASSESSES"),
    }
    assert [(fact["fact"], fact["former"]) for fact in found["facts"] if fact["former"]] == [("VISITED", True)]
    assert found["person"]["name"] == NAME and [each["name"] for each in found["versions"]] == [FORMER_NAME]
    assert found["person"]["idNumber"] == NUMBER and found["versions"][0]["phone"] == PHONE
    assert [fact["properties"]["certificateNo"] for fact in found["facts"] if fact["fact"] == "HAS_DISABILITY"] == [
        CERTIFICATE
    ]
    assert {each["kind"] for each in found["kept"]} == {"GuardianshipAssessment", "DataQualityFinding"}
    assert sorted(row["feed"] for row in found["quarantine"]) == ["persons", "visits"]
    assert {(each["kind"], each["property"]) for each in found["elsewhere"]} >= {
        ("Household", "headId"),
        ("IN_CIRCUMSTANCE", "towardChildId"),
        ("RECEIVED_SERVICE", "note"),
    }
    assert "GROWN" in text and "别人" not in text, "of others the id alone"


def test_erased_nothing_names_them_and_what_is_about_others_stays(planted: Planted) -> None:
    graph = planted.graph
    before = everything(graph)
    assert all(secret in before for secret in (SUBJECT, NAME, FORMER_NAME, PHONE, "A-STREET"))
    receipt = erase(graph, SUBJECT, "request 17", 0)
    after = everything(graph)
    assert [secret for secret in SECRETS if secret in after] == []
    assert not [secret for secret in SECRETS if secret in json.dumps(receipt.as_json(), ensure_ascii=False)]
    shared = ["ENTRUSTED_CARER_OF", "GUARDIANSHIP_REVOKED_FOR", "MARRIED_TO", "PARENT_OF", "PARENT_OF", "SUPPORTS"]
    stays = "MATCH (n:Person {id: $id})-[r]-() RETURN type(r) ORDER BY type(r)"
    assert ask(graph, stays, id=receipt.subject) == shared == sorted(Counter(receipt.kept).elements())
    (stub,) = ask(graph, "MATCH (n:Person {id: $id}) RETURN properties(n)", id=receipt.subject)
    assert stub.keys() == {"id", "withdrawnAt"}
    assert ask(graph, "MATCH (n:Household) RETURN n.headId") == [receipt.subject]
    assert ask(graph, "MATCH ({id: 'OTHER'})-[r:RECEIVED_SERVICE]->() RETURN r.note") == [
        f"number of {receipt.subject}: [erased]."
    ]
    assert (
        receipt.erased["VISITED"] == 2 and receipt.erased["versions"] == 1 and receipt.erased["quarantined rows"] == 2
    )
    (kept,) = ask(graph, "MATCH (n:Erasure) RETURN properties(n)")
    assert (kept["id"], kept["receipt"]) == (receipt.subject, receipt.sha256)
    assert replace(receipt, rewritten=0).sha256 != receipt.sha256
    assert refused(graph).code is ErrorCode.PERSON_NOT_FOUND


def test_an_erasure_that_would_leave_something_is_undone(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the graph had a place that rewriting does not reach."""
    monkeypatch.setattr("graph_service.subjects.erasure._rewrite", lambda *_: None)
    error = refused(planted.graph)
    assert (error.code, "nothing was erased" in error.what) == (ErrorCode.ERASURE_REFUSED, True)
    assert all(secret in everything(planted.graph) for secret in (SUBJECT, NAME, PHONE))


def test_no_delivery_brings_them_back(planted: Planted, tmp_path: Path) -> None:
    erase(planted.graph, SUBJECT, "request 17", 0)
    before = partial_digests(planted.graph)
    for folder, own in ((planted.first, 21), (planted.later, 4)):
        summary = import_into(planted.graph, folder, recorded_at=datetime(2004, 1, 1, tzinfo=UTC))
        assert all(
            file.read == file.inserted + file.updated + file.unchanged + file.quarantined for file in summary.files
        )
        assert sum(file.quarantined + file.inserted for file in summary.files) <= 1
        assert sum(file.unchanged for file in summary.files) >= own - 1
    after = partial_digests(planted.graph)
    assert after.keys() == before.keys()
    assert [secret for secret in SECRETS if secret in everything(planted.graph)] == []
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "persons.csv").write_text(
        f"person_id,name,sex,birth_date\n{SUBJECT},{NAME},1,1950-03-14,surplus\n", "utf-8"
    )
    (summary,) = import_into(planted.graph, broken).files
    assert (summary.read, summary.unchanged, summary.quarantined) == (1, 1, 0)


def test_who_must_be_kept_is_not_erased(planted: Planted) -> None:
    graph, today = planted.graph, datetime.now(UTC)
    assert refused(graph, "NOBODY").code is ErrorCode.PERSON_NOT_FOUND
    for why in (f"for {NAME}", f"of {SUBJECT}", PHONE, f"born {FORMER_NAME}"):
        assert refused(graph, why=why).code is ErrorCode.ARGUMENT_INVALID
    latest = datetime(2003, 1, 2, tzinfo=UTC)  # the import that said last something about them
    assert refused(graph, days=30, at=latest + timedelta(29)).code is ErrorCode.ERASURE_REFUSED
    born = (today - timedelta(3000)).date().isoformat()
    more = [person("CHILD", born), person("LOOKED-AFTER", born), person("PARENT", "1990-01-01")]
    ties = [parentage("PARENT", "LOOKED-AFTER")]
    folder = deliver(planted.first.parent / "more", persons=more, parentages=ties)
    import_into(graph, folder)
    for who in ("CHILD", "PARENT"):
        assert refused(graph, who).code is ErrorCode.ERASURE_REFUSED
    assert erase(graph, "LOOKED-AFTER", "request 18", 0).kept == {"PARENT_OF": 1}
    assert erase(graph, "PARENT", "request 19", 0).kept == {"PARENT_OF": 1}
    assert erase(graph, SUBJECT, "request 17", 30, latest + timedelta(30)).kept


@pytest.fixture
def at_command(planted: Planted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Planted:
    """What commands find, with a home of their own; who is in it may be erased at once."""

    @contextmanager
    def opened(_: object):
        yield planted.graph

    monkeypatch.setattr(cli, "_opened", opened)
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(tmp_path))
    monkeypatch.setenv("GRAPH_SERVICE_RETENTION_DAYS", "0")
    return planted


@pytest.mark.usefixtures("at_command")
def test_the_commands_hand_over_a_private_file_and_a_receipt(tmp_path: Path) -> None:
    out = tmp_path / "file.json"
    run = CliRunner().invoke
    assert run(cli.app, ["subject", "export", "--id", SUBJECT, "--out", str(out)]).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text("utf-8"))["person"]["name"] == NAME
    assert run(cli.app, ["subject", "export", "--id", SUBJECT, "--out", str(out)]).exit_code == 1, "no file is replaced"
    done = run(cli.app, ["subject", "erase", "--id", SUBJECT, "--reason", "request 17"])
    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["sha256"]) == 64
    assert run(cli.app, ["subject", "erase", "--id", SUBJECT, "--reason", "request 17"]).exit_code == 1
    noted = list(entries(tmp_path / "audit", open_pseudonyms(tmp_path / "audit", new=False).of(SUBJECT)))
    assert [each["operation"] for each in noted] == ["subject export"] * 2 + ["subject erase"] * 2
    log = b"".join(file.read_bytes() for file in (tmp_path / "audit").glob("*.log"))
    assert not [secret for secret in (*SECRETS, "request 17") if secret.encode() in log]


@pytest.mark.parametrize(
    "command",
    [["export", "--id", SUBJECT], ["erase", "--reason", "request 17", "--id", SUBJECT], ["wipe", "--json"]],
    ids=lambda command: command[0],
)
def test_nothing_is_handed_over_or_erased_that_is_not_in_the_audit_log(
    at_command: Planted, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "audit").write_text("a file where the folder should be")
    before = partial_digests(at_command.graph)
    done = CliRunner().invoke(cli.app, ["subject", *command])
    assert (done.exit_code, done.stdout) == (1, "")
    assert json.loads(done.stderr)["error"]["code"] == ErrorCode.AUDIT_UNAVAILABLE
    assert partial_digests(at_command.graph) == before


def test_what_was_wiped_is_told_and_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(tmp_path))
    monkeypatch.setattr(cli, "wipe", lambda *_: Wiped(Content(1234, 5, "0" * 32), 3 << 20, 1 << 20))
    told = CliRunner().invoke(cli.app, ["subject", "wipe"])
    assert "1,234 nodes and 5 relationships" in told.output and "3 MiB, now 1 MiB" in told.output
    as_json = json.loads(CliRunner().invoke(cli.app, ["subject", "wipe", "--json"]).stdout)
    assert as_json["content"]["nodes"] == 1234 and as_json["bytes_after"] == 1 << 20
    assert [each["operation"] for each in entries(tmp_path / "audit")] == ["subject wipe"] * 2
