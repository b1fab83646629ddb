"""A second, independent reading of the decision table, for tests only: plain, slow, to be read beside the law.

What is read is `guardianship.md` sections 1-4 and, for recorded time, `feeds.md`. Nothing here is shared with the
service: where both agree on a world, two people have read the page alike.

A **world** is a list of deliveries in the order in which they were imported; a delivery maps a feed (the file name
without its ending) to its rows; a row maps column to text exactly as in the CSV file. Rows are taken as accepted: no
row breaks a hard check of `feeds.md`.

One question that the page leaves open is answered here so: what exactly is a record's key when it has no `record_id`.
See `record_key`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

Row = Mapping[str, str]
Feeds = Mapping[str, Sequence[Row]]
World = Sequence[Feeds]
Snapshot = dict[str, list[Row]]

# Feeds that describe a thing, which is known by its id whatever record described it.
THINGS = {
    "persons": "person_id",
    "households": "household_id",
    "schools": "school_id",
    "organisations": "organisation_id",
    "divisions": "code",
    "workers": "worker_id",
}

# Feeds that state a fact: their required columns (feeds.md), which together with `from` are the key of a row.
FACTS = {
    "household_members": ("household_id", "person_id"),
    "parentages": ("parent_id", "child_id", "kind"),
    "guardianships": ("guardian_id", "child_id", "basis"),
    "revocations": ("guardian_id", "child_id", "kind"),
    "entrusted_care": ("carer_id", "child_id"),
    "circumstances": ("person_id", "kind"),
    "disabilities": ("person_id", "type", "grade"),
    "absences": ("person_id", "destination_division"),
    "enrolments": ("person_id", "school_id", "stage", "status"),
    "attendance": ("person_id", "school_id", "month", "days_absent"),
    "benefits": ("person_id", "household_id", "programme"),
    "marriages": ("person_id", "spouse_id"),
    "support_ties": ("person_id", "supporter_id", "kind"),
}

DETENTION = ("IMPRISONED", "COMPULSORY_REHABILITATION", "OTHER_DETENTION")
INCAPACITY = ("NO_CAPACITY", "LIMITED_CAPACITY", "SERIOUS_ILLNESS")
NEGLECT = ("NEGLECT", "ABUSE", "ABANDONMENT", "REFUSES_DUTY")

INTELLECTUAL, MENTAL, MULTIPLE = "5", "6", "7"

LEGAL_PARENTAGE = ("BIOLOGICAL", "ADOPTIVE")

# The state is one of rows 1-8 of section 3.
ROWS_1_TO_8 = (
    "DECEASED",
    "DECLARED_MISSING",
    "REVOKED",
    "MINOR",
    "DETAINED",
    "DEPORTED",
    "OUT_OF_CONTACT",
    "INCAPACITATED",
)


# -- time ------------------------------------------------------------------------------------------------------------


def day(text: str) -> date:
    """The day that a feed writes as `2026-11-01`, `2026/11/01` or `20261101`."""
    digits = text.strip().replace("-", "").replace("/", "")
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def moment(text: str) -> datetime:
    """The instant of a timestamp; one without a zone is in the zone of this machine."""
    return datetime.fromisoformat(text.strip()).astimezone()


def holds(row: Row, on: date) -> bool:
    """Section 1: `from <= D` and (`to` empty or `D < to`); an empty `from` is "since ever"."""
    begins, ends = row.get("from", ""), row.get("to", "")
    return (not begins or day(begins) <= on) and (not ends or on < day(ends))


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on that day turns so many years old; 29 February counts as 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born: date, on: date) -> int:
    """Whole years by calendar birthday; negative before the birth."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


# -- recorded time ---------------------------------------------------------------------------------------------------


def record_key(feed: str, row: Row) -> str:
    """The key by which a row is known: the id of a thing; of a fact its `record_id`, else `feed:column|…|from`."""
    if feed in THINGS:
        return row[THINGS[feed]]
    if row.get("record_id"):
        return row["record_id"]
    return feed + ":" + "|".join([*(row.get(column, "") for column in FACTS[feed]), row.get("from", "")])


