"""Contradictions and dirt, planted at a known rate: every check of the import contract has rows that it must find.

A defect never hides another one: no row is used twice, and no other row refers to a row that goes to quarantine, unless
that is what is planted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from graph_service.population.days import FAR, Bools, Ints, Texts, ages, birthdays, date_of, iso
from graph_service.population.hardship import KINDS as CIRCUMSTANCES
from graph_service.population.identity import household_id, identity_numbers, person_id, person_row
from graph_service.population.ledger import Ledger
from graph_service.population.lives import Lives
from graph_service.population.rates import used
from graph_service.population.schools import STAGES
from graph_service.population.streams import Random, between, sample, stream
from graph_service.population.tables import Table

_AREA = 990125  # an unassigned area code of its own, so that no serial is given twice
_STRANGER = "P9{:06d}"
_NOWHERE = "990199999999"

# Cells that break one hard rule each: file, header, what is written there, code. Only files that nothing refers to.
_CELLS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("absences", "from", ("",), "REQUIRED_MISSING"),
    ("enrolments", "status", ("",), "REQUIRED_MISSING"),
    ("marriages", "spouse_id", ("",), "REQUIRED_MISSING"),
    ("circumstances", "kind", ("",), "REQUIRED_MISSING"),
    ("absences", "from", ("2023-13-01", "去年春节后"), "DATE_UNREADABLE"),
    ("household_members", "from", ("不详", "2009-02-30"), "DATE_UNREADABLE"),
    ("visits", "date", ("2026-9-31", "上周"), "DATE_UNREADABLE"),
    ("attendance", "days_absent", ("三天", "5?"), "NUMBER_UNREADABLE"),
    ("circumstances", "term_months", ("12个月", "三年"), "NUMBER_UNREADABLE"),
    ("benefits", "monthly_amount", ("约500", "620元"), "NUMBER_UNREADABLE"),
    ("enrolments", "status", ("LEFT", "在读"), "CODE_UNKNOWN"),
    ("circumstances", "kind", ("JAILED", "其他"), "CODE_UNKNOWN"),
    ("disabilities", "grade", ("5", "二级"), "CODE_UNKNOWN"),
    ("support_ties", "kind", ("UNCLE",), "CODE_UNKNOWN"),
    ("household_members", "person_id", (_STRANGER.format(1), _STRANGER.format(2)), "REFERENCE_UNKNOWN"),
    ("enrolments", "school_id", ("S99999",), "REFERENCE_UNKNOWN"),
    ("visits", "worker_id", ("W99999",), "REFERENCE_UNKNOWN"),
    ("services", "organisation_id", ("O9999",), "REFERENCE_UNKNOWN"),
)
_OTHER_DATE_FORMATS = (("absences", "from"), ("marriages", "from"), ("persons", "birth_date"))


@dataclass(frozen=True)
class _Pools:
    """People who may be used for a defect without touching what is known of any child.

    Args:
        adults: alive, of age, no parent of a minor child, nobody's carer, no household of children.
        one_parent: adults of whom a parent or both are not recorded.
        dead: died a while ago, in the days of the registers.
        minors: children who are 15 to 17.
    """

    adults: Ints
    one_parent: Ints
    dead: Ints
    minors: Ints


class _Dirt:
    """Plants defects one kind after the other and notes each in the ledger."""

    def __init__(self, tables: dict[str, Table], lives: Lives, seed: int, recorded: str, ledger: Ledger) -> None:
        self.tables, self.lives, self.recorded, self.ledger = tables, lives, recorded, ledger
        self.rng: Random = stream(seed, "dirt")
        self.used: dict[str, set[int]] = {name: set() for name in tables}
        self.pools = _pools(lives)
        self.ids: Texts = np.array(list(map(person_id, range(len(lives.genealogy)))), dtype=object)
        self.spent: set[int] = set()  # persons that a defect is about
        self.strangers = 10

    # Choosing

    def count(self, file: str) -> int:
        """How many rows of a file get one kind of defect."""
        return max(2, round(used("defects") * self.tables[file].size))

    def rows(self, file: str, fits: Callable[[dict[str, str]], bool] = lambda _: True, count: int = 0) -> Iterator[int]:
        """Rows of a file that have no defect yet and fit."""
        wanted = count or self.count(file)
        size = self.tables[file].size
        for number in between(self.rng, 0, size, min(size, wanted * 60)).tolist() if size else ():
            if not wanted:
                return
            cells = self.tables[file].row(number)
            people = {person_row(cells[name]) for name in ("person_id", "spouse_id") if cells.get(name)}
            if number not in self.used[file] and people.isdisjoint(self.spent) and fits(cells):
                self.used[file].add(number)
                self.spent |= people
                wanted -= 1
                yield number

    def people(self, pool: Ints, count: int) -> list[int]:
        """Persons of a pool about whom nothing is planted yet."""
        order: list[int] = sample(self.rng, pool, pool.size).tolist()
        chosen = list(islice((person for person in order if person not in self.spent), count))
        self.spent.update(chosen)
        return chosen

    def stranger(self) -> str:
        """The id of a person whom nobody else refers to."""
        self.strangers += 1
        return _STRANGER.format(self.strangers)

    # Planting

    def edit(
        self, planted: str, file: str, row: int, *, severity: str = "HARD", code: str = "", key: str = "", **cells: str
    ) -> None:
        """Writes cells of a row differently."""
        self.tables[file].edit(row, **cells)
        record_id = self.tables[file].row(row)["record_id"]
        note = " ".join(name.rstrip("_") for name in cells)
        self.ledger.note(planted, file, row, record_id, key=key, severity=severity, code=code, note=note)

    def add(
        self, planted: str, file: str, *, severity: str = "HARD", code: str = "", key: str = "", **cells: str
    ) -> dict[str, str]:
        """Adds a row."""
        cells = {"source": "PUBLIC_SECURITY", "recorded_at": self.recorded, **cells}
        row = self.tables[file].add(**cells)
        written = self.tables[file].row(row)
        self.ledger.note(planted, file, row, written["record_id"], key=key, severity=severity, code=code)
        return written

    def cells(self) -> None:
        """Single cells that break a hard rule."""
        for file, header, texts, code in _CELLS:
            for place, row in enumerate(self.rows(file, lambda cells, header=header: bool(cells[header]))):
                self.edit(code, file, row, code=code, **{header: texts[place % len(texts)]})
        for row in self.rows("benefits", lambda cells: bool(cells["household_id"])):
            self.edit("REFERENCE_UNKNOWN", "benefits", row, code="REFERENCE_UNKNOWN", household_id="H9999999")

    def date_order(self) -> None:
        """Ends that do not come after their beginnings."""
        for row in self.rows("marriages", lambda cells: bool(cells["to"])):
            cells = self.tables["marriages"].row(row)
            self.edit("DATE_ORDER", "marriages", row, code="DATE_ORDER", from_=cells["to"], to=cells["from"])
        for row in self.rows("absences", lambda cells: bool(cells["from"] and cells["to"])):
            same = self.tables["absences"].row(row)["from"]
            self.edit("DATE_ORDER", "absences", row, code="DATE_ORDER", to=same)

    def strange_persons(self) -> None:
        """Rows of persons that break a rule, and what refers to them."""
        village = str(self.lives.county.units[-1])
        whole = {"name": "王明", "sex": "1", "birth_date": "1990-06-01", "registration_division": village}
        broken = (
            ("REQUIRED_MISSING", {"name": ""}),
            ("DATE_UNREADABLE", {"birth_date": "1987-02-30"}),
            ("CODE_UNKNOWN", {"sex": "3"}),
            ("DATE_ORDER", {"death_date": "1989-06-01"}),
        )
        for code, cells in broken:
            for _ in range(self.count("persons")):
                person = self.stranger()
                self.add(code, "persons", code=code, key=person, **{**whole, **cells, "person_id": person})
                if code == "DATE_UNREADABLE":
                    # Whoever refers to a person in quarantine waits there too.
                    self.add(
                        "REFERENCE_UNKNOWN",
                        "absences",
                        code="REFERENCE_UNKNOWN",
                        key=person,
                        person_id=person,
                        destination_division="440306000000",
                        from_="2024-02-20",
                    )

    def parentages(self) -> None:
        """Parents who cannot be."""
        g, pools = self.lives.genealogy, self.pools
        count = self.count("parentages")

        def parentage(planted: str, code: str, parent: int, child: int, severity: str = "HARD") -> None:
            self.add(
                planted,
                "parentages",
                code=code,
                severity=severity,
                key=str(self.ids[child]),
                parent_id=str(self.ids[parent]),
                child_id=str(self.ids[child]),
                kind="BIOLOGICAL",
            )

        with_both = pools.adults[(g.father[pools.adults] >= 0) & (g.mother[pools.adults] >= 0)]
        with_both = with_both[self.lives.upbringing.adopted[with_both] == FAR]
        plans = (
            ("PARENT_TOO_YOUNG", "SOFT", pools.one_parent, 4, 11),
            ("PARENTS_MORE_THAN_TWO", "SOFT", with_both, 18, 45),
            ("PARENT_NOT_OLDER", "HARD", pools.adults, -40, 0),
        )
        for code, severity, pool, least, most in plans:
            wanted = count
            for person in sample(self.rng, pool, pool.size).tolist():
                older = g.birth[person] - g.birth
                fits = (older > least * 366) & (older < most * 365)
                fits[[person, g.father[person], g.mother[person]]] = False
                parents = np.flatnonzero(fits)
                if parents.size and person not in self.spent:
                    self.spent.add(person)
                    parentage(code, code, int(self.rng.choice(parents)), person, severity)
                    wanted -= 1
                if not wanted:
                    break
        for person in self.people(pools.adults, count):
            parentage("OWN_PARENT", "OWN_PARENT", person, person)
        with_mother = pools.adults[g.mother[pools.adults] >= 0]
        for person in self.people(with_mother, count):
            # Her child becomes a mother's parent: since birth dates are always there, its age gives the cycle away.
            parentage("PARENTAGE_CYCLE", "PARENT_NOT_OLDER", person, int(g.mother[person]))

    def repeated(self) -> None:
        """The same key twice in a file: with another content, and word for word."""
        changes = (
            ("visits", "outcome", "CONCERN;WELL"),
            ("absences", "last_contact", ""),
            ("household_members", "relation_to_head", "99"),
        )
        for file, header, text in changes:
            for row in list(self.rows(file, lambda cells, header=header: bool(cells[header]))):
                cells = self.tables[file].row(row)
                again = self.tables[file].add(**{**cells, header: text})
                self.ledger.note("KEY_REPEATED", file, again, cells["record_id"], severity="HARD", code="KEY_REPEATED")
        for person in self.people(self.pools.adults, self.count("persons")):
            self.used["persons"].add(person)
            cells = self.tables["persons"].row(person)
            again = self.tables["persons"].add(**{**cells, "ethnicity": "56"})
            self.ledger.note(
                "KEY_REPEATED",
                "persons",
                again,
                cells["record_id"],
                key=cells["person_id"],
                severity="HARD",
                code="KEY_REPEATED",
            )
        for row in list(self.rows("visits")):
            cells = self.tables["visits"].row(row)
            again = self.tables["visits"].add(**cells)
            self.ledger.note("ROW_REPEATED", "visits", again, cells["record_id"], severity="HARMLESS")

    def numbers_and_places(self) -> None:
        """Identity numbers that cannot be right, and divisions that do not exist."""
        g = self.lives.genealogy
        count = self.count("persons")
        for person in self.people(self.pools.adults, count):
            number = self.tables["persons"].row(person)["id_number"]
            wrong = number[:17] + "10X98765432"[("10X98765432".index(number[17]) + 3) % 11]
            self.soft_person("ID_NUMBER_INVALID", person, id_number=wrong)
        others = np.array(self.people(self.pools.adults, count), dtype=np.int64)
        # Half with another date, half with the other sex.
        half = np.arange(others.size) % 2 == 0
        date, sex = g.birth[others] + np.where(half, 366, 0), np.where(half, g.sex[others], 3 - g.sex[others])
        numbers = identity_numbers(np.full(others.size, _AREA), date, sex)
        for person, number in zip(others.tolist(), numbers.tolist(), strict=True):
            self.soft_person("ID_NUMBER_DISAGREES", person, id_number=number)
        for person in self.people(self.pools.adults, count):
            self.soft_person("DIVISION_UNKNOWN", person, residence_division=_NOWHERE)

    def soft_person(self, code: str, person: int, **cells: str) -> None:
        """A person's row with a finding."""
        self.used["persons"].add(person)
        self.edit(code, "persons", person, severity="SOFT", code=code, key=str(self.ids[person]), **cells)

    def after_death(self) -> None:
        """The dead leave for work, marry, and go to school."""
        g, today = self.lives.genealogy, self.lives.today
        single = self.pools.adults[g.spouses()[self.pools.adults] < 0]

        def act(file: str, person: int, **cells: str) -> None:
            day = int(between(self.rng, int(g.death[person]) + 40, today - 20, 1)[0])
            key = str(self.ids[person])
            self.add(
                "ACT_AFTER_DEATH",
                file,
                severity="SOFT",
                code="ACT_AFTER_DEATH",
                key=key,
                from_=iso(np.array([day]))[0],
                **cells,
            )

        for person in self.people(self.pools.dead, self.count("absences")):
            act("absences", person, person_id=str(self.ids[person]), destination_division="330782000000", reason="WORK")
        dead = self.people(self.pools.dead, 2)
        for person, spouse in zip(dead, self.people(single, len(dead)), strict=False):
            act("marriages", person, person_id=str(self.ids[person]), spouse_id=str(self.ids[spouse]))
        school = str(self.lives.schooling.schools.ids[-1])
        for person in self.people(self.pools.dead, 2):
            act(
                "enrolments",
                person,
                person_id=str(self.ids[person]),
                school_id=school,
                stage="HIGHER",
                status="ENROLLED",
            )

    def overlaps(self) -> None:
        """Two schools at a time, and two homes."""
        lives, today = self.lives, self.lives.today
        count = self.count("enrolments")
        pupils = np.flatnonzero(lives.schooling.school_of >= 0)
        pupils = pupils[lives.schooling.school_of[pupils] != 0]
        stage = lives.schooling.schools.stage
        for person in self.people(pupils, count):
            self.add(
                "ENROLMENTS_OVERLAP",
                "enrolments",
                severity="SOFT",
                code="ENROLMENTS_OVERLAP",
                key=str(self.ids[person]),
                person_id=str(self.ids[person]),
                school_id=str(lives.schooling.schools.ids[0]),
                stage=STAGES[stage[lives.schooling.school_of[person]]],
                status="ENROLLED",
                from_=date_of(today - 15).isoformat(),
                source="EDUCATION",
            )
        homes = lives.households
        settled = self.pools.adults[homes.home[self.pools.adults] >= 0]
        for person in self.people(settled, self.count("household_members")):
            other = (int(homes.home[person]) + 1) % homes.head.size
            self.add(
                "HOUSEHOLDS_OVERLAP",
                "household_members",
                severity="SOFT",
                code="HOUSEHOLDS_OVERLAP",
                key=str(self.ids[person]),
                household_id=household_id(other),
                person_id=str(self.ids[person]),
                relation_to_head="97",
                from_=date_of(today - 300).isoformat(),
            )

    def young_guardians(self) -> None:
        """Guardians who are children themselves."""
        g, today = self.lives.genealogy, self.lives.today
        small = np.flatnonzero((g.death == FAR) & (g.birth > today - 10 * 365) & (g.birth < today - 400))
        for guardian, child in zip(self.people(self.pools.minors, 3), self.people(small, 3), strict=False):
            self.add(
                "GUARDIAN_MINOR",
                "guardianships",
                severity="SOFT",
                code="GUARDIAN_MINOR",
                key=str(self.ids[guardian]),
                guardian_id=str(self.ids[guardian]),
                child_id=str(self.ids[child]),
                basis="AGREEMENT",
                from_=date_of(today - 25).isoformat(),
                source="CIVIL_AFFAIRS",
            )

    def withdrawn(self) -> None:
        """Facts about ordinary parents that the source took back: whoever believes them finds too many cases."""
        g, up, today = self.lives.genealogy, self.lives.upbringing, self.lives.today
        parents = np.unique(up.mother[(g.death == FAR) & (ages(g.birth, today) < 16) & (up.mother >= 0)])
        parents = parents[(g.death[parents] == FAR) & (self.lives.migration.away[parents] == FAR)]
        parents = parents[self.lives.hardship.gone[parents] == FAR]
        for place, person in enumerate(self.people(parents, max(4, self.count("absences")))):
            file, cells = (
                ("circumstances", {"kind": "OUT_OF_CONTACT"}),
                ("absences", {"destination_division": "440307000000", "reason": "WORK"}),
            )[place % 2]
            row = self.tables[file].add(
                person_id=str(self.ids[person]),
                from_=date_of(today - 120).isoformat(),
                source="PUBLIC_SECURITY",
                recorded_at=f"{date_of(today - 100).isoformat()}T10:00:00+08:00",
                **cells,
            )
            record_id = self.tables[file].row(row)["record_id"]
            self.tables["withdrawals"].add(
                record_id=record_id, recorded_at=self.recorded, reason="对象认错", source="PUBLIC_SECURITY"
            )
            self.ledger.note("WITHDRAWN", file, row, record_id, key=str(self.ids[person]), severity="WITHDRAWN")

    def harmless(self) -> None:
        """Other ways to write a date, a byte order mark, and a column that the contract does not know."""
        for file, header in _OTHER_DATE_FORMATS:
            count = max(4, round(used("other_date_formats") * self.tables[file].size))
            for place, row in enumerate(list(self.rows(file, lambda cells, header=header: bool(cells[header]), count))):
                text = self.tables[file].row(row)[header].replace("-", "/" if place % 2 else "")
                self.edit("OTHER_DATE_FORMAT", file, row, severity="HARMLESS", **{header: text})
        self.tables["organisations"].bom = True
        self.ledger.note("BYTE_ORDER_MARK", "organisations", -1, "", severity="HARMLESS")
        self.tables["support_ties"].append_column("remark", "")
        self.ledger.note("UNKNOWN_COLUMN", "support_ties", -1, "", severity="HARMLESS", note="remark")


