"""Families told in sentences, such as "the mother is away in 440305000000 from 2026-05-01", as rows of feeds.

The examples beside the rules are written in them; the patterns below are all that can be said.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Row = dict[str, str]

HOME = "990101001001"
BORN = {
    "child": "2016-05-01",
    "sister": "2018-05-01",
    "brother": "2004-05-01",
    "mother": "1990-05-01",
    "father": "1988-05-01",
}
PEOPLE = ("child", "sister", "brother", "mother", "father", "grandmother", "aunt")
CHILD = r"the (?P<child>child|sister)"
WHO = r"the (?P<who>\w+)"
DAY = r"\d{4}-\d\d-\d\d"
PERIOD = rf"(?: from (?P<begin>{DAY}))?(?: to (?P<end>{DAY}))?"
LEARNED = "2020-01-01"

# Of whom a sentence says something that is no fact of its own but a part of their row.
OWN_ROW: dict[str, dict[str, Row]] = {
    "persons": {
        rf"{WHO} was born on (?P<birth_date>{DAY})": {},
        rf"{WHO} died on (?P<death_date>{DAY})": {},
        rf"{WHO} is registered in (?P<registration_division>\d+)": {},
        rf"{WHO} lives in (?P<residence_division>\d+)": {},
        rf"{WHO} is of (?P<registration_type>RURAL|URBAN) registration": {},
        rf"{WHO} has no (?P<nothing>residence)": {"residence_division": ""},
        rf"{WHO} has no (?P<nothing>registration)": {"registration_division": ""},
    },
    "organisations": {rf"{WHO} is open{PERIOD}": {}},
    "households": {r"the home of the (?P<who>child|sister) is in (?P<division>\d+)": {}},
}
FACTS = (
    ("parentages", rf"{WHO} is (?P<kind>BIOLOGICAL|ADOPTIVE|STEP) parent(?: of the (?P<of>\w+))?{PERIOD}"),
    ("guardianships", rf"{WHO} is guardian by (?P<basis>[A-Z_]+){PERIOD}"),
    (
        "entrusted_care",
        rf"{WHO} is entrusted carer{PERIOD}(?: (?P<written_agreement>with|without) a written agreement)?"
        r"(?:, (?P<notified>school|village|school and village) notified)?",
    ),
    ("revocations", rf"the guardianship of {WHO}(?: toward {CHILD})? is (?P<kind>REVOKED|SUSPENDED){PERIOD}"),
    (
        "circumstances",
        rf"{WHO} is in circumstance (?P<kind>[A-Z_]+)(?: toward {CHILD})?"
        rf"(?: for (?P<term_months>\d+) months)?{PERIOD}",
    ),
    ("disabilities", rf"{WHO} has disability type (?P<type>\d) grade (?P<grade>\d){PERIOD}"),
    (
        "absences",
        rf"{WHO} is away in (?P<destination_division>\d+){PERIOD}(?:, last in contact on (?P<last_contact>{DAY}))?",
    ),
    ("household_members", rf"{WHO} shares a household with {CHILD}{PERIOD}"),
    ("household_members", rf"{WHO} belongs to the (?P<home>home) of {CHILD}{PERIOD}"),
    ("placements", rf"{WHO} is placed in the institution{PERIOD}"),
    (
        "enrolments",
        rf"{WHO} is (?P<status>ENROLLED|SUSPENDED|DROPPED_OUT|TRANSFERRED|GRADUATED) "
        rf"in (?P<stage>[a-z ]+) school{PERIOD}",
    ),
    ("attendance", rf"{WHO} missed (?P<days_absent>\d+) school days in (?P<month>\d{{4}}-\d\d)"),
    ("benefits", rf"{WHO} receives (?P<programme>[A-Z_]+){PERIOD}"),
    ("benefits", rf"the home of {CHILD} receives (?P<programme>[A-Z_]+){PERIOD}"),
)
WHO_COLUMN = {
    "parentages": "parent_id",
    "guardianships": "guardian_id",
    "entrusted_care": "carer_id",
    "revocations": "guardian_id",
}
OF_A_CHILD = WHO_COLUMN.keys()


@dataclass
class Family:
    """The rows that tell of one family; ids of people and records begin with its number."""

    number: int
    rows: list[tuple[str, Row]]

    def id(self, who: str) -> str:
        return f"{self.number}-{who.upper()}"


def family(number: int, sentences: Iterable[str]) -> Family:
    """The family of which all sentences are true; ValueError for one that cannot be understood."""
    told = Family(number, [])
    own: dict[str, Row] = {}
    for place, sentence in enumerate(sentences, 1):
        said, _, learned = sentence.partition(", learned on ")
        feed, found = _understood(said)
        if feed in OWN_ROW:
            who = found.pop("who")
            own.setdefault(f"home of {who}" if feed == "households" else who, {}).update(found)
        else:
            row = _fact(told, feed, found)
            row |= {"record_id": f"{number}-{place}", "recorded_at": learned or LEARNED}
            told.rows.append((feed, row))
            if feed == "household_members" and "home" not in found:
                together = {"household_id": row["household_id"], "person_id": told.id(found["child"])}
                told.rows.append((feed, together | {"record_id": f"{number}-{place}b", "recorded_at": LEARNED}))
    told.rows += [("persons", _person(told, who, own.get(who, {}))) for who in PEOPLE]
    told.rows.append(("organisations", _institution(told, own.get("institution", {}))))
    told.rows += [
        ("households", {"household_id": told.id(f"home of {who}"), "division": HOME} | own.get(f"home of {who}", {}))
        for who in ("child", "sister")
    ]
    told.rows.append(("schools", {"school_id": told.id("school"), "name": "学校", "division": HOME}))
    return told


def _understood(sentence: str) -> tuple[str, Row]:
    for feed, patterns in OWN_ROW.items():
        for pattern, more in patterns.items():
            if match := re.fullmatch(pattern, sentence):
                return feed, _given(match) | more
    for feed, pattern in FACTS:
        if match := re.fullmatch(pattern, sentence):
            return feed, _given(match)
    raise ValueError(f"Nobody understands: {sentence}")


def _given(match: re.Match[str]) -> Row:
    found = {name: value for name, value in match.groupdict().items() if value is not None and name != "nothing"}
    for name, column in (("begin", "from"), ("end", "to")):
        if name in found:
            found[column] = found.pop(name)
    return found


def _fact(told: Family, feed: str, found: Mapping[str, str]) -> Row:
    row = {name: value for name, value in found.items() if name not in ("who", "child", "of", "home", "notified")}
    child = found.get("child")
    if "who" in found:
        row[WHO_COLUMN.get(feed, "person_id")] = told.id(found["who"])
    if feed in OF_A_CHILD:
        row["child_id"] = told.id(found.get("of") or child or "child")
    elif feed == "circumstances" and child:
        row["toward_child_id"] = told.id(child)
    elif (feed == "household_members" or "who" not in found) and child:
        row["household_id"] = told.id(f"home of {child}")
    elif feed == "placements":
        row |= {"organisation_id": told.id("institution"), "kind": "RESIDENTIAL"}
    elif feed in ("enrolments", "attendance"):
        row["school_id"] = told.id("school")
    if feed == "entrusted_care":
        row |= _papers(found)
    return row


def _papers(found: Mapping[str, str]) -> Row:
    """What is on record about an entrustment; nothing where the sentence says nothing."""
    written = {"with": "Y", "without": "N"}.get(found.get("written_agreement", ""), "")
    told_to = found.get("notified")
    return {
        "written_agreement": written,
        "school_notified": "" if told_to is None else "Y" if "school" in told_to else "N",
        "village_notified": "" if told_to is None else "Y" if "village" in told_to else "N",
    }


def _person(told: Family, who: str, own: Row) -> Row:
    home = dict.fromkeys(("residence_division", "registration_division"), HOME if who in ("child", "sister") else "")
    row = {"person_id": told.id(who), "name": "无名", "sex": "9", "birth_date": BORN.get(who, "1962-05-01"), **home}
    return row | {"record_id": f"{told.number}-{who}", "recorded_at": LEARNED} | own


def _institution(told: Family, own: Row) -> Row:
    row = {"organisation_id": told.id("institution"), "name": "福利院", "kind": "CHILD_WELFARE_INSTITUTION"}
    return row | {"division": HOME, "record_id": f"{told.number}-institution", "recorded_at": LEARNED} | own
