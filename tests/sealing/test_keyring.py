"""Keys: what they seal, what they find again, and the file that they are in."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from graph_service.cli import app
from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.sealing import KEYED_DIGITS, KeyFile, Keyring, key_file, open_keys

KEYS = Keyring.new()
OTHERS = Keyring.new()

texts = st.text(st.characters(exclude_categories=[]), max_size=40)


def code(call: object, *arguments: object) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.code


@given(texts, texts)
def test_what_is_sealed_is_opened_in_its_place_and_looks_the_same_every_time(place: str, value: str) -> None:
    sealed = KEYS.seal(place, value)
    assert KEYS.open(place, sealed) == value
    assert KEYS.seal(place, value) == sealed
    assert sealed.startswith(f"{KEYS.current}.")
    assert len(value) < 4 or value not in sealed


def test_a_value_looks_different_in_another_place_and_under_another_key() -> None:
    sealed = {
        KEYS.seal("A|phone", "1"),
        KEYS.seal("B|phone", "1"),
        KEYS.seal("A|phone", "2"),
        OTHERS.seal("A|phone", "1"),
    }
    assert len(sealed) == 4


def test_what_was_moved_changed_or_sealed_by_somebody_else_is_not_opened() -> None:
    sealed = KEYS.seal("A|phone", "13900000001")
    assert code(KEYS.open, "B|phone", sealed) is ErrorCode.KEYS_MISMATCH
    assert code(OTHERS.open, "A|phone", sealed) is ErrorCode.KEYS_MISMATCH
    for place in range(9, len(sealed) - 1):  # the last character has bits that stand for nothing
        changed = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        assert code(KEYS.open, "A|phone", changed) is ErrorCode.KEYS_MISMATCH


def test_what_was_never_sealed_is_read_as_it_is() -> None:
    for plain in ("13900000001", "", "abcdef12.short", '{"row": "1"}'):
        assert KEYS.open("A|phone", plain) == plain


def test_tags_do_not_depend_on_how_a_number_is_written_but_on_what_it_is() -> None:
    assert KEYS.tag("idNumber", "11010119900307231x") == KEYS.tag("idNumber", " 110101 19900307 231X")
    assert KEYS.tag("phone", "139-0000-0001") == KEYS.tag("phone", "13900000001")
    other = {KEYS.tag("phone", "1"), KEYS.tag("phone", "2"), KEYS.tag("idNumber", "1"), OTHERS.tag("phone", "1")}
    assert len(other) == 4


def test_a_keyed_digest_tells_nothing_without_the_keys() -> None:
    assert KEYS.digest("ab") == KEYS.digest("ab") != OTHERS.digest("ab")
    assert len(KEYS.digest("ab")) == KEYED_DIGITS


def test_keys_are_not_printed_and_travel_between_processes() -> None:
    secrets = [KEYS.lookup, *KEYS.sealing, *KEYS.tagging]
    assert not [key for key in secrets if key.hex() in repr(KEYS) or repr(key) in repr(KEYS)]
    assert pickle.loads(pickle.dumps(KEYS)) == KEYS


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    rotated = KEYS.with_new_key()
    assert rotated.open("A", KEYS.seal("A", "1")) == "1"
    assert rotated.current != KEYS.current
    assert rotated.identity == KEYS.identity and rotated.digest("1") == KEYS.digest("1")
    assert code(KEYS.open, "A", rotated.seal("A", "1")) is ErrorCode.KEYS_MISMATCH


def test_the_newest_key_makes_tags_and_a_number_is_sought_by_those_of_all() -> None:
    rotated = KEYS.with_new_key()
    assert KEYS.tags("phone", "1") == [KEYS.tag("phone", "1")]
    assert rotated.tags("phone", "1") == [KEYS.tag("phone", "1"), rotated.tag("phone", "1")]
    assert rotated.tag("phone", "1") != KEYS.tag("phone", "1")


def test_keys_from_before_there_were_any_for_tags_find_what_they_have_tagged() -> None:
    before = json.loads(KEYS.text())
    del before["tagging"]
    read = Keyring.parse(json.dumps(before))
    assert read.tagging == (KEYS.lookup,)
    assert Keyring.parse(read.text()) == read
    assert read.with_new_key().tags("phone", "1")[0] == read.tag("phone", "1")


# The file


def test_a_file_is_made_once_for_its_owner_alone_and_read_again_when_it_changes(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "new" / "keys.json")
    assert file.make() and not file.make()
    assert file.path.stat().st_mode & 0o777 == 0o600
    first = file.keyring()
    assert file.keyring() is first
    file.replace(first.with_new_key())
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.keyring().sealing[:-1] == first.sealing
    assert [path.name for path in file.path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "é",
        '{"lookup": "00", "sealing": ["00"]}',
        f'{{"lookup": "{"0" * 64}", "sealing": []}}',
        f'{{"lookup": "{"0" * 64}", "sealing": ["{"0" * 66}"]}}',
        f'{{"lookup": "{"x" * 64}", "sealing": ["{"0" * 64}"]}}',
        f'{{"lookup": "{"0" * 64}", "sealing": 7}}',
        f'{{"lookup": "{"0" * 64}", "sealing": ["{"0" * 64}"], "tagging": ["{"0" * 66}"]}}',
        f'{{"lookup": "{"0" * 64}", "sealing": ["{"0" * 64}"], "tagging": 7}}',
    ],
)
def test_a_file_without_keys_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    assert code(KeyFile(path).keyring) is ErrorCode.KEYS_UNUSABLE


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = KeyFile(tmp_path / "keys.json")
    file.make()
    file.path.chmod(mode)
    assert code(KeyFile(file.path).keyring) is ErrorCode.KEYS_UNUSABLE


def test_keys_make_themselves_only_for_an_embedded_graph_without_a_file_of_its_own(tmp_path: Path) -> None:
    embedded = Settings.model_validate({"home": tmp_path / "home", "neo4j_uri": None})
    named = embedded.model_copy(update={"keys": tmp_path / "named.json"})
    external = embedded.model_copy(update={"home": tmp_path / "other", "neo4j_uri": "bolt://127.0.0.1:1"})
    assert open_keys(embedded).path == tmp_path / "home" / "keys.json"
    assert open_keys(embedded).keyring()
    for settings in (named, external):
        assert code(open_keys(settings).keyring) is ErrorCode.KEYS_UNUSABLE
        assert not key_file(settings).path.exists()
        key_file(settings).make()
        assert open_keys(settings).keyring()


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert code(KeyFile(tmp_path / "file" / "keys.json").make) is ErrorCode.KEYS_UNUSABLE
    assert code(KeyFile(tmp_path / "none" / "keys.json").replace, KEYS) is ErrorCode.KEYS_UNUSABLE
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


# The commands


def test_a_command_makes_the_file_and_never_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "apart" / "keys.json"
    monkeypatch.setenv("GRAPH_SERVICE_KEYS", str(path))
    made = CliRunner().invoke(app, ["keys", "new", "--json"])
    assert (made.exit_code, json.loads(made.stdout)) == (0, {"file": str(path)})
    keyring = KeyFile(path).keyring()
    again = CliRunner().invoke(app, ["keys", "new", "--json"])
    assert again.exit_code == 1 and ErrorCode.KEYS_UNUSABLE in again.output
    assert KeyFile(path).keyring() == keyring
    assert keyring.lookup.hex() not in made.output + again.output
