"""What became of a run, told to a channel that wants to hear of it: its card, and what is new about it."""

from dataclasses import dataclass

from bot.model.message import Audience, Lines, Message
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.model.spans import Bold, GroupMention, Text, UserMention
from bot.model.subscription import Event, Notice, Subscription
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from bot.views.lists.subscriptions import branch_name
from bot.views.parts.commit import on_ref
from bot.views.parts.status import status
from bot.views.parts.text import age, count, one_line, paragraph, some_names
from bot.views.scene import Scene


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """``whom``: the id of a person or a Slack user group to mention."""

    run: Run
    scene: Scene
    notice: Notice
    whom: str | None = None

    @property
    def pipeline(self) -> PipelineCard:
        """The run's card, with a line of what is new, and who is to look at it."""
        note = {Event.FAILED: _failed, Event.FIXED: _fixed}.get(self.notice.event, lambda _: "")(self)
        whom: Text = ()
        if self.whom:
            whom = (GroupMention(self.whom) if self.whom.startswith("S") else UserMention(self.whom),)
        return PipelineCard(self.run, self.scene, note=note, whom=whom)


@dataclass(frozen=True, slots=True)
class SubscriptionEnded:
    """``reason``: Slack's word for why the channel can't be told; else it has lost the right."""

    subscription: Subscription
    called: str
    reason: str = ""


def notice_card(result: NoticeCard) -> Message:
    """The run's card as it is posted first; `NoticeCard.pipeline` is what it is drawn of again."""
    return pipeline_card(result.pipeline)


def fixed_beneath(result: NoticeCard) -> Message:
    """That the branch is fixed, for the thread of the card that the run has in the channel."""
    it, pipeline = result.pipeline, result.run.pipeline
    told = paragraph((status("success").emoji, " ", it.note), it.whom)
    text = f"{result.run.called} #{pipeline.number}{on_ref(pipeline)}: {it.note}"
    return Message((text,), told, audience=Audience.THREAD, depicts=ShownThing.of(pipeline))


def _failed(result: NoticeCard) -> str:
    """What else broke, of a branch that was red before."""
    before = result.notice.before
    if before is None or not before.red or before.first_red is None:
        return ""
    names = some_names(result.notice.broke)
    return f"Red since #{before.first_red.pipeline.number}; now also {names}." if names else ""


def _fixed(result: NoticeCard) -> str:
    """For how long it was red, over how many pipelines."""
    before, run = result.notice.before, result.run
    if before is None or before.first_red is None:
        return ""
    first = before.first_red.pipeline
    long = age(run.pipeline.created_at - first.created_at)
    over = count(before.runs, "pipeline")
    at_least = "" if before.complete else "at least "
    return f"Fixed: red for {at_least}{long} over {over}, since #{first.number}."


def subscription_ended(result: SubscriptionEnded) -> Message:
    it = result.subscription
    why = f"Slack says {one_line(result.reason, 60)}" if result.reason else "the policy no longer allows it"
    told: Text = (
        "Notices of ",
        Bold(result.called),
        " on ",
        *branch_name(it),
        f" have ended here: {why}.",
    )
    return Message((f"Notices of {result.called} have ended here: {why}",), (Lines((told,)),))
