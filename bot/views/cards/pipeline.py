"""A pipeline: its card, and its details with every attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Job, Workflow
from bot.grammar import line
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, Lines, Message, Style
from bot.model.reference import Reference, Target
from bot.model.run import FAILED_STATUSES, Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Code, Link, Span, Text, Timestamp
from bot.views.parts import buttons
from bot.views.parts.commit import commit_text, on_ref, open_button, ref_code
from bot.views.parts.pipeline_errors import error_blocks, error_word
from bot.views.parts.status import by_urgency, matters, status
from bot.views.parts.text import count, duration, join_facts, join_words, one_line, some_names
from bot.views.scene import Scene

#: How many of a workflow's jobs a card names; the rest is a count.
_JOBS = 5
#: A workflow of these statuses may be wanted once more as it was.
AGAIN = frozenset({"success", "canceled"})
#: How many ids of a card can be referred to afterwards.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class PipelineCard:
    """A pipeline was looked at. ``attempts``: show every attempt of its workflows.

    ``given``: the words of a line that say what it was started with, where that is known.
    """

    run: Run
    scene: Scene
    attempts: bool = False
    given: tuple[str, ...] = ()


def pipeline_card(result: PipelineCard) -> Message:
    """The card of a pipeline: the newest attempts, and the jobs that matter."""
    run, scene = result.run, result.scene
    story = (*_told(run, scene), *(_earlier(run, scene) if result.attempts else ()))
    blocks: list[Block] = [
        Lines((headline(run, scene), _origin(run), *given_lines(result.given), *story)),
        *error_blocks(run.pipeline),
        _buttons(result, details=not result.attempts),
        scene.asked(live=run.live(scene.at)),
    ]
    return Message(
        text=(pipeline_sentence(run, scene),),
        blocks=tuple(blocks),
        audience=Audience.THREAD if result.attempts else Audience.CHANNEL,
        depicts=ShownThing.of(run.pipeline),
        shows=_shows(run),
        drawn_by=_line(result),
    )


def _line(result: PipelineCard) -> Line:
    if result.attempts:
        return line(lines.PIPELINE, lines.PipelineArgs(Reference.of_id(result.run.pipeline.id)))
    return line(lines.STATUS, lines.StatusArgs(Target.of(result.run.pipeline.project_slug)))


def given_lines(words: Sequence[str]) -> tuple[Text, ...]:
    """What it was triggered with: the definition, and the parameters."""
    named = [each.partition("=")[2] for each in words if each.startswith("--definition=")]
    values = [(Code(one_line(each, 100)),) for each in words if not each.startswith("--")]
    more: list[Text] = [(f"{len(values) - 8} more",)] if len(values) > 8 else []
    lines: list[Text] = [("definition ", Bold(one_line(name, 60))) for name in named]
    return (*lines, *([("with ", *join_words([*values[:8], *more]))] if values else ()))


def pipeline_sentence(run: Run, scene: Scene) -> str:
    """``web #812 on main failed: e2e``: the story in one line, as a notification tells it."""
    pipeline, now = run.pipeline, run.status(scene.at)
    said_so = f"{run.called} #{pipeline.number}{on_ref(pipeline)} {status(now).verb}"
    if now == "errored":
        why = [error_word(error.type, error.message) for error in pipeline.errors]
        return f"{said_so}: {why[0][:1].lower()}{why[0][1:]}" if why else said_so
    culprits = [job.name for job in _jobs(run) if job.status in FAILED_STATUSES]
    culprits = culprits or [each.name for each in run.newest if each.status in FAILED_STATUSES]
    if not culprits and now == "on_hold":
        culprits = [job.name for job in _jobs(run) if job.status == "on_hold"]
    return f"{said_so}: {some_names(culprits)}" if culprits else said_so


def headline(run: Run, scene: Scene) -> Text:
    """The first line, which alone tells the story."""
    state = status(run.status(scene.at))
    pipeline = run.pipeline
    link = Link(scene.pipeline(pipeline), f"{run.called} #{pipeline.number}", bold=True)
    return join_facts([(state.emoji, " ", Bold(state.full)), (link,), ref_code(pipeline)])


def workflow_line(workflow: Workflow, scene: Scene, *, word: bool) -> Text:
    """Sign, name and how long it took, or has taken so far; and the status in words."""
    state = status(workflow.status)
    line = (state.emoji, " ", one_line(workflow.name, 60), f"   {_took(workflow, scene)}")
    return (*line, f"   {state.full}") if word else line


