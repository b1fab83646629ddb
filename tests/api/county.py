"""What the proofs of the API ask about: the village, some random worlds, and everything that neither of them tells.

The village and the worlds are about guardianship. Added to them here, with later versions and withdrawals as well, are
schools, attendance, marriages, benefits, services, support, visits and placements across families and counties; persons
who share name, birth date and division, or have none of them; and people whom only a tie makes visible.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from graph_service.feeds.importing import import_into
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement
from graph_service.guardianship.assessment import Moment, assess
from graph_service.guardianship.storing import store
from tests.api.questions import Pools
from tests.conftest import wipe
from tests.decision_table import Row, World
from tests.worlds import CITY, DIVISIONS, OTHER_COUNTY, RECORDED, SAME_COUNTY, many_worlds, merge, write_feeds

VILLAGE = Path(__file__).parents[2] / "seed" / "village"
WORLDS, SEED = 16, 20261102

TOWNSHIP, COUNTY = "990101001", "990101"
SCHOOL = "SCH-PRIMARY"

DAYS = (
    *(date(2024, 2, 28), date(2024, 2, 29), date(2025, 6, 30), date(2026, 2, 28), date(2026, 3, 1)),
    *(
        date(2026, 5, 5),
        date(2026, 10, 19),
        date(2026, 10, 20),
        date(2026, 10, 31),
        date(2026, 11, 1),
        date(2027, 1, 1),
    ),
)
"""Days round which the data's facts begin and end, and its birthdays fall."""

MOMENTS = (
    datetime(2021, 5, 1, tzinfo=UTC) - timedelta(hours=8),
    *(datetime.fromisoformat(text).astimezone(UTC) for text in RECORDED[1:]),
    datetime(2023, 5, 1, 4, 29, 59, tzinfo=UTC),
    datetime(2026, 1, 5, 1, tzinfo=UTC),
    datetime(2026, 10, 28, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 10, 28, 1, tzinfo=UTC),
    datetime(2099, 1, 1, tzinfo=UTC),
)
"""Recorded times of the data, and moments just before."""

_MARK = Statement("tests/mark", "MERGE (n:ProofData {seed: $seed})", "", {}, "")
_MARKED = Statement("tests/marked", "MATCH (n:ProofData {seed: $seed}) RETURN n", "", {}, "")


@dataclass(frozen=True, repr=False)
class County:
    """The data, imported.

    Attributes:
        graph: where it is.
        worlds: what was told, one world for each group of people whose guardianship is their own matter.
        import_times: when each delivery was imported.
        seed: what it was drawn from.
    """

    graph: Graph
    worlds: Sequence[World]
    import_times: Sequence[datetime]
    seed: int


def is_there(county: County) -> bool:
    """Whether nobody has emptied the graph since."""
    return bool(county.graph.read(_MARKED, seed=county.seed))


def load(graph: Graph, folder: Path, seed: int = SEED) -> County:
    """Empties the graph and imports the data.

    Args:
        graph: migrated.
        folder: where the feeds are written to; not there yet.
        seed: another one draws other worlds and additions.
    """
    wipe(graph)
    village = [_read(VILLAGE), _read(VILLAGE / "later")]
    drawn = many_worlds(WORLDS, seed)
    additions = Additions(village, drawn.worlds, random.Random(seed)).draw()
    deliveries = merge([village, *drawn.worlds, additions])
    named = {row["code"] for row in DIVISIONS}
    others = [row for row in village[0]["divisions"] if row["code"] not in named]
    deliveries[0] = {**deliveries[0], "divisions": [*DIVISIONS, *others, *additions[0]["divisions"]]}
    deliveries[1] = {**deliveries[1], "divisions": village[0]["divisions"][:1]}  # with another name than the worlds'
    times: list[datetime] = []
    for delivery in write_feeds(deliveries, folder):
        times.append(datetime.now(UTC))
        import_into(graph, delivery, recorded_at=times[-1])
    everybody = sorted({row["person_id"] for feeds in deliveries for row in feeds.get("persons", ())})
    for day in (DAYS[0], DAYS[-2]):
        store(graph, assess(graph, Moment(day, datetime.now(UTC)), everybody[::5]))
    graph.write(_MARK, seed=seed)
    return County(graph, [merge([village, additions]), *drawn.worlds], times, seed)


