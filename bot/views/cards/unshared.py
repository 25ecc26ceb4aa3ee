"""A file that Slack did not take: which, why, and where it is all the same."""

from dataclasses import dataclass

from bot.model.message import Audience, Lines, Message
from bot.model.spans import Bold, Code, Link, Text
from bot.views.parts.text import one_line


@dataclass(frozen=True, slots=True)
class UnsharedCard:
    """``reason``: Slack's word for it. ``page``: where CircleCI has what the file holds, if anywhere."""

    title: str
    reason: str
    page: str | None = None


def unshared_card(result: UnsharedCard) -> Message:
    sentence: Text = ("Slack didn't accept the file (", Code(one_line(result.reason, 60)), ").")
    title = one_line(result.title, 80)
    which: Text = (Link(result.page, title, bold=True), " is in CircleCI.") if result.page else (Bold(title),)
    return Message(sentence, (Lines((sentence, which)),), Audience.THREAD)
