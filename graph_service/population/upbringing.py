"""Who raises whom: adoption, foundlings, custody after divorce, step-parents, and the parentages that record it."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, YEAR, Bools, Ints, birthdays, new_year, years_of
from graph_service.population.genealogy import Genealogy
from graph_service.population.kinship import Index, first_of
from graph_service.population.rates import used
from graph_service.population.streams import Random, between, chance, sample
from graph_service.population.tables import Facts

BIOLOGICAL, ADOPTIVE, STEP = range(3)
KINDS = ("BIOLOGICAL", "ADOPTIVE", "STEP")
_ADOPTIONS_FROM = 1992


@dataclass
class Upbringing:
    """The parents who raise each person, which are the biological ones unless somebody was adopted.

    Args:
        father, mother: row numbers, -1 where there is none.
        wedlock: row number of the marriage of these two, -1 for none.
        adopted: day of adoption, FAR for most.
        foundling: found, parents unknown.
        mother_keeps: for each marriage, with whom the children stay if it is divorced.
    """

    father: Ints
    mother: Ints
    wedlock: Ints
    adopted: Ints
    foundling: Bools
    mother_keeps: Bools

    def custodian(self, g: Genealogy, child: Ints) -> Ints:
        """With whom each child lives if the parents live apart: the only one left, else the one with custody."""
        father, mother, wedlock = self.father[child], self.mother[child], self.wedlock[child]
        alive_father = np.where((father >= 0) & (g.death[father] == FAR), father, -1)
        alive_mother = np.where((mother >= 0) & (g.death[mother] == FAR), mother, -1)
        with_mother = (wedlock < 0) | self.mother_keeps[wedlock]
        return np.where(with_mother, first_of(alive_mother, alive_father), first_of(alive_father, alive_mother))


def bring_up(rng: Random, g: Genealogy, last_day: int) -> Upbringing:
    """Chooses foundlings, adopted persons and their adopters. The biological parents of a foundling are erased."""
    up = Upbringing(
        father=g.father.copy(),
        mother=g.mother.copy(),
        wedlock=g.wedlock.copy(),
        adopted=np.full(len(g), FAR),
        foundling=np.zeros(len(g), dtype=np.bool_),
        mother_keeps=chance(rng, len(g.husband), 0.55),
    )
    young = np.flatnonzero(
        (g.birth > last_day - 18 * YEAR) & (g.birth < last_day - 500) & (g.death == FAR) & (g.mother >= 0)
    )
    found = sample(rng, young, max(1, round(used("foundlings") * young.size)))
    up.foundling[found] = True
    for parents in (g.father, g.mother, g.wedlock, up.father, up.mother, up.wedlock):
        parents[found] = -1
    since = np.flatnonzero(
        (g.birth > new_year(_ADOPTIONS_FROM)) & (g.birth < last_day - 1500) & (g.death == FAR) & (g.wedlock >= 0)
    )
    given = sample(rng, since, max(2, round(used("adopted") * since.size)))
    _adopt(rng, g, up, np.concatenate([given, found[chance(rng, found.size, 0.35)]]), last_day)
    return up


def _adopt(rng: Random, g: Genealogy, up: Upbringing, children: Ints, last_day: int) -> None:
    """Childless couples of at least 28 years adopt, one child each."""
    has_children = np.zeros(len(g), dtype=np.bool_)
    has_children[g.mother[g.mother >= 0]] = has_children[g.father[g.father >= 0]] = True
    childless = np.flatnonzero(
        ~has_children[g.wife]
        & ~has_children[g.husband]
        & (g.birth[g.wife] > new_year(1950))
        & (g.end > new_year(_ADOPTIONS_FROM))
    )
    taken = np.zeros(len(g.husband), dtype=np.bool_)
    day = np.minimum(g.birth[children] + between(rng, 200, 6 * 365, children.size), last_day - 60)
    for _ in range(60):
        free = childless[~taken[childless]]
        waiting = np.flatnonzero(up.adopted[children] == FAR)
        count = min(free.size, waiting.size)
        couple, place = rng.permutation(free)[:count], waiting[:count]
        child, when = children[place], day[place]
        age = (when - g.birth[g.wife[couple]]) / YEAR
        fits = (g.start[couple] < when - 300) & (g.end[couple] > when) & (age > 28) & (age < 52)
        fits &= (g.birth[child] - g.birth[g.husband[couple]] > 22 * YEAR) & (
            g.birth[child] - g.birth[g.wife[couple]] > 22 * YEAR
        )
        child, couple, when = child[fits], couple[fits], when[fits]
        taken[couple] = True
        up.adopted[child], up.wedlock[child] = when, couple
        up.father[child], up.mother[child] = g.husband[couple], g.wife[couple]
        g.unit[child], g.surname[child] = g.unit[g.husband[couple]], g.surname[g.husband[couple]]


def parentages(g: Genealogy, up: Upbringing, last_day: int) -> Facts:
    """Every recorded parentage: columns parent, child, kind, start, end (days; -FAR for "since ever")."""
    facts = Facts("parent", "child", "kind", "start", "end")
    # Birth certificates carry a date since 1996; older parentages come from household registers without one.
    since = np.where(years_of(g.birth) >= 1996, g.birth, -FAR)
    for parents in (g.father, g.mother):
        child = np.flatnonzero(parents >= 0)
        facts.add(parent=parents[child], child=child, kind=BIOLOGICAL, start=since[child], end=up.adopted[child])
    child = np.flatnonzero(up.adopted < FAR)
    for parents in (up.father, up.mother):
        facts.add(parent=parents[child], child=child, kind=ADOPTIVE, start=up.adopted[child], end=FAR)
    _add_step_parents(facts, g, up, last_day)
    return facts


def _add_step_parents(facts: Facts, g: Genealogy, up: Upbringing, last_day: int) -> None:
    """Who marries the parent with whom a child lives becomes its step-parent, as long as the marriage lasts."""
    child = np.flatnonzero((g.birth > new_year(1970)) & ((up.father >= 0) | (up.mother >= 0)))
    parted = (up.wedlock[child] < 0) | (g.end[up.wedlock[child]] < FAR)
    child = child[parted]
    keeper = up.custodian(g, child)
    grown = birthdays(g.birth[child], 18)
    for partner, other in ((g.husband, g.wife), (g.wife, g.husband)):
        place, marriage = Index(partner).pairs(np.maximum(keeper, 0))
        who, step = child[place], other[marriage]
        fits = (keeper[place] >= 0) & (g.start[marriage] > g.birth[who]) & (g.start[marriage] < grown[place])
        fits &= (g.start[marriage] <= last_day) & (g.start[marriage] < g.death[who])
        fits &= (step != up.father[who]) & (step != up.mother[who]) & (step != g.father[who]) & (step != g.mother[who])
        fits &= g.birth[who] - g.birth[step] > 16 * YEAR
        who, step, marriage = who[fits], step[fits], marriage[fits]
        facts.add(parent=step, child=who, kind=STEP, start=g.start[marriage], end=g.end[marriage])
