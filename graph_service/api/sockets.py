"""`/graphql` over WebSocket: the protocol `graphql-transport-ws`, for subscriptions and for queries and mutations too.

Written here and not taken from strawberry: its handler walks every result once more and repeats values in messages.

Source: GraphQL over WebSocket Protocol, https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from enum import IntEnum
from typing import Any, cast

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from graph_service.access.identity import Identity
from graph_service.api.answering import Answer, Subscription, refusal
from graph_service.api.entrance import Credentials, Entrance, request_id
from graph_service.api.errors import LocatedError
from graph_service.api.observing import Seen
from graph_service.api.requests import parsed_json, request_from
from graph_service.errors import ServiceError

PROTOCOL = "graphql-transport-ws"
_AT_A_TIME = 50
"""Operations of one connection that may be open."""
_LONGEST_ID = 64
_GOODBYE_SECONDS = 0.5


class Close(IntEnum):
    """Codes that a connection is closed with."""

    GOING_AWAY = 1001
    BAD_MESSAGE = 4400
    UNAUTHORIZED = 4401
    FORBIDDEN = 4403
    PROTOCOL_UNKNOWN = 4406
    NOT_INITIALISED_IN_TIME = 4408
    SUBSCRIBER_EXISTS = 4409
    INITIALISED_TWICE = 4429


_REASONS = {
    Close.GOING_AWAY: "The service is stopping",
    Close.BAD_MESSAGE: "Invalid message",
    Close.UNAUTHORIZED: "Unauthorized",
    Close.FORBIDDEN: "Forbidden",
    Close.PROTOCOL_UNKNOWN: "Subprotocol not acceptable",
    Close.NOT_INITIALISED_IN_TIME: "Connection initialisation timeout",
    Close.SUBSCRIBER_EXISTS: "Subscriber already exists",
    Close.INITIALISED_TWICE: "Too many initialisation requests",
}


class _Closing(Exception):  # noqa: N818 - an end, not an error
    """The connection must be closed with this code."""

    def __init__(self, code: Close) -> None:
        super().__init__(code)
        self.code = code


class GraphQLSocket:
    """Serves one WebSocket connection after the other; pass it to a route.

    Args:
        entrance: the service.
        patience: seconds that a new connection may take to say who it is.
    """

    def __init__(self, entrance: Entrance, patience: float = 3.0) -> None:
        self._entrance = entrance
        self._patience = patience

    async def serve(self, socket: WebSocket) -> None:
        """Answers the messages of one connection until either side closes it."""
        if PROTOCOL not in socket.scope["subprotocols"]:
            await socket.accept()
            await socket.close(Close.PROTOCOL_UNKNOWN, _REASONS[Close.PROTOCOL_UNKNOWN])
            return
        await socket.accept(PROTOCOL)
        code = await _Connection(self._entrance, socket, self._patience).talk()
        if code is not None:
            with suppress(RuntimeError, WebSocketDisconnect):  # it may have gone in the meantime
                await socket.close(code, _REASONS[code])


class _Connection:
    """One connection: who asks, and the operations that are open, by their id."""

    def __init__(self, entrance: Entrance, socket: WebSocket, patience: float) -> None:
        self._entrance = entrance
        self._socket = socket
        self._patience = patience
        self._identity: Identity | None = None
        self._credentials = Credentials(None, None)
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def talk(self) -> Close | None:
        """Answers messages until the connection must be closed, and says with which code; None when it is closed."""
        initialised = asyncio.Event()
        ends: set[asyncio.Task[Close]] = {
            asyncio.ensure_future(self._listen(initialised)),
            asyncio.ensure_future(self._too_late(initialised)),
            asyncio.ensure_future(self._stopping()),
            asyncio.ensure_future(self._lapsed(initialised)),
        }
        try:
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        except _Closing as closing:
            return closing.code
        except WebSocketDisconnect:
            return None
        finally:
            tasks: list[asyncio.Task[Any]] = [*ends, *self._operations.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _too_late(self, initialised: asyncio.Event) -> Close:
        try:
            async with asyncio.timeout(self._patience):
                await initialised.wait()
        except TimeoutError:
            return Close.NOT_INITIALISED_IN_TIME
        return await asyncio.get_running_loop().create_future()  # never

    async def _lapsed(self, initialised: asyncio.Event) -> Close:
        """When the token is worth nothing any more; subscriptions may say so first."""
        await initialised.wait()
        await self._entrance.lapse(self._credentials)
        await asyncio.sleep(_GOODBYE_SECONDS)
        return Close.FORBIDDEN

    async def _stopping(self) -> Close:
        await self._entrance.subscriptions.stopping.wait()
        return Close.GOING_AWAY

    async def _listen(self, initialised: asyncio.Event) -> Close:
        while True:
            message = await self._message()
            match message:
                case {"type": "connection_init"}:
                    if initialised.is_set():
                        return Close.INITIALISED_TWICE
                    await self._initialise(message.get("payload"))
                    initialised.set()
                case {"type": "ping"}:
                    await self._say({"type": "pong"})
                case {"type": "pong"}:
                    pass
                case {"type": "subscribe", "id": str(name)} if name:
                    await self._subscribe(name, message.get("payload"))
                case {"type": "complete", "id": str(name)}:
                    if task := self._operations.pop(name, None):
                        task.cancel()
                case _:
                    return Close.BAD_MESSAGE

    async def _message(self) -> dict[str, Any]:
        event = await self._socket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event.get("code", 1000))
        text = event.get("text")
        limits = self._entrance.limits
        try:
            body = text.encode() if isinstance(text, str) else b""
            message = parsed_json(body, limits.json_depth) if len(body) <= limits.body_bytes else None
        except (ValueError, LocatedError):
            message = None
        if not isinstance(message, dict):
            raise _Closing(Close.BAD_MESSAGE)
        return cast("dict[str, Any]", message)

    async def _initialise(self, payload: object) -> None:
        """The token is in the payload, as `{"Authorization": "Bearer …"}`, or in the header of the first request; so is
        the purpose.
        """
        given = cast("dict[str, Any]", payload) if isinstance(payload, dict) else {}
        named = {name.lower(): value for name, value in given.items() if isinstance(value, str)}
        headers = self._socket.headers
        authorization, purpose = (named.get(name, headers.get(name)) for name in ("authorization", "access-purpose"))
        self._credentials = Credentials(authorization, headers.get("origin"), purpose)
        self._identity = await self._identified()
        await self._say({"type": "connection_ack"})

    async def _identified(self) -> Identity:
        try:
            return await self._entrance.identify(self._credentials)
        except ServiceError:
            raise _Closing(Close.FORBIDDEN) from None

    async def _subscribe(self, name: str, payload: object) -> None:
        if self._identity is None:
            raise _Closing(Close.UNAUTHORIZED)
        self._identity = await self._identified()  # the token may have expired since
        if name in self._operations:
            raise _Closing(Close.SUBSCRIBER_EXISTS)
        if len(name) > _LONGEST_ID or len(self._operations) >= _AT_A_TIME:
            raise _Closing(Close.BAD_MESSAGE)
        self._operations[name] = asyncio.ensure_future(self._operate(name, payload, self._identity))

    async def _operate(self, name: str, payload: object, identity: Identity) -> None:
        """One operation from its beginning to its end; nothing that goes wrong with it leaves it. It is noted also when
        whoever asked goes as soon as they are told.
        """
        begun, answer = time.perf_counter(), Answer({})
        try:
            async with aclosing(self._answers(payload, identity)) as answers:
                async for answer in answers:
                    await self._give(name, answer)
            if self._operations.get(name) is asyncio.current_task():
                del self._operations[name]
                if "data" in answer.result or not answer.result:
                    await self._say({"type": "complete", "id": name})
        finally:
            self._note(begun, answer, identity)

    async def _answers(self, payload: object, identity: Identity) -> AsyncGenerator[Answer]:
        """The answer; of a subscription first an empty one, when it has begun, then one for each event."""
        try:
            answer = await self._entrance.answer(request_from(payload), identity, self._entrance.allowance())
        except Exception as error:
            answer = refusal(error)
        if not isinstance(answer, Subscription):
            yield answer
            return
        yield Answer({}, kind=answer.kind, name=answer.name)
        async with aclosing(self._entrance.answers(answer, self._credentials)) as answers:
            async for each in answers:
                yield each

    async def _give(self, name: str, answer: Answer) -> None:
        """Errors without data end the operation; its `complete` is not sent then."""
        if not answer.result:
            return
        if "data" in answer.result:
            await self._say({"type": "next", "id": name, "payload": answer.result})
        else:
            await self._say({"type": "error", "id": name, "payload": answer.result["errors"]})

    async def _say(self, message: dict[str, Any]) -> None:
        with suppress(RuntimeError, WebSocketDisconnect):  # it has gone, which the listening finds out
            await self._socket.send_text(orjson.dumps(message).decode())

    def _note(self, begun: float, answer: Answer, identity: Identity) -> None:
        self._entrance.note(
            Seen(
                request_id=request_id(None),
                transport="websocket",
                status=int(answer.status),
                seconds=time.perf_counter() - begun,
                role=identity.role,
                kind=answer.kind,
                name=answer.name,
                codes=tuple(answer.codes),
                database_calls=answer.database_calls,
                database_seconds=answer.database_seconds,
            )
        )
