"""What is different about the guardianship of a child between two assessments, as typed values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson

from graph_service.model.assessment import Assessment, Grade, Record, Responsibility, Responsible, State


class DifferenceKind(StrEnum):
    """What kind of difference it is.

    Whoever becomes a child, or is one no longer, is a difference only when guardianship is not effective then: of a
    child in good hands there is nothing to do.
    """

    NEW = "NEW"
    WORSE = "WORSE"
    BETTER = "BETTER"
    GONE = "GONE"
    SAME_GRADE_OTHER_REASON = "SAME_GRADE_OTHER_REASON"


class Trigger(StrEnum):
    """What led to a difference: rows that landed, what an officer recorded, or a day that began."""

    IMPORT = "IMPORT"
    COMMAND = "COMMAND"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a child stands: what an assessment says without its date.

    Args:
        grade: how far guardianship is effective.
        responsible: everybody responsible, in which state, by which records.
        self_supporting: records by which a 16- or 17-year-old supports themselves.
    """

    grade: Grade
    responsible: tuple[Responsible, ...]
    self_supporting: tuple[Record, ...] = ()

    @classmethod
    def of(cls, assessment: Assessment) -> "Standing":
        """What an assessment says."""
        return cls(assessment.grade, assessment.responsible, assessment.self_supporting)

    @property
    def reasons(self) -> frozenset[tuple[str, Responsibility, State]]:
        """Who is responsible and in which state: why the grade is what it is."""
        return frozenset((somebody.id, somebody.kind, somebody.state) for somebody in self.responsible)

    def as_json(self) -> str:
        """For the graph."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Standing":
        """What `as_json` wrote."""
        found = orjson.loads(text)
        responsible = (
            Responsible(
                one["id"],
                Responsibility(one["kind"]),
                State(one["state"]),
                records_from(one["roles"]),
                records_from(one["records"]),
            )
            for one in found["responsible"]
        )
        return cls(Grade(found["grade"]), tuple(responsible), records_from(found["self_supporting"]))


@dataclass(frozen=True, slots=True)
class Difference:
    """One child, before and after.

    Args:
        day: the day of the later assessment.
        before, after: how the child stands; None when nobody of that id is a child then.
        causes: records that one of the two rests on and the other does not; none of somebody who is no child any more,
            by age, by death, or because their row was withdrawn.
    """

    child_id: str
    kind: DifferenceKind
    day: date
    before: Standing | None
    after: Standing | None
    causes: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class KeptDifference:
    """A difference as the graph keeps it.

    Args:
        id: of its node.
        division: where the child belonged when it was found.
        trigger, trigger_id: what led to it: the run of an import, a command, or the day.
        known_at: what the later assessment knew, aware.
        kept_at: when it was found, aware.
        rule: id and version of the rule that decided.
    """

    id: str
    difference: Difference
    division: str | None
    trigger: Trigger
    trigger_id: str
    known_at: datetime
    kept_at: datetime
    rule: tuple[str, str]

    def json_object(self) -> dict[str, Any]:
        """The JSON object of `differences --format jsonl`; ids are the feeds'."""
        found = self.difference
        return {
            "id": self.id,
            "childId": found.child_id,
            "division": self.division,
            "kind": found.kind,
            "day": found.day,
            "before": standing_object(found.before),
            "after": standing_object(found.after),
            "causes": [record.json_object() for record in found.causes],
            "trigger": {"kind": self.trigger, "id": self.trigger_id},
            "knownAt": self.known_at,
            "keptAt": self.kept_at,
            "rule": {"id": self.rule[0], "version": self.rule[1]},
        }


def standing_object(standing: Standing | None) -> dict[str, Any] | None:
    """A standing as JSON: the grade, and everybody responsible with their state and the records that decide it."""
    if standing is None:
        return None
    return {
        "grade": standing.grade,
        "responsible": [
            {
                "id": one.id,
                "kind": one.kind,
                "state": one.state,
                "records": [record.json_object() for record in one.records or one.roles],
            }
            for one in standing.responsible
        ],
    }


def records_as_json(records: Sequence[Record]) -> str:
    """For the graph."""
    return orjson.dumps(records).decode()


def records_from(rows: Iterable[dict[str, Any]]) -> tuple[Record, ...]:
    """Records as they were before they became JSON."""
    return tuple(
        Record(row["id"], row["fact"], row["source"], datetime.fromisoformat(row["recorded_at"]), row["start_known"])
        for row in rows
    )
