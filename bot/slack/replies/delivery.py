"""Calls of Slack's, tried as often as that may help."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Message
from bot.model.outbox import PostedMessage, Remedy, Undeliverable
from bot.model.request import Place
from bot.slack.addresses import is_of_slack
from bot.slack.clients import Sleep, slacks_word
from bot.slack.limits import wanted_pause
from bot.slack.replies.refusals import remedy_of

log = structlog.get_logger()
_Answer = TypeVar("_Answer")

#: The pauses between tries, in seconds, and the longest that Slack may ask for.
_PAUSES, _LONGEST_PAUSE = (0.5, 2.0, 5.0), 60.0

#: How much is read of an answer that is a word or a short document, in bytes.
_LONGEST_ANSWER = 10_000


async def call_slack(client: AsyncWebClient, method: str, **arguments: object) -> Mapping[str, Any]:
    """One call, without the arguments that are None. Raises `Undeliverable`."""
    given = {name: value for name, value in arguments.items() if value is not None}
    with delivering():
        answer = await client.api_call(method, json=given)
    return answer.data if isinstance(answer.data, dict) else {}


async def post_to_slack(
    client: AsyncWebClient, url: str, *, answer_within: float | None = None, **sent: Any
) -> tuple[int, Mapping[str, str], str]:
    """Post to an address that Slack has named: status, headers and the beginning of what is answered.

    ``answer_within``: seconds of silence, where it may take longer than a call. It is followed nowhere else.
    Raises `Undeliverable` where the address is none of Slack's.
    """
    if not is_of_slack(url, client.base_url):
        raise Undeliverable("no address of Slack's", Remedy.ANOTHER_WAY)
    total = None if answer_within else client.timeout
    patience = aiohttp.ClientTimeout(total=total, connect=client.timeout, sock_read=answer_within)
    async with (
        aiohttp.ClientSession(timeout=patience, trust_env=client.trust_env_in_session) as session,
        session.post(
            url, proxy=client.proxy, ssl=client.ssl or True, allow_redirects=False, **sent
        ) as answer,
    ):
        told = await answer.content.read(_LONGEST_ANSWER)
        return answer.status, answer.headers, told.decode(errors="replace")


@contextmanager
def delivering() -> Iterator[None]:
    """What Slack refuses, and what does not reach it, becomes `Undeliverable`."""
    try:
        yield
    except SlackApiError as error:
        answer = error.response
        raise slack_refusal(slacks_word(error), answer.status_code, answer.headers) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Undeliverable(f"no answer: {type(error).__name__}", Remedy.AGAIN) from error


def slack_refusal(word: str, status: int, headers: Mapping[str, str]) -> Undeliverable:
    """A refusal, with what may help."""
    remedy = remedy_of(word, status)
    error = Undeliverable(word, remedy, after=wanted_pause(headers))
    if remedy in (Remedy.SHORTER, Remedy.REPAIR):
        log.error("Slack refuses what the bot does", reason=word, status=status)
    return error


async def persist(call: Callable[[], Awaitable[_Answer]], sleep: Sleep) -> _Answer:
    """Make the call, a few times where Slack is in trouble. Raises `Undeliverable`."""
    for pause in _PAUSES:
        try:
            return await call()
        except Undeliverable as error:
            if error.remedy is not Remedy.AGAIN or (error.after or 0.0) > _LONGEST_PAUSE:
                raise
            log.info("Slack is tried again", reason=error.reason)
            await sleep(error.after if error.after is not None else pause)
    return await call()


async def convey(call: Callable[[Message], Awaitable[_Answer]], message: Message, sleep: Sleep) -> _Answer:
    """Say it by one way; its sentence alone where Slack does not take the picture. Raises `Undeliverable`."""
    try:
        return await persist(lambda: call(message), sleep)
    except Undeliverable as error:
        if error.remedy is not Remedy.SHORTER or not message.blocks:
            raise
        return await persist(lambda: call(replace(message, blocks=())), sleep)


def thread_below(posted: PostedMessage) -> Place:
    """Where replies to ``posted`` go."""
    return replace(posted.place, thread=posted.place.thread or posted.ts)
