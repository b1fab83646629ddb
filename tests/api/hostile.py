"""Draws requests as somebody sends them who means harm: documents, bodies, URLs and headers of many kinds.

They are sent by `test_hostile.py`, which holds that none is a surprise, and by `make bench`, which says how long they
take.
"""

import json
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

JSON = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}

VALID = (
    "{ viewer { role division { name } } }",
    "query Q($id: ID!, $on: Date) { child(id: $id, asOf: $on) { id name parents { parent { name } } } }",
    "{ children(first: 5, filter: {age: {min: 3}}) { totalCount nodes { ...F } } } fragment F on Child { id grade }",
    'mutation { recordVisit(input: {workerId: "W", personId: "P", date: "2026-01-01"}) { __typename } }',
)
"""What is spoilt a little."""

SIZES = (1, 3, 10, 40, 150, 600, 2_500, 10_000)
"""How much of something: below the limits, about them, and far above."""

TEXTS = (
    *("", " ", "\x00", "\\", '"', "'", "`", "}", "{}", "$x", "%s%n", "${7*7}", "{{7*7}}", "../../etc/passwd", "\ufeff"),
    *("' OR 1=1 //", "'}) DETACH DELETE (n) //", "\\u0027}) RETURN 1 //", "; DROP TABLE", "|| ls", "$(id)", "`id`"),
    *("<script>alert(1)</script>", "javascript:alert(1)", "http://169.254.169.254/", "file:///etc/passwd", "\r\nX: y"),
    *("a\nlevel=error forged line", "\u202eabc", "\U0001f468\u200d\U0001f469", "é" * 50, "e\u0301" * 50, "\U0010ffff"),
    *("__proto__", "constructor", "__class__", "NaN", "Infinity", "-0", "1e999", "0x10", "null", "true"),
)

NUMBERS = (
    "0",
    "-0",
    "-1",
    "1e400",
    "-1e400",
    "1.7976931348623157e309",
    "2147483648",
    "-2147483649",
    "9" * 30,
    "9" * 5000,
)

