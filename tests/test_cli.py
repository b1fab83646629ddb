"""The command line as a script meets it: everything asked in a process of its own, of the one server that runs."""

import base64
import csv
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

import pytest

from graph_service import listing
from graph_service.access.policy import POLICY
from graph_service.audit import accesses
from graph_service.audit.accesses import open_pseudonyms
from graph_service.cli import RoleName
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_folder
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from tests import commands
from tests.conftest import settings_for
from tests.feeds.deliveries import ask, deliver, parentage, person

VILLAGE = Path(__file__).parents[1] / "seed" / "village"
MOMENT = ("--as-of", "2026-11-01", "--known-at", "2026-11-02T00:00:00Z")
PROGRAM = [sys.executable, "-c", "from graph_service.cli import app; app()"]

Command = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = {"GRAPH_SERVICE_HOME": str(home), "GRAPH_SERVICE_HEAP": "512m", "GRAPH_SERVICE_MINIMUM_FREE_DISK": "64"}
    return {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")} | ours | more


@pytest.fixture(scope="module")
def command(module_graph: Graph, settings: Settings) -> Command:
    """Runs one command on the home of the running server, into which the village was imported."""

    def run(*arguments: str, exit_code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        done = commands.run(arguments, environment(settings.home, **more), settings.home, seconds=120)
        assert done.returncode == exit_code, done.stderr
        return done

    for delivery in (VILLAGE, VILLAGE / "later"):
        report = json.loads(run("import", str(delivery), "--json").stdout)
        assert sum(file["quarantined"] for file in report["files"]) == 0
    return run


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def test_json_lines_hold_the_children_without_effective_guardianship_and_are_kept_once(
    command: Command, module_graph: Graph
) -> None:
    asked = ("assess", *MOMENT, "--format", "jsonl", "--store")
    found = [json.loads(line) for line in command(*asked).stdout.splitlines()]
    assert {child["grade"] for child in found} == {"ABSENT", "NONE", "UNKNOWN"}
    assert all(child["effective"] is False and child["legalBasis"] for child in found)
    command(*asked)
    kept = "MATCH (a:GuardianshipAssessment {asOf: date('2026-11-01')})-[:ASSESSES]->(p:Person) RETURN [p.id, a.grade]"
    stored = ask(module_graph, kept)
    assert sorted(stored) == sorted([child["childId"], child["grade"]] for child in found)


LISTING: dict[str, tuple[str, ...]] = {
    "assess": (),
    "detect": (),
    "candidates": ("--child", "LIU-SON"),
    "network": ("--person", "LIU-SON"),
    "paths": ("--from", "LIU-SON", "--to", "CHEN-SON"),
    "expiring": ("--within", "400"),
    "kinship": ("LI-DAUGHTER", "LI-GRANDMOTHER"),
    "critical-carers": (),
    "measures": ("--child", "LIU-SON"),
}


def listings(settings: Settings) -> list[dict[str, Any]]:
    entries = accesses.entries(settings.home / "audit")
    return [entry for entry in entries if (entry["kind"], entry["decision"]) == ("command", "ALLOWED")]


def everything_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.removeprefix("Person:")
    elif isinstance(value, dict | list):
        for each in (*value, *(value.values() if isinstance(value, dict) else ())):
            yield from everything_in(each)


def pseudonyms(settings: Settings, people: Iterable[str]) -> list[str]:
    known = open_pseudonyms(settings.home / "audit", new=False)
    return sorted(map(known.of, people))


@pytest.fixture(scope="module")
def people(module_graph: Graph, command: Command) -> set[str]:
    return {str(row[0]) for row in ask(module_graph, "MATCH (person:Person) RETURN [person.id]")}


@pytest.mark.parametrize("name", LISTING)
def test_whom_a_command_lists_is_in_the_audit_log(
    command: Command, people: set[str], settings: Settings, name: str
) -> None:
    before = len(listings(settings))
    printed = command(name, *LISTING[name], *MOMENT, "--format", "jsonl").stdout
    added = listings(settings)[before:]
    assert {entry["operation"] for entry in added} == {name}
    listed = people.intersection(everything_in([json.loads(line) for line in printed.splitlines()]))
    assert listed
    assert sorted(person for entry in added for person in entry["persons"]) == pseudonyms(settings, listed)


def test_they_are_in_it_whatever_the_form(command: Command, settings: Settings) -> None:
    entries = list[list[str]]()
    for form in ("jsonl", "csv", "table"):
        before = len(listings(settings))
        command("detect", *MOMENT, "--format", form)
        (added,) = listings(settings)[before:]
        entries.append(added["persons"])
    assert entries[0] == entries[1] == entries[2]


def test_whom_a_page_names_and_whom_a_rule_holds_of_is_in_the_audit_log(command: Command, settings: Settings) -> None:
    soon = json.loads(command("expiring", "--within", "400", *MOMENT, "--format", "jsonl").stdout.splitlines()[0])
    day = date.fromisoformat(soon["day"]) - timedelta(days=5)
    hit = json.loads(command("detect", *MOMENT, "--format", "jsonl").stdout.splitlines()[0])
    for asked, child in (
        (("report", "--division", "990101", "--as-of", str(day)), soon["childId"]),
        (("rules", "explain", hit["rule"]["id"], "--child", hit["childId"], *MOMENT), hit["childId"]),
    ):
        before = len(listings(settings))
        assert child in command(*asked).stdout
        (added,) = listings(settings)[before:]
        assert " ".join(asked).startswith(added["operation"])
        assert pseudonyms(settings, [child])[0] in added["persons"]


@pytest.mark.parametrize("drawing", ["genogram", "ecomap", "network"])
def test_who_is_in_a_drawing_is_in_the_audit_log(
    command: Command, people: set[str], settings: Settings, tmp_path: Path, drawing: str
) -> None:
    file = tmp_path / ("drawn.graphml" if drawing == "network" else "drawn.json")
    before = len(listings(settings))
    command("draw", drawing, "--child", "LI-DAUGHTER", "--out", str(file), *MOMENT[:2])
    (added,) = listings(settings)[before:]
    assert added["persons"] == pseudonyms(settings, people.intersection(re.split(r'[":<>]', file.read_text())))
    assert (added["operation"], added["rows"] > 1) == ("draw", True)


def test_of_many_lines_none_comes_before_it_is_noted_of_whom_it_is(
    command: Command, module_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LINES", 2)
    ids = [str(row[0]) for row in ask(module_graph, "MATCH (person:Person) RETURN [person.id] LIMIT 5")]
    lines = [json.dumps({"childId": each, "people": [{"id": ids[0]}]}).encode() for each in ids]
    coming = listing.noted_lines(module_graph, tmp_path, "detect", lines)
    assert next(coming) == lines[0]

    def noted() -> list[int]:
        return [entry["rows"] for entry in accesses.entries(tmp_path / "audit")]

    assert noted() == [2]
    (tmp_path / "audit" / "pseudonym.key").chmod(0o644)
    assert next(coming) == lines[1]
    with pytest.raises(ServiceError) as refused:
        next(coming)
    assert refused.value.code is ErrorCode.AUDIT_UNAVAILABLE
    (tmp_path / "audit" / "pseudonym.key").chmod(0o600)
    assert list(listing.noted_lines(module_graph, tmp_path, "detect", lines)) == lines
    assert noted() == [2, 2, 2, 1], "each person once, and no entry about nobody"


def test_all_children_one_child_and_a_division_are_asked_for_alike(command: Command) -> None:
    day = (*MOMENT, "--format", "csv")
    some, everybody = (command("assess", *day, *more).stdout.splitlines() for more in ((), ("--all",)))
    assert some[0] == everybody[0]
    assert set(some) < set(everybody)
    one = everybody[1].split(",")[0]
    only = command("assess", *day, "--child", one).stdout.splitlines()
    assert [line.split(",")[0] for line in only] == ["childId", one]
    assert command("assess", *day, "--division", "110101").stdout.splitlines() == some[:1]
    table = command("assess", "--as-of", "2026-11-01", "--cases", "1", GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert "无有效监护儿童" in table


def test_hits_are_printed_in_three_forms_and_explained(command: Command) -> None:
    lines = command("detect", *MOMENT, "--format", "jsonl").stdout.splitlines()
    hits = [json.loads(line) for line in lines]
    assert {hit["rule"]["kind"] for hit in hits} <= {"category", "warning", "finding"}
    assert all(hit["legalBasis"] and hit["answer"] in {"yes", "undetermined"} for hit in hits)
    rows = command("detect", *MOMENT, "--format", "csv").stdout.splitlines()
    assert len(rows) == len(hits) + 1
    assert "孤儿" in command("detect", *MOMENT, GRAPH_SERVICE_LANGUAGE="zh").stdout
    orphan = next(hit for hit in hits if hit["rule"]["id"] == "ORPHAN")
    asked = ("explain", "orphan", *MOMENT, "--child", orphan["childId"])
    assert answer(command("rules", *asked, "--json")) == [orphan]
    assert "Guobanfa [2010] 54" in " ".join(command("rules", *asked).stdout.split())
    healthy = next(hit for hit in hits if hit["rule"]["id"] == "SOLE_ADULT")["childId"]
    assert "does not hold" in command("rules", "explain", "ORPHAN", *MOMENT, "--child", healthy).stdout


def test_candidates_are_listed_in_the_order_of_the_law_in_three_forms(command: Command) -> None:
    asked = ("candidates", "--child", "LIU-SON", *MOMENT)
    found = [json.loads(line) for line in command(*asked, "--format", "jsonl").stdout.splitlines()]
    assert [each["id"] for each in found] == ["LIU-GRANDMOTHER", "ORG-BUREAU", "ORG-COMMITTEE"]
    rows = list(csv.DictReader(command(*asked, "--format", "csv").stdout.splitlines()))
    assert [row["legalBasis"] for row in rows] == [
        "Civil Code, art. 27 para. 2 (1)",
        "Civil Code, art. 32",
        "Civil Code, art. 32",
    ]
    assert "same household" in command(*asked).stdout
    assert "祖父母" in command(*asked, GRAPH_SERVICE_LANGUAGE="zh").stdout
    command("candidates", "--child", "LIU-MOTHER", *MOMENT, "--format", "jsonl", exit_code=1)  # grown up


def test_a_timeline_is_told_in_three_forms(command: Command) -> None:
    asked = ("timeline", "--child", "LI-DAUGHTER", "--until", "2035-09-03")
    found = [json.loads(line) for line in command(*asked, "--format", "jsonl").stdout.splitlines()]
    assert [(period["from"], period["grade"]) for period in found] == [
        ("2017-09-03", "EFFECTIVE"),
        ("2023-03-01", "ENTRUSTED"),
        ("2026-12-01", "ABSENT"),
    ]
    rows = list(csv.DictReader(command(*asked, "--format", "csv").stdout.splitlines()))
    assert [row["causes"] for row in rows][-1] == "ENDS:LI-GRANDMOTHER:ENTRUSTED_CARER_OF:CARE-001"
    assert [row["from"] for row in rows] == sorted({part["from"] for each in found for part in each["constellations"]})
    assert "CARE-001 ends" in command(*asked).stdout
    assert "监护" in command(*asked, GRAPH_SERVICE_LANGUAGE="zh").stdout


def test_whose_guardianship_ends_soon_is_found_in_three_forms(command: Command) -> None:
    lines = command("expiring", *MOMENT, "--within", "30", "--format", "jsonl").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(each["childId"], each["day"], each["grade"]) for each in found] == [
        ("ZHAO-SON", "2026-11-10", "ABSENT"),
        ("LI-DAUGHTER", "2026-12-01", "ABSENT"),  # the 30th day
    ]
    within = ("expiring", *MOMENT, "--within", "29")
    assert len(command(*within, "--format", "csv").stdout.splitlines()) == 2
    assert "ZHAO-SON" in command(*within).stdout
    assert "ZHAO-SON" in command(*within, "--division", "990101", GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert command(*within, "--division", "110101", "--format", "jsonl").stdout == ""


def test_what_the_later_delivery_changed_is_kept_and_printed_in_three_forms(command: Command) -> None:
    lines = command("differences", "--format", "jsonl").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert found and {each["trigger"]["kind"] for each in found} == {"IMPORT"}
    assert all(each["causes"] for each in found if each["kind"] not in {"GONE", "SAME_GRADE_OTHER_REASON"})
    rows = command("differences", "--format", "csv").stdout.splitlines()
    assert len(rows) == len(found) + 1
    assert "变化情况" in command("differences", GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert "Nothing has changed" in command("differences", "--division", "110101").stdout
    assert answer(command("compare-days", "--json")) == {"differences": 0}


def test_networks_are_measured_and_told_in_three_forms(command: Command) -> None:
    rows = command(
        "measures", *MOMENT, "--child", "LIU-SON", "--child", "CHEN-SON", "--format", "csv"
    ).stdout.splitlines()
    assert "isolation.score" in rows[0] and len(rows) == 3
    lines = command("critical-carers", *MOMENT, "--person", "ZHAO-MOTHER", "--format", "jsonl").stdout.splitlines()
    fall = {"childId": "ZHAO-SON", "before": "ENTRUSTED", "after": "NONE"}
    assert [json.loads(line) for line in lines] == [{"id": "ZHAO-MOTHER", "children": 1, "falls": [fall]}]
    assert "父母所在地" in command("flows", *MOMENT, "--division", "9901", GRAPH_SERVICE_LANGUAGE="zh").stdout


def test_measures_are_kept_and_read_in_three_forms(command: Command) -> None:
    liu = ("--child", "LIU-SON", "--as-of", "2026-11-01")
    assert "1" in command("measures", *liu, "--store", "--format", "jsonl").stderr
    found = json.loads(command("measures", "--kept", *liu, "--format", "jsonl").stdout)
    assert (found["childId"], found["asOf"], found["version"]) == ("Person:LIU-SON", "2026-11-01", "1")
    assert found["measuredAt"] >= found["knownAt"] and found["cutPersons"] == ["Person:LIU-GRANDMOTHER"]
    of_division = ("measures", "--kept", "--division", "990101", "--as-of", "2026-11-01")
    header, row = command(*of_division, "--format", "csv").stdout.splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["measuredAt"] == found["measuredAt"]
    assert "已保存的指标：1 条" in command(*of_division, GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert command(*of_division[:-1], "2026-11-02", "--format", "jsonl").stdout == ""


def test_a_network_is_told_in_three_forms(command: Command) -> None:
    asked = ("network", "--person", "LIU-SON", *MOMENT)
    [found] = [json.loads(line) for line in command(*asked, "--format", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(command(*asked, "--format", "csv").stdout.splitlines()))
    assert [(row["from"], row["to"]) for row in rows] == [(tie["from"], tie["to"]) for tie in found["ties"]]
    near = command(*asked, "--kinds", "care", "--hops", "1", "--format", "csv").stdout.splitlines()
    assert [row.split(",")[:3] for row in near[1:]] == [
        ["Person:LIU-GRANDMOTHER", "Person:LIU-SON", "ENTRUSTED_CARER_OF"]
    ]
    assert "Able adults within reach, 1: " in command(*asked).stdout
    assert "支持网络（2026-11-01）" in command(*asked, GRAPH_SERVICE_LANGUAGE="zh").stdout


def test_paths_are_told_in_three_forms(command: Command) -> None:
    asked = ("paths", "--from", "LIU-SON", "--within", "2", *MOMENT)
    to_mother = (*asked, "--to", "LIU-MOTHER", "--kinds", "kin")
    found = [json.loads(line) for line in command(*to_mother, "--format", "jsonl").stdout.splitlines()]
    assert [(path["to"], [step["tie"] for step in path["steps"]]) for path in found] == [
        ("Person:LIU-MOTHER", ["PARENT_OF"])
    ]
    rows = list(csv.DictReader(command(*to_mother, "--order", "all", "--format", "csv").stdout.splitlines()))
    assert {row["records"] for row in rows if row["path"] == "1"} == {"PARENT_OF:PAR-010"} and len(rows) > 1
    assert "PARENT_OF PAR-010" in command(*to_mother).stdout
    assert "LIU-GRANDMOTHER" in command(*asked, "--goal", "able_adult", GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert "no support path" in command(*asked, "--to", "HE-DAUGHTER", "--kinds", "kin").stdout.lower()


def test_kinship_is_told_in_three_forms(command: Command) -> None:
    asked = ("kinship", "LIU-SON", "LIU-GRANDMOTHER", *MOMENT)
    [found] = [json.loads(line) for line in command(*asked, "--format", "jsonl").stdout.splitlines()]
    [row] = {tuple(row.values())[:4] for row in csv.DictReader(command(*asked, "--format", "csv").stdout.splitlines())}
    assert (found["degree"], found["term"]["zh"]) == (2, "祖母") and "LIU-GRANDMOTHER" in row
    assert "grandmother" in command(*asked).stdout
    assert "祖母" in command(*asked, GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert command("kinship", "LIU-SON", "NOBODY", *MOMENT, "--format", "jsonl").stdout == ""


def test_drawings_are_written_in_every_form(command: Command, tmp_path: Path) -> None:
    def drawn(drawing: str, suffix: str, *more: str, **settings: str) -> str:
        file = tmp_path / f"{drawing}{suffix}"
        done = command("draw", drawing, "--child", "LIU-SON", "--out", str(file), *MOMENT, *more, **settings)
        assert str(file) in done.stdout.replace("\n", "")
        return file.read_text("utf-8")

    for drawing, said in (("genogram", "Genogram of 刘某某"), ("ecomap", "Ecomap of 刘某某")):
        svg = ElementTree.fromstring(drawn(drawing, ".svg"))
        assert svg.findtext("{http://www.w3.org/2000/svg}title") == f"{said} on 2026-11-01"
        assert json.loads(drawn(drawing, ".json"))["childId"] == "LIU-SON"
        assert "刘俊杰" not in drawn(drawing, ".svg", "--language", "zh")
        assert "刘俊杰" in drawn(drawing, ".svg", "--whole-names", GRAPH_SERVICE_LANGUAGE="zh")
    assert "祖母" in drawn("ecomap", ".svg", "--language", "zh")
    edges = list(csv.DictReader(drawn("network", ".csv").splitlines()))
    graphml = ElementTree.fromstring(drawn("network", ".graphml"))
    assert len(edges) == sum(1 for _ in graphml.iter("{http://graphml.graphdrawing.org/xmlns}edge")) > 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("network", "--person", "NOBODY", "--format", "jsonl"), "PERSON_NOT_FOUND"),
        (("network", "--person", "YANG-FATHER", *MOMENT), "PERSON_NOT_FOUND"),  # has died
        (("network", "--person", "LIU-SON", "--as-of", "today"), "DATE_INVALID"),
        (("paths", "--from", "NOBODY", "--format", "csv"), "PERSON_NOT_FOUND"),
        (("paths", "--from", "LIU-SON", "--to", "NOBODY", *MOMENT), "PERSON_NOT_FOUND"),
        (("kinship", "LIU-SON", "LIU-SON"), "ARGUMENT_INVALID"),
        (("draw", "genogram", "--child", "NOBODY", "--out", "x.svg"), "CHILD_NOT_FOUND"),
        (("draw", "ecomap", "--child", "NOBODY", "--out", "x.svg"), "PERSON_NOT_FOUND"),
        (("draw", "network", "--child", "NOBODY", "--out", "x.csv"), "PERSON_NOT_FOUND"),
        (("draw", "ecomap", "--child", "LIU-SON", "--out", "x.graphml"), "ARGUMENT_INVALID"),
        (("draw", "network", "--child", "LIU-SON", *MOMENT, "--out", "/nowhere/x.csv"), "ARGUMENT_INVALID"),
        (("measures", "--kept", "--division", "12x", "--format", "jsonl"), "DIVISION_INVALID"),
    ],
)
def test_what_networks_are_asked_in_vain_is_told_by_code(
    command: Command, arguments: tuple[str, ...], code: str
) -> None:
    done = command(*arguments, exit_code=1)
    assert code in done.stderr and not done.stdout
    assert "NOBODY" not in done.stderr and "YANG-FATHER" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("network", "--person", "LIU-SON", "--kinds", "mood"),
        ("network", "--person", "LIU-SON", "--hops", "9"),
        ("paths", "--from", "LIU-SON", "--goal", "happiness"),
        ("kinship", "LIU-SON"),
        ("draw", "portrait", "--child", "LIU-SON", "--out", "x.svg"),
    ],
)
def test_what_networks_cannot_be_asked_ends_with_2(command: Command, arguments: tuple[str, ...]) -> None:
    assert command(*arguments, exit_code=2).stderr


def test_what_would_follow_is_printed_and_not_kept(command: Command, module_graph: Graph) -> None:
    changes = ("--change", "dies CHEN-FATHER", "--change", "detained CHEN-MOTHER")
    [found] = [json.loads(line) for line in command("what-if", *changes, "--format", "jsonl").stdout.splitlines()]
    assert (found["childId"], found["kind"], found["after"]["grade"]) == ("CHEN-SON", "WORSE", "NONE")
    assert "CHEN-SON" in command("what-if", *changes).stdout
    assert "假定发生于" in command("what-if", *changes, "--division", "110101", GRAPH_SERVICE_LANGUAGE="zh").stdout
    assert ask(module_graph, "MATCH (p:Person {id: 'CHEN-FATHER'}) RETURN p.deathDate") == [None]


def test_rules_are_listed_and_shown_with_their_parameters(command: Command) -> None:
    listed = answer(command("rules", "list", "--json"))
    assert {"ORPHAN", "EXPIRING"} <= {rule["id"] for rule in listed}
    assert "ORPHAN" in command("rules", "list").stdout
    shown = answer(command("rules", "show", "left_behind", "--json"))
    assert shown["inForce"]["definition"] == "POLICY"
    assert "left_behind.away_months = 6" in command("rules", "show", "LEFT_BEHIND", "--division", "990101").stdout


def test_the_examples_of_a_rule_are_tried_on_a_database_of_their_own(command: Command) -> None:
    tried = answer(command("rules", "test", "ORPHAN", "--json"))
    assert tried["tried"] > 10 and tried["wrong"] == []


def test_a_token_is_issued_for_each_role_of_the_policy(command: Command) -> None:
    assert {each.name for each in RoleName} == set(POLICY.roles)
    done = command("token", "--role", "institution-staff", "--organisation", "O1")
    claims = json.loads(base64.urlsafe_b64decode(done.stdout.split(".")[1] + "=="))
    assert (claims["role"], claims["organisation"]) == ("INSTITUTION_STAFF", "O1")
    refused = command("token", "--role", "administrator", "--organisation", "O1", exit_code=1)
    assert "ARGUMENT_INVALID" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "--as-of", "yesterday", "--format", "jsonl"), "DATE_INVALID"),
        (("assess", "--known-at", "soon", "--format", "jsonl"), "DATE_INVALID"),
        (("assess", "--division", "12x", "--format", "jsonl"), "DIVISION_INVALID"),
        (("assess", "--child", "NOBODY", "--format", "jsonl"), "CHILD_NOT_FOUND"),
        (("import", "no-such-folder", "--json"), "FEED_FOLDER_INVALID"),
        (("generate", ".", "--json"), "ARGUMENT_INVALID"),
        (("detect", "--rule", "NOTHING", "--format", "jsonl"), "ARGUMENT_INVALID"),
        (("detect", "--with", "mood", "--format", "jsonl"), "ARGUMENT_INVALID"),
        (("detect", "--child", "NOBODY", "--format", "jsonl"), "CHILD_NOT_FOUND"),
        (("rules", "show", "NOTHING", "--json"), "ARGUMENT_INVALID"),
        (("differences", "--from", "2026-02-01", "--to", "2026-01-01", "--format", "jsonl"), "ARGUMENT_INVALID"),
        (("what-if", "--change", "leaves CHEN-FATHER", "--format", "jsonl"), "CHANGE_INVALID"),
        (("what-if", "--change", "dies NOBODY", "--format", "jsonl"), "PERSON_NOT_FOUND"),
    ],
)
def test_an_error_has_a_code_a_remedy_and_exit_code_1(command: Command, arguments: tuple[str, ...], code: str) -> None:
    done = command(*arguments, exit_code=1)
    problem = json.loads(done.stderr.strip().splitlines()[-1])["error"]
    assert problem["code"] == code
    assert problem["what"] and problem["remedy"]
    assert not done.stdout
    assert "NOBODY" not in done.stderr


