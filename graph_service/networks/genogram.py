"""A child's family as a genogram: who is drawn, in which generation, by which symbols, and where.

Drawn are the child, its brothers and sisters, parents, their brothers and sisters, and grandparents, with everybody to
whom they were ever married or with whom they have these children; whoever lives in the child's household; its own
children. Positions are part of the answer, so that a page draws without computing.

Source: M. McGoldrick, R. Gerson and S. Petry, Genograms: Assessment and Treatment, 4th ed. (2020): generations as rows,
men left, elder siblings left, squares, circles and diamonds, slashes for divorce, a cross for death, broken lines
for adoption, a broken line round those who live together, a doubled outline for the person whom it is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from graph_service.guardianship.assessment import no_child
from graph_service.guardianship.candidates import LARGEST_HOUSEHOLD
from graph_service.guardianship.table import Text
from graph_service.model.time import age_on
from graph_service.networks.families import Family, KinFact, Reader, ask_together, person
from graph_service.networks.kinship import FEMALE, Person
from graph_service.networks.layout import Point, Rectangle, Row, Unit, positions, shared_levels

MOST_DRAWN: Final = 80
"""Persons of one drawing; more would not be read. Aunts and uncles are left out first."""

ROW: Final = 170
"""Height of a generation, in the units of the drawing (pixels)."""
HALF: Final = 20
"""Half of a symbol's width."""
LABEL: Final = 60
"""Height of the words above a symbol."""
COLUMN: Final = 130
"""Least distance of two persons of a generation."""
_MARGIN: Final = 80
_LEVEL: Final = 9


class UnionKind(StrEnum):
    """How two are or were together."""

    MARRIED = "MARRIED"
    DIVORCED = "DIVORCED"
    WIDOWED = "WIDOWED"
    UNMARRIED = "UNMARRIED"


@dataclass(frozen=True, slots=True)
class DrawnPerson:
    """Somebody in the drawing.

    Args:
        age: whole years on the day, or at death; None when not known.
        generation: 0 the child's, 1 its parents'.
        term: what the child calls them, when they are related on the day.
        at: the middle of the symbol; the words stand above it.
    """

    person: Person
    dead: bool
    age: int | None
    generation: int
    index: bool
    term: Text | None
    at: Point


@dataclass(frozen=True, slots=True)
class Union:
    """Two persons, or one whose partner is not recorded, and the line from which their children hang.

    Args:
        facts: marriages.
        line: its corners, from the one symbol to the other.
        slashes: where the marks of a divorce stand.
    """

    partners: tuple[str, ...]
    kind: UnionKind
    facts: tuple[KinFact, ...]
    line: tuple[Point, ...]
    slashes: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Descent:
    """The line from a union to a child of it.

    Args:
        kind: BIOLOGICAL, ADOPTIVE or STEP.
        ended: an adoption has closed the parentage, or it has ended otherwise.
    """

    child: str
    parents: tuple[str, ...]
    kind: str
    ended: bool
    facts: tuple[KinFact, ...]
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class HouseholdArea:
    """The boundary of a household, as rectangles whose union it is."""

    id: str
    members: tuple[str, ...]
    areas: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Genogram:
    """A drawing, in pixels from the top left corner."""

    child_id: str
    as_of: date
    width: int
    height: int
    persons: tuple[DrawnPerson, ...]
    unions: tuple[Union, ...]
    descents: tuple[Descent, ...]
    households: tuple[HouseholdArea, ...]
    complete: bool

    def json_object(self) -> dict[str, Any]:
        """The drawing in JSON; persons by id, without names."""
        return {
            "childId": self.child_id,
            "asOf": self.as_of,
            "width": self.width,
            "height": self.height,
            "complete": self.complete,
            "persons": [
                {
                    "id": each.person.id,
                    "sex": each.person.sex,
                    "born": each.person.born,
                    "dead": each.dead,
                    "age": each.age,
                    "generation": each.generation,
                    "index": each.index,
                    "term": each.term.model_dump() if each.term else None,
                    "at": each.at.json_object(),
                }
                for each in self.persons
            ],
            "unions": [
                {
                    "partners": each.partners,
                    "kind": each.kind,
                    "since": _day(fact.since for fact in each.facts),
                    "records": [fact.edge.record.json_object() for fact in each.facts],
                    "line": [point.json_object() for point in each.line],
                    "slashes": [point.json_object() for point in each.slashes],
                }
                for each in self.unions
            ],
            "descents": [
                {
                    "child": each.child,
                    "parents": each.parents,
                    "kind": each.kind,
                    "ended": each.ended,
                    "records": [fact.edge.record.json_object() for fact in each.facts],
                    "line": [point.json_object() for point in each.line],
                }
                for each in self.descents
            ],
            "households": [
                {"id": each.id, "members": each.members, "areas": [area.json_object() for area in each.areas]}
                for each in self.households
            ],
        }


