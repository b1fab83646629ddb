"""The operations that we publish: GraphiQL opens with them, the documentation shows them, clients are made of them.

Each operation and each fragment is the file `queries/<its name>.graphql`.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

QUERIES: Final = Path(str(files("graph_service"))) / "api" / "queries"

_SPREAD: Final = re.compile(r"\.\.\.(?!on\b)(\w+)")


@cache
def published(name: str) -> str:
    """The document of one operation: the operation, then the fragments that it needs.

    Args:
        name: of the operation.

    Raises:
        FileNotFoundError: there is none of this name, or a fragment is missing.
    """
    texts: dict[str, str] = {}
    needed = [name]
    while needed:
        file = needed.pop(0)
        if file not in texts:
            texts[file] = (QUERIES / f"{file}.graphql").read_text("utf-8")
            needed += _SPREAD.findall(texts[file])
    return "\n".join(texts.values())
