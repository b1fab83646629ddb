"""The examples beside the rules, tried on a real database: families in words, and what each rule says of the child."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.detection import detect
from graph_service.guardianship.rules import Example, Rule, Rulebook, rulebook
from graph_service.told_families import HOME, Family, Row, family

KNOWN_BY = datetime(2030, 1, 1, tzinfo=UTC)
"""When all that the examples tell is known, but for days that say otherwise."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One day of one example.

    Args:
        when: the day, as the example writes it.
        expected, answer: `yes`, `no` or `undetermined`.
    """

    rule: Rule
    example: Example
    when: str
    expected: str
    answer: str

    @property
    def as_expected(self) -> bool:
        return self.expected == self.answer


def families_of(rules: Sequence[Rule]) -> dict[tuple[str, int], Family]:
    """The families of all examples, by rule id and place.

    Raises:
        ServiceError: RULE_INVALID for a sentence that nobody understands.
    """
    told: dict[tuple[str, int], Family] = {}
    for rule in rules:
        for place, example in enumerate(rule.examples):
            try:
                told[rule.id, place] = family(len(told) + 1, example.given)
            except ValueError as error:
                raise ServiceError(
                    ErrorCode.RULE_INVALID,
                    "An example of the rule {rule} cannot be read: {reason}.",
                    "Correct it.",
                    rule=rule.id,
                    reason=str(error),
                ) from None
    return told


def try_examples(graph: Graph, rules: Sequence[Rule], book: Rulebook | None = None) -> list[Tried]:
    """What the rules say of their examples; the families are imported into the graph, which should be an empty one.

    Raises:
        ServiceError: as `families_of`, and those of importing and detection.
    """
    told = families_of(rules)
    with tempfile.TemporaryDirectory() as folder:
        import_into(graph, _written(Path(folder), told.values()))
    # All rules are asked at once: one plan of the database serves them all.
    asked: dict[tuple[str, str, tuple[tuple[str, object], ...]], list[tuple[Rule, int]]] = defaultdict(list)
    for rule in rules:
        for place, example in enumerate(rule.examples):
            settings = tuple(sorted(example.settings.items()))
            for when in example.expect:
                asked[when, rule.name if settings else "", settings].append((rule, place))
    answers: dict[tuple[str, str, int], str] = {}
    for (when, name, _), places in asked.items():
        ids = {told[rule.id, place].id("child"): (rule, place) for rule, place in places}
        first, place = places[0]
        hits = detect(
            graph,
            _moment(when),
            rules=[rule.id for rule in rules],
            children=list(ids),
            changed={name: first.examples[place].settings} if name else None,
            book=book or rulebook(),
        )
        for hit in hits:
            rule, place = ids[hit.child_id]
            if hit.rule is rule:
                answers[rule.id, when, place] = hit.answer
    return [
        Tried(rule, example, when, expected, answers.get((rule.id, when, place), "no"))
        for rule in rules
        for place, example in enumerate(rule.examples)
        for when, expected in example.expect.items()
    ]


def _moment(when: str) -> Moment:
    day, _, known = when.partition(", as known on ")
    known_at = datetime.combine(date.fromisoformat(known), time(), UTC) if known else KNOWN_BY
    return Moment(date.fromisoformat(day), known_at)


def _written(folder: Path, families: Iterable[Family]) -> Path:
    feeds: dict[str, list[Row]] = defaultdict(list)
    feeds["divisions"].append({"code": HOME, "name": "上湾村"})
    for each in families:
        for feed, row in each.rows:
            feeds[feed].append(row)
    for name, rows in feeds.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder
