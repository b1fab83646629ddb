"""Fragments: the pieces of Cypher that the compiler puts together, one per file, legal Cypher by themselves.

`cypher/fields/<Type>.<field>.cypher` leads from `node`, an instance of the type, to what the field shows:
`MATCH … RETURN subject, end, … ORDER BY …`, or `RETURN expression`. `cypher/access/<ROLE>.<Type>.<field>.cypher` is
what it shows a role instead. `cypher/filters/<Type>.<field>.cypher` narrows a list of `node` by `$value`: `WHERE …` or
`MATCH …`, or `UNWIND … MATCH …` when the value says which they are. `cypher/access/<ROLE>.<Label>.cypher` says which
`node` a role sees: `WHERE …`. `fields.<Type>.<field>(variable, other)` puts a fragment inside another one: the variable
is its `node`, and further names mean there what they mean here. What every fragment may rely on is said in `patterns`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.statements import cypher_folder, statement, without_comments

SEES_EVERYTHING = "Sees everything"
"""In the header of a fragment whose answer must not depend on who asks; what it leads to is guarded when shown."""

_OPENING, _CLOSING = "({[", ")}]"
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|(?P<bracket>[({\[\])}])|\b(?<!STARTS\s)(?<!ENDS\s)
    (?P<keyword>MATCH|WHERE|RETURN|WITH|UNWIND|CALL|ORDER\s+BY|SKIP|LIMIT|UNION|OR|XOR)\b""",
    re.VERBOSE,
)
_ENDED = r"(?=\s*(?:[\])}{]|WHERE\b))"
_NODE = re.compile(rf"(?<!\w)\(\s*(?P<name>\w*)\s*(?::\s*(?P<labels>\w+(?:\|\w+)*){_ENDED}|(?P<bare>{_ENDED}))?")
_RELATIONSHIP = re.compile(rf"\[\s*(?P<name>\w*)\s*(?::\s*(?P<types>\w+(?:\|\w+)*){_ENDED})?")
_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_UNREADABLE = (
    (re.compile(r"[^\x00-\x7f]|`"), "outside of texts it may hold plain characters only"),
    (re.compile(r"\b(?!MATCH\b)[Mm][Aa][Tt][Cc][Hh]\b"), "MATCH is written so"),
    (re.compile(r"\bOPTIONAL\s+MATCH\b"), "a guard would drop the rows that OPTIONAL MATCH keeps"),
    (re.compile(r"\bCALL\b(?!\s*[({])", re.IGNORECASE), "it may call no procedure"),
    (
        re.compile(r"\b(?:COUNT|EXISTS|COLLECT)\s*\{(?!\s*(?:MATCH|WITH|UNWIND|CALL|RETURN)\b)", re.IGNORECASE),
        "every pattern stands behind MATCH",
    ),
    (
        re.compile(r"\b(?:CREATE|MERGE|INSERT|SET|REMOVE|DELETE|FOREACH|LOAD|USE)\b", re.IGNORECASE),
        "it may only read",
    ),
)
"""What would let a pattern slip past the guard, by the reason that is given."""
_PATTERN = re.compile(r"\)\s*<?\s*-\s*[\[-]")
_REPEATED = re.compile(r"[->]\s*[+*{]")
_ALIAS = re.compile(r"\bAS\s+(\w+)")
_ITEM = re.compile(r"(?:(?<=WITH)|(?<=DISTINCT)|(?<=,))\s+(?P<name>[a-z]\w*)\s*(?=,|\Z)")
_RETURNED = re.compile(r"(?P<of>[a-z]\w*)(?:\s+AS\s+(?P<name>\w+))?")
_COMPREHENSION = re.compile(r"(?:[\[(]\s*|,\s*)(\w+)\s+IN\b")


