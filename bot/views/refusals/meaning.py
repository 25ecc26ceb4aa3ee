"""What is meant can't be told, fits several things, or is not there: also what a job has not left behind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot import lines
from bot.circleci.models import Workflow
from bot.grammar import line, parse
from bot.grammar.vocabulary import PERSON
from bot.model import deeds, fault
from bot.model.fault import JobProduct, JobReason, NameKind
from bot.model.line import Line
from bot.model.message import Button, Message
from bot.model.reference import NamedState, Reference
from bot.model.spans import Bold, Bullet, Link, Text, TypedLine
from bot.views.lists.deploys import MARKERS
from bot.views.parts import buttons
from bot.views.parts.text import count, file_size, one_line, seen_here, some_names
from bot.views.refusals.drawing import (
    LONGEST_TYPED,
    asker_message,
    name_choices,
    pipeline_line,
    quote_code,
    ready_buttons,
    without_article,
)

#: How many choices are listed, and how many are buttons at once: what those say is not said twice.
_CHOICES, _BUTTONS = 10, 4

_PROJECTS = line(lines.PROJECTS, lines.ProjectsArgs())
_LISTS_THEM: Text = (TypedLine(_PROJECTS), " lists them.")

#: What the line does that is offered where such a thing is not there.
_LISTED = {
    **dict.fromkeys(("project", "pipeline", "passing pipeline", "artifact"), "lists them"),
    "organization": "lists the projects you can see",
}


#: Of one that is not in a state, and of several.
_IN_STATE = {
    NamedState.FAILED: ("hasn't failed", "failed"),
    NamedState.PASSED: ("hasn't passed", "passed"),
    NamedState.CANCELED: ("wasn't canceled", "was canceled"),
    NamedState.WAITING: ("isn't waiting for approval", "is waiting for approval"),
    NamedState.RUNNING: ("isn't running", "is running"),
}


def project_missing(error: fault.NoProject) -> Message:
    works: Text = ("For example ", TypedLine(error.choices[0][1]), ".") if error.choices else _LISTS_THEM
    default: Text = ()
    if error.default:
        _, args = parse(error.default, (lines.USE,))
        default = (TypedLine(error.default), f" makes {one_line(args.project.said)} the default here.")
    several = [Button(one_line(name, 30), line=each) for name, each in error.choices[:_CHOICES]]
    ready = (*several, *ready_buttons([_PROJECTS]))
    said = "Which project? This channel has no default."
    return asker_message(said, works, default, buttons=ready, choice=bool(error.choices))


def project_unknown(error: fault.UnknownProject) -> Message:
    first: Text = ("There's no project ", quote_code(error.said), ".")
    if error.suggestions:
        first = (*first, " Did you mean ", Bold(one_line(error.suggestions[0])), "?")
    ready = ready_buttons([*error.lines, _PROJECTS])
    return asker_message(first, _LISTS_THEM, buttons=ready, choice=bool(error.lines))


def word_unknown(error: fault.UnknownWord) -> Message:
    noun = without_article(error.kind)
    first: Text = (f"No {noun} called ", quote_code(error.said), ".")
    if error.lines:
        first = (*first, " Did you mean ", TypedLine(error.lines[0]), "?")
    ready = ready_buttons(dict.fromkeys([*error.lines, error.example]))
    return asker_message(first, buttons=ready, choice=True)


def name_unknown(error: fault.UnknownName) -> Message:
    """With the names that there are."""
    within = one_line(error.within, 60)
    if within and error.kind is NameKind.ENVIRONMENT:
        first: Text = (f"{within} isn't deployed to ", quote_code(error.said), ".")
    elif within:
        first = (f"{within} has no {error.kind.value} ", quote_code(error.said), ".")
    else:
        first = (f"There's no {error.kind.value} ", quote_code(error.said), ".")
    whose = "The latest" if error.kind is NameKind.VERSION else "Its" if within else "The"
    said: Text = (*first, f" {whose} {error.kind.value}s: {name_choices(error.names)}.")
    meant: Text = ("Did you mean ", TypedLine(error.choices[0][1]), "?") if len(error.choices) == 1 else ()
    offered = tuple(Button(one_line(name, 30), line=typed) for name, typed in error.choices[:_BUTTONS])
    return asker_message(said, meant, buttons=offered, choice=True)


def _with_likely(first: Text, likely: Sequence[Line]) -> Message:
    """With the lines that may be meant, where there are any."""
    meant: Text = ("Did you mean ", TypedLine(likely[0]), "?") if likely else ()
    return asker_message(first, meant, buttons=ready_buttons(likely), choice=bool(likely))


def nothing_here(error: fault.NothingHere) -> Message:
    """Also for what may not be seen: the same words, so that nobody learns that it exists."""
    pipelines = lines.PipelinesArgs(Reference.of_project(error.project or ""))
    look, lists = line(lines.PIPELINES, pipelines), _LISTED.get(error.noun, "lists the pipelines")
    if error.noun == "project" or not error.project:
        look, lists = _PROJECTS, "lists them" if error.noun == "project" else "lists the projects"
    within = f" in {one_line(error.project)}" if error.project else ""
    first: Text = (*_nothing(error.noun, error.said), f"{within}{seen_here()}.")
    if error.likely:
        meant: Text = (" Did you mean ", TypedLine(error.likely[0]), "?")
        return asker_message((*first, *meant), buttons=ready_buttons([*error.likely, look]), choice=True)
    return _offer(first, error.next_line or look, lists)


def project_renamed(error: fault.ProjectRenamed) -> Message:
    first = f"{one_line(error.said)} was renamed in CircleCI, and the bot's policy still has the old name."
    return asker_message(first, "The bot's admin needs to change it.")


def _nothing(noun: str, said: str) -> Text:
    """What was asked for: a branch is where a pipeline is, and "last" names none."""
    match (said := said.removeprefix(f"{noun} ")).split():
        case ["last", "failed", *_]:
            return (f"No failed {noun}",)
        case [] | ["last", *_]:
            return (f"No {noun}",)
    branch = "" if "://" in said or PERSON.fullmatch(said) else said.partition("@")[2]
    return (f"No {noun} on ", quote_code(branch)) if branch else (f"No {noun} ", quote_code(said))


def no_run_in_state(error: fault.NoneInState) -> Message:
    """With how far it was looked."""
    where, called = f" on {one_line(error.branch)}" if error.branch else "", one_line(error.called)
    where += seen_here(error.limited)
    if error.count == 1:
        first = f"{called}'s last pipeline{where} {_IN_STATE[error.state][0]}."
    else:
        first = f"None of {called}'s last {error.count} pipelines{where} {_IN_STATE[error.state][1]}."
    look = lines.PipelinesArgs(Reference.of_project(error.called, error.branch))
    return _offer(first, line(lines.PIPELINES, look), "lists them")


def artifact_in_no_green_run(error: fault.NotInGreenRuns) -> Message:
    where, path = f" on {one_line(error.branch)}" if error.branch else "", quote_code(error.path)
    where += seen_here(error.limited)
    if error.run_count == 1:
        first: Text = (f"{error.called}'s last passing pipeline{where} has no artifact ", path, ".")
    else:
        last = f"{error.called}'s last {error.run_count} passing pipelines{where}"
        first = (f"None of {last} has an artifact ", path, ".")
    return _offer(first, error.next_line, "lists them")


def _offer(first: Text | str, look: Line, what: str) -> Message:
    """With the line that does ``what``, as a button too."""
    return asker_message(first, (TypedLine(look), f" {what}."), buttons=ready_buttons([look]))


def definition_missing(error: fault.NoDefinition) -> Message:
    return asker_message(f"{error.called} has no pipeline definition the API can run.")


def deploys_missing(error: fault.NoDeploys) -> Message:
    return asker_message(
        f"CircleCI has no deploys for {error.called}, or the bot's user can't see them.",
        ("How to add them: ", MARKERS, "."),
    )


def pipeline_never_started(error: fault.NeverStarted) -> Message:
    why = ": its config has errors" if error.configuration else ""
    first = f"{one_line(error.project)} #{error.number} never started{why}."
    return _offer(first, pipeline_line(error.project, error.number), "shows the errors")


def several_fit(error: fault.Ambiguous) -> Message:
    return _choice(_which(error.noun), _labeled(error.choices))


def one_run_a_line(error: fault.OneRunALine) -> Message:
    first = "This works on one pipeline at a time."
    if error.choices:
        return _choice(f"{first} Which one?", _labeled(error.choices))
    look = line(lines.PIPELINES, lines.PipelinesArgs(Reference.of_project(error.called)))
    return _offer(f"{first} No recent one fits.", look, "lists the pipelines")


def several_approvals_wait(error: deeds.SeveralApprovals) -> Message:
    several = len({each.workflow.id for each in error.approvals}) > 1
    offered = [
        replace(
            buttons.approve_button(error.pipeline, error.called, each),
            label=f"{each.job.name} in {each.workflow.name}" if several else each.job.name,
        )
        for each in error.approvals
    ]
    return _choice(_which("approval", f"{error.called} #{error.pipeline.number}"), offered)


def several_workflows_held(error: deeds.SeveralRejections) -> Message:
    offered = [
        Button(f"{workflow.name}, held by {some_names([each.job.name for each in held])}", line=typed)
        for workflow, held, typed in error.choices
    ]
    return _choice(_which("workflow"), offered)


def several_workflows_to_rerun(error: deeds.SeveralReruns) -> Message:
    offered = [replace(_rerun_button(error, each), label=each.name) for each in error.workflows]
    return _choice(_which("workflow", f"{error.called} #{error.pipeline.number}"), offered)


def _rerun_button(error: deeds.SeveralReruns, workflow: Workflow) -> Button:
    pipeline, called = error.pipeline, error.called
    if error.jobs:
        return buttons.rerun_jobs_button(pipeline, called, workflow, error.jobs, ssh=error.ssh)
    if error.ssh:
        return buttons.rerun_ssh_button(pipeline, called, workflow, ())
    button = buttons.rerun_failed_button if error.failed else buttons.rerun_start_button
    return button(pipeline, called, workflow, ())


def several_steps_fit(error: fault.SeveralSteps) -> Message:
    offered = [Button(f"{one_line(name, 60)}, step {at}", line=typed) for name, at, typed in error.steps]
    return _choice(_which("step"), offered)


def _which(noun: str, within: str = "") -> str:
    return f"Which {noun} in {within}?" if within else f"Which {noun}?"


def _labeled(choices: Sequence[tuple[str, Line]]) -> list[Button]:
    return [Button(label, line=typed) for label, typed in choices]


def _choice(asked: str, offered: Sequence[Button]) -> Message:
    """The choices as lines and as buttons, which ask first where they are to: never a guess."""
    listed: list[Text] = [(asked,)]
    for each in offered[:_CHOICES]:
        short: Text = ("  ", TypedLine(each.line)) if each.line and len(each.line) <= LONGEST_TYPED else ()
        if short or len(offered) > _BUTTONS:
            listed.append((Bullet(), Bold(one_line(each.label, 60)), *short))
    if len(offered) > _CHOICES:
        listed.append((f"+ {len(offered) - _CHOICES:,} more",))
    heard = Counter(each.accessibility for each in offered)
    ready = tuple(
        replace(
            each,
            label=one_line(each.label, 70),
            accessibility=each.accessibility if heard[each.accessibility] == 1 else "",  # its label tells
        )
        for each in offered[:_CHOICES]
    )
    return asker_message(*listed, buttons=ready, choice=True)


def no_job_begun(error: fault.NoJobBegun) -> Message:
    return asker_message(f"No job in {error.called} #{error.number} has started yet.")


def jobs_gone(error: fault.JobsGone) -> Message:
    return asker_message(f"CircleCI no longer has the jobs in {some_names(error.workflows)}.")


def job_has_none(error: fault.JobHasNone) -> Message:
    name, product = one_line(error.name, 60), error.product
    match error.reason:
        case JobReason.APPROVAL:
            return asker_message(f"{name} is an approval, so it has no {product.value}.")
        case JobReason.NO_STEPS:
            return asker_message(f"CircleCI has no output for {name}.")
        case JobReason.NOT_BEGUN:
            return asker_message(f"{name} hasn't started yet.")
        case JobReason.RUNNING:
            have = "Its output is" if product is JobProduct.OUTPUT else f"Its {product.value} are"
            return asker_message(f"{name} is still running. {have} available when it ends.")


def step_unknown(error: fault.NoSuchStep) -> Message:
    first: Text = (f"{one_line(error.job, 60)} has no step ", quote_code(error.said), ".")
    return _with_likely((*first, f" Its steps: {name_choices(error.steps)}."), error.likely)


def parallel_run_unknown(error: fault.NoSuchRun) -> Message:
    has = count(error.runs, "parallel run")
    return asker_message(f"“{one_line(error.step, 60)}” has {has}; there's no {error.run:,}.")


def artifact_too_large(error: fault.ArtifactTooLarge) -> Message:
    size = f"{file_size(error.size)}, " if error.size else ""
    first = f"{error.path} is too large to share ({size}the limit is {file_size(error.limit)})."
    return asker_message((f"{first} Get it on ", Link(error.page, "the job's page"), "."))
