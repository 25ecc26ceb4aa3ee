"""Who is who: the CircleCI user behind the token, the Slack user, the workspace."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import User
from bot.grammar import line
from bot.model.message import Audience, Button, Buttons, Lines, Message, Small
from bot.model.request import Actor
from bot.model.spans import Bold, Code, UserMention
from bot.views.parts.text import one_line


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """``user``: CircleCI's."""

    user: User
    actor: Actor
    workspace: str


def identity_card(result: IdentityCard) -> Message:
    """Said to the asker alone."""
    login = one_line(result.user.login, 60) or "a user without a login"
    name = one_line(result.user.name or "", 60)
    return Message(
        text=(f"You are {result.actor.id}; CircleCI knows the bot as {login}.",),
        blocks=(
            Lines(
                (
                    (
                        "On CircleCI the bot is ",
                        Bold(login),
                        f" ({name})." if name and name != login else ".",
                    ),
                    ("In Slack you are ", UserMention(result.actor.id), ", ", Code(result.actor.id), "."),
                    ("The workspace is ", Code(result.workspace), "."),
                )
            ),
            Buttons((Button("What may I do here?", line(lines.CAN, lines.CanArgs())),)),
            Small((f"Whatever is done through the bot, CircleCI shows as done by {login}.",)),
        ),
        audience=Audience.ASKER,
    )
