"""What must be so before the service listens: it refuses to start where others could read along or walk in."""

from pathlib import Path

from graph_service.config import DEVELOPMENT, LOOPBACK, Settings, settings_file
from graph_service.errors import ErrorCode, ServiceError
from graph_service.keys import is_read_by_others


def refuse_insecure(settings: Settings) -> None:
    """Nothing, if the settings let nobody in who does not belong there.

    Raises:
        ServiceError: START_INSECURE, with what to set.
    """
    if settings.issuer == DEVELOPMENT and not settings.local:
        raise ServiceError(
            ErrorCode.START_INSECURE,
            "The development issuer is for this machine alone.",
            "Listen on 127.0.0.1 without a proxy, or set GRAPH_SERVICE_ISSUER to your OpenID Connect issuer.",
        )
    if settings.host not in LOOPBACK and not (settings.tls_certificate or settings.tls_proxy):
        raise ServiceError(
            ErrorCode.START_INSECURE,
            "The service would be reached from elsewhere without TLS.",
            "Set GRAPH_SERVICE_TLS_CERTIFICATE and GRAPH_SERVICE_TLS_KEY, or GRAPH_SERVICE_TLS_PROXY=true when a proxy "
            "in front speaks TLS; or listen on 127.0.0.1.",
        )
    if bool(settings.tls_certificate) != bool(settings.tls_key):
        raise ServiceError(
            ErrorCode.START_INSECURE,
            "The certificate for TLS and its key are not both given.",
            "Set both GRAPH_SERVICE_TLS_CERTIFICATE and GRAPH_SERVICE_TLS_KEY.",
        )
    for secret in _secrets(settings):
        if not secret.is_file() or is_read_by_others(secret):
            raise ServiceError(
                ErrorCode.START_INSECURE,
                "The file {file} holds a secret, and others can read it, or it is not there.",
                "Make it a file of this user alone: chmod 600.",
                file=secret,
            )


def _secrets(settings: Settings) -> list[Path]:
    """The files that hold a secret; those that the service makes itself are checked where they are opened."""
    found = [settings.tls_key] if settings.tls_key else []
    file = settings_file()
    if file.is_file() and b"password" in file.read_bytes():
        found.append(file)
    return found
