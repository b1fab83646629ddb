"""The independent reading is itself checked: both sides of every condition of guardianship.md, one line each.

All cases ask about the child `C`, born 2016-05-01 and living in county 990101, on 1 November 2026 ("the day"). Unless
a case says more, the only person responsible is the mother `M`.
"""

import csv
import random
from datetime import date, datetime, timedelta, timezone

import pytest
from decision_table import THINGS, age, assess, birthday, children, day, holds, known, moment, record_key
from hypothesis import given
from hypothesis import strategies as st
from worlds import KNOWN_AT, Draft, many_worlds, merge, worlds, write_feeds

BEFORE, THE_DAY, AFTER = "2026-10-31", "2026-11-01", "2026-11-02"
LONG_AGO = "2020-01-01"
DAY = date(2026, 11, 1)
ONE_DAY = timedelta(days=1)


# -- how a case is written -------------------------------------------------------------------------------------------


def person(person_id, born, **columns):
    return ("persons", {"person_id": person_id, "name": person_id, "sex": "0", "birth_date": born, **columns})


def child(person_id="C", born="2016-05-01", residence="990101001001", registration="990101001001", **columns):
    return person(
        person_id, born, residence_division=residence, registration_division=registration, death_date="", **columns
    )


def mother(**columns):
    return person("M", "1990-05-01", **columns)


def father(**columns):
    return person("F", "1988-05-01", **columns)


def grandmother(**columns):
    return person("G", "1962-05-01", **columns)


def organisation(begins="", ends=""):
    return ("organisations", {"organisation_id": "O", "name": "O", "from": begins, "to": ends})


def fact(feed, begins, ends, columns):
    return (feed, {**columns, "from": begins, "to": ends})


def parent(parent_id="M", kind="BIOLOGICAL", begins="", ends="", child_id="C"):
    return fact("parentages", begins, ends, {"parent_id": parent_id, "child_id": child_id, "kind": kind})


def guardian(guardian_id, begins=LONG_AGO, ends="", basis="COURT", child_id="C"):
    return fact("guardianships", begins, ends, {"guardian_id": guardian_id, "child_id": child_id, "basis": basis})


def revoked(guardian_id="M", begins=LONG_AGO, ends="", kind="REVOKED", child_id="C"):
    return fact("revocations", begins, ends, {"guardian_id": guardian_id, "child_id": child_id, "kind": kind})


def carer(carer_id="G", begins=LONG_AGO, ends="", child_id="C"):
    return fact("entrusted_care", begins, ends, {"carer_id": carer_id, "child_id": child_id})


def circumstance(kind, begins=LONG_AGO, ends="", person_id="M", toward=""):
    return fact("circumstances", begins, ends, {"person_id": person_id, "kind": kind, "toward_child_id": toward})


def disability(kind, grade, begins=LONG_AGO, ends="", person_id="M"):
    return fact("disabilities", begins, ends, {"person_id": person_id, "type": kind, "grade": grade})


def absent(destination="440305000000", begins=LONG_AGO, ends="", person_id="M", reason="WORK"):
    columns = {"person_id": person_id, "destination_division": destination, "reason": reason}
    return fact("absences", begins, ends, columns)


def lives_in(house, person_id, begins="", ends=""):
    return fact("household_members", begins, ends, {"household_id": house, "person_id": person_id})


def world(*rows):
    """One delivery. Nobody's own row is needed twice: a later one with the same id replaces the earlier."""
    feeds = {}
    for feed, row in rows:
        if feed in THINGS:
            feeds[feed] = [other for other in feeds.get(feed, []) if other[THINGS[feed]] != row[THINGS[feed]]]
        feeds.setdefault(feed, []).append(row)
    return [feeds]


def ask(*rows, on=DAY):
    """The assessment of C, whose mother is recorded, with these rows added."""
    return assess(world(child(), mother(), father(), grandmother(), organisation(), parent(), *rows), "C", on)


def states(answer, kind=None):
    return {(entry["id"]): entry["state"] for entry in answer["responsible"] if kind in (None, entry["kind"])}


# -- section 1: time, age, child -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (THE_DAY, "", True),
        (AFTER, "", False),
        ("", "", True),
        (LONG_AGO, AFTER, True),
        (LONG_AGO, THE_DAY, False),
        ("", BEFORE, False),
        (THE_DAY, AFTER, True),
        ("2026/11/01", "20261102", True),
    ],
)
def test_a_fact_holds_from_its_first_day_to_the_day_before_its_end(begins, ends, expected):
    assert holds({"from": begins, "to": ends}, DAY) is expected


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-11-01", "2026-10-31", 17),
        ("2008-11-01", "2026-11-01", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2026-11-02", "2026-11-01", -1),
        ("2026-11-01", "2026-11-01", 0),
    ],
)
def test_age_is_by_calendar_birthday_and_29_february_counts_as_1_march(born, on, years):
    assert age(day(born), day(on)) == years