def genogram(reader: Reader, child_id: str) -> Genogram:
    """The genogram of a child, or of anybody else, as the reader sees the family on the day.

    Raises:
        ServiceError: CHILD_NOT_FOUND when the reader sees nobody of that id who has relatives or a household.
    """
    found = genograms(reader, [child_id])
    if child_id not in found:
        raise no_child(reader.moment)
    return found[child_id]


def genograms(reader: Reader, children: Sequence[str]) -> dict[str, Genogram]:
    """The genogram of each of some children, by id, where there is one; they take as many statements as one does."""
    day = reader.moment.as_of
    casts = {child: _Cast(child, day) for child in children}
    for child, home, *member in reader.page("home", persons=list(casts), largest_household=LARGEST_HOUSEHOLD):
        casts[child].add_member(home, person(member))
    walks = [(cast.family, cast.walk()) for cast in casts.values()]
    while wanted := [(family, persons) for family, walk in walks if (persons := next(walk, None)) is not None]:
        ask_together(reader, wanted)
    return {child: _drawn(cast, day) for child, cast in casts.items() if child in cast.family.people}


class _Cast:
    """Who is drawn: persons by generation, the facts between them, and the households of the child."""

    def __init__(self, child: str, day: date) -> None:
        self.child, self.family, self.day = child, Family(), day
        self.generation: dict[str, int] = {child: 0}
        self.households: dict[str, list[str]] = defaultdict(list)
        self.parents: list[str] = []
        self.facts: list[KinFact] = []
        self.complete = True

    def add_member(self, home: str, member: Person) -> None:
        """Somebody who lives in a household of the child, or the child."""
        self.households[home].append(member.id)
        self.family.people.setdefault(member.id, member)

    def walk(self) -> Iterator[Iterable[str]]:
        """Finds who is drawn, step by step: at each those whose facts the family must have before the next one."""
        child, family = self.child, self.family
        yield [child]
        self.parents = self._above(child)
        own = self._below(child)
        yield [*self.parents, *own]
        siblings = [each for parent in self.parents for each in self._below(parent)]
        partners = [each for parent in self.parents for each in self._beside(parent)]
        grandparents = [each for parent in self.parents for each in self._above(parent)]
        yield [*siblings, *partners, *grandparents]
        partners += [each for sibling in siblings for each in self._above(sibling)]
        aunts = [each for grandparent in grandparents for each in self._below(grandparent)]
        self._add(1, self.parents)
        self._add(0, siblings)
        self._add(2, grandparents)
        self._add(1, partners)
        self._add(-1, own)
        self._add(0, [*self._beside(child), *(each for one in own for each in self._above(one))])
        for home in self.households.values():
            for member in home:
                self._add(self._row_of_age(member), [member])
        room = MOST_DRAWN - len(self.generation)
        aunts = [each for each in dict.fromkeys(aunts) if each not in self.parents]
        further = [each for each in aunts if each not in self.generation]
        self.complete = len(further) <= room
        # Whoever lives with the child is drawn already, but not whom they married and whose children they are.
        members = {each for home in self.households.values() for each in home}
        aunts = [*further[:room], *(each for each in aunts if each in members)]
        yield [*aunts, *members]
        self._add(1, aunts)
        spouses = [each for aunt in aunts for each in self._beside(aunt)]
        spouses += [each for grandparent in grandparents for each in self._beside(grandparent)]
        room = MOST_DRAWN - len(self.generation)
        self.complete = self.complete and len(set(spouses) - {*self.generation}) <= room
        for each in spouses:
            if len(self.generation) < MOST_DRAWN:
                self._add(1 if any(each in self._beside(aunt) for aunt in aunts) else 2, [each])
        drawn = self.generation
        self.facts = sorted(
            (
                fact
                for fact in family.facts
                if fact.since <= self.day and fact.edge.start in drawn and fact.edge.end in drawn
            ),
            key=lambda fact: (fact.since, fact.edge.record.id),
        )

    def _add(self, generation: int, persons: Iterable[str]) -> None:
        for each in persons:
            self.generation.setdefault(each, generation)

    def _above(self, one: str) -> list[str]:
        facts = (fact.edge for fact in self.family.facts if fact.edge.record.fact == "PARENT_OF")
        return sorted({edge.start for edge in facts if edge.end == one})

    def _below(self, one: str) -> list[str]:
        facts = (fact.edge for fact in self.family.facts if fact.edge.record.fact == "PARENT_OF")
        return sorted({edge.end for edge in facts if edge.start == one})

    def _beside(self, one: str) -> list[str]:
        edges = [fact.edge for fact in self.family.facts if fact.edge.record.fact == "MARRIED_TO"]
        return sorted(
            {edge.end if edge.start == one else edge.start for edge in edges if one in (edge.start, edge.end)}
        )

    def _row_of_age(self, member: str) -> int:
        """The generation of somebody of the household who is no relative, by age."""
        mine, theirs = self.family.people[self.child].born, self.family.people[member].born
        if mine is None or theirs is None:
            return 0
        return max(-1, min(2, round((mine.year - theirs.year) / 27)))


