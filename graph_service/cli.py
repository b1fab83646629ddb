"""The command line: one way in for officers' engineers and scripts. Parses, calls one function, prints."""

import gc
import json
import os
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, Self, TypeVar

import orjson
import typer
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from graph_service import (
    audit_report,
    candidate_report,
    change_report,
    county_report,
    family_report,
    measure_report,
    network_report,
    report,
    rule_examples,
    rule_report,
    timeline_report,
)
from graph_service import demo as demo_county
from graph_service import doctor as doctor_checks
from graph_service.access.issuer import verifier
from graph_service.access.policy import Purpose, in_role
from graph_service.access.starting import refuse_insecure
from graph_service.access.tokens import open_tokens
from graph_service.audit import accesses
from graph_service.audit import verifying as audit_verifying
from graph_service.audit.accesses import FOLDER as AUDIT_FOLDER
from graph_service.audit.operators import note_command
from graph_service.config import DEVELOPMENT, Settings, load_settings
from graph_service.crash import leave_no_values
from graph_service.errors import ErrorCode, ServiceError
from graph_service.family_report import Drawing
from graph_service.feeds import importing, quarantine, resealing
from graph_service.graph.connection import Graph, open_graph
from graph_service.guardianship.assessment import Moment, assess_child
from graph_service.guardianship.assessment import survey as survey_children
from graph_service.guardianship.candidates import candidates_for
from graph_service.guardianship.changes import ImportWatch, kept_differences
from graph_service.guardianship.changes import compare_days as compare_each_day
from graph_service.guardianship.detection import detect as detect_hits
from graph_service.guardianship.evidence import json_lines
from graph_service.guardianship.expiring import expiring as find_endings
from graph_service.guardianship.rules import Rule, Scalar, rulebook
from graph_service.guardianship.statistics import Key
from graph_service.guardianship.statistics import statistics as count_children
from graph_service.guardianship.storing import store
from graph_service.guardianship.timeline import timeline_of
from graph_service.guardianship.whatif import MOST_CHANGES
from graph_service.guardianship.whatif import what_if as what_if_changes
from graph_service.listing import noted_lines
from graph_service.model.change import ChangeKind, parse_change
from graph_service.model.division import division_prefix
from graph_service.model.time import parse_day, parse_moment
from graph_service.networks import flows as parent_flows
from graph_service.networks.ego import MOST_HOPS, ego_network
from graph_service.networks.families import Reader
from graph_service.networks.families import kinship as find_kinship
from graph_service.networks.fragility import critical_carers as find_critical
from graph_service.networks.keeping import keep, kept_in, kept_of
from graph_service.networks.paths import MOST_STEPS, PathGoal, PathOrder, support_paths
from graph_service.networks.scenarios import work_ends_in
from graph_service.networks.separated import reunification_candidates
from graph_service.networks.separated import separated_siblings as find_separated_siblings
from graph_service.networks.ties import TieFilter, TieKind
from graph_service.population import generate as generate_county
from graph_service.sealing import key_file
from graph_service.sentence import Sentence
from graph_service.subjects.erasure import erase
from graph_service.subjects.file import subject_file
from graph_service.subjects.wiping import wipe
from graph_service.texts import Language, text, told

