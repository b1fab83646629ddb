"""Random worlds told to the service as it would hear of them: delivery by delivery."""

from datetime import UTC, datetime
from pathlib import Path

from worlds import World, write_feeds

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph


def tell(graph: Graph, world: World, folder: Path) -> list[datetime]:
    """Imports all deliveries of a world, and answers when each was imported."""
    times: list[datetime] = []
    for delivery in write_feeds(world, folder):
        times.append(datetime.now(UTC))
        summary = import_into(graph, delivery, recorded_at=times[-1])
        assert {file.error for file in summary.files} == {None}
    return times
