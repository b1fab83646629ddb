"""Lands batches in a graph that may know some of their rows already: each batch in one transaction, through the driver.

Rows that are new are made by the statement of their feed (`cypher/feeds/`), which also says of every other row what it
met. Only rows whose key is known with another content or recorded time take the slower way through `versions`.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from neo4j import Record
from neo4j.graph import Node, Relationship

from graph_service.feeds.contract import FEEDS, Feed, Kind
from graph_service.feeds.validation import Batch, Reason, Rejection, Violation, escaped, value_class
from graph_service.feeds.versions import Assertion, Outcome, Version, Withdrawal, arrive, assertions, versions
from graph_service.graph import driver
from graph_service.graph.connection import Transaction
from graph_service.graph.statements import Statement, statement
from graph_service.model.facts import ABILITIES, ROLES

PASSING: Final = (
    Reason.REFERENCE_UNKNOWN,
    Reason.AMBIGUOUS_REFERENCE,
    Reason.PARENT_NOT_OLDER,
    Reason.PARENTAGE_CYCLE,
)
"""Reasons that may pass as the graph changes: rows in quarantine for nothing else are tried again."""

_TIMES: Final = ("recordedAt", "retractedAt", "confirmedAt")


@dataclass(slots=True)
class Landing:
    """What became of a batch.

    Attributes:
        inserted, updated, unchanged: accepted rows by outcome; rows that repeat an earlier one are unchanged.
        refused: rows that the graph refuses, by place in the batch.
        touched: ids of the entities that changed, or whose facts did.
        people: ids of the persons and organisations among them about whom something changed that may decide how able
            they are, and so the grade of everybody in their care and their own.
        children: ids of those for whom somebody's responsibility changed.
        divisions: whether the list of divisions changed, which concerns everybody.
        latest: when the newest change was recorded; None when nothing changed.
    """

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: dict[int, Rejection] = field(default_factory=dict[int, Rejection])
    touched: set[str] = field(default_factory=set[str])
    people: set[str] = field(default_factory=set[str])
    children: set[str] = field(default_factory=set[str])
    divisions: bool = False
    latest: datetime | None = None

    def note(self, moment: datetime | None) -> None:
        """Something changed that was recorded at this moment."""
        if moment and (self.latest is None or moment > self.latest):
            self.latest = moment


@dataclass(frozen=True, slots=True)
class _Content:
    """What a version says: properties without the times; of a fact also its ends, and where it is kept."""

    properties: Mapping[str, Any]
    element: str | None = None
    start: str = ""
    end: str = ""


_Version = Version[_Content]


@dataclass(frozen=True, slots=True)
class _Line:
    """All versions of one key as they stand in the graph; `node` is the entity's element id and identity."""

    found: list[_Version]
    node: tuple[str, Mapping[str, str]] | None = None


def land(transaction: Transaction, batch: Batch, imported_at: datetime, among: Sequence[Feed] = FEEDS) -> Landing:
    """Lands the accepted rows of a batch; idempotent. Its rejected rows are not looked at.

    Args:
        transaction: in which everything happens.
        batch: validated rows.
        imported_at: aware time of the import.
        among: feeds whose records withdrawals take back.

    Raises:
        ServiceError: WRITE_CONFLICT when somebody else changes the same records; those of `Graph.transaction`.
    """
    landing = Landing(unchanged=batch.repeated)
    if not len(batch):
        return landing
    if not batch.feed.label and not batch.feed.relationship:
        _withdraw(transaction, batch, landing, among)
        return landing
    answer = _run(transaction, batch.feed, parameters(batch, feed_statement(batch.feed), imported_at))
    unchanged = set[int](answer["unchanged"])
    _refuse(transaction, batch, answer, landing)
    known: list[list[Any]] = [entry for entry in answer["known"] if entry[0] not in landing.refused]
    if batch.feed.label == "Person":
        known = _without_younger_parents(transaction, batch, known, landing)
    changed = set(range(len(batch))) - unchanged - landing.refused.keys() - {entry[0] for entry in known}
    landing.inserted += len(changed)
    landing.unchanged += len(unchanged)
    if changed:
        landing.note(max(batch.recorded_at[index] for index in changed))
    if known:
        changed |= _land_versions(transaction, batch, known, landing)
    _touch(batch, changed, landing)
    return landing


