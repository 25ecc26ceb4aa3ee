"""A pipeline: its card, and its details with every attempt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Job, Pipeline, Workflow
from bot.grammar import line
from bot.grammar.kinds import PARAMETER
from bot.model.message import Audience, Button, Buttons, Message, Style
from bot.model.news import known_news
from bot.model.outbox import Remark
from bot.model.reference import Reference
from bot.model.run import FAILED_STATUSES, MissingJobs, Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Code, Link, Text, Timestamp
from bot.model.standing import Standing
from bot.views.parts import buttons
from bot.views.parts.commit import cause_text, commit_text, on_ref, ref_code, shown_job, shown_workflow
from bot.views.parts.standing import standing_lines
from bot.views.parts.status import by_urgency, error_blocks, first_error, matters, misfits, status, urgency
from bot.views.parts.text import (
    bullets,
    button_label,
    count,
    join_facts,
    join_words,
    mentions,
    one_line,
    paragraph,
    run_took,
    some_names,
    took,
)
from bot.views.scene import Scene

#: How many of a workflow's jobs a card names; the rest is a count.
_JOBS = 5
#: A workflow of these statuses may be wanted once more as it was.
REPEATABLE_STATUSES = frozenset({"success", "canceled"})
#: How many ids of a card can be referred to afterwards.
_SHOWN = 60
#: What is said in place of a workflow's jobs.
MISSING = {
    MissingJobs.GONE: "its jobs are no longer there",
    MissingJobs.UNREAD: "its jobs couldn't be read",
}


@dataclass(frozen=True, slots=True)
class PipelineCard:
    """A pipeline was looked at. ``attempts``: show every attempt of its workflows.

    ``trigger_args``: what it was triggered with; ``note``: more of that; ``standing``: its branch's.
    """

    run: Run
    scene: Scene
    attempts: bool = False
    trigger_args: lines.TriggerArgs | None = None
    note: str = ""
    standing: Standing | None = None
    remark: Remark | None = None


def pipeline_card(result: PipelineCard) -> Message:
    """The card of a pipeline: the newest attempts, and the jobs that matter."""
    run, scene, pipeline = result.run, result.scene, result.run.pipeline
    given = result.trigger_args or lines.TriggerArgs()
    story = (*_told(run, scene), *(_earlier(run, scene) if result.attempts else ()), result.note)
    standing = standing_lines(result.standing, scene) if result.standing else ()
    remark = (result.remark.note_of(run.failed), mentions(result.remark.whom)) if result.remark else ()
    drawn_by = line(lines.STATUS, lines.StatusArgs(Reference.of(pipeline.project_slug)))
    if result.attempts:
        drawn_by = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(pipeline.id)))
    if result.trigger_args:
        drawn_by = line(lines.TRIGGER, result.trigger_args)
    return Message(
        text=(pipeline_sentence(run, scene),),
        blocks=(
            *paragraph(
                headline(run, scene), _origin(result), *given_lines(given), *story, *standing, *remark
            ),
            *error_blocks(pipeline),
            *_buttons(result, given),
            scene.footer(live=run.live(scene.at)),
        ),
        audience=Audience.THREAD if result.attempts else Audience.CHANNEL,
        depicts=ShownThing.of(pipeline),
        shows=(
            *(shown_workflow(pipeline, each.id) for each in run.newest if not each.lost),
            *(shown_job(pipeline, job) for job in by_urgency(_jobs(run, run.newest)) if matters(job)),
        )[:_SHOWN],
        drawn_by=drawn_by,
        live=run.live(scene.at),
        told=known_news(run, scene.at),
    )


def given_lines(args: lines.TriggerArgs) -> tuple[Text, ...]:
    """What it was triggered with: the definition, and the parameters."""
    values: list[Text] = [(Code(one_line(PARAMETER.write(each), 100)),) for each in args.parameters]
    if len(values) > 8:
        values[8:] = [(f"{len(values) - 8} more",)]
    return (
        ("definition ", Bold(one_line(args.definition, 60))) if args.definition else (),
        ("with ", *join_words(values)) if values else (),
    )


def pipeline_sentence(run: Run, scene: Scene) -> str:
    """``web #812 on main failed: e2e``: the story in one line, as a notification tells it."""
    now = run.status(scene.at)
    what = "rollback " if run.is_rollback else ""
    said_so = f"{what}{run.called} #{run.pipeline.number}{on_ref(run.pipeline)} {status(now).verb}"
    if now == "errored":
        why = first_error(run.pipeline)
        return f"{said_so}: {why}" if why else said_so
    telling = [each for each in run.newest if not run.goes_on(each, scene.at)]
    culprits = [job.name for job in _jobs(run, telling) if job.status in FAILED_STATUSES]
    culprits = culprits or [each.name for each in telling if each.status in FAILED_STATUSES and each.name]
    if not culprits and now == "on_hold":
        culprits = [job.name for job in _jobs(run, telling) if job.status == "on_hold"]
    return f"{said_so}: {some_names(culprits)}" if culprits else said_so


