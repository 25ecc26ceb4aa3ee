"""Traces, where the environment asks for them by OpenTelemetry's own variables; with the extra `otel`.

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote

import structlog

from bot.outgoing import passwords_in
from bot.tracing import trace_with

if TYPE_CHECKING:
    from bot.operating.opentelemetry import OpenTelemetry

log = structlog.get_logger()

#: By how OTLP is spoken; by HTTP unless it is said.
_PROTOCOLS = {"": "otlp_proto_http", "http/protobuf": "otlp_proto_http", "grpc": "otlp_proto_grpc"}
_HEADERS = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_INSTALL = "Run pip install 'ringmaster-ci[otel]'."


class CannotTrace(Exception):
    """Traces are asked for, and can't be sent: why, and how to fix it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def wanted_exporters(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """By OpenTelemetry's names for them; none where no traces are asked for."""

    def said(*names: str) -> str:
        return next(filter(None, (environment.get(name, "").strip() for name in names)), "")

    if said("OTEL_SDK_DISABLED").lower() == "true":
        return []
    endpoint = said(*_ENDPOINTS)
    names = said("OTEL_TRACES_EXPORTER") or ("otlp" if endpoint else "none")
    protocol = said("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
    otlp = _PROTOCOLS.get(protocol, protocol)
    each = filter(None, (name.strip() for name in names.split(",")))
    return [otlp if name == "otlp" else name for name in each if name != "none"]


def header_secrets(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """What goes along with traces, and passwords of where: OpenTelemetry logs what it can't read."""
    pairs = (pair for name in _HEADERS for pair in environment.get(name, "").split(","))
    values = [(pair.partition("=")[2] or pair).strip() for pair in pairs]
    passwords = passwords_in(environment.get(name, "") for name in _ENDPOINTS)
    return [*(each for value in values for each in (value, unquote(value))), *passwords]


@asynccontextmanager
async def traces_sent() -> AsyncIterator[None]:
    """While the block runs, where they are asked for; without them all else goes on."""
    one = _told_tracer()
    if one is None:
        yield
        return
    trace_with(one)
    try:
        yield
    finally:
        trace_with(None)
        await one.close()


def _told_tracer() -> "OpenTelemetry | None":
    if not (names := wanted_exporters()):
        return None
    try:
        found = open_tracer(names)
    except CannotTrace as error:
        log.warning("no traces", reason=str(error), remedy=error.remedy)
        return None
    log.info("traces", exporters=", ".join(names))
    return found


def open_tracer(exporters: Sequence[str]) -> "OpenTelemetry":
    """One that sends by these. Raises `CannotTrace`."""
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        raise CannotTrace("OpenTelemetry isn't installed", _INSTALL)
    from bot.operating.opentelemetry import NoExporter, OpenTelemetry

    try:
        return OpenTelemetry(exporters)
    except NoExporter as error:
        remedy = "Set OTEL_TRACES_EXPORTER=otlp and OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf, or install it."
        raise CannotTrace(f"there's no exporter {error}", remedy) from None
    except Exception as error:  # what is wrong with a variable, in OpenTelemetry's words
        raise CannotTrace(str(error), "Check the variables that begin with OTEL_.") from error
