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
from bot.model.grammar_fault import Contradiction, ContradictionReason
from bot.model.reference import CHANNEL_TARGET, LIST_START, THIS_THREAD, Reference, Target


@dataclass(frozen=True, slots=True)
class ArtifactsArgs:
    job: FailedJob = THIS_THREAD
    match: Annotated[str | None, Arg(kinds.GLOB, "Only paths like this", flag="--match")] = None
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
    target: Annotated[Target, Arg(kinds.TARGET, "Which project; else this channel's, its default branch")] = (
        CHANNEL_TARGET
    )
    workflow: Annotated[
        str | None, Arg(kinds.NAME, "One workflow in detail, with its jobs", flag="--workflow")
    ] = None
    branch: Annotated[str | None, Arg(BRANCH, "Another branch than the default one", flag="--branch")] = None
    days: Annotated[int, Arg(DAYS, "How many days: 7, 30 or 90", flag="--days")] = 30

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
        str | None, Arg(STEP, "Its name, the beginning of it, or its number; else the one that failed")
    ] = None
    tail: Annotated[int, Arg(TAIL, "How many lines of its end", flag="--tail")] = 40
    run: Annotated[
        int | None, Arg(kinds.PARALLEL_RUN, "Which of the parallel runs; else one that failed", flag="--run")
    ] = None


@dataclass(frozen=True, slots=True)
class TestsArgs:
    job: FailedJob = THIS_THREAD
    all: Annotated[bool, Arg(kinds.SWITCH, "All of them, as a file", flag="--all")] = False


@dataclass(frozen=True, slots=True)
class WhyArgs:
    run: Annotated[
        Reference,
        Arg(kinds.FAILURE_QUESTION, "Which run: #812, last failed, @branch, an address; else this thread's"),
    ] = THIS_THREAD


ARTIFACTS = Syntax(
    "artifacts", ArtifactsArgs, ("artifacts 155", "artifacts web#155 --match *.xml", "artifacts last failed")
)
FLAKY = Syntax("flaky", FlakyArgs, ("flaky", "flaky web"))
INSIGHTS = Syntax(
    "insights",
    InsightsArgs,
    ("insights", "insights web --days 7", "insights web@main --workflow build-test-deploy"),
)
LOGS = Syntax("logs", LogsArgs, ("logs 155", "logs last failed", "logs web#155 'Run tests' --tail 100"))
TESTS = Syntax("tests", TestsArgs, ("tests 155", "tests last failed", "tests web#155 --all"))
WHY = Syntax("why", WhyArgs, ("why", "why last failed", "why #812"))
