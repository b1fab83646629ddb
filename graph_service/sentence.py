"""A sentence for a user that can still be said in another language after it was filled in."""

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """The English sentence wherever a string is expected; `texts.told` says it in the reader's language.

    Args:
        pattern: English, with named `{places}`; without values it stands as it is.
        values: what fills the places. One that is a sentence itself, such as a reason, is translated as well.
    """

    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, /, **values: object) -> Self:
        sentence = super().__new__(cls, pattern.format(**values) if values else pattern)
        sentence.pattern = pattern
        sentence.values = values
        return sentence