TYPES = (
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/xml", "", "*/*"),
    *("application/json; charset=utf-16", "application/json; charset=", "application/graphql", "application/json, x"),
    *("application/json;" + "a=b;" * 200, "\xff\xfe", "application/JSON\t;charset=utf-8"),
)


@dataclass(frozen=True)
class Hostile:
    """One request.

    Attributes:
        kind: what is wrong with it.
    """

    kind: str
    body: bytes
    method: str = "POST"
    query: str = ""
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))


def hostile(count: int, seed: int) -> Iterator[Hostile]:
    """So many requests, of all kinds in turn; always the same for the same seed."""
    rng = random.Random(seed)
    kinds = list(KINDS)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        drawn = KINDS[kind](rng)
        yield drawn if isinstance(drawn, Hostile) else Hostile(kind, drawn if isinstance(drawn, bytes) else body(drawn))


def body(text: str, variables: Any = None, **more: Any) -> bytes:
    """The JSON of a document."""
    return json.dumps({"query": text, "variables": variables, **more}).encode("utf-8", "surrogatepass")


def _size(rng: random.Random) -> int:
    return rng.choice(SIZES) + rng.randrange(3)


# -- documents --------------------------------------------------------------------------------------------------------


def deep_fields(rng: random.Random) -> str:
    size = _size(rng)
    inner = rng.choice(("parents { parent", "division { parent", "children { child", "a: parents { b: parent"))
    return "{ persons { nodes { " + f"{inner} {{ " * size + "id" + " }" * (inner.count("{") + 1) * size + " } } }"


def unclosed(rng: random.Random) -> str:
    return rng.choice(
        ("{", "{a", "[", "{a(b:", "{a(b:[", "{a(b:{c:", "query(", "query($a:[", "fragment F on X{", "{...on A{")
    )[:20] * _size(rng)


def wide(rng: random.Random) -> str:
    field_ = rng.choice(("id", "name", "nothing", "__typename", "viewer { role }", "parents { kind }"))
    return f"{{ persons {{ nodes {{ {f'{field_} ' * _size(rng)} }} }} }}"


def aliases(rng: random.Random) -> str:
    field_ = rng.choice(("__typename", "viewer { role }", "children { totalCount }", 'child(id: "P1") { name }', "x"))
    return "{ " + " ".join(f"a{i}: {field_}" for i in range(_size(rng))) + " }"


def fragment_circle(rng: random.Random) -> str:
    size = min(_size(rng), 600)
    spread = rng.choice(("...F{0}", "parents {{ parent {{ ...F{0} }} }}", "...F{0} ...F{0}", "a: id ...F{0} b: id"))
    parts = [f"fragment F{i} on Person {{ {spread.format((i + 1) % size)} }}" for i in range(size)]
    return " ".join(['{ person(id: "P") { ...F0 } }', *parts])


def fragment_doubling(rng: random.Random) -> str:
    size = min(_size(rng), 600)
    spread = rng.choice(
        ("...F{0} ...F{0}", "a: parents {{ parent {{ ...F{0} }} }} b: parents {{ parent {{ ...F{0} }} }}")
    )
    parts = [f"fragment F{i} on Person {{ {spread.format(i + 1)} }}" for i in range(size)]
    return " ".join(['{ person(id: "P") { ...F0 } }', *parts, f"fragment F{size} on Person {{ id }}"])


def directives(rng: random.Random) -> str:
    one = rng.choice(
        ("@include(if: true)", "@skip(if: false)", "@a", "@deprecated", "@skip(if: $x)", "@skip(if: 7)", "@")
    )
    return f"{{ __typename {f'{one} ' * _size(rng)} }}"


def definitions(rng: random.Random) -> str:
    one = rng.choice(
        ("query Q{0} {{ __typename }}", "fragment G{0} on Query {{ __typename }}", "query Same {{ x }}", "{{ x }}")
    )
    return " ".join(one.format(i) for i in range(_size(rng)))


def variable_definitions(rng: random.Random) -> str:
    type_ = rng.choice(("Int", "[" * 30 + "Int" + "]" * 30, "Child", "ChildFilter", "Nothing", "Int!", "ID = 7"))
    return "query (" + " ".join(f"$v{i}: {type_}" for i in range(_size(rng))) + ") { __typename }"


def arguments(rng: random.Random) -> str:
    given = " ".join(
        f"{rng.choice(('id', 'first', 'x'))}{i or ''}: {rng.choice((1, '$x', 'null'))}" for i in range(_size(rng))
    )
    return f"{{ child({given}) {{ id }} }}"


def literals(rng: random.Random) -> str:
    value = rng.choice(
        (
            rng.choice(NUMBERS),
            json.dumps(rng.choice(TEXTS) * rng.choice((1, 1, 100, 3000))),
            '"""' + rng.choice(TEXTS).replace('"', "") * rng.choice((1, 100)) + '"""',
            "[" * _size(rng) + "]" * _size(rng),
            "{a:" * _size(rng) + "1" + "}" * _size(rng),
            "[" + "1," * _size(rng) + "]",
            '"\\u{110000}"',
            '"\\ud800"',
            '"\\uD83D\\uDE00"',
            "$undefined",
        )
    )
    place = rng.choice(
        (
            "child(id: {0}) {{ id }}",
            "children(first: {0}) {{ totalCount }}",
            "children(after: {0}) {{ totalCount }}",
            "children(filter: {0}) {{ totalCount }}",
            "children(filter: {{search: {0}}}) {{ totalCount }}",
            "viewer(asOf: {0}) {{ role }}",
            "viewer(knownAt: {0}) {{ role }}",
            "node(id: {0}) {{ id }}",
            "division(code: {0}) {{ name }}",
            "__type(name: {0}) {{ name }}",
        )
    )
    return f"{{ {place.format(value)} }}"


def introspection(rng: random.Random) -> str:
    inner = rng.choice(("fields { type", "ofType", "possibleTypes", "interfaces", "type"))
    size = min(_size(rng), 2_500)
    return (
        "{ __schema { types { "
        + f"{inner} {{ " * size
        + "name"
        + " }" * inner.count("{") * size
        + " }" * size
        + " } } }"
    )


def comments(rng: random.Random) -> str:
    return "{ __typename } " + rng.choice(("#\n", "#x", "# {\n", ",", "\ufeff", "\t", "\r\n")) * _size(rng)


def names(rng: random.Random) -> str:
    long = "a" * _size(rng)
    return rng.choice(
        (f"{{ {long} }}", f"query {long} {{ __typename }}", f"{{ {long}: __typename }}", f"{{ ...{long} }}")
    )


def noise(rng: random.Random) -> str:
    symbols = "{}()[]:!|&$@=\"'\\.,#… \n\t" + string.ascii_letters + "0123456789_\x00\x7f\u2028\ud7ff\U0001f600"
    return "".join(rng.choice(symbols) for _ in range(min(_size(rng), 2_500)))


def tokens(rng: random.Random) -> str:
    words = [
        "query",
        "mutation",
        "subscription",
        "fragment",
        "on",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "!",
        "|",
        "&",
        "$",
        "@",
        "=",
        "...",
        "true",
        "null",
        "1",
        "-1.5e3",
        "a",
        "Child",
        "id",
    ]
    return " ".join(
        rng.choice([*words, '"x"', '"""x"""', "extend", "schema", "type"]) for _ in range(min(_size(rng), 2_500))
    )


def mutated(rng: random.Random) -> str:
    text = list(rng.choice(VALID))
    for _ in range(rng.choice((2, 3, 5, 9))):
        place = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                del text[place]
            case 1:
                text.insert(place, rng.choice('{}()[]:!$@"\\.#\x00é'))
            case 2:
                other = rng.randrange(len(text))
                text[place], text[other] = text[other], text[place]
            case _:
                text[place:place] = text[place : place + rng.randrange(30)]
        text = text or ["{"]
    return "".join(text)


def operations(rng: random.Random) -> bytes:
    name = rng.choice((*TEXTS, 7, None, [], {}, "Q" * _size(rng)))
    return body("query A { __typename } query B { __typename }", operationName=name)


# -- bodies -----------------------------------------------------------------------------------------------------------


def variables(rng: random.Random) -> bytes:
    text = (
        rng.choice(VALID[1:2])
        if rng.random() < 0.5
        else "query ($f: ChildFilter) { children(filter: $f) { totalCount } }"
    )
    size = min(_size(rng), 2_500)
    value: Any = rng.choice(
        (None, 7, -1.5, True, [], {}, rng.choice(TEXTS), 10**30, ["x"] * size, {"x": {}}, "é" * size)
    )
    for _ in range(rng.choice((0, 1, 3, 20, 200))):
        value = [value] if rng.random() < 0.5 else {rng.choice(("f", "age", "min", "inner", "")): value}
    return body(text, {rng.choice(("f", "id", "on", "", "__proto__")): value})


def broken_json(rng: random.Random) -> bytes:
    whole = body(rng.choice(VALID), {"id": rng.choice(TEXTS)})
    spoilt = bytearray(whole)
    for _ in range(rng.choice((1, 2, 5, 20))):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return rng.choice(
        (whole[: rng.randrange(len(whole))], bytes(spoilt), whole + whole, b"\xef\xbb\xbf" + whole, b"\xff" + whole)
    )


def odd_json(rng: random.Random) -> bytes:
    size = _size(rng)
    return rng.choice(
        (
            b"[" * size + b"]" * size,
            b'{"query":' * size + b"1" + b"}" * size,
            b"[" + b'{"query": "{ __typename }"},' * size + b"{}]",
            b'{"query": "{ __typename }", "query": "{ viewer { role } }"}',
            b'{"query": "{ __typename }", ' + b'"variables": {}, ' * size + b'"variables": []}',
            b'{"query": ' + rng.choice(NUMBERS).encode() + b"}",
            b'{"query": "{ __typename }", "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0"}}}',
            b'{"query": "' + b"\\u0000" * size + b'"}',
            b'{"query": "\\ud800"}',
            b"\x00" * size,
            b"query { __typename }",
            b"query=%7B__typename%7D",
            bytes(rng.randrange(256) for _ in range(min(size, 2_500))),
            json.dumps({"query": "{ __typename }"}).encode("utf-16"),
            b'{"query": "{ __typename }"}' + b" " * size * 30,
            b'{"query": "{ __typename }", "x": "' + b"x" * size * 30 + b'"}',
        )
    )


def content_types(rng: random.Random) -> Hostile:
    headers = {
        "Content-Type": rng.choice(TYPES),
        "Accept": rng.choice(("*/*", "text/html", "x", ";q=;", "a/b;q=9" * 50)),
    }
    if rng.random() < 0.2:
        headers["Content-Encoding"] = rng.choice(("gzip", "br", "identity, gzip", "x"))
    return Hostile("content types", body("{ __typename }"), headers=headers)


