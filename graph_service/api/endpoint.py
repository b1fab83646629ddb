"""`/graphql` over HTTP: a bare ASGI application, since frameworks would take longer than the answer itself.

Sources: GraphQL over HTTP (working draft); GraphQL over Server-Sent Events, “distinct connections mode”.

Cross-site requests: who asks is known by the header `Authorization` alone, never by a cookie or the URL, and no page of
another site can send that header without a preflight request, which is never granted here. The origin is checked as
well, for all transports alike.
"""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from opentelemetry import trace
from opentelemetry.propagate import extract
from starlette.types import Receive, Scope, Send

from graph_service.access.identity import Identity
from graph_service.api.admission import RETRY_AFTER_SECONDS
from graph_service.api.answering import Answer, Subscription, refusal
from graph_service.api.entrance import Credentials, Entrance, request_id
from graph_service.api.errors import ABOUT_THE_DOCUMENT, LocatedError
from graph_service.api.observing import Seen
from graph_service.api.requests import Request, request_from_json, request_from_query_string
from graph_service.errors import ErrorCode
from graph_service.graph.deadlines import Allowance

_GRAPHQL = "application/graphql-response+json"
_JSON = "application/json"
_EVENTS = "text/event-stream"
_KEEP_ALIVE_SECONDS = 12.0

_Answer = TypeVar("_Answer")

_tracer = trace.get_tracer("graph_service")


@dataclass(slots=True)
class _Exchange:
    """One request while it is answered.

    Attributes:
        headers: of the request, by lower-case name; of several with the same name the last.
        accepted: the media types that the client accepts and we have, best first.
        identity: who asks, once known.
    """

    scope: Scope
    receive: Receive
    send: Send
    headers: Mapping[bytes, str]
    request_id: str
    begun: float
    allowance: Allowance
    accepted: list[str]
    identity: Identity | None = None
    status: int = 0
    transport: str = "http"

    @property
    def credentials(self) -> Credentials:
        """What says who asks."""
        return Credentials(*map(self.headers.get, (b"authorization", b"origin", b"access-purpose")))


