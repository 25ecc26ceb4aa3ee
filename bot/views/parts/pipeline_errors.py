"""What kept a pipeline from starting."""

from bot.circleci.models import Pipeline
from bot.model.message import Block, CodeBlock, Lines
from bot.model.spans import Bold
from bot.views.parts.text import capital, count, one_line, paragraph

#: How CircleCI begins to say that the parameters are not those that the configuration declares.
MISFIT = ("Unexpected argument(s)", "Type error for argument")

ERRORS = {
    "config": "The configuration is wrong",
    "config-fetch": "The configuration could not be fetched",
    "timeout": "Preparing the pipeline timed out",
    "permission": "A permission is missing",
    "invalid-trigger-setup": "The trigger is set up wrongly",
    "trigger-rule": "The trigger's rule was not met",
    "plan": "The organisation's plan does not allow it",
}


def error_blocks(pipeline: Pipeline) -> tuple[Block, ...]:
    """What kept the pipeline from starting, in CircleCI's words."""
    blocks: list[Block] = []
    for error in pipeline.errors[:3]:
        blocks.append(Lines(((Bold(error_word(error.type, error.message)), ":"),)))
        blocks.append(CodeBlock(error.message.strip()[:1500] or "CircleCI says no more."))
    more = len(pipeline.errors) - 3
    return (*blocks, *paragraph(f"+ {count(more, 'more error')}" if more > 0 else ""))


def first_error(pipeline: Pipeline) -> str:
    """The kind of the first, within a sentence; nothing where there is none."""
    for error in pipeline.errors[:1]:
        word = error_word(error.type, error.message)
        return word[:1].lower() + word[1:]
    return ""


def error_word(kind: str | None, message: str) -> str:
    """What kind of error it is, in words."""
    if kind == "config" and message.lstrip().startswith(MISFIT):
        return "The parameters do not fit"
    return ERRORS.get(kind or "", capital(one_line((kind or "error").replace("-", " "), 40)))
