"""That a channel is closed, as people of another organization are in it, or may be."""

from bot.model.fault import SharedChannel, SharingUnknown
from bot.model.spans import Code, Text


def closed_lines(fault: SharedChannel | SharingUnknown) -> tuple[Text, ...]:
    """Why, and what helps."""
    match fault:
        case SharedChannel(channel=channel):
            return (
                ("This channel is shared with another organization, and the bot's policy doesn't name it.",),
                ("The bot's admin can add ", Code(channel), " to the policy."),
            )
        case SharingUnknown():
            first = "Slack didn't say whether this channel is shared with another organization."
            return ((first,), ("Nothing was shown or started. Try again in a minute.",))
