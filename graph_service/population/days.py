"""Days as integers: a day is the number of days since 1970-01-01, so that whole columns of dates are plain arrays."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

EPOCH = date(1970, 1, 1)
FAR = 10_000_000
"""An end that is not known, or a day that never came; written as an empty cell."""
YEAR = 365.2425

_FIRST = (date(1890, 1, 1) - EPOCH).days
_LAST = (date(2120, 1, 1) - EPOCH).days
_TEXTS: Texts = np.array(
    ["", *((EPOCH + timedelta(days=day)).isoformat() for day in range(_FIRST, _LAST))], dtype=object
)


def day_of(value: date) -> int:
    """Day number of a date."""
    return (value - EPOCH).days


def date_of(day: int) -> date:
    """Date of a day number."""
    return EPOCH + timedelta(days=day)


def iso(days: Ints) -> Texts:
    """Dates as `YYYY-MM-DD`; FAR (and anything outside 1890 to 2119) becomes an empty text."""
    known = (days >= _FIRST) & (days < _LAST)
    return _TEXTS[np.where(known, days - _FIRST + 1, 0)]


def years_of(days: Ints) -> Ints:
    """Calendar year of each day."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def new_year(year: int) -> int:
    """Day number of 1 January."""
    return day_of(date(year, 1, 1))


def birthdays(birth: Ints, age: Ints | int) -> Ints:
    """Day on which each person reaches `age`; somebody born on 29 February does so on 1 March in common years."""
    dates = birth.astype("datetime64[D]")
    years, months = dates.astype("datetime64[Y]"), dates.astype("datetime64[M]")
    shifted: npt.NDArray[Any] = (years + np.asarray(age)).astype("datetime64[M]") + (
        months - years.astype("datetime64[M]")
    )
    return (shifted.astype("datetime64[D]") + (dates - months.astype("datetime64[D]"))).astype(np.int64)


def ages(birth: Ints, day: int) -> Ints:
    """Age in whole years of each person on one day, by calendar birthday."""
    guess = (day - birth) // 366
    return guess + (birthdays(birth, guess + 1) <= day)
