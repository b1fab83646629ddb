"""The versions of a key: whatever the order of arrival, what was known when is what was said by then."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph_service.feeds.versions import Assertion, Outcome, Version, Withdrawal, arrive, assertions, versions

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def moment(hours: int) -> datetime:
    return EPOCH + timedelta(hours=hours)


def said(hour: int, digest: str, record: str = "R") -> Assertion[str]:
    return Assertion(moment(hour), digest, record, digest)


lines = st.lists(
    st.builds(said, st.integers(0, 30), st.sampled_from("abc")), min_size=1, max_size=8, unique_by=lambda row: row.at
)
withdrawn = st.lists(st.builds(lambda hour: Withdrawal(moment(hour), "R"), st.integers(-3, 35)), max_size=3)


def known_at(found: list[Version[str]], at: datetime) -> list[str]:
    return [
        version.content
        for version in found
        if version.recorded_at <= at and (version.retracted_at is None or at < version.retracted_at)
    ]


def told_by(rows: list[Assertion[str]], withdrawals: list[Withdrawal], at: datetime) -> list[str]:
    """A second, slower reading: replay every event that had happened by then."""
    first = min(row.at for row in rows)
    events = [(row.at, 0, row.content) for row in rows]
    events += [(max(withdrawal.at, first), 1, None) for withdrawal in withdrawals]
    belief = None
    for when, _, content in sorted(events, key=lambda event: event[:2]):
        if when <= at:
            belief = content
    return [belief] if belief else []


@given(lines, withdrawn, st.integers(-5, 40))
def test_what_was_known_is_what_had_been_said(rows: list[Assertion[str]], withdrawals: list[Withdrawal], hour: int):
    assert known_at(versions(rows, withdrawals), moment(hour)) == told_by(rows, withdrawals, moment(hour))


@given(st.data(), lines, withdrawn)
def test_order_of_arrival_does_not_matter(data: st.DataObject, rows: list[Assertion[str]], events: list[Withdrawal]):
    found: list[Version[str]] = []
    for row in data.draw(st.permutations(rows)):
        found = arrive(found, events, row, time_given=True)[1]
    assert found == versions(rows, events)


@given(lines, withdrawn)
def test_saying_it_again_changes_nothing(rows: list[Assertion[str]], withdrawals: list[Withdrawal]):
    found = versions(rows, withdrawals)
    for row in rows:
        assert arrive(found, withdrawals, row, time_given=True) == (Outcome.UNCHANGED, found)


@given(lines, withdrawn)
def test_versions_can_be_read_back(rows: list[Assertion[str]], withdrawals: list[Withdrawal]):
    found = versions(rows, withdrawals)
    assert versions(assertions(found), withdrawals) == found


@given(lines, withdrawn)
def test_versions_follow_each_other(rows: list[Assertion[str]], withdrawals: list[Withdrawal]):
    found = versions(rows, withdrawals)
    assert all(version.retracted_at is not None for version in found[:-1])
    assert all(before.retracted_at <= after.recorded_at for before, after in pairwise(found) if before.retracted_at)


@given(lines, withdrawn, st.integers(31, 40))
def test_a_row_without_a_time_says_nothing_new_when_it_repeats_the_last(
    rows: list[Assertion[str]], withdrawals: list[Withdrawal], hour: int
):
    found = versions(rows, withdrawals)
    last = max(rows, key=lambda row: row.at)
    again = said(hour, last.digest)
    assert arrive(found, withdrawals, again, time_given=False) == (Outcome.UNCHANGED, found)


def test_a_withdrawal_before_the_record_was_heard_of_ends_it_at_once():
    found = versions([said(7, "a")], [Withdrawal(moment(5), "R")])
    assert [(version.recorded_at, version.retracted_at) for version in found] == [(moment(7), moment(7))]


def test_a_later_version_asserts_the_record_again():
    found = versions([said(3, "a"), said(7, "b")], [Withdrawal(moment(5), "R")])
    assert [version.retracted_at for version in found] == [moment(5), None]


def test_withdrawing_a_record_spares_another_record_of_the_same_entity():
    found = versions([said(1, "a", "R"), said(3, "b", "S")], [Withdrawal(moment(5), "R")])
    assert found[-1].retracted_at is None


def test_of_two_contents_for_one_moment_the_later_arrival_is_the_correction():
    found = arrive(versions([said(1, "a")], []), [], said(1, "b"), time_given=True)[1]
    assert [(version.content, version.retracted_at) for version in found] == [("a", moment(1)), ("b", None)]
    assert arrive(found, [], said(1, "a"), time_given=True) == (Outcome.UNCHANGED, found)
