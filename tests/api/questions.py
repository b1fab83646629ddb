"""Draws valid questions from a schema: any field, fragment, variable, directive, filter, order and page that it knows.

Nothing here knows what an answer is. What a value can be comes from the data: ids, divisions, days, moments.
"""

import base64
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

RULES = ("ORPHAN", "DE_FACTO_UNATTENDED", "LEFT_BEHIND", "IN_DIFFICULTY", "SOLE_ADULT", "EXPIRING", "ELDERLY_CARER")
PROVEN_ELSEWHERE = (
    *("explore", "statistics", "supportNetwork", "supportPaths", "whatIf"),
    *("ecomap", "genogram", "kinship", "reunificationCandidates", "separatedSiblings"),
    *("accessGrants", "accessHistory", "criticalCarers", "networkMeasures", "parentFlows", "storedMeasures"),
)
"""Fields that have tests of their own: numbers that name nobody, what is assumed, what is sought under the guard."""

DEPTH = 4
MOST_FIELDS = 30


@dataclass(frozen=True)
class Question:
    """A document with values for its variables."""

    text: str
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class Pools:
    """Values worth asking about.

    Attributes:
        ids: by type: ids in the feeds, unknown ones among them.
        names: texts to search for.
        birthdays: for cursors.
        days, moments: for both times.
    """

    ids: Mapping[str, Sequence[str]]
    names: Sequence[str]
    birthdays: Sequence[str]
    days: Sequence[date]
    moments: Sequence[datetime]

    @property
    def divisions(self) -> Sequence[str]:
        return self.ids["Division"]


def varied(question: Question, pools: Pools, rng: random.Random) -> Question:
    """The same document about others: whatever it names is replaced by another of its kind."""
    kinds = [*pools.ids.values(), pools.names]

    def another(name: str) -> str:
        head, colon, bare = name.rpartition(":") if re.match(r"[A-Z]\w+:", name) else ("", "", name)
        kind = next((kind for kind in kinds if bare in kind), None)
        return name if kind is None else f"{head}{colon}{rng.choice(kind)}"

    def of(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: of(each) for key, each in value.items()}
        if isinstance(value, list):
            return [of(each) for each in value]
        return another(value) if isinstance(value, str) else value

    text = re.sub(r'"(?:[^"\\]|\\.)*"', lambda literal: _written(another(json.loads(literal[0]))), question.text)
    return Question(text, of(dict(question.variables)))


