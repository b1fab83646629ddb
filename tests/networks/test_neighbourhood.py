"""Ties, networks and paths in the graph, beside a plain reading of the rows they came from."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import networkx as nx
import pytest
from network_world import DAY, SCOPE, Line, Rows, living, ties, township, visible, write

from graph_service.access.identity import Identity, Role
from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.networks.ego import ego_network, groups_of
from graph_service.networks.explore import explore
from graph_service.networks.neighbourhood import Neighbourhood, able_people, neighbourhood
from graph_service.networks.paths import PathGoal, PathOrder, support_paths
from graph_service.networks.ties import Tie, TieFilter, TieKind
from graph_service.networks.words import in_words

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
NOW = datetime.fromisoformat("2026-11-01T12:00:00+08:00")
TODAY = TieFilter(Moment(DAY, NOW))
OFFICER = Identity("officer", Role.OFFICER, division=SCOPE)
SEED = 6


@pytest.fixture(scope="module")
def village(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The village, and beside it a random township."""
    feeds = write(township(SEED), tmp_path_factory.mktemp("township") / "feeds")
    for folder in (VILLAGE, VILLAGE / "later", feeds):
        assert not [each.error for each in import_into(module_graph, folder).files if each.error or each.quarantined]
    return module_graph


@pytest.fixture(scope="module")
def rows() -> Rows:
    return township(SEED)


def lines(found: Iterable[Tie]) -> set[Line]:
    return {
        (tie.start, tie.end, tie.name.value, tie.detail or "", frozenset(each.id for each in tie.records))
        for tie in found
    }


def told(found: Neighbourhood) -> set[str]:
    """Each tie as one line, with its records."""
    return {
        f"{tie.start.partition(':')[2]} {tie.name} {tie.end.partition(':')[2]} "
        f"{' '.join(sorted(record.id for record in tie.records))}"
        for tie in found.ties
    }


def test_the_ties_of_a_child_are_those_of_the_files(village: Graph) -> None:
    found = neighbourhood(village, ["LIU-SON"], TODAY, steps=1)
    assert told(found) == {
        "LIU-FATHER PARENT_OF LIU-SON PAR-009",
        "LIU-MOTHER PARENT_OF LIU-SON PAR-010",
        "LIU-GRANDMOTHER ENTRUSTED_CARER_OF LIU-SON CARE-004",
        "LIU-GRANDMOTHER GRANDPARENT LIU-SON PAR-009 PAR-033",
        "LIU-GRANDMOTHER HOUSEHOLD_MATE LIU-SON HM-018 HM-021",
        "SCH-PRIMARY ENROLLED_AT LIU-SON ENR-006",
        "WRK-DIRECTOR CHILD_DIRECTOR LIU-SON PER-021 WRK-001",
    }
    assert found.hubs == {"School:SCH-PRIMARY", "Worker:WRK-DIRECTOR"}
    assert set(found.distance.values()) == {0, 1}


def test_the_filter_leaves_out_other_kinds_other_days_and_what_was_learned_later(village: Graph) -> None:
    kin = neighbourhood(village, ["LIU-SON"], TieFilter(TODAY.moment, frozenset({TieKind.KIN})), steps=1)
    assert {tie.kind for tie in kin.ties} == {TieKind.KIN}
    before_care = TieFilter(Moment(date(2024, 1, 31), NOW), frozenset({TieKind.CARE}))
    assert not neighbourhood(village, ["LIU-SON"], before_care, steps=2).ties
    care = frozenset({TieKind.CARE})
    assert told(neighbourhood(village, ["YANG-DAUGHTER"], TieFilter(TODAY.moment, care), steps=1))
    before_later = Moment(DAY, datetime.fromisoformat("2026-10-27T23:59:59+08:00"))
    assert not neighbourhood(village, ["YANG-DAUGHTER"], TieFilter(before_later, care), steps=1).ties


def test_who_is_able_is_said_by_the_decision_table(village: Graph) -> None:
    pairs = [("LIU-SON", f"LIU-{each}") for each in ("GRANDMOTHER", "FATHER", "MOTHER")]
    assert able_people(village, TODAY, pairs) == {("LIU-SON", "LIU-GRANDMOTHER")}


def test_all_ties_of_a_township_are_those_that_its_rows_tell_of(village: Graph, rows: Rows) -> None:
    expected = ties(rows)
    found = neighbourhood(village, list(living(rows)), TODAY, steps=1)
    assert lines(found.ties) == expected
    assert {name for _, _, name, _, _ in expected} == {*TODAY.parameters["ties"]} - {"CLASSMATE"}


def test_an_officer_is_answered_from_what_they_see_and_nothing_else(village: Graph, rows: Rows) -> None:
    seen = visible(rows)
    expected = ties(seen)
    assert expected != ties(rows)
    everybody = list(living(rows))
    assert lines(neighbourhood(village, everybody, TODAY, steps=1, watcher=OFFICER).ties) == expected
    for child in [each for each, row in living(seen).items() if row["birth_date"] > "2008-11-01"][:5]:
        check_network(village, child, expected)


