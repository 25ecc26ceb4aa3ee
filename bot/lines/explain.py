"""Lines that ask why things are so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from bot.circleci.models import Window
from bot.grammar import Arg, Kind, Syntax, kinds
from bot.lines.arguments import ChannelProject, FailedJob
from bot.lines.paging import ListMark
from bot.model.bad_text import BadText, ValueReason
from bot.model.fault import Contradiction, ContradictionReason
from bot.model.reference import CHANNEL_TARGET, LIST_START, THIS_THREAD, Reference, Target


@dataclass(frozen=True, slots=True)
class ArtifactsArgs:
    job: FailedJob = THIS_THREAD
    match: Annotated[str | None, Arg(kinds.GLOB, "Only paths that match, e.g. *.xml", flag="--match")] = None
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class FlakyArgs:
    project: ChannelProject = None
    page: ListMark = LIST_START


WINDOWS: Mapping[int, Window] = {7: "last-7-days", 30: "last-30-days", 90: "last-90-days"}


def _days(text: str) -> int:
    if text not in {str(days) for days in WINDOWS}:
        raise BadText(ValueReason.NO_WINDOW)
    return int(text)


DAYS: Kind[int] = Kind("days", "a number of days", "30", _days)
BRANCH = replace(kinds.TAG, name="branch", noun="a branch", example="main")


@dataclass(frozen=True, slots=True)
class InsightsArgs:
    target: Annotated[
        Target, Arg(kinds.TARGET, "Which project and branch; without one, the default branch")
    ] = CHANNEL_TARGET
    workflow: Annotated[
        str | None, Arg(kinds.NAME, "One workflow, with its jobs", flag="--workflow", rare=True)
    ] = None
    branch: Annotated[str | None, Arg(BRANCH, "A branch other than the default", flag="--branch")] = None
    days: Annotated[int, Arg(DAYS, "7, 30 or 90 days (30)", flag="--days")] = 30

    def __post_init__(self) -> None:
        if self.branch and self.target.branch and self.branch != self.target.branch:
            raise Contradiction(ContradictionReason.TWO_BRANCHES, parameter="branch")

    @property
    def whole_target(self) -> Target:
        """With the branch, wherever that stands."""
        return Target(self.target.project, self.branch or self.target.branch)


STEP = replace(kinds.NAME, name="step", noun="a step", example="Run tests", spaced=True)
TAIL: Kind[int] = Kind("lines", "a number of lines", "100", partial(kinds.number_up_to, 1_000))


@dataclass(frozen=True, slots=True)
class LogsArgs:
    job: FailedJob = THIS_THREAD
    step: Annotated[
        str | None,
        Arg(STEP, "Which step: its name, the start of it, or its number; without one, the failed one"),
    ] = None
    tail: Annotated[int, Arg(TAIL, "How many lines (40)", flag="--tail")] = 40
    run: Annotated[int | None, Arg(kinds.PARALLEL_RUN, "Which parallel run", flag="--run", rare=True)] = None


@dataclass(frozen=True, slots=True)
class TestsArgs:
    job: FailedJob = THIS_THREAD
    all: Annotated[bool, Arg(kinds.SWITCH, "Attach all of them", flag="--all")] = False


@dataclass(frozen=True, slots=True)
class WhyArgs:
    run: Annotated[
        Reference,
        Arg(kinds.FAILURE_QUESTION, "Which pipeline: #812, last failed, @branch or a link"),
    ] = THIS_THREAD


ARTIFACTS = Syntax(
    "artifacts", ArtifactsArgs, ("artifacts", "artifacts last failed", "artifacts 5266 --match *.xml")
)
FLAKY = Syntax("flaky", FlakyArgs, ("flaky", "flaky web"))
INSIGHTS = Syntax(
    "insights",
    InsightsArgs,
    ("insights", "insights web --days 7", "insights web@main --workflow build-test-deploy"),
)
LOGS = Syntax("logs", LogsArgs, ("logs", "logs last failed", "logs 5266 --tail 100"))
TESTS = Syntax("tests", TestsArgs, ("tests", "tests last failed", "tests 5266 --all"))
WHY = Syntax("why", WhyArgs, ("why", "why last failed", "why #812"))
