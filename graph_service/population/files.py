"""The feed files of the county: which column says what, which department says it, and when it was recorded."""

import numpy as np

from graph_service.population.care import BASES, PLACEMENTS
from graph_service.population.days import FAR, Ints, Texts, ages, iso, new_year, years_of
from graph_service.population.divisions import COUNTY, NEIGHBOURS
from graph_service.population.genealogy import ETHNICITY_CODES
from graph_service.population.hardship import KINDS as CIRCUMSTANCES
from graph_service.population.hardship import REVOCATIONS
from graph_service.population.households import RELATIONS
from graph_service.population.identity import household_id, identity_numbers, person_id, phone_numbers
from graph_service.population.lives import Lives
from graph_service.population.migration import REASONS
from graph_service.population.names import full_names
from graph_service.population.organisations import INSTITUTION
from graph_service.population.rates import used
from graph_service.population.schools import JUNIOR, PRESCHOOL, STAGES, STATUSES
from graph_service.population.streams import Random, chance, stream
from graph_service.population.tables import (
    PREFIX,
    SOURCES,
    Column,
    Dates,
    Flags,
    Numbers,
    Plain,
    Serials,
    Table,
    Words,
    stamp,
)
from graph_service.population.upbringing import ADOPTIVE
from graph_service.population.upbringing import KINDS as PARENTAGES
from graph_service.population.welfare import LINES, OUTCOMES, PROGRAMMES, ROLES, TIES

_SOURCE = {name: index for index, name in enumerate(SOURCES)}
_SOURCE_OF_CIRCUMSTANCE = {
    "IMPRISONED": "JUSTICE",
    "DECLARED_MISSING": "COURT",
    "NO_CAPACITY": "COURT",
    "LIMITED_CAPACITY": "COURT",
    "SERIOUS_ILLNESS": "HEALTH",
    "MENTAL_DISORDER": "HEALTH",
    "NEGLECT": "CIVIL_AFFAIRS",
    "ABUSE": "CIVIL_AFFAIRS",
    "ABANDONMENT": "CIVIL_AFFAIRS",
    "REFUSES_DUTY": "CIVIL_AFFAIRS",
    "SELF_SUPPORTING": "CIVIL_AFFAIRS",
    "EMERGENCY": "CIVIL_AFFAIRS",
    "HOMELESS": "CIVIL_AFFAIRS",
}
_SOURCE_OF_PROGRAMME = {
    "DISABILITY_LIVING_SUBSIDY": "DISABLED_PERSONS_FEDERATION",
    "DISABILITY_CARE_SUBSIDY": "DISABLED_PERSONS_FEDERATION",
    "ASSISTIVE_DEVICE_RENTAL": "DISABLED_PERSONS_FEDERATION",
    "MENTAL_HEALTH_REHABILITATION": "HEALTH",
}


