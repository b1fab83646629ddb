"""Personal names: surnames by how common they are, given names by sex and the years in which they were in fashion."""

import numpy as np

from graph_service.population.days import Ints, Texts, years_of
from graph_service.population.streams import Random, choose

# Surnames by their share of the population, in per cent; the rarer ones stand for many that are not listed.
_SURNAMES = {
    7.2: "王",
    7.0: "李",
    6.7: "张",
    5.1: "刘",
    4.6: "陈",
    3.1: "杨",
    2.2: "黄",
    2.0: "赵吴周",
    1.4: "徐孙马朱",
    1.1: "胡郭何林高罗",
    0.8: "郑梁谢宋唐许邓韩",
    0.6: "冯曹彭曾肖田董潘袁",
    0.4: "蔡蒋余于杜叶程魏苏吕丁任卢姚",
    0.3: "沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江",
    0.2: "尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向",
}
SURNAMES: tuple[str, ...] = tuple("".join(_SURNAMES.values()))
SURNAME_WEIGHTS: tuple[float, ...] = tuple(share for share, names in _SURNAMES.items() for _ in names)

# First year of the fashion: characters for the first and for the last place of a given name, commonest first.
_MEN = (
    (1900, "德国永文正有福万金玉光振长春天志世家", "福贵财生寿山林清云海祥发才华堂成义元"),
    (1950, "建国志卫爱新永文光援庆先", "国军华平民生明强东成林根"),
    (1966, "建志卫国红永小文晓海春", "军勇强东兵峰波伟斌辉刚"),
    (1980, "志建小海晓俊国文家振", "伟强磊涛鹏飞超勇杰波军亮"),
    (1995, "俊浩子文志嘉家天宇泽", "杰豪轩浩宇鑫龙凯阳涛博"),
    (2010, "子浩宇梓俊一沐奕铭嘉辰", "轩宇泽涵辰睿豪航霖宸阳"),
)
_WOMEN = (
    (1900, "秀桂玉淑凤素金春月兰翠", "英兰珍芳莲芝香花云贞娥珠"),
    (1950, "秀玉桂淑凤丽爱春建素", "英兰珍华芳琴梅荣云霞"),
    (1966, "丽红小晓艳春海玉爱卫", "红梅霞燕丽萍英艳芳琴"),
    (1980, "丽晓小婷海雪艳文春静", "娟敏静丽燕婷芳娜艳霞莉"),
    (1995, "佳雨欣思梦诗嘉文晓静", "怡婷颖雪琪欣瑶敏萱慧"),
    (2010, "梓欣雨诗一可语若思艺", "涵萱怡琪彤妍桐汐诺瑶"),
)
_FASHIONS = tuple(year for year, _, _ in _MEN)
# Share of given names with one character, by fashion.
_SINGLE = np.array([0.05, 0.10, 0.22, 0.35, 0.22, 0.08])

_TABLES = (_MEN, _WOMEN)
_FIRST: Texts = np.array([char for table in _TABLES for _, first, _ in table for char in first], dtype=object)
_LAST: Texts = np.array([char for table in _TABLES for _, _, last in table for char in last], dtype=object)
_FIRST_SIZE = np.array([len(first) for table in _TABLES for _, first, _ in table])
_LAST_SIZE = np.array([len(last) for table in _TABLES for _, _, last in table])
_FIRST_START = np.cumsum(_FIRST_SIZE) - _FIRST_SIZE
_LAST_START = np.cumsum(_LAST_SIZE) - _LAST_SIZE


def draw_surnames(rng: Random, size: int) -> Ints:
    """Indexes into SURNAMES, by national frequency."""
    return choose(rng, size, SURNAME_WEIGHTS)


def full_names(rng: Random, surname: Ints, sex: Ints, birth: Ints) -> Texts:
    """Full names.

    Args:
        surname: indexes into SURNAMES.
        sex: 1 male, 2 female.
        birth: birth days.
    """
    fashion = np.searchsorted(_FASHIONS, years_of(birth), side="right") - 1
    row = np.maximum(fashion, 0) + len(_FASHIONS) * (sex == 2)
    # A power above one makes the names at the head of a list the common ones.
    first = _FIRST[_FIRST_START[row] + (rng.random(len(row)) ** 1.4 * _FIRST_SIZE[row]).astype(np.int64)]
    last = _LAST[_LAST_START[row] + (rng.random(len(row)) ** 1.4 * _LAST_SIZE[row]).astype(np.int64)]
    first[(rng.random(len(row)) < _SINGLE[np.maximum(fashion, 0)]) | (first == last)] = ""
    names: Texts = np.array(SURNAMES, dtype=object)[surname] + first + last
    return names