class GraphQLEndpoint:
    """The ASGI application for `/graphql`."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request; nothing that goes wrong leaves it."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        exchange = _Exchange(
            scope,
            receive,
            send,
            headers,
            request_id(headers.get(b"x-request-id")),
            time.perf_counter(),
            self._entrance.allowance(),
            accepted(headers.get(b"accept")),
        )
        parent = extract({"traceparent": headers[b"traceparent"]}) if b"traceparent" in headers else None
        with _tracer.start_as_current_span("/graphql", context=parent, kind=trace.SpanKind.SERVER) as span:
            try:
                answer = await self._answer(exchange)
            except Exception as error:
                answer = refusal(error)
            if isinstance(answer, Subscription):
                answer = await self._stream(exchange, answer)
            else:
                answer = await self._respond(exchange, answer)
            span.set_attribute("http.response.status_code", int(exchange.status))
            span.set_attribute("graphql.operation.type", answer.kind.value if answer.kind else "unknown")
        self._note(exchange, answer)

    async def _answer(self, exchange: _Exchange) -> Answer | Subscription:
        method: str = exchange.scope["method"]
        if method not in {"GET", "POST"}:
            raise LocatedError(ErrorCode.METHOD_NOT_ALLOWED, "This method is not supported.", "Use GET or POST.")
        if not exchange.accepted:
            raise LocatedError(
                ErrorCode.NOT_ACCEPTABLE, "No type of answer that the client accepts is offered.", f"Accept {_GRAPHQL}."
            )
        exchange.identity = await self._entrance.identify(exchange.credentials)
        request = await self._request(exchange, method)
        answer = await _unless_gone(
            exchange.receive,
            self._entrance.answer(request, exchange.identity, exchange.allowance, read_only=method == "GET"),
        )
        if isinstance(answer, Subscription) and _EVENTS not in exchange.accepted:
            raise LocatedError(
                ErrorCode.NOT_ACCEPTABLE,
                "A subscription has more than one answer.",
                f"Accept {_EVENTS}, or use WebSocket with the protocol graphql-transport-ws.",
            )
        return answer

    async def _request(self, exchange: _Exchange, method: str) -> Request:
        limits = self._entrance.limits
        if method == "GET":
            return request_from_query_string(exchange.scope["query_string"], limits.json_depth)
        _check_content_type(exchange.headers)
        try:
            async with asyncio.timeout(exchange.allowance.deadline - time.monotonic()):
                body = await _body(exchange, limits.body_bytes)
        except TimeoutError:
            raise _invalid("The body did not arrive in time.", "Send it faster.") from None
        return request_from_json(body, limits.json_depth)

    async def _respond(self, exchange: _Exchange, answer: Answer) -> Answer:
        """Sends an answer and returns it."""
        try:
            body = orjson.dumps(answer.result)
        except orjson.JSONEncodeError as error:
            answer = refusal(error, answer.kind, answer.name)
            body = orjson.dumps(answer.result)
        media = next((each for each in exchange.accepted if each != _EVENTS), None)
        if media is None and exchange.accepted and "data" in answer.result:
            exchange.transport, exchange.status = "sse", HTTPStatus.OK
            await exchange.send(_start(exchange, HTTPStatus.OK, _event_headers()))
            await exchange.send(_part(_event("next", body) + _event("complete")))
            return answer
        about_the_document = ABOUT_THE_DOCUMENT.issuperset(answer.codes)
        exchange.status = HTTPStatus.OK if about_the_document and media == _JSON else answer.status
        headers = [
            (b"content-type", f"{media or _JSON}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
            (b"vary", b"accept, authorization"),
            *_status_headers(exchange, answer),
        ]
        await exchange.send(_start(exchange, exchange.status, headers))
        await exchange.send(_part(body))
        return answer

    async def _stream(self, exchange: _Exchange, subscription: Subscription) -> Answer:
        """Sends events until there are no more, the client goes, or the service stops; returns the last answer."""
        exchange.transport, exchange.status = "sse", HTTPStatus.OK
        last = Answer({}, kind=subscription.kind, name=subscription.name)
        await exchange.send(_start(exchange, HTTPStatus.OK, _event_headers()))
        async with aclosing(self._entrance.answers(subscription, exchange.credentials)) as answers:
            ends = {
                asyncio.ensure_future(_gone(exchange.receive)),
                asyncio.ensure_future(self._entrance.subscriptions.stopping.wait()),
            }
            following = asyncio.ensure_future(anext(answers, None))
            try:
                while True:
                    done, _ = await asyncio.wait(
                        {following, *ends}, timeout=_KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                    if done & ends:
                        break
                    if not done:
                        await exchange.send(_part(b":\n\n", more=True))
                        continue
                    answer = following.result()
                    if answer is None:
                        await exchange.send(_part(_event("complete"), more=True))
                        break
                    last = answer
                    await exchange.send(_part(_event("next", orjson.dumps(answer.result)), more=True))
                    following = asyncio.ensure_future(anext(answers, None))
            finally:
                for task in (following, *ends):
                    task.cancel()
                await asyncio.gather(following, *ends, return_exceptions=True)
        await exchange.send(_part(b""))
        return last

    def _note(self, exchange: _Exchange, answer: Answer) -> None:
        self._entrance.note(
            Seen(
                request_id=exchange.request_id,
                transport=exchange.transport,
                status=exchange.status,
                seconds=time.perf_counter() - exchange.begun,
                role=exchange.identity.role if exchange.identity else None,
                kind=answer.kind,
                name=answer.name,
                codes=tuple(answer.codes),
                database_calls=answer.database_calls,
                database_seconds=answer.database_seconds,
            )
        )


def accepted(header: str | None) -> list[str]:
    """The media types of answers that a client accepts, best first.

    A client that says nothing, or that takes anything, gets `application/json`, as those written before
    `application/graphql-response+json` expect.

    Args:
        header: the header `Accept`, if there is one.
    """
    weighted: list[tuple[float, int, str]] = []
    for position, part in enumerate((header or "*/*").split(",")):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        known = _JSON if name in {"*/*", "application/*", ""} else name
        weight = _weight(parameters)
        if known in {_GRAPHQL, _JSON, _EVENTS} and weight > 0 and _is_utf8(parameters):
            weighted.append((-weight, position, known))
    return list(dict.fromkeys(name for _, _, name in sorted(weighted)))


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter.removeprefix("q="))
            except ValueError:
                return 0.0
    return 1.0


def _is_utf8(parameters: Iterable[str]) -> bool:
    charsets = [each.removeprefix("charset=").strip('"') for each in parameters if each.startswith("charset=")]
    return all(charset in {"utf-8", "utf8"} for charset in charsets)


def _check_content_type(headers: Mapping[bytes, str]) -> None:
    name, *parameters = (piece.strip().lower() for piece in headers.get(b"content-type", "").split(";"))
    if name != _JSON or not _is_utf8(parameters) or headers.get(b"content-encoding", "identity") != "identity":
        raise LocatedError(
            ErrorCode.MEDIA_TYPE_UNSUPPORTED,
            "The body is not said to be plain JSON in UTF-8.",
            f"Send JSON in UTF-8, not compressed, with “Content-Type: {_JSON}”.",
        )


async def _body(exchange: _Exchange, limit: int) -> bytes:
    """The body, counted as it arrives: a length that is announced may be missing or wrong."""
    announced = exchange.headers.get(b"content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    while True:
        message = await exchange.receive()
        if message["type"] == "http.disconnect":
            raise _invalid("The client went away before the body was whole.", "Send the body whole.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise _too_large(limit)
        if not message.get("more_body"):
            return bytes(body)


async def _unless_gone(receive: Receive, answering: Coroutine[Any, Any, _Answer]) -> _Answer:
    """What is answered, if the client waits for it.

    Raises:
        LocatedError: REQUEST_INVALID when it does not.
    """
    answered, gone = asyncio.ensure_future(answering), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({answered, gone}, return_when=asyncio.FIRST_COMPLETED)
        if answered.done():
            return answered.result()
        raise _invalid("The client went away before it was answered.", "Wait for the answer.")
    finally:
        answered.cancel()
        gone.cancel()
        await asyncio.gather(answered, gone, return_exceptions=True)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(exchange: _Exchange, status: int, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    always = [
        (b"x-request-id", exchange.request_id.encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    return {"type": "http.response.start", "status": int(status), "headers": headers + always}


def _part(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}


def _event(name: str, data: bytes = b"") -> bytes:
    return b"event: %b\ndata: %b\n\n" % (name.encode(), data)


def _event_headers() -> list[tuple[bytes, bytes]]:
    return [(b"content-type", f"{_EVENTS}; charset=utf-8".encode()), (b"x-accel-buffering", b"no")]


def _status_headers(exchange: _Exchange, answer: Answer) -> list[tuple[bytes, bytes]]:
    match exchange.status:
        case HTTPStatus.UNAUTHORIZED:
            given = b', error="invalid_token"' if b"authorization" in exchange.headers else b""
            return [(b"www-authenticate", b'Bearer realm="graph-service"' + given)]
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return [(b"allow", b"POST" if exchange.scope["method"] == "GET" else b"GET, POST")]
        case HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.TOO_MANY_REQUESTS:
            return [(b"retry-after", str(answer.retry_after or RETRY_AFTER_SECONDS).encode())]
        case _:
            return []


def _invalid(what: str, remedy: str) -> LocatedError:
    return LocatedError(ErrorCode.REQUEST_INVALID, what, remedy)


def _too_large(limit: int) -> LocatedError:
    return LocatedError(
        ErrorCode.BODY_TOO_LARGE,
        f"The body is larger than {limit:,} bytes.",
        "Send a shorter document or fewer values.",
        details={"limit": "body_bytes", "allowed": limit},
    )
