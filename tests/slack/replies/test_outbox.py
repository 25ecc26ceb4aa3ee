"""Messages reach Slack: where they were asked, to whom their audience says."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pytest_mock import MockerFixture
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import Audience, Button, Buttons, File, Lines, Message
from bot.model.outbox import PostedMessage, Remedy, Undeliverable
from bot.model.press import Press
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place, Request
from bot.model.spool import Spool
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.clients import bare_client
from bot.slack.drawing.blocks import blocks, payload
from bot.slack.replies.outbox import SlackOutbox
from bot.slack.replies.refusals import remedy_of
from bot.slack.replies.whisper import acknowledgement
from tests.world import read

CHANNEL = Message(("Said.",), (Lines((("Said.",),)),))
THREAD = replace(CHANNEL, audience=Audience.THREAD)
ASKER = replace(CHANNEL, audience=Audience.ASKER)


@pytest.fixture
def outbox(slack: SmallSlack) -> SlackOutbox:
    return SlackOutbox(bare_client(slack.bot_token, slack.api_url), lambda _: asyncio.sleep(0))


async def test_what_was_said_already_is_not_said_again_whoever_lost_slack_s_answer(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    place, once = Place("T0ACME", "C0WEB"), replace(CHANNEL, key="failed:1")
    first = await outbox.say(place, once)
    assert await outbox.say(place, once) == first
    assert len(slack.messages("C0WEB")) == 1
    assert await outbox.say(replace(place, channel="C0DEPLOYS"), once) != first
    assert await outbox.say(place, replace(once, key="failed:2")) != first
    assert await outbox.say(place, CHANNEL) != await outbox.say(place, CHANNEL)
    slack.workspace.delete(slack.message(first.ts))
    assert await outbox.say(place, once) != first


def asked(
    slack: SmallSlack,
    surface: Surface = Surface.COMMAND,
    *,
    channel: str = "C0WEB",
    place: Place | None = None,
    message: str | None = None,
    response_url: str | None = None,
) -> Request:
    """Somebody asks in ``channel``; whatever brings it, but a mention, comes with a response_url."""
    if surface is not Surface.MENTION:
        response_url = response_url or slack.response_urls.issue("commands", channel, "U0ANA")
    return Request(
        line="status",
        actor=Actor("U0ANA", "T0ACME"),
        place=place or Place("T0ACME", channel),
        reply=Reply(surface, message, response_url),
        key="1",
        received_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


async def test_an_answer_to_a_slash_command_stands_in_the_channel_and_starts_a_thread(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    (message,) = slack.messages("C0WEB")
    assert posted == PostedMessage(Place("T0ACME", "C0WEB", message.ts), message.ts)
    assert (message.text, read(message)) == ("Said.", "Said.")


async def test_an_answer_to_a_mention_stands_in_its_thread(slack: SmallSlack, outbox: SlackOutbox) -> None:
    root = await outbox.answer(asked(slack), CHANNEL)
    assert root is not None
    request = asked(slack, Surface.MENTION, place=Place("T0ACME", "C0WEB", root.ts), message="9.9")
    posted = await outbox.answer(request, CHANNEL)
    (reply,) = slack.thread("C0WEB", root.ts)
    assert posted == PostedMessage(Place("T0ACME", "C0WEB", root.ts), reply.ts)


async def test_a_message_for_a_thread_goes_under_the_message_of_the_button(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    root = await outbox.answer(asked(slack), CHANNEL)
    assert root is not None
    posted = await outbox.answer(asked(slack, Surface.BUTTON, message=root.ts), THREAD)
    assert posted is not None
    assert [message.ts for message in slack.thread("C0WEB", root.ts)] == [posted.ts]
    assert posted.place.thread == root.ts


async def test_slack_is_told_to_unfurl_and_to_link_nothing(slack: SmallSlack, outbox: SlackOutbox) -> None:
    await outbox.answer(asked(slack), CHANNEL)
    given = slack.calls[-1].arguments
    assert (given["unfurl_links"], given["unfurl_media"], given["link_names"]) == (False, False, False)
    assert "parse" not in given
    assert "thread_ts" not in given


@pytest.mark.parametrize("surface", [Surface.COMMAND, Surface.BUTTON])
async def test_what_only_the_asker_sees_goes_by_the_response_url(
    slack: SmallSlack, outbox: SlackOutbox, surface: Surface
) -> None:
    assert await outbox.answer(asked(slack, surface), ASKER) is None
    assert [message.text for message in slack.ephemerals("U0ANA")] == ["Said."]
    assert slack.calls == []


async def test_what_only_the_asker_sees_stands_in_the_thread_of_the_button(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    root = await outbox.answer(asked(slack), CHANNEL)
    assert root is not None
    await outbox.post(root, CHANNEL)
    await outbox.answer(asked(slack, Surface.BUTTON, place=root.place), ASKER)
    (message,) = slack.ephemerals("U0ANA")
    assert message.thread_ts == root.ts
    assert [message.text for message in slack.messages("C0WEB")] == ["Said."]


async def test_what_only_the_one_who_mentioned_sees_is_ephemeral_in_the_thread(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    root = await outbox.answer(asked(slack), CHANNEL)
    assert root is not None
    await outbox.post(root, CHANNEL)
    await outbox.answer(asked(slack, Surface.MENTION, place=root.place), ASKER)
    (message,) = slack.ephemerals("U0ANA")
    assert message.thread_ts == root.ts
    assert slack.calls[-1].method == "chat.postEphemeral"


async def test_a_response_url_that_is_used_up_is_replaced_by_an_ephemeral_post(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    request = asked(slack)
    for _ in range(6):
        await outbox.answer(request, ASKER)
    assert len(slack.ephemerals("U0ANA")) == 6
    assert [call.method for call in slack.calls] == ["chat.postEphemeral"]


async def test_a_response_url_that_can_not_be_reached_is_replaced_by_an_ephemeral_post(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    await outbox.answer(asked(slack, response_url="http://127.0.0.1:9/nobody"), ASKER)
    assert len(slack.ephemerals("U0ANA")) == 1


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_where_the_bot_is_no_member_the_answer_goes_by_the_response_url_and_asks_for_an_invitation(
    slack: SmallSlack, outbox: SlackOutbox, error: str
) -> None:
    slack.fail("chat.postMessage", error)
    assert await outbox.answer(asked(slack), Message(("Said.",))) is None
    (message,) = slack.messages("C0WEB")
    said, invitation = read(message).splitlines()
    assert said == "Said."
    assert invitation.startswith("`/invite @ringmaster`")


async def test_where_no_way_is_open_all_that_slack_said_is_told(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    slack.fail("chat.postMessage", "is_archived", times=3)
    slack.fail("chat.postEphemeral", "strange_word")
    with pytest.raises(Undeliverable) as caught:
        await outbox.answer(asked(slack, Surface.MENTION), CHANNEL)
    assert caught.value.reason == "is_archived, strange_word"
    assert caught.value.remedy is Remedy.ANOTHER_WAY


@pytest.mark.parametrize(
    ("word", "status", "remedy"),
    [
        ("internal_error", 200, Remedy.AGAIN),
        ("strange_word", 503, Remedy.AGAIN),
        ("ratelimited", 429, Remedy.AGAIN),
        ("msg_too_long", 200, Remedy.SHORTER),
        ("is_archived", 200, Remedy.ANOTHER_WAY),
        ("strange_word", 200, Remedy.ANOTHER_WAY),
        ("token_revoked", 200, Remedy.REPAIR),
        ("message_not_found", 200, Remedy.NONE),
    ],
)
def test_each_word_of_slacks_has_one_meaning(word: str, status: int, remedy: Remedy) -> None:
    assert remedy_of(word, status) is remedy


async def test_a_thread_that_is_gone_is_answered_beside_it(slack: SmallSlack, outbox: SlackOutbox) -> None:
    request = asked(slack, Surface.MENTION, place=Place("T0ACME", "C0WEB", "1.1"), message="1.1")
    posted = await outbox.answer(request, CHANNEL)
    (message,) = slack.messages("C0WEB")
    assert posted == PostedMessage(Place("T0ACME", "C0WEB", message.ts), message.ts)


async def test_what_can_not_be_drawn_again_is_waited_for(slack: SmallSlack, outbox: SlackOutbox) -> None:
    async def whole() -> Message:
        return Message(("All of it.",))

    assert await outbox.answer(asked(slack), ASKER, whole) is None
    assert await outbox.answer(asked(slack), CHANNEL, whole) is not None
    assert [message.text for message in slack.ephemerals("U0ANA")] == ["All of it."]
    assert [message.text for message in slack.messages("C0WEB")] == ["Said."]


async def test_where_slack_asks_for_a_long_pause_the_next_way_is_taken(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    slack.ratelimit("chat.postMessage", retry_after=600)
    assert await outbox.answer(asked(slack), CHANNEL) is None
    assert len(slack.messages("C0WEB")) == 1


async def test_a_message_is_drawn_again(slack: SmallSlack, outbox: SlackOutbox) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    await outbox.update(posted, Message(("Done.",), (Buttons((Button("Why?", "why"),)),)))
    (message,) = slack.messages("C0WEB")
    assert (message.text, message.ts) == ("Done.", posted.ts)
    assert [block["type"] for block in message.blocks] == ["actions"]


async def test_what_was_pressed_is_drawn_again_where_it_stands(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    await outbox.replace(asked(slack, Surface.BUTTON, message=posted.ts), Message(("Chosen.",)))
    assert [message.text for message in slack.messages("C0WEB")] == ["Chosen."]
    assert slack.calls[-1].method == "chat.update"


async def test_what_only_the_asker_saw_is_replaced_by_the_response_url(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    await outbox.answer(asked(slack), ASKER)
    (shown,) = slack.ephemerals("U0ANA")
    url = slack.response_urls.issue("actions", "C0WEB", "U0ANA", message=shown)
    await outbox.replace(asked(slack, Surface.BUTTON, response_url=url), Message(("Chosen.",)))
    assert [message.text for message in slack.ephemerals("U0ANA")] == ["Chosen."]
    assert slack.calls == []


async def test_a_message_keeps_what_remains_of_it(slack: SmallSlack, outbox: SlackOutbox) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    request = asked(slack, Surface.BUTTON, message=posted.ts)
    await outbox.leave(request)  # nothing is known to remain
    assert slack.calls[-1].method == "chat.postMessage"
    remains = {"text": "Left.", "blocks": blocks(Message(("Left.",)))}
    await outbox.leave(replace(request, press=Press("Rerun", remains=remains)))
    assert [read(message) for message in slack.messages("C0WEB")] == ["Left."]


async def test_a_message_that_is_gone_can_not_be_drawn_again(slack: SmallSlack, outbox: SlackOutbox) -> None:
    with pytest.raises(Undeliverable, match="message_not_found"):
        await outbox.update(PostedMessage(Place("T0ACME", "C0WEB", "1.1"), "1.1"), CHANNEL)


async def test_details_go_into_the_thread_of_what_was_posted(slack: SmallSlack, outbox: SlackOutbox) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    detail = await outbox.post(posted, Message(("Detail.",)))
    further = await outbox.post(detail, Message(("Further.",)))
    assert [message.text for message in slack.thread("C0WEB", posted.ts)] == ["Detail.", "Further."]
    assert further.place.thread == posted.ts


async def test_a_file_is_shared_in_the_thread(slack: SmallSlack, outbox: SlackOutbox) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    await outbox.share(posted, File("config.yml", b"version: 2.1\n", "web #812"))
    (file,) = slack.files
    assert (file.name, file.title, file.content) == ("config.yml", "web #812", b"version: 2.1\n")
    assert [message.thread_ts for message in file.shared] == [posted.ts]


async def test_an_empty_file_is_said_to_be_empty(slack: SmallSlack, outbox: SlackOutbox) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    await outbox.share(posted, File("empty.txt", b""))
    assert [message.text for message in slack.thread("C0WEB", posted.ts)] == ["empty.txt is empty."]


async def test_a_file_on_disk_is_sent_a_little_at_a_time_and_is_gone_afterwards(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    posted = await outbox.answer(asked(slack), CHANNEL)
    assert posted is not None
    spool = Spool(1_000_000)
    spool.write("0123456789" * 50_000)
    await outbox.share(posted, File("job.log", spool.file))
    (file,) = slack.files
    assert file.content == b"0123456789" * 50_000
    assert spool.file.closed


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_on_disk_is_gone_where_it_could_not_be_shared(
    slack: SmallSlack, outbox: SlackOutbox, method: str
) -> None:
    slack.fail(method, "channel_not_found")
    spool = Spool(10)
    spool.write("x")
    with pytest.raises(Undeliverable):
        await outbox.share(PostedMessage(Place("T0ACME", "C0WEB", "1.1"), "1.1"), File("job.log", spool.file))
    assert spool.file.closed


async def test_an_upload_that_is_refused_is_told_as_undeliverable(
    slack: SmallSlack, outbox: SlackOutbox, mocker: MockerFixture
) -> None:
    given = {"upload_url": f"{slack.workspace.address}/files/upload/F0NONE", "file_id": "F0NONE"}
    mocker.patch.object(AsyncWebClient, "files_getUploadURLExternal", return_value=given)
    with pytest.raises(Undeliverable, match="HTTP 404"):
        await outbox.share(PostedMessage(Place("T0ACME", "C0WEB", "1.1"), "1.1"), File("job.log", b"x"))


async def test_a_file_for_a_place_that_can_not_be_reached_is_told_as_such(
    slack: SmallSlack, outbox: SlackOutbox
) -> None:
    slack.fail("files.completeUploadExternal", "channel_not_found")
    with pytest.raises(Undeliverable, match="channel_not_found"):
        await outbox.share(PostedMessage(Place("T0ACME", "C0WEB", "1.1"), "1.1"), File("a", b"a"))


async def test_a_rate_limit_is_waited_for(slack: SmallSlack, outbox: SlackOutbox) -> None:
    slack.ratelimit("chat.postMessage", times=1, retry_after=0)
    assert await outbox.answer(asked(slack), CHANNEL) is not None
    assert len(slack.messages("C0WEB")) == 1


def test_an_acknowledgement_is_ephemeral_and_complete() -> None:
    message = Message(("Not here.",))
    assert acknowledgement(message) == {
        "response_type": "ephemeral",
        "text": "Not here.",
        "blocks": blocks(message),
    }
    assert payload(message) == {"text": "Not here.", "blocks": blocks(message)}
