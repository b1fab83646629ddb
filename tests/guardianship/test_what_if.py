"""What would follow is what does follow once it has really been recorded, and asking leaves nothing behind."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from worlds import many_worlds, write_feeds

from graph_service.errors import ErrorCode, ServiceError
from graph_service.feeds.digest import canonical_digest
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship import whatif
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.whatif import what_if
from graph_service.model.assessment import Assessment
from graph_service.model.change import Change, ChangeKind, parse_change
from tests.extent import drawn
from tests.feeds.deliveries import Row, ask, deliver, parentage, person

WORLDS, SEED, ROUNDS = drawn(12, 60), 20261129, drawn(3, 6)
DAY = date(2026, 3, 1)
TOWN = "990101000000"
YESTERDAY = DAY - timedelta(days=1)

Facts = dict[str, list[Any]]


@pytest.fixture(scope="module")
def told(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Random worlds, all of whose deliveries have arrived."""
    for folder in write_feeds(many_worlds(WORLDS, SEED).merged, tmp_path_factory.mktemp("worlds")):
        import_into(module_graph, folder)
    return module_graph


def known(graph: Graph) -> Facts:
    """What one may assume something about, and the rows that would say that it happened."""
    return {
        "living": ask(
            graph,
            "MATCH (p:Person) WHERE p.birthDate <= $day AND p.aliveUntil > $day RETURN properties(p)",
            day=DAY,
        ),
        "organisations": ask(
            graph,
            "MATCH (o:Organisation) WHERE coalesce(o.from <= $day, true) AND coalesce(o.to > $day, true) RETURN o.id",
            day=DAY,
        ),
        "absences": ask(
            graph,
            "MATCH (p:Person)-[a:ABSENT_IN]->(d) WHERE a.from < $day AND a.to > $day AND p.birthDate <= $day "
            "AND p.aliveUntil > $day RETURN [p.id, d.code, properties(a)]",
            day=DAY,
        ),
        "leaving": ask(graph, "MATCH (p:Person)-[a:ABSENT_IN]->() WHERE a.from = $day RETURN p.id", day=DAY),
        "roles": ask(
            graph,
            "MATCH (p)-[r:GUARDIAN_OF|ENTRUSTED_CARER_OF]->(c) WHERE r.from < $day AND r.to > $day "
            "RETURN [type(r), p.id, c.id, properties(r)]",
            day=DAY,
        ),
    }


def provenance(properties: dict[str, Any]) -> dict[str, str]:
    kept = {"record_id": properties.get("recordId"), "source": properties.get("source")}
    return {name: text for name, text in kept.items() if text}


def ended(properties: dict[str, Any]) -> dict[str, str]:
    since = "" if properties["from"].year == 1 else properties["from"].iso_format()
    return {"from_": since, "to": DAY.isoformat(), **provenance(properties)}


