"""Who leaves the county for work, for how long, where to, whether somebody calls home, and who keeps the children."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, YEAR, Bools, Ints, ages, birthdays
from graph_service.population.hardship import Past
from graph_service.population.kinship import Index, first_of, holds, of
from graph_service.population.rates import used
from graph_service.population.streams import Random, between, chance, choose, sample, sample_weighted
from graph_service.population.tables import Facts

REASONS = ("WORK", "STUDY", "MEDICAL", "OTHER")
_LONG = 215  # days that make an absence count in the policy definition, with a margin
GRANDPARENT, KIN, NOBODY = range(3)


@dataclass
class Migration:
    """Who is away, and where their children are.

    Args:
        away: day since which a person is away, FAR for those who are here.
        place: index into `County.places`, or minus one less the index into `County.towns` inside the county.
        spells: person, place, reason, start, end, contact (days; FAR where open or unknown): every absence ever.
        with_family: moved with the whole family, children too.
        keeper: for minors, the relative who would keep them, -1 for nobody.
        kept: minors whose parents' absence or fate put them into the keeper's household.
        alone: minors left without any adult.
    """

    away: Ints
    place: Ints
    spells: Facts
    with_family: Bools
    keeper: Ints
    kept: Bools
    alone: Bools


def left_behind(past: Past, m: Migration) -> Bools:
    """Children left behind by the policy definition: under 16, rural, both parents away, or one away, one incapable.

    Source: State Council, Guofa [2016] 13; away means outside the county for six months.
    """
    g, up, hard, today = past.genealogy, past.upbringing, past.hardship, past.today
    away = (m.away < today - 184) & (m.place >= 0) & ~m.with_family
    lost = (g.death < FAR) | (hard.gone < FAR) & ~hard.moved_on | hard.incapable
    child = (g.death == FAR) & (g.birth > today - 16 * YEAR) & g.rural & (up.father >= 0) & (up.mother >= 0)
    father, mother = up.father, up.mother
    return child & (holds(away, father) & holds(away | lost, mother) | holds(away, mother) & holds(lost, father))


class _Departures:
    """The state of the county while people leave it."""

    def __init__(self, rng: Random, past: Past) -> None:
        self.rng, self.past, self.county, self.today = rng, past, past.county, past.today
        self.g, self.up, self.hard = past.genealogy, past.upbringing, past.hardship
        g, up, today = self.g, self.up, self.today
        size = len(g)
        self.age = ages(g.birth, today)
        self.alive = g.death == FAR
        self.minor = self.alive & (self.age < 18)
        self.stays = np.zeros(size, dtype=np.bool_)  # keeps somebody's children
        self.m = Migration(
            away=np.full(size, FAR),
            place=np.full(size, -1),
            spells=Facts("person", "place", "reason", "start", "end", "contact"),
            with_family=np.zeros(size, dtype=np.bool_),
            keeper=np.full(size, -1),
            kept=np.zeros(size, dtype=np.bool_),
            alone=np.zeros(size, dtype=np.bool_),
        )
        child = np.flatnonzero(self.minor & (up.wedlock >= 0))
        together = child[g.end[up.wedlock[child]] == FAR]
        self.parents = np.zeros(size, dtype=np.bool_)
        for parent in (up.father, up.mother):
            self.parents[parent[self.minor & (parent >= 0)]] = True
        self.count = np.bincount(up.wedlock[together], minlength=len(g.husband))
        self.under_16 = np.bincount(
            up.wedlock[together[g.birth[together] > today - 16 * YEAR]], minlength=len(g.husband)
        )
        self.youngest = np.full(len(g.husband), -FAR)
        arrival = np.where(up.adopted < FAR, up.adopted, g.birth)
        np.maximum.at(self.youngest, up.wedlock[together], arrival[together])

    # Leaving

    def leave(
        self,
        person: Ints,
        start: Ints,
        *,
        place: Ints | None = None,
        reason: Ints | int = 0,
        contact: Ints | None = None,
    ) -> None:
        """Somebody goes away and has not come back."""
        place = self.places(person.size) if place is None else place
        contact = self.contact(person.size, start) if contact is None else contact
        self.m.away[person], self.m.place[person] = start, place
        self.m.spells.add(person=person, place=place, reason=reason, start=start, end=FAR, contact=contact)

    def places(self, size: int) -> Ints:
        """Places outside the county."""
        return choose(self.rng, size, self.county.place_weight)

    def contact(self, size: int, start: Ints) -> Ints:
        """Day of the last word from somebody away, often this week, sometimes never."""
        rng, today = self.rng, self.today
        weekly, long = used("contact_weekly"), used("contact_over_half_a_year")
        how = choose(rng, size, (weekly, 0.96 - weekly - long, long, 0.04))
        ago = np.select(
            [how == 0, how == 1],
            [between(rng, 0, 7, size), between(rng, 8, 150, size)],
            default=between(rng, 190, 900, size),
        )
        return np.where(how == 3, FAR, np.maximum(today - ago, start))

    # Who keeps children

    def candidates(self, child: Ints) -> tuple[Ints, Ints]:
        """For each child a grandparent who could keep it, and another relative, -1 for none."""
        up, g = self.up, self.g
        father, mother = up.father[child], up.mother[child]

        def here(person: Ints) -> Ints:
            able = (person >= 0) & (g.death[person] == FAR) & (self.m.away[person] == FAR)
            return np.where(
                able & (self.hard.gone[person] == FAR) & (self.age[person] < 86) & (self.age[person] >= 20), person, -1
            )

        elders = [here(of(line, parent)) for parent in (father, mother) for line in (up.mother, up.father)]
        return first_of(*elders), first_of(here(self.sibling(father)), here(self.sibling(mother)))

    def sibling(self, person: Ints) -> Ints:
        """One brother or sister of each person who is alive and here, -1 for none."""
        found = np.full(person.size, -1)
        usable = self.alive & (self.m.away == FAR) & (self.hard.gone == FAR) & (self.age >= 20) & (self.age < 70)
        for line in (self.up.father, self.up.mother):
            place, other = Index(np.where(usable, line, -1)).pairs(np.maximum(of(line, person), 0))
            fits = (of(line, person)[place] >= 0) & (other != person[place])
            found[place[fits]] = other[fits]
        return found

    # Groups of people

    def parents_of_struck_families(self) -> None:
        """Parents chosen by their fate to work away, and those who moved on, half of them out of the county's sight."""
        rng, hard, today = self.rng, self.hard, self.today
        working = np.flatnonzero(hard.leaves & self.alive)
        self.leave(working, between(rng, today - 4 * 365, today - _LONG, working.size))
        moved = np.flatnonzero(hard.moved_on & self.alive)
        moved = sample(rng, moved, round(0.4 * moved.size))
        start = hard.gone[moved]
        self.leave(moved, start, reason=3, contact=np.minimum(start + between(rng, 5, 60, moved.size), today - 190))

    def single_parents(self) -> None:
        """Divorced, widowed and unmarried parents who leave; their parents keep the child."""
        rng, up, g = self.rng, self.up, self.g
        child = np.flatnonzero(self.minor & (self.hard.group == 0) & ((up.father >= 0) | (up.mother >= 0)))
        apart = (up.wedlock[child] < 0) | (g.end[up.wedlock[child]] < FAR)
        child = child[apart]
        parent = up.custodian(g, child)
        grandparent, _ = self.candidates(child)
        fits = (
            (parent >= 0)
            & (grandparent >= 0)
            & (self.age[parent] >= 20)
            & (self.hard.gone[parent] == FAR)
            & ~self.hard.incapable[parent]
        )
        parent, kept = parent[fits], grandparent[fits]
        parent, first = np.unique(parent, return_index=True)
        leaving = chance(rng, parent.size, used("single_parent_away"))
        self.stays[kept[first[leaving]]] = True
        who = parent[leaving]
        low = np.maximum(self.last_arrival(who) + 60, self.today - 5 * 365)
        self.leave(who, between(rng, low, self.today - 100))

    def last_arrival(self, parent: Ints) -> Ints:
        """Birth of the youngest child of each parent."""
        latest = np.full(len(self.g), -FAR)
        for line in (self.up.father, self.up.mother):
            child = np.flatnonzero(line >= 0)
            np.maximum.at(latest, line[child], self.g.birth[child])
        return latest[parent]

    def adults_without_children(self) -> None:
        """The young and the childless leave most; some study, few are treated elsewhere or only go to another town."""
        rng, g = self.rng, self.g
        free = (
            self.alive
            & ~self.parents
            & ~self.stays
            & (self.hard.gone == FAR)
            & ~self.hard.incapable
            & (self.m.away == FAR)
        )
        for low, high, name in ((18, 30, "away_18_29"), (30, 45, "away_30_44"), (45, 60, "away_45_59")):
            pool = np.flatnonzero(free & (self.age >= low) & (self.age < high))
            who = pool[chance(rng, pool.size, used(name))]
            student = (self.age[who] < 22) & chance(rng, who.size, 0.5)
            reason = np.where(student, 1, np.array([0, 2, 3])[choose(rng, who.size, (0.95, 0.02, 0.03))])
            start = between(rng, np.maximum(birthdays(g.birth[who], 17), self.today - 6 * 365), self.today - 20)
            place = self.places(who.size)
            inside = chance(rng, who.size, 0.06)
            place = np.where(inside, -2 - between(rng, 0, len(self.county.towns), who.size), place)
            self.leave(who, start, place=place, reason=reason)

    def left_behind_families(self) -> None:
        """Couples who both leave, until the county has its share of left-behind children and of each kind of carer."""
        rng, g, up, today = self.rng, self.g, self.up, self.today
        target = used("left_behind") * self.minor.sum()
        already = int(left_behind(self.past, self.m).sum())
        family = np.flatnonzero(
            (self.count > 0)
            & (self.under_16 > 0)
            & g.rural[g.wife]
            & (self.youngest < today - 400)
            & self.free_couples()
        )
        representative = np.full(len(g.husband), -1)
        child = np.flatnonzero(self.minor & (up.wedlock >= 0))
        representative[up.wedlock[child]] = child
        grandparent, kin = self.candidates(representative[family])
        age = (today - self.youngest[family]) / YEAR
        weight = np.interp(age, (1, 3, 6, 13, 14, 18), (0.5, 0.8, 1.3, 1.2, 0.7, 0.5))
        order = family[rng.permutation(sample_weighted(rng, weight, max(1, family.size * 2 // 3)))]
        at = np.searchsorted(family, order)
        grandparent, kin, age = grandparent[at], kin[at], age[at]
        taken = np.zeros(order.size, dtype=np.bool_)
        alone = target * used("left_behind_with_nobody")
        with_kin = target * used("left_behind_with_kin")
        plans = (
            (NOBODY, alone, age >= 8),
            (KIN, with_kin, kin >= 0),
            (GRANDPARENT, target - already - alone - with_kin, grandparent >= 0),
        )
        for carer, goal, fits in plans:
            pool = np.flatnonzero(fits & ~taken)
            reached = np.cumsum(self.under_16[order[pool]])
            wanted = max(float(goal), 0.0)
            rows = pool[: int(np.searchsorted(reached, wanted, side="left")) + (wanted > 0)]
            taken[rows] = True
            self.leave_children(order[rows], {GRANDPARENT: grandparent[rows], KIN: kin[rows]}.get(carer))

    def free_couples(self) -> Bools:
        """Marriages of two who are both here, able, not struck and keep nobody else's children."""
        bound = self.stays | (self.hard.gone < FAR) | self.hard.incapable | (self.m.away < FAR) | self.hard.leaves
        return (self.g.end == FAR) & ~bound[self.g.husband] & ~bound[self.g.wife]

    def leave_children(self, family: Ints, keeper: Ints | None) -> None:
        """Both parents leave; the children go to the keeper, or stay alone if there is none."""
        rng, g, up, today = self.rng, self.g, self.up, self.today
        start = between(rng, np.maximum(self.youngest[family] + 150, today - 5 * 365), today - _LONG)
        later = between(rng, start, np.full(family.size, today - _LONG + 1))
        her_start = np.where(chance(rng, family.size, 0.7), start, later)
        place = self.places(family.size)
        other_place = np.where(chance(rng, family.size, 0.85), place, self.places(family.size))
        self.leave(g.husband[family], start, place=place)
        self.leave(g.wife[family], her_start, place=other_place)
        position, child = Index(np.where(self.minor, up.wedlock, -1)).pairs(family)
        if keeper is None:
            self.m.alone[child] = True
        else:
            self.stays[keeper] = True
            self.m.keeper[child] = keeper[position]

    def other_families(self) -> None:
        """Families of which one parent leaves, and families that leave together."""
        rng, g, today = self.rng, self.g, self.today
        family = np.flatnonzero((self.count > 0) & self.free_couples() & (self.youngest < today - 200))
        rural = g.rural[g.wife[family]]
        # The rates are shares of all rural children; not all of them have parents who can leave like this.
        children = float((self.minor & g.rural).sum()) / max(1.0, float(self.count[family[rural]].sum()))
        one = used("one_parent_away") * np.where(rural, 1.0, 0.3) * children
        together = used("migrant_children") * np.where(rural, 1.0, 0.4) * children
        lot = rng.random(family.size)
        leaving = family[lot < one]
        who = np.where(chance(rng, leaving.size, 0.76), g.husband[leaving], g.wife[leaving])
        low = np.maximum(self.youngest[leaving] + 40, today - 5 * 365)
        self.leave(who, between(rng, low, np.full(who.size, today - 15)))
        moving = family[(lot >= one) & (lot < one + together)]
        start = between(rng, np.maximum(self.youngest[moving] + 60, today - 6 * 365), np.full(moving.size, today - 30))
        place = self.places(moving.size)
        for partner in (g.husband[moving], g.wife[moving]):
            self.leave(partner, start, place=place)
            self.m.with_family[partner] = True
        position, child = Index(np.where(self.minor, self.up.wedlock, -1)).pairs(moving)
        self.m.with_family[child] = True
        self.m.away[child], self.m.place[child] = start[position], place[position]

    def returns(self) -> None:
        """Absences that are over."""
        rng, g, today = self.rng, self.g, self.today
        here = self.alive & (self.m.away == FAR) & (self.hard.gone == FAR) & (self.age >= 22) & (self.age < 60)
        person = np.flatnonzero(here)
        person = person[chance(rng, person.size, used("returned"))]
        low = np.maximum(birthdays(g.birth[person], 18), today - 9 * 365)
        start = between(rng, low, np.full(person.size, today - 500))
        end = np.minimum(start + between(rng, 120, 1500, person.size), today - between(rng, 20, 300, person.size))
        contact = np.where(chance(rng, person.size, 0.6), end - between(rng, 0, 60, person.size), FAR)
        self.m.spells.add(
            person=person,
            place=self.places(person.size),
            reason=0,
            start=start,
            end=end,
            contact=np.maximum(contact, start),
        )

    def keep_children(self) -> None:
        """Children who have no parent at home are kept by the relative found for them, or else by whoever there is."""
        up, hard, m = self.up, self.hard, self.m
        present = self.alive & (hard.gone == FAR) & ((m.away == FAR) | m.with_family)
        parentless = self.minor & ~holds(present, up.father) & ~holds(present, up.mother) & ~m.alone
        child = np.flatnonzero(parentless & (m.keeper < 0))
        grandparent, kin = self.candidates(child)
        m.keeper[child] = first_of(grandparent, kin)
        m.kept[:] = parentless & (m.keeper >= 0)
        m.alone |= parentless & (m.keeper < 0)


def migrate(rng: Random, past: Past) -> Migration:
    """Who is away today and who was, with the children of those who left."""
    departures = _Departures(rng, past)
    departures.parents_of_struck_families()
    departures.single_parents()
    departures.adults_without_children()
    departures.left_behind_families()
    departures.other_families()
    departures.returns()
    departures.keep_children()
    return departures.m
