"""A school liaison's roll: the students of the own school, and who of them has nobody to look after them.

    export GRAPH_SERVICE_TOKEN=…                          # a liaison's
    python examples/liaison_roll.py
    python examples/liaison_roll.py --concern             # only those whom a teacher should look to

A liaison sees the grade of a child, and neither reasons nor families: those are the officer's.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer
from graph_service_client import (
    Grade,
    GraphService,
    SchoolRollViewerSchoolEnrolmentsNodes,
    SchoolRollViewerSchoolEnrolmentsNodesStudent,
)
from rich.console import Console
from rich.table import Table
from session import session

PAGE = 200
STYLES = {Grade.NONE: "bold red", Grade.ABSENT: "red", Grade.UNKNOWN: "yellow", Grade.ENTRUSTED: "cyan"}

out = Console()


def main(
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Another day than today.")] = None,
    concern: Annotated[bool, typer.Option("--concern", help="Only students whom nobody looks after.")] = False,
) -> None:
    """Prints the roll."""
    day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 - the liaison's calendar
    with session() as service:
        school = service.who_am_i().school
        if school is None:
            out.print("This token is for no school: ask with a liaison's.")
            raise typer.Exit(1)
        students = sorted(roll(service, day), key=lambda one: (one.stage, one.grade or "", one.student.id))
    table = Table("Class", "Student", "Age", "Status", "Boards", "Days missed", "Guardianship", title=school.name)
    for one in students:
        child = one.student.as_child
        if concern and not (child and child.effective is False):
            continue
        table.add_row(
            f"{one.stage} {one.grade or ''}",
            one.student.name,
            str(child.age) if child else "18 or older",
            one.status.value.lower(),
            "yes" if one.boarder else "no",
            days_missed(one.student),
            f"[{STYLES.get(child.grade, 'default')}]{child.grade.value.lower().replace('_', ' ')}[/]" if child else "-",
        )
    out.print(table)
    out.print(f"{table.row_count} of {len(students)} students on {day:%-d %B %Y}")


def roll(service: GraphService, day: date) -> Iterator[SchoolRollViewerSchoolEnrolmentsNodes]:
    """All students of the liaison's school, page after page."""
    after: str | None = None
    while school := service.school_roll(as_of=day, first=PAGE, after=after).school:
        yield from school.enrolments.nodes
        if not school.enrolments.page_info.has_next_page:
            return
        after = school.enrolments.page_info.end_cursor


def days_missed(student: SchoolRollViewerSchoolEnrolmentsNodesStudent) -> str:
    """Days missed in the last month that was told."""
    last = max(student.attendance, key=lambda month: month.month, default=None)
    return f"{last.days_absent} of {last.school_days or '?'} ({last.month})" if last else "-"


if __name__ == "__main__":
    typer.run(main)