def job_word(job: Job) -> str:
    """A job's status within a line: ``e2e failed``."""
    state = status(job.status)
    return f"{state.verb} ({state.kind})" if state.kind else state.verb


def _took(workflow: Workflow, scene: Scene) -> str:
    if workflow.stopped_at is not None:
        return duration(workflow.stopped_at - workflow.created_at)
    return f"{duration(scene.at - workflow.created_at)} so far"


def _origin(run: Run) -> Text:
    pipeline = run.pipeline
    when: list[Span] = [Timestamp(pipeline.created_at)]
    stops = [each.stopped_at for each in run.workflows]
    again = len(run.workflows) != len(run.newest)
    ends = [each for each in stops if each is not None]
    if ends and len(ends) == len(stops) and not again:
        when.append(f", took {duration(max(ends) - pipeline.created_at)}")
    return join_facts([commit_text(pipeline), tuple(when)])


def _told(run: Run, scene: Scene) -> tuple[Text, ...]:
    """The workflows, each with the jobs that matter; or why there is none."""
    lines: list[Text] = []
    for workflow in run.foremost:
        lines += _workflow(run, workflow, scene)
    if rest := [each for each in run.newest if each not in run.foremost]:
        lines.append((f"+ {count(len(rest), 'more workflow')}: {_counts(rest)}",))
    if run.workflows_unread:
        lines.append(("There are more workflows; they are being read.",))
    if not run.newest and not run.pipeline.errors:
        lines.append((_none_yet(run, scene),))
    return tuple(lines)


def _none_yet(run: Run, scene: Scene) -> str:
    if run.pipeline.state == "errored":
        return "CircleCI could not start it, and does not say why."
    if run.young(scene.at):
        return (
            "No workflow has started yet. The configuration's filters may leave none for this branch or tag."
        )
    return "No workflow has started: the configuration's filters leave none for this branch or tag."


def _workflow(run: Run, workflow: Workflow, scene: Scene) -> list[Text]:
    """Its line; a single job that matters stands on it, several stand below."""
    jobs = by_urgency(run.jobs.get(workflow.id, ()))
    telling = [job for job in jobs if matters(job)]
    line = workflow_line(workflow, scene, word=not telling)
    if len(telling) <= 1:
        rest = _rest(run, workflow, [job for job in jobs if not matters(job)])
        tail = join_facts([*(_job(run, workflow, job, scene) for job in telling), (rest,) if rest else ()])
        return [(*line, "  ›  ", *tail) if tail else line]
    lines = [line, *(_below(run, workflow, job, scene) for job in telling[:_JOBS])]
    left = [job for job in jobs if job not in telling[:_JOBS]]
    if rest := _rest(run, workflow, left):
        more = (
            f"+ {len(left):,} more: " if len(telling) > _JOBS and workflow.id not in run.jobs_unread else ""
        )
        lines.append((f"      {more}{rest}",))
    return lines


def _rest(run: Run, workflow: Workflow, jobs: Sequence[Job]) -> str:
    """Those that have no line, as a count."""
    if workflow.id in run.jobs_unread:
        return "its other jobs are being read"
    return _counts(jobs) if workflow.status != "success" else ""


def _below(run: Run, workflow: Workflow, job: Job, scene: Scene) -> Text:
    return ("      ", status(job.status).emoji, " ", *_job(run, workflow, job, scene))


def _job(run: Run, workflow: Workflow, job: Job, scene: Scene) -> Text:
    name = one_line(job.name, 60)
    url = scene.job(run.pipeline, workflow.id, job.job_number) if job.job_number is not None else None
    return (Link(url, name) if url else Bold(name), f" {job_word(job)}")


def _counts(several: Sequence[Job | Workflow]) -> str:
    """``9 passed, 2 to come``: a job that is blocked waits for others, and not for anybody."""
    words: dict[str, int] = {}
    for each in several:
        word = "to come" if each.status == "blocked" else status(each.status).word.lower()
        words[word] = words.get(word, 0) + 1
    return ", ".join(f"{amount:,} {word}" for word, amount in words.items())