def happening(rng: random.Random, facts: Facts) -> tuple[list[Change], dict[str, list[Row]]]:
    """Some changes of different families, and the feeds that say that they have happened."""
    changes: list[Change] = []
    rows: dict[str, list[Row]] = {}
    used = set[str]()
    away = {p for p, *_ in facts["absences"]}

    def free(*ids: str) -> bool:
        worlds = {id_.partition("-")[0] + id_.partition("-")[2] for id_ in ids}
        if used & worlds:
            return False
        used.update(worlds)
        return True

    def say(feed: str, **cells: str) -> None:
        rows.setdefault(feed, []).append({name.rstrip("_"): text for name, text in cells.items()})

    young = [p["id"] for p in facts["living"] if p["birthDate"].to_native() > date(2008, 3, 1)]
    holders = [p["id"] for p in facts["living"]]
    for _ in range(40):
        fresh = {"from_": DAY.isoformat(), "record_id": f"{SEED}{rng.random()}"}
        kind = rng.choice(list(ChangeKind))
        if kind is ChangeKind.ENDS and facts["roles"]:
            type_, holder, child, about = rng.choice(facts["roles"])
            if free(f"{about['key']}", holder, child):
                changes.append(Change(kind, about["key"]))
                cells = {"child_id": child, **ended(about)}
                if type_ == "GUARDIAN_OF":
                    say("guardianships", guardian_id=holder, basis=about["basis"], **cells)
                else:
                    say("entrusted_care", carer_id=holder, **cells)
        elif kind in (ChangeKind.ENTRUSTED, ChangeKind.GUARDIAN):
            child = rng.choice(young)
            world = child.partition("-")[0] + "-"
            may = [p for p in holders if p.startswith(world) and p != child]
            if kind is ChangeKind.GUARDIAN:
                may += [o for o in facts["organisations"] if o.startswith(world)]
            to = rng.choice(may)
            if free(child, to):
                changes.append(Change(kind, child, to))
                if kind is ChangeKind.GUARDIAN:
                    say("guardianships", guardian_id=to, child_id=child, basis="COURT", **fresh)
                else:
                    say("entrusted_care", carer_id=to, child_id=child, **fresh)
        elif kind is ChangeKind.RETURNS and away:
            somebody = rng.choice(sorted(away))
            mine = [each for each in facts["absences"] if each[0] == somebody]
            if somebody not in facts["leaving"] and free(somebody):
                changes.append(Change(kind, somebody))
                for _, code, about in mine:
                    say("absences", person_id=somebody, destination_division=code, **ended(about))
        elif kind in (ChangeKind.DETAINED, ChangeKind.INCAPACITATED, ChangeKind.OUT_OF_CONTACT):
            somebody = rng.choice(holders)
            if free(somebody):
                changes.append(Change(kind, somebody))
                circumstance = {"DETAINED": "OTHER_DETENTION", "INCAPACITATED": "NO_CAPACITY"}.get(kind, kind.value)
                say("circumstances", person_id=somebody, kind=circumstance, **fresh)
        elif kind is ChangeKind.DIES:
            about = rng.choice(facts["living"])
            if free(about["id"]):
                changes.append(Change(kind, about["id"]))
                say(
                    "persons",
                    person_id=about["id"],
                    name=about["name"],
                    sex=str(about["sex"]),
                    birth_date=about["birthDate"].iso_format(),
                    death_date=DAY.isoformat(),
                    registration_division=about.get("registrationDivision") or "",
                    residence_division=about.get("residenceDivision") or "",
                    **provenance(about),
                )
    return changes[:50], rows


def comparable(assessment: Assessment | None) -> Any:
    """Grade, and everybody with state and the records that decide, those that are new left out."""
    if assessment is None:
        return None
    return assessment.grade, sorted((one.id, one.kind, one.state) for one in assessment.responsible)


def test_what_would_follow_follows(told: Graph, tmp_path: Path) -> None:
    rng, compared, kinds = random.Random(SEED), 0, Counter[str]()
    for number in range(ROUNDS):
        facts = known(told)
        changes, rows = happening(rng, facts)
        everybody = ask(told, "MATCH (p:Person) RETURN p.id")
        before = {each.child_id: each for each in assess(told, Moment(DAY), everybody)}
        said = {each.child_id: each for each in what_if(told, changes, on=DAY, today=DAY)}
        summary = import_into(told, deliver(tmp_path / str(number), **rows))
        assert not any(file.quarantined for file in summary.files), (changes, rows)
        after = {each.child_id: each for each in assess(told, Moment(DAY), everybody)}
        for child in before.keys() | after.keys():
            was, now = comparable(before.get(child)), comparable(after.get(child))
            if child not in said:
                assert was == now, child
                continue
            then = said[child]
            assert (then.before and (then.before.grade, sorted(then.before.reasons))) == was, child
            assert (then.after and (then.after.grade, sorted(then.after.reasons))) == now, child
            assert then.kind is not None or was is None or now is None or was == now
            compared += was != now
        kinds.update(change.kind for change in changes)
    assert compared > 20
    assert set(kinds) == set(ChangeKind)


