"""The best and all paths of random networks are those that networkx finds by trying everything."""

from collections.abc import Iterable
from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.networks.paths import PathOrder, all_paths, best_paths, ways_of
from graph_service.networks.ties import Tie, TieKind, TieName

PEOPLE = [f"Person:{number}" for number in range(7)]
HUBS = ["School:1", "Worker:1"]


@st.composite
def networks(draw: st.DrawFn) -> list[Tie]:
    pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE + HUBS), st.integers(1, 3))
    drawn = draw(st.lists(pairs, max_size=22))
    return [
        Tie(one, other, TieName.SUPPORTS, TieKind.OTHER, None, strength, ())
        for one, other, strength in drawn
        if one != other
    ]


def every_path(ties: Iterable[Tie], end: str, within: int, through: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Steps, length and nodes of every path from the first person to an end, by networkx."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(PEOPLE + HUBS)
    for tie in ties:
        length = 6 // tie.strength
        known = joined.get_edge_data(tie.start, tie.end)
        joined.add_edge(tie.start, tie.end, length=min(length, known["length"]) if known else length)
    found = [tuple(path) for path in nx.all_simple_paths(joined, PEOPLE[0], end, cutoff=within)]
    return [
        (len(path) - 1, sum(joined[one][other]["length"] for one, other in pairwise(path)), path)
        for path in found
        if len(set(HUBS).intersection(path[1:-1])) <= through
    ]


@settings(max_examples=150)
@given(networks(), st.integers(1, 6), st.booleans())
def test_paths_are_those_of_networkx(ties: list[Tie], within: int, through_hub: bool) -> None:
    ends = frozenset(PEOPLE[1:] + HUBS)
    hubs = frozenset(HUBS)
    ways = ways_of(ties)
    expected = {end: every_path(ties, end, within, int(through_hub)) for end in ends}
    shortest = best_paths(ways, PEOPLE[0], ends, hubs, within, through_hub, PathOrder.SHORTEST)
    assert {end: (path.steps, path.length, path.nodes) for end, path in shortest.items()} == {
        end: min(paths) for end, paths in expected.items() if paths
    }
    strongest = best_paths(ways, PEOPLE[0], ends, hubs, within, through_hub, PathOrder.STRONGEST)
    assert {end: (path.length, path.steps, path.nodes) for end, path in strongest.items()} == {
        end: min((length, steps, nodes) for steps, length, nodes in paths) for end, paths in expected.items() if paths
    }
    several, complete = all_paths(ways, PEOPLE[0], ends, hubs, within, through_hub)
    if complete:
        assert sorted(path.nodes for path in several) == sorted(
            path[2] for paths in expected.values() for path in paths
        )
