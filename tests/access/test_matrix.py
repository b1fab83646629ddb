"""Who sees what: every role × purpose × type × field, as statements are made for it and as the policy table says.

What the compiler makes is held against a reading of `policy.yaml`, of the names of the files in `cypher/access`, and of
the labels and types of facts in each fragment, which shares no code with it. `docs/who-sees-what.md` has the cells that
are not simply shown: `GRAPH_SERVICE_WRITE_GOLDEN=1 .venv/bin/pytest tests/access/test_matrix.py` writes them. Then read
the difference: it is what somebody sees from now on, or sees no longer. That nothing else comes with what is shown, in
scope and out of it, is proven on data by `tests/api/test_visibility.py`.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type, parse

import graph_service
from graph_service.access.identity import Role
from graph_service.access.policy import Purpose, sight
from graph_service.api.compiler.kinds import types_of
from graph_service.api.compiler.pages import connection
from graph_service.api.compiler.selection import Compiler, Subject
from graph_service.api.computed.registry import COMPUTED
from graph_service.api.schema.build import graphql_schema
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments import patterns
from graph_service.fragments.patterns import Variable
from graph_service.graph.statements import cypher_folder
from graph_service.model.facts import FACTS

PAGE = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
WRITES = os.environ.get("GRAPH_SERVICE_WRITE_GOLDEN") == "1"
TABLE = yaml.safe_load((Path(graph_service.__file__).parent / "access" / "policy.yaml").read_text("utf-8"))
SIGHTS: dict[str, dict[str, Any]] = TABLE["sights"]
FOR_ALL = {"Query.rules", "Query.rule"}
FOR_AUDITS = {"Query.accessHistory", "Query.explore", "Query.storedMeasures", "Child.storedMeasures"}
SHOWN, OTHERWISE, PARTLY, NEVER, REFUSED = "shown", "otherwise", "partly", "–", "refused"


def coordinates() -> Iterator[tuple[GraphQLObjectType, str]]:
    for type_ in graphql_schema.type_map.values():
        is_page = type_.name.startswith("__") or type_.name.endswith(("Connection", "Edge"))
        if isinstance(type_, GraphQLObjectType) and not is_page and type_ is not graphql_schema.mutation_type:
            yield from ((type_, name) for name in type_.fields)


# -- what is made -----------------------------------------------------------------------------------------------------


def selection(type_: GraphQLObjectType, name: str) -> Any:
    named: Any = get_named_type(type_.fields[name].type)
    inside = "" if is_leaf_type(named) else "{ __typename }"
    if "nodes" in getattr(named, "fields", {}):
        inside = "{ nodes { __typename } }"
    return parse(f"{{ {name} {inside} }}").definitions[0].selection_set.selections[0]  # type: ignore[attr-defined]


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the fragments that were put to use."""
    found: set[str] = set()

    class Recording(patterns._Instance):
        def piece(self) -> patterns.Piece:
            found.add(self.source.name)
            return super().piece()

    monkeypatch.setattr(patterns, "_Instance", Recording)
    monkeypatch.setattr(Compiler, "arguments", lambda *_: {})
    return found


def made(role: Role, type_: GraphQLObjectType, name: str, used: set[str], purpose: Purpose | None = None) -> str:
    """The cell by the expression that the compiler makes of the field."""
    used.clear()
    compiler = Compiler(graphql_schema, {}, {}, sight(role, known=False, purpose=purpose), connection)
    subject = Subject(Variable.plain("x"), types_of(type_), {}, 0)
    asked = [selection(type_, name)]
    try:
        expression, _ = compiler.field(subject, type_, asked, "v")
    except ServiceError as error:
        assert error.code == ErrorCode.FORBIDDEN
        return REFUSED
    if expression == "null":
        return NEVER
    if compiler.computed:  # found by Python, and shown by a statement of its own
        expression, _ = compiler.shown(subject, type_, asked, "v")
    alike = (f"access/{role}.", f"access/{SIGHTS[role].get('like')}.")
    if any(each.startswith(alike) and each.endswith(f".{name}") for each in used):
        return OTHERWISE
    if not re.search(r"\b(?:WHERE|AND) (?:false\b|CASE(?: WHEN \S+ THEN false)+ END)", expression):
        return SHOWN
    return PARTLY if isinstance(get_named_type(type_.fields[name].type), GraphQLInterfaceType) else NEVER


# -- what the table says ----------------------------------------------------------------------------------------------


@cache
def file(name: str) -> str | None:
    """A file below `cypher/`, if it is there."""
    path = cypher_folder() / f"{name}.cypher"
    return path.read_text("utf-8") if path.is_file() else None


