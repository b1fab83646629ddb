"""What two persons are to each other by parentage, marriage and adoption alone: pure functions over recorded facts.

The shortest ways from one to the other along parentages and marriages are found, each is read as a kin type of
anthropology (FBS: father's brother's son), and the kin type has terms in English and Chinese. Where the order of birth
decides a Chinese term and is not known, the term without it is used; nothing is guessed.

Source: Civil Code, art. 1045 (relatives, near relatives), art. 1111 (adoption), art. 1127 (half-blood siblings);
degrees are counted in the civil (Roman) way, one for each parentage, a spouse having that of the other spouse.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Any

from graph_service.guardianship.kinship import Edge
from graph_service.guardianship.table import Text
from graph_service.networks.kin_terms import Seniority, chinese, english, kin_terms, shape

MOST_PATHS = 50
"""Shortest ways that are told of one pair: double entries of a register multiply them."""

MALE, FEMALE = 1, 2
"""GB/T 2261.1."""

_NEAR = frozenset({"E", "P", "C", "G", "PP", "CC"})
"""Shapes of near relatives (近亲属); Civil Code, art. 1045 para. 2."""

_SYMBOLS = {"U": "FMp", "D": "SDc", "M": "HWe", "G": "BZg"}


class Line(StrEnum):
    """In which line somebody is related."""

    SPOUSE = "SPOUSE"
    DIRECT = "DIRECT"
    COLLATERAL = "COLLATERAL"
    BY_MARRIAGE = "BY_MARRIAGE"


@dataclass(frozen=True, slots=True)
class Person:
    """What a kinship term depends on.

    Args:
        sex: GB/T 2261.1; None when not recorded.
        born, died: None when not recorded, or alive.
    """

    id: str
    sex: int | None = None
    born: date | None = None
    died: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded fact on the way: U to a parent, D to a child, M to a spouse, and who is reached."""

    way: str
    edge: Edge
    person: str

    def json_object(self) -> dict[str, Any]:
        """The step in JSON: who is reached, kind of the parentage, and the record."""
        return {"person": self.person, "kind": self.edge.kind} | self.edge.record.json_object()


@dataclass(frozen=True, slots=True)
class Kin:
    """One thing that somebody is to somebody.

    Args:
        term: what they are called.
        kin_type: F father, M mother, S son, D daughter, B brother, Z sister, H husband, W wife, from the one who calls
            them so; a small letter where a sex is not recorded (p, c, g, e).
        degree: number of parentages on the way.
        near_relative: by art. 1045 para. 2; not said of a step relation, since nobody records who reared whom.
        half: a brother or sister with whom one parent only is shared; each has two recorded parents.
        paths: every shortest way there.
    """

    term: Text
    kin_type: str
    degree: int
    line: Line
    near_relative: bool
    step: bool
    adoptive: bool
    half: bool
    paths: tuple[tuple[Step, ...], ...]

    def json_object(self) -> dict[str, Any]:
        """The relation in JSON, with its paths."""
        return {
            "term": self.term.model_dump(),
            "kinType": self.kin_type,
            "degree": self.degree,
            "line": self.line,
            "nearRelative": self.near_relative,
            "step": self.step,
            "adoptive": self.adoptive,
            "half": self.half,
            "paths": [[step.json_object() for step in path] for path in self.paths],
        }