app = typer.Typer(
    name="graph-service",
    help="Finds children without effective guardianship in a graph of families, with evidence and the article of law.",
    epilog="Start with: graph-service demo. Settings: GRAPH_SERVICE_… variables or graph-service.toml; see: doctor.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
quarantine_app = typer.Typer(help="Rows that could not land, and why.", no_args_is_help=True)
app.add_typer(quarantine_app, name="quarantine")
subject_app = typer.Typer(help="What is kept about one person.", no_args_is_help=True)
app.add_typer(subject_app, name="subject")
keys_app = typer.Typer(help="The keys of sealed values: ID numbers, telephone numbers.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")
audit_app = typer.Typer(help="The log of who has seen what of whom.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
rules_app = typer.Typer(help="The rules: what they say, by which law, and their examples.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

out = Console(width=None if sys.stdout.isatty() else 120)
err = Console(stderr=True)
"""Progress and messages go to standard error, so that results can be piped."""


class RoleName(StrEnum):
    """The roles as one types them."""

    OFFICER = "officer"
    PROVINCE_OFFICER = "province-officer"
    PREFECTURE_OFFICER = "prefecture-officer"
    COUNTY_OFFICER = "county-officer"
    TOWNSHIP_SUPERVISOR = "township-supervisor"
    VILLAGE_DIRECTOR = "village-director"
    LIAISON = "liaison"
    INSTITUTION_STAFF = "institution-staff"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Format(StrEnum):
    """How assessments are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


class PageFormat(StrEnum):
    """How a page is printed."""

    MARKDOWN = "markdown"
    JSON = "json"


class LanguageName(StrEnum):
    """The languages of pages."""

    EN = "en"
    ZH = "zh"


_LANGUAGES: dict[LanguageName, Language] = {LanguageName.EN: "en", LanguageName.ZH: "zh"}

AsOfOption = Annotated[str | None, typer.Option(metavar="DATE", help="The day, YYYY-MM-DD; default: today.")]
KnownAtOption = Annotated[
    str | None, typer.Option(metavar="TIME", help="What was known at this moment (ISO 8601); default: now.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object for scripts.")]


@app.callback()
def main() -> None:
    """Ends cleanly on Ctrl-C and on SIGTERM alike: whatever was started is stopped."""
    leave_no_values()
    signal.signal(signal.SIGTERM, _interrupt)
    # Answers are many objects that live to the end; looking for cycles among them took longer than making them.
    gc.set_threshold(100_000, 50, 50)


@app.command()
def demo(
    persons: Annotated[int, typer.Option(min=500, help="Size of the invented county.")] = demo_county.PERSONS,
    seed: Annotated[int, typer.Option(help="The same seed makes the same county.")] = demo_county.SEED,
    cases: Annotated[int, typer.Option(min=0, help="How many cases to show.")] = 6,
    stay: Annotated[
        bool | None,
        typer.Option(help="Serve the API with demo logins until Ctrl-C. Default: only at a terminal."),
    ] = None,
) -> None:
    """The main job on an invented county: load it, grade every child as of today, print the report, serve the API.

    The first run makes the county and loads it; later runs use what is there.
    """
    with _reported_errors():
        settings, started = load_settings(), time.monotonic()
        language = settings.language
        note_command(settings.home, "demo")
        err.print(text("demo.preparing", language, persons=f"{persons:,}"), style="dim")
        with _progress() as progress, demo_county.county(settings, persons, seed, progress) as graph:
            progress.close()
            graded = demo_county.graded_today(graph)
            for part in demo_county.found_today(graph, graded, language, cases):
                out.print(part)
            out.print(demo_county.changed_of_late(graph, language, cases // 2))
            for part in demo_county.one_family(graph, graded, settings.home, language):
                out.print(part)
            err.print(text("demo.ready", language, seconds=f"{time.monotonic() - started:.1f}"), style="dim")
            if stay if stay is not None else sys.stdin.isatty():
                _serve_demo(settings, graph)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: GRAPH_SERVICE_HOST.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one. Default: GRAPH_SERVICE_PORT.")
    ] = None,
) -> None:
    """Serve the GraphQL API until Ctrl-C: /graphql, /graphiql/, /health, /ready, /metrics.

    Requests that have begun are answered before it stops. Who asks needs a token of GRAPH_SERVICE_ISSUER; the one
    for development prints it with: token.
    """
    with _reported_errors():
        from graph_service.api import serving  # here, since no other command needs the two seconds that it takes

        given = {"host": host, "port": port}
        settings = load_settings().model_copy(update={key: each for key, each in given.items() if each is not None})
        refuse_insecure(settings)
        tokens = verifier(settings)
        rulebook()  # a bad rule file is refused before anything starts
        with _graph(settings, "serve") as graph:
            resealing.bring_up_to_date(graph)
            with open_graph(settings, seconds=serving.CALL_SECONDS) as quick:
                entrance = serving.service(settings, quick, tokens)
                serving.serve(settings, entrance, serving.application(entrance, quick), _announce)


@app.command()
def token(
    role: Annotated[RoleName, typer.Option(case_sensitive=False, help="What they use the service for.")],
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose children an officer works for: 2 to 12 digits.")
    ] = None,
    school: Annotated[str | None, typer.Option(metavar="ID", help="The school of a liaison.")] = None,
    organisation: Annotated[
        str | None, typer.Option(metavar="ID", help="The organisation whose staff somebody is.")
    ] = None,
    purpose: Annotated[
        Purpose | None,
        typer.Option(case_sensitive=False, help="What for, of what the role acts for; default: the first."),
    ] = None,
    subject: Annotated[str, typer.Option(help="Their id, never a name; it is kept with what they record.")] = "demo",
    hours: Annotated[float, typer.Option(min=0.01, max=8760, help="How long it is valid.")] = 12,
) -> None:
    """Print a token of the development issuer: who holds it is an officer of a division, a liaison of a school, staff
    of an institution, an auditor or an administrator.

    Examples: token --role officer --division 990121 | token --role liaison --school SC00001 | token --role auditor |
    token --role county-officer --division 990121 --purpose supervision
    """
    with _reported_errors():
        prefix = division_prefix(division) if division else None
        identity, home = in_role(subject, role.name, prefix, school, organisation, purpose), load_settings().home
        note_command(home, "token")
        sys.stdout.write(open_tokens(home).issue(identity, timedelta(hours=hours)) + "\n")


@app.command("import")
def import_command(
    folder: Annotated[Path, typer.Argument(help="Folder with any of the feed files, CSV or XLSX.")],
    as_json: JsonOption = False,
) -> None:
    """Load a folder of feed files; safe to repeat, and after an interruption it goes on where it stopped.

    Good rows land, rows that break a rule wait in quarantine with the reason, and a report counts both for each file.
    Exit code 1 when some file could not be read; the others have landed.
    """
    with _reported_errors(as_json):
        settings = load_settings()
        note_command(settings.home, "import")
        with _progress() as progress:
            summary = importing.import_folder(settings, folder, progress=progress, watching=ImportWatch)
        if as_json:
            _print_json(summary.as_json())
        else:
            out.print(report.import_report(summary, settings.language))
        if any(file.error for file in summary.files):
            raise typer.Exit(1)


@quarantine_app.command("list")
def quarantine_list(
    feed: Annotated[str | None, typer.Option(help="Only rows of this feed, for example parentages.")] = None,
    reason: Annotated[
        str | None, typer.Option(help="Only rows refused for this reason, for example DATE_ORDER.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many rows to list.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List quarantined rows: file, line, column, what kind of value stood there and why it was refused; no values."""
    with _reported_errors(as_json), _graph(load_settings(), "quarantine list") as graph:
        rows = quarantine.listed(graph, feed=feed, code=reason, limit=limit)
        if as_json:
            _print_json([row.as_json() for row in rows])
        else:
            out.print(report.quarantine_report(rows, _language()))


@quarantine_app.command("retry")
def quarantine_retry(as_json: JsonOption = False) -> None:
    """Try the rows again that refer to something unknown: what they refer to may have arrived since."""
    with _reported_errors(as_json), _graph(load_settings(), "quarantine retry") as graph:
        landed = quarantine.retry(graph, ImportWatch)
        _print_json({"landed": landed}) if as_json else _say("quarantine.landed", count=f"{landed:,}")


@quarantine_app.command("export")
def quarantine_export(
    folder: Annotated[Path, typer.Argument(help="Folder to write to: one CSV file per feed, readable by you alone.")],
    as_json: JsonOption = False,
) -> None:
    """Write the quarantined rows with their reasons, to be corrected and delivered again."""
    with _reported_errors(as_json), _graph(load_settings(), "quarantine export") as graph:
        written = quarantine.export(graph, folder)
        _print_json({"rows": written}) if as_json else _say("quarantine.written", count=f"{written:,}", folder=folder)


@app.command()
def generate(
    folder: Annotated[Path, typer.Argument(help="New folder for the feed files.")],
    persons: Annotated[int, typer.Option(min=500, help="Number of persons, living and dead.")] = demo_county.PERSONS,
    seed: Annotated[int, typer.Option(help="The same seed makes the same county, byte for byte.")] = demo_county.SEED,
    as_json: JsonOption = False,
) -> None:
    """Make an invented county as feed files, with a ledger of the faults and cases planted in it."""
    with _reported_errors(as_json):
        if folder.exists() and any(folder.iterdir()):
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID,
                "The folder {folder} is not empty.",
                "Name a new or empty folder.",
                folder=folder,
            )
        with _progress() as progress:
            made = generate_county(folder, persons=persons, seed=seed, progress=progress)
        if as_json:
            _print_json({"files": made.rows, "seconds": made.seconds})
        else:
            rows, seconds = f"{sum(made.rows.values()):,}", f"{made.seconds:.1f}"
            _say("generate.written", rows=rows, files=len(made.rows), seconds=seconds, folder=folder)


@app.command()
def assess(
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day, YYYY-MM-DD; default: today.")] = None,
    known_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="What was known at this moment (ISO 8601); default: now.")
    ] = None,
    child: Annotated[str | None, typer.Option(metavar="ID", help="Only this child, whatever the grade.")] = None,
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Every child, not only those without effective guardianship.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many cases the table shows.")] = 20,
    keep: Annotated[bool, typer.Option("--store", help="Keep the assessments printed, in the graph.")] = False,
) -> None:
    """Grade children: who is responsible, in which state, why nobody is effective, by which article.

    Prints the children without effective guardianship (ABSENT, NONE, UNKNOWN) unless --all or --child is given.

    Examples: assess --format jsonl | assess --as-of 2026-06-01 --known-at 2026-03-01 | assess --division 990101001
    """
    with _reported_errors(output is not Format.TABLE):
        moment = _moment(as_of, known_at)
        prefix = division_prefix(division) if division else None
        settings = load_settings()
        with _graph(settings, "assess", child) as graph:
            if child is not None:
                graded, found = None, [assess_child(graph, moment, child)]
            else:
                graded = survey_children(graph, moment, division=prefix, everybody=everybody)
                found = graded.assessments
            if keep:
                store(graph, found)
            _print_as(
                output,
                lambda: json_lines(found),
                lambda: report.csv_lines(found),
                lambda: (
                    report.survey_report(graph, graded, settings.language, cases)
                    if graded
                    else report.child_report(graph, found[0], settings.language)
                ),
            )