def _written(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass
class Drawing:
    """One question while it is drawn.

    Attributes:
        not_asked: filters and orders that are not for the reader.
        left_out: fields, filters and facets that are not drawn.
        most_fields: after so many it goes no deeper.
    """

    schema: GraphQLSchema
    pools: Pools
    rng: random.Random
    not_asked: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    most_fields: int = MOST_FIELDS
    fields: int = 0
    aliases: int = 0
    likely: str = "Child"
    definitions: dict[str, tuple[str, str]] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def question(self) -> Question:
        query = self.schema.query_type
        assert query is not None
        names = [
            name for name in query.fields if name not in {"viewer", *PROVEN_ELSEWHERE, *self.not_asked, *self.left_out}
        ]
        roots: list[str] = []
        for number in range(self.rng.choice((1, 1, 1, 2, 3))):
            name = self.rng.choice([*["child", "children", "person", "node"] * 4, "persons", "viewer", *names])
            alias = "" if number == 0 and self.chance(0.5) else f"{self.alias()}: "
            roots.append(f"{alias}{self.field(query.fields[name], name, DEPTH)}")
            if self.chance(0.1):
                roots.append("__typename")
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        head = f"query{self.rng.choice((' Q', '')) if not declared else ' Q'}{declared}"
        fragments = [f"fragment {name} on {type_} {body}" for name, (type_, body) in self.definitions.items()]
        self.rng.shuffle(fragments)
        return Question("\n".join([f"{head} {{ {' '.join(roots)} }}", *fragments]), self.values)

    # Selections

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def alias(self) -> str:
        self.aliases += 1
        return f"a{self.aliases}"

    def field(self, definition: GraphQLField, name: str, depth: int) -> str:
        """A field with its arguments and what is selected of it."""
        self.fields += 1
        arguments = self.arguments(definition, name)
        named = get_named_type(definition.type)
        selected = "" if is_leaf_type(named) else f" {self.selection(named, depth - 1, {})}"  # type: ignore[arg-type]
        return f"{name}{arguments}{self.directive(0.06)}{selected}"

    def directive(self, probability: float) -> str:
        if not self.chance(probability):
            return ""
        name, wanted = self.rng.choice((("include", True), ("include", False), ("skip", False), ("skip", True)))
        value = self.variable("Boolean!", wanted) if self.chance(0.6) else str(wanted).lower()
        return f" @{name}(if: {value})"

    def selection(self, type_: Composite, depth: int, scope: dict[str, str]) -> str:
        """`{ … }`; `scope` holds what has which response key among all that share the object."""
        if self.is_page(type_):
            return self.page(type_, depth)  # type: ignore[arg-type]
        parts = [self.part(type_, depth, scope) for _ in range(self.rng.choice((2, 2, 3, 4, 5)))]
        return f"{{ {' '.join(filter(None, parts)) or '__typename'} }}"

    def part(self, type_: Composite, depth: int, scope: dict[str, str]) -> str:
        roll = self.rng.random()
        if roll < 0.06:
            return f"{self.alias()}: __typename" if self.chance(0.3) else "__typename"
        spreads = [] if isinstance(type_, GraphQLUnionType) else [type_]
        if isinstance(type_, GraphQLObjectType):
            spreads += list(type_.interfaces)
        else:
            spreads += list(self.schema.get_possible_types(type_))
            if type_.name == "Node":
                likely = [self.schema.type_map["Individual"], *[self.schema.type_map[self.likely]] * 12]
                spreads += likely  # type: ignore[arg-type]
        if roll < 0.2 or isinstance(type_, GraphQLUnionType) or (roll < 0.6 and type_.name == "Node"):
            return self.fragment(self.rng.choice(spreads), depth, scope)  # type: ignore[arg-type]
        return self.selected(type_, depth, scope)

    def fragment(self, type_: Composite, depth: int, scope: dict[str, str]) -> str:
        known = [name for name, (on, _) in self.definitions.items() if on == type_.name]
        if known and self.chance(0.3):
            return f"...{self.rng.choice(known)}{self.directive(0.1)}"
        body = self.selection(type_, depth, scope)
        if self.chance(0.4):
            name = f"F{len(self.definitions)}"
            self.definitions[name] = (type_.name, body)
            return f"...{name}{self.directive(0.1)}"
        return f"... on {type_.name}{self.directive(0.1)} {body}"

    def selected(self, type_: GraphQLObjectType | GraphQLInterfaceType, depth: int, scope: dict[str, str]) -> str:
        """One field of an object."""
        drawn = {name: each for name, each in type_.fields.items() if name not in self.left_out}
        leaves = [name for name, each in drawn.items() if is_leaf_type(get_named_type(each.type))]
        others = [name for name in drawn if name not in {*leaves, *PROVEN_ELSEWHERE}]
        deeper = depth > 0 and self.fields < self.most_fields and others
        name = self.rng.choice(others if deeper and (self.chance(0.65) or not leaves) else leaves or [""])
        if not name or (name == "knownAt" and type_.name == "GuardianshipAssessment"):
            return "__typename"  # the moment of the question, when it says none, is another on each side
        text = self.field(type_.fields[name], name, depth)
        repeated = scope.get(name) == text or (name not in scope and self.chance(0.8))
        if not repeated:
            return f"{self.alias()}: {text}"
        scope[name] = text
        return text

    @staticmethod
    def is_page(type_: Composite) -> bool:
        return isinstance(type_, GraphQLObjectType) and "pageInfo" in type_.fields

    def page(self, type_: GraphQLObjectType, depth: int) -> str:
        listed: GraphQLObjectType = get_named_type(type_.fields["nodes"].type)  # type: ignore[assignment]
        parts: list[str] = []
        for _ in range(self.rng.choice((1, 2, 3))):
            kind = self.rng.choice(
                [*("nodes", "nodes", "edges", "pageInfo", "totalCount"), *(["facets"] * ("facets" in type_.fields))]
            )
            alias = f"{self.alias()}: " if any(part.startswith(kind) for part in parts) or self.chance(0.1) else ""
            if kind == "totalCount":
                parts.append(f"{alias}{kind}")
            elif kind == "nodes":
                parts.append(f"{alias}{kind} {self.selection(listed, depth, {})}")
            elif kind == "edges":
                places = self.rng.choice(
                    (("cursor",), ("node",), ("cursor", "node"), ("node", "cursor"), ("__typename",))
                )
                body = " ".join(f"node {self.selection(listed, depth, {})}" if p == "node" else p for p in places)
                parts.append(f"{alias}{kind} {{ {body} }}")
            elif kind == "pageInfo":
                flags = self.some(["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"])
                parts.append(f"{alias}{kind} {{ {' '.join(flags)} }}")
            else:
                facets: GraphQLObjectType = get_named_type(type_.fields["facets"].type)  # type: ignore[assignment]
                counted = [
                    f"{name} {{ value count }}"
                    for name in self.some([each for each in facets.fields if each not in self.left_out])
                ]
                parts.append(f"{alias}{kind} {{ {' '.join(counted)} }}")
        return f"{{ {' '.join(parts)} }}"

    def some(self, names: list[str]) -> list[str]:
        return self.rng.sample(names, self.rng.randint(1, min(3, len(names))))

    # Arguments

    def arguments(self, definition: GraphQLField, name: str) -> str:
        given: dict[str, Any] = {}
        args = definition.args
        for argument, each in args.items():
            needed = isinstance(each.type, GraphQLNonNull) and argument != "ever"
            if argument in ("first", "after", "last", "before", "orderBy"):
                continue
            if needed or self.chance({"asOf": 0.8, "knownAt": 0.35, "filter": 0.35, "ever": 0.7}.get(argument, 1)):
                given[argument] = self.argument(argument, definition, name)
        if "first" in args:
            given |= self.page_of(definition)
        written = [f"{key}: {self.given(args[key].type, value)}" for key, value in given.items()]
        return f"({', '.join(written)})" if written else ""

    def given(self, type_: Any, value: Any) -> str:
        """A literal, or a variable that stands for it."""
        if self.chance(0.35):
            return self.variable(str(type_), value)
        return self.literal(type_, value)

    def variable(self, type_: str, value: Any) -> str:
        name = f"v{len(self.declared)}"
        if self.chance(0.15) and not type_.endswith("!") and value is None:
            self.declared.append(f"${name}: {type_}")  # declared, and not given
            return f"${name}"
        if self.chance(0.1) and not isinstance(value, Mapping | list) and value is not None:
            literal = (
                value
                if type_.rstrip("!") in self.schema.type_map
                and isinstance(self.schema.type_map[type_.rstrip("!")], GraphQLEnumType)
                else json.dumps(value, ensure_ascii=False)
            )
            self.declared.append(f"${name}: {type_.rstrip('!')} = {literal}")
            return f"${name}"
        self.declared.append(f"${name}: {type_}")
        self.values[name] = value
        return f"${name}"

    def literal(self, type_: Any, value: Any) -> str:
        if isinstance(type_, GraphQLNonNull):
            return self.literal(type_.of_type, value)
        if value is None:
            return "null"
        if isinstance(type_, GraphQLList):
            return f"[{', '.join(self.literal(type_.of_type, each) for each in value)}]"
        if isinstance(type_, GraphQLInputObjectType):
            inside = [f"{key}: {self.given(type_.fields[key].type, each)}" for key, each in value.items()]
            return f"{{{', '.join(inside)}}}"
        return value if isinstance(type_, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)

    def argument(self, name: str, definition: GraphQLField, field_name: str) -> Any:
        rng, ids = self.rng, self.pools.ids
        if name == "asOf":
            return (
                rng.choice([*self.pools.days, *self.pools.days[-3:]]) + timedelta(days=rng.choice((0, 0, 0, -1, 1)))
            ).isoformat()
        if name == "knownAt":
            moment = rng.choice([*self.pools.moments, *self.pools.moments[-3:] * 3]) + timedelta(
                seconds=rng.choice((0, 0, 0, -1))
            )
            return moment.isoformat()
        if name in ("from", "to"):
            return (min if name == "from" else max)(self.pools.days).isoformat()
        if name == "code":
            return rng.choice(ids["Division"])
        if name == "id" and field_name == "rule":
            return rng.choice((*RULES, "NO_RULE"))
        if name == "id":
            type_ = get_named_type(definition.type).name
            if type_ == "Node":
                self.likely = rng.choice(["Child", "Person", *ids])
                return f"{self.likely}:{rng.choice(ids[self.likely])}"
            return rng.choice(("", f"{type_}:")) + rng.choice(ids[type_])
        if name == "division":
            return rng.choice(self.pools.divisions)
        if name == "within":
            return rng.choice((None, 1, 30, 90, 400))
        if name == "until":
            return rng.choice([*self.pools.days, date(2040, 1, 1)]).isoformat()
        if name == "rules":
            return self.some(list(RULES))
        if name == "ever":
            return rng.choice((True, True, True, False))
        filter_type: GraphQLInputObjectType = get_named_type(definition.args["filter"].type)  # type: ignore[assignment]
        keys = [key for key in filter_type.fields if key not in {*self.not_asked, *self.left_out}]
        return {key: self.wanted(key, filter_type.name) for key in self.some(keys)[:2]}

    def wanted(self, key: str, filter_type: str) -> Any:
        rng, ids = self.rng, self.pools.ids
        if self.chance(0.06):
            return None
        draw: Mapping[str, Callable[[], Any]] = {
            "division": lambda: rng.choice(
                [
                    *(code.rstrip("0") or code for code in ids["Division"] if len(code.rstrip("0")) in (2, 4, 6, 9)),
                    *ids["Division"],
                ]
            ),
            "withoutDivision": lambda: rng.choice((True, True, False)),
            "age": lambda: rng.choice(
                ({"min": 10}, {"max": 12}, {"min": 0, "max": 16}, {"min": 18}, {"min": 5, "max": None}, {})
            ),
            "sex": lambda: rng.choice((["MALE"], ["FEMALE", "UNKNOWN"], [])),
            "grade": lambda: self.some(["NOT_REQUIRED", "EFFECTIVE", "ENTRUSTED", "ABSENT", "NONE", "UNKNOWN"]),
            "effective": lambda: rng.choice((True, False)),
            "guardianState": lambda: {
                "states": self.some(
                    ["DECEASED", "MINOR", "ABLE", "AWAY", "DETAINED", "REVOKED", "INCAPACITATED", "CLOSED"]
                ),
                **({} if self.chance(0.5) else {"kinds": self.some(["PARENT", "GUARDIAN", "CARER"])}),
            },
            "school": lambda: rng.choice(ids["School"]),
            "enrolmentStatus": lambda: self.some(["ENROLLED", "DROPPED_OUT", "GRADUATED"]),
            "household": lambda: rng.choice(ids["Household"]),
            "registrationType": lambda: self.some(["RURAL", "URBAN"]),
            "search": lambda: rng.choice(self.pools.names),
            "idNumber": lambda: rng.choice(("990101198503140118", "990101 19850314 0118", "9901", "")),
            "phone": lambda: rng.choice(("13900000001", "139-0000-0001", "139")),
            "personIds": lambda: self.some(list(ids["Person"])),
            "stage": lambda: rng.choice(("primary", "junior")) if filter_type == "SchoolFilter" else ["primary"],
            "rules": lambda: self.some(list(RULES)),
            "severity": lambda: self.some(["HIGH", "MEDIUM", "LOW"]),
            "answer": lambda: self.some(["YES", "UNDETERMINED"]),
            "kind": lambda: (
                self.some(["CATEGORY", "WARNING", "FINDING"])
                if filter_type == "DetectionFilter"
                else self.some(["CHILD_WELFARE_INSTITUTION", "CIVIL_AFFAIRS_BUREAU", "VILLAGE_COMMITTEE"])
            ),
            "role": lambda: self.some(["CHILD_DIRECTOR", "LIAISON"]),
            "status": lambda: self.some(["ENROLLED", "GRADUATED"]),
            "code": lambda: self.some(["GUARDIAN_MINOR", "ENROLMENTS_OVERLAP", "DIVISION_UNKNOWN", "ACT_AFTER_DEATH"]),
            "resolved": lambda: rng.choice((True, False)),
        }
        return draw[key]()

    def page_of(self, definition: GraphQLField) -> dict[str, Any]:
        """Size, cursors and order of a page."""
        given: dict[str, Any] = {}
        order = ""
        listed = get_named_type(get_named_type(definition.type).fields["nodes"].type)  # type: ignore[union-attr]
        if "orderBy" in definition.args and self.chance(0.5):
            fields: GraphQLEnumType = self.schema.type_map[f"{listed.name}OrderField"]  # type: ignore[assignment]
            order = self.rng.choice([each for each in fields.values if each not in self.not_asked])
            given["orderBy"] = {"field": order}
            if self.chance(0.6):
                given["orderBy"]["direction"] = self.rng.choice(("ASC", "DESC"))
        size = self.rng.choice((0, 1, 2, 2, 3, 5))
        roll = self.rng.random()
        if roll < 0.65:
            given["first"] = size
        elif roll < 0.9:
            given["last"] = size
        for argument, probability in (("after", 0.2), ("before", 0.15)):
            if self.chance(probability):
                given[argument] = None if self.chance(0.1) else self.cursor(listed.name, order)  # type: ignore[union-attr]
        return given

    def cursor(self, listed: str, order: str) -> str:
        """A place in an order, where something may be or not."""
        rng, pools = self.rng, self.pools
        if listed in ("Child", "Person"):
            division, born = rng.choice(["", *pools.divisions]), rng.choice(pools.birthdays)
            person = rng.choice(pools.ids["Person"])
            keys = {
                "NAME": [rng.choice(pools.names), person],
                "BIRTH_DATE": [born, person],
            }.get(order, [division, born, person])
        elif listed == "Detection":
            place = [rng.choice(["", *pools.divisions]), f"{rng.choice(pools.ids['Person'])}/{rng.choice(RULES)}/1"]
            keys = {"SEVERITY": [rng.choice("123"), *place], "RULE": [rng.choice(RULES), *place]}.get(order, place)
        elif listed == "GuardianshipEnding":
            keys = [rng.choice(pools.days).isoformat(), rng.choice(pools.ids["Person"])]
        elif listed in ("DataQualityFinding", "ImportReport"):
            keys = ["2026-10-28T01:00:00Z", rng.choice(("", "M", "~"))]
        elif listed in pools.ids:
            keys = [rng.choice(["", *pools.divisions]), rng.choice(pools.ids[listed])]
        else:
            keys = [
                rng.choice((*pools.birthdays, "0001-01-01", "2026-10-01")),
                rng.choice(("", "ENR-005", "X-R7", "X-R99")),
            ]
        text = json.dumps([order, *keys], ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
