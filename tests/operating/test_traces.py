"""When traces are sent, and what is said where they can't be."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest
from structlog.testing import capture_logs

from bot.operating.doctor.finding import Finding, FindingState
from bot.operating.doctor.traces import check_traces
from bot.operating.traces import header_secrets, traces_sent, wanted_exporters
from bot.tracing import tracer
from tests.operating.collector import a_collector

HERE = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
INSTALL = "Run pip install 'ringmaster-ci[otel]'."


@pytest.mark.parametrize(
    ("environment", "exporters"),
    [
        ({}, []),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, []),
        ({"OTEL_SERVICE_NAME": "ci"}, []),
        (HERE, ["otlp_proto_http"]),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9"}, ["otlp_proto_http"]),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, ["otlp_proto_http"]),
        ({"OTEL_TRACES_EXPORTER": "console, otlp"}, ["console", "otlp_proto_http"]),
        ({**HERE, "OTEL_TRACES_EXPORTER": "none"}, []),
        ({**HERE, "OTEL_SDK_DISABLED": "True"}, []),
        ({**HERE, "OTEL_SDK_DISABLED": "false"}, ["otlp_proto_http"]),
        ({**HERE, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, ["otlp_proto_grpc"]),
        (
            {
                **HERE,
                "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
            },
            ["otlp_proto_http"],
        ),
    ],
)
def test_traces_are_asked_for_by_opentelemetrys_own_variables(
    environment: Mapping[str, str], exporters: Sequence[str]
) -> None:
    assert wanted_exporters(environment) == exporters


PROGRAM = """
import asyncio, json, os, sys
import bot.__main__
from bot.operating.modes import run_socket
from bot.operating.doctor.traces import check_traces
from bot.operating.traces import traces_sent

async def begun():
    async with traces_sent():
        return await check_traces()

for settings in ({}, {"OTEL_TRACES_EXPORTER": "none"}, {"OTEL_SDK_DISABLED": "true"}):
    os.environ.update(settings)
    assert asyncio.run(begun()) == []
    os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
loaded = {name.partition(".")[0] for name in sys.modules}
print(json.dumps(sorted(loaded & {"opentelemetry", "google", "requests", "urllib3"})))
"""


def test_where_they_are_not_asked_for_nothing_of_opentelemetry_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=os.environ)
    assert json.loads(done.stdout) == [], done.stderr


async def test_without_the_extra_it_is_said_what_to_install_and_all_else_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(*next(iter(HERE.items())))
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with capture_logs() as logged:
        async with traces_sent():
            assert tracer().ids == {}
            [told] = await check_traces()

    why = "OpenTelemetry isn't installed"
    assert logged == [{"event": "no traces", "log_level": "warning", "reason": why, "remedy": INSTALL}]
    assert told == Finding("Traces", FindingState.NO, why, INSTALL)


@pytest.mark.parametrize(
    ("name", "value", "reason", "remedy"),
    [
        ("OTEL_TRACES_EXPORTER", "zipkin", "there's no exporter zipkin", "Set OTEL_TRACES_EXPORTER=otlp"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "there's no exporter otlp_proto_grpc", "http/protobuf"),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "0", "max_queue_size must be a positive", "begin with OTEL_"),
    ],
)
async def test_what_is_wrong_with_a_variable_is_said_and_all_else_goes_on(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str, remedy: str
) -> None:
    monkeypatch.setenv(*next(iter(HERE.items())))
    monkeypatch.setenv(name, value)
    with capture_logs() as logged:
        async with traces_sent():
            assert tracer().ids == {}

    [line] = logged
    assert reason in line["reason"]
    assert remedy in line["remedy"]


async def test_the_doctor_sends_one_and_says_whether_it_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await check_traces() == []
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")  # a trial is one all the same
    async with a_collector() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        [taken] = await check_traces()
        collector.status = 401
        [refused] = await check_traces()

    assert (taken.state, taken.result) == (FindingState.OK, "a span was sent and taken")
    assert (refused.state, refused.result) == (FindingState.NO, "a span was sent and not taken")
    assert "OTEL_EXPORTER_OTLP_HEADERS" in refused.remedy
    assert [(span.name, span.service) for span in collector.spans] == 2 * [("doctor", "ringmaster")]


def test_what_a_collector_is_shown_is_a_secret_of_the_log() -> None:
    headers = {"OTEL_EXPORTER_OTLP_HEADERS": "api-key=k3y-one,authorization=Basic%20dXNlcg==, odd"}
    assert {"k3y-one", "Basic dXNlcg==", "odd"} <= set(header_secrets(headers))
    endpoint = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://ana:Gr4nite%2Dowl@collector.test:99999"}
    assert {"Gr4nite%2Dowl", "Gr4nite-owl"} <= set(header_secrets(endpoint))
