"""CircleCI's errors: what happened, whether anything was started, and what mends it."""

from datetime import timedelta

from bot import lines
from bot.circleci import errors
from bot.grammar import line
from bot.model.message import Message
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.text import duration, file_size, one_line
from bot.views.refusals.drawing import asker_message

_NOTHING = " Nothing was started."
_AGAIN = f"{_NOTHING} Type the line again in a minute."


def _quote(error: errors.ApiError) -> str:
    """CircleCI's own message, where there is one."""
    message = one_line(error.message, 300)
    return f" It says: {message.rstrip('.')}." if message else ""


def error_answered(error: errors.ApiError) -> Message:
    return asker_message(f"CircleCI answered with an error ({error.status}).{_quote(error)}{_NOTHING}")


def request_not_accepted(error: errors.BadRequest) -> Message:
    return asker_message(f"CircleCI did not accept this.{_quote(error)}{_NOTHING}")


def token_not_accepted(error: errors.Unauthorized) -> Message:
    first = f"CircleCI does not accept the bot's token: it is wrong, or it has expired.{_NOTHING}"
    token = Code("CIRCLECI_TOKEN")
    mend = "Whoever runs the bot makes a new personal API token in CircleCI's user settings and sets "
    return asker_message(first, (mend, token, "; ", Code("ringmaster doctor"), " checks it."))


def user_not_allowed(error: errors.Forbidden) -> Message:
    first = f"CircleCI does not let the bot's user do this.{_quote(error)}{_NOTHING}"
    return asker_message(first, (TypedLine(line(lines.ME, lines.MeArgs())), " shows who that is."))


def thing_not_found(error: errors.NotFound) -> Message:
    first = f"CircleCI has no such thing, or the bot's user may not see it; it does not tell which.{_NOTHING}"
    projects = TypedLine(line(lines.PROJECTS, lines.ProjectsArgs()))
    return asker_message(first, (projects, " lists the projects that can be seen here."))


def state_conflict(error: errors.Conflict) -> Message:
    first = f"CircleCI can't do this in the state that things are in.{_quote(error)}{_NOTHING}"
    return asker_message(first, (TypedLine(line(lines.STATUS, lines.StatusArgs())), " shows the state."))


def thing_gone(error: errors.Gone) -> Message:
    first = f"CircleCI no longer has this.{_quote(error)}{_NOTHING}"
    pipelines = TypedLine(line(lines.PIPELINES, lines.PipelinesArgs()))
    return asker_message(first, (pipelines, " shows what there is."))


def asked_too_often(error: errors.RateLimited) -> Message:
    wait = f"in {duration(timedelta(seconds=error.retry_after))}" if error.retry_after else "in a minute"
    return asker_message(f"CircleCI says that the bot asks too often.{_NOTHING} Type the line again {wait}.")


def circleci_in_trouble(error: errors.ServerError) -> Message:
    return asker_message(f"CircleCI has trouble of its own ({error.status}).{_AGAIN}")


def circleci_not_reached(error: errors.NoConnection) -> Message:
    return asker_message(f"CircleCI can't be reached.{_AGAIN}")


def answer_lost(error: errors.LostAnswer) -> Message:
    return asker_message(f"CircleCI did not answer in time.{_AGAIN}")


def answer_missing(error: errors.Unreachable) -> Message:
    return asker_message(f"CircleCI does not answer.{_AGAIN}")


def answer_unreadable(error: errors.Unreadable) -> Message:
    first = f"CircleCI answered something that the bot can't read.{_AGAIN}"
    return asker_message(first, "If it stays so, whoever runs the bot finds more in the log.")


def api_elsewhere(error: errors.Redirected) -> Message:
    first = f"CircleCI's API answers from another address than the one that the bot asks.{_NOTHING}"
    mend: Text = ("Whoever runs the bot sets ", Code("CIRCLECI_URL"), " to that address; ")
    return asker_message(first, (*mend, Code("ringmaster doctor"), " checks it."))


def host_unknown(error: errors.UnknownHost) -> Message:
    first = "The file lies at an address that the bot does not fetch from. Nothing was fetched."
    return asker_message(first, "The job's page in CircleCI has it.")


def download_too_large(error: errors.TooLarge) -> Message:
    much = f"It has {file_size(error.size)}" if error.size else "It is larger"
    first = f"{much}; {file_size(error.limit)} are the most that the bot shares. Nothing was shared."
    return asker_message(first, "The job's page in CircleCI has the whole file.")
