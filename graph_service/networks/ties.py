"""What counts as a tie between two, of which kind, and which ties a question looks at.

A tie is *recorded*, one fact between the two, or *derived* from several: siblings from two parentages, people of one
household from two memberships. Either way it names the records that it rests on. The kinds say what a tie is about;
one filter of kinds and time means the same in every question about networks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from graph_service.guardianship.assessment import Moment
from graph_service.model.assessment import Record


class TieKind(StrEnum):
    """What a tie is about (联系类别)."""

    KIN = "KIN"
    CARE = "CARE"
    RESIDENCE = "RESIDENCE"
    SCHOOL = "SCHOOL"
    SERVICE = "SERVICE"
    OTHER = "OTHER"


class TieName(StrEnum):
    """What a tie is: the type of the fact that records it, else the rule that derives it."""

    PARENT_OF = "PARENT_OF"
    MARRIED_TO = "MARRIED_TO"
    GUARDIAN_OF = "GUARDIAN_OF"
    ENTRUSTED_CARER_OF = "ENTRUSTED_CARER_OF"
    SUPPORTS = "SUPPORTS"
    PLACED_WITH = "PLACED_WITH"
    MEMBER_OF = "MEMBER_OF"
    ENROLLED_AT = "ENROLLED_AT"
    VISITED = "VISITED"
    RECEIVED_SERVICE = "RECEIVED_SERVICE"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    HOUSEHOLD_MATE = "HOUSEHOLD_MATE"
    CLASSMATE = "CLASSMATE"
    CHILD_DIRECTOR = "CHILD_DIRECTOR"


@dataclass(frozen=True, slots=True)
class TieType:
    """What all ties of one name have in common.

    Args:
        kind: None of support ties, whose record says what they are.
        strength: 3 strong, 2, 1 weak, as in the feed of support ties, where the record gives none.
        mutual: whether both hold each other up; else one supports the other.
        derived: by which facts; none when the tie is a fact itself.
    """

    kind: TieKind | None
    strength: int
    mutual: bool = False
    derived: tuple[str, ...] = ()


TIE_TYPES: Final[Mapping[TieName, TieType]] = {
    TieName.PARENT_OF: TieType(TieKind.KIN, 3),
    TieName.MARRIED_TO: TieType(TieKind.KIN, 3, mutual=True),
    TieName.SIBLING: TieType(TieKind.KIN, 2, mutual=True, derived=("PARENT_OF", "PARENT_OF")),
    TieName.GRANDPARENT: TieType(TieKind.KIN, 2, derived=("PARENT_OF", "PARENT_OF")),
    TieName.GUARDIAN_OF: TieType(TieKind.CARE, 3),
    TieName.ENTRUSTED_CARER_OF: TieType(TieKind.CARE, 3),
    TieName.PLACED_WITH: TieType(TieKind.CARE, 2),
    TieName.MEMBER_OF: TieType(TieKind.RESIDENCE, 1, mutual=True),
    TieName.HOUSEHOLD_MATE: TieType(TieKind.RESIDENCE, 2, mutual=True, derived=("MEMBER_OF", "MEMBER_OF")),
    TieName.ENROLLED_AT: TieType(TieKind.SCHOOL, 1),
    TieName.CLASSMATE: TieType(TieKind.SCHOOL, 1, mutual=True, derived=("ENROLLED_AT", "ENROLLED_AT")),
    TieName.VISITED: TieType(TieKind.SERVICE, 1),
    TieName.RECEIVED_SERVICE: TieType(TieKind.SERVICE, 1),
    TieName.CHILD_DIRECTOR: TieType(TieKind.SERVICE, 1, derived=("Worker", "Person")),
    TieName.SUPPORTS: TieType(None, 2),
}

SUPPORT_KINDS: Final[Mapping[str, TieKind]] = {
    "KIN": TieKind.KIN,
    "NEIGHBOUR": TieKind.RESIDENCE,
    "TEACHER": TieKind.SCHOOL,
    "VOLUNTEER": TieKind.SERVICE,
    "SOCIAL_WORKER": TieKind.SERVICE,
    "FRIEND": TieKind.OTHER,
}
"""What a support tie is about, by the kind in its record."""

WHOLE: Final = 6
"""The length of the weakest tie; a tie of strength s has WHOLE / s, a whole number."""


@dataclass(frozen=True, slots=True)
class TieFilter:
    """Which ties a question looks at.

    Args:
        moment: they hold on its day, as far as was known at its recorded time. Visits and services, which are of one
            day, count for a year.
        kinds: what they are about.
    """

    moment: Moment
    kinds: frozenset[TieKind] = frozenset(TieKind)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements look for: `ties`, and of support ties the `support_kinds`."""
        support_kinds = [code for code, kind in SUPPORT_KINDS.items() if kind in self.kinds]
        ties = [name.value for name, type_ in TIE_TYPES.items() if type_.kind in self.kinds]
        return {
            "ties": [*ties, *([TieName.SUPPORTS.value] if support_kinds else [])],
            "support_kinds": support_kinds,
        }


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who are tied to each other.

    Args:
        start: reference of who supports, `<Label>:<id>`; of the two of a mutual tie the one that sorts first.
        end: reference of who is supported.
        detail: kind of the parentage, support or placement, basis of the guardianship, stage and grade at school.
        strength: 3 strong, 2, 1 weak.
        records: what the tie rests on; for a derived one all facts that lead from one of the two to the other.
    """

    start: str
    end: str
    name: TieName
    kind: TieKind
    detail: str | None
    strength: int
    records: tuple[Record, ...]

    @property
    def mutual(self) -> bool:
        """Whether both hold each other up."""
        return TIE_TYPES[self.name].mutual

    @property
    def derived(self) -> bool:
        """Whether it follows from its records rather than being one."""
        return bool(TIE_TYPES[self.name].derived)

    @property
    def length(self) -> int:
        """How far apart it keeps the two: the stronger, the nearer.

        Source: M. E. J. Newman, Scientific collaboration networks II, Phys. Rev. E 64, 016132 (2001): the distance
        along a tie is the inverse of its strength.
        """
        return WHOLE // self.strength

    def other(self, one: str) -> str:
        """Reference of whom somebody is tied to by it."""
        return self.end if one == self.start else self.start

    def json_object(self) -> dict[str, Any]:
        """The tie in JSON; `from` supports `to` unless it is mutual."""
        return {
            "from": self.start,
            "to": self.end,
            "tie": self.name,
            "kind": self.kind,
            "detail": self.detail,
            "mutual": self.mutual,
            "derived": self.derived,
            "strength": self.strength,
            "records": [record.json_object() for record in self.records],
        }
