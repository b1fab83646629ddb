"""What the generated client stands on: sends an operation, returns its data or raises what went wrong by code."""

import json
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Self, cast

import httpx
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from .base_model import UNSET
from .error_codes import ErrorCode

_ATTEMPTS = 3
_LONGEST_PAUSE_SECONDS = 10.0
_ACCEPTED = {"accept": "application/graphql-response+json, application/json"}


class GraphServiceError(Exception):
    """What went wrong, by the service's stable code.

    Attributes:
        code: one of ErrorCode, or of a newer service; UNREACHABLE: there was no answer; UNREADABLE: it was no GraphQL.
        message: what was wrong.
        remedy: what to do.
        path: place in the answer, if it is one.
        data: the rest of the answer, if there is any.
        others: what went wrong besides.
    """

    def __init__(
        self,
        code: str,
        message: str,
        remedy: str = "",
        path: tuple[str | int, ...] = (),
        data: dict[str, Any] | None = None,
        others: tuple["GraphServiceError", ...] = (),
    ) -> None:
        super().__init__(f"{code}: {message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy
        self.path = path
        self.data = data
        self.others = others


class BaseClient:
    """A connection to one service on behalf of one user; close it, or use it in a `with` block.

    An operation that got no answer, or was turned away because the service is busy, is tried again: queries change
    nothing, and mutations carry an idempotency key.

    Args:
        url: address of the service, such as `http://127.0.0.1:8000`.
        token: who asks; see `graph-service token`.
        purpose: what for, where the role acts for several purposes; the first of them when not given.
        http_client: sends the requests, with settings of your own.
    """

    def __init__(
        self, url: str, token: str, *, purpose: str | None = None, http_client: httpx.Client | None = None
    ) -> None:
        self._url = f"{url.rstrip('/')}/graphql"
        self._headers = {"authorization": f"Bearer {token}"} | ({"access-purpose": purpose} if purpose else {})
        self._http = http_client or httpx.Client(timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        self._http.close()

    def execute(
        self, query: str, operation_name: str, variables: Mapping[str, object], **options: Any
    ) -> httpx.Response:
        """Sends a query or mutation.

        Args:
            query: the document.
            operation_name: which of its operations.
            variables: values by name; those that are UNSET are left out.
            options: of `httpx.Client.post`.

        Raises:
            GraphServiceError: UNREACHABLE.
        """
        body, headers = _body(query, operation_name, variables), self._headers | _ACCEPTED
        attempt = 1
        while True:
            try:
                response = self._http.post(self._url, json=body, headers=headers, **options)
            except httpx.TransportError as error:
                if attempt == _ATTEMPTS:
                    raise _unreachable(error) from error
                pause = float(attempt)
            else:
                if attempt == _ATTEMPTS or response.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                    return response
                pause = _retry_after(response)
            time.sleep(min(pause, _LONGEST_PAUSE_SECONDS))
            attempt += 1

    def get_data(self, response: httpx.Response) -> dict[str, Any]:
        """The data of an answer.

        Raises:
            GraphServiceError: any code that an answer can have; UNREADABLE.
        """
        try:
            answer = response.json()
        except ValueError:
            answer = None
        return _data(answer, f"HTTP status {response.status_code}")

    def execute_ws(
        self, query: str, operation_name: str, variables: Mapping[str, object], **options: Any
    ) -> Iterator[dict[str, Any]]:
        """The data of each event of a subscription, until the service ends it; they come as server-sent events.

        Args:
            query: the document.
            operation_name: which of its operations.
            variables: values by name; those that are UNSET are left out.
            options: of `httpx.Client.stream`.

        Raises:
            GraphServiceError: any code that an answer can have; UNREACHABLE.
        """
        body, headers = _body(query, operation_name, variables), self._headers | {"accept": "text/event-stream"}
        try:
            with self._http.stream("POST", self._url, json=body, headers=headers, **options) as response:
                if response.headers.get("content-type", "").startswith("text/event-stream"):
                    yield from _events(response.iter_lines())
                else:
                    response.read()
                    self.get_data(response)
        except httpx.TransportError as error:
            raise _unreachable(error) from error


def _body(query: str, operation_name: str, variables: Mapping[str, object]) -> dict[str, Any]:
    given = {name: _plain(value) for name, value in variables.items() if value is not UNSET}
    return {"query": query, "operationName": operation_name, "variables": to_jsonable_python(given)}


def _plain(value: object) -> object:
    """An input as the schema names its fields, without those that were not given."""
    return value.model_dump(by_alias=True, exclude_unset=True) if isinstance(value, BaseModel) else value


def _retry_after(response: httpx.Response) -> float:
    try:
        return float(response.headers.get("retry-after", 1))
    except ValueError:
        return 1.0


def _events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    event = ""
    for line in lines:
        field, _, value = line.partition(":")
        if field == "event":
            event = value.strip()
        if event == "complete":
            return
        if field == "data" and event == "next":
            yield _data(json.loads(value), "an event")


def _data(answer: object, where: str) -> dict[str, Any]:
    """The data of an answer.

    Raises:
        GraphServiceError: the answer has errors, or is none.
    """
    found = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
    data: dict[str, Any] | None = found.get("data")
    errors: list[dict[str, Any]] = found.get("errors", [])
    if errors:
        first, *others = (_error(each, data) for each in errors)
        first.others = tuple(others)
        raise first
    if data is None:
        raise GraphServiceError(ErrorCode.UNREADABLE, f"The answer is not GraphQL: {where}.", "Check the address.")
    return data


def _error(error: dict[str, Any], data: dict[str, Any] | None) -> GraphServiceError:
    more = error.get("extensions", {})
    path = tuple(error.get("path", ()))
    return GraphServiceError(
        more.get("code", ErrorCode.UNREADABLE), error["message"], more.get("remedy", ""), path, data
    )


def _unreachable(error: httpx.TransportError) -> GraphServiceError:
    return GraphServiceError(
        ErrorCode.UNREACHABLE,
        f"The service did not answer ({type(error).__name__}).",
        "Check its address, and that it runs.",
    )
