"""The way from an error to its words. Each function says in its signature for which error it has them."""

from functools import singledispatch
from inspect import getmembers, isfunction

from bot.circleci.errors import CircleCIError
from bot.model.fault import Fault
from bot.model.message import Message
from bot.model.spans import Code, Text
from bot.views.refusals import acting, circleci, listing, meaning, reading
from bot.views.refusals.drawing import asker_message


@singledispatch
def refusal(error: Fault | CircleCIError) -> Message:
    """What the asker reads, alone: what happened, whether anything was started, the next line to type."""
    raise TypeError(f"no words for {type(error).__name__}")


# Every public function of these files has the words for one error.
for _file in (reading, listing, meaning, acting, circleci):
    for _name, _words in getmembers(_file, isfunction):
        if _words.__module__ == _file.__name__ and not _name.startswith("_"):
            refusal.register(_words)


def bug(reference: str) -> Message:
    """It is our mistake: one fixed sentence, with the reference under which the log has the rest."""
    first: Text = ("That went wrong inside the bot, under the reference ", Code(reference), ".")
    second = "If it was to start something, look in CircleCI before you try again."
    third = "Whoever runs the bot finds more under that reference in the log."
    return asker_message(first, second, third)
