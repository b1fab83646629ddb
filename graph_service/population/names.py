"""Personal names: surnames by how common they are, given names by sex and by the years in which they were in fashion."""

import numpy as np

from graph_service.population.days import Ints, Texts, years_of
from graph_service.population.streams import Random, choose

_SURNAMES = (
    "王7.2 李7.0 张6.7 刘5.1 陈4.6 杨3.1 黄2.2 赵2.1 吴2.0 周1.9 徐1.5 孙1.4 马1.3 朱1.3 胡1.2 郭1.2 何1.1 林1.1 高1.0 罗1.0 "
    "郑0.9 梁0.9 谢0.8 宋0.8 唐0.7 许0.7 邓0.7 韩0.7 冯0.6 曹0.6 彭0.6 曾0.6 肖0.6 田0.5 董0.5 潘0.5 袁0.5 蔡0.5 蒋0.5 余0.5 "
    "于0.5 杜0.5 叶0.4 程0.4 魏0.4 苏0.4 吕0.4 丁0.4 任0.4 卢0.4 姚0.4 沈0.3 钟0.3 姜0.3 崔0.3 谭0.3 陆0.3 范0.3 汪0.3 廖0.3 "
    "石0.3 金0.3 韦0.3 贾0.3 夏0.3 付0.3 方0.3 邹0.3 熊0.3 白0.3 孟0.3 秦0.3 邱0.3 侯0.3 江0.3 尹0.2 薛0.2 闫0.2 段0.2 雷0.2 "
    "龙0.2 黎0.2 史0.2 陶0.2 贺0.2 毛0.2 郝0.2 顾0.2 龚0.2 邵0.2 万0.2 覃0.2 武0.2 钱0.2 戴0.2 严0.2 莫0.2 孔0.2 向0.2 欧阳0.1"
).split()
SURNAMES: tuple[str, ...] = tuple(entry.rstrip("0123456789.") for entry in _SURNAMES)
SURNAME_WEIGHTS: tuple[float, ...] = tuple(
    float(entry[len(name) :]) for entry, name in zip(_SURNAMES, SURNAMES, strict=True)
)

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