def test_the_reader_s_language_counts_for_errors_and_results_too(command: Command, tmp_path: Path) -> None:
    chinese = {"GRAPH_SERVICE_LANGUAGE": "zh"}
    assert "区划代码" in command("assess", "--division", "12x", exit_code=1, **chinese).stderr
    wrong = command("doctor", exit_code=1, GRAPH_SERVICE_BOLT_PORT="x", **chinese).stderr
    assert wrong.startswith("SETTINGS_INVALID") and "设置无效" in wrong
    assert "隔离区为空" in command("quarantine", "list", **chinese).stdout
    assert "可写入" in command("doctor", **chinese).stdout
    (tmp_path / "persons.csv").write_bytes("person_id".encode("utf-16"))
    said = command("import", str(tmp_path), exit_code=1, **chinese).stdout
    assert "FEED_UNREADABLE" in said and "编码为 UTF-16" in said


def test_what_the_command_line_does_not_understand_ends_with_2_and_help_with_0(command: Command) -> None:
    assert "--fromat" in command("assess", "--fromat", "csv", exit_code=2).stderr
    assert "500" in command("generate", "x", "--persons", "499", exit_code=2).stderr
    told = command("--help").stdout
    for name in ("import", "assess", "generate", "quarantine", "migrate", "doctor", "demo"):
        assert name in told


