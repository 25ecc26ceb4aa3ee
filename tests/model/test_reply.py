"""How an answer gets to people."""

import pytest

from bot.model.message import Audience
from bot.model.reply import Prefixes, Reply, Surface, Way

PREFIXES = Prefixes("/ci", "@ringmaster")
URL = "https://hooks.example/commands/1"


def test_only_a_slash_command_is_refused_in_its_acknowledgement() -> None:
    assert [each for each in Surface if Reply(each).in_acknowledgement] == [Surface.COMMAND]


def test_a_line_is_typed_as_it_was_asked() -> None:
    assert {each: Reply(each).prefix(PREFIXES) for each in Surface} == {
        Surface.COMMAND: "/ci",
        Surface.MENTION: "@ringmaster",
        Surface.BUTTON: "/ci",
        Surface.NEWS: "/ci",
        Surface.NOTICE: "/ci",
        Surface.TERMINAL: "/ci",
    }


def test_in_a_thread_there_are_no_slash_commands() -> None:
    for each in (Surface.BUTTON, Surface.NEWS, Surface.NOTICE):
        assert Reply(each).prefix(PREFIXES, "1.0") == "@ringmaster"
    assert Reply(Surface.COMMAND).prefix(PREFIXES, "1.0") == "/ci"


@pytest.mark.parametrize(
    ("audience", "url", "ways"),
    [
        (Audience.CHANNEL, None, (Way.POST, Way.CHANNEL, Way.WHISPER, Way.DIRECT)),
        (Audience.CHANNEL, URL, (Way.POST, Way.CHANNEL, Way.RESPONSE, Way.WHISPER, Way.DIRECT)),
        (Audience.THREAD, URL, (Way.POST, Way.CHANNEL, Way.RESPONSE, Way.WHISPER, Way.DIRECT)),
        (Audience.ASKER, None, (Way.WHISPER, Way.DIRECT)),
        (Audience.ASKER, URL, (Way.WHISPERED_RESPONSE, Way.WHISPER, Way.DIRECT)),
        (Audience.DIRECT, None, (Way.DIRECT, Way.WHISPER)),
        (Audience.DIRECT, URL, (Way.DIRECT, Way.WHISPERED_RESPONSE, Way.WHISPER)),
    ],
)
def test_where_slack_refuses_a_way_there_is_the_next(
    audience: Audience, url: str | None, ways: tuple[Way, ...]
) -> None:
    assert Reply(Surface.BUTTON, "2.0", url).ways(audience) == ways


def test_a_slash_command_is_never_in_a_thread_and_a_terminal_has_one_way() -> None:
    assert Reply(Surface.COMMAND).ways(Audience.CHANNEL) == (Way.POST, Way.WHISPER, Way.DIRECT)
    assert {Reply(Surface.TERMINAL).ways(each) for each in Audience} == {(Way.POST,)}


@pytest.mark.parametrize(
    ("audience", "asked_in", "thread"),
    [
        (Audience.CHANNEL, None, None),
        (Audience.CHANNEL, "1.0", "1.0"),
        (Audience.THREAD, None, "2.0"),
        (Audience.THREAD, "1.0", "1.0"),
        (Audience.ASKER, "1.0", "1.0"),
        (Audience.DIRECT, "1.0", "1.0"),
        (Audience.ASKER, "2.0", None),  # it has no replies, so nobody would see it there
    ],
)
def test_an_answer_goes_to_the_thread_in_which_it_was_asked(
    audience: Audience, asked_in: str | None, thread: str | None
) -> None:
    assert Reply(Surface.MENTION, "2.0").thread(audience, asked_in) == thread
