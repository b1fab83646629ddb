"""Births, marriages, divorces and deaths, year by year, from the founders born in 1914 to the last day."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, YEAR, Bools, Floats, Ints, date_of, new_year
from graph_service.population.divisions import County
from graph_service.population.names import draw_surnames
from graph_service.population.rates import BIRTHS, used
from graph_service.population.streams import Random, between, chance, choose, sample_weighted

_FIRST_COHORT = 1914
_FIRST_WEDDINGS = 1932
_FIRST_DESCENDANTS = 1940
_NEVER = 9999
# Gompertz: slope of the logarithm of mortality with age; Makeham: accidents, per year.
_SLOPE, _ACCIDENTS = 0.1, 0.0005
ETHNICITY_CODES = ("01", "15", "06", "12", "03", "11")
"""GB/T 3304 codes: Han, Tujia, Miao, Dong, Hui, Manchu."""
_ETHNIC_SHARES = (0.0, 0.40, 0.25, 0.15, 0.12, 0.08)


@dataclass
class Genealogy:
    """Everybody who ever lived in the county, as columns, and who was married to whom.

    Args:
        birth, death: days; FAR while alive.
        sex: 1 male, 2 female.
        father, mother: row numbers of the biological parents, -1 where not recorded.
        wedlock: row number of the parents' marriage, -1 for births outside one.
        outsider: born in another county, parents not recorded.
        unit: village or community of registration, index into `County.units`.
        rural: rural household registration.
        surname, ethnicity: indexes into SURNAMES and ETHNICITY_CODES.
        husband, wife: row numbers of each marriage's partners.
        start, end: days of each marriage; FAR while it lasts.
    """

    birth: Ints
    death: Ints
    sex: Ints
    father: Ints
    mother: Ints
    wedlock: Ints
    outsider: Bools
    unit: Ints
    rural: Bools
    surname: Ints
    ethnicity: Ints
    husband: Ints
    wife: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.birth)

    def spouses(self) -> Ints:
        """Today's wife or husband of each person, -1 for none."""
        spouse = np.full(len(self), -1)
        lasting = self.end == FAR
        spouse[self.husband[lasting]] = self.wife[lasting]
        spouse[self.wife[lasting]] = self.husband[lasting]
        return spouse


def simulate(rng: Random, size: int, county: County, last_day: int) -> Genealogy:
    """Exactly `size` persons, living and dead.

    Args:
        last_day: nothing happens after it.
    """
    return _Simulation(rng, size, county, last_day).run()


def _survival(age: Floats, birth_year: Floats) -> Floats:
    """Share of a cohort alive at an age, both sexes together."""
    survival: Floats = np.exp(-np.exp(_SLOPE * (age - _mode_of_death(birth_year) - 2)) - _ACCIDENTS * age)
    return survival


def _mode_of_death(birth_year: Floats | int) -> Floats:
    """Commonest age at death of men of a cohort; women live four years longer."""
    return np.asarray(np.interp(birth_year, (1910, 1930, 1950, 1970, 1990, 2020), (70, 74, 79, 83, 86, 89)))


def cohort_sizes(size: int, last_day: int) -> tuple[Ints, Ints]:
    """Years of birth and how many persons were born in each, adding up to `size`.

    Today's children are scaled so that they have the used share of the living.
    """
    today = date_of(last_day)
    years = np.arange(_FIRST_COHORT, today.year + 1)
    weight = np.interp(years, list(BIRTHS), list(BIRTHS.values()))
    weight[-1] *= max(0.02, (last_day - new_year(today.year)) / YEAR)
    alive = weight * _survival((today.year + 0.5 - years).astype(np.float64), years.astype(np.float64))
    # In the cohort that turns 18 this year, those born after today's date are still children.
    minor = np.where(years > today.year - 18, 1.0, 0.0)
    minor[years == today.year - 18] = 1 - (last_day - new_year(today.year)) / YEAR
    share = used("children")
    factor = share / (1 - share) * (alive * (1 - minor)).sum() / (alive * minor).sum()
    weight *= 1 + minor * (factor - 1)
    exact = weight / weight.sum() * size
    counts = exact.astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: size - counts.sum()]] += 1
    return years, counts


