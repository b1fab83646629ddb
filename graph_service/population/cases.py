"""Families made by hand, so that every grade, every state and every boundary occurs in the smallest county."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from graph_service.population.days import YEAR, day_of
from graph_service.population.identity import household_id, identity_numbers, person_id
from graph_service.population.ledger import Ledger
from graph_service.population.lives import Lives
from graph_service.population.names import draw_surnames, full_names
from graph_service.population.organisations import BUREAU, CLOSED_INSTITUTION, INSTITUTION
from graph_service.population.streams import stream
from graph_service.population.tables import Table

_AREA = 990124  # an unassigned area code of its own, so that no serial is given twice
_SHENZHEN, _DONGGUAN = "440306000000", "441900000000"
_OTHER_TOWN = "other town"
_ORGANISATIONS = {"bureau": BUREAU, "institution": INSTITUTION, "closed": CLOSED_INSTITUTION}
_LONG_AGO = 500
_PATERNAL = ("child", "father", "grandfather", "uncle", "brother", "sister")
_SOURCES = {
    "absences": "HUMAN_RESOURCES",
    "circumstances": "PUBLIC_SECURITY",
    "disabilities": "DISABLED_PERSONS_FEDERATION",
    "revocations": "COURT",
}


class Family:
    """A family of two parents and a child who live together, until something happens; everybody is known by a role.

    Args:
        name: of the case.
        grade: expected grade of the child on `as_of`.
        states: expected kind and state of everybody responsible, such as `PARENT:ABLE PARENT:AWAY`.
        as_of: the day that all other days are counted back from.
        age: of the child.
        parents: roles of the recorded biological parents.
    """

    def __init__(
        self,
        name: str,
        grade: str,
        states: str,
        as_of: date,
        *,
        age: int = 9,
        parents: tuple[str, ...] = ("father", "mother"),
    ) -> None:
        self.name, self.grade, self.states, self.as_of = name, grade, states, as_of
        self.people: dict[str, dict[str, str]] = {}
        self.facts: list[tuple[str, dict[str, str]]] = []
        self.withdrawn: list[int] = []
        self.home: dict[str, tuple[date, str]] = {}
        self.person("child", age, sex=1 + len(name) % 2)
        for role in parents:
            self.person(role, 37, sex=1 if role == "father" else 2)
            self.parent(role)
        if len(parents) == 2:
            self.fact("marriages", person_id="father", spouse_id="mother", from_=self.ago(365 * (age + 2)))

    def ago(self, days: int) -> str:
        """ISO date so many days before `as_of`; negative numbers lie after it."""
        return _ago(self.as_of, days)

    def person(self, role: str, age: int, *, sex: int = 2, at_home: bool = True) -> "Family":
        """Somebody of an age, living with the child unless said otherwise."""
        offset = 20 + (len(self.name) * 7 + len(role) * 31) % 250
        birth = self.as_of - timedelta(days=round(age * YEAR) + offset)
        self.people[role] = {"birth_date": birth.isoformat(), "sex": str(sex)}
        if at_home:
            self.home[role] = (max(birth, date(2005, 3, 1)), "")
        return self

    def fact(self, feed: str, **cells: str) -> "Family":
        """A row of a feed; people and organisations are named by their role."""
        self.facts.append((feed, cells))
        return self

    def parent(
        self, role: str, kind: str = "BIOLOGICAL", from_: str = "", to: str = "", child: str = "child"
    ) -> "Family":
        """A parentage; a biological one holds since birth."""
        return self.fact("parentages", parent_id=role, child_id=child, kind=kind, from_=from_, to=to)

    def leaves_home(self, role: str, days: int) -> "Family":
        """Somebody no longer lives with the child."""
        if role in self.home:
            self.home[role] = (self.home[role][0], self.ago(days))
        return self

    def dies(self, *roles: str, days: int = _LONG_AGO) -> "Family":
        """Somebody died so many days ago; a marriage ends with it."""
        for role in roles:
            self.people[role]["death_date"] = self.ago(days)
            self.leaves_home(role, days)
        for feed, cells in self.facts:
            if feed == "marriages" and {cells["person_id"], cells["spouse_id"]} & set(roles):
                cells.setdefault("to", self.ago(days))
        return self

    def befalls(
        self, role: str, kind: str, *, days: int = 300, to: str = "", toward: str = "", at_home: bool = False
    ) -> "Family":
        """A circumstance since so many days."""
        term = {"IMPRISONED": "36"}.get(kind, "")
        self.fact(
            "circumstances",
            person_id=role,
            kind=kind,
            from_=self.ago(days),
            to=to,
            toward_child_id=toward,
            term_months=term,
        )
        return self if at_home or to else self.leaves_home(role, days)

    def away(
        self, *roles: str, place: str = _SHENZHEN, days: int = 400, to: str = "", at_home: bool = False
    ) -> "Family":
        """An absence for work since so many days; those who are away live elsewhere."""
        for role in roles:
            self.fact(
                "absences",
                person_id=role,
                destination_division=place,
                reason="WORK",
                from_=self.ago(days),
                to=to,
                last_contact=to or self.ago(12),
            )
            if not at_home and not to:
                self.leaves_home(role, days)
        return self

    def disabled(self, role: str, kind: int, grade: int) -> "Family":
        """A certificate of disability."""
        return self.fact("disabilities", person_id=role, type=str(kind), grade=str(grade), from_=self.ago(900))

    def revoked(self, role: str, kind: str = "REVOKED", *, days: int = 250, to: str = "") -> "Family":
        """A court revokes or suspends somebody's guardianship of the child."""
        return self.fact("revocations", guardian_id=role, child_id="child", kind=kind, from_=self.ago(days), to=to)

    def guardian(self, role: str, basis: str, *, days: int = 200, to: str = "") -> "Family":
        """A guardianship."""
        return self.fact("guardianships", guardian_id=role, child_id="child", basis=basis, from_=self.ago(days), to=to)

    def entrusted(self, role: str, *, days: int = 380, to: str = "", papers: str = "Y") -> "Family":
        """Entrusted care, with or without papers."""
        return self.fact(
            "entrusted_care",
            carer_id=role,
            child_id="child",
            from_=self.ago(days),
            to=to,
            written_agreement=papers,
            school_notified=papers,
            village_notified=papers,
        )

    def withdraw_last(self) -> "Family":
        """The source takes the last fact back."""
        self.withdrawn.append(len(self.facts) - 1)
        return self