@app.command()
def detect(
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    child: Annotated[str | None, typer.Option(metavar="ID", help="Only this child.")] = None,
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Only this rule; may be given several times.")
    ] = None,
    changed: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="RULE.PARAMETER=VALUE", help="Ask with another value of a parameter."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many hits the table shows.")] = 20,
) -> None:
    """Find the legal categories and warnings that hold of children, each with its evidence, parameters and article.

    What cannot be said is answered `undetermined`, with the fact that would decide and who can supply it.

    Examples: detect --rule ORPHAN --format jsonl | detect --with left_behind.definition=CENSUS
    """
    with _reported_errors(output is not Format.TABLE):
        moment = _moment(as_of, known_at)
        prefix = division_prefix(division) if division else None
        values = _values(changed or [])
        settings = load_settings()
        rulebook()
        with _graph(settings, "detect", child) as graph:
            if child is not None:
                assess_child(graph, moment, child)  # says so when there is no such child
            hits = detect_hits(
                graph,
                moment,
                rules=rule or (),
                division=prefix,
                children=None if child is None else [child],
                changed=values,
            )
            _print_as(
                output,
                lambda: report.json_lines(hits),
                lambda: rule_report.csv_lines(hits),
                lambda: rule_report.detection_report(graph, hits, settings.language, cases),
            )


