"""Any error becomes one form: a GraphQL error with a stable code and a remedy, and never a value from the request."""

import secrets
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog

from graph_service.access.reading import ReadingLimit
from graph_service.errors import ErrorCode, ServiceError

_log: structlog.stdlib.BoundLogger = structlog.get_logger("graph_service.api")

Location = tuple[int, int]
"""Line and column in the document, counted from 1."""

PathKey = str | int

_STATUS = {
    ErrorCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.PURPOSE_NOT_ALLOWED: HTTPStatus.FORBIDDEN,
    ErrorCode.REQUEST_INVALID: HTTPStatus.BAD_REQUEST,
    ErrorCode.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ErrorCode.MEDIA_TYPE_UNSUPPORTED: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ErrorCode.NOT_ACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE,
    ErrorCode.BODY_TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ErrorCode.LIMIT_EXCEEDED: HTTPStatus.BAD_REQUEST,
    ErrorCode.DOCUMENT_NOT_TRUSTED: HTTPStatus.FORBIDDEN,
    ErrorCode.TOO_MANY_REQUESTS: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.READING_LIMIT_REACHED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.OVERLOADED: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.AUDIT_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.DATABASE_UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.WRITE_CONFLICT: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.COMMIT_UNCERTAIN: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.DATABASE_TIMEOUT: HTTPStatus.GATEWAY_TIMEOUT,
}

ABOUT_THE_DOCUMENT = frozenset(
    {
        ErrorCode.DOCUMENT_UNREADABLE,
        ErrorCode.DOCUMENT_INVALID,
        ErrorCode.OPERATION_UNKNOWN,
        ErrorCode.VARIABLES_INVALID,
        ErrorCode.ARGUMENT_INVALID,
        ErrorCode.CURSOR_INVALID,
        ErrorCode.DATE_INVALID,
        ErrorCode.DIVISION_INVALID,
        ErrorCode.CHILD_NOT_FOUND,
        ErrorCode.PERSON_NOT_FOUND,
        ErrorCode.RECORD_NOT_FOUND,
        ErrorCode.GRANT_NOT_FOUND,
        ErrorCode.CHANGE_INVALID,
        ErrorCode.CHANGES_CONTRADICT,
        ErrorCode.DAY_PAST,
    }
)
"""Codes that a well-formed HTTP request is answered with: 200 as `application/json`, else 400."""


class LocatedError(ServiceError):
    """An error that knows where in the document or in the answer it belongs.

    Args:
        code: stable code.
        what: one sentence saying what was wrong, without any value of the request.
        remedy: one sentence saying what to do.
        locations: places in the document.
        path: place in the answer.
        details: more for programs, in `extensions`.
    """

    def __init__(
        self,
        code: ErrorCode,
        what: str,
        remedy: str,
        *,
        locations: Sequence[Location] = (),
        path: Sequence[PathKey] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code, what, remedy)
        self.locations = tuple(locations)
        self.path = tuple(path)
        self.details = dict(details or {})


class RefusedError(Exception):
    """All that is wrong with a request that is not carried out; at least one problem."""

    def __init__(self, problems: Sequence[ServiceError]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


def error_objects(error: BaseException) -> list[dict[str, Any]]:
    """The errors as GraphQL answers list them: `{message, locations?, path?, extensions: {code, remedy}}`.

    An exception that nobody expected becomes INTERNAL with an error id; the log has the id, its type and where it was
    raised, but neither its message nor any value.
    """
    if isinstance(error, RefusedError):
        return [error_object(problem) for problem in error.problems]
    return [error_object(error)]


def error_object(error: BaseException, *, path: Sequence[PathKey] = ()) -> dict[str, Any]:
    """One error as GraphQL answers list it; see `error_objects`.

    Args:
        error: what was raised.
        path: place in the answer, when the error itself doesn't know.
    """
    if not isinstance(error, ServiceError):
        error = _unexpected(error)
    located = error if isinstance(error, LocatedError) else None
    answer: dict[str, Any] = {"message": error.what}
    if located and located.locations:
        answer["locations"] = [{"line": line, "column": column} for line, column in located.locations]
    if where := (located and located.path) or path:
        answer["path"] = list(where)
    answer["extensions"] = {"code": error.code, "remedy": error.remedy, **(located.details if located else {})}
    if isinstance(error, ReadingLimit):
        answer["extensions"]["retryAfter"] = error.seconds
    return answer


def codes(error: BaseException) -> list[ErrorCode]:
    """The stable codes of the errors."""
    if isinstance(error, RefusedError):
        return [problem.code for problem in error.problems]
    return [error.code if isinstance(error, ServiceError) else ErrorCode.INTERNAL]


def http_status(error: BaseException) -> HTTPStatus:
    """The status of an answer that has this error and no data, for clients that accept `graphql-response+json`."""
    [code, *_] = codes(error)
    if code in ABOUT_THE_DOCUMENT:
        return HTTPStatus.BAD_REQUEST
    return _STATUS.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)


def _unexpected(error: BaseException) -> LocatedError:
    error_id = secrets.token_hex(8)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error("unexpected error", error_id=error_id, type=type(error).__qualname__, frames=frames[-20:])
    return LocatedError(
        ErrorCode.INTERNAL,
        "Something went wrong that should not have.",
        "Tell whoever runs this service the error id; the log says where it happened.",
        details={"errorId": error_id},
    )