def known(world: World, known_at: datetime | None = None, import_times: Sequence[datetime] | None = None) -> Snapshot:
    """The rows that the service believed at a recorded time, at most one per key.

    Args:
        world: all deliveries.
        known_at: recorded time with a zone; None: after everything.
        import_times: when each delivery was imported, which is the recorded time of its rows that give none. Without
            it they were recorded after every moment that can be asked for except None, delivery by delivery.
    """

    def recorded(row: Row, delivery: int) -> datetime:
        if row.get("recorded_at"):
            return moment(row["recorded_at"])
        if import_times:
            return import_times[delivery]
        return datetime(9000, 1, 1 + delivery).astimezone()

    withdrawn: dict[str, list[datetime]] = {}
    versions: dict[tuple[str, str], list[tuple[datetime, int, Row]]] = {}
    for delivery, feeds in enumerate(world):
        for row in feeds.get("withdrawals", ()):
            withdrawn.setdefault(row["record_id"], []).append(recorded(row, delivery))
        for feed in (*THINGS, *FACTS):
            for row in feeds.get(feed, ()):
                of_this_key = versions.setdefault((feed, record_key(feed, row)), [])
                of_this_key.append((recorded(row, delivery), delivery, row))

    snapshot: Snapshot = {feed: [] for feed in (*THINGS, *FACTS)}
    for (feed, _), of_this_key in versions.items():
        first = min(at for at, _, _ in of_this_key)
        # A withdrawal that was recorded before the row was takes effect as soon as the row is there.
        ends = [
            (max(at, first), len(world), None)
            for record_id in {row.get("record_id", "") for _, _, row in of_this_key}
            for at in withdrawn.get(record_id, ())
        ]
        history = sorted([*of_this_key, *ends], key=lambda event: event[:2])
        believed: Row | None = None
        for at, _, row in history:
            if known_at is None or at <= known_at:
                believed = row
        if believed is not None:
            snapshot[feed].append(believed)
    return snapshot


# -- section 1: who is a child ---------------------------------------------------------------------------------------


def person(facts: Snapshot, person_id: str) -> Row | None:
    """The person's own row, or None when it was not known."""
    return next((row for row in facts["persons"] if row["person_id"] == person_id), None)


def dead(row: Row | None, on: date) -> bool:
    """Whether the death date is on or before the day."""
    return row is not None and bool(row.get("death_date")) and day(row["death_date"]) <= on


def is_child(row: Row | None, on: date) -> bool:
    """Alive, born on or before the day, and under 18 on it."""
    if row is None or dead(row, on):
        return False
    born = day(row["birth_date"])
    return born <= on < birthday(born, 18)


def county(division: str) -> str:
    """The county of a 12-digit division code."""
    return division[:6]


# -- section 2: who is responsible -----------------------------------------------------------------------------------


def open_rows(facts: Snapshot, feed: str, on: date, **columns: str) -> list[Row]:
    """The rows of a feed that hold on the day and have these values."""
    return [
        row
        for row in facts[feed]
        if holds(row, on) and all(row.get(column, "") == value for column, value in columns.items())
    ]


def roles(facts: Snapshot, child_id: str, on: date) -> dict[tuple[str, str], list[Row]]:
    """The open records that make somebody responsible, by (kind, id): one entry per role and holder."""
    entries: dict[tuple[str, str], list[Row]] = {}
    for row in open_rows(facts, "parentages", on, child_id=child_id):
        if row["kind"] in LEGAL_PARENTAGE:
            entries.setdefault(("PARENT", row["parent_id"]), []).append(row)
    for row in open_rows(facts, "guardianships", on, child_id=child_id):
        entries.setdefault(("GUARDIAN", row["guardian_id"]), []).append(row)
    for row in open_rows(facts, "entrusted_care", on, child_id=child_id):
        entries.setdefault(("CARER", row["carer_id"]), []).append(row)
    return entries


FEED_OF_ROLE = {"PARENT": "parentages", "GUARDIAN": "guardianships", "CARER": "entrusted_care"}


# -- section 3: ability of a responsible adult -----------------------------------------------------------------------


def severe(disability: Row) -> bool:
    """Row 8: grade 1-2 of any type, or grade 3-4 of type intellectual or mental."""
    return disability["grade"] in ("1", "2") or disability["type"] in (INTELLECTUAL, MENTAL)


def shares_household(facts: Snapshot, one: str, other: str, on: date) -> bool:
    """Whether both are open members of one household on the day."""
    houses = [
        {row["household_id"] for row in open_rows(facts, "household_members", on, person_id=person_id)}
        for person_id in (one, other)
    ]
    return bool(houses[0] & houses[1])


