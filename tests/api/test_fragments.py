"""No fragment has a pattern that the guard does not reach: what it cannot read is refused, what it reads it guards."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.access.identity import Role
from graph_service.access.policy import scope, sight
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import SEES_EVERYTHING, Fragment, condition_first, fragment, parse
from graph_service.fragments.patterns import Use, Variable, instantiate
from graph_service.graph.connection import Transaction
from graph_service.graph.statements import Statement, cypher_folder, statement
from tests.api.asking import READERS, Asking, identity
from tests.api.resolvers import View
from tests.extent import drawn

SEE_EVERYTHING = {
    "fields/Child.ability",
    "fields/Child.grade",
    "fields/Child.guardianshipAssessment",
    "fields/Child.responsible",
    "fields/Child.selfSupporting",
}
"""Fragments whose answer must not depend on who asks. Whoever adds one here says why its answer names nobody hidden."""

SIGHT = sight(Role.OFFICER, known=False)


def names() -> Iterator[str]:
    for folder in ("access", "fields", "filters"):
        yield from sorted(f"{folder}/{path.stem}" for path in (cypher_folder() / folder).glob("*.cypher"))


def test_what_sees_everything_is_on_the_list() -> None:
    assert {name for name in names() if SEES_EVERYTHING in statement(name).answers} == SEE_EVERYTHING


def test_every_fragment_is_read() -> None:
    for name in names():
        assert fragment(name) is not None


GOOD = [
    "MATCH (node)-[r:PARENT_OF]->(child:Person) RETURN r, child",
    "MATCH (node)-[r:PARENT_OF|GUARDIAN_OF]->(child:Person|Organisation) WHERE r.kind = 'X' OR r.kind = '' RETURN r",
    "MATCH (node)-[r:PARENT_OF]->(child:Person) WHERE EXISTS { MATCH (child)-[s:PARENT_OF]->(node) } RETURN child",
    "MATCH (node)-[r:PARENT_OF {key: 'a--b'}]->(child:Person {id: 'MATCH (x)'}) RETURN child",
    "MATCH (a:Person), (a)-[r:PARENT_OF]->(node) RETURN a",
    "MATCH (a:Person)-[r:PARENT_OF]->(node) WITH a, r ORDER BY a.id MATCH (a)-[s:PARENT_OF]->(b:Person) RETURN b",
    "MATCH (a:Person)-[r:PARENT_OF]->(node) WITH * MATCH (a)-[s:PARENT_OF]->(b:Person) RETURN b",
    "RETURN size(node.name) - 1",
    "UNWIND [1, 2] AS x RETURN x",
    "RETURN 'every (node)-[r]-(x) in a text is a text'",
]
BAD = [
    "MATCH (:Person) RETURN node",
    "MATCH () RETURN node",
    "MATCH (a) RETURN a",
    "MATCH (node)-[r:PARENT_OF]->() RETURN r",
    "MATCH (node)-[r:PARENT_OF]->(a) RETURN a",
    "MATCH (node)-[:PARENT_OF]->(a:Person) RETURN a",
    "MATCH (node)-[r]->(a:Person) RETURN a",
    "MATCH (node)-->(a:Person) RETURN a",
    "MATCH (node)--(a:Person) RETURN a",
    "MATCH (node)<--(a:Person) RETURN a",
    "MATCH (node)-[]-(a:Person) RETURN a",
    "MATCH (node)-[r:PARENT_OF*1..3]->(a:Person) RETURN a",
    "MATCH (node)-[r:PARENT_OF]->+(a:Person) RETURN a",
    "MATCH (node)-[r:PARENT_OF]->{1,3}(a:Person) RETURN a",
    "MATCH (node) ((x:Person)-[r:PARENT_OF]->(y:Person)){1,3} (a:Person) RETURN a",
    "MATCH (node)-[r:!PARENT_OF]->(a:Person) RETURN a",
    "MATCH (node)-[r:PARENT_OF|!GUARDIAN_OF]->(a:Person) RETURN a",
    "MATCH (node)-[r:$(node.type)]->(a:Person) RETURN a",
    "MATCH (a:Person|!School) RETURN a",
    "MATCH (a:!School) RETURN a",
    "MATCH (a:%) RETURN a",
    "MATCH (a:$(node.label)) RETURN a",
    "MATCH (a IS Person) RETURN a",
    "MATCH (a:`Person`) RETURN a",
    "match (a) RETURN a",
    "Match (a:Person) RETURN a",
    "OPTIONAL MATCH (node)-[r:PARENT_OF]->(a:Person) RETURN a",
    "MATCH (a:Person) WHERE (a)-[:PARENT_OF]->(node) RETURN a",
    "MATCH (a:Person) WHERE EXISTS { (a)-[r:PARENT_OF]->(node) } RETURN a",
    "MATCH (a:Person) WHERE exists { (b:Person) } RETURN a",
    "MATCH (a:Person) WHERE COUNT { (:Person) } > 3 RETURN a",
    "RETURN COUNT { MATCH (a:Person) }",
    "RETURN size([(node)-[r:PARENT_OF]->(a:Person) | a])",
    "UNWIND [(node)<-[r:PARENT_OF]-(a) | a] AS a RETURN a",
    "RETURN node ORDER BY COUNT { MATCH (a:Person) }",
    "CALL db.labels() YIELD label RETURN label",
    "call db.index.fulltext.queryNodes('x', 'y') YIELD node AS a RETURN a",
    "MATCH (a:Person) SET a.name = '' RETURN a",
    "MATCH (a:Person) DETACH DELETE a RETURN node",
    "MATCH (node)–[r:PARENT_OF]–(a:Person) RETURN a",
    "MATCH (a:Person) WHERE EXISTS { MATCH (b:Person)-[r:PARENT_OF]->(a) } MATCH (b)-[s:PARENT_OF]->(node) RETURN b",
    "MATCH (a:Person) WITH node MATCH (a)-[r:PARENT_OF]->(node) RETURN a",
    "MATCH (a:Person)-[r:PARENT_OF]->(node) WITH startNode(r) AS a MATCH (a)-[s:PARENT_OF]->(b:Person) RETURN b",
    "WITH startNode(node) AS a MATCH (a)-[r:PARENT_OF]->(b:Person) RETURN b",
    "MATCH (a)-[r:PARENT_OF]->(node) WITH a AS a, r MATCH (b:Person) RETURN b",
    "MATCH (person1:Person) RETURN person1",
]


@pytest.mark.parametrize("text", GOOD)
def test_patterns_with_names_labels_and_types_are_read(text: str) -> None:
    assert isinstance(parse("fields/Test.test", text), Fragment)


@pytest.mark.parametrize(
    ("text", "condition", "rest"),
    [
        ("WITH * WHERE a.b = 'WITH' OR c RETURN a", "a.b = 'WITH' OR c", "RETURN a"),
        ("WITH  *\nWHERE any(x IN y WHERE x) // why\nMATCH (a) RETURN a", "any(x IN y WHERE x)", "MATCH (a) RETURN a"),
        ("WITH * WHERE a WITH * WHERE b RETURN c", "a", "WITH * WHERE b RETURN c"),
        ("WITH * WHERE EXISTS { MATCH (a) } RETURN a", "", "WITH * WHERE EXISTS { MATCH (a) } RETURN a"),
        ("WITH node WHERE a RETURN a", "", "WITH node WHERE a RETURN a"),
        ("RETURN a", "", "RETURN a"),
    ],
)
def test_a_condition_without_a_pattern_is_told_from_what_follows(text: str, condition: str, rest: str) -> None:
    assert condition_first(text) == (condition, rest)


@pytest.mark.parametrize("text", BAD)
def test_a_pattern_out_of_the_guards_reach_is_refused(text: str) -> None:
    with pytest.raises(ServiceError) as refused:
        parse("fields/Test.test", text)
    assert refused.value.code == ErrorCode.STATEMENT_INVALID
    assert "fields/Test.test" in refused.value.what


@pytest.mark.parametrize("type_", ["FORMER_PARENT_OF", "HAD_VERSION", "PARENT_OF|CONCERNS", "WAITS_FOR"])
def test_only_facts_and_known_links_lead_anywhere(type_: str) -> None:
    source = parse("fields/Test.test", f"MATCH (node)-[r:{type_}]->(a:Person) RETURN a")
    with pytest.raises(ServiceError) as refused:
        instantiate(source, Use(Variable.plain("n"), 1), SIGHT)
    assert refused.value.code == ErrorCode.STATEMENT_INVALID


# -- fuzz -------------------------------------------------------------------------------------------------------------

LABELS = ("Person", "Household", "School", "Organisation", "Worker")
TYPES = ("PARENT_OF", "GUARDIAN_OF", "MEMBER_OF", "ENROLLED_AT", "SUPPORTS", "ABSENT_IN", "VISITED", "MARRIED_TO")


class Text:
    """Draws a fragment: often one that could be, sometimes one that tries to get past the guard."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.nodes = ["node"]
        self.relationships: list[str] = []

    def draw(self) -> str:
        clauses = [self.clause() for _ in range(self.rng.choice((1, 1, 2, 3)))]
        shown = [f"{name}.id" for name in self.nodes[1:]] + [f"{name}.key" for name in self.relationships]
        counted = self.rng.choice(("", "", f", {self.subquery('COUNT')}"))
        return " ".join([*clauses, f"RETURN [{', '.join(shown) or '0'}{counted}]"])

    def one(self, *choices: str) -> str:
        return self.rng.choice(choices)

    def clause(self) -> str:
        roll = self.rng.random()
        if roll < 0.12:
            kept = self.rng.sample(self.nodes, self.rng.randint(1, len(self.nodes)))
            return f"WITH {self.one('*', ', '.join(kept), ', '.join([*self.nodes, *self.relationships]))}"
        if roll < 0.17:
            return f"UNWIND [1, 2] AS {self.one('x', *self.nodes[1:], 'y')}"
        return self.match()

    def match(self) -> str:
        where = f" WHERE {self.condition()}" if self.rng.random() < 0.6 else ""
        return f"{self.one(*['MATCH'] * 15, 'match', 'OPTIONAL MATCH')} {self.pattern()}{where}"

    def pattern(self) -> str:
        text = self.node()
        for _ in range(self.rng.choice((0, 1, 1, 1, 2))):
            way = self.rng.choice((("-", "->"), ("<-", "-"), ("-", "-")))
            text += f"{way[0]}{self.relationship()}{way[1]}{self.node()}"
        return text if self.rng.random() < 0.85 else f"{text}, {self.node()}"

    def node(self) -> str:
        if self.rng.random() < 0.45:
            return f"({self.rng.choice(self.nodes)})"
        name = f"{self.one('a', 'b', 'c')}{'x' * len(self.nodes)}"
        label = self.one(*LABELS, *["Person"] * 5)
        self.nodes.append(name)
        form = self.one(*[f"{name}:{label}"] * 14, name, f":{label}", f"{name}:{label}|{self.one(*LABELS)}")
        return f"({form}{self.one(*[''] * 8, ' {id: $id}', ' WHERE true')})"

    def relationship(self) -> str:
        name = f"r{'x' * len(self.relationships)}"
        type_ = self.one(*TYPES, "PARENT_OF|GUARDIAN_OF|SUPPORTS")
        form = self.one(*[f"{name}:{type_}"] * 14, f":{type_}", name, f"{name}:{type_}*1..2", f"{name}:FORMER_{type_}")
        if form.startswith(name):
            self.relationships.append(name)
        return f"[{form}]"

    def condition(self) -> str:
        plain = self.one(
            "true", "node.id IS NOT NULL", f"{self.rng.choice(self.nodes)}.id > ''", self.subquery("EXISTS")
        )
        if self.rng.random() < 0.4:
            plain = f"{plain} {self.one('AND', 'OR', 'XOR')} {self.one('true', 'false', self.subquery('EXISTS'))}"
        return plain

    def subquery(self, kind: str) -> str:
        inner = Text(self.rng)
        inner.nodes = list(self.nodes)
        inner.relationships = [f"{name}{kind[0].lower()}" for name in self.relationships]
        body = inner.pattern()
        return f"{kind} {{ {self.one(*['MATCH '] * 9, '', 'match ')}{body} }}"


