"""`me`: who the asker is, and the bot."""

from bot.model.message import Audience
from bot.slack.drawing.blocks import text
from tests.commands.desk import Desk, lines


async def test_me_says_who_the_bot_is_on_circleci(desk: Desk) -> None:
    message = await desk.ask("me")

    assert message.audience is Audience.ASKER
    assert text(message) == "You're <@U0ANA>; the bot acts on CircleCI as acme-ringmaster."
    assert "The bot acts on CircleCI as acme-ringmaster (Acme Ringmaster)." in lines(message)
