"""What became of a run, told to a channel that wants to hear of it: its card, and what is new about it."""

from dataclasses import dataclass

from bot.model.message import Message
from bot.model.outbox import Remark
from bot.model.run import Run
from bot.model.spans import Bold, ChannelMention, Code, Text
from bot.model.subscription import Event, Notice, Subscription
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from bot.views.lists.subscriptions import branch_name
from bot.views.parts.text import age, count, one_line, paragraph, some_names
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """All that is told of a run at once. ``whom``: the ids of people and Slack user groups to mention."""

    run: Run
    scene: Scene
    notices: tuple[Notice, ...]
    whom: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What is new, which the run alone doesn't show."""
        told = {Event.FAILED: _failed, Event.FIXED: _fixed}
        each = (told[it.event](self.run, it) for it in self.notices if it.event in told)
        return " ".join(dict.fromkeys(filter(None, each)))

    @property
    def keys(self) -> tuple[str, ...]:
        """That these were told."""
        return tuple(dict.fromkeys(f"notice:{each.key}" for each in self.notices))

    @property
    def remark(self) -> Remark:
        """What its card goes on saying: what is new, and who is to look."""
        return Remark(self.note, self.run.failed, self.whom)


@dataclass(frozen=True, slots=True)
class SubscriptionEnded:
    """``reason``: Slack's word for why the channel can't be told; else it has lost the right.

    ``in_person``: who subscribed is told.
    """

    subscription: Subscription
    called: str
    reason: str = ""
    in_person: bool = False


def notice_card(result: NoticeCard) -> Message:
    """The run's card, with what is new and who is to look at it."""
    return pipeline_card(PipelineCard(result.run, result.scene, remark=result.remark))


def _failed(run: Run, notice: Notice) -> str:
    """Since when it is red, and what else broke, of a branch that was red before."""
    first = notice.before.first_red if notice.before else None
    if first is None or first.pipeline.number > run.pipeline.number:
        return ""
    names = some_names(notice.broke)
    return f"Red since #{first.pipeline.number}" + (f"; now also {names}." if names else ".")


def _fixed(run: Run, notice: Notice) -> str:
    """For how long it was red, over how many pipelines."""
    before = notice.before
    if before is None or before.first_red is None:
        return ""
    first = before.first_red.pipeline
    long = age(run.begun - first.created_at)
    how = "Fixed by a rerun" if any(it.pipeline.id == run.pipeline.id for it in before.reds) else "Fixed"
    over = count(before.runs, "pipeline")
    at_least = "" if before.complete else "at least "
    return f"{how}: red for {at_least}{long} over {over}, since #{first.number}."


def subscription_ended(result: SubscriptionEnded) -> Message:
    it = result.subscription
    why = f"Slack says {one_line(result.reason, 60)}" if result.reason else "the policy no longer allows it"
    where: Text = ("in ", ChannelMention(it.place.channel)) if result.in_person else ("here",)
    told: Text = (
        "Notices of ",
        Bold(result.called),
        " on ",
        *branch_name(it),
        " have ended ",
        *where,
        f": {why}.",
    )
    text = f"Notices of {result.called} have ended{'' if result.in_person else ' here'}: {why}"
    absent = result.reason == "not_in_channel"
    again: Text = ("Invite the bot there with ", Code("/invite @ringmaster"), " and subscribe again.")
    return Message((text,), paragraph(told, again if absent else ()))