def _pools(lives: Lives) -> _Pools:
    g, up, today = lives.genealogy, lives.upbringing, lives.today
    age = ages(g.birth, today)
    alive = g.death == FAR
    minor = alive & (age < 18)
    touched = np.zeros(len(g), dtype=np.bool_)
    for line in (up.father, up.mother, g.father, g.mother, lives.migration.keeper):
        touched[line[minor & (line >= 0)]] = True
    for facts, name in ((lives.care.entrusted, "carer"), (lives.care.guardianships, "guardian")):
        people = facts[name][facts[name] < len(g)]
        touched[people] = True
    adults = np.flatnonzero(alive & (age >= 18) & (age < 80) & ~touched & _childless_home(lives, minor))
    one_parent = adults[((g.father[adults] < 0) | (g.mother[adults] < 0)) & (up.adopted[adults] == FAR)]
    grown = birthdays(g.birth, 18)
    dead = np.flatnonzero((g.death < today - 400) & (g.death > today - 20 * 365) & (grown < g.death))
    facts = lives.hardship.circumstances
    working = facts["person"][facts["kind"] == CIRCUMSTANCES.index("SELF_SUPPORTING")]
    minors = np.setdiff1d(np.flatnonzero(minor & (age >= 15)), working)
    return _Pools(adults=adults, one_parent=one_parent, dead=dead, minors=minors)


def _childless_home(lives: Lives, minor: Bools) -> Bools:
    """Whether no child lives in the household of each person."""
    homes = lives.households
    with_child = np.zeros(homes.head.size + 1, dtype=np.bool_)
    with_child[homes.home[minor & (homes.home >= 0)]] = True
    return ~with_child[homes.home]


def plant(tables: dict[str, Table], lives: Lives, seed: int, recorded: str, ledger: Ledger) -> None:
    """Plants every kind of defect and harmless variety.

    Args:
        recorded: time of recording of the rows that are added.
    """
    dirt = _Dirt(tables, lives, seed, recorded, ledger)
    kinds: Iterable[Callable[[], None]] = (
        dirt.cells,
        dirt.date_order,
        dirt.strange_persons,
        dirt.parentages,
        dirt.repeated,
        dirt.numbers_and_places,
        dirt.after_death,
        dirt.overlaps,
        dirt.young_guardians,
        dirt.withdrawn,
        dirt.harmless,
    )
    for plant_kind in kinds:
        plant_kind()
