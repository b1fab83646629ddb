"""Everything that can go wrong is said in both languages."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import graph_service
from graph_service.errors import ErrorCode, ServiceError
from graph_service.sentence import Sentence
from graph_service.texts import told

PACKAGE = Path(graph_service.__file__).parent
SENTENCES = yaml.safe_load((PACKAGE / "texts" / "sentences.yaml").read_text("utf-8"))
TRANSLATED = {sentence["en"]: sentence["zh"] for sentence in SENTENCES}
SAID = {"ServiceError": (1, 2), "Sentence": (0,), "Check": (2, 3)}
"""Where sentences stand among the arguments of what holds them."""
ENGLISH_ONLY = {"api"}
"""Rooms that answer programs, in English."""


def said_in(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Every argument of the source that is a sentence, and where it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            for argument in (node.args[place] for place in SAID.get(name, ()) if place < len(node.args)):
                branches = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                yield from ((f"{path.name}:{node.lineno}", branch) for branch in branches)


ARGUMENTS = [
    said
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] not in ENGLISH_ONLY
    for said in said_in(path)
]


def places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_values_are_filled_in_by_name_so_that_the_sentence_can_be_translated() -> None:
    assert not [place for place, argument in ARGUMENTS if isinstance(argument, ast.JoinedStr)]


def test_every_sentence_is_translated_and_nothing_else() -> None:
    said = {str(argument.value) for _, argument in ARGUMENTS if isinstance(argument, ast.Constant)} - {""}
    constants = {text for text in TRANSLATED if text not in said}
    sources = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert said <= TRANSLATED.keys()
    assert all(text in sources for text in constants), "a sentence that nobody says any more"
    assert len(TRANSLATED) == len(SENTENCES)


@pytest.mark.parametrize("english", TRANSLATED)
def test_a_translation_has_the_same_places_and_is_chinese(english: str) -> None:
    chinese = TRANSLATED[english]
    assert places(english) == places(chinese)
    assert re.search("[\u4e00-\u9fff]", chinese) or english == "{what} {remedy}" or english == "Python {version}."


def test_an_error_is_told_in_both_languages_with_its_values_and_reasons() -> None:
    error = ServiceError(
        ErrorCode.FEED_UNREADABLE,
        Sentence("The file {file} cannot be read: {why}.", file="a{b}.csv", why=Sentence("it is UTF-16")),
        "Save it as UTF-8 or GB18030.",
    )
    assert error.what == "The file a{b}.csv cannot be read: it is UTF-16."
    assert told(error.what, "en") == error.what
    assert told(error.message, "zh") == "文件 a{b}.csv 无法读取：编码为 UTF-16。请另存为 UTF-8 或 GB18030。"
    assert str(error) == f"{error.what} {error.remedy}"


def test_what_nobody_has_translated_is_told_in_english() -> None:
    assert told("Something new.", "zh") == "Something new."
    assert told(Sentence("Something {quality}.", quality="new"), "zh") == "Something new."
    assert ServiceError(ErrorCode.INTERNAL, "Braces {stay} as they are.", "Go on.").what == "Braces {stay} as they are."
