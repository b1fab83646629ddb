"""Drawings and exports of a child's family and network, written to files."""

from collections.abc import Callable, Iterable
from pathlib import Path

import orjson

from graph_service.errors import ErrorCode, ServiceError
from graph_service.family_report import Drawing
from graph_service.networks.ecomap import ecomap
from graph_service.networks.ego import nobody
from graph_service.networks.exporting import csv_lines, graphml
from graph_service.networks.families import Reader
from graph_service.networks.genogram import genogram
from graph_service.networks.neighbourhood import neighbourhood
from graph_service.networks.svg import ecomap_svg, genogram_svg
from graph_service.networks.ties import TieFilter
from graph_service.report import masked
from graph_service.texts import Language

_SUFFIXES = {
    Drawing.GENOGRAM: (".svg", ".json"),
    Drawing.ECOMAP: (".svg", ".json"),
    Drawing.NETWORK: (".graphml", ".csv"),
}


def draw(
    reader: Reader,
    drawing: Drawing,
    child: str,
    file: Path,
    noted: Callable[[list[str]], object],
    *,
    whole_names: bool,
    language: Language,
) -> None:
    """Writes a drawing or export; the suffix of the file says in which form.

    Args:
        noted: is told of whom it is, such as `Person:P1`, before it is written.
        whole_names: names as recorded; else the surname alone.

    Raises:
        ServiceError: ARGUMENT_INVALID for another suffix, or a file that cannot be written; PERSON_NOT_FOUND; those of
            `genogram`.
    """
    if file.suffix not in _SUFFIXES[drawing]:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID,
            "The drawing cannot be written as {file}.",
            "Name a file that ends in {suffixes}.",
            file=file.name,
            suffixes=", ".join(_SUFFIXES[drawing]),
        )
    match drawing:
        case Drawing.GENOGRAM:
            family = genogram(reader, child)
            refs = [f"Person:{each.person.id}" for each in family.persons]
            names = _names(reader, refs, whole_names)
            drawn = genogram_svg(family, names, language) if file.suffix == ".svg" else _json(family.json_object())
        case Drawing.ECOMAP:
            ties = ecomap(reader, child)
            refs = [f"Person:{child}", *(each.node.ref for each in ties.around)]
            names = _names(reader, refs, whole_names)
            drawn = ecomap_svg(ties, names, language) if file.suffix == ".svg" else _json(ties.json_object())
        case Drawing.NETWORK:
            network = neighbourhood(reader.graph, [child], TieFilter(reader.moment), steps=2, watcher=reader.watcher)
            if f"Person:{child}" not in network.nodes:
                raise nobody()
            refs = list(network.nodes)
            names = _names(reader, refs, whole_names)
            drawn = graphml(network, names) if file.suffix == ".graphml" else "".join(csv_lines(network)).encode()
    noted(refs)
    try:
        file.write_bytes(drawn)
    except OSError:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The file {file} cannot be written.", "Name another file.", file=file
        ) from None


def _names(reader: Reader, refs: Iterable[str], whole: bool) -> dict[str, str]:
    """Names by reference; those of persons masked unless they are to be whole."""
    parts = [ref.partition(":") for ref in refs]
    wanted = [{"label": label, "id": id_} for label, _, id_ in parts]
    return {
        f"{label}:{id_}": name if whole or label != "Person" else masked(name)
        for label, id_, name in reader.page("names", refs=wanted)
        if name
    }


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
