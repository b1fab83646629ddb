"""Fragments as statements by themselves: what the service asks for its computations, in both times, seeing all or under
the guard of a role."""

import re
from dataclasses import replace
from functools import cache

from graph_service.fragments.parsing import fragment, refuse
from graph_service.fragments.patterns import Sight, Use, Variable, instantiate
from graph_service.graph.statements import Statement, statement

_PARAMETER = re.compile(r"\$(\w+)")


@cache
def standing_alone(
    name: str, *, known: bool, varying: frozenset[str] = frozenset(), sight: Sight | None = None
) -> Statement:
    """The fragment in `cypher/<name>.cypher`, which begins without `node`; all its rows are one list, `page`.

    Args:
        known: whether the question is what was known at an earlier moment, `$known_at`.
        varying: parameters, the guard's included, that each of `$questions`, a list of maps, holds: the fragment is
            asked for every one of them.
        sight: what may be met on the way; everything if not given.

    Raises:
        ServiceError: STATEMENT_INVALID when there is no such fragment, or it breaks a rule of theirs.
    """
    source = fragment(name)
    if source is None:
        raise refuse(name, "there is no such file")
    piece = instantiate(source, Use(Variable.plain("null"), 0), sight or Sight(None, known, None))
    text = f"{piece.clauses}\nRETURN collect({piece.subject}) AS page"
    if varying:

        def given(parameter: re.Match[str]) -> str:
            return f"question.{parameter[1]}" if parameter[1] in varying else parameter[0]

        text = f"UNWIND $questions AS question\n{_PARAMETER.sub(given, text)}"
    return replace(statement(name), text=text)
