"""Where the service is, who asks, and what the three scripts say when something goes wrong."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from graph_service_client import ErrorCode, GraphService, GraphServiceError
from rich.console import Console

_ADVICE = {
    ErrorCode.UNAUTHENTICATED: "The token is missing, wrong or has expired. Set GRAPH_SERVICE_TOKEN to a new one: "
    "`graph-service token` prints one, and `graph-service demo` hands out three.",
    ErrorCode.FORBIDDEN: "This is not for the role that the token is for.",
    ErrorCode.UNREACHABLE: "Nobody answers at GRAPH_SERVICE_URL. Start `graph-service serve`, or correct the address.",
    ErrorCode.OVERLOADED: "The service is busy, also at the third try. Try again later.",
}
"""What to do, where these scripts know it better than the service."""


@contextmanager
def session() -> Generator[GraphService]:
    """The service at GRAPH_SERVICE_URL, asked with GRAPH_SERVICE_TOKEN; errors are told, and end the script with 1."""
    url = os.environ.get("GRAPH_SERVICE_URL", "http://127.0.0.1:8000")
    try:
        with GraphService(url, os.environ.get("GRAPH_SERVICE_TOKEN", "")) as service:
            yield service
    except GraphServiceError as error:
        advice = next((text for code, text in _ADVICE.items() if code == error.code), f"{error.message} {error.remedy}")
        Console(stderr=True).print(f"[bold red]{error.code}[/]  {advice}", soft_wrap=True)
        sys.exit(1)