def test_the_row_of_somebody_without_the_role_is_the_row_of_somebody_with_it(told: Graph) -> None:
    roles = ask(
        told,
        "MATCH (p)-[r:GUARDIAN_OF|ENTRUSTED_CARER_OF]->(c:Person) WHERE r.from <= $day AND $day < r.to "
        "RETURN [c.id, p.id, type(r)] ORDER BY r.key",
        day=DAY,
    )
    kind, compared = {"GUARDIAN_OF": ChangeKind.GUARDIAN, "ENTRUSTED_CARER_OF": ChangeKind.ENTRUSTED}, 0
    for moment in (Moment(DAY), Moment(DAY, datetime(2023, 6, 1, tzinfo=UTC))):
        question = whatif.settle(told, moment)
        rows = {row[0]: row for row in whatif.evidence_rows(told, question, [child for child, *_ in roles])}
        held = [
            (child, party, role)
            for child, party, role in roles
            if child in rows and any(entry[:2] == [party, role] for entry in rows[child][-1])
        ]
        able = whatif.abilities(told, question, [Change(kind[role], child, party) for child, party, role in held])
        for place, (child, party, role) in enumerate(held):
            [entry] = [entry for entry in rows[child][-1] if entry[:2] == [party, role]]
            assert able[place]["row"] == entry[2], (child, party, role)
            assert sorted(able[place]["deciding"]) == sorted(entry[4]), (child, party, role)
            assert able[place]["hides"] == entry[5]
        compared += len(held)
    assert compared > 10, "other tests of this file end some roles first"


# A family: nothing is left behind, and what is refused

FAMILY: dict[str, list[Row]] = {
    "persons": [
        person("M", "1985-01-01"),
        person("F", "1984-01-01"),
        person("G", "1955-01-01"),
        person("C", "2015-06-01"),
        person("D", "2018-06-01"),
        person("X", "1950-01-01", death_date="2020-01-01"),
    ],
    "organisations": [{"organisation_id": "O", "name": "局", "kind": "CIVIL_AFFAIRS_BUREAU", "division": TOWN}],
    "parentages": [parentage("M", "C"), parentage("F", "C"), parentage("M", "D")],
    "guardianships": [
        {"guardian_id": "G", "child_id": "D", "basis": "COURT", "from": "2026-01-01", "record_id": "K"},
        {"guardian_id": "O", "child_id": "D", "basis": "COURT", "from": DAY.isoformat(), "record_id": "TODAY"},
    ],
}


