"""A collector: takes traces over HTTP, as OpenTelemetry's exporter sends them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.operating.serving import serve
from bot.operating.traces import traces_sent

#: As the protocol numbers them.
KINDS = {1: "internal", 2: "server", 3: "client"}


@dataclass(frozen=True, slots=True)
class SpanSeen:
    """``parent``: the name of the one that it is a part of; None: of none. ``service``: whose it is."""

    name: str
    kind: str
    id: str
    trace: str
    parent: str | None
    facts: Mapping[str, str | int]
    failed: bool
    events: int
    milliseconds: float
    service: str


@dataclass
class Collector:
    """``status``: what it answers with, while it is ``open``; until then it doesn't answer."""

    url: str = ""
    status: int = 200
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        self.bodies.append(await request.body())
        await self.open.wait()
        return Response(status_code=self.status)

    @property
    def spans(self) -> Sequence[SpanSeen]:
        """All that came, in the order in which they began."""
        found = [
            (span, str(_facts(each.resource.attributes)["service.name"]))
            for body in self.bodies
            for each in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in each.scope_spans
            for span in scope.spans
        ]
        names = {span.span_id: span.name for span, _ in found}
        return [
            SpanSeen(
                name=span.name,
                kind=KINDS[span.kind],
                id=span.span_id.hex(),
                trace=span.trace_id.hex(),
                parent=names[span.parent_span_id] if span.parent_span_id else None,
                facts=_facts(span.attributes),
                failed=span.status.code == 2,
                events=len(span.events),
                milliseconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e6,
                service=service,
            )
            for span, service in sorted(found, key=lambda pair: pair[0].start_time_unix_nano)
        ]


def _facts(attributes: Sequence[KeyValue]) -> Mapping[str, str | int]:
    return {
        each.key: each.value.int_value if each.value.HasField("int_value") else each.value.string_value
        for each in attributes
    }


@asynccontextmanager
async def a_collector() -> AsyncIterator[Collector]:
    """One that is served."""
    made = Collector()
    made.open.set()
    async with serve(Starlette(routes=[Route("/v1/traces", made.take, methods=["POST"])])) as made.url:
        yield made


@asynccontextmanager
async def tracing_to(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """What goes on in the block is traced; after it the collector has all of it."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    async with traces_sent():
        yield
