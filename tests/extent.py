"""How much is drawn at random: a short run in `make test`, all of it in `make test-full`."""

import os

FULL = os.environ.get("GRAPH_SERVICE_TEST_EXTENT") == "full"


def drawn(short: int, full: int) -> int:
    """How many worlds, graphs or questions this run draws."""
    return full if FULL else short
