"""What is logged, and how often."""

import logging
from collections.abc import Iterator

import pytest
import stamina
import structlog
from structlog.testing import capture_logs

from bot.operating.logging import OnceASecond, configure
from tests.circleci.wires import WEB, a_client, page, says

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
    logger.addFilter(OnceASecond(lambda: now))
    for _ in range(2048):
        logger.error(ACCEPT)
    logger.error("%s, another", ACCEPT)
    now += 1
    logger.error(ACCEPT)
    now += 1
    logger.error(ACCEPT)
    assert caplog.messages == [ACCEPT, f"{ACCEPT}, another", f"{ACCEPT} (and 2047 more like it)", ACCEPT]


def test_two_bugs_are_two_lines(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.addFilter(OnceASecond())
    for error in (ValueError("one"), ValueError("two"), ValueError("one")):
        logger.error("Exception in ASGI application", exc_info=error)
    assert len(caplog.records) == 2


@pytest.fixture
def configured() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    configure("info", "json")
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.mark.usefixtures("configured")
async def test_that_a_call_is_tried_again_is_no_warning() -> None:
    client, _ = a_client(says(503), page([]))
    with capture_logs() as lines, stamina.set_testing(True, attempts=2):
        await client.list_pipelines(WEB)
    await client.aclose()
    assert [(line["event"], line["log_level"], line["error"]) for line in lines] == [
        ("tried again", "debug", "ServerError")
    ]
