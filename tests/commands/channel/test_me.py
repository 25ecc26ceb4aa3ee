"""`me`: who the asker is, and the bot."""

import pytest
from pytest_mock import MockerFixture

from bot.model.message import Audience
from bot.model.request import Place
from bot.playground.circleci import Fault
from bot.slack.drawing.blocks import text
from tests.commands.desk import Desk, lines


async def test_me_says_who_the_bot_is_on_circleci(desk: Desk) -> None:
    message = await desk.ask("me")

    assert message.audience is Audience.ASKER
    assert text(message) == "You're <@U0ANA>; the bot acts on CircleCI as acme-ringmaster."
    assert "The bot acts on CircleCI as acme-ringmaster (Acme Ringmaster)." in lines(message)


async def test_me_gives_the_ids_that_a_policy_wants(desk: Desk) -> None:
    said = "\n".join(lines(await desk.ask("me")))
    assert "U0ANA" in said
    assert "This channel's id for the policy is C0WEB." in said


@pytest.mark.parametrize("status", [401, 403, 503])
async def test_where_circleci_does_not_say_who_the_bot_is_the_ids_are_given_all_the_same(
    desk: Desk, status: int
) -> None:
    desk.small.faults.add(Fault("/me", times=None, status=status))
    message = await desk.ask("me")

    assert text(message) == "You're <@U0ANA>. CircleCI didn't say who the bot acts as."
    assert "This channel's id for the policy is C0WEB." in lines(message)


async def test_who_asks_for_ids_waits_for_no_silent_circleci(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch("bot.commands.channel.me._PATIENCE", 0.0)
    desk.small.faults.add(Fault("/me", times=None, delay=30))

    assert "U0ANA" in "\n".join(lines(await desk.ask("me")))


async def test_a_direct_message_has_no_id_for_a_policy(desk: Desk) -> None:
    desk.place = Place("T0ACME", "D0ANA")
    assert "D0ANA" not in "\n".join(lines(await desk.ask("me")))
