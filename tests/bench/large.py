"""Memory of `ringmaster web` where what is asked for is large: a run, a project, an organization, a file.

Each in a process of its own, four times: what the first rounds leave behind is to serve the last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from tests.bench.crowd import Held, asked, crowd, held
from tests.bench.figures import Figures
from tests.bench.output import MEGABYTE, running
from tests.bench.processes import slack_with_settings

JOBS, PIPELINES, PROJECTS, CONFIG = 5_000, 10_000, 2_000, 20 * MEGABYTE
_ROUNDS = 4
#: Seconds after which memory is looked at again.
_LATER = 5.0
_SETTING = "# what a job does, and with which images, caches and contexts\n"
_POLICY = """
projects: {{{projects}}}
channels: {{C0WEB: {{project: web}}}}
everywhere: {{allow: [{{do: [read, trigger], projects: ['*']}}]}}
"""


@dataclass(frozen=True, slots=True)
class Large:
    """``people`` ask at the same time by these ``lines``, in turn by person. ``small``: the same of something
    that is not large, which warms up.
    """

    what: str
    people: int
    lines: tuple[str, ...]
    small: str


Prepare = Callable[[SmallCircleCI], Sequence[Large]]


async def measure(prepare: Prepare, directory: Path, figures: Figures) -> None:
    circleci = SmallCircleCI()
    every = prepare(circleci)
    found: dict[Large, Sequence[Held]] = {}
    async with serve(circleci.asgi) as url:
        for at, each in enumerate(every):
            (room := directory / str(at)).mkdir()
            found[each] = await _measured(room, circleci, url, each)
    figures.table(
        "Megabytes that large things add, asked for in several rounds, at most and afterwards",
        ("what", "people", "first line", *(f"round {at + 1}" for at in range(_ROUNDS))),
        (
            (each.what, str(each.people), each.lines[0], *(f"{it.peak:.1f}, {it.later:.1f}" for it in rounds))
            for each, rounds in found.items()
        ),
    )
    for each, rounds in found.items():
        what = f"{each.people} times {each.lines[0]}, {each.what}"
        figures.target(f"{what}: resident memory grows by MB", _peak(rounds), 50)
        figures.target(f"{what}: what it keeps grows in the last round by MB", rounds[-1].later, 5)


async def _measured(directory: Path, circleci: SmallCircleCI, url: str, large: Large) -> Sequence[Held]:
    async with slack_with_settings(directory) as (slack, settings):
        settings |= {"CIRCLECI_URL": url, "CIRCLECI_TOKEN": circleci.token}
        settings |= {"SLACK_SIGNING_SECRET": slack.signing_secret, "LOG_LEVEL": "error"}
        names = (f"{each.name}: {slug}" for slug, each in circleci.world.projects.items() if not each.app)
        (directory / "policy.yml").write_text(_POLICY.format(projects=", ".join(names)))
        people = crowd(slack, large.people)
        async with running(settings, slack) as (pid, _):
            await asked(slack, pid, [large.small], people)  # warms up
            return [await held(slack, pid, large.lines, people, _LATER) for _ in range(_ROUNDS)]


def _peak(rounds: Sequence[Held]) -> float:
    """Above what was resident before the first of them."""
    kept = accumulate((it.later for it in rounds), initial=0.0)
    return max(before + it.peak for before, it in zip(kept, rounds, strict=False))


def _jobs(count: int, *last: JobScript) -> Scripts:
    """Of a workflow whose jobs all passed but the last ones."""
    shards = [JobScript(f"integration-shard-{at:04}", 5, ("build",)) for at in range(count)]
    return (WorkflowScript("test", (JobScript("build", 5), *shards, *last)),)


def of_run(circleci: SmallCircleCI) -> Sequence[Large]:
    fails = JobScript("report", 5, ("build",), outcomes=("failed",))
    numbers = []
    for count in (20, JOBS):
        pipeline = circleci.add_pipeline(WEB_SLUG, scripts=_jobs(count, fails))
        circleci.finish(pipeline)
        numbers.append(pipeline.number)
    small, large = numbers
    return [
        Large(f"a run of {JOBS:,} jobs", 30, (f"{word} web#{large}",), f"{word} web#{small}")
        for word in ("status", "why")
    ]


def of_runs(circleci: SmallCircleCI) -> Sequence[Large]:
    fails = JobScript("report", 5, ("build",), outcomes=("failed",))
    runs = [circleci.add_pipeline(WEB_SLUG, scripts=_jobs(count, fails)) for count in (20, *[JOBS] * 30)]
    for each in runs:
        circleci.finish(each)
    small, *lines = [f"status web#{each.number}" for each in runs]
    return [Large(f"30 runs of {JOBS:,} jobs", 30, tuple(lines), small)]


def of_live_run(circleci: SmallCircleCI) -> Sequence[Large]:
    hold = JobScript("hold", 5, ("build",), approval=True)
    numbers = []
    for count in (20, JOBS):
        pipeline = circleci.add_pipeline(WEB_SLUG, scripts=_jobs(count, hold))
        circleci.hold(pipeline)
        numbers.append(pipeline.number)
    small, large = numbers
    return [Large(f"{JOBS:,} jobs, on hold", 30, (f"status web#{large}",), f"status web#{small}")]


def of_project(circleci: SmallCircleCI) -> Sequence[Large]:
    for at in range(PIPELINES):
        circleci.finish(circleci.add_pipeline(WEB_SLUG, f"topic/{at}", scripts=_jobs(3)))
    lines = ("pipelines web", "status web", "status web@topic/7", "approvals web")
    return [Large(f"a project of {PIPELINES:,} pipelines", 30, (each,), "status api") for each in lines]


def of_organization(circleci: SmallCircleCI) -> Sequence[Large]:
    hold = JobScript("hold", 5, ("build",), approval=True)
    for at in range(PROJECTS):
        slug = f"gh/acme/service-{at:04}"
        circleci.add_project(slug, _jobs(3, hold))
        for _ in range(25 if at < 50 else 1):
            circleci.hold(circleci.add_pipeline(slug))
    lines = ("approvals", "projects", "red", "status service-1999")
    return [Large(f"an organization of {PROJECTS:,} projects", 30, (each,), "status web") for each in lines]


def of_file(circleci: SmallCircleCI) -> Sequence[Large]:
    circleci.project(WEB_SLUG).source = _SETTING * (CONFIG // len(_SETTING))
    line = f"config web#{circleci.newest(WEB_SLUG).number} --source"
    small = f"config api#{circleci.newest('gh/acme/api').number} --source"
    return [Large(f"a configuration of {CONFIG // MEGABYTE} MB", each, (line,), small) for each in (1, 30)]
