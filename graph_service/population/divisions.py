"""The fictitious county with its towns and villages, and the real counties and cities that people leave for."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from graph_service.population.days import Bools, Floats, Ints, Texts
from graph_service.population.names import SURNAMES, draw_surnames
from graph_service.population.streams import Random, sample

PROVINCE, PREFECTURE, COUNTY = "99", "9901", "990121"
"""No province has the code 99 in GB/T 2260, so nothing below it exists."""
NEIGHBOURS = (("990122", "望泉县"), ("990123", "柏川县"), ("990102", "澄岭区"))
_HOME = ((PROVINCE, "苍岭省"), (PREFECTURE, "澄岭市"), (COUNTY, "青禾县"), *NEIGHBOURS)

# Public codes (GB/T 2260) of what is commonly left for, with weights; names of all levels above them follow.
_DESTINATIONS = (
    ("440306", "宝安区", 8.0),
    ("440307", "龙岗区", 7.0),
    ("441900", "东莞市", 12.0),
    ("442000", "中山市", 4.0),
    ("440111", "白云区", 5.0),
    ("440113", "番禺区", 4.0),
    ("440605", "南海区", 4.0),
    ("440606", "顺德区", 4.0),
    ("441302", "惠城区", 2.0),
    ("330109", "萧山区", 4.0),
    ("330212", "鄞州区", 3.0),
    ("330282", "慈溪市", 3.0),
    ("330302", "鹿城区", 3.0),
    ("330782", "义乌市", 4.0),
    ("331081", "温岭市", 2.0),
    ("320583", "昆山市", 5.0),
    ("320506", "吴中区", 3.0),
    ("320115", "江宁区", 2.0),
    ("320412", "武进区", 2.0),
    ("310115", "浦东新区", 4.0),
    ("310117", "松江区", 3.0),
    ("310112", "闵行区", 3.0),
    ("310114", "嘉定区", 2.0),
    ("110105", "朝阳区", 3.0),
    ("110114", "昌平区", 2.0),
    ("110115", "大兴区", 2.0),
    ("350582", "晋江市", 3.0),
    ("350211", "集美区", 2.0),
    ("420111", "洪山区", 2.0),
    ("510107", "武侯区", 1.5),
    ("500112", "渝北区", 1.5),
    ("430121", "长沙县", 1.5),
)
_ABOVE = {
    "11": "北京市",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "35": "福建省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "50": "重庆市",
    "51": "四川省",
    "1101": "市辖区",
    "3101": "市辖区",
    "5001": "市辖区",
    "3201": "南京市",
    "3204": "常州市",
    "3205": "苏州市",
    "3301": "杭州市",
    "3302": "宁波市",
    "3303": "温州市",
    "3307": "金华市",
    "3310": "台州市",
    "3502": "厦门市",
    "3505": "泉州市",
    "4201": "武汉市",
    "4301": "长沙市",
    "4401": "广州市",
    "4403": "深圳市",
    "4406": "佛山市",
    "4413": "惠州市",
    "5101": "成都市",
}
_NEAR_WEIGHT = 6.0

_PLACE_HEAD = "石龙柳白青黄双大清新沙梅松枫竹桃槐杨荷双金银马牛鹿鹤云雾山泉"
_TOWN_TAIL = "桥河坪塘岭湾铺泉溪店渡关"
_STREETS = ("路", "街", "苑", "里", "巷")
_VILLAGE_TAIL = "湾沟坪岗庄塘坝冲畈桥岭坡坳垭河咀洼寨"


@dataclass(frozen=True)
class County:
    """The fictitious county and everything outside that its people go to.

    Args:
        rows: every division as (12-digit code, name, level), containers first.
        units: 12-digit codes of villages and communities; the index is what persons carry.
        unit_name: their names.
        town: index into `towns` of each unit; the first town is the county seat.
        urban: whether the unit is a residents' community.
        weight: how many people live in each, relative.
        lineage: surnames that dominate each unit, indexes into SURNAMES, shape (units, 4).
        towns, town_name: 12-digit codes and names.
        places: 12-digit codes of destinations; the last ones are counties next door.
        place_weight: how many leave for each, relative.
    """

    rows: tuple[tuple[str, str, str], ...]
    units: Texts
    unit_name: Texts
    town: Ints
    urban: Bools
    weight: Floats
    lineage: Ints
    towns: Texts
    town_name: Texts
    places: Texts
    place_weight: Floats

    @property
    def code(self) -> str:
        """12-digit code of the county itself."""
        return f"{COUNTY}000000"


def lay_out(rng: Random, persons: int) -> County:
    """A county fit for so many persons: about 6,500 to a town, 1,100 to a village, never fewer than three towns."""
    town_count = min(36, max(3, round(persons / 6500)))
    per_town = min(90, max(3, round(persons * 0.78 / 1100 / town_count)))
    town_names = ["城关镇", *_town_names(rng, town_count - 1)]
    rows: list[tuple[str, str, str]] = []
    levels = {2: "province", 4: "prefecture", 6: "county"}
    rows += [(code.ljust(12, "0"), name, levels[len(code)]) for code, name in (*_HOME, *_ABOVE.items())]
    rows += [
        (code.ljust(12, "0"), name, "prefecture" if code.endswith("00") else "county")
        for code, name, _ in _DESTINATIONS
    ]
    towns: list[str] = []
    units: list[tuple[str, str, int, bool]] = []
    for index, name in enumerate(town_names):
        town = f"{COUNTY}{(100 if name.endswith('镇') else 200) + index:03d}"
        towns.append(f"{town}000")
        rows.append((towns[-1], name, "township"))
        communities = max(1, round(per_town * (0.6 if index == 0 else 0.1)))
        for number, unit_name in enumerate(_unit_names(rng, per_town, communities)):
            urban = number < communities
            code = f"{town}{number + 1 if urban else 200 + number - communities:03d}"
            units.append((code, unit_name, index, urban))
            rows.append((code, unit_name, "village"))
    urban = np.array([unit[3] for unit in units])
    weight: Floats = np.exp(0.35 * rng.standard_normal(len(units)))
    weight *= np.where(urban, 0.30 / float(weight[urban].sum()), 0.70 / float(weight[~urban].sum()))
    return County(
        rows=tuple(rows),
        units=np.array([unit[0] for unit in units], dtype=object),
        unit_name=np.array([unit[1] for unit in units], dtype=object),
        town=np.array([unit[2] for unit in units], dtype=np.int64),
        urban=urban,
        weight=weight,
        lineage=draw_surnames(rng, 4 * len(units)).reshape(-1, 4),
        towns=np.array(towns, dtype=object),
        town_name=np.array(town_names, dtype=object),
        places=np.array([code.ljust(12, "0") for code, *_ in (*_DESTINATIONS, *NEIGHBOURS)], dtype=object),
        place_weight=np.array([weight for *_, weight in _DESTINATIONS] + [_NEAR_WEIGHT / 3] * len(NEIGHBOURS)),
    )


def _town_names(rng: Random, count: int) -> list[str]:
    names = [head + tail for head, tail in product(dict.fromkeys(_PLACE_HEAD), _TOWN_TAIL)]
    order: list[int] = sample(rng, np.arange(len(names)), count).tolist()
    return [names[index] + ("镇" if place % 3 else "乡") for place, index in enumerate(order)]


def _unit_names(rng: Random, count: int, communities: int) -> list[str]:
    """Names of the communities, then of the villages of one town; no two alike."""
    families = [f"{SURNAMES[index]}家" for index in range(40)]
    stems = [head + tail for head, tail in product([*families, *dict.fromkeys(_PLACE_HEAD)], _VILLAGE_TAIL)]
    order: list[int] = sample(rng, np.arange(len(stems)), count).tolist()
    chosen = [stems[index] for index in order]
    streets = [f"{name}{_STREETS[index % len(_STREETS)]}社区" for index, name in enumerate(chosen[:communities])]
    return streets + [f"{name}村" for name in chosen[communities:]]
