"""A second, independent answer to every question: one resolver per field, over records that are held in memory.

What is read is `docs/data-model.md`, `guardianship.md` and the descriptions in the schema; grades are those of
`decision_table.py`. Nothing is shared with the compiler, and the schema is taken as text: GraphQL's own algorithm walks
it. Slow, plain, and to be read beside the documents.

Readings that those leave open, and that are decided here:

- Somebody or something whose own row was not known at `knownAt` is not there; whose row was withdrawn by then, and a
  division that is only named by others, is there with nothing but its id.
- A fact is shown when the other end that it leads to is visible. A code at its other end (a circumstance, a benefit's
  programme, the place of an absence) hides nothing.
- Filters ask only what the reader may see: a child is found by the state of those responsible whom the reader sees.
- Age before the birth is null.
- An assessment's list names the visible ones; its grade, gaps and law rest on everybody.
- What the rules find is not found a second time here, which `test_rules_agreement.py` does; who of it is shown, is.
  So it is with candidate guardians and timelines: `test_candidates_agreement.py`.
"""

import base64
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute,
    get_named_type,
)

from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.guardianship.assessment import Moment
from graph_service.guardianship.candidates import Candidate, candidates
from graph_service.guardianship.detection import Hit, detect
from graph_service.guardianship.expiring import Ending, expiring
from graph_service.guardianship.order import statutory_order
from graph_service.guardianship.rules import Rule, rulebook
from graph_service.guardianship.timeline import Cause, Constellation, Period, timelines
from graph_service.model.assessment import Record
from tests import decision_table
from tests.api.county import County

RULE = yaml.safe_load(
    (Path(__file__).parents[2] / "cypher/rules/effective_guardianship/rule.yaml").read_text(encoding="utf-8")
)
SEXES = {0: "UNKNOWN", 1: "MALE", 2: "FEMALE", 9: "UNSPECIFIED"}
DISABILITIES = dict(
    enumerate(("VISUAL", "HEARING", "SPEECH", "PHYSICAL", "INTELLECTUAL", "MENTAL", "MULTIPLE"), start=1)
)
SINCE_EVER, OPEN_END = "0001-01-01", "9999-12-31"

INDIVIDUAL_FACTS = {
    "parents": ("PARENT_OF", "in", "Parentage"),
    "children": ("PARENT_OF", "out", "Parentage"),
    "marriages": ("MARRIED_TO", "both", "Marriage"),
    "households": ("MEMBER_OF", "out", "HouseholdMembership"),
    "circumstances": ("IN_CIRCUMSTANCE", "out", "Circumstance"),
    "disabilities": ("HAS_DISABILITY", "out", "Disability"),
    "absences": ("ABSENT_IN", "out", "Absence"),
    "guardianships": ("GUARDIAN_OF", "in", "Guardianship"),
    "wards": ("GUARDIAN_OF", "out", "Guardianship"),
    "revocations": ("GUARDIANSHIP_REVOKED_FOR", "in", "Revocation"),
    "entrustedCare": ("ENTRUSTED_CARER_OF", "in", "EntrustedCare"),
    "entrustedChildren": ("ENTRUSTED_CARER_OF", "out", "EntrustedCare"),
    "enrolments": ("ENROLLED_AT", "out", "Enrolment"),
    "attendance": ("ATTENDED", "out", "Attendance"),
    "placements": ("PLACED_WITH", "out", "Placement"),
    "benefits": ("RECEIVES", "out", "Benefit"),
    "services": ("RECEIVED_SERVICE", "out", "Service"),
    "supporters": ("SUPPORTS", "in", "SupportTie"),
    "supports": ("SUPPORTS", "out", "SupportTie"),
    "visits": ("VISITED", "in", "Visit"),
}
"""Lists of facts about somebody: relationship type, direction, type in the schema."""

OTHER_FACTS = {
    ("Household", "members"): ("MEMBER_OF", "in", "HouseholdMembership"),
    ("Household", "benefits"): ("RECEIVES", "out", "Benefit"),
    ("School", "enrolments"): ("ENROLLED_AT", "in", "Enrolment"),
    ("Organisation", "wards"): ("GUARDIAN_OF", "out", "Guardianship"),
    ("Organisation", "placements"): ("PLACED_WITH", "in", "Placement"),
    ("Worker", "visits"): ("VISITED", "out", "Visit"),
}

ENDS = {
    "Parentage": ("parent", "child"),
    "Guardianship": ("guardian", "ward"),
    "Revocation": ("guardian", "ward"),
    "EntrustedCare": ("carer", "child"),
    "Circumstance": ("person", None),
    "Disability": ("person", None),
    "Absence": ("person", None),
    "HouseholdMembership": ("person", "household"),
    "Enrolment": ("student", "school"),
    "Attendance": ("student", "school"),
    "Placement": ("person", "organisation"),
    "Benefit": ("recipient", None),
    "Service": ("person", None),
    "SupportTie": ("supporter", "person"),
    "Visit": ("worker", "person"),
    "Marriage": (None, None),
}
"""Fields that show where a fact begins and where it ends."""

NAMES = {"openedOn": "from", "closedOn": "to", "divisionCode": "division", "version": "digest"}
KNOWN_BY = ("personId", "householdId", "schoolId", "organisationId", "workerId")
ENTITIES = ("Person", "Household", "School", "Organisation", "Worker", "Division")
TIES = ("PARENT_OF", "GUARDIAN_OF", "ENTRUSTED_CARER_OF", "SUPPORTS")
CODES = ("CircumstanceKind", "DisabilityType", "Programme", "ServiceLine", "Division")


# -- what the graph holds ---------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Node:
    """Somebody, something, or what the service wrote itself, with all versions of its own row."""

    label: str
    now: Mapping[str, Any]
    versions: Sequence[Mapping[str, Any]]
    element: str

    @property
    def id(self) -> str:
        return self.now["code"] if self.label in CODES else self.now.get("id", "")


@dataclass(eq=False)
class Fact:
    """One version of one fact; `former` when the service no longer believes it."""

    type: str
    former: bool
    start: Node
    end: Node
    now: Mapping[str, Any]
    element: str


