"""The rim of the API: puts its parts together on a graph, listens, and stops when it is told to."""

import asyncio
import errno
import signal
import socket
import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from types import FrameType

import uvicorn
from fastapi import FastAPI
from graphql import GraphQLSchema

from graph_service.access.grants import GrantsInForce
from graph_service.access.identity import Identity, Role
from graph_service.access.policy import INTROSPECT
from graph_service.access.reading import PeopleRead
from graph_service.access.tokens import Verifier
from graph_service.api.admission import Admission
from graph_service.api.answering import Answering, Executing
from graph_service.api.app import create_app
from graph_service.api.documents import Documents
from graph_service.api.entrance import Entrance, Origins
from graph_service.api.execution import Execution
from graph_service.api.limits import Limits
from graph_service.api.observing import Metrics, set_up_logs, set_up_traces
from graph_service.api.openness import Openness, trusted_documents
from graph_service.api.pages import Login, examples
from graph_service.api.readiness import Readiness
from graph_service.api.requests import Request
from graph_service.api.schema.build import graphql_schema
from graph_service.api.subscriptions import Subscriptions
from graph_service.audit.accesses import Accesses, Enquiry, open_accesses
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.deadlines import Allowance
from graph_service.guardianship.table import decision_table

CALL_SECONDS = 60.0
"""What a call to the database may take when nobody waits for it: to warm up, to look for events. Requests have less."""
_WARM_UP_ROUNDS = 5
_GOODBYE_SECONDS = 0.1


def assemble(
    settings: Settings,
    schema: GraphQLSchema,
    execution: Executing,
    tokens: Verifier,
    accesses: Accesses | None = None,
    grants: GrantsInForce | None = None,
) -> Entrance:
    """The service behind every transport.

    Args:
        settings: limits and how many requests run at a time.
        schema: what can be asked.
        execution: carries operations out.
        tokens: verifies who asks.
        accesses: the log of them; that of the home when not given.
        grants: who has access to whom by a grant; nobody when not given.
    """
    log, people = accesses or open_accesses(settings.home), PeopleRead()
    limits = Limits(body_bytes=settings.body_limit, cost=settings.cost_limit)
    admission = Admission(settings.requests_running, settings.requests_waiting, settings.requests_of_one)
    subscriptions = Subscriptions(settings.subscriptions)
    metrics = Metrics(lambda: admission.running, lambda: admission.waiting, lambda: subscriptions.open)
    open_ = openness(settings)

    def begin(identity: Identity, enquiry: Enquiry) -> None:
        people.refuse_beyond(identity)
        log.begin(identity, enquiry)

    answering = Answering(Documents(schema, limits, open_), execution, begin, grants)
    origins = Origins(frozenset(settings.origins), settings.local)
    return Entrance(
        tokens,
        origins,
        log,
        people,
        answering,
        admission,
        subscriptions,
        metrics,
        limits,
        settings.request_deadline,
        open_.schema_told,
    )


def openness(settings: Settings) -> Openness:
    """How much is told and taken.

    Raises:
        ServiceError: SETTINGS_INVALID, as `trusted_documents`.
    """
    trusted = settings.trusted_documents
    return Openness(_introspect(settings), trusted_documents(trusted) if trusted else None)


def _introspect(settings: Settings) -> AbstractSet[str] | None:
    if settings.introspection is None and settings.local:
        return None
    return INTROSPECT if settings.introspection else frozenset()


def service(settings: Settings, graph: Graph, tokens: Verifier) -> Entrance:
    """The service on a graph, with our schema.

    Args:
        settings: as in `assemble`.
        graph: opened with `CALL_SECONDS`; a request's own deadline comes before.
        tokens: as in `assemble`.
    """
    accesses = open_accesses(settings.home)
    execution, grants = Execution(graph, graphql_schema, accesses), GrantsInForce(graph, decision_table().adult_born_by)
    return assemble(settings, graphql_schema, execution, tokens, accesses, grants)


def application(entrance: Entrance, graph: Graph, logins: Sequence[Login] = ()) -> FastAPI:
    """The application on an assembled service; warmed up with the queries that GraphiQL opens with."""

    def warm_up() -> None:
        for _ in range(_WARM_UP_ROUNDS):
            for example in examples():
                request = Request(example.query, None, example.variables)
                allowance = Allowance(time.monotonic() + CALL_SECONDS)  # a plan that is not there yet takes its time
                # Each role has statements of its own. Nobody is in this division, school and organisation.
                nobody = Identity("warm-up", Role(example.role), division="00", school="-", organisation="-")
                entrance.answering.answer(request, nobody, allowance, read_only=True)

    return create_app(entrance, Readiness(graph, warm_up), logins)


def serve(settings: Settings, entrance: Entrance, app: FastAPI, announce: Callable[[str], None]) -> None:
    """Listens until SIGINT or SIGTERM, then answers what has begun and returns.

    Args:
        settings: where to listen and how long to stop.
        entrance: the service behind the application.
        app: the application.
        announce: told the address as soon as it answers.

    Raises:
        ServiceError: PORT_IN_USE, or SETTINGS_INVALID when the address is not one of this machine.
        KeyboardInterrupt: it was SIGINT.
    """
    set_up_logs()
    set_up_traces(settings.traces)
    server = Server(settings, entrance, app, announce)
    try:
        server.run()
    except KeyboardInterrupt:  # uvicorn passes on the signal that it was stopped with
        if server.stopped_by == signal.SIGINT:
            raise


class Server(uvicorn.Server):
    """Says when it listens, and ends subscriptions with a word before it closes their connections.

    Args:
        settings: as in `serve`; so are the others.

    Attributes:
        stopped_by: the signal that ended it, if one did.
    """

    stopped_by: int | None = None

    def __init__(self, settings: Settings, entrance: Entrance, app: FastAPI, announce: Callable[[str], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                log_level="warning",  # at DEBUG every frame of a WebSocket is logged
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="on",
                ws_max_size=settings.body_limit,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=settings.stop_seconds,
                timeout_keep_alive=30,
                ssl_certfile=settings.tls_certificate,
                ssl_keyfile=settings.tls_key,
            )
        )
        self._listening = _listen(settings)
        self._scheme = "https" if settings.tls_certificate else "http"
        self._subscriptions = entrance.subscriptions
        self._announce = announce

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        super().run(sockets or [self._listening])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.stopped_by = sig
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self._listening.getsockname()[:2]
        self._announce(f"{self._scheme}://{f'[{host}]' if ':' in host else host}:{port}")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._subscriptions.stopping.set()
        await asyncio.sleep(_GOODBYE_SECONDS)
        await super().shutdown(sockets)


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServiceError(
                ErrorCode.PORT_IN_USE,
                f"Port {settings.port} is used by another program.",
                "Stop it, or choose another port with --port or GRAPH_SERVICE_PORT; 0 takes a free one.",
            ) from None
        raise ServiceError(
            ErrorCode.SETTINGS_INVALID,
            "The address to listen on is not one of this machine, or its port may not be used.",
            "Correct --host and --port, or GRAPH_SERVICE_HOST and GRAPH_SERVICE_PORT.",
        ) from None
