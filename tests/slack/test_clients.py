"""Calls of Slack's are counted by method and by what came of them, whichever way they are made."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from tests.world import BEN, World, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


def counted(method: str, error: str = "none") -> float:
    labels = {"method": method, "error": error}
    return REGISTRY.get_sample_value("ringmaster_slack_requests_total", labels) or 0


async def test_an_answer_is_counted_as_taken_or_by_slacks_word(here: World) -> None:
    taken, refused = counted("chat.postMessage"), counted("chat.postMessage", "internal_error")
    here.slack.fail("chat.postMessage", "internal_error", times=1)
    await here.types("status web")

    assert counted("chat.postMessage", "internal_error") == refused + 1
    assert counted("chat.postMessage") == taken + 1


async def test_response_urls_and_uploads_are_counted_too(here: World) -> None:
    urls, uploads = counted("response_url"), counted("upload")
    here.slack.fail("chat.postMessage", "is_archived", times=9)
    await here.types("status web")
    assert counted("response_url") == urls + 1

    here.slack.heal()
    await here.types("config web#812")
    assert counted("upload") == uploads + 1


async def test_that_slack_is_not_reached_is_a_word_of_ours(here: World) -> None:
    client = here.bot.app.client
    before = counted("auth.test", "no_answer")
    client.base_url = "http://127.0.0.1:9/"
    client.retry_handlers.clear()
    with pytest.raises(OSError, match=r"127\.0\.0\.1:9"):
        await client.auth_test()
    assert counted("auth.test", "no_answer") == before + 1


@pytest.mark.parametrize("text", ['{"ok": true}', '{"ok": true, "users": 5, "usergroups": {}, "user": []}'])
async def test_an_answer_that_lacks_what_is_needed_is_none(here: World, text: str) -> None:
    for method in ("usergroups.users.list", "usergroups.list", "users.info"):
        here.slack.garble(method, text, "application/json", status=200, times=99)
    await here.bot.directory.refresh()
    assert here.bot.directory.unread == {"S0RELEASE": "HTTP 200"}
    assert await here.bot.directory.guest(BEN) is None
