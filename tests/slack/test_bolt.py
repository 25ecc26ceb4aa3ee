"""Bolt's logger tells nothing that opens a door."""

import logging

import aiohttp
import pytest

from bot.slack.bolt import quiet_logger


def test_where_socket_mode_does_not_connect_its_ticket_stays_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    logger, url = quiet_logger(), "wss://wss-primary.slack.com/link/?ticket=1f2e-s3cret&app_id=A0"
    try:
        raise aiohttp.InvalidURL(url)
    except aiohttp.ClientError as error:
        logger.exception(f"Failed to connect (error: {error}); Retrying...")
    assert caplog.messages == ["Failed to connect (error: wss://wss-primary.slack.com/link/?…); Retrying..."]
    assert "s3cret" not in caplog.text


def test_a_bug_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise LookupError("a bug")
    except LookupError:
        quiet_logger().exception("Failed to run a request listener")
    assert "LookupError: a bug" in caplog.text


def test_below_a_warning_it_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    quiet_logger().debug("a payload")
    assert caplog.records == []
