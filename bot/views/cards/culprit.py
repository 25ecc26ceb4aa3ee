"""A job that made its run fail: what kind of failure it is, where, its failures, what it printed."""

from collections.abc import Sequence
from textwrap import dedent

from bot.model.diagnosis import Cause, Culprit, Diagnosis
from bot.model.message import Block, CodeBlock
from bot.model.spans import Bold, Code, Link, Text
from bot.views.cards.failures import Failure, distinct_failures, failure_blocks, failure_line, fitting
from bot.views.cards.pipeline import job_word
from bot.views.cards.tests import WIDTH, results_count
from bot.views.parts.status import status
from bot.views.parts.text import count, duration, join_facts, left_out, one_line, paragraph
from bot.views.scene import Scene

#: How many failures of another job than the first are named.
_NAMED = 2
#: An output of so many lines is shown whole.
SHORT_OUTPUT = 15

_SHEBANG = "#!/bin/bash -eo pipefail"
_REASONS = {
    Cause.INFRASTRUCTURE: "CircleCI's infrastructure failed, not your job. A rerun may pass.",
    Cause.TIMEOUT: "It hit its time limit, or printed nothing for too long.",
    Cause.CANCELED: "It was canceled; nothing failed.",
    Cause.UNAUTHORIZED: "It needs a restricted context that the person who started or approved it can't use.",
}


def culprit_phrase(culprit: Culprit) -> str:
    """The answer in a few words: ``e2e failed: 2 of 42 tests``, ``lint failed: Lint, exit code 1``."""
    name, results, step = one_line(culprit.job.name, 50), culprit.results, culprit.step
    match culprit.cause:
        case Cause.TESTS if results is not None:
            return f"{name} failed: {results_count(results)}"
        case Cause.TIMEOUT:
            return f"{name} timed out"
        case Cause.INFRASTRUCTURE:
            return f"{name} failed: CircleCI's infrastructure"
        case Cause.STEP if step is not None:
            return f"{name} failed: {one_line(step.name, 60)}{_code(culprit)}"
    return f"{name} {job_word(culprit.job)}"


def culprit_heading(culprit: Culprit, it: Diagnosis, scene: Scene) -> Text:
    """The same with its sign, and a link to the job's page."""
    number, said = culprit.job.job_number, culprit_phrase(culprit)
    page = scene.job(it.run.pipeline, culprit.workflow.id, number) if number is not None else None
    return (status(culprit.job.status).emoji, " ", Link(page, said, bold=True) if page else Bold(said))


def culprit_reasons(culprit: Culprit, it: Diagnosis) -> list[str]:
    """What the heading means, where that is not plain, and what can't be done about it."""
    killed = culprit.action is not None and culprit.action.exit_code == 137
    unknown = culprit.cause is Cause.UNKNOWN and not (it.unread_parts or it.pending_parts)
    setup = culprit.workflow.tag == "setup" and culprit.cause is not Cause.NONE
    return [
        _REASONS.get(culprit.cause, ""),
        "Killed, probably out of memory." if killed else "",
        "CircleCI doesn't say which step failed." if unknown else "",
        "Setup workflows can't be rerun; start a new pipeline instead." if setup else "",
    ]


def culprit_evidence(culprit: Culprit, it: Diagnosis, scene: Scene, room: int) -> tuple[list[Block], int]:
    """Its failures, or what it printed, within ``room`` lines of a phone; and how many failures these are."""
    failures = _failures(culprit)
    if not failures:
        return _output(culprit, room), 0
    blocks, shown = failure_blocks(failures, it, scene, room)
    return [*blocks, *paragraph(_left_out(failures, shown))], shown


def culprit_details(culprit: Culprit, it: Diagnosis, scene: Scene, shown: int, room: int) -> list[Block]:
    """What the evidence, which has told of ``shown`` failures, leaves out: where it was, and the rest."""
    failures = _failures(culprit)
    shell = (culprit.action.bash_command or "") if culprit.action else ""
    command = one_line(shell.removeprefix(_SHEBANG), 200)
    blocks: list[Block] = [*paragraph(_where(culprit), (Code(command),) if command else "")]
    more, told = failure_blocks(failures[shown:], it, scene, room) if len(failures) > shown else ([], 0)
    blocks += [*more, *paragraph(_left_out(failures, shown + told))]
    end = culprit.end
    if end is not None and end.text and (failures or not _is_short(culprit)):
        blocks += _last_lines(culprit, room)
    return blocks


def other_culprit(culprit: Culprit, it: Diagnosis, scene: Scene) -> list[Block]:
    """One that is not the first, in lines alone."""
    failures = _failures(culprit)
    return [
        *paragraph(
            culprit_heading(culprit, it, scene),
            *culprit_reasons(culprit, it),
            _where(culprit),
            *(failure_line(each, it, scene, place=True) for each in failures[:_NAMED]),
            _left_out(failures, _NAMED),
        )
    ]


def _failures(culprit: Culprit) -> Sequence[Failure]:
    results = culprit.results
    return distinct_failures(results.failed, cut=results.cut) if results else ()


def _left_out(failures: Sequence[Failure], shown: int) -> str:
    return left_out(len(failures) - shown, "more failure", cut=any(each.cut for each in failures))


def _code(culprit: Culprit) -> str:
    code = culprit.action.exit_code if culprit.action else None
    return f", exit code {code}" if code else ""


def _where(culprit: Culprit) -> Text:
    """The step, how long it all took, of which workflow."""
    step, action, job = culprit.step, culprit.action, culprit.job
    facts: list[Text | str] = []
    if step is not None and action is not None:
        facts.append((Bold(one_line(step.name, 80)), _code(culprit)))
        facts.append(f"after {duration(action.took)}" if action.took else "")
        several = len(step.actions)
        facts.append(f"parallel run {action.index + 1} of {several}" if several > 1 else "")
    if job.started_at is not None and job.stopped_at is not None:
        facts.append(f"job {duration(job.stopped_at - job.started_at)}")
    return join_facts(*facts, f"workflow {one_line(culprit.workflow.name, 60)}")


def _is_short(culprit: Culprit) -> bool:
    end = culprit.end
    return end is not None and end.whole and end.lines <= SHORT_OUTPUT


def _output(culprit: Culprit, room: int) -> list[Block]:
    """All of it where that is short; else what tells of errors, with what follows that; else its end."""
    end = culprit.end
    if end is not None and end.text and _is_short(culprit):
        return [CodeBlock(dedent(_narrow(end.text)))]
    if culprit.error_lines:
        lines = fitting(dedent(_narrow(culprit.error_lines)), room - 1)
        return [*paragraph("Error lines:"), CodeBlock(lines)] if lines else []
    return _last_lines(culprit, room)


def _last_lines(culprit: Culprit, room: int) -> list[Block]:
    """As many as there is room for."""
    if culprit.end is None or not culprit.end.text:
        return []
    total, lines = culprit.end.lines, _narrow(culprit.end.text).split("\n")
    backwards = fitting("\n".join(reversed(lines)), room - 1).split("\n")
    last = backwards[::-1]
    told = f"Last {len(last):,} of {count(total, 'line')}:" if total > len(last) else "Output:"
    return [*paragraph(told), CodeBlock(dedent("\n".join(last)))]


def _narrow(text: str) -> str:
    """No line of it is longer than a message's."""
    return "\n".join(line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in text.split("\n"))
