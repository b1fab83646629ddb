"""A graph that holds nothing but what a reader sees, for a while: the rest is taken out, and put back.

What that is, is decided by the independent reading of `resolvers.py`, never by the compiler.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from neo4j.time import DateTime

from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.model.facts import ABILITIES, ROLES
from tests.api.resolvers import CODES, ENTITIES, Archive, Fact, Node, View

LABELS = {*ENTITIES, *CODES, "DataQualityFinding", "GuardianshipAssessment", "ImportRun", "ImportReport"}

NUMBERS = {"idNumber", "idNumberTag", "phone", "phoneTag", "certificateNo"}

Row = list[Any]


@dataclass(frozen=True)
class Hidden:
    """Element ids of what a reader does not see.

    Attributes:
        nodes: with them go their versions and all that leads to them.
        facts: the others.
    """

    nodes: Sequence[str]
    facts: Sequence[str]


def hidden_from(archive: Archive, views: Sequence[View], *, grades_rest_on: bool) -> Hidden:
    """What none of the views shows.

    Args:
        archive: what the graph holds.
        views: of one reader, on each day and at each moment that is asked about.
        grades_rest_on: leave what the grade of a visible child rests on: who is or was responsible for it, and what
            makes them able or not. The grade is told as it is, whoever of them is hidden.
    """
    seen = {id(node) for node in _nodes(archive) if any(_sees(archive, view, node) for view in views)}
    facts = {id(fact): fact for found in archive.facts.values() for fact in found}.values()
    shown = {id(fact) for fact in facts if views[0].shows(fact.type) and {id(fact.start), id(fact.end)} <= seen}
    kept = set(seen)
    if grades_rest_on:
        roles = [fact for fact in facts if fact.type in ROLES and id(fact.end) in seen]
        kept |= {id(fact.start) for fact in roles}
        abilities = [fact for fact in facts if fact.type in ABILITIES and id(fact.start) in kept]
        kept |= {id(fact.end) for fact in abilities}
        shown |= {id(fact) for fact in (*roles, *abilities)}
    return Hidden(
        [node.element for node in _nodes(archive) if id(node) not in kept],
        [fact.element for fact in facts if id(fact) not in shown and _stays(fact, kept)],
    )


def _nodes(archive: Archive) -> list[Node]:
    return [node for label in sorted(LABELS) for node in archive.nodes[label]]


def _sees(archive: Archive, view: View, node: Node) -> bool:
    """An assessment is met through its child."""
    if node.label == "GuardianshipAssessment":
        return view.sees(node) and any(view.sees(child) for child in archive.links["ASSESSES", id(node)])
    return view.sees(node)


def _stays(fact: Fact, kept: set[int]) -> bool:
    return {id(fact.start), id(fact.end)} <= kept


@contextmanager
def without(graph: Graph, hidden: Hidden) -> Generator[None]:
    """The graph without these, until the end of the `with` block."""
    nodes = _rows(graph, _VERSIONS_OF, hidden.nodes) + _rows(graph, _NODES, hidden.nodes)
    gone = [row[0] for row in nodes]
    relationships = {row[0]: row[1:] for row in _rows(graph, _AT, gone) + _rows(graph, _FACTS, hidden.facts)}
    graph.write(_TAKE_OUT, nodes=gone, relationships=list(relationships))
    try:
        yield
    finally:
        renewed = dict(_rows(graph, _PUT_NODES, nodes, write=True))
        rows = [[renewed.get(a, a), renewed.get(b, b), *rest] for a, b, *rest in relationships.values()]
        graph.write(_PUT_RELATIONSHIPS, rows=rows)


@contextmanager
def blotted(graph: Graph, role: str) -> Generator[None]:
    """The graph with other names and numbers wherever the role is not shown them, until the end of the `with` block."""
    people, facts = _rows(graph, _PEOPLE, ()), _rows(graph, _CERTIFIED, ())
    graph.write(_SET_NODES, rows=[[id_, _blotted(properties, role)] for id_, properties in people])
    graph.write(_SET_FACTS, rows=[[id_, _blotted(properties, role)] for id_, properties in facts])
    try:
        yield
    finally:
        graph.write(_SET_NODES, rows=people)
        graph.write(_SET_FACTS, rows=facts)


def _blotted(properties: dict[str, Any], role: str) -> dict[str, Any]:
    """An auditor is shown a family name, neither of the two a number."""
    kept = {name: value for name, value in properties.items() if name not in NUMBERS}
    if role == "AUDITOR" and kept.get("name"):
        kept |= {"name": f"{kept['name'][0]}别人", "pinyin": "bie ren"}
    return kept


def _rows(graph: Graph, statement: Statement, rows: Sequence[Any], *, write: bool = False) -> list[Row]:
    asked = graph.write if write else graph.read
    return [_as_it_is(record["row"]) for record in asked(statement, rows=list(rows))]


def _as_it_is(value: Any) -> Any:
    """What can be written as it was: the driver reads the offset Z as the zone UTC, which is another value."""
    if isinstance(value, DateTime) and value.tzinfo is not None:
        return value.replace(tzinfo=UTC)
    if isinstance(value, list):
        return [_as_it_is(each) for each in value]
    if isinstance(value, dict):
        return {name: _as_it_is(each) for name, each in value.items()}
    return value


def _statement(name: str, text: str) -> Statement:
    return Statement(f"tests/{name}", text, "", {}, "")


_NODES = _statement(
    "nodes", "UNWIND $rows AS id MATCH (n) WHERE elementId(n) = id RETURN [id, labels(n), properties(n)] AS row"
)
_VERSIONS_OF = _statement(
    "versions_of",
    """UNWIND $rows AS id MATCH (n) WHERE elementId(n) = id MATCH (n)-[:HAD_VERSION]->(version)
    RETURN [elementId(version), labels(version), properties(version)] AS row""",
)
_PEOPLE = _statement(
    "people",
    """MATCH (n:Person|Worker) OPTIONAL MATCH (n)-[:HAD_VERSION]->(version) WITH n, collect(version) AS versions
    UNWIND [n] + versions AS each RETURN [elementId(each), properties(each)] AS row""",
)
_CERTIFIED = _statement(
    "certified", "MATCH ()-[r]->() WHERE r.certificateNo IS NOT NULL RETURN [elementId(r), properties(r)] AS row"
)
_SET_NODES = _statement("set_nodes", "UNWIND $rows AS row MATCH (n) WHERE elementId(n) = row[0] SET n = row[1]")
_SET_FACTS = _statement("set_facts", "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row[0] SET r = row[1]")
_AT = _statement(
    "relationships_at",
    """UNWIND $rows AS id MATCH (n) WHERE elementId(n) = id MATCH (n)-[r]-() WITH DISTINCT r
    RETURN [elementId(r), elementId(startNode(r)), elementId(endNode(r)), type(r), properties(r)] AS row""",
)
_FACTS = _statement(
    "facts",
    """UNWIND $rows AS id MATCH (a)-[r]->(b) WHERE elementId(r) = id
    RETURN [id, elementId(a), elementId(b), type(r), properties(r)] AS row""",
)
_TAKE_OUT = _statement(
    "take_out",
    """CALL { UNWIND $relationships AS id MATCH ()-[r]->() WHERE elementId(r) = id DELETE r }
    CALL { UNWIND $nodes AS id MATCH (n) WHERE elementId(n) = id DELETE n }""",
)
_PUT_NODES = _statement(
    "put_nodes", "UNWIND $rows AS old CREATE (n:$(old[1])) SET n = old[2] RETURN [old[0], elementId(n)] AS row"
)
_PUT_RELATIONSHIPS = _statement(
    "put_relationships",
    """UNWIND $rows AS old MATCH (a) WHERE elementId(a) = old[0] MATCH (b) WHERE elementId(b) = old[1]
    CREATE (a)-[r:$(old[2])]->(b) SET r = old[3]""",
)
