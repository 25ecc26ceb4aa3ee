"""Who is who: the CircleCI user behind the token, the Slack user, the workspace."""

from dataclasses import dataclass

from bot.circleci.models import User
from bot.model.message import Audience, Buttons, Message, Small
from bot.model.request import Actor
from bot.model.spans import Bold, Code, UserMention
from bot.views.parts.buttons import RIGHTS_BUTTON
from bot.views.parts.text import one_line, paragraph


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """``user``: CircleCI's."""

    user: User
    actor: Actor
    workspace: str


def identity_card(result: IdentityCard) -> Message:
    """Said to the asker alone."""
    id, login = result.actor.id, one_line(result.user.login, 60) or "a user without a login"
    name = one_line(result.user.name or "", 60)
    known = f" ({name})." if name and name != login else "."
    shown_as = f"Whatever is done through the bot, CircleCI shows as done by {login}."
    told = paragraph(
        ("On CircleCI the bot is ", Bold(login), known),
        ("In Slack you are ", UserMention(id), ", ", Code(id), "."),
        ("The workspace is ", Code(result.workspace), "."),
    )
    return Message(
        (f"You are {id}; CircleCI knows the bot as {login}.",),
        (*told, Buttons((RIGHTS_BUTTON,)), Small((shown_as,))),
        Audience.ASKER,
    )
