"""Memory of `ringmaster web`, in a process of its own, while many ask for something large at once."""

from collections.abc import Sequence
from pathlib import Path

from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.logs import RawStep, endless
from bot.playground.circleci.script import Artifact, Contents, JobScript, WorkflowScript
from tests.bench.crowd import Held, asked, crowd, held
from tests.bench.figures import Figures
from tests.bench.output import MEGABYTE, running
from tests.bench.processes import slack_with_settings

PEOPLE = 60
SIZE = 19 * MEGABYTE
#: Seconds after which memory is looked at again.
_LATER = 60.0
_CONFIG = "# what a job does, and with which images, caches and contexts\n"
_LINE = b"GET /api/orders/17 200 in 12 ms, 4 rows of 1 table, cached for 60 s\n"


async def measure(directory: Path, figures: Figures) -> None:
    circleci = SmallCircleCI()
    lines = _lines(circleci)
    found: dict[str, Held] = {}
    async with slack_with_settings(directory) as (slack, settings), serve(circleci.asgi) as url:
        settings |= {"CIRCLECI_URL": url, "CIRCLECI_TOKEN": circleci.token}
        settings |= {"SLACK_SIGNING_SECRET": slack.signing_secret, "LOG_LEVEL": "error"}
        people = crowd(slack, PEOPLE)
        async with running(settings, slack) as (pid, _):
            for line in lines:
                await asked(slack, pid, [line], people[:1])  # warms up
            for line in lines:
                found[line.split()[0]] = await held(slack, pid, [line], people, _LATER)
    figures.table(
        f"{PEOPLE} people ask at the same time for {SIZE // MEGABYTE} MB each, and for 1 MB by `config`",
        ("line", "grew by MB", "a minute later", "files shared"),
        ((line, f"{it.peak:.1f}", f"{it.later:.1f}", str(it.files)) for line, it in found.items()),
    )
    figures.note("The others are told that too much is being fetched.")
    for line, it in found.items():
        figures.target(f"{line}: resident memory grows by MB", it.peak, 50)
        figures.target(f"{line}: a minute later it is above the beginning by MB", it.later, 20)


def _lines(circleci: SmallCircleCI) -> Sequence[str]:
    """Each asks for as much as is shared: of a job that failed, or a configuration that is long."""

    def left(outcome: str) -> Contents:
        return Contents(
            artifacts=(Artifact("all.log", _LINE, SIZE // len(_LINE)),),
            steps=(RawStep("Run tests", "make test", "", failed=True, body=lambda: endless(SIZE)),),
        )

    job = JobScript("test", 5, outcomes=("failed",), contents=left)
    failed = circleci.add_pipeline(WEB_SLUG, scripts=(WorkflowScript("test", (job,)),))
    circleci.finish(failed)
    circleci.project(WEB_SLUG).source = _CONFIG * (MEGABYTE // len(_CONFIG))
    number = failed.runs[0].jobs[0].number
    return (
        f"artifact web#{number} all.log",
        f"logs web#{number}",
        f"config web#{failed.number} --source",
        f"why web#{failed.number}",
    )
