"""What was taken of a choice: all that stays of it once one of its buttons was pressed."""

from dataclasses import dataclass

from bot.model.message import Audience, Lines, Message
from bot.model.spans import Bold, Text, UserMention
from bot.views.parts.text import one_line


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    """``label``: of the button. ``chooser``: the Slack user, where others see it too."""

    label: str
    chooser: str | None = None


def choice_card(result: ChoiceCard) -> Message:
    chooser: Text = (UserMention(result.chooser), " chose ") if result.chooser else ("You chose ",)
    sentence: Text = (*chooser, Bold(one_line(result.label)), ".")
    audience = Audience.CHANNEL if result.chooser else Audience.ASKER
    return Message(sentence, (Lines((sentence,)),), audience)
