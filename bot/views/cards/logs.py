"""What a step printed: how it ended, the end of its output, and the whole as a file."""

from dataclasses import dataclass

from bot.circleci.models import StepRun
from bot.model.line import Line
from bot.model.message import Button, Buttons, CodeBlock, File, Message
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Text
from bot.model.spool import OutputEnd
from bot.views.parts.buttons import evidence_buttons
from bot.views.parts.commit import job_facts, job_message, job_phrase
from bot.views.parts.status import status
from bot.views.parts.text import count, duration, file_size, join_facts, one_line, paragraph
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class LogCard:
    """``step``, ``command``: as they may be shown. ``runs``: how many parallel runs the step had.

    ``next_line``: the line that shows the next run of the step that failed.
    """

    job: BuiltJob
    step: str
    command: str
    action: StepRun
    runs: int
    output_end: OutputEnd
    scene: Scene
    next_line: Line | None = None


def log_card(result: LogCard) -> Message:
    """The end of the output, in the thread; the whole as a file where there is more."""
    action, job, scene, end = result.action, result.job, result.scene, _end(result.action)
    sign = status(_status(action)).emoji
    name, command = one_line(result.step, 80), one_line(result.command, 200)
    run = f"parallel run {action.index + 1} of {result.runs}" if result.runs > 1 else ""
    artifacts = evidence_buttons(job.pipeline.project_slug, job.number)[2]
    items = [*([Button("Next failed parallel run", result.next_line)] if result.next_line else []), artifacts]
    return job_message(
        job,
        f"{name} ({job_phrase(job)}){f': {end}' if end else ''}",
        (
            *paragraph(
                join_facts((sign, " ", Bold(name)), run, job_facts(job, scene)),
                join_facts(
                    (Code(command),) if command and command != one_line(result.step, 200) else "",
                    end,
                    f"took {duration(action.took)}" if action.took is not None else "",
                ),
                _more(result.output_end, action),
            ),
            *((CodeBlock(result.output_end.text),) if result.output_end.text else ()),
            Buttons(tuple(items)),
            scene.footer(),
        ),
        _files(result),
    )


def _status(action: StepRun) -> str:
    """In CircleCI's word for a job's."""
    return "failed" if action.broken else "canceled" if action.interrupted else action.status or "success"


def _end(action: StepRun) -> str:
    """How it ended, where that is more than its sign says."""
    if action.infrastructure_fail:
        return "CircleCI's infrastructure failed"
    if action.timedout:
        return "timed out"
    if action.interrupted:
        return "canceled"
    return f"exit code {action.exit_code}" if action.exit_code is not None else ""


def _more(ended: OutputEnd, action: StepRun) -> Text:
    """How much is shown of how much."""
    spool, shown, part, whole = ended.spool, ended.lines - ended.earlier_lines, "", ""
    if not ended.text:
        return ("No readable output." if ended.lines else "No output.",)
    if ended.earlier_lines:
        last = "Last line" if shown == 1 else f"Last {shown:,}"
        part = f"{last} of {count(ended.lines, 'line')}"
    elif ended.cut:
        part = "End of a long line"
    if spool is not None:
        size = file_size(spool.size)
        whole = f"first {size} attached" if spool.cut else f"full output attached ({size})"
    return join_facts(part, whole, "truncated by CircleCI" if action.truncated else "")


def _files(result: LogCard) -> tuple[File, ...]:
    spool = result.output_end.spool
    if spool is None:
        return ()
    run = f"-run-{result.action.index + 1}" if result.runs > 1 else ""
    stem = f"{result.job.called}-{result.job.number}-{one_line(result.step, 60)}{run}".lower()
    name = "-".join("".join(c if c.isalnum() or c in "_." else " " for c in stem).split())
    title = f"{one_line(result.step, 80)}, job {result.job.number}"
    return (File(f"{name}.log", spool.file, title, result.job.page(result.scene.web)),)
