"""Compiles the selection of one root field: a Cypher statement, its parameters, and a function that shapes the record.

Every object becomes a list of values by position, every relationship field a sub-query inside it; the one record that
comes back is shaped by a generated function. The rules of GraphQL's execution that are left to us here are those of
CollectFields (graphql-core's own), of argument coercion (likewise) and of response keys in document order.

Source: GraphQL specification, section 6 (Execution).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    is_leaf_type,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values

from graph_service.api.compiler.kinds import codes_of, composite_type, is_list, is_non_null, named_type, types_of
from graph_service.api.compiler.shaping import Source
from graph_service.api.computed.registry import COMPUTED, ROOT
from graph_service.api.sealed import MASKS
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import Fragment, fragment
from graph_service.fragments.patterns import Piece, Sight, Use, Variable, instantiate

LABELS = {"Child": "Person", "StoredAssessment": "GuardianshipAssessment"}
"""Label of the nodes that a type shows, where the two have different names."""

MAPS = frozenset({"Isolation", "LocalisedText", "NetworkMeasures"})
"""Types whose objects are maps that stand in the subject under the field's name."""

PROPERTIES = {
    "personId": "id",
    "householdId": "id",
    "schoolId": "id",
    "organisationId": "id",
    "workerId": "id",
    "divisionCode": "division",
    "version": "digest",
    "openedOn": "from",
    "closedOn": "to",
}
"""Property that a field shows, where the two have different names."""

CONDITIONS = {
    "Child": (
        "{0}.birthDate > $adult_born_by",
        "{0}.birthDate <= $as_of",
        "({0}.deathDate IS NULL OR {0}.deathDate > $as_of)",
    )
}
"""What makes a node an instance of a type; `guardianship.md` section 1."""

PERSONS = {
    **dict.fromkeys(("Person", "Child"), "{0}.id"),
    **dict.fromkeys(("Detection", "GuardianshipEnding", "AssessmentDifference", "Prospect"), "{0}.childId"),
    **dict.fromkeys(("Reunification", "GuardianshipLoss", "StoredMeasures"), "{0}.childId"),
    "SeparatedSiblings": "[{0}.childId, {0}.siblingId]",
    "GradeChange": "{0}.child",
    "AccessGrant": "{0}.childId",
    "MissingFact": "{0}.person",
    "Kinship": "{0}.between",
    "SupportPath": "{0}.between",
    "NetworkTie": "[one IN [{0}.supporter, {0}.supported] WHERE one.label = 'Person' | one.id]",
    "Exploration": "CASE {0}.node.label WHEN 'Person' THEN {0}.node.id END",
    "ExploredRelation": "CASE {0}.other.label WHEN 'Person' THEN {0}.other.id END",
    "GenogramUnion": "[one IN {0}.partners | one.id]",
    "GenogramDescent": "[{0}.child] + [one IN {0}.parents | one.id]",
    "GenogramHousehold": "{0}.members",
}
"""Types whose objects tell of persons, and the expression of their id, or of several: the audit log has them all. So
has it whoever a row leads to besides, such as the parent of a parentage; see `row_subject`."""

ELSEWHERE = frozenset({"first", "after", "last", "before", "filter", "orderBy", "ever", "asOf", "knownAt"})
"""Arguments that are no parameters of a field's fragment."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a selection is about.

    Args:
        variable: its name in the statement.
        types: names of its type, and of the types that its fields may be looked up in, nearest first.
        ends: variables that are bound already, by the field that they answer.
        depth: how many fragments it is inside of.
        values: expressions of leaf fields that have been computed already, by field.
        persons: expressions of the ids of ends that are persons, or may be, by the field that they answer.
    """

    variable: Variable
    types: tuple[str, ...]
    ends: Mapping[str, Variable]
    depth: int
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    persons: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Binding:
    """Where the value of a parameter comes from: an argument, read anew whenever the statement is used."""

    name: str
    definition: GraphQLField
    node: FieldNode
    read: Callable[[Mapping[str, Any]], Any]


Connection = Callable[["Compiler", Subject, GraphQLField, Sequence[FieldNode], GraphQLObjectType, str], tuple[str, str]]
"""What compiles a list by page; its arguments are those of `pages.connection`."""


