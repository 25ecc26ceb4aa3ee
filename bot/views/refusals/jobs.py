"""What a job has not left behind, or what of it can't be shared."""

from bot import lines
from bot.grammar import line
from bot.model.fault import (
    ArtifactTooLarge,
    JobHasNone,
    JobProduct,
    JobReason,
    NoJobBegun,
    NoSuchRun,
    NoSuchStep,
)
from bot.model.message import Message
from bot.model.reference import Reference
from bot.model.run import BuiltJob
from bot.model.spans import Code, Link, Text
from bot.views.parts.commit import job_phrase
from bot.views.parts.text import file_size, one_line, some_names
from bot.views.refusals.drawing import asker_message, quote_code


def no_job_begun(fault: NoJobBegun) -> Message:
    return asker_message((f"No job of {fault.called} #{fault.number} has begun yet.",))


def job_has_none(fault: JobHasNone) -> Message:
    match fault.reason:
        case JobReason.APPROVAL:
            return asker_message((f"{fault.name} is an approval, and has no {fault.product.value}.",))
        case JobReason.NO_STEPS:
            name = one_line(fault.name, 60)
            return asker_message((f"CircleCI has no steps of {name}, so there is no output.",))
        case JobReason.NOT_BEGUN:
            return _not_begun(fault)
        case JobReason.RUNNING:
            return _running(fault.job, fault.name)


def _not_begun(fault: JobHasNone) -> Message:
    if fault.job is None:
        return asker_message((f"{fault.name} has not begun yet, and has no {fault.product.value}.",))
    printed = ", so nothing was printed" if fault.product is JobProduct.OUTPUT else ""
    return asker_message((f"{job_phrase(fault.job)} has not begun yet{printed}.",))


def _running(job: BuiltJob | None, name: str) -> Message:
    if job is None:
        return asker_message((f"{one_line(name, 60)} is still running.",))
    logs = lines.LogsArgs(Reference.of_number(job.pipeline.project_slug, job.number))
    later: Text = ("When it has ended: ", Code(line(lines.LOGS, logs)), ".")
    return asker_message((f"{job_phrase(job)} is still running.",), later)


def step_unknown(fault: NoSuchStep) -> Message:
    first: Text = (f"{one_line(fault.job, 60)} has no step ", quote_code(fault.said), ".")
    return asker_message(first, (f"It has: {some_names(fault.steps, 10)}.",))


def parallel_run_unknown(fault: NoSuchRun) -> Message:
    has = f"It has {fault.runs:,}." if fault.runs > 1 else "It has one run only."
    return asker_message((f"{one_line(fault.step, 60)} of {fault.job} has no run {fault.run:,}.",), (has,))


def artifact_too_large(fault: ArtifactTooLarge) -> Message:
    much = f"has {file_size(fault.size)}" if fault.size else "is larger"
    first = f"{fault.path} {much}; {file_size(fault.limit)} are the most that the bot shares."
    page = Link(fault.page, "The job's page in CircleCI")
    return asker_message((f"{first} Nothing was shared.",), (page, " has it."))
