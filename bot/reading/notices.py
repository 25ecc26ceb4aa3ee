"""What a channel would have heard of a branch's runs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.circleci.client import CircleCI
from bot.circleci.models import Pipeline
from bot.model.run import Run
from bot.model.subscription import Beside, Event, Subscription, is_ref_glob, notices_of
from bot.reading.runs import runs_of, with_failed_jobs

_PAGES = 5


@dataclass(frozen=True, slots=True)
class Listener:
    """A channel that would hear. ``people``: their Slack ids by their logins.

    ``with_askers``: adds to runs who of them asked the bot for it; ``may_hear``: whether the channel may be
    told of a pipeline.
    """

    people: Mapping[str, str]
    with_askers: Callable[[Sequence[Run]], Awaitable[Sequence[Run]]]
    may_hear: Callable[[Pipeline], bool]


async def told_runs(
    circleci: CircleCI, wanted: Subscription, called: str, at: datetime, most: int, listener: Listener
) -> tuple[tuple[tuple[Run, tuple[Event, ...]], ...], int]:
    """Of the ``most`` newest runs those that are told, the newest first, as what; and how many were read."""
    pipelines, token = list[Pipeline](), None
    exact = None if is_ref_glob(wanted.branch) else wanted.branch
    for _ in range(_PAGES):
        page = await circleci.list_pipelines(wanted.project, branch=exact, page_token=token)
        if exact is not None and not page.entries and token is None:  # a tag, which can't be asked for
            exact = None
            continue
        pipelines += filter(listener.may_hear, page.items)
        token = page.next_page_token
        if token is None or len(pipelines) >= most:
            break
    runs = await runs_of(circleci, pipelines[:most], called)
    reds = [each for each in runs if each.failed]
    read = await with_failed_jobs(circleci, reds, {it.name for each in reds for it in each.newest})
    known = {each.pipeline.id: each for each in read}
    runs = list(await listener.with_askers([known.get(each.pipeline.id, each) for each in runs]))
    told, heard = list[tuple[Run, tuple[Event, ...]]](), dict[str, list[str]]()
    for run in reversed(runs):
        if wanted.covers(run, listener.people):
            pipeline = run.pipeline
            older = [each for each in runs if each.pipeline.number < pipeline.number]
            older = [each for each in older if each.pipeline.is_beside(pipeline)]
            beside = Beside(older, heard=heard)
            notices = [it for each in _stages(run) for it in notices_of(wanted, each, at, beside, ())]
            heard[pipeline.id] = [each.key for each in notices]
            if events := tuple(dict.fromkeys(each.event for each in notices if not each.known)):
                told.append((run, events))
    return tuple(reversed(told)), len(runs)


def _stages(run: Run) -> tuple[Run, ...]:
    """The run, and before it as it had ended when somebody ran it again."""
    before = run.before_rerun
    return (before, run) if before.workflows else (run,)
