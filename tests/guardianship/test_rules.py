"""The rules as files: their examples, what is refused, and how one is added."""

import gc
import re
import shutil
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from worlds import HOME

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import SESSIONS, Graph
from graph_service.graph.statements import Statement, cypher_folder
from graph_service.guardianship import detection
from graph_service.guardianship.assessment import Moment, settle
from graph_service.guardianship.detection import Hit, compiled, detect, parameters_of
from graph_service.guardianship.rules import Rulebook, Value, read_rulebook, resolved, rulebook
from graph_service.guardianship.table import Text
from graph_service.rule_examples import KNOWN_BY, Tried, try_examples
from tests.feeds.deliveries import deliver, parentage, person

DAY = date(2026, 11, 1)
NAMES = tuple(rule.name for rule in rulebook().rules.values())


@pytest.fixture(scope="module")
def tried(module_graph: Graph) -> dict[str, list[Tried]]:
    """Every day of every example, by rule id."""
    found: dict[str, list[Tried]] = {}
    for one in try_examples(module_graph, list(rulebook().rules.values())):
        found.setdefault(one.rule.id, []).append(one)
    return found


@pytest.mark.parametrize("rule_id", sorted(rulebook().rules))
def test_a_rule_says_of_its_examples_what_they_expect(rule_id: str, tried: dict[str, list[Tried]]) -> None:
    wrong = [(one.example.shows, one.when, one.answer) for one in tried[rule_id] if not one.as_expected]
    assert wrong == []


def test_every_category_and_warning_of_the_page_is_a_rule() -> None:
    expected = (
        "ORPHAN DE_FACTO_UNATTENDED HIDDEN_DE_FACTO_UNATTENDED LEFT_BEHIND LEFT_BEHIND_UNATTENDED MIGRANT_CHILD "
        "LIVING_ALONE UNATTENDED_UNDER_8 TEMPORARY_GUARDIANSHIP_DUE LONG_TERM_GUARDIANSHIP_DUE OUT_OF_SCHOOL "
        "NO_HOUSEHOLD_REGISTRATION IN_DIFFICULTY SOLE_ADULT ELDERLY_CARER OVERLOADED_CARER DISABLED_CARER EXPIRING "
        "NO_WRITTEN_AGREEMENT NOT_NOTIFIED NO_CONTACT GUARDIANSHIP_NOT_CARRIED"
    )
    assert set(expected.split()) <= rulebook().rules.keys()


