"""Birthdays and division codes, held against the plain definition."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_service.errors import ErrorCode, ServiceError
from graph_service.model.division import division_prefix
from graph_service.model.time import born_by, parse_moment

days = st.dates(date(1930, 1, 1), date(2100, 12, 31))


def birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@given(days, days, st.integers(0, 20))
@example(date(2008, 2, 29), date(2026, 2, 28), 18)
@example(date(2008, 2, 29), date(2026, 3, 1), 18)
@example(date(2010, 2, 28), date(2028, 2, 29), 18)
@example(date(2010, 3, 1), date(2028, 2, 29), 18)
def test_born_by_is_the_last_birth_date_of_that_age(born: date, day: date, age: int) -> None:
    assert (born <= born_by(age, day)) == (birthday(born, age) <= day)


def test_a_moment_without_an_offset_is_in_the_machines_zone() -> None:
    assert parse_moment("2026-03-01T12:00:00+08:00") == datetime(2026, 3, 1, 4, tzinfo=UTC)
    assert parse_moment("2026-03-01") == datetime(2026, 3, 1).astimezone()
    assert parse_moment("2026-03-01T00:00:00Z") - parse_moment("2026-02-28T23:00:00Z") == timedelta(hours=1)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("990101000000", "990101"),
        ("990101001000", "990101001"),
        ("990101001001", "990101001001"),
        ("990100000000", "9901"),
        ("990000000000", "99"),
        ("990101", "990101"),
        ("100000000000", "10"),
    ],
)
def test_a_code_filled_with_zeros_is_the_division_it_names(code: str, prefix: str) -> None:
    assert division_prefix(code) == prefix


@pytest.mark.parametrize("code", ["", "9", "99010", "99010100", "9901010010010", "99010X", "９９０１０１"])
def test_anything_else_is_refused(code: str) -> None:
    with pytest.raises(ServiceError) as refused:
        division_prefix(code)
    assert refused.value.code is ErrorCode.DIVISION_INVALID