def _ago(day: date, days: int) -> str:
    return (day - timedelta(days=days)).isoformat()


def families(as_of: date) -> list[Family]:
    """Every case, as of one day."""
    return [*_at_home_and_away(as_of), *_incapable(as_of), *_harm_and_courts(as_of), *_guardians(as_of), *_time(as_of)]


def _at_home_and_away(d: date) -> Iterator[Family]:
    both_away = "PARENT:AWAY PARENT:AWAY"
    yield Family("both_at_home", "EFFECTIVE", "PARENT:ABLE PARENT:ABLE", d)
    yield Family("both_away_nobody", "ABSENT", both_away, d).away("father", "mother")
    yield (
        Family("both_away_grandmother_without_record", "ABSENT", both_away, d)
        .person("grandmother", 63)
        .away("father", "mother")
    )
    yield (
        Family("both_away_entrusted", "ENTRUSTED", f"CARER:ABLE {both_away}", d)
        .person("grandmother", 63)
        .away("father", "mother")
        .entrusted("grandmother")
    )
    yield (
        Family("both_away_entrusted_without_papers", "ENTRUSTED", f"CARER:ABLE {both_away}", d)
        .person("grandfather", 71, sex=1)
        .away("father", "mother", place=_DONGGUAN)
        .entrusted("grandfather", papers="N")
    )
    yield (
        Family("both_away_carer_barred", "ABSENT", f"CARER:BARRED {both_away}", d)
        .person("uncle", 40, sex=1)
        .away("father", "mother")
        .entrusted("uncle")
        .befalls("uncle", "BARRED_CARER", at_home=True)
    )
    yield (
        Family("both_away_carer_ill", "ABSENT", f"CARER:INCAPACITATED {both_away}", d)
        .person("grandmother", 66)
        .away("father", "mother")
        .entrusted("grandmother")
        .befalls("grandmother", "SERIOUS_ILLNESS", at_home=True)
    )
    yield (
        Family("both_away_carer_away", "ABSENT", f"CARER:AWAY {both_away}", d)
        .person("aunt", 33)
        .away("father", "mother")
        .entrusted("aunt")
        .away("aunt", place=_DONGGUAN, days=90)
    )
    yield (
        Family("away_but_same_household", "EFFECTIVE", "PARENT:ABLE PARENT:AWAY", d)
        .away("father")
        .away("mother", at_home=True)
    )
    yield (
        Family("away_inside_the_county", "EFFECTIVE", "PARENT:ABLE PARENT:AWAY", d)
        .away("father")
        .away("mother", place=_OTHER_TOWN)
    )
    yield Family("father_away_mother_at_home", "EFFECTIVE", "PARENT:ABLE PARENT:AWAY", d).away("father")
    yield (
        Family("father_away_mother_disabled", "ABSENT", "PARENT:AWAY PARENT:INCAPACITATED", d)
        .away("father")
        .disabled("mother", 4, 1)
    )
    unknown = Family("residence_unknown_any_absence_counts", "ABSENT", both_away, d).away(
        "father", "mother", place=_OTHER_TOWN
    )
    unknown.people["child"] |= {"registration_division": "", "residence_division": "", "id_number": ""}
    yield unknown
    migrant = Family("child_lives_where_parents_work", "EFFECTIVE", "PARENT:ABLE PARENT:ABLE", d).away(
        "father", "mother"
    )
    for role in ("child", "father", "mother"):
        migrant.people[role]["residence_division"] = _SHENZHEN
    yield migrant


