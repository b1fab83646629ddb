"""Rules as files: one folder per rule in `cypher/rules`, read, checked and resolved for a day and a division.

`rule.yaml` says what the rule is, by which law, with which parameters and who must act; `statement.cypher` is a
fragment from `node`, a child, to its hits; `examples.yaml` are families in words. What several rules read is an input,
`cypher/rules/inputs/<name>.cypher`: found once for each child and bound to its name. A rule may need inputs and rules.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph_service.errors import ErrorCode, ServiceError
from graph_service.fragments.parsing import Fragment, condition_first, parse
from graph_service.graph.statements import Statement, cypher_folder, read_statements
from graph_service.guardianship.table import Text
from graph_service.sentence import Sentence

FOLDER = "rules"
INPUTS = "inputs"
TABLE_FOLDER = "effective_guardianship"
"""The decision table, which has a form of its own."""
GRADE = "grade"
"""The input that warnings depend on."""
CHILD = "child"
"""The input that all statements begin with."""

OF_THE_DAY = frozenset(
    {
        "adult_born_by",
        "as_of",
        "carer_row",
        "children",
        "row_of_circumstance",
        "self_supporting_born_by",
        "severe_grade",
        "severe_types",
        "state_of_row",
        "toward_row",
    }
)
"""Parameters that every statement may use: they depend on the day and on the decision table."""

_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
Scalar = bool | int | str
M = TypeVar("M", bound=BaseModel)


class Kind(StrEnum):
    """What a rule finds; `guardianship.md` sections 5 and 6."""

    CATEGORY = "category"
    WARNING = "warning"
    FINDING = "finding"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Strict):
    """What a parameter is in a division from a day on; the source says by which authority."""

    since: date
    division: str = Field("", pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?$")
    value: Scalar | tuple[Scalar, ...]
    unit: str
    source: Text


class Law(_Strict):
    """An article, and what it says."""

    article: Text
    text: Text


class Duty(_Strict):
    """Who must act, how, and by when."""

    who: Text
    what: Text
    by: Text


Parameters = Mapping[str, tuple[Value, ...]]


class _Input(_Strict):
    parameters: Parameters


class Described(_Strict):
    """What `rule.yaml` says."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: Text
    when: Text
    kind: Kind
    severity: Literal["low", "medium", "high"]
    law: tuple[Law, ...] = Field(min_length=1)
    duties: tuple[Duty, ...] = Field(min_length=1)
    needs: tuple[str, ...] = ()
    parameters: Parameters = {}
    regrade: bool = False


class Example(_Strict):
    """A family in words, and what the rule says of the child on which day: `yes`, `no` or `undetermined`."""

    shows: str
    given: tuple[str, ...]
    expect: Mapping[str, Literal["yes", "no", "undetermined"]]
    settings: Mapping[str, Scalar] = {}

    @field_validator("expect", mode="before")
    @classmethod
    def _as_written(cls, value: Any) -> Any:  # noqa: ANN401 - YAML reads days and the words yes and no as it likes
        words = {True: "yes", False: "no"}
        return {str(day): words.get(answer, answer) for day, answer in dict(value).items()}


@dataclass(frozen=True)
class Definition:
    """Something that is found for every child: an input, or a rule.

    Attributes:
        name: what other statements call it; the name of its folder or file.
        source: its statement.
        condition: of whom it is looked for at all; None: of every child.
        fragment: what is looked for, parsed.
        parameters: those of its own.
        needs: names of the definitions that its statement reads.
        one: whether it is one value; else a list.
    """

    name: str
    source: Statement
    condition: Fragment | None
    fragment: Fragment
    parameters: Parameters
    needs: tuple[str, ...]
    one: bool


@dataclass(frozen=True)
class Rule:
    """A rule with everything in its folder."""

    definition: Definition
    described: Described
    examples: tuple[Example, ...]

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def id(self) -> str:
        return self.described.id


Settings = dict[str, dict[str, Any]]
"""Values of all parameters: by definition, then by parameter."""