@app.command()
def candidates(
    child: Annotated[str, typer.Option(metavar="ID", help="The child.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """List who could become guardian of a child, in the order of the law: relation, ability, bars, ties, and why there.

    Examples: candidates --child LIU-SON --as-of 2026-11-01 | candidates --child LIU-SON --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(as_of, known_at), load_settings()
        with _graph(settings, "candidates", child) as graph:
            found = candidates_for(graph, moment, child)
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: candidate_report.csv_lines(found),
                lambda: candidate_report.candidate_table(graph, child, found, moment.as_of, settings.language),
            )


KindsOption = Annotated[
    list[TieKind] | None,
    typer.Option("--kinds", case_sensitive=False, help="Only ties of this kind; may be given several times."),
]


@app.command()
def network(
    person: Annotated[str, typer.Option(metavar="ID", help="Whose network.")],
    hops: Annotated[int, typer.Option(min=1, max=MOST_HOPS, help="Ties from the person at most.")] = 2,
    kinds: KindsOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Tell who holds somebody up: everybody within a few ties, by which ties, and with how many others they share.

    Examples: network --person LIU-SON --as-of 2026-11-01 | network --person LIU-SON --kinds kin --hops 3 --format csv
    """
    with _reported_errors(output is not Format.TABLE):
        settings, wanted = load_settings(), _ties(as_of, known_at, kinds)
        with _graph(settings, "network", person) as graph:
            found = ego_network(graph, person, wanted, hops=hops)
            _print_as(
                output,
                lambda: report.json_lines([found]),
                lambda: network_report.network_csv(found),
                lambda: network_report.network_of(graph, found, wanted, settings.language),
            )


@app.command()
def paths(
    start: Annotated[list[str], typer.Option("--from", metavar="ID", help="A person; may be given several times.")],
    end: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ID", help="A person, or School:ID and the like; may be given several times."),
    ] = None,
    goal: Annotated[PathGoal, typer.Option(case_sensitive=False, help="Whom to look for without --to.")] = (
        PathGoal.ABLE_ADULT
    ),
    order: Annotated[PathOrder, typer.Option(case_sensitive=False, help="Which paths.")] = PathOrder.SHORTEST,
    within: Annotated[int, typer.Option(min=1, max=MOST_STEPS, help="Ties of a path at most.")] = 4,
    kinds: KindsOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Find how people reach each other, step by step, each with its records: the shortest, the strongest or all paths.

    Examples: paths --from LIU-SON --to CHEN-SON | paths --from LIU-SON --goal able_adult --order strongest
    """
    with _reported_errors(output is not Format.TABLE):
        settings, wanted = load_settings(), _ties(as_of, known_at, kinds)
        ends = [each if ":" in each else f"Person:{each}" for each in end] if end else goal
        named = [each.removeprefix("Person:") for each in (*start, *(end or ()))]
        with _graph(settings, "paths", *named) as graph:
            found = support_paths(graph, start, ends, wanted, order=order, within=within)
            _print_as(
                output,
                lambda: report.json_lines(found.paths),
                lambda: network_report.paths_csv(found),
                lambda: network_report.paths_table(graph, found, settings.language),
            )


@app.command()
def timeline(
    child: Annotated[str, typer.Option(metavar="ID", help="The child, or who was one.")],
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day, YYYY-MM-DD, also in the future; default: today.")
    ] = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Tell every change of a child's grade from birth on, with the records that cause it.

    Examples: timeline --child LI-DAUGHTER --until 2035-09-03 | timeline --child LI-DAUGHTER --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(until, known_at, "--until"), load_settings()
        with _graph(settings, "timeline", child) as graph:
            periods = timeline_of(graph, moment, child)
            _print_as(
                output,
                lambda: timeline_report.timeline_json(child, periods),
                lambda: timeline_report.timeline_csv(child, periods),
                lambda: timeline_report.timeline_table(graph, child, periods, moment.as_of, settings.language),
            )


@app.command()
def expiring(
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    within: Annotated[
        int | None, typer.Option(min=1, help="Days to look ahead; default: the rule's, by division.")
    ] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Find children whose guardianship stops being effective soon, by facts already recorded: when, why, which grade.

    Examples: expiring --within 30 | expiring --division 990101 --format csv
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(as_of, known_at), load_settings()
        prefix = division_prefix(division) if division else None
        rulebook()
        with _graph(settings, "expiring") as graph:
            endings = find_endings(graph, moment, division=prefix, within=within)
            _print_as(
                output,
                lambda: report.json_lines(endings),
                lambda: timeline_report.expiring_csv(endings),
                lambda: timeline_report.expiring_table(graph, endings, settings.language),
            )


@app.command()
def differences(
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; default: the last one.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; default: today.")] = None,
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many the table shows.")] = 20,
) -> None:
    """What has become different about the guardianship of children: new, worse, better, gone, or for another reason.

    Imports and what officers record are compared when they happen, days by `compare-days` and by every import.

    Examples: differences --division 990121 | differences --from 2026-11-01 --to 2026-11-30 --format csv
    """
    with _reported_errors(output is not Format.TABLE):
        last = _parsed(until, parse_day, "--to", "YYYY-MM-DD") or _today()
        first = _parsed(since, parse_day, "--from", "YYYY-MM-DD") or last
        prefix = division_prefix(division) if division else None
        settings = load_settings()
        with _graph(settings, "differences") as graph:
            found = kept_differences(graph, first, last, prefix)
            _print_as(
                output,
                lambda: change_report.json_lines(found),
                lambda: change_report.csv_lines(found),
                lambda: change_report.differences_report(graph, found, (first, last), settings.language, cases),
            )


@app.command("compare-days")
def compare_days(
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; default: today.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare each day since the last time with the one before: what recorded facts begin and end changes grades, too.

    Made to run every night; an import does it first.
    """
    with _reported_errors(as_json), _graph(load_settings(), "compare-days") as graph:
        day = _parsed(until, parse_day, "--to", "YYYY-MM-DD") or _today()
        number = compare_each_day(graph, day)
        _print_json({"differences": number}) if as_json else _say("differences.compared", count=f"{number:,}", day=day)


@app.command("what-if")
def what_if(
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            metavar="CHANGE",
            help="What is assumed, ids as in the feeds; may be given several times: dies P, detained P, "
            "incapacitated P, out-of-contact P, returns P, ends RECORD, entrust C to P, guardian C to P.",
        ),
    ] = None,
    work_ends: Annotated[
        str | None,
        typer.Option(
            "--work-ends-in", metavar="CODE", help="Also, everybody who is absent there and nowhere else comes home."
        ),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="When it happens; default: today.")] = None,
    child: Annotated[str | None, typer.Option(metavar="ID", help="Answer about this child in any case.")] = None,
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only children of a county, township or village.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """What would follow: the grades of everybody affected before and after, and nothing is written.

    Examples: what-if --change "dies P0041817" --change "entrust P0041819 to P0041822" | what-if --work-ends-in 4403
    """
    with _reported_errors(output is not Format.TABLE):
        day = _parsed(on, parse_day, "--on", "YYYY-MM-DD")
        prefix = division_prefix(division) if division else None
        changes = [parse_change(each) for each in change or ()]
        destination = division_prefix(work_ends) if work_ends else None
        settings = load_settings()
        named = [id_ for each in changes if each.kind is not ChangeKind.ENDS for id_ in (each.subject, each.to)]
        with _graph(settings, "what-if", child, *named) as graph:
            home = work_ends_in(graph, day or _today(), destination) if destination else []
            assumed, most = [*changes, *home], len(home) + MOST_CHANGES
            found = what_if_changes(graph, assumed, on=day, child=child, division=prefix, most=most)
            _print_as(
                output,
                lambda: change_report.json_lines(found),
                lambda: change_report.csv_lines(found),
                lambda: change_report.what_if_report(graph, found, day or _today(), settings.language),
            )


@app.command()
def kinship(
    one: Annotated[str, typer.Argument(metavar="FROM", help="Whose relative is asked about.")],
    other: Annotated[str, typer.Argument(metavar="TO", help="Who the relative is.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Say what two persons are to each other by parentage, marriage and adoption: term, degree, every shortest way.

    Examples: kinship LI-DAUGHTER LI-GRANDMOTHER | kinship P0041819 P0041822 --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(as_of, known_at), load_settings()
        with _graph(settings, "kinship", one, other) as graph:
            found = find_kinship(Reader(graph, moment), one, other)
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: family_report.kinship_csv(one, other, found),
                lambda: (
                    family_report.kinship_table(graph, one, other, found, settings.language)
                    if found
                    else Text(text("kinship.none", settings.language))
                ),
            )


@app.command()
def draw(
    drawing: Annotated[Drawing, typer.Argument(case_sensitive=False, help="What to draw or export.")],
    child: Annotated[str, typer.Option(metavar="ID", help="The child, or anybody else.")],
    file: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="genogram, ecomap: .svg, .json; network: .graphml, .csv.")
    ],
    whole_names: Annotated[bool, typer.Option("--whole-names", help="Names as recorded, not masked.")] = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    language: Annotated[LanguageName | None, typer.Option(help="Default: GRAPH_SERVICE_LANGUAGE.")] = None,
) -> None:
    """Draw a child's family (genogram) or ties (ecomap), or export its network of two steps for other tools.

    Examples: draw genogram --child LI-DAUGHTER --out li.svg | draw network --child LI-DAUGHTER --out li.graphml
    """
    with _reported_errors():
        from graph_service import family_drawing  # here, since no other command needs the second that it takes

        moment, settings = _moment(as_of, known_at), load_settings()
        chosen: Language = _LANGUAGES[language] if language else settings.language
        with _graph(settings, "draw", child) as graph:
            reader = Reader(graph, moment)
            family_drawing.draw(reader, drawing, child, file, _noted, whole_names=whole_names, language=chosen)
        _say("drawing.written", file=file)


@app.command("separated-siblings")
def separated_siblings(
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many the table shows.")] = 20,
) -> None:
    """Find brothers and sisters who are children and live in different households or institutions.

    Example: separated-siblings --division 990121 --format csv
    """
    with _reported_errors(output is not Format.TABLE):
        moment, prefix = _moment(as_of, known_at), division_prefix(division) if division else ""
        settings = load_settings()
        with _graph(settings, "separated-siblings") as graph:
            found = find_separated_siblings(graph, moment, prefix)
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: family_report.siblings_csv(found),
                lambda: family_report.siblings_table(graph, found, settings.language, cases),
            )


@app.command("reunification")
def reunification(
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only a county, township or village: 6, 9 or 12 digits.")
    ] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many the table shows.")] = 20,
) -> None:
    """Find children in residential or foster care with an able parent or an able relative within four generations.

    Example: reunification --division 990121 --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        moment, prefix = _moment(as_of, known_at), division_prefix(division) if division else ""
        settings = load_settings()
        with _graph(settings, "reunification") as graph:
            found = reunification_candidates(graph, moment, prefix)
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: family_report.reunification_csv(found),
                lambda: family_report.reunification_table(graph, found, settings.language, cases),
            )


@app.command()
def measures(
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only children of a county, township or village.")
    ] = None,
    child: Annotated[list[str] | None, typer.Option(metavar="ID", help="These children; may be given again.")] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many children the table shows.")] = 20,
    store_them: Annotated[bool, typer.Option("--store", help="Keep the measures printed, in the graph.")] = False,
    kept: Annotated[
        bool,
        typer.Option("--kept", help="Measure nothing: print what was kept, of --child on all days, else on --as-of."),
    ] = False,
) -> None:
    """Measure how well children are held: ties, able adults, disjoint ways to them, load of carers, isolation.

    Examples: measures --division 990121103 | measures --child P0041541 --store | measures --kept --child P0041541
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(as_of, known_at), load_settings()
        prefix = division_prefix(division) if division else None
        if kept:
            with _graph(settings, "measures", *(child or ())) as graph:
                rows = kept_of(graph, child, moment.known_at) if child else kept_in(graph, prefix, moment)
                _print_as(
                    output,
                    lambda: report.json_lines(rows),
                    lambda: measure_report.csv_lines(rows),
                    lambda: measure_report.kept_table(graph, rows, settings.language, cases),
                )
            return
        from graph_service.networks import measuring  # here, since networkx takes a second

        with _graph(settings, "measures", *(child or ())) as graph, _progress() as bar:
            title = text("networks.progress", settings.language)

            def progress(done: int, total: int) -> None:
                bar(title, done, total)

            some = measuring.measured(graph, moment, child, progress=progress) if child else None
            found = list(some or measuring.measured_in(graph, moment, prefix, progress=progress))
            bar.close()
            if store_them:
                err.print(text("networks.kept", settings.language, count=keep(graph, moment, found)))
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: measure_report.csv_lines(found),
                lambda: measure_report.measures_table(graph, found, settings.language, cases),
            )


@app.command("critical-carers")
def critical_carers(
    division: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of children of a county, township or village.")
    ] = None,
    household: Annotated[str | None, typer.Option(metavar="ID", help="Of the children of a household.")] = None,
    school: Annotated[str | None, typer.Option(metavar="ID", help="Of the students of a school.")] = None,
    person: Annotated[list[str] | None, typer.Option(metavar="ID", help="These; may be given again.")] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    cases: Annotated[int, typer.Option(min=0, help="How many the table shows.")] = 20,
) -> None:
    """List on whom alone guardianship hangs: whose loss would leave children without effective guardianship.

    Examples: critical-carers --division 990121103 | critical-carers --person P0041819 --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings = _moment(as_of, known_at), load_settings()
        prefix = division_prefix(division) if division else None
        with _graph(settings, "critical-carers", *(person or ())) as graph:
            found = find_critical(
                graph, moment, division=prefix, household=household, school=school, people=person or ()
            )
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: measure_report.csv_lines(found),
                lambda: measure_report.critical_table(graph, found, settings.language, cases),
            )


@app.command()
def flows(
    division: Annotated[str, typer.Option(metavar="CODE", help="The division in which the children are.")],
    children: Annotated[
        bool, typer.Option("--children", help="List the children with nobody at home, and who could take them along.")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="A county or township with small numbers hidden, to be published.")
    ] = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Count where the parents of a division's children work, by the divisions below it and by prefecture.

    Examples: flows --division 990121103 | flows --division 990121 --publish | flows --division 990121103 --children
    """
    with _reported_errors(output is not Format.TABLE):
        moment, settings, prefix = _moment(as_of, known_at), load_settings(), division_prefix(division)
        with _graph(settings, "flows") as graph:
            published = parent_flows.published_flows(graph, moment, prefix) if publish and not children else None
            if children:
                found = parent_flows.who_could_take_along(graph, moment, prefix)
            elif published:
                found = published.flows
            else:
                found = parent_flows.flows(parent_flows.away(graph, moment, prefix), parent_flows.level_below(prefix))
            _print_as(
                output,
                lambda: report.json_lines(found),
                lambda: measure_report.csv_lines(found),
                lambda: measure_report.flow_report(graph, found, settings.language, published),
            )


@app.command()
def statistics(
    division: Annotated[str, typer.Option(metavar="CODE", help="A province, prefecture, county or township.")],
    by: Annotated[
        list[Key] | None, typer.Option(case_sensitive=False, help="What to count by; may be given twice.")
    ] = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Count children by division, age, sex, grade or legal category, small numbers hidden.

    What is hidden cannot be found by sums and differences; publish one table of a county and day, or several.

    Examples: statistics --division 990121 --by grade --by sex | statistics --division 9901 --by division
    """
    with _reported_errors(output is not Format.TABLE):
        moment, prefix = _moment(as_of, known_at), division_prefix(division)
        settings = load_settings()
        with _graph(settings, "statistics") as graph:
            found = count_children(graph, moment, prefix, by or ())
            _print_as(
                output,
                lambda: rule_report.statistics_json_lines(found),
                lambda: rule_report.statistics_csv_lines(found, by or ()),
                lambda: rule_report.statistics_table(found, by or (), settings.language),
            )


@app.command("report")
def report_command(
    division: Annotated[str, typer.Option(metavar="CODE", help="The division: 2, 4, 6, 9 or 12 digits.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    output: Annotated[PageFormat, typer.Option("--format", help="How to print.")] = PageFormat.MARKDOWN,
    language: Annotated[LanguageName | None, typer.Option(help="Default: GRAPH_SERVICE_LANGUAGE.")] = None,
) -> None:
    """One page about a division: numbers, what is urgent, what ends soon, who must do what by when. Names are masked.

    Examples: report --division 990121 > county.md | report --division 990121 --language zh --format json
    """
    with _reported_errors(output is PageFormat.JSON):
        moment, prefix = _moment(as_of, known_at), division_prefix(division)
        settings = load_settings()
        chosen: Language = _LANGUAGES[language] if language else settings.language
        with _graph(settings, "report") as graph:
            page = county_report.county_report(graph, moment, prefix)
            told = county_report.json_object(page, chosen)
            if output is PageFormat.JSON:
                _print_json(told)
            else:
                _noted(told)
                sys.stdout.write(county_report.markdown(page, chosen))


@rules_app.command("list")
def rules_list(as_json: JsonOption = False) -> None:
    """List all rules with their kind, severity and version."""
    with _reported_errors(as_json):
        book = rulebook()
        if as_json:
            _print_json([rule_report.rule_object(rule, book.settings(_today())) for rule in book.rules.values()])
        else:
            out.print(rule_report.rules_table(book, _language()))


@rules_app.command("show")
def rules_show(
    rule: Annotated[str, typer.Argument(help="Id of the rule, for example ORPHAN.")],
    as_of: AsOfOption = None,
    division: Annotated[
        str, typer.Option(metavar="CODE", help="Parameters as they are in this division; default: the whole country.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Show one rule: what it says, by which law, who must act by when, and its parameters on the day."""
    with _reported_errors(as_json):
        day, book = _moment(as_of, None).as_of, rulebook()
        prefix, found = division_prefix(division) if division else "", book.rule(rule)
        if as_json:
            _print_json(rule_report.rule_object(found, book.settings(day, prefix)))
        else:
            out.print(rule_report.rule_sheet(found, book, day, prefix, _language()))


@rules_app.command("test")
def rules_test(
    rule: Annotated[list[str] | None, typer.Argument(help="Ids of rules; all of them when none is given.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Try the examples beside the rules on an empty database of their own. Exit code 1 when one says something else."""
    with _reported_errors(as_json):
        settings, book = load_settings(), rulebook()
        chosen: list[Rule] = [book.rule(each) for each in rule or ()] or list(book.rules.values())
        rule_examples.families_of(chosen)
        with tempfile.TemporaryDirectory() as home:
            own = settings.model_copy(update={"home": Path(home), "neo4j_uri": None, "bolt_port": 0})
            with _opened(own) as graph:
                resealing.bring_up_to_date(graph)
                tried = rule_examples.try_examples(graph, chosen)
        wrong = [one for one in tried if not one.as_expected]
        if as_json:
            _print_json({"tried": len(tried), "wrong": [[one.rule.id, one.example.shows, one.when] for one in wrong]})
        elif wrong:
            out.print(rule_report.tried_table(wrong, _language()))
        else:
            _say("rules.passed", count=f"{len(tried):,}", examples=f"{sum(len(each.examples) for each in chosen):,}")
        if wrong:
            raise typer.Exit(1)


@rules_app.command("explain")
def rules_explain(
    rule: Annotated[str, typer.Argument(help="Id of the rule, for example ORPHAN.")],
    child: Annotated[str, typer.Option(metavar="ID", help="The child.")],
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why a rule holds of a child on a day, or say that it does not: people, records, parameters, law."""
    with _reported_errors(as_json):
        moment, settings = _moment(as_of, known_at), load_settings()
        found = rulebook().rule(rule)
        with _graph(settings, "rules explain", child) as graph:
            assess_child(graph, moment, child)
            hits = detect_hits(graph, moment, rules=[found.id], children=[child])
            told = [hit.json_object() for hit in hits]
            if as_json:
                _print_json(told)
            elif hits:
                _noted(told)
                out.print(rule_report.case_table(graph, hits, settings.language))
            else:
                _say("rules.not_hit", rule=found.id, day=moment.as_of)


@audit_app.command("verify")
def audit_verify(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of a log, such as an export; default: the one of this home.")
    ] = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Checkpoints that were kept elsewhere: they find a log cut short."),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The public key that was kept elsewhere; default: the log's.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check that no line of the audit log was changed, moved, dropped or added. Exit code 1 when one was."""
    with _reported_errors(as_json):
        found = audit_verifying.verify(folder or load_settings().home / AUDIT_FOLDER, checkpoints, key)
        if as_json:
            _print_json(audit_report.verification_object(found))
        else:
            if found.findings:
                out.print(audit_report.findings_table(found, _language()))
            _say("audit.verified", entries=f"{found.entries:,}", signed=f"{found.signed:,}")
        if found.findings:
            raise typer.Exit(1)


@audit_app.command("search")
def audit_search(
    child: Annotated[
        str | None, typer.Option(metavar="ID", help="Only accesses to this child, or other person.")
    ] = None,
    subject: Annotated[str | None, typer.Option(metavar="ID", help="Only accesses by them.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, in UTC.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, in UTC.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Folder of the log; default: the one of this home.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
) -> None:
    """Find accesses in the audit log, earliest first; to a child also in a copy, with the key of this home.

    Examples: audit search --child P0041541 | audit search --subject officer-1 --from 2026-11-01 --format jsonl
    """
    with _reported_errors(output is not Format.TABLE):
        own = load_settings().home / AUDIT_FOLDER
        person = accesses.open_pseudonyms(own, new=False).of(child) if child else None
        days = (_parsed(since, parse_day, "--from", "YYYY-MM-DD"), _parsed(until, parse_day, "--to", "YYYY-MM-DD"))
        found = accesses.entries(folder or own, person, subject, *days)
        _print_as(
            output,
            lambda: audit_report.json_lines(found),
            lambda: audit_report.csv_lines(found),
            lambda: audit_report.entries_table(found, _language()),
        )


@audit_app.command("export")
def audit_export(
    folder: Annotated[Path, typer.Argument(help="New or empty folder.")],
    as_json: JsonOption = False,
) -> None:
    """Copy the audit log, its checkpoints and its public key, to be kept elsewhere; audit verify FOLDER checks a copy.

    Whoever keeps `checkpoints` and `signing.pub` finds out later whether the log was cut short or written anew.
    """
    with _reported_errors(as_json):
        copied = audit_verifying.export(load_settings().home / AUDIT_FOLDER, folder)
        _print_json({"files": copied}) if as_json else _say("audit.exported", count=copied, folder=folder)


@subject_app.command("export")
def subject_export(
    person: Annotated[str, typer.Option("--id", metavar="ID", help="Whose file.")],
    file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file, readable by you alone; default: print it.")
    ] = None,
) -> None:
    """Print all that is kept about a person, as JSON: facts and versions with their sources, findings, what waits.

    Example: subject export --id P0041541 --out P0041541.json
    """
    with _reported_errors(as_json=True), _graph(load_settings(), "subject export", person) as graph:
        _hand_over(subject_file(graph, person).as_json(), file)


@subject_app.command("erase")
def subject_erase(
    person: Annotated[str, typer.Option("--id", metavar="ID", help="Whom.")],
    reason: Annotated[str, typer.Option(help="Why, without saying who: it is kept.")],
    file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file for the receipt; default: print it.")
    ] = None,
) -> None:
    """Erase a person from the graph for good, and print a receipt, which names nobody. Exit code 1 when it is refused.

    Example: subject erase --id P0041541 --reason "request of 2026-11-03"
    """
    with _reported_errors(as_json=True):
        settings = load_settings()
        with _graph(settings, "subject erase", person) as graph:
            _hand_over(erase(graph, person, reason, settings.retention_days).as_json(), file)
        err.print(text("subject.erased", settings.language), style="dim", soft_wrap=True)


@subject_app.command("wipe")
def subject_wipe(as_json: JsonOption = False) -> None:
    """Write the database's files anew, so that nothing of those who were erased is left in them.

    Stop what runs the database first. The old files are deleted when the new ones are shown to hold the same graph;
    copies of them elsewhere are not reached.
    """
    with _reported_errors(as_json):
        settings = load_settings()
        note_command(settings.home, "subject wipe")
        with _progress() as progress:
            wiped = wipe(settings, progress)
        if as_json:
            _print_json(asdict(wiped))
            return
        content = wiped.content
        counts = {"nodes": f"{content.nodes:,}", "relationships": f"{content.relationships:,}"}
        sizes = {"before": f"{wiped.bytes_before >> 20:,}", "after": f"{wiped.bytes_after >> 20:,}"}
        _say("subject.wiped", **counts, **sizes)


def _hand_over(value: dict[str, Any], file: Path | None) -> None:
    written = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if file is None:
        sys.stdout.write(written)
        return
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(written)
    except OSError:
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The file {file} cannot be written.", "Name another file.", file=file
        ) from None


@keys_app.command("new")
def keys_new(as_json: JsonOption = False) -> None:
    """Make the key file of a new graph, readable by you alone. Keep a copy apart from the database and its copies.

    Without the file no ID number and no telephone number can be read any more, nor the rows in quarantine.
    """
    with _reported_errors(as_json):
        settings = load_settings()
        note_command(settings.home, "keys new")
        file = key_file(settings)
        if not file.make():
            raise ServiceError(
                ErrorCode.KEYS_UNUSABLE,
                "The key file {file} is there already.",
                "Keep it; for another key use: graph-service keys rotate.",
                file=file.path,
            )
        _print_json({"file": str(file.path)}) if as_json else _say("keys.made", file=file.path)


@keys_app.command("rotate")
def keys_rotate(as_json: JsonOption = False) -> None:
    """Seal everything with a new key, and make all tags anew; goes on where it was interrupted.

    All can be read and found meanwhile. The older keys stay in the file, for copies of the database. A server that runs
    reads the file anew by itself; until its requests from before are over, nothing is changed.
    """
    with _reported_errors(as_json):
        settings = load_settings()
        with _graph(settings, "keys rotate") as graph:
            done = resealing.rotate(graph, key_file(settings), settings.request_deadline)
            key = graph.keyring.current
        _print_json({"sealed": done, "key": key}) if as_json else _say("keys.rotated", count=f"{done:,}", id=key)


@app.command()
def migrate(as_json: JsonOption = False) -> None:
    """Bring the constraints, indexes and sealed values of the graph up to date; safe to repeat."""
    with _reported_errors(as_json), _graph(load_settings(), "migrate") as graph:
        applied = resealing.bring_up_to_date(graph)
        if as_json:
            _print_json({"applied": applied})
        elif applied:
            _say("migrate.applied", migrations=", ".join(applied))
        else:
            _say("migrate.nothing")


@app.command()
def schema(
    since: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Print what is different from this earlier schema, for clients of it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print the schema of the GraphQL API, with its descriptions in English and Chinese.

    With --since: exit code 1 when a query that was valid may no longer be.

    Examples: schema > schema.graphql | schema --since schema.graphql
    """
    with _reported_errors(as_json):
        from graph_service.api.schema import build, exporting  # as in serve

        if since is None:
            sys.stdout.write(exporting.schema_text(build.schema))
            return
        changes = exporting.changes_since(_text_of(since), build.graphql_schema)
        if as_json:
            _print_json({"breaking": changes.breaking, "dangerous": changes.dangerous})
        else:
            for change in changes.breaking:
                _say("schema.breaking", change=change)
            for change in changes.dangerous:
                _say("schema.dangerous", change=change)
            if not (changes.breaking or changes.dangerous):
                _say("schema.compatible")
        if changes.breaking:
            raise typer.Exit(1)


@app.command()
def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", help="Print problems only.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check environment, versions, settings, disk and database, and say what to do about each problem."""
    with _reported_errors(as_json):
        with _progress() as progress:
            checks = doctor_checks.checks(load_settings(), progress)
        if as_json:
            _print_json([check.as_json() for check in checks])
        else:
            styles, language = {"ok": "green", "warning": "yellow", "problem": "bold red"}, _language()
            for check in checks:
                if not quiet or check.status != "ok":
                    what, remedy = escape(told(check.what, language)), escape(told(check.remedy, language))
                    out.print(f"[{styles[check.status]}]{check.status:>8}[/] {check.name}: {what}")
                    if remedy:
                        out.print(f"         → {remedy}")
        if any(check.status == "problem" for check in checks):
            raise typer.Exit(1)


def _serve_demo(settings: Settings, graph: Graph) -> None:
    """Serves on the port of the settings, or on a free one when that is taken."""
    from graph_service.api import serving  # as in serve

    settings = settings.model_copy(update={"issuer": DEVELOPMENT})
    refuse_insecure(settings)
    language, tokens = settings.language, open_tokens(settings.home)
    logins = demo_county.logins(graph, tokens)

    def announce(url: str) -> None:
        _announce(url)
        err.print(text("demo.logins", language, hours=demo_county.LOGIN_HOURS))
        for login in logins:
            err.print(f"  {login.title[language]}\n{login.token}", soft_wrap=True, markup=False, highlight=False)
        err.print(text("demo.page", language, url=url), soft_wrap=True, highlight=False)
        query = "{ children(filter: {grade: [NONE]}, first: 3) { totalCount nodes { id name age grade } } }"
        err.print(
            f"  curl {url}/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer {logins[0].token}' "
            f"-d '{json.dumps({'query': query})}'",
            soft_wrap=True,
            markup=False,
            highlight=False,
        )

    with open_graph(settings, seconds=serving.CALL_SECONDS) as quick:
        entrance = serving.service(settings, quick, tokens)
        app = serving.application(entrance, quick, logins)
        try:
            serving.serve(settings, entrance, app, announce)
        except ServiceError as error:
            if error.code != ErrorCode.PORT_IN_USE:
                raise
            serving.serve(settings.model_copy(update={"port": 0}), entrance, app, announce)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ServiceError(
            ErrorCode.ARGUMENT_INVALID, "The file {file} cannot be read.", "Name a text file in UTF-8.", file=file
        ) from None


def _announce(url: str) -> None:
    language = _language()
    err.print(text("serving.listening", language, url=url), highlight=False)
    command = ".venv/bin/graph-service token --help"
    err.print(text("serving.page", language, url=url, command=command), highlight=False)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the reader's calendar


def _moment(as_of: str | None, known_at: str | None, option: str = "--as-of") -> Moment:
    """The day and the recorded time asked about; today and now where nothing is said."""
    day = _parsed(as_of, parse_day, option, "YYYY-MM-DD") or _today()
    form = Sentence("a time in ISO 8601, for example 2026-03-01T12:00:00+08:00")
    known = _parsed(known_at, parse_moment, "--known-at", form)
    return Moment(day, known) if known else Moment(day)


def _ties(as_of: str | None, known_at: str | None, kinds: list[TieKind] | None) -> TieFilter:
    """Which ties are looked at; those of every kind where nothing is said."""
    moment = _moment(as_of, known_at)
    return TieFilter(moment, frozenset(kinds)) if kinds else TieFilter(moment)


def _values(given: list[str]) -> dict[str, dict[str, Scalar]]:
    """Parameter values as `--with` writes them, by rule and parameter."""
    found: dict[str, dict[str, Scalar]] = {}
    for each in given:
        place, equals, value = each.partition("=")
        name, dot, parameter = place.partition(".")
        if not (equals and dot and value):
            raise ServiceError(
                ErrorCode.ARGUMENT_INVALID,
                "The value of {option} is not readable.",
                "Write {form}.",
                option="--with",
                form="left_behind.definition=CENSUS",
            )
        word: Scalar = int(value) if value.isdigit() else {"true": True, "false": False}.get(value, value)
        found.setdefault(name, {})[parameter] = word
    return found


T = TypeVar("T")


def _parsed(given: str | None, parse: Callable[[str], T], option: str, form: str) -> T | None:
    try:
        return None if given is None else parse(given)
    except ValueError:
        raise ServiceError(
            ErrorCode.DATE_INVALID, "The value of {option} is not readable.", "Write {form}.", option=option, form=form
        ) from None


@contextmanager
def _graph(settings: Settings, command: str, *people: str | None) -> Generator[Graph]:
    """The graph of these settings, for a command that is noted in the audit log first. What is printed inside is, too.

    Args:
        settings: whose graph.
        command: its name.
        people: ids of those whom it was given.
    """
    note_command(settings.home, command, [person for person in people if person])
    with _opened(settings) as graph:
        _NOTED.set(partial(noted_lines, graph, settings.home, command))
        try:
            yield graph
        finally:
            _NOTED.set(None)


_NOTED: Final[ContextVar[Callable[[Iterable[bytes]], Iterable[bytes]] | None]] = ContextVar("_NOTED", default=None)
"""Notes of whom lines of JSON say something, before they are printed; None where they are of no graph."""


@contextmanager
def _opened(settings: Settings) -> Generator[Graph]:
    with _progress() as progress, open_graph(settings, progress) as graph:
        progress.close()
        yield graph


class _Progress:
    """Shows what is going on, one line per kind of work, on a terminal only."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._bars.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what)
        self._bars.update(self._tasks[what], completed=done, total=total or None)


_progress = _Progress


@contextmanager
def _reported_errors(as_json: bool = False) -> Generator[None]:
    """Turns what went wrong into a message with its stable code and exit code 1; Ctrl-C into exit code 130."""
    try:
        yield
    except ServiceError as error:
        what, remedy = (told(sentence, _language()) for sentence in (error.what, error.remedy))
        if as_json:
            problem = {"error": {"code": error.code, "what": what, "remedy": remedy}}
            sys.stderr.write(json.dumps(problem, ensure_ascii=False) + "\n")
        else:
            err.print(f"[bold red]{error.code}[/]  {escape(what)}\n{escape(remedy)}", soft_wrap=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(141) from None


def _language() -> Language:
    """The reader's, also when it is the settings that are wrong."""
    try:
        return load_settings().language
    except ServiceError:
        return "zh" if os.environ.get("GRAPH_SERVICE_LANGUAGE") == "zh" else "en"


def _say(key: str, **values: object) -> None:
    out.print(escape(text(key, _language(), **values)))


def _print_as(
    output: Format,
    lines: Callable[[], Iterable[bytes]],
    rows: Callable[[], Iterable[str]],
    table: Callable[[], RenderableType],
) -> None:
    """Prints what a command found in the form asked for. All whom it found are noted, also where a table shows some."""
    noted = _NOTED.get()
    if output is Format.JSONL:
        sys.stdout.buffer.writelines(noted(lines()) if noted else lines())
        return
    if noted:
        deque(noted(lines()), maxlen=0)
    if output is Format.CSV:
        sys.stdout.writelines(rows())
    else:
        out.print(table())


def _print_json(value: Any) -> None:  # noqa: ANN401 - anything that JSON can hold
    sys.stdout.buffer.writelines(_noted(value))


def _noted(value: Any) -> list[bytes]:  # noqa: ANN401 - anything that JSON can hold
    """The value as a line of JSON, once it is noted of whom it says something."""
    line, noted = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z), _NOTED.get()
    return list(noted([line])) if noted else [line]


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
