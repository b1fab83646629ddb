"""The county as one whole: everything that was simulated, in the order in which one thing depends on another."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph_service.population.care import Care, arrange
from graph_service.population.days import FAR, Ints
from graph_service.population.divisions import County, lay_out
from graph_service.population.genealogy import Genealogy, simulate
from graph_service.population.hardship import Hardship, Past, befall
from graph_service.population.households import Households, found_households
from graph_service.population.migration import Migration, migrate
from graph_service.population.organisations import Organisations, establish
from graph_service.population.schools import Schooling, teach
from graph_service.population.streams import stream
from graph_service.population.tables import Facts
from graph_service.population.upbringing import Upbringing, bring_up, parentages
from graph_service.population.welfare import Welfare, support


@dataclass(frozen=True)
class Lives:
    """All that happened in the county until `today`.

    Args:
        seat: where each person lives: index into `County.units`, or `len(units)` plus the index of a place.
    """

    today: int
    county: County
    genealogy: Genealogy
    upbringing: Upbringing
    hardship: Hardship
    migration: Migration
    organisations: Organisations
    care: Care
    households: Households
    parentages: Facts
    seat: Ints
    schooling: Schooling
    welfare: Welfare

    @property
    def units(self) -> int:
        """Number of villages and communities."""
        return len(self.county.units)


def live(persons: int, seed: int, today: int, progress: Callable[[str], None]) -> Lives:
    """Simulates the county.

    Args:
        persons: how many, living and dead.
        today: last day on which anything happens.
        progress: is told the name of each part before it is simulated.
    """
    progress("divisions")
    county = lay_out(stream(seed, "divisions"), persons)
    progress("genealogy")
    g = simulate(stream(seed, "genealogy"), persons, county, today)
    progress("upbringing")
    up = bring_up(stream(seed, "upbringing"), g, today)
    progress("hardship")
    hard = befall(stream(seed, "hardship"), g, up, today)
    progress("migration")
    past = Past(county, today, g, up, hard)
    m = migrate(stream(seed, "migration"), past)
    progress("care")
    organisations = establish(stream(seed, "organisations"), county, today)
    care = arrange(stream(seed, "care"), past, m, organisations)
    progress("households")
    homes = found_households(stream(seed, "households"), past, m)
    progress("schools")
    seat = _seats(county, g, m, homes)
    schooling = teach(stream(seed, "schools"), g, county, seat, today)
    progress("welfare")
    welfare = support(stream(seed, "welfare"), past, m, care=care, homes=homes, schooling=schooling)
    return Lives(
        today=today,
        county=county,
        genealogy=g,
        upbringing=up,
        hardship=hard,
        migration=m,
        organisations=organisations,
        care=care,
        households=homes,
        parentages=parentages(g, up, today),
        seat=seat,
        schooling=schooling,
        welfare=welfare,
    )


def _seats(county: County, g: Genealogy, m: Migration, homes: Households) -> Ints:
    """Where each person lives: in the household, or at the place they left for, or else where they are registered."""
    units = len(county.units)
    seat = g.unit.copy()
    elsewhere = (m.away < FAR) & (m.place >= 0)
    seat[elsewhere] = units + m.place[elsewhere]
    at_home = np.flatnonzero(homes.home >= 0)
    home = homes.home[at_home]
    seat[at_home] = np.where(homes.place[home] >= 0, units + homes.place[home], homes.unit[home])
    return seat
