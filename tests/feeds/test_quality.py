"""Soft checks: each finds what it should and leaves alone what is just on the other side of its line."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from deliveries import deliver
from hypothesis import given
from hypothesis import strategies as st

from graph_service.feeds.importing import import_into
from graph_service.feeds.quality import Finding, Standing, changes, checks, refresh
from graph_service.feeds.validation import RowFinding
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement

RECORDED = "2026-01-05T09:00:00Z"
FIRST, SECOND, THIRD = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3))
HERE, ELSEWHERE, NOWHERE = "990101001001", "440305000000", "990199009009"

Rows = Mapping[str, list[dict[str, str]]]


def land(graph: Graph, folder: Path, rows: Rows, at: datetime) -> None:
    """Imports rows by feed; every one of them has to land."""
    summary = import_into(graph, deliver(folder, **rows), recorded_at=at)
    assert {(report.quarantined, report.error) for report in summary.files} == {(0, None)}


def findings(graph: Graph) -> dict[str, Standing]:
    """Every finding in the graph, mended ones too."""
    records = graph.read(statement("commands/findings_standing"), ids=[], first_id="")
    return {key: Standing(open_, tuple(about), tuple(details)) for key, open_, about, details in map(list, records)}


def open_findings(graph: Graph) -> dict[str, tuple[str, ...]]:
    """What the open ones rest on, by id."""
    return {key: standing.records for key, standing in findings(graph).items() if standing.open}


def person(key: str, born: str, **more: str) -> dict[str, str]:
    return {"person_id": key, "name": key, "sex": "1", "birth_date": born, "recorded_at": RECORDED, **more}


def fact(record: str, **columns: str) -> dict[str, str]:
    """A row whose column names end in an underscore where Python keeps the word for itself."""
    named = {name.rstrip("_"): value for name, value in columns.items()}
    return {"record_id": record, "recorded_at": RECORDED, **named}


def people(born: Mapping[str, str]) -> list[dict[str, str]]:
    return [person(key, day) for key, day in born.items()]


def parentage(record: str, parent: str, child: str, kind: str = "BIOLOGICAL", **more: str) -> dict[str, str]:
    return fact(record, parent_id=parent, child_id=child, kind=kind, **more)


def id_number(born: str, order: int) -> str:
    body = f"990101{born.replace('-', '')}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


LISTED = [{"code": HERE, "name": "柳湾村"}, {"code": ELSEWHERE, "name": "南山区"}]

PARENT_TOO_YOUNG: Rows = {
    "persons": people(
        {
            "P-EXACT": "1990-05-01",
            "C-EXACT": "2002-05-01",
            "P-DAY-SHORT": "1990-05-02",
            "C-DAY-SHORT": "2002-05-01",
            # The twelfth birthday of somebody born on 29 February 1888 fell into a common year: it was 1 March 1900.
            "P-LEAP": "1888-02-29",
            "C-LEAP-SHORT": "1900-02-28",
            "C-LEAP-EXACT": "1900-03-01",
        }
    ),
    "parentages": [
        parentage("Y-1", "P-EXACT", "C-EXACT"),
        parentage("Y-2", "P-DAY-SHORT", "C-DAY-SHORT", "ADOPTIVE"),
        parentage("Y-3", "P-LEAP", "C-LEAP-SHORT"),
        parentage("Y-4", "P-LEAP", "C-LEAP-EXACT"),
    ],
}
TOO_YOUNG = {
    "PARENT_TOO_YOUNG|Person|C-DAY-SHORT": ("Y-2",),
    "PARENT_TOO_YOUNG|Person|C-LEAP-SHORT": ("Y-3",),
}

PARENTS_MORE_THAN_TWO: Rows = {
    "persons": people(
        dict.fromkeys(["F", "M", "X"], "1980-01-01")
        | dict.fromkeys(["THREE", "IN-TURN", "ADOPTED", "TWICE", "ONE-DAY"], "2010-01-01")
    ),
    "parentages": [
        *(parentage(f"T-{one}", one, "THREE") for one in "FMX"),
        *(parentage(f"I-{one}", one, "IN-TURN") for one in "FM"),
        parentage("I-X", "X", "IN-TURN", from_="2015-01-01"),
        *(parentage(f"A-{one}", one, "ADOPTED") for one in "FM"),
        parentage("A-X", "X", "ADOPTED", "ADOPTIVE"),
        *(parentage(f"W-{one}-{again}", one, "TWICE") for one in "FM" for again in "12"),
        parentage("O-F", "F", "ONE-DAY"),
        parentage("O-M", "M", "ONE-DAY", to="2015-01-02"),
        parentage("O-X", "X", "ONE-DAY", from_="2015-01-01"),
    ],
}
PARENTS_MORE_THAN_TWO["parentages"][4]["to"] = "2015-01-01"
MORE_THAN_TWO = {
    "PARENTS_MORE_THAN_TWO|Person|THREE": ("T-F", "T-M", "T-X"),
    "PARENTS_MORE_THAN_TWO|Person|ONE-DAY": ("O-F", "O-M", "O-X"),
}

ACT_AFTER_DEATH: Rows = {
    "divisions": LISTED,
    "persons": [
        *(
            person(key, "1980-01-01", death_date="2020-06-01")
            for key in (
                "D-SAME-DAY",
                "D-NEXT-DAY",
                "D-FATHER",
                "D-ADOPTER",
                "D-REVOKED",
                "D-CALLED",
                "D-VISITED",
                "D-OPEN",
            )
        ),
        *people({"D-CHILD": "2020-10-01", "D-ADOPTED": "2015-01-01"}),
    ],
    "schools": [{"school_id": "S-1", "name": "石桥小学", "division": HERE}],
    "workers": [{"worker_id": "W-1", "name": "儿童主任", "role": "CHILD_DIRECTOR", "division": HERE}],
    "parentages": [
        parentage("D-1", "D-FATHER", "D-CHILD", from_="2020-10-01"),
        parentage("D-2", "D-ADOPTER", "D-ADOPTED", "ADOPTIVE", from_="2020-10-01"),
    ],
    "revocations": [
        fact("D-3", guardian_id="D-REVOKED", child_id="D-ADOPTED", kind="REVOKED", from_="2020-10-01"),
    ],
    "absences": [
        fact(
            "D-4", person_id="D-CALLED", destination_division=ELSEWHERE, from_="2019-01-01", last_contact="2020-06-02"
        ),
    ],
    "enrolments": [
        fact("D-5", person_id="D-SAME-DAY", school_id="S-1", stage="ADULT", status="ENROLLED", from_="2020-06-01"),
        fact("D-6", person_id="D-NEXT-DAY", school_id="S-1", stage="ADULT", status="ENROLLED", from_="2020-06-02"),
        fact("D-7", person_id="D-OPEN", school_id="S-1", stage="ADULT", status="ENROLLED"),
    ],
    "visits": [fact("D-8", worker_id="W-1", person_id="D-VISITED", date="2020-06-02")],
}
AFTER_DEATH = {
    "ACT_AFTER_DEATH|Person|D-ADOPTER": ("D-2",),
    "ACT_AFTER_DEATH|Person|D-CALLED": ("D-4",),
    "ACT_AFTER_DEATH|Person|D-NEXT-DAY": ("D-6",),
    "ACT_AFTER_DEATH|Person|D-VISITED": ("D-8",),
}

TWICE_AT_A_TIME: Rows = {
    "divisions": LISTED,
    "persons": people(
        dict.fromkeys(["E-TOUCH", "E-OVERLAP", "E-LEFT", "H-TOUCH", "H-OVERLAP", "H-SAME"], "2012-01-01")
    ),
    "schools": [{"school_id": "S-1", "name": "石桥小学", "division": HERE}],
    "households": [{"household_id": key, "division": HERE} for key in ("H-1", "H-2")],
    "enrolments": [
        fact(f"{who}-{place}", person_id=who, school_id="S-1", stage="PRIMARY", status=status, from_=begin, to=end)
        for who, place, status, begin, end in (
            ("E-TOUCH", 1, "ENROLLED", "2018-09-01", "2020-01-01"),
            ("E-TOUCH", 2, "ENROLLED", "2020-01-01", ""),
            ("E-OVERLAP", 1, "ENROLLED", "2018-09-01", "2020-01-02"),
            ("E-OVERLAP", 2, "ENROLLED", "2020-01-01", ""),
            ("E-LEFT", 1, "TRANSFERRED", "2018-09-01", ""),
            ("E-LEFT", 2, "ENROLLED", "2020-01-01", ""),
        )
    ],
    "household_members": [
        fact(f"{who}-{place}", household_id=household, person_id=who, from_=begin, to=end)
        for who, place, household, begin, end in (
            ("H-TOUCH", 1, "H-1", "", "2020-01-01"),
            ("H-TOUCH", 2, "H-2", "2020-01-01", ""),
            ("H-OVERLAP", 1, "H-1", "", "2020-01-02"),
            ("H-OVERLAP", 2, "H-2", "2020-01-01", ""),
            ("H-SAME", 1, "H-1", "", ""),
            ("H-SAME", 2, "H-1", "2020-01-01", ""),
        )
    ],
}
TWICE = {
    "ENROLMENTS_OVERLAP|Person|E-OVERLAP": ("E-OVERLAP-1", "E-OVERLAP-2"),
    "HOUSEHOLDS_OVERLAP|Person|H-OVERLAP": ("H-OVERLAP-1", "H-OVERLAP-2"),
}

GUARDIAN_MINOR: Rows = {
    "persons": people(
        {
            "G-18": "2002-03-01",
            "G-17": "2002-03-02",
            "G-SELF-16": "2004-03-01",
            "G-SELF-15": "2004-03-02",
            "G-SELF-ENDED": "2004-03-01",
            "G-RECORDED-17": "2008-01-06",
            "G-RECORDED-18": "2008-01-05",
            "G-ENDED-17": "2002-03-01",
            "G-ENDED-18": "2002-02-28",
            "WARD": "2015-01-01",
        }
    ),
    "circumstances": [
        fact("C-1", person_id="G-SELF-16", kind="SELF_SUPPORTING", from_="2020-01-01"),
        fact("C-2", person_id="G-SELF-15", kind="SELF_SUPPORTING", from_="2020-01-01"),
        fact("C-3", person_id="G-SELF-ENDED", kind="SELF_SUPPORTING", from_="2020-01-01", to="2020-03-01"),
    ],
    "guardianships": [
        fact(f"of-{who}", guardian_id=who, child_id="WARD", basis="COURT", from_=begin, to=end)
        for who, begin, end in (
            *((who, "2020-03-01", "") for who in ("G-18", "G-17", "G-SELF-16", "G-SELF-15", "G-SELF-ENDED")),
            # Nobody knows since when: on the day on which it was recorded, or on its last one, it held.
            ("G-RECORDED-17", "", ""),
            ("G-RECORDED-18", "", ""),
            ("G-ENDED-17", "", "2020-03-01"),
            ("G-ENDED-18", "", "2020-03-01"),
        )
    ],
}
MINORS = {
    f"GUARDIAN_MINOR|Person|{who}": (f"of-{who}",)
    for who in ("G-17", "G-SELF-15", "G-SELF-ENDED", "G-RECORDED-17", "G-ENDED-17")
}

DIVISION_UNKNOWN: Rows = {
    "divisions": LISTED,
    "persons": [
        person("V-NONE", "1990-01-01"),
        person("V-BOTH", "1990-01-01", registration_division=HERE, residence_division=ELSEWHERE),
        person("V-HOME", "1990-01-01", registration_division=HERE, residence_division=NOWHERE),
        person("V-PAPERS", "1990-01-01", registration_division=NOWHERE),
    ],
    "households": [{"household_id": "V-H1", "division": HERE}, {"household_id": "V-H2", "division": NOWHERE}],
    "schools": [{"school_id": "V-S", "name": "无名小学", "division": NOWHERE}],
    "organisations": [{"organisation_id": "V-O", "name": "无名机构", "kind": "CHARITY", "division": NOWHERE}],
    "workers": [{"worker_id": "V-W", "name": "督导员", "role": "CHILD_SUPERVISOR", "division": NOWHERE}],
    "absences": [
        fact(f"V-{place}", person_id="V-NONE", destination_division=code, from_="2020-01-01", to="2021-01-01")
        for place, code in enumerate((ELSEWHERE, "110101000000"))
    ],
}
UNKNOWN = {
    f"DIVISION_UNKNOWN|{label}|{key}": ()
    for label, key in (
        ("Person", "V-HOME"),
        ("Person", "V-PAPERS"),
        ("Household", "V-H2"),
        ("School", "V-S"),
        ("Organisation", "V-O"),
        ("Worker", "V-W"),
        ("Division", "110101000000"),
    )
}

ID_NUMBERS: Rows = {
    "persons": [
        person("N-NONE", "1990-05-01"),
        person("N-RIGHT", "1990-05-01", id_number=id_number("1990-05-01", 11)),
        person("N-CHECK", "1990-05-01", id_number=id_number("1990-05-01", 11)[:17] + "A"),
        person("N-BIRTH", "1990-05-01", id_number=id_number("1990-05-02", 11)),
        person("N-SEX", "1990-05-01", id_number=id_number("1990-05-01", 12)),
    ]
}
NUMBERS = {
    "ID_NUMBER_INVALID|Person|N-CHECK": (),
    "ID_NUMBER_DISAGREES|Person|N-BIRTH": (),
    "ID_NUMBER_DISAGREES|Person|N-SEX": (),
}

WORLDS = [
    (PARENT_TOO_YOUNG, TOO_YOUNG),
    (PARENTS_MORE_THAN_TWO, MORE_THAN_TWO),
    (ACT_AFTER_DEATH, AFTER_DEATH),
    (TWICE_AT_A_TIME, TWICE),
    (GUARDIAN_MINOR, MINORS),
    (DIVISION_UNKNOWN, UNKNOWN),
    (ID_NUMBERS, NUMBERS),
]


def together(worlds: Iterable[Rows]) -> Rows:
    """All rows of some worlds as one delivery; what two of them share is there once."""
    rows: dict[str, list[dict[str, str]]] = {}
    for world in worlds:
        for feed, entries in world.items():
            mine = rows.setdefault(feed, [])
            mine.extend(entry for entry in entries if entry not in mine)
    return rows


def test_each_check_finds_what_it_should_and_nothing_beside(empty_graph: Graph, tmp_path: Path) -> None:
    land(empty_graph, tmp_path / "first", together(rows for rows, _ in WORLDS), FIRST)
    expected = {key: records for _, found in WORLDS for key, records in found.items()}
    assert open_findings(empty_graph) == expected
    assert {key.split("|")[0] for key in expected} == set(checks())
    details = {key: standing.details for key, standing in findings(empty_graph).items()}
    assert details["DIVISION_UNKNOWN|Person|V-HOME"] == ("residenceDivision",)
    assert details["DIVISION_UNKNOWN|Person|V-PAPERS"] == ("registrationDivision",)
    assert details["ACT_AFTER_DEATH|Person|D-VISITED"] == ("VISITED",)

    again = refresh(empty_graph, None, SECOND)
    some = refresh(empty_graph, [row["person_id"] for rows, _ in WORLDS for row in rows["persons"]], SECOND)
    assert (again.recorded, again.resolved, some.recorded, some.resolved) == (0, 0, 0, 0)


def test_a_mended_finding_is_resolved_and_one_that_comes_back_is_open_again(empty_graph: Graph, tmp_path: Path) -> None:
    overlap = {feed: rows for feed, rows in TWICE_AT_A_TIME.items() if feed != "household_members"}
    key = "ENROLMENTS_OVERLAP|Person|E-OVERLAP"

    def corrected(end: str, recorded: str) -> Rows:
        row = dict(TWICE_AT_A_TIME["enrolments"][2], to=end, recorded_at=recorded)
        return {"enrolments": [row]}

    land(empty_graph, tmp_path / "first", overlap, FIRST)
    assert open_findings(empty_graph) == {key: ("E-OVERLAP-1", "E-OVERLAP-2")}
    land(empty_graph, tmp_path / "second", corrected("2020-01-01", "2026-02-01T00:00:00Z"), SECOND)
    assert findings(empty_graph) == {key: Standing(False, ("E-OVERLAP-1", "E-OVERLAP-2"), ())}
    land(empty_graph, tmp_path / "third", corrected("2020-02-01", "2026-03-01T00:00:00Z"), THIRD)
    assert open_findings(empty_graph) == {key: ("E-OVERLAP-1", "E-OVERLAP-2")}


def test_without_a_list_of_divisions_none_is_unknown(empty_graph: Graph, tmp_path: Path) -> None:
    rows = {feed: entries for feed, entries in DIVISION_UNKNOWN.items() if feed != "divisions"}
    land(empty_graph, tmp_path / "first", rows, FIRST)
    assert findings(empty_graph) == {}
    land(empty_graph, tmp_path / "second", {"divisions": LISTED}, SECOND)
    assert open_findings(empty_graph) == UNKNOWN


def test_every_row_check_of_validation_is_described() -> None:
    described = {code for code, check in checks().items() if check.statement is None}
    assert described == set(RowFinding)
    for check in checks().values():
        assert check.title.keys() == check.basis.keys() == {"en", "zh"}


_entities = st.sampled_from(["A", "B", "C"])
_records = st.lists(st.sampled_from(["1", "2"]), unique=True).map(sorted).map(tuple)
_found = st.dictionaries(_entities, _records).map(
    lambda found: {
        finding.id: finding for finding in (Finding("CODE", "Person", who, about) for who, about in found.items())
    }
)
_standing = st.dictionaries(
    _entities.map(lambda who: f"CODE|Person|{who}"), st.builds(Standing, st.booleans(), _records, st.just(()))
)


@given(_found, _standing)
def test_after_the_changes_the_graph_says_what_was_found(
    found: dict[str, Finding], standing: dict[str, Standing]
) -> None:
    to_record, to_resolve = changes(found, standing)
    after = dict(standing)
    after |= {finding.id: Standing(True, finding.records, finding.details) for finding in to_record}
    after |= {key: Standing(False, after[key].records, after[key].details) for key in to_resolve}
    assert {key: state.records for key, state in after.items() if state.open} == {
        key: finding.records for key, finding in found.items()
    }
    assert after.keys() == found.keys() | standing.keys()
    assert changes(found, after) == ([], [])
    assert all(standing[key].open for key in to_resolve)


@pytest.mark.parametrize("scope", [[], set[str]()])
def test_nobody_touched_is_nothing_to_do(graph: Graph, scope: list[str] | set[str]) -> None:
    assert refresh(graph, scope, FIRST).recorded == 0
