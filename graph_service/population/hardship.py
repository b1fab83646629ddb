"""What befalls families: deaths of parents, prison, illness, disability, disappearance, harm, and what courts do."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, YEAR, Bools, Ints, ages, birthdays
from graph_service.population.divisions import County
from graph_service.population.genealogy import Genealogy
from graph_service.population.kinship import Index
from graph_service.population.rates import used
from graph_service.population.streams import Random, between, chance, choose, sample, sample_weighted
from graph_service.population.tables import Facts
from graph_service.population.upbringing import Upbringing

KINDS = (
    "IMPRISONED",
    "COMPULSORY_REHABILITATION",
    "OTHER_DETENTION",
    "OUT_OF_CONTACT",
    "DECLARED_MISSING",
    "DEPORTED",
    "NO_CAPACITY",
    "LIMITED_CAPACITY",
    "SERIOUS_ILLNESS",
    "MENTAL_DISORDER",
    "NEGLECT",
    "ABUSE",
    "ABANDONMENT",
    "REFUSES_DUTY",
    "BARRED_CARER",
    "SELF_SUPPORTING",
    "FOUNDLING",
    "EMERGENCY",
    "HOMELESS",
)
_KIND = {kind: index for index, kind in enumerate(KINDS)}
_REMOVING = (
    "IMPRISONED",
    "COMPULSORY_REHABILITATION",
    "OTHER_DETENTION",
    "OUT_OF_CONTACT",
    "DECLARED_MISSING",
    "DEPORTED",
)
_DISABLING = ("NO_CAPACITY", "LIMITED_CAPACITY", "SERIOUS_ILLNESS")
REVOCATIONS = ("REVOKED", "SUSPENDED")

ORPHAN, UNATTENDED, HIDDEN, AWAY_AND_INCAPABLE = range(1, 5)


@dataclass(frozen=True)
class _Fate:
    """What strikes both parents of a family.

    Args:
        share: share of the children of the group.
        blows: what strikes the one and the other.
        father_first: how often the first blow is the father's.
    """

    group: int
    share: float
    blows: tuple[str, str]
    father_first: float = 0.5


# Shares within UNATTENDED: Ministry of Civil Affairs, de facto unattended children, end of 2020
# (45.1 + 27.4 + 8.3 + 3.0 + 16.2 per cent).
_FATES = (
    _Fate(ORPHAN, 0.88, ("DEATH", "DEATH")),
    _Fate(ORPHAN, 0.12, ("DEATH", "DECLARED_MISSING"), 0.7),
    _Fate(UNATTENDED, 0.330, ("DEATH", "OUT_OF_CONTACT"), 0.85),
    _Fate(UNATTENDED, 0.090, ("DEATH", "SEVERE_DISABILITY"), 0.6),
    _Fate(UNATTENDED, 0.031, ("DECLARED_MISSING", "OUT_OF_CONTACT"), 0.6),
    _Fate(UNATTENDED, 0.274, ("SEVERE_DISABILITY", "SEVERE_DISABILITY")),
    _Fate(UNATTENDED, 0.035, ("IMPRISONED", "DEATH"), 0.9),
    _Fate(UNATTENDED, 0.038, ("IMPRISONED", "OUT_OF_CONTACT"), 0.9),
    _Fate(UNATTENDED, 0.010, ("IMPRISONED", "IMPRISONED")),
    _Fate(UNATTENDED, 0.030, ("SEVERE_DISABILITY", "OUT_OF_CONTACT"), 0.8),
    _Fate(UNATTENDED, 0.020, ("DEATH", "DEPORTED"), 1.0),
    _Fate(UNATTENDED, 0.020, ("DEATH", "REVOKED"), 0.4),
    _Fate(UNATTENDED, 0.010, ("REVOKED", "OUT_OF_CONTACT"), 0.7),
    _Fate(UNATTENDED, 0.032, ("COMPULSORY_REHABILITATION", "OUT_OF_CONTACT"), 0.9),
    _Fate(UNATTENDED, 0.040, ("DEATH", "SERIOUS_ILLNESS"), 0.6),
    _Fate(UNATTENDED, 0.020, ("OTHER_DETENTION", "DEATH"), 0.8),
    _Fate(UNATTENDED, 0.020, ("SERIOUS_ILLNESS", "SEVERE_DISABILITY")),
    _Fate(HIDDEN, 1.0, ("DEATH", "MOVED_ON"), 0.9),
    _Fate(AWAY_AND_INCAPABLE, 0.8, ("LEAVES", "SEVERE_DISABILITY"), 0.6),
    _Fate(AWAY_AND_INCAPABLE, 0.2, ("LEAVES", "NO_CAPACITY"), 0.6),
)


@dataclass
class Hardship:
    """What befell whom, as of the last day.

    Args:
        circumstances: person, kind (index into KINDS), start, end, toward (child or -1), term (months or FAR).
        disabilities: person, type, grade, start, end.
        revocations: guardian, child, kind (index into REVOCATIONS), start, end.
        gone: day since which a person is not at home although alive, FAR for most.
        moved_on: parents who left their children for a life elsewhere and whom no register looks for.
        incapable: cannot be guardian (row 8 of the decision table).
        leaves: parents chosen to be away for work.
        group: ORPHAN, UNATTENDED, HIDDEN or AWAY_AND_INCAPABLE for the children of struck families, else 0.
        since: day on which such a child lost its second parent, FAR for others.
    """

    circumstances: Facts
    disabilities: Facts
    revocations: Facts
    gone: Ints
    moved_on: Bools
    incapable: Bools
    leaves: Bools
    group: Ints
    since: Ints


@dataclass(frozen=True)
class Past:
    """Everything that was settled before anybody left: the people, who raised them, what befell them.

    Args:
        today: last day on which anything happens.
    """

    county: County
    today: int
    genealogy: Genealogy
    upbringing: Upbringing
    hardship: Hardship


class _Misfortune:
    """Gathers what befalls people; each method adds one kind of it."""

    def __init__(self, rng: Random, g: Genealogy, up: Upbringing, last_day: int) -> None:
        self.rng, self.g, self.up, self.today = rng, g, up, last_day
        size = len(g)
        self.minor = (g.death == FAR) & (ages(g.birth, last_day) < 18)
        self.struck = np.zeros(size, dtype=np.bool_)
        self.h = Hardship(
            circumstances=Facts("person", "kind", "start", "end", "toward", "term"),
            disabilities=Facts("person", "type", "grade", "start", "end"),
            revocations=Facts("guardian", "child", "kind", "start", "end"),
            gone=np.full(size, FAR),
            moved_on=np.zeros(size, dtype=np.bool_),
            incapable=np.zeros(size, dtype=np.bool_),
            leaves=np.zeros(size, dtype=np.bool_),
            group=np.zeros(size, dtype=np.int64),
            since=np.full(size, FAR),
        )
        children = np.flatnonzero(self.minor)
        self.by_father, self.by_mother = (
            Index(np.where(self.minor, up.father, -1)),
            Index(np.where(self.minor, up.mother, -1)),
        )
        self.child_count = children.size

    def circumstance(
        self, person: Ints, kind: str, start: Ints, *, end: Ints | int = FAR, toward: Ints | int = -1
    ) -> None:
        """A circumstance; sentences get a term that has not yet run out unless it has ended."""
        term = np.full(person.size, FAR)
        if kind == "IMPRISONED":
            served = (np.minimum(end, self.today) - start) // 30
            term = served + np.where(np.broadcast_to(end, start.shape) == FAR, between(self.rng, 3, 96, person.size), 0)
        self.h.circumstances.add(person=person, kind=_KIND[kind], start=start, end=end, toward=toward, term=term)
        open_ = np.broadcast_to(end, start.shape) == FAR
        if kind in _REMOVING:
            self.h.gone[person[open_]] = start[open_]
        if kind in _DISABLING:
            self.h.incapable[person[open_]] = True

    def disability(self, person: Ints, kind: Ints, grade: Ints, start: Ints, *, end: Ints | int = FAR) -> None:
        """A certificate of disability."""
        self.h.disabilities.add(person=person, type=kind, grade=grade, start=start, end=end)
        severe = (grade <= 2) | (kind == 5) | (kind == 6)
        self.h.incapable[person[severe & (np.broadcast_to(end, start.shape) == FAR)]] = True

    def blow(self, blow: str, person: Ints, marriage: Ints, low: Ints) -> Ints:
        """One blow for each of some parents, after `low`; returns its days."""
        rng, g = self.rng, self.g
        day = between(rng, np.maximum(low, self.today - 8 * 365), self.today - 230)
        self.struck[person] = True
        if blow == "DEATH":
            g.death[person] = day
            g.end[marriage] = np.minimum(g.end[marriage], day)
        elif blow == "SEVERE_DISABILITY":
            kind = np.array([1, 4, 5, 6])[choose(rng, person.size, (0.15, 0.35, 0.2, 0.3))]
            self.disability(person, kind, between(rng, 1, 3, person.size), day)
        elif blow == "REVOKED":
            for index in (self.by_father, self.by_mother):
                place, child = index.pairs(person)
                self.h.revocations.add(guardian=person[place], child=child, kind=0, start=day[place], end=FAR)
        elif blow == "MOVED_ON":
            self.h.moved_on[person] = True
            self.h.gone[person] = day
        elif blow == "LEAVES":
            self.h.leaves[person] = True
        else:
            self.circumstance(person, blow, day)
        return day

    def families(self) -> None:
        """Strikes whole families until each group has its share of the children."""
        rng, g, up = self.rng, self.g, self.up
        child = np.flatnonzero(self.minor & (up.wedlock >= 0))
        child = child[g.end[up.wedlock[child]] == FAR]
        count = np.bincount(up.wedlock[child], minlength=len(g.husband))
        youngest = np.full(len(g.husband), -FAR)
        arrival = np.where(up.adopted[child] < FAR, up.adopted[child], g.birth[child])
        np.maximum.at(youngest, up.wedlock[child], arrival)
        age = (self.today - youngest) / YEAR
        weight = np.interp(age, (1.1, 1.2, 3, 6, 12, 18), (0.0, 0.2, 0.5, 1.0, 1.2, 1.0)) * (count > 0)
        order = sample_weighted(rng, weight, int((weight > 0).sum()) // 2)
        order = rng.permutation(order)
        wanted = {
            ORPHAN: used("orphans"),
            UNATTENDED: used("de_facto_unattended"),
            HIDDEN: used("hidden_de_facto_unattended"),
            AWAY_AND_INCAPABLE: used("left_behind") * used("left_behind_one_incapable"),
        }
        group, surplus = 0, 0.0
        taken = np.zeros(len(g.husband), dtype=np.bool_)
        for fate in _FATES:
            group, surplus = fate.group, surplus if fate.group == group else 0.0
            goal = wanted[fate.group] * fate.share * self.child_count + surplus
            free = order[~taken[order]]
            if fate.group == AWAY_AND_INCAPABLE:
                free = free[g.rural[g.wife[free]] & (age[free] < 15)]  # left behind is defined for rural children
            reached = np.cumsum(count[free])
            families = free[: int(np.searchsorted(reached, goal, side="right"))]
            surplus = goal - (reached[families.size - 1] if families.size else 0)
            taken[families] = True
            self._strike(fate, families, youngest[families])

    def _strike(self, fate: _Fate, families: Ints, youngest: Ints) -> None:
        rng, g = self.rng, self.g
        father_first = chance(rng, families.size, fate.father_first)
        one = np.where(father_first, g.husband[families], g.wife[families])
        two = np.where(father_first, g.wife[families], g.husband[families])
        low = youngest + 90
        first = self.blow(fate.blows[0], one, families, low)
        follows = fate.blows[1] in ("OUT_OF_CONTACT", "MOVED_ON")
        second = self.blow(fate.blows[1], two, families, first + 20 if follows else low)
        for index in (self.by_father, self.by_mother):
            place, child = index.pairs(g.husband[families])
            place_, child_ = index.pairs(g.wife[families])
            for where, who in ((place, child), (place_, child_)):
                # Half-siblings lose only one parent.
                both = (self.up.father[who] == g.husband[families][where]) & (
                    self.up.mother[who] == g.wife[families][where]
                )
                self.h.group[who[both]] = fate.group
                self.h.since[who[both]] = np.maximum(first, second)[where[both]]

    def individuals(self) -> None:
        """What befalls adults one by one, whether or not they have children."""
        rng, g, today = self.rng, self.g, self.today
        age = ages(g.birth, today)
        adults = np.flatnonzero((g.death == FAR) & (age >= 19) & (age < 80) & ~self.struck)
        grown = birthdays(g.birth, 18)
        spans = {"IMPRISONED": 6, "OUT_OF_CONTACT": 4, "OTHER_DETENTION": 1, "COMPULSORY_REHABILITATION": 2}
        for kind in (*_REMOVING, *_DISABLING, "MENTAL_DISORDER", "BARRED_CARER", "HOMELESS"):
            rate = {"BARRED_CARER": "barred_carers"}.get(kind, kind.lower())
            person = sample(rng, adults, max(1, round(used(rate) * adults.size)))
            adults = np.setdiff1d(adults, person, assume_unique=True)
            low = np.maximum(grown[person] + 30, today - spans.get(kind, 9) * 365)
            self.circumstance(person, kind, between(rng, low, today - 15))
            ended = sample(rng, adults, round(0.3 * used(rate) * adults.size))
            self._ended(ended, kind, grown)
        self._ended(sample(rng, adults, round(used("formerly_imprisoned") * adults.size)), "IMPRISONED", grown)
        hit = sample(rng, adults, max(1, round(used("emergencies") * adults.size)))
        start = between(rng, today - 300, today - 40, hit.size)
        self.circumstance(hit, "EMERGENCY", start, end=start + between(rng, 5, 40, hit.size))
        teens = np.flatnonzero(self.minor & (age >= 16))
        working = sample(rng, teens, max(1, round(used("self_supporting") * teens.size)))
        self.circumstance(working, "SELF_SUPPORTING", np.maximum(birthdays(g.birth[working], 16), today - 200))
        found = np.flatnonzero(self.up.foundling)
        self.circumstance(found, "FOUNDLING", g.birth[found] + between(rng, 1, 40, found.size))
        self._harm(np.setdiff1d(adults, hit, assume_unique=True))

    def _ended(self, person: Ints, kind: str, grown: Ints) -> None:
        rng, today = self.rng, self.today
        low = np.maximum(grown[person] + 30, today - 15 * 365)
        start = between(rng, low, today - 400)
        person, start = person[start < today - 300], start[start < today - 300]
        self.circumstance(person, kind, start, end=between(rng, start + 60, np.full(person.size, today - 30)))

    def _harm(self, adults: Ints) -> None:
        """Substantiated harm by a parent, and now and then what a court decided about it."""
        rng, up, today = self.rng, self.up, self.today
        child = np.flatnonzero(self.minor & (self.g.birth < today - 500))
        is_adult = np.zeros(len(self.g), dtype=np.bool_)
        is_adult[adults] = True
        child = child[(up.father[child] >= 0) & (up.mother[child] >= 0)]
        child = child[is_adult[up.father[child]] & is_adult[up.mother[child]]]
        child = sample(rng, child, max(1, round(used("harm_to_a_child") * 1.4 * child.size)))
        parent = np.where(chance(rng, child.size, 0.65), up.father[child], up.mother[child])
        start = between(rng, np.maximum(self.g.birth[child] + 30, today - 5 * 365), today - 60)
        kind = choose(rng, child.size, (0.40, 0.25, 0.15, 0.20))
        ended = chance(rng, child.size, 0.25)
        end = np.where(ended, between(rng, start + 20, np.full(child.size, today - 10)), FAR)
        toward = np.where(chance(rng, child.size, 0.85), child, -1)
        for index, name in enumerate(("NEGLECT", "ABUSE", "ABANDONMENT", "REFUSES_DUTY")):
            rows = kind == index
            self.circumstance(parent[rows], name, start[rows], end=end[rows], toward=toward[rows])
        judged = np.flatnonzero(~ended & (start < today - 200) & chance(rng, child.size, 0.5))
        decision = start[judged] + between(rng, 30, 120, judged.size)
        restored = chance(rng, judged.size, 0.2)
        self.h.revocations.add(
            guardian=parent[judged],
            child=child[judged],
            kind=choose(rng, judged.size, (0.6, 0.4)),
            start=decision,
            end=np.where(restored, np.minimum(decision + 365, today - 10), FAR),
        )

    def disabled(self) -> None:
        """Certificates by age; types and grades as common as among all holders."""
        rng, g, today = self.rng, self.g, self.today
        age = ages(g.birth, today)
        free = (g.death == FAR) & ~self.struck & (age >= 1)
        for low, high, name in (
            (1, 18, "disabled_children"),
            (18, 60, "disabled_adults"),
            (60, 120, "disabled_elderly"),
        ):
            pool = np.flatnonzero(free & (age >= low) & (age < high))
            person = sample(rng, pool, max(1, round(used(name) * pool.size)))
            kind = 1 + choose(rng, person.size, (0.11, 0.09, 0.02, 0.55, 0.09, 0.10, 0.04))
            grade = 1 + choose(rng, person.size, (0.13, 0.28, 0.25, 0.34))
            start = between(rng, np.maximum(g.birth[person] + 200, today - 17 * 365), today - 40)
            ended = chance(rng, person.size, 0.03) & (start < today - 400)
            self.disability(person, kind, grade, start, end=np.where(ended, start + 365, FAR))


def befall(rng: Random, g: Genealogy, up: Upbringing, last_day: int) -> Hardship:
    """What befell whom; deaths are entered in the genealogy."""
    misfortune = _Misfortune(rng, g, up, last_day)
    misfortune.families()
    misfortune.individuals()
    misfortune.disabled()
    return misfortune.h
