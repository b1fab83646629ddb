"""From a request to its answer: read the document, coerce the variables, carry the operation out. Blocking."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Protocol

from graphql import OperationDefinitionNode, OperationType
from opentelemetry import trace

from graph_service.access.grants import GrantsInForce
from graph_service.access.identity import Identity
from graph_service.access.policy import purpose
from graph_service.api.admission import overloaded
from graph_service.api.documents import Document, Documents
from graph_service.api.errors import LocatedError, codes, error_objects, http_status
from graph_service.api.observing import spoken_name
from graph_service.api.requests import Request
from graph_service.audit.accesses import Enquiry, enquiry_hash, meeting
from graph_service.errors import ErrorCode
from graph_service.graph.deadlines import Allowance, within

_tracer = trace.get_tracer("graph_service")


class Executing(Protocol):
    """Carries out operations of valid documents; see `graph_service.api.execution`."""

    def execute(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any], identity: Identity
    ) -> dict[str, Any]:
        """`{"data": …}` or `{"data": …, "errors": […]}`."""
        ...

    def subscribe(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any], identity: Identity
    ) -> AsyncIterator[dict[str, Any]]:
        """One answer for each event."""
        ...


@dataclass(slots=True)
class Answer:
    """What came of a request.

    Attributes:
        result: the GraphQL answer: `data`, `errors` or both.
        status: the HTTP status for clients that accept `application/graphql-response+json`.
        kind: kind of operation; None when it is not known which one was meant.
        name: name of the operation, if it has one.
        codes: codes of the errors.
        database_calls: how many calls to the database there were.
        database_seconds: how long they took.
        enquiry: what the audit log says of the request.
        met: ids of the persons of whom it tells.
    """

    result: dict[str, Any]
    status: HTTPStatus = HTTPStatus.OK
    kind: OperationType | None = None
    name: str | None = None
    codes: list[ErrorCode] = field(default_factory=list[ErrorCode])
    database_calls: int = 0
    database_seconds: float = 0.0
    enquiry: Enquiry | None = None
    met: AbstractSet[str] = frozenset()

    @property
    def retry_after(self) -> int | None:
        """Seconds after which it is worth asking again, where an error says so."""
        errors: list[dict[str, Any]] = self.result.get("errors", [])
        return errors[0].get("extensions", {}).get("retryAfter") if errors else None


def refusal(error: BaseException, kind: OperationType | None = None, name: str | None = None) -> Answer:
    """The answer to a request that is not carried out."""
    return Answer({"errors": error_objects(error)}, http_status(error), kind, name, codes(error))


class Subscription:
    """A subscription that can begin.

    Attributes:
        name: name of the operation, if it has one.
        enquiry: what the audit log says of it.
    """

    kind = OperationType.SUBSCRIPTION

    def __init__(self, events: Callable[[], AsyncIterator[dict[str, Any]]], name: str | None, enquiry: Enquiry) -> None:
        self._events = events
        self.name = name
        self.enquiry = enquiry

    async def answers(self) -> AsyncGenerator[Answer]:
        """One answer for each event; an error is the last one."""
        events = self._events()
        try:
            while True:
                with meeting() as met:
                    result = await anext(events, None)
                if result is None:
                    return
                yield replace(_answer(result, self.kind, self.name), enquiry=self.enquiry, met=met)
        except Exception as error:  # whatever it is, the subscriber gets it in our form
            yield refusal(error, self.kind, self.name)


class Answering:
    """Answers requests; may be used from several threads.

    Args:
        documents: reads documents.
        execution: carries operations out.
        begin: told of a change before it is made; when it fails, none is.
        grants: who has access to whom by a grant; nobody when not given.
    """

    def __init__(
        self,
        documents: Documents,
        execution: Executing,
        begin: Callable[[Identity, Enquiry], None],
        grants: GrantsInForce | None = None,
    ) -> None:
        self._begin = begin
        self._grants = grants
        self._documents = documents
        self._execution = execution

    def answer(
        self, request: Request, identity: Identity, allowance: Allowance, *, read_only: bool = False
    ) -> Answer | Subscription:
        """The answer to a query or mutation, with whatever went wrong; for a subscription, what can begin.

        Args:
            request: what is asked.
            identity: who asks.
            allowance: no call to the database outlives its deadline.
            read_only: whether mutations are refused.
        """
        kind, name = None, None
        enquiry = Enquiry(enquiry_hash(request.text))
        with within(allowance), meeting() as met:
            try:
                if time.monotonic() >= allowance.deadline:
                    raise overloaded()
                with _tracer.start_as_current_span("read"):
                    document = self._documents.get(request.text, identity.title)
                    operation = document.operation(request.operation)
                    kind, name = operation.operation, operation.name.value if operation.name else None
                    enquiry = replace(enquiry, kind=kind.value, operation=spoken_name(name), fields=document.fields)
                    if read_only and kind is OperationType.MUTATION:
                        raise _not_over_get()
                    variables = document.variables(operation, request.variables)
                    purpose(identity)  # one that the role does not act for is refused here, with what was asked noted
                if kind is OperationType.SUBSCRIPTION:
                    subscribe = self._execution.subscribe
                    return Subscription(lambda: subscribe(document, operation, variables, identity), name, enquiry)
                lent = self._grants.of(identity) if self._grants else []
                enquiry = replace(enquiry, grants=tuple(grant.id for grant in lent))
                if kind is OperationType.MUTATION:
                    allowance.keep()
                    self._begin(identity, enquiry)
                seen_by = replace(identity, lent=frozenset(grant.child for grant in lent))
                with _tracer.start_as_current_span("execute"):
                    result = self._execution.execute(document, operation, variables, seen_by)
                if kind is OperationType.MUTATION and self._grants:
                    self._grants.forget()
                answer = _answer(result, kind, name)
            except Exception as error:  # whatever it is, the client gets it in our form
                answer = refusal(error, kind, name)
        answer.enquiry, answer.met = enquiry, met
        answer.database_calls, answer.database_seconds = allowance.calls, allowance.seconds
        return answer


def _answer(result: dict[str, Any], kind: OperationType, name: str | None) -> Answer:
    found = [ErrorCode(error["extensions"]["code"]) for error in result.get("errors", ())]
    return Answer(result, kind=kind, name=name, codes=found)


def _not_over_get() -> LocatedError:
    return LocatedError(
        ErrorCode.METHOD_NOT_ALLOWED, "Mutations are not carried out over GET.", "Send the same request with POST."
    )