class Compiler:
    """The state of one compilation. Of every field it makes two expressions: of its value in the statement, and of its
    shape in Python, where `at` is what the value has become.

    Attributes:
        bindings: parameters that arguments are read into.
        computed: computed fields by number, with the type that has them; in their place the statement has an id.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        sight: Sight,
        connection: "Connection",
    ) -> None:
        self.schema = schema
        self.variables = dict(variables)
        self.sight = sight
        self.bindings: list[Binding] = []
        self.computed: list[tuple[GraphQLObjectType, Sequence[FieldNode]]] = []
        self.source = Source()
        self._fragments = dict(fragments)
        self._connection = connection

    def field(
        self, subject: Subject, parent: GraphQLObjectType, nodes: Sequence[FieldNode], at: str
    ) -> tuple[str, str]:
        """Any field."""
        if not self.sight.shows(types_of(parent), nodes[0].name.value):
            return self._not_told(parent, nodes[0])
        computed = COMPUTED.get(f"{parent.name}.{nodes[0].name.value}")
        if computed is None:
            return self.shown(subject, parent, nodes, at)
        if self.sight.role not in computed.roles:
            return self._not_told(parent, nodes[0])
        self.computed.append((parent, nodes))
        expression = repr(ROOT) if parent is self.schema.query_type else self.value(subject, parent.name, "id")
        return expression, f"wait({len(self.computed) - 1}, {at})"

    def shown(
        self, subject: Subject, parent: GraphQLObjectType, nodes: Sequence[FieldNode], at: str
    ) -> tuple[str, str]:
        """A field that is there: a fragment leads to it, or the subject has it."""
        name = nodes[0].name.value
        definition = parent.fields[name]
        if is_leaf_type(named_type(definition)):
            return self._leaf(subject, parent, nodes[0], at)
        named = composite_type(definition)
        if isinstance(named, GraphQLInterfaceType):
            return self._any_of(subject, definition, nodes, named, at)
        if isinstance(named, GraphQLObjectType) and "pageInfo" in named.fields:
            return self._connection(self, subject, definition, nodes, named, at)
        source = self.fragment_of(subject, name)
        if source is None:
            return self._within(subject, definition, nodes, named, at)
        piece = self.use(subject, definition, nodes[0], source, conditions(named))
        row, shaper = self._row(piece, source, subject.depth, named, nodes)
        if is_list(definition):
            return piece.collected(row), f"[{shaper}(w) for w in {at}]"
        value = f"there({at}, {f'{parent.name}.{name}'!r})"
        is_there = is_non_null(definition) and parent is not self.schema.subscription_type  # what is hidden is no event
        shaped = f"{shaper}({value})" if is_there else f"(None if {at} is None else {shaper}({at}))"
        return f"head({piece.collected(row)})", shaped

    def _not_told(self, parent: GraphQLObjectType, node: FieldNode) -> tuple[str, str]:
        """A field that is not for who asks, or not for this purpose: an empty list or null, and of `Query` an error."""
        name = node.name.value
        if parent is self.schema.query_type:
            raise ServiceError(
                ErrorCode.FORBIDDEN,
                f"The field {name} is not for this role, which does not see what it tells.",
                "Leave it out.",
            )
        return "null", "[]" if is_list(parent.fields[name]) else "None"

    def object(self, subject: Subject, named: GraphQLObjectType, nodes: Sequence[FieldNode]) -> tuple[str, str]:
        """The list of the values of all fields selected, and the name of the function that makes an object of it."""
        subject = replace(subject, types=(*types_of(named), *subject.types))
        values: list[str] = []
        entries: list[tuple[str, str]] = []
        selected = self.selected(named, nodes)
        for key, found in selected.items():
            if found[0].name.value == "__typename":
                entries.append((key, repr(named.name)))
                continue
            place = f"v[{len(values)}]"
            expression, shaped = self.field(subject, named, found, place)
            if expression in values:  # the same value under another response key
                shaped = shaped.replace(place, f"v[{values.index(expression)}]")
            else:
                values.append(expression)
            entries.append((key, shaped))
        told = [PERSONS[named.name].format(subject.variable.base)] if named.name in PERSONS else []
        shown = {found[0].name.value for found in selected.values()}
        told += [id_ for name, id_ in subject.persons.items() if name not in shown]
        values += [id_ for id_ in told if id_ not in values]
        places = [f"v[{values.index(id_)}]" for id_ in told]
        return f"[{', '.join(values)}]", self.source.object(entries, places)

    def selected(self, named: GraphQLObjectType, nodes: Sequence[FieldNode]) -> dict[str, list[FieldNode]]:
        """The fields selected of an object, by response key."""
        return collect_sub_fields(self.schema, self._fragments, self.variables, named, list(nodes))

    def fragment_of(self, subject: Subject, name: str) -> Fragment | None:
        """The fragment of a field: the role's own, else the type's, else that of a type it may be looked up in."""
        places = [f"{type_name}.{name}" for type_name in subject.types]
        found = (*map(self.sight.own, places), *(fragment(f"fields/{place}") for place in places))
        return next(filter(None, found), None)

    def use(
        self,
        subject: Subject,
        definition: GraphQLField,
        node: FieldNode,
        source: Fragment,
        where: Callable[[Variable], Sequence[str]] | None = None,
    ) -> Piece:
        """A field's fragment put to use, its arguments bound."""
        own = {
            name: self.bound(name, definition, node, _argument(name))
            for name in definition.args
            if name not in ELSEWHERE
        }
        if "code" in own:  # what a division is known by
            own["id"] = own["code"]
        arguments = self.arguments(definition, node)
        use = Use(subject.variable, subject.depth + 1, own, bool(arguments.get("ever")), where)
        return self.instantiate(source, use)

    def instantiate(self, source: Fragment, use: Use) -> Piece:
        return instantiate(source, use, self.sight)

    def arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Coerced arguments of a field."""
        return get_argument_values(definition, node, self.variables)

    def bound(
        self, name: str, definition: GraphQLField, node: FieldNode, read: Callable[[Mapping[str, Any]], Any]
    ) -> str:
        """Name of a new parameter that is read from a field's arguments."""
        parameter = f"{name}_{len(self.bindings) + 1}"
        self.bindings.append(Binding(parameter, definition, node, read))
        return parameter

    def value(self, subject: Subject, type_name: str, name: str, use: Callable[[Fragment], Piece] | None = None) -> str:
        """The expression of a leaf field, or of a property."""
        if name in subject.values:
            return subject.values[name]
        source = self.fragment_of(subject, name)
        if source is None:
            known_by = "code" if type_name == "Division" else "id"
            return f"{subject.variable.base}.{known_by if name == 'id' else PROPERTIES.get(name, name)}"
        piece = use(source) if use else self.instantiate(source, Use(subject.variable, subject.depth + 1))
        return piece.collected(piece.subject) if piece.order else piece.value()

    def _leaf(self, subject: Subject, parent: GraphQLObjectType, node: FieldNode, at: str) -> tuple[str, str]:
        name = node.name.value
        definition = parent.fields[name]
        named = named_type(definition)
        expression = self.value(subject, parent.name, name, lambda source: self.use(subject, definition, node, source))
        if named.name in {"Date", "DateTime"}:
            expression = f"toString({expression})"
        return expression, self._shaped_leaf(parent.name, name, definition, at)

    def _shaped_leaf(self, type_name: str, name: str, definition: GraphQLField, at: str) -> str:
        named = named_type(definition)
        if named.name == "ID":
            return f"{f'{type_name}:'!r} + {at}"
        if named.name == "Date" and name in {"from", "to"}:
            return f"day({at})"
        if named.name == "DateTime":
            return f"moment({at})"
        if isinstance(named, GraphQLEnumType) and (codes := codes_of(named)):
            code = self.source.constant(codes)
            return f"[{code}[w] for w in {at}]" if is_list(definition) else f"{code}.get({at})"
        return f"show({name!r}, {at})" if name in MASKS else at

    def _row(
        self,
        piece: Piece,
        source: Fragment,
        depth: int,
        named: GraphQLObjectType | GraphQLUnionType,
        nodes: Sequence[FieldNode],
    ) -> tuple[str, str]:
        """One row that a fragment leads to."""
        return self.composite(row_subject(piece, source, depth), named, nodes)

    def composite(
        self, subject: Subject, named: GraphQLObjectType | GraphQLUnionType, nodes: Sequence[FieldNode]
    ) -> tuple[str, str]:
        """An object; of a union, `[which, object]` by the node's label."""
        if isinstance(named, GraphQLObjectType):
            return self.object(subject, named, nodes)
        cases, shapers = "", list[str]()
        for number, member in enumerate(named.types):
            row, shaper = self.object(subject, member, nodes)
            cases += f"WHEN {subject.variable.name}:{LABELS.get(member.name, member.name)} THEN [{number}, {row}] "
            shapers.append(shaper)
        return f"CASE {cases}END", self.source.choice(shapers)

    def _within(
        self,
        subject: Subject,
        definition: GraphQLField,
        nodes: Sequence[FieldNode],
        named: GraphQLObjectType | GraphQLUnionType,
        at: str,
    ) -> tuple[str, str]:
        """Without a fragment: an end that is bound already, a list of maps, a map, or another view of the subject."""
        name = nodes[0].name.value
        if name in subject.ends:
            row, shaper = self.composite(Subject(subject.ends[name], (), {}, subject.depth), named, nodes)
            return row, f"{shaper}({at})"
        if is_list(definition):
            item = f"item{subject.depth + 1}"
            row, shaper = self.composite(Subject(Variable.plain(item), (), {}, subject.depth + 1), named, nodes)
            listed = f"UNWIND {subject.variable.base}.{name} AS {item}"
            return f"COLLECT {{ {listed} RETURN {row} }}", f"[{shaper}(w) for w in {at}]"
        if named.name in MAPS:
            subject = Subject(Variable.plain(f"{subject.variable.base}.{name}"), (), {}, subject.depth)
        row, shaper = self.composite(replace(subject, persons={}), named, nodes)
        return row, f"{shaper}({at})"

    def _any_of(
        self,
        subject: Subject,
        definition: GraphQLField,
        nodes: Sequence[FieldNode],
        named: GraphQLInterfaceType,
        at: str,
    ) -> tuple[str, str]:
        """An interface: each type's own fragment, of which one is chosen.

        `node(id)` names the type in the id; another field has the relationship type of a fact in `type`.
        """
        by_id = "id" in definition.args
        which = (
            f"${self.bound('type', definition, nodes[0], lambda arguments: str(arguments['id']).partition(':')[0])}"
            if by_id
            else f"{subject.variable.base}.type"
        )
        cases, shapers = "", list[str]()
        for member in self.schema.get_implementations(named).objects:
            source = self.fragment_of(subject, member.name[0].lower() + member.name[1:])
            if source is None:
                continue
            piece = self.use(subject, definition, nodes[0], source, conditions(member))
            row, shaper = self._row(piece, source, subject.depth, member, nodes)
            name = member.name if by_id else source.types[source.subject][0]
            cases += f"WHEN {name!r} THEN head({piece.collected(f'[{len(shapers)}, {row}]')}) "
            shapers.append(shaper)
        shaper = self.source.choice(shapers)
        return f"CASE {which} {cases}END", f"(None if {at} is None else {shaper}({at}))"


