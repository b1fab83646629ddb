"""One page about a division for whoever answers for it: numbers, what is urgent, what ends soon, who must do what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph_service.graph.connection import Graph
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, Survey, survey
from graph_service.guardianship.detection import Hit, detect
from graph_service.guardianship.rules import Duty, Kind, Rule, rulebook
from graph_service.guardianship.table import decision_table
from graph_service.model.assessment import Gap, Grade
from graph_service.report import Label, labels_of_ids
from graph_service.texts import Language, text

_ENDING = "EXPIRING"
_SHOWN = 15
"""Cases of a list that the page shows; the rest is counted."""


@dataclass(frozen=True)
class CountyReport:
    """What is known of a division on a day.

    Attributes:
        name: of the division.
        grades: number of children by grade.
        gaps: of the children without effective guardianship, how many records lack what.
        hits: what the rules say of the children.
        townships: names by their 9 digits.
        people: how the children whose guardianship ends soon are shown.
    """

    moment: Moment
    division: str
    name: str
    grades: Counter[Grade]
    gaps: Counter[Gap]
    hits: Sequence[Hit]
    townships: dict[str, str]
    people: dict[str, Label]

    def found(self, rule: Rule, answer: str = "yes") -> int:
        """Number of children of whom a rule holds."""
        return len({hit.child_id for hit in self.hits if hit.rule.id == rule.id and hit.answer == answer})

    @property
    def urgent(self) -> dict[str, list[Hit]]:
        """Severe categories that hold, by township; those with most children first."""
        by_township: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits:
            about = hit.rule.described
            if about.kind is Kind.CATEGORY and about.severity == "high" and hit.answer == "yes":
                by_township[(hit.division or "")[:9]].append(hit)
        return dict(sorted(by_township.items(), key=lambda each: (-_children(each[1]), each[0])))

    @property
    def ending(self) -> list[Hit]:
        """Whose guardianship stops being effective, soonest first."""
        return sorted((hit for hit in self.hits if hit.rule.id == _ENDING), key=lambda hit: hit.details["day"])

    @property
    def duties(self) -> list[tuple[Duty, str, int]]:
        """What is to be done, the most urgent first: the duty, the severity, and for how many children."""
        children: dict[tuple[str, str], set[str]] = defaultdict(set)
        duties: dict[str, Duty] = {}
        order = ("high", "medium", "low")
        for hit in self.hits:
            about = hit.rule.described
            for duty in about.duties if hit.answer == "yes" else ():
                key = duty.model_dump_json()
                duties[key] = duty
                children[about.severity, key].add(hit.child_id)
        found = [(duties[key], severity, len(ids)) for (severity, key), ids in children.items()]
        return sorted(found, key=lambda each: (order.index(each[1]), -each[2], each[0].what.en))

    @property
    def missing(self) -> Counter[tuple[str, str]]:
        """Facts that would decide what cannot be said, by who can supply them."""
        return Counter(
            (each["supplier"], each["code"])
            for hit in self.hits
            if hit.answer == "undetermined"
            for each in hit.missing
        )

    @property
    def categories(self) -> list[tuple[Rule, int, int]]:
        """Each category that holds of somebody, or may: children, and children of whom it cannot be said."""
        rules = [rule for rule in rulebook().rules.values() if rule.described.kind is Kind.CATEGORY]
        found = [(rule, self.found(rule), self.found(rule, "undetermined")) for rule in rules]
        return sorted((each for each in found if each[1] or each[2]), key=lambda each: (-each[1], each[0].id))


def county_report(graph: Graph, moment: Moment, division: str) -> CountyReport:
    """The report about a division.

    Args:
        division: code prefix.
    """
    graded: Survey = survey(graph, moment, division=division)
    hits = detect(graph, moment, division=division)
    codes = sorted({(hit.division or "")[:9] for hit in hits} - {""})
    names = _names(graph, [division, *codes])
    ending = [hit.child_id for hit in hits if hit.rule.id == _ENDING]
    return CountyReport(
        moment,
        division,
        names.get(division, division),
        graded.totals,
        Counter(gap for assessment in graded.assessments for gap in assessment.gaps),
        hits,
        names,
        labels_of_ids(graph, ending),
    )


def _names(graph: Graph, codes: Sequence[str]) -> dict[str, str]:
    return {row["code"]: row["name"] for row in graph.read(statement("commands/division_names"), codes=codes)}


def _children(hits: Iterable[Hit]) -> int:
    return len({hit.child_id for hit in hits})


def markdown(report: CountyReport, language: Language) -> str:
    """The page in Markdown, names masked."""
    told = _Telling(report, language)
    sections = [
        (told("grades"), told.grades()),
        (told("categories"), told.categories()),
        (told("urgent"), told.urgent()),
        (told("ending", days=told.days), told.ending()),
        (told("duties"), told.duties()),
        (told("gaps"), told.gaps()),
    ]
    blocks = [told.head(), *(f"## {title}\n\n{body}" for title, body in sections), told("internal")]
    return "\n\n".join(blocks) + "\n"


def json_object(report: CountyReport, language: Language) -> dict[str, Any]:
    """The same as one JSON object; texts in the language, children by id."""
    told = _Telling(report, language)
    return {
        "division": report.division,
        "name": report.name,
        "asOf": report.moment.as_of,
        "knownAt": report.moment.known_at,
        "grades": {grade.value: report.grades[grade] for grade in Grade},
        "categories": [
            {"rule": rule.id, "title": told.rule(rule), "children": found, "undetermined": open_}
            for rule, found, open_ in report.categories
        ],
        "urgent": [
            {
                "township": township,
                "name": report.townships.get(township),
                "children": _children(hits),
                "rules": Counter(hit.rule.id for hit in hits),
            }
            for township, hits in report.urgent.items()
        ],
        "ending": [
            {
                "childId": hit.child_id,
                "division": hit.division,
                "day": hit.details["day"],
                "grade": hit.details["grade"],
            }
            for hit in report.ending
        ],
        "duties": [
            {
                "who": duty.who.in_language(language),
                "what": duty.what.in_language(language),
                "by": duty.by.in_language(language),
                "severity": severity,
                "children": number,
            }
            for duty, severity, number in report.duties
        ],
        "gaps": {gap.value: number for gap, number in report.gaps.items()},
        "missing": [
            {"supplier": supplier, "code": code, "number": number}
            for (supplier, code), number in report.missing.most_common()
        ],
    }


class _Telling:
    """The words of the page in one language."""

    def __init__(self, report: CountyReport, language: Language) -> None:
        self.report = report
        self.language: Language = language

    def __call__(self, key: str, **values: object) -> str:
        return text(f"county.{key}", self.language, **values)

    def rule(self, rule: Rule) -> str:
        return rule.described.title.in_language(self.language)

    @property
    def days(self) -> int:
        """How far ahead the rule looks here."""
        settings = rulebook().settings(self.report.moment.as_of, self.report.division)
        return settings[rulebook().rules[_ENDING].name]["days"]

    def place(self, division: str | None) -> str:
        return self.report.townships.get((division or "")[:9], (division or "")[:9])

    def grade(self, grade: Grade) -> str:
        return decision_table().row_of_grade[grade].title.in_language(self.language)

    def head(self) -> str:
        report, rows = self.report, decision_table().row_of_grade
        without = sum(number for grade, number in report.grades.items() if rows[grade].effective is False)
        known_at = report.moment.known_at.isoformat(timespec="minutes")
        return "\n\n".join(
            [
                f"# {self('title', name=report.name, division=report.division)}",
                self("as_of", as_of=report.moment.as_of, known_at=known_at),
                f"**{self('summary', children=f'{report.grades.total():,}', without=f'{without:,}')}**",
            ]
        )

    def grades(self) -> str:
        numbers = self.report.grades
        total = numbers.total()
        rows = [
            [self.grade(each), f"{numbers[each]:,}", f"{numbers[each] / total:.1%}"] for each in Grade if numbers[each]
        ]
        return self.table(("grade", "children", "share"), rows)

    def categories(self) -> str:
        rows = [[self.rule(rule), _number(found), _number(open_)] for rule, found, open_ in self.report.categories]
        return self.table(("category", "children", "undetermined"), rows)

    def urgent(self) -> str:
        rows: list[list[str]] = []
        for township, hits in self.report.urgent.items():
            numbers = Counter(self.rule(hit.rule) for hit in hits).most_common(4)
            why = ", ".join(f"{name} {number:,}" for name, number in numbers)
            rows.append([self.place(township), _number(_children(hits)), why])
        return self.table(("township", "children", "why"), rows)

    def ending(self) -> str:
        found, people = self.report.ending, self.report.people
        rows = [
            [
                hit.details["day"].isoformat(),
                f"{people[hit.child_id].masked_name} {hit.child_id}",
                self.place(hit.division),
                self.grade(Grade(hit.details["grade"])),
            ]
            for hit in found[:_SHOWN]
        ]
        shown = self.table(("day", "child", "township", "new_grade"), rows)
        more = len(found) - _SHOWN
        return f"{shown}\n\n{self('more', number=f'{more:,}')}" if more > 0 else shown

    def duties(self) -> str:
        rows = [
            [
                *(each.in_language(self.language) for each in (duty.who, duty.what, duty.by)),
                self(severity),
                _number(number),
            ]
            for duty, severity, number in self.report.duties
        ]
        return self.table(("who", "what", "by", "severity", "children"), rows)

    def gaps(self) -> str:
        titles = decision_table().gaps
        rows = [[titles[gap].in_language(self.language), _number(n)] for gap, n in self.report.gaps.most_common()]
        for (supplier, code), number in self.report.missing.most_common(_SHOWN):
            rows.append([self("missing", fact=code, supplier=supplier), _number(number)])
        return self.table(("gap", "number"), rows)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """A table of Markdown; the keys of its header are those of the catalogue."""
        if not rows:
            return self("nobody")
        lines = [[self(key) for key in header], ["---"] * len(header), *rows]
        return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _number(number: int) -> str:
    return f"{number:,}" if number else "·"
