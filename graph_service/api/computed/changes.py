"""What has become different about children, and what would."""

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.api.computed.detections import narrower
from graph_service.api.computed.question import Question
from graph_service.errors import ErrorCode
from graph_service.guardianship.changes import kept_differences
from graph_service.guardianship.whatif import holders, not_found, what_if
from graph_service.model.change import OF_A_PERSON, Change, ChangeKind, change_invalid, checked
from graph_service.model.difference import KeptDifference, Standing
from graph_service.model.division import division_prefix
from graph_service.recording.sight import seen

_GIVEN = {
    **dict.fromkeys(OF_A_PERSON, ("person", None)),
    ChangeKind.ENDS: ("record", None),
    ChangeKind.ENTRUSTED: ("child", "to"),
    ChangeKind.GUARDIAN: ("child", "to"),
}
"""Which fields of a change say whom it is about, by kind."""


def assessment_diffs(question: Question) -> list[dict[str, Any]]:
    """The differences of a period that were kept by the moment, in the reader's own division."""
    last = question.arguments.get("to") or question.moment.as_of
    first = question.arguments.get("from") or last
    division = narrower(question, question.arguments.get("division"))
    if division is None:
        return []
    found = kept_differences(question.graph, first, last, division or None)
    return [_difference(each) for each in found if each.kept_at <= question.moment.known_at]


def what_would_follow(question: Question) -> list[dict[str, Any]]:
    """How everybody affected stands, and would stand on the day.

    Raises:
        ServiceError: those of `what_if`. Whoever the reader does not see is not found.
    """
    given = question.arguments
    changes = [_change(each) for each in given["changes"]]
    child = _bare(given["childId"]) if given.get("childId") else None
    _refuse_unseen(question, changes, child)
    division = division_prefix(given["division"].removeprefix("Division:")) if given.get("division") else None
    found = what_if(question.graph, changes, on=question.moment.as_of, child=child, division=division)
    return [
        {
            "childId": each.child_id,
            "day": each.day,
            "kind": each.kind,
            "before": _standing(each.before),
            "after": _standing(each.after),
        }
        for each in found
    ]


def _change(given: Mapping[str, Any]) -> Change:
    kind = ChangeKind(given["kind"])
    about, to = _GIVEN[kind]
    named = {name for name, value in given.items() if name != "kind" and value is not None}
    if named != {name for name in (about, to) if name}:
        raise change_invalid()
    return checked(Change(kind, _bare(given[about]), _bare(given[to]) if to else None))


def _refuse_unseen(question: Question, changes: Sequence[Change], child: str | None) -> None:
    """Whoever is hidden is not found, like somebody who does not exist."""
    parties, person = ("Person", "Organisation"), ("Person",)
    ended = holders(question.graph, [each.subject for each in changes if each.kind is ChangeKind.ENDS])
    children = [child] if child else []
    children += [each.subject for each in changes if each.to]
    named: list[tuple[ErrorCode, str, Sequence[str]]] = [
        *((ErrorCode.CHILD_NOT_FOUND, each, person) for each in children),
        *((ErrorCode.PERSON_NOT_FOUND, each.subject, person) for each in changes if each.kind in OF_A_PERSON),
        *((ErrorCode.PERSON_NOT_FOUND, each.to, parties) for each in changes if each.to),
        *((ErrorCode.RECORD_NOT_FOUND, each, parties) for ends in ended.values() for each in ends),
    ]
    references = [
        {"column": str(place), "id": id_, "labels": list(labels)} for place, (_, id_, labels) in enumerate(named)
    ]
    shown = seen(question.graph.read, question.identity, references)
    for place, (code, _, _) in enumerate(named):
        if str(place) not in shown:
            raise not_found(code)


def _difference(kept: KeptDifference) -> dict[str, Any]:
    found = kept.difference
    holder = {
        (record.fact, record.id): one.id
        for side in (found.before, found.after)
        if side
        for one in side.responsible
        for record in (*one.records, *one.roles)
    }
    return {
        "key": kept.id,
        "childId": found.child_id,
        "day": found.day,
        "kind": found.kind,
        "before": _standing(found.before),
        "after": _standing(found.after),
        "causes": [
            {**each.json_object(), "of": holder.get((each.fact, each.id), found.child_id)} for each in found.causes
        ],
        "trigger": kept.trigger,
        "keptAt": kept.kept_at,
    }


def _standing(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "grade": standing.grade,
        "responsible": [one.json_object() for one in standing.responsible],
    }


def _bare(id_: str) -> str:
    """The id in the feeds, also of a global id `<Type>:<id>`."""
    type_, colon, rest = id_.partition(":")
    return rest if colon and type_ in ("Child", "Person", "Organisation") else id_
