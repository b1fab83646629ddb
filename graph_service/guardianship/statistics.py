"""How many children there are in a division, by division, age, sex, grade or legal category; small numbers are hidden.

A table is always made for a whole county: a township's numbers are those of its line in the county's table, those of a
prefecture or province are sums of what its counties' tables show. So no difference between two tables tells what one of
them hides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import yaml
from pydantic import TypeAdapter

from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import parse
from graph_service.fragments.patterns import Sight, Use, Variable, instantiate
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, cypher_folder, statement
from graph_service.guardianship.assessment import Moment, Question, assess, children_ids, settle
from graph_service.guardianship.detection import detect, parameters_of
from graph_service.guardianship.rules import CHILD, FOLDER, INPUTS, Kind, Value, in_force, rulebook
from graph_service.guardianship.suppression import Published, publish
from graph_service.guardianship.table import Text
from graph_service.model.assessment import Grade
from graph_service.model.time import age_on

MOST_KEYS = 2
COUNTY, _TOWNSHIP = 6, 9
SEXES = {0: "UNKNOWN", 1: "MALE", 2: "FEMALE", 9: "UNSPECIFIED"}


class Key(StrEnum):
    """What children are counted by."""

    DIVISION = "DIVISION"
    AGE = "AGE"
    SEX = "SEX"
    GRADE = "GRADE"
    CATEGORY = "CATEGORY"


@dataclass(frozen=True)
class Row:
    """One number, or that it is hidden.

    Args:
        values: by key: the township's 9 digits, or in a prefecture or province the county's 6; an age band such as
            `06-11`, a sex, a grade or a rule id. A key that is left out means all of it.
        count: None where hidden.
    """

    values: Mapping[Key, str]
    count: int | None


@dataclass(frozen=True)
class Statistics:
    """The numbers of a division on a day.

    Args:
        division: code prefix.
        smallest: numbers below this are hidden, but for zero; where counties differ, the lowest of theirs.
        source: by which authority.
        rows: the total first, then the totals by each key, then by both.
        withheld: what cannot be told without telling a small number: keys, and legal categories; of a prefecture or
            province what cannot be told of one of its counties.
    """

    moment: Moment
    division: str
    smallest: int
    source: Text
    rows: tuple[Row, ...]
    withheld: tuple[str, ...]


def statistics(graph: Graph, moment: Moment, division: str, by: Sequence[Key] = ()) -> Statistics:
    """Numbers of the children of a division.

    Args:
        division: code prefix of a province, prefecture, county or township.
        by: at most two keys, each once. A child may be in several legal categories, or in none; each category is a
            table of its own.

    Raises:
        ServiceError: ARGUMENT_INVALID for a village, or too many keys.
    """
    _refuse(division, by)
    others = [key for key in by if key is not Key.DIVISION]
    if len(division) < COUNTY:
        counties = _by_county(_people(graph, moment, division, others))
        limits = {place: smallest_number(moment.as_of, place) for place in counties or [division]}
        smallest, source = min(limits.values(), key=lambda limit: limit[0])
        tables = {county: table(people, others, limits[county][0]) for county, people in counties.items()}
        rows, withheld = sums(tables, by)
        return Statistics(moment, division, smallest, source, tuple(rows), tuple(withheld))
    county = division[:COUNTY]
    keys = [Key.DIVISION, *others] if len(division) > COUNTY else list(by)
    smallest, source = smallest_number(moment.as_of, county)
    rows, withheld = table(_people(graph, moment, county, keys), keys, smallest)
    if len(division) > COUNTY:
        rows = _of_township(rows, division, alone=Key.DIVISION not in by)
    return Statistics(moment, division, smallest, source, tuple(rows), tuple(withheld))


def _refuse(division: str, by: Sequence[Key]) -> None:
    if len(division) > _TOWNSHIP:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "Statistics are of a province, prefecture, county or township.",
            "Give a division code of 2, 4, 6 or 9 digits.",
        )
    if len(by) > MOST_KEYS or len(set(by)) < len(by):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "Statistics go by at most two keys, each of them once.",
            "Leave a key out.",
        )
    if len(division) == _TOWNSHIP and Key.DIVISION not in by and len(by) == MOST_KEYS:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "Statistics of a township go by one key beside the township itself.",
            "Leave a key out, or ask for the county.",
        )


def smallest_number(day: date, division: str) -> tuple[int, Text]:
    """Below which numbers of people are hidden when they are published, and by which authority."""
    limit = _parameter("smallest_number", day, division)
    return int(str(limit.value)), limit.source


@dataclass(frozen=True)
class Person:
    """A child as far as statistics go: by each key its value; of the categories all that hold."""

    values: Mapping[Key, str]
    categories: frozenset[str] = frozenset()


def table(people: Sequence[Person], keys: Sequence[Key], smallest: int) -> tuple[list[Row], list[str]]:
    """The numbers of these children that may be shown, and what is withheld."""
    plain = [key for key in keys if key is not Key.CATEGORY]
    values = [sorted({person.values[key] for person in people}) for key in plain]
    counts = Counter(tuple(person.values[key] for key in plain) for person in people)
    if not plain:
        total = len(people)
        rows, withheld = [Row({}, None if 0 < total < smallest else total)], list[str]()
    else:
        rows, withheld = _rows(publish(counts, values, smallest), plain)
    if Key.CATEGORY not in keys:
        return rows, withheld
    for category in sorted({each.id for each in rulebook().rules.values() if each.described.kind is Kind.CATEGORY}):
        found, missing = _of_category(people, category, plain, values, smallest)
        rows += found
        withheld += missing
    return rows, withheld


def _of_category(
    people: Iterable[Person], category: str, plain: Sequence[Key], values: Sequence[Sequence[str]], smallest: int
) -> tuple[list[Row], list[str]]:
    """The numbers of one category. Those who are not in it are a number as well, which a difference would tell."""
    counts = Counter(
        (*(person.values[key] for key in plain), category if category in person.categories else "") for person in people
    )
    published = publish(counts, [*values, ["", category]], smallest)
    rows, missing = _rows(published, [*plain, Key.CATEGORY])
    own = [row for row in rows if row.values.get(Key.CATEGORY) == category]
    return own, [category] if Key.CATEGORY in missing or (plain and published.inside is None) else []


def sums(tables: Mapping[str, tuple[Sequence[Row], Sequence[str]]], by: Sequence[Key]) -> tuple[list[Row], list[str]]:
    """The numbers of all these counties together, and by county if that is asked for: sums of what their tables show.

    A sum is hidden when one of its numbers is; so it says nothing that those tables do not say.

    Args:
        tables: rows and what is withheld, by code of the county.
        by: the keys asked for; those of the tables are the same without the division.
    """
    withheld = sorted({each for _, missing in tables.values() for each in missing})
    shown = {county: {_cell(row): row.count for row in rows} for county, (rows, _) in tables.items()}
    cells = {_cell(row): row.values for rows, _ in tables.values() for row in rows} or {(): {}}
    rows = list[Row]()
    for cell, values in cells.items():
        found = {
            county: numbers.get(cell, None if _is_withheld(values, tables[county][1]) else 0)
            for county, numbers in shown.items()
        }
        known = [number for number in found.values() if number is not None]
        rows.append(Row(values, sum(known) if len(known) == len(found) else None))
        if Key.DIVISION in by:
            rows += [Row({Key.DIVISION: county, **values}, number) for county, number in found.items()]
    return sorted(rows, key=lambda row: len(row.values)), withheld


def _cell(row: Row) -> tuple[tuple[Key, str], ...]:
    return tuple(row.values.items())


def _is_withheld(values: Mapping[Key, str], withheld: Sequence[str]) -> bool:
    """Whether a line that a table does not have was withheld; else there is nobody in it."""
    plain = [key for key in values if key is not Key.CATEGORY]
    return not {*values, *values.values(), " × ".join(plain), " × ".join(values)}.isdisjoint(withheld)


def _by_county(people: Iterable[Person]) -> dict[str, list[Person]]:
    """By the first 6 digits of their division."""
    found = defaultdict[str, list[Person]](list)
    for person in people:
        found[person.values[Key.DIVISION][:COUNTY]].append(person)
    return dict(sorted(found.items()))


def _rows(published: Published, keys: Sequence[Key]) -> tuple[list[Row], list[str]]:
    rows = [Row({}, published.total)]
    withheld = [key for key, line in zip(keys, published.by_key, strict=True) if line is None]
    for key, line in zip(keys, published.by_key, strict=True):
        rows += [Row({key: value}, count) for value, count in (line or {}).items()]
    for cell, count in (published.inside or {}).items():
        rows.append(Row(dict(zip(keys, cell, strict=True)), count))
    inside = len(keys) > 1 and published.inside is None and not withheld
    return rows, [*withheld, *([" × ".join(keys)] if inside else [])]


def _of_township(rows: Iterable[Row], township: str, *, alone: bool) -> list[Row]:
    """The lines of a township in the table of its county."""
    own = [row for row in rows if row.values.get(Key.DIVISION) == township]
    if not alone:
        return own
    return [Row({key: value for key, value in row.values.items() if key is not Key.DIVISION}, row.count) for row in own]


def _people(graph: Graph, moment: Moment, division: str, keys: Sequence[Key]) -> list[Person]:
    """The children of a county, or of all counties of a prefecture or province."""
    question = settle(graph, moment)
    ids = children_ids(graph, question, division)
    grades = dict[str, Grade]()
    if Key.GRADE in keys:
        grades = {each.child_id: each.grade for each in assess(graph, moment, ids)}
    categories = defaultdict[str, set[str]](set)
    if Key.CATEGORY in keys:
        rules = [each.id for each in rulebook().rules.values() if each.described.kind is Kind.CATEGORY]
        for hit in detect(graph, moment, rules=rules, children=ids):
            if hit.answer == "yes":
                categories[hit.child_id].add(hit.rule.id)
    return [
        Person(
            {
                Key.DIVISION: place[:_TOWNSHIP].ljust(_TOWNSHIP, "0"),
                Key.AGE: _band(age_on(born, moment.as_of), _bands(moment.as_of, place[:COUNTY])),
                Key.SEX: SEXES.get(sex, "UNKNOWN"),
                Key.GRADE: grades.get(id_, ""),
            },
            frozenset(categories[id_]),
        )
        for id_, place, born, sex in _attributes(graph, question, ids)
        if len(place) >= COUNTY  # else it is of no county's table
    ]


def _attributes(graph: Graph, question: Question, ids: Sequence[str]) -> list[tuple[str, str, date, int]]:
    """Id, division, date of birth and sex of each child, as known at the moment."""
    source = parse(f"{FOLDER}/{INPUTS}/{CHILD}", statement(f"{FOLDER}/{INPUTS}/{CHILD}").text)
    piece = instantiate(source, Use(Variable.plain("null"), 0), Sight(None, question.former, None))
    child = piece.variables[CHILD]
    shown = f"[{child.name}.id, {child.base}.division, {child.base}.birthDate, {child.base}.sex]"
    asks = Statement("statistics/children", f"{piece.clauses} RETURN collect({shown}) AS page", "", {}, "")
    rows = graph.read(asks, **parameters_of(question), children=list(ids))[0]["page"]
    return [(id_, place, born.to_native(), sex) for id_, place, born, sex in rows]


def _band(age: int, begins: Sequence[int]) -> str:
    """The band of an age, such as `06-11`; the last one ends at 17."""
    place = max(place for place, begin in enumerate(begins) if begin <= age)
    end = begins[place + 1] - 1 if place + 1 < len(begins) else 17
    return f"{begins[place]:02}-{end:02}"


@lru_cache(256)
def _bands(day: date, county: str) -> Any:  # noqa: ANN401 - as the file has it
    return _parameter("age_bands", day, county).value


@cache
def _parameters() -> Mapping[str, tuple[Value, ...]]:
    content = yaml.safe_load((cypher_folder() / "statistics" / "parameters.yaml").read_text("utf-8"))
    return TypeAdapter(dict[str, tuple[Value, ...]]).validate_python(content)


def _parameter(name: str, day: date, division: str) -> Value:
    return in_force(_parameters()[name], day, division)
