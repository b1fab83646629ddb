"""How people reach each other: the shortest, the strongest, or all support paths between some and others.

A path goes from tie to tie and meets nobody twice. Two named ends may meet in one hub, a school or an institution that
both belong to; further it does not lead through hubs, where everybody would be near to everybody. A tie derived from
several records is one step, and names them all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.networks.ego import nobody
from graph_service.networks.neighbourhood import Neighbourhood, Node, able_people, neighbourhood, ref
from graph_service.networks.ties import Tie, TieFilter, TieName

MOST_STEPS: Final = 6
"""Six ties lead from anybody to nearly everybody."""
MOST_ENDS: Final = 50
"""Starts, or ends, of one question."""
MOST_PATHS: Final = 100
"""Paths of one answer."""
MOST_TRIED: Final = 200_000
"""Steps that are tried to find all paths; then the answer says that it is not complete."""


class PathOrder(StrEnum):
    """Which paths are wanted, and which comes first."""

    SHORTEST = "SHORTEST"
    STRONGEST = "STRONGEST"
    ALL = "ALL"


class PathGoal(StrEnum):
    """Whom a path may lead to when no ends are named."""

    ABLE_ADULT = "ABLE_ADULT"
    INSTITUTION = "INSTITUTION"
    CHILD_DIRECTOR = "CHILD_DIRECTOR"


@dataclass(frozen=True, slots=True)
class SupportPath:
    """A way from one to another.

    Args:
        nodes: references, the start first.
        ties: between each two neighbours.
    """

    nodes: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def steps(self) -> int:
        return len(self.ties)

    @property
    def length(self) -> int:
        """The sum of the lengths of its ties: small for a strong one."""
        return sum(tie.length for tie in self.ties)

    def json_object(self) -> dict[str, Any]:
        """The path in JSON, step by step."""
        return {
            "from": self.nodes[0],
            "to": self.nodes[-1],
            "length": self.length,
            "steps": [{"node": node} | tie.json_object() for node, tie in zip(self.nodes[1:], self.ties, strict=True)],
        }


@dataclass(frozen=True, slots=True)
class FoundPaths:
    """What was found.

    Args:
        nodes: everybody on the paths, by reference.
        complete: False when the people were too many to be sure that there is no other, or the paths too many to list.
    """

    paths: tuple[SupportPath, ...]
    nodes: Mapping[str, Node]
    complete: bool


def support_paths(
    graph: Graph,
    starts: Sequence[str],
    ends: Sequence[str] | PathGoal,
    wanted: TieFilter,
    *,
    order: PathOrder = PathOrder.SHORTEST,
    within: int = 4,
    watcher: Identity | None = None,
) -> FoundPaths:
    """Support paths from some persons to others.

    SHORTEST and STRONGEST give for each start and each end that it reaches one path: of fewest ties, or of the least
    length; then of the other; then the first by references. ALL gives every path within the steps.

    Args:
        starts: ids of persons who are alive on the day.
        ends: references (`Person:P1`, `School:S1`), or whom to look for. An able adult is one who is able to look after
            the start; the decision table says who is.
        within: ties of a path at most, 1 to 6.
        watcher: who may see the answer; None: the service itself, which sees everything.

    Raises:
        ServiceError: PERSON_NOT_FOUND when a start or an end that is a person is not there for the watcher;
            ARGUMENT_INVALID.
    """
    _refuse_too_many(starts, ends, within)
    named = () if isinstance(ends, PathGoal) else tuple(dict.fromkeys(ends))
    people = [each.removeprefix("Person:") for each in named if each.startswith("Person:")]
    # Two ends that meet in a hub are each within one step less of it; an end that is a hub is met from the start alone.
    steps = max(within - 1, 1) if named and len(people) == len(named) else within
    around = neighbourhood(graph, [*starts, *people], wanted, steps=steps, watcher=watcher)
    begun = [ref("Person", each) for each in dict.fromkeys(starts)]
    if not all(each in around.nodes for each in (*begun, *(ref("Person", each) for each in people))):
        raise nobody()
    goals = _goals(graph, begun, named or ends, around, wanted)
    ways = ways_of(around.ties)
    found: list[SupportPath] = []
    complete = around.complete
    for start in begun:
        targets = goals[start]
        if order is PathOrder.ALL:
            several, all_of_them = all_paths(ways, start, targets, around.hubs, within, bool(named))
            complete = complete and all_of_them
            found += several
        else:
            found += best_paths(ways, start, targets, around.hubs, within, bool(named), order).values()
    found.sort(key=lambda path: _rank(path, order))
    if len(found) > MOST_PATHS:
        found, complete = found[:MOST_PATHS], False
    met = {each for path in found for each in path.nodes}
    return FoundPaths(tuple(found), {each: around.nodes[each] for each in sorted(met)}, complete)


Ways = Mapping[str, Sequence[tuple[str, Tie]]]
"""From a reference to those it is tied to, each once, by the strongest tie."""


def ways_of(ties: Iterable[Tie]) -> Ways:
    """Who leads where, in the order of references; of several ties between the same two the strongest."""
    strongest: dict[tuple[str, str], Tie] = {}
    for tie in sorted(ties, key=lambda each: (-each.strength, each.name, each.detail or "")):
        for one in (tie.start, tie.end):
            strongest.setdefault((one, tie.other(one)), tie)
    ways: dict[str, list[tuple[str, Tie]]] = defaultdict(list)
    for (one, other), tie in sorted(strongest.items(), key=lambda each: each[0]):
        ways[one].append((other, tie))
    return ways


def best_paths(
    ways: Ways,
    start: str,
    targets: frozenset[str],
    hubs: frozenset[str],
    within: int,
    through_hub: bool,
    order: PathOrder,
) -> dict[str, SupportPath]:
    """The best path to each target that can be reached, by its reference.

    Bellman and Ford's relaxation, one tie at a time: how good a way is that has led somewhere depends on whether it
    has gone through a hub already, so that each is kept for both. All lengths are above zero; hence none meets anybody
    twice.

    Args:
        hubs: references of whom a path leads through once at most, and not at all unless `through_hub`.
    """
    best: dict[str, SupportPath] = {}
    layer: dict[tuple[str, bool], SupportPath] = {(start, False): SupportPath((start,), ())}
    for _ in range(within):
        further: dict[tuple[str, bool], SupportPath] = {}
        for (here, used), path in layer.items():
            entering = here in hubs and here != start
            if entering and (used or not through_hub):
                continue
            for other, tie in ways.get(here, ()):
                if other in path.nodes:
                    continue
                place = other, used or entering
                longer = SupportPath((*path.nodes, other), (*path.ties, tie))
                known = further.get(place)
                if known is None or _rank(longer, order) < _rank(known, order):
                    further[place] = longer
        for (other, _), path in further.items():
            if other in targets and (other not in best or _rank(path, order) < _rank(best[other], order)):
                best[other] = path
        layer = further
    return best


def all_paths(
    ways: Ways, start: str, targets: frozenset[str], hubs: frozenset[str], within: int, through_hub: bool
) -> tuple[list[SupportPath], bool]:
    """Every path to a target, those of fewer ties first; and whether these are all, or too many to go on."""
    found: list[SupportPath] = []
    layer, tried = [(SupportPath((start,), ()), False)], 0
    for _ in range(within):
        further: list[tuple[SupportPath, bool]] = []
        for path, used in layer:
            here = path.nodes[-1]
            entering = here in hubs and here != start
            if entering and (used or not through_hub):
                continue
            for other, tie in ways.get(here, ()):
                if other not in path.nodes:
                    tried += 1
                    longer = SupportPath((*path.nodes, other), (*path.ties, tie))
                    further.append((longer, used or entering))
                    if other in targets:
                        found.append(longer)
            if len(found) > MOST_PATHS or tried > MOST_TRIED:
                return found, False
        layer = further
    return found, True


def _rank(path: SupportPath, order: PathOrder) -> tuple[Any, ...]:
    counts = (path.length, path.steps) if order is PathOrder.STRONGEST else (path.steps, path.length)
    return (*counts, path.nodes)


def _goals(
    graph: Graph,
    starts: Sequence[str],
    ends: Sequence[str] | PathGoal,
    around: Neighbourhood,
    wanted: TieFilter,
) -> Mapping[str, frozenset[str]]:
    """Whom a path from each start may lead to."""
    if not isinstance(ends, PathGoal):
        return {start: frozenset(ends) - {start} for start in starts}
    if ends is PathGoal.ABLE_ADULT:
        people = [node.id for node in around.nodes.values() if node.is_person]
        bare = {start: start.removeprefix("Person:") for start in starts}
        pairs = [(child, person) for child in bare.values() for person in people if person != child]
        able = able_people(graph, wanted, pairs)
        return {
            start: frozenset(ref("Person", person) for one, person in able if one == child)
            for start, child in bare.items()
        }
    fits: Mapping[PathGoal, Callable[[], Iterable[str]]] = {
        PathGoal.INSTITUTION: lambda: (each for each, node in around.nodes.items() if node.label == "Organisation"),
        PathGoal.CHILD_DIRECTOR: lambda: (
            each
            for tie in around.ties
            if tie.name is TieName.CHILD_DIRECTOR
            for each in (tie.start, tie.end)
            if around.nodes[each].label == "Worker"
        ),
    }
    found = frozenset(fits[ends]())
    return dict.fromkeys(starts, found)


def _refuse_too_many(starts: Sequence[str], ends: Sequence[str] | PathGoal, within: int) -> None:
    numbers = [len(starts), 1 if isinstance(ends, PathGoal) else len(ends)]
    if not 1 <= within <= MOST_STEPS or not all(1 <= number <= MOST_ENDS for number in numbers):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "A support path has 1 to {steps} steps, and 1 to {ends} starts and ends.",
            "Ask for fewer.",
            steps=MOST_STEPS,
            ends=MOST_ENDS,
        )