class Archive:
    """Everything that the graph holds, read once by two statements that know nothing of what it means."""

    def __init__(self, county: County) -> None:
        self.county = county
        nodes, versions = _all_nodes(county.graph)
        self.nodes: dict[str, list[Node]] = defaultdict(list)
        self.facts: dict[tuple[str, int, str], list[Fact]] = defaultdict(list)
        self.links: dict[tuple[str, int], list[Node]] = defaultdict(list)
        read = Statement(
            "tests/relationships",
            "MATCH (a)-[r]->(b) RETURN type(r), elementId(a), elementId(b), properties(r), elementId(r)",
            "",
            {},
            "",
        )
        for node in nodes.values():
            self.nodes[node.label].append(node)
        for type_, a, b, properties, element in (record.values() for record in county.graph.read(read)):
            if "certificateNo" in properties:
                place = f"{properties['key']}|certificateNo"
                properties["certificateNo"] = county.graph.keyring.open(place, properties["certificateNo"])
            if type_ == "HAD_VERSION":
                nodes[a].versions.append(versions[b])  # type: ignore[attr-defined]
            elif type_ in ("CONCERNS", "ASSESSES", "HAS_REPORT"):
                self.links[type_, id(nodes[a])].append(nodes[b])
                self.links[f"{type_} of", id(nodes[b])].append(nodes[a])
            elif a in nodes and b in nodes:
                former = type_.startswith("FORMER_")
                fact = Fact(type_.removeprefix("FORMER_"), former, nodes[a], nodes[b], properties, element)
                self.facts[fact.type, id(fact.start), "out"].append(fact)
                self.facts[fact.type, id(fact.end), "in"].append(fact)
        self.by_id = {(node.label, node.id): node for nodes in self.nodes.values() for node in nodes}
        self.world_of = {
            row["person_id"]: world for world in county.worlds for feeds in world for row in feeds.get("persons", ())
        }
        self._snapshots: dict[tuple[int, datetime | None], tuple[Any, set[str]]] = {}
        self._hits: dict[tuple[date, datetime | None], list[Hit]] = {}
        self._candidates: dict[tuple[date, datetime | None], dict[str, list[Candidate]]] = {}
        self._periods: dict[tuple[date, datetime | None], dict[str, list[Period]]] = {}
        self._endings: dict[tuple[date, datetime | None, int | None], list[Ending]] = {}

    def judged(self, child: Node, as_of: date, known_at: datetime | None) -> dict[str, Any] | None:
        """What the independent reading of the decision table says."""
        world = self.world_of[child.id]
        key = (id(world), known_at)
        if key not in self._snapshots:
            facts = decision_table.known(world, known_at, self.county.import_times)
            self._snapshots[key] = facts, decision_table.organisations(world)
        facts, organisations = self._snapshots[key]
        return decision_table.judge(facts, child.id, as_of, organisations)

    def hits(self, as_of: date, known_at: datetime | None) -> list[Hit]:
        """What all rules say of all children, by child and rule."""
        key = (as_of, known_at)
        if key not in self._hits:
            self._hits[key] = detect(self.county.graph, Moment(as_of, known_at or datetime.now(UTC)))
        return self._hits[key]

    def candidates(self, as_of: date, known_at: datetime | None) -> dict[str, list[Candidate]]:
        """Everybody's candidate guardians."""
        if (as_of, known_at) not in self._candidates:
            moment = Moment(as_of, known_at or datetime.now(UTC))
            everybody = [node.id for node in self.nodes["Person"]]
            self._candidates[as_of, known_at] = candidates(self.county.graph, moment, everybody)
        return self._candidates[as_of, known_at]

    def periods(self, until: date, known_at: datetime | None) -> dict[str, list[Period]]:
        """Everybody's timeline."""
        if (until, known_at) not in self._periods:
            moment = Moment(until, known_at or datetime.now(UTC))
            everybody = [node.id for node in self.nodes["Person"]]
            self._periods[until, known_at] = timelines(self.county.graph, moment, everybody)
        return self._periods[until, known_at]

    def endings(self, as_of: date, known_at: datetime | None, within: int | None) -> list[Ending]:
        """All children whose guardianship stops being effective."""
        key = (as_of, known_at, within)
        if key not in self._endings:
            moment = Moment(as_of, known_at or datetime.now(UTC))
            self._endings[key] = expiring(self.county.graph, moment, within=within)
        return self._endings[key]


def _all_nodes(graph: Graph) -> tuple[dict[str, Node], dict[str, dict[str, Any]]]:
    read = Statement(
        "tests/nodes",
        "MATCH (n) RETURN head(labels(n)) AS label, elementId(n) AS id, properties(n) AS properties",
        "",
        {},
        "",
    )
    nodes: dict[str, Node] = {}
    versions: dict[str, dict[str, Any]] = {}
    for label, element, properties in (record.values() for record in graph.read(read)):
        for name in ("idNumber", "phone"):
            if label in ("Person", "Version") and name in properties:
                properties[name] = graph.keyring.open(f"{properties['id']}|{name}", properties[name])
        if label == "Version":
            versions[element] = properties
        else:
            nodes[element] = Node(label, properties, [], element)
    return nodes, versions