@pytest.mark.parametrize(
    ("born", "dies", "expected"),
    [
        (THE_DAY, "", True),
        (AFTER, "", False),
        ("2008-11-01", "", False),
        ("2008-11-02", "", True),
        ("2016-05-01", BEFORE, False),
        ("2016-05-01", THE_DAY, False),
        ("2016-05-01", AFTER, True),
    ],
)
def test_a_child_is_alive_born_and_under_18(born, dies, expected):
    case = world(person("C", born, death_date=dies))
    assert (assess(case, "C", DAY) is not None) is expected
    assert children(case, DAY) == (["C"] if expected else [])


# -- section 3: the state of one responsible adult -------------------------------------------------------------------

SEVENTEEN = mother(birth_date="2009-01-01")

STATES = [
    ("nothing against her", [], "ABLE"),
    # 1
    ("died the day before", [mother(death_date=BEFORE)], "DECEASED"),
    ("died on the day", [mother(death_date=THE_DAY)], "DECEASED"),
    ("dies the day after", [mother(death_date=AFTER)], "ABLE"),
    ("died, was declared missing earlier", [mother(death_date=BEFORE), circumstance("DECLARED_MISSING")], "DECEASED"),
    # 2
    ("declared missing on the day", [circumstance("DECLARED_MISSING", THE_DAY)], "DECLARED_MISSING"),
    ("declared missing the day after", [circumstance("DECLARED_MISSING", AFTER)], "ABLE"),
    ("declaration lifted on the day", [circumstance("DECLARED_MISSING", ends=THE_DAY)], "ABLE"),
    ("missing and revoked", [circumstance("DECLARED_MISSING"), revoked()], "DECLARED_MISSING"),
    # 3
    ("revoked on the day", [revoked(begins=THE_DAY)], "REVOKED"),
    ("revoked the day after", [revoked(begins=AFTER)], "ABLE"),
    ("suspended", [revoked(kind="SUSPENDED")], "REVOKED"),
    ("restored on the day", [revoked(ends=THE_DAY)], "ABLE"),
    ("restored the day after", [revoked(ends=AFTER)], "REVOKED"),
    ("revoked for another child", [child("D"), revoked(child_id="D")], "ABLE"),
    ("revoked and in prison", [revoked(), circumstance("IMPRISONED")], "REVOKED"),
    # 4
    ("turns 18 the day after", [person("M", "2008-11-02")], "MINOR"),
    ("turns 18 on the day", [person("M", "2008-11-01")], "ABLE"),
    ("17, self-supporting on the day", [SEVENTEEN, circumstance("SELF_SUPPORTING", THE_DAY)], "ABLE"),
    ("17, self-supporting until the day", [SEVENTEEN, circumstance("SELF_SUPPORTING", ends=THE_DAY)], "MINOR"),
    ("17 and revoked", [SEVENTEEN, revoked()], "REVOKED"),
    ("17 and in prison", [SEVENTEEN, circumstance("IMPRISONED")], "MINOR"),
    # 5
    ("in prison since the day", [circumstance("IMPRISONED", THE_DAY)], "DETAINED"),
    ("in prison from tomorrow", [circumstance("IMPRISONED", AFTER)], "ABLE"),
    ("released on the day", [circumstance("IMPRISONED", ends=THE_DAY)], "ABLE"),
    ("released tomorrow", [circumstance("IMPRISONED", ends=AFTER)], "DETAINED"),
    ("in compulsory rehabilitation", [circumstance("COMPULSORY_REHABILITATION")], "DETAINED"),
    ("in other detention", [circumstance("OTHER_DETENTION")], "DETAINED"),
    ("in detention, to be deported", [circumstance("OTHER_DETENTION"), circumstance("DEPORTED")], "DETAINED"),
    # 6
    ("deported on the day", [circumstance("DEPORTED", THE_DAY)], "DEPORTED"),
    ("deported the day after", [circumstance("DEPORTED", AFTER)], "ABLE"),
    ("back on the day", [circumstance("DEPORTED", ends=THE_DAY)], "ABLE"),
    ("deported and out of contact", [circumstance("DEPORTED"), circumstance("OUT_OF_CONTACT")], "DEPORTED"),
    # 7
    ("out of contact, reported on the day", [circumstance("OUT_OF_CONTACT", THE_DAY)], "OUT_OF_CONTACT"),
    ("reported the day after", [circumstance("OUT_OF_CONTACT", AFTER)], "ABLE"),
    ("found on the day", [circumstance("OUT_OF_CONTACT", ends=THE_DAY)], "ABLE"),
    ("out of contact and ill", [circumstance("OUT_OF_CONTACT"), circumstance("SERIOUS_ILLNESS")], "OUT_OF_CONTACT"),
    # 8
    ("declared without capacity", [circumstance("NO_CAPACITY", THE_DAY)], "INCAPACITATED"),
    ("declaration from tomorrow", [circumstance("NO_CAPACITY", AFTER)], "ABLE"),
    ("declared with limited capacity", [circumstance("LIMITED_CAPACITY")], "INCAPACITATED"),
    ("seriously ill", [circumstance("SERIOUS_ILLNESS")], "INCAPACITATED"),
    ("recovered on the day", [circumstance("SERIOUS_ILLNESS", ends=THE_DAY)], "ABLE"),
    ("a mental disorder alone", [circumstance("MENTAL_DISORDER")], "ABLE"),
    ("physical disability, grade 2", [disability("4", "2")], "INCAPACITATED"),
    ("physical disability, grade 3", [disability("4", "3")], "ABLE"),
    ("intellectual disability, grade 4", [disability("5", "4")], "INCAPACITATED"),
    ("mental disability, grade 3", [disability("6", "3")], "INCAPACITATED"),
    ("speech disability, grade 4", [disability("3", "4")], "ABLE"),
    ("multiple disability, grade 2", [disability("7", "2")], "INCAPACITATED"),
    ("multiple disability, grade 3", [disability("7", "3")], "ABLE"),
    ("certificate from tomorrow", [disability("1", "1", AFTER)], "ABLE"),
    ("certificate ended on the day", [disability("1", "1", ends=THE_DAY)], "ABLE"),
    ("ill and neglecting", [circumstance("SERIOUS_ILLNESS"), circumstance("NEGLECT")], "INCAPACITATED"),
    # 9
    ("neglect of this child", [circumstance("NEGLECT", toward="C")], "NEGLECTING"),
    ("neglect of another child", [child("D"), circumstance("NEGLECT", toward="D")], "ABLE"),
    ("neglect of no named child", [circumstance("NEGLECT")], "NEGLECTING"),
    ("abuse", [circumstance("ABUSE")], "NEGLECTING"),
    ("abandonment", [circumstance("ABANDONMENT")], "NEGLECTING"),
    ("refuses the duty", [circumstance("REFUSES_DUTY")], "NEGLECTING"),
    ("neglect from tomorrow", [circumstance("NEGLECT", AFTER)], "ABLE"),
    ("neglect ended on the day", [circumstance("NEGLECT", ends=THE_DAY)], "ABLE"),
    ("prison, whatever child is named", [child("D"), circumstance("IMPRISONED", toward="D")], "DETAINED"),
    ("neglecting and away", [circumstance("NEGLECT"), absent()], "NEGLECTING"),
    # BARRED is for carers only
    ("a mother barred as carer", [circumstance("BARRED_CARER")], "ABLE"),
    # 10
    ("works in another county since the day", [absent(begins=THE_DAY)], "AWAY"),
    ("leaves tomorrow", [absent(begins=AFTER)], "ABLE"),
    ("came back on the day", [absent(ends=THE_DAY)], "ABLE"),
    ("comes back tomorrow", [absent(ends=AFTER)], "AWAY"),
    ("works in the child's county", [absent("990101002003")], "ABLE"),
    ("works in the next county", [absent("990102001001")], "AWAY"),
    ("in hospital elsewhere", [absent(reason="MEDICAL")], "AWAY"),
    ("reason not known", [absent(reason="")], "AWAY"),
    ("two absences, one at home", [absent("990101002003"), absent()], "AWAY"),
    ("away together with the child", [absent(), lives_in("H", "M"), lives_in("H", "C")], "ABLE"),
    ("away, another household", [absent(), lives_in("H", "M"), lives_in("I", "C")], "AWAY"),
    ("away, left the household on the day", [absent(), lives_in("H", "M", ends=THE_DAY), lives_in("H", "C")], "AWAY"),
    ("away, joins the child tomorrow", [absent(), lives_in("H", "M"), lives_in("H", "C", AFTER)], "AWAY"),
    ("away where the child lives", [child(residence="440305001001"), absent()], "ABLE"),
    ("away where the child is only registered", [child(registration="440305001001"), absent()], "AWAY"),
    ("residence missing: registration counts", [child(residence=""), absent("990101002003")], "ABLE"),
    ("residence missing: another county", [child(residence=""), absent()], "AWAY"),
    ("neither known: any absence", [child(residence="", registration=""), absent("990101002003")], "AWAY"),
    (
        "neither known, one household",
        [child(residence="", registration=""), absent(), lives_in("H", "M"), lives_in("H", "C")],
        "ABLE",
    ),
    # 11
    ("poor, homeless, in an emergency", [circumstance("HOMELESS"), circumstance("EMERGENCY")], "ABLE"),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in STATES], ids=[case[0] for case in STATES])
