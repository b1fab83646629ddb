"""The support network of one person: everybody within a few ties, in layers, and the groups that are only counted.

What joins many is not walked through; how many others the person shares it with is a *group*, whose members are asked
for page by page.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Question, settle
from graph_service.model.assessment import Record, record_of
from graph_service.networks.neighbourhood import (
    MOST_PEOPLE,
    Neighbourhood,
    Node,
    asked,
    neighbourhood,
    ref,
)
from graph_service.networks.ties import TIE_TYPES, Tie, TieFilter, TieKind, TieName

MOST_HOPS: Final = 4
"""A network of more ties from one person says nothing about them."""
PAGE: Final = 100
"""Members of a group that are named at a time."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a group: a person, and the records by which they belong to it as the person asked about does."""

    node: Node
    records: tuple[Record, ...]

    def json_object(self) -> dict[str, Any]:
        """The member in JSON."""
        return self.node.json_object() | {"records": [record.json_object() for record in self.records]}


@dataclass(frozen=True, slots=True)
class Group:
    """Others who share a school class, an institution, a large household or a child director with somebody.

    Args:
        name: what ties them.
        hub: what joins them.
        detail: stage and grade at school, kind of placement.
        count: how many others there are.
        members: a page of them, when they were asked for.
    """

    name: TieName
    hub: Node
    detail: str | None
    count: int
    members: tuple[Member, ...] = ()

    @property
    def kind(self) -> TieKind:
        kind = TIE_TYPES[self.name].kind
        assert kind is not None  # noqa: S101 - only support ties have none, and they make no group
        return kind

    def json_object(self) -> dict[str, Any]:
        """The group in JSON."""
        return {
            "tie": self.name,
            "kind": self.kind,
            "hub": self.hub.ref,
            "detail": self.detail,
            "count": self.count,
            "members": [member.json_object() for member in self.members],
        }


@dataclass(frozen=True, slots=True)
class EgoNetwork:
    """The support network of one person.

    Args:
        person: whose.
        around: everybody within the hops, and the ties between them.
        groups: those that are counted.
    """

    person: Node
    around: Neighbourhood
    groups: tuple[Group, ...]

    @property
    def layers(self) -> list[Counter[TieKind]]:
        """Number of nodes by distance, from 1, and by the kind of a tie that leads to them from the layer before."""
        found: list[Counter[TieKind]] = []
        distance = self.around.distance
        kinds = {
            (each, tie.kind)
            for tie in self.around.ties
            for each in (tie.start, tie.end)
            if distance[tie.other(each)] == distance[each] - 1
        }
        for far in range(1, max(distance.values(), default=0) + 1):
            found.append(Counter(kind for each, kind in kinds if distance[each] == far))
        return found

    def json_object(self) -> dict[str, Any]:
        """The network in JSON; ids are the feeds'."""
        network = self.around
        return {
            "person": self.person.id,
            "nodes": [
                node.json_object() | {"distance": network.distance[each], "hub": each in network.hubs}
                for each, node in network.nodes.items()
            ],
            "ties": [tie.json_object() for tie in network.ties],
            "groups": [group.json_object() for group in self.groups],
            "complete": network.complete,
        }


def ego_network(
    graph: Graph, person: str, wanted: TieFilter, *, hops: int = 2, watcher: Identity | None = None
) -> EgoNetwork:
    """The support network of a person who is alive on the day.

    Raises:
        ServiceError: PERSON_NOT_FOUND, also of somebody whom the watcher does not see; those of `ego_networks`.
    """
    found = ego_networks(graph, [person], wanted, hops=hops, watcher=watcher)
    if person not in found:
        raise nobody()
    return found[person]


def ego_networks(
    graph: Graph, people: Sequence[str], wanted: TieFilter, *, hops: int = 2, watcher: Identity | None = None
) -> dict[str, EgoNetwork]:
    """The support network of each of the persons who is alive on the day, by id, with as many statements as of one.

    Args:
        hops: ties from the person, 1 to 4.
        watcher: who may see the answer; None: the service itself, which sees everything.

    Raises:
        ServiceError: ARGUMENT_INVALID.
    """
    if not 1 <= hops <= MOST_HOPS:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "A support network has 1 to {most} hops.",
            "Ask for fewer hops, or for the network of somebody further out.",
            most=MOST_HOPS,
        )
    question = settle(graph, wanted.moment)
    most = MOST_PEOPLE * max(1, len(people))
    joined = neighbourhood(graph, people, wanted, steps=hops, watcher=watcher, most_people=most, question=question)
    groups: dict[str, list[Group]] = defaultdict(list)
    for whose, group in groups_of(graph, people, wanted, watcher=watcher, question=question):
        groups[whose].append(group)
    return {
        person: EgoNetwork(joined.nodes[here], around(joined, here, hops), tuple(groups[person]))
        for person in dict.fromkeys(people)
        if (here := ref("Person", person)) in joined.nodes
    }


def around(joined: Neighbourhood, here: str, hops: int) -> Neighbourhood:
    """What of a neighbourhood of several persons is around one of them.

    Args:
        here: reference of one of those whom it was asked for, with at least so many steps.
    """
    ties_of: dict[str, list[Tie]] = defaultdict(list)
    for tie in joined.ties:
        ties_of[tie.start].append(tie)
        ties_of[tie.end].append(tie)
    distance, ties, layer = {here: 0}, dict[Tie, None](), [here]
    for far in range(1, hops + 1):
        met: list[str] = []
        for one in layer:
            if one in joined.hubs and one != here:
                continue
            for tie in ties_of[one]:
                ties[tie] = None
                other = tie.other(one)
                if other not in distance:
                    distance[other] = far
                    met.append(other)
        layer = met
    return Neighbourhood(
        nodes={each: joined.nodes[each] for each in distance},
        distance=distance,
        ties=tuple(ties),
        hubs=joined.hubs.intersection(distance),
        complete=joined.complete,
    )


def groups_of(
    graph: Graph,
    people: Sequence[str],
    wanted: TieFilter,
    *,
    hub: str | None = None,
    after: str = "",
    page: int = PAGE,
    watcher: Identity | None = None,
    question: Question | None = None,
) -> list[tuple[str, Group]]:
    """The groups that each person belongs to, by the person's id, and of one of them a page of the others.

    Args:
        hub: reference of what joins the group whose members are wanted.
        after: id of the last member of the page before.
        page: members at most.
        watcher: as for `ego_network`.
        question: the filter's moment as `settle` gives it, when the caller has it already.
    """
    question = question or settle(graph, wanted.moment)
    given = {"people": list(people), "hub": hub, "after": after, "page": page}
    [(rows, _)] = asked(graph, question, wanted, "groups", [given], watcher)
    return [(whose, _group(row)) for whose, *row in rows]


def nobody() -> ServiceError:
    """Nobody of that id is there for the one who asks."""
    return ServiceError(
        ErrorCode.PERSON_NOT_FOUND,
        "Nobody alive on the day is known by an id that was given.",
        "Check the ids and the day.",
    )


def _group(row: Sequence[Any]) -> Group:
    name, label, id_, division, detail, count, members = row
    return Group(
        name=TieName(name),
        hub=Node(label, id_, None, division),
        detail=detail,
        count=count,
        members=tuple(
            Member(Node("Person", other, born and born.to_native(), place), tuple(map(record_of, records)))
            for other, born, place, records in members
        ),
    )
