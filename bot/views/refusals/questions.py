"""What is asked first, to the asker alone: the same question as a card's button asks."""

from bot import lines
from bot.model import questions
from bot.model.message import Button, Confirm, Message, Style
from bot.model.run import FAILED_STATUSES
from bot.model.spans import Bold, Code, Text, TypedLine
from bot.views.parts import buttons
from bot.views.parts.text import one_line
from bot.views.refusals.drawing import asker_message, earlier_rollback


def approve_question(error: questions.ApproveQuestion) -> Message:
    return _asked(buttons.approve_button(error.pipeline, error.called, error.waiting))


def cancel_question(error: questions.CancelQuestion) -> Message:
    return _asked(buttons.cancel_button(error.pipeline, error.called, error.workflows))


def cancel_job_question(error: questions.CancelJobQuestion) -> Message:
    return _asked(buttons.cancel_job_button(error.pipeline, error.called, error.name, error.number))


def rerun_question(error: questions.RerunQuestion) -> Message:
    """The whole of it stands beside what failed."""
    about = error.pipeline, error.called, error.workflow
    start = buttons.rerun_start_button(*about, error.jobs)
    if error.names:
        return _asked(buttons.rerun_jobs_button(*about, error.names, ssh=error.ssh))
    if error.ssh:
        return _asked(buttons.rerun_ssh_button(*about, error.jobs))
    failed = buttons.rerun_failed_button(*about, error.jobs)
    if error.from_failed:
        return _asked(failed)
    return _asked(start, *((failed,) if error.workflow.status in FAILED_STATUSES else ()))


def trigger_question(error: questions.TriggerQuestion) -> Message:
    called, gets = one_line(error.called, 40), ", ".join(error.given)
    given = f"with {one_line(gets, 100)}" if gets else "without parameters"
    text = f"Starts {called} on {one_line(error.ref, 100)} at its newest commit, {given}."
    return _asked(Button("Trigger", error.line, confirm=Confirm(f"Trigger {called}?", text, "Trigger")))


def rollback_question(error: questions.RollbackQuestion) -> Message:
    deed = error.deed
    where, called = one_line(deed.environment, 40), one_line(deed.called, 40)
    back = f"{one_line(deed.component, 40)} goes back from {one_line(error.live, 60)} (live)"
    text = f"{back} to {one_line(error.target, 60)}. This runs {called}'s rollback pipeline."
    title: Text = (Bold(f"Roll back {where}{' further' if error.abandoned else ''}?"),)
    before = earlier_rollback(error.earlier) or _abandoned(error)
    if error.unreasoned:
        rest = error.line.partition(" ")[2]
        why: Text = ("Say why: ", TypedLine(lines.ROLLBACK.pattern(f'{rest} --reason "…"')))
        return asker_message(title, before, text, why)
    yes = Button("Roll back", error.line, style=Style.DANGER)
    return asker_message(title, before, text, buttons=(yes,), choice=True)


def _abandoned(error: questions.RollbackQuestion) -> Text:
    """That the live version is live because of a rollback."""
    if not error.abandoned:
        return ()
    live = Code(one_line(error.live, 60))
    return (live, " is live since a rollback from ", Code(one_line(error.abandoned, 60)), ".")


def default_question(error: questions.DefaultQuestion) -> Message:
    called = one_line(error.called, 40)
    ask = Confirm(f"Use {called} here?", f"{called} becomes this channel's default project.", "Use it")
    return _asked(Button(f"Use {called}"[:30], error.line, confirm=ask))


def _asked(button: Button, *instead: Button) -> Message:
    """The question behind the button, with a button that needs no other; and what else can be done."""
    ask = button.confirm
    if ask is None:
        raise ValueError(f"nothing is asked before {button.line}")
    yes = Button(ask.yes, button.line, style=button.style)
    return asker_message((Bold(ask.title),), ask.text, buttons=(yes, *instead), choice=True)
