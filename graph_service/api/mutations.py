"""Carries out the fields of Mutation: from the values of an input to a command of the recording room, or a grant."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

from graph_service.access import grants
from graph_service.access.identity import Identity
from graph_service.audit.accesses import met
from graph_service.feeds.contract import PROVENANCE, Column, Feed
from graph_service.graph.connection import Graph
from graph_service.model.division import division_prefix
from graph_service.recording.commands import RECORDABLE, Command, CorrectFact, RecordFact, WithdrawFact, field_of
from graph_service.recording.outcome import Outcome
from graph_service.recording.record import record

Arguments = Mapping[str, Any]
"""Coerced arguments of a field, by their names in the schema."""

Mutation = Callable[[Graph, Identity, Arguments], Outcome | Mapping[str, str]]
"""Carries out a field of Mutation for somebody, and says what came of it: of a fact, or the id of a grant. Raises what
`record` and `grants` raise."""

CORRECTED: Final = {
    "circumstance": "circumstances",
    "absence": "absences",
    "guardianship": "guardianships",
    "revocation": "revocations",
    "entrustedCare": "entrusted_care",
    "supportTie": "support_ties",
    "visit": "visits",
}
"""Feed by field of FactCorrection."""

_ALSO_CALLED: Final = {"Person": ("Person", "Child")}
"""Types that a global id may name for a label, where there are more than the label itself."""


def _recording(feed: Feed) -> Callable[[Arguments], Command]:
    def command(arguments: Arguments) -> Command:
        given = arguments["input"]
        return RecordFact(feed=feed, cells=_cells(feed, given), idempotency_key=given["idempotencyKey"])

    return command


def _end(arguments: Arguments) -> Command:
    given = arguments["input"]
    feed = RECORDABLE[_plain(given["type"])]
    return _correction(feed, given, {"to": given["to"]})


def _correct(arguments: Arguments) -> Command:
    given = arguments["input"]
    [(name, says)] = given["correction"].items()
    return _correction(RECORDABLE[CORRECTED[name]], given, says)


def _correction(feed: Feed, given: Arguments, says: Arguments) -> Command:
    return CorrectFact(
        feed=feed,
        key=given["key"],
        version=given["version"],
        cells=_cells(feed, says),
        idempotency_key=given["idempotencyKey"],
    )


def _withdraw(arguments: Arguments) -> Command:
    given = arguments["input"]
    return WithdrawFact(
        feed=RECORDABLE[_plain(given["type"])],
        key=given["key"],
        version=given["version"],
        reason=given["reason"],
        idempotency_key=given["idempotencyKey"],
    )


def _mutation(says: Callable[[Arguments], Command]) -> Mutation:
    def carry_out(graph: Graph, identity: Identity, arguments: Arguments) -> Outcome:
        outcome = record(graph, identity, says(arguments))
        met().update(outcome.about)  # the answer need not show whom it is about
        return outcome

    return carry_out


def _wanted(arguments: Arguments) -> grants.Wanted:
    return grants.Wanted(
        child=arguments["childId"].removeprefix("Child:"),
        reason=arguments["reason"],
        minutes=arguments["minutes"],
        idempotency_key=arguments["idempotencyKey"],
    )


def _break_glass(graph: Graph, identity: Identity, arguments: Arguments) -> Mapping[str, str]:
    return {"id": grants.ask(graph, identity, _wanted(arguments))}


def _refer_case(graph: Graph, identity: Identity, arguments: Arguments) -> Mapping[str, str]:
    wanted, to = _wanted(arguments), division_prefix(arguments["to"].removeprefix("Division:"))
    id_ = grants.refer(graph, identity, wanted, to)
    met().add(wanted.child)
    return {"id": id_}


def _of_grant(change: Callable[[Graph, Identity, str], str]) -> Mutation:
    """What is done with one grant."""
    return lambda graph, identity, arguments: {
        "id": change(graph, identity, arguments["grantId"].removeprefix("AccessGrant:"))
    }


MUTATIONS: Final[Mapping[str, Mutation]] = {
    "recordCircumstance": _mutation(_recording(RECORDABLE["circumstances"])),
    "recordAbsence": _mutation(_recording(RECORDABLE["absences"])),
    "recordGuardianship": _mutation(_recording(RECORDABLE["guardianships"])),
    "recordRevocation": _mutation(_recording(RECORDABLE["revocations"])),
    "recordEntrustedCare": _mutation(_recording(RECORDABLE["entrusted_care"])),
    "recordSupportTie": _mutation(_recording(RECORDABLE["support_ties"])),
    "recordVisit": _mutation(_recording(RECORDABLE["visits"])),
    "endFact": _mutation(_end),
    "correctFact": _mutation(_correct),
    "withdrawFact": _mutation(_withdraw),
    "breakGlass": _break_glass,
    "referCase": _refer_case,
    "approveAccess": _of_grant(grants.approve),
    "endAccess": _of_grant(grants.end),
}
"""What carries out each field of Mutation."""


def _cells(feed: Feed, given: Arguments) -> dict[str, str]:
    """The values of an input as cells of a row; those that are not given are left out."""
    own = [column for column in feed.columns if column not in PROVENANCE]
    return {column.name: _cell(column, given[field_of(column)]) for column in own if field_of(column) in given}


def _cell(column: Column, value: Any) -> str:  # noqa: ANN401 - any coerced value
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date):
        return value.isoformat()
    return _bare_id(column, value) if column.refers_to else str(value)


def _bare_id(column: Column, value: str) -> str:
    """The id in the feeds; of a global id `<Type>:<id>` only if the column may name that type."""
    type_, colon, rest = value.partition(":")
    names = {name for label in column.refers_to for name in _ALSO_CALLED.get(label, (label,))}
    return rest if colon and type_ in names else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - any coerced value
    return value.value if isinstance(value, Enum) else value
