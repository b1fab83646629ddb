"""Ties, networks and paths in the graph, beside a plain reading of the rows they came from."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from network_world import DAY, SCOPE, Line, Rows, living, ties, townships, visible, write
from rich.console import Console

from graph_service import network_report
from graph_service.access.identity import Identity, Role
from graph_service.api.documents import Documents
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.schema.build import graphql_schema
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
from graph_service.report import json_lines

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
NOW = datetime.fromisoformat("2026-11-01T12:00:00+08:00")
TODAY = TieFilter(Moment(DAY, NOW))
OFFICER = Identity("officer", Role.OFFICER, division=SCOPE)
SEEDS = 6, 18


@pytest.fixture(scope="module")
def village(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The village, and beside it random townships."""
    feeds = write(townships(*SEEDS), tmp_path_factory.mktemp("township") / "feeds")
    for folder in (VILLAGE, VILLAGE / "later", feeds):
        assert not [each.error for each in import_into(module_graph, folder).files if each.error or each.quarantined]
    return module_graph


@pytest.fixture(scope="module")
def rows() -> Rows:
    return townships(*SEEDS)


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


def test_all_ties_of_townships_are_those_that_their_rows_tell_of(village: Graph, rows: Rows) -> None:
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
    classes = Counter((start, detail) for (start, _), detail in enrolled.items())
    (school, detail), _ = max(classes.items(), key=lambda each: (each[1], each[0]))
    pupil = min(end for (start, end), each in enrolled.items() if (start, each) == (school, detail))
    mates = sorted(end for (start, end), each in enrolled.items() if (start, each) == (school, detail) and end != pupil)
    child = pupil.removeprefix("Person:")
    [whole] = [each for _, each in groups_of(village, [child], TODAY, hub=school) if each.hub.ref == school]
    assert (whole.count, whole.detail) == (len(mates), detail)
    assert [member.node.ref for member in whole.members] == mates
    assert all(len(member.records) == 2 for member in whole.members)
    [rest] = [
        each
        for _, each in groups_of(village, [child], TODAY, hub=school, after=whole.members[0].node.id, page=2)
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


PARTY = "party { ... on Node { id } ... on Person { name } }"


def answered(graph: Graph, text: str, reader: Identity) -> dict[str, Any]:
    """What the API answers."""
    document = Documents(graphql_schema, Limits()).get(text)
    operation = document.operation(None)
    return Execution(graph, graphql_schema).execute(document, operation, document.variables(operation, {}), reader)


def test_the_api_shows_what_is_found_under_the_guard(village: Graph, rows: Rows) -> None:
    [child, *_] = sorted(each for each, row in living(visible(rows)).items() if row["birth_date"] > "2008-11-01")
    times = f'asOf: "{DAY}", knownAt: "{NOW.isoformat()}"'
    text = f"""{{ person(id: "{child}", {times}) {{ supportNetwork(hops: 3) {{ complete nodes {{ distance {PARTY} }}
        ties {{ tie supporter {{ ... on Person {{ id }} }} supported {{ ... on Person {{ id }} }} records {{ id }} }}
        groups {{ count tie }} }} }} }}"""
    shown = answered(village, text, OFFICER)["data"]["person"]["supportNetwork"]
    network = ego_network(village, child, TODAY, hops=3, watcher=OFFICER)
    assert {node["party"]["id"]: node["distance"] for node in shown["nodes"]} == network.around.distance
    assert len(shown["ties"]) == len(network.around.ties)
    assert {record["id"] for tie in shown["ties"] for record in tie["records"]} == {
        record.id for tie in network.around.ties for record in tie.records
    }
    assert [group["count"] for group in shown["groups"]] == [group.count for group in network.groups]
    masked = answered(village, text, Identity("auditor", Role.AUDITOR))["data"]["person"]["supportNetwork"]
    assert len(masked["nodes"]) > len(shown["nodes"])
    assert {node["party"]["name"] for node in masked["nodes"] if "name" in node["party"]} == {"某某某"}


def test_paths_and_exploring_are_for_those_who_may(village: Graph) -> None:
    auditor, liaison = Identity("auditor", Role.AUDITOR), Identity("liaison", Role.LIAISON, school="SCH-PRIMARY")
    times = f'asOf: "{DAY}"'
    paths = f"""{{ supportPaths(from: ["LIU-SON"], order: STRONGEST, within: 2, {times}) {{ length start {{ personId }}
        steps {{ {PARTY} tie {{ tie supporter {{ ... on Person {{ id }} }} records {{ id }} }} }} }} }}"""
    [path] = answered(village, paths, auditor)["data"]["supportPaths"]
    assert (path["length"], path["start"]["personId"]) == (2, "LIU-SON")
    assert [(step["party"]["id"], step["tie"]["tie"], step["tie"]["records"]) for step in path["steps"]] == [
        ("Person:LIU-GRANDMOTHER", "ENTRUSTED_CARER_OF", [{"id": "CARE-004"}])
    ]
    explored = f"""{{ explore(nodeId: "Child:LIU-SON", kinds: [CARE], {times}) {{ nodeId cursor statement {{ text }}
        relations {{ type outgoing otherId recordedBy record {{ id source }} }} }} }}"""
    found = answered(village, explored, auditor)["data"]["explore"]
    assert found["statement"]["text"].startswith("UNWIND")
    assert found["relations"] == [
        {
            "type": "ENTRUSTED_CARER_OF",
            "outgoing": False,
            "otherId": "Person:LIU-GRANDMOTHER",
            "recordedBy": None,
            "record": {"id": "CARE-004", "source": "CIVIL_AFFAIRS"},
        }
    ]
    for text, reader in ((paths, liaison), (explored, liaison), (explored, OFFICER)):
        [error] = answered(village, text, reader)["errors"]
        assert error["extensions"]["code"] == ErrorCode.FORBIDDEN
    text = f'{{ person(id: "LIU-SON", {times}) {{ personId supportNetwork {{ complete }} }} }}'
    assert answered(village, text, liaison)["data"]["person"] == {"personId": "LIU-SON", "supportNetwork": None}


def test_networks_and_paths_are_printed_with_their_records(village: Graph) -> None:
    network = ego_network(village, "LIU-SON", TODAY, hops=1)
    printed = list(csv.DictReader("".join(network_report.network_csv(network)).splitlines()))
    assert [(row["from"], row["to"], row["strength"]) for row in printed if row["tie"] == "ENTRUSTED_CARER_OF"] == [
        ("Person:LIU-GRANDMOTHER", "Person:LIU-SON", "3")
    ]
    [line] = json_lines([network])
    assert len(json.loads(line)["ties"]) == len(printed) == len(network.around.ties)
    found = support_paths(village, ["LIU-SON"], ["Person:LIU-MOTHER"], TODAY, order=PathOrder.ALL, within=2)
    steps = list(csv.DictReader("".join(network_report.paths_csv(found)).splitlines()))
    assert [row["records"] for row in steps if row["path"] == "1"] == ["PARENT_OF:PAR-010"]
    out = Console(width=200, file=io.StringIO(), record=True)
    out.print(network_report.paths_table(village, found, "en"))
    network = ego_network(village, "LIU-SON", TODAY, hops=1)
    out.print(network_report.network_of(village, network, TODAY, "en"))
    text = out.export_text()
    assert "PARENT_OF PAR-010" in text
    assert "Able adults within reach, 1: 陈某某." in text
    assert "刘俊杰" not in text


def test_the_network_in_words(village: Graph) -> None:
    network = ego_network(village, "LIU-SON", TODAY, hops=1)
    heading, near, *groups = in_words(network, {"LIU-SON": "刘某"}, DAY, "en")
    assert heading == "Support network of 刘某 on 2026-11-01"
    assert near.startswith("one tie away, 5: ")
    assert "LIU-GRANDMOTHER (entrusted care, grandparent and grandchild, same household)" in near
    assert groups[0] == "Shares a school class (primary 5) with 1 others: SCH-PRIMARY."
    assert in_words(network, {}, DAY, "zh")[0] == "LIU-SON 的支持网络（2026-11-01）"