def _read(folder: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@dataclass
class Additions:
    """Draws what is added; always the same for the same `rng`."""

    village: World
    worlds: Sequence[World]
    rng: random.Random
    deliveries: list[dict[str, list[Row]]] = field(default_factory=lambda: [{}, {}, {}])
    records: int = 0

    def draw(self) -> World:
        rng = self.rng
        self.deliveries[0]["divisions"] = list(self.divisions())
        for code in ("990103001001", "990102001001"):
            told = {"household_id": f"X-H{code[5]}", "division": code, "head_id": "", "property_ok": "Y"}
            self.first("households", **told, monthly_income_per_head="512.25")
        self.tell("schools", school_id="X-SCH-FAR", name="大渡镇小学", division="990102001000", stages="primary")
        self.tell("schools", school_id="X-SCH-GONE", name="旧校", division="990101002000", stages="primary")
        self.withdraw()
        self.people()
        persons = sorted(
            {row["person_id"] for feeds in (*self.village, *self.deliveries) for row in feeds.get("persons", ())}
        )
        persons += sorted({row["person_id"] for world in self.worlds for row in world[0].get("persons", ())})
        households = [row["household_id"] for row in self.village[0]["households"]] + ["X-H2", "X-H3"]
        workers = ["WRK-DIRECTOR", "WRK-SUPERVISOR", "X-WRK-LIAISON"]
        organisations = ["ORG-WELFARE", "ORG-SHELTER", "ORG-BUREAU"]
        self.tell(
            "workers",
            worker_id="X-WRK-LIAISON",
            name="联络员",
            role="LIAISON",
            division="990101001000",
            school_id=SCHOOL,
        )
        for person in persons:
            if rng.random() < 0.45:
                self.enrolment(person)
            if rng.random() < 0.35:
                self.attendance(person)
            if rng.random() < 0.3:
                self.tell(
                    "benefits",
                    person_id=person,
                    programme=rng.choice(("LOW_INCOME", "ORPHAN")),
                    **self.held(start=True),
                    monthly_amount=rng.choice(("", "380", "512.5")),
                )
            if rng.random() < 0.35:
                self.tell(
                    "services",
                    person_id=person,
                    organisation_id=rng.choice(["", *organisations]),
                    line=rng.choice(("MEDICAL", "EDUCATION")),
                    date=self.day(),
                )
            if rng.random() < 0.5:
                self.tell(
                    "support_ties",
                    person_id=person,
                    supporter_id=rng.choice([*workers, *persons]),
                    kind=rng.choice(("KIN", "NEIGHBOUR", "TEACHER")),
                    strength=rng.choice(("", "1", "3")),
                    **self.held(),
                )
            if rng.random() < 0.4:
                self.tell(
                    "visits",
                    worker_id=rng.choice(workers),
                    person_id=person,
                    date=self.day(),
                    outcome=rng.choice(("", "SEEN")),
                    note=rng.choice(("", "门锁着")),
                )
            if rng.random() < 0.25:
                self.tell(
                    "marriages",
                    person_id=person,
                    spouse_id=rng.choice([other for other in persons if other != person]),
                    **self.held(),
                )
            if rng.random() < 0.2:
                self.tell(
                    "placements",
                    person_id=person,
                    organisation_id=rng.choice(organisations),
                    kind=rng.choice(("RESIDENTIAL", "KINSHIP")),
                    **self.held(start=True),
                )
        for household in households:
            if rng.random() < 0.5:
                self.tell(
                    "benefits",
                    household_id=household,
                    programme="LOW_INCOME",
                    **self.held(start=True),
                    monthly_amount="210",
                )
        return self.deliveries

    def divisions(self) -> Iterator[Row]:
        for code, name, level in (
            ("990000000000", "九省", "PROVINCE"),
            ("990100000000", "九一市", "PREFECTURE"),
            ("990103000000", "远县", "COUNTY"),
        ):
            yield {"code": code, "name": name, "level": level, "record_id": f"X-{code}", "recorded_at": RECORDED[0]}

    def people(self) -> None:
        """Children who differ in nothing but their id, and some of whom hardly anything is known."""
        for number, division in enumerate([SAME_COUNTY] * 7 + [""] * 5 + [OTHER_COUNTY] * 4 + [CITY]):
            registered = "" if number % 2 else division
            self.tell(
                "persons",
                person_id=f"X-P{number:02}",
                name="王小明" if number % 3 else "Anna Müller",
                sex="1",
                birth_date="2016-05-05" if number % 4 else "2014-02-28",
                registration_division=registered,
                residence_division=division,
                registration_type="RURAL" if number % 2 else "",
                id_number="",
                phone="13900000001" if number % 5 == 0 else "",
            )
        self.first(
            "persons", person_id="X-FAR", name="远亲", sex="2", birth_date="1960-02-29", residence_division=OTHER_COUNTY
        )
        for number in (7, 8, 12):
            self.first(
                "parentages", parent_id="X-FAR", child_id=f"X-P{number:02}", kind="BIOLOGICAL", **{"from": "2016-05-05"}
            )
        self.first("parentages", parent_id="CHEN-MOTHER", child_id="X-P09", kind="ADOPTIVE", **{"from": "2020-01-01"})
        self.first(
            "parentages",
            parent_id="WANG-FATHER",
            child_id="X-P10",
            kind="STEP",
            **{"from": "2020-01-01", "to": "2021-01-01"},
        )
        self.first(
            "guardianships",
            guardian_id="X-FAR",
            child_id="X-P01",
            basis="COURT",
            **{"from": "2020-01-01", "to": "2025-06-30"},
        )

    def enrolment(self, person: str) -> None:
        for _ in range(self.rng.choice((1, 1, 2))):
            self.tell(
                "enrolments",
                person_id=person,
                school_id=self.rng.choice((SCHOOL, SCHOOL, "SCH-JUNIOR", "X-SCH-FAR", "X-SCH-GONE")),
                stage=self.rng.choice(("primary", "junior secondary")),
                grade=self.rng.choice(("", "3")),
                status=self.rng.choice(("ENROLLED", "ENROLLED", "DROPPED_OUT", "GRADUATED")),
                boarder=self.rng.choice(("", "Y", "N")),
                **self.held(),
            )

    def attendance(self, person: str) -> None:
        self.tell(
            "attendance",
            person_id=person,
            school_id=self.rng.choice((SCHOOL, "SCH-JUNIOR", "X-SCH-FAR")),
            month=self.rng.choice(("2024-02", "2026-10", "2026-11")),
            days_absent=self.rng.choice(("0", "11")),
            school_days=self.rng.choice(("", "21")),
        )

    def day(self) -> str:
        return (self.rng.choice(DAYS) + timedelta(days=self.rng.choice((-1, 0)))).isoformat()

    def held(self, *, start: bool = False) -> dict[str, str]:
        begin = "" if not start and self.rng.random() < 0.2 else self.day()
        end = self.day() if self.rng.random() < 0.4 else ""
        return {"from": begin, "to": end if end > begin else ""}

    def first(self, feed: str, **row: str) -> None:
        """One row that is told once, in the first delivery."""
        self.records += 1
        told = {**row, "record_id": f"X-R{self.records}", "source": "EDUCATION", "recorded_at": RECORDED[0]}
        self.deliveries[0].setdefault(feed, []).append(told)

    def tell(self, feed: str, **row: str) -> None:
        """A record, sometimes with a later version or a withdrawal."""
        rng = self.rng
        self.first(feed, **row)
        told = self.deliveries[0][feed][-1]
        told["recorded_at"] = rng.choice((RECORDED[0], RECORDED[0], RECORDED[1], ""))
        if rng.random() < 0.25 and told["recorded_at"]:
            change = {"to": ""} if "to" in row else {}
            source = rng.choice(("CIVIL_AFFAIRS", ""))
            later = {**told, **change, "source": source, "recorded_at": RECORDED[2]}
            self.deliveries[rng.choice((1, 2))].setdefault(feed, []).append(later)
        if rng.random() < 0.08 and feed not in {"persons", "schools", "workers"}:
            self.withdraw()

    def withdraw(self) -> None:
        """Takes the last record back."""
        self.deliveries[2].setdefault("withdrawals", []).append(
            {"record_id": f"X-R{self.records}", "recorded_at": RECORDED[3], "reason": "entered in error"}
        )


def pools(county: County) -> Pools:
    """Values of the data that are worth asking about."""

    def listed(text: str) -> list[str]:
        return [record.values()[0] for record in county.graph.read(Statement("tests/pool", text, "", {}, ""))]

    persons = listed("MATCH (n:Person) RETURN n.id ORDER BY n.id")
    hand_made = [person for person in persons if not person.startswith("W")]
    return Pools(
        ids={
            "Person": [*hand_made, *hand_made, *persons[::3], "NOBODY"],
            "Child": [*hand_made, *hand_made, *persons[::3]],
            "Household": listed("MATCH (n:Household) RETURN n.id ORDER BY n.id")[::3],
            "School": [*listed("MATCH (n:School) RETURN n.id ORDER BY n.id"), SCHOOL],
            "Organisation": listed("MATCH (n:Organisation) RETURN n.id ORDER BY n.id"),
            "Worker": listed("MATCH (n:Worker) RETURN n.id ORDER BY n.id"),
            "Division": [*listed("MATCH (n:Division) RETURN n.code ORDER BY n.code"), "110101001001"],
            "DataQualityFinding": listed("MATCH (n:DataQualityFinding) RETURN n.id ORDER BY n.id")[::3],
            "ImportReport": listed("MATCH (r:ImportRun)-->(n:ImportReport) RETURN r.id + '/' + n.file ORDER BY n.file")[
                ::9
            ],
        },
        names=("王", "王小明", "小明", "A", "anna", "wang", "wxm", "w xm", "李思琪", "某", "mou", ""),
        birthdays=("2016-05-05", "2014-02-28", "2008-02-29", "1960-02-29", "2017-09-03", "9999-12-31"),
        days=DAYS,
        moments=MOMENTS,
    )
