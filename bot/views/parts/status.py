"""The one table of statuses, and that of errors: always the same sign and word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.circleci.models import Job, Pipeline
from bot.model.message import Block, CodeBlock, Lines
from bot.model.run import FAILED_STATUSES
from bot.model.spans import Bold, Emoji, Text
from bot.output import safe
from bot.views.parts.text import capital, left_out, one_line, paragraph


@dataclass(frozen=True, slots=True)
class Status:
    """``sign``: the emoji. ``word``: heads a card. ``verb``: in a sentence. ``kind``: what sort of it."""

    sign: str
    word: str
    verb: str
    kind: str | None = None

    @property
    def emoji(self) -> Emoji:
        return Emoji(self.sign)

    @property
    def full(self) -> str:
        """The word with its kind: ``Failed (timed out)``."""
        return f"{self.word} ({self.kind})" if self.kind else self.word

    @property
    def heading(self) -> Text:
        return (self.emoji, " ", Bold(self.full))


_WAITING = ("queued", "blocked", "not_running", "created", "pending", "setup-pending", "setup")
_STATUSES = dict.fromkeys(_WAITING, Status("white_circle", "Waiting", "is waiting")) | {
    "success": Status("white_check_mark", "Passed", "passed"),
    "failed": Status("x", "Failed", "failed"),
    "error": Status("x", "Failed", "failed", "error"),
    "errored": Status("x", "Failed", "failed", "never started"),
    "timedout": Status("x", "Failed", "failed", "timed out"),
    "infrastructure_fail": Status("x", "Failed", "failed", "infrastructure"),
    "failing": Status("x", "Failing", "is failing", "still running"),
    "running": Status("arrows_counterclockwise", "Running", "is running"),
    "on_hold": Status("raised_hand", "Waiting for approval", "waits for approval"),
    "canceled": Status("no_entry_sign", "Canceled", "was canceled"),
    "unauthorized": Status("lock", "Not authorized", "isn't authorized"),
    "unread": Status("white_circle", "Loading", "is loading"),
    "lost": Status("grey_question", "Couldn't be read", "couldn't be read"),
    "not_run": Status("heavy_minus_sign", "Not run", "didn't run"),
}

#: Jobs in these need nobody's attention: they are counted, not named.
_QUIET = frozenset(
    {"success", "not_run", "blocked", "not_running", "queued", "created", "pending", "canceled", "retried"}
)

_URGENCY = dict.fromkeys(FAILED_STATUSES, 0) | {"unauthorized": 1, "on_hold": 2, "running": 3, "success": 5}


def status(name: str) -> Status:
    """The status for CircleCI's word; a word that we don't know is shown as it is."""
    if name in _STATUSES:
        return _STATUSES[name]
    word = " ".join(name.replace("_", " ").split())[:40] or "unknown"
    return Status("grey_question", word, f"is “{word}”")


def urgency(name: str) -> int:
    """The order in which a person wants to hear of it: failures first, what passed last."""
    return _URGENCY.get(name, 4)


def matters(job: Job) -> bool:
    """Whether a job is named on a card: it failed, runs, waits for a person, or is something unknown."""
    return job.status not in _QUIET


def by_urgency(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Failures first; otherwise in CircleCI's order."""
    return tuple(sorted(jobs, key=lambda job: urgency(job.status)))


#: How CircleCI begins to say that the parameters are not those that the configuration declares.
MISFIT = ("Unexpected argument(s)", "Type error for argument")
_UNDECLARED = re.compile(r"Unexpected argument\(s\):([^\n]*)")

ERRORS = {
    "config": "Config error",
    "config-fetch": "Couldn't fetch the config",
    "timeout": "Setup timed out",
    "permission": "Missing permission",
    "invalid-trigger-setup": "Trigger misconfigured",
    "trigger-rule": "Trigger filter didn't match",
    "plan": "Not in the organization's plan",
}


#: Of an error's message, as much as is looked through.
_LONGEST_ERROR = 8_000


def error_blocks(pipeline: Pipeline) -> tuple[Block, ...]:
    """What kept the pipeline from starting, in CircleCI's words."""
    blocks: list[Block] = []
    for error in pipeline.errors[:3]:
        blocks.append(Lines(((Bold(error_word(error.type, error.message)), ":"),)))
        blocks.append(
            CodeBlock(safe(error.message[:_LONGEST_ERROR]).strip()[:1500] or "CircleCI gave no details.")
        )
    return (*blocks, *paragraph(left_out(len(pipeline.errors) - 3, "more error")))


def first_error(pipeline: Pipeline) -> str:
    """The kind of the first, within a sentence; nothing where there is none."""
    for error in pipeline.errors[:1]:
        word = error_word(error.type, error.message)
        return word[:1].lower() + word[1:]
    return ""


def misfits(pipeline: Pipeline) -> bool:
    """Whether the parameters it was given are why it never started."""
    return any(each.message.lstrip().startswith(MISFIT) for each in pipeline.errors)


def undeclared_names(pipeline: Pipeline) -> list[str]:
    """The parameters it was given that its configuration does not declare."""
    found = (_UNDECLARED.search(each.message) for each in pipeline.errors)
    return [name for it in found if it for name in re.split(r"[\s,]+", it[1]) if name]


def error_word(kind: str | None, message: str) -> str:
    """What kind of error it is, in words."""
    if kind == "config" and message.lstrip().startswith(MISFIT):
        return "Invalid parameters"
    return ERRORS.get(kind or "", capital(one_line((kind or "error").replace("-", " "), 40)))
