"""Families in the words of those who ask: kinship, drawings, families that live apart."""

from typing import Annotated

import strawberry

from graph_service.api.schema.enums import KinLine, ParentageKind, TieKind, UnionKind
from graph_service.api.schema.types import (
    Candidate,
    Child,
    Entity,
    Household,
    KinshipStep,
    LocalisedText,
    Organisation,
    Person,
    Record,
    Responsible,
)

Home = Annotated[Household | Organisation, strawberry.union("Home")]


@strawberry.type
class KinshipPath:
    """One way from a person to a relative (亲属关系路径)."""

    steps: list[KinshipStep]


@strawberry.type
class Kinship:
    """What a person is to another one (亲属关系)."""

    term: LocalisedText
    kin_type: str
    degree: int
    line: KinLine
    near_relative: bool
    step: bool
    adoptive: bool
    half: bool
    paths: list[KinshipPath]


@strawberry.type
class SeparatedSiblings:
    """Two children who share a parent and live in different homes (分开生活的兄弟姐妹)."""

    child: Child
    sibling: Child
    half: bool
    parentages: list[Record]
    homes: list[Home]
    sibling_homes: list[Home]


@strawberry.type
class Reunification:
    """A child in care, and who of its family could take it in (家庭团聚)."""

    child: Child
    institutions: list[Organisation]
    parents: list[Responsible]
    relatives: list[Candidate]


@strawberry.type
class DrawingPoint:
    """A place in a drawing."""

    x: int
    y: int


@strawberry.type
class DrawingArea:
    """A rectangle in a drawing."""

    x: int
    y: int
    width: int
    height: int


@strawberry.interface
class Drawn:
    """Somebody in a drawing."""

    x: int
    y: int
    term: LocalisedText | None


@strawberry.type
class GenogramPerson(Drawn):
    """Somebody in a genogram."""

    person: Person
    generation: int
    index: bool
    dead: bool
    age: int | None


@strawberry.type
class GenogramUnion:
    """Two who are or were together, and their line."""

    partners: list[Person]
    kind: UnionKind
    records: list[Record]
    line: list[DrawingPoint]
    slashes: list[DrawingPoint]


@strawberry.type
class GenogramDescent:
    """The line from parents to a child."""

    child: Person
    parents: list[Person]
    kind: ParentageKind
    ended: bool
    records: list[Record]
    line: list[DrawingPoint]


@strawberry.type
class GenogramHousehold:
    """The boundary of a household."""

    household: Household | None
    members: list[Person]
    areas: list[DrawingArea]


@strawberry.type
class Genogram:
    """A child's family, laid out (家谱图)."""

    width: int
    height: int
    complete: bool
    persons: list[GenogramPerson]
    unions: list[GenogramUnion]
    descents: list[GenogramDescent]
    households: list[GenogramHousehold]


@strawberry.type
class EcomapTie(Drawn):
    """Somebody or something that a child is tied to."""

    party: Entity
    kind: TieKind
    strength: int
    inward: bool
    outward: bool
    records: list[Record]


@strawberry.type
class Ecomap:
    """A child's ties, laid out (生态图)."""

    width: int
    height: int
    x: int
    y: int
    complete: bool
    around: list[EcomapTie]
