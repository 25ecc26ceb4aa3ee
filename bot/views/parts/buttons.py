"""Buttons for what can be done with a run: lines that are already typed, each with its question.

A question names the project, the branch, the commit and what will happen. The line carries the commit
that was shown, so that nothing else is approved, rerun or canceled.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import lines
from bot.circleci.models import Job, Pipeline, Workflow
from bot.circleci.slug import ProjectSlug
from bot.grammar import LIMIT, kinds, line
from bot.model.approval import WaitingApproval
from bot.model.message import Button, Buttons, Confirm, Style
from bot.model.reference import AT_HAND, Reference
from bot.model.run import RERUNNABLE, Run
from bot.views.parts.commit import cause_phrase, on_ref
from bot.views.parts.status import misfits, undeclared_names
from bot.views.parts.text import (
    LABEL_LENGTH,
    button_label,
    one_line,
    short_commit,
    short_sentence,
    some_names,
)

#: How many workflows a line names by their ids: more than a card shows.
_SHOWN = 30
#: How many approvals have a button each.
_AT_ONCE = 2
#: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
LONGEST_QUESTION = 300

#: How many stand in a row; what is needed less is in a menu.
_ABREAST = 3


def button_row(
    items: Sequence[Button], more: Sequence[Button] = (), last: Sequence[Button] = ()
) -> tuple[Buttons, ...]:
    """Those most needed, ``last`` at their end, and a menu of the rest; nothing where there is none.

    A menu has more than one entry, and none that asks first.
    """
    several = [*items, *more]
    row, rest = several[: _ABREAST - len(last)], several[_ABREAST - len(last) :]
    menu = [each for each in rest if each.confirm is None]
    if len(menu) == 1:
        menu = [row.pop(), *menu] if row and row[-1].confirm is None else []
    return (Buttons((*row, *last), tuple(menu)),) if row or last else ()


RIGHTS_BUTTON = Button(
    "What can I do here?",
    line(lines.CAN, lines.CanArgs()),
    accessibility="What can I do here? In this channel",
)


def status_button(slug: ProjectSlug | None = None, label: str = "Status") -> Button:
    """How a project stands, else the channel's."""
    return Button(label, line(lines.STATUS, lines.StatusArgs(Reference.of(slug) if slug else AT_HAND)))


def pipeline_button(pipeline_id: str, label: str = "Pipeline") -> Button:
    return Button(label, line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(pipeline_id))))


def workflow_button(workflow_id: str, label: str) -> Button:
    return Button(label, line(lines.WORKFLOW, lines.WorkflowArgs(Reference.of_id(workflow_id))))


def job_button(slug: ProjectSlug, number: int, label: str) -> Button:
    return Button(label, line(lines.JOB, lines.JobArgs(Reference.of_number(slug, number))))


def evidence_buttons(slug: ProjectSlug, number: int) -> tuple[Button, Button, Button]:
    """A job's log, tests and artifacts."""
    job = Reference.of_number(slug, number)
    return (
        Button("Log", line(lines.LOGS, lines.LogsArgs(job))),
        Button("Tests", line(lines.TESTS, lines.TestsArgs(job))),
        Button("Artifacts", line(lines.ARTIFACTS, lines.ArtifactsArgs(job))),
    )


def why_button(reference: Reference, label: str = "Why?") -> Button:
    return Button(label, line(lines.WHY, lines.WhyArgs(reference)))


def approval_buttons(run: Run) -> list[Button]:
    """One for each approval job that waits; where that is many, one that leads to the choice."""
    waiting = run.approvals
    if len(waiting) <= _AT_ONCE:
        return [approve_button(run.pipeline, run.called, each) for each in waiting]
    effect = f"{len(waiting):,} approvals are waiting. You choose next."
    ask = _question("Choose what to approve?", run.pipeline, run.called, effect, "Choose")
    args = lines.ApproveArgs(Reference.of_id(run.pipeline.id), commit=run.pipeline.revision or None)
    heard = f"Approve… one of several in {_phrase(run.pipeline, run.called)}"
    return [Button("Approve…", line(lines.APPROVE, args), confirm=ask, accessibility=heard)]


