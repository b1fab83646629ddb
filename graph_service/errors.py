"""The one error type that reaches a user, with its stable codes."""

from enum import StrEnum

from graph_service.sentence import Sentence


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
    WRITE_CONFLICT = "WRITE_CONFLICT"
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
    CHANGE_INVALID = "CHANGE_INVALID"
    CHANGES_CONTRADICT = "CHANGES_CONTRADICT"
    PERSON_NOT_FOUND = "PERSON_NOT_FOUND"
    RECORD_NOT_FOUND = "RECORD_NOT_FOUND"
    GRANT_NOT_FOUND = "GRANT_NOT_FOUND"
    DAY_PAST = "DAY_PAST"
    CURSOR_INVALID = "CURSOR_INVALID"
    RECORD_INCOMPLETE = "RECORD_INCOMPLETE"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    PURPOSE_NOT_ALLOWED = "PURPOSE_NOT_ALLOWED"
    REQUEST_INVALID = "REQUEST_INVALID"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    MEDIA_TYPE_UNSUPPORTED = "MEDIA_TYPE_UNSUPPORTED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    DOCUMENT_UNREADABLE = "DOCUMENT_UNREADABLE"
    DOCUMENT_INVALID = "DOCUMENT_INVALID"
    OPERATION_UNKNOWN = "OPERATION_UNKNOWN"
    VARIABLES_INVALID = "VARIABLES_INVALID"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    READING_LIMIT_REACHED = "READING_LIMIT_REACHED"
    OVERLOADED = "OVERLOADED"
    TOKEN_KEY_UNUSABLE = "TOKEN_KEY_UNUSABLE"  # noqa: S105 - a code, no password
    ISSUER_UNUSABLE = "ISSUER_UNUSABLE"
    START_INSECURE = "START_INSECURE"
    AUDIT_UNAVAILABLE = "AUDIT_UNAVAILABLE"
    AUDIT_BROKEN = "AUDIT_BROKEN"
    ERASURE_REFUSED = "ERASURE_REFUSED"
    WIPING_FAILED = "WIPING_FAILED"
    KEYS_UNUSABLE = "KEYS_UNUSABLE"
    KEYS_MISMATCH = "KEYS_MISMATCH"
    INTERNAL = "INTERNAL"


class ServiceError(Exception):
    """What went wrong and what to do about it, in English; never holds a personal value or a secret.

    Both are translated in `texts/sentences.yaml`: write a value into them by its name, as in
    `ServiceError(code, "The folder {folder} is not empty.", "Name a new or empty folder.", folder=folder)`.

    Args:
        code: stable code.
        what: one sentence saying what was wrong.
        remedy: one sentence saying what the reader can do.
        values: what fills the places of the two.
    """

    def __init__(self, code: ErrorCode, what: str, remedy: str, /, **values: object) -> None:
        self.code = code
        self.what = what if isinstance(what, Sentence) else Sentence(what, **values)
        self.remedy = remedy if isinstance(remedy, Sentence) else Sentence(remedy, **values)
        self.message = Sentence("{what} {remedy}", what=self.what, remedy=self.remedy)
        super().__init__(self.message)
