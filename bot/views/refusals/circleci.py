"""CircleCI's errors: what happened, and what to do."""

from dataclasses import replace
from datetime import timedelta

from bot import lines
from bot.circleci import errors
from bot.grammar import line
from bot.model.message import Message, Small
from bot.model.spans import Code, Text, TypedLine
from bot.views.parts.text import duration, file_size, one_line
from bot.views.refusals.drawing import asker_message

_AGAIN = "Try again in a minute."


def _error_message(error: errors.CircleCIError, *paragraph: Text | str) -> Message:
    """With the reference under which the log has what CircleCI was asked and answered."""
    message = asker_message(*paragraph)
    note = Small(("reference ", Code(error.reference), " in the bot's log"))
    return replace(message, blocks=(*message.blocks, note))


def _with_message(sentence: str, error: errors.ApiError) -> str:
    """With CircleCI's own message, where there is one."""
    message = one_line(error.message, 300).rstrip(".")
    return f"{sentence}: {message}." if message else f"{sentence}."


def error_answered(error: errors.ApiError) -> Message:
    return _error_message(error, _with_message(f"CircleCI returned an error ({error.status})", error))


def request_not_accepted(error: errors.BadRequest) -> Message:
    return _error_message(error, _with_message("CircleCI rejected this", error))


def token_not_accepted(error: errors.Unauthorized) -> Message:
    renew: Text = ("The bot's admin needs to renew ", Code("CIRCLECI_TOKEN"), ".")
    return _error_message(error, "CircleCI rejected the bot's token: it's wrong or expired.", renew)


def user_not_allowed(error: errors.Forbidden) -> Message:
    me = TypedLine(line(lines.ME, lines.MeArgs()))
    return _error_message(error, "The bot's CircleCI user can't do this.", (me, " shows who that is."))


def thing_not_found(error: errors.NotFound) -> Message:
    projects = TypedLine(line(lines.PROJECTS, lines.ProjectsArgs()))
    first = "CircleCI didn't find it, or the bot's user can't see it."
    return _error_message(error, first, (projects, " lists the projects you can see here."))


def state_conflict(error: errors.Conflict) -> Message:
    return _error_message(error, _with_message("CircleCI can't do this right now", error))


def thing_gone(error: errors.Gone) -> Message:
    pipelines = TypedLine(line(lines.PIPELINES, lines.PipelinesArgs()))
    first = _with_message("CircleCI no longer has this", error)
    return _error_message(error, first, (pipelines, " lists the newest pipelines."))


def asked_too_often(error: errors.RateLimited) -> Message:
    wait = f"in {duration(timedelta(seconds=error.retry_after))}" if error.retry_after else "in a minute"
    return _error_message(error, f"CircleCI is rate-limiting the bot. Try again {wait}.")


def circleci_in_trouble(error: errors.ServerError) -> Message:
    return _error_message(error, f"CircleCI is having problems ({error.status}). {_AGAIN}")


def circleci_not_reached(error: errors.NoConnection) -> Message:
    return _error_message(error, f"Can't reach CircleCI. {_AGAIN}")


def answer_lost(error: errors.LostAnswer) -> Message:
    return _error_message(error, f"CircleCI took too long to answer. {_AGAIN}")


def answer_missing(error: errors.Unreachable) -> Message:
    return _error_message(error, f"CircleCI isn't responding. {_AGAIN}")


def answer_unreadable(error: errors.Unreadable) -> Message:
    reference = Code(error.reference)
    return asker_message(
        ("The bot couldn't read CircleCI's answer (reference ", reference, ", also in its log).")
    )


def api_elsewhere(error: errors.Redirected) -> Message:
    change: Text = ("The bot's admin needs to change ", Code("CIRCLECI_URL"), ".")
    return _error_message(error, "CircleCI redirected the bot to another address.", change)


def host_unknown(error: errors.UnknownHost) -> Message:
    return _error_message(error, "The bot doesn't download from that host. Get the file on the job's page.")


def download_too_slow(error: errors.TooSlow) -> Message:
    return _error_message(error, f"CircleCI sends that file too slowly. {_AGAIN}")


def download_too_dense(error: errors.TooDense) -> Message:
    return _error_message(
        error, "That file unfolds to far more than CircleCI sends. Get it on the job's page."
    )


def downloads_busy(error: errors.DownloadsBusy) -> Message:
    return _error_message(error, f"Other files are being fetched. {_AGAIN}")


def lists_busy(error: errors.ListsBusy) -> Message:
    return _error_message(error, f"Other long lists are being read. {_AGAIN}")


def download_too_large(error: errors.TooLarge) -> Message:
    size = f"{file_size(error.size)}, " if error.size else ""
    limit = f"the limit is {file_size(error.limit)}"
    return _error_message(error, f"Too large to share ({size}{limit}). Get it on the job's page.")
