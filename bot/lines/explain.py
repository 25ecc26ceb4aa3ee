"""Lines that ask why things are so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from bot.circleci.models import Window
from bot.grammar import Arg, Kind, Syntax, kinds
from bot.lines.arguments import FailedJob
from bot.lines.paging import ListMark
from bot.model.bad_text import BadText, ValueReason
from bot.model.reference import AT_HAND, LIST_START, Reference


@dataclass(frozen=True, slots=True)
class ArtifactsArgs:
    job: FailedJob = AT_HAND
    match: Annotated[str | None, Arg(kinds.GLOB, "Only paths that match, e.g. *.xml", flag="--match")] = None
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class FlakyArgs:
    project: Annotated[
        Reference,
        Arg(
            kinds.PROJECT_REFERENCE,
            "Which project, e.g. web; without one, this channel's",
            words=frozenset({"test", "tests"}),
        ),
    ] = AT_HAND
    page: ListMark = LIST_START


WINDOWS: Mapping[int, Window] = {7: "last-7-days", 30: "last-30-days", 90: "last-90-days"}


_LONG = {"week": 7, "month": 30, "quarter": 90}


def _days(text: str) -> int:
    """A number of days, or a time that is as long: ``30d``, ``a week``."""
    found = re.fullmatch(r"([1-9]\d{0,2})? ?(d|day|week|month|quarter)?s?", text.lower())
    days = int(found[1] or 1) * _LONG.get(found[2], 1) if found else 0
    if days not in WINDOWS:
        raise BadText(ValueReason.NO_WINDOW)
    return days


_TIME = re.compile(
    r"(?:(?:for|in|over|of|during|since) )?(?:(?:the|this|a|one) )?(?:(?:last|past) )?"
    r"(\d+ ?d(?:ays?)?|\d+ weeks?|\d+ months?|week|month|quarter)"
)
DAYS: Kind[int] = Kind("days", "a number of days", "30", _days, phrase=_TIME)


@dataclass(frozen=True, slots=True)
class InsightsArgs:
    target: Annotated[
        Reference, Arg(kinds.BRANCH_REFERENCE, "Which project and branch; without one, the default branch")
    ] = AT_HAND
    workflow: Annotated[
        str | None, Arg(kinds.NAME, "One workflow, with its jobs", flag="--workflow", rare=True)
    ] = None
    days: Annotated[int, Arg(DAYS, "7, 30 or 90 days (30)", flag="--days")] = 30


STEP = replace(kinds.NAME, name="step", noun="a step", example="Run tests", spaced=True)
_LINES = re.compile(
    r"(?:tail |-|lines )(\d+)|(?:(?:the )?(?:last|final|bottom) )?(\d{1,3}|1000) lines?"
    r"|(?:last|final) (\d{1,3})"
)
TAIL: Kind[int] = Kind("lines", "a number of lines", "100", partial(kinds.number_up_to, 1_000), phrase=_LINES)


@dataclass(frozen=True, slots=True)
class LogsArgs:
    job: FailedJob = AT_HAND
    step: Annotated[
        str | None,
        Arg(STEP, "Which step: its name, the start of it, or its number; without one, the failed one"),
    ] = None
    tail: Annotated[int, Arg(TAIL, "How many lines (40)", flag="--tail")] = 40
    run: Annotated[int | None, Arg(kinds.PARALLEL_RUN, "Which parallel run", flag="--run", rare=True)] = None


@dataclass(frozen=True, slots=True)
class TestsArgs:
    job: FailedJob = AT_HAND
    all: Annotated[bool, Arg(kinds.SWITCH, "Attach all of them", flag="--all")] = False


@dataclass(frozen=True, slots=True)
class WhyArgs:
    run: Annotated[
        Reference,
        Arg(kinds.PIPELINE_REFERENCE, "Which pipeline: #812, last failed, @branch or a link"),
    ] = AT_HAND


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
