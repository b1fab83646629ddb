"""Any error becomes one form with a code of the one enum; what was not expected says nothing of itself."""

import pytest
from structlog.testing import capture_logs

from graph_service.api.errors import LocatedError, RefusedError, codes, error_object, error_objects, http_status
from graph_service.errors import ErrorCode, ServiceError

CANARY = "110101199003072316"


def test_an_error_of_the_service() -> None:
    error = ServiceError(ErrorCode.FORBIDDEN, "No.", "Ask somebody.")
    shown = {"message": "No.", "extensions": {"code": "FORBIDDEN", "remedy": "Ask somebody."}}
    assert error_objects(error) == [shown]
    assert error_object(error, path=["child", 0]) == {**shown, "path": ["child", 0]}


def test_an_error_with_a_place() -> None:
    error = LocatedError(
        ErrorCode.LIMIT_EXCEEDED, "Too much.", "Less.", locations=[(1, 2)], path=["a"], details={"limit": "cost"}
    )
    assert error_object(error, path=["b"]) == {
        "message": "Too much.",
        "locations": [{"line": 1, "column": 2}],
        "path": ["a"],
        "extensions": {"code": "LIMIT_EXCEEDED", "remedy": "Less.", "limit": "cost"},
    }


def test_several_errors_keep_their_order() -> None:
    first, second = (ServiceError(code, "", "") for code in (ErrorCode.VARIABLES_INVALID, ErrorCode.DOCUMENT_INVALID))
    refused = RefusedError([first, second])
    assert codes(refused) == [each["extensions"]["code"] for each in error_objects(refused)]
    assert http_status(refused) == 400
    assert codes(first) == [ErrorCode.VARIABLES_INVALID]


@pytest.mark.parametrize("error", [ValueError(CANARY), AssertionError(CANARY), RefusedError.__base__(CANARY)])  # type: ignore[misc]
def test_what_was_not_expected(error: Exception) -> None:
    with capture_logs() as logs:
        try:
            personal = CANARY
            raise error
        except Exception as raised:
            [shown] = error_objects(raised)
    assert shown["extensions"]["code"] == ErrorCode.INTERNAL
    assert http_status(error) == 500
    [line] = logs
    assert line["error_id"] == shown["extensions"]["errorId"]
    assert any("test_what_was_not_expected" in frame for frame in line["frames"])
    assert personal not in str(logs) + str(shown)