def residence(child: Row) -> str:
    """The division in which the child lives as far as known: of residence, else of registration, else empty."""
    return child.get("residence_division", "") or child.get("registration_division", "")


def ability(
    facts: Snapshot, child: Row, kind: str, holder_id: str, role: list[Row], on: date
) -> tuple[str, list[tuple[str, Row]]]:
    """The first row of section 3 that matches, with the records (feed, row) that decided it."""
    child_id = child["person_id"]
    holder = person(facts, holder_id)

    def circumstances(*kinds: str) -> list[tuple[str, Row]]:
        rows = open_rows(facts, "circumstances", on, person_id=holder_id)
        return [("circumstances", row) for row in rows if row["kind"] in kinds]

    def row_1_deceased() -> list[tuple[str, Row]]:
        return [("persons", holder)] if holder is not None and dead(holder, on) else []

    def row_2_declared_missing() -> list[tuple[str, Row]]:
        return circumstances("DECLARED_MISSING")

    def row_3_revoked() -> list[tuple[str, Row]]:
        rows = open_rows(facts, "revocations", on, guardian_id=holder_id, child_id=child_id)
        return [("revocations", row) for row in rows]

    def row_4_minor() -> list[tuple[str, Row]]:
        if holder is None or age(day(holder["birth_date"]), on) >= 18 or circumstances("SELF_SUPPORTING"):
            return []
        return [("persons", holder)]

    def row_5_detained() -> list[tuple[str, Row]]:
        return circumstances(*DETENTION)

    def row_6_deported() -> list[tuple[str, Row]]:
        return circumstances("DEPORTED")

    def row_7_out_of_contact() -> list[tuple[str, Row]]:
        return circumstances("OUT_OF_CONTACT")

    def row_8_incapacitated() -> list[tuple[str, Row]]:
        disabilities = open_rows(facts, "disabilities", on, person_id=holder_id)
        return circumstances(*INCAPACITY) + [("disabilities", row) for row in disabilities if severe(row)]

    def row_9_neglecting() -> list[tuple[str, Row]]:
        return [
            (feed, row) for feed, row in circumstances(*NEGLECT) if row.get("toward_child_id", "") in ("", child_id)
        ]

    def barred() -> list[tuple[str, Row]]:
        return circumstances("BARRED_CARER") if kind == "CARER" else []

    def row_10_away() -> list[tuple[str, Row]]:
        if shares_household(facts, holder_id, child_id, on):
            return []
        home = residence(child)
        return [
            ("absences", row)
            for row in open_rows(facts, "absences", on, person_id=holder_id)
            if not home or county(row["destination_division"]) != county(home)
        ]

    table: list[tuple[str, Callable[[], list[tuple[str, Row]]]]] = [
        ("DECEASED", row_1_deceased),
        ("DECLARED_MISSING", row_2_declared_missing),
        ("REVOKED", row_3_revoked),
        ("MINOR", row_4_minor),
        ("DETAINED", row_5_detained),
        ("DEPORTED", row_6_deported),
        ("OUT_OF_CONTACT", row_7_out_of_contact),
        ("INCAPACITATED", row_8_incapacitated),
        ("NEGLECTING", row_9_neglecting),
        ("BARRED", barred),
        ("AWAY", row_10_away),
    ]
    for state, matches in table:
        records = matches()
        if records:
            return state, records
    return "ABLE", [(FEED_OF_ROLE[kind], row) for row in role]


def organisation_ability(
    facts: Snapshot, child_id: str, organisation_id: str, role: list[Row], on: date
) -> tuple[str, list[tuple[str, Row]]]:
    """`CLOSED` when it is known and not open on the day, then `REVOKED`, else `ABLE`."""
    closed = [
        ("organisations", row)
        for row in facts["organisations"]
        if row["organisation_id"] == organisation_id and not holds(row, on)
    ]
    if closed:
        return "CLOSED", closed
    revocations = open_rows(facts, "revocations", on, guardian_id=organisation_id, child_id=child_id)
    if revocations:
        return "REVOKED", [("revocations", row) for row in revocations]
    return "ABLE", [("guardianships", row) for row in role]


# -- section 4: the grade --------------------------------------------------------------------------------------------


