"""An officer's morning: whom nobody looks after, and why; which care ends soon; and the visit made yesterday.

export GRAPH_SERVICE_TOKEN=…                          # an officer's
python examples/officer_morning.py --days 60
python examples/officer_morning.py --visited P0041541 --worker W00001 --outcome "seen, lives with an aunt"
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

import typer
from graph_service_client import (
    ChildrenWithoutGuardianshipChildrenNodes,
    EntrustedChildrenChildrenNodes,
    GraphService,
    Outcome,
    RecordVisitInput,
)
from rich.console import Console
from rich.table import Table
from session import session

PAGE = 100

out = Console()


def main(
    division: Annotated[str | None, typer.Option(help="Only this part of the officer's division.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Another day than today.")] = None,
    days: Annotated[int, typer.Option(help="How far ahead to look for care that ends.")] = 30,
    visited: Annotated[str | None, typer.Option(metavar="ID", help="A child who was visited on the day.")] = None,
    worker: Annotated[str | None, typer.Option(metavar="ID", help="Who visited; default: the first worker.")] = None,
    outcome: Annotated[str, typer.Option(help="What came of the visit.")] = "seen",
) -> None:
    """Prints the morning's lists, or records a visit."""
    day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 - the officer's calendar
    with session() as service:
        home = service.who_am_i().division
        if home is None:
            out.print("This token is for no division: ask with an officer's.")
            raise typer.Exit(1)
        part = division or home.code
        out.print(f"[bold]{home.name}[/] {part}, {day:%-d %B %Y}\n")
        if visited:
            by = worker or service.workers_of_division(part, first=1).nodes[0].id
            out.print(told(record_visit(service, by, visited, day, outcome)))
        else:
            out.print(without_guardianship(service, part, day))
            out.print(ending_care(service, part, day, day + timedelta(days=days)))


def without_guardianship(service: GraphService, division: str, day: date) -> Table:
    """The children whom nobody responsible is able to look after."""
    table = Table("Child", "Grade", "Responsible", "By these records", "Law", title="Nobody able to look after them")
    for child in children(service, division, day):
        found = child.guardianship_assessment
        responsible = [f"{one.party.name}: {one.state.value.lower().replace('_', ' ')}" for one in found.responsible]
        records = [f"{record.id} {record.source or ''}" for one in found.responsible for record in one.records]
        table.add_row(
            f"{child.name}, {child.age}\n{child.id}\n{child.division.name if child.division else 'no division known'}",
            found.grade.value,
            "\n".join(responsible) or "nobody is recorded",
            "\n".join([*records, *(f"missing: {gap.value}" for gap in found.gaps)]),
            "\n".join(law.en for law in found.legal_basis),
            end_section=True,
        )
    return table


def children(service: GraphService, division: str, day: date) -> Iterator[ChildrenWithoutGuardianshipChildrenNodes]:
    """All of them, page after page."""
    after: str | None = None
    more = True
    while more:
        page = service.children_without_guardianship(division, as_of=day, first=PAGE, after=after)
        yield from page.nodes
        more, after = page.page_info.has_next_page, page.page_info.end_cursor


def ending_care(service: GraphService, division: str, day: date, until: date) -> Table:
    """Entrusted care that ends soon; the children whose parents nobody has heard of come with it."""
    table = Table("Child", "Carer", "Until", "Lacks", "Parents", title=f"Entrusted care that ends by {until}")
    for child in entrusted(service, division, day):
        parents = [
            f"{parentage.parent.name} in {absence.destination.name if absence.destination else '?'}, "
            f"last heard of {absence.last_contact or 'never'}"
            for parentage in child.parents
            for absence in parentage.parent.absences
        ]
        for care in child.entrusted_care:
            if care.to and care.to <= until:
                papers = {
                    "a written agreement": care.written_agreement,
                    "word to the school": care.school_notified,
                    "word to the village": care.village_notified,
                }
                lacking = [name for name, there in papers.items() if not there]
                table.add_row(child.name, care.carer.name, str(care.to), "\n".join(lacking) or "-", "\n".join(parents))
    return table


def entrusted(service: GraphService, division: str, day: date) -> Iterator[EntrustedChildrenChildrenNodes]:
    """All children in entrusted care, page after page."""
    after: str | None = None
    more = True
    while more:
        page = service.entrusted_children(division, as_of=day, first=PAGE, after=after)
        yield from page.nodes
        more, after = page.page_info.has_next_page, page.page_info.end_cursor


def record_visit(service: GraphService, worker: str, child: str, day: date, outcome: str) -> Outcome:
    """Records a visit. The key says which visit: who runs this twice has visited once."""
    key = f"visit {worker} {child} {day}"
    return service.record_visit(
        RecordVisitInput(idempotency_key=key, worker=worker, person=child, date=day, outcome=outcome)
    )


def told(outcome: Outcome) -> str:
    """What came of it, in words."""
    if outcome.errors:
        return "\n".join(f"[red]{error.field} {error.code.value}[/] {error.message.en}" for error in outcome.errors)
    recorded = "recorded already" if outcome.replayed else "recorded"
    doubts = "".join(f"\n[yellow]{warning.code}[/] {warning.message.en}" for warning in outcome.warnings)
    return f"The visit is {recorded}: {outcome.fact.key if outcome.fact else ''}{doubts}"


if __name__ == "__main__":
    typer.run(main)
