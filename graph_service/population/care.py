"""Who was given responsibility for children whose parents cannot care: guardians, entrusted carers, placements."""

from dataclasses import dataclass

import numpy as np

from graph_service.population.days import FAR, Bools, Ints, ages, birthdays
from graph_service.population.hardship import KINDS as CIRCUMSTANCES
from graph_service.population.hardship import UNATTENDED, Past
from graph_service.population.kinship import holds
from graph_service.population.migration import Migration
from graph_service.population.organisations import (
    BUREAU,
    INSTITUTION,
    PREFECTURE_INSTITUTION,
    REHABILITATION,
    Organisations,
)
from graph_service.population.rates import used
from graph_service.population.streams import Random, between, chance, choose, sample
from graph_service.population.tables import Facts

BASES = (
    "TESTAMENT",
    "AGREEMENT",
    "DESIGNATION",
    "COURT",
    "TEMPORARY",
    "CIVIL_AFFAIRS",
    "VILLAGE_COMMITTEE",
    "STATUTORY",
)
_TESTAMENT, _AGREEMENT, _DESIGNATION, _COURT, _TEMPORARY, _CIVIL_AFFAIRS, _VILLAGE_COMMITTEE, _STATUTORY = range(8)
PLACEMENTS = ("RESIDENTIAL", "FOSTER", "KINSHIP", "RESPITE")
_RESIDENTIAL, _FOSTER, _KINSHIP, _RESPITE = range(4)


@dataclass
class Care:
    """Responsibility given by papers.

    Args:
        guardianships: guardian, child, basis (index into BASES), start, end. A guardian is a person's row number, or
            the number of persons plus the row number of an organisation.
        entrusted: carer, child, start, end, written, school, village (0 or 1).
        placements: person, organisation, kind (index into PLACEMENTS), start, end.
        orphans: minors both of whose parents are dead or declared missing.
    """

    guardianships: Facts
    entrusted: Facts
    placements: Facts
    orphans: Bools


def arrange(rng: Random, past: Past, m: Migration, organisations: Organisations) -> Care:
    """Guardianships, entrusted care and placements. Children in an institution are marked as gone from home."""
    g, up, hard, today = past.genealogy, past.upbringing, past.hardship, past.today
    minor = (g.death == FAR) & (ages(g.birth, today) < 18)
    missing = np.zeros(len(g), dtype=np.bool_)
    facts = hard.circumstances
    declared = (facts["kind"] == CIRCUMSTANCES.index("DECLARED_MISSING")) & (facts["end"] == FAR)
    missing[facts["person"][declared]] = True
    lost = (g.death < FAR) | missing
    care = Care(
        guardianships=Facts("guardian", "child", "basis", "start", "end"),
        entrusted=Facts("carer", "child", "start", "end", "written", "school", "village"),
        placements=Facts("person", "organisation", "kind", "start", "end"),
        orphans=minor & holds(lost, up.father) & holds(lost, up.mother),
    )
    lost_since = np.where(g.death < FAR, g.death, np.minimum(hard.gone, today - 200))
    arranging = _Arranging(rng, past, m, organisations, care)
    arranging.orphans(np.flatnonzero(care.orphans), lost_since)
    arranging.unattended(np.flatnonzero(minor & (hard.group == UNATTENDED) & ~care.orphans))
    arranging.foundlings(np.flatnonzero(minor & up.foundling & (up.adopted == FAR)))
    arranging.former_wards(
        np.flatnonzero((g.death == FAR) & (ages(g.birth, today) >= 18) & (ages(g.birth, today) < 27))
    )
    arranging.left_behind(np.flatnonzero(minor & m.kept & (hard.group == 0) & ~care.orphans))
    arranging.respite(minor)
    return care


