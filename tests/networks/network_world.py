"""A random township as feed files, and the ties in it read from their rows in plain Python."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

Row = dict[str, str]
Rows = Mapping[str, Sequence[Row]]
Line = tuple[str, str, str, str, frozenset[str]]
"""A tie: who supports, who is supported, name, detail, records."""

DAY = date(2026, 11, 1)
HERE, NEXT, ELSEWHERE = "990102001001", "990102001002", "990103001001"
SCOPE = "990102001001"
"""The division of the officer who looks at it."""
LARGEST, YEAR = 20, timedelta(days=365)


def township(seed: int, people: int = 90) -> dict[str, list[Row]]:
    """People of three generations in three villages, with every sort of tie, some over, some not yet begun."""
    rng = random.Random(seed)
    rows: dict[str, list[Row]] = defaultdict(list)

    def add(feed: str, **columns: str) -> None:
        row = {name.rstrip("_"): value for name, value in columns.items()}
        number = sum(map(len, rows.values()))
        rows[feed].append(row | {"record_id": f"N{seed}-R{number}", "recorded_at": "2026-01-05T09:00:00+08:00"})

    def time() -> dict[str, str]:
        begin = rng.choice(("2020-01-01", "2020-01-01", "2026-11-01", "2026-11-02"))
        end = rng.choice(("", "", "", "", "2026-11-01", "2026-11-02"))
        return {"from_": begin, "to": end if end > begin else ""}

    for code in (HERE, NEXT, ELSEWHERE):
        add("divisions", code=code, name=f"村{code[-4:]}")
    ids = [f"N{seed}-P{number}" for number in range(people)]
    place = {each: rng.choice((HERE, HERE, HERE, NEXT, ELSEWHERE, "")) for each in ids}
    for number, each in enumerate(ids):
        born = date(1945 + 24 * (number * 3 // people), 1, 1) + timedelta(days=rng.randrange(22 * 365))
        dies = rng.choice(("", "", "", "", "", "", "2026-11-01", "2026-11-02"))
        add("persons", person_id=each, name=f"某{number}", sex="1", birth_date=str(min(born, DAY + timedelta(1))),
            death_date=dies, residence_division=place[each])  # fmt: skip
    born_on = {row["person_id"]: row["birth_date"] for row in rows["persons"]}
    children = [each for each in ids if born_on[each] > "2008-11-01"]
    for each in ids[people // 3 :]:
        elders = [one for one in ids if one < each and born_on[one] < f"{int(born_on[each][:4]) - 18}"]
        for parent in rng.sample(elders, min(2, len(elders))):
            kind = rng.choice(("BIOLOGICAL",) * 5 + ("ADOPTIVE", "STEP"))
            add(
                "parentages",
                parent_id=parent,
                child_id=each,
                kind=kind,
                from_="",
                to=rng.choice(("", "", "", "2026-11-01")),
            )
    for _ in range(people // 6):
        one, other = rng.sample(ids, 2)
        add("marriages", person_id=one, spouse_id=other, **time())
    for number in range(people // 4):
        add("households", household_id=f"N{seed}-H{number}", division=rng.choice((HERE, HERE, NEXT, ELSEWHERE)))
    for each in ids:
        number = 0 if rng.random() < 0.5 else rng.randrange(people // 4)
        add("household_members", household_id=f"N{seed}-H{number}", person_id=each, **time())
    for number in range(2):
        add("schools", school_id=f"N{seed}-S{number}", name="学校", division=HERE)
        add("organisations", organisation_id=f"N{seed}-O{number}", name="机构", kind="CHARITY", division=HERE,
            from_="2000-01-01", to=rng.choice(("", "2026-11-01")))  # fmt: skip
        role = rng.choice(("CHILD_DIRECTOR", "CHILD_DIRECTOR", "CHILD_SUPERVISOR"))
        add("workers", worker_id=f"N{seed}-W{number}", name="主任", role=role, division=rng.choice((HERE, NEXT)))
    for each in children:
        add("enrolments", person_id=each, school_id=f"N{seed}-S{rng.randrange(2)}", stage="primary",
            grade=rng.choice("12"), status=rng.choice(("ENROLLED", "ENROLLED", "SUSPENDED")), **time())  # fmt: skip
        for _ in range(rng.choice((0, 1, 2))):
            who = rng.choice((*ids, f"N{seed}-W0"))
            if who != each:
                add("support_ties", person_id=each, supporter_id=who, strength=rng.choice(("", "1", "2", "3")),
                    kind=rng.choice(("KIN", "NEIGHBOUR", "TEACHER", "VOLUNTEER", "FRIEND")), **time())  # fmt: skip
        if rng.random() < 0.3:
            add("guardianships", guardian_id=rng.choice((*ids[: people // 2], f"N{seed}-O0")), child_id=each,
                basis="COURT", **time())  # fmt: skip
        if rng.random() < 0.4:
            add("entrusted_care", carer_id=rng.choice(ids[: people // 2]), child_id=each, **time())
        if rng.random() < 0.2:
            add("placements", person_id=each, organisation_id=f"N{seed}-O{rng.randrange(2)}", kind="FOSTER", **time())
        if rng.random() < 0.3:
            day = rng.choice(("2025-11-01", "2025-11-02", "2026-11-01", "2026-11-02"))
            add("visits", worker_id=f"N{seed}-W{rng.randrange(2)}", person_id=each, date=day)
            add("services", person_id=each, organisation_id=f"N{seed}-O{rng.randrange(2)}", line="EDUCATION", date=day)
    return rows


def townships(*seeds: int) -> dict[str, list[Row]]:
    """Several of them side by side, in the same villages."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for seed in seeds:
        for feed, those in township(seed).items():
            if feed != "divisions" or feed not in rows:
                rows[feed] += those
    return rows


