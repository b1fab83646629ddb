"""The main job on an invented county: generated once, loaded once, graded every time."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from rich.console import Group, RenderableType
from rich.text import Text

from graph_service.access.policy import POLICY, Purpose, holder
from graph_service.access.tokens import Tokens
from graph_service.api.pages import Login
from graph_service.change_report import differences_report
from graph_service.config import Settings
from graph_service.family_report import Drawing
from graph_service.feeds.importing import Progress, import_folder, import_into
from graph_service.feeds.resealing import bring_up_to_date
from graph_service.graph.connection import Graph, open_graph
from graph_service.graph.embedded import neo4j_folder
from graph_service.graph.statements import statement
from graph_service.guardianship.assessment import Moment, Survey, survey
from graph_service.guardianship.changes import ImportWatch, compare_days, kept_differences
from graph_service.guardianship.detection import detect
from graph_service.guardianship.storing import store
from graph_service.model.assessment import Grade
from graph_service.network_report import network_of
from graph_service.networks.ego import ego_network
from graph_service.networks.families import Reader
from graph_service.networks.ties import TieFilter
from graph_service.population import LATER, generate
from graph_service.report import survey_report
from graph_service.rule_report import counts_table, ending_table
from graph_service.texts import Language, text

PERSONS = 50_000
SEED = 1
LOGIN_HOURS = 12
NETWORK_HOPS = 2
DAYS = 7
"""How many days back the demo shows what has changed."""


@contextmanager
def county(settings: Settings, persons: int, seed: int, progress: Progress | None) -> Generator[Graph]:
    """The graph with the invented county in it: what is there when an import has landed whole, else loaded now.

    An import that was interrupted goes on where it stopped. The county comes in two deliveries.
    """
    if settings.neo4j_uri or neo4j_folder(settings).exists():
        with open_graph(settings, progress) as graph:
            if graph.read(statement("commands/finished_imports"))[0]["imports"]:
                bring_up_to_date(graph)
                yield graph
                return
    folder = settings.home / "demo" / f"county-{persons}-{seed}"
    if not folder.exists():
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        generate(draft, persons=persons, seed=seed, progress=progress)
        draft.rename(folder)
    import_folder(settings, folder, progress=progress)
    with open_graph(settings, progress) as graph:
        import_into(graph, folder / LATER, progress=progress, watching=ImportWatch)
        yield graph


def logins(graph: Graph, tokens: Tokens) -> list[Login]:
    """Whom the demo lets one be: somebody in each role of the policy that says where it is, for each of its purposes,
    limited to the village, the school or the institution with most children, or to what the village lies in. The
    officer of the county comes first.
    """
    places = {
        "division": graph.read(statement("commands/largest_village")),
        "school": graph.read(statement("commands/largest_school")),
        "organisation": graph.read(statement("commands/largest_institution")),
    }
    found: list[Login] = []
    for title, row in POLICY.roles.items():
        if row.limit is None:
            found += _logins(tokens, title, "")
        elif row.limit != "division":
            for place in places[row.limit]:
                found += _logins(tokens, title, place["name"], **{row.limit: place["id"]})
        elif row.digits is not None:
            for place in places["division"]:
                code = place["id"][: row.digits]
                found += _logins(tokens, title, code, division=code)
    return found


def _logins(tokens: Tokens, title: str, place: str, **limit: str) -> Iterator[Login]:
    """Somebody in a role, once for each of its purposes."""
    purposes = POLICY.roles[title].purposes
    for purpose in purposes:
        identity = holder(f"demo-{title.lower().replace('_', '-')}", title, **limit, purpose=purpose)
        told = purpose if len(purposes) > 1 else None
        named = {language: _named(title, place, told, language) for language in get_args(Language)}
        yield Login(identity.role, named, tokens.issue(identity, timedelta(hours=LOGIN_HOURS)))


def _named(title: str, place: str, purpose: Purpose | None, language: Language) -> str:
    """The name of a role, with what it is limited to and what for."""
    name = f"{text(f'role.{title.lower()}', language)} {place}".strip()
    return f"{name}, {text(f'purpose.{purpose.lower()}', language)}" if purpose else name


def graded_today(graph: Graph) -> Survey:
    """Grades every child as of today and keeps what was found."""
    graded = survey(graph, Moment(_today()))
    store(graph, graded.assessments)
    return graded


def found_today(graph: Graph, graded: Survey, language: Language, cases: int) -> Iterator[RenderableType]:
    """The grades; then what the rules say and what ends soon, which takes longer."""
    yield survey_report(graph, graded, language, cases)
    hits = detect(graph, graded.moment)
    yield Group(
        Text(text("rules.categories", language), style="bold"),
        counts_table(hits, language),
        Text(),
        ending_table(graph, hits, language, cases),
        Text(),
    )


def changed_of_late(graph: Graph, language: Language, cases: int) -> RenderableType:
    """Compares the days that have begun since the last time, and shows what has changed in the last ones."""
    today = _today()
    compare_days(graph, today)
    since = today - timedelta(days=DAYS - 1)
    return differences_report(graph, kept_differences(graph, since, today), (since, today), language, cases)


def one_family(graph: Graph, graded: Survey, folder: Path, language: Language) -> Iterator[RenderableType]:
    """Tells in words who holds up one of the children whose guardians are away, and draws its genogram and ecomap.

    Args:
        folder: where the drawings go; it exists.
    """
    from graph_service import family_drawing  # here, since it takes a second

    told = sorted(graded.assessments, key=lambda each: each.grade is not Grade.ABSENT)
    if not told:
        return
    child, today = told[0].child_id, graded.moment
    wanted = TieFilter(today)
    yield network_of(graph, ego_network(graph, child, wanted, hops=NETWORK_HOPS), wanted, language)
    for drawing in (Drawing.GENOGRAM, Drawing.ECOMAP):
        file = folder / f"{drawing.value}-{child}.svg"
        family_drawing.draw(
            Reader(graph, today), drawing, child, file, lambda _: None, whole_names=False, language=language
        )
        yield Text(text("drawing.written", language, file=file))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day on the reader's calendar
