"""Keep measures in the graph, and read what was kept: for comparing a child, or a division, over time.

What was measured on a past day can be measured again at any time. Kept measures say what was found then, by the
definitions and the records of then.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment

if TYPE_CHECKING:  # networkx takes a second, and who reads needs none
    from neo4j import Record

    from graph_service.networks.measures import Measures

_KEPT_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """Measures of one child's network, as they were kept.

    Args:
        as_of: the day that they are of.
        known_at: by what was known when.
        measured_at: when.
        version: of the definitions; measures of different versions do not compare.
        measures: JSON object of `Measures`, as that version had it.
    """

    as_of: date
    known_at: datetime
    measured_at: datetime
    version: str
    measures: Mapping[str, Any]

    @property
    def child_id(self) -> str:
        """Id of the feeds."""
        return str(self.measures["childId"]).removeprefix("Person:")

    def json_object(self) -> dict[str, Any]:
        """The measures, and before them what they are of, in JSON."""
        return {
            "childId": self.measures["childId"],
            "asOf": self.as_of.isoformat(),
            "knownAt": self.known_at.isoformat(),
            "measuredAt": self.measured_at.isoformat(),
            "version": self.version,
            **self.measures,
        }


def keep(graph: Graph, moment: Moment, found: "Iterable[Measures]") -> int:
    """Keeps measures beside the children they are of; what was kept of that day, moment and version stays as it is.

    Returns:
        how many of them the graph now holds.

    Raises:
        ServiceError: those of `Graph.write`.
    """
    from graph_service.networks.measures import VERSION

    measured_at = datetime.now(UTC)
    rows = [_row(each, moment, measured_at, VERSION) for each in found]
    return sum(
        graph.write(statement("networks/measures_keep"), measures=rows[start : start + _KEPT_AT_ONCE])[0]["kept"]
        for start in range(0, len(rows), _KEPT_AT_ONCE)
    )


def kept_of(graph: Graph, children: Sequence[str], known_at: datetime) -> list[Kept]:
    """Everything that was kept of these children until a moment, child by child, of each the latest day first.

    Args:
        children: ids.
    """
    found = graph.read(statement("networks/measures_of_children"), children=list(children), known_at=known_at)
    return list(map(_kept, found))


def kept_in(graph: Graph, division: str | None, moment: Moment) -> list[Kept]:
    """What was kept of a division's children on a day: of each what was measured last, the most isolated first.

    Args:
        division: code prefix of where they lived when they were measured; None for the whole graph.
        moment: the day that the measures are of; what was measured later than its recorded time is left out.
    """
    given = {"division": division or "", "as_of": moment.as_of, "known_at": moment.known_at}
    return list(map(_kept, graph.read(statement("networks/measures_in_division"), **given)))


def _kept(row: "Record") -> Kept:
    return Kept(
        row["asOf"].to_native(),
        row["knownAt"].to_native(),
        row["measuredAt"].to_native(),
        row["version"],
        orjson.loads(row["measures"]),
    )


def _row(found: "Measures", moment: Moment, measured_at: datetime, version: str) -> dict[str, object]:
    child = found.child_id.removeprefix("Person:")
    return {
        "id": "|".join((child, moment.as_of.isoformat(), moment.known_at.isoformat(), version)),
        "childId": child,
        "asOf": moment.as_of,
        "knownAt": moment.known_at,
        "measuredAt": measured_at,
        "version": version,
        "size": found.size,
        "ableAdults": found.able_adults,
        "redundancy": found.redundancy,
        "isolation": found.isolation.score,
        "measures": orjson.dumps(found.json_object()).decode(),
    }