class KinGraph:
    """Parentages and marriages that hold on a day, and what is known of the persons between whom they hold."""

    def __init__(self, people: Mapping[str, Person], edges: Iterable[Edge]) -> None:
        self.people = people
        self.parents: dict[str, set[str]] = defaultdict(set)
        self._beside: dict[str, list[Step]] = defaultdict(list)
        for edge in set(edges):
            if edge.record.fact == "PARENT_OF":
                self._beside[edge.end].append(Step("U", edge, edge.start))
                self._beside[edge.start].append(Step("D", edge, edge.end))
                if edge.kind != "STEP":
                    self.parents[edge.end].add(edge.start)
            else:
                self._beside[edge.start].append(Step("M", edge, edge.end))
                self._beside[edge.end].append(Step("M", edge, edge.start))
        for steps in self._beside.values():
            steps.sort(key=lambda step: (step.person, step.edge.record.id))

    def kin(self, one: str, other: str) -> list[Kin]:
        """What the other one is to the one, by every shortest way; nothing when the facts do not connect them."""
        ways: dict[tuple[tuple[str, str], ...], list[_Read]] = defaultdict(list)
        for path in self.shortest_paths(one, other):
            read = _Read(path, one, self)
            ways[tuple((each.symbol, each.person) for each in read.relatives)].append(read)
        found: dict[tuple[str, str], list[_Read]] = {}
        for same in ways.values():
            best = min(same, key=lambda read: (read.step, read.adoptive))
            term = best.term()
            found.setdefault((term.en, term.zh), []).extend([best, *(read for read in same if read is not best)])
        told = sorted(found.values(), key=lambda reads: (reads[0].step, reads[0].line, reads[0].kin_type))
        return [reads[0].kin(tuple(read.path for read in reads)) for reads in told]

    def shortest_paths(self, one: str, other: str) -> list[tuple[Step, ...]]:
        """Every shortest way along parentages and marriages, at most `MOST_PATHS`, in a stable order."""
        far, ring = {one: 0}, [one]
        while ring and other not in far:
            steps = (step for here in ring for step in self._beside.get(here, ()))
            ring = list(dict.fromkeys(step.person for step in steps if step.person not in far))
            far |= dict.fromkeys(ring, max(far.values()) + 1)
        if other not in far or one == other:
            return []
        # Only what lies on a shortest way is walked: it is found back from the end.
        leads, ring = {other}, [other]
        while ring:
            ring = [
                step.person
                for here in ring
                for step in self._beside[here]
                if far.get(step.person, -1) == far[here] - 1 and step.person not in leads
            ]
            leads.update(ring)
        return list(islice(self._ahead(one, other, far, leads), MOST_PATHS))

    def _ahead(self, here: str, other: str, far: Mapping[str, int], leads: set[str]) -> Iterator[tuple[Step, ...]]:
        if here == other:
            yield ()
            return
        for step in self._beside[here]:
            if step.person in leads and far[step.person] == far[here] + 1:
                for rest in self._ahead(step.person, other, far, leads):
                    yield (step, *rest)


@dataclass(frozen=True, slots=True)
class _Relative:
    """A letter of a kin type, whom it leads to, and by which kinds of parentage."""

    symbol: str
    person: str
    kinds: frozenset[str | None]


