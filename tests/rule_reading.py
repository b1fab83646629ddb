"""A second, independent reading of `guardianship.md` sections 5 and 6, for tests only: plain and slow.

It stands on `decision_table.py` for who is a child, who is responsible, in which state and of which grade. Where the
page leaves a reading open, ours is in `docs/decisions/0008-readings-of-the-rules.md`.
"""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from decision_table import (
    Row,
    Snapshot,
    age,
    day,
    dead,
    holds,
    is_child,
    judge,
    open_rows,
    person,
    severe,
    shares_household,
)

DETENTION = ("IMPRISONED", "COMPULSORY_REHABILITATION", "OTHER_DETENTION")
LOST = (
    "DEPORTED",
    "OUT_OF_CONTACT",
    "NO_CAPACITY",
    "LIMITED_CAPACITY",
    "SERIOUS_ILLNESS",
    "DECLARED_MISSING",
    *DETENTION,
)

Answers = dict[str, Any]


def plus_months(start: date, months: int) -> date:
    """The corresponding day so many months later, else the last of that month (Civil Code art. 202)."""
    number = start.year * 12 + start.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def lasted(row: Row, months: int, on: date) -> bool:
    """Whether a fact has held for so many months; one without a start has held since ever."""
    return not row.get("from") or plus_months(day(row["from"]), months) <= on


