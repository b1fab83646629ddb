"""The organisations of the county: its bureau, institutions and centres, a committee for every village."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, Ints, Texts, new_year
from graph_service.population.divisions import County
from graph_service.population.streams import Random, between

BUREAU, INSTITUTION, CLOSED_INSTITUTION, PROTECTION_CENTRE, REHABILITATION, CHARITY, PREFECTURE_INSTITUTION = range(7)

_COUNTY_WIDE = (
    ("CIVIL_AFFAIRS_BUREAU", "青禾县民政局", 0),
    ("CHILD_WELFARE_INSTITUTION", "青禾县儿童福利院", 60),
    ("CHILD_WELFARE_INSTITUTION", "青禾县福利站", 20),
    ("MINOR_PROTECTION_CENTRE", "青禾县未成年人救助保护中心", 30),
    ("REHABILITATION_CENTRE", "青禾县残疾人康复中心", 80),
    ("CHARITY", "青禾县慈善会", 0),
    ("CHILD_WELFARE_INSTITUTION", "澄岭市儿童福利院", 300),
    ("SCHOOL_AUTHORITY", "青禾县教育局", 0),
    ("CHARITY", "青禾县春芽助学会", 0),
    ("CIVIL_AFFAIRS_BUREAU", "澄岭市民政局", 0),
)
_OF_THE_PREFECTURE = (PREFECTURE_INSTITUTION, 9)


@dataclass(frozen=True)
class Organisations:
    """Organisations as columns; the first rows are the ones named by the constants above, then come the committees.

    Args:
        kind, name, division: as in the feed.
        capacity: places, FAR where it has none.
        start, end: days; one institution is closed.
        committee: row of the committee of each unit.
    """

    kind: Texts
    name: Texts
    division: Texts
    capacity: Ints
    start: Ints
    end: Ints
    committee: Ints

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def ids(self) -> Texts:
        """Ids, `O0001` and so on."""
        return np.array([f"O{number:04d}" for number in range(1, len(self) + 1)], dtype=object)


def establish(rng: Random, county: County, today: int) -> Organisations:
    """Every organisation of the county, and the two of its prefecture that matter to it."""
    seat = str(county.units[0])
    kind, name, capacity = (list(column) for column in zip(*_COUNTY_WIDE, strict=True))
    division = ["990100000000" if row in _OF_THE_PREFECTURE else seat for row in range(len(kind))]
    division[BUREAU] = division[7] = county.code
    committee = len(kind) + np.arange(len(county.units))
    kind += ["VILLAGE_COMMITTEE"] * len(county.units)
    name += [
        f"{unit}{'居民' if urban else '村民'}委员会" for unit, urban in zip(county.unit_name, county.urban, strict=True)
    ]
    division += county.units.tolist()
    sites = range(0, len(county.towns), 3)
    kind += ["DEVICE_RENTAL_SITE"] * len(sites)
    name += [f"{county.town_name[town]}辅助器具租赁点" for town in sites]
    division += [str(county.towns[town]) for town in sites]
    capacity += [0] * (len(kind) - len(capacity))
    places = np.array(capacity, dtype=np.int64)
    start = between(rng, new_year(1985), new_year(2014), len(kind))
    end = np.full(len(kind), FAR)
    end[CLOSED_INSTITUTION] = today - 400
    return Organisations(
        kind=np.array(kind, dtype=object),
        name=np.array(name, dtype=object),
        division=np.array(division, dtype=object),
        capacity=np.where(places > 0, places, FAR),
        start=start,
        end=end,
        committee=committee,
    )
