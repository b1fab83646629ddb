"""Random streams: one per subject, so that a change in one part of the county leaves the others as they were."""

import zlib

import numpy as np

from graph_service.population.days import Bools, Floats, Ints

Random = np.random.Generator


def stream(seed: int, subject: str) -> Random:
    """The random stream of one subject (`"genealogy"`, `"schools"`, …); the same for the same seed on every machine."""
    return np.random.default_rng([seed, zlib.crc32(subject.encode())])


def chance(rng: Random, size: int, probability: float | Floats) -> Bools:
    """True with the given probability, independently for each."""
    return rng.random(size) < probability


def between(rng: Random, low: Ints | int, high: Ints | int, size: int | None = None) -> Ints:
    """Uniform whole numbers with `low <= x < high`; `low` itself where the range is empty."""
    low_, high_ = np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
    shape = size if size is not None else np.broadcast(low_, high_).shape
    width = np.maximum(high_ - low_, 1)
    return low_ + (rng.random(shape) * width).astype(np.int64)


def choose(rng: Random, size: int, weights: Floats | tuple[float, ...]) -> Ints:
    """Indexes drawn with replacement, each with a probability in proportion to its weight."""
    ladder = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(ladder, rng.random(size) * float(ladder[-1]), side="right").astype(np.int64)
    return np.minimum(drawn, len(ladder) - 1)


def sample(rng: Random, population: Ints, count: int) -> Ints:
    """At most `count` different members in random order."""
    return rng.permutation(population)[: max(0, count)]


def sample_weighted(rng: Random, weights: Floats, count: int) -> Ints:
    """Indexes of at most `count` different items, drawn without replacement with the given weights.

    Source: exponential race (Efraimidis and Spirakis, Information Processing Letters 97, 2006).
    """
    able = np.flatnonzero(weights > 0)
    if count >= able.size:
        return able
    if count <= 0:
        return able[:0]
    race = rng.standard_exponential(able.size) / weights[able]
    return np.sort(able[np.argpartition(race, count)[:count]])