def headline(run: Run, scene: Scene) -> Text:
    """The first line, which alone tells the story."""
    link = scene.pipeline_link(run.pipeline, run.called, bold=True)
    what = "rollback" if run.is_rollback else ""
    return join_facts(status(run.status(scene.at)).heading, (link,), what, ref_code(run.pipeline))


def part_headline(name: str, part: Link, pipeline: Pipeline, called: str, scene: Scene) -> Text:
    """The same of a workflow or a job; ``name``: of its status."""
    of = scene.pipeline_link(pipeline, called)
    return join_facts(status(name).heading, (part,), (of,), ref_code(pipeline))


def job_word(job: Job) -> str:
    """A job's status within a line: ``e2e failed``."""
    state = status(job.status)
    return f"{state.verb} ({state.kind})" if state.kind else state.verb


def _origin(result: PipelineCard) -> Text:
    """What was built, what set it off, and when; the answer to a trigger tells its asker at its end."""
    run = result.run
    begun, long = run.pipeline.created_at, "" if run.live(result.scene.at) else run_took(run)
    cause = () if result.trigger_args else cause_text(run.pipeline, run.asker)
    return join_facts(commit_text(run.pipeline), cause, (Timestamp(begun), *((f", {long}",) if long else ())))


def _told(run: Run, scene: Scene) -> tuple[Text | str, ...]:
    """The workflows, each with the jobs that matter; or why there is none."""
    rest = [each for each in run.newest if each not in run.foremost]
    return (
        *(line for workflow in run.foremost for line in _workflow(run, workflow, scene)),
        f"+ {count(len(rest), 'more workflow')}: {_counts(rest)}" if rest else "",
        "Loading more workflows…" if run.workflows_unread else "",
        "" if run.newest or run.pipeline.errors else _none_yet(run, scene),
    )


def _none_yet(run: Run, scene: Scene) -> str:
    ref = "tag" if run.pipeline.tag and not run.pipeline.branch else "branch"
    if run.pipeline.state == "errored":
        return "CircleCI couldn't start it and didn't say why."
    if run.young(scene.at):
        return f"No workflows yet. If none appear, the config's filters exclude this {ref}."
    return f"No workflows ran: the config's filters exclude this {ref}."


def _workflow(run: Run, workflow: Workflow, scene: Scene) -> list[Text]:
    """Its line; a single job that matters stands on it, several stand below."""
    jobs = by_urgency(run.jobs.get(workflow.id, ()))
    telling, state = [job for job in jobs if matters(job)], status(workflow.status)
    long, name = took(workflow), one_line(workflow.name, 60) or "a workflow"
    line: Text = (state.emoji, " ", name, *((f"   {long}",) if long else ()))
    if (missing := run.jobs_missing.get(workflow.id)) and workflow.id not in run.jobs:
        return [(*line, f"   {state.full}  ›  {MISSING[missing]}")]
    if not telling:
        line = (*line, f"   {state.full}")
    if len(telling) <= 1:
        rest = _rest(run, workflow, [job for job in jobs if not matters(job)])
        tail = join_facts(*(_job(run, workflow, job, scene) for job in telling), rest)
        return [(*line, "  ›  ", *tail) if tail else line]
    several: list[Text] = [
        (status(job.status).emoji, " ", *_job(run, workflow, job, scene)) for job in telling[:_JOBS]
    ]
    left = [job for job in jobs if job not in telling[:_JOBS]]
    if rest := _rest(run, workflow, left):
        counted = len(telling) > _JOBS and workflow.id not in run.jobs_unread
        several.append((f"{f'+ {len(left):,} more: ' if counted else ''}{rest}",))
    return [line, *bullets(several)]


def _rest(run: Run, workflow: Workflow, jobs: Sequence[Job]) -> str:
    """Those that have no line, as a count."""
    if (id := workflow.id) in run.jobs_unread:
        return "couldn't load the other jobs" if id in run.jobs_missing else "loading the other jobs…"
    return _counts(jobs) if workflow.status != "success" else ""


def _job(run: Run, workflow: Workflow, job: Job, scene: Scene) -> Text:
    name, number = one_line(job.name, 60), job.job_number
    part = Bold(name) if number is None else Link(scene.job(run.pipeline, workflow.id, number), name)
    return (part, f" {job_word(job)}")


