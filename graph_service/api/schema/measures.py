"""Networks round children: how well they hold, on whom alone they hang, and where parents work."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph_service.api.schema.enums import Grade

if TYPE_CHECKING:
    from graph_service.api.schema.types import Child, Guardian, LocalisedText, Person

_TYPES = "graph_service.api.schema.types"


@strawberry.type
class Isolation:
    """How alone a child is, and by what (孤立程度)."""

    score: float
    few_ties: float
    few_able_adults: float
    no_second_way: float
    closed_circle: float


@strawberry.type
class NetworkBridge:
    """A tie that cannot be gone round (桥)."""

    near: "Annotated[Person, strawberry.lazy(_TYPES)]"
    far: "Annotated[Person, strawberry.lazy(_TYPES)]"


@strawberry.type
class CarerLoad:
    """For how many children somebody is responsible (照护负担)."""

    party: "Annotated[Guardian, strawberry.lazy(_TYPES)]"
    children: int
    load: float


@strawberry.type
class NetworkMeasures:
    """How well a child is held by the people round it (支持网络指标)."""

    size: int
    within_two_hops: int
    density: float | None
    able_adults: int
    redundancy: int
    cut_persons: "list[Annotated[Person, strawberry.lazy(_TYPES)]]"
    articulation_persons: "list[Annotated[Person, strawberry.lazy(_TYPES)]]"
    bridges: list[NetworkBridge]
    carers: list[CarerLoad]
    constraint: float | None
    effective_size: float | None
    isolation: Isolation


@strawberry.type
class StoredMeasures:
    """How well a child was held, as it was measured and kept (已保存的支持网络指标)."""

    person: "Annotated[Person, strawberry.lazy(_TYPES)]"
    as_of: date
    known_at: datetime
    measured_at: datetime
    version: str
    measures: NetworkMeasures


@strawberry.type
class GuardianshipLoss:
    """Guardianship of a child would stop being effective (监护失效)."""

    child: "Annotated[Child, strawberry.lazy(_TYPES)]"
    before: Grade
    after: Grade


@strawberry.type
class CriticalCarer:
    """Somebody on whom alone the guardianship of children hangs (监护唯一所系之人)."""

    party: "Annotated[Guardian, strawberry.lazy(_TYPES)]"
    losses: list[GuardianshipLoss]


@strawberry.type
class ParentFlow:
    """How many parents of one place's children are in another, or that it is hidden."""

    origin: str | None
    destination: str | None
    parents: int | None
    hidden: bool


@strawberry.type
class ParentFlows:
    """Where the parents of a division's children work, small numbers hidden (父母流向)."""

    division: str
    smallest: int
    source: "Annotated[LocalisedText, strawberry.lazy(_TYPES)]"
    flows: list[ParentFlow]
