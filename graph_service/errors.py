"""The one error type that reaches a user, with its stable codes."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Stable codes of everything that can go wrong; scripts may rely on them."""

    SETTINGS_INVALID = "SETTINGS_INVALID"
    JARS_UNAVAILABLE = "JARS_UNAVAILABLE"
    JAR_CHECKSUM_MISMATCH = "JAR_CHECKSUM_MISMATCH"
    JAVA_UNAVAILABLE = "JAVA_UNAVAILABLE"
    DATABASE_IN_USE = "DATABASE_IN_USE"
    DATABASE_START_FAILED = "DATABASE_START_FAILED"
    DATABASE_UNAVAILABLE = "DATABASE_UNAVAILABLE"
    DATABASE_AUTHENTICATION_FAILED = "DATABASE_AUTHENTICATION_FAILED"
    DATABASE_VERSION_UNSUPPORTED = "DATABASE_VERSION_UNSUPPORTED"
    DATABASE_TIMEOUT = "DATABASE_TIMEOUT"
    COMMIT_UNCERTAIN = "COMMIT_UNCERTAIN"
    DATABASE_ADMIN_FAILED = "DATABASE_ADMIN_FAILED"
    PORT_IN_USE = "PORT_IN_USE"
    DISK_NEARLY_FULL = "DISK_NEARLY_FULL"
    MIGRATION_CHANGED = "MIGRATION_CHANGED"
    MIGRATION_UNKNOWN = "MIGRATION_UNKNOWN"
    STATEMENT_INVALID = "STATEMENT_INVALID"
    STATEMENT_FAILED = "STATEMENT_FAILED"
    RULE_INVALID = "RULE_INVALID"
    FEED_FOLDER_INVALID = "FEED_FOLDER_INVALID"
    FEED_UNREADABLE = "FEED_UNREADABLE"
    FEED_COLUMN_MISSING = "FEED_COLUMN_MISSING"
    IMPORT_RUNNING = "IMPORT_RUNNING"
    GRAPH_NOT_EMPTY = "GRAPH_NOT_EMPTY"
    CHILD_NOT_FOUND = "CHILD_NOT_FOUND"
    DIVISION_INVALID = "DIVISION_INVALID"
    DATE_INVALID = "DATE_INVALID"
    ARGUMENT_INVALID = "ARGUMENT_INVALID"


class ServiceError(Exception):
    """What went wrong and what to do about it; never holds a personal value or a secret.

    Args:
        code: stable code.
        what: one sentence saying what was wrong.
        remedy: one sentence saying what the reader can do.
    """

    def __init__(self, code: ErrorCode, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.code = code
        self.what = what
        self.remedy = remedy
