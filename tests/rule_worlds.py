"""Random worlds in which every category, every warning and every undetermined answer occurs.

As `worlds.py`, with school, benefits, terms, contacts, papers, households elsewhere and grandparents.
"""

import calendar
from collections.abc import Sequence
from datetime import date

from worlds import CITY, DAY, HOME, OTHER_COUNTY, RECORDED, Draft

SITUATIONS = (
    "IMPRISONED",
    "COMPULSORY_REHABILITATION",
    "OTHER_DETENTION",
    "OUT_OF_CONTACT",
    "SERIOUS_ILLNESS",
    "DEPORTED",
)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class RuleDraft(Draft):
    """A world with everything that the rules read."""

    def more_about_person(self) -> dict[str, str]:
        return {"registration_type": self.rng.choice(("RURAL", "RURAL", "URBAN", ""))}

    def more_about_care(self) -> dict[str, str]:
        return {
            "school_notified": self.rng.choice(("Y", "Y", "N", "")),
            "village_notified": self.rng.choice(("Y", "N")),
        }

    def more_about_circumstance(self) -> dict[str, str]:
        return {"term_months": self.rng.choice(("", "", "", "5", "6", "12"))}

    def more_about_absence(self) -> dict[str, str]:
        days = self.rng.choice((0, 1, 6, 7, 8, 90, 180, 200))
        return {"last_contact": self.rng.choice(("", (self.anchor - days * DAY).isoformat()))}

    def place_of_house(self) -> str:
        return self.rng.choice((HOME, HOME, OTHER_COUNTY, CITY))

    def since(self, months: int) -> str:
        """A start so many months before the anchor, or a day more or less."""
        return (months_before(self.anchor, months) + self.rng.choice((-1, 0, 0, 1)) * DAY).isoformat()

    def until(self) -> str:
        return self.rng.choice(
            ("", "", "", (self.anchor + self.rng.choice((2, 30, 88, 89, 90, 91, 200)) * DAY).isoformat())
        )

    def state(self, feed: str, columns: dict[str, str]) -> None:
        """One fact, told once, which is there from the first delivery on."""
        self.records += 1
        row = {**columns, "record_id": f"{self.prefix}X{self.records}", "recorded_at": RECORDED[0], "source": ""}
        self.deliver(len(self.deliveries) - 1 if self.late else 0, feed, row)

    def more(self, young: Sequence[str], grown: Sequence[str], houses: Sequence[str]) -> None:
        rng = self.rng
        school = f"{self.prefix}S"
        self.deliver(0, "schools", {"school_id": school, "name": "学校", "division": HOME, "recorded_at": RECORDED[0]})
        for child_id in young:
            parents = sorted(
                {
                    row["parent_id"]
                    for delivery in self.deliveries
                    for row in delivery.get("parentages", ())
                    if row["child_id"] == child_id
                }
            )
            fates = rng.choice(("", "", "situation", "away", "hard", "kin"))
            for parent_id in parents:
                if fates == "situation":
                    kind = rng.choice((*SITUATIONS, "DECLARED_MISSING", "DECLARED_MISSING"))
                    begin = rng.choice((self.since(6), self.since(6), self.since(12), ""))
                    term = rng.choice(("", "", "5", "6"))
                    end = self.until()
                    self.state(
                        "circumstances",
                        {"person_id": parent_id, "kind": kind, "from": begin, "to": end, "term_months": term},
                    )
                elif fates == "away":
                    begin, contact = (
                        self.since(rng.choice((3, 6, 6, 12))),
                        self.anchor - rng.choice((7, 8, 30, 200)) * DAY,
                    )
                    self.state(
                        "absences",
                        {
                            "person_id": parent_id,
                            "destination_division": rng.choice((CITY, CITY, OTHER_COUNTY)),
                            "from": begin,
                            "to": self.until(),
                            "last_contact": rng.choice(("", contact.isoformat())),
                        },
                    )
                    if rng.random() < 0.3:
                        gap = rng.choice((29, 30, 31)) * DAY
                        ended = date.fromisoformat(begin) - gap
                        self.state(
                            "absences",
                            {
                                "person_id": parent_id,
                                "destination_division": CITY,
                                "from": (ended - 200 * DAY).isoformat(),
                                "to": ended.isoformat(),
                                "last_contact": "",
                            },
                        )
                elif fates == "hard":
                    kind = rng.choice(("EMERGENCY", "ABUSE", "NEGLECT", "NO_CAPACITY"))
                    self.state(
                        "circumstances",
                        {"person_id": parent_id, "kind": kind, "from": self.since(2), "to": self.until()},
                    )
                elif fates == "kin":
                    elders = [each for each in grown if max(self.births[each]) < min(self.births[parent_id])]
                    for elder in elders[:1]:
                        self.state("parentages", {"parent_id": elder, "child_id": parent_id, "kind": "BIOLOGICAL"})
            self.school(child_id, school)
            self.needs(child_id, houses)

    def school(self, child_id: str, school: str) -> None:
        rng = self.rng
        for _ in range(rng.choice((0, 1, 1, 2))):
            self.state(
                "enrolments",
                {
                    "person_id": child_id,
                    "school_id": school,
                    "stage": rng.choice(("PRIMARY", "primary", "JUNIOR_SECONDARY", "preschool")),
                    "status": rng.choice(("ENROLLED", "ENROLLED", "SUSPENDED", "DROPPED_OUT", "TRANSFERRED")),
                    "from": self.since(rng.choice((0, 12))),
                    "to": self.until(),
                },
            )
        if rng.random() < 0.3:
            month = months_before(self.anchor, rng.choice((0, 1, 2)))
            self.state(
                "attendance",
                {
                    "person_id": child_id,
                    "school_id": school,
                    "month": f"{month:%Y-%m}",
                    "days_absent": rng.choice(("10", "11", "20")),
                },
            )

    def needs(self, child_id: str, houses: Sequence[str]) -> None:
        rng = self.rng
        if rng.random() < 0.15:
            kind = rng.choice(("SERIOUS_ILLNESS", "MENTAL_DISORDER", "HOMELESS", "FOUNDLING"))
            self.state("circumstances", {"person_id": child_id, "kind": kind, "from": self.since(1), "to": ""})
        if rng.random() < 0.15:
            grade = rng.choice("1234")
            self.state(
                "disabilities",
                {"person_id": child_id, "type": rng.choice("1457"), "grade": grade, "from": "", "to": ""},
            )
        if rng.random() < 0.2:
            whose = rng.choice(({"person_id": child_id}, {"household_id": rng.choice(houses)}))
            programme = rng.choice(("SUBSISTENCE_ALLOWANCE", "EXTREME_POVERTY_SUPPORT", "TEMPORARY_ASSISTANCE"))
            self.state("benefits", {**whose, "programme": programme, "from": self.since(0), "to": ""})
        if rng.random() < 0.5:
            begin = self.since(rng.choice((1, 6, 6)))
            self.state("household_members", {"household_id": houses[0], "person_id": child_id, "from": begin, "to": ""})
