"""`me`: who the asker is, and the bot."""

from bot.model.message import Audience
from bot.model.request import Place
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


async def test_a_direct_message_has_no_id_for_a_policy(desk: Desk) -> None:
    desk.place = Place("T0ACME", "D0ANA")
    assert "D0ANA" not in "\n".join(lines(await desk.ask("me")))
