from datetime import UTC, datetime

from bot.model.message import Button, Buttons, CodeBlock, Divider, Lines, Small
from bot.model.spans import Bold, Emoji, Link, Timestamp, UserMention
from bot.views.parts.phone import ROW_WIDTH, screen_rows, text_rows


def test_a_line_takes_as_many_as_it_is_wide() -> None:
    assert text_rows("") == text_rows("a" * ROW_WIDTH) == 1
    assert text_rows((Emoji("x"), " ", Bold("a" * ROW_WIDTH))) == 2
    assert text_rows((Link("https://a.example/" + "b" * 200, "web #812"), UserMention("U0ANA"))) == 1
    assert text_rows((Timestamp(datetime(2026, 1, 1, tzinfo=UTC)), "a" * ROW_WIDTH)) == 2


def test_a_message_takes_what_its_parts_take() -> None:
    button = Button("Log", "logs last")
    assert (
        screen_rows([Lines((("a",), ("b" * (ROW_WIDTH + 1),))), CodeBlock("a\nb"), Small(("c",)), Divider()])
        == 7
    )
    assert screen_rows([Buttons((button,) * 3)]) == 1
    assert screen_rows([Buttons((button,) * 3, more=(button,))]) == 2
