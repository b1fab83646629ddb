"""The hand-made village: the independent reading agrees with every expectation; the files are complete and sound."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from decision_table import THINGS, assess, children, known, moment
from stdnum.cn import ric
from test_decision_table import hard_faults

VILLAGE = Path(__file__).parents[1] / "seed" / "village"
DESCRIPTION = yaml.safe_load((VILLAGE / "families.yaml").read_text(encoding="utf-8"))
TODAY: date = DESCRIPTION["village"]["asOf"]
NOW = datetime.fromisoformat(DESCRIPTION["village"]["knownAt"])
BEFORE_LATER = datetime.fromisoformat(DESCRIPTION["village"]["beforeLater"])


def read(folder):
    feeds = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            feeds[path.stem] = list(csv.DictReader(file))
    return feeds


FIRST, LATER = read(VILLAGE), read(VILLAGE / "later")
WORLD = [FIRST, LATER]
ROWS = [(feed, row) for feeds in WORLD for feed, rows in feeds.items() for row in rows]

EXPECTED = [
    pytest.param(line, id=f"{family['name'].split()[0]}-{line['child']}-{line.get('asOf', TODAY)}-{index}")
    for family in DESCRIPTION["families"]
    for index, line in enumerate(family["expected"])
]


def answer_to(line):
    known_at = datetime.fromisoformat(line["knownAt"]) if "knownAt" in line else NOW
    return assess(WORLD, line["child"], line.get("asOf", TODAY), known_at)


ANSWERS = [answer for case in EXPECTED if (answer := answer_to(case.values[0]))]
ANSWERS_TODAY = [answer for child in children(WORLD, TODAY, NOW) if (answer := assess(WORLD, child, TODAY, NOW))]


def states(answers):
    return {entry["state"] for answer in answers for entry in answer["responsible"]}


@pytest.mark.parametrize("line", EXPECTED)
def test_the_law_says_of_each_family_what_its_story_says(line):
    answer = answer_to(line)
    if line["grade"] is None:
        assert answer is None
        return
    assert answer is not None
    assert answer["grade"] == line["grade"]
    assert [f"{entry['id']} {entry['kind']} {entry['state']}" for entry in answer["responsible"]] == line.get(
        "responsible", []
    )
    assert answer["deFactoCarers"] == line.get("deFactoCarers", [])
    assert answer["gaps"] == line.get("gaps", [])


def test_every_child_of_the_village_is_expected_on_the_day():
    told = {case.values[0]["child"] for case in EXPECTED if "asOf" not in case.values[0] and case.values[0]["grade"]}
    assert told == set(children(WORLD, TODAY, NOW))


def test_every_family_answers_for_the_day():
    for family in DESCRIPTION["families"]:
        assert [line for line in family["expected"] if not {"asOf", "knownAt"} & line.keys()], family["name"]
        assert len(family["expected"]) >= 2, family["name"]


def test_every_grade_state_and_gap_occurs_on_the_day_itself():
    assert {answer["grade"] for answer in ANSWERS_TODAY} == {
        *("NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN"),
    }
    assert states(ANSWERS_TODAY) == {
        *("DECEASED", "DECLARED_MISSING", "REVOKED", "MINOR", "DETAINED", "DEPORTED", "OUT_OF_CONTACT"),
        *("INCAPACITATED", "NEGLECTING", "BARRED", "AWAY", "ABLE", "CLOSED"),
    }
    assert {gap for answer in ANSWERS_TODAY for gap in answer["gaps"]} == {
        *("NO_PARENT_RECORDED", "ONE_PARENT_RECORDED", "RESIDENCE_UNKNOWN", "RESIDENCE_FROM_REGISTRATION"),
        *("START_DATE_MISSING", "DISABILITY_COMPONENTS_HIDDEN"),
    }


def test_the_later_delivery_changes_answers_and_only_from_its_recorded_time():
    def grades(world, known_at):
        return {child: assess(world, child, TODAY, known_at) for child in children(world, TODAY, known_at)}

    assert grades([FIRST], None) == grades(WORLD, BEFORE_LATER)
    assert grades([FIRST], None) != grades(WORLD, NOW)
    assert grades(WORLD, NOW) == grades(WORLD, None)


def test_the_village_breaks_no_hard_check():
    assert hard_faults(WORLD) == []
    assert hard_faults([FIRST]) == []


def test_every_row_says_who_recorded_it_and_when():
    for feed, row in ROWS:
        assert row["source"], feed
        assert row["record_id"], feed
        assert row["recorded_at"].endswith("+08:00"), feed
        assert moment(row["recorded_at"]) <= NOW
    first_ids = [row["record_id"] for rows in FIRST.values() for row in rows]
    assert len(first_ids) == len(set(first_ids))


def test_every_reference_resolves():
    ids = {feed: {row[key] for row in known(WORLD)[feed]} for feed, key in THINGS.items()}
    divisions = ids["divisions"]
    columns = {
        "head_id": ids["persons"],
        "spouse_id": ids["persons"],
        "person_id": ids["persons"],
        "parent_id": ids["persons"],
        "child_id": ids["persons"],
        "carer_id": ids["persons"],
        "toward_child_id": ids["persons"],
        "guardian_id": ids["persons"] | ids["organisations"],
        "organisation_id": ids["organisations"],
        "school_id": ids["schools"],
        "household_id": ids["households"],
        **dict.fromkeys(("division", "registration_division", "residence_division", "destination_division"), divisions),
    }
    for feed, row in ROWS:
        for column, allowed in columns.items():
            assert not row.get(column) or row[column] in allowed, (feed, column)


def test_id_numbers_are_valid_belong_to_nobody_and_agree_with_the_person():
    persons = {row["person_id"]: row for row in FIRST["persons"]}
    assert 30 <= len(persons) <= 60
    numbers = [row["id_number"] for row in persons.values() if row["id_number"]]
    assert len(numbers) == len(set(numbers)) >= len(persons) - 1
    for row in persons.values():
        if number := row["id_number"]:
            assert number[:6] == "990101"
            assert number[-1] == ric.calc_check_digit(number)
            assert ric.get_birth_date(number) == date.fromisoformat(row["birth_date"])
            assert (int(number[16]) % 2 == 1) == (row["sex"] == "1")


def test_the_table_of_families_in_the_readme_is_complete():
    readme = (VILLAGE / "README.md").read_text(encoding="utf-8")
    for family in DESCRIPTION["families"]:
        grade = next(line["grade"] for line in family["expected"] if not {"asOf", "knownAt"} & line.keys())
        assert f"| {family['name']} | {family['shows']} | {grade} |" in readme
