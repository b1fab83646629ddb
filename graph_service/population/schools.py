"""Schools by stage and township, who is enrolled where, and who is often absent."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from graph_service.population.days import FAR, Bools, Ints, Texts, ages, date_of, day_of
from graph_service.population.divisions import County
from graph_service.population.genealogy import Genealogy
from graph_service.population.rates import used
from graph_service.population.streams import Random, between, chance, sample
from graph_service.population.tables import Facts

STAGES = ("PRESCHOOL", "PRIMARY", "JUNIOR_SECONDARY", "SENIOR_SECONDARY", "SECONDARY_VOCATIONAL", "HIGHER")
PRESCHOOL, PRIMARY, JUNIOR, SENIOR, VOCATIONAL, HIGHER = range(6)
STATUSES = ("ENROLLED", "SUSPENDED", "DROPPED_OUT", "TRANSFERRED", "GRADUATED")
_ENROLLED, _SUSPENDED, _DROPPED_OUT, _TRANSFERRED, _GRADUATED = range(5)
_ENTRY_AGE = np.array([3, 6, 12, 15, 15, 18])
_YEARS = np.array([3, 6, 3, 3, 3, 4])
_NAMES = ("幼儿园", "小学", "初级中学", "高级中学", "职业技术学校", "职业学院")
_PUPILS = (180, 320, 700, 1500, 1800, 6000)
"""How many pupils one school of each stage takes."""
_BOARDING = np.array([0.0, 0.25, 0.6, 0.8, 0.8, 1.0])
_ORDINALS = ("中心", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十")


@dataclass(frozen=True)
class Schools:
    """Schools as columns.

    Args:
        name, division: as in the feed.
        stage: index into STAGES; one school has two, a nine-year school.
        nine_year: whether a junior school also has primary classes.
        boarding: whether it takes boarders.
    """

    name: Texts
    division: Texts
    stage: Ints
    nine_year: Bools
    boarding: Bools

    def __len__(self) -> int:
        return len(self.name)

    @property
    def ids(self) -> Texts:
        """Ids, `S00001` and so on."""
        return np.array([f"S{number:05d}" for number in range(1, len(self) + 1)], dtype=object)


@dataclass
class Schooling:
    """Schools, enrolments and absences from school.

    Args:
        schools: all schools.
        enrolments: person, school, stage, grade (FAR where unknown), status, start, end, boarder (0 or 1).
        attendance: person, school, month (a day in it), absent, school_days.
        school_of: school where each person is enrolled today, -1 for none.
    """

    schools: Schools
    enrolments: Facts
    attendance: Facts
    school_of: Ints


@dataclass(frozen=True)
class _Network:
    """Which schools serve which catchment (a town, or a place outside the county) at which stage."""

    schools: Schools
    first: Ints
    count: Ints
    exists: Bools
    catchments: int

    def pick(self, stage: Ints, catchment: Ints, number: Ints) -> Ints:
        """The school of a stage in a catchment; equal numbers go to the same one."""
        key = stage * self.catchments + catchment
        return self.first[key] + number % self.count[key]

    def served(self, stage: Ints, catchment: Ints) -> Bools:
        """Whether there is a school of a stage in a catchment."""
        return self.exists[np.maximum(stage, 0) * self.catchments + catchment]


def teach(rng: Random, g: Genealogy, county: County, seat: Ints, today: int) -> Schooling:
    """Everybody's schooling up to today.

    Args:
        seat: where each person lives: index into `County.units`, or `len(units)` plus the index of a place.
    """
    date = date_of(today)
    year = date.year - (date.month < 9)
    age = ages(g.birth, day_of(date.replace(year=year, month=8, day=31)))
    stage = _stages(rng, age, g.death == FAR)
    units = len(county.units)
    catchment = np.where(seat < units, county.town[np.minimum(seat, units - 1)], len(county.towns) + seat - units)
    catchment = np.where((stage >= SENIOR) & (seat < units) | (stage == HIGHER), 0, catchment)
    network = _build(rng, county, stage, catchment)

    pupil = np.flatnonzero(stage >= 0)
    level, home = stage[pupil], catchment[pupil]
    grade = np.minimum(age[pupil] - _ENTRY_AGE[level] + 1, _YEARS[level])
    school = network.pick(level, home, seat[pupil])
    start = _first_of_september(year - grade + 1)
    end = np.full(pupil.size, FAR)
    status = np.where((level >= PRIMARY) & chance(rng, pupil.size, used("suspended")), _SUSPENDED, _ENROLLED)

    teens = np.flatnonzero((level == JUNIOR) & (start < today - 150))
    dropped = sample(rng, teens, max(2, round(used("dropouts") * teens.size * 4 / 3)))
    status[dropped] = _DROPPED_OUT
    out = between(rng, start[dropped] + 40, np.full(dropped.size, today - 15))
    # Most registers are closed when a pupil stays away for good; some stay open.
    end[dropped] = np.where(chance(rng, dropped.size, 0.7), out, FAR)

    facts = Facts("person", "school", "stage", "grade", "status", "start", "end", "boarder")
    movers = np.flatnonzero((status == _ENROLLED) & (start < today - 400) & (level <= JUNIOR))
    movers = sample(rng, movers, max(1, round(used("school_transfers") * pupil.size)))
    former = network.pick(level[movers], home[movers], seat[pupil[movers]] + 1)
    movers, former = movers[former != school[movers]], former[former != school[movers]]
    moved = between(rng, start[movers] + 100, np.full(movers.size, today - 30))
    facts.add(
        person=pupil[movers],
        school=former,
        stage=level[movers],
        grade=FAR,
        status=_TRANSFERRED,
        start=start[movers],
        end=moved,
        boarder=0,
    )
    begun = start.copy()
    begun[movers] = moved
    boards = network.schools.boarding[school] & chance(rng, pupil.size, _BOARDING[level])
    facts.add(
        person=pupil,
        school=school,
        stage=level,
        grade=grade,
        status=status,
        start=begun,
        end=end,
        boarder=boards.astype(np.int64),
    )
    _add_previous_stages(
        rng, facts, network, pupil=pupil, level=level, home=home, seat=seat[pupil], entry=year - grade + 1
    )
    attending = np.flatnonzero((status == _ENROLLED) & (level >= PRIMARY) & (level <= VOCATIONAL))
    attendance = _absences(rng, pupil[attending], school[attending], begun[attending], today)
    school_of = np.full(len(g), -1)
    enrolled = (end == FAR) & (status == _ENROLLED)
    school_of[pupil[enrolled]] = school[enrolled]
    return Schooling(network.schools, facts, attendance, school_of)


def _stages(rng: Random, age: Ints, alive: Bools) -> Ints:
    """The stage that each person is at this school year, -1 for none."""
    stage = np.full(age.size, -1)
    senior = np.where(chance(rng, age.size, used("vocational")), VOCATIONAL, SENIOR)
    plan = ((3, 6, PRESCHOOL, used("preschool")), (6, 12, PRIMARY, 0.998), (12, 15, JUNIOR, 0.997))
    for low, high, value, share in plan:
        stage[(age >= low) & (age < high) & chance(rng, age.size, share)] = value
    late = (age >= 15) & (age < 18) & chance(rng, age.size, used("senior_secondary"))
    stage = np.where(late, senior, stage)
    stage[(age >= 18) & (age < 22) & chance(rng, age.size, used("higher"))] = HIGHER
    return np.where(alive, stage, -1)


def _build(rng: Random, county: County, stage: Ints, catchment: Ints) -> _Network:
    """As many schools as the pupils need, and a kindergarten, a primary and a junior school in every town."""
    towns = len(county.towns)
    catchments = towns + len(county.places)
    pupils = np.bincount((stage * catchments + catchment)[stage >= 0], minlength=len(STAGES) * catchments).reshape(
        len(STAGES), catchments
    )
    wanted = np.ceil(pupils / np.array(_PUPILS)[:, None]).astype(np.int64)
    wanted[: JUNIOR + 1, :towns] = np.maximum(wanted[: JUNIOR + 1, :towns], 1)
    wanted[SENIOR:, 0] = np.maximum(wanted[SENIOR:, 0], 1)
    count = wanted.ravel()
    of_stage, of_catchment = np.divmod(np.repeat(np.arange(count.size), count), catchments)
    number = np.arange(of_stage.size) - np.repeat(np.cumsum(count) - count, count)
    name_of = {code: name for code, name, _ in county.rows}
    names: list[str] = []
    divisions: list[str] = []
    for level, where, index in zip(of_stage.tolist(), of_catchment.tolist(), number.tolist(), strict=True):
        if level == HIGHER:
            place, division = "澄岭", "990100000000"
        elif where >= towns:
            division = str(county.places[where - towns])
            place = name_of[division]
        elif level >= SENIOR:
            place, division = "青禾县", str(county.units[0])
        else:
            inside = np.flatnonzero(county.town == where)
            place, division = str(county.town_name[where]), str(county.units[inside[index % inside.size]])
        names.append(f"{place}{_ORDINALS[index] if index < len(_ORDINALS) else index + 1}{_NAMES[level]}")
        divisions.append(division)
    schools = Schools(
        name=np.array(names, dtype=object),
        division=np.array(divisions, dtype=object),
        stage=of_stage,
        nine_year=(of_stage == JUNIOR) & (number == 0) & (of_catchment % 3 == 2),
        boarding=chance(rng, of_stage.size, np.array([0.0, 0.3, 0.85, 0.95, 0.95, 1.0])[of_stage]),
    )
    return _Network(schools, np.cumsum(count) - count, np.maximum(count, 1), count > 0, catchments)


def _first_of_september(year: Ints) -> Ints:
    first, last = int(year.min(initial=2000)), int(year.max(initial=2000))
    days = np.array([day_of(date(one, 9, 1)) for one in range(first, last + 1)])
    return days[year - first]


def _add_previous_stages(
    rng: Random, facts: Facts, network: _Network, *, pupil: Ints, level: Ints, home: Ints, seat: Ints, entry: Ints
) -> None:
    """The stage before the present one, from which everybody graduated in July."""
    before = np.array([-1, PRESCHOOL, PRIMARY, JUNIOR, JUNIOR, SENIOR])[level]
    went = (before >= 0) & ((before != PRESCHOOL) | chance(rng, pupil.size, 0.7))
    went &= network.served(before, home)
    before, home, seat, entry = before[went], home[went], seat[went], entry[went]
    facts.add(
        person=pupil[went],
        school=network.pick(before, home, seat),
        stage=before,
        grade=_YEARS[before],
        status=_GRADUATED,
        start=_first_of_september(entry - _YEARS[before]),
        end=_first_of_september(entry) - 62,
        boarder=0,
    )


def _absences(rng: Random, pupil: Ints, school: Ints, begun: Ints, today: int) -> Facts:
    """Months in which a pupil was absent on three days or more; others are not reported."""
    facts = Facts("person", "school", "month", "absent", "school_days")
    often = sample(rng, np.arange(pupil.size), max(3, round(used("notable_absence") * pupil.size)))
    for back, share in ((1, 0.9), (2, 0.5), (4, 0.25)):
        first = date_of(today).replace(day=1)
        for _ in range(back):
            first = (first - timedelta(days=1)).replace(day=1)
        month = day_of(first)
        rows = often[chance(rng, often.size, share) & (begun[often] < month)]
        absent = np.minimum(3 + rng.exponential(5.0, rows.size).astype(np.int64), 21)
        facts.add(
            person=pupil[rows],
            school=school[rows],
            month=month,
            absent=absent,
            school_days=between(rng, 21, 24, rows.size),
        )
    return facts