@dataclass(slots=True)
class _Pair:
    """A union before it has a place."""

    partners: tuple[str, ...]
    marriages: list[KinFact] = field(default_factory=list[KinFact])
    children: dict[str, list[KinFact]] = field(default_factory=dict[str, list[KinFact]])


def _pairs(cast: _Cast) -> dict[tuple[str, ...], _Pair]:
    """Everybody who is or was married, and everybody who has children, with these."""
    pairs: dict[tuple[str, ...], _Pair] = {}
    parentages: dict[str, list[KinFact]] = defaultdict(list)
    for fact in cast.facts:
        if fact.edge.record.fact == "MARRIED_TO":
            place = _sorted(cast, (fact.edge.start, fact.edge.end))
            pairs.setdefault(place, _Pair(place)).marriages.append(fact)
        else:
            parentages[fact.edge.end].append(fact)
    for child, facts in parentages.items():
        kinds: dict[str, list[KinFact]] = defaultdict(list)
        for fact in facts:
            kinds[fact.edge.kind or "BIOLOGICAL"].append(fact)
        natural = {fact.edge.start for fact in facts if fact.edge.kind != "STEP"}
        for kind, same in kinds.items():
            parents = sorted({fact.edge.start for fact in same})
            if kind == "STEP" and any(set(place) & natural and set(place) & set(parents) for place in pairs):
                continue  # the marriage shows it
            couples = [parents] if len(parents) <= 2 else [[each] for each in parents]
            for couple in couples:
                place = _sorted(cast, couple)
                pair = pairs.setdefault(place, _Pair(place))
                pair.children.setdefault(child, []).extend(fact for fact in same if fact.edge.start in couple)
    return pairs


def _sorted(cast: _Cast, persons: Iterable[str]) -> tuple[str, ...]:
    people = cast.family.people
    return tuple(sorted(set(persons), key=lambda each: (people[each].sex == FEMALE, each)))


