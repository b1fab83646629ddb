"""Ids of the feeds; identity numbers and phone numbers that are well formed and belong to nobody."""

import numpy as np

from graph_service.population.days import Ints, Texts, years_of
from graph_service.population.streams import Random

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.frombuffer(b"10X98765432", dtype=np.uint8)


def person_id(row: int) -> str:
    """Id of the person in a row, counted from 0."""
    return f"P{row + 1:07d}"


def person_row(id_: str) -> int:
    """Row of the person with an id."""
    return int(id_[1:]) - 1


def household_id(row: int) -> str:
    """Id of the household in a row, counted from 0."""
    return f"H{row + 1:07d}"


def worker_id(row: int) -> str:
    """Id of the worker in a row, counted from 0."""
    return f"W{row + 1:05d}"


def identity_numbers(area: Ints, birth: Ints, sex: Ints) -> Texts:
    """Resident identity numbers of 18 characters, no two alike.

    Args:
        area: six-digit area codes; they must be unassigned, so that the number belongs to nobody.
        birth: birth days.
        sex: 1 male (odd serial), 2 female (even serial).
    Raises:
        ValueError: more than 500 persons share area, day and sex.
    Source: GB 11643-1999.
    """
    serial = 2 * _rank(area, birth, sex) + (sex == 1)
    if serial.size and serial.max() > 999:
        raise ValueError("more than 500 persons share area, birth date and sex")
    dates = birth.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = years_of(birth)
    month = months.astype(np.int64) % 12 + 1
    day = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    number = ((area * 10_000 + year) * 10_000 + month * 100 + day) * 1000 + serial
    digits = (number[:, None] // 10 ** np.arange(16, -1, -1)) % 10
    check = _CHECK[(digits @ _WEIGHTS) % 11]
    text = np.concatenate([(digits + ord("0")).astype(np.uint8), check[:, None]], axis=1)
    return np.ascontiguousarray(text).view("S18").ravel().astype("U18").astype(object)


def _rank(*keys: Ints) -> Ints:
    """Position of each row among those with equal keys."""
    order = np.lexsort(keys)
    same = np.ones(len(order), dtype=np.bool_)
    same[:1] = False
    for key in keys:
        same[1:] &= key[order][1:] == key[order][:-1]
    position = np.arange(len(order))
    first = np.maximum.accumulate(np.where(same, 0, position))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = position - first
    return rank


def phone_numbers(rng: Random, size: int) -> Texts:
    """Eleven digits that no network connects: `00` is the international prefix, and no country code begins with 0."""
    return np.array([f"000{number:08d}" for number in rng.integers(0, 10**8, size).tolist()], dtype=object)