class _Read:
    """A way read as a kin type, piece by piece."""

    def __init__(self, path: tuple[Step, ...], one: str, graph: KinGraph) -> None:
        self.path, self._one, self._people, self._parents = path, one, graph.people, graph.parents
        self.relatives = list(self._relatives())
        self.kin_type = "".join(each.symbol for each in self.relatives)
        self.degree = sum(step.way != "M" for step in path)
        kinds = {kind for each in self.relatives for kind in each.kinds}
        self.step = "STEP" in kinds or shape(self.kin_type) in {"PE", "EC", "PEC", "PPE", "ECC"}
        self.adoptive = "ADOPTIVE" in kinds

    def kin(self, paths: tuple[tuple[Step, ...], ...]) -> Kin:
        """The relation, with every way that comes to the same."""
        near = shape(self.kin_type) in _NEAR and not self.step
        term, line = self.term(), self.line
        return Kin(term, self.kin_type, self.degree, line, near, self.step, self.adoptive, self.half, paths)

    @property
    def line(self) -> Line:
        letters = shape(self.kin_type)
        if letters == "E":
            return Line.SPOUSE
        if "E" in letters or letters.startswith("CP"):
            return Line.BY_MARRIAGE
        return Line.COLLATERAL if "G" in letters or "CP" in letters else Line.DIRECT

    @property
    def half(self) -> bool:
        """Whether the last one is a brother or sister with whom one parent only is shared."""
        return len(self.relatives) == 1 and self._shared(0) is not None

    def _shared(self, place: int) -> str | None:
        """The only parent whom a brother or sister on the way shares with the one before; two of each are recorded."""
        if shape(self.relatives[place].symbol) != "G":
            return None
        before = self.relatives[place - 1].person if place else self._one
        mine, theirs = (self._parents.get(each, set[str]()) for each in (before, self.relatives[place].person))
        shared = mine & theirs
        return min(shared) if len(shared) == 1 and len(mine) > 1 and len(theirs) > 1 else None

    def term(self) -> Text:
        """What the last one is called: the longest pieces that have a term, put together."""
        terms = kin_terms()
        return Text(
            en=_joined(self._pieces(self._in_english), terms.english_of),
            zh=_joined(self._pieces(self._in_chinese), terms.chinese_of),
        )

    def _relatives(self) -> Iterator[_Relative]:
        steps = list(self.path)
        while steps:
            step = steps.pop(0)
            kinds, way = {step.edge.kind}, step.way
            if way == "U" and steps and steps[0].way == "D":
                step, way = steps.pop(0), "G"
                kinds.add(step.edge.kind)
            known = self._people.get(step.person)
            sex = {MALE: 0, FEMALE: 1}.get(known.sex or 0, 2) if known else 2
            yield _Relative(_SYMBOLS[way][sex], step.person, frozenset(kinds) if way != "M" else frozenset())

    def _pieces(self, called: Callable[[int, int], str | None]) -> list[str]:
        """The fewest terms that say the whole way; of several such divisions the one with the longest piece."""
        return [said for said, _ in self._divided(called, 0)]

    def _divided(self, called: Callable[[int, int], str | None], start: int) -> list[tuple[str, int]]:
        """Terms from here on, each with the number of relatives that it stands for."""
        if start == len(self.relatives):
            return []
        found = [
            [(term, end - start), *self._divided(called, end)]
            for end in range(start + 1, len(self.relatives) + 1)
            if (term := called(start, end)) is not None
        ]
        return min(found, key=lambda pieces: (len(pieces), -max(length for _, length in pieces)))

    def _in_chinese(self, start: int, end: int) -> str | None:
        terms, piece = kin_terms(), self.relatives[start:end]
        found = chinese("".join(each.symbol for each in piece))
        if found is None:
            return None
        seniority = self._seniority(start, end)
        kinds = {kind for each in piece for kind in each.kinds}
        short = found.short_term(seniority)
        if "STEP" in kinds:
            return terms.chinese_step.format(term=short) if short else None
        if "ADOPTIVE" in kinds and short:
            return terms.chinese_adoptive.format(term=short)
        shared = self._shared(start) if len(piece) == 1 else None
        if shared:
            known = self._people.get(shared)
            side = {MALE: "father", FEMALE: "mother"}.get((known.sex if known else 0) or 0, "parent")
            return terms.chinese_half[side].format(term=found.term(seniority))
        return found.term(seniority)

    def _in_english(self, start: int, end: int) -> str | None:
        terms, piece = kin_terms(), self.relatives[start:end]
        found = english("".join(each.symbol for each in piece))
        if found is None:
            return None
        word, step = found
        kinds = {kind for each in piece for kind in each.kinds}
        if "STEP" in kinds:
            return step
        if "ADOPTIVE" in kinds and step:
            return terms.english_adoptive.format(term=word)
        half = len(piece) == 1 and self._shared(start) is not None
        return terms.english_half.format(term=word) if half else word

    def _seniority(self, start: int, end: int) -> Seniority | None:
        """Whether the last one, or their spouse, is older than the one of the same generation on the own side."""
        piece = list(self.relatives[start:end])
        side = [self.relatives[start - 1].person if start else self._one]
        if shape(piece[0].symbol) == "E":
            side = [piece.pop(0).person]
        if len(piece) > 1 and shape(piece[-1].symbol) == "E":
            piece.pop()
        letters = shape("".join(each.symbol for each in piece))
        up = len(letters) - len(letters.lstrip("P"))
        down = len(letters) - len(letters.rstrip("C"))
        side += [each.person for each in piece[:up]]
        if not piece or letters[up : up + 1] not in {"G", "E"} or len(letters) != up + 1 + down or down > up:
            return None
        return self._older(piece[-1].person, side[up - down])

    def _older(self, one: str, other: str) -> Seniority | None:
        births = [each.born if each else None for each in (self._people.get(one), self._people.get(other))]
        mine, theirs = births
        if mine is None or theirs is None or mine == theirs:
            return None
        return "elder" if mine < theirs else "younger"


def _joined(pieces: Sequence[str], pattern: str) -> str:
    said = pieces[0]
    for piece in pieces[1:]:
        said = pattern.format(one=said, other=piece)
    return said
