"""Names as an officer types them."""

from pathlib import Path
from types import MappingProxyType

import pytest
from deliveries import DIVISION, ask, deliver, person
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from graph_service.feeds import pinyin
from graph_service.feeds.importing import import_into
from graph_service.feeds.pinyin import pinyin_of
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement

SEARCH = """
MATCH (n:Person) WHERE n.division STARTS WITH $division AND (n.name CONTAINS $typed OR n.pinyin CONTAINS $typed)
RETURN n.id
"""


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("欧阳小明", "ouyangxiaoming oyxm"),
        ("王芳", "wangfang wf"),
        ("单单", "shandan sd"),
        ("曾解", "zengjie zj"),
        ("解任查", "xierencha xrc"),
        ("仇盖", "qiugai qg"),
        ("翟区", "zhaiqu zq"),
        ("朴乐", "piaole pl"),
        ("乐翟", "yuedi yd"),
        ("任区", "renqu rq"),
        ("查单", "zhadan zd"),
        ("区朴", "oupu op"),
        ("盖仇", "gechou gc"),
        ("尉迟恭", "yuchigong ycg"),
        ("万俟卨", "moqixie mqx"),
        ("万芳", "wanfang wf"),
        ("吕绿", "lvlv ll"),
        ("李晟", "lisheng ls"),
        ("张 伟", "zhangwei zw"),
        ("张A伟", "zhangawei zaw"),
        ("买买提·艾力", "maimaitiaili mmtal"),
        ("单增·曲珍", "danzengquzhen dzqz"),
        ("John O’Brien", "john o’brien"),
        ("", ""),
    ],
)
def test_a_name_is_spelled_and_abbreviated(name: str, typed: str) -> None:
    assert pinyin_of(name) == typed


def test_every_surname_listed_is_read_otherwise_elsewhere() -> None:
    for surname, readings in pinyin._SURNAMES.items():
        assert len(readings) == len(surname)
        assert list(readings) != [lazy_pinyin(character)[0] for character in surname]


@given(st.text(st.sampled_from("王单乐欧阳尉迟吕 ·aÅ𠮷1"), max_size=8))
def test_what_is_typed_is_lower_case_and_has_at_most_one_blank_in_a_chinese_name(name: str) -> None:
    typed = pinyin_of(name)
    assert typed == typed.lower()
    if any(character in name for character in "王单乐欧阳尉迟吕𠮷"):
        spelled, initials = typed.split(" ")
        assert len(initials) == len(name.replace(" ", "").replace("·", ""))
        assert len(spelled) >= len(initials)


def test_a_person_is_found_by_name_spelling_and_initials_also_after_a_correction(
    empty_graph: Graph, tmp_path: Path
) -> None:
    def found(typed: str) -> list[str]:
        return ask(empty_graph, SEARCH, division=DIVISION[:6], typed=typed)

    def delivered(name: str, day: str) -> None:
        row = person("P", name=name, residence_division=DIVISION, recorded_at=f"2026-01-{day}")
        import_into(empty_graph, deliver(tmp_path / day, persons=[row]))

    delivered("欧阳小明", "01")
    assert found("小明") == found("ouyang") == found(" oyxm") == ["P"]
    delivered("欧阳晓敏", "02")
    assert found("xiaomin") == found(" oyxm") == ["P"]
    assert not found("小明") and not found("xiaoming")
    assert ask(empty_graph, "MATCH (v:Version) RETURN v.pinyin") == ["ouyangxiaoming oyxm"]


def test_a_search_seeks_in_the_indexes(graph: Graph) -> None:
    search = Statement("test", SEARCH, "", MappingProxyType({}), "")
    operators = graph.plan(search, division="990101", typed="xiaoming")
    assert operators.count("NodeIndexContainsScan") == 2
    assert "NodeByLabelScan" not in operators
