"""Data quality: what the records say and can hardly be true, as findings in the graph that point at whom they concern.

A check is a soft rule: the row lands, a `DataQualityFinding` says what is odd about it, and once the records are mended
the finding is marked as resolved. Each check is a statement in `cypher/quality/`, but for those that concern the
columns of one row alone, which are validation's. Only what the service believes today is looked at, never a former
version.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeVar

import yaml

from graph_service.feeds.validation import RowFinding, check_id_numbers
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, cypher_folder, statement
from graph_service.sealing import place_of

_T = TypeVar("_T")

_PAGE: Final = 10_000
"""Findings or persons that travel at once."""


@dataclass(frozen=True, slots=True)
class Check:
    """A soft check, as `cypher/quality/checks.yaml` describes it.

    Attributes:
        code: stable code.
        title, basis: what it says and what it rests on, by language (`en`, `zh`).
        parameters: values that the statement gets, by name; defaults that a locality replaces.
        statement: what looks for it; None when it is made on the columns of one row.
    """

    code: str
    title: Mapping[str, str]
    basis: Mapping[str, str]
    parameters: Mapping[str, int]
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found about one entity; there is at most one per check and entity.

    Attributes:
        code: which check.
        label, entity: whom it concerns, by label and id (a division by its code).
        records: keys of the facts that it rests on, in order.
        details: property names or relationship types that say more, never values.
    """

    code: str
    label: str
    entity: str
    records: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same finding has the same id in every import."""
        return f"{self.code}|{self.label}|{self.entity}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it stands in the graph.

    Attributes:
        open: whether it holds, as far as the graph knows.
        records, details: as in `Finding`.
    """

    open: bool
    records: tuple[str, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many findings a refresh changed: recorded as new, holding again or on other records; resolved as mended."""

    recorded: int
    resolved: int


@cache
def checks() -> Mapping[str, Check]:
    """Every soft check by its code."""
    entries = yaml.safe_load((cypher_folder() / "quality" / "checks.yaml").read_text(encoding="utf-8"))
    by_row = frozenset(RowFinding)
    found = (
        Check(
            code=entry["code"],
            title=entry["title"],
            basis=entry["basis"],
            parameters=entry.get("parameters", {}),
            statement=None if entry["code"] in by_row else statement(f"quality/{entry['code'].lower()}"),
        )
        for entry in entries
    )
    return MappingProxyType({check.code: check for check in found})


def refresh(graph: Graph, scope: Collection[str] | None, at: datetime) -> Refreshed:
    """Brings the findings about some entities, or about all, up to what the graph says now; idempotent.

    Args:
        graph: where.
        scope: ids of the persons, households, schools, organisations and workers who changed, or whose facts did, on
            either end; None for everybody. After a change of the list of divisions it is everybody.
        at: aware time that findings begin or end at.

    Raises:
        ServiceError: those of `Graph.read` and `Graph.write`.
    """
    if scope is not None and not scope:
        return Refreshed(0, 0)
    found: dict[str, Finding] = {}
    standing: dict[str, Standing] = {}
    for ids, first_id in [([], "")] if scope is None else [(page, None) for page in _pages(sorted(set(scope)), _PAGE)]:
        found |= {finding.id: finding for finding in _find(graph, ids, first_id)}
        standing |= _standing(graph, ids, first_id)
    to_record, to_resolve = changes(found, standing)
    for page in _pages(to_record, _PAGE):
        findings = [{"id": finding.id, **asdict(finding)} for finding in page]
        graph.write(statement("commands/findings_record"), findings=findings, at=at)
    for page in _pages(to_resolve, _PAGE):
        graph.write(statement("commands/findings_resolve"), ids=page, at=at)
    return Refreshed(len(to_record), len(to_resolve))


def changes(found: Mapping[str, Finding], standing: Mapping[str, Standing]) -> tuple[list[Finding], list[str]]:
    """What to write so that the graph says what was found.

    Args:
        found: what holds now, by id.
        standing: what the graph says about the same entities, by id.

    Returns:
        Findings to record, which are new, were resolved, or rest on other records; and ids of those to resolve. Both in
        the order of their ids, so that two refreshes at a time cannot wait for each other.
    """
    to_record = [
        finding
        for key, finding in sorted(found.items())
        if standing.get(key) != Standing(True, finding.records, finding.details)
    ]
    return to_record, sorted(key for key, state in standing.items() if state.open and key not in found)


def _find(graph: Graph, ids: Sequence[str], first_id: str | None) -> list[Finding]:
    """What the checks find; as many of them at a time as this machine has cores, the longest first."""

    def run(check: Check, looks: Statement) -> list[Finding]:
        records = graph.read(looks, ids=ids, first_id=first_id, **check.parameters)
        return [Finding(check.code, label, entity, tuple(r), tuple(d)) for label, entity, r, d in map(_values, records)]

    with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="quality") as pool:
        runs = [pool.submit(_check_id_numbers, graph, ids, first_id)]
        runs += [pool.submit(run, check, check.statement) for check in checks().values() if check.statement]
        return [finding for each in runs for finding in each.result()]


def _standing(graph: Graph, ids: Sequence[str], first_id: str | None) -> dict[str, Standing]:
    records = graph.read(statement("commands/findings_standing"), ids=ids, first_id=first_id)
    return {
        key: Standing(is_open, tuple(rests_on), tuple(details))
        for key, is_open, rests_on, details in map(_values, records)
    }


def _check_id_numbers(graph: Graph, ids: Sequence[str], after: str | None) -> list[Finding]:
    """Findings on the columns of single persons, which are read back page by page."""
    looks = statement("commands/findings_id_numbers")
    opens, found = graph.keyring.open, list[Finding]()
    while page := graph.read(looks, ids=ids, after=after, rows=_PAGE):
        persons, kept, births, sexes = _values(page[0])
        numbers = [
            sealed and opens(place_of(person, "idNumber"), sealed) for person, sealed in zip(persons, kept, strict=True)
        ]
        days = list(map(_day, births))  # somebody withdrawn has no birth date, nor a number
        found += [Finding(code, "Person", persons[place]) for place, code in check_id_numbers(numbers, days, sexes)]
        if after is None or not persons:
            break
        after = persons[-1]
    return found


@lru_cache(1 << 16)
def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else date.min


def _values(record: Any) -> list[Any]:  # noqa: ANN401 - a record of any columns
    return record.values()


def _pages(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while page := list(islice(iterator, size)):
        yield page
