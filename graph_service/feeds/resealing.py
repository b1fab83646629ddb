"""Brings all that a graph keeps sealed under the current keys: what was never sealed, and what older keys have sealed.

Resumable: each batch is a transaction, and looks only for what is still to do. That can be read meanwhile, as long as
the older keys are in the key file. A number gets its tag in the same write: what is sealed with the current key has its
tag by the current key, too.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from neo4j import Record

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.contract import SEALED
from graph_service.feeds.runs import only_importer
from graph_service.feeds.validation import row_place
from graph_service.graph.connection import Graph
from graph_service.graph.migrations import migrate
from graph_service.graph.statements import statement
from graph_service.sealing import KEYED_DIGITS, KeyFile, Keyring, place_of

_Row = dict[str, Any]

_ROWS: Final = 5_000


def bring_up_to_date(graph: Graph) -> list[str]:
    """Applies the migrations that a graph lacks, and seals what they and older keys have left; idempotent.

    Returns:
        The names of the migrations that were applied.

    Raises:
        ServiceError: KEYS_MISMATCH when the graph was sealed with other keys; KEYS_UNUSABLE; IMPORT_RUNNING when there
            is something to seal and somebody imports; those of `migrate`.
    """
    applied = migrate(graph)
    reseal(graph)
    return applied


def rotate(graph: Graph, keys: KeyFile, patience: float = 0.0) -> int:
    """Adds keys to the file and brings everything under them; a rotation that was interrupted is ended instead.

    Args:
        graph: opened with these keys.
        keys: their file. The older keys stay in it, for copies of the database.
        patience: seconds after which nobody asks any more who has read the file before: they would look for a number by
            its older tag alone.

    Returns:
        How many nodes and facts were sealed anew.

    Raises:
        ServiceError: as `bring_up_to_date`.
    """
    if _sealed_with(graph, graph.keyring) == graph.keyring.current:
        keys.replace(graph.keyring.with_new_key())
        time.sleep(patience)
    return reseal(graph)


def reseal(graph: Graph) -> int:
    """Seals with the current key what is not; returns how many nodes and facts that were."""
    keyring = graph.keyring
    if _sealed_with(graph, keyring) == keyring.current:
        return 0
    with only_importer(graph):
        done = sum(_all(graph, keyring, *each) for each in _KINDS)
        graph.write(statement("commands/sealed_now"), identity=keyring.identity, key=keyring.current)
    return done


def _sealed_with(graph: Graph, keyring: Keyring) -> str | None:
    """Id of the key that everything is sealed with; None when nobody has looked yet."""
    for record in graph.read(statement("commands/sealed_with")):
        if record["identity"] != keyring.identity:
            raise ServiceError(
                ErrorCode.KEYS_MISMATCH,
                "This graph was sealed with other keys than those of the key file.",
                "Put back the key file that this graph was sealed with, or set GRAPH_SERVICE_KEYS to it.",
            )
        return record["key"]
    return None


def _all(graph: Graph, keyring: Keyring, finds: str, again: Callable[[Record, Keyring], _Row], puts: str) -> int:
    done = 0
    wanted = {"key": keyring.current, "digits": KEYED_DIGITS, "rows": _ROWS}
    while found := graph.read(statement(f"commands/{finds}"), **wanted):
        graph.write(statement(f"commands/{puts}"), rows=[again(record, keyring) for record in found])
        done += len(found)
    return done


def _numbers(record: Record, keyring: Keyring) -> _Row:
    """A person, a version of one, or a fact, with its numbers under the current key."""
    properties: dict[str, str] = {}
    for name, kept in record["sealed"].items():
        if kept is not None:
            place = place_of(record["place"], name)
            number = keyring.open(place, kept)
            properties[name] = keyring.seal(place, number)
            if tag := SEALED[name]:
                properties[tag] = keyring.tag(name, number)
    digest = record["digest"]
    if digest is not None and len(digest) != KEYED_DIGITS:
        properties["digest"] = keyring.digest(digest)
    return {"element": record["element"], "digest": digest, "properties": properties}


def _quarantined(record: Record, keyring: Keyring) -> _Row:
    """A row in quarantine under the current key, with a keyed id."""
    before = record["id"]
    row = keyring.open(row_place(before), record["row"])
    id_ = before if len(before) == KEYED_DIGITS else keyring.digest(before)
    sealed = {"id": id_, "row": keyring.seal(row_place(id_), row)}
    return {"element": record["element"], "digest": None, "properties": sealed}


_KINDS: Final = (
    ("sealing_persons", _numbers, "sealing_nodes"),
    ("sealing_disabilities", _numbers, "sealing_facts"),
    ("sealing_quarantine", _quarantined, "sealing_nodes"),
)
"""The statement that finds what is to be sealed, what seals it, and the statement that puts it back."""
