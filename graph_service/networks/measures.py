"""How well a child is held by the people round it: measures of one ego network, pure functions over a networkx graph.

The network is that of the child's living circle: the child, who is tied to it, who is tied to those, and every tie
among them. Able adults are those of row `ABLE` of the decision table toward this child. What is said of reach,
redundancy and cut persons is said of this network of two hops, not of the world beyond.

Sources: Burt, Structural Holes (1992), constraint and effective size; Menger (1927) and Ford and Fulkerson (1956),
disjoint paths; Tarjan (1972), articulation points and bridges; Borgatti (2006), reach; Wasserman and Faust, Social
Network Analysis (1994), density; Cornwell and Waite, Journal of Health and Social Behavior 50 (2009), isolation as the
mean of several indicators.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import combinations
from math import fsum
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
from networkx.algorithms.flow import edmonds_karp

VERSION: Final = "1"
"""Of the definitions on this page; measures that are kept say by which they were made."""
HOPS: Final = 2
"""How far the network of a child reaches."""
WEIGHT: Final = "weight"
"""The edge attribute that says how strong a tie is."""

if TYPE_CHECKING:  # networkx's classes take no parameter when they run
    Network = nx.Graph[str]
    Flow = nx.DiGraph[tuple[str, str]]
else:
    Network, Flow = nx.Graph, nx.DiGraph
_SINK: Final = ("", "able adults")
"""Where every path ends that has come to an able adult."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """How alone a child is, from 0 to 1: the mean of four indicators, each of which is 1 when there is nobody.

    Args:
        few_ties: 1 / (1 + size).
        few_able_adults: 1 / (1 + able adults within two hops).
        no_second_way: 1 / (1 + redundancy).
        closed_circle: Burt's constraint, at most 1; 1 without ties.

    Source: Cornwell and Waite (2009): indicators on one scale, averaged, none of them weighted.
    """

    few_ties: float
    few_able_adults: float
    no_second_way: float
    closed_circle: float

    @property
    def score(self) -> float:
        parts = [getattr(self, each.name) for each in fields(self)]
        return sum(parts) / len(parts)


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody able who is responsible for a child.

    Args:
        children: for how many children they are.
        load: the same with each child shared equally among its able responsible: three children cared for alone are 3,
            three cared for by two are 1.5.
    """

    id: str
    children: int
    load: float


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one child's network.

    Args:
        size: who is tied to the child directly.
        within_two_hops: who is, or is tied to somebody who is.
        density: ties among those of `size`, out of all that could be; None when there are fewer than two.
        able_adults: able adults within two hops.
        redundancy: the most paths to able adults that share nobody but the child; as many people must fall away at
            least before no able adult is in reach.
        cut_persons: without any one of whom no able adult is in reach.
        articulation_persons: without any one of whom some able adult is out of reach.
        bridges: ties without which some able adult is out of reach, each from the side of the child.
        constraint: Burt's; how far the circle is closed in itself. None without ties.
        effective_size: Burt's; the size less what is redundant among those of it. None without ties.
        carers: the able ones among those responsible, by id.
    """

    child_id: str
    size: int
    within_two_hops: int
    density: float | None
    able_adults: int
    redundancy: int
    cut_persons: tuple[str, ...]
    articulation_persons: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    constraint: float | None
    effective_size: float | None
    carers: tuple[Carer, ...]

    @property
    def isolation(self) -> Isolation:
        return Isolation(
            few_ties=1 / (1 + self.size),
            few_able_adults=1 / (1 + self.able_adults),
            no_second_way=1 / (1 + self.redundancy),
            closed_circle=1.0 if self.constraint is None else min(1.0, self.constraint),
        )

    def json_object(self) -> dict[str, Any]:
        """The measures as the JSON object of `measures --format jsonl`; ids are the feeds'."""
        isolation = self.isolation
        return {
            "childId": self.child_id,
            "size": self.size,
            "withinTwoHops": self.within_two_hops,
            "density": self.density,
            "ableAdults": self.able_adults,
            "redundancy": self.redundancy,
            "cutPersons": self.cut_persons,
            "articulationPersons": self.articulation_persons,
            "bridges": self.bridges,
            "constraint": self.constraint,
            "effectiveSize": self.effective_size,
            "carers": [{"id": each.id, "children": each.children, "load": each.load} for each in self.carers],
            "isolation": {
                "score": isolation.score,
                "fewTies": isolation.few_ties,
                "fewAbleAdults": isolation.few_able_adults,
                "noSecondWay": isolation.no_second_way,
                "closedCircle": isolation.closed_circle,
            },
        }


def measures(network: Network, child: str, able: Collection[str], carers: Iterable[Carer] = ()) -> Measures:
    """The measures of the network of a child.

    Args:
        network: of ids, undirected, with `weight` on its edges; holds the child, and nobody further away than two hops.
        able: the able adults of it, and perhaps others.
        carers: the able ones among those responsible.
    """
    alters = sorted(network.adj[child])
    reached = {each for each in able if each in network and each != child}
    on_the_way = _Ways(network, child, reached)
    possible = len(alters) * (len(alters) - 1) // 2
    tied = sum(other in network.adj[one] for one, other in combinations(alters, 2))
    return Measures(
        child_id=child,
        size=len(alters),
        within_two_hops=network.number_of_nodes() - 1,
        density=tied / possible if possible else None,
        able_adults=len(reached),
        redundancy=redundancy(network, child, reached),
        cut_persons=on_the_way.to_any(),
        articulation_persons=on_the_way.to_some(),
        bridges=on_the_way.bridges(),
        constraint=constraint(network, child),
        effective_size=effective_size(network, child),
        carers=tuple(sorted(carers, key=lambda each: each.id)),
    )


