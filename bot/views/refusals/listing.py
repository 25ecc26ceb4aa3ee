"""What can't be asked of a list."""

from bot.model.fault import RowsUnread
from bot.model.listing import FixedListLength
from bot.model.message import Message
from bot.model.spans import Text, TypedLine
from bot.views.refusals.drawing import asker_message, quote_code, ready_buttons


def list_length_fixed(error: FixedListLength) -> Message:
    first: Text = ("Lists show 10 entries at a time, so there's no ", quote_code(error.said), ".")
    ready = ready_buttons([error.line] if error.line else [])
    return asker_message(first, ("Try ", TypedLine(error.line or error.usage), "."), buttons=ready)


def rows_unread(error: RowsUnread) -> Message:
    return asker_message("The bot can't read its database. Try again in a minute.")
