"""A plain reading of a generated county: what feeds.md says of every row, and simple facts about people.

Shares no code with the generator; slow and simple on purpose.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

Row = dict[str, str]

# feeds.md: required columns, then references as column -> file whose first column it names.
REQUIRED = {
    "divisions": "code name",
    "persons": "person_id name sex birth_date",
    "households": "household_id division",
    "schools": "school_id name division",
    "organisations": "organisation_id name kind division",
    "workers": "worker_id name role division",
    "household_members": "household_id person_id",
    "parentages": "parent_id child_id kind",
    "marriages": "person_id spouse_id",
    "guardianships": "guardian_id child_id basis",
    "revocations": "guardian_id child_id kind from",
    "entrusted_care": "carer_id child_id from",
    "circumstances": "person_id kind",
    "disabilities": "person_id type grade",
    "absences": "person_id destination_division from",
    "enrolments": "person_id school_id stage status",
    "attendance": "person_id school_id month days_absent",
    "placements": "person_id organisation_id kind from",
    "benefits": "programme from",
    "services": "person_id line date",
    "support_ties": "person_id supporter_id kind",
    "visits": "worker_id person_id date",
    "withdrawals": "record_id recorded_at",
}
THINGS = ("divisions", "persons", "households", "schools", "organisations", "workers")
PERSONS = ("parent_id", "child_id", "person_id", "spouse_id", "carer_id", "toward_child_id", "head_id")
REFERENCES = {
    **dict.fromkeys(PERSONS, ("persons",)),
    "guardian_id": ("persons", "organisations"),
    "supporter_id": ("persons", "workers"),
    "household_id": ("households",),
    "school_id": ("schools",),
    "organisation_id": ("organisations",),
    "worker_id": ("workers",),
}
DATES = ("from", "to", "date", "birth_date", "death_date", "last_contact")
NUMBERS = (
    "monthly_income_per_head",
    "capacity",
    "term_months",
    "days_absent",
    "school_days",
    "monthly_amount",
    "strength",
)
CODES = {
    ("persons", "sex"): "0 1 2 9",
    ("persons", "registration_type"): "RURAL URBAN",
    ("parentages", "kind"): "BIOLOGICAL ADOPTIVE STEP",
    (
        "guardianships",
        "basis",
    ): "TESTAMENT AGREEMENT DESIGNATION COURT TEMPORARY CIVIL_AFFAIRS VILLAGE_COMMITTEE STATUTORY",
    ("revocations", "kind"): "REVOKED SUSPENDED",
    ("circumstances", "kind"): (
        "IMPRISONED COMPULSORY_REHABILITATION OTHER_DETENTION OUT_OF_CONTACT DECLARED_MISSING DEPORTED NO_CAPACITY "
        "LIMITED_CAPACITY SERIOUS_ILLNESS MENTAL_DISORDER NEGLECT ABUSE ABANDONMENT REFUSES_DUTY BARRED_CARER "
        "SELF_SUPPORTING FOUNDLING EMERGENCY HOMELESS"
    ),
    ("disabilities", "type"): "1 2 3 4 5 6 7",
    ("disabilities", "grade"): "1 2 3 4",
    ("absences", "reason"): "WORK STUDY MEDICAL OTHER",
    ("enrolments", "status"): "ENROLLED SUSPENDED DROPPED_OUT TRANSFERRED GRADUATED",
    ("enrolments", "stage"): "PRESCHOOL PRIMARY JUNIOR_SECONDARY SENIOR_SECONDARY SECONDARY_VOCATIONAL HIGHER",
    ("organisations", "kind"): (
        "CHILD_WELFARE_INSTITUTION MINOR_PROTECTION_CENTRE CIVIL_AFFAIRS_BUREAU VILLAGE_COMMITTEE CHARITY "
        "REHABILITATION_CENTRE DEVICE_RENTAL_SITE SCHOOL_AUTHORITY"
    ),
    ("placements", "kind"): "RESIDENTIAL FOSTER KINSHIP RESPITE",
    ("services", "line"): "REARING EDUCATION MEDICAL REHABILITATION MENTAL_HEALTH DEVICE",
    ("support_ties", "kind"): "KIN NEIGHBOUR TEACHER VOLUNTEER SOCIAL_WORKER FRIEND",
    ("support_ties", "strength"): "1 2 3",
    ("workers", "role"): "CHILD_DIRECTOR CHILD_SUPERVISOR OFFICER LIAISON AUDITOR",
}
HARD = {
    "REQUIRED_MISSING", "DATE_UNREADABLE", "NUMBER_UNREADABLE", "CODE_UNKNOWN", "DATE_ORDER", "REFERENCE_UNKNOWN",
    "OWN_PARENT", "PARENT_NOT_OLDER", "KEY_REPEATED",
}  # fmt: skip
SOFT = {
    "ID_NUMBER_INVALID", "ID_NUMBER_DISAGREES", "DIVISION_UNKNOWN", "PARENTS_MORE_THAN_TWO", "PARENT_TOO_YOUNG",
    "ACT_AFTER_DEATH", "ENROLMENTS_OVERLAP", "HOUSEHOLDS_OVERLAP", "GUARDIAN_MINOR",
}  # fmt: skip


@cache
def day(text: str) -> date:
    """A date in one of the three formats of feeds.md."""
    if len(text) == 10 and text[4] == text[7] and text[4] in "-/":
        text = text[:4] + text[5:7] + text[8:]
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def span(row: Row) -> tuple[date, date]:
    """Half-open interval of a row."""
    begin, end = row.get("from") or row.get("date"), row.get("to")
    return day(begin) if begin else date.min, day(end) if end else date.max


def birthday(born: date, years: int) -> date:
    """The day somebody turns so many years old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


