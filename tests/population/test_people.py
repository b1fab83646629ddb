"""Names, numbers, places and families: well formed, invented, and possible."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from county_reading import County, birthday, day
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb
from stdnum.cn import ric

from graph_service.population.days import ages, birthdays, date_of, day_of, iso
from graph_service.population.identity import identity_numbers
from graph_service.population.rates import TABLE, used

dates = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(dates, st.integers(0, 110))
def test_birthdays_follow_the_calendar(born: date, age: int) -> None:
    assert date_of(int(birthdays(np.array([day_of(born)]), age)[0])) == birthday(born, age)


@given(dates, st.integers(0, 40_000))
def test_age_changes_on_the_birthday(born: date, later: int) -> None:
    on = born + timedelta(days=later)
    age = int(ages(np.array([day_of(born)]), day_of(on))[0])
    assert birthday(born, age) <= on < birthday(born, age + 1)


@given(dates)
def test_iso_is_the_iso_format(one: date) -> None:
    assert iso(np.array([day_of(one)]))[0] == one.isoformat()


@given(st.lists(st.tuples(st.dates(date(1950, 1, 1), date(1950, 1, 9)), st.integers(1, 2)), max_size=60))
def test_identity_numbers_are_valid_and_differ(people: list[tuple[date, int]]) -> None:
    births = np.array([day_of(born) for born, _ in people], dtype=np.int64)
    sexes = np.array([sex for _, sex in people], dtype=np.int64)
    numbers = identity_numbers(np.full(len(people), 990121), births, sexes).tolist()
    assert len(set(numbers)) == len(numbers)
    for (born, sex), number in zip(people, numbers, strict=True):
        assert ric.calc_check_digit(number) == number[-1]
        assert ric.get_birth_date(number) == born
        assert int(number[16]) % 2 == sex % 2


def test_identity_numbers_belong_to_nobody(county: County) -> None:
    wrong = {entry["key"] for entry in county.ledger if entry["planted"].startswith("ID_NUMBER")}
    numbers = {row["id_number"] for row in county.rows["persons"] if row["id_number"] and row["person_id"] not in wrong}
    held = [row for row in county.rows["persons"] if row["id_number"] and row["person_id"] not in wrong]
    assert len(numbers) == len(held) > 40_000
    assert all(ric.calc_check_digit(number) == number[-1] for number in numbers)
    for area in {number[:6] for number in numbers}:
        assert not any(found for _, found in numdb.get("cn/loc").info(area))


def test_phones_cannot_be_dialled(county: County) -> None:
    phones = {row["phone"] for row in county.rows["persons"]} - {""}
    assert len(phones) > 20_000
    # 00 is the international prefix, and no country code begins with 0.
    assert all(phone.startswith("000") and len(phone) == 11 for phone in phones)


def test_destinations_are_real_and_the_county_is_not(county: County) -> None:
    assigned = numdb.get("cn/loc")
    names = {row["code"]: row["name"] for row in county.rows["divisions"]}
    for code, name in names.items():
        known = {key: value for _, found in assigned.info(code[:6]) for key, value in found.items()}
        if code.startswith("99"):
            assert not known
        elif not code[2:6].startswith("00") and code[4:6] != "00":
            assert name in known["county"], code
    for code in names:
        assert {code[:width].ljust(12, "0") for width in (2, 4, 6, 9)} <= names.keys() | {code[:4] + "0" * 8}


def test_every_place_that_rows_name_is_a_division(county: County) -> None:
    codes = {row["code"] for row in county.rows["divisions"]}
    for name, column in (
        ("households", "division"),
        ("schools", "division"),
        ("organisations", "division"),
        ("workers", "division"),
        ("absences", "destination_division"),
    ):
        assert {row[column] for row in county.rows[name]} <= codes


def test_names_follow_the_fashion_of_their_time(county: County) -> None:
    by_year: dict[bool, list[str]] = defaultdict(list)
    for row in county.rows["persons"]:
        by_year[row["birth_date"] >= "2010"].append(row["name"][1:])
    young, old = by_year[True], by_year[False]
    for modern in "梓轩涵":
        assert sum(modern in name for name in young) / len(young) > 5 * sum(modern in name for name in old) / len(old)


def test_families_span_four_generations(county: County) -> None:
    children: dict[str, list[str]] = defaultdict(list)
    for row in county.rows["parentages"]:
        if row["kind"] == "BIOLOGICAL":
            children[row["parent_id"]].append(row["child_id"])
    people = county.person()

    def depth(person: str) -> int:
        return 1 + max(map(depth, children[person]), default=0) if person in children else 1

    founders = [row["person_id"] for row in people.values() if row["birth_date"] < "1940"]
    assert max(map(depth, founders)) >= 4
    living = {person for person, row in people.items() if not row["death_date"]}
    three = sum(
        1
        for elder in living
        for child in children[elder]
        if child in living and any(grandchild in living for grandchild in children[child])
    )
    assert three > 1000


def test_spouses_are_of_different_families_and_of_age(county: County) -> None:
    people = county.person()
    parents: dict[str, set[str]] = defaultdict(set)
    for row in county.rows["parentages"]:
        if row["kind"] == "BIOLOGICAL":
            parents[row["child_id"]].add(row["parent_id"])
    planted = {entry["key"] for entry in county.ledger}
    for row in county.rows["marriages"]:
        one, two = row["person_id"], row["spouse_id"]
        if planted.isdisjoint((one, two)):
            assert not parents[one] & parents[two]
            assert not ({one} & parents[two]) | ({two} & parents[one])
            for partner in (one, two):
                assert birthday(day(people[partner]["birth_date"]), 18) <= day(row["from"])


def test_nobody_is_married_twice_at_a_time(county: County) -> None:
    planted = {entry["key"] for entry in county.ledger}
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in county.rows["marriages"]:
        for partner in (row["person_id"], row["spouse_id"]):
            spans[partner].append((day(row["from"]), day(row["to"]) if row["to"] else date.max))
    for partner, marriages in spans.items():
        marriages.sort()
        if partner not in planted:
            assert all(end <= begin for (_, end), (begin, _) in pairwise(marriages)), partner


@pytest.mark.parametrize(
    ("file", "column", "least"),
    [
        ("circumstances", "kind", 19),
        ("guardianships", "basis", 8),
        ("revocations", "kind", 2),
        ("parentages", "kind", 3),
        ("disabilities", "type", 7),
        ("absences", "reason", 4),
        ("enrolments", "status", 5),
        ("enrolments", "stage", 6),
        ("organisations", "kind", 8),
        ("placements", "kind", 4),
        ("benefits", "programme", 11),
        ("services", "line", 6),
        ("support_ties", "kind", 6),
        ("workers", "role", 5),
        ("entrusted_care", "written_agreement", 2),
    ],
)
def test_every_kind_occurs(county: County, file: str, column: str, least: int) -> None:
    assert len({row[column] for row in county.rows[file]}) >= least


def test_every_circumstance_occurs_several_times(county: County) -> None:
    counts: dict[str, int] = defaultdict(int)
    for row in county.rows["circumstances"]:
        counts[row["kind"]] += 1
    assert min(counts.values()) >= 3


def test_smallest_county_has_every_circumstance(hamlet: County) -> None:
    assert len({row["kind"] for row in hamlet.rows["circumstances"]}) == 19
    assert len({row["basis"] for row in hamlet.rows["guardianships"]}) == 8


def test_a_director_for_every_village_and_a_supervisor_for_every_township(county: County) -> None:
    of_level = defaultdict(set)
    for row in county.rows["divisions"]:
        of_level[row["level"]].add(row["code"])
    of_role = defaultdict(list)
    for row in county.rows["workers"]:
        of_role[row["role"]].append(row["division"])
    assert sorted(of_role["CHILD_DIRECTOR"]) == sorted(of_level["village"])
    assert sorted(of_role["CHILD_SUPERVISOR"]) == sorted(of_level["township"])


def test_table_of_rates_states_every_source() -> None:
    assert len({rate.name for rate in TABLE}) == len(TABLE)
    for rate in TABLE:
        assert rate.source
        assert rate.unit
        assert used(rate.name) == rate.used
        assert (rate.life is None) <= (rate.standing in ("assumption", "memory"))
