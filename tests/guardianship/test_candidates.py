"""Candidate guardians, timelines and endings of families whose answers were worked out by hand."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.fragments.standing_alone import standing_alone
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, settle
from graph_service.guardianship.candidates import candidates, candidates_for, distance
from graph_service.guardianship.detection import parameters_of
from graph_service.guardianship.expiring import expiring
from graph_service.guardianship.order import Distance, Order, Reason
from graph_service.guardianship.timeline import OF_THE_DAY, Event, timeline_of
from graph_service.model.assessment import Grade

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
DAY = date(2026, 11, 1)
NOW = datetime.now(UTC) + timedelta(days=1)
TODAY = Moment(DAY, NOW)

KIN = {
    "persons": """
        person_id,name,sex,birth_date,death_date,residence_division
        K,小,2,2015-05-01,,990101001001
        MOTHER,母,2,1985-01-01,2020-01-01,990101001001
        FATHER,父,1,1984-01-01,2021-01-01,990101001001
        MILL-GRANDMOTHER,婆,2,1960-01-01,,990101001002
        MILL-GRANDFATHER,公,1,1958-01-01,2015-01-01,990101001002
        FOSTER-GRANDFATHER,养祖父,1,1950-01-01,,990102001001
        STEP-GRANDMOTHER,继祖母,2,1955-01-01,,990101001001
        STEPFATHER,继父,1,1980-01-01,,990101001001
        STEP-BROTHER,继兄,1,2000-01-01,,990101001001
        BROTHER,兄,1,2008-11-01,,990101001001
        ALMOST,兄,1,2008-11-02,,990101001001
        HALF-SISTER,姐,2,2005-01-01,,440305000000
        ADOPTED-SISTER,姐,2,2004-01-01,,
        TWIN,双,2,2015-05-01,,990101001001
        LITTLE-BROTHER,弟,1,2018-01-01,,990101001001
        GREAT-GRANDMOTHER,太婆,2,1935-01-01,,990101002001
        AUNT,姨,2,1990-01-01,,990101001001
        AUNT-HUSBAND,姨父,1,1988-01-01,,990101001001
        COUSIN,表姐,2,2007-01-01,,990101001001
        NEIGHBOUR,邻,2,1970-01-01,,990101001001
        FRIEND-YOUNG,友,2,2016-01-01,,990101001001
        BARRED,舅,1,1989-01-01,,990101001001
    """,
    "parentages": """
        parent_id,child_id,kind,from,to
        MOTHER,K,BIOLOGICAL,,
        FATHER,K,BIOLOGICAL,,
        MILL-GRANDMOTHER,MOTHER,BIOLOGICAL,,
        MILL-GRANDFATHER,MOTHER,BIOLOGICAL,,
        FOSTER-GRANDFATHER,FATHER,ADOPTIVE,,
        STEP-GRANDMOTHER,FATHER,STEP,,
        STEPFATHER,K,STEP,2022-01-01,
        STEPFATHER,STEP-BROTHER,BIOLOGICAL,,
        MOTHER,BROTHER,BIOLOGICAL,,
        FATHER,BROTHER,BIOLOGICAL,,
        MOTHER,ALMOST,BIOLOGICAL,,
        FATHER,ALMOST,BIOLOGICAL,,
        MOTHER,HALF-SISTER,BIOLOGICAL,,
        MOTHER,ADOPTED-SISTER,ADOPTIVE,,
        FATHER,ADOPTED-SISTER,ADOPTIVE,,
        MOTHER,TWIN,BIOLOGICAL,,
        MOTHER,LITTLE-BROTHER,BIOLOGICAL,,
        GREAT-GRANDMOTHER,MILL-GRANDMOTHER,BIOLOGICAL,,
        MILL-GRANDMOTHER,AUNT,BIOLOGICAL,,
        MILL-GRANDMOTHER,BARRED,BIOLOGICAL,,
        AUNT,COUSIN,BIOLOGICAL,,
    """,
    "marriages": """
        person_id,spouse_id,from,to
        AUNT-HUSBAND,AUNT,2006-01-01,
    """,
    "circumstances": """
        person_id,kind,from,to
        BARRED,BARRED_CARER,2020-01-01,
        FOSTER-GRANDFATHER,SERIOUS_ILLNESS,2026-11-01,2026-11-02
    """,
    "absences": """
        person_id,destination_division,from,to
        HALF-SISTER,440305000000,2025-01-01,
    """,
    "support_ties": """
        person_id,supporter_id,kind,from,to
        K,NEIGHBOUR,NEIGHBOUR,2025-01-01,
        K,FRIEND-YOUNG,FRIEND,2025-01-01,
    """,
    "entrusted_care": """
        carer_id,child_id,from,to
        AUNT,K,2026-01-01,
    """,
}
"""Both parents of K are dead. On 1 November 2026 a brother comes of age, on the next day another one."""


@pytest.fixture(scope="module")
def families(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The village, and one more family."""
    folder = tmp_path_factory.mktemp("kin")
    for feed, text in KIN.items():
        rows = [line.strip().split(",") for line in text.strip().splitlines()]
        with (folder / f"{feed}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    for each in (VILLAGE, VILLAGE / "later", folder):
        summary = import_into(module_graph, each)
        assert sum(file.quarantined for file in summary.files) == 0
    return module_graph


def told(graph: Graph, child: str, day: date = DAY) -> list[str]:
    """Rank, order, relation and state of each candidate."""
    found = candidates_for(graph, Moment(day, NOW), child)
    return [f"{one.rank or '-'} {one.order} {one.id} {one.relation} {one.state}" for one in found]


@pytest.mark.parametrize(
    ("child", "expected"),
    [
        ("LI-DAUGHTER", ["1 GRANDPARENTS LI-GRANDMOTHER GRANDPARENT ABLE"]),
        ("LIU-SON", ["1 GRANDPARENTS LIU-GRANDMOTHER GRANDPARENT ABLE"]),
        ("XU-DAUGHTER", ["1 ELDER_SIBLINGS XU-SON SIBLING ABLE"]),
        ("SONG-SON", ["1 OTHERS SONG-STEPFATHER STEP_PARENT ABLE"]),
        (
            "ZHAO-SON",
            ["1 OTHERS ZHAO-AUNT ENTRUSTED_CARER ABLE", "- OTHERS ZHAO-UNCLE ENTRUSTED_CARER ABLE"],
        ),
        ("MA-SON", []),
        ("YANG-DAUGHTER", []),  # the grandmother is guardian already
    ],
)
def test_the_village_s_children_have_these_candidates_and_the_organisations(
    families: Graph, child: str, expected: list[str]
) -> None:
    last = sum(line[0] != "-" for line in expected)
    organisations = [
        f"{last + 1} ORGANISATIONS ORG-BUREAU CIVIL_AFFAIRS_BUREAU ABLE",
        f"{last + 2} ORGANISATIONS ORG-COMMITTEE VILLAGE_COMMITTEE ABLE",
    ]
    assert told(families, child) == [*expected, *organisations]


def test_a_child_of_no_known_division_has_no_organisation(families: Graph) -> None:
    assert told(families, "GAO-SON") == ["1 OTHERS GAO-NEIGHBOUR HOUSEHOLD_MEMBER ABLE"]


def test_a_step_parent_who_is_designated_is_a_guardian_and_no_candidate(families: Graph) -> None:
    assert "SONG-STEPFATHER" in str(told(families, "SONG-SON", date(2026, 11, 14)))
    assert "SONG-STEPFATHER" not in str(told(families, "SONG-SON", date(2026, 11, 15)))


def test_a_whole_family_in_the_order_of_the_law(families: Graph) -> None:
    assert told(families, "K") == [
        "1 GRANDPARENTS MILL-GRANDMOTHER GRANDPARENT ABLE",
        "- GRANDPARENTS MILL-GRANDFATHER GRANDPARENT DECEASED",
        "- GRANDPARENTS FOSTER-GRANDFATHER GRANDPARENT INCAPACITATED",
        "2 ELDER_SIBLINGS BROTHER SIBLING ABLE",
        "3 ELDER_SIBLINGS ADOPTED-SISTER SIBLING ABLE",
        "4 ELDER_SIBLINGS HALF-SISTER SIBLING AWAY",
        "- ELDER_SIBLINGS ALMOST SIBLING MINOR",
        "5 OTHERS AUNT AUNT_OR_UNCLE ABLE",
        "6 OTHERS STEPFATHER STEP_PARENT ABLE",
        "7 OTHERS STEP-BROTHER SIBLING ABLE",
        "8 OTHERS STEP-GRANDMOTHER GRANDPARENT ABLE",
        "9 OTHERS GREAT-GRANDMOTHER GREAT_GRANDPARENT ABLE",
        "10 OTHERS AUNT-HUSBAND SPOUSE_OF_RELATIVE ABLE",
        "11 OTHERS COUSIN COUSIN ABLE",
        "12 OTHERS NEIGHBOUR SUPPORTER ABLE",
        "- OTHERS BARRED AUNT_OR_UNCLE ABLE",
        "13 ORGANISATIONS ORG-BUREAU CIVIL_AFFAIRS_BUREAU ABLE",
        "14 ORGANISATIONS ORG-COMMITTEE VILLAGE_COMMITTEE ABLE",
    ]


def test_boundary_days_of_candidates(families: Graph) -> None:
    before, after = (told(families, "K", DAY + timedelta(days=days)) for days in (-1, 1))
    assert "- ELDER_SIBLINGS BROTHER SIBLING MINOR" in before
    assert "ELDER_SIBLINGS ALMOST SIBLING ABLE" in str(after)
    assert "GRANDPARENTS FOSTER-GRANDFATHER GRANDPARENT ABLE" in str(before)
    assert "2 GRANDPARENTS FOSTER-GRANDFATHER GRANDPARENT ABLE" in after


def test_a_candidate_comes_with_evidence_and_reasons(families: Graph) -> None:
    found = {one.id: one for one in candidates_for(families, TODAY, "K")}
    aunt = found["AUNT"]
    assert aunt.consent_needed and [edge.record.fact for edge in aunt.ties] == ["ENTRUSTED_CARER_OF"]
    assert [(edge.start, edge.end) for edge in aunt.path] == [
        ("MOTHER", "K"),
        ("MILL-GRANDMOTHER", "MOTHER"),
        ("MILL-GRANDMOTHER", "AUNT"),
    ]
    assert (aunt.age, aunt.wards, aunt.distance) == (36, 1, Distance.VILLAGE)
    assert aunt.reasons == (Reason.ENTRUSTED,)
    assert found["HALF-SISTER"].reasons == (Reason.HALF_BLOOD, Reason.AWAY)
    assert found["ADOPTED-SISTER"].reasons == (Reason.ADOPTIVE,)
    assert found["ADOPTED-SISTER"].distance is Distance.UNKNOWN
    assert found["STEP-BROTHER"].reasons == (Reason.STEP,)
    assert [record.fact for record in found["BARRED"].bars] == ["IN_CIRCUMSTANCE"]
    assert found["BARRED"].reasons == (Reason.BARRED,)
    assert [record.fact for record in found["MILL-GRANDFATHER"].records] == ["Person"]
    assert found["MILL-GRANDFATHER"].age is None
    assert found["AUNT-HUSBAND"].path[-1].record.fact == "MARRIED_TO"
    assert not found.keys() & {"K", "MOTHER", "FATHER", "TWIN", "LITTLE-BROTHER", "FRIEND-YOUNG"}
    assert {one.order for one in found.values()} == {*Order}


def test_several_children_are_answered_as_each_alone(families: Graph) -> None:
    together = candidates(families, TODAY, ["K", "LIU-SON", "NOBODY", "XU-SON", "K"])
    assert list(together) == ["K", "LIU-SON"]
    assert all(found == candidates_for(families, TODAY, child) for child, found in together.items())


def test_who_is_no_child_is_refused(families: Graph) -> None:
    for ask in (candidates_for, timeline_of):
        with pytest.raises(ServiceError) as refused:
            ask(families, TODAY, "NOBODY")
        assert refused.value.code is ErrorCode.CHILD_NOT_FOUND


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("990101001001", "990101001001", Distance.VILLAGE),
        ("990101001001", "990101001002", Distance.TOWNSHIP),
        ("990101001001", "990101002001", Distance.COUNTY),
        ("990101001001", "990102001001", Distance.ELSEWHERE),
        ("990101001001", None, Distance.UNKNOWN),
    ],
)
def test_distances(one: str, other: str | None, expected: Distance) -> None:
    assert distance(one, other) is distance(other, one) is expected


