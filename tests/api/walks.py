"""Documents that ask for every field of the schema: of what is listed, of one thing by its id, and of what is sought.

Nothing here knows what an answer is, nor who may be given it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, GraphQLUnionType, get_named_type, is_leaf_type

from tests.api.questions import PROVEN_ELSEWHERE, Pools

AHEAD = ("whatIf",)
"""What is asked of today or later."""

MOMENT = ("GuardianshipAssessment", "knownAt")
"""Now, which is another one for each side."""

FIELDS_AT_ONCE = 2
MOST_IDS = 6
"""Of one type, asked about one by one."""

SOUGHT = {
    "accessGrants": "(first: 100)",
    "criticalCarers": "(first: 100)",
    "explore": "(nodeId: $node)",
    "kinship": "(from: $person, to: $child)",
    "parentFlows": "(division: $code)",
    "reunificationCandidates": "",
    "separatedSiblings": "",
    "statistics": "(division: $code, by: [DIVISION, GRADE])",
    "storedMeasures": "(first: 100)",
    "supportPaths": "(from: [$child])",
    "whatIf": "(changes: [{kind: DIES, person: $person}])",
    "rules": "",
    "rule": '(id: "ORPHAN")',
    "viewer": "",
}
"""Root fields that list nothing, or that no resolver answers, with their arguments."""

OF_A_CHILD = ("criticalCarers", "ecomap", "genogram", "networkMeasures", "storedMeasures", "supportNetwork", "timeline")
DEEPER = ("kinship", "rules", "timeline")
"""Where what is told lies one step deeper."""


@dataclass(frozen=True)
class Walk:
    """A document, and about whom it is asked.

    Attributes:
        root: the root field.
        text: the document.
        asked: values of its variables, one after the other.
        is_resolved: whether a resolver for each field answers it.
        is_usual: whether it asks for what no other usual one does, and little; the rest is asked in full runs.
    """

    root: str
    text: str
    asked: list[Mapping[str, Any]] = field(default_factory=lambda: [{}])
    is_resolved: bool = True
    is_usual: bool = True


def walks(schema: GraphQLSchema, pools: Pools) -> list[Walk]:
    """All documents; each has the variables `$on` and `$at` for both times."""
    return [*of_lists(schema, pools), *by_id(schema, pools), *sought(schema, pools)]


def of_lists(schema: GraphQLSchema, pools: Pools) -> Iterator[Walk]:
    """Every field of whatever the root fields list, a few fields that lead further at once; and divisions."""
    for root, listed in _lists(schema):
        for number, some in enumerate(parts(schema, listed)):
            usual = number == 0 or root != "persons"  # what leads further from a person leads there from a child
            yield _walk(root, "", f"(first: 1000, {TIMES}) {{ totalCount nodes {{ {some} }} }}", is_usual=usual)
    for some in parts(schema, _type(schema, "Division")):
        codes = [{"code": code} for code in pools.divisions]
        yield _walk("division", "$code: String!", f"(code: $code, {TIMES}) {{ {some} }}", codes)


def by_id(schema: GraphQLSchema, pools: Pools) -> Iterator[Walk]:
    """Every field of one thing, by the id that every type has and by that of its own root field."""
    node, roots = schema.type_map["Node"], schema.query_type.fields  # type: ignore[union-attr]
    for type_ in schema.get_possible_types(node):  # type: ignore[arg-type]
        ids = pools.ids[type_.name]
        some_ids = ids[:: max(1, len(ids) // MOST_IDS)][:MOST_IDS]
        asked = [{"id": f"{type_.name}:{known_by}"} for known_by in some_ids]
        for number, some in enumerate(parts(schema, type_)):
            body = f"(id: $id, {TIMES}) {{ ... on {type_.name} {{ {some} }} }}"
            yield _walk("node", "$id: ID!", body, asked, is_usual=number == 0)
        own = type_.name[0].lower() + type_.name[1:]
        if own in roots and "id" in roots[own].args:
            yield _walk(own, "$id: ID!", f"(id: $id, {TIMES}) {{ {next(parts(schema, type_))} }}", asked)


def sought(schema: GraphQLSchema, pools: Pools) -> Iterator[Walk]:
    """What no resolver answers: drawings, paths, measures, numbers."""
    roots = schema.query_type.fields  # type: ignore[union-attr]
    people, children = pools.ids["Person"], pools.ids["Child"]
    asked = [
        {"child": child, "person": person, "node": f"Person:{person}", "code": code}
        for child, person, code in list(zip(children[::5], people[1::5], pools.divisions, strict=False))[:MOST_IDS]
    ]
    for root, given in SOUGHT.items():
        dated = roots[root].args if root not in AHEAD else ()
        times = "" if "asOf" not in dated else TIMES if "knownAt" in dated else "asOf: $on"
        arguments = f"({', '.join(part for part in (given.strip('()'), times) if part)})".replace("()", "")
        found = " ".join(everything(schema, get_named_type(roots[root].type), 1 + (root in DEEPER), left_out=()))
        declared = [f"${name}: {type_}" for name, type_ in _VARIABLES.items() if f"${name}" in given]
        about = [{name: each for name, each in values.items() if f"${name}" in given} for values in asked]
        each_once = [dict(one) for one in dict.fromkeys(tuple(values.items()) for values in about)]
        yield _sought(root, ", ".join(declared), f"{arguments} {{ {found} }}", each_once)
    child = _type(schema, "Child").fields
    for name in OF_A_CHILD:
        found = " ".join(everything(schema, get_named_type(child[name].type), 1 + (name in DEEPER), left_out=()))
        about = [{"id": values["child"]} for values in asked]
        yield _sought("child", "$id: ID!", f"(id: $id, {TIMES}) {{ {name} {{ {found} }} }}", about)


TIMES = "asOf: $on, knownAt: $at"
_VARIABLES = {"child": "ID!", "person": "ID!", "node": "ID!", "code": "String!"}


def _walk(
    root: str,
    declared: str,
    rest: str,
    asked: list[dict[str, Any]] | None = None,
    *,
    is_resolved: bool = True,
    is_usual: bool = True,
) -> Walk:
    times = {"on": "Date", "at": "DateTime"}
    heads = [declared, *(f"${name}: {type_}" for name, type_ in times.items() if f"${name}" in rest)]
    head = ", ".join(filter(None, heads))
    text = f"query{f' ({head})' * bool(head)} {{ {root}{rest} }}"
    return Walk(root, text, [*(asked or [{}])], is_resolved, is_usual)


def _sought(root: str, declared: str, rest: str, asked: list[dict[str, Any]]) -> Walk:
    return _walk(root, declared, rest, asked, is_resolved=False, is_usual=False)


def _lists(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLObjectType]]:
    for root, each in schema.query_type.fields.items():  # type: ignore[union-attr]
        named = get_named_type(each.type)
        if root not in PROVEN_ELSEWHERE and "pageInfo" in getattr(named, "fields", {}):
            yield root, get_named_type(named.fields["nodes"].type)  # type: ignore[union-attr,misc]


def _type(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    return schema.type_map[name]  # type: ignore[return-value]


def parts(schema: GraphQLSchema, type_: GraphQLObjectType) -> Iterator[str]:
    """All fields of a type, a few of those that lead further at once, the plain ones with the first of them."""
    fields = list(everything(schema, type_, 1))
    plain = [each for each in fields if "{" not in each]
    leading = [each for each in fields if "{" in each]
    for place in range(0, max(1, len(leading)), FIELDS_AT_ONCE):
        own = plain if place == 0 else [each for each in plain if each in ("__typename", "id")]
        yield " ".join([*own, *leading[place : place + FIELDS_AT_ONCE]])


def everything(
    schema: GraphQLSchema, type_: Any, depth: int, left_out: tuple[str, ...] = PROVEN_ELSEWHERE
) -> Iterator[str]:
    """Every field of a type, those that lead further as far as the depth goes, then their ids."""
    if isinstance(type_, GraphQLUnionType):
        yield "__typename"
        for member in schema.get_possible_types(type_):
            yield f"... on {member.name} {{ id }}"
        return
    yield "__typename"
    for name, each in type_.fields.items():
        if name in left_out:
            continue
        named = get_named_type(each.type)
        arguments = "(ever: true)" if "ever" in each.args else ""
        if is_leaf_type(named):
            if (type_.name, name) != MOMENT:
                yield name
        elif "pageInfo" in getattr(named, "fields", {}):
            listed = get_named_type(named.fields["nodes"].type)  # type: ignore[union-attr]
            inner = " ".join(inside(schema, listed, depth, left_out))
            yield f"{name}{arguments} {{ totalCount nodes {{ {inner} }} }}"
        else:
            yield f"{name}{arguments} {{ {' '.join(inside(schema, named, depth, left_out))} }}"


def inside(schema: GraphQLSchema, type_: Any, depth: int, left_out: tuple[str, ...]) -> Iterator[str]:
    if depth > 0 or isinstance(type_, GraphQLUnionType):
        return everything(schema, type_, depth - 1, left_out)
    leaves = [name for name, each in type_.fields.items() if is_leaf_type(get_named_type(each.type))]
    told = [name for name in leaves if (type_.name, name) != MOMENT]
    return iter(["id"] if "id" in leaves else told or ["__typename"])
