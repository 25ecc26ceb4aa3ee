"""Says messages in Slack, by the ways of each reply."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import File, Message
from bot.model.outbox import PostedMessage, Remedy, Undeliverable, Whole
from bot.model.reply import Way
from bot.model.request import Place, Request
from bot.slack.clients import Sleep
from bot.slack.replies.charts import ChartRefusals
from bot.slack.replies.delivery import persist, thread_below
from bot.slack.replies.files import share_file
from bot.slack.replies.message import (
    message_address,
    post_answer,
    post_beside,
    post_direct,
    post_message,
    update_as_drawn,
    update_message,
)
from bot.slack.replies.response import (
    replace_as_drawn,
    replace_response,
    respond,
    respond_uninvited,
    respond_unseen,
    whisper_response,
)
from bot.slack.replies.whisper import whisper

_WAYS: Mapping[Way, Callable[[AsyncWebClient, Request, Message], Awaitable[PostedMessage | None]]] = {
    Way.POST: post_answer,
    Way.CHANNEL: post_beside,
    Way.RESPONSE: respond,
    Way.WHISPER: whisper,
    Way.WHISPERED_RESPONSE: whisper_response,
    Way.DIRECT: post_direct,
}


class SlackOutbox:
    """Slack's Web API, and the response_url where that is better.

    ``client`` tries nothing again by itself: that is done here, with ``sleep`` in between. ``unseen`` tells
    of a channel whether nobody knows who reads there.
    """

    def __init__(
        self, client: AsyncWebClient, sleep: Sleep, unseen: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._client = client
        self._sleep = sleep
        self._unseen = unseen
        self._charts = ChartRefusals()

    def takes_charts(self, workspace: str) -> bool:
        """Whether it has not refused one for a day."""
        return self._charts.takes_charts(workspace)

    async def answer(
        self, request: Request, message: Message, whole: Whole | None = None
    ) -> PostedMessage | None:
        """Raises `Undeliverable` with Slack's words for each way that it refused."""
        refusals = list[Undeliverable]()
        for way in request.reply.ways(message.audience):
            if whole is not None and not way.lasts:
                message, whole = replace(await whole(), key=message.key), None
            absent = any(each.absent for each in refusals)
            try:
                said = self._way(way, request, absent=absent)
                posted = await self._charts.convey(request.place.workspace, said, message, self._sleep)
            except Undeliverable as error:
                refusals.append(error)
            else:
                kept = way is Way.RESPONSE and absent and message.live and message.key
                return await self._kept_directly(request, message) if kept else posted
        remedies = [each.remedy for each in refusals]
        hope = next((each for each in (Remedy.AGAIN, Remedy.REPAIR) if each in remedies), Remedy.ANOTHER_WAY)
        reasons = ", ".join(dict.fromkeys(each.reason for each in refusals))
        raise Undeliverable(reasons, hope, after=max((each.after or 0.0 for each in refusals), default=0.0))

    def _way(
        self, way: Way, request: Request, *, absent: bool
    ) -> Callable[[Message], Awaitable[PostedMessage | None]]:
        """``absent``: the bot is not in the channel."""
        call = _WAYS[way]
        if way is Way.RESPONSE and self._unseen(request.place.channel):
            call = respond_unseen
        elif way is Way.RESPONSE and absent:
            call = respond_uninvited
        return partial(call, self._client, request)

    async def _kept_directly(self, request: Request, message: Message) -> PostedMessage | None:
        """What was set going, and can't be kept true where it was asked: in person, where it can."""
        try:
            return await self._charts.convey(
                request.place.workspace, partial(post_direct, self._client, request), message, self._sleep
            )
        except Undeliverable:
            return None

    async def post(self, posted: PostedMessage, message: Message) -> PostedMessage:
        """Into the thread of ``posted``."""
        return await self.say(thread_below(posted), message)

    async def say(self, place: Place, message: Message) -> PostedMessage:
        """Into a channel, a thread, or the conversation with a person."""
        call = partial(post_message, self._client, place)
        return await self._charts.convey(place.workspace, call, message, self._sleep)

    async def update(self, posted: PostedMessage, message: Message, *, once: bool = False) -> None:
        """Draw ``posted`` again."""
        if once:
            await update_message(self._client, posted, message)
            return
        call = partial(update_message, self._client, posted)
        await self._charts.convey(posted.place.workspace, call, message, self._sleep)

    async def permalink(self, posted: PostedMessage) -> str | None:
        """https://docs.slack.dev/reference/methods/chat.getPermalink"""
        try:
            return await message_address(self._client, posted)
        except Undeliverable:
            return None

    async def replace(self, request: Request, message: Message) -> None:
        """By the press's response_url where it is ephemeral, or can't be drawn again otherwise."""
        call, workspace = partial(replace_response, self._client, request), request.place.workspace
        drawn_again = partial(self._charts.convey, workspace, call, message, self._sleep)
        if (posted := _pressed(request)) is None:
            await drawn_again()
            return
        try:
            await self.update(posted, message)
        except Undeliverable:
            if request.reply.response_url is None:
                raise
            await drawn_again()

    async def leave(self, request: Request) -> None:
        """As Slack told it with the press."""
        remains, posted = request.press and request.press.remains, _pressed(request)
        if not remains or posted is None:
            return
        try:
            await persist(lambda: update_as_drawn(self._client, posted, remains), self._sleep)
        except Undeliverable:
            if request.reply.response_url is None:
                raise
            await persist(lambda: replace_as_drawn(self._client, request, remains), self._sleep)

    async def share(self, posted: PostedMessage, file: File) -> None:
        """Into the thread of ``posted``; it is closed then."""
        with closing(file):
            await persist(lambda: share_file(self._client, thread_below(posted), file), self._sleep)


def _pressed(request: Request) -> PostedMessage | None:
    """The message whose button was pressed; None for an ephemeral one."""
    return PostedMessage(request.place, request.reply.message) if request.reply.message else None