class _Order:
    """The order of everybody in their generation: father's side left, mother's right; elder left."""

    def __init__(self, cast: _Cast, pairs: Mapping[tuple[str, ...], _Pair]) -> None:
        self.cast, self.pairs = cast, pairs
        self.rows: dict[int, list[str]] = defaultdict(list)
        self.partners: dict[str, set[str]] = defaultdict(set)
        self.parents: dict[str, set[str]] = defaultdict(set)
        for place, pair in pairs.items():
            for one in place:
                self.partners[one] |= {*place} - {one}
            for child in pair.children:
                self.parents[child].update(place)
        self._put(1, self._parents_and_their_siblings())
        self._put(2, [each for below in self.rows[1] for each in self._couple(self.parents[below])])
        for row in (0, -1):
            self._put(row, self._children_of(row + 1))
        self._put_housemates()
        for row in {*cast.generation.values()}:
            self._put(row, self._by_age(cast.generation))
        self.rows = {row: those for row, those in self.rows.items() if those}

    def _put(self, row: int, persons: Iterable[str]) -> None:
        """Behind those who are there; who has a place or belongs to another row is left out."""
        for each in persons:
            if self.cast.generation.get(each) == row and each not in self.rows[row]:
                self.rows[row].append(each)

    def _put_housemates(self) -> None:
        """Whoever lives in the household without being a relative stands beside those of it in their row."""
        for members in self.cast.households.values():
            for one in self._by_age(members):
                row = self.rows[self.cast.generation[one]]
                if one not in row:
                    row.insert(next((place for place, each in enumerate(row) if each in members), len(row)), one)

    def _by_age(self, persons: Iterable[str]) -> list[str]:
        people = self.cast.family.people
        return sorted(persons, key=lambda each: (people[each].born or date.max, each))

    def _couple(self, persons: Iterable[str]) -> list[str]:
        """Parents side by side, other partners of the left one left, of the right one right."""
        couple = _sorted(self.cast, persons)
        left = [other for one in couple[:1] for other in self._by_age(self.partners[one] - {*couple})]
        right = [other for one in couple[1:] for other in self._by_age(self.partners[one] - {*couple})]
        return [*left, *couple, *right]

    def _siblings(self, one: str) -> list[str]:
        generation = self.cast.generation
        siblings = [each for each in generation if self.parents[each] & self.parents[one] and each != one]
        return self._by_age(each for each in siblings if generation[each] == generation[one])

    def _parents_and_their_siblings(self) -> Iterator[str]:
        """First the two who are parents by law on the day, with both their sides, then others who were."""
        cast = self.cast
        facts = (fact for fact in cast.facts if fact.edge.end == cast.child and fact.edge.record.fact == "PARENT_OF")
        known = sorted(facts, key=lambda fact: (not fact.holds_on(cast.day), fact.edge.kind == "STEP"))
        parents = list(dict.fromkeys(fact.edge.start for fact in known))
        couple = _sorted(cast, parents[:2])
        for sibling in [each for one in couple[:1] for each in self._siblings(one)]:
            yield from (*self._by_age(self.partners[sibling]), sibling)
        yield from self._couple(couple)
        for sibling in [each for one in couple[1:] for each in self._siblings(one)]:
            yield from (sibling, *self._by_age(self.partners[sibling]))
        for other in parents[2:]:
            yield from self._couple([other, *self.partners[other]])

    def _children_of(self, row: int) -> Iterator[str]:
        """Union by union from the left, each child with its own partners."""
        above = {one: place for place, one in enumerate(self.rows[row])}
        unions = [place for place, pair in self.pairs.items() if pair.children and all(one in above for one in place)]
        for place in sorted(unions, key=lambda place: sum(above[one] for one in place) / len(place)):
            for child in self._by_age(self.pairs[place].children):
                yield from (child, *self._by_age(self.partners[child]))


def _drawn(cast: _Cast, day: date) -> Genogram:
    pairs = _pairs(cast)
    rows = _Order(cast, pairs).rows
    units = [Unit(place, tuple(pair.children)) for place, pair in pairs.items()]
    across = positions([Row(tuple(rows[row])) for row in sorted(rows, reverse=True)], units, COLUMN)
    top = max(rows)
    places = {
        one: Point(round(across[one]) + _MARGIN, (top - row) * ROW + LABEL + HALF + 40)
        for row, those in rows.items()
        for one in those
    }
    people, related = cast.family.people, cast.family.kin_on(day)
    persons: list[DrawnPerson] = []
    for one, at in places.items():
        known = people[one]
        dead = known.died is not None and known.died <= day
        age = age_on(known.born, known.died if dead and known.died else day) if known.born else None
        kin = related.kin(cast.child, one)
        term = kin[0].term if kin else None
        persons.append(DrawnPerson(known, dead, age, cast.generation[one], one == cast.child, term, at))
    unions, descents = _lines(cast, pairs, rows, places)
    return Genogram(
        cast.child,
        day,
        max(at.x for at in places.values()) + COLUMN,
        max(at.y for at in places.values()) + HALF + 60,
        tuple(persons),
        unions,
        descents,
        tuple(_household(home, members, rows, places) for home, members in sorted(cast.households.items())),
        cast.complete,
    )


