"""The one table of rates: what published statistics say, and what the generator uses.

Where the two differ, the rate is raised on purpose so that every case occurs in a county of 50,000 persons, or because
the county is meant to be a rural one that many leave for work. `standing` says how far a figure may be trusted: `seen`
was read in a public source, `computed` follows from such figures, `memory` is commonly quoted and must be checked
before anybody cites it, `assumption` is ours.
"""

from dataclasses import dataclass
from typing import Literal

Standing = Literal["seen", "computed", "memory", "assumption"]


@dataclass(frozen=True)
class Rate:
    """One line of the table.

    Args:
        name: what the generator calls it.
        life: value in life, or None where no figure is known.
        used: value used here.
        unit: of what.
        source: who says so.
        standing: how far the value in life may be trusted.
    """

    name: str
    life: float | None
    used: float
    unit: str
    source: str
    standing: Standing


_CENSUS = "Seventh national census, 2020"
_BULLETIN = "Statistical bulletin of civil affairs"
_SURVEY_2016 = "Ministry of Civil Affairs, survey of rural left-behind children, 2016"
_SURVEY_2018 = "Ministry of Civil Affairs, information system on rural left-behind children, 2018"
_OURS = "no figure at hand"

TABLE: tuple[Rate, ...] = (
    # Population
    Rate("children", 0.211, 0.211, "persons aged 0–17 per living person", _CENSUS, "seen"),
    Rate("household_size", 2.62, 2.62, "persons present per household", _CENSUS, "seen"),
    Rate(
        "rural_registration", 0.546, 0.72, "share of the living, rural county", _CENSUS + ", registered rural", "memory"
    ),
    Rate("boys_at_birth", 0.527, 0.527, "share of births 2000–2020", _CENSUS, "memory"),
    Rate(
        "divorces", 0.37, 0.22, "share of marriages since 2000 that end so; life: per marriage, 2021", _BULLETIN, "seen"
    ),
    Rate("remarriages_after_divorce", None, 0.55, "share of the divorced", _OURS, "assumption"),
    Rate("births_outside_marriage", None, 0.015, "share of births", _OURS, "assumption"),
    Rate("adopted", 0.0004, 0.004, "share of children; life: 11,000 adoptions a year", _BULLETIN, "memory"),
    Rate("foundlings", 0.0001, 0.0012, "share of children", _OURS, "assumption"),
    Rate("minorities", 0.089, 0.06, "share of persons", _CENSUS, "seen"),
    Rate(
        "unregistered", 0.002, 0.003, "share of children without household registration", "13 million, 2015", "memory"
    ),
    Rate("residence_missing", None, 0.01, "share of persons, residence not stated", _OURS, "assumption"),
    # Children without both parents
    Rate(
        "orphans",
        0.00049,
        0.0025,
        "share of children; life: 51 of 105,000",
        _BULLETIN + ", 3rd quarter 2023",
        "computed",
    ),
    Rate("de_facto_unattended", 0.0013, 0.0060, "share of children; life: 137 of 105,000", _BULLETIN, "computed"),
    Rate(
        "hidden_de_facto_unattended", None, 0.0020, "share of children", "more than half in a Guizhou study", "memory"
    ),
    Rate("orphans_in_institutions", 0.35, 0.30, "share of orphans", _BULLETIN, "memory"),
    Rate("orphans_without_guardian", None, 0.15, "share of orphans with no guardianship recorded", _OURS, "assumption"),
    Rate("unattended_with_guardian", None, 0.30, "share of de facto unattended children", _OURS, "assumption"),
    Rate("unattended_with_carer", None, 0.60, "share of the others with entrusted care recorded", _OURS, "assumption"),
    # Migration
    Rate(
        "left_behind",
        0.0233,
        0.05,
        "share of children, policy definition; life: 2,450 of 105,000",
        _SURVEY_2018,
        "computed",
    ),
    Rate("left_behind_with_grandparents", 0.893, 0.893, "share of left-behind children", _SURVEY_2016, "seen"),
    Rate("left_behind_with_kin", 0.033, 0.033, "share of left-behind children", _SURVEY_2016, "seen"),
    Rate("left_behind_one_incapable", 0.034, 0.034, "share of left-behind children", _SURVEY_2016, "seen"),
    Rate("left_behind_with_nobody", 0.040, 0.040, "share of left-behind children", _SURVEY_2016, "seen"),
    Rate("left_behind_carer_recorded", None, 0.93, "share of those with a carer", _OURS, "assumption"),
    Rate(
        "one_parent_away",
        0.11,
        0.12,
        "share of rural children; life: school definition less both",
        _SURVEY_2018,
        "memory",
    ),
    Rate("migrant_children", 0.239, 0.06, "share of rural children; life: of all children", _CENSUS, "seen"),
    Rate("away_18_29", 0.266, 0.30, "share without minor children; life: of all ages", _CENSUS, "computed"),
    Rate("away_30_44", 0.266, 0.22, "share without minor children", _CENSUS, "computed"),
    Rate("away_45_59", 0.266, 0.12, "share without minor children", _CENSUS, "computed"),
    Rate("single_parent_away", None, 0.10, "share of divorced or widowed parents", _OURS, "assumption"),
    Rate("returned", None, 0.10, "share of the present aged 20–59 who were away once", _OURS, "assumption"),
    Rate("contact_weekly", None, 0.72, "share of the away", _OURS, "assumption"),
    Rate(
        "contact_over_half_a_year",
        0.055,
        0.055,
        "share of the away; life: no word from the mother",
        _SURVEY_2016,
        "seen",
    ),
    # Adults who cannot care
    Rate("disabled_children", 0.006, 0.012, "share with a certificate, 0–17", "Disabled Persons' Federation", "memory"),
    Rate("disabled_adults", 0.022, 0.022, "share with a certificate, 18–59", "Disabled Persons' Federation", "memory"),
    Rate(
        "disabled_elderly",
        0.065,
        0.065,
        "share with a certificate, 60 and older",
        "Disabled Persons' Federation",
        "memory",
    ),
    Rate("imprisoned", 0.0015, 0.002, "share of adults now", "about 1.7 million prisoners", "memory"),
    Rate("formerly_imprisoned", None, 0.003, "share of adults", _OURS, "assumption"),
    Rate("compulsory_rehabilitation", 0.0001, 0.0005, "share of adults", "drug situation report", "memory"),
    Rate("other_detention", None, 0.0003, "share of adults", _OURS, "assumption"),
    Rate("out_of_contact", None, 0.0010, "share of adults", _OURS, "assumption"),
    Rate("declared_missing", None, 0.0002, "share of adults", _OURS, "assumption"),
    Rate("deported", None, 0.0001, "share of adults", _OURS, "assumption"),
    Rate("no_capacity", None, 0.0008, "share of adults", _OURS, "assumption"),
    Rate("limited_capacity", None, 0.0008, "share of adults", _OURS, "assumption"),
    Rate("serious_illness", None, 0.005, "share of adults", _OURS, "assumption"),
    Rate("mental_disorder", 0.0047, 0.005, "share of adults; 6.6 million registered", "health statistics", "memory"),
    Rate(
        "harm_to_a_child",
        None,
        0.003,
        "share of parents with neglect, abuse, abandonment or refusal",
        _OURS,
        "assumption",
    ),
    Rate("barred_carers", None, 0.0012, "share of adults", _OURS, "assumption"),
    Rate("emergencies", None, 0.0006, "share of adults", _OURS, "assumption"),
    Rate("homeless", None, 0.0002, "share of adults", _OURS, "assumption"),
    Rate("self_supporting", None, 0.015, "share of those aged 16 and 17", _OURS, "assumption"),
    # School
    Rate("preschool", 0.852, 0.88, "share of ages 3–5", "education bulletin 2020", "seen"),
    Rate(
        "senior_secondary", 0.91, 0.90, "share of ages 15–17 in any senior school", "education bulletin 2020", "memory"
    ),
    Rate("vocational", 0.42, 0.38, "share of those", "education bulletin 2020", "memory"),
    Rate("higher", 0.54, 0.45, "share of ages 18–21", "education bulletin 2020", "memory"),
    Rate("dropouts", 0.004, 0.006, "share of ages 12–15", _OURS, "assumption"),
    Rate("school_transfers", None, 0.03, "share of pupils", _OURS, "assumption"),
    Rate("suspended", None, 0.003, "share of pupils", _OURS, "assumption"),
    Rate("notable_absence", None, 0.015, "share of pupils with a month of notable absence", _OURS, "assumption"),
    # Support
    Rate(
        "subsistence_allowance", 0.0286, 0.03, "share of households; life: of persons, November 2023", _BULLETIN, "seen"
    ),
    Rate(
        "extreme_poverty",
        0.0033,
        0.004,
        "share of persons aged 60 and older alone; life: of persons",
        _BULLETIN,
        "seen",
    ),
    Rate("temporary_assistance", 0.0039, 0.004, "share of households; life: of persons, 2023", _BULLETIN, "seen"),
    Rate("disability_subsidies", 0.45, 0.45, "share of the severely disabled", _BULLETIN, "computed"),
    Rate(
        "allowance_take_up", None, 0.80, "share of orphans and unattended children who receive it", _OURS, "assumption"
    ),
    Rate("visited", None, 0.85, "share of due monthly visits that were made", _OURS, "assumption"),
    # Dirt
    Rate(
        "defects",
        None,
        0.0001,
        "share of a file's rows with each planted defect, never fewer than two",
        _OURS,
        "assumption",
    ),
    Rate(
        "other_date_formats", None, 0.004, "share of rows in three files with another date format", _OURS, "assumption"
    ),
)
_USED = {rate.name: rate.used for rate in TABLE}

BIRTHS = {
    1914: 5.0,
    1925: 6.0,
    1935: 7.5,
    1940: 9.5,
    1949: 13.0,
    1954: 16.0,
    1957: 16.5,
    1961: 9.5,
    1963: 25.0,
    1966: 23.0,
    1970: 24.5,
    1974: 21.0,
    1979: 16.5,
    1982: 21.0,
    1987: 24.3,
    1990: 23.0,
    1995: 20.0,
    1999: 17.8,
    2003: 15.7,
    2008: 16.0,
    2012: 18.8,
    2014: 16.8,
    2016: 18.6,
    2018: 15.1,
    2020: 12.0,
    2022: 9.5,
    2026: 8.5,
}
"""Millions of births a year that lived past infancy, at the turning points of the series; between them it is straight.

Source: yearbook of population statistics (memory); before 1950 an assumption. Cohorts of today's children are scaled to
the rate `children`, for a rural county has more of them than the nation.
"""


def used(name: str) -> float:
    """The value that the generator uses.

    Raises:
        KeyError: no such rate.
    """
    return _USED[name]