# -- what one reader sees on one day ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Who asks: `OFFICER` of a division prefix, `LIAISON` of a school, `INSTITUTION_STAFF` of an organisation,
    `AUDITOR`, `ADMINISTRATOR`.

    An `office` is the name of their role, where several see alike. Officers of a prefecture or province see only what
    comes with the children lent to them; others see these besides.
    """

    role: str
    division: str = ""
    school: str = ""
    subject: str = "somebody"
    organisation: str = ""
    office: str = ""
    lent: frozenset[str] = frozenset()
    purpose: str = ""

    @property
    def supervises(self) -> bool:
        """Whether the reader does without numbers and notes."""
        return self.purpose == "SUPERVISION"

    @property
    def sees_only_lent(self) -> bool:
        return self.office in ("PREFECTURE_OFFICER", "PROVINCE_OFFICER")

    @property
    def is_told_reasons(self) -> bool:
        return self.role in ("OFFICER", "AUDITOR")

    @property
    def facts(self) -> tuple[str, ...] | None:
        """Facts that are for the reader at all; None: all of them."""
        return {"LIAISON": ("ENROLLED_AT", "ATTENDED"), "INSTITUTION_STAFF": ("PLACED_WITH",), "ADMINISTRATOR": ()}.get(
            self.role
        )


class View:
    """What somebody sees on a day, by what was known at a moment (None: now)."""

    def __init__(self, archive: Archive, reader: Reader, as_of: date, known_at: datetime | None) -> None:
        self.archive, self.reader, self.as_of, self.known_at = archive, reader, as_of, known_at
        self._seen: dict[int, bool] = {}
        self._judged: dict[int, dict[str, Any]] = {}

    # Time

    def of(self, node: Node) -> Mapping[str, Any] | None:
        """The attributes as they were known; None when it was not there."""
        at = self.known_at
        if at is None or node.label not in ENTITIES:
            return node.now
        recorded, withdrawn = node.now.get("recordedAt"), node.now.get("withdrawnAt")
        if recorded is not None and recorded <= at:
            return node.now
        for version in node.versions:
            if version["recordedAt"] <= at < version["retractedAt"]:
                return version
        return node.now if recorded is None and (withdrawn is None or withdrawn <= at) else None

    def was_known(self, fact: Fact) -> bool:
        if self.known_at is None:
            return not fact.former
        retracted = fact.now.get("retractedAt")
        return fact.now["recordedAt"] <= self.known_at and (retracted is None or self.known_at < retracted)

    def holds(self, fact: Fact) -> bool:
        return native(fact.now["from"]) <= self.as_of < native(fact.now["to"])

    def facts(self, node: Node, type_: str, way: str, *, ever: bool = False) -> list[Fact]:
        """All facts of a type that begin or end at a node, whoever asks."""
        ways = ("out", "in") if way == "both" else (way,)
        found = [fact for each in ways for fact in self.archive.facts.get((type_, id(node), each), ())]
        return [fact for fact in found if self.was_known(fact) and (ever or self.holds(fact))]

    # Visibility

    def sees(self, node: Node) -> bool:
        if id(node) not in self._seen:
            self._seen[id(node)] = self.of(node) is not None and self._sees(node)
        return self._seen[id(node)]

    def _sees(self, node: Node) -> bool:
        role = self.reader.role
        if self.known_at is not None:
            recorded = {"DataQualityFinding": "foundAt", "GuardianshipAssessment": "assessedAt"}.get(node.label)
            if recorded and node.now[recorded] > self.known_at:
                return False
        if role == "LIAISON":
            return self._liaison_sees(node)
        if role == "INSTITUTION_STAFF":
            return self._staff_sees(node)
        if role == "ADMINISTRATOR":
            return False
        if role == "AUDITOR" or node.label in (
            "School",
            "Organisation",
            "Worker",
            "Division",
            "GuardianshipAssessment",
        ):
            return True
        if node.label == "Household":
            members = [fact.start for fact in self.facts(node, "MEMBER_OF", "in")]
            return self.in_division(node) or any(self.is_lent(member) for member in members)
        if node.label == "DataQualityFinding":
            return any(self.in_division(entity) for entity in self.archive.links["CONCERNS", id(node)])
        if node.label == "Person":
            return self._officer_sees_person(node)
        return True

    def _officer_sees_person(self, node: Node) -> bool:
        ties = [fact for type_ in TIES for fact in self.facts(node, type_, "out", ever=True)]
        if self.within(node) or any(self.within(tie.end) for tie in ties):
            return True
        unplaced = (self.of(node) or {}).get("division") is None
        near = [tie.start for type_ in TIES for tie in self.facts(node, type_, "in", ever=True)]
        return unplaced and any(one.label == "Person" and self.within(one) for one in near)

    def _liaison_sees(self, node: Node) -> bool:
        if node.label == "Person":
            schools = [fact.end for fact in self.facts(node, "ENROLLED_AT", "out")]
            return any(school.id == self.reader.school and self.of(school) is not None for school in schools)
        return node.label in ("Division", "Worker") or (node.label == "School" and node.id == self.reader.school)

    def _staff_sees(self, node: Node) -> bool:
        if node.label == "Person":
            places = [fact.end for fact in self.facts(node, "PLACED_WITH", "out")]
            return any(place.id == self.reader.organisation and self.of(place) is not None for place in places)
        own = node.label == "Organisation" and node.id == self.reader.organisation
        return own or node.label in ("Division", "Worker")

    def in_division(self, node: Node) -> bool:
        """Whether it belongs to the officer's division, if they look after anybody there."""
        attributes = self.of(node) or {}
        division = attributes.get("code") if node.label == "Division" else attributes.get("division")
        return not self.reader.sees_only_lent and division is not None and division.startswith(self.reader.division)

    def is_lent(self, node: Node) -> bool:
        return node.label == "Person" and node.id in self.reader.lent and self.of(node) is not None

    def within(self, node: Node) -> bool:
        """Whether the officer looks after it: it is in their division, or a child who is lent to them."""
        return self.in_division(node) or self.is_lent(node)

    def shows(self, type_: str) -> bool:
        """Whether facts of this type are for the reader at all."""
        return self.reader.facts is None or type_ in self.reader.facts

    def visible_facts(self, node: Node, type_: str, way: str, *, ever: bool = False) -> list[Fact]:
        """The facts that are shown, in their order."""
        if not self.shows(type_):
            return []
        found = [
            fact
            for fact in self.facts(node, type_, way, ever=ever)
            for other in [fact.start if fact.end is node else fact.end]
            if other.label in CODES or self.sees(other)
        ]
        return sorted(found, key=lambda fact: (native(fact.now["from"]), fact.now["key"]))

    # Persons

    def find(self, label: str, known_by: str | None) -> Node | None:
        node = self.archive.by_id.get((label, known_by or ""))
        return node if node is not None and self.sees(node) else None

    def all(self, label: str) -> list[Node]:
        return [node for node in self.archive.nodes[label] if self.sees(node)]

    def is_child(self, node: Node) -> bool:
        attributes = self.of(node) or {}
        born, died = native(attributes.get("birthDate")), native(attributes.get("deathDate"))
        alive = died is None or died > self.as_of
        return born is not None and alive and born <= self.as_of < decision_table.birthday(born, 18)

    def age(self, node: Node) -> int | None:
        born = native((self.of(node) or {}).get("birthDate"))
        return None if born is None or born > self.as_of else decision_table.age(born, self.as_of)

    def judged(self, child: Node) -> dict[str, Any]:
        if id(child) not in self._judged:
            found = self.archive.judged(child, self.as_of, self.known_at)
            assert found is not None, f"{child.id} is no child to the decision table"
            self._judged[id(child)] = found
        return self._judged[id(child)]

    def responsible(self, child: Node) -> list[dict[str, Any]]:
        """Everybody responsible, with the records as nodes and facts."""
        found: list[dict[str, Any]] = []
        for entry in self.judged(child)["responsible"]:
            by_id = self.archive.by_id
            party = by_id.get(("Person", entry["id"])) or by_id["Organisation", entry["id"]]
            type_ = {"PARENT": "PARENT_OF", "GUARDIAN": "GUARDIAN_OF", "CARER": "ENTRUSTED_CARER_OF"}[entry["kind"]]
            roles = [
                fact for fact in self.facts(party, type_, "out") if fact.end is child and fact.now.get("kind") != "STEP"
            ]
            if entry["state"] in ("DECEASED", "MINOR", "CLOSED"):
                own = self.of(party) or {}
                records = [record(own.get("recordId") or party.id, party.label, own)]
            else:
                keys = {key.partition(":")[2] if "|" in key else key for key in entry["records"]}
                deciding = [
                    fact
                    for kind in ("IN_CIRCUMSTANCE", "HAS_DISABILITY", "ABSENT_IN", "GUARDIANSHIP_REVOKED_FOR")
                    for fact in self.facts(party, kind, "out")
                    if fact.now["key"] in keys
                ]
                records = [of_fact(fact) for fact in (roles if entry["state"] == "ABLE" else deciding)]
            found.append(
                {
                    "party": party,
                    "kind": entry["kind"],
                    "state": entry["state"],
                    "roles": sorted_records(map(of_fact, roles)),
                    "records": sorted_records(records),
                }
            )
        return found

    def visible_responsible(self, child: Node) -> list[dict[str, Any]]:
        if not self.reader.is_told_reasons:
            return []
        return [entry for entry in self.responsible(child) if self.sees(entry["party"])]

    def law(self, child: Node) -> list[dict[str, str]]:
        judged = self.judged(child)
        cited = [entry["law"] for entry in RULE["grades"] if entry["grade"] == judged["grade"]]
        states = {entry["state"]: entry["law"] for entry in RULE["states"]}
        cited += [states[entry["state"]] for entry in judged["responsible"]]
        cited += [RULE["responsibility"][entry["kind"]]["law"] for entry in judged["responsible"]]
        return [law for place, law in enumerate(cited) if law not in cited[:place]]


