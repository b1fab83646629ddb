"""How relatives are called in English and Chinese, as data: read from `kin_terms.yaml` beside this file."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

Seniority = Literal["elder", "younger"]
"""Born before or after; None where the days of birth are the same or not known."""

_FITTING = {"P": "FM", "C": "SD", "G": "BZ", "E": "HW"}
_SHAPE = str.maketrans("FMpSDcBZgHWe", "PPPCCCGGGEEE")
_SEX = {**dict.fromkeys("FSBH", 0), **dict.fromkeys("MDZW", 1), **dict.fromkeys("pcge", 2)}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Chinese(_Strict):
    """One term. See the head of the file for what its parts mean."""

    of: Sequence[str]
    any: str
    elder: str | None = None
    younger: str | None = None
    short: str | None = None
    short_elder: str | None = None
    short_younger: str | None = None

    def term(self, seniority: Seniority | None) -> str:
        return {"elder": self.elder, "younger": self.younger, None: None}[seniority] or self.any

    def short_term(self, seniority: Seniority | None) -> str | None:
        return {"elder": self.short_elder, "younger": self.short_younger, None: None}[seniority] or self.short

    def fits(self, kin_type: str) -> bool:
        return any(
            len(each) == len(kin_type)
            and all(one in _FITTING.get(like, like) for one, like in zip(kin_type, each, strict=True))
            for each in self.of
        )


class English(_Strict):
    """One term for all sexes: male, female, not recorded; and what a step parentage makes of it."""

    words: Sequence[str]
    step: str | None = None


class KinTerms(_Strict):
    """All terms, and how longer ones are put together."""

    chinese: Sequence[Chinese]
    chinese_step: str
    chinese_adoptive: str
    chinese_half: Mapping[str, str]
    chinese_of: str
    english: Mapping[str, English]
    english_adoptive: str
    english_half: str
    english_of: str


@cache
def kin_terms() -> KinTerms:
    """The terms."""
    return KinTerms.model_validate(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8")))


@lru_cache(maxsize=4096)
def chinese(kin_type: str) -> Chinese | None:
    """The term of a kin type, such as `FBS`; None when there is none."""
    return next((each for each in kin_terms().chinese if each.fits(kin_type)), None)


def english(kin_type: str) -> tuple[str, str | None] | None:
    """The word for a kin type, and what a step parentage makes of it; None when there is none."""
    found = kin_terms().english.get(shape(kin_type))
    if found is None:
        return None
    # By the sex of whom the term is for.
    word = found.words[_SEX[kin_type[-1]] if len(found.words) > 1 else 0]
    return word, found.step and found.step.format(term=word)


def shape(kin_type: str) -> str:
    """A kin type without sexes: PGC of FBS."""
    return kin_type.translate(_SHAPE)
