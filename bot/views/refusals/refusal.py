"""The way from an error to its words. Each function says in its signature for which error it has them."""

from functools import singledispatch

from bot.circleci.errors import CircleCIError
from bot.model.fault import Fault
from bot.model.message import Message
from bot.model.spans import Code, Text
from bot.views.refusals import (
    acting,
    choosing,
    circleci,
    jobs,
    meaning,
    permission,
    reading,
    starting,
    writing,
)
from bot.views.refusals.drawing import asker_message

_WORDS = (
    reading.line_empty,
    reading.command_unknown,
    reading.quote_unclosed,
    reading.line_too_long,
    reading.argument_missing,
    reading.argument_surplus,
    reading.flag_unknown,
    reading.value_bad,
    reading.arguments_contradict,
    permission.permission_denied,
    permission.workspace_foreign,
    permission.guest_refused,
    meaning.project_missing,
    meaning.project_unknown,
    meaning.word_unknown,
    meaning.name_unknown,
    meaning.nothing_here,
    meaning.artifact_in_no_green_run,
    meaning.definition_missing,
    meaning.deploys_missing,
    meaning.pipeline_never_started,
    meaning.number_is_a_pipelines,
    meaning.nothing_shown,
    choosing.several_fit,
    choosing.several_approvals_wait,
    choosing.several_workflows_held,
    choosing.several_workflows_to_rerun,
    choosing.several_steps_fit,
    jobs.no_job_begun,
    jobs.job_has_none,
    jobs.step_unknown,
    jobs.parallel_run_unknown,
    jobs.artifact_too_large,
    acting.run_stale,
    acting.approval_refused,
    acting.cancel_refused,
    acting.rerun_refused,
    starting.rollback_refused,
    starting.call_refused,
    writing.not_recorded,
    writing.not_begun,
    writing.already_taken_up,
    writing.outcome_unknown,
    writing.too_busy,
    circleci.error_answered,
    circleci.request_not_accepted,
    circleci.token_not_accepted,
    circleci.user_not_allowed,
    circleci.thing_not_found,
    circleci.state_conflict,
    circleci.thing_gone,
    circleci.asked_too_often,
    circleci.circleci_in_trouble,
    circleci.circleci_not_reached,
    circleci.answer_lost,
    circleci.answer_missing,
    circleci.answer_unreadable,
    circleci.api_elsewhere,
    circleci.host_unknown,
    circleci.download_too_large,
)


@singledispatch
def refusal(error: Fault | CircleCIError) -> Message:
    """What the asker reads, alone: what happened, whether anything was started, the next line to type."""
    raise TypeError(f"no words for {type(error).__name__}")


for _words in _WORDS:
    refusal.register(_words)


def bug(reference: str) -> Message:
    """It is our mistake: one fixed sentence, with the reference under which the log has the rest."""
    first: Text = ("That went wrong inside the bot, under the reference ", Code(reference), ".")
    second = "If it was to start something, look in CircleCI before you try again."
    third = "Whoever runs the bot finds more under that reference in the log."
    return asker_message(first, (second,), (third,))
