"""Measures of small networks beside brute force and beside networkx's own."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.networks.measures import Carer, constraint, effective_size, measures, redundancy

CHILD = "C"
NAMES = [CHILD, *"abcdefg"]
PAIRS = list(combinations(NAMES, 2))


@st.composite
def circles(draw: st.DrawFn) -> tuple[nx.Graph, set[str]]:
    """A network of two hops and its able adults."""
    network = nx.Graph()
    network.add_node(CHILD)
    for pair in draw(st.lists(st.sampled_from(PAIRS), max_size=16, unique=True)):
        network.add_edge(*pair, weight=draw(st.sampled_from([1.0, 1.0, 2.0, 3.0])))
    near = nx.ego_graph(network, CHILD, radius=2)
    return near, set(draw(st.lists(st.sampled_from(NAMES[1:]), unique=True)))


def cuts_off(network: nx.Graph, able: set[str], lost: set[str]) -> bool:
    """Whether no able adult is in reach when these have fallen away, by walking."""
    left = network.subgraph(set(network) - lost)
    return not (nx.node_connected_component(left, CHILD) & able)


@given(circles())
def test_redundancy_is_the_fewest_people_whose_loss_leaves_no_able_adult(drawn: tuple[nx.Graph, set[str]]) -> None:
    network, able = drawn
    others = sorted(set(network) - {CHILD})
    fewest = next(
        size
        for size in range(len(others) + 1)
        if any(cuts_off(network, able, set(lost)) for lost in combinations(others, size))
    )
    assert redundancy(network, CHILD, able) == fewest


@given(circles())
def test_persons_and_ties_that_cannot_be_gone_round_are_those_found_by_trying_each(
    drawn: tuple[nx.Graph, set[str]],
) -> None:
    network, able = drawn
    found = measures(network, CHILD, able)
    reached = nx.node_connected_component(network, CHILD) & able
    others = sorted(set(network) - {CHILD})
    assert found.able_adults == len(reached)
    assert found.cut_persons == tuple(each for each in others if reached and cuts_off(network, able, {each}))
    articulation = [
        each
        for each in others
        if reached - {each} - nx.node_connected_component(network.subgraph(set(network) - {each}), CHILD)
    ]
    assert found.articulation_persons == tuple(articulation)
    bridges = set()
    for one, other in network.edges:
        without = network.copy()
        without.remove_edge(one, other)
        near = nx.node_connected_component(without, CHILD)
        if reached - near:
            bridges.add((one, other) if one in near else (other, one))
    assert set(found.bridges) == bridges


@given(circles())
def test_constraint_and_effective_size_are_those_of_networkx(drawn: tuple[nx.Graph, set[str]]) -> None:
    network, _ = drawn
    circle = nx.ego_graph(network, CHILD, radius=1)
    if not network.adj[CHILD]:
        assert constraint(network, CHILD) is None and effective_size(network, CHILD) is None
        return
    assert constraint(network, CHILD) == pytest.approx(nx.constraint(circle, [CHILD], weight="weight")[CHILD])
    expected = nx.effective_size(circle, [CHILD], weight="weight")[CHILD]
    assert effective_size(network, CHILD) == pytest.approx(expected)


@given(circles(), st.sampled_from(NAMES[1:]))
def test_losing_somebody_never_raises_redundancy_nor_able_adults(drawn: tuple[nx.Graph, set[str]], lost: str) -> None:
    network, able = drawn
    before = measures(network, CHILD, able)
    remaining = network.subgraph(set(network) - {lost})
    after = measures(nx.ego_graph(remaining, CHILD, radius=2), CHILD, able)
    assert after.redundancy <= before.redundancy <= before.size
    # One way less, no more, among the same people; others may be too far away without the one who is lost.
    assert measures(remaining, CHILD, able).redundancy >= before.redundancy - 1
    assert after.able_adults <= before.able_adults
    assert 0 < before.isolation.score <= 1
    if lost in before.cut_persons:
        assert after.redundancy == 0 < before.redundancy


def test_a_grandmother_behind_the_parents_who_are_away() -> None:
    """By hand: the grandmother is reached by way of either parent, who know each other; an aunt only by way of her."""
    network = nx.Graph()
    for pair in ("CF", "CM", "FM", "FG", "MG", "GA"):
        network.add_edge(*pair, weight=1.0)
    near = nx.ego_graph(network, CHILD, radius=2)
    found = measures(near, CHILD, {"G", "A"}, [Carer("G", 3, 1.5)])
    assert (found.size, found.within_two_hops, found.density) == (2, 3, 1.0)
    assert (found.able_adults, found.redundancy, found.cut_persons) == (1, 1, ("G",))
    assert found.articulation_persons == () and found.bridges == ()
    assert found.constraint == pytest.approx(1.125)  # twice (1/2 + 1/2 · 1/2)², ties outside the circle left out
    assert found.isolation.closed_circle == 1.0 and found.isolation.score == pytest.approx(
        (1 / 3 + 1 / 2 + 1 / 2 + 1) / 4
    )
