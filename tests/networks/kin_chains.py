"""Invented genealogies, one for each chain of relatives, in the words of an outside tool: 爸爸的哥哥的儿子."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise, product

from graph_service.guardianship.kinship import Edge
from graph_service.model.assessment import Record
from graph_service.networks.kinship import FEMALE, MALE, Kin, KinGraph, Person

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = {
    **{"爸爸": ("up", MALE, 0), "妈妈": ("up", FEMALE, 0), "儿子": ("down", MALE, 0), "女儿": ("down", FEMALE, 0)},
    **{"哥哥": ("beside", MALE, -4), "弟弟": ("beside", MALE, 4)},
    **{"姐姐": ("beside", FEMALE, -4), "妹妹": ("beside", FEMALE, 4)},
    **{"老公": ("married", MALE, 0), "老婆": ("married", FEMALE, 0)},
}
"""How a word leads on: which way, to which sex, how many years younger."""


def edge(fact: str, start: str, end: str, kind: str | None = None) -> Edge:
    return Edge(Record(f"{fact}-{start}-{end}", fact, None, NOW, True), start, end, kind)


@dataclass
class Genealogy:
    """A family that has just those persons whom a chain needs; nobody is born on the same day as somebody else."""

    chain: str
    shift: int = 0
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    edges: list[Edge] = field(default_factory=list[Edge])

    def __post_init__(self) -> None:
        words = self.chain.split("的")
        sex = MALE if words[0] == "老婆" else FEMALE if words[0] == "老公" else MALE
        here = self._person(sex, 2000)
        for place, word in enumerate(words):
            way, sex, years = WORDS[word]
            born = self._born(here) + {"up": -30, "down": 30, "beside": years, "married": 1}[way]
            if place == len(words) - 1:
                born += self.shift
            there = self._person(sex, born)
            if way == "up":
                self._parent(there, here)
            elif way == "down":
                self._parent(here, there)
            elif way == "married":
                self.edges.append(edge("MARRIED_TO", here, there))
            else:
                for parent_sex in (MALE, FEMALE):
                    parent = self._parent_of(here, parent_sex)
                    self._parent(parent, there)
            here = there
        self.last = here

    def kin(self) -> Kin:
        """What the last one is to the first."""
        (found,) = KinGraph(self.people, self.edges).kin("1", self.last)
        return found

    def back(self) -> Kin:
        """What the first one is to the last."""
        (found,) = KinGraph(self.people, self.edges).kin(self.last, "1")
        return found

    def _person(self, sex: int, year: int) -> str:
        id_ = str(len(self.people) + 1)
        self.people[id_] = Person(id_, sex, date(year, 1, 1))
        return id_

    def _born(self, id_: str) -> int:
        born = self.people[id_].born
        assert born
        return born.year

    def _parent(self, parent: str, child: str) -> None:
        self.edges.append(edge("PARENT_OF", parent, child, "BIOLOGICAL"))

    def _parent_of(self, child: str, sex: int) -> str:
        for each in self.edges:
            if each.record.fact == "PARENT_OF" and each.end == child and self.people[each.start].sex == sex:
                return each.start
        parent = self._person(sex, self._born(child) - 28)
        self._parent(parent, child)
        return parent


UP, SIBLINGS, DOWN, SPOUSES = ("爸爸", "妈妈"), ("哥哥", "弟弟", "姐姐", "妹妹"), ("儿子", "女儿"), ("老公", "老婆")
_SHAPES = (
    *((UP,) * up + (DOWN,) * down for up, down in ((1, 0), (2, 0), (3, 0), (4, 0), (0, 1), (0, 2), (0, 3), (0, 4))),
    *(
        (UP,) * up + (SIBLINGS,) + (DOWN,) * down
        for up, down in ((0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2))
    ),
    *((UP,) * up + (SIBLINGS,) + (DOWN,) * down + (SPOUSES,) for up, down in ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1))),
    *((SPOUSES,), (SPOUSES, UP), (SPOUSES, SIBLINGS), (SPOUSES, SIBLINGS, SPOUSES), (DOWN, SPOUSES)),
    *((SPOUSES, SIBLINGS, DOWN), (DOWN, DOWN, SPOUSES), (DOWN, SPOUSES, UP), (SPOUSES, UP, UP)),
)
_MARRIES = {
    **dict.fromkeys(("爸爸", "儿子", "哥哥", "弟弟", "老公"), "老婆"),
    **dict.fromkeys(("妈妈", "女儿", "姐姐", "妹妹", "老婆"), "老公"),
}


def chains() -> list[str]:
    """Every chain of the shapes above in which husbands have wives and wives have husbands."""
    found: list[str] = []
    for words in (words for each in _SHAPES for words in product(*each)):
        pairs = pairwise(words)
        if all(_MARRIES[one] == other for one, other in pairs if other in SPOUSES):
            found.append("的".join(words))
    return found


if __name__ == "__main__":
    import json

    told = sorted({Genealogy(chain, shift).kin().term.zh for chain in chains() for shift in (-3, 3)})
    print(json.dumps({"chains": chains(), "terms": told}, ensure_ascii=False))
