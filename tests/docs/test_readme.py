"""What the README asks the demo's county is answered as it shows, for the family that it asks about."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.access.identity import Identity, Role
from graph_service.demo import PERSONS, SEED
from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.population import generate
from tests.docs.executed import ROOT, Reader, agrees, steps
from tests.service_at_work import ServiceAtWork, service_over

STEPS = steps((ROOT / "README.md").read_text("utf-8"))
CHILD = "P0041541"
REGISTERS = frozenset({"divisions.csv", "schools.csv", "organisations.csv"})


@pytest.fixture(scope="module")
def county(module_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceAtWork]:
    """The demo's county, so far as it is about one child and the parents."""
    folder = tmp_path_factory.mktemp("county") / "whole"
    generate(folder, persons=PERSONS, seed=SEED)
    import_into(module_graph, _part(folder, tmp_path_factory.mktemp("part")))
    officer = {"officer": Identity("demo-officer", Role.OFFICER, division="990121")}
    with service_over(module_graph, tmp_path_factory.mktemp("service"), officer) as working:
        yield working


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README uses curl")
def test_the_readme_tells_what_is_answered(county: ServiceAtWork) -> None:
    assert [step.kind for step in STEPS] == ["graphql", "sh"]
    reader = Reader(county)
    for step in STEPS:
        assert step.answer is not None
        given = reader.carry_out(step)
        assert agrees(json.loads(step.answer), given), (
            f"README.md, line {step.line}: {json.dumps(given, ensure_ascii=False)}"
        )


def _part(whole: Path, part: Path) -> Path:
    """The rows that name the child or a parent, and the registers whole."""
    with (whole / "parentages.csv").open(encoding="utf-8", newline="") as file:
        family = {CHILD} | {row["parent_id"] for row in csv.DictReader(file) if row["child_id"] == CHILD}
    for feed in whole.glob("*.csv"):
        if feed.name != "ledger.csv":
            with feed.open(encoding="utf-8", newline="") as file:
                titles, *rows = csv.reader(file)
            kept = rows if feed.name in REGISTERS else [row for row in rows if not family.isdisjoint(row)]
            with (part / feed.name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([titles, *kept])
    return part
