"""Brings a database to the schema that this version of the service needs, one numbered file after the other."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.connection import Graph
from graph_service.graph.statements import Statement, cypher_folder, read_statements, statement, without_comments

_FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)")
_INDEX_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of `cypher/migrations`.

    Attributes:
        version: its number, counted from 1.
        name: the rest of its file name.
        statements: what it does; each can be repeated without harm.
        checksum: SHA-256 of the statements without comments, hexadecimal.
    """

    version: int
    name: str
    statements: tuple[Statement, ...]
    checksum: str

    def __str__(self) -> str:
        return f"{self.version:04}_{self.name}"


def read_migrations(folder: Path | None = None) -> list[Migration]:
    """The migrations that this version of the service knows, in order.

    Args:
        folder: where the files are; `cypher/migrations` when not given.

    Raises:
        ServiceError: STATEMENT_INVALID when a file cannot be read or the numbers are not 1, 2, 3, …
    """
    files = sorted((folder or cypher_folder() / "migrations").glob("*.cypher"))
    migrations = [_read(file) for file in files]
    if [migration.version for migration in migrations] != list(range(1, len(migrations) + 1)):
        raise ServiceError(
            ErrorCode.STATEMENT_INVALID,
            "The migrations are not numbered 0001, 0002, 0003, … without a gap.",
            "Rename the files in cypher/migrations that were added last.",
        )
    return migrations


def migrate(graph: Graph, folder: Path | None = None) -> list[str]:
    """Applies what has not been applied yet and waits until all indexes can be used.

    Interrupted, it goes on where it was: a migration is recorded after its last statement, and each can be repeated.

    Args:
        graph: the database.
        folder: as in `read_migrations`.

    Returns:
        The names of the migrations that were applied now, such as `0001_ground_floor`.

    Raises:
        ServiceError: MIGRATION_CHANGED when an applied file is no longer what it was; MIGRATION_UNKNOWN when the
            database has one that this version does not know; STATEMENT_INVALID; those of `Graph.write`.
    """
    pending = pending_migrations(graph, folder)
    if pending:
        graph.write(statement("commands/migrations_unique"))
    for migration in pending:
        for step in migration.statements:
            graph.write(step)
        graph.write(
            statement("commands/migrations_record"),
            version=migration.version,
            name=migration.name,
            checksum=migration.checksum,
        )
    graph.read(statement("commands/migrations_await_indexes"), seconds=_INDEX_SECONDS)
    return [str(migration) for migration in pending]


def pending_migrations(graph: Graph, folder: Path | None = None) -> list[Migration]:
    """The migrations that this database still lacks, in order; raises as `migrate` does."""
    known = read_migrations(folder)
    applied = {record["version"]: record for record in graph.read(statement("commands/migrations_applied"))}
    if unknown := sorted(applied.keys() - {migration.version for migration in known}):
        raise ServiceError(
            ErrorCode.MIGRATION_UNKNOWN,
            "The database has migration {number:04}, which this version of the service does not know.",
            "Use the version of the service that last worked on this database, or a newer one.",
            number=unknown[-1],
        )
    for migration in known:
        record = applied.get(migration.version)
        if record and record["checksum"] != migration.checksum:
            raise ServiceError(
                ErrorCode.MIGRATION_CHANGED,
                "The migration {migration} is no longer what was applied to this database.",
                "Restore the file as it was and put the change into a new migration.",
                migration=migration,
            )
    return [migration for migration in known if migration.version not in applied]


def _read(file: Path) -> Migration:
    match = _FILE_NAME.fullmatch(file.stem)
    if match is None:
        raise ServiceError(
            ErrorCode.STATEMENT_INVALID,
            "cypher/migrations/{file} has no name of the form 0001_what_it_does.cypher.",
            "Rename the file.",
            file=file.name,
        )
    statements = tuple(read_statements(file, f"migrations/{file.stem}"))
    text = ";\n".join(without_comments(each.text) for each in statements)
    return Migration(int(match[1]), match[2], statements, hashlib.sha256(text.encode()).hexdigest())
