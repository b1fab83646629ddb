"""Who lives with whom: households, their heads, and memberships past and present."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, YEAR, Bools, Ints, ages
from graph_service.population.genealogy import Genealogy
from graph_service.population.hardship import Past
from graph_service.population.kinship import Index, first_of, holds, of
from graph_service.population.migration import Migration
from graph_service.population.streams import Random, chance
from graph_service.population.tables import Facts
from graph_service.population.upbringing import Upbringing

RELATIONS = ("02", "11", "12", "20", "30", "28", "38", "41", "42", "43", "44", "51", "52", "61", "62", "73", "77", "97")
"""GB/T 4761: head, husband, wife, son, daughter, son-in-law, daughter-in-law, grandchildren by son and by daughter,
father, mother, grandfather, grandmother, brother, sister, other."""
_HEAD, _HUSBAND, _WIFE, _SON, _DAUGHTER, _SON_IN_LAW, _DAUGHTER_IN_LAW = range(7)
_GRANDCHILD, _FATHER, _GRANDFATHER, _BROTHER, _OTHER = 7, 11, 13, 15, 17
# Share of couples who live with his (seldom her) parents, of the unmarried young and of the divorced who do.
_WITH_PARENTS_VILLAGE, _WITH_PARENTS_TOWN, _WITH_WIDOWED = 0.22, 0.10, 0.42
_YOUNG_WITH_PARENTS, _SINGLE_WITH_PARENTS = 0.86, 0.42
_RECORDED_SINCE = 2006


@dataclass
class Households:
    """Households and memberships.

    Args:
        head: person at the head of each household.
        unit: village or community of each, index into `County.units`; -1 for those outside the county.
        place: index into `County.places` for those outside, else -1.
        home: household of each person who is present in one, -1 for others.
        members: household, person, relation (index into RELATIONS), start, end (days).
        income: monthly, per head, yuan; property_ok: within the limits for subsistence allowance.
    """

    head: Ints
    unit: Ints
    place: Ints
    home: Ints
    members: Facts
    income: Ints
    property_ok: Bools


def found_households(rng: Random, past: Past, m: Migration) -> Households:
    """Groups everybody alive into households, and the dead of the last years into those that they left."""
    g, up, hard, today = past.genealogy, past.upbringing, past.hardship, past.today
    root = _roots(rng, past, m)
    alive = g.death == FAR
    left = np.minimum(hard.gone, np.where(m.with_family, FAR, m.away))
    present = alive & (left == FAR)
    counted = alive & (present | (_has_company(root, present)))
    roots, household = np.unique(root[counted], return_inverse=True)
    number = np.full(len(g), -1)
    number[counted] = household
    head = _heads(g, number, present, roots.size, today)
    members = Facts("household", "person", "relation", "start", "end")
    who = np.flatnonzero(counted)
    start = _joined(g, who)
    relation = _relations(g, up, head[number[who]], who)
    start = np.where(start < left[who], start, -FAR)
    back = _last_return(m, who, present)
    interrupted = (back[0] > start) & present[who] & (start > -FAR)
    members.add(
        household=number[who],
        person=who,
        relation=relation,
        start=np.where(interrupted, back[1], start),
        end=np.where(present[who], FAR, left[who]),
    )
    away = who[interrupted]
    members.add(
        household=number[away],
        person=away,
        relation=relation[interrupted],
        start=start[interrupted],
        end=back[0][interrupted],
    )
    _add_dead(members, past, number, head)
    unit = g.unit[head]
    place = np.where(m.with_family[head] & present[head], m.place[head], -1)
    income = np.exp(rng.normal(7.35, 0.55, head.size)).astype(np.int64)
    return Households(
        head=head,
        unit=np.where(place >= 0, -1, unit),
        place=place,
        home=np.where(present, number, -1),
        members=members,
        income=income,
        property_ok=chance(rng, head.size, np.where(income < 1000, 0.85, 0.45)),
    )


def _roots(rng: Random, past: Past, m: Migration) -> Ints:
    """The person at the root of each person's household: everybody joins somebody older, wives their husbands."""
    g, up, hard, county = past.genealogy, past.upbringing, past.hardship, past.county
    size = len(g)
    age = ages(g.birth, past.today)
    alive = g.death == FAR
    spouse = g.spouses()
    living_father, living_mother = (
        np.where(holds(alive, up.father), up.father, -1),
        np.where(holds(alive, up.mother), up.mother, -1),
    )
    elder = first_of(living_father, living_mother)
    joins = np.arange(size)

    single = alive & (spouse < 0) & (age >= 18)
    inclined = rng.random(size) < np.where(age < 32, _YOUNG_WITH_PARENTS, _SINGLE_WITH_PARENTS)
    joins = np.where(single & inclined & (elder >= 0), elder, joins)

    # One married son (seldom a daughter) stays with his parents, more readily with a widowed one.
    widowed = (living_father < 0) ^ (living_mother < 0)
    town = county.urban[g.unit]
    readiness = np.where(widowed, _WITH_WIDOWED, np.where(town, _WITH_PARENTS_TOWN, _WITH_PARENTS_VILLAGE))
    candidate = np.flatnonzero(alive & (spouse >= 0) & (elder >= 0) & (age >= 18))
    lot = rng.random(candidate.size) + (g.sex[candidate] == 2) * 0.8
    order = np.lexsort((lot, elder[candidate]))
    chosen = np.ones(order.size, dtype=np.bool_)
    chosen[1:] = elder[candidate[order]][1:] != elder[candidate[order]][:-1]
    heirs = candidate[order][chosen]
    heirs = heirs[rng.random(heirs.size) < readiness[heirs]]
    wives = alive & (spouse >= 0) & (g.sex == 2)
    joins[heirs] = elder[heirs]
    # Where she is the one who stays, he joins her; everybody else's wife joins him.
    hers = np.zeros(size, dtype=np.bool_)
    hers[heirs[g.sex[heirs] == 2]] = True
    his = np.zeros(size, dtype=np.bool_)
    his[heirs[g.sex[heirs] == 1]] = True
    hers &= ~holds(his, spouse)
    joins = np.where(wives & ~hers, spouse, joins)
    joins = np.where(alive & (spouse >= 0) & (g.sex == 1) & holds(hers, spouse), spouse, joins)

    minor = np.flatnonzero(alive & (age < 18))
    joins[minor] = _home_of_minors(past, m, minor, spouse)
    # The household that an absent parent left is the one where the children are.
    kept = minor[m.kept[minor]]
    for parent in (up.father[kept], up.mother[kept]):
        left = (parent >= 0) & (joins[np.maximum(parent, 0)] != m.keeper[kept])
        left &= holds(alive & (m.away < FAR) | alive & (hard.gone < FAR), parent)
        joins[parent[left]] = m.keeper[kept[left]]
    for _ in range(40):
        higher = joins[joins]
        if np.array_equal(higher, joins):
            return joins
        joins = higher
    return np.where(joins[joins] == joins, joins, np.arange(size))


