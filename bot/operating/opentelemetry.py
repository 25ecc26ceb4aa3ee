"""Traces as OpenTelemetry has them: the only file that loads it, and that is loaded where traces are wanted.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from threading import Thread
from time import time_ns

from opentelemetry import trace
from opentelemetry.context import Context, attach
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, Sampler
from opentelemetry.trace import Span, SpanKind, StatusCode

from bot.circleci.calls import DOWNLOAD, ApiCall
from bot.operating.version import own_version

#: Seconds that are left at the end to send what waits.
GRACE = 1.0


class NoExporter(Exception):
    """None of this name is installed."""


class OpenTelemetry:
    """Sends spans by these exporters, as the OTEL_ variables say: OpenTelemetry reads them.

    Raises `NoExporter`, or what OpenTelemetry does where they can't be as they are. Must be closed.
    """

    def __init__(self, exporters: Sequence[str]) -> None:
        self._exporters = [_exporter(name) for name in exporters]
        self._provider = _provider()
        for each in self._exporters:
            self._provider.add_span_processor(BatchSpanProcessor(each))
        self._tracer = self._provider.get_tracer("ringmaster", own_version())

    def try_out(self) -> bool:
        """Whether all exporters send a span, which may take as long as OTEL_EXPORTER_OTLP_TIMEOUT."""
        span = _provider(ALWAYS_ON).get_tracer("ringmaster").start_span("doctor")
        span.end()
        sent = (span,) if isinstance(span, ReadableSpan) else ()
        return all(each.export(sent) is SpanExportResult.SUCCESS for each in self._exporters)

    async def close(self) -> None:
        """Send what waits, if that goes fast: a collector that is away holds up nobody."""
        ending = Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, GRACE)

    @property
    def ids(self) -> Mapping[str, str]:
        """Those of the trace and the span, where they are sent."""
        now = trace.get_current_span().get_span_context()
        if not now.trace_flags.sampled:
            return {}
        return {"trace_id": trace.format_trace_id(now.trace_id), "span_id": trace.format_span_id(now.span_id)}

    @contextmanager
    def delivery(self, reference: str) -> Iterator[None]:
        """A trace of its own."""
        facts = {"ringmaster.reference": reference}
        span = self._tracer.start_span("delivery", Context(), SpanKind.SERVER, facts)
        with _within(span):
            yield

    def answered(self, surface: str, command: str, outcome: str) -> None:
        """The delivery ends."""
        span = trace.get_current_span()
        if not span.is_recording():  # it isn't wanted: OTEL_TRACES_SAMPLER
            return
        span.update_name(f"{surface} {command}")
        named = {"surface": surface, "command": command, "outcome": outcome}
        span.set_attributes({f"ringmaster.{name}": value for name, value in named.items()})
        _end(span, "bug" if outcome == "bug" else None)

    @contextmanager
    def look(self, run: str) -> Iterator[None]:
        """A trace of its own, or a part of the delivery that it is for."""
        error = None
        span = self._tracer.start_span("look", attributes={"cicd.pipeline.run.id": run})
        try:
            with _within(span):
                yield
        except Exception as raised:
            error = type(raised).__name__
            raise
        finally:
            _end(span, error)

    def circleci(self, call: ApiCall) -> None:
        """By HTTP's conventions, but its address, which has ids and names of people, or opens by itself."""
        facts: dict[str, str | int] = {
            "http.request.method": call.method,
            "server.address": call.host,
            "server.port": call.port,
        }
        if call.endpoint != DOWNLOAD:
            facts["url.template"] = call.endpoint
        answered = call.status.isdecimal()
        if answered:
            facts["http.response.status_code"] = int(call.status)
        error = call.status if not answered or int(call.status) >= 400 else None
        self._ended_call(f"{call.method} {call.endpoint}", call.seconds, facts, error)

    def slack(self, method: str, host: str, seconds: float, error: str | None) -> None:
        """By its method."""
        self._ended_call(f"slack {method}", seconds, {"server.address": host, "slack.method": method}, error)

    def _ended_call(
        self, name: str, seconds: float, facts: Mapping[str, str | int], error: str | None
    ) -> None:
        ended = time_ns()
        begun = ended - int(seconds * 1e9)
        span = self._tracer.start_span(name, kind=SpanKind.CLIENT, attributes=facts, start_time=begun)
        _end(span, error, ended)

    def apart(self) -> None:
        """For the rest of this task."""
        attach(Context())


@contextmanager
def _within(span: Span) -> Iterator[None]:
    """What it raises is not told: an exception's words may be anybody's."""
    with trace.use_span(span, record_exception=False, set_status_on_exception=False):
        yield


def _end(span: Span, error: str | None, at: int | None = None) -> None:
    if error is not None:
        span.set_attribute("error.type", error)
        span.set_status(StatusCode.ERROR)
    span.end(at)


def _provider(sampler: Sampler | None = None) -> TracerProvider:
    """Its service is ringmaster, unless a variable says otherwise. ``sampler``: None: as a variable says."""
    own = Resource.create({"service.name": "ringmaster", "service.version": own_version()})
    named = own.merge(OTELResourceDetector().detect())
    return TracerProvider(sampler, named, shutdown_on_exit=False)


def _exporter(name: str) -> SpanExporter:
    found = entry_points(group="opentelemetry_traces_exporter", name=name)
    if not found:
        raise NoExporter(name)
    made: SpanExporter = next(iter(found)).load()()
    return made