def test_the_quarantine_is_listed_exported_and_tried_again(
    command: Command, module_graph: Graph, tmp_path: Path
) -> None:
    wrong = person("Q-1", "2010-01-01", name="秘而不宣", death_date="2009-12-31")
    delivery = deliver(tmp_path / "in", persons=[wrong, person("Q-2")], parentages=[parentage("Q-2", "Q-LATER")])
    files = {file["file"]: file for file in answer(command("import", str(delivery), "--json"))["files"]}
    assert files["persons.csv"]["quarantined"] == files["parentages.csv"]["quarantined"] == 1

    listed = {row["feed"]: row for row in answer(command("quarantine", "list", "--json"))}
    assert listed.keys() == {"persons", "parentages"}
    assert (listed["persons"]["file"], listed["persons"]["line"]) == ("persons.csv", 2)
    assert listed["persons"]["reasons"][0]["code"] == "DATE_ORDER"
    assert listed["parentages"]["reasons"][0] == {
        "code": "REFERENCE_UNKNOWN",
        "column": "child_id",
        "valueClass": "text",
    }
    assert [row["feed"] for row in answer(command("quarantine", "list", "--feed", "persons", "--json"))] == ["persons"]
    waiting = answer(command("quarantine", "list", "--reason", "REFERENCE_UNKNOWN", "--json"))
    assert [row["feed"] for row in waiting] == ["parentages"]
    assert len(answer(command("quarantine", "list", "--limit", "1", "--json"))) == 1
    table = command("quarantine", "list").stdout
    assert "DATE_ORDER" in table and "REFERENCE_UNKNOWN" in table
    assert "秘而不宣" not in table and "Q-LATER" not in table

    out = tmp_path / "out"
    assert answer(command("quarantine", "export", str(out), "--json")) == {"rows": 2}
    assert {path.name: path.stat().st_mode & 0o777 for path in out.iterdir()} == {
        "persons.csv": 0o600,
        "parentages.csv": 0o600,
    }
    text = (out / "persons.csv").read_text("utf-8-sig")
    assert "秘而不宣" in text and "DATE_ORDER birth_date,death_date" in text

    assert answer(command("quarantine", "retry", "--json")) == {"landed": 0}
    born = "CREATE (:Person {id: 'Q-LATER', birthDate: date('2015-01-01')})"
    module_graph.write(Statement("test", born, "", MappingProxyType({}), ""))
    assert answer(command("quarantine", "retry", "--json")) == {"landed": 1}
    assert command("quarantine", "retry").stdout.startswith("0 ")

    (out / "persons.csv").write_text(text.replace("2009-12-31", ""), "utf-8")
    (out / "parentages.csv").unlink()
    assert answer(command("import", str(out), "--json"))["resolved"] == 1
    assert answer(command("quarantine", "list", "--json")) == []
    assert command("quarantine", "list").stdout.strip()