def test_state_of_the_mother(rows, expected):
    assert states(ask(*rows), "PARENT") == {"M": expected}


CARERS = [
    ("nothing against her", [], "ABLE"),
    ("barred since the day", [circumstance("BARRED_CARER", THE_DAY, person_id="G")], "BARRED"),
    ("barred from tomorrow", [circumstance("BARRED_CARER", AFTER, person_id="G")], "ABLE"),
    ("bar ended on the day", [circumstance("BARRED_CARER", ends=THE_DAY, person_id="G")], "ABLE"),
    (
        "neglect comes before the bar",
        [circumstance("NEGLECT", person_id="G"), circumstance("BARRED_CARER", person_id="G")],
        "NEGLECTING",
    ),
    ("the bar comes before absence", [circumstance("BARRED_CARER", person_id="G"), absent(person_id="G")], "BARRED"),
    ("away", [absent(person_id="G")], "AWAY"),
    ("too young", [person("G", "2008-11-02")], "MINOR"),
    ("revoked as to this child", [revoked("G")], "REVOKED"),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in CARERS], ids=[case[0] for case in CARERS])
def test_state_of_the_entrusted_carer(rows, expected):
    assert states(ask(carer(), *rows), "CARER") == {"G": expected}


ORGANISATIONS = [
    ("open since ever", organisation(), [], "ABLE"),
    ("opened on the day", organisation(THE_DAY), [], "ABLE"),
    ("opens tomorrow", organisation(AFTER), [], "CLOSED"),
    ("closed on the day", organisation(LONG_AGO, THE_DAY), [], "CLOSED"),
    ("closes tomorrow", organisation(LONG_AGO, AFTER), [], "ABLE"),
    ("open and revoked", organisation(), [revoked("O")], "REVOKED"),
    ("closed and revoked", organisation(LONG_AGO, THE_DAY), [revoked("O")], "CLOSED"),
]


