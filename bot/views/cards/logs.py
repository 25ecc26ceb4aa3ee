"""What a step printed: how it ended, the end of its output, and the whole as a file."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.models import StepRun
from bot.grammar import line
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, CodeBlock, File, Lines, Message
from bot.model.reference import Reference
from bot.model.run import BuiltJob
from bot.model.spans import Bold, Code, Emoji, Text
from bot.model.spool import OutputEnd
from bot.views.parts import built_job
from bot.views.parts.commit import open_button
from bot.views.parts.status import status
from bot.views.parts.text import count, duration, file_size, join_facts, one_line
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class LogCard:
    """``step``, ``command``: as they may be shown. ``runs``: how many parallel runs the step had.

    ``failed``: the line that shows the next run of the step that failed.
    """

    job: BuiltJob
    step: str
    command: str
    action: StepRun
    runs: int
    ended: OutputEnd
    scene: Scene
    failed: Line | None = None


def log_card(result: LogCard) -> Message:
    """The end of the output, in the thread; the whole as a file where there is more."""
    action, job = result.action, result.job
    state = status("failed" if action.broken else action.status or "success")
    name = one_line(result.step, 80)
    run = (f"run {action.index + 1} of {result.runs}",) if result.runs > 1 else ()
    lines: list[Text] = [
        join_facts([(Emoji(state.sign), " ", Bold(name)), run, built_job.job_facts(job, result.scene)]),
        _how(result),
        _more(result.ended, action),
    ]
    log: tuple[Block, ...] = (CodeBlock(result.ended.text),) if result.ended.text else ()
    return Message(
        text=(f"{name} of {built_job.job_phrase(job)}{': ' + _end(action) if _end(action) else ''}",),
        blocks=(
            Lines(tuple(line for line in lines if line)),
            *log,
            _buttons(result),
            result.scene.asked(),
        ),
        audience=Audience.THREAD,
        depicts=built_job.shown_job(job),
        files=_files(result),
    )


def _end(action: StepRun) -> str:
    """How it ended, where that is more than its sign says."""
    if action.infrastructure_fail:
        return "infrastructure failure"
    if action.timedout:
        return "timed out"
    if action.canceled:
        return "canceled"
    return f"exit code {action.exit_code}" if action.exit_code is not None else ""


def _how(result: LogCard) -> Text:
    command = one_line(result.command, 200)
    end, took = _end(result.action), result.action.took
    return join_facts(
        [
            (Code(command),) if command and command != one_line(result.step, 200) else (),
            (end,) if end else (),
            (f"took {duration(took)}",) if took is not None else (),
        ]
    )


def _more(ended: OutputEnd, action: StepRun) -> Text:
    """How much is shown of how much."""
    spool = ended.spool
    if not ended.text:
        return ("It printed nothing that can be shown." if ended.lines else "It printed nothing.",)
    parts: list[Text] = []
    if ended.before:
        last = (
            "The last line" if ended.lines - ended.before == 1 else f"The last {ended.lines - ended.before:,}"
        )
        parts.append((f"{last} of {count(ended.lines, 'line')}",))
    elif ended.cut:
        parts.append(("The end of a long line",))
    if spool is not None:
        less = (
            f"the first {file_size(spool.size)}, of more,"
            if spool.cut
            else f"the whole, {file_size(spool.size)},"
        )
        parts.append((f"{less} is in the file",))
    if action.truncated:
        parts.append(("CircleCI has kept only a part of it",))
    return join_facts(parts)


def _files(result: LogCard) -> tuple[File, ...]:
    spool = result.ended.spool
    if spool is None:
        return ()
    run = f"-run-{result.action.index + 1}" if result.runs > 1 else ""
    stem = f"{result.job.called}-{result.job.number}-{one_line(result.step, 60)}{run}".lower()
    name = "-".join("".join(c if c.isalnum() or c in "_." else " " for c in stem).split())
    return (File(f"{name}.log", spool.file, title=f"{one_line(result.step, 80)}, job {result.job.number}"),)


def _buttons(result: LogCard) -> Buttons:
    job = Reference.of_number(result.job.pipeline.project_slug, result.job.number)
    items = [Button("Next failed run", result.failed)] if result.failed else []
    items.append(Button("Artifacts", line(lines.ARTIFACTS, lines.ArtifactsArgs(job))))
    return Buttons((*items, open_button(built_job.job_page(result.job, result.scene))))