def lock(transaction: Transaction, feed: Feed, keys: Collection[str]) -> None:
    """Locks facts of a feed by their keys until the end of the transaction; others who would change them wait.

    `land` does without and refuses when somebody was faster, which is seldom. Who was refused locks before the next
    try, else a row could lose against an officer again and again.

    Raises:
        ServiceError: those of `Graph.transaction`.
    """
    if feed.relationship and keys:
        names = sorted({_lock_name(feed, key) for key in keys})
        transaction.run(statement("commands/facts_lock"), names=names)


def _lock_name(feed: Feed, key: str) -> str:
    """The name by which a fact is locked: of the same length for any key, as index entries are bounded."""
    return hashlib.blake2b(f"{feed.relationship}|{key}".encode(), digest_size=16).hexdigest()


def feed_statement(feed: Feed) -> Statement:
    """The statement that lands rows of this feed."""
    return statement(f"feeds/{feed.name}")


def parameters(batch: Batch, lands: Statement, imported_at: datetime) -> dict[str, Any]:
    """The batch as parameters of its statement: one list per column.

    Dates and times travel as text: the driver takes 40 µs to pack an aware datetime, the server 1 µs to read one.
    """
    times = None
    if any(batch.recorded_given):
        given = zip(batch.recorded_at, batch.recorded_given, strict=True)
        times = [at.isoformat() if is_given else None for at, is_given in given]
    values: dict[str, Any] = dict(batch.properties)
    for name in _date_properties(batch.feed) & values.keys():
        values[name] = [day and day.isoformat() for day in values[name]]
    values |= {
        "key": batch.keys,
        "digest": batch.digests,
        "recordedAt": times,
        "importedAt": imported_at,
        "start": batch.start,
        "startColumn": batch.start_column,
        "end": batch.end,
    }
    return {name: values.get(name) for name in lands.parameters}


def _date_properties(feed: Feed) -> set[str]:
    dates = {column.property for column in feed.columns if column.kind is Kind.DATE and column.property}
    return dates | {"from", "to"} if feed.relationship else dates


def _run(transaction: Transaction, feed: Feed, values: Mapping[str, Any]) -> Record:
    return transaction.run(feed_statement(feed), **values)[0]


def _refuse(transaction: Transaction, batch: Batch, answer: Record, landing: Landing) -> None:
    """Rows that the graph refuses: unknown references first, then what is wrong between parent and child."""
    for index, columns in answer.get("missing") or ():
        faults = [
            Violation(Reason.REFERENCE_UNKNOWN, column, value_class(batch.cell(index, column))) for column in columns
        ]
        landing.refused[index] = batch.reject(index, *faults)
    for index in answer.get("older") or ():
        if index not in landing.refused:
            fault = Violation(Reason.PARENT_NOT_OLDER, "parent_id,child_id", "dates of birth")
            landing.refused[index] = batch.reject(index, fault)
    # Ages rule out every cycle but those through somebody whose row was withdrawn. One by one: each sees the others.
    known = {entry[0] for entry in answer["known"]}
    for index in answer.get("undated") or ():
        ends = {"parent": batch.start[index], "child": batch.end[index]}
        if transaction.run(statement("commands/parentage_closes_cycle"), **ends)[0]["closes"]:
            if index not in known:
                transaction.run(statement("commands/parentage_undo"), key=batch.keys[index])
            fault = Violation(Reason.PARENTAGE_CYCLE, "parent_id,child_id", "descends from the child")
            landing.refused[index] = batch.reject(index, fault)


def _without_younger_parents(
    transaction: Transaction, batch: Batch, known: list[list[Any]], landing: Landing
) -> list[list[Any]]:
    """Refuses corrected dates of birth that would make a parent no older than the child, in all or with each other."""
    births: Sequence[date] = batch.properties["birthDate"]
    corrected: dict[str, int] = {}
    for entry in known:
        index: int = entry[0]
        before = entry[1].get("birthDate")
        if before is None or before.to_native() != births[index]:
            corrected[batch.keys[index]] = index
    if not corrected:
        return known
    ties = transaction.run(statement("commands/parentages_of"), ids=list(corrected))

    def born(person: str, before: Any) -> date | None:  # noqa: ANN401 - a driver's date, or None
        if person in corrected:
            return births[corrected[person]]
        known: date | None = before.to_native() if before else None
        return known

    while True:
        contradicted: set[str] = set()
        for parent, parent_born, child, child_born in map(Record.values, ties):
            older, younger = born(parent, parent_born), born(child, child_born)
            if older and younger and older >= younger:
                contradicted |= {parent, child} & corrected.keys()
        if not contradicted:
            return [entry for entry in known if entry[0] not in landing.refused]
        for person in contradicted:
            index = corrected.pop(person)
            fault = Violation(Reason.PARENT_NOT_OLDER, "birth_date", value_class(batch.cell(index, "birth_date")))
            landing.refused[index] = batch.reject(index, fault)