def _home_of_minors(past: Past, m: Migration, minor: Ints, spouse: Ints) -> Ints:
    """Whom each minor joins: the parent at home, else the keeper, else its eldest brother or sister."""
    g, up, hard = past.genealogy, past.upbringing, past.hardship
    father, mother = up.father[minor], up.mother[minor]
    present = (g.death == FAR) & (hard.gone == FAR) & ((m.away == FAR) | m.with_family)
    at_father, at_mother = np.where(holds(present, father), father, -1), np.where(holds(present, mother), mother, -1)
    together = (father >= 0) & (of(spouse, father) == mother)
    custodian = up.custodian(g, minor)
    apart = np.where(holds(present, custodian), custodian, first_of(at_mother, at_father))
    parent = np.where(together, first_of(at_father, at_mother), apart)
    home = np.where(m.kept[minor], m.keeper[minor], parent)
    eldest = np.full(len(g.husband), len(g))
    np.minimum.at(eldest, up.wedlock[minor[up.wedlock[minor] >= 0]], minor[up.wedlock[minor] >= 0])
    with_siblings = np.where(up.wedlock[minor] >= 0, eldest[up.wedlock[minor]], minor)
    return np.where(home >= 0, home, with_siblings)


def _has_company(root: Ints, present: Bools) -> Bools:
    """Whether somebody is present in the household of each person."""
    occupied = np.zeros(root.size, dtype=np.bool_)
    occupied[root[present]] = True
    return occupied[root]


