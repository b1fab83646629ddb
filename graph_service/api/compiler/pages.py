"""Lists by page: filters, order, keyset cursors, counts and facets over one source.

Source: Relay Cursor Connections; keyset in place of offset, so that a page costs the same wherever it lies.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    is_leaf_type,
)

from graph_service.access.identity import Role
from graph_service.access.policy import NOT_ASKED
from graph_service.api.compiler.kinds import argument_type, codes_of, named_type, object_type, types_of
from graph_service.api.compiler.selection import (
    Compiler,
    Subject,
    bare_id,
    conditions,
    invalid_argument,
    plain,
    row_subject,
)
from graph_service.api.compiler.shaping import decode_cursor
from graph_service.api.sealed import MASKS, Sought
from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import Fragment, fragment, refuse
from graph_service.fragments.patterns import Sight, Use, Variable
from graph_service.model.division import division_prefix

DEFAULT_PAGE = 20
LARGEST_PAGE = 1_000

ORDERS = {
    "Child": ("division", "birthDate", "id"),
    "Person": ("division", "birthDate", "id"),
    "DataQualityFinding": ("foundAt", "id"),
    "ImportReport": ("importedAt", "id"),
    "AccessGrant": ("askedAt", "id"),
    "Division": ("code",),
    "Detection": ("division", "key"),
    "GuardianshipEnding": ("day", "key"),
    "AssessmentDifference": ("day", "key"),
    "CriticalCarer": ("key",),
    "StoredMeasures": ("key",),
}
"""What a list goes by when nothing is said; facts by their start, other nodes by their division."""

ABSENT = {"division": "''", "pinyin": "''", "birthDate": "date('9999-12-31')"}
"""What a key counts as where it may be missing: of nobody's division, or withdrawn with everything but the id."""


def connection(
    compiler: Compiler,
    subject: Subject,
    definition: GraphQLField,
    nodes: Sequence[FieldNode],
    named: GraphQLObjectType,
    at: str,
) -> tuple[str, str]:
    """A page and what is asked beside it, each part in a sub-query of its own; see `Compiler.field`."""
    page = _Page.of(compiler, subject, definition, nodes[0], named)
    items: list[str] = []
    values: list[str] = ["null"]
    entries: list[tuple[str, str]] = []
    selected = compiler.selected(named, nodes)
    tallies: dict[str, tuple[str, str]] = {}
    for key, found in selected.items():
        if found[0].name.value == "facets":
            expression, shaper = page.facets(object_type(named.fields["facets"]), found)
            tallies[key] = (shaper, f"v[{len(values)}]")
            values.append(expression)
    for key, found in selected.items():
        name, place = found[0].name.value, f"v[{len(values)}]"
        if name == "__typename":
            entries.append((key, repr(named.name)))
        elif name == "totalCount" and tallies:
            _, tallied = next(iter(tallies.values()))
            entries.append((key, f"sum(w[-1] for w in {tallied})"))
        elif name == "totalCount":
            entries.append((key, place))
            values.append(page.count())
        elif name == "facets":
            shaper, tallied = tallies[key]
            entries.append((key, f"{shaper}({tallied})"))
        elif name == "pageInfo":
            entries.append((key, page.page_info(object_type(named.fields[name]), found)))
        elif name == "nodes":
            entries.append((key, f"[{page.item(items, found)}(w[{len(items)}]) for w in rows]"))
        else:
            edge = object_type(named.fields[name])
            entries.append((key, page.edges(items, edge, found)))
    if any("rows" in shaped or "more" in shaped for _, shaped in entries):
        values[0] = page.rows(items)
        return f"[{', '.join(values)}]", f"{compiler.source.page(entries, backward=page.backward)}({at})"
    return f"[{', '.join(values)}]", f"{compiler.source.object(entries)}({at})"


@dataclass(frozen=True, slots=True)
class _Listed:
    """The clauses that lead to the rows of a list, and what a row is."""

    clauses: str
    row: Subject


