"""What happens to the pipelines that are followed, in the busy hour of the largest user."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.following.edits import Priority

PIPELINES = 100_000  # a day
BUSY = 3  # times the day's mean, in the busy hour
BURST = 10  # times the day's mean, in a minute of it that is a burst
BURSTS = (10, 31, 50)  # minutes of the hour
HOUR = 60 * 60  # seconds
BEFORE = 20 * 60  # seconds before the hour, as busy: what runs when it begins
LONG = 12 * 60  # seconds that a pipeline takes, in the mean
WORKFLOWS = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)  # 1.8 a pipeline
JOBS = (2, 4, 6, 8, 10, 10)  # 6.7 a workflow, 12 a pipeline: 1.2 million a day
FAILED, ON_HOLD, TOUCHED = 0.2, 0.1, 0.1  # shares of the pipelines
CHANNELS = 200


@dataclass(frozen=True, slots=True, order=True)
class News:
    """What a message does not show yet: ``at`` in seconds since the hour began."""

    at: float
    pipeline: int
    priority: Priority
    channel: int


def busy_hour(followed: float, random: Random) -> list[News]:
    """What happens to this share of all pipelines, in turn."""
    begins = enumerate(_begins(followed, random))
    return sorted(news for pipeline, begin in begins for news in _pipeline(pipeline, begin, random))


def _begins(followed: float, random: Random) -> Iterator[float]:
    calm = (BUSY * 60 - BURST * len(BURSTS)) / (60 - len(BURSTS))
    for minute in range(-BEFORE // 60, HOUR // 60):
        rate = PIPELINES / 86_400 * followed * (BURST if minute in BURSTS else calm)
        at = random.expovariate(rate)
        while at < 60:
            yield minute * 60 + at
            at += random.expovariate(rate)


def _pipeline(pipeline: int, begin: float, random: Random) -> Iterator[News]:
    """The end of each job and workflow; the first failure, an approval that waits, somebody's click."""
    long = random.gammavariate(4, LONG / 4)
    channel = int(CHANNELS * random.random() ** 2)  # some have much more of it than others
    workflows = [
        [random.random() for _ in range(random.choice(JOBS))] for _ in range(random.choice(WORKFLOWS))
    ]
    jobs = [job for workflow in workflows for job in workflow]
    happened = [(job, Priority.PROGRESS) for job in jobs]
    happened += [(max(workflow), Priority.PROGRESS) for workflow in workflows if max(workflow) < max(jobs)]
    happened += [(max(jobs), Priority.OUTCOME)]
    if random.random() < FAILED:
        happened[0] = (jobs[0], Priority.OUTCOME)
    if random.random() < ON_HOLD:
        happened += [(random.random() * max(jobs), Priority.OUTCOME)]
    if random.random() < TOUCHED:
        happened += [(random.random() * max(jobs), Priority.TOUCHED)]
    for share, priority in happened:
        yield News(begin + share / max(jobs) * long, pipeline, priority, channel)
