"""What is meant can't be told, or is not there."""

from bot import lines
from bot.grammar import line
from bot.model.fault import (
    NameKind,
    NeverStarted,
    NoDefinition,
    NoDeploys,
    NoProject,
    NothingHere,
    NotInGreenRuns,
    NotShown,
    PipelinesNumber,
    UnknownName,
    UnknownProject,
    UnknownWord,
)
from bot.model.line import Line
from bot.model.message import Message
from bot.model.reference import ProjectName, Target
from bot.model.spans import Bold, Code, Text, TypedLine
from bot.views.lists.deploys import MARKERS
from bot.views.parts.text import one_line, some_names
from bot.views.refusals.drawing import asker_message, pipeline_line, quote_code, ready_buttons
from bot.views.refusals.reading import not_of_kind

_PROJECTS = line(lines.PROJECTS, lines.ProjectsArgs())


def project_missing(fault: NoProject) -> Message:
    offered = fault.lines[:3] or (_PROJECTS,)
    default: Text = (TypedLine(fault.default), " sets this channel's default.") if fault.default else ()
    return asker_message(
        ("No project was named, and this channel has no default.",),
        ("Type ", TypedLine(offered[0]), "."),
        default,
        buttons=ready_buttons(dict.fromkeys([*offered, _PROJECTS])),
    )


def project_unknown(fault: UnknownProject) -> Message:
    first: Text = ("No project is called ", quote_code(fault.said), " here.")
    if fault.suggestions:
        first = (*first, " Did you mean ", Bold(one_line(fault.suggestions[0])), "?")
    slug = Code("gh/acme/web")
    rest: Text = (TypedLine(_PROJECTS), " lists those that can be seen; a slug such as ", slug, " works too.")
    return asker_message(first, rest, buttons=ready_buttons([*fault.lines, _PROJECTS]))


def word_unknown(fault: UnknownWord) -> Message:
    first: Text = (quote_code(fault.said), f" is not {fault.kind}.")
    if fault.lines:
        first = (*first, " Did you mean ", TypedLine(fault.lines[0]), "?")
    rest: Text = (f"Type {fault.forms}; for example ", TypedLine(fault.example), ".")
    return asker_message(first, rest, buttons=ready_buttons(fault.lines))


def name_unknown(fault: UnknownName) -> Message:
    """With the names that there are, and the first of them as it is typed."""
    first = fault.names[0]
    match fault.kind:
        case NameKind.COMPONENT:
            kind, has = "a component", f"{fault.within} has {some_names(fault.names)}"
        case NameKind.DEFINITION:
            kind, has = "a pipeline definition", f"{fault.within} has {', '.join(fault.names[:10])}"
            first = f"--definition {first}"
        case NameKind.ENVIRONMENT:
            kind, has = "an environment", f"{fault.within} is deployed to {some_names(fault.names)}"
        case NameKind.JOB:
            kind, has = "a job", f"{one_line(fault.within, 60)} has {some_names(fault.names, 8)}"
            first = f"--jobs {first}"
        case NameKind.NAMESPACE:
            kind, has = "a namespace", f"there are {some_names(fault.names)}"
        case NameKind.VERSION:
            kind, has = "a version", f"the latest others are {some_names(fault.names)}"
        case NameKind.WORKFLOW:
            kind, has = "a workflow", f"{fault.within} has {some_names(fault.names, 10)}"
            first = f"--workflow {first}"
    return not_of_kind(fault.said, kind, has, first)


def nothing_here(fault: NothingHere) -> Message:
    """Also for what may not be seen: the same words, so that nobody learns that it exists."""
    pipelines = lines.PipelinesArgs(Target(ProjectName(fault.project) if fault.project else None))
    look = _PROJECTS if fault.noun == "project" else line(lines.PIPELINES, pipelines)
    return _absent(fault.noun, fault.said, fault.project, fault.next or look)


def artifact_in_no_green_run(fault: NotInGreenRuns) -> Message:
    runs = "the newest green run" if fault.looked == 1 else f"the newest {fault.looked} green runs"
    return _absent("artifact", fault.path, f"{runs} of {fault.called} on {fault.branch}", fault.next)


def _absent(noun: str, said: str, within: str | None, look: Line) -> Message:
    what: Text = (" ", quote_code(said)) if said else ()
    there = f" in {one_line(within)}" if within else ""
    first: Text = (f"There is no {noun}", *what, f"{there}, or it can't be seen from here.")
    return asker_message(first, (TypedLine(look), " shows what there is."), buttons=ready_buttons([look]))


def definition_missing(fault: NoDefinition) -> Message:
    first = f"{fault.called} has no pipeline definition that CircleCI's API can run."
    return asker_message((first,), ("Nothing was started.",))


def deploys_missing(fault: NoDeploys) -> Message:
    return asker_message(
        (f"CircleCI has no deploys of {fault.called} to show: it answered “not found”.",),
        ("It has them on Cloud alone, and the bot's user must be allowed to see them.",),
        (MARKERS, " tells how they come there."),
    )


def pipeline_never_started(fault: NeverStarted) -> Message:
    why = ", because of its configuration" if fault.configuration else ""
    first = f"{one_line(fault.project)} #{fault.number} never started{why}. It has no {fault.noun.value}."
    look = pipeline_line(fault.project, fault.number)
    return asker_message((first,), (TypedLine(look), " shows the errors."), buttons=ready_buttons([look]))


def number_is_a_pipelines(fault: PipelinesNumber) -> Message:
    first = f"No job of {one_line(fault.project)} has the number {fault.number}; a pipeline has it."
    look = pipeline_line(fault.project, fault.number)
    return asker_message((first,), (TypedLine(look), " shows that pipeline."), buttons=ready_buttons([look]))


def nothing_shown(fault: NotShown) -> Message:
    """No thing was named in a thread about none, or an id was begun that was not shown here."""
    noun = fault.noun.value
    if fault.said:
        first: Text = (f"No {noun} that was shown here starts with ", quote_code(fault.said), ".")
    else:
        first = (f"Which {noun} is meant? None was named, and this is no thread about one.",)
    return asker_message(first, ("Type ", TypedLine(fault.example), "."))
