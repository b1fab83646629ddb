"""What the service says to its users, in English and Chinese.

What it says of itself has a key in `catalogue.yaml`. What its modules say where something is found or goes wrong is a
`Sentence` there, in English, and has its translation in `sentences.yaml`.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from graph_service.sentence import Sentence

Language = Literal["en", "zh"]


_FOLDER = Path(__file__).parent


@cache
def _catalogue() -> dict[str, dict[str, dict[str, str]]]:
    return yaml.safe_load((_FOLDER / "catalogue.yaml").read_text("utf-8"))


@cache
def _translations() -> dict[str, str]:
    sentences: list[dict[str, str]] = yaml.safe_load((_FOLDER / "sentences.yaml").read_text("utf-8"))
    return {sentence["en"]: sentence["zh"] for sentence in sentences}


def text(key: str, language: Language, **values: object) -> str:
    """The text of a key such as `report.title`, with its `{placeholders}` filled in.

    Raises:
        KeyError: the catalogue has no such key.
    """
    section, name = key.split(".")
    return _catalogue()[section][name][language].format(**values)


def told(sentence: str, language: Language) -> str:
    """A sentence in the reader's language; in English when nobody has translated it."""
    if language == "en":
        return sentence
    said = sentence if isinstance(sentence, Sentence) else Sentence(sentence)
    values = {
        name: told(value, language) if isinstance(value, Sentence) else value for name, value in said.values.items()
    }
    pattern = _translations().get(said.pattern, said.pattern)
    return pattern.format(**values) if values else pattern
