"""What an officer records and what a feed delivers are the same fact: both roads lead to the same graph and grades."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.feeds.digest import partial_digests
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.evidence import json_object
from graph_service.recording.commands import RECORDABLE_TYPES
from graph_service.recording.rows import FactInForce, cells_of
from tests.conftest import wipe
from tests.feeds.deliveries import Row, ask, deliver
from tests.recording.conftest import CITY, ELSEWHERE, FAMILY, IMPORTED, TODAY, TOWN, Office

CHILDREN = ["C", "D", "T", "Y"]

# A small number of everything, so that facts meet: the same persons, the same days, both sides of a boundary.
adults = st.sampled_from("MFGR")
children = st.sampled_from("CDY")
days = st.sampled_from(["2026-01-01", "2026-05-31", "2026-06-01", "2026-06-02"])
kinds = st.sampled_from(["IMPRISONED", "OUT_OF_CONTACT", "NEGLECT", "BARRED_CARER", "SELF_SUPPORTING", "HOMELESS"])
columns: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "circumstances": {
        "person_id": st.sampled_from("MFGRY"),
        "kind": kinds,
        "from": st.sampled_from(["", "2026-01-01", "2026-06-01"]),
        "toward_child_id": st.sampled_from(["", "C", "D"]),
    },
    "absences": {
        "person_id": adults,
        "destination_division": st.sampled_from([TOWN, ELSEWHERE, CITY]),
        "from": days,
        "to": st.sampled_from(["", "2026-06-01", "2026-07-01"]),
    },
    "guardianships": {
        "guardian_id": st.sampled_from("GOY"),
        "child_id": children,
        "basis": st.just("COURT"),
        "to": st.sampled_from(["", "2026-06-01", "2026-06-02"]),
    },
    "revocations": {
        "guardian_id": st.sampled_from("MFO"),
        "child_id": children,
        "kind": st.just("SUSPENDED"),
        "from": days,
    },
    "entrusted_care": {"carer_id": st.sampled_from("GF"), "child_id": children, "from": days},
    "support_ties": {"person_id": children, "supporter_id": st.sampled_from("WG"), "kind": st.just("FRIEND")},
    "visits": {"worker_id": st.just("W"), "person_id": children, "date": days},
}


@st.composite
def scripts(draw: st.DrawFn) -> list[tuple[str, str, int, dict[str, str]]]:
    """What officers say, one after the other: what to do, kind of fact, which of the earlier ones, with what cells."""
    script: list[tuple[str, str, int, dict[str, str]]] = []
    recorded: list[str] = []
    for _ in range(draw(st.integers(1, 7))):
        action = draw(st.sampled_from(["record", "record", "correct", "withdraw"])) if recorded else "record"
        if action == "record":
            feed = draw(st.sampled_from(list(columns)))
            recorded.append(feed)
            which, names = len(recorded) - 1, set(columns[feed])
        else:
            which = draw(st.integers(0, len(recorded) - 1))
            feed = recorded[which]
            names = draw(st.sets(st.sampled_from(sorted(columns[feed])), min_size=1)) if action == "correct" else set()
        script.append((action, feed, which, {name: draw(columns[feed][name]) for name in sorted(names)}))
    return script


def as_delivered(graph: Graph) -> tuple[list[datetime], list[dict[str, list[Row]]]]:
    """What a department would have delivered to say the same at the same times, read from what officers left behind.

    Returns:
        When something was said; and deliveries, the first with the first version of every fact, and so on.
    """
    facts = ask(
        graph,
        "MATCH (a)-[r]->(b) WHERE r.source = 'OFFICER' "
        "RETURN [type(r), a.id, coalesce(b.id, b.code), properties(r)] ORDER BY r.recordedAt",
    )
    times: list[datetime] = []
    deliveries: list[dict[str, list[Row]]] = []
    told: Counter[str] = Counter()
    for type_, start, end, properties in facts:
        feed = RECORDABLE_TYPES[type_.removeprefix("FORMER_")]
        row = cells_of(feed, FactInForce(start, end, properties))
        times.append(properties["recordedAt"].to_native())
        row["recorded_at"] = times[-1].isoformat()
        if told[properties["key"]] == len(deliveries):
            deliveries.append(defaultdict(list))
        deliveries[told[properties["key"]]][feed.name].append(row)
        told[properties["key"]] += 1
    for withdrawal in ask(graph, "MATCH (w:Withdrawal) RETURN properties(w)"):
        times.append(withdrawal["recordedAt"].to_native())
        row = {column: withdrawal[name] for column, name in (("record_id", "recordId"), ("reason", "reason"))}
        row |= {"source": withdrawal["source"], "recorded_at": times[-1].isoformat()}
        deliveries[-1]["withdrawals"].append(row)
    return times, deliveries


def unordered(value: Any) -> Any:
    """The same without the order of lists, which the evidence does not promise."""
    if isinstance(value, dict):
        return {key: unordered(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return sorted((unordered(each) for each in value), key=repr)
    return value


def grades(graph: Graph, moments: list[datetime]) -> list[Any]:
    """Every child on three days, as known at each moment, with the whole evidence."""
    return [
        unordered([json_object(found) for found in assess(graph, Moment(day, at), CHILDREN)])
        for day in (TODAY - timedelta(days=1), TODAY, date(2026, 6, 2))
        for at in moments
    ]


def carry_out(office: Office, script: list[tuple[str, str, int, dict[str, str]]]) -> int:
    """Says everything; what was withdrawn or would not change stays as it is. Returns how much was carried out."""
    keys: list[str | None] = []
    versions: list[str | None] = []
    done = 0
    for action, feed, which, cells in script:
        if action == "record":
            found = office.record(feed, **cells)
            keys.append(found.key)
            versions.append(found.version)
        elif versions[which] is None:
            continue
        elif action == "correct":
            found = office.correct(feed, keys[which], versions[which], **cells)
            if not found.errors:
                versions[which] = found.version
        else:
            found = office.withdraw(feed, keys[which], versions[which])
            versions[which] = None
        done += not found.errors
    return done


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scripts())
def test_both_roads_lead_to_the_same_graph_and_the_same_grades(
    empty_graph: Graph, tmp_path_factory: pytest.TempPathFactory, script: list[tuple[str, str, int, dict[str, str]]]
) -> None:
    families = deliver(tmp_path_factory.mktemp("families"), **FAMILY)
    wipe(empty_graph)
    import_into(empty_graph, families, recorded_at=IMPORTED)
    done = carry_out(Office(empty_graph), script)
    times, deliveries = as_delivered(empty_graph)
    assert len(set(times)) == done
    moments = [min(times) - timedelta(microseconds=1), *times]  # what is known changes at these times only
    digests, known = facts_only(empty_graph), grades(empty_graph, moments)

    wipe(empty_graph)
    import_into(empty_graph, families, recorded_at=IMPORTED)
    for number, delivery in enumerate(deliveries):
        import_into(empty_graph, deliver(tmp_path_factory.mktemp(f"delivery{number}"), **delivery))
    assert facts_only(empty_graph) == digests
    assert grades(empty_graph, moments) == known


def facts_only(graph: Graph) -> dict[str, Any]:
    """Digests of everything but what is written at the time of each road."""
    beside = ("DataQualityFinding", "GuardianshipAssessment", "CONCERNS", "ASSESSES")
    return {kind: digest for kind, digest in partial_digests(graph).items() if not any(b in kind for b in beside)}


def test_findings_are_those_of_an_import(office: Office, imported: Callable[..., None], tmp_path: Path) -> None:
    cells = {"guardian_id": "Y", "child_id": "C", "basis": "COURT", "from": "2026-01-01"}
    office.record("guardianships", **cells)
    found = "MATCH (f:DataQualityFinding)-[:CONCERNS]->(e) RETURN [f.code, e.id, f.details, size(f.records)]"
    recorded = ask(office.graph, found)
    wipe(office.graph)
    imported(**FAMILY, guardianships=[cells])
    assert ask(office.graph, found) == recorded == [["GUARDIAN_MINOR", "Y", [], 1]]