class _Arranging:
    """The papers of the county; each method cares for one group of children."""

    def __init__(self, rng: Random, past: Past, m: Migration, organisations: Organisations, care: Care) -> None:
        self.rng, self.m, self.organisations, self.care = rng, m, organisations, care
        self.g, self.up, self.hard, self.today = past.genealogy, past.upbringing, past.hardship, past.today
        self.lot = rng.random(len(self.g.husband) + 1)  # brothers and sisters are treated alike

    def by_family(self, child: Ints) -> Ints:
        """Row of the parents' marriage, the last row for children without one."""
        return np.where(self.up.wedlock[child] >= 0, self.up.wedlock[child], len(self.g.husband))

    def give(self, guardian: Ints, child: Ints, basis: Ints | int, start: Ints, end: Ints | int = FAR) -> None:
        """A guardianship."""
        self.care.guardianships.add(guardian=guardian, child=child, basis=basis, start=start, end=end)

    def organisation(self, row: Ints | int, size: int) -> Ints:
        """An organisation as a guardian."""
        return np.full(size, len(self.g)) + row

    def take_in(self, child: Ints, start: Ints) -> None:
        """Civil affairs is guardian; the child lives in an institution or a foster family."""
        rng = self.rng
        self.give(self.organisation(BUREAU, child.size), child, _CIVIL_AFFAIRS, start)
        kind = choose(rng, child.size, (0.7, 0.3))
        where = np.array([INSTITUTION, PREFECTURE_INSTITUTION])[choose(rng, child.size, (0.85, 0.15))]
        moved = start + between(rng, 1, 15, child.size)
        self.care.placements.add(person=child, organisation=where, kind=kind, start=moved, end=FAR)
        self.hard.gone[child] = moved
        self.m.kept[child] = self.m.alone[child] = False

    def orphans(self, child: Ints, lost_since: Ints) -> None:
        """Kin become guardians, or civil affairs, or the committee; for some nothing was ever arranged."""
        rng, up, keeper = self.rng, self.up, self.m.keeper[child]
        since = np.maximum(lost_since[up.father[child]], lost_since[up.mother[child]])
        since = np.maximum(since, self.g.birth[child])
        start = np.minimum(since + between(rng, 15, 120, child.size), self.today - 25)
        bureau, nobody = used("orphans_in_institutions"), used("orphans_without_guardian")
        lot = self.lot[self.by_family(child)]
        to_bureau = (lot < bureau) | (keeper < 0) & (lot < 0.8)
        self.take_in(child[to_bureau], start[to_bureau])
        committee = ~to_bureau & (lot < bureau + 0.05)
        unit = self.g.unit[child[committee]]
        self.give(
            self.organisation(self.organisations.committee[unit], unit.size),
            child[committee],
            _VILLAGE_COMMITTEE,
            start[committee],
        )
        kin = ~to_bureau & ~committee & (keeper >= 0) & (lot < 1 - nobody)
        basis = np.array([_STATUTORY, _DESIGNATION, _TESTAMENT, _AGREEMENT, _COURT])[
            choose(rng, int(kin.sum()), (0.5, 0.2, 0.12, 0.12, 0.06))
        ]
        self.give(keeper[kin], child[kin], basis, start[kin])
        placed = chance(rng, int(kin.sum()), 0.4)
        self.care.placements.add(
            person=child[kin][placed], organisation=BUREAU, kind=_KINSHIP, start=start[kin][placed] + 5, end=FAR
        )

    def unattended(self, child: Ints) -> None:
        """Some relatives were given guardianship, some only the care of the child, most neither."""
        rng, keeper = self.rng, self.m.keeper[child]
        since = self.hard.since[child]
        start = np.minimum(since + between(rng, 40, 200, child.size), self.today - 25)
        lot = self.lot[self.by_family(child)]
        guarded = lot < used("unattended_with_guardian")
        how = lot / used("unattended_with_guardian")
        kin = guarded & (how < 0.7) & (keeper >= 0)
        basis = np.array([_AGREEMENT, _DESIGNATION, _COURT])[choose(rng, int(kin.sum()), (0.3, 0.4, 0.3))]
        self.give(keeper[kin], child[kin], basis, start[kin])
        bureau = guarded & (how >= 0.7) & (how < 0.9)
        recent = self.today - between(rng, 30, 300, int(bureau.sum()))
        self.give(self.organisation(BUREAU, recent.size), child[bureau], _TEMPORARY, recent, recent + 365)
        committee = guarded & (how >= 0.9)
        unit = self.g.unit[child[committee]]
        where = self.organisation(self.organisations.committee[unit], unit.size)
        self.give(where, child[committee], _VILLAGE_COMMITTEE, start[committee])
        entrusted = ~guarded & (keeper >= 0) & (lot < 0.3 + 0.7 * used("unattended_with_carer"))
        self.entrust(keeper[entrusted], child[entrusted], start[entrusted], np.full(int(entrusted.sum()), FAR))

    def foundlings(self, child: Ints) -> None:
        """Civil affairs is guardian of most; of some nothing is recorded."""
        taken = child[chance(self.rng, child.size, 0.75)]
        start = np.minimum(self.g.birth[taken] + between(self.rng, 30, 200, taken.size), self.today - 25)
        self.take_in(taken, start)

    def former_wards(self, person: Ints) -> None:
        """Guardianships that ended when an orphan came of age."""
        up, g, rng = self.up, self.g, self.rng
        both = (up.father[person] >= 0) & (up.mother[person] >= 0)
        person = person[both]
        grown = birthdays(g.birth[person], 18)
        since = np.maximum(g.death[up.father[person]], g.death[up.mother[person]])
        was = (since < FAR) & (since < grown - 400)
        person, grown, since = person[was], grown[was], since[was]
        kin = self.m.keeper[person]
        start = since + between(rng, 20, 120, person.size)
        self.give(np.where(kin >= 0, kin, self.organisation(BUREAU, person.size)), person, _CIVIL_AFFAIRS, start, grown)

    def left_behind(self, child: Ints) -> None:
        """Children of parents who are away: most carers are recorded, not all with papers, some no longer."""
        rng, up, today = self.rng, self.up, self.today
        keeper = self.m.keeper[child]
        lot = self.lot[self.by_family(child)]
        away = np.minimum(self.m.away, self.hard.gone)
        left = np.full(child.size, -FAR)
        for parent in (up.father[child], up.mother[child]):
            day = np.where(parent >= 0, away[parent], FAR)
            left = np.maximum(left, np.where(day < FAR, day, -FAR))
        recorded = (keeper >= 0) & (lot < used("left_behind_carer_recorded")) & (left > -FAR)
        child, keeper, left = child[recorded], keeper[recorded], left[recorded]
        start = np.minimum(np.maximum(left - between(rng, 0, 10, child.size), self.g.birth[child] + 30), today - 12)
        end_kind = choose(rng, child.size, (0.90, 0.02, 0.04, 0.04))
        end = np.select(
            [end_kind == 1, end_kind == 2, end_kind == 3],
            [
                today - between(rng, 12, 60, child.size),
                today + between(rng, 20, 90, child.size),
                today + between(rng, 120, 400, child.size),
            ],
            default=FAR,
        )
        end = np.where(end > start, end, FAR)
        self.entrust(keeper, child, start, end)
        spouse = self.g.spouses()[keeper]
        both = (spouse >= 0) & chance(rng, child.size, 0.25)
        both &= self.m.away[spouse] == FAR
        self.entrust(spouse[both], child[both], start[both], end[both])

    def entrust(self, carer: Ints, child: Ints, start: Ints, end: Ints) -> None:
        """An entrusted care, with or without an agreement on paper and notices to school and village."""
        rng, size = self.rng, child.size
        self.care.entrusted.add(
            carer=carer,
            child=child,
            start=start,
            end=end,
            written=chance(rng, size, 0.55).astype(np.int64),
            school=chance(rng, size, 0.5).astype(np.int64),
            village=chance(rng, size, 0.7).astype(np.int64),
        )

    def respite(self, minor: Bools) -> None:
        """Short stays of disabled children."""
        rng, facts = self.rng, self.hard.disabilities
        person = facts["person"][(facts["end"] == FAR) & minor[facts["person"]] & (facts["start"] < self.today - 400)]
        person = sample(rng, person, max(1, person.size // 25))
        start = between(rng, self.today - 300, self.today - 60, person.size)
        self.care.placements.add(person=person, organisation=REHABILITATION, kind=_RESPITE, start=start, end=start + 14)