def test_an_answer_that_changes_in_an_example_changes_from_one_day_to_the_next() -> None:
    for rule in rulebook().rules.values():
        for example in rule.examples:
            days = [(date.fromisoformat(when), answer) for when, answer in example.expect.items() if len(when) == 10]
            for (one, answer), (other, next_answer) in pairwise(days):
                assert answer == next_answer or (other - one).days == 1, (rule.id, example.shows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules that may be broken."""
    return Path(shutil.copytree(cypher_folder() / "rules", tmp_path / "rules"))


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        ("orphan/rule.yaml", "severity: high", "severity: huge", r"severity: huge", "severity"),
        ("orphan/rule.yaml", "version: 1.0.0", "version: one", r"version: one", "version"),
        ("orphan/rule.yaml", "kind: category", "kind: category\nmood: grim", r"mood", "mood"),
        ("orphan/rule.yaml", "needs: [parents, verdict]", "needs: [parents]", r"needs", "verdict"),
        ("orphan/rule.yaml", "title: {", "title: [", r"title", "expected"),
        ("elderly_carer/rule.yaml", "since: 2021-06-01", "since: then", r"since", "date"),
        ("elderly_carer/statement.cypher", "$age", "$years", r"", "years"),
        ("elderly_carer/statement.cypher", "(adult:Person)", "(adult)", r"", "label"),
        ("elderly_carer/statement.cypher", "RETURN hit", "RETURN people", r"", "RETURN hit"),
        ("elderly_carer/examples.yaml", "    2026-11-01: yes", "    someday: yes", r"expect", "someday"),
        ("inputs/inputs.yaml", "parents:", "nobody:", r"nobody", "nobody"),
    ],
)
def test_a_bad_rule_file_is_refused_with_file_line_and_reason(
    folder: Path, file: str, old: str, new: str, line: str, reason: str
) -> None:
    edited(folder / file, old, new)
    with pytest.raises(ServiceError) as refused:
        read_rulebook(folder)
    assert refused.value.code == ErrorCode.RULE_INVALID
    said = str(refused.value.what)
    assert f"rules/{file}" in said
    assert reason in said
    number = re.search(r"line (\d+)", said)
    assert number
    if line:
        lines = (folder / file).read_text("utf-8").splitlines()
        assert any(line in each for each in lines[max(0, int(number[1]) - 2) : int(number[1]) + 1]), said


def test_rules_that_need_each_other_are_refused(folder: Path) -> None:
    edited(folder / "orphan/rule.yaml", "needs: [parents, verdict]", "needs: [in_difficulty, parents, verdict]")
    edited(
        folder / "orphan/statement.cypher", "records: verdict.foundling", "records: verdict.foundling + in_difficulty"
    )
    with pytest.raises(ServiceError, match="need each other"):
        read_rulebook(folder)


def test_a_rule_is_added_without_a_line_of_python(folder: Path, graph: Graph, tmp_path: Path) -> None:
    new = folder / "twins"
    shutil.copytree(folder / "elderly_carer", new)
    edited(new / "rule.yaml", "id: ELDERLY_CARER", "id: TWINS")
    edited(new / "rule.yaml", "kind: warning", "kind: finding")
    text = (new / "rule.yaml").read_text("utf-8")
    (new / "rule.yaml").write_text(
        text.replace("needs: [responsible]\n", "").replace("  age:", "  most_days:").replace("value: 65", "value: 2"),
        "utf-8",
    )
    (new / "statement.cypher").write_text(
        "// Whether a sibling was born within days.\n//\n// Parameters:\n//   most_days: INTEGER\n// Returns: hit MAP\n"
        "MATCH (node)<-[role:PARENT_OF]-(parent:Person)-[other:PARENT_OF]->(sibling:Person)\n"
        "WHERE abs(duration.inDays(sibling.birthDate, node.birthDate).days) <= $most_days\n"
        "WITH {people: [{id: sibling.id, role: 'SIBLING', status: 'TWIN',\n"
        "  records: [{id: other.key, recordedAt: other.recordedAt}]}],\n"
        "  records: [{id: role.key, recordedAt: role.recordedAt.epochMillis}], known: role.recordedAt} AS hit\n"
        "RETURN hit\n",
        "utf-8",
    )
    book = read_rulebook(folder)
    people = [person("TW-M"), *(person(f"TW-{n}", f"2020-01-0{n}") for n in (1, 2, 9))]
    rows = [parentage("TW-M", f"TW-{n}") for n in (1, 2, 9)]
    import_into(graph, deliver(tmp_path / "twins", persons=people, parentages=rows))
    hits = detect(graph, Moment(DAY, KNOWN_BY), rules=["twins"], children=["TW-1", "TW-2", "TW-9"], book=book)
    assert [(hit.child_id, hit.people[0]["id"]) for hit in hits] == [("TW-1", "TW-2"), ("TW-2", "TW-1")]
    assert hits[0].parameters == {"twins": {"most_days": 2}}
    times = [each["recordedAt"] for hit in hits for each in (*hit.people[0]["records"], *hit.records)]
    assert {*map(type, times), type(hits[0].details["known"])} == {datetime}
    assert all(time.tzinfo is UTC for time in times)


def source(text: str) -> Text:
    return Text(en=text, zh=text)


def test_the_nearest_division_and_then_the_newest_value_in_effect_count() -> None:
    values = [
        Value(since=date(2020, 1, 1), value=6, unit="months", source=source("law")),
        Value(since=date(2024, 1, 1), value=5, unit="months", source=source("law")),
        Value(since=date(2022, 1, 1), division="9901", value=4, unit="months", source=source("province")),
        Value(since=date(2025, 1, 1), division="990101", value=3, unit="months", source=source("county")),
    ]
    asked = {
        (date(2019, 1, 1), ""): 6,
        (date(2023, 12, 31), ""): 6,
        (date(2024, 1, 1), ""): 5,
        (date(2021, 12, 31), "990101001"): 6,
        (date(2022, 1, 1), "990101001"): 4,
        (date(2025, 1, 1), "990101001"): 3,
        (date(2025, 1, 1), "990102"): 4,
        (date(2025, 1, 1), "440305"): 5,
    }
    assert {place: resolved(values, *place) for place in asked} == asked


def with_county_value(folder: Path) -> Rulebook:
    source_ = "source: {en: county notice, zh: 县级通知}"
    old = "  age:\n"
    edited(
        folder / "elderly_carer/rule.yaml",
        old,
        f"{old}    - {{since: 2026-11-01, division: '{HOME[:6]}', value: 60, unit: years, {source_}}}\n",
    )
    return read_rulebook(folder)


def test_a_hit_carries_the_parameters_of_the_child_s_division_on_the_day(
    folder: Path, graph: Graph, tmp_path: Path
) -> None:
    people = [
        person("PA-1", "2016-01-01", residence_division=HOME),
        person("PA-2", "2016-01-01"),
        person("PA-G", "1964-01-01"),
    ]
    feeds = {"persons": people, "parentages": [parentage("PA-G", "PA-1"), parentage("PA-G", "PA-2")]}
    import_into(graph, deliver(tmp_path / "feeds", **feeds))
    book = with_county_value(folder)
    asked = {"rules": ["ELDERLY_CARER"], "children": ["PA-1", "PA-2"], "book": book}
    (hit,) = detect(graph, Moment(DAY, KNOWN_BY), **asked)
    assert (hit.child_id, hit.parameters) == ("PA-1", {"elderly_carer": {"age": 60}})
    assert detect(graph, Moment(date(2026, 10, 31), KNOWN_BY), **asked) == []


def test_an_undetermined_answer_says_what_is_missing_and_who_can_supply_it(graph: Graph, tmp_path: Path) -> None:
    people = [person("UN-1", "2016-01-01"), person("UN-M", death_date="2020-01-01"), person("UN-F")]
    held = [{"person_id": "UN-F", "kind": "IMPRISONED", "source": "JUSTICE", "record_id": "UN-C"}]
    rows = [parentage("UN-M", "UN-1"), parentage("UN-F", "UN-1")]
    import_into(graph, deliver(tmp_path / "feeds", persons=people, parentages=rows, circumstances=held))
    (hit,) = detect(graph, Moment(DAY, KNOWN_BY), rules=["ORPHAN", "DE_FACTO_UNATTENDED"], children=["UN-1"])
    assert (hit.rule.id, hit.answer) == ("DE_FACTO_UNATTENDED", "undetermined")
    assert hit.missing == ({"person": "UN-F", "code": "START_OR_TERM", "record": "UN-C", "supplier": "JUSTICE"},)
    said = hit.json_object()
    assert said["legalBasis"][0] == "Minfa [2019] 62, section 1"
    dead = next(one for one in hit.people if one["id"] == "UN-M")
    assert dead["status"] == "GONE"
    assert dead["records"][0]["fact"] == "Person"


@pytest.mark.parametrize("rules", [("NOBODY",), ()])
def test_an_unknown_rule_or_parameter_is_refused(graph: Graph, rules: tuple[str, ...]) -> None:
    with pytest.raises(ServiceError) as refused:
        detect(graph, Moment(DAY), rules=rules, children=[], changed=None if rules else {"left_behind": {"mood": 1}})
    assert refused.value.code == ErrorCode.ARGUMENT_INVALID


def test_the_collector_looks_on_after_many_children_also_when_something_failed(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def regraded(_graph: Graph, _moment: Moment, hits: list[Hit]) -> list[Hit]:
        seen.append(gc.isenabled())
        if len(seen) > 1:
            raise RuntimeError
        return hits

    monkeypatch.setattr(detection, "PAGE", 2)
    monkeypatch.setattr(detection, "_regraded", regraded)
    detect(graph, Moment(DAY, KNOWN_BY), children=["TW-1", "TW-2", "UN-1"])
    with pytest.raises(RuntimeError):
        detect(graph, Moment(DAY, KNOWN_BY), children=["TW-1", "TW-2", "UN-1"])
    assert seen == [False, False]
    assert gc.isenabled()


@pytest.mark.parametrize("children", [0, 1, 249, 251, 999, 1_001, 8_363, 167_000])
def test_pages_are_about_as_many_as_sessions_take_at_a_time(children: int) -> None:
    size = detection.page_size(children)
    assert size <= detection.PAGE
    pages = -(-children // size)
    assert pages <= 1 or pages % SESSIONS == 0 or size == detection.SMALLEST_PAGE


@pytest.mark.parametrize("known_at", [KNOWN_BY, datetime(2021, 1, 1, tzinfo=UTC)])
def test_children_are_sought_in_an_index_and_nothing_is_scanned(graph: Graph, known_at: datetime) -> None:
    question = settle(graph, Moment(DAY, known_at))
    asks = Statement("rules/detection", compiled(rulebook(), NAMES, question.former), "", {}, "")
    settings = {"": rulebook().settings(DAY)}
    found = graph.plan(asks, **parameters_of(question), settings=settings, nation="", children=["C"])
    assert any("IndexSeek" in operator for operator in found)
    assert not [operator for operator in found if operator.endswith("Scan")]


@pytest.mark.parametrize("former", [False, True])
def test_each_pattern_has_the_day_and_recorded_time_only_where_it_is_asked_for(former: bool) -> None:
    text = compiled(rulebook(), NAMES, former)
    assert ("retractedAt" in text) is former
    assert text.count("fields.") == 0
    assert datetime.now(UTC) < KNOWN_BY
