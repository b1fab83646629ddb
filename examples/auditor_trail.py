"""An auditor's trail: what an assessment rests on, what was known of it earlier, and how its records came in.

export GRAPH_SERVICE_TOKEN=…                          # an auditor's
python examples/auditor_trail.py P0041541
python examples/auditor_trail.py P0041541 --as-of 2026-10-20 --known-at 2026-10-27T23:59:59+08:00
"""

from datetime import date, datetime
from typing import Annotated

import typer
from graph_service_client import (
    AssessmentTrailChild,
    AssessmentTrailChildGuardianshipAssessment,
    DataQualityFindingsDataQualityFindings,
    Evidence,
    ImportReportsImportReports,
)
from rich.console import Console
from rich.table import Table
from session import session

out = Console()


def main(
    child: Annotated[str, typer.Argument(metavar="CHILD", help="Id of the child.")],
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Another day than today.")] = None,
    known_at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Compare with what was known at this moment.")
    ] = None,
) -> None:
    """Prints the trail of one child's assessment."""
    day = date.fromisoformat(as_of) if as_of else date.today()  # noqa: DTZ011 - the auditor's calendar
    with session() as service:
        now = service.assessment_trail(child, as_of=day)
        if now is None:
            out.print("There is no child of this id on the day.")
            raise typer.Exit(1)
        out.print(evidence(now))
        if known_at:
            moment = datetime.fromisoformat(known_at)
            then = service.assessment_trail(child, as_of=day, known_at=moment)
            out.print(comparison(then.guardianship_assessment if then else None, now.guardianship_assessment, moment))
        out.print(kept(now))
        out.print(doubts(service.data_quality_findings(first=10)))
        out.print(imports(service.import_reports(last=20)))


def evidence(child: AssessmentTrailChild) -> Table:
    """The assessment, with every record that it rests on."""
    found = child.guardianship_assessment
    table = Table(
        "Responsible",
        "As",
        "State",
        "Because of",
        title=f"{child.name} ({child.id}) on {found.as_of}: {found.grade.value}",
        caption=f"{found.rule_id} {found.rule_version} · {'; '.join(law.en for law in found.legal_basis)}",
    )
    for one in found.responsible:
        roles, records = "\n".join(map(provenance, one.roles)), "\n".join(map(provenance, one.records))
        table.add_row(f"{one.party.name}\n{one.party.id}", f"{one.kind.value}\n{roles}", one.state.value, records)
    for gap in found.gaps:
        table.add_row("", "", "missing", gap.value)
    return table


def provenance(record: Evidence) -> str:
    """Which record, of which department, known since when."""
    known = f"{record.recorded_at:%Y-%m-%d}" if record.recorded_at else "?"
    return f"{record.fact} {record.id} ({record.source or 'no department'}, {known})"


def comparison(
    then: AssessmentTrailChildGuardianshipAssessment | None,
    now: AssessmentTrailChildGuardianshipAssessment,
    moment: datetime,
) -> Table:
    """What would have been answered then, beside what is answered now."""
    table = Table("", f"known at {moment:%Y-%m-%d %H:%M}", "known now", title="Then and now")
    table.add_row("grade", then.grade.value if then else "no child", now.grade.value)
    before, after = states(then), states(now)
    for who in dict.fromkeys([*before, *after]):
        table.add_row(who, before.get(who, "-"), after.get(who, "-"))
    return table


def states(found: AssessmentTrailChildGuardianshipAssessment | None) -> dict[str, str]:
    """State by who is responsible."""
    return {f"{one.party.id} {one.kind.value}": one.state.value for one in found.responsible} if found else {}


def kept(child: AssessmentTrailChild) -> Table:
    """The assessments that were kept."""
    table = Table("As of", "Assessed at", "Grade", "Rule", title="Assessments kept")
    for one in child.stored_assessments:
        table.add_row(str(one.as_of), f"{one.assessed_at:%Y-%m-%d %H:%M}", one.grade.value, one.rule_version)
    return table


def doubts(findings: DataQualityFindingsDataQualityFindings) -> Table:
    """Open doubts about records."""
    shown = len(findings.nodes)
    table = Table("Code", "Found", "Concerns", "Records", title=f"Open doubts: {shown} of {findings.total_count}")
    for one in findings.nodes:
        about = getattr(one.concerns, "id", None) or (one.concerns.typename__ if one.concerns else "-")
        table.add_row(one.code, f"{one.found_at:%Y-%m-%d}", about, ", ".join(one.records))
    return table


def imports(reports: ImportReportsImportReports) -> Table:
    """What became of the latest imports."""
    table = Table("File", "Imported", "Read", "New", "Newer", "Quarantined", "Error", title="The latest imports")
    for one in reports.nodes:
        counts = (one.read, one.inserted, one.updated, one.quarantined)
        table.add_row(one.file, f"{one.imported_at:%Y-%m-%d %H:%M}", *map(str, counts), one.error or "")
    return table


if __name__ == "__main__":
    typer.run(main)
