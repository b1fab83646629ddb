"""Families of the village, and a larger one, whose kinship, drawings and homes were worked out by hand."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph_service.errors import ErrorCode, ServiceError
from graph_service.family_drawing import draw
from graph_service.family_report import Drawing
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment
from graph_service.networks.ecomap import ACROSS, DOWN, ecomap
from graph_service.networks.families import Reader, kinship
from graph_service.networks.genogram import COLUMN, UnionKind, genogram
from graph_service.networks.separated import reunification_candidates, separated_siblings
from graph_service.networks.svg import genogram_svg
from graph_service.texts import Language

NOW = datetime.now(UTC) + timedelta(days=1)
MOMENT = Moment(date(2026, 11, 1), NOW)
SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
CHILDREN = ("HAO-CHILD", "TANG-DAUGHTER", "SONG-SON", "ZHAO-SON", "HAO-BABY", "LIN-FOUNDLING")


@pytest.mark.parametrize(
    ("one", "other", "en", "zh", "degree", "ways"),
    [
        ("HAO-CHILD", "HAO-GRANDMOTHER", "grandmother", "祖母", 2, 1),
        ("HAO-CHILD", "HAO-SISTER", "sister", "姐姐", 2, 2),
        ("HAO-CHILD", "HAO-TWIN", "sister", "姐妹", 2, 2),  # born on the same day
        ("HAO-CHILD", "HAO-LITTLE", "half-brother", "同父异母的弟弟", 2, 2),  # by the father, and the stepmother
        ("HAO-CHILD", "HAO-BABY", "half-brother", "同母异父的弟弟", 2, 1),
        ("HAO-CHILD", "HAO-STEPMOTHER", "stepmother", "继母", 1, 1),
        ("HAO-CHILD", "HAO-UNCLE", "uncle", "伯父", 3, 2),
        ("HAO-CHILD", "HAO-UNCLE-WIFE", "aunt by marriage", "伯母", 3, 2),
        ("HAO-CHILD", "HAO-COUSIN", "first cousin", "堂兄", 4, 2),
        ("HAO-CHILD", "HAO-COUSIN-WIFE", "first cousin's wife", "堂嫂", 4, 2),
        ("HAO-COUSIN-WIFE", "HAO-CHILD", "husband's first cousin", "丈夫的堂妹", 4, 2),
        ("HAO-CHILD", "HAO-ADOPTED-UNCLE", "uncle", "舅父", 3, 2),
        ("HAO-UNCLE-WIFE", "HAO-STEPMOTHER", "sister-in-law", "妯娌", 2, 2),
        ("HAO-FATHER", "HAO-MOTHER", "mother of the child", "孩子的母亲", 2, 3),  # divorced
        ("TANG-DAUGHTER", "TANG-MOTHER", "adoptive mother", "养母", 1, 1),
        ("SONG-SON", "SONG-STEPFATHER", "stepfather", "继父", 1, 1),
    ],
)
def test_kinship(families: Graph, one: str, other: str, en: str, zh: str, degree: int, ways: int) -> None:
    (found,) = kinship(Reader(families, MOMENT), one, other)
    assert (found.term.en, found.term.zh, found.degree, len(found.paths)) == (en, zh, degree, ways)
    assert all(path[-1].person == other for path in found.paths)


def test_who_is_not_related_on_the_day(families: Graph) -> None:
    reader = Reader(families, MOMENT)
    assert kinship(reader, "HAO-CHILD", "HAO-AUNT-EX") == []
    assert kinship(reader, "TANG-DAUGHTER", "TANG-BIRTHMOTHER") == []  # the adoption has ended it
    assert kinship(reader, "HAO-CHILD", "NOBODY") == []
    assert [
        kin.term.zh for kin in kinship(Reader(families, Moment(date(2015, 1, 1), NOW)), "HAO-CHILD", "HAO-AUNT-EX")
    ] == ["姑父"]
    assert [
        kin.term.zh
        for kin in kinship(Reader(families, Moment(date(2024, 5, 31), NOW)), "TANG-DAUGHTER", "TANG-BIRTHMOTHER")
    ] == ["母亲"]
    with pytest.raises(ServiceError) as refused:
        kinship(reader, "HAO-CHILD", "HAO-CHILD")
    assert refused.value.code is ErrorCode.ARGUMENT_INVALID


def test_siblings_who_live_apart(families: Graph) -> None:
    found = {
        frozenset((pair.child_id, pair.sibling_id)): (
            pair.half,
            {edge.end for edge in (*pair.homes, *pair.sibling_homes)},
        )
        for pair in separated_siblings(families, MOMENT, "990101")
    }
    assert found == {
        frozenset({"HAO-CHILD", "HAO-SISTER"}): (False, {"H-HAO", "H-BAI"}),
        frozenset({"HAO-CHILD", "HAO-TWIN"}): (False, {"H-HAO", "ORG-WELFARE"}),
        frozenset({"HAO-SISTER", "HAO-TWIN"}): (False, {"H-BAI", "ORG-WELFARE"}),
        frozenset({"HAO-CHILD", "HAO-BABY"}): (True, {"H-HAO", "H-BAI"}),
        frozenset({"HAO-TWIN", "HAO-BABY"}): (True, {"ORG-WELFARE", "H-BAI"}),
        frozenset({"HAO-LITTLE", "HAO-SISTER"}): (True, {"H-HAO", "H-BAI"}),
        frozenset({"HAO-LITTLE", "HAO-TWIN"}): (True, {"H-HAO", "ORG-WELFARE"}),
    }
    # Each pair is told once, also from where one of the two lives alone.
    there = separated_siblings(families, MOMENT, "990101001002")
    assert len({frozenset((pair.child_id, pair.sibling_id)) for pair in there}) == len(there) == 5
    assert {pair.child_id for pair in there} == {"HAO-SISTER", "HAO-BABY"}


def test_children_whom_their_family_could_take_in(families: Graph) -> None:
    (found,) = reunification_candidates(families, MOMENT, "990101")
    assert found.child_id == "HAO-TWIN"
    assert [one.id for one in found.parents] == ["HAO-FATHER", "HAO-MOTHER"]
    assert [one.id for one in found.relatives[:3]] == ["HAO-GRANDMOTHER", "HAO-MOTHER-FATHER", "HAO-MOTHER-MOTHER"]
    assert reunification_candidates(families, Moment(date(2024, 1, 1), NOW), "990101001001") == []


@pytest.mark.parametrize("child", CHILDREN)
def test_nothing_in_a_drawing_lies_on_something_else(families: Graph, child: str) -> None:
    reader = Reader(families, MOMENT)
    drawn = genogram(reader, child)
    for one, other in combinations(drawn.persons, 2):
        if one.generation == other.generation:
            assert abs(one.at.x - other.at.x) >= COLUMN - 1
        else:
            assert (one.at.y < other.at.y) == (one.generation > other.generation)
    for each in drawn.persons:
        assert 0 < each.at.x < drawn.width - 60 and 0 < each.at.y < drawn.height
    around = ecomap(reader, child)
    for one, other in combinations(around.around, 2):
        assert abs(one.at.x - other.at.x) > 2 * ACROSS or abs(one.at.y - other.at.y) > 2 * DOWN
    boxes = [(each.at.x, each.at.y) for each in around.around]
    assert all(ACROSS <= x <= around.width - ACROSS and DOWN <= y <= around.height - DOWN for x, y in boxes)


def test_a_genogram_says_how_people_were_together(families: Graph) -> None:
    drawn = genogram(Reader(families, MOMENT), "HAO-CHILD")
    kinds = {frozenset(union.partners): union.kind for union in drawn.unions}
    assert kinds == {
        frozenset({"HAO-FATHER", "HAO-MOTHER"}): UnionKind.DIVORCED,
        frozenset({"HAO-FATHER", "HAO-STEPMOTHER"}): UnionKind.MARRIED,
        frozenset({"HAO-PARTNER", "HAO-MOTHER"}): UnionKind.UNMARRIED,
        frozenset({"HAO-GRANDFATHER", "HAO-GRANDMOTHER"}): UnionKind.WIDOWED,
        frozenset({"HAO-MOTHER-FATHER", "HAO-MOTHER-MOTHER"}): UnionKind.MARRIED,
        frozenset({"HAO-UNCLE", "HAO-UNCLE-WIFE"}): UnionKind.MARRIED,
        frozenset({"HAO-AUNT-EX", "HAO-AUNT"}): UnionKind.DIVORCED,
    }
    assert {each.person.id for each in drawn.persons if each.dead} == {"HAO-GRANDFATHER"}
    # The uncle lives with the child, his wife doesn't; whose child the cousin of the household is, is drawn too.
    assert {each.parents for each in drawn.descents if each.child == "HAO-COUSIN"} == {("HAO-UNCLE", "HAO-UNCLE-WIFE")}
    adopted = genogram(Reader(families, MOMENT), "TANG-DAUGHTER")
    assert {(each.kind, each.ended) for each in adopted.descents} == {("ADOPTIVE", False), ("BIOLOGICAL", True)}
    home = {member for each in drawn.households for member in each.members}
    assert home >= {"HAO-CHILD", "HAO-LODGER", "HAO-GRANDMOTHER"} and "HAO-SISTER" not in home


@pytest.mark.parametrize(
    ("child", "symbols"),
    [
        ("HAO-CHILD", {"has died", "marriage", "divorce", "parents, not married", "birth", "adoption", "household"}),
        ("TANG-DAUGHTER", {"adoption", "parentage that has ended", "household"}),
        ("SONG-SON", {"has died", "marriage", "birth", "household"}),  # the marriage shows whose stepchild he is
    ],
)
def test_a_genogram_says_what_its_symbols_are_and_no_others(families: Graph, child: str, symbols: set[str]) -> None:
    drawn = genogram(Reader(families, MOMENT), child)
    entries = {language: legend(genogram_svg(drawn, {}, language)) for language in LANGUAGES}
    everywhere = {"male", "female", "whose genogram it is"}
    partners = {"marriage", "divorce", "parents, not married"}
    assert set(entries["en"]) - everywhere >= symbols >= set(entries["en"]) - everywhere - partners
    assert len(entries["zh"]) == len(entries["en"]) == len(set(entries["en"]))
    assert "本人" in entries["zh"] and not set(entries["zh"]) & set(entries["en"])


def legend(svg: bytes) -> list[str]:
    """What stands in the legend; all of it lies inside the drawing."""
    root = ElementTree.fromstring(svg)
    groups = [each for each in root.iter(f"{SVG}g") if each.get("class") == "legend"]
    words = [next(each.iter(f"{SVG}text")) for each in groups]
    assert all(int(each.get("y", "")) < int(root.get("height", "")) for each in words)
    assert all(int(each.get("x", "")) < int(root.get("width", "")) - 90 for each in words)
    assert all(len(list(each)) > 1 for each in groups)
    return [each.text or "" for each in words]


def test_drawings_are_written_with_names_escaped_or_masked(families: Graph, tmp_path: Path) -> None:
    reader = Reader(families, MOMENT)
    for drawing in (Drawing.GENOGRAM, Drawing.ECOMAP):
        for whole in (True, False):
            file = tmp_path / f"{drawing}-{whole}.svg"
            draw(reader, drawing, "HAO-CHILD", file, print, whole_names=whole, language="zh")
            said = {element.text for element in ElementTree.parse(file).iter() if element.tag.endswith("}text")}
            assert ("郝<建>&国" in said) is whole
            assert ("郝某某" in said) is not whole
            assert "继母" in said or any("继母" in (each or "") for each in said)
    draw(reader, Drawing.NETWORK, "HAO-CHILD", tmp_path / "net.graphml", print, whole_names=False, language="en")
    draw(reader, Drawing.NETWORK, "HAO-CHILD", tmp_path / "net.csv", print, whole_names=False, language="en")
    network = nx.read_graphml(tmp_path / "net.graphml")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "net.csv").read_text("utf-8"))))
    assert len(rows) == network.number_of_edges() > 20
    assert {row["from"] for row in rows} | {row["to"] for row in rows} <= set(network.nodes)
    assert network.nodes["Person:HAO-FATHER"]["name"] == "郝某某"
    with pytest.raises(ServiceError):
        draw(reader, Drawing.ECOMAP, "HAO-CHILD", tmp_path / "net.png", print, whole_names=False, language="en")
