"""The way from an error to its words. Each function says in its signature for which error it has them."""

from dataclasses import replace
from functools import singledispatch
from inspect import getmembers, isfunction

from bot.circleci.errors import CircleCIError
from bot.model.fault import Fault
from bot.model.message import Lines, Message
from bot.model.spans import Code, Text
from bot.model.write import Outcome
from bot.views.parts.buttons import pipeline_button
from bot.views.refusals import (
    acting,
    circleci,
    disk,
    listing,
    meaning,
    parameters,
    permission,
    questions,
    reading,
)
from bot.views.refusals.drawing import asker_message


@singledispatch
def refusal(error: Fault | CircleCIError) -> Message:
    """What the asker reads, alone: what happened, and what to type next."""
    raise TypeError(f"no words for {type(error).__name__}")


# Every public function of these files has the words for one error.
for _file in (reading, listing, meaning, parameters, permission, acting, circleci, disk, questions):
    for _name, _words in getmembers(_file, isfunction):
        if _words.__module__ == _file.__name__ and not _name.startswith("_"):
            refusal.register(_words)


def write_refusal(error: Fault | CircleCIError) -> Message:
    """As `refusal`, of a line that has an effect: an error of CircleCI's has kept it from that."""
    message = refusal(error)
    match message.blocks:
        case (Lines((first, *rest)), *others) if isinstance(error, CircleCIError):
            told = Lines((first, ("Nothing was started.",), *rest))
            return replace(message, blocks=(told, *others))
    return message


def circleci_slow(calls: int) -> Message:
    """No error yet: the answer is still to come. ``calls``: how many CircleCI has answered for it."""
    known = f"has answered {calls} of the bot's calls so far" if calls else "hasn't answered yet"
    return asker_message(f"This takes longer than usual: CircleCI {known}.", "The answer follows here.")


def bug(reference: str) -> Message:
    """It is our mistake: one fixed sentence, with the reference under which the log has the rest."""
    first: Text = ("Something went wrong in the bot (reference ", Code(reference), ", also in its log).")
    return asker_message(first, "If this was meant to start something, check CircleCI first.")


def unshown_outcome(done: Outcome, reference: str) -> Message:
    """It is our mistake, but what was asked for is done."""
    what = f"#{done.number} was started" if done.number is not None else "This went through"
    first: Text = (
        f"{what}, but the bot couldn't show it (reference ",
        Code(reference),
        ", also in its log).",
    )
    look = (pipeline_button(done.pipeline_id, "Details"),) if done.pipeline_id else ()
    return asker_message(first, buttons=look)
