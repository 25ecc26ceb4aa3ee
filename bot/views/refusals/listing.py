"""How many of something can't be asked for."""

from bot import lines
from bot.model.fault import RowsUnread
from bot.model.listing import FixedListLength, OneAtATime
from bot.model.message import Message
from bot.model.spans import Code, Text, TypedLine
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


def rows_unread(error: RowsUnread) -> Message:
    return asker_message("The bot can't read its database. Try again in a minute.")