def record(key: str, fact: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": key, "fact": fact, "source": attributes.get("source"), "recordedAt": attributes.get("recordedAt")}


def of_fact(fact: Fact) -> dict[str, Any]:
    return record(fact.now["key"], fact.type, fact.now)


def sorted_records(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(records, key=lambda each: (each["id"], each["fact"]))


def native(value: Any) -> Any:
    return value.to_native() if hasattr(value, "to_native") else value


def prefix(code: str) -> str:
    """The digits that everything inside a division begins with."""
    for length in (2, 4, 6, 9):
        if set(code[length:]) == {"0"}:
            return code[:length]
    return code


# -- the fields -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """A value of an object type on its way through GraphQL's algorithm."""

    type: str
    view: View
    what: Any


def resolve(source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
    """Any field."""
    if source is None:
        archive, reader = info.context
        day = date.fromisoformat(arguments["asOf"]) if arguments.get("asOf") else date.today()
        at = datetime.fromisoformat(arguments["knownAt"]) if arguments.get("knownAt") else None
        return root(View(archive, reader, day, at), info.field_name, arguments)
    name = info.field_name
    if isinstance(source, Mapping):
        return source[name](info) if callable(source[name]) else source[name]
    special = FIELDS.get((source.type, name)) or FIELDS.get(("*", name))
    if special:
        return special(source, **arguments)
    if isinstance(source.what, Fact) and name in ENDS[source.type]:
        end = source.what.start if name == ENDS[source.type][0] else source.what.end
        return Thing(end.label, source.view, end)
    return facts_about(source, name, arguments) if "ever" in arguments else leaf(source, info)


def facts_about(thing: Thing, name: str, arguments: Mapping[str, Any]) -> Any:
    """A list of facts, by page where there may be many."""
    is_person = thing.type in ("Person", "Child")
    type_, way, shown = INDIVIDUAL_FACTS[name] if is_person else OTHER_FACTS[thing.type, name]
    facts = thing.view.visible_facts(thing.what, type_, way, ever=arguments["ever"])
    things = [Thing(shown, thing.view, fact) for fact in facts]
    paged = thing.type in ("School", "Organisation", "Worker")
    return page(narrowed(things, arguments), arguments, shown) if paged else things


def leaf(thing: Thing, info: GraphQLResolveInfo) -> Any:
    """A property, in the form that the schema gives it."""
    name, what = info.field_name, thing.what
    attributes = what if isinstance(what, Mapping) else what.now if isinstance(what, Fact) else thing.view.of(what)
    named = get_named_type(info.return_type)
    if name == "id" and named.name == "ID":
        return f"{thing.type}:{what.id}"
    if name in KNOWN_BY:
        return what.id
    value = attributes.get(NAMES.get(name, name))
    if isinstance(what, Fact) and name in ("from", "to"):
        return None if str(native(value)) in (SINCE_EVER, OPEN_END) else str(native(value))
    if isinstance(named, GraphQLEnumType) and isinstance(value, int):
        return (SEXES if named.name == "Sex" else DISABILITIES)[value]
    return formatted(value)


def formatted(value: Any) -> Any:
    """Days as `YYYY-MM-DD`, moments in UTC with seconds, and as many digits of their fraction as it has."""
    value = native(value)
    if isinstance(value, datetime):
        at = value.astimezone(UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}{fraction(at)}Z"
    return value.isoformat() if isinstance(value, date) else value


def fraction(at: datetime) -> str:
    return f".{at.microsecond:06}".rstrip("0").rstrip(".")


def thing_of(view: View, node: Node | None, type_: str | None = None) -> Thing | None:
    return None if node is None else Thing(type_ or node.label, view, node)


def name_shown(thing: Thing) -> str | None:
    name = (thing.view.of(thing.what) or {}).get("name")
    reader, what = thing.view.reader, thing.what
    masked = reader.role == "AUDITOR" and what.label in ("Person", "Worker") and not thing.view.is_lent(what)
    return name[0] + "某某" if masked and name else name


def masked_number(thing: Thing, name: str, left: int, right: int, least: int) -> str | None:
    """Numbers show their ends to officers; one too short for that shows nothing."""
    attributes = thing.what.now if isinstance(thing.what, Fact) else thing.view.of(thing.what) or {}
    value = attributes.get(name)
    reader = thing.view.reader
    if value is None or reader.role != "OFFICER" or reader.supervises:
        return None
    stars = "*" * (4 if name == "phone" else 10)
    return value[:left] + stars + value[-right:] if len(value) >= least else stars


def division_of(thing: Thing) -> Thing | None:
    view = thing.view
    return thing_of(view, view.find("Division", (view.of(thing.what) or {}).get("division")))


def findings_about(thing: Thing) -> list[Thing]:
    view = thing.view
    found = [node for node in view.archive.links["CONCERNS of", id(thing.what)] if view.sees(node)]
    if not view.reader.is_told_reasons:
        return []
    return [Thing("DataQualityFinding", view, node) for node in sorted(found, key=lambda n: (n.now["foundAt"], n.id))]


def concerned(thing: Thing) -> Thing | None:
    found = [node for node in thing.view.archive.links["CONCERNS", id(thing.what)] if thing.view.sees(node)]
    return thing_of(thing.view, found[0] if found else None)


def stored(thing: Thing) -> list[Thing]:
    view = thing.view
    found = [node for node in view.archive.links["ASSESSES of", id(thing.what)] if view.sees(node)]
    found.sort(key=lambda node: node.id)
    found.sort(key=lambda node: node.now["assessedAt"], reverse=True)
    return [Thing("StoredAssessment", view, node) for node in found]


def self_supporting(thing: Thing) -> list[dict[str, Any]]:
    view, child = thing.view, thing.what
    born = native(view.of(child)["birthDate"])  # type: ignore[index]
    if not view.reader.is_told_reasons or decision_table.age(born, view.as_of) < 16:
        return []
    facts = view.facts(child, "IN_CIRCUMSTANCE", "out")
    return sorted_records(shown_record(of_fact(fact)) for fact in facts if fact.now["kind"] == "SELF_SUPPORTING")


def shown_record(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "recordedAt": formatted(found["recordedAt"])}


def shown_entry(view: View, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "party": thing_of(view, entry["party"]),
        "kind": entry["kind"],
        "state": entry["state"],
        "roles": [shown_record(each) for each in entry["roles"]],
        "records": [shown_record(each) for each in entry["records"]],
    }


def responsible(thing: Thing) -> list[dict[str, Any]]:
    return [shown_entry(thing.view, entry) for entry in thing.view.visible_responsible(thing.what)]


def de_facto_carers(thing: Thing) -> list[dict[str, Any]]:
    if thing.view.judged(thing.what)["grade"] != "NONE":
        return []
    entries = thing.view.visible_responsible(thing.what)
    return [shown_entry(thing.view, entry) for entry in entries if entry["kind"] == "CARER"]


GAPS = (
    *("NO_PARENT_RECORDED", "ONE_PARENT_RECORDED", "RESIDENCE_UNKNOWN", "RESIDENCE_FROM_REGISTRATION"),
    *("START_DATE_MISSING", "DISABILITY_COMPONENTS_HIDDEN"),
)


def gaps(thing: Thing) -> list[str]:
    if not thing.view.reader.is_told_reasons:
        return []
    return sorted(thing.view.judged(thing.what)["gaps"], key=GAPS.index)


def legal_basis(thing: Thing) -> list[dict[str, str]]:
    return thing.view.law(thing.what) if thing.view.reader.is_told_reasons else []


# What the rules say


def said_of(thing: Thing, kind: str, rules: Sequence[str] | None) -> list[Thing]:
    if not thing.view.reader.is_told_reasons:
        return []
    return [
        detection
        for detection in said(thing.view)
        if detection.what["hit"].child_id == thing.what.id
        and detection.what["hit"].rule.described.kind == kind
        and (rules is None or detection.what["hit"].rule.id in rules)
    ]


def said(view: View) -> list[Thing]:
    """Every hit, told apart by its place among those of the same rule and child."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    found: list[Thing] = []
    for hit in view.archive.hits(view.as_of, view.known_at):
        numbers[hit.child_id, hit.rule.id] += 1
        key = f"{hit.child_id}/{hit.rule.id}/{numbers[hit.child_id, hit.rule.id]}"
        found.append(Thing("Detection", view, {"hit": hit, "key": key}))
    return found


def somebody(view: View, known_by: str | None, *labels: str) -> Node | None:
    found = (view.find(label, known_by) for label in labels)
    return next((node for node in found if node is not None), None)


def involved(thing: Thing) -> list[dict[str, Any]]:
    order = {"PARENT": 0, "GUARDIAN": 1}
    return [
        {
            "party": thing_of(thing.view, party),
            **{name: one.get(name) for name in ("role", "status")},
            "since": formatted(one.get("since")),
            "records": [shown_record(each) for each in one["records"]],
        }
        for one in sorted(thing.what["hit"].people, key=lambda one: (order.get(one["role"], 2), one["id"]))
        if (party := somebody(thing.view, one["id"], "Person", "Organisation"))
    ]


def further_records(thing: Thing) -> list[dict[str, Any]]:
    hit = thing.what["hit"]
    return [
        shown_record({name: each[name] for name in ("id", "fact", "source", "recordedAt")})
        for each in sorted(hit.records, key=lambda each: (each["fact"], each["id"]))
        if somebody(thing.view, each.get("of", hit.child_id), "Person", "Household")
    ]


def missing(thing: Thing) -> list[dict[str, Any]]:
    return [
        {
            "person": thing_of(thing.view, thing.view.find("Person", each.get("person"))),
            **{name: each.get(name) for name in ("code", "record", "supplier")},
        }
        for each in thing.what["hit"].missing
        if each.get("person") is None or thing.view.find("Person", each["person"])
    ]


def reasons(thing: Thing) -> list[str]:
    details = thing.what["hit"].details
    because = [details["because"]] if details.get("because") else []
    return because + list(details.get("limbs") or []) + list(details.get("categories") or [])


def shown_rule(rule: Rule, day: date, division: str) -> dict[str, Any]:
    about = rule.described.model_dump(mode="json")
    return {
        **{name: about[name] for name in ("id", "version", "title", "when", "law", "duties")},
        "kind": about["kind"].upper(),
        "severity": about["severity"].upper(),
        "parameters": [
            {
                "of": definition.name,
                "name": name,
                "inForce": in_force(values, day, division),
                "values": [{**each.model_dump(mode="json"), **plain_value(each)} for each in values],
            }
            for definition in rulebook().closure([rule.name])
            for name, values in definition.parameters.items()
        ],
    }


def in_force(values: Sequence[Any], day: date, division: str) -> str:
    """Of the values in effect the newest one of the nearest division; before any was, the country's oldest."""
    begun = [each for each in values if division.startswith(each.division) and each.since <= day]
    if begun:
        return plain_value(max(begun, key=lambda each: (len(each.division), each.since)))["value"]
    return plain_value(min((each for each in values if not each.division), key=lambda each: each.since))["value"]


def plain_value(value: Any) -> dict[str, Any]:
    text = ", ".join(map(str, value.value)) if isinstance(value.value, tuple) else str(value.value)
    return {
        "value": text.lower() if isinstance(value.value, bool) else text,
        "division": value.division or None,
    }


# Who could become guardian, and how guardianship was and will be


PARTIES = ("Person", "Organisation")


def candidate_guardians(thing: Thing) -> list[dict[str, Any]]:
    view = thing.view
    if not view.reader.is_told_reasons:
        return []
    found = view.archive.candidates(view.as_of, view.known_at).get(thing.what.id, [])
    return [
        {
            "party": thing_of(view, party),
            **{name: str(getattr(each, name)) for name in ("relation", "order", "state", "distance")},
            "eligible": each.rank is not None,
            "records": plain_records(each.records),
            "bars": plain_records(each.bars),
            "path": path_of(view, thing.what.id, each),
            "ties": plain_records([edge.record for edge in each.ties]),
            "age": each.age,
            "wards": visible_wards(view, party) if party.label == "Person" else None,
            "consentNeeded": each.consent_needed,
            "reasons": list(each.reasons),
            "legalBasis": statutory_order().orders[each.order].law.model_dump(),
        }
        for each in found
        if (party := somebody(view, each.id, *PARTIES))
    ]


def path_of(view: View, child: str, candidate: Candidate) -> list[dict[str, Any]]:
    """Step by step; nothing of it when somebody on the way is hidden."""
    steps: list[dict[str, Any]] = []
    here = child
    for edge in candidate.path:
        here = ({edge.start, edge.end} - {here}).pop()
        person = view.find("Person", here)
        if person is None:
            return []
        steps.append({"person": thing_of(view, person), "kind": edge.kind, **plain_records([edge.record])[0]})
    return steps


def visible_wards(view: View, somebody_: Node) -> int:
    facts = [
        fact
        for type_ in ("PARENT_OF", "GUARDIAN_OF", "ENTRUSTED_CARER_OF")
        for fact in view.facts(somebody_, type_, "out")
        if fact.now.get("kind") != "STEP"
    ]
    return len({id(fact.end) for fact in facts if view.sees(fact.end) and view.is_child(fact.end)})


def timeline(thing: Thing, until: str | None = None) -> list[dict[str, Any]]:
    view = thing.view
    if not view.reader.is_told_reasons:
        return []
    return [
        {
            "since": formatted(each.begin),
            "until": formatted(each.end),
            "grade": each.grade,
            "effective": each.effective,
            "causes": shown_causes(view, each.causes),
            "constellations": [
                shown_constellation(view, one)
                for place, one in enumerate(each.constellations)
                if place == 0 or any(somebody(view, cause.who, *PARTIES) for cause in one.causes)
            ],
        }
        for each in view.archive.periods(date.fromisoformat(until) if until else view.as_of, view.known_at).get(
            thing.what.id, []
        )
    ]


def shown_constellation(view: View, constellation: Constellation) -> dict[str, Any]:
    order = ("PARENT", "GUARDIAN", "CARER")
    return {
        "since": formatted(constellation.begin),
        "causes": shown_causes(view, constellation.causes),
        "selfSupporting": plain_records(constellation.self_supporting),
        "responsible": [
            {
                "party": thing_of(view, party),
                "kind": one.kind,
                "state": one.state,
                "roles": plain_records(one.roles),
                "records": plain_records(one.records or one.roles),
            }
            for one in sorted(constellation.responsible, key=lambda one: (order.index(one.kind), one.id))
            if (party := somebody(view, one.id, *PARTIES))
        ],
    }


def shown_causes(view: View, causes: Sequence[Cause]) -> list[dict[str, Any]]:
    return [
        {
            "event": each.event,
            "party": thing_of(view, somebody(view, each.who, *PARTIES)),
            "kind": each.kind,
            "records": plain_records([each.record] if each.record else []),
        }
        for each in causes
        if each.who is None or somebody(view, each.who, *PARTIES)
    ]


def plain_records(records: Sequence[Record]) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "fact": each.fact, "source": each.source, "recordedAt": formatted(each.recorded_at)}
        for each in records
    ]


def expiring_people(thing: Thing) -> list[dict[str, Any]]:
    return involved(Thing("Detection", thing.view, {"hit": thing.what["ending"].hit}))


def spouses(thing: Thing) -> list[Thing]:
    both = sorted((thing.what.start, thing.what.end), key=lambda node: node.id)
    return [Thing("Person", thing.view, node) for node in both if thing.view.sees(node)]


def division_parent(thing: Thing) -> Thing | None:
    own = prefix(thing.what.id)
    for length in (9, 6, 4, 2):
        if length < len(own) and (found := thing.view.find("Division", own[:length].ljust(12, "0"))):
            return thing_of(thing.view, found)
    return None


def divisions_below(thing: Thing) -> list[Thing]:
    own = prefix(thing.what.id)
    length = {2: 4, 4: 6, 6: 9}.get(len(own), 12)
    found = [
        node
        for node in thing.view.all("Division")
        if node.id.startswith(own) and node is not thing.what and len(prefix(node.id)) == length
    ]
    return [Thing("Division", thing.view, node) for node in sorted(found, key=lambda node: node.id)]


def of_division(label: str) -> Callable[[Thing], list[Thing]]:
    def found(thing: Thing) -> list[Thing]:
        view, own = thing.view, prefix(thing.what.id)
        nodes = [(view.of(node)["division"], node.id, node) for node in view.all(label) if in_division(view, node, own)]
        return [Thing(label, view, node) for _, _, node in sorted(nodes, key=lambda each: each[:2])]

    return found


def in_division(view: View, node: Node, code: str) -> bool:
    division = (view.of(node) or {}).get("division")
    return division is not None and division.startswith(code)


def children_of_division(thing: Thing, **arguments: Any) -> dict[str, Any]:
    view, own = thing.view, prefix(thing.what.id)
    nodes = [node for node in view.all("Person") if in_division(view, node, own) and view.is_child(node)]
    return children_page([Thing("Child", view, node) for node in nodes], arguments)


def stored_gaps(thing: Thing) -> list[str]:
    return list(thing.what.now["gaps"])


FIELDS: dict[tuple[str, str], Callable[..., Any]] = {
    ("Person", "name"): name_shown,
    ("Child", "name"): name_shown,
    ("Worker", "name"): name_shown,
    ("*", "idNumber"): lambda thing: masked_number(thing, "idNumber", 6, 2, 15),
    ("*", "certificateNo"): lambda thing: masked_number(thing, "certificateNo", 6, 2, 15),
    ("*", "note"): lambda thing: None if thing.view.reader.supervises else thing.what.now.get("note"),
    ("*", "phone"): lambda thing: masked_number(thing, "phone", 3, 4, 11),
    ("*", "age"): lambda thing: thing.view.age(thing.what),
    **{
        (type_, "division"): division_of
        for type_ in ("Person", "Child", "Household", "School", "Organisation", "Worker")
    },
    ("*", "dataQualityFindings"): findings_about,
    ("Person", "asChild"): lambda thing: (
        Thing("Child", thing.view, thing.what) if thing.view.is_child(thing.what) else None
    ),
    ("Child", "person"): lambda thing: Thing("Person", thing.view, thing.what),
    ("Child", "grade"): lambda thing: thing.view.judged(thing.what)["grade"],
    ("Child", "effective"): lambda thing: thing.view.judged(thing.what)["effective"],
    ("Child", "guardianshipAssessment"): lambda thing: Thing("GuardianshipAssessment", thing.view, thing.what),
    ("Child", "storedAssessments"): stored,
    ("Child", "categories"): lambda thing, rules=None: said_of(thing, "category", rules),
    ("Child", "warnings"): lambda thing, rules=None: said_of(thing, "warning", rules),
    ("Child", "candidateGuardians"): candidate_guardians,
    ("Child", "timeline"): timeline,
    ("GuardianshipEnding", "child"): lambda thing: Thing(
        "Child", thing.view, thing.view.find("Person", thing.what["ending"].child_id)
    ),
    ("GuardianshipEnding", "day"): lambda thing: formatted(thing.what["ending"].day),
    ("GuardianshipEnding", "grade"): lambda thing: thing.what["ending"].grade,
    ("GuardianshipEnding", "causes"): lambda thing: shown_causes(thing.view, thing.what["ending"].causes),
    ("GuardianshipEnding", "people"): expiring_people,
    ("Detection", "child"): lambda thing: Thing(
        "Child", thing.view, thing.view.find("Person", thing.what["hit"].child_id)
    ),
    ("Detection", "rule"): lambda thing: shown_rule(
        thing.what["hit"].rule, thing.view.as_of, thing.what["hit"].division or ""
    ),
    ("Detection", "answer"): lambda thing: thing.what["hit"].answer.upper(),
    ("Detection", "people"): involved,
    ("Detection", "records"): further_records,
    ("Detection", "missing"): missing,
    ("Detection", "reasons"): reasons,
    ("Detection", "definition"): lambda thing: thing.what["hit"].details.get("definition"),
    ("Detection", "day"): lambda thing: formatted(thing.what["hit"].details.get("day")),
    ("Detection", "grade"): lambda thing: thing.what["hit"].details.get("grade"),
    ("Detection", "lookFor"): lambda thing: thing_of(
        thing.view, thing.view.find("Person", thing.what["hit"].details.get("lookFor"))
    ),
    ("GuardianshipAssessment", "child"): lambda thing: Thing("Child", thing.view, thing.what),
    ("GuardianshipAssessment", "asOf"): lambda thing: thing.view.as_of.isoformat(),
    ("GuardianshipAssessment", "knownAt"): lambda thing: formatted(thing.view.known_at),
    ("GuardianshipAssessment", "grade"): lambda thing: thing.view.judged(thing.what)["grade"],
    ("GuardianshipAssessment", "effective"): lambda thing: thing.view.judged(thing.what)["effective"],
    ("GuardianshipAssessment", "responsible"): responsible,
    ("GuardianshipAssessment", "deFactoCarers"): de_facto_carers,
    ("GuardianshipAssessment", "selfSupporting"): self_supporting,
    ("GuardianshipAssessment", "gaps"): gaps,
    ("GuardianshipAssessment", "legalBasis"): legal_basis,
    ("GuardianshipAssessment", "ruleId"): lambda thing: RULE["id"],
    ("GuardianshipAssessment", "ruleVersion"): lambda thing: RULE["version"],
    ("Marriage", "spouses"): spouses,
    ("Circumstance", "towardChild"): lambda thing: thing_of(
        thing.view, thing.view.find("Person", thing.what.now.get("towardChildId"))
    ),
    ("Absence", "destination"): lambda thing: thing_of(
        thing.view, thing.view.find("Division", thing.what.now["destinationDivision"])
    ),
    ("Service", "organisation"): lambda thing: thing_of(
        thing.view, thing.view.find("Organisation", thing.what.now.get("organisationId"))
    ),
    ("Household", "head"): lambda thing: thing_of(
        thing.view, thing.view.find("Person", (thing.view.of(thing.what) or {}).get("headId"))
    ),
    ("Worker", "school"): lambda thing: thing_of(
        thing.view, thing.view.find("School", (thing.view.of(thing.what) or {}).get("schoolId"))
    ),
    ("Division", "parent"): division_parent,
    ("Division", "divisions"): divisions_below,
    ("Division", "schools"): of_division("School"),
    ("Division", "organisations"): of_division("Organisation"),
    ("Division", "workers"): of_division("Worker"),
    ("Division", "children"): children_of_division,
    ("DataQualityFinding", "concerns"): concerned,
    ("DataQualityFinding", "records"): lambda thing: list(thing.what.now.get("records") or []),
    ("ImportReport", "id"): lambda thing: f"ImportReport:{report_id(thing)}",
    ("ImportReport", "importedAt"): lambda thing: formatted(run_of(thing).now["importedAt"]),
    ("ImportReport", "unknownColumns"): lambda thing: list(thing.what.now.get("unknownColumns") or []),
}


def run_of(thing: Thing) -> Node:
    return thing.view.archive.links["HAS_REPORT of", id(thing.what)][0]


def report_id(thing: Thing) -> str:
    return f"{run_of(thing).now['id']}/{thing.what.now['file']}"


# -- the questions ----------------------------------------------------------------------------------------------------


def bare(known_by: str) -> str:
    head, colon, rest = known_by.partition(":")
    return rest if colon and head[:1].isupper() and head.isalpha() else known_by


def root(view: View, name: str, arguments: dict[str, Any]) -> Any:
    if name == "viewer":
        return viewer(view)
    if name == "node":
        type_, _, known_by = arguments["id"].partition(":")
        return by_id(view, type_, known_by)
    if name == "division":
        return thing_of(view, view.find("Division", arguments["code"]))
    if name in ("rules", "rule"):
        code = division_prefix(arguments["division"]) if arguments.get("division") else ""
        shown = [shown_rule(rule, view.as_of, code) for rule in rulebook().rules.values()]
        return shown if name == "rules" else next((each for each in shown if each["id"] == arguments["id"]), None)
    if "id" in arguments:
        return by_id(view, name[0].upper() + name[1:], bare(arguments["id"]))
    return lists(view, name, arguments)


PURPOSES = {
    "OFFICER": ["CASE_WORK", "SUPERVISION"],
    "PREFECTURE_OFFICER": ["SUPERVISION", "CASE_WORK"],
    "LIAISON": ["SCHOOLING"],
    "INSTITUTION_STAFF": ["CARE"],
    "AUDITOR": ["OVERSIGHT"],
    "ADMINISTRATOR": ["OPERATION"],
}


def viewer(view: View) -> dict[str, Any]:
    reader = view.reader
    return {
        "subject": reader.subject,
        "role": reader.role,
        "purpose": reader.purpose or PURPOSES[reader.role][0],
        "purposes": PURPOSES[reader.office or reader.role],
        "division": thing_of(view, view.find("Division", reader.division.ljust(12, "0") if reader.division else None)),
        "school": thing_of(view, view.find("School", reader.school or None)),
        "organisation": thing_of(view, view.find("Organisation", reader.organisation or None)),
    }


def by_id(view: View, type_: str, known_by: str) -> Thing | None:
    if type_ == "ImportReport":
        found = [thing for thing in reports(view) if report_id(thing) == known_by]
        return found[0] if found else None
    node = view.find("Person" if type_ == "Child" else type_, known_by)
    if node is None or (type_ == "Child" and not view.is_child(node)):
        return None
    return Thing(type_, view, node) if type_ in ("Child", "DataQualityFinding", *ENTITIES) else None


def reports(view: View) -> list[Thing]:
    if view.reader.role in ("LIAISON", "INSTITUTION_STAFF"):
        return []
    runs = view.archive.nodes["ImportRun"]
    return [
        Thing("ImportReport", view, report)
        for run in runs
        if view.known_at is None or run.now["importedAt"] <= view.known_at
        for report in view.archive.links["HAS_REPORT", id(run)]
    ]


def lists(view: View, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    if name in ("children", "persons"):
        nodes = [node for node in view.all("Person") if is_listed(view, node, arguments)]
        if name == "persons":
            things = narrowed([Thing("Person", view, node) for node in nodes], arguments)
            return page(things, arguments, "Person")
        return children_page([Thing("Child", view, node) for node in nodes if view.is_child(node)], arguments)
    if name == "detections":
        listed = [(each, view.find("Person", each.what["hit"].child_id)) for each in said(view)]
        own = [each for each, child in listed if child is not None and is_listed(view, child, {})]
        return page(narrowed(own, arguments), arguments, "Detection")
    if name == "expiring":
        code = division_prefix(bare(arguments["division"])) if arguments.get("division") else ""
        ends = [
            Thing("GuardianshipEnding", view, {"ending": each, "key": each.child_id})
            for each in view.archive.endings(view.as_of, view.known_at, arguments.get("within"))
            if (each.hit.division or "").startswith(code)
            and (child := view.find("Person", each.child_id))
            and is_listed(view, child, {})
        ]
        return page(ends, arguments, "GuardianshipEnding")
    if name == "assessmentDiffs":
        return page([], arguments, "AssessmentDifference")  # nobody watched the imports of the county
    if name == "importReports":
        return page(reports(view), arguments, "ImportReport")
    label = {"dataQualityFindings": "DataQualityFinding"}.get(name) or name[0].upper() + name[1:-1]
    things = [Thing(label, view, node) for node in view.all(label)]
    return page(narrowed(things, arguments), arguments, label)


def is_listed(view: View, node: Node, arguments: dict[str, Any]) -> bool:
    """Officers' lists hold those of their division; or, when asked for, all of none that they see."""
    everywhere = view.reader.role != "OFFICER" or (arguments.get("filter") or {}).get("withoutDivision") is True
    return everywhere or view.in_division(node)


def children_page(things: list[Thing], arguments: dict[str, Any]) -> dict[str, Any]:
    listed = narrowed(things, arguments)
    found = page(listed, arguments, "Child")

    def facet(value: Callable[[Thing], Any], shown: Callable[[Any], Any] = str) -> list[dict[str, Any]]:
        counts: dict[Any, int] = defaultdict(int)
        for thing in listed:
            counts[value(thing)] += 1
        ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0] is None, each[0]))
        return [{"value": None if key is None else shown(key), "count": number} for key, number in ordered]

    def attribute(name: str) -> Callable[[Thing], Any]:
        return lambda thing: (thing.view.of(thing.what) or {}).get(name)

    found["facets"] = lambda _: {
        "grade": facet(lambda thing: thing.view.judged(thing.what)["grade"]),
        "sex": facet(attribute("sex"), SEXES.__getitem__),
        "age": facet(lambda thing: thing.view.age(thing.what)),
        "township": facet(lambda thing: (attribute("division")(thing) or "")[:9] or None),
        "registrationType": facet(attribute("registrationType")),
    }
    return found


