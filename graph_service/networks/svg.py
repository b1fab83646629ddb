"""Genograms and ecomaps as SVG, ready to be printed: what `genogram.py` and `ecomap.py` have laid out, written down."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from graph_service.networks.ecomap import ACROSS, DOWN, DrawnTie, Ecomap
from graph_service.networks.genogram import HALF, Descent, DrawnPerson, Genogram, Union, UnionKind
from graph_service.networks.kinship import FEMALE, MALE
from graph_service.networks.layout import Point, Rectangle
from graph_service.networks.ties import TieName
from graph_service.networks.words import name_of
from graph_service.texts import Language, text

_WIDTH = 14.5
"""Width of a line of words, in Latin letters."""
_LINE = 13
_SMALL = 9
"""Half the width of a symbol in a legend."""
_ENTRY = Rectangle(0, 0, 180, 28)
"""Room for an entry of a legend."""
_INK, _PALE, _HOME, _EDGE = "#222222", "#555555", "#eef5ee", "#5f8f5f"
_COLOURS = {
    **{"KIN": "#8c4f2b", "CARE": "#a3243b", "RESIDENCE": "#4f7f4f", "SCHOOL": "#2d5f9e"},
    **{"SERVICE": "#6b4c9a", "OTHER": "#555555"},
}
_STRENGTHS = {
    3: {"stroke-width": "4"},
    2: {"stroke-width": "2"},
    1: {"stroke-width": "1.5", "stroke-dasharray": "3 4"},
}


def genogram_svg(drawn: Genogram, names: Mapping[str, str], language: Language) -> bytes:
    """A genogram as an SVG document in UTF-8.

    Args:
        names: by reference (`Person:P0000001`); whoever has none is shown by id.
    """
    name = names.get(f"Person:{drawn.child_id}", drawn.child_id)
    entries = list(_occurring(drawn))
    width = max(drawn.width, 2 * _ENTRY.width)
    columns = width // _ENTRY.width
    height = drawn.height + _ENTRY.height * -(-len(entries) // columns)
    root = _document(width, height, text("drawing.genogram", language, child=name, day=drawn.as_of))
    for home in drawn.households:
        _household(root, home.areas)
    for descent in drawn.descents:
        _descent(root, descent)
    for union in drawn.unions:
        _union(root, union)
    for person in drawn.persons:
        _person(root, person, names, language)
    for place, (key, draws) in enumerate(entries):
        row, column = divmod(place, columns)
        at = Point(30 + _ENTRY.width * column, drawn.height + _ENTRY.height * row)
        entry = SubElement(root, "g", {"class": "legend"})
        draws(entry, at)
        _words(entry, Point(at.x + 26, at.y + 4), [text(f"drawing.{key}", language)])
    if not drawn.complete:
        _words(root, Point(12, drawn.height - 10), [text("drawing.incomplete", language)])
    return _bytes(root)


def ecomap_svg(drawn: Ecomap, names: Mapping[str, str], language: Language) -> bytes:
    """An ecomap as an SVG document in UTF-8.

    Args:
        names: by reference (`Person:P0000001`, `School:SCH-1`); whoever has none is shown by id.
    """
    name = names.get(f"Person:{drawn.child_id}", drawn.child_id)
    root = _document(drawn.width, drawn.height, text("drawing.ecomap", language, child=name, day=drawn.as_of))
    for each in drawn.around:
        _tie(root, drawn.at, each)
    for each in drawn.around:
        _end(root, each, names, language)
    circle = {"cx": str(drawn.at.x), "cy": str(drawn.at.y), "fill": "white", "stroke": _INK}
    SubElement(root, "circle", {**circle, "r": "52", "stroke-width": "3"})
    _centred(root, drawn.at, _lines([name]))
    for place, (kind, colour) in enumerate(_COLOURS.items()):
        y = 52 + 18 * place
        _stroke(root, [Point(16, y), Point(46, y)], {"stroke": colour, "stroke-width": "4"})
        _words(root, Point(54, y + 4), [text(f"drawing.{kind.lower()}", language)])
    for place, (strength, key) in enumerate({3: "strong", 2: "moderate", 1: "weak"}.items()):
        y = 172 + 18 * place
        _stroke(root, [Point(16, y), Point(46, y)], {"stroke": _INK, **_STRENGTHS[strength]})
        _words(root, Point(54, y + 4), [text(f"drawing.{key}", language)])
    if not drawn.complete:
        _words(root, Point(12, drawn.height - 10), [text("drawing.incomplete", language)])
    return _bytes(root)


def _document(width: int, height: int, title: str) -> Element:
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "font-family": "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif",
            "font-size": "11",
            "fill": _INK,
            "role": "img",
        },
    )
    SubElement(root, "title").text = title
    defs = SubElement(root, "defs")
    for kind, colour in _COLOURS.items():
        marker = SubElement(
            defs,
            "marker",
            {
                "id": f"arrow-{kind}",
                "viewBox": "0 0 10 10",
                "refX": "9",
                "refY": "5",
                "markerWidth": "9",
                "markerHeight": "9",
                "markerUnits": "userSpaceOnUse",
                "orient": "auto-start-reverse",
            },
        )
        SubElement(marker, "path", {"d": "M0 0L10 5L0 10z", "fill": colour})
    SubElement(root, "rect", {"width": str(width), "height": str(height), "fill": "white"})
    heading = SubElement(root, "text", {"x": "12", "y": "22", "font-size": "14", "font-weight": "bold"})
    heading.text = title
    return root


def _occurring(drawn: Genogram) -> Iterator[tuple[str, Callable[[Element, Point], None]]]:
    """The legend: what each symbol is that occurs, and what draws one of it round a point, as it is drawn above."""
    symbols = ((MALE, "male"), (FEMALE, "female"))
    sexes = {each.person.sex if each.person.sex in (MALE, FEMALE) else None for each in drawn.persons}
    for sex, key in (*symbols, (None, "sex_unknown")):
        if sex in sexes:
            yield key, partial(_symbol, sex=sex, half=_SMALL)
    yield "index", partial(_outlines, sex=next(each.person.sex for each in drawn.persons if each.index), half=_SMALL)
    if any(each.dead for each in drawn.persons):
        yield "dead", partial(_cross, half=_SMALL)
    kinds = {UnionKind.MARRIED if each.kind is UnionKind.WIDOWED else each.kind for each in drawn.unions}
    for kind in UnionKind:
        if kind in kinds:
            yield kind.lower(), partial(_sample_union, kind=kind)
    lines = {"ended" if each.ended else each.kind for each in drawn.descents}
    for kind in ("BIOLOGICAL", "ADOPTIVE", "STEP", "ended"):
        if kind in lines:
            yield f"descent_{kind.lower()}", partial(_sample_descent, kind=kind)
    if drawn.households:
        yield "household", lambda entry, at: _household(entry, [Rectangle(at.x - 15, at.y - 8, 30, 16)])


def _sample_union(entry: Element, at: Point, kind: UnionKind) -> None:
    slashes = (Point(at.x - 3, at.y), Point(at.x + 3, at.y)) if kind is UnionKind.DIVORCED else ()
    _union(entry, Union((), kind, (), (Point(at.x - 17, at.y), Point(at.x + 17, at.y)), slashes))


def _sample_descent(entry: Element, at: Point, kind: str) -> None:
    line = (Point(at.x, at.y - 11), Point(at.x, at.y + 11))
    _descent(entry, Descent("", (), kind, kind == "ended", (), line))


def _household(root: Element, areas: Sequence[Rectangle]) -> None:
    group = SubElement(root, "g", {"class": "household"})
    for style in (
        {"fill": "none", "stroke": _EDGE, "stroke-width": "2", "stroke-dasharray": "7 4"},
        {"fill": _HOME, "stroke": "none"},
    ):
        for area in areas:
            place = {"x": area.x, "y": area.y, "width": area.width, "height": area.height}
            SubElement(group, "rect", {**{name: str(value) for name, value in place.items()}, **style})


def _person(root: Element, drawn: DrawnPerson, names: Mapping[str, str], language: Language) -> None:
    group, at = SubElement(root, "g", {"class": "person"}), drawn.at
    if drawn.index:
        _outlines(group, at, drawn.person.sex, HALF)
    else:
        _symbol(group, at, drawn.person.sex, HALF)
    if drawn.dead:
        _cross(group, at, HALF)
    if drawn.age is not None:
        age = {"x": str(at.x), "y": str(at.y + 4), "text-anchor": "middle"}
        if drawn.dead:  # readable on the cross
            age |= {"stroke": "white", "stroke-width": "4", "paint-order": "stroke"}
        SubElement(group, "text", age).text = str(drawn.age)
    name = names.get(f"Person:{drawn.person.id}", drawn.person.id)
    said = [name]
    if drawn.term:
        said.append(drawn.term.in_language(language))
    if drawn.dead and drawn.person.died:
        born = drawn.person.born.year if drawn.person.born else "?"
        said.append(text("drawing.years", language, born=born, died=drawn.person.died.year))
    lines = _lines(said)
    _words(group, Point(at.x + 9, at.y - HALF - 5 - _LINE * (len(lines) - 1)), lines)


def _outlines(group: Element, at: Point, sex: int | None, half: int) -> None:
    for each in (half, half - 4):
        _symbol(group, at, sex, each)


def _cross(group: Element, at: Point, half: int) -> None:
    for side in (-1, 1):
        corners = [Point(at.x - half, at.y - side * half), Point(at.x + half, at.y + side * half)]
        _stroke(group, corners, {"stroke": _INK, "stroke-width": "1.5"})


def _symbol(group: Element, at: Point, sex: int | None, half: int) -> None:
    style = {"fill": "white", "stroke": _INK, "stroke-width": "2"}
    if sex == FEMALE:
        SubElement(group, "circle", {"cx": str(at.x), "cy": str(at.y), "r": str(half), **style})
    elif sex == MALE:
        corner = {"x": str(at.x - half), "y": str(at.y - half), "width": str(2 * half), "height": str(2 * half)}
        SubElement(group, "rect", {**corner, **style})
    else:
        corners = ((0, -half), (half, 0), (0, half), (-half, 0))
        points = " ".join(f"{at.x + x},{at.y + y}" for x, y in corners)
        SubElement(group, "polygon", {"points": points, **style})


def _union(root: Element, union: Union) -> None:
    style = {"stroke": _INK, "stroke-width": "2"}
    if union.kind is UnionKind.UNMARRIED:
        style["stroke-dasharray"] = "6 4"
    _stroke(root, union.line, style)
    for slash in union.slashes:
        _stroke(root, [Point(slash.x - 3, slash.y + 8), Point(slash.x + 4, slash.y - 8)], {**style, "stroke": _INK})


def _descent(root: Element, descent: Descent) -> None:
    style = {"stroke": _INK, "stroke-width": "1.5"}
    if descent.ended:
        style["stroke-dasharray"] = "2 4"
    elif descent.kind == "STEP":
        style["stroke-dasharray"] = "10 3 2 3"
    _stroke(root, descent.line, style)
    if descent.kind == "ADOPTIVE":
        beside = [Point(point.x - 4, point.y) for point in descent.line[-2:]]
        _stroke(root, beside, {**style, "stroke-dasharray": "4 3"})


def _tie(root: Element, middle: Point, drawn: DrawnTie) -> None:
    style = {"stroke": _COLOURS[drawn.kind], **_STRENGTHS[drawn.strength]}
    length = max(1.0, ((drawn.at.x - middle.x) ** 2 + (drawn.at.y - middle.y) ** 2) ** 0.5)
    along = ((drawn.at.x - middle.x) / length, (drawn.at.y - middle.y) / length)
    start = Point(round(middle.x + 56 * along[0]), round(middle.y + 56 * along[1]))
    # An ellipse of words lies round the end of a line.
    reach = 1 / ((along[0] / ACROSS) ** 2 + (along[1] / DOWN) ** 2) ** 0.5
    end = Point(round(drawn.at.x - reach * along[0]), round(drawn.at.y - reach * along[1]))
    if drawn.inward:
        style["marker-start"] = f"url(#arrow-{drawn.kind})"
    if drawn.outward:
        style["marker-end"] = f"url(#arrow-{drawn.kind})"
    _stroke(root, [start, end], style)


def _end(root: Element, drawn: DrawnTie, names: Mapping[str, str], language: Language) -> None:
    said = [names.get(drawn.node.ref) or _kind_of_node(drawn, language)]
    words = [drawn.term.in_language(language)] if drawn.term else []
    for tie in drawn.ties:
        known = drawn.term and tie.name in {"PARENT_OF", "SIBLING", "GRANDPARENT", "MARRIED_TO"}
        if not known:
            supports = tie.name is TieName.SUPPORTS and tie.detail
            words.append(text(f"drawing.{supports.lower()}", language) if supports else name_of(tie.name, language))
    said.append((", " if language == "en" else "、").join(dict.fromkeys(words)))
    colour = _COLOURS[drawn.kind]
    ellipse = {"cx": str(drawn.at.x), "cy": str(drawn.at.y), "rx": str(ACROSS), "ry": str(DOWN)}
    SubElement(root, "ellipse", {**ellipse, "fill": "white", "stroke": colour, "stroke-width": "1.5"})
    _centred(root, drawn.at, _lines(said, most=4))


def _kind_of_node(drawn: DrawnTie, language: Language) -> str:
    return text("drawing.household", language) if drawn.node.label == "Household" else drawn.node.id


def _stroke(root: Element, points: Sequence[Point], style: Mapping[str, str]) -> None:
    line = " ".join(f"{point.x},{point.y}" for point in points)
    SubElement(root, "polyline", {"points": line, "fill": "none", **style})


def _words(root: Element, at: Point, lines: Iterable[str]) -> None:
    for place, line in enumerate(lines):
        element = SubElement(root, "text", {"x": str(at.x), "y": str(at.y + _LINE * place)})
        element.text = line
        if place:
            element.set("fill", _PALE)


def _centred(root: Element, at: Point, lines: Sequence[str]) -> None:
    top = at.y + 4 - _LINE * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        place_ = {"x": str(at.x), "y": f"{top + _LINE * place:g}", "text-anchor": "middle"}
        element = SubElement(root, "text", place_)
        element.text = line
        if place:
            element.set("fill", _PALE)


def _lines(said: Iterable[str], most: int = 4) -> list[str]:
    """Texts broken into lines that fit, the first text on one line; what is too long ends in an ellipsis."""
    found: list[str] = []
    for place, each in enumerate(filter(None, said)):
        lines = list(_broken(each))
        found += [_shortened(each)] if place == 0 else lines[:2]
        if place and len(lines) > 2:
            found[-1] = _shortened(f"{found[-1]}…")
    return found[:most]


def _broken(said: str) -> Iterator[str]:
    line = ""
    for word in _words_of(said):
        if line and _wide(line + word.rstrip()) > _WIDTH:
            yield line.rstrip()
            line = ""
        line += word
    if line:
        yield _shortened(line.rstrip())


def _words_of(said: str) -> Iterator[str]:
    """Where a line may be broken: behind blanks and hyphens, and between Chinese characters."""
    word = ""
    for letter in said:
        if east_asian_width(letter) in "WF":
            if word:
                yield word
            yield letter
            word = ""
        else:
            word += letter
            if letter in " -":
                yield word
                word = ""
    if word:
        yield word


def _shortened(said: str) -> str:
    if _wide(said) <= _WIDTH:
        return said
    while _wide(said) > _WIDTH - 1:
        said = said[:-1]
    return f"{said}…"


def _wide(said: str) -> float:
    return sum(1.8 if east_asian_width(letter) in "WF" else 1 for letter in said)


def _bytes(root: Element) -> bytes:
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