@pytest.fixture(scope="module")
def family(graph: Graph, told: Graph, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A family beside the worlds."""
    import_into(graph, deliver(tmp_path_factory.mktemp("family"), **FAMILY))
    return graph


def traces(graph: Graph) -> Any:
    """Everything that writing would leave: content, counts, and names of labels, types and properties ever used."""
    return [
        canonical_digest(graph),
        ask(graph, "MATCH (n) RETURN count(n)"),
        ask(graph, "MATCH ()-[r]->() RETURN count(r)"),
        *(
            sorted(ask(graph, f"CALL db.{what}() YIELD {name} RETURN {name}"))
            for what, name in (
                ("labels", "label"),
                ("relationshipTypes", "relationshipType"),
                ("propertyKeys", "propertyKey"),
            )
        ),
    ]


def asked(graph: Graph, *changes: str, **named: Any) -> dict[str, tuple[str | None, str | None]]:
    found = what_if(graph, [parse_change(each) for each in changes], on=named.pop("on", DAY), today=DAY, **named)
    return {
        each.child_id: (each.before and each.before.grade.value, each.after and each.after.grade.value)
        for each in found
    }


def test_asking_leaves_no_trace(family: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    before = traces(family)
    every = ["dies F", "detained M", "incapacitated G", "out-of-contact O"]
    assert asked(family, *every[:3], "guardian C to O", "entrust D to G")
    with pytest.raises(ServiceError):
        asked(family, *every)
    monkeypatch.setattr(whatif, "assumed", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        asked(family, "dies F")
    assert traces(family) == before


def test_everybody_affected_is_answered_and_the_child_asked_about(family: Graph) -> None:
    assert asked(family, "dies M") == {"C": ("EFFECTIVE", "EFFECTIVE"), "D": ("EFFECTIVE", "EFFECTIVE")}
    assert asked(family, "dies M", "detained F") == {"C": ("EFFECTIVE", "NONE"), "D": ("EFFECTIVE", "EFFECTIVE")}
    assert asked(family, "dies F") == {"C": ("EFFECTIVE", "EFFECTIVE")}
    assert asked(family, "dies F", child="D").keys() == {"C", "D"}
    assert asked(family, "ends K") == {"D": ("EFFECTIVE", "EFFECTIVE")}
    assert asked(family, "dies C") == {"C": ("EFFECTIVE", None)}
    assert asked(family, "dies M", division="990101") == {}


def test_what_is_only_assumed_is_called_by_the_place_of_its_change(family: Graph) -> None:
    [found] = what_if(family, [parse_change("detained F"), parse_change("guardian C to G")], on=DAY, today=DAY)
    assert found.after
    records = {one.id: (one.state, one.records, one.roles) for one in found.after.responsible}
    assert [each.id for each in records["F"][1]] == ["change 1"]
    assert [each.id for each in records["G"][2]] == ["change 2"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (["leaves F"], "CHANGE_INVALID"),
        (["dies"], "CHANGE_INVALID"),
        (["entrust C"], "CHANGE_INVALID"),
        (["dies F to M"], "CHANGE_INVALID"),
        ([], "CHANGE_INVALID"),
        (["dies F"] * 51, "CHANGE_INVALID"),
        (["dies F", "dies F"], "CHANGES_CONTRADICT"),
        (["dies F", "detained F"], "CHANGES_CONTRADICT"),
        (["dies G", "guardian C to G"], "CHANGES_CONTRADICT"),
        (["dies C", "guardian C to G"], "CHANGES_CONTRADICT"),
        (["entrust C to C"], "CHANGES_CONTRADICT"),
        (["dies X"], "CHANGES_CONTRADICT"),
        (["guardian C to X"], "CHANGES_CONTRADICT"),
        (["returns F"], "CHANGES_CONTRADICT"),
        (["ends TODAY"], "CHANGES_CONTRADICT"),
        (["dies NOBODY"], "PERSON_NOT_FOUND"),
        (["dies O"], "PERSON_NOT_FOUND"),
        (["entrust C to O"], "PERSON_NOT_FOUND"),
        (["guardian C to NOBODY"], "PERSON_NOT_FOUND"),
        (["ends NOTHING"], "RECORD_NOT_FOUND"),
        (["guardian M to F"], "CHILD_NOT_FOUND"),
        (["guardian NOBODY to F"], "CHILD_NOT_FOUND"),
    ],
)
def test_what_cannot_be_is_refused(family: Graph, changes: Sequence[str], code: str) -> None:
    with pytest.raises(ServiceError) as refusal:
        asked(family, *changes)
    assert refusal.value.code == ErrorCode(code)


def test_the_past_has_happened(family: Graph) -> None:
    ask_of = partial(asked, family, "dies F")
    assert ask_of(on=DAY + timedelta(days=400))
    with pytest.raises(ServiceError) as refusal:
        ask_of(on=YESTERDAY)
    assert refusal.value.code is ErrorCode.DAY_PAST
    with pytest.raises(ServiceError) as refusal:
        ask_of(child="NOBODY")
    assert refusal.value.code is ErrorCode.CHILD_NOT_FOUND
