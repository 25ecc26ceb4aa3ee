"""How a channel's projects stand, once a day, and when that is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot import lines
from bot.circleci.models import Deployment, FlakyTest, deployed_at
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.approval import HeldApproval
from bot.model.digest import Digest, DigestTimes
from bot.model.message import Audience, Block, Button, Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.shown import ShownThing
from bot.model.spans import Bold, ChannelMention, Code, Emoji, Link, Text, Timestamp, TypedLine
from bot.views.lists.red import BranchStreak
from bot.views.parts.buttons import button_row, why_button
from bot.views.parts.text import bullets, count, join_facts, join_words, one_line, some_names, times
from bot.views.scene import Scene

_T = TypeVar("_T")

#: How many of each section are named, the rest being a count; and how many red branches have a button.
_NAMED, _BUTTONS = 5, 2


@dataclass(frozen=True, slots=True)
class DigestSection(Generic[_T]):
    """``entries``: each with what its project is called. ``unread``: the projects that can't be read now."""

    entries: tuple[tuple[str, _T], ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestCard:
    """``branches``: the default ones of ``projects``, as far as they may be read here.

    ``unlooked``: of how many of ``projects``, the last of them, nothing was read, as there are so many.
    ``places``: where something was deployed in the last day. ``digest``: the channel's, where it has one.
    """

    projects: tuple[tuple[str, ProjectSlug], ...]
    branches: DigestSection[BranchStreak]
    approvals: DigestSection[HeldApproval]
    places: DigestSection[Deployment]
    flaky_tests: DigestSection[FlakyTest]
    scene: Scene
    digest: Digest | None = None
    unlooked: int = 0

    @property
    def reds(self) -> list[BranchStreak]:
        return [each for _, each in self.branches.entries if each.streak.red]


@dataclass(frozen=True, slots=True)
class DigestTimesCard:
    """``digest`` None: the channel has none. ``changed``: just now. ``subscribed``: there is what to tell."""

    digest: Digest | None
    due: datetime | None
    scene: Scene
    changed: bool = False
    subscribed: bool = True


@dataclass(frozen=True, slots=True)
class DigestEnded:
    """``reason``: Slack's word for why the channel can't be told; else it has nothing to be told of.

    ``in_person``: who set it up is told.
    """

    channel: str
    reason: str = ""
    in_person: bool = False


def digest_card(result: DigestCard | DigestTimesCard) -> Message:
    """What there is to know, a section each; what is empty is left out."""
    if isinstance(result, DigestTimesCard):
        return _times_card(result)
    footer = result.scene.footer() if result.scene.user or not result.digest else _footer(result.digest.times)
    if not result.projects:
        usage = line(lines.SUBSCRIBE, lines.SubscribeArgs())
        none: Text = ("This channel has no subscriptions. ", TypedLine(usage), " starts one.")
        return Message(none, (Lines((none,)), footer), Audience.ASKER)
    title, sections = _title(result), _sections(result)
    sign = "bar_chart" if sections else "white_check_mark" if _is_green(result) else "grey_question"
    buttons = [
        why_button(Reference.of_number(each.slug, number), f"Why {one_line(each.called, 50)} #{number}?")
        for each in result.reds[:_BUTTONS]
        if each.streak.newest is not None and (number := each.streak.newest.pipeline.number)
    ]
    if result.approvals.entries:
        buttons.append(Button("Approvals", line(lines.APPROVALS, lines.ApprovalsArgs())))
    newest = [each.streak.newest.pipeline for each in result.reds if each.streak.newest]
    held = [each.pipeline for _, each in result.approvals.entries]
    return Message(
        (title,),
        (
            Lines(((Emoji(sign), " ", Bold(title)),)),
            *sections,
            *button_row(buttons),
            *_unread(result),
            footer,
        ),
        shows=tuple(dict.fromkeys(map(ShownThing.of, [*newest, *held]))),
    )


def digest_ended(result: DigestEnded) -> Message:
    why = "it's subscribed to no project that it may see"
    if result.reason:
        why = f"Slack says {one_line(result.reason, 60)}"
    told: Text = (f"The digest of this channel has ended: {why}.",)
    if result.in_person:
        told = ("The digest of ", ChannelMention(result.channel), f" has ended: {why}.")
    return Message(told, (Lines((told,)),))


def _times_card(result: DigestTimesCard) -> Message:
    it, scene = result.digest, result.scene
    audience = Audience.CHANNEL if result.changed else Audience.ASKER
    footer = scene.footer(what="changed" if result.changed else None)
    post = Button("Post one now", line(lines.DIGEST, lines.DigestArgs(post=True)))
    if it is None or result.due is None:
        usage = line(lines.DIGEST, lines.DigestArgs(lines.DIGEST_TIMES.read(lines.DIGEST_TIMES.example)))
        none: Text = ("This channel has no digest.",)
        return Message(
            none, (Lines((none, ("To set one: ", TypedLine(usage)))), Buttons((post,)), footer), audience
        )
    when, _, zone = str(it.times).rpartition(" ")
    told: Text = ("Digest here: ", Bold(when), f" ({zone}), next ", Timestamp(result.due), ".")
    what: Text = (
        "It tells which default branches are red, what waits for approval, what was deployed the day before, "
        "and which tests are flaky.",
    )
    usage = line(lines.SUBSCRIBE, lines.SubscribeArgs())
    lacks: tuple[Text, ...] = (("This channel has no subscriptions. ", TypedLine(usage), " starts one."),)
    off = Button("No digest", line(lines.DIGEST, lines.DigestArgs(off=True)))
    several = (told, what, *(() if result.subscribed else lacks))
    return Message(
        (f"Digest here: {when} ({zone})",), (Lines(several), Buttons((post, off)), footer), audience
    )


def _footer(when: DigestTimes) -> Small:
    return Small((f"digest, {when}",))


def _is_green(result: DigestCard) -> bool:
    """Whether every branch is known, and some run of one has ended."""
    judged = any(each.streak.newest for _, each in result.branches.entries)
    return judged and not result.branches.unread and not result.unlooked and not result.reds


def _title(result: DigestCard) -> str:
    reds, holds = len(result.reds), len(result.approvals.entries)
    places, flaky = len(result.places.entries), len(result.flaky_tests.entries)
    told = [
        f"{count(reds, 'default branch', 'default branches')} red" if reds else "",
        f"{count(holds, 'approval')} waiting" if holds else "",
        count(places, "deploy") if places else "",
        count(flaky, "flaky test") if flaky else "",
    ]
    names = some_names([called for called, _ in result.projects])
    if any(told):
        return f"{names}: {', '.join(filter(None, told))}"
    return f"{names}: {'all green' if _is_green(result) else 'nothing to tell'}"


def _sections(result: DigestCard) -> list[Block]:
    scene = result.scene
    latest = sorted(result.places.entries, key=lambda it: deployed_at(it[1].versions[0]), reverse=True)
    worst = sorted(result.flaky_tests.entries, key=lambda it: (-it[1].times_flaked, it[1].test_name))
    every = (
        ("Red default branches", [_red(each, scene) for each in result.reds]),
        ("Waiting for approval", [_held(each, scene) for _, each in result.approvals.entries]),
        ("Deployed in the last day", [_deployed(*each, scene) for each in latest]),
        ("Flaky tests", [_flaky(*each) for each in worst]),
    )
    return [_section(heading, rows) for heading, rows in every if rows]


def _section(heading: str, rows: Sequence[Text]) -> Lines:
    left = len(rows) - _NAMED
    more: list[Text] = [(f"+ {left:,} more",)] if left > 0 else []
    return Lines(((Bold(heading),), *bullets([*rows[:_NAMED], *more])))


def _red(it: BranchStreak, scene: Scene) -> Text:
    page = Link(scene.web.project(it.slug, it.name), one_line(it.called, 60), bold=True)
    first = it.streak.first_red
    if first is None:
        return (page,)
    since = f"red since {'' if it.streak.complete else 'at least '}"
    return join_facts(
        (page,),
        (Code(one_line(it.name, 60)),),
        (since, scene.pipeline_link(first.pipeline), " (", Timestamp(first.pipeline.created_at), ")"),
        count(it.streak.runs, "pipeline"),
    )


def _held(it: HeldApproval, scene: Scene) -> Text:
    return join_facts(
        (Bold(one_line(it.waiting.job.name, 60)),),
        (scene.pipeline_link(it.pipeline, one_line(it.called, 60)),),
        (Timestamp(it.waiting.start),),
    )


def _deployed(called: str, it: Deployment, scene: Scene) -> Text:
    newest = it.versions[0]
    return join_facts(
        (Bold(one_line(it.component.name, 60)), " in ", Bold(one_line(it.environment.name, 60))),
        (Code(one_line(newest.name, 60)),),
        "" if called.casefold() == it.component.name.casefold() else one_line(called, 60),
        (Timestamp(deployed_at(newest)),),
    )


def _flaky(called: str, it: FlakyTest) -> Text:
    often = f"flaked {times(it.times_flaked)}" if it.times_flaked else ""
    return join_facts((Bold(one_line(it.test_name, 80)),), one_line(called, 60), often)


def _unread(result: DigestCard) -> tuple[Small, ...]:
    sections = (
        ("default branches", result.branches),
        ("approvals", result.approvals),
        ("deploys", result.places),
        ("flaky tests", result.flaky_tests),
    )
    missing = [(f"{what} of {some_names(it.unread)}",) for what, it in sections if it.unread]
    told = [Small(("Couldn't read ", *join_words(missing), "."))] if missing else []
    if result.unlooked:
        looked = len(result.projects) - result.unlooked
        told.append(Small((f"Shows only the first {looked:,} of {len(result.projects):,} projects.",)))
    return tuple(told)
