"""Numbers that are kept sealed, as an answer shows them: opened here, at the rim, and masked in the same breath."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.sealing import Keyring, place_of


@dataclass(frozen=True, slots=True)
class Mask:
    """What is shown of a number.

    Attributes:
        head, tail: how many characters at its ends.
        stars: what stands for the rest.
        least: characters that it must have; of a shorter one nothing is shown.
    """

    head: int
    tail: int
    stars: str
    least: int

    def of(self, number: str) -> str:
        """The number, masked."""
        whole = len(number) >= self.least
        return f"{number[: self.head]}{self.stars}{number[-self.tail :]}" if whole else self.stars


MASKS: Final[Mapping[str, Mask]] = {
    "idNumber": Mask(6, 2, "**********", 15),
    "phone": Mask(3, 4, "****", 11),
    "certificateNo": Mask(6, 2, "**********", 15),
}
"""By the field that shows it, which is called like the property. A certificate number holds the ID number."""


@dataclass(frozen=True, slots=True)
class Sought:
    """An exact number that a list is narrowed by; the database is only told its tag.

    Attributes:
        field: of MASKS.
        number: however it is written.
    """

    field: str
    number: str


Show = Callable[[str, Sequence[str | None] | None], str | None]
"""What a field shows, given its name, and whose number it is with the sealed number; None when it is not shown."""


def showing(keyring: Keyring) -> Show:
    """Shows what these keys have sealed."""

    def show(field: str, kept: Sequence[str | None] | None) -> str | None:
        key, sealed = kept or (None, None)
        if key is None or sealed is None:
            return None
        return MASKS[field].of(keyring.open(place_of(key, field), sealed))

    return show


def nothing_shown(_field: str, _kept: Sequence[str | None] | None) -> None:
    """Nothing is shown yet."""
