"""Whether two graphs hold the same: a digest of everything in a graph that does not depend on how it got there."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, statement

NOT_CONTENT: Final = (
    *("ImportRun", "ImportReport", "ImportLock", "Command", "Migration", "Sealing", "Erasure"),
    *("AssessmentDifference", "StandingBefore", "ComparedUntil"),
)
"""Labels of nodes that say how a graph came to be, and when."""

_PART: Final = 20_000
_BITS: Final = 128


@dataclass(frozen=True, slots=True)
class PartialDigest:
    """The nodes of a label or the relationships of a type: how many there are, and the sum of their digests."""

    count: int
    digest: str


def partial_digests(graph: Graph) -> dict[str, PartialDigest]:
    """Digests by kind of element, to see where two graphs differ: nodes as `:Person`, facts as `[:PARENT_OF]`.

    Each element counts with its labels or type, its properties with their types, and what its ends are known by. Sums
    do not depend on the order, and unlike an exclusive or they notice a copy. Holds one part of the graph at a time.

    Raises:
        ServiceError: those of `Graph.read`.
    """
    counted = graph.read(statement("commands/digest_counts"), without=NOT_CONTENT)[0]
    sums: dict[str, int] = {}
    counts: dict[str, int] = {}
    for what in ("nodes", "relationships"):
        parts = int(counted[what]) // _PART + 1
        for kind, text in _elements(graph, statement(f"commands/digest_{what}"), parts):
            digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BITS // 8).digest()
            sums[kind] = (sums.get(kind, 0) + int.from_bytes(digest, "big")) % (1 << _BITS)
            counts[kind] = counts.get(kind, 0) + 1
    return {kind: PartialDigest(counts[kind], f"{sums[kind]:032x}") for kind in sorted(sums)}


def canonical_digest(graph: Graph) -> str:
    """32 hexadecimal digits that two graphs share if and, but for a chance of 2⁻¹²⁸, only if they hold the same.

    Raises:
        ServiceError: those of `Graph.read`.
    """
    return _digest_of(partial_digests(graph))


def _digest_of(parts: Mapping[str, PartialDigest]) -> str:
    text = "\n".join(f"{kind} {part.count} {part.digest}" for kind, part in sorted(parts.items()))
    return hashlib.blake2b(text.encode(), digest_size=_BITS // 8).hexdigest()


def _elements(graph: Graph, reads: Statement, parts: int) -> Iterator[tuple[str, str]]:
    """Kind and canonical text of every element."""
    for part in range(parts):
        for name, *content in graph.read(reads, without=NOT_CONTENT, part=part, parts=parts)[0]["rows"]:
            kind = f"[:{name}]" if isinstance(name, str) else "".join(f":{label}" for label in sorted(name))
            yield kind, canonical([kind, *content])


def canonical(value: Any) -> str:  # noqa: ANN401 - any Cypher value
    """A text that two values of Cypher share only if they are equal and of one type."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        return "{" + ",".join(f"{key!r}:{canonical(items[key])}" for key in sorted(items)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, cast("list[Any]", value))) + "]"
    if hasattr(value, "iso_format"):
        return f"{type(value).__name__}({value.iso_format()})"
    return repr(value)
