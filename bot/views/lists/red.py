"""The default branches that are red, the one that turned red last first."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.history import Streak
from bot.model.message import Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Code, Emoji, Link, Text, Timestamp
from bot.views.parts.buttons import why_button
from bot.views.parts.commit import commit_text
from bot.views.parts.list_page import ListPage
from bot.views.parts.text import count, join_facts, one_line, some_names
from bot.views.scene import Scene

#: How many of the red branches have a button.
BUTTONS = 3


@dataclass(frozen=True, slots=True)
class BranchStreak:
    """A project's default branch, and since when it is red, if it is."""

    slug: ProjectSlug
    called: str
    name: str
    since: Streak


@dataclass(frozen=True, slots=True)
class RedList(ListPage):
    """One page of ``total`` red branches; ``others`` are not red.

    ``unseen``: how many projects CircleCI's token does not see, or whose default branch may not be read
    here; ``beyond``: how many there are besides those that were looked at.
    """

    reds: tuple[BranchStreak, ...]
    total: int
    others: tuple[BranchStreak, ...]
    scene: Scene
    unseen: int = 0
    beyond: int = 0

    @property
    def green(self) -> list[str]:
        return [each.called for each in self.others if each.since.newest]

    @property
    def silent(self) -> list[str]:
        """Of these no run has ended."""
        return [each.called for each in self.others if not each.since.newest]


def red_list(result: RedList) -> Message:
    """One line a red branch, and a count of the others."""
    title, rest = _title(result), _rest(result) if result.first else ()
    sign = "x" if result.total else "white_check_mark" if result.green else "grey_question"
    several = result.total + len(result.others) > 1
    which = f": {some_names([each.called for each in result.reds])}" if result.reds and several else ""
    buttons = [
        why_button(Reference.of_number(each.slug, number), f"Why {one_line(each.called, 50)} #{number}?")
        for each in result.reds[:BUTTONS]
        if each.since.newest is not None and (number := each.since.newest.pipeline.number)
    ]
    buttons += result.next_buttons
    return result.message(
        title + which,
        Lines(((Emoji(sign), " ", Bold(title)), *(_line(each, result.scene) for each in result.reds))),
        *((Buttons(tuple(buttons)),) if buttons else ()),
        *((Small(rest),) if rest else ()),
        result.scene.asked(),
        shows=tuple(ShownThing.of(each.since.newest.pipeline) for each in result.reds if each.since.newest),
    )


def _title(result: RedList) -> str:
    seen, total = result.total + len(result.others), result.total
    branches = count(seen, "default branch", "default branches")
    only = next((each.called for each in (*result.reds, *result.others)), "")
    if not result.first:
        return "More red default branches"
    if not seen:
        return "No project may be seen from this channel, or CircleCI's token sees none."
    if not total and not result.green:
        return f"Nothing has ended yet on {branches}"
    if seen == 1:
        return f"The default branch of {only} is {'red' if total else 'green'}"
    if not total:
        return f"None of the {branches} is red"
    return f"{total:,} of {branches} {'is' if total == 1 else 'are'} red"


def _line(branch: BranchStreak, scene: Scene) -> Text:
    """Which, since when and since whose commit, and how many runs."""
    found = branch.since
    first, newest = found.first_red, found.newest
    if first is None or newest is None:
        return (Bold(branch.called),)
    since = f"red {'' if found.complete else 'at least '}since "
    now: Text = (f"{count(found.runs, 'run')}, now ", scene.pipeline_link(newest.pipeline))
    return join_facts(
        (Link(scene.web.project(branch.slug, branch.name), branch.called, bold=True),),
        (Code(one_line(branch.name)),),
        (since, scene.pipeline_link(first.pipeline), " ", Timestamp(first.pipeline.created_at)),
        commit_text(first.pipeline, subject=50),
        now if found.runs > 1 else (),
    )


def _rest(result: RedList) -> Text:
    """What was looked at and is not red, and what was not looked at."""
    return join_facts(
        f"green: {some_names(result.green, 5)}" if result.green else "",
        f"nothing has ended: {some_names(result.silent, 5)}" if result.silent else "",
        f"{count(result.unseen, 'project')} can't be seen" if result.unseen else "",
        f"{count(result.beyond, 'further project')} not looked at" if result.beyond else "",
    )
