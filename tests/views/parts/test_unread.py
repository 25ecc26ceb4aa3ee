"""What is left out is counted, by name, and the log is named that has more of it."""

import pytest

from bot.circleci.models.lenient import UnreadPart
from bot.model.message import Message
from bot.views.parts.unread import with_unread
from tests.commands.desk import lines


def part(noun: str, name: str = "") -> UnreadPart:
    return UnreadPart(noun, "missing", name or None)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([part("pipeline", "#808")], "1 pipeline couldn't be read (#808)"),
        ([part("pipeline")] * 2, "2 pipelines couldn't be read"),
        ([part("deploy history")] * 2, "2 deploy histories couldn't be read"),
        ([part("job", "lint"), part("test")], "1 job couldn't be read (lint)  ·  1 test couldn't be read"),
    ],
)
def test_each_sort_is_counted_with_its_names(parts: list[UnreadPart], said: str) -> None:
    message = with_unread(Message(("web",)), parts, "6ff27efe")
    assert lines(message)[-1] == f"{said}  ·  reference 6ff27efe in the bot's log"


def test_what_is_whole_says_nothing_more() -> None:
    message = Message(("web",))
    assert with_unread(message, (), "6ff27efe") is message