def _lines(
    cast: _Cast,
    pairs: Mapping[tuple[str, ...], _Pair],
    rows: Mapping[int, Sequence[str]],
    places: Mapping[str, Point],
) -> tuple[tuple[Union, ...], tuple[Descent, ...]]:
    """Lines of unions below the symbols, and from them to the children; lines that would meet are at other heights."""
    spans = {place: (min(places[one].x for one in place), max(places[one].x for one in place)) for place in pairs}
    unions: list[Union] = []
    descents: list[Descent] = []
    for row in rows:
        here = [place for place in pairs if max(cast.generation[one] for one in place) == row]
        couples = [place for place in here if len(place) == 2]
        depths = shared_levels([spans[place] for place in couples])
        depth: dict[tuple[str, ...], int] = dict(zip(couples, depths, strict=True))
        middles = {place: _middle(pairs[place], places, spans[place]) for place in here}
        bars = {
            place: (
                min(middles[place], *(places[child].x for child in pairs[place].children)),
                max(middles[place], *(places[child].x for child in pairs[place].children)),
            )
            for place in here
            if pairs[place].children
        }
        heights = dict(zip(bars, shared_levels(list(bars.values())), strict=True))
        for place in here:
            bottom = max(places[one].y for one in place) + HALF
            level = bottom + 10 + _LEVEL * depth.get(place, 0)
            middle = middles[place]
            if len(place) == 2:
                one, other = sorted(place, key=lambda each: places[each].x)
                line = (
                    Point(places[one].x + 6, places[one].y + HALF),
                    Point(places[one].x + 6, level),
                    Point(places[other].x - 6, level),
                    Point(places[other].x - 6, places[other].y + HALF),
                )
                kind = _kind(pairs[place], cast)
                slashes = (Point(middle - 16, level), Point(middle - 10, level)) if kind is UnionKind.DIVORCED else ()
                unions.append(Union(place, kind, tuple(pairs[place].marriages), line, slashes))
                start = Point(middle, level)
            else:
                start = Point(middle, bottom)
            for child, facts in pairs[place].children.items():
                at = places[child]
                bar = bottom + 30 + _LEVEL * heights[place]
                kinds = {fact.edge.kind or "BIOLOGICAL" for fact in facts}
                shift = 5 if kinds == {"ADOPTIVE"} else -5 if _adopted(cast, child) else 0
                descents.append(
                    Descent(
                        child,
                        place,
                        min(kinds),
                        not any(fact.holds_on(cast.day) for fact in facts),
                        tuple(facts),
                        (
                            start,
                            Point(middle, bar),
                            Point(at.x + shift, bar),
                            Point(at.x + shift, at.y - HALF),
                        ),
                    )
                )
    return tuple(unions), tuple(descents)


def _adopted(cast: _Cast, child: str) -> bool:
    return any(fact.edge.end == child and fact.edge.kind == "ADOPTIVE" for fact in cast.facts)


def _middle(pair: _Pair, places: Mapping[str, Point], span: tuple[int, int]) -> int:
    """Where children hang: between the two, or beside the right one when somebody stands between them."""
    if len(pair.partners) == 1:
        return span[0]
    middle = span[1] - COLUMN // 2 if span[1] - span[0] > 2 * COLUMN else round(sum(span) / 2)
    only = places[next(iter(pair.children))].x if len(pair.children) == 1 else middle
    return only if abs(only - middle) < HALF // 2 else middle  # a straight line in place of a small step


def _kind(pair: _Pair, cast: _Cast) -> UnionKind:
    if not pair.marriages:
        return UnionKind.UNMARRIED
    if any(fact.holds_on(cast.day) for fact in pair.marriages):
        return UnionKind.MARRIED
    last = max(fact.until for fact in pair.marriages)
    deaths = [cast.family.people[one].died for one in pair.partners]
    return UnionKind.WIDOWED if any(died and died <= last for died in deaths) else UnionKind.DIVORCED


def _household(
    home: str, members: Sequence[str], rows: Mapping[int, Sequence[str]], places: Mapping[str, Point]
) -> HouseholdArea:
    """A rectangle for each run of members in a row, joined along the row and, where it is nearest, to the row below."""
    areas: list[Rectangle] = []
    above: list[Rectangle] = []
    for row in sorted(rows, reverse=True):
        runs: list[list[str]] = []
        for before, one in pairwise(("", *rows[row])):
            if one in members:
                runs[-1].append(one) if runs and before in members else runs.append([one])
        here = [_around(places[run[0]], places[run[-1]]) for run in runs]
        areas += [one.joined_to(other) for one, other in pairwise(here)]
        between = [(one, other) for one in above for other in here]
        if between:
            nearest = min(between, key=lambda pair: (abs(pair[0].middle - pair[1].middle), pair[1].x))
            areas.append(nearest[0].joined_to(nearest[1]))
        areas += here
        above = here or above
    return HouseholdArea(home, tuple(sorted(members)), tuple(areas))


def _around(first: Point, last: Point) -> Rectangle:
    """What a run of persons takes with their words, which stand above the symbols and to the right."""
    left, top = first.x - HALF - 10, first.y - HALF - LABEL
    return Rectangle(left, top, last.x - first.x + COLUMN - 6, LABEL + 2 * HALF + 6)


def _day(days: Iterable[date]) -> date | None:
    known = [each for each in days if each > date(1, 1, 1)]
    return min(known, default=None)
