"""A button that was used does not come back with the rest of an answer."""

from dataclasses import replace

from bot.grammar import line
from bot.lines import RERUN, WHY, RerunArgs, WhyArgs
from bot.model.message import Button, Buttons, Lines, Message
from bot.model.outbox import PostedMessage
from bot.model.request import Place
from bot.spine.used_buttons import UsedButtons

POSTED = PostedMessage(Place("T0ACME", "C0WEB", "1.0"), "2.0")
WHOLE = Buttons((Button("Rerun", line(RERUN, RerunArgs()), once=True), Button("Why?", line(WHY, WhyArgs()))))
LEFT = Buttons((Button("Why?", line(WHY, WhyArgs())),))
FIRST = Message(("First",), (WHOLE,))
COMPLETE = Message(("Complete",), (Lines((("All",),)), WHOLE))


def test_until_one_is_used_a_message_is_drawn_as_it_is() -> None:
    used = UsedButtons()
    assert used.drawn(POSTED, FIRST) == FIRST
    assert used.drawn(POSTED, COMPLETE) == COMPLETE


def test_once_one_is_used_what_was_drawn_last_stays_without_them() -> None:
    used = UsedButtons()
    used.drawn(POSTED, FIRST)
    used.drawn(POSTED, COMPLETE)
    assert used.use(POSTED) == replace(COMPLETE, blocks=(Lines((("All",),)), LEFT))


def test_what_comes_later_is_drawn_without_them() -> None:
    used = UsedButtons()
    used.drawn(POSTED, FIRST)
    used.use(POSTED)
    assert used.drawn(POSTED, COMPLETE).blocks == (Lines((("All",),)), LEFT)
    assert used.drawn(replace(POSTED, ts="3.0"), COMPLETE) == COMPLETE


def test_of_what_was_drawn_elsewhere_nothing_is_known() -> None:
    assert UsedButtons().use(POSTED) is None


def test_only_the_newest_are_remembered() -> None:
    used = UsedButtons()
    for number in range(300):
        used.drawn(replace(POSTED, ts=str(number)), FIRST)
    assert used.use(replace(POSTED, ts="0")) is None
    assert used.use(replace(POSTED, ts="299")) is not None
