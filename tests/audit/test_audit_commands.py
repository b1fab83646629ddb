"""The audit log on the command line: where it was changed, who has seen whom, copies of it, and what operators did."""

import csv
import inspect
import io
import json
import os
import pwd
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from graph_service.access.policy import holder
from graph_service.audit import operators
from graph_service.audit.accesses import Decision, Enquiry, Pseudonyms, open_accesses
from graph_service.cli import app, audit_app, keys_app, quarantine_app, rules_app, subject_app
from graph_service.errors import ErrorCode

FILE = "000000000000001.log"
CHILD = "P0041541"
SEEN = (("officer-1", {CHILD, "P-2"}), ("officer-2", {"P-2"}), ("officer-1", set[str]()), ("officer-1", {CHILD}))


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of four entries, in the home of the commands."""
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(tmp_path))
    monkeypatch.setenv("GRAPH_SERVICE_LANGUAGE", "en")
    accesses = open_accesses(tmp_path)
    for number, (subject, met) in enumerate(SEEN):
        enquiry = Enquiry("0" * 64, "query", f"Number{number}", ("Query.child",))
        who = holder(subject, "COUNTY_OFFICER", division="990121")
        accesses.note(who, enquiry, met, (), Decision.ALLOWED).result(20)
    accesses.close()
    return tmp_path / "audit"


def run(*arguments: str, exit_code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["audit", *arguments])
    assert done.exit_code == exit_code, done.output
    return done


def rows(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("search", *arguments, "--format", "jsonl").stdout.splitlines()]


def swapped(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1], lines[3]]


@pytest.mark.parametrize(
    ("tamper", "place"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"officer-2", b"officer-9"), *lines[2:]], (FILE, 2)),
        (lambda lines: [lines[0], *lines[2:]], (FILE, 2)),
        (swapped, (FILE, 2)),
        (lambda lines: lines[:3], ("checkpoints", 1)),
        (lambda lines: [*lines[:3], lines[3][:40]], (FILE, 4)),
        (lambda lines: [*lines, lines[3]], (FILE, 5)),
    ],
    ids=["changed", "missing", "reordered", "cut", "cut within", "added"],
)
def test_verify_says_where_the_log_was_changed(
    log: Path, tamper: Callable[[list[bytes]], list[bytes]], place: tuple[str, int]
) -> None:
    sound = json.loads(run("verify", "--json").stdout)
    assert sound == {"entries": 4, "signed": 4, "findings": []}
    assert "4 entries follow each other" in run("verify").stdout
    file = log / FILE
    file.write_bytes(b"".join(tamper(file.read_bytes().splitlines(keepends=True))))
    first = json.loads(run("verify", "--json", exit_code=1).stdout)["findings"][0]
    assert (first["file"], first["line"]) == place
    table = " ".join(run("verify", exit_code=1).stdout.split())
    assert place[0] in table


def test_a_log_cut_with_its_checkpoints_is_found_by_those_that_were_exported(log: Path) -> None:
    kept = log.parent / "kept"
    assert json.loads(run("export", str(kept), "--json").stdout) == {"files": 3}
    assert not list(kept.glob("*.key"))
    assert json.loads(run("verify", str(kept), "--json").stdout)["entries"] == 4
    lines = (log / FILE).read_bytes().splitlines(keepends=True)
    (log / FILE).write_bytes(lines[0])
    (log / "checkpoints").unlink()
    run("verify")  # nothing in the folder itself tells
    found = json.loads(run("verify", "--checkpoints", str(kept / "checkpoints"), "--json", exit_code=1).stdout)
    assert found["findings"] == [
        {"file": "checkpoints", "line": 1, "what": "The log is shorter than this checkpoint says."}
    ]
    again = run("export", str(kept), "--json", exit_code=1)
    assert json.loads(again.stderr)["error"]["code"] == ErrorCode.ARGUMENT_INVALID


def test_who_has_seen_whom_is_found_in_three_forms(log: Path) -> None:
    assert [each["n"] for each in rows()] == [1, 2, 3, 4]
    assert [(each["n"], each["operation"]) for each in rows("--child", CHILD)] == [(1, "Number0"), (4, "Number3")]
    assert [each["n"] for each in rows("--subject", "officer-2")] == [2]
    assert rows("--child", CHILD, "--subject", "officer-2") == []
    day = rows()[0]["at"][:10]
    assert len(rows("--from", day, "--to", day)) == 4
    assert rows("--to", "2020-01-01") == rows("--from", "2999-01-01") == []
    first = rows()[0]
    assert (first["role"], first["scope"], first["rows"]) == ("COUNTY_OFFICER", "990121", 2)
    assert CHILD not in (log / FILE).read_text()
    key = bytes.fromhex((log / "pseudonym.key").read_text())
    assert first["persons"] == sorted(map(Pseudonyms(key).of, (CHILD, "P-2")))
    table = list(csv.DictReader(io.StringIO(run("search", "--format", "csv").stdout)))
    assert [(each["n"], each["subject"], each["rows"]) for each in table] == [
        (str(number), subject, str(len(met))) for number, (subject, met) in enumerate(SEEN, 1)
    ]
    assert "Number3" in run("search", "--child", CHILD).stdout


def test_a_copy_is_searched_with_the_key_that_stays_here(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = log.parent / "copy"
    run("export", str(copy))
    asked = ("--folder", str(copy), "--child", CHILD)
    assert [each["n"] for each in rows(*asked)] == [1, 4]
    monkeypatch.setenv("GRAPH_SERVICE_HOME", str(log.parent / "elsewhere"))
    error = json.loads(run("search", *asked, "--format", "jsonl", exit_code=1).stderr)["error"]
    assert error["code"] == ErrorCode.AUDIT_UNAVAILABLE
    assert not (log.parent / "elsewhere").exists()  # no new key, by which nobody would be found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("search", "--folder", "no-such-folder", "--format", "jsonl"), ErrorCode.AUDIT_UNAVAILABLE),
        (("search", "--from", "yesterday", "--format", "jsonl"), ErrorCode.DATE_INVALID),
        (("verify", "no-such-folder", "--json"), ErrorCode.AUDIT_UNAVAILABLE),
    ],
)
def test_what_cannot_be_read_is_said_with_a_code(log: Path, arguments: tuple[str, ...], code: ErrorCode) -> None:
    assert json.loads(run(*arguments, exit_code=1).stderr)["error"]["code"] == code


def test_an_operator_and_whom_they_named_are_noted_before_a_command(log: Path) -> None:
    operators.note_command(log.parent, "subject export", ["P-9"])
    (entry,) = rows("--child", "P-9")
    me = pwd.getpwuid(os.getuid()).pw_name
    assert (entry["n"], entry["subject"], entry["role"], entry["purpose"]) == (
        5,
        operators.operator(),
        "OPERATOR",
        "OPERATION",
    )
    assert (entry["kind"], entry["operation"], entry["decision"]) == ("command", "subject export", "BEGUN")
    assert (entry["scope"], entry["rows"], entry["fields"]) == (None, 1, [])
    assert operators.operator() == me or operators.LOGIN.exists()
    assert "P-9" not in (log / FILE).read_text()
    run("verify")


@pytest.mark.parametrize(
    ("login", "account"),
    [("0\n", 0), ("4294967295", os.getuid()), ("", os.getuid()), (None, os.getuid())],
    ids=["logged in", "nobody logged in", "unreadable", "another system"],
)
def test_an_operator_is_who_logged_in_also_behind_another_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: str | None, account: int
) -> None:
    file = tmp_path / "loginuid"
    if login is not None:
        file.write_text(login)
    monkeypatch.setattr(operators, "LOGIN", file)
    assert operators.operator() == pwd.getpwuid(account).pw_name
    file.write_text("123456789")
    assert operators.operator() == "123456789", "an account without a name"


@pytest.mark.parametrize(
    ("command", "made"), [(("keys", "new"), "keys.json"), (("token", "--role", "auditor"), "token.key")]
)
def test_no_key_and_no_token_is_made_that_is_not_noted(log: Path, command: tuple[str, ...], made: str) -> None:
    home = log.parent
    (log / "pseudonym.key").chmod(0o644)
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert ErrorCode.AUDIT_UNAVAILABLE in done.stderr
    assert not (home / made).exists()
    (log / "pseudonym.key").chmod(0o600)
    assert CliRunner().invoke(app, command).exit_code == 0
    assert (home / made).exists()
    last = rows()[-1]
    assert (last["kind"], " ".join(command).startswith(last["operation"])) == ("command", True)


UNNOTED = {
    *("doctor", "schema", "generate", "rules list", "rules show", "rules test"),
    *("audit verify", "audit search", "audit export"),
}
"""Commands that meet nobody who is in the graph; those that read the log must work when it is broken."""


def test_every_other_command_is_noted_by_its_own_name() -> None:
    groups = {"": app, "quarantine ": quarantine_app, "subject ": subject_app, "keys ": keys_app}
    groups |= {"rules ": rules_app, "audit ": audit_app}
    unnoted = set[str]()
    for group, commands in groups.items():
        for each in commands.registered_commands:
            assert each.callback
            name = group + (each.name or each.callback.__name__)
            source = inspect.getsource(each.callback)
            noted = set(re.findall(r"(?:_graph|note_command)\([\w.()]+, \"([\w -]+)\"", source))
            assert noted <= {name}
            if not noted:
                assert "_graph(" not in source, name
                unnoted.add(name)
    assert unnoted == UNNOTED
