"""How a name sounds, so that an officer finds 欧阳小明 by typing `ouyang` or `oyxm`."""

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

_HAN: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U000323af]")
_BLANKS: Final = re.compile(r"\s+")
_DOTS: Final = re.compile(r"[·•・‧]")

# Only what differs from the reading that the characters have elsewhere.
_READ_AS_SURNAMES: Final = """
    卜 bu, 曾 zeng, 查 zha, 重 chong, 种 chong, 都 du, 盖 ge, 蓋 ge, 句 gou, 黑 he, 解 xie, 阚 kan, 缪 miao, 繆 miao,
    乜 nie, 佴 nai, 能 nai, 粘 nian, 区 ou, 區 ou, 繁 po, 朴 piao, 秘 bi, 仇 qiu, 覃 qin, 单 shan, 單 shan, 折 she,
    召 shao, 洗 xian, 薄 bo, 郇 xun, 乐 yue, 樂 yue, 蔚 yu, 员 yun, 員 yun, 贠 yun, 翟 zhai, 祭 zhai,
    尉迟 yu chi, 尉遲 yu chi, 万俟 mo qi, 萬俟 mo qi, 澹台 tan tai, 澹臺 tan tai, 子车 zi ju
"""
_SURNAMES: Final[Mapping[str, Sequence[str]]] = {
    characters: readings for characters, *readings in map(str.split, _READ_AS_SURNAMES.split(","))
}


class _Readings(dict[str, str]):
    """The reading of each character, looked up once: all names are made of a few thousand of them."""

    def __missing__(self, character: str) -> str:
        # Read one by one, characters do not need the dictionary of phrases and its 45 MB.
        os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
        from pypinyin import lazy_pinyin

        reading = self[character] = lazy_pinyin(character)[0].lower()
        return reading


_readings: Final = _Readings({"晟": "sheng"})


@lru_cache(1 << 16)
def pinyin_of(name: str) -> str:
    """What a name is found by: `ouyangxiaoming oyxm` for 欧阳小明.

    Spelled in full without blanks and tones (ü is v, as on a keyboard), then a blank and the initials. A surname is
    read as one: 单 is `shan` in front, `dan` elsewhere. Names in parts, such as 买买提·艾力, do not begin with one.

    Args:
        name: as the feed gives it; one without a Chinese character only becomes lower case.
    """
    if not _HAN.search(name):
        return name.lower()
    characters = _BLANKS.sub("", name)
    surname: Sequence[str] = ()
    if _DOTS.search(characters):
        characters = _DOTS.sub("", characters)
    else:
        surname = _SURNAMES.get(characters[:2]) or _SURNAMES.get(characters[:1], ())
    readings = [*surname, *map(_readings.__getitem__, characters[len(surname) :])]
    return f"{''.join(readings)} {''.join(reading[:1] for reading in readings)}"
