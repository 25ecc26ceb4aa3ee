"""How many of something can't be asked for."""

from bot import lines
from bot.grammar import line
from bot.model.fault import NoLogin, NotFollowed, NotSubscribed, RowsUnread
from bot.model.listing import FixedListLength, OneAtATime
from bot.model.message import Message
from bot.model.spans import Code, Text, TypedLine, UserMention
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons


def list_length_fixed(error: FixedListLength) -> Message:
    so = "not " if error.said.isdecimal() else "so there's no "
    first: Text = (f"Lists show 10 entries at a time, {so}", quote_code(error.said), ".")
    ready = ready_buttons([error.corrected] if error.corrected else [])
    number: Text = ()
    if error.words == lines.PIPELINES.words and error.said.isdecimal():
        number = (" ", Code(f"#{error.said}"), f" is pipeline {error.said}.")
    return asker_message(
        first, ("Try ", TypedLine(error.corrected or error.usage), ".", *number), buttons=ready
    )


def one_at_a_time(error: OneAtATime) -> Message:
    first: Text = (Code(error.words), " takes one at a time, not ", quote_code(error.said), ".")
    ready = ready_buttons([error.corrected] if error.corrected else [])
    return asker_message(first, ("Try ", TypedLine(error.corrected or error.usage), "."), buttons=ready)


def not_subscribed(error: NotSubscribed) -> Message:
    on: Text = (" on ", quote_code(error.branch)) if error.branch else ()
    if error.called is None:
        return asker_message("This channel has no subscriptions.")
    first: Text = ("This channel isn't subscribed to ", quote_code(error.called), *on, ".")
    subscriptions = line(lines.SUBSCRIPTIONS, lines.SubscriptionsArgs())
    return asker_message(
        first,
        (TypedLine(subscriptions), " lists what it's subscribed to."),
        buttons=ready_buttons([subscriptions]),
    )


def login_unknown(error: NoLogin) -> Message:
    people = Code("people:")
    return asker_message(
        ("The bot's policy doesn't say which login ", UserMention(error.person), " has."),
        ("Type the login, for example ", TypedLine(error.typed), "."),
        ("The bot's admin can add it to ", people, " in the policy file."),
    )


def not_followed(error: NotFollowed) -> Message:
    where = "in your direct messages" if error.me else "here"
    following = line(lines.FOLLOWING, lines.FollowingArgs(error.me))
    if error.number is None:
        return asker_message(f"No pipelines are followed {where}.")
    return asker_message(
        (f"{error.called} #{error.number} isn't followed {where}.",),
        (TypedLine(following), " lists what is."),
        buttons=ready_buttons([following]),
    )


def rows_unread(error: RowsUnread) -> Message:
    return asker_message("The bot can't read its database. Try again in a minute.")
