"""Whoever changes the audit log is found out, what was acknowledged is there, and those who write it take turns."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from graph_service.audit import log as audit_log
from graph_service.audit.log import AuditLog
from graph_service.audit.verifying import export, verify
from graph_service.errors import ErrorCode, ServiceError
from tests.extent import drawn

MANY = drawn(12, 1000)
"""How many entries every byte is flipped of; `make test-security` has 1,000."""


def entry(number: int) -> bytes:
    return orjson.dumps({"at": "2026-11-28T08:00:00.000000+00:00", "subject": f"officer-{number}", "role": "OFFICER"})


def written(folder: Path, entries: int, file_bytes: int = 64 << 20) -> Path:
    log = AuditLog(folder, file_bytes)
    for number in range(entries):
        log.write(entry(number)).result(20)
    log.close()
    return folder


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.log"))


def code_of(open_it: object) -> ErrorCode:
    with pytest.raises(ServiceError) as caught:
        open_it()  # type: ignore[operator]
    return caught.value.code


def test_the_chain_as_another_reader_computes_it(tmp_path: Path) -> None:
    """By the words of the module alone: hash of the hash before, a blank, and the body; an Ed25519 signature."""
    folder = written(tmp_path / "log", 5)
    head = "0" * 64
    for number, line in enumerate(files_of(folder)[0].read_text().splitlines(), 1):
        digest, body = line.split(" ", 1)
        assert digest == hashlib.sha256(f"{head} {body}".encode()).hexdigest()
        assert json.loads(body)["n"] == number
        head = digest
    signature, body = (folder / "checkpoints").read_text().splitlines()[-1].split(" ", 1)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex((folder / "signing.pub").read_text()))
    key.verify(bytes.fromhex(signature), b"graph-service audit checkpoint\n" + body.encode())
    assert (json.loads(body)["entries"], json.loads(body)["head"]) == (5, head)


def test_every_byte_that_is_changed_is_found(tmp_path: Path) -> None:
    """In the lines and in the checkpoints: each byte in turn, one bit of it."""
    folder = written(tmp_path / "log", MANY)
    assert verify(folder).findings == []
    rng = random.Random(7)
    for file in (files_of(folder)[0], folder / "checkpoints"):
        whole = file.read_bytes()
        with file.open("r+b", buffering=0) as opened:
            for place, byte in enumerate(whole):
                opened.seek(place)
                opened.write(bytes([byte ^ (1 << rng.randrange(8))]))
                assert verify(folder).findings, f"byte {place} of {file.name}"
                opened.seek(place)
                opened.write(bytes([byte]))
    assert verify(folder).findings == []


@pytest.mark.parametrize("tamper", ["drop", "swap", "repeat", "insert", "first", "cut", "empty", "file", "renamed"])
def test_lines_that_are_dropped_moved_or_added_are_found(tmp_path: Path, tamper: str) -> None:
    folder = written(tmp_path / "log", 30, file_bytes=1_500)
    file, *others = files_of(folder)
    assert others
    lines = file.read_bytes().splitlines(keepends=True)
    match tamper:
        case "drop":
            lines.pop(2)
        case "swap":
            lines[1], lines[2] = lines[2], lines[1]
        case "repeat":
            lines.insert(2, lines[2])
        case "insert":
            lines.insert(2, b"%b %b\n" % (b"0" * 64, b'{"n":3,"role":"OFFICER"}'))
        case "first":
            lines.pop(0)
        case "cut":
            lines.pop()
        case "empty":
            lines.clear()
        case "file":
            others[0].unlink()
        case _:
            others[0].rename(folder / "000000000000999.log")
    file.write_bytes(b"".join(lines))
    assert verify(folder).findings


def rewritten(folder: Path, keep: int) -> None:
    """What somebody can do who has everything but the signing key: an earlier end, hashed properly."""
    file = files_of(folder)[0]
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:keep]))


def test_a_tail_that_is_cut_off_is_found_by_the_checkpoints(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 20)
    rewritten(folder, 12)
    assert [str(each.what) for each in verify(folder).findings] == ["The log is shorter than this checkpoint says."]
    assert code_of(lambda: AuditLog(folder)) == ErrorCode.AUDIT_BROKEN


def test_a_log_cut_with_its_checkpoints_is_found_by_those_that_were_kept(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 10)
    early = (folder / "checkpoints").read_bytes()
    shutil.copy(files_of(folder)[0], tmp_path / "early")
    written(folder, 10)
    export(folder, tmp_path / "kept")
    (folder / "checkpoints").write_bytes(early)
    shutil.copy(tmp_path / "early", files_of(folder)[0])
    assert verify(folder).findings == []  # nothing in the folder itself tells
    assert verify(folder, kept=tmp_path / "kept" / "checkpoints").findings


def test_a_log_written_anew_is_found_by_the_key_that_was_kept(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 5)
    export(folder, tmp_path / "kept")
    shutil.rmtree(folder)
    written(folder, 5)
    assert verify(folder).findings == []
    assert verify(folder, key=tmp_path / "kept" / "signing.pub").findings


def test_an_export_is_a_log_without_secrets(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 30, file_bytes=1_500)
    export(folder, tmp_path / "copy")
    assert verify(tmp_path / "copy") == verify(folder)
    assert not list((tmp_path / "copy").glob("*.key"))
    assert code_of(lambda: export(folder, tmp_path / "copy")) == ErrorCode.ARGUMENT_INVALID


def test_it_goes_on_where_it_ended(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 3)
    written(folder, 4, file_bytes=10)
    found = verify(folder)
    assert (found.entries, found.signed, found.findings) == (7, 7, [])


@pytest.mark.parametrize("torn", [b"x", b"0" * 64, b"\xff" * 300])
def test_a_line_that_was_not_acknowledged_is_taken_back_and_said_so(tmp_path: Path, torn: bytes) -> None:
    """The power went while it was written."""
    folder = written(tmp_path / "log", 3)
    with files_of(folder)[0].open("ab") as file:
        file.write(torn)
    assert verify(folder).findings
    AuditLog(folder).close()
    last = json.loads(files_of(folder)[0].read_bytes().splitlines()[-1][65:])
    assert (last["n"], last["event"], last["bytes"]) == (4, "RECOVERED", len(torn))
    assert verify(folder).findings == []


def test_many_at_once_are_numbered_without_a_gap(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log")
    with ThreadPoolExecutor(8) as threads:
        numbers = [each.result(60) for each in threads.map(log.write, map(entry, range(2_000)))]
    log.close()
    assert sorted(numbers) == list(range(1, 2_001))
    found = verify(tmp_path / "log")
    assert (found.entries, found.signed, found.findings) == (2_000, 2_000, [])
    assert code_of(lambda: log.write(entry(0)).result()) == ErrorCode.AUDIT_UNAVAILABLE


def test_who_stops_waiting_takes_no_entry_back(tmp_path: Path) -> None:
    """As when a client goes away: the next one is written all the same."""
    log = AuditLog(tmp_path / "audit")
    gone = [log.write(b'{"n":1}') for _ in range(50)]
    for each in gone:
        each.cancel()
    assert log.write(b'{"n":2}').result(10) == len(gone) + 1
    log.close()
    assert verify(tmp_path / "audit").entries == len(gone) + 1


ANOTHER = """
import sys
from pathlib import Path
from graph_service.audit.log import AuditLog
log = AuditLog(Path("log"), int(sys.argv[1]))
for number in range(int(sys.argv[2])):
    print(log.write(b'{"subject":"operator"}').result(20))
