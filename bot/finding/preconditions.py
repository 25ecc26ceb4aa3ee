"""Just before a call: whether what is there is still what the message showed.

https://circleci.com/docs/workflows/#approve-a-job
"""

from datetime import timedelta

from bot import lines
from bot.circleci.models import Pipeline, Workflow
from bot.finding.granted_run import GrantedRun
from bot.grammar import line
from bot.model.approval import WaitingApproval
from bot.model.fault import NotPossible
from bot.model.line import Line
from bot.model.reference import ProjectName, Reference, Target
from bot.model.spans import Code, Text
from bot.views.parts.scene import on_ref
from bot.views.parts.text import duration, one_line, short_commit


def require_commit(found: GrantedRun, commit: str | None, what: Text) -> None:
    """It builds the commit that was shown. Raises `NotPossible`; ``what`` says what was not done."""
    built = found.pipeline.revision
    if commit is None or (built is not None and built.startswith(commit.lower())):
        return
    now = (" builds ", Code(short_commit(built))) if built else (" does not tell its commit",)
    why: Text = (f"{run_name(found)}", *now, "; the message showed ", Code(short_commit(commit)), ".")
    raise stale_refusal(found, what, why)


async def require_newest(found: GrantedRun, what: Text) -> None:
    """No newer pipeline of a protected branch exists. Raises `NotPossible`."""
    if (newer := await found.newer()) is not None:
        why: Text = (
            f"{found.called} #{newer.number} is newer, and ",
            Code(one_line(found.pipeline.branch or "")),
            " is protected: only its newest pipeline goes on.",
        )
        raise stale_refusal(found, what, why, newer)


def require_latest(workflow: Workflow, every: tuple[Workflow, ...], found: GrantedRun, what: Text) -> None:
    """It was not rerun since. Raises `NotPossible`."""
    later = [it for it in every if it.name == workflow.name and it.created_at > workflow.created_at]
    if later:
        why: Text = (f"{one_line(workflow.name, 60)} of {run_name(found)} was rerun since.",)
        raise stale_refusal(found, what, why)


def require_young(
    held: WaitingApproval, waited: timedelta, limit: timedelta | None, found: GrantedRun
) -> None:
    """It has not waited longer than the policy allows. Raises `NotPossible`."""
    if limit is not None and waited > limit:
        name = one_line(held.job.name, 60)
        why = (
            f"{name} has waited for {duration(waited)}, and the policy lets nothing be approved after "
            f"{duration(limit)}."
        )
        what = (f"{name} of {run_name(found)} was not approved.",)
        raise NotPossible(what, (why,), line=trigger_line(found), does="builds it anew")


def trigger_line(found: GrantedRun) -> Line:
    """The line that builds its branch or tag anew."""
    branch = found.pipeline.branch
    target, tag = Target(ProjectName(found.called), branch), None if branch else found.pipeline.tag
    return line(lines.TRIGGER, lines.TriggerArgs(target, tag=tag))


def run_name(found: GrantedRun) -> str:
    """``web #812 on main``."""
    return f"{found.called} #{found.pipeline.number}{on_ref(found.pipeline)}"


def stale_refusal(found: GrantedRun, what: Text, why: Text, pipeline: Pipeline | None = None) -> NotPossible:
    """``what`` was not done because of ``why``; the line that shows how it stands."""
    number = (pipeline or found.pipeline).number
    look = line(lines.PIPELINE, lines.PipelineArgs(Reference.of_number(found.called, number)))
    return NotPossible(what, why, line=look, does="shows how it stands")