@pytest.mark.parametrize(
    ("itself", "rows", "expected"), [case[1:] for case in ORGANISATIONS], ids=[case[0] for case in ORGANISATIONS]
)
def test_state_of_an_organisation(itself, rows, expected):
    assert states(ask(itself, guardian("O"), *rows), "GUARDIAN") == {"O": expected}


# -- section 2: who is responsible -----------------------------------------------------------------------------------

ROLES = [
    ("the mother", [], [("M", "PARENT")]),
    ("both parents", [parent("F")], [("F", "PARENT"), ("M", "PARENT")]),
    ("a father from tomorrow", [parent("F", begins=AFTER)], [("M", "PARENT")]),
    ("parentage closed by adoption on the day", [parent("F", ends=THE_DAY)], [("M", "PARENT")]),
    ("an adoptive father", [parent("F", "ADOPTIVE")], [("F", "PARENT"), ("M", "PARENT")]),
    ("a step-father", [parent("F", "STEP")], [("M", "PARENT")]),
    (
        "a step-father made guardian",
        [parent("F", "STEP"), guardian("F", THE_DAY)],
        [("M", "PARENT"), ("F", "GUARDIAN")],
    ),
    ("a guardianship from tomorrow", [guardian("G", AFTER)], [("M", "PARENT")]),
    ("a guardianship ended on the day", [guardian("G", ends=THE_DAY)], [("M", "PARENT")]),
    ("a parent who is guardian too", [guardian("M")], [("M", "PARENT"), ("M", "GUARDIAN")]),
    ("twice guardian", [guardian("G"), guardian("G", basis="TESTAMENT")], [("M", "PARENT"), ("G", "GUARDIAN")]),
    ("birth and adoption recorded", [parent("M", "ADOPTIVE")], [("M", "PARENT")]),
    ("a carer", [carer()], [("M", "PARENT"), ("G", "CARER")]),
    ("two carings by one", [carer(), carer(begins=BEFORE)], [("M", "PARENT"), ("G", "CARER")]),
    ("care from tomorrow", [carer(begins=AFTER)], [("M", "PARENT")]),
    ("care ended on the day", [carer(ends=THE_DAY)], [("M", "PARENT")]),
    ("a revocation alone lists nobody", [revoked("G")], [("M", "PARENT")]),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in ROLES], ids=[case[0] for case in ROLES])
