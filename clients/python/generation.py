"""How the client differs from what ariadne-codegen makes by itself: it blocks, and its errors have the service's codes.

The generator offers subscriptions to asynchronous clients only. Scripts are not asynchronous: so an asynchronous client
is generated, and then loses its `async` and `await`.
"""

import ast
import re
from pathlib import Path
from typing import Any

from ariadne_codegen.plugins.base import Plugin
from graphql import GraphQLSchema

from graph_service.errors import ErrorCode

_CODES = '''# Generated from graph_service.errors

from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes of everything that can go wrong. A newer service may have more."""

'''
_OF_THE_CLIENT = ("UNREACHABLE", "UNREADABLE")


class ServicePlugin(Plugin):
    """Makes the client blocking, and writes `error_codes.py` beside it."""

    def __init__(self, schema: GraphQLSchema, config_dict: dict[str, Any]) -> None:
        super().__init__(schema, config_dict)
        settings = config_dict["tool"]["ariadne-codegen"]
        self._package = Path(settings["target_package_path"]) / settings["target_package_name"]

    def generate_client_code(self, generated_code: str) -> str:
        """The module of the client."""
        return (
            generated_code.replace("async def ", "def ")
            .replace("async for ", "for ")
            .replace("await ", "")
            .replace("AsyncIterator", "Iterator")
        )

    def generate_inputs_code(self, generated_code: str) -> str:
        """The module of the inputs: made with Python's names, `from_` among them, for type checkers as well."""
        return re.sub(r'\balias="(\w+)"', r'validation_alias="\1", serialization_alias="\1"', generated_code)

    def generate_init_import(self, import_: ast.ImportFrom) -> ast.ImportFrom:
        """An import of the package: errors are among its names."""
        if import_.module == "base_client":
            import_.names += [ast.alias("ErrorCode"), ast.alias("GraphServiceError")]
        return import_

    def generate_files(self, generated_files: list[str]) -> list[str]:
        """The files of the package; called last."""
        codes = sorted({*ErrorCode, *_OF_THE_CLIENT})
        text = _CODES + "".join(f'    {code} = "{code}"\n' for code in codes)
        (self._package / "error_codes.py").write_text(text, "utf-8")
        return sorted([*generated_files, "error_codes.py"])
