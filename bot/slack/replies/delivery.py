"""Calls of Slack's, and what their refusals mean for what was to be said."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.outbox import PostedMessage, Undeliverable
from bot.model.request import Place

#: Slack's words for a place that can't be reached for good.
#: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_UNREACHABLE = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "restricted_action",
        "thread_not_found",
        "user_not_in_channel",
    }
)
#: Those of them that mean that the bot is no member: a response_url goes there all the same.
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})


async def call_slack(client: AsyncWebClient, method: str, **arguments: object) -> Mapping[str, Any]:
    """One call, without the arguments that are None. Raises `Undeliverable`."""
    given = {name: value for name, value in arguments.items() if value is not None}
    with delivering():
        answer = await client.api_call(method, json=given)
    return answer.data if isinstance(answer.data, dict) else {}


@contextmanager
def delivering() -> Iterator[None]:
    """What is not our mistake becomes `Undeliverable`; what is (blocks that Slack refuses) stays a bug."""
    try:
        yield
    except SlackApiError as error:
        reason = str(error.response.get("error") or "")
        if reason in _UNREACHABLE or error.response.status_code >= 429:
            raise Undeliverable(reason, another_way=reason in _NOT_THERE) from error
        raise
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Undeliverable(f"Slack was not reached: {type(error).__name__}") from error


def thread_below(posted: PostedMessage) -> Place:
    """Where replies to ``posted`` go."""
    return replace(posted.place, thread=posted.place.thread or posted.ts)