def _land_versions(
    transaction: Transaction, batch: Batch, known: Iterable[Sequence[Any]], landing: Landing
) -> set[int]:
    """Lands rows whose key is known with another content or time, or only from the past; returns those that changed."""
    feed = batch.feed
    lines: dict[int, tuple[Sequence[Any], _Line]] = {entry[0]: (entry, _line(feed, entry)) for entry in known}
    rows = {index: _assertion(batch, index, entry) for index, (entry, _) in lines.items()}
    records = {row.record for row in rows.values()}
    records |= {version.record for _, line in lines.values() for version in line.found}
    withdrawals = _withdrawals(transaction, feed, records)
    rewrite = _Rewrite(feed)
    changed: set[int] = set()
    for index, (_, line) in lines.items():
        own = {rows[index].record, *(version.record for version in line.found)}
        taken_back = [withdrawal for record in own for withdrawal in withdrawals.get(record, ())]
        outcome, after = arrive(line.found, taken_back, rows[index], time_given=batch.recorded_given[index])
        landing.inserted += outcome is Outcome.INSERTED
        landing.updated += outcome is Outcome.UPDATED
        landing.unchanged += outcome is Outcome.UNCHANGED
        if outcome is not Outcome.UNCHANGED:
            changed.add(index)
        rewrite.add(line, after, landing)
    rewrite.run(transaction, landing)
    return changed


def _assertion(batch: Batch, index: int, entry: Sequence[Any]) -> Assertion[_Content]:
    properties = {name: column[index] for name, column in batch.properties.items() if column[index] is not None}
    properties["digest"] = batch.digests[index]
    key = batch.keys[index]
    record = str(properties.get("recordId") or key)
    if batch.feed.label:
        properties[_identity(batch.feed)] = key
        content = _Content(properties)
    else:
        properties["key"] = key
        content = _Content(properties, None, entry[1], entry[2])
    return Assertion(batch.recorded_at[index], batch.digests[index], record, content)


def _identity(feed: Feed) -> str:
    """Name of the property that an entity is known by."""
    return feed.columns[0].property or "id"


def _line(feed: Feed, entry: Sequence[Any]) -> _Line:
    """The versions in an answer: [row, start, end, current, former …] of a fact, [row, node, versions] of an entity."""
    if feed.relationship:
        current: Relationship | None = entry[3]
        return _Line([_version(fact, "key") for fact in [*([current] if current else []), *entry[4]]])
    node: Node = entry[1]
    identity = _identity(feed)
    # A node without a digest is a division that was only ever referred to, or an entity that was withdrawn.
    stored = [*([node] if "digest" in node else []), *entry[2]]
    found = [_version(version, identity) for version in stored]
    return _Line(found, (node.element_id, {identity: node[identity]}))


def _version(stored: Node | Relationship, identity: str) -> _Version:
    properties = dict(stored)
    recorded_at, retracted_at, confirmed_at = (properties.pop(name, None) for name in _TIMES)
    if recorded_at is None or "digest" not in properties:
        # Read at the very moment in which somebody else replaced it.
        raise driver.in_the_way("commands/facts_replace")
    start = end = ""
    if isinstance(stored, Relationship) and stored.start_node is not None and stored.end_node is not None:
        start, end = stored.start_node.element_id, stored.end_node.element_id
    return Version(
        digest=properties["digest"],
        record=properties.get("recordId") or properties[identity],
        content=_Content(properties, stored.element_id, start, end),
        recorded_at=_utc(recorded_at),
        retracted_at=retracted_at and _utc(retracted_at),
        confirmed_at=tuple(map(_utc, confirmed_at or ())),
    )


def _utc(moment: Any) -> datetime:  # noqa: ANN401 - a driver's datetime
    return moment.to_native().astimezone(UTC)