# -- filters ----------------------------------------------------------------------------------------------------------


def narrowed(things: list[Thing], arguments: Mapping[str, Any]) -> list[Thing]:
    wanted = {name: value for name, value in (arguments.get("filter") or {}).items() if value is not None}
    return [thing for thing in things if all(matches(thing, name, value) for name, value in wanted.items())]


def matches(thing: Thing, name: str, value: Any) -> bool:
    view, what = thing.view, thing.what
    if thing.type == "Detection":
        return detection_matches(what["hit"], name, value)
    attributes = what.now if isinstance(what, Fact) else view.of(what) or {}
    special = FILTERS.get(name)
    if special:
        return special(thing, attributes, value)
    if name == "stage" and thing.type == "School":
        return value in (attributes.get("stages") or "")
    found = attributes.get(name)
    return found in [coded(each) for each in value]


def detection_matches(hit: Hit, name: str, value: Any) -> bool:
    about = hit.rule.described
    if name == "division":
        return (hit.division or "").startswith(division_prefix(bare(value)))
    found = {"rules": about.id, "kind": about.kind, "severity": about.severity, "answer": hit.answer}[name]
    return found in value or found.upper() in value


def coded(value: Any) -> Any:
    """A code of the schema as the graph holds it."""
    return {name: code for code, name in SEXES.items()}.get(value, value)