def check_network(graph: Graph, child: str, expected: set[Line]) -> None:
    """Distances and paths of a child under the guard are those in the visible part alone, by networkx."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_node(f"Person:{child}")
    joined.add_edges_from((start, end) for start, end, *_ in expected)
    hubs = {each for each in joined if not each.startswith("Person:")}
    walkable = joined.copy()
    walkable.remove_nodes_from(hubs)
    far = nx.single_source_shortest_path_length(walkable, f"Person:{child}", cutoff=3)
    for hub in hubs:
        nearest = min((far[each] for each in joined[hub] if each in far), default=3)
        if nearest < 3:
            far[hub] = nearest + 1
    network = ego_network(graph, child, TODAY, hops=3, watcher=OFFICER)
    assert network.around.distance == far
    others = sorted(each for each in walkable if each != f"Person:{child}")[:25]
    for order in (PathOrder.SHORTEST, PathOrder.STRONGEST):
        found = support_paths(graph, [child], others, TODAY, order=order, within=3, watcher=OFFICER)
        assert {path.nodes[-1] for path in found.paths} == {
            each for each in others if any(hub_once(path, hubs) for path in simple_paths(joined, child, each))
        }


def simple_paths(joined: "nx.Graph[str]", child: str, end: str) -> Iterable[list[str]]:
    return nx.all_simple_paths(joined, f"Person:{child}", end, cutoff=3)


def hub_once(path: list[str], hubs: set[str]) -> bool:
    return len(hubs.intersection(path[1:-1])) <= 1


def test_classmates_are_counted_and_come_by_page(village: Graph, rows: Rows) -> None:
    enrolled = {(start, end): detail for start, end, name, detail, _ in ties(rows) if name == "ENROLLED_AT"}
    (school, pupil), detail = next(iter(sorted(enrolled.items())))
    mates = sorted(end for (start, end), each in enrolled.items() if (start, each) == (school, detail) and end != pupil)
    child = pupil.removeprefix("Person:")
    [whole] = [each for each in groups_of(village, child, TODAY, hub=school) if each.hub.ref == school]
    assert (whole.count, whole.detail) == (len(mates), detail)
    assert [member.node.ref for member in whole.members] == mates
    assert all(len(member.records) == 2 for member in whole.members)
    [rest] = [
        each
        for each in groups_of(village, child, TODAY, hub=school, after=whole.members[0].node.id, page=2)
        if each.hub.ref == school
    ]
    assert rest.members == whole.members[1:3]


def test_paths_to_whom_nobody_has_named(village: Graph) -> None:
    able = support_paths(village, ["LIU-SON"], PathGoal.ABLE_ADULT, TODAY, order=PathOrder.STRONGEST, within=2)
    assert [(path.nodes[-1], path.length) for path in able.paths] == [("Person:LIU-GRANDMOTHER", 2)]
    director = support_paths(village, ["LIU-SON", "CHEN-SON"], PathGoal.CHILD_DIRECTOR, TODAY)
    assert [path.nodes for path in director.paths] == [
        (f"Person:{child}", "Worker:WRK-DIRECTOR") for child in ("CHEN-SON", "LIU-SON")
    ]
    [home] = support_paths(village, ["HE-DAUGHTER"], PathGoal.INSTITUTION, TODAY).paths
    assert home.nodes[-1] == "Organisation:ORG-WELFARE"
    [classroom] = support_paths(village, ["LIU-SON"], ["Person:MA-SON"], TODAY, order=PathOrder.SHORTEST).paths
    assert classroom.nodes[1] in {"School:SCH-PRIMARY", "Worker:WRK-DIRECTOR"}


def test_whoever_is_not_there_is_not_found(village: Graph, rows: Rows) -> None:
    hidden = next(iter(sorted(living(rows).keys() - living(visible(rows)).keys())))
    for person, watcher in (("NOBODY", None), ("YANG-FATHER", None), (hidden, OFFICER)):
        with pytest.raises(ServiceError) as refused:
            ego_network(village, person, TODAY, watcher=watcher)
        assert refused.value.code is ErrorCode.PERSON_NOT_FOUND


def test_exploring_page_by_page_meets_every_fact_once_and_shows_the_statement(village: Graph, rows: Rows) -> None:
    [first, *_] = sorted(row["school_id"] for row in rows["schools"])
    expected = sorted(
        row["record_id"] for row in rows["enrolments"] if row["school_id"] == first and row["from"] <= str(DAY)
        and (not row["to"] or str(DAY) < row["to"])
    )  # fmt: skip
    met: list[str] = []
    cursor = None
    while True:
        page = explore(village, f"School:{first}", TODAY, after=cursor, page=3)
        assert page is not None
        assert page.statement.startswith("UNWIND")
        assert set(page.parameters) >= {"id", "label", "types", "as_of"}
        met += [relation.record.id for relation in page.relations]
        cursor = page.cursor
        if cursor is None:
            break
    assert sorted(met) == expected
    assert explore(village, "Person:NOBODY", TODAY) is None
    city = explore(village, "Division:440305000000", TODAY)
    assert city is not None
    assert {relation.type for relation in city.relations} == {"ABSENT_IN"}


def test_the_network_in_words(village: Graph) -> None:
    network = ego_network(village, "LIU-SON", TODAY, hops=1)
    heading, near, *groups = in_words(network, {"LIU-SON": "刘某"}, DAY, "en")
    assert heading == "Support network of 刘某 on 2026-11-01"
    assert near.startswith("one tie away, 5: ")
    assert "LIU-GRANDMOTHER (entrusted care, grandparent and grandchild, same household)" in near
    assert groups[0] == "Shares a school class (primary 5) with 1 others: SCH-PRIMARY."
    assert in_words(network, {}, DAY, "zh")[0] == "LIU-SON 的支持网络（2026-11-01）"
