"""Of how many people a login may read in an hour: the limit, and the hour, on both sides."""

import pytest

from graph_service.access.identity import Identity
from graph_service.access.policy import POLICY, holder
from graph_service.access.reading import WINDOW_SECONDS, PeopleRead, ReadingLimit
from graph_service.errors import ErrorCode
from tests.access.clock import Clock

PREFECTURE = holder("prefecture-1", "PREFECTURE_OFFICER", "9901")
COLLEAGUE = holder("prefecture-2", "PREFECTURE_OFFICER", "9901")
WITHOUT = holder("administrator", "ADMINISTRATOR")
LIMIT = POLICY.roles["PREFECTURE_OFFICER"].people_per_hour or 0


def people(number: int, begin: int = 0) -> set[str]:
    return {f"P{place}" for place in range(begin, begin + number)}


def seconds(read: PeopleRead, who: Identity, some: set[str]) -> int:
    """For how long an answer about these is refused; 0: it is given."""
    try:
        read.admit(who, some)
    except ReadingLimit as error:
        assert error.code == ErrorCode.READING_LIMIT_REACHED
        assert str(LIMIT) in error.what and str(error.seconds) in error.remedy
        return error.seconds
    return 0


def test_as_many_as_the_policy_says_and_no_more() -> None:
    read = PeopleRead(Clock(0))
    assert LIMIT > 2
    assert seconds(read, PREFECTURE, people(LIMIT - 1)) == 0
    assert seconds(read, PREFECTURE, people(2, LIMIT - 1)) == WINDOW_SECONDS, "one too many"
    assert seconds(read, PREFECTURE, people(1, LIMIT - 1)) == 0, "what was refused does not count"
    assert seconds(read, PREFECTURE, people(LIMIT)) == 0, "the same people again"
    assert seconds(read, PREFECTURE, people(1, LIMIT)) == WINDOW_SECONDS
    assert seconds(read, PREFECTURE, set()) == 0, "about nobody"
    assert seconds(read, COLLEAGUE, people(LIMIT)) == 0, "another login"
    assert seconds(PeopleRead(Clock(0)), PREFECTURE, people(LIMIT + 1)) == WINDOW_SECONDS, "at once"


def test_after_an_hour_it_does_not_count_and_not_before() -> None:
    clock = Clock(0)
    read = PeopleRead(clock)
    assert seconds(read, PREFECTURE, people(10)) == 0
    clock.seconds = 600
    assert seconds(read, PREFECTURE, people(LIMIT - 10, 10)) == 0
    clock.seconds = WINDOW_SECONDS - 1.5
    assert seconds(read, PREFECTURE, people(10, LIMIT)) == 2, "when the first ten are forgotten"
    assert seconds(read, PREFECTURE, people(11, LIMIT)) == 602, "and one more"
    clock.seconds = WINDOW_SECONDS - 0.001
    assert seconds(read, PREFECTURE, people(10, LIMIT)) == 1
    clock.seconds = WINDOW_SECONDS
    assert seconds(read, PREFECTURE, people(10, LIMIT)) == 0


def test_whom_one_reads_of_again_counts_from_then_on() -> None:
    clock = Clock(0)
    read = PeopleRead(clock)
    assert seconds(read, PREFECTURE, people(LIMIT)) == 0
    clock.seconds = 1000
    assert seconds(read, PREFECTURE, people(1)) == 0
    clock.seconds = WINDOW_SECONDS
    assert seconds(read, PREFECTURE, people(LIMIT, LIMIT)) == 1000, "the one is still counted"
    assert seconds(read, PREFECTURE, people(LIMIT - 1, LIMIT)) == 0


def test_an_answer_that_must_be_given_counts_and_then_no_other_change_begins() -> None:
    clock = Clock(0)
    read = PeopleRead(clock)
    read.count(PREFECTURE, people(LIMIT))
    read.refuse_beyond(PREFECTURE)
    read.count(PREFECTURE, people(1, LIMIT))
    with pytest.raises(ReadingLimit):
        read.refuse_beyond(PREFECTURE)
    read.refuse_beyond(COLLEAGUE)
    assert seconds(read, PREFECTURE, people(1, LIMIT + 1))
    clock.seconds = WINDOW_SECONDS
    read.refuse_beyond(PREFECTURE)
    assert seconds(read, PREFECTURE, people(LIMIT)) == 0


def test_logins_that_do_not_come_back_are_forgotten() -> None:
    clock = Clock(0)
    read = PeopleRead(clock)
    for number in range(50):
        clock.seconds = number
        assert seconds(read, holder(f"prefecture-{number}", "PREFECTURE_OFFICER", "9901"), people(LIMIT)) == 0
    assert seconds(read, holder("prefecture-0", "PREFECTURE_OFFICER", "9901"), people(1)) == 0
    clock.seconds = WINDOW_SECONDS + 48
    assert seconds(read, COLLEAGUE, people(1)) == 0
    assert set(read._read) == {"prefecture-0", "prefecture-2", "prefecture-49"}


def test_a_role_without_a_limit_has_none() -> None:
    read = PeopleRead(Clock(0))
    assert POLICY.roles["ADMINISTRATOR"].people_per_hour is None
    assert seconds(read, WITHOUT, people(100_000)) == 0
    read.count(WITHOUT, people(100_000))
    read.refuse_beyond(WITHOUT)
