"""What the files say of a county of 50,000 persons, against the table of rates."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from county_reading import County, Neighbourhoods, Row, birthday, day, span
from decision_table import assess

from graph_service.population import AS_OF
from graph_service.population.rates import used

HOME = "990121"
HALF_A_YEAR = timedelta(days=183)
REMOVED = {"IMPRISONED", "COMPULSORY_REHABILITATION", "OTHER_DETENTION", "OUT_OF_CONTACT", "DEPORTED"}
INCAPABLE = {"NO_CAPACITY", "LIMITED_CAPACITY", "SERIOUS_ILLNESS"}


class People:
    """What holds today of each person, without the hand-made cases."""

    def __init__(self, county: County) -> None:
        withdrawn = {row["record_id"] for row in county.rows["withdrawals"]}
        by_hand = {entry["key"] for entry in county.ledger if entry["severity"] == "CASE"}
        first_by_hand = min(by_hand)
        self.persons = {row["person_id"]: row for row in county.rows["persons"] if row["person_id"] < first_by_hand}
        self.alive = {person for person, row in self.persons.items() if not row["death_date"]}
        self.children = {person for person in self.alive if self.age(person) < 18}
        self.circumstances: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in self.holding(county, "circumstances", withdrawn):
            self.circumstances[row["person_id"]][row["kind"]] = row
        self.severe = {
            row["person_id"]
            for row in self.holding(county, "disabilities", withdrawn)
            if row["grade"] in "12" or row["type"] in "56"
        }
        self.home = {
            row["person_id"]: row["household_id"] for row in self.holding(county, "household_members", withdrawn)
        }
        self.members: dict[str, list[str]] = defaultdict(list)
        for person, home in self.home.items():
            self.members[home].append(person)
        self.absence = {row["person_id"]: row for row in self.holding(county, "absences", withdrawn)}
        self.parents: dict[str, list[str]] = defaultdict(list)
        for row in self.holding(county, "parentages", withdrawn):
            if row["kind"] != "STEP":
                self.parents[row["child_id"]].append(row["parent_id"])
        self.revoked = {(row["guardian_id"], row["child_id"]) for row in self.holding(county, "revocations", withdrawn)}

    @staticmethod
    def holding(county: County, name: str, withdrawn: set[str]) -> list[Row]:
        return [
            row
            for row in county.rows[name]
            if row["record_id"] not in withdrawn and span(row)[0] <= AS_OF < span(row)[1]
        ]

    def age(self, person: str) -> int:
        born = day(self.persons[person]["birth_date"])
        years = AS_OF.year - born.year
        return years if birthday(born, years) <= AS_OF else years - 1

    def gone(self, person: str) -> bool:
        return person not in self.alive or "DECLARED_MISSING" in self.circumstances[person]

    def removed(self, person: str) -> bool:
        return bool(REMOVED & self.circumstances[person].keys())

    def incapable(self, person: str) -> bool:
        return person in self.severe or bool(INCAPABLE & self.circumstances[person].keys())

    def away(self, person: str, child: str) -> bool:
        row = self.absence.get(person)
        lives = self.persons[child]["residence_division"] or self.persons[child]["registration_division"]
        return (
            row is not None
            and day(row["from"]) <= AS_OF - HALF_A_YEAR
            and row["destination_division"][:6] != lives[:6]
            and self.home.get(person, "") != self.home.get(child, "-")
        )

    def in_situation(self, person: str, child: str) -> bool:
        """One of the eight situations of a parent, six months long where that counts (Minfa [2019] 62)."""
        if person in self.severe or "SERIOUS_ILLNESS" in self.circumstances[person]:
            return True
        if "DEPORTED" in self.circumstances[person] or (person, child) in self.revoked:
            return True
        return any(
            kind in self.circumstances[person]
            and (
                int(self.circumstances[person][kind]["term_months"] or 0) >= 6
                or day(self.circumstances[person][kind]["from"]) <= AS_OF - HALF_A_YEAR
            )
            for kind in REMOVED - {"DEPORTED"}
        )

    def left_behind(self) -> set[str]:
        """Guofa [2016] 13: under 16, rural registration, both parents away, or one away and the other not capable."""
        found = set()
        for child in self.children:
            parents = self.parents[child]
            if self.age(child) < 16 and self.persons[child]["registration_type"] == "RURAL" and len(parents) == 2:
                away = [self.away(parent, child) for parent in parents]
                lost = [self.gone(parent) or self.removed(parent) or self.incapable(parent) for parent in parents]
                if all(away) or (away[0] and lost[1]) or (away[1] and lost[0]):
                    found.add(child)
        return found


@pytest.fixture(scope="module")
def people(county: County) -> People:
    return People(county)


def share(part: int, whole: int) -> float:
    return part / whole


def test_share_of_children(people: People) -> None:
    assert share(len(people.children), len(people.alive)) == pytest.approx(used("children"), abs=0.008)


def test_share_of_the_living(people: People) -> None:
    assert 0.75 < share(len(people.alive), len(people.persons)) < 0.85


def test_boys(people: People) -> None:
    boys = sum(people.persons[child]["sex"] == "1" for child in people.children)
    assert share(boys, len(people.children)) == pytest.approx(used("boys_at_birth"), abs=0.02)


def test_rural_registration(people: People) -> None:
    rural = sum(people.persons[person]["registration_type"] == "RURAL" for person in people.alive)
    assert share(rural, len(people.alive)) == pytest.approx(used("rural_registration"), abs=0.03)


def test_household_size(people: People) -> None:
    occupied = [members for members in people.members.values() if members]
    assert sum(map(len, occupied)) / len(occupied) == pytest.approx(used("household_size"), abs=0.12)


def test_ages_are_those_of_an_ageing_county(people: People) -> None:
    ages = [people.age(person) for person in people.alive]
    assert 0.09 < share(sum(age >= 65 for age in ages), len(ages)) < 0.16
    assert max(ages) > 90


def test_orphans(people: People) -> None:
    orphans = {
        child
        for child in people.children
        if len(people.parents[child]) == 2 and all(map(people.gone, people.parents[child]))
    }
    assert share(len(orphans), len(people.children)) == pytest.approx(used("orphans"), rel=0.4)


def test_de_facto_unattended(people: People) -> None:
    found = {
        child
        for child in people.children
        if len(people.parents[child]) == 2
        and all(people.gone(parent) or people.in_situation(parent, child) for parent in people.parents[child])
        and not all(map(people.gone, people.parents[child]))
    }
    assert share(len(found), len(people.children)) == pytest.approx(used("de_facto_unattended"), rel=0.35)


def test_left_behind_children(people: People) -> None:
    found = people.left_behind()
    assert share(len(found), len(people.children)) == pytest.approx(used("left_behind"), rel=0.12)
    ages = Counter("0-5" if people.age(child) < 6 else "6-13" if people.age(child) < 14 else "14-15" for child in found)
    # Survey of 2018: 21.7, 67.4 and 10.9 per cent.
    assert share(ages["0-5"], len(found)) == pytest.approx(0.217, abs=0.08)
    assert share(ages["6-13"], len(found)) == pytest.approx(0.674, abs=0.08)
    assert share(ages["14-15"], len(found)) == pytest.approx(0.109, abs=0.08)


def test_who_cares_for_left_behind_children(people: People) -> None:
    carers: Counter[str] = Counter()
    found = people.left_behind()
    for child in found:
        adults = [who for who in people.members[people.home.get(child, "")] if people.age(who) >= 18 and who != child]
        elders = {elder for parent in people.parents[child] for elder in people.parents[parent]}
        if not adults:
            carers["nobody"] += 1
        elif set(people.parents[child]) & set(adults):
            carers["one incapable"] += 1
        elif elders & set(adults):
            carers["grandparents"] += 1
        else:
            carers["kin"] += 1
    assert share(carers["grandparents"], len(found)) == pytest.approx(used("left_behind_with_grandparents"), abs=0.05)
    assert share(carers["kin"], len(found)) == pytest.approx(used("left_behind_with_kin"), abs=0.03)
    assert share(carers["nobody"], len(found)) == pytest.approx(used("left_behind_with_nobody"), abs=0.025)
    assert share(carers["one incapable"], len(found)) == pytest.approx(used("left_behind_one_incapable"), abs=0.025)


def test_one_parent_away(people: People) -> None:
    rural = [child for child in people.children if people.persons[child]["registration_type"] == "RURAL"]
    one = sum(
        len(people.parents[child]) == 2 and sum(parent in people.absence for parent in people.parents[child]) == 1
        for child in rural
    )
    assert share(one, len(rural)) == pytest.approx(used("one_parent_away"), abs=0.04)


def test_migrant_children(people: People) -> None:
    rural = [child for child in people.children if people.persons[child]["registration_type"] == "RURAL"]
    moved = [child for child in rural if (people.persons[child]["residence_division"] or HOME)[:6] != HOME]
    assert share(len(moved), len(rural)) == pytest.approx(used("migrant_children"), abs=0.02)


def test_children_of_one_parent_are_there(people: People) -> None:
    one_recorded = sum(len(people.parents[child]) == 1 for child in people.children)
    one_dead = sum(
        len(people.parents[child]) == 2 and sum(map(people.gone, people.parents[child])) == 1
        for child in people.children
    )
    assert 0.001 < share(one_recorded, len(people.children)) < 0.02
    assert 0.01 < share(one_dead, len(people.children)) < 0.05


def test_children_outside_every_register(people: People) -> None:
    found = sum(not people.persons[child]["registration_division"] for child in people.children)
    assert share(found, len(people.children)) == pytest.approx(used("unregistered"), abs=0.003)


def test_expected_grades_of_the_cases(county: County, hamlet: County) -> None:
    for place in (county, hamlet):
        reading = Neighbourhoods(place)
        for entry in (entry for entry in place.ledger if entry["severity"] == "CASE"):
            found = assess([reading.around(entry["key"])], entry["key"], AS_OF)
            assert found is not None
            states = sorted(f"{one['kind']}:{one['state']}" for one in found["responsible"])
            assert (found["grade"], " ".join(states)) == (entry["code"], entry["note"]), entry["planted"]


def test_cases_show_every_grade_and_every_state(hamlet: County) -> None:
    cases = [entry for entry in hamlet.ledger if entry["severity"] == "CASE"]
    assert {entry["code"] for entry in cases} == {"NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN"}
    assert {state.partition(":")[2] for entry in cases for state in entry["note"].split()} == {
        "DECEASED",
        "DECLARED_MISSING",
        "REVOKED",
        "MINOR",
        "DETAINED",
        "DEPORTED",
        "OUT_OF_CONTACT",
        "INCAPACITATED",
        "NEGLECTING",
        "BARRED",
        "AWAY",
        "ABLE",
        "CLOSED",
    }


def test_lives_themselves_show_every_grade(county: County) -> None:
    people = People(county)
    reading = Neighbourhoods(county)
    # Where something befell a parent, grades other than EFFECTIVE are to be expected.
    troubled = [
        child
        for child in sorted(people.children)
        if not people.parents[child]
        or all(
            parent not in people.alive or parent in people.absence or people.circumstances[parent]
            for parent in people.parents[child]
        )
        or "SELF_SUPPORTING" in people.circumstances[child]
    ]
    grades = Counter(found["grade"] for child in troubled if (found := assess([reading.around(child)], child, AS_OF)))
    assert set(grades) == {"NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN"}
    assert grades["ENTRUSTED"] > grades["ABSENT"] > grades["NONE"] > 20


def test_case_families_are_there_as_of_any_day(hamlet: County) -> None:
    born = {row["person_id"]: day(row["birth_date"]) for row in hamlet.rows["persons"]}
    for entry in hamlet.ledger:
        if entry["severity"] == "CASE":
            assert birthday(born[entry["key"]], 18) > AS_OF > born[entry["key"]] > date(2000, 1, 1)
