"""In simulated time, the busy hour of the largest user: until what happened is shown by followed messages."""

from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.following.edits import WINDOW, EditQueue, Priority
from tests.bench.busy_hour import HOUR, News, busy_hour
from tests.bench.figures import Figures

FOLLOWED = (0.02, 0.05, 0.1, 0.3)  # of all pipelines
EDITS = 50  # a minute, that Slack takes of a workspace
FEWER = 40  # that it takes in an hour in which others use the same limit
RETRY_AFTER = 30  # seconds, as in Slack's own example
POSTS = 200  # a minute, that it takes of all channels: it says several hundred
SEED = 9


@dataclass(slots=True)
class Slack:
    """Takes so many edits a minute, and a post a second of each channel; what is sent arrives a bit later."""

    random: Random
    takes: int = EDITS
    edits: list[float] = field(default_factory=list)
    refused: int = 0
    posts: list[float] = field(default_factory=list)
    _next: dict[int | None, float] = field(default_factory=dict)

    def edit(self, at: float) -> float | None:
        """When it arrives; nothing where it is refused, for `RETRY_AFTER`."""
        at += self._way()
        if len(self.edits) - bisect_left(self.edits, at - 60) >= self.takes:
            self.refused += 1
            return None
        insort(self.edits, at)
        return at

    def post(self, channel: int, at: float) -> float:
        """When it arrives: in turn after the channel's others, and all others."""
        at = max(at, self._next.get(channel, at), self._next.get(None, at))
        self._next |= {channel: at + 1, None: at + 60 / POSTS}
        self.posts.append(at + self._way())
        return self.posts[-1]

    def _way(self) -> float:
        return self.random.uniform(0.05, 0.5)


Shown = list[tuple[News, float]]
Variant = Callable[[Sequence[News], Slack], Shown]


def in_turn(news: Sequence[News], slack: Slack) -> Shown:
    """An edit for all that happens, one after another, as fast as Slack takes them."""
    shown, at = Shown(), -inf
    for it in news:
        at = max(at + WINDOW / EDITS, it.at)
        if (arrival := slack.edit(at)) is not None:
            shown.append((it, arrival))
    return shown


class Unlearning(EditQueue[int]):
    """Pauses after a 429, and goes on as before."""

    def limited(self, at: float, after: float | None) -> None:
        super().limited(at, after)
        self.per_minute = EDITS


def queued(
    *, urgent: bool = True, posts: bool = False, kind: type[EditQueue[int]] = EditQueue[int]
) -> Variant:
    """By the bot's queue: all alike or by urgency, and with posts for outcomes where it is crowded."""

    def show(news: Sequence[News], slack: Slack) -> Shown:
        queue, shown, unseen = kind(EDITS), Shown(), defaultdict[int, list[News]](list)
        coming, at = deque(news), -inf
        while coming or queue.waiting:
            wait = queue.wait(at)
            at = min(coming[0].at if coming else inf, inf if wait is None else at + wait)
            while coming and coming[0].at <= at:
                it = coming.popleft()
                if posts and it.priority is Priority.OUTCOME and queue.crowded(at):
                    shown.append((it, slack.post(it.channel, at)))
                    queue.want(it.pipeline, Priority.PROGRESS, at)
                else:
                    unseen[it.pipeline].append(it)
                    queue.want(it.pipeline, it.priority if urgent else Priority.OUTCOME, at)
            while (pipeline := queue.take(at)) is not None:
                if (arrival := slack.edit(at)) is None:
                    queue.limited(at, RETRY_AFTER)
                    queue.want(pipeline, Priority.OUTCOME, at)
                else:
                    shown += [(it, arrival) for it in unseen.pop(pipeline, ())]
        return shown

    return show


VARIANTS = {
    "an edit each, in turn": in_turn,
    "once a message": queued(urgent=False),
    "… by urgency": queued(),
    "… with posts": queued(posts=True),
}
LEARNING = {"it learns": queued(), "it does not": queued(kind=Unlearning)}


@dataclass(frozen=True, slots=True)
class Hour:
    """Seconds until 95 % of each kind was shown, and what it took of Slack."""

    seconds: dict[Priority, float]
    edits: int
    posts: int
    refused: int


def hour_of(variant: Variant, news: Sequence[News], takes: int = EDITS) -> Hour:
    slack = Slack(Random(SEED), takes)
    shown = variant(news, slack)
    assert len(shown) == len(news), "something was never shown"
    waits = defaultdict[Priority, list[float]](list)
    for it, at in shown:
        if 0 <= it.at < HOUR:
            waits[it.priority].append(at - it.at)
    edits, posts = (sum(0 <= at < HOUR for at in sent) for sent in (slack.edits, slack.posts))
    p95 = {priority: quantiles(waits[priority], n=20)[-1] for priority in Priority}
    return Hour(p95, edits, posts, slack.refused)


def table(figures: Figures, title: str, hours: dict[tuple[float, str], Hour]) -> None:
    heads = ("followed", "", "outcome", "touched", "progress", "edits a min", "posts a min", "429")
    rows = (
        (
            f"{followed:.0%}",
            name,
            *(f"{hour.seconds[priority]:,.1f}" for priority in Priority),
            f"{hour.edits / 60:.1f}",
            f"{hour.posts / 60:.1f}",
            str(hour.refused),
        )
        for (followed, name), hour in hours.items()
    )
    figures.table(f"{title}: seconds until shown (p95)", heads, rows)


async def measure(_: Path, figures: Figures) -> None:
    news = {followed: busy_hour(followed, Random(SEED)) for followed in FOLLOWED}
    hours = {
        (followed, name): hour_of(variant, news[followed])
        for followed in FOLLOWED
        for name, variant in VARIANTS.items()
    }
    table(figures, f"The busy hour of 100,000 pipelines a day, {EDITS} edits a minute", hours)
    figures.note(
        "Simulated, from when the bot knows it: its own queue, 12 jobs a pipeline of 12 min, bursts of 10x."
    )
    for followed in FOLLOWED[:-1]:
        outcome = hours[followed, "… by urgency"].seconds[Priority.OUTCOME]
        figures.target(f"an outcome at {followed:.0%} followed is shown after s (p95)", outcome, 3)
    outcome = hours[FOLLOWED[-1], "… with posts"].seconds[Priority.OUTCOME]
    figures.target(f"an outcome at {FOLLOWED[-1]:.0%} followed is told after s (p95)", outcome, 10)
    figures.target("edits that Slack refuses", sum(hour.refused for hour in hours.values()), 0)

    share = FOLLOWED[1]
    fewer = {(share, name): hour_of(variant, news[share], FEWER) for name, variant in LEARNING.items()}
    table(figures, f"Where Slack takes {FEWER}, and the bot was told {EDITS}", fewer)
    learned, not_learned = (hour.refused for hour in fewer.values())
    figures.target("edits refused where it learns, of those where it does not", learned / not_learned, 0.5)