@dataclass(frozen=True)
class _Page:
    """One list of a selection."""

    compiler: Compiler
    subject: Subject
    definition: GraphQLField
    node: FieldNode
    source: Fragment
    listed: GraphQLObjectType
    arguments: Mapping[str, Any]

    @classmethod
    def of(
        cls,
        compiler: Compiler,
        subject: Subject,
        definition: GraphQLField,
        node: FieldNode,
        named: GraphQLObjectType,
    ) -> "_Page":
        arguments = compiler.arguments(definition, node)
        name = node.name.value
        # Those of no division are in nobody's list; the usual guard says who may see them.
        given: Mapping[str, Any] = arguments.get("filter") or {}
        everywhere = given.get("withoutDivision") is True
        source = fragment(f"fields/{subject.types[0]}.{name}") if everywhere else compiler.fragment_of(subject, name)
        if source is None:
            raise refuse(f"fields/{subject.types[0]}.{node.name.value}", "it is missing")
        if arguments.get("first") is not None and arguments.get("last") is not None:
            raise invalid_argument("A page is either the first or the last so many.", "Give `first` or `last`.")
        _refuse_telling(compiler.sight, arguments)
        listed = object_type(named.fields["nodes"])
        return cls(compiler, subject, definition, node, source, listed, arguments)

    @property
    def backward(self) -> bool:
        return self.arguments.get("last") is not None

    @property
    def depth(self) -> int:
        return self.subject.depth + 1

    @property
    def order(self) -> tuple[str, tuple[str, ...], bool]:
        """Name, keys, and whether it is descending."""
        given: Mapping[str, Any] | None = self.arguments.get("orderBy")
        if given:
            field = given["field"]
            return field.name, field.value, plain(given["direction"]) == "DESC"
        is_fact = "Fact" in types_of(self.listed)
        return "", ORDERS.get(self.listed.name, ("from", "key") if is_fact else ("division", "id")), False

    def rows(self, items: Sequence[str]) -> str:
        """`[rows, limit]`, a row being its keys and then an item for each selection of it."""
        row = self._rows.row
        name, keys, descending = self.order
        way = " DESC" if descending != self.backward else ""
        order = ", ".join(f"{self._key(row, key)}{way}" for key in keys)
        shown = ", ".join(self._shown(row, key) for key in keys)
        limit = self.compiler.bound("limit", self.definition, self.node, _limit)
        taken = f"ORDER BY {order} LIMIT ${limit}"
        values = ", ".join([f"[{', '.join(filter(None, [repr(name), shown]))}]", *items])
        return f"[COLLECT {{ {self._rows.clauses} WITH * {taken} RETURN [{values}] }}, ${limit}]"

    def item(self, items: list[str], nodes: Sequence[FieldNode]) -> str:
        """Adds a selection of the listed to the row; returns the name of the function that shapes it."""
        row, shaper = self.compiler.object(self._rows.row, self.listed, nodes)
        items.append(row)
        return shaper

    def edges(self, items: list[str], edge: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        entries: list[tuple[str, str]] = []
        for key, found in self.compiler.selected(edge, nodes).items():
            name = found[0].name.value
            if name == "cursor":
                entries.append((key, "cursor(v[0])"))
            elif name == "node":
                shaper = self.item(items, found)
                entries.append((key, f"{shaper}(v[{len(items)}])"))
            else:
                entries.append((key, repr(edge.name)))
        return f"[{self.compiler.source.object(entries)}(w) for w in rows]"

    def page_info(self, named: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        after, before = (self.arguments.get(argument) is not None for argument in ("after", "before"))
        shaped = {
            "__typename": repr(named.name),
            "hasNextPage": str(before) if before or self.backward else "more",
            "hasPreviousPage": "more" if self.backward and not after else str(after),
            "startCursor": "(cursor(rows[0][0]) if rows else None)",
            "endCursor": "(cursor(rows[-1][0]) if rows else None)",
        }
        selected = self.compiler.selected(named, nodes)
        return f"{{{', '.join(f'{key!r}: {shaped[found[0].name.value]}' for key, found in selected.items())}}}"

    def count(self) -> str:
        listed = self._listed(seek=False)
        return f"COUNT {{ {listed.clauses} RETURN {listed.row.variable.name} }}"

    def facets(self, named: GraphQLObjectType, nodes: Sequence[FieldNode]) -> tuple[str, str]:
        """How many of the listed have which values, all facets in one pass: `[value, value, …, number]` for each
        combination that occurs. The numbers of one facet are sums of these, and so is that of all.
        """
        listed = self._listed(seek=False)
        row = replace(listed.row, types=(named.name, *types_of(self.listed)))
        names: list[str] = []
        entries: list[tuple[str, str]] = []
        for key, found in self.compiler.selected(named, nodes).items():
            name = found[0].name.value
            if name == "__typename":
                entries.append((key, repr(named.name)))
                continue
            if name not in names:
                names.append(name)
            entries.append((key, f"[{self._facet(name, named, found)}(w) for w in tally(v, {names.index(name)})]"))
        values = [f"{self.compiler.value(row, self.listed.name, name)} AS facet{i}" for i, name in enumerate(names)]
        combination = ", ".join([*(f"facet{i}" for i in range(len(names))), "number"])
        counted = f"WITH {', '.join([*values, 'count(*) AS number'])} RETURN [{combination}]"
        return f"COLLECT {{ {listed.clauses} {counted} }}", self.compiler.source.object(entries)

    def _facet(self, name: str, named: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        counted = object_type(named.fields[name])
        field = self.listed.fields.get(name)
        type_ = named_type(field) if field else None
        codes = codes_of(type_) if isinstance(type_, GraphQLEnumType) else None
        value = (
            f"{self.compiler.source.constant(codes)}.get(v[0])" if codes else "(None if v[0] is None else str(v[0]))"
        )
        shaped = {"__typename": repr(counted.name), "value": value, "count": "v[1]"}
        selected = self.compiler.selected(counted, nodes)
        return self.compiler.source.object((key, shaped[found[0].name.value]) for key, found in selected.items())

    @cached_property
    def _rows(self) -> "_Listed":
        return self._listed(seek=True)

    def _listed(self, *, seek: bool) -> "_Listed":
        """The source, narrowed to what the list holds; with `seek` to what lies beyond the cursors.

        A filter that names the rows comes before the source, so that no index of the source is read in its place.
        Filters that are patterns come after the source, and may meet the same row twice. What a filter must ask the
        graph for comes last, and is not asked again for what is shown of the row.
        """
        named: list[str] = []
        patterns: list[str] = []
        asked: dict[str, tuple[str, str]] = {}

        def where(variable: Variable) -> list[str]:
            wanted = conditions(self.listed)
            found = [*(wanted(variable) if wanted else ())]
            for condition in self._filtered(variable, asked):
                first_word = condition.partition(" ")[0]
                {"UNWIND": named, "MATCH": patterns}.get(first_word, found).append(condition)
            return [*found, *self._beyond(variable)] if seek else found

        piece = self.compiler.use(self.subject, self.definition, self.node, self.source, where)
        row = row_subject(piece, self.source, self.subject.depth)
        repeats = patterns or (self.subject.depth == 0 and any(match.relationships for match in self.source.matches))
        met = dict.fromkeys((row.variable.name, row.variable.base))
        distinct = [f"WITH DISTINCT {', '.join(met)}"] if repeats else []
        aliases = {name: f"{name}{self.depth}" for name in asked}
        narrowed = [f"WITH *, {asked[name][0]} AS {alias}" for name, alias in aliases.items()]
        narrowed += [f"WITH * WHERE {' AND '.join(asked[name][1] for name in asked)}"] if asked else []
        kept = replace(row, values=aliases, persons={} if distinct else row.persons)
        return _Listed(" ".join([*named, piece.clauses, *patterns, *distinct, *narrowed]), kept)

    def _filtered(self, variable: Variable, asked: dict[str, tuple[str, str]]) -> list[str]:
        """Conditions and patterns of the filter; into `asked` the expression and the condition of fields that take a
        sub-query.
        """
        given: Mapping[str, Any] = self.arguments.get("filter") or {}
        if not given:
            return []
        filter_type = argument_type(self.definition, "filter")
        found = [self._condition(variable, name, asked) for name in filter_type.fields if given.get(name) is not None]
        return [condition for condition in found if condition]

    def _condition(self, variable: Variable, name: str, asked: dict[str, tuple[str, str]]) -> str | None:
        types = types_of(self.listed)
        parameter = self.compiler.bound(name, self.definition, self.node, _filter_value(name))
        for type_name in types:
            source = fragment(f"filters/{type_name}.{name}")
            if source:
                use = Use(variable, self.depth + 1, {"value": parameter})
                return self.compiler.instantiate(source, use).clauses.removeprefix("WHERE").strip()
        value = self.compiler.value(Subject(variable, types, {}, self.depth), self.listed.name, name)
        compared = f"IN ${parameter}" if isinstance(self.arguments["filter"][name], list) else f"= ${parameter}"
        if "COLLECT {" not in value:
            return f"{value} {compared}"
        asked[name] = (value, f"{name}{self.depth} {compared}")
        return None

    def _beyond(self, variable: Variable) -> list[str]:
        """Rows after the one cursor and before the other, as far as they are given."""
        given = (argument for argument in ("after", "before") if self.arguments.get(argument) is not None)
        return [self._past(variable, argument) for argument in given]

    def _past(self, variable: Variable, argument: str) -> str:
        name, keys, descending = self.order
        row = Subject(variable, types_of(self.listed), {}, self.depth)
        sign = "<" if descending != (argument == "before") else ">"
        condition = ""
        for place, key in reversed(list(enumerate(keys))):
            parameter = self.compiler.bound(
                argument, self.definition, self.node, _cursor_key(argument, name, keys, place)
            )
            left, right = self._key(row, key), f"${parameter}"
            condition = (
                f"({left} {sign}= {right} AND ({left} {sign} {right} OR {condition}))"
                if condition
                else f"{left} {sign} {right}"
            )
        return condition

    def _key(self, row: Subject, key: str) -> str:
        """What the order goes by; never null, which would be neither before nor after anything."""
        shown = self.listed.fields.get(key)
        value = (
            self.compiler.value(replace(row, types=types_of(self.listed)), self.listed.name, key)
            if shown and is_leaf_type(named_type(shown))
            else f"{row.variable.base}.{key}"
        )
        if key not in ABSENT or (key == "birthDate" and self.listed.name == "Child"):
            return value
        return value if key != "pinyin" and self._have_division else f"coalesce({value}, {ABSENT[key]})"

    @property
    def _have_division(self) -> bool:
        """Whether all that are listed have a division, and so a row that stands: the order is that of an index."""
        given: Mapping[str, Any] = self.arguments.get("filter") or {}
        asked = given.get("division") is not None or "division STARTS WITH" in self.source.body
        return asked and given.get("withoutDivision") is not True

    def _shown(self, row: Subject, key: str) -> str:
        value = self._key(row, key)
        return f"toString({value})" if key in READS else value


def _refuse_telling(sight: Sight, arguments: Mapping[str, Any]) -> None:
    """Refuses filters and orders that tell by their outcome what the role does not see, or not for this purpose."""
    if sight.role is None:
        return
    given: Mapping[str, Any] = arguments.get("filter") or {}
    asked = {name for name, value in given.items() if value is not None}
    order: Mapping[str, Any] | None = arguments.get("orderBy")
    if order:
        asked.add(order["field"].name)
    numbers = asked & MASKS.keys()
    hidden = {name for name in numbers if sight.own(f"Individual.{name}") or not sight.shows(["Individual"], name)}
    if told := sorted(asked & NOT_ASKED[Role(sight.role)] | hidden):
        raise ServiceError(
            ErrorCode.FORBIDDEN,
            f"Lists cannot be narrowed or ordered by {', '.join(told)} in this role, or for this purpose.",
            "Leave it out: it would tell what is not seen.",
        )


def _text(key: Any) -> str:  # noqa: ANN401 - whatever a cursor holds
    if isinstance(key, str):
        return key
    raise TypeError


def _moment(key: Any) -> datetime:  # noqa: ANN401 - whatever a cursor holds
    moment = datetime.fromisoformat(key)
    if moment.tzinfo is None:
        raise ValueError
    return moment


READS: Mapping[str, Callable[[Any], Any]] = {
    "birthDate": date.fromisoformat,
    "day": date.fromisoformat,
    "from": date.fromisoformat,
    "foundAt": _moment,
    "importedAt": _moment,
    "askedAt": _moment,
}
"""Keys of orders that are no text, and what makes a value of them."""


def _limit(arguments: Mapping[str, Any]) -> int:
    """One more row than the page has: whether there is a next one."""
    given: int | None = arguments.get("last") if arguments.get("first") is None else arguments.get("first")
    size = DEFAULT_PAGE if given is None else given
    if not 0 <= size <= LARGEST_PAGE:
        raise invalid_argument(
            f"A page has from 0 to {LARGEST_PAGE:,} entries.",
            "Give a smaller `first` or `last`, and page with `after`.",
        )
    return size + 1


def _filter_value(name: str) -> Callable[[Mapping[str, Any]], Any]:
    def read(arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the filter takes
        value = plain(arguments["filter"][name])
        if name == "division":
            return division_prefix(bare_id(value))
        if name in {"school", "household", "childId"}:
            return bare_id(value)
        if name == "personIds":
            return list(dict.fromkeys(map(bare_id, value)))
        return Sought(name, value) if name in MASKS else value

    return read


def _cursor_key(argument: str, order: str, keys: Sequence[str], place: int) -> Callable[[Mapping[str, Any]], Any]:
    reads = [READS.get(key, _text) for key in keys]
    return lambda arguments: decode_cursor(arguments[argument], order, reads)[place]