def approve_button(pipeline: Pipeline, called: str, waiting: WaitingApproval) -> Button:
    """One approval job of one workflow."""
    name = one_line(waiting.job.name, 40)
    then, workflow = waiting.next_job_names, Reference.of_id(waiting.workflow.id)
    goes_on = f"{one_line(waiting.workflow.name, 40)} continues."
    after = f"{some_names(then)} {_verb(then, 'run')} next." if then else goes_on
    ask = _question(f"Approve {name}?", pipeline, called, after, "Approve", "Keep waiting")
    args = lines.ApproveArgs(workflow, waiting.job.name, pipeline.revision or None)
    heard = f"Approve {name} in {_phrase(pipeline, called)}"
    label = button_label("Approve", waiting.job.name)
    return Button(label, line(lines.APPROVE, args), confirm=ask, accessibility=heard)


def rerun_buttons(run: Run, at: datetime) -> list[Button]:
    """From failed: the workflow that has ended badly; where several have, a way to the choice."""
    bad = [each for each in run.foremost if each.status in RERUNNABLE and not run.goes_on(each, at)]
    those = [each for each in bad if each.tag != "setup" and not each.lost]
    if len(those) <= 1:
        return [rerun_failed_button(run.pipeline, run.called, it, run.jobs.get(it.id, ())) for it in those]
    effect = f"{len(those):,} workflows failed. You choose next."
    ask = _question("Choose what to rerun?", run.pipeline, run.called, effect, "Choose")
    return [_rerun("Rerun failed…", run.pipeline, run.called, run.pipeline.id, ask, failed=True)]


def rerun_failed_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow, from failed."""
    effect = f"Reruns {_bad(jobs)} and the jobs that depend on {_them(_failed(jobs))}."
    ask = _question("Rerun from failed?", pipeline, called, effect, "Rerun")
    return _rerun("Rerun failed", pipeline, called, workflow.id, ask, failed=True)


def rerun_start_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow, all of it."""
    every = {0: "all jobs", 1: "all jobs", 2: "both jobs"}.get(len(jobs), f"all {len(jobs):,} jobs")
    effect = f"Reruns {every} in {one_line(workflow.name, 40)}."
    ask = _question("Rerun from the start?", pipeline, called, effect, "Rerun")
    return _rerun("Rerun", pipeline, called, workflow.id, ask)


def rerun_ssh_button(pipeline: Pipeline, called: str, workflow: Workflow, jobs: Sequence[Job]) -> Button:
    """One workflow's failed jobs, open for SSH."""
    effect = f"Reruns {_bad(jobs)} and keeps {_them(_failed(jobs))} open for SSH."
    ask = _question("Rerun with SSH?", pipeline, called, effect, "Rerun")
    return _rerun("Rerun with SSH", pipeline, called, workflow.id, ask, ssh=True)


def rerun_jobs_button(
    pipeline: Pipeline, called: str, workflow: Workflow, names: Sequence[str], *, ssh: bool
) -> Button:
    """Jobs of one workflow by their names, and what depends on them."""
    them = _them(names)
    also = f"keeps {them} open for SSH" if ssh else f"the jobs that depend on {them}"
    effect = f"Reruns {some_names(names)} and {also}."
    ask = _question("Rerun some jobs?", pipeline, called, effect, "Rerun")
    which, tail = some_names(names), " with SSH" if ssh else ""
    whole = f"Rerun {which}{tail}"
    label = button_label("Rerun", names[0], tail) if len(names) == 1 else whole
    label = f"Rerun {len(names):,} jobs{tail}" if len(label) > LABEL_LENGTH else label
    return _rerun(label, pipeline, called, workflow.id, ask, heard=whole, jobs=tuple(names), ssh=ssh)


def cancel_buttons(run: Run) -> list[Button]:
    """All that is under way, as one button."""
    moving = [each for each in run.newest if not each.terminal]
    return [cancel_button(run.pipeline, run.called, moving)] if moving else []


def cancel_button(
    pipeline: Pipeline, called: str, those: Sequence[Workflow], label: str = "Cancel"
) -> Button:
    """These workflows by their own ids, which a rerun of one does not have."""
    names = [each.name for each in those]
    effect = f"{some_names(names)} {_verb(names, 'stop')}. You can't undo this."
    title = f"Cancel {one_line(called, 40)} #{pipeline.number}?"
    yes = "Cancel workflow" if len(names) == 1 else f"Cancel {len(names):,} workflows"
    ask = _question(title, pipeline, called, effect, yes, "Keep running")
    ids = tuple(each.id for each in those[:_SHOWN])
    of, several = (ids[0], None) if len(ids) == 1 else (pipeline.id, ids)
    args = lines.CancelArgs(Reference.of_id(of), several, pipeline.revision or None)
    of_all = _phrase(pipeline, called)
    heard = f"{label} {of_all}" if label == "Cancel" else f"{label} in {of_all}"
    return Button(label, line(lines.CANCEL, args), style=Style.DANGER, confirm=ask, accessibility=heard)


