"""Every error in words: what happened, whether anything was started, and the next line to type.

A fault is worded in `faults`, a line that can't be read in `misread`; CircleCI's errors are worded here.
"""

from datetime import timedelta
from functools import singledispatch

from bot.circleci import errors
from bot.circleci.errors import CircleCIError
from bot.model.fault import Fault
from bot.model.message import Audience, Block, Buttons, Lines, Message
from bot.model.spans import Code, Text
from bot.views.parts.text import duration, file_size, one_line
from bot.views.refusals import faults
from bot.views.refusals.wording import Wording, typed_line

NOTHING = " Nothing was started."


def problem(error: Fault | CircleCIError, slash: str) -> Message:
    """What the asker reads, alone."""
    said = faults.fault_words(error, slash) if isinstance(error, Fault) else circleci_words(error, slash)
    return _message(said)


def bug(reference: str) -> Message:
    """It is our mistake: one fixed sentence, with the reference under which the log has the rest."""
    first: Text = ("That went wrong inside the bot, under the reference ", Code(reference), ".")
    second = "If it was to start something, look in CircleCI before you try again."
    third = "Whoever runs the bot finds more under that reference in the log."
    return _message(Wording((first, (second,), (third,))))


def _message(said: Wording) -> Message:
    blocks: list[Block] = [Lines(said.lines)]
    if said.buttons:
        blocks.append(Buttons(said.buttons[:4], more=said.buttons[4:9]))
    return Message(text=said.lines[0], blocks=tuple(blocks), audience=Audience.ASKER, refusal=True)


@singledispatch
def circleci_words(error: CircleCIError, slash: str) -> Wording:
    raise TypeError(f"no words for {type(error).__name__}")


def _quote(error: errors.ApiError) -> str:
    """CircleCI's own message, where there is one."""
    message = one_line(error.message, 300)
    return f" It says: {message.rstrip('.')}." if message else ""


@circleci_words.register
def _(error: errors.ApiError, slash: str) -> Wording:
    return Wording(((f"CircleCI answered with an error ({error.status}).{_quote(error)}{NOTHING}",),))


@circleci_words.register
def _(error: errors.BadRequest, slash: str) -> Wording:
    return Wording(((f"CircleCI did not accept this.{_quote(error)}{NOTHING}",),))


@circleci_words.register
def _(error: errors.Unauthorized, slash: str) -> Wording:
    first = f"CircleCI does not accept the bot's token: it is wrong, or it has expired.{NOTHING}"
    mend: Text = (
        "Whoever runs the bot makes a new personal API token in CircleCI's user settings and sets ",
        Code("CIRCLECI_TOKEN"),
        "; ",
        Code("ringmaster doctor"),
        " checks it.",
    )
    return Wording(((first,), mend))


@circleci_words.register
def _(error: errors.Forbidden, slash: str) -> Wording:
    first = f"CircleCI does not let the bot's user do this.{_quote(error)}{NOTHING}"
    return Wording(((first,), (typed_line(slash, "me"), " shows who that is.")))


@circleci_words.register
def _(error: errors.NotFound, slash: str) -> Wording:
    first = f"CircleCI has no such thing, or the bot's user may not see it; it does not tell which.{NOTHING}"
    return Wording(((first,), (typed_line(slash, "projects"), " lists the projects that can be seen here.")))


@circleci_words.register
def _(error: errors.Conflict, slash: str) -> Wording:
    first = f"CircleCI can't do this in the state that things are in.{_quote(error)}{NOTHING}"
    return Wording(((first,), (typed_line(slash, "status"), " shows the state.")))


@circleci_words.register
def _(error: errors.Gone, slash: str) -> Wording:
    first = f"CircleCI no longer has this.{_quote(error)}{NOTHING}"
    return Wording(((first,), (typed_line(slash, "pipelines"), " shows what there is.")))


@circleci_words.register
def _(error: errors.RateLimited, slash: str) -> Wording:
    wait = f"in {duration(timedelta(seconds=error.retry_after))}" if error.retry_after else "in a minute"
    return Wording(((f"CircleCI says that the bot asks too often.{NOTHING} Type the line again {wait}.",),))


@circleci_words.register
def _(error: errors.ServerError, slash: str) -> Wording:
    return Wording(
        ((f"CircleCI has trouble of its own ({error.status}).{NOTHING} Type the line again in a minute.",),)
    )


@circleci_words.register
def _(error: errors.NoConnection, slash: str) -> Wording:
    return Wording(((f"CircleCI can't be reached.{NOTHING} Type the line again in a minute.",),))


@circleci_words.register
def _(error: errors.LostAnswer, slash: str) -> Wording:
    return Wording(((f"CircleCI did not answer in time.{NOTHING} Type the line again in a minute.",),))


@circleci_words.register
def _(error: errors.Unreachable, slash: str) -> Wording:
    return Wording(((f"CircleCI does not answer.{NOTHING} Type the line again in a minute.",),))


@circleci_words.register
def _(error: errors.Unreadable, slash: str) -> Wording:
    first = f"CircleCI answered something that the bot can't read.{NOTHING} Type the line again in a minute."
    return Wording(((first,), ("If it stays so, whoever runs the bot finds more in the log.",)))


@circleci_words.register
def _(error: errors.Redirected, slash: str) -> Wording:
    first = f"CircleCI's API answers from another address than the one that the bot asks.{NOTHING}"
    mend: Text = (
        "Whoever runs the bot sets ",
        Code("CIRCLECI_URL"),
        " to that address; ",
        Code("ringmaster doctor"),
        " checks it.",
    )
    return Wording(((first,), mend))


@circleci_words.register
def _(error: errors.UnknownHost, slash: str) -> Wording:
    first = "The file lies at an address that the bot does not fetch from. Nothing was fetched."
    return Wording(((first,), ("The job's page in CircleCI has it.",)))


@circleci_words.register
def _(error: errors.TooLarge, slash: str) -> Wording:
    much = f"It has {file_size(error.size)}" if error.size else "It is larger"
    first = f"{much}; {file_size(error.limit)} are the most that the bot shares. Nothing was shared."
    return Wording(((first,), ("The job's page in CircleCI has the whole file.",)))