def test_a_county_is_made_anew_and_never_over_another(command: Command, tmp_path: Path) -> None:
    made = answer(command("generate", str(tmp_path / "a"), "--persons", "500", "--seed", "3", "--json"))
    assert made["files"]["persons"] >= 500
    command("generate", str(tmp_path / "b"), "--persons", "500", "--seed", "3")
    for file in (f"{name}.csv" for name in made["files"]):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    command("generate", str(tmp_path / "a"), "--persons", "500", exit_code=1)


def test_migrations_are_there_already(command: Command) -> None:
    assert answer(command("migrate", "--json")) == {"applied": []}
    assert command("migrate").stdout.strip()


def test_the_doctor_says_what_is_wrong_by_its_exit_code_too(command: Command) -> None:
    assert {check["status"] for check in answer(command("doctor", "--json"))} == {"ok"}
    assert command("doctor", "--quiet").stdout == ""
    sick = answer(command("doctor", "--json", exit_code=1, GRAPH_SERVICE_MINIMUM_FREE_DISK=str(1 << 40)))
    assert {check["name"] for check in sick if check["status"] == "problem"} == {"disk"}
    problems = command("doctor", "--quiet", exit_code=1, GRAPH_SERVICE_MINIMUM_FREE_DISK=str(1 << 40)).stdout
    assert "disk" in problems and "python" not in problems
    assert "SETTINGS_INVALID" in command("doctor", exit_code=1, GRAPH_SERVICE_BOLT_PORT="x").stderr