def test_the_timeline_of_a_child_of_the_village(families: Graph) -> None:
    periods = timeline_of(families, Moment(date(2040, 1, 1), NOW), "LIU-SON")
    assert [(each.begin, each.end, each.grade) for each in periods] == [
        (date(2016, 4, 4), date(2025, 5, 20), Grade.EFFECTIVE),
        (date(2025, 5, 20), date(2027, 2, 1), Grade.NONE),
        (date(2027, 2, 1), date(2034, 4, 4), Grade.EFFECTIVE),
    ]
    assert [(cause.event, cause.kind, cause.record and cause.record.id) for cause in periods[1].causes] == [
        (Event.BEGINS, "DEPORTED", "CIR-002"),
        (Event.ENDS, None, "HM-020"),
    ]
    # The father went to prison while the mother was able: the same grade for another reason.
    assert [each.begin for each in periods[0].constellations][:2] == [date(2016, 4, 4), date(2024, 2, 1)]
    assert timeline_of(families, Moment(date(2027, 1, 31), NOW), "LIU-SON")[-1].end is None


def test_an_organisation_that_closes_ends_a_period(families: Graph) -> None:
    last = timeline_of(families, TODAY, "HE-DAUGHTER")[-1]
    assert (last.begin, last.grade) == (date(2026, 10, 1), Grade.NONE)
    assert [(cause.event, cause.who) for cause in last.causes if cause.who == "ORG-SHELTER"] == [
        (Event.CLOSES, "ORG-SHELTER")
    ]


