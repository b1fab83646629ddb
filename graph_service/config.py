"""Settings: environment variables `GRAPH_SERVICE_…` (and Neo4j's own `NEO4J_…`), then a TOML file, then defaults."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph_service.errors import ErrorCode, ServiceError

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Addresses that only this machine reaches."""

DEVELOPMENT: Final = "development"
"""The issuer of tokens that is built in; it is for this machine alone."""

ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures that tokens may have: with a public key, so that none can be made by whoever verifies them."""

Words = Annotated[tuple[str, ...], NoDecode]
"""Several values; in a variable they are separated by spaces or commas."""

MemorySize = Annotated[str, Field(pattern=r"^[1-9][0-9]*[kmgKMG]$")]


def settings_file() -> Path:
    return Path(os.environ.get("GRAPH_SERVICE_CONFIG", "graph-service.toml"))


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "graph-service"


def _neo4j_variable(field: str) -> AliasChoices:
    """Neo4j's own variable name counts as well as ours."""
    return AliasChoices(field.upper(), f"GRAPH_SERVICE_{field.upper()}", field)


class Settings(BaseSettings):
    """Everything that can be set: each field is the variable `GRAPH_SERVICE_<FIELD>`. Secrets never print."""

    model_config = SettingsConfigDict(env_prefix="GRAPH_SERVICE_", extra="forbid", frozen=True, populate_by_name=True)

    home: Path = Field(
        default=Path(".graph-service"),
        description="Folder of the embedded database and of everything else that is written.",
    )
    cache: Path = Field(
        default_factory=_user_cache,
        description="Folder of the Neo4j jars, shared by all checkouts of this user.",
    )
    jars: Path | None = Field(
        default=None,
        description="Offline folder with the Neo4j jars; when set, nothing is fetched.",
    )
    keys: Path | None = Field(
        default=None,
        description="Key file of sealed values: ID numbers, telephone numbers; unset: keys.json below home.",
    )
    maven_repository: str | None = Field(
        default=None,
        description="Base URL of the Maven repository to fetch the Neo4j jars from.",
    )
    heap: MemorySize = Field(default="1g", description="Java heap of the embedded database.")
    page_cache: MemorySize | None = Field(
        default=None, description="Page cache of the embedded database; unset: by the size of the graph."
    )
    java_options: str = Field(
        default="", description="More options for the embedded database's Java, with spaces between them."
    )
    bolt_port: int = Field(
        default=0, ge=0, le=65535, description="Loopback port of the embedded database; 0: a free one."
    )
    minimum_free_disk: int = Field(
        default=1024, ge=0, description="MiB that must be free below home before the embedded database starts."
    )
    transaction_timeout: int = Field(
        default=600, ge=1, description="Seconds after which the database ends a transaction."
    )
    replan_interval: int = Field(
        default=10,
        ge=0,
        description="Seconds for which the embedded database keeps a plan at least, however much its data change.",
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="Address that the API listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the API listens on; 0: a free one.")
    request_deadline: float = Field(
        default=10.0, gt=0, description="Seconds that one request may take; then its database query is cancelled."
    )
    requests_running: int = Field(default=8, ge=1, description="Requests that are worked on at a time.")
    requests_waiting: int = Field(
        default=64, ge=0, description="Requests that may wait; more are sent away with OVERLOADED."
    )
    requests_of_one: int = Field(
        default=36,
        ge=1,
        description="Requests of one login that may run or wait; more are sent away with TOO_MANY_REQUESTS.",
    )
    subscriptions: int = Field(default=200, ge=0, description="Subscriptions that may be open at a time.")
    body_limit: int = Field(default=262_144, ge=1_024, description="Bytes that the body of a request may have.")
    introspection: bool | None = Field(
        default=None,
        description="Tell the schema to roles that introspect by the policy; unset: to all, on this machine alone.",
    )
    trusted_documents: Path | None = Field(
        default=None,
        description="Folder of *.graphql: the only operations that are answered, by whomever; unset: any.",
    )
    cost_limit: int = Field(
        default=500_000, ge=1, description="Values that one answer may have, by its fields and page sizes."
    )
    stop_seconds: int = Field(
        default=10, ge=0, description="Seconds that running requests may still take when the API stops."
    )
    issuer: str | None = Field(
        default=None,
        description="Who says who asks: what tokens have as “iss”; “development” for the built-in issuer.",
    )
    audience: str | None = Field(default=None, description="What tokens for this service have as “aud”.")
    issuer_keys: str | None = Field(
        default=None, description="The issuer's JSON Web Key Set: https address or path of a file."
    )
    token_algorithms: Words = Field(
        default=("RS256", "PS256", "ES256", "EdDSA"), min_length=1, description="Signatures that tokens may have."
    )
    clock_skew: int = Field(default=30, ge=0, le=300, description="Seconds by which the issuer's clock may differ.")
    origins: Words = Field(default=(), description="Origins of pages that may ask, such as https://service.example.")
    tls_certificate: Path | None = Field(default=None, description="Certificate chain in PEM, to speak TLS.")
    tls_key: Path | None = Field(default=None, description="Its private key in PEM; a file of this user alone.")
    tls_proxy: bool = Field(default=False, description="A proxy in front speaks TLS with those who ask.")
    traces: bool = Field(
        default=False, description="Send OpenTelemetry traces, to where OTEL_EXPORTER_OTLP_ENDPOINT says."
    )
    retention_days: int = Field(
        default=1_095, ge=0, description="Days after the last record about somebody before which they are not erased."
    )
    language: Literal["en", "zh"] = Field(default="en", description="Language of what the service says.")

    neo4j_uri: str | None = Field(
        default=None,
        validation_alias=_neo4j_variable("neo4j_uri"),
        description="Address of an external Neo4j (variable NEO4J_URI); unset: the embedded database.",
    )
    neo4j_username: str = Field(
        default="neo4j",
        validation_alias=_neo4j_variable("neo4j_username"),
    )
    neo4j_password: SecretStr | None = Field(default=None, validation_alias=_neo4j_variable("neo4j_password"))
    neo4j_database: str = Field(
        default="neo4j",
        validation_alias=_neo4j_variable("neo4j_database"),
    )

    @property
    def local(self) -> bool:
        """Whether only this machine reaches the API."""
        return self.host in LOOPBACK and not self.tls_proxy

    @field_validator("token_algorithms", "origins", mode="before")
    @classmethod
    def _separated(cls, value: Any) -> Any:  # noqa: ANN401 - whatever was set
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("token_algorithms")
    @classmethod
    def _public_key(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not set(value) <= set(ALGORITHMS):
            raise ValueError("must be of " + ", ".join(ALGORITHMS))
        return value

    @field_validator("origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"https?://[^/?#@\s]+", each) for each in value):
            raise ValueError("must be origins such as https://service.example, without a path")
        return value

    @field_validator("home", "cache", "jars", "keys", "tls_certificate", "tls_key", "trusted_documents")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().resolve()

    @field_validator("neo4j_uri")
    @classmethod
    def _known_scheme(cls, value: str | None) -> str | None:
        schemes = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")
        if value and not value.startswith(schemes):
            raise ValueError("must start with one of " + ", ".join(schemes))
        return value or None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def load_settings() -> Settings:
    """Settings of this process, validated.

    Raises:
        ServiceError: SETTINGS_INVALID, naming each wrong field but never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}" for problem in error.errors()
        )
        raise ServiceError(
            ErrorCode.SETTINGS_INVALID,
            "The settings are not valid: {problems}.",
            "Correct the GRAPH_SERVICE_… variable or the file {file}.",
            problems=problems,
            file=settings_file(),
        ) from None
    except ValueError:
        raise ServiceError(
            ErrorCode.SETTINGS_INVALID,
            "The settings file {file} is not valid TOML.",
            "Correct it, or name another with GRAPH_SERVICE_CONFIG.",
            file=settings_file(),
        ) from None
