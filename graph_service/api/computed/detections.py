"""What the rules say of children, and the rules themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from graph_service.access.policy import NOWHERE, division_seen
from graph_service.api.computed.question import Question
from graph_service.errors import ErrorCode, ServiceError
from graph_service.guardianship.detection import Hit, detect
from graph_service.guardianship.rules import Kind, Rule, Rulebook, Scalar, Value, rulebook
from graph_service.model.division import division_prefix

_URGENCY: Final = {"high": "1", "medium": "2", "low": "3"}
_REASONS: Final = ("because", "limbs", "categories")
"""What rules call the reasons in the details of a hit."""


def categories(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """The legal categories of each child."""
    return _of_children(question, children, Kind.CATEGORY)


def warnings(question: Question, children: Sequence[str]) -> Mapping[str, Any]:
    """What makes guardianship of each child fragile."""
    return _of_children(question, children, Kind.WARNING)


def detections(question: Question) -> list[dict[str, Any]]:
    """Every hit that the filter lets through, in the reader's own division."""
    wanted: Mapping[str, Any] = question.arguments.get("filter") or {}
    _chosen(wanted.get("rules"))
    division = narrower(question, wanted.get("division"))
    chosen = [each for each in rulebook().rules.values() if _is_wanted(each, wanted)]
    if division is None or not chosen:
        return []
    ids = [each.id for each in chosen]
    return list(_maps(detect(question.graph, question.moment, rules=ids, division=division or None)))


def rules(question: Question) -> list[dict[str, Any]]:
    """All rules, with their parameters as they are in the division on the day."""
    prefix = division_prefix(question.arguments["division"]) if question.arguments.get("division") else ""
    book = rulebook()
    return [_rule(book, each, question.moment.as_of, prefix) for each in book.rules.values()]


def rule(question: Question) -> dict[str, Any] | None:
    """One rule by id."""
    return next((each for each in rules(question) if each["id"] == question.arguments["id"]), None)


@lru_cache(maxsize=16)
def rules_of_day(day: date) -> dict[str, dict[str, Any]]:
    """Every rule with its parameters as they are on the day, by id and the nearest division that has its own."""
    book = rulebook()
    return {
        _place(each, prefix): _rule(book, each, day, prefix)
        for prefix in book.divisions
        for each in book.rules.values()
    }


def _of_children(question: Question, children: Sequence[str], kind: Kind) -> Mapping[str, Any]:
    ids: list[str] | None = question.arguments.get("rules")
    chosen = [each.id for each in _chosen(ids) if each.described.kind is kind]
    if not chosen:
        return {}
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for hit in _maps(detect(question.graph, question.moment, rules=chosen, children=children)):
        found[hit["childId"]].append(hit)
    return found


def _chosen(ids: Sequence[str] | None) -> list[Rule]:
    """The rules of these ids, in their usual order; all of them when none are given.

    Raises:
        ServiceError: ARGUMENT_INVALID.
    """
    known = rulebook().rules
    if ids is not None and not known.keys() >= set(ids):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "There is no rule of one of the ids given.",
            "Ask `rules { id }` for all of them.",
        )
    return [each for each in known.values() if ids is None or each.id in ids]


def _is_wanted(each: Rule, wanted: Mapping[str, Any]) -> bool:
    about = each.described
    given = {"rules": about.id, "kind": about.kind.value, "severity": about.severity}
    return all(
        wanted.get(name) is None or value in [getattr(one, "value", one) for one in wanted[name]]
        for name, value in given.items()
    )


def narrower(question: Question, asked: str | None) -> str | None:
    """The prefix of what lies in the division asked about and in the reader's own; None when they see nobody there."""
    one = division_seen(question.identity) or ""
    other = division_prefix(asked.removeprefix("Division:")) if asked else ""
    if one == NOWHERE:
        return None
    return max(one, other, key=len) if one.startswith(other) or other.startswith(one) else None


def _maps(hits: Iterable[Hit]) -> Iterable[dict[str, Any]]:
    """Hits as `cypher/fields/Detection.*` read them."""
    numbers = Counter[tuple[str, str]]()
    divisions = rulebook().divisions
    for hit in hits:
        about = hit.rule.described
        numbers[hit.child_id, about.id] += 1
        nearest = max((each for each in divisions if (hit.division or "").startswith(each)), key=len)
        details = dict(hit.details)
        reasons = [details[name] for name in _REASONS if details.get(name)]
        yield {
            "key": f"{hit.child_id}/{about.id}/{numbers[hit.child_id, about.id]}",
            "childId": hit.child_id,
            "division": hit.division,
            "rule": _place(hit.rule, nearest),
            "ruleId": about.id,
            "kind": about.kind.value,
            "severity": about.severity,
            "urgency": _URGENCY[about.severity],
            "answer": hit.answer,
            "people": [_involved(each) for each in hit.people],
            "records": [{"of": hit.child_id, **each} for each in hit.records],
            "missing": [dict(each) for each in hit.missing],
            "reasons": [one for each in reasons for one in ([each] if isinstance(each, str) else each)],
            **{name: details.get(name) for name in ("definition", "day", "grade", "lookFor")},
        }


def _involved(somebody: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a rule counts, which might be people who are hidden."""
    return {name: somebody.get(name) for name in ("id", "role", "status", "since")} | {
        "records": [dict(each) for each in somebody.get("records", ())]
    }


def _place(each: Rule, prefix: str) -> str:
    return f"{each.id}/{prefix}"


def _rule(book: Rulebook, each: Rule, day: date, prefix: str) -> dict[str, Any]:
    about = each.described
    settings = book.settings(day, prefix)
    return {
        "id": about.id,
        "version": about.version,
        "title": about.title.model_dump(),
        "when": about.when.model_dump(),
        "kind": about.kind.value,
        "severity": about.severity,
        "law": [law.model_dump() for law in about.law],
        "duties": [duty.model_dump() for duty in about.duties],
        "parameters": [
            {"of": definition.name, "name": name, "inForce": _text(settings[definition.name][name])}
            | {"values": [_value(value) for value in values]}
            for definition in book.closure([each.name])
            for name, values in definition.parameters.items()
        ],
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "since": value.since,
        "division": value.division or None,
        "value": _text(value.value),
        "unit": value.unit,
        "source": value.source.model_dump(),
    }


def _text(value: Scalar | Sequence[Scalar]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | str) else ", ".join(map(str, value))
