"""What can be seen of requests: one log line each, metrics, traces. Never a value, a document or a token."""

import logging
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from graphql import OperationType
from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from graph_service.access.identity import Role
from graph_service.errors import ErrorCode

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OPERATION_NAME = re.compile(r"(?!.*[0-9]{4})[A-Za-z_][A-Za-z0-9_]{0,63}")
"""What may be logged: a name as programmers give them, not somebody's number."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("graph_service.requests")


@dataclass(slots=True)
class Seen:
    """What is known of a request when it is over.

    Attributes:
        request_id: its id, also in the answer's header `X-Request-Id`.
        transport: how it came.
        status: HTTP status.
        seconds: how long it took.
        role: role of who asked, once known.
        kind: kind of operation, once known.
        name: name of the operation, if it has one.
        codes: codes of the errors.
        database_calls: how many calls to the database there were.
        database_seconds: how long they took.
    """

    request_id: str
    transport: str
    status: int
    seconds: float
    role: Role | None = None
    kind: OperationType | None = None
    name: str | None = None
    codes: tuple[ErrorCode, ...] = ()
    database_calls: int = 0
    database_seconds: float = 0.0


class Metrics:
    """The figures that `/metrics` shows; each application has its own.

    Args:
        running: how many requests run now.
        waiting: how many wait now.
        subscriptions: how many subscriptions are open now.
    """

    def __init__(
        self, running: Callable[[], float], waiting: Callable[[], float], subscriptions: Callable[[], float]
    ) -> None:
        self._registry = CollectorRegistry(auto_describe=True)
        self._requests = Counter(
            "graph_service_requests",
            "Requests answered, by kind of operation, transport and HTTP status.",
            ("operation", "transport", "status"),
            registry=self._registry,
        )
        self._errors = Counter("graph_service_errors", "Errors answered, by code.", ("code",), registry=self._registry)
        self._seconds = Histogram(
            "graph_service_request_seconds",
            "Time from a request to its answer, by kind of operation.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._database_seconds = Histogram(
            "graph_service_database_seconds",
            "Time that a request spent in calls to the database.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._database_calls = Counter(
            "graph_service_database_calls", "Calls to the database.", registry=self._registry
        )
        for name, what, value in (
            ("running", "Requests that run now.", running),
            ("waiting", "Requests that wait now.", waiting),
            ("subscriptions", "Subscriptions that are open now.", subscriptions),
        ):
            Gauge(f"graph_service_{name}", what, registry=self._registry).set_function(value)

    def count(self, seen: Seen) -> None:
        """Adds one request."""
        kind = seen.kind.value if seen.kind else "unknown"
        self._requests.labels(kind, seen.transport, str(seen.status)).inc()
        self._seconds.labels(kind).observe(seen.seconds)
        for code in seen.codes:
            self._errors.labels(code.value).inc()
        if seen.database_calls:
            self._database_calls.inc(seen.database_calls)
            self._database_seconds.observe(seen.database_seconds)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)


def spoken_name(name: str | None) -> str | None:
    """The name of an operation, if it is one that may be logged."""
    return name if name and _OPERATION_NAME.fullmatch(name) else None


def log_request(seen: Seen) -> None:
    """Writes the one line of a request."""
    _log.info(
        "request",
        id=seen.request_id,
        transport=seen.transport,
        status=seen.status,
        ms=round(seen.seconds * 1000, 2),
        role=seen.role,
        kind=seen.kind.value if seen.kind else None,
        operation=spoken_name(seen.name),
        codes=seen.codes or None,
        database_calls=seen.database_calls,
        database_ms=round(seen.database_seconds * 1000, 2),
    )


def set_up_logs() -> None:
    """Everything that is logged goes to standard error as one JSON object a line; no message of an exception does."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def set_up_traces(wanted: bool) -> None:
    """Sends traces to an OTLP collector when that is wanted, by us or by OpenTelemetry's own variables; else none.

    Args:
        wanted: the setting `traces`.
    """
    variables = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    by_variable = os.environ.get("OTEL_TRACES_EXPORTER", "otlp") != "none" and any(
        os.environ.get(name) for name in variables
    )
    if wanted or by_variable:
        # Loaded only when used: it is a tenth of the service's memory.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider = TracerProvider(resource=Resource.create({"service.name": "graph-service"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)


class _JsonLines(logging.Formatter):
    """What libraries log. An exception is named by its type: its message may hold values."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        line: dict[str, Any] = {"event": record.getMessage(), "logger": record.name, "level": record.levelname.lower()}
        return orjson.dumps(line | ({"type": kind.__qualname__} if kind else {})).decode()


def _json(line: dict[str, Any], **_: Any) -> bytes:  # noqa: ANN401 - structlog passes options of other serializers
    return orjson.dumps({name: value for name, value in line.items() if value is not None}, default=str)