@dataclass(frozen=True, slots=True)
class Match:
    """One MATCH clause, by places in the text of its fragment.

    Attributes:
        start, pattern_end: where it begins, and where its pattern ends.
        condition: where the condition after WHERE begins and ends; None without one.
        has_or: whether the condition has an OR outside all brackets.
        nodes: labels by variable, of the nodes that it introduces; no labels where it meets a known one again.
        relationships: types by variable.
    """

    start: int
    pattern_end: int
    condition: tuple[int, int] | None
    has_or: bool
    nodes: dict[str, tuple[str, ...]]
    relationships: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Fragment:
    """One file, parsed.

    Attributes:
        name: path below `cypher/` without the suffix.
        body: the clauses before RETURN; may be empty.
        returns: what follows RETURN by name: the subject, then ends by the field that they answer (`node AS child`).
        order: `ORDER BY …` with its keywords, or empty.
        sees_everything: visibility does not apply inside.
    """

    name: str
    body: str
    returns: Mapping[str, str]
    order: str
    sees_everything: bool

    @property
    def subject(self) -> str:
        """Name of what it leads to; an expression when that has no name."""
        return next(iter(self.returns.values()), "")

    @property
    def is_value(self) -> bool:
        """Whether it returns one expression, for one row."""
        return not self.subject.isidentifier()

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        return tuple(_matches(self.name, self.body, sees_everything=self.sees_everything))

    @cached_property
    def carried(self) -> tuple[tuple[int, str], ...]:
        """Where a WITH carries a plain name on: the place behind it, and the name."""
        words = _keywords(self.body)
        found: list[tuple[int, str]] = []
        for index, (word, start, depth) in enumerate(words):
            if word == "WITH":
                following = (place for word_, place, depth_ in words[index + 1 :] if _ends(word_, depth_, depth))
                end = next(following, len(self.body))
                items = _ITEM.finditer(_flat(self.body[start:end]), len("WITH"))
                found += [(start + item.end("name"), item["name"]) for item in items]
        return tuple(found)

    @cached_property
    def variables(self) -> frozenset[str]:
        """Every name that the body declares."""
        found = {name for match in self.matches for name in (*match.nodes, *match.relationships)}
        found |= set(_ALIAS.findall(self.body)) | set(
            _COMPREHENSION.findall(f"{self.body}({','.join(self.returns.values())})")
        )
        return frozenset(found - {"node"})

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Labels by variable, of every node that the body introduces."""
        return {name: labels for match in self.matches for name, labels in match.nodes.items() if labels}

    @cached_property
    def types(self) -> dict[str, tuple[str, ...]]:
        """Types by variable, of every relationship of the body."""
        return {name: types for match in self.matches for name, types in match.relationships.items()}


@cache
def fragment(name: str) -> Fragment | None:
    """The fragment in `cypher/<name>.cypher`; None when there is no such file.

    Raises:
        ServiceError: STATEMENT_INVALID when it breaks a rule that the compiler relies on.
    """
    if not (cypher_folder() / f"{name}.cypher").is_file():
        return None
    source = statement(name)
    return parse(name, source.text, sees_everything=SEES_EVERYTHING in source.answers)


def parse(name: str, text: str, *, sees_everything: bool = False) -> Fragment:
    """The fragment of a text, every pattern of which can be guarded.

    Raises:
        ServiceError: as `fragment`.
    """
    text = without_comments(text)
    bare = _bare(text)
    for unreadable, reason in _UNREADABLE:
        if unreadable.search(bare):
            raise refuse(name, reason)
    body, returned, order = _parts(text)
    parsed = Fragment(name, body, _listed(returned), order, sees_everything)
    outside = list(_bare(body))
    for match in parsed.matches:
        outside[match.start : match.pattern_end] = " " * (match.pattern_end - match.start)
    beside = f"{''.join(outside)} {_bare(returned)} {_bare(order)}"
    if _PATTERN.search(beside) or re.search(r"\bMATCH\b", beside):
        raise refuse(name, "every pattern stands behind MATCH, and none behind the last RETURN")
    if numbered := sorted(each for each in parsed.variables if each[-1].isdigit()):
        raise refuse(name, f"names end in no digit, which tells uses apart: {', '.join(numbered)}")
    return parsed


def condition_first(text: str) -> tuple[str, str]:
    """The condition of a text that begins with `WITH * WHERE …`, and the rest.

    The condition is empty, and the rest all of it, when it does not begin so or the condition has a pattern.
    """
    text = without_comments(text).strip()
    begun = re.match(r"WITH\s+\*\s+WHERE\b", text)
    if not begun:
        return "", text
    words = [word for word in _keywords(text) if word[1] > begun.end()]
    end = next((place for word, place, depth in words if _ends(word, depth, 0)), len(text))
    if any(word == "MATCH" and place < end for word, place, _ in words):
        return "", text
    return text[begun.end() : end].strip(), text[end:]


def _bare(text: str) -> str:
    """The text with nothing in its literals, as long as before."""
    return _LITERAL.sub(lambda literal: "'" * len(literal[0]), text)


def _flat(text: str) -> str:
    """The text with dots for all that stands in brackets, as long as before."""
    depth, flat = 0, ""
    for character in text:
        depth -= character in _CLOSING
        flat += "." if depth > 0 else character
        depth += character in _OPENING
    return flat


def refuse(name: str, reason: str) -> ServiceError:
    return ServiceError(
        ErrorCode.STATEMENT_INVALID,
        "The file {file} cannot be compiled: {reason}.",
        "Correct the file.",
        file=f"cypher/{name}.cypher",
        reason=reason,
    )


def _parts(text: str) -> tuple[str, str, str]:
    """Body, what is returned, and the order."""
    starts = [start for word, start, depth in _keywords(text) if word == "RETURN" and depth == 0]
    if not starts:
        return text, "", ""
    body, rest = text[: starts[-1]].strip(), text[starts[-1] + len("RETURN") :].strip()
    orders = [start for word, start, depth in _keywords(rest) if word == "ORDER BY" and depth == 0]
    cut = orders[-1] if orders else len(rest)
    return body, rest[:cut].strip(), rest[cut:].strip()


def _listed(returned: str) -> dict[str, str]:
    """The returned names, else the one expression under its own text."""
    items = [_RETURNED.fullmatch(part.strip()) for part in returned.split(",")]
    if not returned or not all(items):
        return {returned: returned} if returned else {}
    return {item["name"] or item["of"]: item["of"] for item in items if item}


def _keywords(text: str) -> list[tuple[str, int, int]]:
    """Keywords outside of text literals: word, place, depth of brackets around it; closing brackets count as words."""
    found: list[tuple[str, int, int]] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        bracket, keyword = token["bracket"], token["keyword"]
        if bracket:
            depth += 1 if bracket in _OPENING else -1
            if bracket in _CLOSING:
                found.append((bracket, token.start(), depth))
        elif keyword:
            found.append((" ".join(keyword.split()), token.start(), depth))
    return found


def _ends(word: str, depth: int, clause_depth: int) -> bool:
    """Whether this word ends a clause that began at that depth."""
    return depth < clause_depth or (depth == clause_depth and word not in {"OR", "XOR", *_CLOSING})


def _matches(name: str, body: str, *, sees_everything: bool) -> list[Match]:
    found: list[Match] = []
    words = _keywords(body)
    met: dict[str, tuple[int, int]] = {}
    for index, (word, start, depth) in enumerate(words):
        if word != "MATCH":
            continue
        ends = [(each, place) for each, place, depth_ in words[index + 1 :] if _ends(each, depth_, depth)]
        ends.append(("", len(body)))
        (first, pattern_end), *later = ends
        condition = (pattern_end + len("WHERE"), later[0][1]) if first == "WHERE" else None
        inside = [each for each, place, depth_ in words if condition and depth_ == depth and _within(place, condition)]
        pattern = _bare(body[start:pattern_end])
        seen = {"node"} | {each for each, where in met.items() if _is_in_scope(each, where, start, words, body)}
        nodes = _nodes(name, pattern, seen, sees_everything=sees_everything)
        met |= {each: (pattern_end, depth) for each, labels in nodes.items() if labels}
        has_or = bool({"OR", "XOR"} & set(inside))
        found.append(Match(start, pattern_end, condition, has_or, nodes, _relationships(name, pattern)))
    return found


def _within(place: int, span: tuple[int, int]) -> bool:
    return span[0] <= place < span[1]


def _is_in_scope(name: str, met: tuple[int, int], place: int, words: Sequence[tuple[str, int, int]], body: str) -> bool:
    """Whether a name still means the node that was met: its brackets are open, no WITH dropped it, no AS took it."""
    begun, depth = met
    between = [(index, word) for index, word in enumerate(words) if begun <= word[1] < place]
    if any(depth_ < depth for _, (_, _, depth_) in between) or re.search(rf"\bAS\s+{name}\b", body[begun:place]):
        return False
    for index, (word, start, depth_) in between:
        if word == "WITH" and depth_ == depth:
            ends = (place_ for word_, place_, each in words[index + 1 :] if _ends(word_, each, depth))
            carried = body[start : next(ends, len(body))]
            if not re.search(rf"\*|\b{name}\b", carried):
                return False
    return True


def _nodes(name: str, pattern: str, seen: set[str], *, sees_everything: bool) -> dict[str, tuple[str, ...]]:
    """Labels by name of the nodes of a pattern."""
    found: dict[str, tuple[str, ...]] = {}
    for node in _NODE.finditer(pattern):
        labels = tuple(node["labels"].split("|")) if node["labels"] else ()
        known = bool(labels) or (node["bare"] is not None and (node["name"] in seen | found.keys() or sees_everything))
        if not node["name"] or not known:
            raise refuse(name, f"every node needs a name, and a label where it is met first: {node[0]}")
        found[node["name"]] = labels or found.get(node["name"], ())
    return found


def _relationships(name: str, pattern: str) -> dict[str, tuple[str, ...]]:
    """Types by name of the relationships of a pattern."""
    found: dict[str, tuple[str, ...]] = {}
    for relationship in _RELATIONSHIP.finditer(pattern):
        if not relationship["name"] or not relationship["types"]:
            raise refuse(name, f"every relationship needs a name and a type: {relationship[0]}")
        found[relationship["name"]] = tuple(relationship["types"].split("|"))
    if "--" in pattern or _REPEATED.search(pattern):
        raise refuse(name, "every relationship needs a name and a type")
    return found
