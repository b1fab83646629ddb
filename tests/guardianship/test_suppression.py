"""Whoever knows a published table and adds up, subtracts and tries out finds no small number, nor that it is small.

The attacker here goes through every table of whole numbers that shows what is published: nothing is shared with the
code that hides, which only ever looks for one other table.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.guardianship.suppression import Cell, Published, publish

THRESHOLD = 4


def compositions(total: int | None, parts: Sequence[int | None], most: int) -> Iterator[list[int]]:
    """All ways to fill what is hidden (None, at least 1) so that the sum is right; without a total, up to `most`."""
    if not parts:
        if total in (None, 0):
            yield []
        return
    first, rest = parts[0], parts[1:]
    for value in range(1, most + 1) if first is None else (first,):
        left = None if total is None else total - value
        if left is None or left >= sum(1 if each is None else each for each in rest):
            for others in compositions(left, rest, most):
                yield [value, *others]


def possible_tables(published: Published, keys: Sequence[Sequence[str]]) -> Iterator[Mapping[Cell, int]]:
    """Every table that shows the same, its totals by key included, under keys of one value."""
    rows, columns = keys
    total = published.total
    assert total is not None
    row_totals, column_totals = published.by_key
    assert row_totals is not None
    assert column_totals is not None
    inside = published.inside
    assert inside is not None
    for by_row in compositions(total, [row_totals[row] for row in rows], total):
        for by_column in compositions(total, [column_totals[column] for column in columns], total):
            for lines in filled([[inside[row, column] for column in columns] for row in rows], by_row, by_column):
                found: dict[Cell, int] = dict(
                    zip(product(rows, columns), (n for line in lines for n in line), strict=True)
                )
                found |= {(row,): number for row, number in zip(rows, by_row, strict=True)}
                found |= {("", column): number for column, number in zip(columns, by_column, strict=True)}
                yield found


def filled(
    lines: Sequence[Sequence[int | None]], by_row: Sequence[int], by_column: Sequence[int]
) -> Iterator[list[list[int]]]:
    if not lines:
        if not any(by_column):
            yield []
        return
    for line in compositions(by_row[0], lines[0], by_row[0]):
        left = [total - number for total, number in zip(by_column, line, strict=True)]
        if min(left) >= 0:
            for others in filled(lines[1:], by_row[1:], left):
                yield [line, *others]


def hidden_cells(published: Published) -> set[Cell]:
    row_totals, column_totals = published.by_key
    found: set[Cell] = {(key,) for key, number in (row_totals or {}).items() if number is None}
    found |= {("", key) for key, number in (column_totals or {}).items() if number is None}
    return found | {cell for cell, number in (published.inside or {}).items() if number is None}


small_numbers = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 7])


@settings(max_examples=150, derandomize=True)
@given(st.lists(st.lists(small_numbers, min_size=3, max_size=3), min_size=2, max_size=3))
def test_an_attacker_finds_no_hidden_number_and_not_that_it_is_small(table: list[list[int]]) -> None:
    keys = ("AB", "xyz")[0][: len(table)] if len(table) == 2 else "ABC", "xyz"
    counts = {(row, column): table[r][c] for r, row in enumerate(keys[0]) for c, column in enumerate(keys[1])}
    published = publish(counts, keys, THRESHOLD)
    if published.inside is None:
        check_lines(published, counts, keys)
        return
    hidden = hidden_cells(published)
    highest, lowest, seen = dict.fromkeys(hidden, 0), dict.fromkeys(hidden, 10**6), 0
    for possible in possible_tables(published, keys):
        seen += 1
        for cell in hidden:
            highest[cell], lowest[cell] = max(highest[cell], possible[cell]), min(lowest[cell], possible[cell])
        if seen > 20_000 or all(highest[c] >= THRESHOLD and highest[c] > lowest[c] for c in hidden):
            break
    assert seen, "the true table is one of them"
    for cell in hidden:
        assert highest[cell] >= THRESHOLD, (table, cell)
        assert highest[cell] > lowest[cell], (table, cell)
    check_shown(published, counts)


def check_lines(published: Published, counts: Mapping[Cell, int], keys: Sequence[Sequence[str]]) -> None:
    """The same for totals by key alone."""
    for place, line in enumerate(published.by_key):
        if line is None or published.total is None:
            continue
        hidden = [key for key in keys[place] if line[key] is None]
        ways = list(compositions(published.total, [line[key] for key in keys[place]], published.total))
        for key in hidden:
            values = {way[list(keys[place]).index(key)] for way in ways}
            assert max(values) >= THRESHOLD, counts
            assert len(values) > 1, counts


def check_shown(published: Published, counts: Mapping[Cell, int]) -> None:
    """What is shown is true and not small; zeros are always shown."""
    for cell, number in (published.inside or {}).items():
        assert number in (None, counts[cell])
        assert not (number is not None and 0 < number < THRESHOLD)
        assert counts[cell] or number == 0


@settings(max_examples=200, derandomize=True)
@given(st.lists(small_numbers, min_size=1, max_size=6))
def test_totals_by_one_key_are_hidden_alike_alone(line: list[int]) -> None:
    keys = ["ABCDEF"[: len(line)]]
    counts: dict[Cell, int] = {(key,): number for key, number in zip(keys[0], line, strict=True)}
    published = publish(counts, keys, THRESHOLD)
    check_lines(published, counts, keys)
    if published.total is None:
        assert 0 < sum(line) < THRESHOLD


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=6))
def test_a_key_says_the_same_alone_and_beside_a_second_one(table: list[list[int]]) -> None:
    rows, columns = "ABCDEF"[: len(table)], "wxyz"
    counts: dict[Cell, int] = {(r, c): table[i][j] for i, r in enumerate(rows) for j, c in enumerate(columns)}
    both = publish(counts, (rows, columns), THRESHOLD)
    alone = publish({(r,): sum(table[i]) for i, r in enumerate(rows)}, (rows,), THRESHOLD)
    assert alone.by_key[0] == both.by_key[0]
    check_shown(both, counts)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ([50, 30, 3], [50, None, None]),  # the smallest that can lend is hidden too
        ([50, 30, 2, 2], [50, None, None, None]),
        ([50, 30, 0], [50, 30, 0]),  # zero is no small number
        ([3, 2], None),  # nothing can lend: the key is withheld
        ([50], [50]),
    ],
)
def test_plain_cases(line: list[int], shown: list[int | None] | None) -> None:
    keys = ["ABCD"[: len(line)]]
    published = publish({(key,): number for key, number in zip(keys[0], line, strict=True)}, keys, THRESHOLD)
    assert published.by_key[0] == (shown and dict(zip(keys[0], shown, strict=True)))


def test_of_too_few_nothing_is_said() -> None:
    assert publish({("A",): 2, ("B",): 1}, ["AB"], THRESHOLD) == Published(None, (None,), None)


def test_large_tables_stay_mostly_visible() -> None:
    """A county with twenty townships and six grades: what is hidden is small numbers and a few beside them."""
    rows, columns = [f"T{i}" for i in range(20)], list("abcdef")
    counts: dict[Cell, int] = {
        (row, column): (400, 1, 20, 9, 6, 0)[j] + (i * (j + 3)) % 7
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    }
    inside = publish(counts, (rows, columns), 5).inside
    assert inside is not None
    small = sum(0 < number < 5 for number in counts.values())
    hidden = sum(number is None for number in inside.values())
    assert small <= hidden <= 2 * small + 20