def cancel_job_button(pipeline: Pipeline, called: str, name: str, number: int) -> Button:
    """One job, by its number."""
    name = one_line(name, 40)
    effect = f"{name} stops, and the jobs that depend on it don't run. You can't undo this."
    ask = _question(f"Cancel {name}?", pipeline, called, effect, "Cancel job", "Keep running")
    args = lines.CancelJobArgs(Reference.of_number(pipeline.project_slug, number))
    heard, stop = f"Cancel {name} in {_phrase(pipeline, called)}", line(lines.CANCEL_JOB, args)
    return Button("Cancel", stop, style=Style.DANGER, confirm=ask, accessibility=heard)


def trigger_again_buttons(run: Run, args: lines.TriggerArgs) -> list[Button]:
    """With the same ``args``, without the parameters that the config doesn't declare.

    None where that repeats a mistake, or is more than a line holds.
    """
    pipeline, called, label = run.pipeline, one_line(run.called, 40), "Trigger again"
    if misfits(pipeline):
        wrong = undeclared_names(pipeline)
        kept = tuple((name, value) for name, value in args.parameters if name not in wrong)
        if kept == args.parameters:
            return []
        label, args = f"Trigger without {some_names(wrong)}", replace(args, parameters=kept)
    ref = Reference.of(pipeline.project_slug, pipeline.branch)
    again = line(lines.TRIGGER, replace(args, target=ref, tag=None if pipeline.branch else pipeline.tag))
    if len(again) > LIMIT or not (pipeline.branch or pipeline.tag):
        return []
    newest = " at its newest commit" if pipeline.branch else ""
    definition = [f"--definition={args.definition}"] if args.definition else []
    given = " ".join([*map(kinds.PARAMETER.write, args.parameters), *definition])
    gets = f"with {one_line(given, 100)}" if given else "without parameters"
    text = f"Starts {called}{on_ref(pipeline)}{newest}, {gets}."
    ask = Confirm(f"Trigger {called}?", text, yes="Trigger", no="Not now")
    heard = f"{label}: {called}{on_ref(pipeline)}"
    return [Button(one_line(label, 30), again, confirm=ask, accessibility=heard)]


def _failed(jobs: Sequence[Job]) -> Sequence[str]:
    return [job.name for job in jobs if job.status in RERUNNABLE]


def _bad(jobs: Sequence[Job]) -> str:
    return some_names(_failed(jobs)) or "the failed jobs"


def _verb(names: Sequence[str], verb: str) -> str:
    return f"{verb}s" if len(names) == 1 else verb


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _question(
    title: str, pipeline: Pipeline, called: str, effect: str, yes: str, no: str = "Not now"
) -> Confirm:
    """``web #812 on main, a1b2c3d “Fix rounding” by Ana Lima. deploy runs next.``

    Where that is more than Slack takes, it goes without the author, then without the subject.
    """
    name, where = f"{one_line(called, 40)} #{pipeline.number}", on_ref(pipeline)
    commit = f", {short_commit(pipeline.revision)}" if pipeline.revision else ""
    subject = f" “{short_sentence(pipeline.subject, 45)}”" if pipeline.subject else ""
    author = f" by {one_line(pipeline.author, 30)}" if pipeline.author else ""
    cause = f", {phrase}" if (phrase := cause_phrase(pipeline)) else ""
    for more in (f"{subject}{author}{cause}", subject, ""):
        text = f"{name}{where}{commit}{more}. {effect}"
        if len(text) <= LONGEST_QUESTION:
            return Confirm(title, text, yes, no)
    shorter = where[: LONGEST_QUESTION - len(text) - 1].rstrip()
    return Confirm(title, f"{name}{shorter}…{commit}. {effect}", yes, no)


def _rerun(
    label: str,
    pipeline: Pipeline,
    called: str,
    id: str,
    ask: Confirm,
    *,
    heard: str = "",
    failed: bool = False,
    jobs: tuple[str, ...] | None = None,
    ssh: bool = False,
) -> Button:
    args = lines.RerunArgs(Reference.of_id(id), failed, jobs, ssh=ssh, commit=pipeline.revision or None)
    heard = f"{heard or label}: {_phrase(pipeline, called)}"
    return Button(label, line(lines.RERUN, args), confirm=ask, accessibility=heard)


def _phrase(pipeline: Pipeline, called: str) -> str:
    """``web #812 on main``."""
    return f"{one_line(called, 40)} #{pipeline.number}{on_ref(pipeline)}"