def _earlier(run: Run, scene: Scene) -> tuple[Text, ...]:
    """All attempts of the workflows that were rerun, the newest first."""
    lines: list[Text] = []
    for workflow in run.newest:
        attempts = run.attempts(workflow.name)
        if len(attempts) == 1:
            continue
        lines.append((Bold(f"{one_line(workflow.name, 60)}: {count(len(attempts), 'attempt')}"),))
        for number, attempt in zip(range(len(attempts), 0, -1), attempts, strict=True):
            lines.append(_attempt(run, attempt, number, scene))
    shown_lines = lines[:20]
    if len(lines) > len(shown_lines):
        shown_lines.append((f"+ {count(len(lines) - len(shown_lines), 'earlier attempt')}",))
    return tuple(shown_lines)


def _attempt(run: Run, attempt: Workflow, number: int, scene: Scene) -> Text:
    state = status(attempt.status)
    link = Link(scene.workflow(run.pipeline, attempt), f"attempt {number}")
    kind: Text = ()
    if attempt.auto_rerun_number:
        most = f" of {attempt.max_auto_reruns}" if attempt.max_auto_reruns else ""
        kind = (f"automatic rerun {attempt.auto_rerun_number}{most}",)
    word = (f"{state.full}, {_took(attempt, scene)}",)
    return (state.emoji, " ", *join_facts([(link,), word, (Timestamp(attempt.created_at),), kind]))


def _jobs(run: Run) -> list[Job]:
    return [job for workflow in run.newest for job in run.jobs.get(workflow.id, ())]


def _buttons(result: PipelineCard, *, details: bool) -> Buttons:
    """At most four: what most people need now is coloured, what stops it comes last, the rest is a menu."""
    run, scene, pipeline = result.run, result.scene, result.run.pipeline
    this = Reference.of_id(pipeline.id)
    live, stop = run.live(scene.at), buttons.cancel_buttons(run)
    waiting, bad = buttons.approval_buttons(run), run.status(scene.at) in {*FAILED_STATUSES, "unauthorized"}
    why, look = line(lines.WHY, lines.WhyArgs(this)), line(lines.PIPELINE, lines.PipelineArgs(this))
    first = [*waiting, *([Button("Why?", why)] if bad else [])]
    first += buttons.rerun_buttons(run)
    first += [] if live else [*buttons.trigger_again_buttons(run, result.given), *_from_start(run)]
    rest: list[Button] = []
    if details and run.workflows:
        rest.append(Button("Details", look))
    elif live:
        rest.append(Button("Look again", look))
    rest += [*_failed_job(run), _configuration(run)]
    room = 3 - len(stop)
    row = [*first, *rest[:-1]][:room]
    if first and (waiting or bad):
        row[0] = replace(row[0], style=Style.PRIMARY)
    menu = tuple(each for each in rest if each not in row)
    return Buttons((*row, open_button(scene.pipeline(pipeline)), *stop), more=menu)


def _from_start(run: Run) -> list[Button]:
    """Its only workflow once more, where that has passed or was canceled."""
    those = run.newest if len(run.newest) == 1 else ()
    return [
        buttons.rerun_start_button(
            run.pipeline, run.called, it, () if run.jobs_unread else run.jobs.get(it.id, ())
        )
        for it in those
        if it.status in AGAIN and it.tag != "setup"
    ]


def _failed_job(run: Run) -> list[Button]:
    """The first that failed; not where the card has no room for it."""
    for job in _jobs(run):
        if job.status in FAILED_STATUSES and job.job_number is not None:
            args = lines.JobArgs(Reference.of_number(run.pipeline.project_slug, job.job_number))
            return [Button(f"Failed job: {one_line(job.name, 40)}", line(lines.JOB, args))]
    return []


def _configuration(run: Run) -> Button:
    """What never started was not compiled either."""
    source = bool(run.pipeline.errors) or run.pipeline.state == "errored"
    args = lines.ConfigArgs(Reference.of_id(run.pipeline.id), source)
    return Button("Configuration", line(lines.CONFIG, args))


def _shows(run: Run) -> tuple[ShownThing, ...]:
    project = str(run.pipeline.project_slug)
    workflows = [ShownThing(Noun.WORKFLOW, project, each.id) for each in run.newest]
    jobs = [
        ShownThing(Noun.JOB, project, job.id, job.job_number)
        for job in by_urgency(_jobs(run))
        if matters(job)
    ]
    return (*workflows, *jobs)[:_SHOWN]
