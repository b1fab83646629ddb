"""Days, ages and the two times of a fact."""

from datetime import UTC, date, datetime

SINCE_EVER = date(1, 1, 1)
OPEN_END = date(9999, 12, 31)


def born_by(age: int, day: date) -> date:
    """The latest birth date of somebody who is at least `age` whole years old on `day`.

    Birthdays are calendar birthdays; who was born on 29 February has theirs on 1 March in common years, so on
    28 February of a common year the latest date is 28 February `age` years earlier, and on 29 February it is
    28 February of a common year.

    Source: `guardianship.md` section 1; Civil Code, art. 17.
    """
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def birthday(born: date, age: int) -> date:
    """The day on which somebody becomes so many years old; for 29 February 1 March in common years.

    Source: `guardianship.md` section 1; Civil Code, art. 17.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years on a day, by calendar birthday.

    Source: `guardianship.md` section 1.
    """
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def parse_day(text: str) -> date:
    """A day written `YYYY-MM-DD`.

    Raises:
        ValueError: for anything else.
    """
    return date.fromisoformat(text)


def parse_moment(text: str) -> datetime:
    """A moment written in ISO 8601, as UTC; without an offset in the machine's time zone, a bare day at midnight.

    Raises:
        ValueError: for anything else.
    """
    return datetime.fromisoformat(text).astimezone(UTC)
