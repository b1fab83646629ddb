"""The one place where the official driver is configured and where its errors become ours.

The driver's and the server's messages quote statements and values; only status codes leave this module.
"""

import logging
from typing import LiteralString, cast

from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity, Query
from neo4j.exceptions import (
    AuthError,
    ConnectionAcquisitionTimeoutError,
    DriverError,
    Forbidden,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import Statement

# What may go through when tried again, status codes of Neo4j 5 and later. The server calls others transient as well,
# such as the two that say that memory is used up: trying those again only adds to the load.
RETRYABLE = frozenset(
    {
        "Neo.TransientError.Transaction.DeadlockDetected",
        "Neo.TransientError.Transaction.LockAcquisitionTimeout",
        "Neo.TransientError.Transaction.LockClientStopped",
        "Neo.TransientError.Transaction.Outdated",
        "Neo.TransientError.Transaction.Interrupted",
        "Neo.TransientError.Transaction.LeaseExpired",
        "Neo.TransientError.Transaction.BookmarkTimeout",
        "Neo.TransientError.Transaction.MaximumTransactionLimitReached",
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.TransientError.Database.DatabaseUnavailable",
        "Neo.TransientError.Cluster.ReplicationFailure",
        "Neo.TransientError.Cluster.NotInSync",
        "Neo.TransientError.Request.NoThreadsAvailable",
        "Neo.ClientError.Cluster.NotALeader",
        "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
        "Neo.ClientError.Security.AuthorizationExpired",
        "Neo.ClientError.Statement.EntityNotFound",  # deleted by somebody else between being found and being read
    }
)

# Another transaction holds what this one needs, has just made the same thing, or both wait for each other. The same
# transaction may well go through in a moment.
_IN_THE_WAY = (
    "Neo.TransientError.Transaction.DeadlockDetected",
    "Neo.TransientError.Transaction.LockClientStopped",
    "Neo.ClientError.Schema.ConstraintValidationFailed",
    "Neo.ClientError.Statement.EntityNotFound",
)

_TIMED_OUT = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.ClientError.Transaction.LockAcquisitionTimeout",
    "Neo.ClientError.Transaction.LockClientStopped",  # its time was up while it waited for a lock
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
)


logging.getLogger("neo4j").setLevel(logging.WARNING)  # at DEBUG the driver logs every message with its parameters

SHORTEST = 0.001
"""The shortest limit of time in seconds that can be set; 0 would mean for ever."""


def open_driver(uri: str, user: str, password: str | None, *, patience: float) -> Driver:
    """A driver that keeps quiet; it connects with the first query.

    Args:
        uri: `bolt://…` or `neo4j://…`.
        user: name to log in with.
        password: that user's password; None for a server that asks for none.
        patience: seconds that getting a connection may take.
    """
    return GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType] - the driver's configuration is untyped
        uri,
        auth=None if password is None else (user, password),
        connection_timeout=min(patience, 10.0),
        connection_acquisition_timeout=patience,
        liveness_check_timeout=30.0,
        keep_alive=True,
        notifications_min_severity=NotificationMinimumSeverity.OFF,  # they quote whole statements
        warn_notification_severity=NotificationMinimumSeverity.OFF,
        user_agent="graph-service",
    )


def query(statement: Statement, seconds: float) -> Query:
    """The statement as the driver takes it outside of a transaction; the server ends it after so many seconds."""
    return Query(text(statement), timeout=max(seconds, SHORTEST))


def text(statement: Statement) -> LiteralString:
    """The statement as the driver takes it inside a transaction; ours come from files, never from input."""
    return cast("LiteralString", statement.text)


def is_retryable(error: Neo4jError | DriverError) -> bool:
    """Whether the same idempotent statement may go through when it is run once more."""
    if isinstance(error, Neo4jError):
        return error.code in RETRYABLE
    return isinstance(error, ServiceUnavailable | SessionExpired)


def service_error(error: Neo4jError | DriverError, name: str) -> ServiceError:
    """What a user should read about an error of the driver: the status code at most, never the message.

    Args:
        error: what the driver raised.
        name: the statement that ran.
    """
    if isinstance(error, IncompleteCommit):
        return ServiceError(
            ErrorCode.COMMIT_UNCERTAIN,
            "The connection broke while “{statement}” was being committed: it may or may not have been.",
            "Run the same command again; what is there already stays as it is.",
            statement=name,
        )
    if isinstance(error, Neo4jError):
        return _refused_by_server(error, name)
    if isinstance(error, ServiceUnavailable | SessionExpired | ConnectionAcquisitionTimeoutError):
        return no_answer()
    return ServiceError(
        ErrorCode.DATABASE_UNAVAILABLE,
        "The database cannot be used ({reason}).",
        "Check NEO4J_URI and the certificate that it asks for; `graph-service doctor` checks both.",
        reason=type(error).__name__,
    )


def _refused_by_server(error: Neo4jError, name: str) -> ServiceError:
    code = error.code or type(error).__name__
    if isinstance(error, AuthError) and not isinstance(error, Forbidden):
        return ServiceError(
            ErrorCode.DATABASE_AUTHENTICATION_FAILED,
            "The database refused the user name or password ({reason}).",
            "Set NEO4J_USERNAME and NEO4J_PASSWORD to what the database knows.",
            reason=code,
        )
    if code in _TIMED_OUT:
        return timed_out(name)
    if code in _IN_THE_WAY:
        return in_the_way(name)
    if code.endswith("DatabaseUnavailable") or code == "Neo.ClientError.Database.DatabaseNotFound":
        return ServiceError(
            ErrorCode.DATABASE_UNAVAILABLE,
            "The database is not available ({reason}).",
            "Check that it is online and that NEO4J_DATABASE names it, and the free space of its disk.",
            reason=code,
        )
    return ServiceError(
        ErrorCode.STATEMENT_FAILED,
        "The database could not carry out “{statement}” ({reason}).",
        "Read the database's own log for the reason; it may quote data and is therefore not repeated here.",
        statement=name,
        reason=code,
    )


def no_answer() -> ServiceError:
    """The error of a call to a database that is not there, or no longer to be asked."""
    return ServiceError(
        ErrorCode.DATABASE_UNAVAILABLE,
        "The database does not answer.",
        "Check that it runs and that NEO4J_URI, if set, names it; `graph-service doctor` checks both.",
    )


def timed_out(name: str) -> ServiceError:
    """The error of a call that outlived its deadline."""
    return ServiceError(
        ErrorCode.DATABASE_TIMEOUT,
        "The database did not finish “{statement}” in time.",
        "Try again when it has less to do, or raise GRAPH_SERVICE_TRANSACTION_TIMEOUT.",
        statement=name,
    )


def in_the_way(name: str) -> ServiceError:
    """The error of a write that met another one."""
    return ServiceError(
        ErrorCode.WRITE_CONFLICT,
        "Another write to the same records was in the way of “{statement}”.",
        "Run the same command again.",
        statement=name,
    )
