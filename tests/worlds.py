"""Small random worlds for the comparison of the service with `decision_table.py`.

A world is a handful of people round one to three children, told in one to four deliveries. It is drawn so that equal
dates are common (the day before, the day, the day after; 16th and 18th birthdays; 29 February), that every state and
grade occurs, and that no row breaks a hard check of `feeds.md`.

Worlds with different prefixes share no person, organisation, household or record, so that many of them can live in
one database; only the divisions are common to all.

Left out on purpose, because `feeds.md` does not say what they mean: two versions of one key recorded at the same
instant; a version that repeats an earlier one after another or after a withdrawal; a withdrawal older than the first
of several versions; a record that refers to a person and arrives together with the withdrawal of that person; when a
row without `recorded_at` was recorded that had to wait for the person it refers to.
"""

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from decision_table import THINGS, Row, World, birthday, day, record_key
from hypothesis import strategies as st

DAY = timedelta(days=1)
CHINA = timezone(timedelta(hours=8))

# The days round which a world's dates are drawn. Whoever was born on 29 February 2008 turns 16 on the first of them
# and 18 on the third.
ANCHORS = (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1), date(2025, 6, 30))

# Recorded times as deliveries write them: with an offset, in UTC, without a zone. All lie well before any run.
RECORDED: tuple[str, ...] = (
    "2021-05-01T00:00:00+08:00",
    "2022-05-01T12:30:00+08:00",
    "2023-05-01T04:30:00Z",
    "2024-01-10T09:00:00",
)

# Moments of knowledge worth asking about: now; before anything; at a recorded time; just before one.
KNOWN_AT: tuple[datetime | None, ...] = (
    None,
    datetime(2021, 4, 30, 23, 59, 59, tzinfo=CHINA),
    datetime(2021, 5, 1, tzinfo=CHINA),
    datetime(2022, 5, 1, 12, 30, tzinfo=CHINA),
    datetime(2023, 5, 1, 12, 29, 59, tzinfo=CHINA),
    datetime(2023, 5, 1, 12, 30, tzinfo=CHINA),
    datetime.fromisoformat(RECORDED[3]).astimezone(),
)

HOME, SAME_COUNTY, OTHER_COUNTY, CITY = "990101001001", "990101002003", "990102001001", "440305000000"
DIVISIONS: list[Row] = [
    {"code": code, "name": name, "record_id": f"DIVISION-{code}", "recorded_at": "2020-01-01T00:00:00+08:00"}
    for code, name in {
        "990101000000": "清溪县",
        "990101001000": "和平镇",
        HOME: "上湾村",
        "990101002000": "双桥乡",
        SAME_COUNTY: "下湾村",
        "990102000000": "安河县",
        "990102001000": "柳树镇",
        OTHER_COUNTY: "大桥村",
        CITY: "南山区",
    }.items()
]

CIRCUMSTANCES = (
    *("IMPRISONED", "COMPULSORY_REHABILITATION", "OTHER_DETENTION", "OUT_OF_CONTACT", "DECLARED_MISSING", "DEPORTED"),
    *("NO_CAPACITY", "LIMITED_CAPACITY", "SERIOUS_ILLNESS", "MENTAL_DISORDER", "EMERGENCY", "HOMELESS", "FOUNDLING"),
    *("NEGLECT", "ABUSE", "ABANDONMENT", "REFUSES_DUTY") * 2,
    *("BARRED_CARER", "SELF_SUPPORTING") * 2,
)
BASES = (
    *("TESTAMENT", "AGREEMENT", "DESIGNATION", "COURT"),
    *("TEMPORARY", "CIVIL_AFFAIRS", "VILLAGE_COMMITTEE", "STATUTORY"),
)


@dataclass(frozen=True)
class Question:
    """Assess this child on this day by what was known then (None: now)."""

    child_id: str
    as_of: date
    known_at: datetime | None


