"""The application: its routes, and what happens when it starts and stops."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Lifespan, Receive, Scope, Send

from graph_service.api.endpoint import GraphQLEndpoint
from graph_service.api.entrance import Entrance
from graph_service.api.errors import error_object
from graph_service.api.observing import METRICS_TYPE
from graph_service.api.pages import Login, page_routes
from graph_service.api.readiness import Readiness
from graph_service.api.sockets import GraphQLSocket

# FastAPI would note URLs, in which a GET request has its variables, and the messages of exceptions. We note neither.
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(entrance: Entrance, readiness: Readiness, logins: Sequence[Login] = ()) -> FastAPI:
    """The ASGI application.

    Args:
        entrance: answers `/graphql`.
        readiness: answers `/ready`.
        logins: whom GraphiQL offers to be, in the demo; there is none where the schema is not told.
    """

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "up"})

    async def ready(_: Request) -> Response:
        problem = await readiness.problem()
        if problem is None:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "not ready", "errors": [error_object(problem)]}, status_code=503)

    async def metrics(_: Request) -> Response:
        return PlainTextResponse(entrance.metrics.text(), media_type=METRICS_TYPE)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        warming = asyncio.create_task(_warm_up(readiness))
        yield
        warming.cancel()
        entrance.admission.close()
        entrance.accesses.close()

    routes: list[BaseRoute] = [
        WebSocketRoute("/graphql", GraphQLSocket(entrance).serve),
        Route("/health", health),
        Route("/ready", ready),
        Route("/metrics", metrics),
        *(page_routes(logins) if entrance.schema_told else ()),
    ]
    return _App(entrance, routes, lifespan)


class _App(FastAPI):
    """Hands `/graphql` straight to its endpoint: the layers between would take a good part of the time of an answer."""

    def __init__(self, entrance: Entrance, routes: list[BaseRoute], lifespan: Lifespan[FastAPI]) -> None:
        super().__init__(
            routes=routes, lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None, telemetry=_NO_TELEMETRY
        )
        self._graphql = GraphQLEndpoint(entrance)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/graphql":
            await self._graphql(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def _warm_up(readiness: Readiness) -> None:
    """After it the collector has little to do: what was made until then stays. It stops everybody while it looks, so
    that it looks at few at a time: a hundred thousand objects take 20 to 65 ms.
    """
    await readiness.warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 20)