def processes_of(home: Path) -> list[str]:
    """Command lines of the processes that were told of this home, by argument or environment."""
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:  # ended in the meantime, or somebody else's
            continue
        if os.fsencode(home) in told:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200])
    return found


def pressed_at(moment: str, home: Path) -> tuple[int, str]:
    """Starts the demo at a terminal and presses Ctrl-C when it has said something; exit code and all that it said."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [*PROGRAM, "demo", "--persons", "500"], environment(home, TERM="xterm"))
    said, pressed = b"", False
    deadline = time.monotonic() + 120
    try:
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.1)[0]:
                with suppress(OSError):  # the other end was closed
                    said += os.read(terminal, 65536)
            if not pressed and moment.encode() in said:
                assert any("java" in each for each in processes_of(home))
                os.write(terminal, b"\x03")
                pressed = True
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                child = 0
                return os.waitstatus_to_exitcode(status), said.decode(errors="replace")
        raise AssertionError(said.decode(errors="replace")[-2000:])
    finally:
        os.close(terminal)
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="every process can be seen on Linux only")
@pytest.mark.parametrize("moment", ["persons.csv", "Ctrl-C"])
def test_ctrl_c_at_a_terminal_ends_the_demo_and_everything_that_it_started(tmp_path: Path, moment: str) -> None:
    """In the middle of the import, and when the report stands and the database waits."""
    home = tmp_path / "home"
    if moment == "Ctrl-C":  # a graph into which something was imported is shown as it is
        import_folder(settings_for(home), deliver(tmp_path / "in", persons=[person("A")]))
    code, said = pressed_at(moment, home)
    assert code == 130, said
    assert "Traceback" not in said
    assert processes_of(home) == []


def test_commands_that_draw_nothing_do_not_load_networkx() -> None:
    program = "import graph_service.cli, sys; sys.exit('networkx' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