def own(role: str, name: str) -> str | None:
    """A sight's file in `cypher/access`, or that of the sight that it is like."""
    return file(f"access/{role}.{name}") or file(f"access/{SIGHTS[role].get('like')}.{name}")


def hides(role: str, text: str) -> bool:
    """Whether a fragment asks for a node or a fact of a kind that the sight does not see at all."""
    if "Sees everything" in text:
        return False
    body = re.sub(r"//.*", "", text)
    facts = SIGHTS[role].get("facts")
    if facts is not None:
        for types in re.findall(r"\[\s*\w*\s*:\s*([A-Z_|]+)", body):
            told = set(types.split("|"))
            if told & FACTS and not told & set(facts):
                return True
    for labels in re.findall(r"\(\s*\w*\s*:\s*([A-Z]\w*(?:\|[A-Z]\w*)*)", body):
        if not any(own(role, label) for label in labels.split("|")):
            return True
    inside = (file(f"fields/{each}") for each in re.findall(r"fields\.(\w+\.\w+)\(", body))
    return any(hides(role, each) for each in inside if each)


def said(role: str, type_: GraphQLObjectType, name: str) -> str:
    """The cell by the table, and by which files there are."""
    place, sight = f"{type_.name}.{name}", SIGHTS[role]
    if place in COMPUTED and place not in FOR_ALL and not sight.get("audits" if place in FOR_AUDITS else "reasons"):
        return REFUSED if type_.name == "Query" else NEVER
    names = [type_.name, *(each.name for each in type_.interfaces)]
    if any(own(role, f"{each}.{name}") for each in names):
        return OTHERWISE
    named = get_named_type(type_.fields[name].type)
    if isinstance(named, GraphQLInterfaceType) and not any(file(f"fields/{each}.{name}") for each in names):
        kinds = [each.name[0].lower() + each.name[1:] for each in graphql_schema.get_possible_types(named)]
        texts = [text for kind in kinds if (text := file(f"fields/{type_.name}.{kind}"))]
        return PARTLY if any(hides(role, text) for text in texts) else SHOWN
    text = next((text for each in names if (text := file(f"fields/{each}.{name}"))), "")
    return NEVER if hides(role, text) else SHOWN


def withheld(purpose: str, type_: GraphQLObjectType, name: str) -> bool:
    groups = TABLE["purposes"][purpose].get("without", ())
    fields = {field for group in groups for field in TABLE["field_groups"][group]}
    return any(f"{each.name}.{name}" in fields for each in (type_, *type_.interfaces))


def is_told(place: str, row: list[str]) -> bool:
    """Whether it is on the page: what is not shown to an administrator alone is for nobody to whom there is anybody."""
    others = [cell for role, cell in zip(Role, row, strict=True) if role is not Role.ADMINISTRATOR]
    return set(row if place.startswith("Query.") else others) != {SHOWN}


def test_every_field_is_shown_to_each_role_as_the_table_says(used: set[str]) -> None:
    cells = [(f"{type_.name}.{name}", type_, name) for type_, name in coordinates()]
    assert len(cells) > 700
    rows = {place: [made(role, type_, name, used) for role in Role] for place, type_, name in cells}
    assert rows == {place: [said(role, type_, name) for role in Role] for place, type_, name in cells}
    head = PAGE.read_text("utf-8").partition("| field |")[0]
    titles = [f"| field | {' | '.join(Role)} |", f"|{'---|' * (len(Role) + 1)}"]
    told = [f"| {place} | {' | '.join(row)} |" for place, row in rows.items() if is_told(place, row)]
    page = head + "\n".join([*titles, *sorted(told)]) + "\n"
    if WRITES:
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page


def test_for_a_purpose_less_is_shown_and_never_more(used: set[str]) -> None:
    """Each sight for each purpose of a role that has it; where nothing is withheld, the statements are the same."""
    acting = {(row["sees_as"], purpose) for row in TABLE["roles"].values() for purpose in row["purposes"]}
    less = dict[str, set[str]]()
    for title, purpose in sorted(acting):
        role, more = Role(title), sight(Role(title), known=False)
        if sight(role, known=False, purpose=Purpose(purpose)) == more:
            assert not TABLE["purposes"][purpose].get("without")
            continue
        for type_, name in coordinates():
            without, within = made(role, type_, name, used), made(role, type_, name, used, Purpose(purpose))
            assert within == (NEVER if withheld(purpose, type_, name) else without)
            if within != without:
                less.setdefault(purpose, set()).add(f"{type_.name}.{name}")
    numbers = {f"{type_}.{name}" for type_ in ("Child", "Person") for name in ("idNumber", "phone")}
    assert less == {"SUPERVISION": numbers | {"Disability.certificateNo", "Service.note", "Visit.note"}}
