from dataclasses import replace

import pytest

from bot.model.line import Line
from bot.model.message import Audience, Message
from bot.slack.drawing.blocks import payload
from bot.views.cards.owed import OwedCard, owed_card, with_lateness
from bot.views.cards.writes import cancel_card
from tests.commands.desk import buttons, lines
from tests.views.cards.test_writes import CANCELING
from tests.views.facts import ago, identifier

DONE = OwedCard(Line("trigger web@main"), ago(minutes=47), True, "web", 814, identifier(814))


def first(message: Message) -> str:
    return lines(message)[0]


def test_what_was_started_is_told_by_its_number_to_all() -> None:
    message = owed_card(DONE)
    assert first(message).startswith("web #814 was started (")
    assert message.audience is Audience.CHANNEL
    assert [*buttons(message)] == ["Details"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cancel web#815", "/ci cancel web#815 went through ("),
        (f"cancel {identifier(9)} --commit 1234567", "cancel went through ("),
        ("trigger web@main note='" + 80 * "x" + "'", "trigger went through ("),
    ],
)
def test_what_started_nothing_is_told_by_its_line_as_far_as_people_can_read_it(
    typed: str, shown: str
) -> None:
    message = owed_card(replace(DONE, typed=Line(typed), number=None, about=None))
    assert first(message).startswith(shown)
    assert buttons(message) == {}


def test_what_failed_is_told_to_who_asked() -> None:
    message = owed_card(replace(DONE, done=False))
    assert first(message).startswith("Nothing was started by /ci trigger web@main (")
    assert first(message).endswith("). Send it again if you still want it.")
    assert message.audience is Audience.ASKER


def test_a_card_that_comes_late_says_since_when_it_is_true() -> None:
    card = cancel_card(CANCELING)
    late = with_lateness(card, ago(minutes=47))
    assert lines(late)[-1].endswith("and told late")
    assert lines(late)[:-1] == lines(card)
    assert payload(late)["blocks"]