def test_who_is_responsible(rows, expected):
    assert [(entry["id"], entry["kind"]) for entry in ask(*rows)["responsible"]] == expected


# -- section 4: the grade --------------------------------------------------------------------------------------------

AWAY_MOTHER = absent()
MOTHER_IN_PRISON = circumstance("IMPRISONED")
FATHER_IN_PRISON = circumstance("IMPRISONED", person_id="F")
BARRED_GRANDMOTHER = circumstance("BARRED_CARER", person_id="G")


def self_supporting(begins=LONG_AGO, ends=""):
    return circumstance("SELF_SUPPORTING", begins, ends, person_id="C")


GRADES = [
    ("an able parent", [], "EFFECTIVE", True),
    ("one able parent of two", [parent("F"), MOTHER_IN_PRISON], "EFFECTIVE", True),
    ("an able guardian, parent dead", [mother(death_date=BEFORE), guardian("G")], "EFFECTIVE", True),
    ("an open institution as guardian", [mother(death_date=BEFORE), guardian("O")], "EFFECTIVE", True),
    ("away, able carer", [AWAY_MOTHER, carer()], "ENTRUSTED", True),
    ("one away, one in prison", [AWAY_MOTHER, parent("F"), FATHER_IN_PRISON, carer()], "ENTRUSTED", True),
    ("away, no carer", [AWAY_MOTHER], "ABSENT", False),
    ("away, carer away", [AWAY_MOTHER, carer(), absent(person_id="G")], "ABSENT", False),
    ("away, carer barred", [AWAY_MOTHER, carer(), BARRED_GRANDMOTHER], "ABSENT", False),
    ("away, carer from tomorrow", [AWAY_MOTHER, carer(begins=AFTER)], "ABSENT", False),
    ("in prison, able carer", [MOTHER_IN_PRISON, carer()], "NONE", False),
    ("in prison, closed institution", [MOTHER_IN_PRISON, organisation("", BEFORE), guardian("O")], "NONE", False),
    ("revoked, nobody else", [revoked()], "NONE", False),
    ("15, self-supporting", [child(born="2010-11-02"), self_supporting(), revoked()], "NONE", False),
    ("16 on the day, so", [child(born="2010-11-01"), self_supporting(), revoked()], "NOT_REQUIRED", None),
    ("17, self-supporting, able mother", [child(born="2008-11-02"), self_supporting()], "NOT_REQUIRED", None),
    ("16, not any more", [child(born="2010-11-01"), self_supporting(ends=THE_DAY), revoked()], "NONE", False),
]


@pytest.mark.parametrize(
    ("rows", "grade", "effective"), [case[1:] for case in GRADES], ids=[case[0] for case in GRADES]
)
def test_grade(rows, grade, effective):
    answer = ask(*rows)
    assert (answer["grade"], answer["effective"]) == (grade, effective)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [parent(ends=THE_DAY)],
        [parent(kind="STEP")],
        [carer()],
        [revoked()],
        [("placements", {"person_id": "C", "organisation_id": "O", "kind": "RESIDENTIAL", "from": LONG_AGO, "to": ""})],
    ],
    ids=["nothing", "closed parentage", "step-parent", "carer only", "revocation only", "placement only"],
)
def test_nobody_recorded_is_unknown_not_none(rows):
    answer = assess(world(child(), mother(), grandmother(), organisation(), *rows), "C", DAY)
    assert (answer["grade"], answer["effective"]) == ("UNKNOWN", False)


def test_open_carers_of_a_child_with_nobody_capable_are_de_facto_carers_whatever_their_state():
    rows = [carer(), carer("F"), circumstance("BARRED_CARER", person_id="F")]
    assert ask(*rows, revoked())["deFactoCarers"] == ["F", "G"]
    assert ask(*rows, absent())["deFactoCarers"] == []


# -- evidence --------------------------------------------------------------------------------------------------------


def test_records_are_those_that_decided_the_state_else_the_role():
    prison, rehabilitation = circumstance("IMPRISONED", ""), circumstance("COMPULSORY_REHABILITATION")
    assert ask(prison, rehabilitation, circumstance("SERIOUS_ILLNESS"))["responsible"][0]["records"] == [
        "circumstances:M|COMPULSORY_REHABILITATION|2020-01-01",
        "circumstances:M|IMPRISONED|",
    ]
    assert ask(parent("M", "ADOPTIVE"))["responsible"][0]["records"] == [
        "parentages:M|C|ADOPTIVE|",
        "parentages:M|C|BIOLOGICAL|",
    ]
    assert ask(mother(death_date=BEFORE))["responsible"][0]["records"] == ["M"]
    assert record_key("absences", {"record_id": "A-1", "person_id": "M"}) == "A-1"


