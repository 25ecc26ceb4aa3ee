"""The default branches that are red, the one that turned red last first."""

from dataclasses import dataclass

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.history import Streak
from bot.model.message import Button, Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.shown import Noun, ShownThing
from bot.model.spans import Bold, Code, Emoji, Link, Text, Timestamp
from bot.views.parts.commit import commit_text
from bot.views.parts.list_page import ListPage
from bot.views.parts.status import status
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
    def green(self) -> tuple[BranchStreak, ...]:
        return tuple(each for each in self.others if each.since.newest)

    @property
    def silent(self) -> tuple[BranchStreak, ...]:
        """Of these no run has ended."""
        return tuple(each for each in self.others if not each.since.newest)


def red_list(result: RedList) -> Message:
    """One line a red branch, and a count of the others."""
    title = _title(result)
    sign = Emoji("white_check_mark" if result.green else "grey_question")
    heading: Text = (status("failed").emoji, " ", Bold(title)) if result.total else (sign, " ", Bold(title))
    lines = [heading, *(_line(each, result.scene) for each in result.reds)]
    rest = _rest(result) if result.first else ""
    several = result.total + len(result.others) > 1
    which = f": {some_names([each.called for each in result.reds])}" if result.reds and several else ""
    return Message(
        text=(title + which,),
        blocks=(
            Lines(tuple(lines)),
            *_buttons(result),
            *((Small((rest,)),) if rest else ()),
            result.scene.asked(),
        ),
        audience=result.audience,
        shows=tuple(_shown(each) for each in result.reds),
    )


def _title(result: RedList) -> str:
    if not result.first:
        return "More red default branches"
    seen = result.total + len(result.others)
    if not seen:
        return "No project may be seen from this channel, or CircleCI's token sees none."
    if not result.total:
        if not result.green:
            return f"Nothing has ended yet on {_all(seen)}"
        return (
            f"None of the {_all(seen)} is red"
            if seen > 1
            else f"The default branch of {_only(result)} is green"
        )
    if seen == 1:
        return f"The default branch of {_only(result)} is red"
    return f"{result.total:,} of {count(seen, 'default branch', 'default branches')} {_is(result.total)} red"


def _all(seen: int) -> str:
    return count(seen, "default branch", "default branches")


def _only(result: RedList) -> str:
    return (result.reds + result.others)[0].called


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _line(branch: BranchStreak, scene: Scene) -> Text:
    """Which, since when and since whose commit, and how many runs."""
    found = branch.since
    first, newest = found.first_red, found.newest
    if first is None or newest is None:
        return (Bold(branch.called),)
    at_least = "" if found.complete else "at least "
    since: Text = (f"red {at_least}since ", *_number(first, scene), " ", Timestamp(first.pipeline.created_at))
    now: Text = (f"{count(found.runs, 'run')}, now ", *_number(newest, scene)) if found.runs > 1 else ()
    return join_facts(
        [
            (Link(scene.web.project(branch.slug, branch.name), branch.called, bold=True),),
            (Code(one_line(branch.name)),),
            since,
            commit_text(first.pipeline, subject=50),
            now,
        ]
    )


def _number(run: Run, scene: Scene) -> Text:
    return (Link(scene.pipeline(run.pipeline), f"#{run.pipeline.number}"),)


def _rest(result: RedList) -> str:
    """What was looked at and is not red, and what was not looked at."""
    green, silent = result.green, result.silent
    parts = [
        f"green: {some_names([each.called for each in green], 5)}" if green else "",
        f"nothing has ended: {some_names([each.called for each in silent], 5)}" if silent else "",
        f"{count(result.unseen, 'project')} can't be seen" if result.unseen else "",
        f"{count(result.beyond, 'further project')} not looked at" if result.beyond else "",
    ]
    return "  ·  ".join(part for part in parts if part)


def _buttons(result: RedList) -> tuple[Buttons, ...]:
    items = [
        Button(
            f"Why {one_line(each.called, 50)} #{newest.pipeline.number}?",
            line(lines.WHY, lines.WhyArgs(Reference.of_number(each.slug, newest.pipeline.number))),
        )
        for each in result.reds[:BUTTONS]
        if (newest := each.since.newest) is not None
    ]
    items += result.next_buttons
    return (Buttons(tuple(items)),) if items else ()


def _shown(branch: BranchStreak) -> ShownThing:
    newest = branch.since.newest
    pipeline = newest.pipeline if newest else None
    return ShownThing(
        Noun.PIPELINE,
        str(branch.slug),
        pipeline.id if pipeline else None,
        pipeline.number if pipeline else None,
    )