@dataclass(frozen=True)
class Rulebook:
    """All rules and inputs, each checked against the others.

    Args:
        definitions: by name, each after those that it needs.
        rules: by id.
    """

    definitions: Mapping[str, Definition]
    rules: Mapping[str, Rule]

    @cached_property
    def rule_of_name(self) -> dict[str, Rule]:
        return {rule.name: rule for rule in self.rules.values()}

    @cached_property
    def divisions(self) -> tuple[str, ...]:
        """Code prefixes for which some parameter has a value of its own, the whole country (the empty one) first."""
        own = {
            value.division
            for definition in self.definitions.values()
            for values in definition.parameters.values()
            for value in values
        }
        return tuple(sorted(own | {""}))

    def rule(self, rule_id: str) -> Rule:
        """The rule of an id.

        Raises:
            ServiceError: ARGUMENT_INVALID when there is none.
        """
        found = self.rules.get(rule_id.upper().replace("-", "_"))
        if found is None:
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID,
                "There is no rule {rule}.",
                "Choose one of: {rules}.",
                rule=rule_id,
                rules=", ".join(sorted(self.rules)),
            )
        return found

    def closure(self, names: Iterable[str]) -> tuple[Definition, ...]:
        """The definitions of these names and all that they need, each after those that it needs."""
        wanted: set[str] = set()
        ahead = list(names)
        while ahead:
            name = ahead.pop()
            if name not in wanted:
                wanted.add(name)
                ahead += self.definitions[name].needs
        return tuple(definition for name, definition in self.definitions.items() if name in wanted)

    def settings(
        self, day: date, division: str = "", changed: Mapping[str, Mapping[str, Scalar]] | None = None
    ) -> Settings:
        """Every parameter as it is on a day in a division: the nearest division wins, then the newest in effect.

        Args:
            day: the day asked about.
            division: code, or prefix of one.
            changed: values that the question itself sets, by definition and parameter.
        """
        return {
            name: {parameter: resolved(values, day, division) for parameter, values in definition.parameters.items()}
            | dict((changed or {}).get(name, {}))
            for name, definition in self.definitions.items()
        }


def resolved(values: Sequence[Value], day: date, division: str) -> Any:  # noqa: ANN401 - whatever a parameter is
    """What a parameter is on a day in a division."""
    value = in_force(values, day, division).value
    return list(value) if isinstance(value, tuple) else value


def in_force(values: Sequence[Value], day: date, division: str) -> Value:
    """The value of a parameter on a day in a division; the country's oldest one before any had taken effect."""
    near = [value for value in values if division.startswith(value.division)]
    in_effect = [value for value in near if value.since <= day]
    if in_effect:
        return max(in_effect, key=lambda value: (len(value.division), value.since))
    return min((value for value in values if not value.division), key=lambda value: value.since)


@cache
def rulebook() -> Rulebook:
    """The rules of the service; read once.

    Raises:
        ServiceError: RULE_INVALID.
    """
    return read_rulebook(cypher_folder() / FOLDER)


def read_rulebook(folder: Path) -> Rulebook:
    """All rules of a folder.

    Raises:
        ServiceError: RULE_INVALID with file, line and reason.
    """
    inputs = _parsed(folder / INPUTS / "inputs.yaml")
    of_inputs = {name: _validated(_Input, entry, inputs, (name,)).parameters for name, entry in inputs.content.items()}
    files = sorted(path for path in (folder / INPUTS).glob("*.cypher") if path.stem != CHILD)
    folders = sorted(path for path in folder.iterdir() if path.is_dir() and path.name not in {INPUTS, TABLE_FOLDER})
    names = frozenset(path.stem for path in files) | {path.name for path in folders}
    for name in sorted(of_inputs.keys() - {path.stem for path in files}):
        raise _invalid(inputs.path, inputs.line((name,)), f"there is no input {name}")
    definitions = {path.stem: _definition(path, path.stem, of_inputs.get(path.stem, {}), names) for path in files}
    rules: dict[str, Rule] = {}
    for path in folders:
        rule = _rule(path, names)
        if rule.id in rules:
            raise _invalid(path / "rule.yaml", 1, f"there is another rule {rule.id}")
        rules[rule.id] = rule
        definitions[rule.name] = rule.definition
    return Rulebook({each.name: each for each in _ordered(definitions, folder)}, rules)


def _rule(folder: Path, names: frozenset[str]) -> Rule:
    file = _parsed(folder / "rule.yaml")
    described = _validated(Described, file.content, file, ())
    definition = _definition(folder / "statement.cypher", folder.name, described.parameters, names)
    if set(described.needs) != set(definition.needs):
        differing = ", ".join(sorted(set(described.needs) ^ set(definition.needs)))
        raise _invalid(file.path, file.line(("needs",)), f"`needs` and the statement differ in: {differing}")
    if described.kind is Kind.WARNING:  # said only of children of certain grades
        definition = replace(definition, needs=tuple(sorted({*definition.needs, GRADE})))
    if definition.fragment.subject != "hit":
        raise _invalid(folder / "statement.cypher", 1, "the statement must end with RETURN hit")
    told = _parsed(folder / "examples.yaml")
    examples = tuple(_validated(Example, each, told, (place,)) for place, each in enumerate(told.content))
    for place, example in enumerate(examples):
        for when in example.expect:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d(, as known on \d{4}-\d\d-\d\d)?", when):
                raise _invalid(told.path, told.line((place, "expect")), f"{when} is no day")
        for name in example.settings.keys() - described.parameters.keys():
            raise _invalid(told.path, told.line((place, "settings")), f"there is no parameter {name}")
    answers = {answer for example in examples for answer in example.expect.values()}
    if not {"yes", "no"} <= answers:
        raise _invalid(told.path, 1, "the examples must show both sides: a day with yes and a day with no")
    return Rule(definition, described, examples)