class _Rewrite:
    """What has to be deleted and created so that the graph holds other versions."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._delete: list[str] = []
        self._create: list[dict[str, Any]] = []
        self._ends: set[str] = set()
        self._graded: set[str] = set()
        self._names: set[str] = set()

    def add(self, line: _Line, after: Sequence[_Version], landing: Landing) -> None:
        """One key whose versions become these."""
        before = {_shape(version): version for version in line.found}
        kept = {_shape(version) for version in after}
        gone = [version for shape, version in before.items() if shape not in kept]
        new = [version for version in after if _shape(version) not in before]
        if not gone and not new:
            return
        for version in new:
            landing.note(version.recorded_at)
            landing.note(version.retracted_at)
        if line.node:
            self._add_entity(line.node, gone, new, after[-1])
            return
        for version in (*gone, *new):
            self._ends |= {version.content.start, version.content.end}
            self._graded.add(version.content.end if self._feed.relationship in ROLES else version.content.start)
            self._names.add(_lock_name(self._feed, version.content.properties["key"]))
        self._delete += [version.content.element for version in gone if version.content.element]
        self._create += [
            {
                "type": self._feed.former if version.retracted_at else self._feed.relationship,
                "start": version.content.start,
                "end": version.content.end,
                "properties": _properties(version),
            }
            for version in new
        ]

    def _add_entity(
        self, node: tuple[str, Mapping[str, str]], gone: list[_Version], new: list[_Version], last: _Version
    ) -> None:
        element, identity = node
        self._ends.add(element)
        self._graded.add(element)
        self._delete += [
            version.content.element for version in gone if version.content.element and version.retracted_at
        ]
        withdrawn = {**identity, "withdrawnAt": last.retracted_at}
        self._create.append(
            {
                "id": element,
                "properties": withdrawn if last.retracted_at else _properties(last),
                "former": [_properties(version) for version in new if version.retracted_at],
            }
        )

    def run(self, transaction: Transaction, landing: Landing) -> None:
        """Does it, and notes whom it touched."""
        if not self._create:
            return
        if self._feed.label:
            transaction.run(statement("commands/entities_replace"), delete=self._delete, entities=self._create)
        else:
            self._replace_facts(transaction)
        touched = transaction.run(statement("commands/ids_of"), nodes=sorted(self._ends))
        landing.touched |= {record["id"] for record in touched if record["id"]}
        concerned = _concerned(self._feed, landing)
        if concerned is not None:
            concerned |= {record["id"] for record in touched if record["node"] in self._graded}
        landing.divisions |= self._feed.label == "Division"

    def _replace_facts(self, transaction: Transaction) -> None:
        """Refuses when a version has gone that was read before the lock was held: then the others are wrong, too."""
        replaced = transaction.run(
            statement("commands/facts_replace"), names=sorted(self._names), delete=self._delete, create=self._create
        )
        if replaced[0]["deleted"] != len(self._delete):
            raise driver.in_the_way("commands/facts_replace")


def _shape(version: _Version) -> tuple[object, ...]:
    return version.digest, version.recorded_at, version.retracted_at, version.confirmed_at


def _properties(version: _Version) -> dict[str, Any]:
    properties = {**version.content.properties, "recordedAt": version.recorded_at}
    if version.retracted_at:
        properties["retractedAt"] = version.retracted_at
    if version.confirmed_at:
        properties["confirmedAt"] = list(version.confirmed_at)
    return properties


def _touch(batch: Batch, changed: Iterable[int], landing: Landing) -> None:
    """Notes whom changed rows are about: whoever is named in them."""
    feed = batch.feed
    named: list[Sequence[str | None]] = [batch.keys] if feed.label and feed.label != "Division" else []
    for column in feed.columns:
        if column.refers_to and column.name in feed.start:
            named.append(batch.start)
        elif column.refers_to and column.name in feed.end:
            named.append(batch.end)
        elif column.refers_to and column.property and column.property in batch.properties:
            named.append(batch.properties[column.property])
    concerned = _concerned(feed, landing)
    whom = batch.keys if feed.label else batch.end if feed.relationship in ROLES else batch.start
    for index in changed:
        landing.touched.update(name for names in named if (name := names[index]))
        if concerned is not None and (graded := whom[index]):
            concerned.add(graded)
    landing.divisions |= feed.label == "Division" and bool(landing.inserted or landing.updated)


def _concerned(feed: Feed, landing: Landing) -> set[str] | None:
    """Where to note whose grade a row of this feed may concern; None when it is nobody's."""
    if feed.relationship in ROLES:
        return landing.children
    return landing.people if feed.relationship in ABILITIES or feed.label in ("Person", "Organisation") else None


def _withdrawals(transaction: Transaction, feed: Feed, records: Iterable[str]) -> dict[str, list[Withdrawal]]:
    found = transaction.run(statement("commands/withdrawals_of"), feed=feed.name, records=sorted(records))
    return {
        record["record"]: [Withdrawal(_utc(at), record["record"]) for at in record["recordedAt"]] for record in found
    }