def by_search(thing: Thing, attributes: Mapping[str, Any], text: str) -> bool:
    name, pinyin = attributes.get("name"), attributes.get("pinyin")
    if name is None:
        return False
    typed = text.replace(" ", "").lower()
    return text in name or (pinyin is not None and (pinyin.startswith(typed) or f" {typed}" in pinyin))


def is_number(kept: str | None, asked: str) -> bool:
    return kept is not None and kept.upper() == asked.replace(" ", "").replace("-", "")


def by_age(thing: Thing, _: Mapping[str, Any], ages: Mapping[str, Any]) -> bool:
    age, least, most = thing.view.age(thing.what), ages.get("min"), ages.get("max")
    if age is None:
        return least is None and most is None
    return (least is None or age >= least) and (most is None or age <= most)


def by_state(thing: Thing, _: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    kinds = wanted.get("kinds")
    return any(
        entry["state"] in wanted["states"] and (kinds is None or entry["kind"] in kinds)
        for entry in thing.view.visible_responsible(thing.what)
    )


def by_enrolment(thing: Thing, statuses: Sequence[str] | None = None, school: str | None = None) -> bool:
    return any(
        (statuses is None or fact.now["status"] in statuses) and (school is None or fact.end.id == school)
        for fact in thing.view.visible_facts(thing.what, "ENROLLED_AT", "out")
    )


FILTERS: dict[str, Callable[[Thing, Mapping[str, Any], Any], bool]] = {
    "division": lambda thing, attributes, code: in_division(thing.view, thing.what, division_prefix(bare(code))),
    "withoutDivision": lambda thing, attributes, wanted: (attributes.get("division") is None) == wanted,
    "age": by_age,
    "grade": lambda thing, attributes, grades: thing.view.judged(thing.what)["grade"] in grades,
    "effective": lambda thing, attributes, wanted: thing.view.judged(thing.what)["effective"] is wanted,
    "guardianState": by_state,
    "school": lambda thing, attributes, school: by_enrolment(thing, school=bare(school)),
    "enrolmentStatus": lambda thing, attributes, statuses: by_enrolment(thing, statuses),
    "household": lambda thing, attributes, household: any(
        fact.end.id == bare(household) for fact in thing.view.visible_facts(thing.what, "MEMBER_OF", "out")
    ),
    "search": by_search,
    "idNumber": lambda thing, attributes, number: is_number(attributes.get("idNumber"), number),
    "phone": lambda thing, attributes, number: is_number(attributes.get("phone"), number),
    "personIds": lambda thing, attributes, ids: thing.what.id in map(bare, ids),
    "resolved": lambda thing, attributes, wanted: (attributes.get("resolvedAt") is not None) == wanted,
}


def division_prefix(code: str) -> str:
    return prefix(code) if len(code) == 12 else code


# -- pages ------------------------------------------------------------------------------------------------------------


def page(things: list[Thing], arguments: Mapping[str, Any], listed: str) -> dict[str, Any]:
    """A page of a list, by the keys of its order; Relay Cursor Connections."""
    order = arguments.get("orderBy") or {}
    name = order.get("field", "")
    descending = order.get("direction") == "DESC"
    keyed = sorted(((sort_key(thing, name, listed), thing) for thing in things), key=lambda each: each[0])
    if descending:
        keyed.reverse()
    after, before = (decoded(arguments.get(argument)) for argument in ("after", "before"))
    found = [
        (key, thing)
        for key, thing in keyed
        if (after is None or (key < after if descending else key > after))
        and (before is None or (key > before if descending else key < before))
    ]
    last = arguments.get("last")
    if last is not None:
        kept, cut = found[max(0, len(found) - last) :], len(found) > last
        next_page, previous_page = before is not None, cut or after is not None
    else:
        first = 20 if arguments.get("first") is None else arguments["first"]
        kept, cut = found[:first], len(found) > first
        next_page, previous_page = cut or before is not None, after is not None
    cursors = [encoded(name, key) for key, _ in kept]
    nodes = [thing for _, thing in kept]
    return {
        "edges": [{"cursor": cursor, "node": thing} for cursor, thing in zip(cursors, nodes, strict=True)],
        "nodes": nodes,
        "pageInfo": {
            "hasNextPage": next_page,
            "hasPreviousPage": previous_page,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
        "totalCount": len(things),
    }


def sort_key(thing: Thing, order: str, listed: str) -> tuple[Any, ...]:
    view, what = thing.view, thing.what
    if isinstance(what, Fact):
        return (str(native(what.now["from"])), what.now["key"])
    if listed == "GuardianshipEnding":
        return (formatted(what["ending"].day), what["key"])
    if listed == "Detection":
        about = what["hit"].rule.described
        place = (what["hit"].division or "", what["key"])
        urgency = {"high": "1", "medium": "2", "low": "3"}[about.severity]
        return {"SEVERITY": (urgency, *place), "RULE": (about.id, *place)}.get(order, place)
    attributes = view.of(what) or {}
    if listed in ("Child", "Person"):
        division = attributes.get("division") or ""
        born = str(native(attributes.get("birthDate") or OPEN_END))
        if order == "NAME":
            pinyin = attributes.get("pinyin") or ""
            return (pinyin, what.id)
        return (born, what.id) if order == "BIRTH_DATE" else (division, born, what.id)
    if listed == "DataQualityFinding":
        return (moment_text(what.now["foundAt"]), what.id)
    if listed == "ImportReport":
        return (moment_text(run_of(thing).now["importedAt"]), report_id(thing))
    return (attributes.get("division") or "", what.id)


def moment_text(value: Any) -> str:
    """The graph's own writing of a moment, without a fraction's last zeros and without seconds that are none."""
    at = native(value).astimezone(UTC)
    seconds = f":{at.second:02}{fraction(at)}" if at.second or fraction(at) else ""
    return f"{at:%Y-%m-%dT%H:%M}{seconds}Z"


def encoded(order: str, key: Sequence[Any]) -> str:
    text = json.dumps([order, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(cursor: str | None) -> tuple[Any, ...] | None:
    if cursor is None:
        return None
    return tuple(json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[1:])


# -- the whole --------------------------------------------------------------------------------------------------------


@dataclass
class Resolving:
    """Answers operations field by field.

    Args:
        sdl: the schema as text.
        archive: what the graph holds.
    """

    sdl: str
    archive: Archive

    @cached_property
    def schema(self) -> GraphQLSchema:
        return build_schema(self.sdl)

    def answer(self, document: DocumentNode, variables: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
        """`data` of the response.

        Raises:
            what a resolver raised: this side makes no mistakes that it could excuse.
        """
        result = execute(
            self.schema,
            document,
            variable_values=dict(variables),
            context_value=(self.archive, reader),
            field_resolver=resolve,
            type_resolver=lambda value, _info, _type: value.type,
        )
        assert not isinstance(result, Mapping)
        for error in result.errors or ():  # type: ignore[union-attr]
            raise error.original_error or error
        return result.data  # type: ignore[union-attr,return-value]
