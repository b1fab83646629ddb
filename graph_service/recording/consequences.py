"""What a fact leads to once it is in the graph: doubts about it, and children with another grade.

All of it follows from what the command left in the graph, so that whoever gives the command again finishes what was cut
off, and comes to the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import orjson

from graph_service.feeds import quality
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.changes import keep
from graph_service.guardianship.differences import differences, standings
from graph_service.model.assessment import Grade
from graph_service.model.difference import Trigger
from graph_service.recording.outcome import GradeChange, Message, RecordWarning

_JUST_BEFORE: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has been carried out, as its node keeps it.

    Attributes:
        id: of the command's node.
        call: the call that carried it out.
        type, key, version: the fact, as in `Outcome`.
        recorded_at: aware recorded time of the fact.
        as_of: the day of the grades.
        about: as in `Outcome`.
        touched: ids of those whose facts changed, and codes of divisions that the fact leads to.
        affected: ids of the children whose grade may depend on it.
        consequences: JSON of what it led to; None until that is known.
    """

    id: str
    call: str
    type: str
    key: str
    version: str | None
    recorded_at: datetime
    as_of: date
    about: tuple[str, ...]
    touched: tuple[str, ...]
    affected: tuple[str, ...]
    consequences: str | None = None

    def as_properties(self) -> dict[str, Any]:
        """For the command's node."""
        return {
            "type": self.type,
            "key": self.key,
            "version": self.version,
            "recordedAt": self.recorded_at,
            "asOf": self.as_of,
            "about": list(self.about),
            "touched": list(self.touched),
            "affected": list(self.affected),
        }

    @classmethod
    def stored(cls, properties: Mapping[str, Any]) -> "Done":
        """What a command's node keeps."""
        return cls(
            id=properties["id"],
            call=properties["call"],
            type=properties["type"],
            key=properties["key"],
            version=properties.get("version"),
            recorded_at=properties["recordedAt"].to_native().astimezone(UTC),
            as_of=properties["asOf"].to_native(),
            about=tuple(properties.get("about", ())),
            touched=tuple(properties["touched"]),
            affected=tuple(properties["affected"]),
            consequences=properties.get("consequences"),
        )


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a command led to, whoever may see it."""

    warnings: tuple[str, ...]
    changes: tuple[GradeChange, ...]

    def as_json(self) -> str:
        changes = [[change.child, change.before, change.after] for change in self.changes]
        return orjson.dumps({"warnings": self.warnings, "changes": changes}).decode()

    @classmethod
    def from_json(cls, text: str) -> "Consequences":
        found = orjson.loads(text)
        changes = (GradeChange(child, _grade(before), _grade(after)) for child, before, after in found["changes"])
        return cls(tuple(found["warnings"]), tuple(changes))


def conclude(graph: Graph, done: Done) -> Consequences:
    """Brings findings and stored assessments up to what a command did, and says what that changed; idempotent.

    Raises:
        ServiceError: those of `Graph.read` and `Graph.write`.
    """
    if done.consequences is not None:
        return Consequences.from_json(done.consequences)
    quality.refresh(graph, done.touched, done.recorded_at)
    found = graph.read(statement("commands/command_findings"), key=done.key, touched=done.touched)
    concluded = Consequences(tuple(found[0]["codes"]), _changes(graph, done))
    graph.write(statement("commands/command_concluded"), id=done.id, consequences=concluded.as_json())
    return concluded


def warnings(codes: tuple[str, ...]) -> tuple[RecordWarning, ...]:
    """The soft checks of these codes in words."""
    titles = {code: quality.checks()[code].title for code in codes}
    return tuple(RecordWarning(code, Message(title["en"], title["zh"])) for code, title in titles.items())


def _changes(graph: Graph, done: Done) -> tuple[GradeChange, ...]:
    """Whose grade is another one than it was known to be just before; keeps what is different."""
    if not done.affected:
        return ()
    moments = (Moment(done.as_of, done.recorded_at - _JUST_BEFORE), Moment(done.as_of, done.recorded_at))
    before, after = (assess(graph, moment, done.affected) for moment in moments)
    found = differences(done.as_of, standings(before), standings(after))
    keep(graph, found, (Trigger.COMMAND, done.id), after)
    changes = (
        GradeChange(each.child_id, each.before and each.before.grade, each.after and each.after.grade) for each in found
    )
    return tuple(change for change in changes if change.before is not change.after)


def _grade(value: str | None) -> Grade | None:
    return Grade(value) if value else None
