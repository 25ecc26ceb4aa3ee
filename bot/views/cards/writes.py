"""What was done to a run: approved, canceled, rerun. First that it was asked, then what became of it."""

from dataclasses import dataclass, replace
from typing import Self

from bot import lines
from bot.circleci.models import Job, Pipeline, Workflow
from bot.grammar import line
from bot.model.approval import WaitingApproval
from bot.model.line import Line
from bot.model.message import Audience, Buttons, Message
from bot.model.news import approval_key, failure_key, known_news
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Emoji, Link, Text
from bot.views.cards.pipeline import job_word
from bot.views.parts import buttons
from bot.views.parts.commit import on_ref, ref_code, shown_workflow
from bot.views.parts.status import by_urgency, status
from bot.views.parts.text import and_took, capital, join_facts, one_line, paragraph, some_names
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCard:
    """What every result here has. ``run``: as CircleCI tells it since, once that was looked at.

    ``confirmed``: CircleCI has done it. ``recovered``: CircleCI's answer was lost, and looking told that it
    was done. ``late``: CircleCI has taken it, and not done it for as long as we looked.
    """

    pipeline: Pipeline
    called: str
    scene: Scene
    run: Run | None = None
    confirmed: bool = False
    recovered: bool = False
    late: bool = False

    @property
    def settled(self) -> bool:
        """Whether there is nothing more to look for."""
        return self.confirmed

    def given_up(self) -> Self:
        return replace(self, late=True)

    @property
    def phrase(self) -> str:
        """``web #812 on main``."""
        return f"{self.called} #{self.pipeline.number}{on_ref(self.pipeline)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCard(WriteCard):
    """``next_jobs``: the jobs that needed the approval, as they are since; ``login``: the token's user."""

    approval: WaitingApproval
    next_jobs: tuple[Job, ...] = ()
    login: str = ""

    @property
    def settled(self) -> bool:
        return self.confirmed and not any(
            job.status in ("blocked", "not_running", "queued") for job in self.next_jobs
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCard(WriteCard):
    """``names`` of what was stopped; ``ids``, of the workflows among it.

    ``refused``: those that CircleCI did not stop, and why.
    """

    names: tuple[str, ...]
    ids: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RerunCard(WriteCard):
    """``old_workflow`` was started again, as ``new_id``: from failed, ``jobs`` by name, or all of it."""

    old_workflow: Workflow
    new_id: str
    from_failed: bool = False
    jobs: tuple[str, ...] = ()
    ssh: bool = False
    login: str = ""


def approval_card(result: ApprovalCard) -> Message:
    """Approved, and what that set going: also where CircleCI does not let it go on."""
    job, workflow = (one_line(each.name, 60) for each in (result.approval.job, result.approval.workflow))
    verb = "was approved" if result.confirmed else "is being approved"
    word = "Approved" if result.confirmed else "Approving"
    sign = "arrows_counterclockwise" if result.confirmed else "white_circle"
    if result.confirmed and result.next_jobs:  # what runs now, and not that something passed
        sign = status(by_urgency(result.next_jobs)[0].status).sign
    text = f"{job} ({workflow}) in {result.phrase} {verb}"
    about = Reference.of_id(result.approval.workflow.id)
    again = line(lines.APPROVE, lines.ApproveArgs(about, result.approval.job.name))
    told, known = ((Bold(job), f" in {workflow}"), *_after(result)), (approval_key(result.approval),)
    return _message(result, "approved", text, sign, word, *told, drawn_by=again, told_before=known)


def _after(result: ApprovalCard) -> list[Text | str]:
    names = result.approval.next_job_names
    if not result.next_jobs:
        return [f"{some_names(names)} {'runs' if len(names) == 1 else 'run'} next."] if names else []
    lines: list[Text | str] = [
        (status(job.status).emoji, " ", Bold(one_line(job.name, 60)), f" {job_word(job)}{and_took(job)}")
        for job in result.next_jobs[:5]
    ]
    if any(job.status == "unauthorized" for job in result.next_jobs):
        user = _user(result.login)
        lines += [
            f"It needs a restricted context that {user} can't use, and the bot approves as {user}.",
            f"An organization admin can add {user} to the context's group, or someone with access can rerun"
            " it in CircleCI.",
        ]
    return lines


def cancel_card(result: CancelCard) -> Message:
    """Canceled, once CircleCI says so; until then it is on its way."""
    sign, word = ("no_entry_sign", "Canceled") if result.confirmed else ("white_circle", "Canceling")
    sign, word = (sign, word) if result.names else ("information_source", "Not canceled")
    refused: list[Text] = [
        (Bold(one_line(name, 60)), f" wasn't canceled: {one_line(why, 150)}")
        for name, why in result.refused[:5]
    ]
    be = ("was", "is being") if len(result.names) <= 1 else ("were", "are being")
    what = some_names(result.names) or "nothing"
    text = f"{what} in {result.phrase} {be[not result.confirmed]} canceled"
    run = lines.CancelArgs(Reference.of_id(result.pipeline.id), result.ids)
    again = line(lines.CANCEL, run) if result.ids else None
    return _message(
        result, "canceled", text, sign, word, some_names(result.names, 5), *refused, drawn_by=again
    )


def rerun_card(result: RerunCard) -> Message:
    """Started again; the new attempt with its status, once that was looked at."""
    name, what = one_line(result.old_workflow.name, 60), _rerun_part(result)
    short = what.startswith("from ")
    attempts = list[Text]()
    for it in result.run.workflows if result.run else ():
        if it.id == result.new_id:
            state, url = status(it.status), result.scene.workflow(result.pipeline, it)
            attempts.append((state.emoji, " ", Link(url, name), f" {state.verb}{and_took(it)}"))
    user = _user(result.login)
    new, jobs = Reference.of_id(result.new_id), result.jobs or None
    return _message(
        result,
        "rerun",
        f"{name} in {result.phrase} was rerun: {what}",
        "arrows_counterclockwise",
        f"Rerun {what}" if short else "Rerun",
        "" if short else f"{capital(what)}.",
        *attempts,
        f"SSH is open to {user}'s keys; the address is on the job's page." if result.ssh else "",
        about=shown_workflow(result.pipeline, result.new_id),
        drawn_by=line(lines.RERUN, lines.RerunArgs(new, result.from_failed, jobs)),
        told_before=(failure_key(result.old_workflow),),
    )


def _rerun_part(result: RerunCard) -> str:
    """What of it runs again."""
    if result.jobs:
        with_ssh = ", with SSH" if result.ssh else ""
        on_them = "it" if len(result.jobs) == 1 else "them"
        return f"only {some_names(result.jobs)} and what depends on {on_them}{with_ssh}"
    if result.from_failed:
        return "from failed"
    return "once more" if result.recovered else "from the start"


def _user(login: str) -> str:
    return one_line(login, 40) if login else "the bot's CircleCI user"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectCard(WriteCard):
    """Somebody wants to reject what waits: ``approvals``. Canceling ``workflow`` is how that is done."""

    workflow: Workflow
    approvals: tuple[WaitingApproval, ...]


def reject_card(result: RejectCard) -> Message:
    """CircleCI has no reject: asks whether to cancel the workflow."""
    name = one_line(result.workflow.name, 60)
    waiting = some_names([each.job.name for each in result.approvals])
    wait = f" {'is' if len(result.approvals) == 1 else 'are'} waiting in "
    stop = buttons.cancel_button(result.pipeline, result.called, [result.workflow], f"Cancel {name}")
    told = paragraph(
        "CircleCI can't reject an approval. You can cancel the workflow.",
        (Bold(waiting), wait, Bold(name), f" ({result.phrase})."),
    )
    text = f"CircleCI can't reject an approval. You can cancel {name} in {result.phrase}"
    return Message((text,), (*told, Buttons((stop,))), Audience.ASKER, choice=True)


def _message(
    result: WriteCard,
    did: str,
    text: str,
    sign: str,
    word: str,
    *told: Text | str,
    about: ShownThing | None = None,
    drawn_by: Line | None = None,
    told_before: tuple[str, ...] = (),
) -> Message:
    pipeline, whole = result.pipeline, ShownThing.of(result.pipeline)
    page = result.scene.pipeline_link(pipeline, result.called, bold=True)
    lines = paragraph(
        join_facts((Emoji(sign), " ", Bold(word)), (page,), ref_code(pipeline)),
        *told,
        "CircleCI's answer was lost, but it went through." if result.recovered else "",
        "CircleCI accepted this but hasn't done it yet." if result.late else "",
    )
    row = Buttons((buttons.pipeline_button(pipeline.id, "Refresh" if result.late else "Details"),))
    return Message(
        (text,),
        (*lines, row, result.scene.footer(what=did)),
        depicts=about or whole,
        shows=(whole,) if about else (),
        drawn_by=drawn_by,
        live=drawn_by is not None and (result.run is None or result.run.live(result.scene.at)),
        told=(*told_before, *(known_news(result.run, result.scene.at) if result.run else ())),
    )