def test_a_timeline_can_be_asked_as_known_before(families: Graph) -> None:
    before = datetime(2026, 10, 27, 16, tzinfo=UTC)
    told_then = timeline_of(families, Moment(DAY, before), "YANG-DAUGHTER")
    assert [each.grade for each in told_then] == [Grade.EFFECTIVE]
    told_now = timeline_of(families, TODAY, "YANG-DAUGHTER")
    assert [(each.begin, each.grade) for each in told_now][1:] == [
        (date(2026, 10, 20), Grade.NONE),
        (date(2026, 10, 27), Grade.EFFECTIVE),
    ]
    assert [cause.event for cause in told_now[1].causes] == [Event.DIES]


def test_endings_name_the_day_the_grade_and_the_cause(families: Graph) -> None:
    found = expiring(families, TODAY, division="990101", within=30)
    assert [(each.child_id, each.day, each.grade) for each in found] == [
        ("ZHAO-SON", date(2026, 11, 10), "ABSENT"),
        ("LI-DAUGHTER", date(2026, 12, 1), "ABSENT"),
    ]
    assert [[cause.record and cause.record.id for cause in each.causes] for each in found] == [
        ["CARE-002"],
        ["CARE-001"],
    ]
    assert [each.child_id for each in expiring(families, TODAY, within=9)] == ["ZHAO-SON"]
    assert not expiring(families, TODAY, within=8)
    assert [each.child_id for each in expiring(families, TODAY)] == ["ZHAO-SON", "LI-DAUGHTER", "WANG-DAUGHTER"]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize(
    ("name", "varying"),
    [
        ("candidates/family", frozenset[str]()),
        ("candidates/standing", frozenset[str]()),
        ("candidates/offices", frozenset[str]()),
        ("timeline/boundaries", frozenset[str]()),
        ("timeline/grades", OF_THE_DAY),
    ],
)
def test_people_are_sought_in_an_index(graph: Graph, name: str, varying: Iterable[str], known: bool) -> None:
    question = replace(settle(graph, TODAY), former=known)
    given = {"children": ["C"], "pairs": [{"child": "C", "person": "P"}], "questions": [], "largest_household": 20}
    asks = standing_alone(name, known=known, varying=frozenset(varying))
    operators = graph.plan(asks, **parameters_of(question), **given)
    assert any("IndexSeek" in each for each in operators)
    scans = [each for each in operators if each.endswith("Scan")]
    # What was known of the few organisations is in their versions, where no index leads by division.
    assert scans == (["NodeByLabelScan"] if known and name == "candidates/offices" else [])
