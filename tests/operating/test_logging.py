"""What is logged, and how often."""

import logging

import pytest

from bot.operating.logging import OnceASecond

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
