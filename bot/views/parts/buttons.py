"""Buttons for what can be done with a run: lines that are already typed, each with its question.

A question names the project, the branch, the commit and what will happen. The line carries the commit
that was shown, so that nothing else is approved, rerun or canceled.
"""

from collections.abc import Sequence

from bot import lines
from bot.circleci.models import Job, Pipeline, Workflow
from bot.grammar import LIMIT, kinds, line
from bot.model.approval import WaitingApproval, waiting_approvals
from bot.model.line import Line
from bot.model.message import Button, Confirm, Style
from bot.model.reference import Reference, Target
from bot.model.run import RERUNNABLE, Run
from bot.views.parts.commit import on_ref
from bot.views.parts.text import one_line, short_commit, some_names

#: How many workflows a line names by their ids: more than a card shows.
_SHOWN = 30

#: How many approvals have a button each.
_AT_ONCE = 2

#: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
LONGEST_QUESTION = 300


def approval_buttons(run: Run) -> list[Button]:
    """One for each approval job that waits; where that is many, one that leads to the choice."""
    waiting = [each for it in run.newest for each in waiting_approvals(it, run.jobs.get(it.id, ()))]
    if len(waiting) > _AT_ONCE:
        names = some_names([each.job.name for each in waiting])
        effect = f"{names} wait: a choice comes next, or the last that waits."
        text = _what(run.pipeline, run.called, effect)
        ask = Confirm("Approve one of several?", text, yes="Go on", no="Not now")
        args = lines.ApproveArgs(Reference.of_id(run.pipeline.id), commit=_commit(run.pipeline))
        return [Button("Approve…", line(lines.APPROVE, args), confirm=ask)]
    return [approve_button(run.pipeline, run.called, each) for each in waiting]


def approve_button(pipeline: Pipeline, called: str, waiting: WaitingApproval) -> Button:
    """One approval job of one workflow."""
    name = one_line(waiting.job.name, 40)
    after = (
        f"{some_names(waiting.then)} {_verb(waiting.then, 'run')} next." if waiting.then else "It goes on."
    )
    ask = Confirm(f"Approve {name}?", _what(pipeline, called, after), yes="Approve", no="Not now")
    args = lines.ApproveArgs(Reference.of_id(waiting.workflow.id), waiting.job.name, _commit(pipeline))
    return Button(f"Approve {name}", line(lines.APPROVE, args), confirm=ask)


def rerun_buttons(run: Run) -> list[Button]:
    """From failed: the workflow that has ended badly; where several have, a way to the choice."""
    those = [each for each in run.foremost if each.status in RERUNNABLE and each.tag != "setup"]
    if len(those) > 1:
        names = some_names([each.name for each in those])
        effect = f"{names} failed: a choice comes next, or the last to rerun."
        text = _what(run.pipeline, run.called, effect)
        ask = Confirm("Rerun one of several from failed?", text, yes="Go on", no="Not now")
        return [Button("Rerun failed…", _rerun(run.pipeline, run.pipeline.id, failed=True), confirm=ask)]
    return [rerun_failed_button(run.pipeline, run.called, it, run.jobs.get(it.id, ())) for it in those]


def rerun_failed_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow, from failed."""
    bad = _bad(jobs)
    it = "it" if len(bad) == 1 else "them"
    effect = f"{_again(bad, workflow)}, and what depends on {it}."
    ask = Confirm("Rerun from failed?", _what(pipeline, called, effect), yes="Rerun", no="Not now")
    return Button("Rerun failed", _rerun(pipeline, workflow.id, failed=True), confirm=ask)


def rerun_start_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow, all of it."""
    all_of_it = f"All {len(jobs):,} jobs" if len(jobs) > 1 else "All jobs"
    effect = f"{all_of_it} of {one_line(workflow.name, 40)} run again, from the start."
    ask = Confirm("Rerun from the start?", _what(pipeline, called, effect), yes="Rerun", no="Not now")
    return Button("Rerun", _rerun(pipeline, workflow.id), confirm=ask)


def rerun_ssh_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow's failed jobs, open for SSH."""
    bad = _bad(jobs)
    effect = f"{_again(bad, workflow)}, and {_verb(bad, 'stay')} open for SSH."
    ask = Confirm("Rerun with SSH?", _what(pipeline, called, effect), yes="Rerun", no="Not now")
    return Button("Rerun with SSH", _rerun(pipeline, workflow.id, ssh=True), confirm=ask)


def rerun_jobs_button(
    pipeline: Pipeline, called: str, workflow: Workflow, names: Sequence[str], *, ssh: bool
) -> Button:
    """Jobs of one workflow by their names, and what depends on them."""
    many = len(names) > 1
    also = (
        f"and {_verb(names, 'stay')} open for SSH"
        if ssh
        else f"and what depends on {'them' if many else 'it'}"
    )
    effect = f"{_again(names, workflow)}, {also}."
    ask = Confirm("Rerun some jobs?", _what(pipeline, called, effect), yes="Rerun", no="Not now")
    return Button("Rerun jobs", _rerun(pipeline, workflow.id, jobs=tuple(names), ssh=ssh), confirm=ask)


