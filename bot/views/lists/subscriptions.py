"""What a channel hears of: one subscription, all of them, and for how long it hears nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import lines
from bot.grammar import line
from bot.model.message import Audience, Button, Buttons, Lines, Message, Small
from bot.model.reference import Reference
from bot.model.run import Run
from bot.model.spans import Bold, Code, GroupMention, Text, Timestamp, TypedLine, UserMention
from bot.model.subscription import AUTHOR, BUT, Event, Subscription
from bot.views.parts.text import bullets, count, duration, join_facts, join_words, one_line, paragraph
from bot.views.scene import Scene

_EVENTS = {
    Event.FAILED: "failures",
    Event.FIXED: "fixes",
    Event.SUCCEEDED: "passes",
    Event.ON_HOLD: "approvals",
    Event.CANCELED: "cancellations",
    Event.STARTED: "starts",
}

#: How many runs a preview lists.
_LISTED = 10


@dataclass(frozen=True, slots=True)
class SubscriptionCard:
    """A channel is subscribed. ``replaced``: what it heard of the same branch before.

    ``projects``: how many a pattern names now. ``unbuilt``: the branches that may be meant, where
    nothing was built of its own so far, as far as that is known.
    """

    subscription: Subscription
    called: str
    scene: Scene
    replaced: Subscription | None = None
    projects: int | None = None
    unbuilt: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionPreview:
    """Which of the ``read`` newest runs would have been posted, the newest first, and as what.

    ``further_count``: how many more projects there are, at which it did not look.
    """

    subscription: Subscription
    called: str
    posted: tuple[tuple[Run, tuple[Event, ...]], ...]
    read: int
    scene: Scene
    further_count: int = 0


@dataclass(frozen=True, slots=True)
class UnsubscribedCard:
    """What has ended, each with what its project is called."""

    entries: tuple[tuple[str, Subscription], ...]
    scene: Scene


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """``entries``: each with what the project is called here.

    ``muted``: this channel hears nothing now; ``quiet``: it hears of it when that is over.
    """

    entries: tuple[tuple[str, Subscription], ...]
    scene: Scene
    muted: bool = False
    quiet: datetime | None = None


@dataclass(frozen=True, slots=True)
class MuteCard:
    """``until``: when the channel hears again; None: now."""

    until: datetime | None
    scene: Scene


def subscription_card(result: SubscriptionCard | SubscriptionPreview) -> Message:
    """What will be posted here, and how to end that."""
    if isinstance(result, SubscriptionPreview):
        return _preview(result)
    it, before = result.subscription, result.replaced
    told: Text = ("This channel hears about ", *_described(it, result.called), ".")
    differs = before is not None and _described(before, result.called) != _described(it, result.called)
    verb = "Changed" if differs else "Already subscribed" if before else "Subscribed"
    instead: Text = (
        ("Before, it heard about ", *_described(before, result.called), ".") if before and differs else ()
    )
    stop = Button("Unsubscribe", line(lines.UNSUBSCRIBE, lines.UnsubscribeArgs(_target(it))))
    return Message(
        (f"This channel hears about {result.called}{f' on {one_line(it.branch)}' if it.branch else ''}",),
        (
            *paragraph((Bold(verb),), told, instead, _how_many(result), _unbuilt(result)),
            Buttons((Button("Subscriptions", line(lines.SUBSCRIPTIONS, lines.SubscriptionsArgs())), stop)),
            result.scene.footer(what="subscribed"),
        ),
    )


def _how_many(result: SubscriptionCard) -> str:
    if result.projects is None:
        return ""
    return f"That's {count(result.projects, 'project')} now, and each new one that may be seen here."


def _unbuilt(result: SubscriptionCard) -> Text:
    if result.unbuilt is None:
        return ()
    alike = join_words([(Code(one_line(each)),) for each in result.unbuilt], " or ")
    meant: Text = (" Did you mean ", *alike, "?") if alike else ()
    return (f"{result.called} has no pipeline on it so far.", *meant)


def _preview(result: SubscriptionPreview) -> Message:
    it, several = result.subscription, list[Text]()
    for run, events in result.posted[:_LISTED]:
        words = ", ".join(each.value for each in events)
        link = result.scene.pipeline_link(run.pipeline, run.called if it.several else "")
        several.append(join_facts((link,), words, one_line(run.pipeline.subject or "", 60)))
    total = f"{len(result.posted)} of the last {count(result.read, 'run')} would have been posted here"
    further, unlisted = result.further_count, len(result.posted) - len(several)
    more = join_facts(
        f"+ {unlisted:,} older" if unlisted else "",
        f"{count(further, 'more project')} not checked" if further else "",
    )
    args = lines.SubscribeArgs(
        _target(it), it.events, it.workflows or None, it.login, it.cause, it.mention, _reminded(it)
    )
    ready = line(lines.SUBSCRIBE, args)
    return Message(
        (total,),
        (
            Lines(((Bold(total), "."), *bullets(several))),
            *((Small(more),) if more else ()),
            Buttons((Button("Subscribe", ready),)),
            result.scene.footer(),
        ),
        Audience.ASKER,
    )


def unsubscribed_card(result: UnsubscribedCard) -> Message:
    first, *others = dict.fromkeys(called for called, _ in result.entries) or [""]
    told = [_no_longer(each, result) for each in (first, *others) if each]
    text = f"This channel no longer hears about {first or 'anything'}" + (" and others" if others else "")
    ended = ("This channel no longer hears about ", *(join_facts(*told, between="; ") or ("anything",)), ".")
    return Message((text,), (Lines((ended,)), result.scene.footer(what="unsubscribed")))


def _no_longer(called: str, result: UnsubscribedCard) -> Text:
    branches = [branch_name(it) for each, it in result.entries if each == called]
    return (Bold(called), " on ", *join_facts(*branches, between=", "))


def subscription_list(result: SubscriptionList) -> Message:
    """One entry each."""
    if not result.entries:
        usage = line(lines.SUBSCRIBE, lines.SubscribeArgs())
        told: Text = ("This channel has no subscriptions. ", TypedLine(usage), " starts one.")
        return Message(told, (Lines((told,)),), Audience.ASKER)
    title = count(len(result.entries), "subscription")
    several = [
        join_facts((*_described(it, called),), ("by ", UserMention(it.asker)))
        for called, it in result.entries
    ]
    muted: tuple[Small, ...] = (Small(("Muted now: no notices are posted.",)),) if result.muted else ()
    if result.quiet and not muted:
        muted = (Small(("Quiet now, until ", Timestamp(result.quiet), ".")),)
    return Message(
        (f"{title} in this channel",),
        (Lines(((Bold(title),), *bullets(several))), *muted, result.scene.footer()),
        Audience.ASKER,
    )


def mute_card(result: MuteCard) -> Message:
    if result.until is None:
        told: Text = ("Notices are posted here again.",)
        return Message(told, (Lines((told,)), result.scene.footer(what="unmuted")))
    off = line(lines.MUTE, lines.MuteArgs(off=True))
    told = ("No notices are posted here until ", Timestamp(result.until), ".")
    buttons = Buttons((Button("Unmute", off),))
    return Message(("This channel is muted",), (Lines((told,)), buttons, result.scene.footer(what="muted")))


def _described(it: Subscription, called: str) -> Text:
    events = [_EVENTS[each] for each in it.events]
    told = " and ".join(filter(None, (", ".join(events[:-1]), events[-1])))
    noun = "workflow" if len(it.workflows) == 1 else "workflows"
    names = join_words([(Code(one_line(each, 60)),) for each in it.workflows], " or ")
    of_workflow: Text = (f", {noun} ", *names) if it.workflows else ()
    by: Text = (f", by {one_line(it.login.replace(',', ' or '), 80)}",) if it.login else ()
    cause: Text = (f", started by {it.cause}",) if it.cause else ()
    whom: Text = ()
    if it.mention:
        group = it.mention != AUTHOR
        whom = (", mentioning ", GroupMention(it.mention)) if group else (", mentioning the author",)
    remind = f", with a reminder after {duration(length)}" if (length := _reminded(it)) else ""
    return (told, " of ", Bold(called), " on ", *branch_name(it), *of_workflow, *by, *cause, *whom, remind)


def branch_name(it: Subscription) -> Text:
    """The branch, or the pattern, of a subscription."""
    if it.branch == "*":
        return ("every branch and tag",)
    if it.branch.startswith(BUT):
        return ("every branch and tag but ", Code(one_line(it.branch.removeprefix(BUT))))
    return (Code(one_line(it.branch)),) if it.branch else ("their default branches",)


def _reminded(it: Subscription) -> timedelta | None:
    return timedelta(seconds=it.remind) if it.remind is not None else None


def _target(it: Subscription) -> Reference:
    return Reference.of(it.project, it.branch or None)
