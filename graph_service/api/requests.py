"""What a request asks, read from JSON or a query string; messages name the wrong part, never its value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs

import orjson

from graph_service.api.errors import LocatedError
from graph_service.api.limits import exceeded
from graph_service.errors import ErrorCode

_PARAMETERS = ("query", "operationName", "variables", "extensions")


@dataclass(frozen=True, slots=True)
class Request:
    """A GraphQL request.

    Attributes:
        text: the document.
        operation: name of the operation to carry out; None when the document has only one.
        variables: values by name, from JSON.
    """

    text: str
    operation: str | None
    variables: Mapping[str, Any]


def request_from_json(body: bytes, depth: int) -> Request:
    """The request in a JSON body.

    Args:
        body: UTF-8.
        depth: how many arrays and objects may be inside each other.

    Raises:
        LocatedError: REQUEST_INVALID or LIMIT_EXCEEDED.
    """
    return request_from(_json(body, depth, "The body"))


def request_from_query_string(query: bytes, depth: int) -> Request:
    """The request in a URL; `variables` and `extensions` are JSON texts there.

    Raises:
        LocatedError: as `request_from_json`.
    """
    try:
        given = parse_qs(query.decode("ascii"), keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError:
        raise _invalid("The query string is not readable.") from None
    parameters: dict[str, Any] = {}
    for name in _PARAMETERS:
        if (values := given.get(name)) is None:
            continue
        if len(values) > 1:
            raise _invalid(f"“{name}” is given more than once.")
        is_json = name in {"variables", "extensions"} and values[0]
        parameters[name] = _json(values[0].encode(), depth, f"“{name}”") if is_json else values[0] or None
    return request_from(parameters)


def request_from(parameters: object) -> Request:
    """The request in a JSON value that has been read already.

    Raises:
        LocatedError: REQUEST_INVALID.

    Source: GraphQL over HTTP, section “Request Parameters”.
    """
    if isinstance(parameters, list):
        raise _invalid("The request is a list; batches are not supported.", "Send one request at a time.")
    if not isinstance(parameters, dict):
        raise _invalid("The request is not a JSON object.")
    given = cast("dict[str, Any]", parameters)
    text, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(text, str) or not text:
        raise _invalid("“query” is missing or not a text.")
    if not (operation is None or isinstance(operation, str)):
        raise _invalid("“operationName” is neither a text nor null.")
    if not (variables is None or isinstance(variables, dict)):
        raise _invalid("“variables” is neither an object nor null.")
    if not (extensions is None or isinstance(extensions, dict)):
        raise _invalid("“extensions” is neither an object nor null.")
    return Request(text, operation, cast("dict[str, Any]", variables or {}))


def parsed_json(body: bytes, depth: int) -> Any:  # noqa: ANN401 - JSON
    """A JSON value.

    Raises:
        ValueError: it is not JSON in UTF-8.
        LocatedError: LIMIT_EXCEEDED.
    """
    value = orjson.loads(body)  # refuses more than 1,024 levels itself
    if body.count(b"[") + body.count(b"{") > depth and _is_deeper(value, depth):
        raise exceeded("json_depth", depth, "Nest the values less.")
    return value


def _json(body: bytes, depth: int, what: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return parsed_json(body, depth)
    except ValueError:
        raise _invalid(f"{what} is not JSON in UTF-8.") from None


def _is_deeper(value: object, depth: int) -> bool:
    level = _containers([value])
    while level:
        if depth == 0:
            return True
        depth -= 1
        level = [inner for each in level for inner in _containers(each.values() if isinstance(each, dict) else each)]
    return False


def _containers(values: Iterable[object]) -> list[dict[str, object] | list[object]]:
    return [cast("dict[str, object] | list[object]", each) for each in values if isinstance(each, dict | list)]


def _invalid(what: str, remedy: str = "Send a JSON object with “query” and, if needed, “variables”.") -> LocatedError:
    return LocatedError(ErrorCode.REQUEST_INVALID, what, remedy)
