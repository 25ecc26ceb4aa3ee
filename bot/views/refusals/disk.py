"""What the disk of the bot's own machine refuses."""

from bot.model import fault
from bot.model.message import Message
from bot.model.spans import Code
from bot.views.refusals.drawing import asker_message


def disk_full(error: fault.DiskFull) -> Message:
    return asker_message("The bot's disk is full. Its admin needs to free some space.")


def disk_unwritable(error: fault.DiskUnwritable) -> Message:
    told = "The bot can't write to its disk. Its admin can run "
    return asker_message((told, Code("ringmaster doctor"), " to see what's wrong."))