def grade_of(child: Row, states: list[tuple[str, str]], facts: Snapshot, on: date) -> str:
    """The first row of section 4 that matches; states are (kind, state) of everybody responsible."""
    old_enough = age(day(child["birth_date"]), on) >= 16
    if old_enough and open_rows(facts, "circumstances", on, person_id=child["person_id"], kind="SELF_SUPPORTING"):
        return "NOT_REQUIRED"
    guardians = [state for kind, state in states if kind != "CARER"]
    carers = [state for kind, state in states if kind == "CARER"]
    if "ABLE" in guardians:
        return "EFFECTIVE"
    if "AWAY" in guardians:
        return "ENTRUSTED" if "ABLE" in carers else "ABSENT"
    return "NONE" if guardians else "UNKNOWN"


IS_EFFECTIVE = {
    "NOT_REQUIRED": None,
    "EFFECTIVE": True,
    "ENTRUSTED": True,
    "ABSENT": False,
    "NONE": False,
    "UNKNOWN": False,
}


def assess(
    world: World,
    child_id: str,
    as_of: date,
    known_at: datetime | None = None,
    import_times: Sequence[datetime] | None = None,
) -> dict[str, Any] | None:
    """What the decision table says of one child on one day, by what was known at one recorded time.

    Returns:
        None when that person is not a child on the day, or was not known then; else a mapping with childId, asOf,
        grade, effective (True, False, or None where guardianship is not required), responsible (one mapping per role
        and holder: id, kind, state, records), deFactoCarers (ids) and gaps (codes). `records` are the keys
        (`record_key`) of the records that decided the state; for `ABLE`, of those that give the role.
    """
    return judge(known(world, known_at, import_times), child_id, as_of, organisations(world))


def organisations(world: World) -> set[str]:
    """The ids of all organisations that were ever told of."""
    return {row["organisation_id"] for feeds in world for row in feeds.get("organisations", ())}


def judge(facts: Snapshot, child_id: str, as_of: date, organisations: set[str]) -> dict[str, Any] | None:
    """`assess` by facts that are known already."""
    child = person(facts, child_id)
    if child is None or not is_child(child, as_of):
        return None

    responsible: list[dict[str, Any]] = []
    undated = False
    components_hidden = False
    for (kind, holder_id), role in roles(facts, child_id, as_of).items():
        if holder_id in organisations:
            state, records = organisation_ability(facts, child_id, holder_id, role, as_of)
        else:
            state, records = ability(facts, child, kind, holder_id, role, as_of)
        keys = sorted({record_key(feed, row) for feed, row in records})
        responsible.append({"id": holder_id, "kind": kind, "state": state, "records": keys})
        undated = undated or any(
            feed in ("circumstances", "disabilities") and not row.get("from", "") for feed, row in records
        )
        multiple = open_rows(facts, "disabilities", as_of, person_id=holder_id, type=MULTIPLE)
        if state not in ROWS_1_TO_8 and any(row["grade"] in ("3", "4") for row in multiple):
            components_hidden = True

    responsible.sort(key=lambda entry: (("PARENT", "GUARDIAN", "CARER").index(entry["kind"]), entry["id"]))
    grade = grade_of(child, [(entry["kind"], entry["state"]) for entry in responsible], facts, as_of)

    parents_ever = {
        row["parent_id"]
        for row in facts["parentages"]
        if row["child_id"] == child_id and row["kind"] in LEGAL_PARENTAGE
    }
    gaps = {
        "NO_PARENT_RECORDED": len(parents_ever) == 0,
        "ONE_PARENT_RECORDED": len(parents_ever) == 1,
        "RESIDENCE_UNKNOWN": not residence(child),
        "RESIDENCE_FROM_REGISTRATION": bool(residence(child)) and not child.get("residence_division", ""),
        "START_DATE_MISSING": undated,
        "DISABILITY_COMPONENTS_HIDDEN": components_hidden,
    }
    carers = [entry["id"] for entry in responsible if entry["kind"] == "CARER"]
    return {
        "childId": child_id,
        "asOf": as_of.isoformat(),
        "grade": grade,
        "effective": IS_EFFECTIVE[grade],
        "responsible": responsible,
        "deFactoCarers": sorted(carers) if grade == "NONE" else [],
        "gaps": sorted(code for code, present in gaps.items() if present),
    }


def children(
    world: World,
    as_of: date,
    known_at: datetime | None = None,
    import_times: Sequence[datetime] | None = None,
) -> list[str]:
    """The ids of everybody who was a child on the day by what was known, sorted."""
    facts = known(world, known_at, import_times)
    return sorted(row["person_id"] for row in facts["persons"] if is_child(row, as_of))