def _definition(path: Path, name: str, parameters: Parameters, names: frozenset[str]) -> Definition:
    """An input or a rule by its statement; parameters are those of its own."""
    try:
        source = read_statements(path, name)[0]
        # Rules see everything; a header may say so too, and then needs no label where a pattern ends.
        sees_everything = "Sees everything" in source.answers
        asked, body = condition_first(source.text)
        condition = (
            parse(name, f"RETURN CASE WHEN {asked} THEN true END", sees_everything=sees_everything) if asked else None
        )
        fragment = parse(name, body, sees_everything=sees_everything)
        _ = fragment.matches
    except ServiceError as error:
        raise _invalid(path, 1, str(error.what)) from None
    unknown = source.parameters.keys() - OF_THE_DAY - parameters.keys()
    if unknown:
        raise _invalid(path, _line_of(path, f"${min(unknown)}"), f"there is no parameter {', '.join(sorted(unknown))}")
    idle = parameters.keys() - source.parameters.keys()
    if idle:
        raise _invalid(path, 1, f"the statement does not use {', '.join(sorted(idle))}")
    for each in parameters:
        if not any(not value.division for value in parameters[each]):
            raise _invalid(path, 1, f"the parameter {each} has no value for the whole country")
    text = _LITERAL.sub("''", source.text)
    others = names - {name} - fragment.variables
    needs = tuple(sorted(each for each in others if re.search(rf"(?<![\w.$:|]){each}\b(?!\s*[:(])", text)))
    one = fragment.is_value or source.returns.startswith("one ")
    return Definition(name, source, condition, fragment, parameters, needs, one)


def _ordered(definitions: Mapping[str, Definition], folder: Path) -> Iterator[Definition]:
    """Each after those that it needs."""
    done: set[str] = set()
    ahead = dict(definitions)
    while ahead:
        ready = [each for each in ahead.values() if done.issuperset(each.needs)]
        if not ready:
            raise _invalid(folder / min(ahead), 1, f"these need each other: {', '.join(sorted(ahead))}")
        yield from ready
        done |= {each.name for each in ready}
        ahead = {name: each for name, each in ahead.items() if name not in done}


class _File:
    """A YAML file with the lines of its entries."""

    def __init__(self, path: Path, root: yaml.Node | None, content: Any) -> None:  # noqa: ANN401 - any YAML
        self.path, self._root, self.content = path, root, content

    def line(self, place: Sequence[str | int]) -> int:
        """Where an entry stands, or the nearest one around it."""
        node, line = self._root, 1
        for step in place:
            found: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode):
                pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
                for key, value in pairs:
                    if key.value == step:
                        line, found = key.start_mark.line + 1, value
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = node.value[step]
                line = node.value[step].start_mark.line + 1
            if found is None:
                break
            node = found
        return line


def _parsed(path: Path) -> _File:
    try:
        text = path.read_text("utf-8")
        return _File(path, yaml.compose(text, yaml.SafeLoader), yaml.safe_load(text) or {})
    except (OSError, UnicodeDecodeError):
        raise _invalid(path, 1, "the file is missing or not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise _invalid(path, mark.line + 1 if mark else 1, error.problem or "it is not YAML") from None


def _validated(model: type[M], content: Any, file: _File, place: tuple[str | int, ...]) -> M:  # noqa: ANN401
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problem = error.errors()[0]
        where = (*place, *problem["loc"])
        entry = ".".join(map(str, problem["loc"]))
        raise _invalid(file.path, file.line(where), f"{entry}: {problem['msg']}" if entry else problem["msg"]) from None


def _line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if text in line and not line.startswith("//")), 1)


def _invalid(path: Path, line: int, reason: str) -> ServiceError:
    file = f"{FOLDER}/{path.parent.name}/{path.name}"
    what = Sentence("The rule file {file} is not valid, line {line}: {reason}.", file=file, line=line, reason=reason)
    return ServiceError(ErrorCode.RULE_INVALID, what, "Correct it.")
