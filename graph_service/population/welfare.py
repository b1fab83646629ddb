"""What children and households in need receive: benefits, services, visits, people who stand by them; their workers."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.care import BASES, Care
from graph_service.population.days import FAR, Bools, Ints, Texts, ages
from graph_service.population.divisions import County
from graph_service.population.genealogy import Genealogy
from graph_service.population.hardship import HIDDEN, UNATTENDED, Hardship, Past
from graph_service.population.households import Households
from graph_service.population.identity import worker_id
from graph_service.population.kinship import first_of
from graph_service.population.migration import Migration, left_behind
from graph_service.population.names import draw_surnames, full_names
from graph_service.population.organisations import INSTITUTION, REHABILITATION
from graph_service.population.rates import used
from graph_service.population.schools import JUNIOR, Schooling
from graph_service.population.streams import Random, between, chance, choose, sample
from graph_service.population.tables import Facts

PROGRAMMES = (
    "SUBSISTENCE_ALLOWANCE",
    "LOW_INCOME_MONITORING",
    "EXTREME_POVERTY_SUPPORT",
    "TEMPORARY_ASSISTANCE",
    "ORPHAN_ALLOWANCE",
    "DE_FACTO_UNATTENDED_ALLOWANCE",
    "DISABILITY_LIVING_SUBSIDY",
    "DISABILITY_CARE_SUBSIDY",
    "ORPHAN_SCHOLARSHIP",
    "TOMORROW_PLAN",
    "MENTAL_HEALTH_REHABILITATION",
    "ASSISTIVE_DEVICE_RENTAL",
    "LEFT_BEHIND_CARE",
)
LINES = ("REARING", "EDUCATION", "MEDICAL", "REHABILITATION", "MENTAL_HEALTH", "DEVICE")
TIES = ("KIN", "NEIGHBOUR", "TEACHER", "VOLUNTEER", "SOCIAL_WORKER", "FRIEND")
ROLES = ("CHILD_DIRECTOR", "CHILD_SUPERVISOR", "OFFICER", "LIAISON", "AUDITOR")
_DIRECTOR, _SUPERVISOR, _OFFICER, _LIAISON, _AUDITOR = range(5)
OUTCOMES = ("WELL", "CONCERN", "NOT_FOUND")
_SUBSISTENCE_STANDARD = 620  # yuan a month, local default


@dataclass
class Workers:
    """Workers as columns: a director per village, a supervisor per township, then officers, liaisons and an auditor."""

    name: Texts
    role: Ints
    division: Texts
    school: Ints

    def __len__(self) -> int:
        return len(self.name)

    @property
    def ids(self) -> Texts:
        """Their ids."""
        return np.array(list(map(worker_id, range(len(self)))), dtype=object)


@dataclass
class Welfare:
    """Support as rows.

    Args:
        workers: everybody who works for the county's children.
        benefits: person, household (one of them -1), programme, start, end, amount.
        services: person, organisation, line, date.
        visits: worker, person, date, outcome.
        ties: person, supporter, kind, strength, start, end.
    """

    workers: Workers
    benefits: Facts
    services: Facts
    visits: Facts
    ties: Facts


def employ(rng: Random, county: County, schooling: Schooling) -> Workers:
    """One child director per village or community, one supervisor per township, a few people in the county."""
    liaison_schools = np.flatnonzero(schooling.schools.stage == JUNIOR)
    liaison_schools = liaison_schools[[str(d).startswith("99") for d in schooling.schools.division[liaison_schools]]]
    officers = 3 + len(county.towns) // 8
    role = np.repeat(np.arange(5), [len(county.units), len(county.towns), officers, liaison_schools.size, 1])
    division = np.concatenate(
        [
            county.units,
            county.towns,
            np.full(officers, county.code, dtype=object),
            schooling.schools.division[liaison_schools],
            np.array([county.code], dtype=object),
        ]
    )
    school = np.full(role.size, -1)
    school[role == _LIAISON] = liaison_schools
    sex = 1 + chance(rng, role.size, 0.65).astype(np.int64)
    birth = between(rng, -365, 365 * 27, role.size)
    return Workers(full_names(rng, draw_surnames(rng, role.size), sex, birth), role, division, school)


def support(rng: Random, past: Past, m: Migration, *, care: Care, homes: Households, schooling: Schooling) -> Welfare:
    """Benefits, services, visits and support ties as of today."""
    g, hard, today = past.genealogy, past.hardship, past.today
    alive = g.death == FAR
    minor = alive & (ages(g.birth, today) < 18)
    behind = left_behind(past, m)
    unattended = minor & (hard.group == UNATTENDED) & ~care.orphans
    in_need = np.flatnonzero(
        minor & (behind | care.orphans | unattended | m.alone | (hard.group == HIDDEN) | past.upbringing.foundling)
    )
    return Welfare(
        workers=employ(rng, past.county, schooling),
        benefits=_benefits(rng, past, care, homes, np.flatnonzero(unattended)),
        services=_services(rng, hard, care, minor, today),
        visits=_visits(rng, g, in_need, today),
        ties=_ties(rng, past, m, in_need),
    )


def _benefits(rng: Random, past: Past, care: Care, homes: Households, unattended: Ints) -> Facts:
    g, hard, today = past.genealogy, past.hardship, past.today
    facts = Facts("person", "household", "programme", "start", "end", "amount")

    def grant(
        programme: str,
        start: Ints,
        amount: Ints | int,
        *,
        person: Ints | int = -1,
        household: Ints | int = -1,
        end: Ints | int = FAR,
    ) -> None:
        facts.add(
            person=person,
            household=household,
            programme=PROGRAMMES.index(programme),
            start=start,
            end=end,
            amount=amount,
        )

    size = homes.head.size
    poorest = np.argsort(homes.income + ~homes.property_ok * 400, kind="stable")
    poor = np.sort(poorest[: round(size * used("subsistence_allowance") * 1.25)])
    poor = poor[homes.place[poor] < 0]
    granted = poor[chance(rng, poor.size, 0.85)]
    start = between(rng, today - 6 * 365, today - 60, granted.size)
    ended = chance(rng, granted.size, 0.06) & (start < today - 500)
    grant(
        "SUBSISTENCE_ALLOWANCE",
        start,
        np.maximum(_SUBSISTENCE_STANDARD - homes.income[granted], 120),
        household=granted,
        end=np.where(ended, today - 100, FAR),
    )
    watched = sample(rng, poorest[poor.size : poor.size * 2], poor.size // 2)
    grant("LOW_INCOME_MONITORING", between(rng, today - 900, today - 40, watched.size), FAR, household=watched)
    helped = sample(rng, np.arange(size), max(1, round(size * used("temporary_assistance"))))
    start = between(rng, today - 300, today - 20, helped.size)
    grant("TEMPORARY_ASSISTANCE", start, 500, household=helped, end=start + 30)

    age = ages(g.birth, today)
    people = np.bincount(homes.home[homes.home >= 0], minlength=size)
    lonely = np.flatnonzero((homes.home >= 0) & (age >= 60) & (people[homes.home] == 1))
    lonely = sample(rng, lonely, max(1, round(used("extreme_poverty") * int((g.death == FAR).sum()))))
    grant("EXTREME_POVERTY_SUPPORT", between(rng, today - 2000, today - 60, lonely.size), 850, person=lonely)

    take_up = used("allowance_take_up")
    for child, programme, amount in (
        (np.flatnonzero(care.orphans), "ORPHAN_ALLOWANCE", 1500),
        (unattended, "DE_FACTO_UNATTENDED_ALLOWANCE", 1400),
    ):
        child = child[chance(rng, child.size, take_up)]  # noqa: PLW2901
        since = np.where(hard.since[child] < FAR, hard.since[child], today - 300)
        start = np.minimum(since + between(rng, 60, 300, child.size), today - 15)
        grant(programme, start, amount, person=child)
    guarded = care.guardianships
    adult_wards = guarded["child"][(guarded["end"] < today) & (guarded["basis"] == BASES.index("CIVIL_AFFAIRS"))]
    adult_wards = np.unique(adult_wards[g.death[adult_wards] == FAR])
    grown = sample(rng, adult_wards, max(1, adult_wards.size // 2))
    grant("ORPHAN_SCHOLARSHIP", between(rng, today - 400, today - 30, grown.size), 833, person=grown)

    disabled = hard.disabilities
    open_ = (disabled["end"] == FAR) & (g.death[disabled["person"]] == FAR)
    severe = np.unique(
        disabled["person"][open_ & ((disabled["grade"] <= 2) | (disabled["type"] >= 5) & (disabled["type"] <= 6))]
    )
    for programme, share, amount in (
        ("DISABILITY_CARE_SUBSIDY", used("disability_subsidies"), 110),
        ("DISABILITY_LIVING_SUBSIDY", used("disability_subsidies") * 0.7, 90),
        ("MENTAL_HEALTH_REHABILITATION", 0.03, FAR),
        ("ASSISTIVE_DEVICE_RENTAL", 0.03, FAR),
    ):
        person = severe[chance(rng, severe.size, share)]
        grant(programme, between(rng, today - 1500, today - 20, person.size), amount, person=person)
    return facts


def _services(rng: Random, hard: Hardship, care: Care, minor: Bools, today: int) -> Facts:
    """Every line for children in institutions, rehabilitation for disabled children."""
    facts = Facts("person", "organisation", "line", "date")
    placed = care.placements["person"][(care.placements["kind"] <= 1) & (care.placements["start"] < today - 200)]
    for line in range(len(LINES) - 1):
        person = placed[chance(rng, placed.size, 0.8 if line < 3 else 0.35)]
        facts.add(
            person=person, organisation=INSTITUTION, line=line, date=between(rng, today - 190, today - 12, person.size)
        )
    disabled = np.unique(hard.disabilities["person"][minor[hard.disabilities["person"]]])
    for line in (3, 5):
        person = disabled[chance(rng, disabled.size, 0.4)]
        facts.add(
            person=person,
            organisation=REHABILITATION,
            line=line,
            date=between(rng, today - 190, today - 12, person.size),
        )
    return facts


def _visits(rng: Random, g: Genealogy, in_need: Ints, today: int) -> Facts:
    """Monthly visits by the director of the village, the last half year; some were left out."""
    facts = Facts("worker", "person", "date", "outcome")
    for back in range(6):
        child = in_need[chance(rng, in_need.size, used("visited")) & (g.birth[in_need] < today - 30 * back - 60)]
        day = today - 12 - 30 * back - between(rng, 0, 18, child.size)
        facts.add(worker=g.unit[child], person=child, date=day, outcome=choose(rng, child.size, (0.9, 0.08, 0.02)))
    return facts


def _ties(rng: Random, past: Past, m: Migration, in_need: Ints) -> Facts:
    """People who stand by a child: relatives, neighbours, teachers, volunteers."""
    g, up, today = past.genealogy, past.upbringing, past.today
    facts = Facts("person", "supporter", "kind", "strength", "start", "end")
    age = ages(g.birth, today)
    here = np.flatnonzero((g.death == FAR) & (m.away == FAR) & (age >= 25) & (age < 70))
    order = here[np.argsort(g.unit[here], kind="stable")]
    first = np.searchsorted(g.unit[order], np.arange(int(g.unit.max(initial=0)) + 2))
    low, high = first[g.unit[in_need]], first[g.unit[in_need] + 1]
    parents = first_of(up.mother[in_need], up.father[in_need])
    for kind, share in enumerate((0.5, 0.45, 0.25, 0.12, 0.08, 0.05)):
        rows = np.flatnonzero(chance(rng, in_need.size, share) & (high > low))
        child = in_need[rows]
        somebody = order[between(rng, low[rows], high[rows])]
        somebody = np.where((kind == 0) & (m.keeper[child] >= 0), m.keeper[child], somebody)
        fits = (somebody != child) & (somebody != parents[rows])
        child, somebody = child[fits], somebody[fits]
        start = np.maximum(between(rng, today - 1400, today - 40, child.size), g.birth[child] + 15)
        ended = chance(rng, child.size, 0.08) & (start < today - 300)
        facts.add(
            person=child,
            supporter=somebody,
            kind=kind,
            strength=between(rng, 1, 4, child.size),
            start=start,
            end=np.where(ended, today - 60, FAR),
        )
    return facts
