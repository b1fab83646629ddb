"""What every transport does first and last: who asks, a place to run, and a note of what came of it."""

import asyncio
import re
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from graphql import OperationType

from graph_service.access.identity import Identity
from graph_service.access.reading import PeopleRead, ReadingLimit
from graph_service.access.tokens import KeyUnknown, Verifier, unauthenticated
from graph_service.api.admission import Admission
from graph_service.api.answering import Answer, Answering, Subscription, refusal
from graph_service.api.limits import Limits
from graph_service.api.observing import Metrics, Seen, log_request
from graph_service.api.requests import Request
from graph_service.api.subscriptions import Subscriptions
from graph_service.audit.accesses import Accesses, Decision
from graph_service.config import LOOPBACK
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.deadlines import Allowance

_RECHECK_SECONDS = 30.0
"""How often those are looked at again who stay: their token may expire, and its key be withdrawn."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What comes with a request about who sends it.

    Attributes:
        authorization: the header `Authorization`, or what stands for it.
        origin: the header `Origin`: the page that sends it, if it is one.
        purpose: the header `Access-Purpose`, or what stands for it: what for, if it is said.
    """

    authorization: str | None
    origin: str | None
    purpose: str | None = None

    @property
    def token(self) -> str:
        """The bearer token.

        Raises:
            ServiceError: UNAUTHENTICATED when there is none.
        """
        scheme, _, token = (self.authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise unauthenticated()
        return token.strip()


@dataclass(frozen=True, slots=True)
class Origins:
    """The pages that may ask.

    Attributes:
        allowed: their origins.
        local: whether any page of this machine may, because only this machine reaches the service.
    """

    allowed: frozenset[str]
    local: bool

    def check(self, origin: str | None) -> None:
        """Nothing, if the page may ask. What is no page of a browser sends no origin, and needs none.

        Raises:
            ServiceError: FORBIDDEN.
        """
        if origin is None or origin in self.allowed or (self.local and _host(origin) in LOOPBACK):
            return
        raise ServiceError(
            ErrorCode.FORBIDDEN,
            "Pages of this origin may not ask.",
            "If the page is yours, have its origin added to GRAPH_SERVICE_ORIGINS.",
        )


@dataclass(frozen=True, slots=True)
class Entrance:
    """The service as its transports see it.

    Attributes:
        tokens: verifies who asks.
        origins: the pages that may ask.
        accesses: the log of who has seen what of whom.
        people: of how many each login may still read.
        answering: answers requests.
        admission: lets so many run at a time.
        subscriptions: those that are open.
        metrics: counts what happens.
        limits: of one request.
        seconds: what one request may take.
        schema_told: whether anybody who asks is told the schema.
    """

    tokens: Verifier
    origins: Origins
    accesses: Accesses
    people: PeopleRead
    answering: Answering
    admission: Admission
    subscriptions: Subscriptions
    metrics: Metrics
    limits: Limits
    seconds: float
    schema_told: bool

    async def identify(self, credentials: Credentials) -> Identity:
        """Who asks, and what for, as they say it.

        Raises:
            ServiceError: UNAUTHENTICATED, FORBIDDEN.
        """
        self.origins.check(credentials.origin)
        identity = await self._verified(credentials.token)
        return replace(identity, purpose=credentials.purpose) if credentials.purpose else identity

    async def _verified(self, token: str) -> Identity:
        if self.tokens.is_due:
            await asyncio.to_thread(self.tokens.refresh)
        try:
            return self.tokens.verify(token)
        except KeyUnknown:
            await asyncio.to_thread(self.tokens.refresh)
            return self.tokens.verify(token)

    async def lapse(self, credentials: Credentials) -> None:
        """Waits until the credentials are worth nothing any more."""
        while True:
            try:
                await self.identify(credentials)
                remaining = self.tokens.remaining(credentials.token)
            except ServiceError:
                return
            await asyncio.sleep(min(remaining, _RECHECK_SECONDS) + 0.01)

    async def answer(
        self, request: Request, identity: Identity, allowance: Allowance, *, read_only: bool = False
    ) -> Answer | Subscription:
        """As `Answering.answer`, in one of the threads for requests; noted before it is handed out.

        When nobody waits for it any longer, its query in the database is cancelled. It is noted all the same, and a
        change goes on.

        Raises:
            ServiceError: OVERLOADED, TOO_MANY_REQUESTS; AUDIT_UNAVAILABLE.
        """
        noted = asyncio.ensure_future(self._answered(request, identity, allowance, read_only=read_only))
        try:
            return await asyncio.shield(noted)
        except asyncio.CancelledError:
            allowance.abandon()
            noted.add_done_callback(_heeded)
            raise

    async def _answered(
        self, request: Request, identity: Identity, allowance: Allowance, *, read_only: bool
    ) -> Answer | Subscription:
        answer = await self.admission.run(
            lambda: self.answering.answer(request, identity, allowance, read_only=read_only), identity.subject
        )
        if isinstance(answer, Answer):
            answer = self._within_limit(identity, answer)
        await self._noted(identity, answer)
        return answer

    def _within_limit(self, identity: Identity, answer: Answer) -> Answer:
        """The answer, or a refusal when it tells of more people than the login may read of.

        What a change has led to is told in any case: whoever made it must not take it for undone.
        """
        if answer.kind is OperationType.MUTATION:
            self.people.count(identity, answer.met)
            return answer
        try:
            self.people.admit(identity, answer.met)
        except ReadingLimit as error:
            refused = refusal(error, answer.kind, answer.name)
            spent = {"database_calls": answer.database_calls, "database_seconds": answer.database_seconds}
            return replace(refused, enquiry=answer.enquiry, **spent)
        return answer

    async def _noted(self, identity: Identity, answer: Answer | Subscription) -> None:
        if answer.enquiry is None:
            return
        met, codes = (answer.met, answer.codes) if isinstance(answer, Answer) else ((), ())
        decision = Decision.REFUSED if codes else Decision.ALLOWED
        await self.accesses.noted(identity, answer.enquiry, met, codes, decision)

    async def answers(self, subscription: Subscription, credentials: Credentials) -> AsyncGenerator[Answer]:
        """One answer for each event, until the credentials lapse.

        Args:
            subscription: what begins.
            credentials: what `identify` was given for it.
        """
        try:
            with self.subscriptions.one_more():
                async with aclosing(subscription.answers()) as answers:
                    async for answer in _until(asyncio.ensure_future(self.lapse(credentials)), answers):
                        identity = await self.identify(credentials)
                        given = self._within_limit(identity, answer)
                        await self._noted(identity, given)
                        yield given
                        if given is not answer:
                            return
        except ServiceError as error:
            yield refusal(error, subscription.kind, subscription.name)

    def allowance(self) -> Allowance:
        """The time in which a request that comes now must be answered."""
        return Allowance(time.monotonic() + self.seconds)

    def note(self, seen: Seen) -> None:
        """Counts and logs a request that is over."""
        self.metrics.count(seen)
        log_request(seen)


def request_id(given: str | None) -> str:
    """The id that the client gave, if it looks like one, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


async def _until(lapsed: asyncio.Future[None], answers: AsyncGenerator[Answer]) -> AsyncGenerator[Answer]:
    """The answers that come until something has lapsed.

    Raises:
        ServiceError: UNAUTHENTICATED when it has.
    """
    following = asyncio.ensure_future(anext(answers, None))
    try:
        while True:
            await asyncio.wait({following, lapsed}, return_when=asyncio.FIRST_COMPLETED)
            if lapsed.done():
                raise unauthenticated()
            answer = following.result()
            if answer is None:
                return
            yield answer
            following = asyncio.ensure_future(anext(answers, None))
    finally:
        following.cancel()
        lapsed.cancel()
        await asyncio.gather(following, lapsed, return_exceptions=True)


def _heeded(ended: asyncio.Future[Answer | Subscription]) -> None:
    """Looks at how something ended that nobody waits for, so that asyncio doesn't call it forgotten."""
    if not ended.cancelled():
        ended.exception()


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None