def _incapable(d: date) -> Iterator[Family]:
    yield Family("both_dead", "NONE", "PARENT:DECEASED PARENT:DECEASED", d).dies("father").dies("mother", days=320)
    yield (
        Family("father_dead_mother_out_of_contact", "NONE", "CARER:ABLE PARENT:DECEASED PARENT:OUT_OF_CONTACT", d)
        .dies("father")
        .befalls("mother", "OUT_OF_CONTACT")
        .person("grandmother", 64)
        .entrusted("grandmother", days=250)
    )
    yield (
        Family("father_declared_missing_mother_dead", "NONE", "PARENT:DECEASED PARENT:DECLARED_MISSING", d)
        .befalls("father", "DECLARED_MISSING")
        .dies("mother")
    )
    yield (
        Family("father_imprisoned_mother_in_rehabilitation", "NONE", "PARENT:DETAINED PARENT:DETAINED", d)
        .befalls("father", "IMPRISONED")
        .befalls("mother", "COMPULSORY_REHABILITATION")
    )
    yield (
        Family("father_detained_mother_deported", "NONE", "PARENT:DEPORTED PARENT:DETAINED", d)
        .befalls("father", "OTHER_DETENTION")
        .befalls("mother", "DEPORTED")
    )
    yield (
        Family("both_without_capacity", "NONE", "PARENT:INCAPACITATED PARENT:INCAPACITATED", d)
        .befalls("father", "NO_CAPACITY", at_home=True)
        .befalls("mother", "LIMITED_CAPACITY", at_home=True)
    )
    yield (
        Family("both_severely_disabled", "NONE", "PARENT:INCAPACITATED PARENT:INCAPACITATED", d, age=11)
        .disabled("father", 4, 2)
        .disabled("mother", 5, 3)
    )
    yield (
        Family("multiple_disability_grade_3", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .disabled("mother", 7, 3)
        .dies("father")
    )
    yield (
        Family("physical_disability_grade_3", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .disabled("mother", 4, 3)
        .dies("father")
    )
    yield (
        Family("troubled_but_able", "EFFECTIVE", "PARENT:ABLE PARENT:ABLE", d)
        .befalls("father", "MENTAL_DISORDER", at_home=True)
        .befalls("mother", "EMERGENCY", days=40, to=(d - timedelta(days=12)).isoformat())
        .befalls("mother", "HOMELESS", days=11, at_home=True)
    )
    yield (
        Family("mother_is_a_minor", "NONE", "PARENT:MINOR", d, age=0, parents=()).person("mother", 17).parent("mother")
    )
    yield (
        Family("mother_is_a_self_supporting_minor", "EFFECTIVE", "PARENT:ABLE", d, age=0, parents=())
        .person("mother", 17)
        .parent("mother")
        .befalls("mother", "SELF_SUPPORTING", days=60, at_home=True)
    )
    yield (
        Family("self_supporting_at_17", "NOT_REQUIRED", "PARENT:DECEASED PARENT:DECEASED", d, age=17)
        .dies("father", "mother")
        .befalls("child", "SELF_SUPPORTING", days=60, at_home=True)
    )
    yield (
        Family("self_supporting_too_young", "NONE", "PARENT:DECEASED PARENT:DECEASED", d, age=14)
        .dies("father", "mother")
        .befalls("child", "SELF_SUPPORTING", days=60, at_home=True)
    )


def _harm_and_courts(d: date) -> Iterator[Family]:
    yield (
        Family("neglect_and_abuse", "NONE", "PARENT:NEGLECTING PARENT:NEGLECTING", d)
        .befalls("father", "NEGLECT", toward="child", at_home=True)
        .befalls("mother", "ABUSE", at_home=True)
    )
    yield (
        Family("abandonment_and_refusal", "NONE", "PARENT:NEGLECTING PARENT:NEGLECTING", d)
        .befalls("father", "ABANDONMENT", toward="child")
        .befalls("mother", "REFUSES_DUTY", toward="child")
    )
    yield (
        Family("neglect_of_the_brother_only", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .person("brother", 6, sex=1)
        .parent("father", child="brother")
        .parent("mother", child="brother")
        .dies("father")
        .befalls("mother", "NEGLECT", toward="brother", at_home=True)
    )
    yield (
        Family("revoked_and_suspended", "NONE", "PARENT:REVOKED PARENT:REVOKED", d)
        .revoked("father")
        .revoked("mother", "SUSPENDED")
    )
    yield (
        Family("revocation_restored", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .dies("mother")
        .revoked("father", days=450, to=(d - timedelta(days=100)).isoformat())
    )
    yield (
        Family("revoked_and_aunt_appointed", "EFFECTIVE", "GUARDIAN:ABLE PARENT:DECEASED PARENT:REVOKED", d)
        .dies("mother")
        .revoked("father")
        .leaves_home("father", 250)
        .person("aunt", 41)
        .guardian("aunt", "COURT")
    )


def _guardians(d: date) -> Iterator[Family]:
    dead = "PARENT:DECEASED PARENT:DECEASED"

    def orphan(name: str, grade: str, states: str, age: int = 10) -> Family:
        return Family(name, grade, f"{states} {dead}".strip(), d, age=age).dies("father").dies("mother", days=350)

    yield (
        orphan("grandparent_by_statute", "EFFECTIVE", "GUARDIAN:ABLE")
        .person("grandmother", 64)
        .guardian("grandmother", "STATUTORY")
    )
    yield (
        orphan("grandfather_by_testament", "EFFECTIVE", "GUARDIAN:ABLE")
        .person("grandfather", 69, sex=1)
        .guardian("grandfather", "TESTAMENT")
    )
    yield (
        orphan("uncle_by_designation", "EFFECTIVE", "GUARDIAN:ABLE")
        .person("uncle", 44, sex=1)
        .guardian("uncle", "DESIGNATION")
    )
    yield (
        orphan("sister_by_agreement", "EFFECTIVE", "GUARDIAN:ABLE").person("sister", 22).guardian("sister", "AGREEMENT")
    )
    yield orphan("committee_is_guardian", "EFFECTIVE", "GUARDIAN:ABLE").guardian("committee", "VILLAGE_COMMITTEE")
    yield (
        orphan("bureau_is_guardian", "EFFECTIVE", "GUARDIAN:ABLE", age=4)
        .guardian("bureau", "CIVIL_AFFAIRS")
        .fact("placements", person_id="child", organisation_id="institution", kind="RESIDENTIAL", from_=_ago(d, 195))
        .leaves_home("child", 195)
    )
    yield orphan("institution_closed", "NONE", "GUARDIAN:CLOSED").guardian("closed", "CIVIL_AFFAIRS", days=300)
    yield (
        orphan("placed_without_guardianship", "NONE", "", age=6)
        .fact("placements", person_id="child", organisation_id="institution", kind="RESIDENTIAL", from_=_ago(d, 200))
        .leaves_home("child", 200)
    )
    yield (
        orphan("guardian_died", "NONE", "GUARDIAN:DECEASED")
        .person("grandmother", 72)
        .guardian("grandmother", "STATUTORY")
        .dies("grandmother", days=30)
    )
    yield (
        orphan("guardianship_ended", "NONE", "")
        .person("uncle", 47, sex=1)
        .guardian("uncle", "TEMPORARY", to=_ago(d, 20))
    )
    found = Family("foundling_nobody_recorded", "UNKNOWN", "", d, age=2, parents=())
    yield found.befalls("child", "FOUNDLING", days=500, at_home=True)
    found = Family("foundling_bureau_is_guardian", "EFFECTIVE", "GUARDIAN:ABLE", d, age=3, parents=())
    yield found.befalls("child", "FOUNDLING", days=700, at_home=True).guardian("bureau", "CIVIL_AFFAIRS")
    closed = Family("parentage_closed_nobody_else", "UNKNOWN", "", d, age=5, parents=())
    yield closed.person("mother", 30, at_home=False).parent("mother", to=closed.ago(400))
    adopted = _ago(d, 1200)
    yield (
        Family("adopted", "EFFECTIVE", "PARENT:ABLE PARENT:ABLE", d, parents=())
        .person("father", 30, sex=1, at_home=False)
        .parent("father", to=adopted)
        .person("adopter", 45, sex=1)
        .person("adoptress", 44)
        .parent("adopter", "ADOPTIVE", adopted)
        .parent("adoptress", "ADOPTIVE", adopted)
    )
    yield (
        Family("adoptive_parents_dead", "NONE", "PARENT:DECEASED PARENT:DECEASED", d, parents=())
        .person("mother", 31, at_home=False)
        .parent("mother", to=adopted)
        .person("adopter", 55, sex=1)
        .person("adoptress", 54)
        .parent("adopter", "ADOPTIVE", adopted)
        .parent("adoptress", "ADOPTIVE", adopted)
        .dies("adopter", "adoptress")
    )
    yield orphan("step_mother_is_no_guardian", "NONE", "").person("step", 35).parent("step", "STEP", _ago(d, 900))
    yield (
        orphan("step_mother_with_agreement", "EFFECTIVE", "GUARDIAN:ABLE")
        .person("step", 35)
        .parent("step", "STEP", _ago(d, 900))
        .guardian("step", "AGREEMENT")
    )


def _time(d: date) -> Iterator[Family]:
    today, tomorrow = d.isoformat(), (d + timedelta(days=1)).isoformat()
    yield (
        Family("back_since_today", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .dies("father")
        .away("mother", to=today, at_home=True)
    )
    yield (
        Family("released_today", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .dies("mother")
        .befalls("father", "IMPRISONED", to=today)
    )
    yield (
        Family("admitted_today", "NONE", "PARENT:DECEASED PARENT:DETAINED", d)
        .dies("mother")
        .befalls("father", "IMPRISONED", days=0)
    )
    yield (
        Family("admitted_tomorrow", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .dies("mother")
        .befalls("father", "IMPRISONED", days=-1)
    )
    yield (
        Family("entrusted_until_today", "ABSENT", "PARENT:AWAY PARENT:AWAY", d)
        .person("grandmother", 60)
        .away("father", "mother")
        .entrusted("grandmother", to=today)
    )
    yield (
        Family("entrusted_until_tomorrow", "ENTRUSTED", "CARER:ABLE PARENT:AWAY PARENT:AWAY", d)
        .person("grandmother", 60)
        .away("father", "mother")
        .entrusted("grandmother", to=tomorrow)
    )
    yield (
        Family("bureau_for_the_time_being", "EFFECTIVE", "GUARDIAN:ABLE PARENT:DETAINED", d, parents=())
        .person("mother", 29)
        .parent("mother")
        .befalls("mother", "IMPRISONED", days=60)
        .guardian("bureau", "TEMPORARY", days=55, to=(d + timedelta(days=310)).isoformat())
    )
    yield (
        Family("out_of_contact_taken_back", "EFFECTIVE", "PARENT:ABLE PARENT:DECEASED", d)
        .dies("father")
        .befalls("mother", "OUT_OF_CONTACT", days=90, at_home=True)
        .withdraw_last()
    )


def add_cases(
    tables: dict[str, Table], cases: list[Family], lives: Lives, *, seed: int, recorded: str, ledger: Ledger
) -> None:
    """Adds the hand-made families to the tables and notes each child's expected grade in the ledger.

    Args:
        recorded: time of recording of every row.
    """
    rows = iter(_persons(cases, lives, seed))
    for index, case in enumerate(cases):
        unit, first = _unit(index, lives), len(tables["persons"])
        ids = {role: person_id(first + place) for place, role in enumerate(case.people)}
        for role, id_ in ids.items():
            cells = next(rows)
            number = tables["persons"].add(person_id=id_, recorded_at=recorded, source="PUBLIC_SECURITY", **cells)
            if role == "child":
                record_id = tables["persons"].row(number)["record_id"]
                ledger.note(
                    f"CASE {case.name}",
                    "persons",
                    number,
                    record_id,
                    key=id_,
                    severity="CASE",
                    code=case.grade,
                    note=case.states,
                )
        _add_home(tables, case, ids, str(lives.county.units[unit]), recorded)
        _add_facts(tables, case, ids, lives, unit=unit, recorded=recorded, ledger=ledger)


def _unit(index: int, lives: Lives) -> int:
    """Village of a case: one after the other."""
    return (3 + index) % lives.units


def _persons(cases: list[Family], lives: Lives, seed: int) -> list[dict[str, str]]:
    """Cells of `persons.csv` of everybody in the cases, in order."""
    people = [(index, role, cells) for index, case in enumerate(cases) for role, cells in case.people.items()]
    births = np.array([day_of(date.fromisoformat(cells["birth_date"])) for _, _, cells in people])
    sexes = np.array([int(cells["sex"]) for _, _, cells in people])
    family = np.array([index for index, _, _ in people])
    paternal = np.array([role in _PATERNAL for _, role, _ in people])
    rng = stream(seed, "cases")
    surnames = np.where(paternal, draw_surnames(rng, len(cases))[family], draw_surnames(rng, len(people)))
    names = full_names(rng, surnames, sexes, births)
    numbers = identity_numbers(np.full(births.size, _AREA), births, sexes)
    rows: list[dict[str, str]] = []
    for (index, role, cells), name, number in zip(people, names.tolist(), numbers.tolist(), strict=True):
        village = str(lives.county.units[_unit(index, lives)])
        left = role != "child" and role in cases[index].home and bool(cases[index].home[role][1])
        registered = {
            "name": name,
            "id_number": number,
            "ethnicity": "01",
            "registration_division": village,
            "registration_type": "RURAL",
            "residence_division": "" if left else village,
        }
        rows.append({**registered, **cells})
    return rows


def _add_facts(
    tables: dict[str, Table],
    case: Family,
    ids: dict[str, str],
    lives: Lives,
    *,
    unit: int,
    recorded: str,
    ledger: Ledger,
) -> None:
    """What happened in a family; roles become ids."""
    bodies = lives.organisations
    known = {role: str(bodies.ids[row]) for role, row in _ORGANISATIONS.items()}
    known |= {"committee": str(bodies.ids[bodies.committee[unit]]), **ids}
    other_town = str(lives.county.towns[(lives.county.town[unit] + 1) % len(lives.county.towns)])
    for place, (feed, cells) in enumerate(case.facts):
        resolved = {name: known.get(text, text) if name.endswith("_id") else text for name, text in cells.items()}
        if resolved.get("destination_division") == _OTHER_TOWN:
            resolved["destination_division"] = other_town
        number = tables[feed].add(recorded_at=recorded, source=_SOURCES.get(feed, "CIVIL_AFFAIRS"), **resolved)
        if place in case.withdrawn:
            record_id = tables[feed].row(number)["record_id"]
            later = recorded.replace("T09", "T15")
            tables["withdrawals"].add(
                record_id=record_id, recorded_at=later, reason="登记有误", source="PUBLIC_SECURITY"
            )
            ledger.note(f"WITHDRAWN {case.name}", feed, number, record_id, key=ids["child"], severity="WITHDRAWN")


def _add_home(tables: dict[str, Table], case: Family, ids: dict[str, str], village: str, recorded: str) -> None:
    """The household of the child with everybody who lives or lived there."""
    household = household_id(len(tables["households"]))
    stays = [role for role, (_, to) in case.home.items() if not to]
    head = next((role for role in stays if role != "child"), "child")
    provenance = {"source": "PUBLIC_SECURITY", "recorded_at": recorded}
    division = case.people["child"].get("residence_division") or village
    tables["households"].add(
        household_id=household, division=division, head_id=ids[head], property_ok="Y", **provenance
    )
    for role, (since, to) in case.home.items():
        tables["household_members"].add(
            household_id=household,
            person_id=ids[role],
            relation_to_head="02" if role == head else "97",
            from_=since.isoformat(),
            to=to,
            **provenance,
        )