class Reading:
    """One child on one day, by facts that are known already.

    Args:
        definition: of left-behind children: POLICY, SCHOOL or CENSUS.
    """

    def __init__(
        self, facts: Snapshot, child_id: str, on: date, organisations: set[str], definition: str = "POLICY"
    ) -> None:
        self.facts, self.id, self.on, self.organisations, self.definition = (
            facts,
            child_id,
            on,
            organisations,
            definition,
        )
        assessed = judge(facts, child_id, on, organisations)
        child = person(facts, child_id)
        if assessed is None or child is None:
            raise ValueError("not a child")
        self.child, self.grade = child, assessed["grade"]
        self.responsible: list[Mapping[str, Any]] = assessed["responsible"]
        self.guardians = [one for one in self.responsible if one["kind"] != "CARER"]
        self.age = age(day(child["birth_date"]), on)
        self.parents = sorted(
            {
                row["parent_id"]
                for row in open_rows(facts, "parentages", on, child_id=child_id)
                if row["kind"] in ("BIOLOGICAL", "ADOPTIVE")
            }
        )

    def of(self, feed: str, **columns: str) -> list[Row]:
        return open_rows(self.facts, feed, self.on, **columns)

    def circumstances(self, who: str, *kinds: str) -> list[Row]:
        return [row for row in self.of("circumstances", person_id=who) if row["kind"] in kinds]

    def severely_disabled(self, who: str) -> bool:
        return any(severe(row) for row in self.of("disabilities", person_id=who))

    def homes(self, who: str) -> set[str]:
        return {row["household_id"] for row in self.of("household_members", person_id=who)}

    # -- section 6: both parents together

    def custody(self, row: Row) -> bool | None:
        """Whether a detention is one of 6 months; None when neither term nor start is known."""
        if row.get("term_months"):
            return int(row["term_months"]) >= 6
        if not row.get("from"):
            return None
        half_a_year = plus_months(day(row["from"]), 6)
        return half_a_year <= self.on or bool(row.get("to") and half_a_year <= day(row["to"]))

    def status(self, parent: str) -> tuple[str, bool]:
        """GONE, SITUATION, OK or UNKNOWN; and whether one UNKNOWN could be gone."""
        row = person(self.facts, parent)
        if dead(row, self.on):
            return "GONE", False
        detained = self.circumstances(parent, *DETENTION)
        if self.circumstances(parent, "DECLARED_MISSING"):
            return ("UNKNOWN", True) if detained else ("GONE", False)
        custody = [self.custody(each) for each in detained]
        contact = [
            None if not each.get("from") else lasted(each, 6, self.on)
            for each in self.circumstances(parent, "OUT_OF_CONTACT")
        ]
        revoked = self.of("revocations", guardian_id=parent, child_id=self.id, kind="REVOKED")
        listed = [
            self.severely_disabled(parent),
            bool(self.circumstances(parent, "SERIOUS_ILLNESS", "DEPORTED")),
            bool(revoked),
            True in custody,
            True in contact,
        ]
        if any(listed):
            return "SITUATION", False
        if None in custody or None in contact:
            return "UNKNOWN", False
        return ("UNKNOWN", True) if row is None else ("OK", False)

    def both_parents(self) -> tuple[str, bool]:
        """ORPHAN, DE_FACTO_UNATTENDED, NEITHER or UNDETERMINED; and whether the child may be an orphan."""
        if self.circumstances(self.id, "FOUNDLING"):
            return "ORPHAN", True
        found = [self.status(parent) for parent in self.parents]
        found += [("UNKNOWN", True)] * (2 - len(found))
        names = [name for name, _ in found]
        if "OK" in names:
            return "NEITHER", False
        # Any two of them may be the parents.
        pairs = [(one, other) for place, one in enumerate(found) for other in found[place + 1 :]]
        orphan = any(all(name == "GONE" or could for name, could in pair) for pair in pairs)
        if "UNKNOWN" in names:
            return "UNDETERMINED", orphan
        answers = {"ORPHAN" if one[0] == other[0] == "GONE" else "DE_FACTO_UNATTENDED" for one, other in pairs}
        return (answers.pop(), orphan) if len(answers) == 1 else ("UNDETERMINED", orphan)

    def hidden(self) -> bool:
        names = {parent: self.status(parent)[0] for parent in self.parents}
        if sorted(names.values()) != ["GONE", "OK"]:
            return False
        other = next(parent for parent, name in names.items() if name == "OK")
        contacts = [
            day(row["last_contact"])
            for row in self.facts["absences"]
            if row["person_id"] == other and row.get("last_contact")
        ]
        recent = [each for each in contacts if each <= self.on < plus_months(each, 6)]
        return not recent and not shares_household(self.facts, other, self.id, self.on)

    # -- section 6: the others

    def out_since(self, parent: str) -> date | None:
        """Since when a living parent is outside the child's county; a gap of up to 30 days is a visit home."""
        if dead(person(self.facts, parent), self.on):
            return None
        home = (self.child.get("residence_division") or self.child.get("registration_division") or "")[:6]
        away = [
            row
            for row in self.facts["absences"]
            if row["person_id"] == parent
            and day(row["from"]) <= self.on
            and (not home or row["destination_division"][:6] != home)
        ]
        if not any(holds(row, self.on) for row in away):
            return None
        begun = self.on
        for row in sorted(away, key=lambda row: day(row["from"]), reverse=True):
            if not row.get("to") or day(row["to"]) + timedelta(days=30) >= begun:
                begun = min(begun, day(row["from"]))
        return begun

    def left_behind(self) -> bool:
        months = {"POLICY": 6, "SCHOOL": 3, "CENSUS": 6}[self.definition]
        since = {parent: self.out_since(parent) for parent in self.parents}
        out = {parent for parent, begun in since.items() if begun and plus_months(begun, months) <= self.on}
        if not out:
            return False
        if self.definition == "CENSUS":
            return True
        if self.definition == "SCHOOL":
            stages = {row["stage"].upper() for row in self.of("enrolments", person_id=self.id, status="ENROLLED")}
            return bool(stages & {"PRIMARY", "JUNIOR_SECONDARY"})
        incapable = {
            one["id"] for one in self.responsible if one["kind"] == "PARENT" and one["state"] not in ("AWAY", "ABLE")
        }
        rural = self.child.get("registration_type") == "RURAL"
        return (
            self.age < 16 and rural and len(self.parents) == 2 and all(each in out | incapable for each in self.parents)
        )

    def migrant(self) -> bool:
        registered = (self.child.get("registration_division") or "")[:6]
        if not registered or self.age >= 16:
            return False
        guardians = {one["id"] for one in self.guardians if not dead(person(self.facts, one["id"]), self.on)}
        for row in self.of("household_members", person_id=self.id):
            house = next(each for each in self.facts["households"] if each["household_id"] == row["household_id"])
            if house["division"][:6] != registered and lasted(row, 6, self.on):
                with_it = {each["person_id"] for each in self.of("household_members", household_id=row["household_id"])}
                if with_it & guardians:
                    return True
        return False

    def alone(self) -> bool:
        homes = self.homes(self.id)
        if self.age >= 16 or not homes:
            return False
        for row in self.facts["household_members"]:
            if row["household_id"] in homes and row["person_id"] != self.id and holds(row, self.on):
                other = person(self.facts, row["person_id"])
                if other is None or (not dead(other, self.on) and age(day(other["birth_date"]), self.on) >= 18):
                    return False
        return True

    def needs_special_care(self) -> bool:
        return self.severely_disabled(self.id) or bool(
            self.circumstances(self.id, "SERIOUS_ILLNESS", "MENTAL_DISORDER")
        )

    def harms(self, who: str, *kinds: str) -> bool:
        return any(row.get("toward_child_id", "") in ("", self.id) for row in self.circumstances(who, *kinds))

    def temporary(self) -> list[str]:
        if not self.guardians:
            return ["NOT_FOUND"] if self.circumstances(self.id, "HOMELESS", "FOUNDLING") else []
        states = {one["state"] for one in self.guardians}
        hit_by_emergency = {
            one["id"]
            for one in self.guardians
            if one["id"] not in self.organisations and self.circumstances(one["id"], "EMERGENCY")
        }
        gap = not any(one["state"] in ("ABLE", "AWAY") and one["id"] not in hit_by_emergency for one in self.guardians)
        neglecting = [one["id"] for one in self.guardians if one["state"] == "NEGLECTING"]
        public = any(
            row["basis"] in ("TEMPORARY", "CIVIL_AFFAIRS") and one["state"] == "ABLE"
            for one in self.guardians
            if one["kind"] == "GUARDIAN"
            for row in self.of("guardianships", guardian_id=one["id"], child_id=self.id)
        )
        own = {"DETAINED", "DEPORTED", "INCAPACITATED", "MINOR", "CLOSED"}
        limbs = {
            "OUT_OF_CONTACT": gap and bool(states & {"OUT_OF_CONTACT", "DECLARED_MISSING"}),
            "OWN_OR_EMERGENCY": gap and bool(hit_by_emergency or states & own),
            "NEGLECT": gap and any(self.harms(one, "NEGLECT", "ABANDONMENT", "REFUSES_DUTY") for one in neglecting),
            "HARM": not public and any(self.harms(one, "ABUSE") for one in neglecting),
        }
        return [limb for limb, holds_ in limbs.items() if holds_]

    def long_term(self) -> list[str]:
        states = {one["state"] for one in self.guardians}
        if not states:
            return ["NOT_FOUND"] if self.circumstances(self.id, "FOUNDLING") else []
        if states == {"DECLARED_MISSING"}:
            return ["NOT_FOUND"]
        if states - {"DECEASED", "DECLARED_MISSING", "INCAPACITATED", "REVOKED"}:
            return []
        near = [row for row in self.of("parentages") if row["kind"] != "STEP"]
        kin = {row["parent_id"] for row in near if row["child_id"] in self.parents}
        kin |= {row["child_id"] for row in near if row["parent_id"] in self.parents}
        return [] if any(map(self.could_be_guardian, kin)) else ["NOBODY_LEFT"]

    def could_be_guardian(self, who: str) -> bool:
        row = person(self.facts, who)
        if row is None or dead(row, self.on) or age(day(row["birth_date"]), self.on) < 18:
            return False
        return not self.circumstances(who, *LOST) and not self.severely_disabled(who)

    def out_of_school(self) -> bool:
        if not 6 <= self.age <= 15 or self.severely_disabled(self.id) or self.circumstances(self.id, "SERIOUS_ILLNESS"):
            return False
        statuses = {row["status"] for row in self.of("enrolments", person_id=self.id)}
        if "DROPPED_OUT" in statuses or not statuses & {"ENROLLED", "SUSPENDED"}:
            return True
        for row in self.facts["attendance"]:
            first = day(row["month"] + "-01")
            within = first <= self.on and plus_months(first, 1) > self.on - timedelta(days=30)
            if row["person_id"] == self.id and within and int(row["days_absent"]) > 10:
                return True
        return False

    def supported(self) -> bool:
        homes = self.homes(self.id)
        members = {row["person_id"] for row in self.of("household_members") if row["household_id"] in homes}
        return any(
            row["programme"] in ("SUBSISTENCE_ALLOWANCE", "EXTREME_POVERTY_SUPPORT")
            and (row.get("person_id") in members | {self.id} or row.get("household_id") in homes)
            for row in self.of("benefits")
        )

    def not_carried(self, row: Row) -> bool:
        capable = any(one["kind"] == "PARENT" and one["state"] in ("ABLE", "AWAY") for one in self.responsible)
        entrusted = {one["id"] for one in self.responsible if one["kind"] == "CARER"}
        return (
            (row["basis"] == "TESTAMENT" and capable)
            or (row["basis"] == "AGREEMENT" and capable and row["guardian_id"] not in self.parents)
            or row["guardian_id"] in entrusted
        )

    def categories(self) -> Answers:
        verdict, may_be_orphan = self.both_parents()
        found: Answers = {}
        if verdict == "ORPHAN" or (verdict == "UNDETERMINED" and may_be_orphan):
            found["ORPHAN"] = "yes" if verdict == "ORPHAN" else "undetermined"
        if verdict in ("DE_FACTO_UNATTENDED", "UNDETERMINED"):
            found["DE_FACTO_UNATTENDED"] = "yes" if verdict == "DE_FACTO_UNATTENDED" else "undetermined"
        able = any(one["state"] == "ABLE" for one in self.responsible)
        temporary, long_term = self.temporary(), self.long_term()
        plain = {
            "HIDDEN_DE_FACTO_UNATTENDED": self.hidden(),
            "LEFT_BEHIND": self.left_behind(),
            "LEFT_BEHIND_UNATTENDED": self.left_behind() and self.grade in ("ABSENT", "NONE"),
            "MIGRANT_CHILD": self.migrant(),
            "LIVING_ALONE": self.alone(),
            "UNATTENDED_UNDER_8": (self.age < 8 or self.needs_special_care()) and not able,
            "TEMPORARY_GUARDIANSHIP_DUE": bool(temporary),
            "LONG_TERM_GUARDIANSHIP_DUE": bool(long_term),
            "OUT_OF_SCHOOL": self.out_of_school(),
            "NO_HOUSEHOLD_REGISTRATION": not self.child.get("registration_division"),
            "GUARDIANSHIP_NOT_CARRIED": any(map(self.not_carried, self.of("guardianships", child_id=self.id))),
        }
        found |= {rule: "yes" for rule, holds_ in plain.items() if holds_}
        protective = (
            *("ORPHAN", "DE_FACTO_UNATTENDED", "LEFT_BEHIND_UNATTENDED", "LIVING_ALONE"),
            *("UNATTENDED_UNDER_8", "TEMPORARY_GUARDIANSHIP_DUE", "LONG_TERM_GUARDIANSHIP_DUE"),
        )
        if (
            any(found.get(rule) == "yes" for rule in protective)
            or self.of("disabilities", person_id=self.id)
            or self.circumstances(self.id, "SERIOUS_ILLNESS")
            or self.supported()
        ):
            found["IN_DIFFICULTY"] = "yes"
        if temporary:
            found["limbs of art. 92"] = sorted(temporary)
        if long_term:
            found["limbs of art. 94"] = sorted(long_term)
        return found

    # -- section 5

    def wards(self, who: str) -> int:
        ids: set[str] = set()
        for feed, column in (
            ("parentages", "parent_id"),
            ("guardianships", "guardian_id"),
            ("entrusted_care", "carer_id"),
        ):
            ids |= {row["child_id"] for row in self.of(feed, **{column: who}) if row.get("kind") != "STEP"}
        return sum(is_child(person(self.facts, each), self.on) for each in ids)

    def warnings(self) -> Answers:
        if self.grade not in ("EFFECTIVE", "ENTRUSTED"):
            return {}
        able = {one["id"] for one in self.responsible if one["state"] == "ABLE"}
        adults = able - self.organisations
        ages = [age(day(row["birth_date"]), self.on) if (row := person(self.facts, each)) else 0 for each in adults]
        care = self.of("entrusted_care", child_id=self.id)
        away = {one["id"] for one in self.guardians if one["state"] == "AWAY"}
        plain = {
            "SOLE_ADULT": len(adults) == 1,
            "ELDERLY_CARER": bool(ages) and min(ages) >= 65,
            "OVERLOADED_CARER": any(self.wards(each) > 4 for each in adults),
            "DISABLED_CARER": len(able) == 1
            and any(row["grade"] in "34" for each in adults for row in self.of("disabilities", person_id=each)),
            "NO_WRITTEN_AGREEMENT": any(row.get("written_agreement") != "Y" for row in care),
            "NOT_NOTIFIED": any(
                row.get("school_notified") != "Y" or row.get("village_notified") != "Y" for row in care
            ),
            "NO_CONTACT": any(not self.in_touch(each) for each in away),
        }
        found: Answers = {rule: "yes" for rule, holds_ in plain.items() if holds_}
        ending = self.ending()
        if ending:
            found["EXPIRING"], found["ends"] = "yes", ending
        return found

    def in_touch(self, who: str) -> bool:
        contacts = [day(row["last_contact"]) for row in self.of("absences", person_id=who) if row.get("last_contact")]
        return any(self.on - timedelta(days=7) <= each <= self.on for each in contacts)

    def ending(self) -> tuple[date, str] | None:
        """The first of the next 90 days on which guardianship is not effective: every day is looked at."""
        for ahead in range(1, 91):
            then = self.on + timedelta(days=ahead)
            assessed = judge(self.facts, self.id, then, self.organisations)
            if assessed is None:
                return None
            if assessed["effective"] is False:
                return then, assessed["grade"]
        return None
