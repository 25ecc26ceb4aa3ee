"""A job that made its run fail: what kind of failure it is, where, its failed tests, how its output ends."""

from textwrap import dedent

from bot.circleci.models import Test
from bot.model.diagnosis import Cause, Culprit, Diagnosis
from bot.model.message import Block, CodeBlock
from bot.model.spans import Bold, Code, Emoji, Link, Text
from bot.output import safe
from bot.views.cards.pipeline import job_word
from bot.views.cards.tests import failed_blocks, results_count
from bot.views.parts.status import status
from bot.views.parts.text import count, duration, join_facts, left_out, one_line, paragraph
from bot.views.scene import Scene

#: How many failed tests are told of the first job, with their messages, and how many are named of another.
_TESTS, _NAMED = 5, 2
#: How many lines of the output stand below tests that say themselves what is wrong.
_LINES = 4

_SHEBANG = "#!/bin/bash -eo pipefail"
_REASONS = {
    Cause.INFRASTRUCTURE: "CircleCI's infrastructure failed, not the job itself: a rerun may pass.",
    Cause.TIMEOUT: "It took longer than it may, or printed nothing for too long.",
    Cause.CANCELED: "Somebody canceled it; nothing in it failed.",
    Cause.UNAUTHORIZED: "It uses a restricted context, which whoever started or approved it may not use.",
}


def culprit_phrase(culprit: Culprit) -> str:
    """The answer in a few words: ``e2e failed: 2 of 42 tests``, ``lint failed: Lint, exit code 1``."""
    name, results, step = one_line(safe(culprit.job.name), 50), culprit.results, culprit.step
    match culprit.cause:
        case Cause.TESTS if results is not None:
            return f"{name} failed: {results_count(results)}"
        case Cause.TIMEOUT:
            return f"{name} timed out"
        case Cause.INFRASTRUCTURE:
            return f"{name} failed: CircleCI's infrastructure"
        case Cause.STEP if step is not None:
            return f"{name} failed: {one_line(safe(step.name), 60)}{_code(culprit)}"
    return f"{name} {job_word(culprit.job)}"


def culprit_heading(culprit: Culprit, it: Diagnosis, scene: Scene) -> Text:
    """The same with its sign, and a link to the job's page."""
    number, said = culprit.job.job_number, culprit_phrase(culprit)
    page = scene.job(it.run.pipeline, culprit.workflow.id, number) if number is not None else None
    return (status(culprit.job.status).emoji, " ", Link(page, said, bold=True) if page else Bold(said))


def culprit_evidence(culprit: Culprit, it: Diagnosis) -> tuple[list[Text | str], list[Block]]:
    """The lines that belong to the heading, and what stands below: the tests and the output.

    The first job is told at length, so that there is room for the others.
    """
    failed = culprit.results.failed if culprit.results else ()
    shell = (culprit.action.bash_command or "") if culprit.action else ""
    command = one_line(safe(shell).removeprefix(_SHEBANG), 200)
    lines: list[Text | str] = [_REASONS.get(culprit.cause, ""), _where(culprit)]
    lines.append((Code(command),) if command else "")
    if culprit.cause is Cause.UNKNOWN and not (it.unread_parts or it.pending_parts):
        lines.append("CircleCI does not tell which of its steps failed.")
    if culprit.workflow.tag == "setup" and culprit.cause is not Cause.NONE:
        lines.append("A setup workflow can't be rerun: a new pipeline runs it again.")
    if culprit is not it.culprits[0]:
        lines += [
            *(_test(test, it) for test in failed[:_NAMED]),
            left_out(len(failed) - _NAMED, "more failed test"),
        ]
        return [line for line in lines if line], []
    blocks = [block for test in failed[:_TESTS] for block in failed_blocks(test, _test(test, it))]
    blocks += paragraph(left_out(len(failed) - _TESTS, "more failed test"))
    blocks += _output(culprit, spoken=any(test.message for test in failed))
    return [line for line in lines if line], blocks


def _code(culprit: Culprit) -> str:
    code = culprit.action.exit_code if culprit.action else None
    return f", exit code {code}" if code else ""


def _where(culprit: Culprit) -> Text:
    """The step, where the heading has not told it; how long it all took; of which workflow."""
    step, action, job = culprit.step, culprit.action, culprit.job
    facts: list[Text | str] = []
    if step is not None and action is not None:
        if culprit.cause is not Cause.STEP:
            facts.append((Bold(one_line(safe(step.name), 80)), _code(culprit)))
        run = f" in parallel run {action.index + 1}" if len(step.actions) > 1 else ""
        facts.append(f"after {duration(action.took)}{run}" if action.took else run.strip())
        facts.append("killed: perhaps out of memory" if action.exit_code == 137 else "")
    if job.started_at is not None and job.stopped_at is not None:
        facts.append(f"job {duration(job.stopped_at - job.started_at)}")
    return join_facts(*facts, f"workflow {one_line(culprit.workflow.name, 60)}")


def _test(test: Test, it: Diagnosis) -> Text:
    place, times = one_line(safe(test.file or test.classname), 80), it.flake_count(test)
    known = "" if it.flaky is None else "not known as flaky"
    return join_facts(
        (Emoji("x"), " ", Bold(one_line(safe(test.name), 120) or "a test without a name")),
        (Code(place),) if place else "",
        f"known as flaky: {count(times, 'time')} in 14 days" if times else known,
    )


def _output(culprit: Culprit, *, spoken: bool) -> list[Block]:
    """The lines that tell of errors, where CircleCI picks them; else how it ends.

    ``spoken``: the tests have said already what is wrong, so that the last lines are enough.
    """
    end = culprit.end
    if culprit.error_lines and not spoken:
        told = "The lines of the output that tell of errors:"
        return [*paragraph(told), CodeBlock(dedent(culprit.error_lines))]
    if end is None or not end.text:
        return []
    lines = end.text.split("\n")
    last = lines[-_LINES:] if spoken else lines
    before = end.earlier_lines + len(lines) - len(last)
    after = f", after {count(before, 'line')}" if before else ""
    return [*paragraph(f"How the output ends{after}:"), CodeBlock(dedent("\n".join(last)))]
