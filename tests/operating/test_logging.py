"""What is logged, and how often."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import stamina
import structlog
from structlog.testing import capture_logs

from bot.circleci.errors import BadRequest
from bot.operating.logging import Seldom, configure
from bot.slack.signature import SignatureProblem
from bot.tracing import tracer
from tests.circleci.wires import WEB, a_client, page, says
from tests.operating.collector import a_collector, tracing_to

ROOT = Path(__file__).resolve().parents[2]
#: A program that crashes, and whose thread does.
CRASHING = """
import threading
from bot.operating.logging import configure

def crash():
    raise ValueError("Gr4nite-owl")

configure("critical", "json", ["Gr4nite-owl"])
(thread := threading.Thread(target=crash)).start()
thread.join()
crash()
"""
ACCEPT = "socket.accept() out of system resource"


@pytest.fixture
def logger() -> logging.Logger:
    made = logging.getLogger("tests.once")
    made.filters.clear()
    return made


def test_equal_lines_are_one_a_second_that_counts_the_others(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    now = 50.0
    logger.addFilter(Seldom(clock=lambda: now))
    for _ in range(2048):
        logger.error(ACCEPT)
    logger.error("%s, another", ACCEPT)
    now += 1
    logger.error(ACCEPT)
    now += 1
    logger.error(ACCEPT)
    assert caplog.messages == [ACCEPT, f"{ACCEPT}, another", f"{ACCEPT} (and 2047 more like it)", ACCEPT]


def test_two_bugs_are_two_lines(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.addFilter(Seldom())
    for error in (ValueError("one"), ValueError("two"), ValueError("one")):
        logger.error("Exception in ASGI application", exc_info=error)
    assert len(caplog.records) == 2


@pytest.fixture(params=["json"])
def configured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is logged, as JSON where nothing else is asked for."""
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # to be as before
    monkeypatch.setattr("threading.excepthook", threading.excepthook)
    configure("info", request.param)
    structlog.configure(cache_logger_on_first_use=False)
    [handler], said = root.handlers, StringIO()
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(said)
    yield said
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**before)


def test_what_nobody_has_caught_is_a_line_without_secrets(tmp_path: Path) -> None:
    """Of the program and of its threads."""
    (tmp_path / "crashing.py").write_text(CRASHING)
    environment = {"PYTHONPATH": f"{ROOT}:{tmp_path}"}
    ended = subprocess.run(
        [sys.executable, "-m", "crashing"], env=environment, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in ended.stderr.splitlines()]
    assert ended.returncode == 1
    assert [(line["event"], line["level"]) for line in lines] == [("crashed", "critical")] * 2
    assert ["[secret]" in line["exception"] for line in lines] == [True, True]
    assert "Gr4nite-owl" not in ended.stderr


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ana:Gr4nite%2Dowl@proxy.test:3128")


def test_a_proxys_password_is_in_no_line(proxy: None, configured: StringIO) -> None:
    logging.getLogger("aiohttp").error("407, url='http://ana:Gr4nite-owl@proxy.test' (Gr4nite%2Dowl)")
    assert configured.getvalue().count("[secret]") == 2


@pytest.mark.usefixtures("configured")
async def test_that_a_call_is_tried_again_is_no_warning() -> None:
    client, _ = a_client(says(503), page([]))
    with capture_logs() as lines, stamina.set_testing(True, attempts=2):
        await client.list_pipelines(WEB)
    await client.aclose()
    assert [(line["event"], line["log_level"], line["error"]) for line in lines] == [
        ("tried again", "debug", "ServerError")
    ]


async def test_lines_of_the_log_lead_to_their_trace(
    configured: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_collector() as collector, tracing_to(collector, monkeypatch):
        with tracer().delivery("1f0c9a3e"):
            structlog.get_logger().info("ours")
            logging.getLogger("tests.library").warning("a library's")
            tracer().answered("command", "status", "answered")
        structlog.get_logger().info("afterwards")
    [span] = collector.spans
    ours, librarys, afterwards = [
        json.loads(line) for line in configured.getvalue().splitlines() if '"traces"' not in line
    ]

    assert (ours["trace_id"], ours["span_id"]) == (librarys["trace_id"], librarys["span_id"])
    assert (ours["trace_id"], ours["span_id"]) == (span.trace, span.id)
    assert "trace_id" not in afterwards


@pytest.mark.usefixtures("configured")
def test_that_a_collector_is_away_is_told_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    exporter = logging.getLogger("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    for _ in range(50):
        exporter.warning("Transient error, retrying in 1.07s.")
        exporter.error("Failed to export spans batch.")
    assert caplog.messages == ["Failed to export spans batch."]


@pytest.mark.parametrize("configured", ["json", "console"], indirect=True)
def test_a_word_of_ours_reads_as_it_is_said(configured: StringIO) -> None:
    structlog.get_logger().warning("request refused", why=SignatureProblem.NO_SIGNATURE)
    assert "it has no signature" in configured.getvalue()
    assert "SignatureProblem" not in configured.getvalue()


@pytest.mark.parametrize("configured", ["json", "console"], indirect=True)
def test_a_traceback_has_nothing_of_what_circleci_says(configured: StringIO) -> None:
    said = "note has the value Gr4nite-owl"
    try:
        try:
            raise BadRequest(400, said)
        except BadRequest as error:
            raise ZeroDivisionError("of ours") from error
    except ZeroDivisionError:
        structlog.get_logger().exception("bug")
    assert "Gr4nite" not in configured.getvalue()
    assert "BadRequest: 400: [what CircleCI said]" in configured.getvalue()
    assert "ZeroDivisionError: of ours" in configured.getvalue()
