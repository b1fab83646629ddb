"""The three scripts, run as their users run them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service_at_work import ServiceAtWork

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = "2026-11-01"


def run(village: ServiceAtWork, user: str, script: str, *arguments: str, **changes: str) -> tuple[int, str, str]:
    """Exit code, output and messages."""
    environment = {
        **os.environ,
        "GRAPH_SERVICE_URL": village.url,
        "GRAPH_SERVICE_TOKEN": village.tokens[user],
        "COLUMNS": "200",
        **changes,
    }
    command = [sys.executable, str(EXAMPLES / script), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, done.stdout, done.stderr


def test_an_officers_morning(village: ServiceAtWork) -> None:
    code, out, err = run(village, "officer", "officer_morning.py", "--as-of", DAY)
    assert (code, err) == (0, "")
    without, ending = out.split("Entrusted care that ends by 2026-12-01")
    for child in ("韩子墨", "张浩然", "何佳怡", "徐文静", "刘俊杰", "马文涛", "郭子豪"):
        assert child in without
    assert "陈子轩" not in without, "both his parents are able"
    for reason in ("张伟明: away", "石桥镇未成年人保护站: closed", "nobody is recorded", "CIR-009 PUBLIC_SECURITY"):
        assert reason in without
    assert "Minor Protection Law, art. 22" in without
    for word in ("赵淑珍", "2026-12-01", "赵雪琴", "2026-11-10", "a written agreement", "赵雪梅 in 东莞市"):
        assert word in ending
    assert "周立新" not in ending, "nobody has said when his care ends"


def test_a_morning_looks_only_as_far_as_it_is_told(village: ServiceAtWork) -> None:
    for days, soon in (("29", False), ("30", True)):
        _, out, _ = run(village, "officer", "officer_morning.py", "--as-of", DAY, "--days", days)
        assert ("赵淑珍" in out) == soon, "her care ends on 1 December"


def test_a_visit_is_recorded_once_however_often_the_script_is_run(village: ServiceAtWork) -> None:
    visit = ("--as-of", "2026-10-31", "--visited", "LI-DAUGHTER", "--worker", "WRK-SUPERVISOR")
    said = [run(village, "officer", "officer_morning.py", *visit)[1] for _ in range(2)]
    assert "The visit is recorded: " in said[0]
    assert "The visit is recorded already: " in said[1]
    assert said[0].split(": ")[1] == said[1].split(": ")[1]


def test_what_is_wrong_with_a_visit_is_told_by_field(village: ServiceAtWork) -> None:
    _, out, _ = run(village, "officer", "officer_morning.py", "--as-of", DAY, "--visited", "NOBODY")
    assert "person REFERENCE_UNKNOWN" in out
    _, out, _ = run(village, "officer", "officer_morning.py", "--as-of", DAY, "--visited", "SONG-MOTHER")
    assert "The visit is recorded" in out
    assert "ACT_AFTER_DEATH" in out


def test_a_liaisons_roll(village: ServiceAtWork) -> None:
    code, out, err = run(village, "liaison", "liaison_roll.py", "--as-of", DAY)
    assert (code, err) == (0, "")
    assert "石桥镇中心小学" in out
    assert "11 of 11 students" in out
    assert "张浩然" not in out, "he goes to another school"
    _, out, _ = run(village, "liaison", "liaison_roll.py", "--as-of", DAY, "--concern")
    assert "5 of 11 students" in out
    assert "马文涛" in out
    assert "马文慧" not in out, "her mother looks after her"
    assert "马晓红" not in out, "families are not for a liaison"


def test_an_auditors_trail(village: ServiceAtWork) -> None:
    then = ("--as-of", "2026-10-20", "--known-at", "2026-10-27T23:59:59+08:00")
    code, out, err = run(village, "auditor", "auditor_trail.py", "YANG-DAUGHTER", *then)
    assert (code, err) == (0, "")
    for word in (
        "杨某某 (Child:YANG-DAUGHTER) on 2026-10-20: NONE",
        "Person PER-022 (PUBLIC_SECURITY, 2026-10-28)",
        "IN_CIRCUMSTANCE CIR-003 (COURT, 2026-01-05)",
        "known at 2026-10-27 23:59",
        "effective-guardianship",
        "Open doubts",
        "withdrawals.csv",
    ):
        assert word in out
    assert "杨梦瑶" not in out, "names are masked for an auditor"
    (grade,) = (line for line in out.splitlines() if line.startswith("│ grade"))
    assert grade.split("│")[2:4] == [f" {'EFFECTIVE':25} ", f" {'NONE':16} "]


def test_a_child_that_is_not_there_ends_the_trail(village: ServiceAtWork) -> None:
    code, out, _ = run(village, "auditor", "auditor_trail.py", "NOBODY")
    assert code == 1
    assert "There is no child of this id on the day." in out


@pytest.mark.parametrize(
    ("user", "script", "told"),
    [
        ("liaison", "officer_morning.py", "This token is for no division"),
        ("officer", "liaison_roll.py", "This token is for no school"),
    ],
)
def test_a_token_of_another_role_is_told(village: ServiceAtWork, user: str, script: str, told: str) -> None:
    code, out, _ = run(village, user, script)
    assert code == 1
    assert told in out


@pytest.mark.parametrize("script", ["officer_morning.py", "liaison_roll.py"])
def test_errors_are_told_by_their_code(village: ServiceAtWork, script: str) -> None:
    code, out, err = run(village, "officer", script, GRAPH_SERVICE_TOKEN="canary")
    assert (code, out) == (1, "")
    assert err.startswith("UNAUTHENTICATED")
    assert "graph-service token" in err
    assert "canary" not in err
    code, _, err = run(village, "officer", script, GRAPH_SERVICE_URL="http://127.0.0.1:9")
    assert code == 1
    assert err.startswith("UNREACHABLE")