def redundancy(network: Network, child: str, able: Collection[str]) -> int:
    """The most paths from the child to able adults that share nobody but the child.

    Every able adult tied to the child directly is such a path: whatever path leads through or to them can end with
    them. The rest is a maximum flow in which everybody else can be passed once: each is split into an entrance and an
    exit. It is left to networkx only when somebody is tied to the child who is not able.

    Source: Menger's theorem by way of Ford and Fulkerson: the most disjoint paths are as many as the fewest people
    whose loss leaves none.
    """
    direct = {each for each in network.adj[child] if each in able}
    starts = [each for each in network.adj[child] if each not in direct]
    further = {each for each in able if each in network} - direct - {child}
    if not starts or not further:
        return len(direct)
    if len(starts) == 1:
        return len(direct) + any(_reachable(network, starts[0], {child, *direct}) & further)
    flow = Flow()
    for one in network:
        if one != child and one not in direct:
            flow.add_edge((one, "in"), (one, "out"), capacity=1)
            if one in further:
                flow.add_edge((one, "out"), _SINK, capacity=1)
            for other in network.adj[one]:
                if other != child and other not in direct:
                    flow.add_edge((one, "out"), (other, "in"), capacity=1)
    for one in starts:
        flow.add_edge((child, "out"), (one, "in"), capacity=1)
    most: Any = edmonds_karp(flow, (child, "out"), _SINK)
    return len(direct) + most.graph["flow_value"]


def _reachable(network: Network, start: str, without: Collection[str]) -> set[str]:
    """Everybody who can be reached from somebody, themselves too, without passing some."""
    met, ahead = {start}, [start]
    while ahead:
        for each in network.adj[ahead.pop()]:
            if each not in met and each not in without:
                met.add(each)
                ahead.append(each)
    return met


class _Ways:
    """Who and what cannot be gone round on the way from the child to able adults.

    Who must be passed on the way to somebody are their dominators, seen from the child (Lengauer and Tarjan 1979); in
    an undirected graph those who dominate anybody are its articulation points.
    """

    def __init__(self, network: Network, child: str, able: Collection[str]) -> None:
        self._network, self._child = network, child
        self._before: Mapping[Any, Any] = nx.immediate_dominators(network.to_directed(as_view=True), child)
        self._able = [each for each in able if each in self._before]

    def _passed(self, somebody: str) -> list[str]:
        """Who must be passed to come to somebody, from the last to the first, the child left out."""
        passed: list[str] = []
        here = self._before.get(somebody)
        while here is not None and here != self._child:
            passed.append(here)
            here = self._before.get(here)
        return passed

    def to_some(self) -> tuple[str, ...]:
        return tuple(sorted({each for somebody in self._able for each in self._passed(somebody)}))

    def to_any(self) -> tuple[str, ...]:
        lines = [{somebody, *self._passed(somebody)} for somebody in self._able]
        return tuple(sorted(set[str].intersection(*lines))) if lines else ()

    def bridges(self) -> tuple[tuple[str, str], ...]:
        """The tie to somebody who must be passed is a bridge if whoever else they are tied to is behind them."""
        ends = {each for somebody in self._able for each in (somebody, *self._passed(somebody))}
        found: list[tuple[str, str]] = []
        for far in ends:
            near, others = self._before[far], self._network.adj[far]
            if near in others and all(other == near or far in self._passed(other) for other in others):
                found.append((near, far))
        return tuple(sorted(found))


def constraint(network: Network, child: str) -> float | None:
    """Burt's constraint of the child in its network of one hop: sum over j of (p_ij + sum over q of p_iq p_qj) squared,
    with p_ij the share of i's ties, by weight, that j has. None without ties.

    The sums are exact, so that the same circle has the same measures in whichever order its ties were met. Written out
    here because `networkx.constraint` takes a hundred times as long; a test holds the one to the other.

    Source: Burt (1992), equation 2.4, as of the ego network alone.
    """
    shares = _shares(network, child)
    if len(shares) < 2:
        return None
    own = shares[child]
    parts: list[float] = []
    for other in own:
        by_way_of = fsum(own[each] * shares[each].get(other, 0.0) for each in own if each != other)
        parts.append((own[other] + by_way_of) ** 2)
    return fsum(parts)


def effective_size(network: Network, child: str) -> float | None:
    """Burt's effective size of the child's network of one hop: sum over j of 1 - sum over q of p_iq m_jq, with m_jq the
    weight of the tie of j and q by that of j's strongest. None without ties.

    Source: Burt (1992), equation 2.2, as of the ego network alone.
    """
    shares = _shares(network, child)
    if len(shares) < 2:
        return None
    own = shares[child]
    parts: list[float] = []
    for other in own:
        strongest = max(shares[other].values())
        parts.append(1 - fsum(own[each] * shares[other].get(each, 0.0) / strongest for each in own if each != other))
    return fsum(parts)


def _shares(network: Network, child: str) -> dict[str, dict[str, float]]:
    """For everybody of the network of one hop which share of their ties in it each of the others has."""
    circle = {child, *network.adj[child]}
    weights = {
        one: {other: tie[WEIGHT] for other, tie in network.adj[one].items() if other in circle} for one in circle
    }
    totals = {one: sum(ties.values()) for one, ties in weights.items()}
    return {one: {other: weight / totals[one] for other, weight in ties.items()} for one, ties in weights.items()}