def headers(rng: random.Random) -> Hostile:
    value = rng.choice((*TEXTS, "x" * 3_000)).encode("ascii", "ignore").decode()
    given = "".join(each for each in value if each.isprintable())
    name = rng.choice(
        ("X-Request-Id", "Origin", "traceparent", "Accept", "X-Forwarded-For", "Cookie", "Content-Encoding")
    )
    return Hostile("headers", body("{ __typename }"), headers=JSON | {name: given})


def urls(rng: random.Random) -> Hostile:
    text = rng.choice((*VALID, *TEXTS, "{ a" * 300))
    given = rng.choice(("query", "variables", "operationName", "extensions", "x"))
    more = quote(rng.choice((*TEXTS, "[" * 3_000, "{}", "[]")))
    written = rng.choice((quote(text), quote(text)[:-1], "%", "%ff", "+", "%00"))
    return Hostile("urls", b"", "GET", f"?query={written}&{given}={more}", {"Accept": JSON["Accept"]})


def methods(rng: random.Random) -> Hostile:
    method = rng.choice(("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "GET", "X"))
    return Hostile("methods", body(rng.choice(VALID)), method)


KINDS: dict[str, Callable[[random.Random], str | bytes | Hostile]] = {
    each.__name__.replace("_", " "): each
    for each in (
        *(deep_fields, unclosed, wide, aliases, fragment_circle, fragment_doubling, directives, definitions),
        *(
            variable_definitions,
            arguments,
            literals,
            introspection,
            comments,
            names,
            noise,
            tokens,
            mutated,
            operations,
        ),
        *(variables, broken_json, odd_json, content_types, headers, urls, methods),
    )
}
