"""Erases a person where that is allowed, and proves it: either nothing in the graph names them, or nothing is changed.

What stays: facts that are about somebody else as well, which end at a node without any property but a keyed id; the
pseudonyms of the audit log; numbers that were published. By the keyed id no import brings them back.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.erased import stub_id
from graph_service.feeds.runs import only_importer
from graph_service.graph.connection import Graph, Transaction
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, assess_child
from graph_service.guardianship.table import decision_table
from graph_service.subjects.file import ABOUT, Mention, Naming, SubjectFile, mentions, quarantined, subject_file

_ERASED = "[erased]"
_SHORTEST_NUMBER = 7
"""Characters of a number that is looked for in texts: a shorter one may be anything."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done, for whoever asked for it; it names nobody.

    Attributes:
        subject: the keyed id that stands for them.
        at: aware time, ISO 8601.
        reason: why.
        erased: how many of what: properties of the person, versions, facts, findings …
        kept: facts that are about somebody else, too, by type.
        rewritten: texts elsewhere that named them and now have the keyed id.
    """

    subject: str
    at: str
    reason: str
    erased: Mapping[str, int]
    kept: Mapping[str, int]
    rewritten: int

    @property
    def sha256(self) -> str:
        """Hash of the receipt, which the graph keeps: 64 hexadecimal digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """With its hash."""
        return {**asdict(self), "sha256": self.sha256}


def erase(graph: Graph, person: str, reason: str, retention_days: int, at: datetime | None = None) -> Receipt:
    """Erases a person from the graph, in one transaction.

    Args:
        graph: where.
        person: their id.
        reason: why, without anything that tells who they are.
        retention_days: how many days after the last record about them they must be kept.
        at: aware time; now if not given.

    Raises:
        ServiceError: PERSON_NOT_FOUND; ERASURE_REFUSED, saying why; ARGUMENT_INVALID when the reason names them;
            IMPORT_RUNNING; those of `Graph.transaction`.
    """
    now = (at or datetime.now(UTC)).astimezone(UTC)
    with only_importer(graph):
        file = subject_file(graph, person)
        _refuse_protected(graph, person, retention_days, now)
        stub = stub_id(graph.keyring, person)
        by_id, by_number = Naming.of(person), Naming.of(*_numbers(file))
        if any(naming.pattern.search(reason) for naming in (by_id, by_number, _names(file)) if naming.words):
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID, "The reason names the person.", "Say why without saying who: it is kept."
            )
        words = Naming.of(*by_id.words, *by_number.words)
        rows = [id_ for id_, _ in quarantined(graph, *words.words)]
        with graph.transaction() as transaction:
            given = {"links": ABOUT, "rows": rows, "records": _records(file)}
            transaction.run(statement("subjects/erase"), id=person, stub=stub, at=now, **given)
            found = mentions(transaction, words)
            _rewrite(transaction, found, [(by_id, stub), (by_number, _ERASED)])
            if mentions(transaction, words):
                raise _incomplete()
            receipt = _receipt(file, stub, now, reason, len(rows), len(found))
            transaction.run(statement("subjects/erasure_keep"), id=stub, at=now, reason=reason, receipt=receipt.sha256)
    return receipt


def _refuse_protected(graph: Graph, person: str, retention_days: int, now: datetime) -> None:
    day = now.astimezone().date()
    adult_born_by = decision_table().adult_born_by(day)
    (standing,) = graph.read(statement("subjects/standing"), id=person, as_of=day, adult_born_by=adult_born_by)
    if standing["child"]:
        grade = assess_child(graph, Moment(day), person).grade
        if standing["measures"] or grade.value in ("ABSENT", "NONE", "UNKNOWN"):
            raise _refused(
                "This is a child under measures of guardianship, or without effective guardianship.",
                "Keep the file until the measures have ended and the child is looked after.",
            )
    if standing["wards"]:
        raise _refused(
            "This person is responsible for {count} children today, whose files need to say so.",
            "Wait until the children are adults or others have become responsible for them.",
            count=standing["wards"],
        )
    latest = standing["latest"]
    until = latest.to_native() + timedelta(retention_days) if latest else None
    if until and now < until:
        raise _refused(
            "Records about this person must be kept until {day}.",
            "Erase after that day; GRAPH_SERVICE_RETENTION_DAYS says how long they are kept.",
            day=until.date(),
        )


def _refused(what: str, remedy: str, **values: object) -> ServiceError:
    return ServiceError(ErrorCode.ERASURE_REFUSED, what, remedy, **values)


def _incomplete() -> ServiceError:
    return _refused("Something in the graph would still name the person; nothing was erased.", "Report this.")


def _said(file: SubjectFile, name: str) -> Iterable[str]:
    """All values of a property of the person, now and before."""
    return (text for each in (file.person, *file.versions) if (text := each.get(name)))


def _numbers(file: SubjectFile) -> list[str]:
    found = [*_said(file, "idNumber"), *_said(file, "phone")]
    found += [fact["properties"].get("certificateNo") or "" for fact in file.facts]
    return [number for number in dict.fromkeys(found) if len(number) >= _SHORTEST_NUMBER]


def _names(file: SubjectFile) -> Naming:
    return Naming.of(*_said(file, "name"))


def _is_shared(fact: Mapping[str, Any]) -> bool:
    """Whether a fact is about another person, too."""
    return fact["other"]["kind"] == "Person"


def _records(file: SubjectFile) -> list[str]:
    erased = [file.person, *file.versions, *(fact["properties"] for fact in file.facts if not _is_shared(fact))]
    return sorted({each["recordId"] for each in erased if each.get("recordId")})


def _rewrite(transaction: Transaction, found: Iterable[Mention], names: list[tuple[Naming, str]]) -> None:
    """Puts other words for what names the person."""
    rows: dict[bool, dict[str, dict[str, Any]]] = {False: {}, True: {}}
    for mention in found:
        rows[mention.relationship].setdefault(mention.element, {})[mention.name] = _renamed(mention.value, names)
    nodes, facts = (
        [{"element": element, "properties": properties} for element, properties in rows[which].items()]
        for which in (False, True)
    )
    transaction.run(statement("subjects/rewrite"), nodes=nodes, facts=facts)


def _renamed(value: str | list[str], names: list[tuple[Naming, str]]) -> str | list[str]:
    if isinstance(value, list):
        return [str(_renamed(each, names)) for each in value]
    for naming, instead in names:
        if naming.words:
            value = naming.pattern.sub(instead, value)
    return value


def _receipt(file: SubjectFile, stub: str, at: datetime, reason: str, rows: int, rewritten: int) -> Receipt:
    own = [fact for fact in file.facts if not _is_shared(fact)]
    erased = Counter(fact["fact"] for fact in own) + Counter(each["kind"] for each in file.kept)
    counted = {"properties": len(file.person), "versions": len(file.versions), "quarantined rows": rows, **erased}
    kept = Counter(fact["fact"] for fact in file.facts if _is_shared(fact))
    return Receipt(stub, at.isoformat(), reason, dict(sorted(counted.items())), dict(sorted(kept.items())), rewritten)
