"""What the service says to its users, in English and Chinese, from one catalogue."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["en", "zh"]


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    return yaml.safe_load((Path(__file__).parent / "catalogue.yaml").read_text("utf-8"))


def text(key: str, language: Language, **values: object) -> str:
    """The text of a key such as `report.title`, with its `{placeholders}` filled in.

    Raises:
        KeyError: the catalogue has no such key.
    """
    section, name = key.split(".")
    return _catalogue()[section][name][language].format(**values)
