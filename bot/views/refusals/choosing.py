"""Several things fit: a choice among them, never a guess."""

from collections.abc import Sequence
from dataclasses import replace

from bot.circleci.models import Workflow
from bot.model.deed import SeveralApprovals, SeveralHeld, SeveralReruns
from bot.model.fault import Ambiguous, SeveralSteps
from bot.model.message import Button, Message
from bot.model.spans import Bold, Text, TypedLine
from bot.views.parts import buttons
from bot.views.parts.text import one_line, some_names
from bot.views.refusals.drawing import LONGEST_TYPED, asker_message, quote_code

#: How many choices are listed; the first of them are buttons too.
_CHOICES = 10


def several_fit(fault: Ambiguous) -> Message:
    return _choice(fault.noun, fault.said, [Button(label, line=typed) for label, typed in fault.choices])


def several_approvals_wait(fault: SeveralApprovals) -> Message:
    offered = [
        replace(
            buttons.approve_button(fault.pipeline, fault.called, each),
            label=f"{each.job.name} of {each.workflow.name}",
        )
        for each in fault.waiting
    ]
    return _choice("approval", fault.said, offered)


def several_workflows_held(fault: SeveralHeld) -> Message:
    offered = [
        Button(f"{workflow.name}, held by {some_names([each.job.name for each in held])}", line=typed)
        for workflow, held, typed in fault.held
    ]
    return _choice("workflow", fault.said, offered)


def several_workflows_to_rerun(fault: SeveralReruns) -> Message:
    offered = [replace(_rerun_button(fault, each), label=each.name) for each in fault.workflows]
    return _choice("workflow", fault.said, offered)


def _rerun_button(fault: SeveralReruns, workflow: Workflow) -> Button:
    pipeline, called = fault.pipeline, fault.called
    if fault.jobs:
        return buttons.rerun_jobs_button(pipeline, called, workflow, fault.jobs, ssh=fault.ssh)
    if fault.ssh:
        return buttons.rerun_ssh_button(pipeline, called, workflow, ())
    button = buttons.rerun_failed_button if fault.failed else buttons.rerun_start_button
    return button(pipeline, called, workflow, ())


def several_steps_fit(fault: SeveralSteps) -> Message:
    offered = [
        Button(f"{one_line(name, 60)}, step {number}", line=typed) for name, number, typed in fault.steps
    ]
    return _choice("step", fault.said, offered)


def _choice(noun: str, said: str, offered: Sequence[Button]) -> Message:
    """The choices as lines and as buttons, which ask first where they are to."""
    what: Text = (" ", quote_code(said)) if said else ()
    listed: list[Text] = [(f"Several {noun}s fit", *what, ". Choose one:")]
    for each in offered[:_CHOICES]:
        short: Text = ("  ", TypedLine(each.line)) if each.line and len(each.line) <= LONGEST_TYPED else ()
        listed.append((Bold(one_line(each.label, 60)), *short))
    if len(offered) > _CHOICES:
        listed.append((f"+ {len(offered) - _CHOICES:,} more",))
    ready = tuple(replace(each, label=one_line(each.label, 70)) for each in offered[:_CHOICES])
    return asker_message(*listed, buttons=ready)
