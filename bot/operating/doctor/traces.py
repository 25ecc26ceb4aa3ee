"""Whether traces arrive, where they are asked for."""

import asyncio

from bot.operating.doctor.finding import Finding, bad, good
from bot.operating.traces import CannotTrace, open_tracer, wanted_exporters


async def check_traces() -> list[Finding]:
    """Send one."""
    if not (names := wanted_exporters()):
        return []
    try:
        tracer = open_tracer(names)
    except CannotTrace as error:
        return [bad("Traces", str(error), error.remedy)]
    sent = await asyncio.to_thread(tracer.try_out)
    await tracer.close()
    if sent:
        return [good("Traces", "a span was sent and taken")]
    remedy = (
        "Check OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS, and that a collector is there."
    )
    return [bad("Traces", "a span was sent and not taken", remedy)]
