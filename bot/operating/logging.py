"""Logs as facts, to standard error: for people, or one JSON object a line."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from io import TextIOWrapper
from time import monotonic
from traceback import format_exception
from types import TracebackType
from typing import TextIO

import stamina.instrumentation
import structlog
from structlog.typing import ExcInfo

from bot.circleci.errors import ApiError
from bot.outgoing import proxy_passwords
from bot.tracing import tracer

_QUIET = (
    *("httpx", "httpcore", "aiosqlite", "asyncio", "slack_sdk", "slack_bolt", "alembic", "uvicorn"),
    *("opentelemetry", "urllib3"),
)

#: Loggers with lines that whoever reaches the port can cause.
_BY_STRANGERS = ("asyncio", "uvicorn.error")

#: Tells each few seconds that a collector is away; warnings are of what it tries again.
_OF_TRACES = "opentelemetry.exporter.otlp.proto.http.trace_exporter"

#: Of a line, in characters; and how many lines.
_COMPARED, _REMEMBERED = 200, 1000

#: Anything shorter stands in words, and is no secret that a service gives out.
_SHORTEST = 6


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last line of defence: a secret that some library put into a line does not leave the process."""

    secrets: Sequence[str] = ()

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self.secrets:
            line = line.replace(secret, "[secret]")
        return line


class Seldom(logging.Filter):
    """Lets one of equal lines through each so many ``seconds``, with how many there were: strangers can cause
    some.
    """

    def __init__(self, seconds: float = 1, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._seconds = seconds
        self._clock = clock
        self._last: dict[str, float] = {}
        self._held: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        what = f"{said[:_COMPARED]}{record.exc_info[1]!r}" if record.exc_info else said[:_COMPARED]
        now = self._clock()
        if now - self._last.get(what, -self._seconds) < self._seconds:
            self._held[what] = self._held.get(what, 0) + 1
            return False
        if len(self._last) >= _REMEMBERED:
            self._last.clear()
        self._last[what] = now
        if held := self._held.pop(what, 0):
            record.msg, record.args = f"{said} (and {held} more like it)", ()
        return True


_once_a_second, _once_in_a_while = Seldom(), Seldom(600)


def _tell_retry(details: stamina.instrumentation.RetryDetails) -> None:
    """Each attempt is a call of its own, which is counted."""
    caused_by = type(details.caused_by).__name__
    structlog.get_logger().debug(
        "tried again", attempt=details.retry_num, error=caused_by, after=details.wait_for
    )


def _is_ours_or_grave(record: logging.LogRecord) -> bool:
    """Libraries tell what they were sent, with what people typed; some give their loggers a level later."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _QUIET


def _with_trace(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The trace that it is a part of."""
    return {**event, **tracer().ids}


def _in_words(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Of our enumerations what they say, and not what they are called."""
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in event.items()}


def traceback_text(exc_info: ExcInfo) -> str:
    """Without the values of variables, and without what CircleCI says: both may be what somebody typed."""
    text = "".join(format_exception(*exc_info)).rstrip()
    error: BaseException | None = exc_info[1]
    while error is not None:
        if isinstance(error, ApiError) and error.message:
            text = text.replace(error.message, "[what CircleCI said]")
        error = error.__cause__ or error.__context__
    return text


def _print_traceback(sio: TextIO, exc_info: ExcInfo) -> None:
    sio.write(f"\n{traceback_text(exc_info)}")


def print_what_can_be() -> None:
    """A terminal of few characters, as of an old locale, is shown ? for others, and not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(errors="replace")


def configure(level: str, style: str, secrets: Sequence[str] = ()) -> None:
    """Send everything that is logged, ours and the libraries', one way. ``style``: console or json."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_trace,
        _in_words,
    ]
    renderers: list[structlog.typing.Processor]
    if style == "json":
        tracebacks = structlog.processors.ExceptionRenderer(traceback_text)
        renderers = [tracebacks, structlog.processors.JSONRenderer()]
    else:
        colors = sys.stderr.isatty()
        renderers = [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=_print_traceback)]
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = _Redacting(foreign_pre_chain=shared, processors=[drop_meta, *renderers])
    formatter.secrets = [each for each in (*secrets, *proxy_passwords()) if len(each) >= _SHORTEST]
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    handler.addFilter(_is_ours_or_grave)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    stamina.instrumentation.set_on_retry_hooks((_tell_retry,))
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in _BY_STRANGERS:
        logging.getLogger(name).addFilter(_once_a_second)
    logging.getLogger(_OF_TRACES).setLevel(logging.ERROR)
    logging.getLogger(_OF_TRACES).addFilter(_once_in_a_while)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _tell_crash
    threading.excepthook = lambda crash: _tell_crash(crash.exc_type, crash.exc_value, crash.exc_traceback)


def _tell_crash(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """What nobody has caught is a line like any other: Python's own would be one with all secrets."""
    if error is not None and issubclass(kind, Exception):
        structlog.get_logger().critical("crashed", exc_info=(kind, error, trace))
