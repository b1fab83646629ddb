"""What a browser sees: GraphiQL, served from this package alone, with queries to start from and logins in the demo."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from graph_service.api.published import published
from graph_service.config import LOOPBACK

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""Only this service's own files, nothing inline, and nobody frames them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from.

    Attributes:
        role: who would ask it, by what they see: a `Role`.
        title: what it answers, by language.
        query: the document; a published operation.
        variables: values by name.
    """

    role: str
    title: dict[str, str]
    query: str
    variables: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody whom the demo lets one be.

    Attributes:
        role: what they are.
        title: who they are, by language.
        token: what they send.
    """

    role: str
    title: dict[str, str]
    token: str


@cache
def examples() -> tuple[Example, ...]:
    """The queries to start from, of every role; they are also what the service is warmed up with."""
    text = (Path(str(files("graph_service"))) / "api" / "examples.yaml").read_text("utf-8")
    return tuple(
        Example(each["role"], each["title"], published(each["operation"]), each.get("variables", {}))
        for each in yaml.safe_load(text)
    )


def page_routes(logins: Sequence[Login]) -> list[BaseRoute]:
    """The routes of the pages.

    Args:
        logins: whom the page offers to be; only a browser on this machine is told.
    """

    async def start(request: Request) -> Response:
        # The name in the URL is checked as well: a page elsewhere can make its own name mean this machine.
        local = request.client is not None and request.client.host in LOOPBACK and request.url.hostname in LOOPBACK
        shown = [asdict(login) for login in logins] if local else []
        return JSONResponse(
            {"examples": [asdict(example) for example in examples()], "logins": shown},
            headers=_HEADERS | {"cache-control": "no-store"},
        )

    async def home(_: Request) -> Response:
        return RedirectResponse("graphiql/")

    folder = Path(str(files("graph_service"))) / "api" / "static" / "graphiql"
    return [
        Route("/", home),
        Route("/graphiql/start.json", start),
        Mount("/graphiql", _WithHeaders(StaticFiles(directory=folder, html=True))),
    ]


class _WithHeaders:
    """Adds the headers of pages to whatever an application answers."""

    def __init__(self, app: StaticFiles) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send(message)

        await self._app(scope, receive, send_with_headers)