@dataclass(frozen=True)
class ManyWorlds:
    """Disjoint worlds, the same worlds merged delivery by delivery, and what to ask of each.

    `questions[i]` belongs to `worlds[i]`. Asking the small world gives the same answer as asking `merged`, sooner.
    """

    merged: World
    worlds: list[World]
    questions: list[list[Question]]


class Draft:
    """One world while it is drawn: all dates and deliveries of the world come from here."""

    def __init__(self, rng: random.Random, prefix: str) -> None:
        self.rng = rng
        self.prefix = prefix
        self.anchor = rng.choice(ANCHORS)
        self.deliveries: list[dict[str, list[Row]]] = [{} for _ in range(rng.choice((1, 2, 2, 3)))]
        # In some worlds a person or organisation arrives only after the records that refer to it.
        self.late = len(self.deliveries) > 1 and rng.random() < 0.25
        self.births: dict[str, list[date]] = {}
        self.young: list[str] = []
        self.keys: set[str] = set()
        self.records = 0
        self.withdrawn_things: list[Row] = []

    # Dates

    def near(self) -> date:
        return self.anchor + self.rng.choice((-400, -1, -1, 0, 0, 0, 1, 1, 400)) * DAY

    def begin(self) -> str:
        long_ago = self.anchor - self.rng.choice((30, 400, 900)) * DAY
        return (long_ago if self.rng.random() < 0.5 else self.near()).isoformat()

    def begin_or_ever(self) -> str:
        return "" if self.rng.random() < 0.2 else self.begin()

    def end(self, begin: str) -> str:
        if self.rng.random() < 0.55:
            return ""
        earliest = day(begin) + DAY if begin else date.min
        return max(self.near(), earliest).isoformat()

    def turning(self, years: int) -> date:
        """A birth date that puts that birthday on the anchor or next to it."""
        if years in (16, 18) and self.rng.random() < 0.3:
            return date(2008, 2, 29)
        return birthday(self.anchor, -years) + self.rng.choice((-1, 0, 0, 1)) * DAY

    # Deliveries

    def deliver(self, delivery: int, feed: str, row: Row) -> None:
        self.deliveries[delivery].setdefault(feed, []).append(row)

    def tell(self, feed: str, draw: Callable[[], dict[str, str]], change: Callable[[], dict[str, str]]) -> None:
        """Tell one record: once, in several versions, twice alike, or withdrawn.

        Args:
            draw: makes a row; a later version of a record with `record_id` may be drawn anew.
            change: columns outside the key that a later version may change.
        """
        rng, thing = self.rng, feed in THINGS
        row = draw()
        row["source"] = rng.choice(("CIVIL_AFFAIRS", "PUBLIC_SECURITY", ""))
        if thing or rng.random() < 0.7:
            self.records += 1
            row["record_id"] = f"{self.prefix}R{self.records}"
        key = record_key(feed, row)
        if key in self.keys:
            return
        self.keys.add(key)

        versions = [row]
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            anew = "record_id" in row and (thing or rng.random() < 0.4)
            version = {**versions[-1], **(draw() if anew else change())}
            if version not in versions:
                versions.append(version)
        order = rng.sample(range(len(self.deliveries)), min(len(versions), len(self.deliveries)))
        if thing and not self.late and 0 not in order:
            order[0] = 0
        # The first recorded time is the likeliest, so that old knowledge answers more than "nothing known".
        times = rng.sample(RECORDED, len(order)) if rng.random() < 0.4 else list(RECORDED[: len(order)])
        if not self.late and rng.random() < 0.2:
            times[rng.randrange(len(times))] = ""
        for delivery, version, recorded_at in zip(order, versions, times, strict=False):
            self.deliver(delivery, feed, {**version, "recorded_at": recorded_at})

        if "record_id" in row and rng.random() < (0.05 if thing else 0.15):
            self.withdraw(row["record_id"], times, thing)
        elif len(order) == 1 and order[0] + 1 < len(self.deliveries) and rng.random() < 0.2:
            self.deliver(order[0] + 1, feed, {**row, "recorded_at": times[0]})

    def withdraw(self, record_id: str, told: Sequence[str], thing: bool) -> None:
        """Take a record back, at a time at which no version of it was recorded."""
        several = len(told) > 1
        first = min(told, key=lambda at: at or "9")
        moments = [at for at in RECORDED if at not in told and not (several and at < first)]
        if not moments:
            return
        row = {"record_id": record_id, "recorded_at": self.rng.choice(moments), "reason": "entered in error"}
        if thing:
            self.withdrawn_things.append(row)
        else:
            self.deliver(self.rng.randrange(len(self.deliveries)), "withdrawals", row)

    # Things

    def person(self, person_id: str, born: date) -> None:
        rng = self.rng
        births = [born] if rng.random() < 0.9 else [born, born + rng.choice((-1, 1)) * DAY]
        self.births[person_id] = births

        def draw() -> dict[str, str]:
            dies = max(self.near(), *births) if len(births) > 1 else max(self.near(), born)
            return {
                "person_id": person_id,
                "name": f"某{person_id}",
                "sex": rng.choice("12"),
                "birth_date": rng.choice(births).isoformat(),
                "death_date": dies.isoformat() if rng.random() < 0.08 else "",
                "registration_division": rng.choice(("", HOME, HOME, OTHER_COUNTY)),
                "residence_division": rng.choice(("", HOME, HOME, SAME_COUNTY, OTHER_COUNTY)),
                **self.more_about_person(),
            }

        self.tell("persons", draw, draw)

    def organisation(self, organisation_id: str) -> None:
        def draw() -> dict[str, str]:
            begin = self.begin_or_ever()
            return {
                "organisation_id": organisation_id,
                "name": f"机构{organisation_id}",
                "kind": self.rng.choice(("CHILD_WELFARE_INSTITUTION", "CIVIL_AFFAIRS_BUREAU", "VILLAGE_COMMITTEE")),
                "division": HOME,
                "from": begin,
                "to": self.end(begin),
            }

        self.tell("organisations", draw, draw)

    # Facts

    def fact(self, feed: str, ever: bool, columns: Callable[[], dict[str, str]]) -> None:
        """A dated fact; `ever`: its start may be unknown."""
        begin = ""

        def draw() -> dict[str, str]:
            nonlocal begin
            begin = self.begin_or_ever() if ever else self.begin()
            return {**columns(), "from": begin, "to": self.end(begin)}

        self.tell(feed, draw, lambda: {"to": self.end(begin)})

    def parentage(self, parent_id: str, child_id: str, kinds: Sequence[str]) -> None:
        born = max(self.births[child_id]).isoformat()

        def draw() -> dict[str, str]:
            begin = self.rng.choice(("", born, born, self.begin()))
            return {
                "parent_id": parent_id,
                "child_id": child_id,
                "kind": self.rng.choice(kinds),
                "from": begin,
                "to": self.end(begin) if self.rng.random() < 0.4 else "",
            }

        self.tell("parentages", draw, lambda: {})

    def guardianship(self, holder_id: str, young: Sequence[str]) -> None:
        self.fact(
            "guardianships",
            True,
            lambda: {"guardian_id": holder_id, "child_id": self.rng.choice(young), "basis": self.rng.choice(BASES)},
        )

    def revocation(self, holder_id: str, young: Sequence[str]) -> None:
        self.fact(
            "revocations",
            False,
            lambda: {
                "guardian_id": holder_id,
                "child_id": self.rng.choice(young),
                "kind": self.rng.choice(("REVOKED", "SUSPENDED")),
            },
        )

    def entrusted_care(self, carer_id: str, young: Sequence[str]) -> None:
        self.fact(
            "entrusted_care",
            False,
            lambda: {
                "carer_id": carer_id,
                "child_id": self.rng.choice(young),
                "written_agreement": self.rng.choice(("Y", "N", "")),
                **self.more_about_care(),
            },
        )

    def circumstance(self, person_id: str, young: Sequence[str], kinds: Sequence[str] = CIRCUMSTANCES) -> None:
        self.fact(
            "circumstances",
            True,
            lambda: {
                "person_id": person_id,
                "kind": self.rng.choice(kinds),
                "toward_child_id": self.rng.choice(["", "", *young]),
                **self.more_about_circumstance(),
            },
        )

    def disability(self, person_id: str, _: Sequence[str]) -> None:
        self.fact(
            "disabilities",
            True,
            lambda: {"person_id": person_id, "type": self.rng.choice("1345677"), "grade": self.rng.choice("12334")},
        )

    def absence(self, person_id: str, _: Sequence[str]) -> None:
        self.fact(
            "absences",
            False,
            lambda: {
                "person_id": person_id,
                "destination_division": self.rng.choice((CITY, CITY, OTHER_COUNTY, SAME_COUNTY)),
                "reason": self.rng.choice(("WORK", "STUDY", "MEDICAL", "OTHER")),
                **self.more_about_absence(),
            },
        )

    def membership(self, person_id: str, houses: Sequence[str]) -> None:
        self.fact("household_members", True, lambda: {"household_id": self.rng.choice(houses), "person_id": person_id})

    # The whole

    def family_of(self, child_id: str, young: Sequence[str], grown: Sequence[str], holders: Sequence[str]) -> None:
        """Everything that makes somebody responsible for one child, or ends it."""
        rng = self.rng
        elders = [person_id for person_id in grown if max(self.births[person_id]) < min(self.births[child_id])]
        parents = rng.sample(elders, min(len(elders), rng.choice((0, 1, 2, 2, 2, 2))))
        for parent_id in parents:
            for _ in range(rng.choice((1, 1, 1, 1, 1, 2))):
                self.parentage(parent_id, child_id, ("BIOLOGICAL", "BIOLOGICAL", "ADOPTIVE"))
        if elders and rng.random() < 0.2:
            self.parentage(rng.choice(elders), child_id, ("STEP",))
        holders = [person_id for person_id in (*holders, *parents, *young) if person_id != child_id]
        people = [person_id for person_id in (*grown, *grown, *young) if person_id != child_id]
        # Somebody who holds anything for the child is mostly a record of this child; a correction may move it.
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            holder = rng.choice(holders)
            self.guardianship(holder, self.mostly(child_id, young, holder))
            if rng.random() < 0.2:
                self.revocation(holder, self.mostly(child_id, young, holder))
        for _ in range(rng.choice((0, 0, 0, 0, 1, 2))):
            holder = rng.choice(parents or holders)
            self.revocation(holder, self.mostly(child_id, young, holder))
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            carer = rng.choice(people)
            self.entrusted_care(carer, self.mostly(child_id, young, carer))
            if rng.random() < 0.15:
                self.circumstance(carer, young, ("BARRED_CARER",))
        if rng.random() < 0.25:
            for parent_id in parents:
                self.absence(parent_id, young)
            self.entrusted_care(rng.choice(people), [child_id])

    def mostly(self, child_id: str, young: Sequence[str], holder_id: str) -> list[str]:
        return [child_id] * 5 + [other for other in young if other not in (child_id, holder_id)]

    def draw(self) -> World:
        rng, prefix = self.rng, self.prefix
        people = [f"{prefix}P{index}" for index in range(rng.randint(3, 12))]
        number_young = rng.randint(1, min(3, len(people) - 2))
        young, grown = people[:number_young], people[number_young:]
        self.young = young
        for person_id in young:
            small = birthday(self.anchor, -rng.randint(1, 14))
            newborn = self.anchor + rng.choice((-1, 0, 1)) * DAY
            self.person(person_id, rng.choice((small, small, self.turning(16), self.turning(18), newborn)))
        for person_id in grown:
            self.person(person_id, self.turning(rng.choice((17, 18, 21, 25, 30, 30, 35, 40, 40, 50, 60, 70))))
        organisations = [f"{prefix}O{index}" for index in range(rng.choice((0, 1, 1, 2)))]
        for organisation_id in organisations:
            self.organisation(organisation_id)
        houses = [f"{prefix}H{index}" for index in range(rng.randint(1, 2))]
        for house in houses:
            self.deliver(
                0, "households", {"household_id": house, "division": self.place_of_house(), "recorded_at": RECORDED[0]}
            )

        for child_id in young:
            self.family_of(child_id, young, grown, [*organisations, *organisations, *grown])
        for person_id in grown:
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                rng.choice((self.circumstance, self.circumstance, self.disability, self.absence))(person_id, young)
        for person_id in young:
            if rng.random() < 0.3:
                self.circumstance(person_id, young, ("SELF_SUPPORTING", "SELF_SUPPORTING", "FOUNDLING"))
        for person_id in people:
            if rng.random() < 0.6:
                self.membership(person_id, houses)
        self.more(young, grown, houses)
        if self.withdrawn_things:
            self.deliveries.append({"withdrawals": self.withdrawn_things})
        return [{"divisions": DIVISIONS, **self.deliveries[0]}, *self.deliveries[1:]]

    # What other proofs tell besides; nothing here, so that these worlds stay as they are.

    def more_about_person(self) -> dict[str, str]:
        return {}

    def more_about_care(self) -> dict[str, str]:
        return {}

    def more_about_circumstance(self) -> dict[str, str]:
        return {}

    def more_about_absence(self) -> dict[str, str]:
        return {}

    def place_of_house(self) -> str:
        return HOME

    def more(self, young: Sequence[str], grown: Sequence[str], houses: Sequence[str]) -> None:
        """Further facts about these people."""

    def questions(self) -> list[Question]:
        """A few questions about the young, and one other who may be a child, on the days round the anchor."""
        rng = self.rng
        days = [self.anchor + offset * DAY for offset in (-1, 0, 1)]
        earliest = birthday(self.anchor, -18) - 2 * DAY
        minors = [person_id for person_id, births in self.births.items() if max(births) >= earliest]
        asked = {*self.young, *minors[-1:]}
        return [
            Question(person_id, as_of, known_at)
            for person_id in sorted(asked)
            for as_of in days
            for known_at in (None, rng.choice(KNOWN_AT[1:]))
        ]


