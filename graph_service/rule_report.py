"""Rules and what they found as people read them: tables, and CSV."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph_service.graph.connection import Graph
from graph_service.guardianship.detection import Hit
from graph_service.guardianship.rules import Rule, Rulebook, Settings, rulebook
from graph_service.guardianship.statistics import Key, Statistics
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Grade
from graph_service.report import csv_of, labels_of_ids, masked_names
from graph_service.rule_examples import Tried
from graph_service.texts import Language, text

_COLUMNS = (
    *("childId", "division", "asOf", "knownAt", "rule", "version", "answer"),
    *("people", "records", "missing", "details", "parameters", "legalBasis"),
)
_SEVERITY = {"high": "bold red", "medium": "yellow", "low": "dim"}


def rules_table(book: Rulebook, language: Language) -> Table:
    """All rules, one line each."""
    table = Table()
    for name in ("id", "kind", "severity", "title", "version"):
        table.add_column(text(f"rules.{name}", language))
    for rule in _in_order(book.rules.values()):
        about = rule.described
        severity = Text(about.severity, style=_SEVERITY[about.severity])
        table.add_row(about.id, about.kind, severity, about.title.in_language(language), about.version)
    return table


def rule_sheet(rule: Rule, book: Rulebook, day: date, division: str, language: Language) -> RenderableType:
    """One rule with its law, parameters as they are on the day in the division, duties and examples."""
    about = rule.described
    lines = [
        Text(f"{about.id} {about.version} · {about.title.in_language(language)}", style="bold"),
        Text(about.when.in_language(language)),
    ]
    lines += [
        Text(
            text("rules.law", language, article=law.article.in_language(language), said=law.text.in_language(language))
        )
        for law in about.law
    ]
    lines += [
        Text(
            text(
                "rules.duty",
                language,
                who=duty.who.in_language(language),
                what=duty.what.in_language(language),
                by=duty.by.in_language(language),
            )
        )
        for duty in about.duties
    ]
    settings = book.settings(day, division)
    for definition in book.closure([rule.name]):
        for name, values in definition.parameters.items():
            value = settings[definition.name][name]
            chosen = next((each for each in values if _same(each.value, value)), values[0])
            lines.append(
                Text(
                    text(
                        "rules.parameter",
                        language,
                        name=f"{definition.name}.{name}",
                        value=value,
                        unit=chosen.unit,
                        source=chosen.source.in_language(language),
                    )
                )
            )
    lines.append(Text(text("rules.examples", language, count=len(rule.examples))))
    return Group(*lines)


def detection_report(graph: Graph, hits: Sequence[Hit], language: Language, cases: int) -> RenderableType:
    """How many children each rule holds of, then the first so many hits."""
    if not hits:
        return Text(text("rules.none", language))
    shown = _one_of_each(hits)[:cases]
    return Group(
        counts_table(hits, language),
        Text(text("rules.cases", language, shown=len(shown), found=f"{len(hits):,}"), style="bold"),
        case_table(graph, shown, language),
    )


def counts_table(hits: Iterable[Hit], language: Language) -> Table:
    """How many children each rule holds of, and of how many it cannot be said."""
    hits = list(hits)
    counts = Counter((hit.rule.id, hit.answer) for hit in hits)
    table = Table()
    for name in ("id", "title", "found", "undetermined"):
        right = name in {"found", "undetermined"}
        table.add_column(text(f"rules.{name}", language), justify="right" if right else "left")
    for rule in _in_order({hit.rule.id: hit.rule for hit in hits}.values()):
        found, open_ = counts[rule.id, "yes"], counts[rule.id, "undetermined"]
        title = rule.described.title.in_language(language)
        table.add_row(rule.id, title, f"{found:,}" if found else "·", f"{open_:,}" if open_ else "·")
    return table


def ending_table(graph: Graph, hits: Iterable[Hit], language: Language, cases: int) -> RenderableType:
    """Whose guardianship stops being effective, soonest first: the day, the child with masked name, the grade then."""
    ending = sorted((hit for hit in hits if hit.rule.described.regrade), key=lambda hit: hit.details["day"])
    shown = ending[:cases]
    labels = labels_of_ids(graph, [hit.child_id for hit in shown])
    table = Table(title=text("rules.ending", language, shown=len(shown), found=len(ending)), title_justify="left")
    for name in ("day", "child", "place", "grade"):
        table.add_column(text(f"rules.{name}", language))
    for hit in shown:
        label, grade = labels[hit.child_id], decision_table().row_of_grade[Grade(hit.details["grade"])]
        child = f"{label.masked_name} {hit.child_id}"
        table.add_row(str(hit.details["day"]), child, label.place or "", grade.title.in_language(language))
    return table


def case_table(graph: Graph, hits: Sequence[Hit], language: Language) -> Table:
    """Each hit with masked names, who is on the path, the records, the law, and what is missing."""
    ids = {hit.child_id for hit in hits} | {one["id"] for hit in hits for one in hit.people}
    names = masked_names(graph, ids)
    table = Table(show_lines=True)
    for name in ("child", "title", "why", "basis"):
        table.add_column(text(f"rules.{name}", language))
    for hit in hits:
        law = hit.rule.described.law
        title = Text(hit.rule.described.title.in_language(language))
        if hit.answer == "undetermined":
            title.append(f"\n{text('rules.undetermined', language)}", style="bold magenta")
        table.add_row(
            f"{names.get(hit.child_id, '')}\n{hit.child_id}",
            title,
            "\n".join(_why(hit, names, language)),
            "\n".join(each.article.in_language(language) for each in law),
        )
    return table


def tried_table(tried: Iterable[Tried], language: Language) -> Table:
    """The days on which a rule said something else than its example expects."""
    table = Table()
    for name in ("id", "shows", "day", "expected", "answer"):
        table.add_column(text(f"rules.{name}", language))
    for one in tried:
        table.add_row(one.rule.id, one.example.shows, one.when, one.expected, one.answer)
    return table


def csv_lines(hits: Iterable[Hit]) -> Iterable[str]:
    """A header and one line per hit; several values in a cell are separated by a blank."""
    return csv_of(_COLUMNS, map(_cells, hits))


def statistics_table(found: Statistics, by: Sequence[Key], language: Language) -> RenderableType:
    """Numbers of children, one line each, and what is hidden or withheld."""
    table = Table()
    for key in by:
        table.add_column(text(f"statistics.{key.lower()}", language))
    table.add_column(text("statistics.children", language), justify="right")
    for row in found.rows:
        count = text("statistics.hidden", language) if row.count is None else f"{row.count:,}"
        table.add_row(*(_told_value(key, row.values.get(key), language) for key in by), count)
    source = found.source.in_language(language)
    lines = [text("statistics.smallest", language, smallest=found.smallest, source=source)]
    if found.withheld:
        lines.append(text("statistics.withheld", language, what=", ".join(found.withheld)))
    return Group(table, *map(Text, lines))


def _told_value(key: Key, value: str | None, language: Language) -> str:
    if value is None:
        return "·"
    if key is Key.CATEGORY:
        return rulebook().rules[value].described.title.in_language(language)
    return decision_table().row_of_grade[Grade(value)].title.in_language(language) if key is Key.GRADE else value


def statistics_csv_lines(found: Statistics, by: Sequence[Key]) -> Iterable[str]:
    """A header and one line per number; empty where a key means all, and where the number is hidden."""
    yield ",".join([*(key.lower() for key in by), "children", "hidden"]) + "\n"
    for row in found.rows:
        count = "" if row.count is None else str(row.count)
        yield ",".join([*(row.values.get(key, "") for key in by), count, str(row.count is None).lower()]) + "\n"


def statistics_json_lines(found: Statistics) -> Iterable[bytes]:
    """One JSON object per number."""
    for row in found.rows:
        values = {key.lower(): value for key, value in row.values.items()}
        line = {"division": found.division, "asOf": found.moment.as_of, **values, "children": row.count}
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def rule_object(rule: Rule, settings: Settings) -> dict[str, Any]:
    """A rule as a JSON object, with the parameters as they are."""
    return rule.described.model_dump(mode="json") | {"inForce": settings.get(rule.name, {})}


def _cells(hit: Hit) -> tuple[object, ...]:
    records = [each for one in hit.people for each in one.get("records", ())] + list(hit.records)
    return (
        hit.child_id,
        hit.division or "",
        hit.as_of.isoformat(),
        hit.known_at.isoformat(),
        hit.rule.id,
        hit.rule.described.version,
        hit.answer,
        " ".join(f"{one['id']}:{one['role']}:{one['status']}" for one in hit.people),
        " ".join(f"{each['fact']}:{each['id']}" for each in records),
        " ".join(f"{each.get('person', '')}:{each['code']}:{each['supplier']}" for each in hit.missing),
        orjson.dumps(hit.details).decode(),
        orjson.dumps(hit.parameters).decode(),
        "; ".join(law.article.en for law in hit.rule.described.law),
    )


def _why(hit: Hit, names: dict[str, str], language: Language) -> list[str]:
    lines = [hit.rule.described.when.in_language(language)]
    for one in hit.people:
        facts = ", ".join(f"{each['fact']} {each['id']} ({each['source']})" for each in one.get("records", ()))
        lines.append(f"{names.get(one['id'], one['id'])}: {one['status']} {facts}".rstrip())
    lines += [f"{each['fact']} {each['id']} ({each['source']})" for each in hit.records]
    lines += [f"{name}: {value}" for name, value in hit.details.items()]
    lines += [
        text(
            "rules.missing",
            language,
            fact=each["code"],
            person=names.get(each.get("person", ""), "?"),
            supplier=each["supplier"],
        )
        for each in hit.missing
    ]
    lines += [
        f"{definition}.{name} = {value}" for definition, each in hit.parameters.items() for name, value in each.items()
    ]
    return lines


def _one_of_each(hits: Sequence[Hit]) -> list[Hit]:
    """Hits of all rules in turn, so that none hides another."""
    by_rule: dict[str, list[Hit]] = {}
    for hit in hits:
        by_rule.setdefault(hit.rule.id, []).append(hit)
    most = max(map(len, by_rule.values()), default=0)
    return [queue[turn] for turn in range(most) for queue in by_rule.values() if turn < len(queue)]


def _in_order(rules: Iterable[Rule]) -> list[Rule]:
    severities = tuple(_SEVERITY)
    return sorted(rules, key=lambda rule: (rule.described.kind, severities.index(rule.described.severity), rule.id))


def _same(value: object, chosen: object) -> bool:
    return value == chosen or (isinstance(value, tuple) and list(value) == chosen)  # pyright: ignore[reportUnknownArgumentType]