class _Writer:
    """Turns what was simulated into tables; each method makes the tables of one subject."""

    def __init__(self, lives: Lives, seed: int, deadline: int) -> None:
        self.lives, self.seed, self.deadline = lives, seed, deadline
        self.tables: dict[str, Table] = {}
        self.persons: Texts = np.array(list(map(person_id, range(len(lives.genealogy)))), dtype=object)
        self.homes: Texts = np.array(list(map(household_id, range(lives.households.head.size))), dtype=object)
        self.organisations = lives.organisations.ids
        self.schools = lives.schooling.schools.ids
        self.places: Texts = np.concatenate([lives.county.units, lives.county.places])

    def stream(self, name: str) -> Random:
        """The random stream of one file."""
        return stream(self.seed, f"file {name}")

    def table(self, feed: str, event: Ints, source: str | Ints, /, **columns: Column) -> None:
        """Makes a table.

        Args:
            event: day of the latest thing that each row tells.
            source: department, one for all rows or one each (index into SOURCES).
            columns: by header; `from_` stands for `from`.
        """
        sources = np.full(event.size, _SOURCE[source]) if isinstance(source, str) else source
        provenance = {
            "source": Words(SOURCES, sources),
            "recorded_at": stamp(self.stream(feed), event, sources, self.deadline),
            "record_id": Serials(PREFIX[feed]),
        }
        headed = {header.rstrip("_"): column for header, column in columns.items()}
        self.tables[feed] = Table(feed, {**headed, **provenance}, event.size)

    def latest(self, *days: Ints) -> Ints:
        """The latest of several days, those in the future left out."""
        return np.max([np.where(day <= self.lives.today, day, -FAR) for day in days], axis=0)

    def person(self, rows: Ints) -> Words:
        return Words(self.persons, rows)

    def divisions(self) -> None:
        code, name, level = (np.array(column, dtype=object) for column in zip(*self.lives.county.rows, strict=True))
        event = np.full(code.size, new_year(2010))
        self.table("divisions", event, "STATISTICS", code=Plain(code), name=Plain(name), level=Plain(level))

    def people(self) -> None:
        lives, g, m = self.lives, self.lives.genealogy, self.lives.migration
        rng, size, today = self.stream("people"), len(g), self.lives.today
        age = ages(g.birth, today)
        alive = g.death == FAR
        registered = ~(alive & (age < 18) & chance(rng, size, used("unregistered")))
        area = np.array([int(COUNTY), *(int(code) for code, _ in NEIGHBOURS)])
        born_in = area[np.where(g.outsider, rng.integers(1, len(area), size), 0)]
        numbers = identity_numbers(born_in, g.birth, g.sex)
        numbers[(g.death < new_year(1986)) | ~registered] = ""
        phones = phone_numbers(rng, size)
        phones[~alive | (age < 18) | chance(rng, size, 0.15)] = ""
        residence = np.where(alive & ~chance(rng, size, used("residence_missing")), lives.seat, -1)
        places = np.append(self.places, lives.organisations.division[INSTITUTION])
        stays = lives.care.placements
        housed = stays["person"][stays["kind"] <= 1]
        residence[housed] = len(self.places)
        self.table(
            "persons",
            self.latest(g.birth, g.death, m.away),
            "PUBLIC_SECURITY",
            person_id=Plain(self.persons),
            name=Plain(full_names(rng, g.surname, g.sex, g.birth)),
            sex=Numbers(g.sex),
            birth_date=Dates(g.birth),
            death_date=Dates(g.death),
            id_number=Plain(numbers),
            ethnicity=Words(ETHNICITY_CODES, g.ethnicity),
            registration_division=Words(lives.county.units, np.where(registered, g.unit, -1)),
            registration_type=Words(("URBAN", "RURAL"), np.where(registered, g.rural, -1)),
            residence_division=Words(places, residence),
            phone=Plain(phones),
        )

    def homes_and_members(self) -> None:
        lives, homes = self.lives, self.lives.households
        rng, members = self.stream("homes"), homes.members
        founded = lives.genealogy.birth[homes.head] + 22 * 365
        place = np.where(homes.place >= 0, lives.units + homes.place, homes.unit)
        known = ~chance(rng, homes.head.size, 0.2)
        self.table(
            "households",
            self.latest(founded),
            "PUBLIC_SECURITY",
            household_id=Plain(self.homes),
            division=Words(self.places, place),
            head_id=self.person(homes.head),
            monthly_income_per_head=Numbers(np.where(known, homes.income, FAR)),
            property_ok=Flags(homes.property_ok),
        )
        birth = lives.genealogy.birth[members["person"]]
        self.table(
            "household_members",
            self.latest(birth, members["start"], members["end"]),
            "PUBLIC_SECURITY",
            household_id=Words(self.homes, members["household"]),
            person_id=self.person(members["person"]),
            relation_to_head=Words(RELATIONS, members["relation"]),
            from_=Dates(members["start"]),
            to=Dates(members["end"]),
        )

    def kinship(self) -> None:
        g, facts = self.lives.genealogy, self.lives.parentages
        birth = g.birth[facts["child"]]
        since_birth = np.where(birth >= new_year(2007), _SOURCE["HEALTH"], _SOURCE["PUBLIC_SECURITY"])
        self.table(
            "parentages",
            self.latest(birth, facts["start"], facts["end"]),
            np.where(facts["kind"] >= ADOPTIVE, _SOURCE["CIVIL_AFFAIRS"], since_birth),
            parent_id=self.person(facts["parent"]),
            child_id=self.person(facts["child"]),
            kind=Words(PARENTAGES, facts["kind"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
        )
        self.table(
            "marriages",
            self.latest(g.start, g.end),
            "CIVIL_AFFAIRS",
            person_id=self.person(g.husband),
            spouse_id=self.person(g.wife),
            from_=Dates(g.start),
            to=Dates(g.end),
        )

    def responsibility(self) -> None:
        care, hard = self.lives.care, self.lives.hardship
        facts = care.guardianships
        by_court = facts["basis"] == BASES.index("COURT")
        self.table(
            "guardianships",
            self.latest(facts["start"], facts["end"]),
            np.where(by_court, _SOURCE["COURT"], _SOURCE["CIVIL_AFFAIRS"]),
            guardian_id=Words(np.concatenate([self.persons, self.organisations]), facts["guardian"]),
            child_id=self.person(facts["child"]),
            basis=Words(BASES, facts["basis"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            document_no=self.documents("青民监", facts["start"], 0.8),
        )
        facts = hard.revocations
        self.table(
            "revocations",
            self.latest(facts["start"], facts["end"]),
            "COURT",
            guardian_id=self.person(facts["guardian"]),
            child_id=self.person(facts["child"]),
            kind=Words(REVOCATIONS, facts["kind"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            document_no=self.documents("青法民特", facts["start"], 1.0),
        )
        facts = care.entrusted
        self.table(
            "entrusted_care",
            self.latest(facts["start"], facts["end"]),
            "CIVIL_AFFAIRS",
            carer_id=self.person(facts["carer"]),
            child_id=self.person(facts["child"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            written_agreement=Flags(facts["written"] > 0),
            school_notified=Flags(facts["school"] > 0),
            village_notified=Flags(facts["village"] > 0),
        )
        facts = care.placements
        self.table(
            "placements",
            self.latest(facts["start"], facts["end"]),
            "CIVIL_AFFAIRS",
            person_id=self.person(facts["person"]),
            organisation_id=Words(self.organisations, facts["organisation"]),
            kind=Words(PLACEMENTS, facts["kind"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
        )

    def documents(self, office: str, day: Ints, share: float) -> Plain:
        """Numbers of official papers, such as 青民监〔2025〕7号; the rest was never filed."""
        filed = chance(self.stream(office), day.size, share)
        years = years_of(np.minimum(day, self.lives.today))
        rows = zip(years.tolist(), filed.tolist(), strict=True)
        return Plain(
            np.array(
                [f"{office}〔{year}〕{n}号" if has else "" for n, (year, has) in enumerate(rows, 1)] or [], dtype=object
            )
        )

    def hardships(self) -> None:
        hard = self.lives.hardship
        facts = hard.circumstances
        source = np.array([_SOURCE[_SOURCE_OF_CIRCUMSTANCE.get(kind, "PUBLIC_SECURITY")] for kind in CIRCUMSTANCES])
        self.table(
            "circumstances",
            self.latest(facts["start"], facts["end"]),
            source[facts["kind"]],
            person_id=self.person(facts["person"]),
            kind=Words(CIRCUMSTANCES, facts["kind"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            toward_child_id=self.person(facts["toward"]),
            term_months=Numbers(facts["term"]),
        )
        facts = hard.disabilities
        certificates = np.array([f"DC{number:07d}" for number in range(1, len(facts) + 1)], dtype=object)
        self.table(
            "disabilities",
            self.latest(facts["start"], facts["end"]),
            "DISABLED_PERSONS_FEDERATION",
            person_id=self.person(facts["person"]),
            type=Numbers(facts["type"]),
            grade=Numbers(facts["grade"]),
            certificate_no=Plain(certificates),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
        )

    def absences(self) -> None:
        county, facts = self.lives.county, self.lives.migration.spells
        # Places inside the county are counted down from -2: towns by number.
        destinations = np.concatenate([county.places, county.towns])
        place = np.where(facts["place"] >= 0, facts["place"], len(county.places) - 2 - facts["place"])
        self.table(
            "absences",
            self.latest(facts["start"], facts["end"], facts["contact"]),
            "HUMAN_RESOURCES",
            person_id=self.person(facts["person"]),
            destination_division=Words(destinations, place),
            reason=Words(REASONS, facts["reason"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            last_contact=Dates(facts["contact"]),
        )

    def schooling(self) -> None:
        schools, facts = self.lives.schooling.schools, self.lives.schooling.enrolments
        stages = np.array(STAGES, dtype=object)[schools.stage]
        stages[schools.nine_year] = f"{STAGES[JUNIOR - 1]};{STAGES[JUNIOR]}"
        self.table(
            "schools",
            np.full(len(schools), new_year(2012)),
            "EDUCATION",
            school_id=Plain(self.schools),
            name=Plain(schools.name),
            division=Plain(schools.division),
            stages=Plain(stages),
            boarding=Flags(schools.boarding & (schools.stage > PRESCHOOL)),
        )
        self.table(
            "enrolments",
            self.latest(facts["start"], facts["end"]),
            "EDUCATION",
            person_id=self.person(facts["person"]),
            school_id=Words(self.schools, facts["school"]),
            stage=Words(STAGES, facts["stage"]),
            grade=Numbers(facts["grade"]),
            status=Words(STATUSES, facts["status"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            boarder=Flags(facts["boarder"] > 0),
        )
        facts = self.lives.schooling.attendance
        months: Texts = np.array([text[:7] for text in iso(facts["month"]).tolist()], dtype=object)
        self.table(
            "attendance",
            facts["month"] + 30,
            "EDUCATION",
            person_id=self.person(facts["person"]),
            school_id=Words(self.schools, facts["school"]),
            month=Plain(months),
            days_absent=Numbers(facts["absent"]),
            school_days=Numbers(facts["school_days"]),
        )

    def welfare(self) -> None:
        welfare, bodies = self.lives.welfare, self.lives.organisations
        self.table(
            "organisations",
            self.latest(bodies.start, bodies.end),
            "CIVIL_AFFAIRS",
            organisation_id=Plain(self.organisations),
            name=Plain(bodies.name),
            kind=Plain(bodies.kind),
            division=Plain(bodies.division),
            capacity=Numbers(bodies.capacity),
            from_=Dates(bodies.start),
            to=Dates(bodies.end),
        )
        workers = welfare.workers
        self.table(
            "workers",
            np.full(len(workers), new_year(2019)),
            "CIVIL_AFFAIRS",
            worker_id=Plain(workers.ids),
            name=Plain(workers.name),
            role=Words(ROLES, workers.role),
            division=Plain(workers.division),
            school_id=Words(self.schools, workers.school),
        )
        facts = welfare.benefits
        source = np.array([_SOURCE[_SOURCE_OF_PROGRAMME.get(name, "CIVIL_AFFAIRS")] for name in PROGRAMMES])
        self.table(
            "benefits",
            self.latest(facts["start"], facts["end"]),
            source[facts["programme"]],
            person_id=self.person(facts["person"]),
            household_id=Words(self.homes, facts["household"]),
            programme=Words(PROGRAMMES, facts["programme"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
            monthly_amount=Numbers(facts["amount"]),
        )
        nothing = Plain(np.full(len(welfare.services), "", dtype=object))
        self.table(
            "services",
            welfare.services["date"],
            "CIVIL_AFFAIRS",
            person_id=self.person(welfare.services["person"]),
            organisation_id=Words(self.organisations, welfare.services["organisation"]),
            line=Words(LINES, welfare.services["line"]),
            date=Dates(welfare.services["date"]),
            note=nothing,
        )
        facts = welfare.ties
        self.table(
            "support_ties",
            self.latest(facts["start"], facts["end"]),
            "CIVIL_AFFAIRS",
            person_id=self.person(facts["person"]),
            supporter_id=self.person(facts["supporter"]),
            kind=Words(TIES, facts["kind"]),
            strength=Numbers(facts["strength"]),
            from_=Dates(facts["start"]),
            to=Dates(facts["end"]),
        )
        facts = welfare.visits
        self.table(
            "visits",
            facts["date"],
            "CIVIL_AFFAIRS",
            worker_id=Words(workers.ids, facts["worker"]),
            person_id=self.person(facts["person"]),
            date=Dates(facts["date"]),
            outcome=Words(OUTCOMES, facts["outcome"]),
            note=Plain(np.full(len(facts), "", dtype=object)),
        )

    def withdrawals(self) -> None:
        nothing = np.zeros(0, dtype=np.int64)
        empty = Plain(np.zeros(0, dtype=object))
        recorded = stamp(self.stream("withdrawals"), nothing, nothing, self.deadline)
        columns: dict[str, Column] = {"record_id": empty, "recorded_at": recorded, "reason": empty, "source": empty}
        self.tables["withdrawals"] = Table("withdrawals", columns, 0)


def tabulate(lives: Lives, seed: int, deadline: int) -> dict[str, Table]:
    """Every feed file of the county, by name.

    Args:
        deadline: last day on which anything is recorded.
    """
    writer = _Writer(lives, seed, deadline)
    writer.divisions()
    writer.people()
    writer.homes_and_members()
    writer.kinship()
    writer.responsibility()
    writer.hardships()
    writer.absences()
    writer.schooling()
    writer.welfare()
    writer.withdrawals()
    return {name: writer.tables[name] for name in PREFIX}
