"""Access to one child for a time, for a reason: asked for, perhaps approved by another person, over at its end; or
given by whoever could approve it, when they refer a case.

It serves whoever must look beyond what their role sees: an officer in an emergency elsewhere, the officers of a
prefecture or province to whom a case is referred, an auditor who must know of whom a record is. A grant is kept as a
node, and names the child as it was asked for: whether there is such a child is told to nobody by asking.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from graph_service.access.identity import Identity
from graph_service.access.policy import POLICY, scope, sight
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.standing_alone import standing_alone
from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement

LONGEST_REASON: Final = 500
_ID_DIGITS: Final = 32
_KEPT_SECONDS: Final = 1.0
"""For how long it is remembered that somebody has no grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for.

    Attributes:
        child: id of the child in the feeds.
        reason: why, in words.
        minutes: for how long.
        idempotency_key: chosen by the client, one for each thing that somebody wants done.
    """

    child: str
    reason: str
    minutes: int
    idempotency_key: str


_Holder = tuple[str | None, str, str | None]
"""Who has access: somebody in a role, or whoever has the role in a division."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant that is in force.

    Attributes:
        id: what it is known by.
        subject: to whom; None for all of an office, to which a case is referred.
        title, scope: in which role of the policy, limited to what.
        child: id of the child to whom it gives access.
    """

    id: str
    subject: str | None
    title: str
    scope: str | None
    child: str

    @property
    def holder(self) -> _Holder:
        """Who has it."""
        return self.subject, self.title, None if self.subject else self.scope


def ask(graph: Graph, identity: Identity, wanted: Wanted) -> str:
    """Asks for access to a child; it begins at once where the policy wants nobody to approve it.

    Returns:
        id of the grant; the same when it is given again with its idempotency key.

    Raises:
        ServiceError: FORBIDDEN for roles that the policy gives no grants; ARGUMENT_INVALID for a time that is too long,
            no reason, or a key that was used for something else; those of `Graph.write`.
    """
    row = POLICY.grants.get(identity.title)
    if row is None:
        raise ServiceError(
            ErrorCode.FORBIDDEN, "This role gets no access to single children.", "Ask somebody whose role does."
        )
    holder = {"subject": identity.subject, "role": identity.title, "scope": identity.limit}
    return _keep(graph, identity, wanted, holder, most=row.minutes, lapses=row.lapses)


def refer(graph: Graph, identity: Identity, wanted: Wanted, to: str) -> str:
    """Refers the case of a child to the office of a wider division: all its officers have access from their next
    request on, as if each had asked and been approved.

    Args:
        graph: where grants are kept.
        identity: who refers it: somebody who may approve access for that office.
        wanted: the child, who lives in their division, and the rest.
        to: code prefix of the division of the office, in which their own lies.

    Returns:
        id of the grant; the same when it is given again with its idempotency key.

    Raises:
        ServiceError: FORBIDDEN for whoever may approve no access; CHILD_NOT_FOUND when there is no such child in their
            division; ARGUMENT_INVALID as `ask`, or when there is no such office; those of `Graph.write`.
    """
    offices = {
        title: row
        for title, row in POLICY.grants.items()
        if identity.title in row.approved_by and POLICY.roles[title].limit == "division"
    }
    if not offices:
        raise ServiceError(
            ErrorCode.FORBIDDEN, "This role refers no cases.", "Ask an officer of the county in which the child lives."
        )
    title = next((title for title in offices if POLICY.roles[title].digits == len(to)), None)
    if title is None or not (identity.division or "").startswith(to):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "There is no such office to which you may refer a case.",
            "Name the prefecture or the province in which your own division lies, by its code.",
        )
    living = graph.read(statement("commands/child_division"), id=wanted.child)
    if not any(_is_over(identity, record) for record in living):
        raise ServiceError(
            ErrorCode.CHILD_NOT_FOUND,
            "There is no such child in your division.",
            "Check the id; a case is referred by the county in which the child lives.",
        )
    holder = {"referredBy": identity.subject, "role": title, "scope": to}
    return _keep(graph, identity, wanted, holder, most=offices[title].minutes, lapses=None)


def _keep(
    graph: Graph,
    identity: Identity,
    wanted: Wanted,
    holder: Mapping[str, str | None],
    *,
    most: int,
    lapses: int | None,
) -> str:
    """Keeps a grant, or finds the one that was kept with the same key; returns its id.

    Args:
        most: minutes for which it may be.
        lapses: hours for which it waits for somebody to approve it; None: it begins at once.
    """
    if not 1 <= wanted.minutes <= most:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "The time is out of range for this role.",
            "Ask for 1 to {minutes} minutes.",
            minutes=most,
        )
    if not wanted.reason.strip() or len(wanted.reason) > LONGEST_REASON:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "There is no reason, or a very long one.",
            "Say why in at most {most} characters.",
            most=LONGEST_REASON,
        )
    now = datetime.now(UTC)
    says = {"childId": wanted.child, "reason": wanted.reason.strip(), "minutes": wanted.minutes, **holder}
    begins: dict[str, datetime] = {"from": now, "until": now + timedelta(minutes=wanted.minutes)}
    if lapses is not None:
        begins = {"lapsesAt": now + timedelta(hours=lapses)}
    known_by = "\0".join((identity.subject, identity.title, wanted.idempotency_key))
    id_ = hashlib.sha256(known_by.encode()).hexdigest()[:_ID_DIGITS]
    grant = {**says, **begins, "askedAt": now, "changedAt": now}
    (found,) = graph.write(statement("commands/grant_ask"), id=id_, grant=grant)
    if any(found["grant"].get(name) != value for name, value in says.items()):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The idempotency key was used for something else.", "Choose another one."
        )
    return id_


def approve(graph: Graph, identity: Identity, id_: str) -> str:
    """Lets access begin that somebody else has asked for. One that has begun stays as it is.

    Returns:
        id of the grant.

    Raises:
        ServiceError: GRANT_NOT_FOUND, also for one that they do not see; FORBIDDEN for whoever asked for it, and for
            roles that the policy does not name; ARGUMENT_INVALID when it was ended or has lapsed; those of
            `Graph.write`.
    """
    grant = _seen(graph, identity, id_)
    if not _approves(identity, grant):
        raise ServiceError(
            ErrorCode.FORBIDDEN,
            "This access is not for you to approve.",
            "Another person must, in a role that the policy names.",
        )
    begun = graph.write(statement("commands/grant_approve"), id=id_, subject=identity.subject, now=datetime.now(UTC))
    found = grant if begun else _seen(graph, identity, id_)
    if found.get("endedAt") is not None:
        raise ServiceError(ErrorCode.ARGUMENT_INVALID, "This access has been ended.", "Have it asked for anew.")
    if not begun and found.get("from") is None:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "This request has lapsed, since nobody approved it in time.",
            "Have it asked for anew.",
        )
    return id_


def end(graph: Graph, identity: Identity, id_: str) -> str:
    """Ends access, or a request for it, before its time. One that is over stays as it is.

    Returns:
        id of the grant.

    Raises:
        ServiceError: GRANT_NOT_FOUND, also for one that they do not see; FORBIDDEN for whoever neither asked for it nor
            supervises the child's division nor may approve it; those of `Graph.write`.
    """
    grant = _seen(graph, identity, id_)
    if not (grant.get("subject") == identity.subject or _supervises(identity, grant) or _approves(identity, grant)):
        raise ServiceError(
            ErrorCode.FORBIDDEN,
            "This access is not for you to end.",
            "Ask whoever has it, or whoever supervises the division of the child.",
        )
    graph.write(statement("commands/grant_end"), id=id_, subject=identity.subject, now=datetime.now(UTC))
    return id_


class GrantsInForce:
    """Who has access to whom by a grant; may be used from several threads.

    That somebody has none is remembered for a second, so that those who have none, nearly all, pay for it once a second
    together. Whoever has one is looked up at every request: after its end it gives nothing.

    Args:
        graph: where they are kept.
        adult_born_by: on a day, the latest date of birth of those who are no children any more.
        clock: seconds that only go forward.
    """

    def __init__(
        self, graph: Graph, adult_born_by: Callable[[date], date], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._graph = graph
        self._adult_born_by = adult_born_by
        self._clock = clock
        self._looking = threading.Lock()
        self._looked: float | None = None
        self._holders: frozenset[_Holder] = frozenset()

    def of(self, identity: Identity) -> list[Grant]:
        """The grants that somebody has now, in the role that they ask in.

        Raises:
            ServiceError: those of `Graph.read`.
        """
        if identity.title not in POLICY.grants:
            return []
        held_by = {(identity.subject, identity.title, None), (None, identity.title, identity.limit)}
        with self._looking:
            is_known = self._looked is not None and self._clock() - self._looked < _KEPT_SECONDS
            if is_known and self._holders.isdisjoint(held_by):
                return []
        looked, now = self._clock(), datetime.now(UTC)
        read = statement("commands/grants_in_force")
        today = date.today()  # noqa: DTZ011 - the calendar by which children are children
        found = [Grant(*each) for each in self._graph.read(read, now=now, adult_born_by=self._adult_born_by(today))]
        with self._looking:
            self._looked, self._holders = looked, frozenset(each.holder for each in found)
        return [each for each in found if each.holder in held_by]

    def forget(self) -> None:
        """Looks again at the next request, whoever asks: somebody may have got a grant just now."""
        with self._looking:
            self._looked = None


def _seen(graph: Graph, identity: Identity, id_: str) -> Mapping[str, Any]:
    """A grant that somebody sees, with the `division` of its child, whom they may not see.

    Raises:
        ServiceError: GRANT_NOT_FOUND.
    """
    guarded = standing_alone("commands/grant_seen", known=False, sight=sight(identity.role, known=False))
    if not graph.read(guarded, id=id_, **scope(identity))[0]["page"]:
        raise ServiceError(
            ErrorCode.GRANT_NOT_FOUND,
            "There is no such access that you may see.",
            "Ask `accessGrants` for those there are.",
        )
    return graph.read(statement("commands/grant_found"), id=id_)[0]["grant"]


def _supervises(identity: Identity, grant: Mapping[str, Any]) -> bool:
    return POLICY.roles[identity.title].supervises and _is_over(identity, grant)


def _approves(identity: Identity, grant: Mapping[str, Any]) -> bool:
    row = POLICY.grants.get(grant["role"])
    is_named = row is not None and identity.title in row.approved_by
    return is_named and grant.get("subject") != identity.subject and _is_over(identity, grant)


def _is_over(identity: Identity, grant: Mapping[str, Any]) -> bool:
    """Whether the child, whose `division` it has, lives in theirs; those who are limited by none are over everybody."""
    if POLICY.roles[identity.title].limit != "division":
        return True
    return bool(identity.division) and (grant["division"] or "").startswith(identity.division or "")