log.close()
"""


def another(where: Path, entries: int, file_bytes: int = 64 << 20) -> list[int]:
    """Another process writes as many entries into the log of a folder; their numbers."""
    command = [sys.executable, "-c", ANOTHER, str(file_bytes), str(entries)]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=True)
    return [int(line) for line in done.stdout.split()]


def test_processes_that_write_it_take_turns(tmp_path: Path) -> None:
    """A command beside a service: each goes on where the other has left the log, and nobody is refused."""
    log = AuditLog(tmp_path / "log")
    assert log.write(entry(1)).result(20) == 1
    assert another(tmp_path, 2) == [2, 3]
    assert log.write(entry(4)).result(20) == 4
    assert another(tmp_path, 1) == [5]
    log.close()
    found = verify(tmp_path / "log")
    assert (found.entries, found.signed, found.findings) == (5, 5, [])


def test_a_checkpoint_is_signed_once_whoever_signs_it(tmp_path: Path) -> None:
    """What another has signed already, with no entry of its own, is not signed again."""
    log = AuditLog(tmp_path / "log")
    log.write(entry(1)).result(20)
    assert another(tmp_path, 0) == []
    log.close()
    assert len((tmp_path / "log" / "checkpoints").read_bytes().splitlines()) == 1
    assert verify(tmp_path / "log").findings == []


def test_a_file_that_another_has_begun_is_gone_on_with(tmp_path: Path) -> None:
    """Also when it is still empty: the one before has not grown."""
    folder = tmp_path / "log"
    log = AuditLog(folder, 10)
    log.write(entry(1)).result(20)
    (folder / "000000000000002.log").touch(0o600)
    assert log.write(entry(2)).result(20) == 2
    one, other = AuditLog(folder, 300), AuditLog(folder, 300)
    numbers = [each.write(entry(9)).result(20) for _ in range(6) for each in (one, log, other)]
    assert numbers == list(range(3, 21))
    for each in (log, one, other):
        each.close()
    found = verify(folder)
    assert (found.entries, found.signed, found.findings) == (20, 20, [])
    assert len(files_of(folder)) > 5


def test_what_another_did_not_end_is_taken_back_and_said_so(tmp_path: Path) -> None:
    """It was killed within a line; whoever writes next says so, without a restart."""
    log = AuditLog(tmp_path / "log")
    log.write(entry(1)).result(20)
    with files_of(tmp_path / "log")[0].open("ab") as file:
        file.write(b"0" * 70)
    assert log.write(entry(3)).result(20) == 3
    log.close()
    assert json.loads(files_of(tmp_path / "log")[0].read_bytes().splitlines()[1][65:])["event"] == "RECOVERED"
    assert verify(tmp_path / "log").findings == []


def test_a_log_that_is_changed_while_it_is_open_gets_no_further_entries(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log")
    for number in range(3):
        log.write(entry(number)).result(20)
    rewritten(tmp_path / "log", 2)
    with files_of(tmp_path / "log")[0].open("ab") as file:
        file.write(b"%b {}\n" % (b"0" * 64))
    assert code_of(lambda: log.write(entry(4)).result(20)) == ErrorCode.AUDIT_UNAVAILABLE
    log.close()


def test_it_is_verified_while_it_is_written(tmp_path: Path) -> None:
    """What comes meanwhile is no finding."""
    log = AuditLog(tmp_path / "log", 20_000)
    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(lambda: [log.write(entry(n)).result(60) for n in range(200)]) for _ in range(4)]
        while not all(each.done() for each in writing):
            assert verify(tmp_path / "log").findings == []
    log.close()
    assert verify(tmp_path / "log").entries == 800


def test_a_disk_that_is_full_fails_the_entry_and_leaves_the_log_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(tmp_path / "log")
    log.write(entry(1)).result(20)
    real = os.write

    def half(file: int, text: bytes) -> int:
        real(file, bytes(text)[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(audit_log.os, "write", half)
        assert code_of(lambda: log.write(entry(2)).result(20)) == ErrorCode.AUDIT_UNAVAILABLE
    assert log.write(entry(3)).result(20) == 2
    log.close()
    assert verify(tmp_path / "log").findings == []


def test_a_disk_that_does_not_say_that_it_has_written_is_not_trusted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(tmp_path / "log")

    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(audit_log.os, "fdatasync", broken)
        assert code_of(lambda: log.write(entry(1)).result(20)) == ErrorCode.AUDIT_UNAVAILABLE
    assert code_of(lambda: log.write(entry(2)).result(20)) == ErrorCode.AUDIT_UNAVAILABLE
    log.close()


def test_an_acknowledged_entry_is_on_the_disk_before_anybody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real, allowed = os.fdatasync, threading.Event()

    def slow(file: int) -> None:
        allowed.wait(20)
        real(file)
        order.append("durable")

    monkeypatch.setattr(audit_log.os, "fdatasync", slow)
    log = AuditLog(tmp_path / "log")
    future = log.write(entry(1))
    future.add_done_callback(lambda _: order.append("told"))
    allowed.set()
    future.result(20)
    log.close()
    assert order[:2] == ["durable", "told"]


def test_keys_and_lines_are_their_owners_alone(tmp_path: Path) -> None:
    folder = written(tmp_path / "log", 1)
    assert not [file.name for file in folder.iterdir() if file.suffix != ".pub" and file.stat().st_mode & 0o077]
    (folder / "signing.key").chmod(0o640)
    assert code_of(lambda: AuditLog(folder)) == ErrorCode.AUDIT_UNAVAILABLE
