"""Administrative divisions (行政区划): 12-digit statistical codes in which a prefix contains."""

import re

from graph_service.errors import ErrorCode, ServiceError

_LENGTHS = (2, 4, 6, 9, 12)


def division_prefix(code: str) -> str:
    """The shortest prefix that names the same division: 990101000000 is the county 990101.

    Args:
        code: 2 (province), 4 (prefecture), 6 (county), 9 (township) or 12 digits (village, or any filled with zeros).

    Raises:
        ServiceError: DIVISION_INVALID.
    """
    if not re.fullmatch(r"[0-9]+", code) or len(code) not in _LENGTHS:
        raise ServiceError(
            ErrorCode.DIVISION_INVALID,
            "A division code has 2, 4, 6, 9 or 12 digits.",
            "Give the code of a province, prefecture, county, township or village, for example 990101 for a county.",
        )
    if len(code) < 12:
        return code
    for length in _LENGTHS:
        if set(code[length:]) <= {"0"}:
            return code[:length]
    return code
