"""The village, and one larger family: divorce, remarriage, adoption, children in three homes, and a school of many."""

import csv
from pathlib import Path

import pytest

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph

VILLAGE = Path(__file__).parents[2] / "seed" / "village"

FEEDS = {
    "persons": """
        person_id,name,sex,birth_date,death_date,residence_division
        HAO-CHILD,郝小满,2,2014-05-01,,990101001001
        HAO-SISTER,郝大满,2,2010-03-01,,990101001002
        HAO-TWIN,郝小雪,2,2014-05-01,,990101001001
        HAO-FATHER,郝<建>&国,1,1984-01-01,,990101001001
        HAO-MOTHER,"白 ""露"" 华",2,1986-01-01,,990101001002
        HAO-STEPMOTHER,Nguyen Lan Hoa & Sons of Old,2,1988-01-01,,990101001001
        HAO-LITTLE,郝小寒,1,2021-02-01,,990101001001
        HAO-PARTNER,齐国庆,1,1985-01-01,,990101001002
        HAO-BABY,齐小暑,1,2022-07-01,,990101001002
        HAO-GRANDFATHER,郝立春,1,1955-01-01,2019-02-04,990101001001
        HAO-GRANDMOTHER,谷雨,2,1957-01-01,,990101001001
        HAO-UNCLE,郝立夏,1,1980-01-01,,990101001001
        HAO-UNCLE-WIFE,夏至,2,1981-01-01,,990101001001
        HAO-AUNT,郝立秋,2,1990-01-01,,990101001001
        HAO-AUNT-EX,秋分,1,1989-01-01,,990101001001
        HAO-MOTHER-FATHER,白立冬,1,1958-01-01,,990101001002
        HAO-MOTHER-MOTHER,霜降,2,1960-01-01,,990101001002
        HAO-ADOPTED-UNCLE,白小雪,1,1992-01-01,,990101001002
        HAO-LODGER,惊蛰,1,1983-01-01,,990101001001
        HAO-COUSIN,郝清明,1,2008-04-05,,990101001001
        HAO-COUSIN-WIFE,清和,2,2007-04-05,,990101001001
    """,
    "parentages": """
        parent_id,child_id,kind,from,to
        HAO-FATHER,HAO-CHILD,BIOLOGICAL,,
        HAO-MOTHER,HAO-CHILD,BIOLOGICAL,,
        HAO-FATHER,HAO-TWIN,BIOLOGICAL,,
        HAO-MOTHER,HAO-TWIN,BIOLOGICAL,,
        HAO-FATHER,HAO-SISTER,BIOLOGICAL,,
        HAO-MOTHER,HAO-SISTER,BIOLOGICAL,,
        HAO-STEPMOTHER,HAO-CHILD,STEP,2020-01-01,
        HAO-FATHER,HAO-LITTLE,BIOLOGICAL,,
        HAO-STEPMOTHER,HAO-LITTLE,BIOLOGICAL,,
        HAO-MOTHER,HAO-BABY,BIOLOGICAL,,
        HAO-PARTNER,HAO-BABY,BIOLOGICAL,,
        HAO-GRANDFATHER,HAO-FATHER,BIOLOGICAL,,
        HAO-GRANDMOTHER,HAO-FATHER,BIOLOGICAL,,
        HAO-GRANDFATHER,HAO-UNCLE,BIOLOGICAL,,
        HAO-GRANDMOTHER,HAO-UNCLE,BIOLOGICAL,,
        HAO-GRANDFATHER,HAO-AUNT,BIOLOGICAL,,
        HAO-GRANDMOTHER,HAO-AUNT,BIOLOGICAL,,
        HAO-MOTHER-FATHER,HAO-MOTHER,BIOLOGICAL,,
        HAO-MOTHER-MOTHER,HAO-MOTHER,BIOLOGICAL,,
        HAO-MOTHER-FATHER,HAO-ADOPTED-UNCLE,ADOPTIVE,1995-01-01,
        HAO-MOTHER-MOTHER,HAO-ADOPTED-UNCLE,ADOPTIVE,1995-01-01,
        HAO-UNCLE,HAO-COUSIN,BIOLOGICAL,,
        HAO-UNCLE-WIFE,HAO-COUSIN,BIOLOGICAL,,
    """,
    "marriages": """
        person_id,spouse_id,from,to
        HAO-FATHER,HAO-MOTHER,2008-01-01,2018-06-01
        HAO-FATHER,HAO-STEPMOTHER,2020-01-01,
        HAO-GRANDFATHER,HAO-GRANDMOTHER,1978-01-01,2019-02-04
        HAO-MOTHER-FATHER,HAO-MOTHER-MOTHER,1983-01-01,
        HAO-UNCLE,HAO-UNCLE-WIFE,2005-01-01,
        HAO-AUNT-EX,HAO-AUNT,2012-01-01,2016-01-01
        HAO-COUSIN,HAO-COUSIN-WIFE,2026-05-01,
    """,
    "households": """
        household_id,division,head_id
        H-HAO,990101001001,HAO-FATHER
        H-BAI,990101001002,HAO-MOTHER
    """,
    "household_members": """
        household_id,person_id,from,to
        H-HAO,HAO-FATHER,2008-01-01,
        H-HAO,HAO-STEPMOTHER,2020-01-01,
        H-HAO,HAO-CHILD,2014-05-01,
        H-HAO,HAO-LITTLE,2021-02-01,
        H-HAO,HAO-GRANDMOTHER,2008-01-01,
        H-HAO,HAO-LODGER,2022-01-01,
        H-HAO,HAO-UNCLE,2025-01-01,
        H-HAO,HAO-COUSIN,2025-01-01,
        H-HAO,HAO-TWIN,2014-05-01,
        H-BAI,HAO-MOTHER,2018-06-01,
        H-BAI,HAO-PARTNER,2021-01-01,
        H-BAI,HAO-SISTER,2018-06-01,
        H-BAI,HAO-BABY,2022-07-01,
    """,
    "placements": """
        person_id,organisation_id,kind,from,to
        HAO-TWIN,ORG-WELFARE,RESIDENTIAL,2025-01-01,
    """,
    "support_ties": """
        person_id,supporter_id,kind,strength,from,to
        HAO-CHILD,HAO-UNCLE,KIN,3,2020-01-01,
        HAO-CHILD,GAO-NEIGHBOUR,NEIGHBOUR,1,2020-01-01,
        HAO-CHILD,CHEN-MOTHER,FRIEND,2,2020-01-01,
        HAO-CHILD,LI-GRANDMOTHER,VOLUNTEER,1,2020-01-01,
    """,
    "enrolments": """
        person_id,school_id,stage,grade,status,from,to
        HAO-CHILD,SCH-PRIMARY,primary,6,ENROLLED,2020-09-01,
    """,
}


@pytest.fixture(scope="module")
def families(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The village with its later delivery, and the larger family."""
    load(module_graph, tmp_path_factory.mktemp("families"))
    return module_graph


def load(graph: Graph, folder: Path) -> None:
    for feed, text in FEEDS.items():
        with (folder / f"{feed}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(csv.reader(line.strip() for line in text.strip().splitlines()))
    for each in (VILLAGE, VILLAGE / "later", folder):
        summary = import_into(graph, each)
        assert sum(file.quarantined for file in summary.files) == 0, summary.as_json()
