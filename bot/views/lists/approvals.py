"""The approvals that wait for a person, the one that has waited longest first."""

from collections import Counter
from dataclasses import dataclass, replace

from bot.model.approval import HeldApproval
from bot.model.message import Button, Lines, Message, Small
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Emoji, Text, Timestamp
from bot.views.cards.access import channels, people
from bot.views.parts.buttons import approve_button, button_row, workflow_button
from bot.views.parts.commit import ref_code
from bot.views.parts.list_page import ListPage
from bot.views.parts.phone import short_entry
from bot.views.parts.text import (
    bullets,
    capital,
    count,
    join_facts,
    one_line,
    seen_here,
    short_sentence,
    some_names,
)
from bot.views.scene import Scene

#: How many have a button, and how many more a way to their details; a label is so long at most.
_BUTTONS, _DETAILS = 3, 5
_LABEL = 30

#: Characters of a commit's subject, where there is room for them.
_SUBJECTS = (40, 30, 20)


@dataclass(frozen=True, slots=True)
class ApprovalEntry:
    """One of them. ``who``: the groups and ids that can approve it here, None everybody.

    ``elsewhere``: the channels in which the asker can, where that is nobody; ``too_old``: the policy lets
    nothing be approved that has waited so long.
    """

    held: HeldApproval
    who: tuple[str, ...] | None = None
    elsewhere: tuple[str, ...] = ()
    too_old: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody can approve it here."""
        return not self.too_old and self.who != ()


@dataclass(frozen=True, slots=True)
class ApprovalList(ListPage):
    """One page of the ``total`` approvals, which wait in the projects of these names.

    ``called`` and ``branch``: the only project, or branch of it, that was looked at.
    ``whole``: everything that was looked at could be read. ``unseen_count``: how many projects CircleCI's
    token does not see; ``further_count``: how many there are besides those that were looked at.
    """

    entries: tuple[ApprovalEntry, ...]
    total: int
    project_names: tuple[str, ...]
    scene: Scene
    whole: bool = True
    unseen_count: int = 0
    further_count: int = 0
    called: str | None = None
    branch: str | None = None


def approval_list(result: ApprovalList) -> Message:
    """Two lines of a phone for each; what holds for all of them is said once."""
    who = {_who(each) for each in result.entries}
    alike = next(iter(who)) if len(who) == 1 else ()
    title = _title(result)
    sign = "raised_hand" if result.total else "white_check_mark" if result.whole else "grey_question"
    rows = (_row(each, result.scene, alike) for each in result.entries)
    names = result.project_names if result.first and not result.called else ()
    where = f": {some_names(names)}" if names else ""
    buttons = button_row(_approve_buttons(result), _detail_buttons(result), result.next_buttons)
    small = join_facts(
        (capital(alike[0]), *alike[1:]) if alike and isinstance(alike[0], str) else "",
        *(_rest(result) if result.first else ()),
    )
    return result.message(
        title + where,
        Lines(((Emoji(sign), " ", Bold(title)), *bullets(rows))),
        *buttons,
        *((Small(small),) if small else ()),
        result.scene.footer(live=bool(result.total)),
        shows=tuple(ShownThing.of(each.held.pipeline) for each in result.entries),
    )


def _title(result: ApprovalList) -> str:
    if not result.first:
        return "More approvals waiting"
    within = f" in {one_line(result.called, 60)}" if result.called else ""
    within += f" on {one_line(result.branch, 60)}" if result.branch else ""
    if result.total:
        return f"{count(result.total, 'approval')} waiting{within}, oldest first"
    none = "Nothing is waiting for approval" if result.whole else "No approvals found"
    return f"{none}{within}{seen_here(result.limited)}"


def _row(entry: ApprovalEntry, scene: Scene, alike: Text) -> Text:
    held = entry.held
    who = _who(entry)
    head = join_facts(
        (Bold(one_line(held.waiting.job.name, 60)),),
        (scene.pipeline_link(held.pipeline, one_line(held.called, 60)),),
        ref_code(held.pipeline),
    )
    tail = join_facts((Timestamp(held.waiting.start),), "" if who == alike else who)
    subjects = (short_sentence(held.pipeline.subject or "", most) for most in _SUBJECTS)
    return short_entry(*(join_facts(head, subject, tail) for subject in subjects), join_facts(head, tail))


def _who(entry: ApprovalEntry) -> Text:
    if entry.too_old:
        return ("waited too long to be approved",)
    if entry.who is None:
        return ("anyone here can approve",)
    if entry.who:
        return ("only ", *people(entry.who), " can approve here")
    there: Text = ("; you can in ", *channels(entry.elsewhere)) if entry.elsewhere else ()
    return ("nobody can approve here", *there)


def _approve_buttons(result: ApprovalList) -> tuple[Button, ...]:
    """For the first few that can be approved; their pipelines tell apart those of one name."""
    several = [each.held for each in result.entries if each.open][:_BUTTONS]
    names = Counter(each.waiting.job.name for each in several)
    made = []
    for each in several:
        button = approve_button(each.pipeline, each.called, each.waiting)
        if names[each.waiting.job.name] > 1:
            pipeline = f"{one_line(each.called, 14)} #{each.pipeline.number}"
            button = replace(button, label=f"Approve {pipeline} {each.waiting.job.name}")
        made.append(replace(button, label=one_line(button.label, _LABEL)))
    return tuple(made)


def _detail_buttons(result: ApprovalList) -> tuple[Button, ...]:
    """For those that have none, by the pipeline, each workflow once."""
    with_button = [each for each in result.entries if each.open][:_BUTTONS]
    others = {each.held.waiting.workflow.id: each.held for each in result.entries if each not in with_button}
    return tuple(
        workflow_button(id, f"Details of {one_line(each.called, 10)} #{each.pipeline.number}")
        for id, each in [*others.items()][:_DETAILS]
    )


def _rest(result: ApprovalList) -> list[str]:
    """What was not looked at."""
    unseen, further = result.unseen_count, result.further_count
    return [
        *([f"the bot can't see {count(unseen, 'project')}"] if unseen else ()),
        *([f"{count(further, 'more project')} not checked"] if further else ()),
    ]
