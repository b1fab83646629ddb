"""A second, independent reading of `guardianship.md` section 7, for tests only: plain and slow.

Kinship is read from words: U goes to a recorded parent, D to a recorded child, M across a recorded marriage. Where the
page leaves a reading open, ours is in `docs/decisions/0009-readings-of-candidate-guardians.md`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from decision_table import (
    Row,
    Snapshot,
    ability,
    age,
    day,
    dead,
    is_child,
    open_rows,
    organisation_ability,
    person,
    record_key,
    residence,
    shares_household,
)

WORDS = {
    "U": "STEP_PARENT",
    "UU": "GRANDPARENT",
    "UUU": "GREAT_GRANDPARENT",
    "UUUU": "GREAT_GREAT_GRANDPARENT",
    "UD": "SIBLING",
    "UUD": "AUNT_OR_UNCLE",
    "UUUD": "GREAT_AUNT_OR_UNCLE",
    "UDD": "NIECE_OR_NEPHEW",
    "UUDD": "COUSIN",
    "UM": "STEP_PARENT",
    "UUM": "SPOUSE_OF_RELATIVE",
    "UUUM": "SPOUSE_OF_RELATIVE",
    "UDM": "SPOUSE_OF_RELATIVE",
    "UUDM": "SPOUSE_OF_RELATIVE",
}
INCAPABLE = {
    *("CLOSED", "DECEASED", "DECLARED_MISSING", "REVOKED", "MINOR", "DETAINED", "DEPORTED"),
    *("OUT_OF_CONTACT", "INCAPACITATED", "NEGLECTING"),
}
ORDERS = ("GRANDPARENTS", "ELDER_SIBLINGS", "OTHERS", "ORGANISATIONS")
DISTANCES = ("HOUSEHOLD", "VILLAGE", "TOWNSHIP", "COUNTY", "ELSEWHERE", "UNKNOWN")


class Way(NamedTuple):
    """One way in which somebody is related; comparable: the nearest is the least."""

    married: bool
    step: bool
    steps: int
    down: int
    keys: tuple[str, ...]
    word: str
    people: tuple[str, ...]
    kinds: tuple[str, ...]


def key_in_graph(feed: str, row: Row) -> str:
    """The key of a fact as the service tells it."""
    return record_key(feed, row).removeprefix(f"{feed}:")


def ways(facts: Snapshot, child: str, on: date) -> dict[str, list[Way]]:
    """Every way in which people are related to the child, by their ids."""
    found: dict[str, list[Way]] = {}
    for word in WORDS:
        for people, rows in spelled(facts, word, (child,), (), on):
            keys = tuple(key_in_graph(feed, row) for feed, row in rows)
            kinds = tuple(row.get("kind", "") for _, row in rows)
            way = Way("M" in word, "STEP" in kinds, len(word), word.count("D"), keys, word, people, kinds)
            found.setdefault(people[-1], []).append(way)
    return {who: sorted(each) for who, each in found.items()}


def spelled(
    facts: Snapshot, word: str, people: tuple[str, ...], rows: tuple[tuple[str, Row], ...], on: date
) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, Row], ...]]]:
    """Everybody that a word leads to, and by which rows; nobody is met twice."""
    if not word:
        yield people, rows
        return
    here = people[-1]
    steps: list[tuple[str, Row, str]] = []
    if word[0] == "U":
        steps = [("parentages", row, row["parent_id"]) for row in open_rows(facts, "parentages", on, child_id=here)]
    elif word[0] == "D":
        steps = [("parentages", row, row["child_id"]) for row in open_rows(facts, "parentages", on, parent_id=here)]
    else:
        steps = [("marriages", row, row["spouse_id"]) for row in open_rows(facts, "marriages", on, person_id=here)]
        steps += [("marriages", row, row["person_id"]) for row in open_rows(facts, "marriages", on, spouse_id=here)]
    for feed, row, there in steps:
        if there not in people:
            yield from spelled(facts, word[1:], (*people, there), (*rows, (feed, row)), on)


def legal_parents(facts: Snapshot, child: str, on: date) -> set[str]:
    rows = open_rows(facts, "parentages", on, child_id=child)
    return {row["parent_id"] for row in rows if row["kind"] != "STEP"}


def legal_guardians(facts: Snapshot, child: str, on: date) -> set[str]:
    held = open_rows(facts, "guardianships", on, child_id=child)
    return legal_parents(facts, child, on) | {row["guardian_id"] for row in held}


def wards(facts: Snapshot, who: str, on: date) -> int:
    held = [row["child_id"] for row in open_rows(facts, "parentages", on, parent_id=who) if row["kind"] != "STEP"]
    held += [row["child_id"] for row in open_rows(facts, "guardianships", on, guardian_id=who)]
    held += [row["child_id"] for row in open_rows(facts, "entrusted_care", on, carer_id=who)]
    return sum(is_child(person(facts, ward), on) for ward in set(held))


def nearness(one: str, other: str) -> str:
    if not one or not other:
        return "UNKNOWN"
    for length, name in ((12, "VILLAGE"), (9, "TOWNSHIP"), (6, "COUNTY")):
        if one[:length] == other[:length]:
            return name
    return "ELSEWHERE"


def candidates(facts: Snapshot, child_id: str, on: date) -> list[dict[str, Any]]:
    """Who could become guardian of a child, in order."""
    child = person(facts, child_id)
    assert child is not None
    kin = ways(facts, child_id, on)
    carers = {row["carer_id"] for row in open_rows(facts, "entrusted_care", on, child_id=child_id)}
    supporters = {row["supporter_id"] for row in open_rows(facts, "support_ties", on, person_id=child_id)}
    mates = {
        row["person_id"]
        for row in facts["household_members"]
        if shares_household(facts, row["person_id"], child_id, on)
    }
    guardians = legal_guardians(facts, child_id, on)
    found: list[dict[str, Any]] = []
    for who in ({*kin} | carers | supporters | mates) - guardians - {child_id}:
        row = person(facts, who)
        if row is not None and day(row["birth_date"]) >= day(child["birth_date"]):
            continue
        way = kin.get(who, [None])[0]
        order = "OTHERS"
        if way and way.word == "UU" and not way.step:
            order = "GRANDPARENTS"
        elif way and way.word == "UD" and not way.step:
            order = "ELDER_SIBLINGS"
        if way:
            relation = WORDS[way.word]
        else:
            relation = "ENTRUSTED_CARER" if who in carers else "HOUSEHOLD_MEMBER" if who in mates else "SUPPORTER"
        state, _ = ability(facts, child, "GUARDIAN", who, [], on)
        barred = bool(open_rows(facts, "circumstances", on, person_id=who, kind="BARRED_CARER"))
        shared = {each.people[1] for each in kin.get(who, []) if each.word == "UD" and not each.step} & legal_parents(
            facts, child_id, on
        )
        half = len(shared) == 1 and len(legal_parents(facts, child_id, on)) > 1
        reasons = {
            "HALF_BLOOD": order == "ELDER_SIBLINGS" and half,
            "ADOPTIVE": way is not None and "ADOPTIVE" in way.kinds,
            "STEP": way is not None and way.step,
            "BY_MARRIAGE": way is not None and way.married,
            "ENTRUSTED": who in carers,
            "SAME_HOUSEHOLD": who in mates,
            "SUPPORTS_THE_CHILD": who in supporters,
            "AWAY": state == "AWAY",
            "NOT_CAPABLE": state in INCAPABLE,
            "BARRED": barred,
        }
        found.append(
            {
                "id": who,
                "order": order,
                "relation": relation,
                "state": state,
                "path": way.keys if way else (),
                "distance": "HOUSEHOLD" if who in mates else nearness(residence(child), residence(row) if row else ""),
                "age": age(day(row["birth_date"]), on) if row and not dead(row, on) else None,
                "wards": wards(facts, who, on),
                "consent": order == "OTHERS",
                "reasons": {name for name, holds in reasons.items() if holds},
            }
        )
    for row in facts["organisations"]:
        own = row["division"] == residence(child) and row["kind"] == "VILLAGE_COMMITTEE"
        bureau = row["kind"] == "CIVIL_AFFAIRS_BUREAU" and row["division"][:6] == (residence(child)[:6] or "-")
        if (own or bureau) and row["organisation_id"] not in guardians:
            state, _ = organisation_ability(facts, child_id, row["organisation_id"], [], on)
            found.append(
                {
                    "id": row["organisation_id"],
                    "order": "ORGANISATIONS",
                    "relation": row["kind"],
                    "state": state,
                    "path": (),
                    "distance": "VILLAGE" if row["division"] == residence(child) else "COUNTY",
                    "age": None,
                    "wards": None,
                    "consent": False,
                    "reasons": {"NOT_CAPABLE"} if state in INCAPABLE else set[str](),
                }
            )
    return numbered(found)


def numbered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In order; those who could be guardian have a rank."""

    def place(one: dict[str, Any]) -> tuple[Any, ...]:
        reasons = one["reasons"]
        out = bool(reasons & {"NOT_CAPABLE", "BARRED"})
        return (
            ORDERS.index(one["order"]),
            2 if out else 0,
            *("AWAY" in reasons, "ENTRUSTED" not in reasons, "SAME_HOUSEHOLD" not in reasons),
            *(len(one["path"]) or 9, one["relation"] != "CIVIL_AFFAIRS_BUREAU"),
            *(DISTANCES.index(one["distance"]), one["wards"] or 0, one["id"]),
        )

    ordered = sorted(found, key=place)
    eligible = [one["id"] for one in ordered if not one["reasons"] & {"NOT_CAPABLE", "BARRED"}]
    return [{**one, "rank": eligible.index(one["id"]) + 1 if one["id"] in eligible else None} for one in ordered]