def _heads(g: Genealogy, number: Ints, present: Bools, households: int, today: int) -> Ints:
    """The oldest man of age who is present, else the oldest woman, else the oldest child."""
    who = np.flatnonzero((number >= 0) & present)
    rank = np.where(ages(g.birth[who], today) < 18, 2, (g.sex[who] == 2) * 1) + (ages(g.birth[who], today) > 78)
    order = np.lexsort((g.birth[who], rank, number[who]))
    first = np.searchsorted(number[who][order], np.arange(households))
    return who[order[first]]


def _joined(g: Genealogy, who: Ints) -> Ints:
    """Day since which each person lives in the household: the wedding for the married, else birth."""
    joined = g.birth.copy()
    lasting = g.end == FAR
    for partner in (g.husband, g.wife):
        joined[partner[lasting]] = g.start[lasting]
    return joined[who]


def _last_return(m: Migration, who: Ints, present: Bools) -> tuple[Ints, Ints]:
    """Start and end of each person's last absence that is over; (-FAR, -FAR) for none."""
    left, returned = np.full(present.size, -FAR), np.full(present.size, -FAR)
    over = m.spells["end"] < FAR
    person = m.spells["person"][over]
    left[person], returned[person] = m.spells["start"][over], m.spells["end"][over]
    return left[who], returned[who]


def _relations(g: Genealogy, up: Upbringing, head: Ints, who: Ints) -> Ints:
    """Relation to the head, for each member."""
    spouse = g.spouses()
    male = g.sex[who] == 1
    partner = of(spouse, who)

    def child_of(person: Ints, parent: Ints) -> Bools:
        return (parent >= 0) & ((of(up.father, person) == parent) | (of(up.mother, person) == parent))

    def child_of_couple(person: Ints) -> Bools:
        return (person >= 0) & (child_of(person, head) | child_of(person, of(spouse, head)))

    father, mother = up.father[who], up.mother[who]
    kinds = [
        (who == head, np.full(who.size, _HEAD)),
        (partner == head, np.where(male, _HUSBAND, _WIFE)),
        (child_of_couple(who), np.where(male, _SON, _DAUGHTER)),
        (child_of_couple(partner), np.where(male, _SON_IN_LAW, _DAUGHTER_IN_LAW)),
        (child_of_couple(father), np.where(male, _GRANDCHILD, _GRANDCHILD + 1)),
        (child_of_couple(mother), np.where(male, _GRANDCHILD + 2, _GRANDCHILD + 3)),
        (child_of(head, who), np.where(male, _FATHER, _FATHER + 1)),
        (
            child_of(of(up.father, head), who) | child_of(of(up.mother, head), who),
            np.where(male, _GRANDFATHER, _GRANDFATHER + 1),
        ),
        (child_of(who, of(up.father, head)), np.where(male, _BROTHER, _BROTHER + 1)),
    ]
    return np.select([test for test, _ in kinds], [value for _, value in kinds], default=_OTHER)


def _add_dead(members: Facts, past: Past, number: Ints, head: Ints) -> None:
    """Past memberships of the dead: in the household of the widow or widower who is still there, or else of a child."""
    g, up = past.genealogy, past.upbringing
    recent = np.flatnonzero((g.death < FAR) & (g.death > (_RECORDED_SINCE - 1970) * YEAR) & (g.birth < g.death - 30))
    home = np.full(len(g), -1)
    start = np.full(len(g), -FAR)
    for line in (up.father, up.mother):
        place, child = Index(line).pairs(recent)
        home[recent[place]] = number[child]
    spouse = g.spouses()
    for partner, other in ((g.husband, g.wife), (g.wife, g.husband)):
        widowed = (g.end < FAR) & (g.end == g.death[partner]) & (spouse[other] < 0)
        home[partner[widowed]] = number[other[widowed]]
        start[partner[widowed]] = g.start[widowed]
    child_ = recent[(ages(g.birth[recent], past.today) < 40) & (home[recent] < 0)]
    home[child_] = of(number, first_of(up.mother[child_], up.father[child_]))
    start[child_] = g.birth[child_]
    who = recent[home[recent] >= 0]
    members.add(
        household=home[who],
        person=who,
        relation=_relations(g, up, head[home[who]], who),
        start=np.where(start[who] < g.death[who], start[who], -FAR),
        end=g.death[who],
    )
