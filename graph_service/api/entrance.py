"""What every transport does first and last: who asks, a place to run, and a note of what came of it."""

import re
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from graph_service.access.identity import Identity
from graph_service.access.tokens import Tokens, unauthenticated
from graph_service.api.admission import Admission
from graph_service.api.answering import Answer, Answering, Subscription, refusal
from graph_service.api.limits import Limits
from graph_service.api.observing import Metrics, Seen, log_request
from graph_service.api.requests import Request
from graph_service.api.subscriptions import Subscriptions
from graph_service.errors import ServiceError

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Entrance:
    """The service as its transports see it.

    Attributes:
        tokens: verifies who asks.
        answering: answers requests.
        admission: lets so many run at a time.
        subscriptions: those that are open.
        metrics: counts what happens.
        limits: of one request.
        seconds: what one request may take.
    """

    tokens: Tokens
    answering: Answering
    admission: Admission
    subscriptions: Subscriptions
    metrics: Metrics
    limits: Limits
    seconds: float

    def identify(self, authorization: str | None) -> Identity:
        """Who asks, by the header `Authorization`.

        Raises:
            ServiceError: UNAUTHENTICATED.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthenticated()
        return self.tokens.verify(token.strip())

    async def answer(
        self, request: Request, identity: Identity, deadline: float, *, read_only: bool = False
    ) -> Answer | Subscription:
        """As `Answering.answer`, in one of the threads for requests.

        Raises:
            ServiceError: OVERLOADED.
        """
        return await self.admission.run(lambda: self.answering.answer(request, identity, deadline, read_only=read_only))

    async def answers(self, subscription: Subscription, authorization: str | None) -> AsyncGenerator[Answer]:
        """One answer for each event, as long as the token is valid.

        Args:
            subscription: what begins.
            authorization: what `identify` was given for it.
        """
        try:
            with self.subscriptions.one_more():
                async with aclosing(subscription.answers()) as answers:
                    async for answer in answers:
                        self.identify(authorization)
                        yield answer
        except ServiceError as error:
            yield refusal(error, subscription.kind, subscription.name)

    def deadline(self) -> float:
        """By when a request that comes now must be answered, on the monotonic clock."""
        return time.monotonic() + self.seconds

    def note(self, seen: Seen) -> None:
        """Counts and logs a request that is over."""
        self.metrics.count(seen)
        log_request(seen)


def request_id(given: str | None) -> str:
    """The id that the client gave, if it looks like one, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