def row_subject(piece: Piece, source: Fragment, depth: int) -> Subject:
    """What a fragment leads to; the further names that it returns are ends that need no pattern of their own."""
    variable = piece.variables.get(source.subject, Variable.plain(piece.subject))
    ends = {name: bound for name, bound in piece.variables.items() if name != source.subject}
    labels = {name: source.labels.get(source.returns[name], ()) for name in ends}
    persons = {name: _person_id(bound.name, labels[name]) for name, bound in ends.items()}
    return Subject(variable, (), ends, depth + 1, persons={name: id_ for name, id_ in persons.items() if id_})


def _person_id(name: str, labels: Sequence[str]) -> str | None:
    """The expression of a node's id if it is a person."""
    if "Person" not in labels:
        return None
    return f"{name}.id" if len(labels) == 1 else f"CASE WHEN {name}:Person THEN {name}.id END"


def conditions(named: GraphQLNamedType) -> Callable[[Variable], Sequence[str]] | None:
    """What makes a node an instance of the type, beyond its label."""
    found = CONDITIONS.get(named.name)
    return (lambda variable: [text.format(variable.base) for text in found]) if found else None


def plain(value: Any) -> Any:  # noqa: ANN401 - any coerced value
    """A coerced input value as the graph holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in cast("dict[str, Any]", value).items()}
    return value


def bare_id(value: str) -> str:
    """The id in the feeds of a global id, which is `<Type>:<id>`; a bare one counts as well."""
    head, colon, rest = value.partition(":")
    return rest if colon and head.isalpha() and head[:1].isupper() else value


def _argument(name: str) -> Callable[[Mapping[str, Any]], Any]:
    if name in {"id", "code"}:
        return lambda arguments: bare_id(arguments[name])
    return lambda arguments: plain(arguments.get(name))


def invalid_argument(what: str, remedy: str) -> ServiceError:
    return ServiceError(ErrorCode.ARGUMENT_INVALID, what, remedy)