# -- gaps ------------------------------------------------------------------------------------------------------------

HIDDEN = ["DISABILITY_COMPONENTS_HIDDEN"]
GAPS = [
    ("one parent ever", [], ["ONE_PARENT_RECORDED"]),
    ("two parents", [parent("F")], []),
    ("the second parentage is closed", [parent("F", ends=BEFORE)], []),
    ("the same parent twice", [parent("M", "ADOPTIVE", ends=BEFORE)], ["ONE_PARENT_RECORDED"]),
    ("a step-father does not count", [parent("F", "STEP")], ["ONE_PARENT_RECORDED"]),
    ("residence missing", [parent("F"), child(residence="")], ["RESIDENCE_FROM_REGISTRATION"]),
    ("neither division", [parent("F"), child(residence="", registration="")], ["RESIDENCE_UNKNOWN"]),
    ("registration missing", [parent("F"), child(registration="")], []),
    ("undated prison", [parent("F"), circumstance("IMPRISONED", "")], ["START_DATE_MISSING"]),
    ("undated certificate", [parent("F"), disability("1", "1", "")], ["START_DATE_MISSING"]),
    ("undated, but decides nothing", [parent("F"), circumstance("HOMELESS", "")], []),
    ("undated, but an earlier row decides", [parent("F"), revoked(), circumstance("IMPRISONED", "")], []),
    ("components hidden", [parent("F"), disability("7", "3")], HIDDEN),
    ("components hidden, neglecting", [parent("F"), disability("7", "4"), circumstance("NEGLECT")], HIDDEN),
    ("components hidden, but in prison", [parent("F"), disability("7", "4"), circumstance("IMPRISONED")], []),
    ("multiple, grade 2", [parent("F"), disability("7", "2")], []),
    ("multiple, from tomorrow", [parent("F"), disability("7", "3", AFTER)], []),
    ("components of a carer hidden", [parent("F"), carer(), disability("7", "3", person_id="G")], HIDDEN),
    ("components of a stranger hidden", [parent("F"), disability("7", "3", person_id="G")], []),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_gaps_are_listed(rows, expected):
    assert ask(*rows)["gaps"] == expected


def test_no_parent_recorded():
    assert assess(world(child()), "C", DAY)["gaps"] == ["NO_PARENT_RECORDED"]


# -- recorded time ---------------------------------------------------------------------------------------------------

JANUARY, MARCH, MAY, JULY = (datetime(2026, month, 1, 9, tzinfo=timezone(timedelta(hours=8))) for month in (1, 3, 5, 7))


def at(when, row, record_id=""):
    feed, columns = row
    return (feed, {**columns, "recorded_at": when.isoformat() if when else "", "record_id": record_id})


def withdrawal(record_id, when):
    return ("withdrawals", {"record_id": record_id, "recorded_at": when.isoformat()})


def grade_at(deliveries, known_at, **more):
    family = world(at(JANUARY, child()), at(JANUARY, mother()), at(JANUARY, parent()))
    told = [family[0], *(feeds for delivery in deliveries for feeds in world(*delivery))]
    answer = assess(told, "C", DAY, known_at, **more)
    return answer["grade"] if answer else None


PRISON = circumstance("IMPRISONED")
TICK = timedelta(seconds=1)

RECORDED = [
    ("known from its recorded time", [[at(MARCH, PRISON)]], [(MARCH - TICK, "EFFECTIVE"), (MARCH, "NONE")]),
    (
        "a newer version ends the older one",
        [[at(MARCH, PRISON)], [at(MAY, circumstance("IMPRISONED", ends=THE_DAY))]],
        [(MARCH, "NONE"), (MAY - TICK, "NONE"), (MAY, "EFFECTIVE"), (None, "EFFECTIVE")],
    ),
    (
        "the same, delivered in the other order",
        [[at(MAY, circumstance("IMPRISONED", ends=THE_DAY))], [at(MARCH, PRISON)]],
        [(MARCH, "NONE"), (MAY - TICK, "NONE"), (MAY, "EFFECTIVE"), (None, "EFFECTIVE")],
    ),
    (
        "a version of the same record id may change everything",
        [[at(MARCH, PRISON, "R")], [at(MAY, circumstance("MENTAL_DISORDER"), "R")]],
        [(MARCH, "NONE"), (MAY, "EFFECTIVE")],
    ),
    (
        "without a record id another start is another record",
        [[at(MARCH, PRISON)], [at(MAY, circumstance("IMPRISONED", AFTER))]],
        [(MAY, "NONE")],
    ),
    (
        "withdrawn",
        [[at(MARCH, PRISON, "R")], [withdrawal("R", MAY)]],
        [(MARCH, "NONE"), (MAY - TICK, "NONE"), (MAY, "EFFECTIVE"), (None, "EFFECTIVE")],
    ),
    (
        "withdrawn before it was recorded: never visible",
        [[at(MAY, PRISON, "R")], [withdrawal("R", MARCH)]],
        [(MARCH, "EFFECTIVE"), (MAY, "EFFECTIVE"), (None, "EFFECTIVE")],
    ),
    (
        "recorded again after the withdrawal",
        [[at(MARCH, PRISON, "R"), withdrawal("R", MAY)], [at(JULY, circumstance("IMPRISONED", BEFORE), "R")]],
        [(MARCH, "NONE"), (MAY, "EFFECTIVE"), (JULY, "NONE")],
    ),
    ("without a recorded time: at the import", [[at(None, PRISON)]], [(JULY, "EFFECTIVE"), (None, "NONE")]),
    ("before the child was known", [[at(MARCH, PRISON)]], [(JANUARY - TICK, None), (JANUARY, "EFFECTIVE")]),
    (
        "a death recorded later",
        [[at(MAY, mother(death_date="2026-02-01"))]],
        [(MAY - TICK, "EFFECTIVE"), (MAY, "NONE")],
    ),
]


@pytest.mark.parametrize(
    ("deliveries", "expected"), [case[1:] for case in RECORDED], ids=[case[0] for case in RECORDED]
)
def test_knowledge_at_a_recorded_time(deliveries, expected):
    assert [(known_at, grade_at(deliveries, known_at)) for known_at, _ in expected] == expected


def test_import_times_date_the_rows_that_give_none():
    deliveries = [[at(None, PRISON)], [at(None, circumstance("IMPRISONED", ends=THE_DAY))]]
    times = [JANUARY, MARCH, MAY]
    assert [grade_at(deliveries, when, import_times=times) for when in (MARCH - TICK, MARCH, MAY - TICK, MAY)] == [
        "EFFECTIVE",
        "NONE",
        "NONE",
        "EFFECTIVE",
    ]


def test_a_responsible_adult_who_is_not_known_yet_is_neither_dead_nor_minor_and_an_organisation_is_open():
    dead_minor = at(MAY, person("M", "2012-01-01", death_date="2020-01-01"))
    told = world(at(JANUARY, child()), at(JANUARY, parent()), at(JANUARY, guardian("O")), dead_minor)
    closed = world(at(MAY, organisation(ends=BEFORE)))
    states_then = states(assess([*told, *closed], "C", DAY, MARCH))
    states_now = states(assess([*told, *closed], "C", DAY))
    assert (states_then, states_now) == ({"M": "ABLE", "O": "ABLE"}, {"M": "DECEASED", "O": "CLOSED"})


def test_a_timestamp_without_a_zone_is_in_the_zone_of_the_machine():
    assert moment("2026-05-01T09:00:00") == datetime(2026, 5, 1, 9).astimezone()
    assert moment("2026-05-01T09:00:00+08:00") == moment("2026-05-01T01:00:00Z")


# -- the random worlds -----------------------------------------------------------------------------------------------


def hard_faults(told):
    """What an import would send to quarantine, as words; empty for a world that may be compared."""
    faults = []
    ids = {feed: {row[key] for feeds in told for row in feeds.get(feed, ())} for feed, key in THINGS.items()}
    births = {}
    for feeds in told:
        for row in feeds.get("persons", ()):
            births.setdefault(row["person_id"], set()).add(day(row["birth_date"]))
            if row["death_date"] and day(row["death_date"]) < day(row["birth_date"]):
                faults.append("death before birth")
    references = {
        "parent_id": ids["persons"],
        "child_id": ids["persons"],
        "guardian_id": ids["persons"] | ids["organisations"],
        "carer_id": ids["persons"],
        "person_id": ids["persons"],
        "toward_child_id": ids["persons"],
        "household_id": ids["households"],
    }
    record_feed = {}
    for feeds in told:
        for feed, rows in feeds.items():
            if feed == "withdrawals":
                continue
            seen = {}
            for row in rows:
                if seen.setdefault(record_key(feed, row), row) != row:
                    faults.append("one key, two contents in one file")
                if row.get("record_id") and record_feed.setdefault(row["record_id"], feed) != feed:
                    faults.append("one record id in two feeds")
                if row.get("from") and row.get("to") and day(row["to"]) <= day(row["from"]):
                    faults.append("date order")
                for column, allowed in references.items():
                    if row.get(column) and row[column] not in allowed:
                        faults.append(f"unknown reference in {column}")
                two = [row[column] for column in ("guardian_id", "parent_id", "carer_id", "child_id") if column in row]
                if len(two) != len(set(two)):
                    faults.append("responsible for oneself")
                if feed == "parentages" and max(births[row["parent_id"]]) >= min(births[row["child_id"]]):
                    faults.append("parent not older than child")
    withdrawn = [row["record_id"] for feeds in told for row in feeds.get("withdrawals", ())]
    if not set(withdrawn) <= record_feed.keys() or len(withdrawn) != len(set(withdrawn)):
        faults.append("withdrawal of nothing, or twice")
    return faults


@given(worlds("H"))
def test_random_worlds_break_no_hard_check_and_their_answers_are_consistent(drawn):
    told, questions = drawn
    assert hard_faults(told) == []
    for question in questions:
        answer = assess(told, question.child_id, question.as_of, question.known_at)
        assert (answer is not None) == (question.child_id in children(told, question.as_of, question.known_at))
        if answer is None:
            continue
        guardians = [entry["state"] for entry in answer["responsible"] if entry["kind"] != "CARER"]
        assert (answer["grade"] == "UNKNOWN") <= (guardians == [])
        assert (answer["grade"] == "EFFECTIVE") <= ("ABLE" in guardians)
        assert (answer["grade"] in ("ABSENT", "ENTRUSTED")) <= ("AWAY" in guardians)
        entries = [(entry["kind"], entry["id"]) for entry in answer["responsible"]]
        assert len(entries) == len(set(entries))


@given(st.randoms(use_true_random=False), st.sampled_from(KNOWN_AT))
def test_the_order_of_rows_and_of_deliveries_with_recorded_times_makes_no_difference(rng, known_at):
    draft = Draft(rng, "H")
    told = draft.draw()
    rows = [row for feeds in told for rows in feeds.values() for row in rows]
    if all(row.get("recorded_at") for row in rows):
        other = [{feed: list(reversed(rows)) for feed, rows in feeds.items()} for feeds in reversed(told)]
        for question in draft.questions():
            once = assess(told, question.child_id, question.as_of, known_at)
            assert once == assess(other, question.child_id, question.as_of, known_at)


def test_many_worlds_are_deterministic_disjoint_and_cover_every_grade_and_state():
    many = many_worlds(200, seed=3)
    assert many == many_worlds(200, seed=3)
    assert many.merged != many_worlds(200, seed=4).merged
    assert hard_faults(many.merged) == []
    answers = [
        assess(told, question.child_id, question.as_of, question.known_at)
        for told, questions in zip(many.worlds, many.questions, strict=True)
        for question in questions
    ]
    assert {answer and answer["grade"] for answer in answers} == {
        *(None, "NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN"),
    }
    assert {entry["state"] for answer in answers if answer for entry in answer["responsible"]} == {
        *("DECEASED", "DECLARED_MISSING", "REVOKED", "MINOR", "DETAINED", "DEPORTED", "OUT_OF_CONTACT"),
        *("INCAPACITATED", "NEGLECTING", "BARRED", "AWAY", "ABLE", "CLOSED"),
    }
    assert {gap for answer in answers if answer for gap in answer["gaps"]} == {
        *("NO_PARENT_RECORDED", "ONE_PARENT_RECORDED", "RESIDENCE_UNKNOWN", "RESIDENCE_FROM_REGISTRATION"),
        *("START_DATE_MISSING", "DISABILITY_COMPONENTS_HIDDEN"),
    }


def test_a_merged_world_answers_like_its_parts():
    many = many_worlds(8, seed=5)
    for told, questions in zip(many.worlds, many.questions, strict=True):
        for question in questions:
            apart = assess(told, question.child_id, question.as_of, question.known_at)
            assert apart == assess(many.merged, question.child_id, question.as_of, question.known_at)


def test_feeds_are_written_as_folders_and_read_back_alike(tmp_path):
    told = merge([Draft(random.Random(7), "A").draw(), Draft(random.Random(8), "B").draw()])
    read = []
    for folder in write_feeds(told, tmp_path):
        feeds = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                feeds[path.stem] = list(csv.DictReader(file))
        read.append(feeds)

    def filled(snapshot):
        return {
            feed: [{column: text for column, text in row.items() if text} for row in rows]
            for feed, rows in snapshot.items()
        }

    assert filled(known(read)) == filled(known(told))


def test_every_boundary_birthday_is_drawn():
    ages = {
        (years, (draft.anchor - birthday(born, years)).days)
        for index in range(200)
        for draft in [Draft(random.Random(index), "B")]
        if draft.draw()
        for births in draft.births.values()
        for born in births
        for years in (0, 16, 18)
    }
    assert {(years, days) for years in (0, 16, 18) for days in (-1, 0, 1)} <= ages
