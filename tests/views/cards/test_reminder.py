"""What waits for approval, told again."""

from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.approval import WaitingApproval
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.cards.reminder import ReminderCard, reminder_card
from tests.commands.desk import lines
from tests.views.facts import NOON, SCENE, job, pipeline, workflow

SHIP = workflow("deploy", "on_hold", took=None)
HOLD = job("approve-production", "on_hold", number=None, type="approval")
WAITING = WaitingApproval(SHIP, HOLD, NOON - timedelta(hours=2, minutes=5), ("deploy",))


def card(who: tuple[str, ...] | None) -> ReminderCard:
    return ReminderCard(WAITING, Run(pipeline(), "web", (SHIP,)), SCENE, who)


def test_for_how_long_and_who_can(drawn: SnapshotAssertion) -> None:
    assert payload(reminder_card(card(("S0RELEASE", "U0BEN")))) == drawn


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (None, "Anyone here can approve it."),
        ((), "Nobody can approve it here."),
        (("release",), "The release group can approve it."),
        (("U0BEN",), "@U0BEN can approve it."),
    ],
)
def test_who_is_said_in_words(who: tuple[str, ...] | None, told: str) -> None:
    assert told in lines(reminder_card(card(who)))
