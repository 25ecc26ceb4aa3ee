"""A conversation, as a collector gets it."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pytest_mock import MockerFixture
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.playground.circleci import Fault, SmallCircleCI
from bot.tracing import tracer
from tests.deploy.dockerfile import ROOT
from tests.operating.collector import Collector, SpanSeen, a_collector, tracing_to
from tests.world import ANA, WEB, ground, world

#: What the guide says that spans have: the second cells of its table.
[TABLE] = re.findall(r"<!-- spans -->\n(.*?)<!-- /spans -->", (ROOT / "deploy/README.md").read_text(), re.S)
DOCUMENTED = {name for row in TABLE.splitlines() for name in re.findall(r"`([\w.]+)`", row.split(" | ")[-1])}


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    async with a_collector() as made:
        yield made


def roots(collector: Collector, name: str) -> list[SpanSeen]:
    return [span for span in collector.spans if span.name == name and span.parent is None]


async def test_a_line_is_a_trace_with_each_call_that_was_made_for_it(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        with capture_logs(processors=[merge_contextvars]) as logged:
            await it.types("status web")
    [own] = [each for each in logged if each["event"] == "delivery"]
    [root] = roots(collector, "command status")
    below = [span for span in collector.spans if span.trace == root.trace and span.parent]

    assert (root.kind, root.failed, root.service) == ("server", False, "ringmaster")
    assert root.facts == {
        "ringmaster.reference": own["reference"],
        "ringmaster.surface": "command",
        "ringmaster.command": "status",
        "ringmaster.outcome": "answered",
    }
    asked = Counter(span.name for span in below if "url.template" in span.facts)
    assert asked == Counter(
        f"{each['method']} {each['endpoint']}" for each in logged if each["event"] == "circleci"
    )
    assert asked.total() == own["circleci_calls"]
    assert [span.name for span in below if "slack.method" in span.facts] == ["slack chat.postMessage"]
    assert all((span.parent, span.kind, span.failed) == (root.name, "client", False) for span in below)
    assert sum(span.milliseconds for span in below) / len(below) < root.milliseconds
    assert next(span.facts for span in below if span.name == "GET /workflow/{id}/job") == {
        "http.request.method": "GET",
        "url.template": "/workflow/{id}/job",
        "server.address": "circleci.test",
        "server.port": 80,
        "http.response.status_code": 200,
    }


async def test_the_reference_that_people_read_leads_to_what_went_wrong(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        it.circleci.faults.add(Fault("/project/gh/acme/web/pipeline", times=None, status=503, body=""))
        shown = await it.types("status web")
    [root] = roots(collector, "command status")
    wrong = [span for span in collector.spans if span.trace == root.trace and span.failed]

    assert str(root.facts["ringmaster.reference"]) in shown.text
    assert root.facts["ringmaster.outcome"] == "ServerError"
    assert len(wrong) > 1  # each attempt
    assert {(span.facts["error.type"], span.facts["http.response.status_code"]) for span in wrong} == {
        ("503", 503)
    }


async def test_a_bug_is_an_error_of_its_trace_without_a_word_of_it(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mocker: MockerFixture
) -> None:
    mocker.patch("bot.circleci.client.CircleCI.list_pipelines", side_effect=ZeroDivisionError("Gr4nite"))
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        with capture_logs():
            await it.types("status web")
    [root] = roots(collector, "command status")

    assert (root.failed, root.facts["error.type"], root.facts["ringmaster.outcome"]) == (True, "bug", "bug")
    assert not any(span.events for span in collector.spans)
    assert b"Gr4nite" not in b"".join(collector.bodies)


async def test_what_slack_refuses_is_told_by_its_word(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        it.slack.fail("chat.postMessage", "not_in_channel", times=1)
        await it.types("status web")
    [root] = roots(collector, "command status")
    told = [
        (span.facts["slack.method"], span.facts.get("error.type"))
        for span in collector.spans
        if span.trace == root.trace and "slack.method" in span.facts
    ]
    assert told == [("chat.postMessage", "not_in_channel"), ("response_url", None)]


async def test_a_look_is_a_trace_of_its_own_and_what_is_drawn_then_is_part_of_no_ones(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        await it.types("trigger web@fix/cart-badge")
        await it.passes(60)
        [started] = it.circleci.started
    looks = [each for each in roots(collector, "look") if each.facts["cicd.pipeline.run.id"] == started.id]
    below = [span for span in collector.spans if span.trace == looks[0].trace and span.parent]

    assert looks[0].facts.keys() == {"cicd.pipeline.run.id"}
    assert {span.name for span in below} >= {"GET /pipeline/{id}", "GET /workflow/{id}/job"}
    assert {span.parent for span in below} == {"look"}
    assert roots(collector, "slack chat.update")


async def test_a_click_and_what_comes_again_are_traces_by_their_names(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        shown = await it.types("why web last failed")
        await it.clicks(shown.messages[0], "Rerun failed")
        await it.mentions('status "web')
    names = {span.name for span in collector.spans if span.kind == "server"}
    assert names == {"command why", "button rerun", "mention unknown"}


class Seeing(httpx.ASGITransport):
    """Keeps the headers that CircleCI gets."""

    def __init__(self, circleci: SmallCircleCI) -> None:
        super().__init__(circleci.asgi)
        self.headers = set[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.headers |= request.headers.keys()
        return await super().handle_async_request(request)


async def test_circleci_is_sent_no_ids_of_ours(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), ground() as on:
        seeing = Seeing(on.circleci)
        async with world(tmp_path, on=on, transport=seeing) as it:
            await it.types("status web")
    assert "circle-token" in seeing.headers
    assert not seeing.headers & {"traceparent", "tracestate", "baggage"}


async def test_no_span_says_who_asked_where_about_what_or_by_which_address(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        await it.types("trigger web@fix/cart-badge environment=production")
        it.slack.fail("chat.postMessage", "not_in_channel", times=1)
        await it.types("status web")
        await it.types("config web#812")
        secrets = it.bot.core.settings.secrets
    assert {"slack response_url", "slack upload"} <= {span.name for span in collector.spans}
    sent = b"".join(collector.bodies).decode(errors="replace")
    typed = ("environment", "production", "cart-badge", "acme", ANA, WEB)
    assert [each for each in (*secrets, *typed, "/commands/", "http:") if each in sent] == []


async def test_the_guide_has_what_spans_have(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tracing_to(collector, monkeypatch), world(tmp_path) as it:
        await it.types("trigger web@fix/cart-badge")
        it.circleci.faults.add(Fault("*", status=500, body=""))
        await it.passes(20)
    assert {name for span in collector.spans for name in span.facts} == DOCUMENTED


async def test_the_variables_count_as_opentelemetry_has_them(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "ci-bot")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "api-key=k3y")
    async with tracing_to(collector, monkeypatch):
        tracer().slack("auth.test", "slack.com", 0.25, None)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    async with tracing_to(collector, monkeypatch):
        with tracer().delivery("1f0c9a3e"):
            assert tracer().ids == {}
            tracer().answered("command", "status", "answered")

    [span] = collector.spans
    assert (span.service, round(span.milliseconds)) == ("ci-bot", 250)
    assert collector.headers[0]["api-key"] == "k3y"


async def test_a_collector_that_does_not_answer_holds_up_no_end(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, mocker: MockerFixture
) -> None:
    mocker.patch("bot.operating.opentelemetry.GRACE", 0.05)
    collector.open.clear()
    async with tracing_to(collector, monkeypatch):
        tracer().slack("auth.test", "slack.com", 0.25, None)

    assert not collector.open.is_set()
    collector.open.set()