def write(rows: Rows, folder: Path) -> Path:
    """The rows as feed files."""
    folder.mkdir(parents=True)
    for feed, lines in rows.items():
        columns = list(dict.fromkeys(name for line in lines for name in line))
        with (folder / f"{feed}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(lines)
    return folder


def holds(row: Row, day: date = DAY) -> bool:
    return row.get("from", "") <= str(day) and (not row.get("to") or str(day) < row["to"])


def living(rows: Rows, day: date = DAY) -> dict[str, Row]:
    return {
        row["person_id"]: row
        for row in rows["persons"]
        if row["birth_date"] <= str(day) and (not row.get("death_date") or str(day) < row["death_date"])
    }


def ties(rows: Rows, day: date = DAY) -> set[Line]:
    """Every tie on the day that the rows tell of, as guardianship networks are described; no hub walked through."""
    alive, known = living(rows, day), {row["person_id"] for row in rows["persons"]}
    open_ = {row["organisation_id"] for row in rows.get("organisations", ()) if holds(row, day)}
    workers = {row["worker_id"]: row for row in rows.get("workers", ())}
    schools = {row["school_id"] for row in rows.get("schools", ())}
    found: set[Line] = set()

    def party(id_: str) -> str | None:
        for label, those in (("Person", alive), ("Organisation", open_), ("Worker", workers)):
            if id_ in those:
                return f"{label}:{id_}"
        return None

    def tie(name: str, start: str, end: str, detail: str, *records: str, mutual: bool = False) -> None:
        one, other = party(start), party(end)
        if one and other and one != other:
            if mutual:
                one, other = sorted((one, other))
            found.add((one, other, name, detail, frozenset(records)))

    parentages = [row for row in rows.get("parentages", ()) if holds(row, day)]
    for row in parentages:
        tie("PARENT_OF", row["parent_id"], row["child_id"], row["kind"], row["record_id"])
    for row in filter(lambda row: holds(row, day), rows.get("marriages", ())):
        tie("MARRIED_TO", row["person_id"], row["spouse_id"], "", row["record_id"], mutual=True)
    for row in filter(lambda row: holds(row, day), rows.get("guardianships", ())):
        tie("GUARDIAN_OF", row["guardian_id"], row["child_id"], row["basis"], row["record_id"])
    for row in filter(lambda row: holds(row, day), rows.get("entrusted_care", ())):
        tie("ENTRUSTED_CARER_OF", row["carer_id"], row["child_id"], "", row["record_id"])
    for row in filter(lambda row: holds(row, day), rows.get("support_ties", ())):
        tie("SUPPORTS", row["supporter_id"], row["person_id"], row["kind"], row["record_id"])
    for row in filter(lambda row: holds(row, day), rows.get("placements", ())):
        tie("PLACED_WITH", row["organisation_id"], row["person_id"], row["kind"], row["record_id"])

    legal = [row for row in parentages if row["kind"] != "STEP" and {row["parent_id"], row["child_id"]} <= known]
    for one, other in permutations(legal, 2):
        both = one["record_id"], other["record_id"]
        if one["parent_id"] == other["parent_id"] and one["child_id"] < other["child_id"]:
            tie("SIBLING", one["child_id"], other["child_id"], "", *both, mutual=True)
        if one["child_id"] == other["parent_id"]:
            tie("GRANDPARENT", one["parent_id"], other["child_id"], "", *both)

    houses = {row["household_id"] for row in rows.get("households", ())}
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows.get("household_members", ()):
        if holds(row, day) and row["person_id"] in alive and row["household_id"] in houses:
            members[row["household_id"]].append(row)
    for house, those in members.items():
        for one, other in permutations(those, 2):
            if len(those) <= LARGEST and one["person_id"] < other["person_id"]:
                both = one["record_id"], other["record_id"]
                tie("HOUSEHOLD_MATE", one["person_id"], other["person_id"], "", *both, mutual=True)
        if len(those) > LARGEST:
            for row in those:
                start, end = sorted((f"Person:{row['person_id']}", f"Household:{house}"))
                found.add((start, end, "MEMBER_OF", "", frozenset({row["record_id"]})))

    for row in rows.get("enrolments", ()):
        if (
            holds(row, day)
            and row["status"] == "ENROLLED"
            and row["person_id"] in alive
            and row["school_id"] in schools
        ):
            school, detail = f"School:{row['school_id']}", f"{row['stage']} {row['grade']}"
            found.add((school, f"Person:{row['person_id']}", "ENROLLED_AT", detail, frozenset({row["record_id"]})))
    recent = (str(day - YEAR), str(day))
    for row in rows.get("visits", ()):
        if recent[0] < row["date"] <= recent[1] and row["worker_id"] in workers:
            tie("VISITED", row["worker_id"], row["person_id"], workers[row["worker_id"]]["role"], row["record_id"])
    served = {row["organisation_id"] for row in rows.get("organisations", ())}
    for row in rows.get("services", ()):
        if recent[0] < row["date"] <= recent[1] and row["organisation_id"] in served and row["person_id"] in alive:
            line = f"Organisation:{row['organisation_id']}", f"Person:{row['person_id']}"
            found.add((*line, "RECEIVED_SERVICE", row["line"], frozenset({row["record_id"]})))
    for id_, row in alive.items():
        for worker in workers.values():
            here = worker["role"] == "CHILD_DIRECTOR" and worker["division"] == row["residence_division"]
            if here and row["birth_date"] > f"{day.year - 18}{str(day)[4:]}":
                tie("CHILD_DIRECTOR", worker["worker_id"], id_, "", worker["record_id"], row["record_id"])
    return together(found)


def together(lines: Iterable[Line]) -> set[Line]:
    """Ties of one name and detail between the same two are one, with the records of all."""
    records: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for *place, some in lines:
        records[tuple(place)] |= some  # type: ignore[index]
    return {(*place, frozenset(some)) for place, some in records.items()}


def visible(rows: Rows, scope: str = SCOPE) -> dict[str, list[Row]]:
    """The rows of which an officer of the division sees everybody that they name.

    Of persons those of the division; elsewhere those who are or were parent, guardian, carer or supporter of somebody
    in it; of no division also whoever has such a tie the other way. Of households those of the division.
    """
    place = {row["person_id"]: row["residence_division"] for row in rows["persons"]}
    ever = [(row["parent_id"], row["child_id"]) for row in rows.get("parentages", ())]
    ever += [(row["guardian_id"], row["child_id"]) for row in rows.get("guardianships", ())]
    ever += [(row["carer_id"], row["child_id"]) for row in rows.get("entrusted_care", ())]
    ever += [(row["supporter_id"], row["person_id"]) for row in rows.get("support_ties", ())]

    def is_seen(id_: str) -> bool:
        if place[id_].startswith(scope):
            return True
        near = any(start == id_ and place.get(end, "").startswith(scope) for start, end in ever)
        return near or (
            not place[id_] and any(end == id_ and place.get(start, "").startswith(scope) for start, end in ever)
        )

    hidden = {each for each in place if not is_seen(each)}
    hidden |= {row["household_id"] for row in rows["households"] if not row["division"].startswith(scope)}
    return {feed: [row for row in those if not hidden & set(row.values())] for feed, those in rows.items()}
