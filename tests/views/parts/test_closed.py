"""Why a channel is closed, and what helps."""

from bot.model.fault import SharedChannel, SharingUnknown
from bot.views.parts.closed import closed_lines
from tests.commands.desk import plain


def test_a_shared_channel_can_be_named_in_the_policy() -> None:
    assert [plain(each) for each in closed_lines(SharedChannel("C0RANDOM"))] == [
        "This channel is shared with another organization, and the bot's policy doesn't name it.",
        "The bot's admin can add C0RANDOM to the policy.",
    ]


def test_where_slack_did_not_say_one_tries_again() -> None:
    assert [plain(each) for each in closed_lines(SharingUnknown())] == [
        "Slack didn't say whether this channel is shared with another organization.",
        "Nothing was shown or started. Try again in a minute.",
    ]
