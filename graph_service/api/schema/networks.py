"""Support networks in the words of those who ask."""

from datetime import date
from typing import Annotated

import strawberry

from graph_service.api.schema.enums import TieKind, TieName
from graph_service.api.schema.types import Household, Organisation, Person, Record, School, Worker

NetworkParty = Annotated[
    Person | Household | School | Organisation | Worker,
    strawberry.union("NetworkParty"),
]


@strawberry.type
class NetworkTie:
    """Two who are tied to each other, and the records that it rests on (联系)."""

    tie: TieName
    kind: TieKind
    detail: str | None
    mutual: bool
    derived: bool
    strength: int
    supporter: NetworkParty
    supported: NetworkParty
    records: list[Record]


@strawberry.type
class NetworkNode:
    """Somebody or something in a network, and how near."""

    party: NetworkParty
    distance: int
    hub: bool


@strawberry.type
class NetworkGroup:
    """Others who share a class, an institution, a household or a child director with somebody (群体)."""

    tie: TieName
    kind: TieKind
    detail: str | None
    party: NetworkParty
    count: int


@strawberry.type
class SupportNetwork:
    """Everybody within a few ties of somebody (支持网络)."""

    nodes: list[NetworkNode]
    ties: list[NetworkTie]
    groups: list[NetworkGroup]
    complete: bool


@strawberry.type
class PathStep:
    """One tie on the way, and whom it leads to."""

    party: NetworkParty
    tie: NetworkTie


@strawberry.type
class SupportPath:
    """How two reach each other, tie by tie (支持路径)."""

    start: Person
    length: int
    steps: list[PathStep]


@strawberry.type
class ExploredRelation:
    """A fact between the node that is explored and another (关系)."""

    type: str
    outgoing: bool
    kind: str | None
    from_: date | None = strawberry.field(name="from")
    to: date | None
    other_id: str
    other: NetworkParty | None
    record: Record
    recorded_by: str | None


@strawberry.type
class RunStatement:
    """A statement that was run on the graph (查询语句)."""

    text: str
    parameters: str


@strawberry.type
class Exploration:
    """A page of the facts at a node (关系探查)."""

    node_id: str
    node: NetworkParty | None
    relations: list[ExploredRelation]
    cursor: str | None
    statement: RunStatement