def _counts(several: Sequence[Job | Workflow]) -> str:
    """``1 failed, 9 passed, 2 waiting``: what needs somebody first, then what is done."""
    names = sorted(
        (each.status for each in several), key=lambda name: 3.5 if name == "success" else urgency(name)
    )
    words = Counter(status(name).word.lower() for name in names)
    return ", ".join(f"{amount:,} {word}" for word, amount in words.items())


def _earlier(run: Run, scene: Scene) -> tuple[Text, ...]:
    """All attempts of the workflows that were rerun, the newest first."""
    lines: list[Text] = []
    for workflow in run.newest:
        attempts = run.attempts(workflow.name)
        if len(attempts) == 1:
            continue
        name = one_line(workflow.name, 60) or "A workflow"
        lines.append((Bold(f"{name}: {count(len(attempts), 'attempt')}"),))
        for number, attempt in zip(range(len(attempts), 0, -1), attempts, strict=True):
            told = ", ".join(filter(None, (status(attempt.status).full, took(attempt))))
            lines += bullets([attempt_line(run, attempt, number, scene, told, rerun_phrase(attempt))])
    shown_lines = lines[:20]
    if len(lines) > len(shown_lines):
        shown_lines.append((f"+ {count(len(lines) - len(shown_lines), 'earlier attempt')}",))
    return tuple(shown_lines)


def attempt_line(run: Run, attempt: Workflow, number: int, scene: Scene, told: str, more: str) -> Text:
    """One attempt of a workflow: ``told`` is its status in words."""
    link = Link(scene.workflow(run.pipeline, attempt), f"attempt {number}")
    sign = status(attempt.status).emoji
    when = () if attempt.lost else (Timestamp(attempt.created_at),)
    return join_facts((sign, " ", link), told, when, more)


def rerun_phrase(workflow: Workflow) -> str:
    """``automatic rerun 1 of 3``; nothing where somebody started it."""
    most = f" of {workflow.max_auto_reruns}" if workflow.max_auto_reruns else ""
    return f"automatic rerun {workflow.auto_rerun_number}{most}" if workflow.auto_rerun_number else ""


def _jobs(run: Run, workflows: Sequence[Workflow]) -> list[Job]:
    return [job for workflow in workflows for job in run.jobs.get(workflow.id, ())]


def _buttons(result: PipelineCard, given: lines.TriggerArgs) -> tuple[Buttons, ...]:
    """What most people need now is first, colored where something waits or failed; what stops it is last."""
    run, pipeline, now = result.run, result.run.pipeline, result.run.status(result.scene.at)
    live, bad = run.live(result.scene.at), now in FAILED_STATUSES
    waiting = buttons.approval_buttons(run)
    why = [buttons.why_button(Reference.of_id(pipeline.id))] if bad else []
    again = [] if live or now == "success" or run.is_rollback else buttons.trigger_again_buttons(run, given)
    why = [] if misfits(pipeline) else why  # its card says all there is to say
    first = [*waiting, *why, *buttons.rerun_buttons(run, result.scene.at), *again]
    if first and (waiting or bad):
        first[0] = replace(first[0], style=Style.PRIMARY)
    first += [] if live or run.is_rollback else _from_start(run)
    rest: list[Button] = []
    if not result.attempts:
        rest.append(buttons.pipeline_button(pipeline.id, "Details"))
    elif live:
        rest.append(buttons.pipeline_button(pipeline.id, "Refresh"))
    # what never started was not compiled either
    source = bool(pipeline.errors) or pipeline.state == "errored"
    config = line(lines.CONFIG, lines.ConfigArgs(Reference.of_id(pipeline.id), source))
    rest += [*_failed_job(run), Button("Config", config)]
    return buttons.button_row(first, rest, buttons.cancel_buttons(run))


def _from_start(run: Run) -> list[Button]:
    """Its only workflow once more, where that has passed or was canceled."""
    those = [
        each
        for each in run.newest
        if each.status in REPEATABLE_STATUSES and each.tag != "setup" and not each.lost
    ]
    if len(run.newest) != 1 or not those:
        return []
    jobs = () if run.jobs_unread else run.jobs.get(those[0].id, ())
    return [buttons.rerun_start_button(run.pipeline, run.called, those[0], jobs)]


def _failed_job(run: Run) -> list[Button]:
    """The first that failed; not where the card has no room for it."""
    for job in _jobs(run, run.newest):
        if job.status in FAILED_STATUSES and job.job_number is not None:
            label = button_label("Show", job.name)
            return [buttons.job_button(run.pipeline.project_slug, job.job_number, label)]
    return []
