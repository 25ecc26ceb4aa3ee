"""Slack refuses what is said, drawn again or uploaded: what was done is told all the same."""

import asyncio

import pytest

from bot.playground.slack.trouble import RESPONSE_URL, UPLOAD
from bot.playground.slack.workspace import Message
from tests.conversations.operating import labels, posts
from tests.world import ANA, WEB, World, read

#: Words that Slack has for a post, and some that nobody has heard yet.
WORDS = (
    *("is_archived", "restricted_action", "channel_not_found", "not_in_channel", "internal_error"),
    *("fatal_error", "service_unavailable", "restricted_action_read_only_channel", "team_access_not_granted"),
    *("restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "token_revoked"),
    *("message_limit_exceeded", "posting_to_general_channel_denied", "msg_too_long", "invalid_blocks"),
    *("missing_scope", "invalid_arguments", "as_user_not_supported", "team_added_to_org", "slack_is_purple"),
    *("thread_locked", "ekm_access_denied"),
)
#: What proxies and load balancers say in Slack's place: type, text and status.
GARBLED = (
    ("text/plain", "upstream connect error or disconnect/reset before headers", 503),
    ("text/html", "<html>Bad gateway</html>", 502),
    ("application/json", '{"ok": tr', 500),
    ("application/json", '{"ok": tr', 200),
    ("application/json", "[]", 200),
    ("application/json", "null", 200),
    ("text/plain", "ok", 200),
    ("text/html", "<html>Please log in to this network</html>", 200),
    ("text/plain", "slow down", 429),
)
#: How it is said that more is to come.
UNDER_WAY = ("Reading", "Loading")
#: More often than anything is tried.
ALWAYS = 60


def told(here: World, number: int = 814) -> list[Message]:
    every = here.slack.workspace.messages.values()
    return [each for each in every if f"#{number}" in each.text + read(each)]


def wrong(here: World) -> list[str]:
    every = map(read, here.slack.workspace.messages.values())
    return [each for each in every if "went wrong" in each or under_way(each)]


def under_way(text: str) -> bool:
    return any(each in text for each in UNDER_WAY)


async def test_whatever_slack_says_to_a_post_what_was_started_is_told(here: World) -> None:
    untold = []
    for number, word in enumerate(WORDS, 814):
        here.slack.fail("chat.postMessage", word, times=ALWAYS)
        await here.types("trigger web@fix/cart-badge")
        here.slack.heal()
        if len(told(here, number)) != 1:
            untold.append(word)
    assert untold == []
    assert wrong(here) == []
    assert {row["state"] for row in here.actions()} == {"done"}


@pytest.mark.parametrize(("kind", "text", "status"), GARBLED)
async def test_an_answer_that_is_no_document_of_slacks_is_trouble_that_passes(
    here: World, kind: str, text: str, status: int
) -> None:
    for method in ("chat.postMessage", "chat.update", "files.getUploadURLExternal"):
        here.slack.garble(method, text, kind, status=status, times=2)
    await here.types("trigger web@fix/cart-badge")
    await here.types("config web#812")
    assert len(told(here)) == 1
    assert wrong(here) == []
    assert [row["state"] for row in here.actions()] == ["done"]


async def test_where_the_response_is_refused_too_the_asker_is_told_alone(either: World) -> None:
    either.slack.fail("chat.postMessage", "slack_is_purple", times=ALWAYS)
    either.slack.fail(RESPONSE_URL, "expired_url", status=404, times=ALWAYS)
    await either.types("trigger web@fix/cart-badge")
    [message] = told(either)
    assert message.to == ANA


async def test_a_whisper_in_a_channel_s_place_is_not_in_a_thread_that_has_no_replies(either: World) -> None:
    """Slack would say that it took it, and show it to nobody."""
    either.slack.fail("chat.postMessage", "restricted_action_read_only_channel", times=ALWAYS)
    whispered = await either.mentions("trigger web@fix/cart-badge")
    assert whispered.whispered
    assert "web #814" in whispered.text


async def test_where_only_direct_messages_are_left_it_is_told_there(here: World) -> None:
    here.slack.fail("chat.postMessage", "is_archived")
    here.slack.fail(RESPONSE_URL, "used_url", status=404, times=ALWAYS)
    here.slack.fail("chat.postEphemeral", "is_archived", times=ALWAYS)
    await here.types("trigger web@fix/cart-badge")
    [message] = told(here)
    assert message.channel == "D0ANA"


async def test_slack_s_own_trouble_is_waited_out(either: World) -> None:
    either.slack.fail("chat.postMessage", "internal_error", status=503, times=2)
    either.slack.ratelimit("chat.postMessage", retry_after=30)
    shown = await either.types("trigger web@fix/cart-badge")
    assert not shown.whispered
    assert len(told(either)) == 1


async def test_what_was_said_is_said_once_though_slack_s_answer_was_lost(here: World) -> None:
    here.slack.lose("chat.postMessage")
    await here.types("trigger web@fix/cart-badge")
    [card] = told(here)
    assert not under_way(read(card))
    assert "went wrong" not in read(card)


async def test_what_can_t_be_redrawn_is_answered_once_and_whole(here: World) -> None:
    here.slack.fail("chat.postMessage", "not_in_channel", times=ALWAYS)
    for line in ("trigger web@fix/cart-badge", "why last failed", "status web"):
        shown = await here.types(line)
        assert len(shown.messages) == 1
        assert not under_way(shown.text), line


async def test_a_card_that_can_t_be_drawn_again_says_below_what_it_has_become(here: World) -> None:
    for number, word in enumerate(("msg_too_long", "internal_error", "slack_is_purple"), 814):
        here.slack.fail("chat.update", word, times=ALWAYS)
        card, below = (await here.types("trigger web@fix/cart-badge")).messages
        here.slack.heal()
        assert below.thread_ts == card.ts
        assert f"#{number}" in read(below)
        assert not under_way(read(below)), word
        assert "went wrong" not in read(card) + read(below)


async def test_a_picture_that_slack_does_not_take_is_said_as_its_sentence(here: World) -> None:
    here.slack.fail("chat.update", "msg_too_long")
    shown = await here.types("trigger web@fix/cart-badge")
    assert read(shown.only) == "web #814 on fix/cart-badge is running"


async def test_a_file_that_slack_refuses_is_told_below_with_where_it_is(here: World) -> None:
    for method, word, status, said in (
        ("files.getUploadURLExternal", "missing_scope", 200, "missing_scope"),
        ("files.getUploadURLExternal", "internal_error", 500, "internal_error"),
        ("files.completeUploadExternal", "slack_is_purple", 200, "slack_is_purple"),
        (UPLOAD, "forbidden", 403, "HTTP 403"),
    ):
        here.slack.fail(method, word, status=status, times=ALWAYS)
        card, below = (await here.types("config web#812")).messages
        here.slack.heal()
        assert below.thread_ts == card.ts
        refused, where = read(below).splitlines()
        assert refused == f"Slack didn't accept the file ({said})."
        assert where == "web #812, compiled is in CircleCI."
    assert wrong(here) == []


async def test_a_file_that_slack_refuses_does_not_stop_the_redrawing(either: World) -> None:
    either.slack.fail("files.getUploadURLExternal", "missing_scope", times=ALWAYS)
    shown = await either.types("why last failed")
    card = shown.messages[0]
    assert [each for each in UNDER_WAY if each in read(card)] == []
    assert "Slack didn't accept the file (missing_scope)." in "\n".join(map(read, shown.messages))


async def test_buttons_that_were_used_go_by_the_response_where_slack_does_not_draw_again(here: World) -> None:
    card = (await here.types("why #812")).messages[0]
    here.slack.fail("chat.update", "cant_update_message", times=ALWAYS)
    await here.clicks(card, "Rerun failed")
    assert len(posts(here)) == 1
    assert [each for each in labels(here, here.slack.message(card.ts)) if each.startswith("Rerun")] == []


async def test_many_lines_are_each_told_while_slack_stumbles(here: World) -> None:
    here.slack.fail("chat.postMessage", "internal_error", times=4)
    await asyncio.gather(*(here.slack.command(WEB, ANA, "/ci status web") for _ in range(4)))
    await here.idle()
    assert len(here.slack.messages(WEB)) == 4
