"""The default branches that are red, the one that turned red last first."""

from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug
from bot.model.history import Streak
from bot.model.message import Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.shown import ShownThing
from bot.model.spans import Bold, Code, Emoji, Link, Text, Timestamp
from bot.views.parts.buttons import why_button
from bot.views.parts.commit import cause_text, commit_text
from bot.views.parts.list_page import ListPage
from bot.views.parts.phone import short_entry
from bot.views.parts.text import age, bullets, count, join_facts, one_line, short_sentence, some_names
from bot.views.scene import Scene

#: How many of the red branches have a button; characters of a commit's subject.
BUTTONS, _SUBJECT = 3, 50


@dataclass(frozen=True, slots=True)
class BranchStreak:
    """A project's default branch, and since when it is red, if it is."""

    slug: ProjectSlug
    called: str
    name: str
    streak: Streak


@dataclass(frozen=True, slots=True)
class RedList(ListPage):
    """One page of ``total`` red ``branches``; ``other_branches`` are not red.

    ``unseen_count``: how many projects CircleCI's token does not see, or whose default branch may not be read
    here; ``further_count``: how many there are besides those that were looked at.
    """

    branches: tuple[BranchStreak, ...]
    total: int
    other_branches: tuple[BranchStreak, ...]
    scene: Scene
    unseen_count: int = 0
    further_count: int = 0

    @property
    def green_names(self) -> list[str]:
        return [each.called for each in self.other_branches if each.streak.newest]

    @property
    def silent_names(self) -> list[str]:
        """Of these no run has ended."""
        return [each.called for each in self.other_branches if not each.streak.newest]


def red_list(result: RedList) -> Message:
    """One line a red branch, and a count of the others."""
    title, rest = _title(result), _rest(result) if result.first else ()
    sign = "x" if result.total else "white_check_mark" if result.green_names else "grey_question"
    several = result.total + len(result.other_branches) > 1
    names = [each.called for each in result.branches]
    which = f": {some_names(names)}" if len(names) > 1 and several else ""
    buttons = [
        why_button(Reference.of_number(each.slug, number), f"Why {one_line(each.called, 50)} #{number}?")
        for each in result.branches[:BUTTONS]
        if each.streak.newest is not None and (number := each.streak.newest.pipeline.number)
    ]
    buttons += result.next_buttons
    return result.message(
        title + which,
        Lines(((Emoji(sign), " ", Bold(title)), *bullets(_line(each, result) for each in result.branches))),
        *((Buttons(tuple(buttons)),) if buttons else ()),
        *((Small(rest),) if rest else ()),
        result.scene.footer(),
        shows=tuple(ShownThing.of(newest.pipeline) for it in result.branches if (newest := it.streak.newest)),
    )


def _title(result: RedList) -> str:
    seen, total = result.total + len(result.other_branches), result.total
    branches = count(seen, "default branch", "default branches")
    only = next((each.called for each in (*result.branches, *result.other_branches)), "")
    if not result.first:
        return "More red default branches"
    if not seen:
        return "No projects here: the policy or the bot's CircleCI user allows none."
    if not total and not result.green_names:
        return f"No finished pipelines on {branches}"
    if seen == 1:
        return f"{only}'s default branch is {'red' if total else 'green'}"
    if not total:
        return "No default branch is red" if result.silent_names else f"All {branches} are green"
    told = _since(result.branches[0], result.scene) if _is_told(result) else ""
    return f"{total:,} of {branches} {'is' if total == 1 else 'are'} red{told}"


def _is_told(result: RedList) -> bool:
    """Whether the title tells of the only one since when it is red."""
    return result.total == len(result.branches) == 1 and bool(result.other_branches)


def _since(branch: BranchStreak, scene: Scene) -> str:
    """``: api, since #432 (5 days), 3 pipelines``, of the only one."""
    found, first = branch.streak, branch.streak.first_red
    if first is None:
        return f": {branch.called}"
    least, lasted = "" if found.complete else "at least ", age(scene.at - first.pipeline.created_at)
    several = f", {count(found.runs, 'pipeline')}" if found.runs > 1 else ""
    return f": {branch.called}, since {least}#{first.pipeline.number} ({lasted}){several}"


def _line(branch: BranchStreak, result: RedList) -> Text:
    """Which, since when and since whose commit, and how many runs, where the title does not tell."""
    found, scene, told = branch.streak, result.scene, _is_told(result)
    first, newest = found.first_red, found.newest
    if first is None or newest is None:
        return (Bold(branch.called),)
    least, link = "" if found.complete else "at least ", scene.pipeline_link(first.pipeline)
    since: Text = (f"red since {least}", link, " (", Timestamp(first.pipeline.created_at), ")")
    several = "" if told else f"{count(found.runs, 'pipeline')}, "
    now: Text = (f"{several}now ", scene.pipeline_link(newest.pipeline)) if found.runs > 1 else ()
    head = join_facts(
        (Link(scene.web.project(branch.slug, branch.name), branch.called, bold=True),),
        (Code(one_line(branch.name)),),
        (link,) if told else since,
    )
    cause, author = cause_text(first.pipeline, first.asker), first.pipeline.author
    subject, by = first.pipeline.subject or "", f"by {one_line(author, 40)}" if author else ""
    return short_entry(
        join_facts(head, commit_text(first.pipeline, subject=_SUBJECT), cause, now),
        join_facts(head, commit_text(first.pipeline, subject=_SUBJECT // 2), cause, now),
        join_facts(head, short_sentence(subject, _SUBJECT), by, cause, now),
        join_facts(head, short_sentence(subject, _SUBJECT // 2), by, cause, now),
        join_facts(head, short_sentence(subject, _SUBJECT // 2), cause or by, now),
    )


def _rest(result: RedList) -> Text:
    """What was looked at and is not red, and what was not looked at."""
    return join_facts(
        f"green: {some_names(result.green_names, 5)}" if result.green_names else "",
        f"no finished pipelines: {some_names(result.silent_names, 5)}" if result.silent_names else "",
        f"the bot can't see {count(result.unseen_count, 'project')}" if result.unseen_count else "",
        f"{count(result.further_count, 'more project')} not checked" if result.further_count else "",
    )