def _withdraw(transaction: Transaction, batch: Batch, landing: Landing, among: Sequence[Feed]) -> None:
    """Takes records back: ends their versions, and keeps the withdrawals for versions that arrive later."""
    known = {
        record["key"]: record["digest"]
        for record in transaction.run(statement("commands/withdrawals_known"), keys=batch.keys)
    }
    rows = [index for index, key in enumerate(batch.keys) if known.get(key) != batch.digests[index]]
    landing.unchanged += len(batch) - len(rows)
    record_ids: Sequence[str] = batch.properties["recordId"]
    sources = batch.properties.get("source") or [None] * len(batch)
    targets = _targets(transaction, {record_ids[index] for index in rows}, among)
    by_target: dict[tuple[str, str], list[int]] = {}
    for index in rows:
        candidates = targets.get(record_ids[index], {})
        if len(candidates) > 1 and sources[index]:
            candidates = {
                target: line
                for target, line in candidates.items()
                if any(version.content.properties.get("source") == sources[index] for version in line.found)
            }
        if len(candidates) == 1:
            by_target.setdefault(next(iter(candidates)), []).append(index)
        else:
            code = Reason.AMBIGUOUS_REFERENCE if candidates else Reason.REFERENCE_UNKNOWN
            fault = Violation(code, "record_id", value_class(batch.cell(index, "record_id")))
            landing.refused[index] = batch.reject(index, fault)
    for feed in FEEDS:
        mine = {target: indexes for target, indexes in by_target.items() if target[0] == feed.name}
        if mine:
            lines = {target: targets[record_ids[indexes[0]]][target] for target, indexes in mine.items()}
            said = [
                (target, Withdrawal(batch.recorded_at[index], record_ids[index]))
                for target, indexes in mine.items()
                for index in indexes
            ]
            _end_versions(transaction, feed, lines, said, landing)
    keep = [
        {
            "key": batch.keys[index],
            "digest": batch.digests[index],
            "feed": target[0],
            "recordedAt": batch.recorded_at[index],
            **{name: column[index] for name, column in batch.properties.items()},
        }
        for target, indexes in by_target.items()
        for index in indexes
    ]
    transaction.run(statement("commands/withdrawals_record"), withdrawals=keep)
    updated = sum(known.get(row["key"]) is not None for row in keep)
    landing.updated += updated
    landing.inserted += len(keep) - updated


def _end_versions(
    transaction: Transaction,
    feed: Feed,
    lines: Mapping[tuple[str, str], _Line],
    said: Sequence[tuple[tuple[str, str], Withdrawal]],
    landing: Landing,
) -> None:
    records = {version.record for line in lines.values() for version in line.found}
    earlier = _withdrawals(transaction, feed, records)
    rewrite = _Rewrite(feed)
    for target, line in lines.items():
        taken_back = [withdrawal for to, withdrawal in said if to == target]
        for record in {version.record for version in line.found}:
            taken_back += earlier.get(record, ())
        rewrite.add(line, versions(assertions(line.found), taken_back), landing)
    rewrite.run(transaction, landing)


def _targets(
    transaction: Transaction, records: set[str], among: Sequence[Feed]
) -> dict[str, dict[tuple[str, str], _Line]]:
    """By record, everything that came from it: feed and key, with the versions."""
    found: dict[str, dict[tuple[str, str], _Line]] = {}
    # A fact without a record id is known, and can be taken back, by its key.
    fact_keys = sorted({*records, *escaped(sorted(records))})
    of_entities: dict[str, set[str]] = {}
    for row in transaction.run(statement("commands/entities_by_record"), records=sorted(records)):
        of_entities.setdefault(row["feed"], set()).add(row["key"])
    for feed in among:
        keys = fact_keys if feed.relationship else sorted(of_entities.get(feed.name, ()))
        if not keys or not (feed.label or feed.relationship):
            continue
        lands = feed_statement(feed)
        # Without ends nothing can be made: the statement only says what it knows under these keys.
        nothing: dict[str, Any] = dict.fromkeys(lands.parameters)
        answer = _run(transaction, feed, {**nothing, "key": keys, "digest": [""] * len(keys)})
        for entry in answer["known"]:
            line = _line(feed, entry)
            for record in {version.record for version in line.found} & records:
                found.setdefault(record, {})[feed.name, keys[entry[0]]] = line
    return found