def cancel_buttons(run: Run) -> list[Button]:
    """All that is under way, as one button."""
    moving = [each for each in run.newest if not each.terminal]
    return [cancel_button(run.pipeline, run.called, moving)] if moving else []


def cancel_button(pipeline: Pipeline, called: str, those: Sequence[Workflow]) -> Button:
    """These workflows by their own ids, which a rerun of one does not have."""
    names = [each.name for each in those]
    effect = f"{some_names(names)} {_verb(names, 'stop')}, which nothing undoes."
    title = f"Cancel {one_line(called, 40)} #{pipeline.number}?"
    ask = Confirm(title, _what(pipeline, called, effect), yes="Cancel it", no="Let it run")
    ids = tuple(each.id for each in those[:_SHOWN])
    one = len(ids) == 1
    args = lines.CancelArgs(
        Reference.of_id(ids[0] if one else pipeline.id), None if one else ids, _commit(pipeline)
    )
    return Button("Cancel", line(lines.CANCEL, args), style=Style.DANGER, confirm=ask)


def cancel_job_button(pipeline: Pipeline, called: str, name: str, number: int) -> Button:
    """One job, by its number."""
    name = one_line(name, 40)
    effect = f"{name} stops, which nothing undoes; what depends on it does not run."
    ask = Confirm(f"Cancel {name}?", _what(pipeline, called, effect), yes="Cancel it", no="Let it run")
    args = lines.CancelJobArgs(Reference.of_number(pipeline.project_slug, number))
    return Button("Cancel", line(lines.CANCEL_JOB, args), style=Style.DANGER, confirm=ask)


def trigger_again_buttons(run: Run, given: Sequence[str]) -> list[Button]:
    """With what it was given, where that is known; none where that is more than a line holds."""
    pipeline = run.pipeline
    if not (pipeline.branch or pipeline.tag):
        return []
    values = tuple(kinds.PARAMETER.read(each) for each in given if not each.startswith("--"))
    named = [each.partition("=")[2] for each in given if each.startswith("--definition=")]
    args = lines.TriggerArgs(
        Target.of(pipeline.project_slug, pipeline.branch),
        values,
        None if pipeline.branch else pipeline.tag,
        named[0] if named else None,
    )
    again = line(lines.TRIGGER, args)
    if len(again) > LIMIT:
        return []
    newest = ", from its newest commit" if pipeline.branch else ""
    gets = f"with {one_line(' '.join(given), 100)}" if given else "without parameters"
    text = f"A new pipeline of {one_line(run.called, 40)} starts{on_ref(pipeline)}{newest}, {gets}."
    ask = Confirm(f"Trigger {one_line(run.called, 40)}?", text, yes="Trigger it", no="Not now")
    return [Button("Trigger again", again, confirm=ask)]


def _bad(jobs: Sequence[Job]) -> Sequence[str]:
    return [job.name for job in jobs if job.status in RERUNNABLE] or ["What failed"]


def _again(names: Sequence[str], workflow: Workflow) -> str:
    return f"{some_names(names)} of {one_line(workflow.name, 40)} {_verb(names, 'run')} again"


def _verb(names: Sequence[str], verb: str) -> str:
    return f"{verb}s" if len(names) == 1 else verb


def _what(pipeline: Pipeline, called: str, effect: str) -> str:
    """``web #812 on main, a1b2c3d “Fix rounding” by Ana Lima. deploy runs next.``

    Where that is more than Slack takes, it goes without the author, then without the subject.
    """
    name, where = f"{one_line(called, 40)} #{pipeline.number}", on_ref(pipeline)
    commit = f", {short_commit(pipeline.revision)}" if pipeline.revision else ""
    subject = f" “{one_line(pipeline.subject, 45)}”" if pipeline.subject else ""
    author = f" by {one_line(pipeline.author, 30)}" if pipeline.author else ""
    for more in (f"{subject}{author}", subject, ""):
        text = f"{name}{where}{commit}{more}. {effect}"
        if len(text) <= LONGEST_QUESTION:
            return text
    shorter = where[: LONGEST_QUESTION - len(text) - 1].rstrip()
    return f"{name}{shorter}…{commit}. {effect}"


def _commit(pipeline: Pipeline) -> str | None:
    return pipeline.revision or None


def _rerun(
    pipeline: Pipeline,
    id: str,
    *,
    failed: bool = False,
    jobs: tuple[str, ...] | None = None,
    ssh: bool = False,
) -> Line:
    return line(
        lines.RERUN, lines.RerunArgs(Reference.of_id(id), failed, jobs, ssh, commit=_commit(pipeline))
    )
