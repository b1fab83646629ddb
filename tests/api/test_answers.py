"""Random questions are answered alike by compiled statements, one a root field, and by a resolver for each field.

How many statements a computed field takes is said in `test_computed.py`.

`GRAPH_SERVICE_TEST_QUESTIONS=5000 .venv/bin/pytest tests/api/test_answers.py` draws so many new ones. A question that
fails is printed, shrunk, with its variables.
"""

import itertools
import json
import os
import random
import re
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph_service.api.computed.registry import COMPUTED
from graph_service.api.errors import RefusedError
from graph_service.errors import ServiceError
from tests.api.asking import NOT_ASKED, READERS, Asking
from tests.api.questions import Drawing, Question, varied
from tests.api.resolvers import Reader
from tests.extent import drawn

VARIANTS = 2
"""The same document about others, by all who see alike: what costs most is to plan its statements, once."""
QUESTIONS = int(os.environ.get("GRAPH_SERVICE_TEST_QUESTIONS", "0"))


@settings(
    max_examples=QUESTIONS or drawn(12, 1000),
    derandomize=not QUESTIONS,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rng=st.randoms(use_true_random=False), reader=st.sampled_from(READERS))
def test_a_compiled_answer_is_that_of_a_resolver_for_each_field(
    asking: Asking, rng: random.Random, reader: Reader
) -> None:
    drawing = Drawing(asking.resolving.schema, asking.pools, rng, NOT_ASKED.get(reader.role, frozenset()))
    question = drawing.question()
    try:
        asking.document(question.text, question.variables)
    except (RefusedError, ServiceError):
        assume(False)  # two selections of one response key that don't merge, or more than the limits allow
    alike = [each for each in READERS if each.role == reader.role]
    others = [varied(question, asking.pools, rng) for _ in range(VARIANTS)]
    for each, who in itertools.product([question, *others], alike):
        agree(asking, each, who)


def agree(asking: Asking, question: Question, reader: Reader) -> None:
    expected = asking.resolved(question.text, question.variables, reader)
    answer, calls = asking.counted(question.text, question.variables, reader)
    place = f"{reader}\n{question.text}\n{json.dumps(question.variables, ensure_ascii=False)}"
    assert answer.keys() == {"data"}, f"{place}\n{answer}"
    assert written(answer["data"]) == written(expected), place
    is_computed = any(re.search(rf"\b{coordinate.partition('.')[2]}\b", question.text) for coordinate in COMPUTED)
    assert is_computed or calls == asking.root_fields(question.text, question.variables), place


def written(value: Any) -> str:
    """Text in which the order of keys counts as well."""
    return json.dumps(value, ensure_ascii=False, indent=1)
