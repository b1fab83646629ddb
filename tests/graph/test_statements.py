"""Every statement of the service can be read, and a file that breaks the form is refused with its reason."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import cypher_folder, read_statements, statement, without_comments

FILES = sorted(
    path.relative_to(cypher_folder()).with_suffix("").as_posix() for path in cypher_folder().rglob("*.cypher")
)

HEADER = "// What is there?\n//\n// Parameters:\n//   a: DATE\n//   b: LIST<STRING>   (ids)\n// Returns: n, the nodes\n"


def read(tmp_path: Path, source: str) -> list[str]:
    path = tmp_path / "s.cypher"
    path.write_text(source, encoding="utf-8")
    return [each.text for each in read_statements(path, "s")]


@pytest.mark.parametrize("name", FILES)
def test_every_file_parses_and_its_header_names_the_parameters_of_its_text(name: str) -> None:
    parsed = read_statements(cypher_folder() / f"{name}.cypher", name) if "migrations/" in name else [statement(name)]
    for each in parsed:
        assert each.answers
        assert each.returns
        assert not each.text.endswith(";")
    # A second, cruder reading than the loader's own: what follows a dollar sign outside of comments.
    crude = set(re.findall(r"\$(\w+)", "\n".join(re.sub(r"//.*", "", each.text) for each in parsed)))
    assert crude == set(parsed[0].parameters)


def test_header_is_read_and_left_out_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "s.cypher"
    path.write_text(HEADER + "MATCH (n) WHERE n.a = $a AND n.b IN $b\nRETURN n;\n", encoding="utf-8")
    [parsed] = read_statements(path, "s")
    assert parsed.answers == "What is there?"
    assert dict(parsed.parameters) == {"a": "DATE", "b": "LIST<STRING>"}
    assert parsed.returns == "n, the nodes"
    assert parsed.text == "MATCH (n) WHERE n.a = $a AND n.b IN $b\nRETURN n"


def test_an_explanation_may_go_on_below(tmp_path: Path) -> None:
    header = HEADER.replace("(ids)\n", "(ids, as they are\n//      in: the feed)\n")
    assert read(tmp_path, header + "RETURN $a, $b") == ["RETURN $a, $b"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("RETURN 1", "Parameters"),
        (HEADER, "no statement"),
        (HEADER + "// only a remark", "no statement"),
        (HEADER + "RETURN $a", "b"),
        (HEADER + "RETURN $a, $b, $c", "c"),
        (HEADER + "RETURN $a, '$b'", "b"),
        (HEADER + "RETURN $a // and $b", "b"),
        (HEADER.replace("a: DATE", "a: DAY") + "RETURN $a, $b", "a: DAY"),
        (HEADER.replace("a: DATE", "a") + "RETURN $a, $b", "“a”"),
        (HEADER.replace("Returns: n, the nodes", "Returns:") + "RETURN $a, $b", "returns"),
        (HEADER.replace("What is there?", "") + "RETURN $a, $b", "answers"),
        (HEADER.replace("Parameters:", "Parameters: a, b") + "RETURN $a, $b", "none"),
    ],
)
def test_a_broken_form_is_refused_with_file_and_reason(tmp_path: Path, source: str, reason: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        read(tmp_path, source)
    assert refusal.value.code == ErrorCode.STATEMENT_INVALID
    assert "s.cypher" in refusal.value.what
    assert reason in refusal.value.what


def test_a_missing_statement_is_refused() -> None:
    with pytest.raises(ServiceError, match=r"commands/nothing\.cypher"):
        statement("commands/nothing")


def test_a_file_outside_of_migrations_holds_one_statement() -> None:
    with pytest.raises(ServiceError, match="statements instead of one"):
        statement("migrations/0001_ground_floor")


# Anything that may stand in a statement without ending it.
_quoted = st.text(st.characters(blacklist_characters="'\\\r\n\x85\x1c\x1d\x1e\x0b\x0c\u2028\u2029", codec="utf-8"))
_pieces = st.one_of(
    st.just("RETURN 1"),
    _quoted.map(lambda text: f"RETURN '{text};'"),
    st.just("RETURN 'it\\'s;\n'"),
    st.just("MATCH (n:`a;\nb`) RETURN n"),
    st.just("RETURN 1 // not the end;\n"),
    st.just("/* nor;\n this */ RETURN 1"),
)


@given(st.lists(_pieces, min_size=1, max_size=6))
def test_statements_are_separated_only_where_a_semicolon_ends_a_line(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    header = "// What?\n// Parameters: none\n// Returns: nothing\n"
    folder = tmp_path_factory.getbasetemp()
    assert read(folder, header + ";\n".join(pieces)) == [piece.strip() for piece in pieces]


def test_comments_do_not_count_for_a_checksum_but_strings_do() -> None:
    assert without_comments("RETURN 1 // one\n\n/* two */") == "RETURN 1"
    assert without_comments("RETURN '// one'") != without_comments("RETURN '// two'")
