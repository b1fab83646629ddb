"""The API without its log of accesses, a process of its own: what the log costs is the difference."""

import tempfile
from pathlib import Path

from graph_service.access.tokens import open_tokens
from graph_service.api.execution import Execution
from graph_service.api.schema.build import graphql_schema
from graph_service.api.serving import CALL_SECONDS, application, assemble, serve
from graph_service.audit.accesses import Accesses, open_accesses
from graph_service.config import load_settings
from graph_service.graph.connection import open_graph


class NoAccesses(Accesses):
    """Notes nothing."""

    async def noted(self, *_: object) -> None:
        pass


def main() -> None:
    settings = load_settings()
    with open_graph(settings, seconds=CALL_SECONDS) as graph, tempfile.TemporaryDirectory() as folder:
        log = open_accesses(Path(folder))
        accesses = NoAccesses(log._log, log._pseudonyms)  # pyright: ignore[reportPrivateUsage]
        execution = Execution(graph, graphql_schema, accesses)
        entrance = assemble(settings, graphql_schema, execution, open_tokens(settings.home), accesses)
        serve(settings, entrance, application(entrance, graph), lambda address: print(address, flush=True))


if __name__ == "__main__":
    main()
