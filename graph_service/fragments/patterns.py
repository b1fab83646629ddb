"""The one place where visibility and time reach a pattern.

In every MATCH of every fragment, whatever field, filter, count, facet or path it belongs to,

- a relationship that is a fact must hold on the day (`from <= $as_of < to`), unless its variable is called `ever…`;
- a node that is met first, known by its label, must be visible to who asks (`cypher/access/<ROLE>.<Label>.cypher`; no
  file, not visible), unless the fragment's header says that it sees everything;
- with `knownAt`, former versions of facts count while they had not been retracted, and an entity's properties are those
  of its version in force then: a variable `person` gets a twin `personKnown`, and `person.name` reads
  `personKnown.name`. One that was not known then is not there; to a fragment that sees everything it has no properties.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_service.fragments.parsing import Fragment, Match, fragment, refuse
from graph_service.model.facts import ENTITIES, FACTS, LINKS, RECORDED

_WORD = re.compile(
    r"""(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\$(?P<parameter>\w+)
    |\bfields\.(?P<field>\w+\.\w+)\((?P<of>\w+)(?P<shared>(?:,\s*\w+)*)\)
    |(?<![\w.$])(?P<word>[A-Za-z_]\w*)(?P<property>\s*\.\s*(?=[a-z]))?""",
    re.VERBOSE,
)
_CONDITION = re.compile(r"access/\w+\.\w+$")
_TYPE = re.compile(r"\btype\((\w+(?:\[\w+\])?)\)")


@dataclass(frozen=True, slots=True)
class Variable:
    """A name in the statement, and the name that its properties are read from."""

    name: str
    base: str

    @classmethod
    def plain(cls, name: str) -> "Variable":
        return cls(name, name)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who asks, as far as statements are concerned.

    Args:
        role: statements are the same for all who have it; None: the service itself, which sees everything.
        known: whether the question is what was known at an earlier moment.
        facts: types of facts that the role sees; None: all of them.
        like: the role whose conditions hold where this one has none of its own.
        withheld: fields, as `<Type>.<field>`, that are not shown for the purpose of the question.
    """

    role: str | None
    known: bool
    facts: frozenset[str] | None
    like: str | None = None
    withheld: frozenset[str] = frozenset()

    def shows(self, types: Iterable[str], field: str) -> bool:
        """Whether a field of these types, a type and its interfaces, is shown for the purpose of the question."""
        return self.withheld.isdisjoint(f"{each}.{field}" for each in types)

    def sees(self, fact: str) -> bool:
        """Whether facts of this type can be seen at all."""
        return self.facts is None or fact in self.facts

    def own(self, name: str) -> Fragment | None:
        """What the role has of its own: of a label, what a node must satisfy to be seen (without it none is); of
        `<Type>.<field>`, what is shown instead.
        """
        found = fragment(f"access/{self.role}.{name}")
        return fragment(f"access/{self.like}.{name}") if found is None and self.like else found


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment put to use.

    Attributes:
        clauses: the body, guarded.
        subject: the expression of what it leads to.
        variables: of what is returned by a plain name, the variable by the name that it is returned under.
        order: `ORDER BY …` or empty.
    """

    clauses: str
    subject: str
    variables: Mapping[str, Variable]
    order: str

    def collected(self, row: str) -> str:
        """A list of rows, one expression each."""
        return f"COLLECT {{ {self.clauses} RETURN {row} AS row {self.order} }}"

    def value(self) -> str:
        """The one value that it returns; null without a row."""
        return f"head(COLLECT {{ {self.clauses} RETURN {self.subject} }})" if self.clauses else f"({self.subject})"


@dataclass(frozen=True, slots=True)
class Use:
    """How a fragment is put to use.

    Args:
        node: what `node` is.
        depth: how many fragments it is inside of; keeps names apart.
        own: names in the statement of the fragment's own parameters.
        ever: the subject need not hold on the day.
        where: conditions on the subject, given its variable; they go into the clause that introduces it.
        values: expressions that stand for parameters of the fragment, by name.
        shared: names of the fragment that mean what they mean where it is included.
    """

    node: Variable
    depth: int
    own: Mapping[str, str] = field(default_factory=dict[str, str])
    ever: bool = False
    where: Callable[[Variable], Sequence[str]] | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    shared: Mapping[str, Variable] = field(default_factory=dict[str, Variable])


def instantiate(source: Fragment, use: Use, sight: Sight) -> Piece:
    """The fragment with names of its own, its patterns guarded."""
    return _Instance(source, use, sight).piece()


class _Instance:
    def __init__(self, source: Fragment, use: Use, sight: Sight) -> None:
        self.source, self.use, self.sight = source, use, sight
        self.names = {name: Variable.plain(f"{name}{use.depth}") for name in source.variables}
        self.names |= {"node": use.node, **use.shared}
        if sight.known:
            for name, labels in source.labels.items():
                if ENTITIES.intersection(labels):
                    renamed = self.names[name].name
                    self.names[name] = Variable(renamed, f"{renamed}Known")

    def piece(self) -> Piece:
        source = self.source
        subject = source.subject
        clauses, done = "", 0
        edits = [edit for match in source.matches for edit in self._edits(match, subject)]
        edits += [
            (place, f", {self.names[name].base}", place) for place, name in source.carried if self._has_twin(name)
        ]
        edits.sort(key=lambda edit: edit[0])
        for place, text, resume in edits:
            clauses += self._renamed(source.body[done:place]) + text
            done = resume
        clauses += self._renamed(source.body[done:])
        if self.use.where and not any(subject in match.nodes and match.nodes[subject] for match in source.matches):
            variable = self.names.get(subject, Variable.plain(subject))
            wanted = self.use.where(variable)
            if wanted:
                clauses += f" WITH * WHERE {' AND '.join(wanted)}"
        return Piece(
            clauses.strip(),
            self._renamed(subject),
            {name: self.names[of] for name, of in source.returns.items() if of in self.names},
            self._renamed(source.order),
        )

    def _edits(self, match: Match, subject: str) -> list[tuple[int, str, int]]:
        """What to put into the body for one MATCH: place, text, where the body goes on."""
        holds = [text for name, types in match.relationships.items() for text in self._holds(name, types, subject)]
        seen = [text for name, labels in match.nodes.items() if labels for text in self._seen(name, labels)]
        if self.use.where and match.nodes.get(subject):
            seen += self.use.where(self.names[subject])
        twins = [self.names[name] for name, labels in match.nodes.items() if labels and self._has_twin(name)]
        if twins:
            versions = ", ".join(f"{_version(twin.name)} AS {twin.base}" for twin in twins)
            if not self._sees_everything:
                seen = [f"{twin.base} IS NOT NULL" for twin in twins] + seen
            before = f" WHERE {' AND '.join(holds)}" if holds else ""
            guard = f"{before} WITH *, {versions} WHERE {' AND '.join(seen or ['true'])}"
        else:
            guard = f" WHERE {' AND '.join([*holds, *seen])}" if holds or seen else ""
        if not guard:
            return []
        if match.condition is None:
            return [(match.pattern_end, f"{guard} ", match.pattern_end)]
        start, end = match.condition
        opening, closing = (" AND (", ") ") if match.has_or else (" AND ", "")
        edits = [(match.pattern_end, f"{guard}{opening}", start)]
        return [*edits, (end, closing, end)] if closing else edits

    @property
    def _sees_everything(self) -> bool:
        """What decides who is visible cannot itself depend on that."""
        return self.sight.role is None or self.source.sees_everything or _CONDITION.match(self.source.name) is not None

    def _has_twin(self, name: str) -> bool:
        return name in self.names and self.names[name].base != self.names[name].name

    def _holds(self, name: str, types: Sequence[str], subject: str) -> list[str]:
        """The conditions on a relationship in both times."""
        if LINKS.issuperset(types):
            return []
        if not FACTS.issuperset(types):
            raise refuse(self.source.name, f"these are not all facts, nor all links: {', '.join(types)}")
        variable = self.names[name].name
        found: list[str] = []
        if not self._sees_everything and not all(map(self.sight.sees, types)):
            seen = [f"{variable}:{type_}" for type_ in types if self.sight.sees(type_)]
            found.append(f"({' OR '.join(seen)})" if seen else "false")
        if not name.startswith("ever") and not (self.use.ever and name == subject):
            found += [f"{variable}.from <= $as_of", f"$as_of < {variable}.to"]
        if self.sight.known:
            found += [
                f"{variable}.recordedAt <= $known_at",
                f"({variable}.retractedAt IS NULL OR $known_at < {variable}.retractedAt)",
            ]
        return found

    def _seen(self, name: str, labels: Sequence[str]) -> list[str]:
        """The conditions on a node that is met first."""
        variable = self.names[name]
        found = [
            f"{variable.name}.{RECORDED[label]} <= $known_at"
            for label in labels
            if self.sight.known and label in RECORDED
        ]
        if self._sees_everything:
            return found
        by_label = {label: self._visible(variable, label) for label in labels}
        if len(by_label) == 1:
            (condition,) = by_label.values()
            return found if condition == "true" else [*found, condition]
        if set(by_label.values()) == {"true"}:
            return found
        cases = " ".join(f"WHEN {variable.name}:{label} THEN {text}" for label, text in by_label.items())
        return [*found, f"CASE {cases} END"]

    def _visible(self, variable: Variable, label: str) -> str:
        source = self.sight.own(label)
        if source is None:
            return "false"
        if not source.body.startswith("WHERE"):
            raise refuse(source.name, "it must be one WHERE")
        use = Use(variable, self.use.depth + 1)
        text = _Instance(source, use, self.sight).piece().clauses.removeprefix("WHERE").strip()
        return text if text == "true" else f"({text})"

    def _renamed(self, text: str) -> str:
        """The text with this instance's names, parameters, twins and, inside, the fields that it names."""
        if self.sight.known:
            text = _TYPE.sub(r"replace(type(\1), 'FORMER_', '')", text)
        result, done = "", 0
        for word in _WORD.finditer(text):
            replacement = self._word(text, word)
            if replacement is not None:
                result += text[done : word.start()] + replacement
                done = word.end()
        return result + text[done:]

    def _word(self, text: str, word: re.Match[str]) -> str | None:
        if word["text"]:
            return None
        if word["parameter"]:
            given = self.use.values.get(word["parameter"])
            return given or f"${self.use.own.get(word['parameter'], word['parameter'])}"
        if word["field"]:
            return self._included(word["field"], word["of"], re.findall(r"\w+", word["shared"]))
        name, before = word["word"], text[: word.start()].rstrip()[-1:]
        if before in {":", "|"} and name in FACTS:
            return f"{name}|FORMER_{name}" if self.sight.known else None
        after = text[word.end() :].lstrip()[:1]
        is_key = after == ":" and before in {"{", ","} and not word["property"]
        if name not in self.names or is_key or after == "(":
            return None
        variable = self.names[name]
        return f"{variable.base}." if word["property"] else variable.name

    def _included(self, name: str, of: str, shared: Sequence[str]) -> str:
        source = fragment(f"fields/{name}")
        if source is None:
            raise refuse(self.source.name, f"there is no field {name}")
        use = Use(self.names[of], self.use.depth + 1, shared={each: self.names[each] for each in shared})
        piece = _Instance(source, use, self.sight).piece()
        return piece.value() if source.is_value else piece.collected(piece.subject)


def _version(name: str) -> str:
    """The node itself, or the version of it that was in force at the moment; null when it was not known.

    One that has no row of its own, withdrawn by then or only named by others, is itself: nothing but its id.
    """
    return (
        f"CASE WHEN coalesce({name}.recordedAt, {name}.withdrawnAt, $known_at) <= $known_at THEN {name} "
        "ELSE head(COLLECT { "
        f"MATCH ({name})-[:HAD_VERSION]->(version:Version) "
        f"WHERE version.recordedAt <= $known_at AND $known_at < version.retractedAt RETURN version }}) END"
    )