@st.composite
def worlds(draw: st.DrawFn, prefix: str = "W") -> tuple[World, list[Question]]:
    """A world whose ids all begin with the prefix, with questions about it; shrinks like any hypothesis value."""
    draft = Draft(draw(st.randoms(use_true_random=False)), prefix)
    return draft.draw(), draft.questions()


def merge(several: Sequence[World]) -> World:
    """Disjoint worlds as one: the first deliveries together, the second ones together, and so on."""
    merged: list[dict[str, list[Row]]] = [{} for _ in range(max(len(world) for world in several))]
    for world in several:
        for delivery, feeds in zip(merged, world, strict=False):
            for feed, rows in feeds.items():
                if feed != "divisions":
                    delivery.setdefault(feed, []).extend(rows)
    return [{"divisions": DIVISIONS, **merged[0]}, *merged[1:]]


def many_worlds(n: int, seed: int, draft: type[Draft] = Draft) -> ManyWorlds:
    """So many disjoint worlds, always the same for one seed; ids begin with `W0-`, `W1-` and so on."""
    drafts = [draft(random.Random(f"{seed}/{index}"), f"W{index}-") for index in range(n)]
    drawn = [draft.draw() for draft in drafts]
    return ManyWorlds(merge(drawn), drawn, [draft.questions() for draft in drafts])


def write_feeds(world: World, folder: Path) -> list[Path]:
    """Write each delivery as a folder of CSV feeds, `folder/delivery-1` and so on, to be imported in this order."""
    paths: list[Path] = []
    for number, feeds in enumerate(world, start=1):
        path = folder / f"delivery-{number}"
        path.mkdir(parents=True)
        for feed, rows in feeds.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (path / f"{feed}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="")
                writer.writeheader()
                writer.writerows(rows)
        paths.append(path)
    return paths