@dataclass
class County:
    """A folder of feed files, read and checked.

    Args:
        rows: accepted rows by file.
        lines: physical line of each accepted row, in the same order.
        hard: reasons by (file, line) of the rows that were refused.
        soft: (code, id of the person it is about).
        repeated: (file, line) of rows that say the same again word for word.
        ledger: entries of the ledger.
    """

    folder: Path
    rows: dict[str, list[Row]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    hard: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    soft: set[tuple[str, str]] = field(default_factory=set)
    repeated: set[tuple[str, int]] = field(default_factory=set)
    ledger: list[Row] = field(default_factory=list)

    def person(self) -> dict[str, Row]:
        return {row["person_id"]: row for row in self.rows["persons"]}


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_county(folder: Path) -> County:
    county = County(folder)
    for name in REQUIRED:
        _read_file(county, name, read_rows(folder / f"{name}.csv"))
    county.ledger = read_rows(folder / "ledger.csv")
    _check_parentages(county)
    _check_people(county)
    return county


def _read_file(county: County, name: str, rows: list[Row]) -> None:
    county.rows[name], county.lines[name] = [], []
    known = {thing: _ids(county, thing) for thing in THINGS if thing in county.rows}
    seen: dict[str, Row] = {}
    for line, row in enumerate(rows, 2):
        reasons = _reasons(name, row, known)
        key = next(iter(row.values())) if name in THINGS else row["record_id"]
        if not reasons and key in seen:
            if seen[key] == row:
                county.repeated.add((name, line))
                continue
            reasons = {"KEY_REPEATED"}
        if reasons:
            county.hard[name, line] |= reasons
        else:
            seen[key] = row
            county.rows[name].append(row)
            county.lines[name].append(line)


def _ids(county: County, thing: str) -> set[str]:
    return {next(iter(row.values())) for row in county.rows[thing]}


def _reasons(name: str, row: Row, known: dict[str, set[str]]) -> set[str]:
    reasons: set[str] = set()
    if not all(row[column] for column in REQUIRED[name].split()):
        reasons.add("REQUIRED_MISSING")
    if name == "benefits" and not (row["person_id"] or row["household_id"]):
        reasons.add("REQUIRED_MISSING")
    own_id = next(iter(row)) if name in THINGS else ""
    for column, text in row.items():
        if not text:
            continue
        codes = CODES.get((name, column))
        if codes is not None:
            if text not in codes.split():
                reasons.add("CODE_UNKNOWN")
        elif column in DATES:
            try:
                day(text)
            except ValueError:
                reasons.add("DATE_UNREADABLE")
        elif column in NUMBERS:
            if not text.isascii() or not text.isdigit():
                reasons.add("NUMBER_UNREADABLE")
        elif column == own_id:
            continue
        elif column in REFERENCES and not any(text in known[thing] for thing in REFERENCES[column]):
            reasons.add("REFERENCE_UNKNOWN")
    if not reasons & {"DATE_UNREADABLE"}:
        if row.get("from") and row.get("to") and day(row["to"]) <= day(row["from"]):
            reasons.add("DATE_ORDER")
        if row.get("death_date") and row.get("birth_date") and day(row["death_date"]) < day(row["birth_date"]):
            reasons.add("DATE_ORDER")
    if name == "parentages" and row["parent_id"] == row["child_id"]:
        reasons.add("OWN_PARENT")
    return reasons


def _check_parentages(county: County) -> None:
    people = {person_id: day(row["birth_date"]) for person_id, row in county.person().items()}
    rows, lines = county.rows["parentages"], county.lines["parentages"]
    kept = []
    for index, row in enumerate(rows):
        if people[row["parent_id"]] >= people[row["child_id"]]:
            county.hard["parentages", lines[index]].add("PARENT_NOT_OLDER")
        else:
            kept.append(index)
    county.rows["parentages"] = [rows[index] for index in kept]
    county.lines["parentages"] = [lines[index] for index in kept]


def _check_people(county: County) -> None:
    people = county.person()
    codes = _ids(county, "divisions")
    born = {person_id: day(row["birth_date"]) for person_id, row in people.items()}
    dead = {person_id: day(row["death_date"]) for person_id, row in people.items() if row["death_date"]}
    for person_id, row in people.items():
        number = row["id_number"]
        if number and not _valid(number):
            county.soft.add(("ID_NUMBER_INVALID", person_id))
        elif number and (
            number[6:14] != born[person_id].strftime("%Y%m%d") or int(number[16]) % 2 != int(row["sex"]) % 2
        ):
            county.soft.add(("ID_NUMBER_DISAGREES", person_id))
        if {row["registration_division"], row["residence_division"]} - codes - {""}:
            county.soft.add(("DIVISION_UNKNOWN", person_id))
    parents: dict[str, int] = defaultdict(int)
    for row in county.rows["parentages"]:
        if row["kind"] == "BIOLOGICAL" and not row["to"]:
            parents[row["child_id"]] += 1
        if birthday(born[row["parent_id"]], 12) > born[row["child_id"]]:
            county.soft.add(("PARENT_TOO_YOUNG", row["child_id"]))
    county.soft |= {("PARENTS_MORE_THAN_TWO", child) for child, count in parents.items() if count > 2}
    for row in county.rows["guardianships"]:
        guardian = row["guardian_id"]
        if guardian in born and birthday(born[guardian], 18) > span(row)[0]:
            county.soft.add(("GUARDIAN_MINOR", guardian))
    for name, rows in county.rows.items():
        for row in rows if name not in THINGS else ():
            begins = row.get("from") or row.get("date")
            for column in (*PERSONS, "guardian_id", "supporter_id"):
                person_id = row.get(column)
                if person_id in dead and begins and day(begins) > dead[person_id]:
                    county.soft.add(("ACT_AFTER_DEATH", person_id))
    county.soft |= {("ENROLMENTS_OVERLAP", person_id) for person_id in _overlapping(county.rows["enrolments"])}
    county.soft |= {("HOUSEHOLDS_OVERLAP", person_id) for person_id in _overlapping(county.rows["household_members"])}


def _overlapping(rows: list[Row]) -> set[str]:
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        spans[row["person_id"]].append(span(row))
    found = set()
    for person_id, intervals in spans.items():
        intervals.sort()
        if any(end > begin for (_, end), (begin, _) in pairwise(intervals)):
            found.add(person_id)
    return found


def _valid(number: str) -> bool:
    """GB 11643-1999 by ISO 7064 MOD 11-2, character by character."""
    remainder = 0
    for character in number[:17]:
        remainder = (remainder + int(character)) * 2 % 11
    check = (12 - remainder) % 11
    return len(number) == 18 and number[17] == ("X" if check == 10 else str(check))


AROUND = ("guardianships", "parentages", "revocations", "entrusted_care", "circumstances", "disabilities", "absences")


class Neighbourhoods:
    """The rows that decide the grade of one child, for readers that cannot bear a whole county."""

    def __init__(self, county: County) -> None:
        self._by: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._bodies = {row["organisation_id"]: row for row in county.rows["organisations"]}
        for name in (*AROUND, "household_members", "persons"):
            for row in county.rows[name]:
                self._by[name, row.get("child_id") or row["person_id"]].append(row)
        self._withdrawals: dict[str, list[Row]] = defaultdict(list)
        for row in county.rows["withdrawals"]:
            self._withdrawals[row["record_id"]].append(row)

    def around(self, child: str) -> dict[str, list[Row]]:
        """A small world: the child, everybody with a tie to it, and what is recorded of them."""
        world: dict[str, list[Row]] = {name: [] for name in (*AROUND, "household_members", "persons", "organisations")}
        people = {child: None}
        for name in ("parentages", "guardianships", "entrusted_care", "revocations"):
            world[name] = self._by[name, child]
            people |= {row[column]: None for row in world[name] for column in row if column in HOLDERS}
        for person in people:
            for name in ("persons", "household_members", "circumstances", "disabilities", "absences"):
                world[name] = world[name] + self._by[name, person]
            if person in self._bodies:
                world["organisations"].append(self._bodies[person])
        records = [row["record_id"] for rows in world.values() for row in rows]
        world["withdrawals"] = [row for record in records for row in self._withdrawals[record]]
        return world


HOLDERS = ("parent_id", "guardian_id", "carer_id")