class _Simulation:
    """The state of the county while the years go by; columns are made in full and filled from the front."""

    def __init__(self, rng: Random, size: int, county: County, last_day: int) -> None:
        self.rng, self.county, self.last_day = rng, county, last_day
        self.years, self.cohorts = cohort_sizes(size, last_day)
        self.count = self.weddings = 0

        def whole(fill: int = 0) -> Ints:
            return np.full(size, fill, dtype=np.int64)

        self.g = Genealogy(
            birth=whole(),
            death=whole(),
            sex=whole(),
            father=whole(-1),
            mother=whole(-1),
            wedlock=whole(-1),
            outsider=np.zeros(size, dtype=np.bool_),
            unit=whole(),
            rural=np.zeros(size, dtype=np.bool_),
            surname=whole(),
            ethnicity=whole(),
            husband=whole(),
            wife=whole(),
            start=whole(),
            end=whole(),
        )
        self.birth_year = np.zeros(size, dtype=np.int16)
        self.seeks = np.full(size, _NEVER, dtype=np.int16)  # year from which a person looks for a partner
        self.children = np.zeros(size, dtype=np.int8)
        self.last_birth = whole(-FAR)

    def run(self) -> Genealogy:
        for year, births in zip(self.years.tolist(), self.cohorts.tolist(), strict=True):
            if year >= _FIRST_WEDDINGS:
                self._marry(year)
            self._bear(year, births)
        g, weddings = self.g, self.weddings
        g.death[g.death > self.last_day] = FAR
        g.husband, g.wife = g.husband[:weddings], g.wife[:weddings]
        g.start, g.end = g.start[:weddings], g.end[:weddings]
        g.end[g.end > self.last_day] = FAR
        return g

    # Births and deaths

    def _bear(self, year: int, births: int) -> None:
        """Everybody born in one year: founders, outsiders who will come by marriage, and children of the county."""
        rng, g = self.rng, self.g
        who = np.arange(self.count, self.count + births)
        self.count += births
        low, high = new_year(year), min(new_year(year + 1), self.last_day - 20)
        g.birth[who] = between(rng, low, high, births)
        g.sex[who] = np.where(chance(rng, births, used("boys_at_birth") if year > 1980 else 0.515), 1, 2)
        self.birth_year[who] = year
        recent = year > self.years[-1] - 22
        native = 0.0 if year < _FIRST_DESCENDANTS else 1.0
        stays = np.full(births, native) if recent else np.where(g.sex[who] == 1, 0.97, 0.86) * native
        inside = who[chance(rng, births, stays)]
        outside = np.setdiff1d(who, inside, assume_unique=True)
        single = inside[chance(rng, inside.size, used("births_outside_marriage") if year > 1990 else 0.0)]
        single = single[self._bear_outside_marriage(year, single)]
        in_wedlock = np.setdiff1d(inside, single, assume_unique=True)
        without_parents = in_wedlock[self._bear_in_wedlock(year, in_wedlock) :]
        self._settle(np.concatenate([outside, without_parents]), founders=year < _FIRST_DESCENDANTS)
        self._fate(year, who)

    def _bear_in_wedlock(self, year: int, who: Ints) -> int:
        """Gives the persons `who` married parents, as long as there are couples; returns how many got some."""
        rng, g, weddings = self.rng, self.g, self.weddings
        wife = g.wife[:weddings]
        first_day, next_year = new_year(year), min(new_year(year + 1), self.last_day)
        lasting = (g.start[:weddings] < first_day) & (g.end[:weddings] >= next_year)
        couples = np.flatnonzero(lasting)
        age = year - self.birth_year[wife[couples]]
        free = (age >= 19) & (age <= 45) & (self.last_birth[wife[couples]] < first_day - 330)
        couples, age = couples[free], age[free]
        wives = wife[couples]
        # Births come later in life nowadays, and families stay smaller.
        peak = np.interp(year, (1950, 1980, 2000, 2020), (25.0, 25.0, 25.5, 28.5))
        weight = np.exp(-(((age - peak) / np.where(age < peak, 4.0, 6.5)) ** 2)) + 0.002
        weight *= _PROGRESSION[_regime(year)][np.minimum(self.children[wives], 5)]
        second_discouraged = (self.children[wives] > 0) & ~g.rural[wives]
        weight[second_discouraged] *= 0.35 if 1980 <= year < 2016 else 0.8
        chosen = couples[sample_weighted(rng, weight, who.size)]
        chosen = rng.permutation(chosen)
        born = who[: chosen.size]
        self._descend(born, g.husband[chosen], g.wife[chosen])
        g.wedlock[born] = chosen
        return chosen.size

    def _bear_outside_marriage(self, year: int, who: Ints) -> Ints:
        """Gives the persons `who` an unmarried mother each, and some a recorded father; returns which got one."""
        rng, g = self.rng, self.g
        if not who.size:
            return np.zeros(0, dtype=np.int64)
        someday = np.arange(self.count - who.size)
        age = year - self.birth_year[someday]
        free = (
            (self.seeks[someday] > year) & (self.seeks[someday] <= year + 4) & (g.death[someday] > new_year(year + 1))
        )
        free &= self.last_birth[someday] < new_year(year) - 330
        women = someday[free & (g.sex[someday] == 2) & (age >= 19) & (age <= 32)]
        men = someday[free & (g.sex[someday] == 1) & (age >= 20) & (age <= 36)]
        count = min(who.size, women.size, men.size)
        mothers, fathers = rng.permutation(women)[:count], rng.permutation(men)[:count]
        recorded = chance(rng, count, 0.45) & ~self._related(fathers, mothers)
        self._descend(who[:count], np.where(recorded, fathers, -1), mothers)
        return np.arange(count)

    def _descend(self, born: Ints, father: Ints, mother: Ints) -> None:
        """Links children to their parents and hands on surname, place, registration and ethnicity."""
        rng, g = self.rng, self.g
        names_father = (father >= 0) & ~chance(rng, born.size, 0.03)
        line = np.where(names_father, father, mother)
        g.father[born], g.mother[born] = father, mother
        g.surname[born], g.ethnicity[born] = g.surname[line], g.ethnicity[line]
        g.unit[born], g.rural[born] = g.unit[mother], g.rural[mother]
        self.children[mother] += 1
        self.last_birth[mother] = g.birth[born]

    def _settle(self, who: Ints, *, founders: bool) -> None:
        """Persons without recorded parents: founders bear the old surnames of their village, outsiders any."""
        rng, g, county = self.rng, self.g, self.county
        unit = choose(rng, who.size, county.weight)
        g.unit[who], g.rural[who] = unit, ~county.urban[unit]
        names = draw_surnames(rng, who.size)
        local = chance(rng, who.size, 0.75) & (g.sex[who] == 1) & founders
        family = choose(rng, who.size, (0.45, 0.28, 0.17, 0.10))
        g.surname[who] = np.where(local, county.lineage[unit, family], names)
        minority = chance(rng, who.size, used("minorities"))
        g.ethnicity[who] = np.where(minority, choose(rng, who.size, _ETHNIC_SHARES), 0)
        g.outsider[who] = not founders

    def _fate(self, year: int, who: Ints) -> None:
        """Day of death and year of looking for a partner, drawn at birth."""
        rng, g = self.rng, self.g
        women = g.sex[who] == 2
        natural = _mode_of_death(year) + 4.0 * women + np.log(rng.standard_exponential(who.size)) / _SLOPE
        accident = rng.exponential(1 / _ACCIDENTS, who.size)
        age = np.maximum(np.minimum(natural, accident), 0.1)
        if year < _FIRST_DESCENDANTS:
            age = np.maximum(age, 24 + 2 * rng.random(who.size))  # founders are known because they had a family
        g.death[who] = g.birth[who] + (age * YEAR).astype(np.int64)
        mean = (
            np.interp(year, (1920, 1950, 1965, 1980, 1995, 2005), (20.5, 22.5, 23.0, 24.0, 26.5, 27.5)) + 2.0 * ~women
        )
        wedding_age = np.maximum(mean + 2.6 * rng.standard_normal(who.size), np.where(women, 20, 22) + (year > 1955))
        stays_single = chance(rng, who.size, np.where(women, 0.01, 0.05))
        self.seeks[who] = np.where(stays_single, _NEVER, year + wedding_age.astype(np.int64))

    # Marriages

    def _marry(self, year: int) -> None:
        """Pairs those who look for a partner: first inside their town, then across the county, close in age."""
        rng, g = self.rng, self.g
        seekers = np.flatnonzero(self.seeks[: self.count] <= year)
        gone = (g.death[seekers] < new_year(year + 1)) | (self.birth_year[seekers] < year - 65)
        self.seeks[seekers[gone]] = _NEVER
        seekers = seekers[~gone]
        husbands: list[Ints] = []
        wives: list[Ints] = []
        for inside_town, oldest_first in ((True, True), (True, False), (False, True), (False, False)):
            men, women = self._pair(seekers, inside_town=inside_town, oldest_first=oldest_first)
            husbands.append(men)
            wives.append(women)
            paired = np.zeros(self.count, dtype=np.bool_)
            paired[men] = paired[women] = True
            seekers = seekers[~paired[seekers]]
        husband, wife = np.concatenate(husbands), np.concatenate(wives)
        count = husband.size
        rows = np.arange(self.weddings, self.weddings + count)
        self.weddings += count
        start = between(rng, new_year(year), min(new_year(year + 1), self.last_day - 20), count)
        risk = np.interp(year, (1950, 1980, 1990, 2000), (0.02, 0.05, 0.12, used("divorces")))
        divorce = np.where(
            chance(rng, count, risk), start + ((1.5 + rng.gamma(2.0, 4.0, count)) * YEAR).astype(np.int64), FAR
        )
        end = np.minimum(np.minimum(g.death[husband], g.death[wife]), divorce)
        g.husband[rows], g.wife[rows], g.start[rows], g.end[rows] = husband, wife, start, end
        divorced = (end == divorce) & (divorce < FAR)
        ended = np.minimum(end, new_year(_NEVER - 100))
        end_year = (ended / YEAR).astype(np.int64) + 1971
        for partner, widowed in ((husband, 0.35), (wife, 0.22)):
            again = np.where(divorced, used("remarriages_after_divorce"), widowed)
            again *= (end_year - self.birth_year[partner] < 60) & (g.death[partner] > end)
            next_year = np.minimum(end_year + rng.geometric(0.35, count), _NEVER)
            self.seeks[partner] = np.where(chance(rng, count, again), next_year, _NEVER)
        self._move_in(year, husband, wife)

    def _pair(self, seekers: Ints, *, inside_town: bool, oldest_first: bool) -> tuple[Ints, Ints]:
        """Lines up men and women by age and joins those at the same place, if neither age nor kinship forbids."""
        rng, g = self.rng, self.g
        town = self.county.town[g.unit[seekers]] if inside_town else np.zeros(seekers.size, dtype=np.int64)
        born = g.birth[seekers] + np.where(g.sex[seekers] == 1, 2 * 365, 0) + rng.integers(-700, 700, seekers.size)
        order = np.lexsort((born if oldest_first else -born, town))
        men, women = order[g.sex[seekers[order]] == 1], order[g.sex[seekers[order]] == 2]
        _, at_man, at_woman = np.intersect1d(
            _places(town[men]), _places(town[women]), assume_unique=True, return_indices=True
        )
        husband, wife = seekers[men[at_man]], seekers[women[at_woman]]
        gap = g.birth[wife] - g.birth[husband]
        fits = (gap > -5 * YEAR) & (gap < 12 * YEAR) & ~self._related(husband, wife)
        return husband[fits], wife[fits]

    def _related(self, first: Ints, second: Ints) -> Bools:
        """Whether two persons share a parent or grandparent, or one is the other's (Civil Code art. 1048)."""
        g = self.g

        def elders(person: Ints) -> list[Ints]:
            parents = [g.father[person], g.mother[person]]
            return parents + [np.where(p >= 0, line[p], -1) for p in parents for line in (g.father, g.mother)]

        related = np.zeros(first.size, dtype=np.bool_)
        theirs = [second, *elders(second)]
        for one in [first, *elders(first)]:
            for other in theirs:
                related |= (one == other) & (one >= 0)
        return related

    def _move_in(self, year: int, husband: Ints, wife: Ints) -> None:
        """Newly-weds live where he does, now and then where she does, and lately often in a town community."""
        rng, g, county = self.rng, self.g, self.county
        joins_him = chance(rng, husband.size, 0.92)
        mover, host = np.where(joins_him, wife, husband), np.where(joins_him, husband, wife)
        g.unit[mover] = g.unit[host]
        to_town = (
            chance(rng, husband.size, np.interp(year, (1980, 2000, 2020), (0.02, 0.08, 0.14)))
            & ~county.urban[g.unit[host]]
        )
        communities = np.flatnonzero(county.urban)
        place = communities[choose(rng, husband.size, county.weight[communities])]
        changes = to_town & chance(rng, husband.size, 0.35)
        for partner in (husband, wife):
            g.unit[partner] = np.where(to_town, place, g.unit[partner])
            g.rural[partner] &= ~changes


def _places(town: Ints) -> Ints:
    """A number for each entry of a sorted column that tells its town and its place within the town."""
    position = np.arange(town.size)
    first = np.searchsorted(town, town, side="left")
    return town * (1 << 32) + position - first


def _regime(year: int) -> int:
    return int(np.searchsorted((1972, 1980, 2016), year, side="right"))


# Relative readiness for a further child by number of children, for each population policy.
_PROGRESSION = np.array(
    [
        [1.0, 1.0, 1.0, 0.9, 0.7, 0.35],
        [1.0, 1.0, 0.7, 0.35, 0.15, 0.05],
        [1.0, 0.40, 0.08, 0.03, 0.01, 0.0],
        [1.0, 0.55, 0.14, 0.04, 0.01, 0.0],
    ]
)
