"""Who is able, on whom children hang and where parents work, in random worlds, beside an independent reading."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from decision_table import (
    LEGAL_PARENTAGE,
    ability,
    county,
    dead,
    is_child,
    judge,
    known,
    open_rows,
    organisations,
    person,
    residence,
)
from kin_reading import key_in_graph
from kin_worlds import KinDraft
from telling import tell
from worlds import ANCHORS, ManyWorlds, many_worlds

from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.whatif import what_if
from graph_service.model.change import Change, ChangeKind
from graph_service.networks.flows import away
from graph_service.networks.fragility import critical_carers, falls_together
from graph_service.networks.measuring import circles_of, measured
from graph_service.networks.neighbourhood import neighbourhood, ref
from graph_service.networks.scenarios import work_ends_in
from graph_service.networks.ties import TieFilter

WORLDS, SEED = 14, 20261132
NOW = datetime.now(UTC) + timedelta(days=1)

Told = tuple[ManyWorlds, list[datetime]]
Facts = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Told:
    worlds = many_worlds(WORLDS, SEED, KinDraft)
    return worlds, tell(module_graph, worlds.merged, tmp_path_factory.mktemp("worlds"))


def days(told: Told) -> Iterator[tuple[date, datetime | None, list[tuple[Facts, set[str]]]]]:
    """Days and moments worth asking about, each with what every world holds then and its organisations."""
    worlds, times = told
    asked = sorted({(each.as_of, each.known_at) for some in worlds.questions for each in some}, key=str)
    for as_of, known_at in asked[:: max(1, len(asked) // 4)]:
        yield as_of, known_at, [(known(world, known_at, times), organisations(world)) for world in worlds.worlds]


def without(facts: Facts, party: str, on: date, closed: set[str]) -> Facts:
    """The same facts with somebody dead, or an organisation closed, on the day, known by roles only or not."""
    feed, key = ("organisations", "organisation_id") if party in closed else ("persons", "person_id")
    end = {"to": on.isoformat()} if party in closed else {"death_date": on.isoformat()}
    rows = [row for row in facts[feed] if row[key] == party] or [{key: party, "birth_date": "1960-01-01"}]
    return facts | {feed: [*(row for row in facts[feed] if row[key] != party), *({**row, **end} for row in rows)]}


def test_those_on_whom_a_child_hangs_are_those_whose_death_the_decision_table_does_not_bear(
    graph: Graph, told: Told
) -> None:
    seen: Counter[str] = Counter()
    for as_of, known_at, worlds in days(told):
        expected: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for facts, closed in worlds:
            for child in (row["person_id"] for row in facts["persons"] if is_child(row, as_of)):
                before: Any = judge(facts, child, as_of, closed)
                for party in {each["id"] for each in before["responsible"]} if before["effective"] else ():
                    after: Any = judge(without(facts, party, as_of, closed), child, as_of, closed)
                    if not after["effective"]:
                        expected[party][child] = before["grade"], after["grade"]
                        seen[before["grade"], after["grade"]] += 1
        found = critical_carers(graph, Moment(as_of, known_at or NOW))
        assert [len(each.falls) for each in found] == sorted((len(each.falls) for each in found), reverse=True)
        assert {
            each.id: {fall.child_id: (fall.before, fall.after) for fall in each.falls} for each in found
        } == expected, (as_of, known_at)
    assert seen.keys() >= {
        ("EFFECTIVE", "NONE"),
        ("EFFECTIVE", "ABSENT"),
        ("ENTRUSTED", "ABSENT"),
        ("ENTRUSTED", "NONE"),
    }


def test_whoever_falls_away_together_is_what_if_they_died(graph: Graph, told: Told) -> None:
    day = date(2026, 3, 1)
    moment = Moment(day, NOW)
    critical = critical_carers(graph, moment)
    of_world: dict[str, list[str]] = defaultdict(list)
    for each in critical:
        of_world[each.id.partition("-")[0]].append(each.id)
    together = [ids for ids in of_world.values() if len(ids) > 1]
    assert together
    for ids in together:
        living = [each for each in ids if "-" in each and graph_person(told, each, day)]
        changes = [Change(ChangeKind.DIES, each) for each in living]
        prospects = what_if(graph, changes, on=day, today=day, most=len(changes))
        expected = {
            each.child_id: (each.before.grade, each.after.grade)
            for each in prospects
            if each.before and each.after and each.before.grade in ("EFFECTIVE", "ENTRUSTED")
            and each.after.grade not in ("EFFECTIVE", "ENTRUSTED", "NOT_REQUIRED")
        }  # fmt: skip
        found = falls_together(graph, moment, living)
        assert {each.child_id: (each.before, each.after) for each in found} == expected


def graph_person(told: Told, id_: str, on: date) -> bool:
    worlds, times = told
    facts = known(worlds.worlds[int(id_.partition("-")[0].removeprefix("W"))], None, times)
    row = person(facts, id_)
    return row is not None and not dead(row, on)


def test_able_adults_of_a_circle_are_those_whom_the_decision_table_finds_able_as_carers(
    graph: Graph, told: Told
) -> None:
    able, unable = 0, 0
    for as_of, known_at, worlds in days(told):
        moment = Moment(as_of, known_at or NOW)
        facts_of = {row["person_id"]: facts for facts, _ in worlds for row in facts["persons"] if is_child(row, as_of)}
        found = {each.child_id: each for each in measured(graph, moment, list(facts_of))}
        assert found.keys() == {ref("Person", each) for each in facts_of}
        around = neighbourhood(graph, list(facts_of), TieFilter(moment), steps=2)
        for child, circle in circles_of(around, facts_of).items():
            facts = facts_of[child]
            people = {around.nodes[each].id for each in circle if around.nodes[each].is_person} - {child}
            row: Any = person(facts, child)
            expected = {each for each in people if ability(facts, row, "CARER", each, [], as_of)[0] == "ABLE"}
            assert found[ref("Person", child)].able_adults == len(expected), (child, as_of, known_at)
            able, unable = able + len(expected), unable + len(people - expected)
    assert able > 50 and unable > 50


def test_carers_and_their_load_are_those_of_the_decision_table(graph: Graph, told: Told) -> None:
    """On the day on which most is shared: children by their carers, and carers by their children."""

    def responsible(worlds: list[tuple[Facts, set[str]]], as_of: date) -> dict[str, frozenset[str]]:
        able: dict[str, frozenset[str]] = {}
        for facts, closed in worlds:
            for child in (row["person_id"] for row in facts["persons"] if is_child(row, as_of)):
                judged: Any = judge(facts, child, as_of, closed)
                able[child] = frozenset(each["id"] for each in judged["responsible"] if each["state"] == "ABLE")
        return able

    def shared(able: dict[str, frozenset[str]]) -> int:
        children = Counter(carer for carers in able.values() for carer in carers)
        return min(sum(each > 1 for each in children.values()), sum(len(carers) > 1 for carers in able.values()))

    asked = [(responsible(worlds, as_of), as_of, known_at) for as_of, known_at, worlds in days(told)]
    able, as_of, known_at = max(asked, key=lambda each: shared(each[0]))
    assert shared(able)
    some = sorted({carers: child for child, carers in able.items()}.values())  # one for each set of carers
    for found in measured(graph, Moment(as_of, known_at or NOW), some):
        assert {each.id: (each.children, pytest.approx(each.load)) for each in found.carers} == {
            carer: (
                sum(carer in carers for carers in able.values()),
                sum(1 / len(carers) for carers in able.values() if carer in carers),
            )
            for carer in able[found.child_id.removeprefix("Person:")]
        }


def test_parents_who_are_away_are_those_of_the_rows(graph: Graph, told: Told) -> None:
    seen: Counter[str] = Counter()
    for as_of, known_at, worlds in days(told):
        expected: set[tuple[str, ...]] = set()
        for facts, _ in worlds:
            for row in facts["persons"]:
                if not is_child(row, as_of):
                    continue
                child = row["person_id"]
                for kin in open_rows(facts, "parentages", as_of, child_id=child):
                    parent = kin["parent_id"]
                    if kin["kind"] not in LEGAL_PARENTAGE or dead(person(facts, parent), as_of):
                        continue
                    state, _ = ability(facts, row, "PARENT", parent, [kin], as_of)
                    for absence in open_rows(facts, "absences", as_of, person_id=parent):
                        place = absence["destination_division"]
                        if not residence(row) or county(place) != county(residence(row)):
                            expected.add((child, parent, place, state, key_in_graph("absences", absence)))
        found = {
            (each.child_id, each.parent_id, each.destination, each.state.value, each.record)
            for each in away(graph, Moment(as_of, known_at or NOW), None)
        }
        assert found == expected, (as_of, known_at)
        seen.update(each[3] for each in found)
    assert seen["AWAY"] and len(seen) > 1


def test_whoever_works_only_there_comes_home_when_work_ends(graph: Graph, told: Told) -> None:
    worlds, times = told
    kinds = set[str | None]()
    for day in ANCHORS:
        expected: set[str] = set()
        for world in worlds.worlds:
            facts = known(world, None, times)
            for row in facts["persons"]:
                absences = open_rows(facts, "absences", day, person_id=row["person_id"])
                there = [each["destination_division"].startswith("4403") for each in absences]
                began = [each.get("from", "") == day.isoformat() for each in absences]
                if absences and all(there) and not any(began) and not dead(row, day):
                    expected.add(row["person_id"])
        changes = work_ends_in(graph, day, "4403")
        assert {each.subject for each in changes} == expected
        prospects = what_if(graph, changes, on=day, today=day, most=len(changes)) if changes else []
        kinds |= {each.kind for each in prospects}
    assert kinds and kinds <= {None, "BETTER", "SAME_GRADE_OTHER_REASON"}