def hidden_elements(view: View) -> list[str]:
    """Element ids of the nodes that the reader does not see, and of former versions of facts."""
    graph = view.archive.county.graph
    read = Statement(
        "tests/elements", "MATCH (n) RETURN elementId(n), head(labels(n)), coalesce(n.id, n.code)", "", {}, ""
    )
    found: list[str] = []
    for element, label, known_by in (record.values() for record in graph.read(read)):
        node = view.archive.by_id.get((label, known_by))
        if label in LABELS and (node is None or not view.sees(node)):
            found.append(element)
    return found


class UndoneError(Exception):
    """Ends a transaction whose writes are not meant to stay."""


@pytest.fixture(scope="module")
def view(asking: Asking) -> View:
    return View(asking.resolving.archive, READERS[1], date(2026, 11, 1), None)


@pytest.fixture(scope="module")
def hidden(view: View) -> list[str]:
    return hidden_elements(view)


@settings(
    max_examples=drawn(50, 500),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rng=st.randoms(use_true_random=False))
def test_what_is_hidden_changes_nothing_that_a_fragment_answers(
    view: View, hidden: list[str], rng: random.Random
) -> None:
    """The answer is the same when everything hidden is deleted first: no MATCH has escaped the guard."""
    text = Text(rng).draw()
    try:
        source = parse("fields/Test.test", text)
        piece = instantiate(source, Use(Variable.plain("seen"), 1), SIGHT)
    except ServiceError as refused:
        assert refused.code == ErrorCode.STATEMENT_INVALID
        return
    seen = [node.id for node in view.all("Person")][:40]
    rows = f"COLLECT {{ {piece.clauses} RETURN {piece.subject} AS row LIMIT 20000 }}"
    asks = Statement(
        "tests/fuzz", f"MATCH (seen:Person) WHERE seen.id IN $seen RETURN seen.id AS id, {rows} AS rows", "", {}, ""
    )
    parameters: dict[str, Any] = {"seen": seen, "as_of": view.as_of, "id": seen[0], **scope(identity(view.reader))}
    answers: list[Any] = []

    def ask(transaction: Transaction) -> None:
        answers.append(
            sorted((record["id"], sorted(map(repr, record["rows"]))) for record in transaction.run(asks, **parameters))
        )

    graph = view.archive.county.graph
    delete = Statement(
        "tests/delete", "UNWIND $hidden AS id MATCH (n) WHERE elementId(n) = id DETACH DELETE n", "", {}, ""
    )
    try:
        with graph.transaction() as transaction:
            ask(transaction)
            transaction.run(delete, hidden=hidden)
            ask(transaction)
            raise UndoneError
    except UndoneError:
        assert answers[0] == answers[1], text
    except ServiceError as failed:
        assert failed.code == ErrorCode.STATEMENT_FAILED, text  # the database refuses it, loudly
