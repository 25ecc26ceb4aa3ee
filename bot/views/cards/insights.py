"""How a project's workflows went over days and weeks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from bot.charts import Series
from bot.circleci.models import Measurement
from bot.circleci.slug import ProjectSlug
from bot.model.insights import KEPT_DAYS, ApprovalWait, Totals, WorkflowWindow, measured_totals
from bot.model.line import Line
from bot.model.message import Button, Buttons, File, Lines, Message, Small
from bot.model.spans import Bold, Link, Text
from bot.views.parts.line_chart import line_charts
from bot.views.parts.text import (
    bullets,
    button_label,
    count,
    duration,
    join_facts,
    left_out,
    one_line,
    paragraph,
)
from bot.views.scene import Scene

#: How many jobs of one workflow are shown, those that take longest first.
_JOBS = 8


class Picture(Enum):
    """What became of the chart, if there is no picture of it."""

    PENDING = auto()
    BLOCKS = auto()  # it is part of the message
    NOT_INSTALLED = auto()  # `doctor` says so: whoever asks can't change it
    FAILED = auto()
    UNREAD = auto()


_TROUBLE: Mapping[Picture, str] = {
    Picture.FAILED: "Couldn't draw the chart.",
    Picture.UNREAD: "Couldn't load the history, so there's no comparison or chart.",
}


@dataclass(frozen=True, slots=True)
class InsightsCard:
    """``days``: of the window. ``other_count``: of those not shown. ``lines``: of other windows, by their
    days; ``jobs_line``: of the jobs of the first.

    ``detail``: one workflow was asked for, with its ``jobs``. ``rollbacks``: workflows that roll back, which
    tell nothing of how the work goes. ``series``: what a chart shows, ``step`` days a point; ``picture``: it
    as a PNG, or why there is none.
    """

    slug: ProjectSlug
    called: str
    branch: str | None
    days: int
    workflows: tuple[WorkflowWindow, ...]
    scene: Scene
    rollbacks: tuple[WorkflowWindow, ...] = ()
    other_count: int = 0
    jobs: tuple[Measurement, ...] = ()
    detail: bool = False
    lines: tuple[tuple[int, Line], ...] = ()
    jobs_line: Line | None = None
    series: tuple[Series, ...] = ()
    step: int = 1
    picture: bytes | Picture = Picture.PENDING


def title(result: InsightsCard) -> str:
    """The chart's, in words."""
    of = f"{one_line(f'{result.workflows[0].name} in', 60)} " if result.detail else ""
    waits = f", {_WAITS[ApprovalWait.INCLUDED]}" if _waits(result) else ""
    return f"{of}{_where(result)}: success rate and duration{waits}"


def _waits(result: InsightsCard) -> bool:
    """Whether a duration in the chart includes waits."""
    return any(each.current.wait is ApprovalWait.INCLUDED for each in result.workflows)


def _chart_title(result: InsightsCard) -> str:
    name = one_line(result.workflows[0].name, 30) if result.detail else result.called
    return f"{name}{_on(result)}"


def _on(result: InsightsCard) -> str:
    return f" on {one_line(result.branch, 60)}" if result.branch else ""


def _where(result: InsightsCard) -> str:
    return f"{result.called}{_on(result)}, last {result.days} days"


def insights_card(result: InsightsCard) -> Message:
    """One block a workflow; with the chart below them, or as a picture in the thread."""
    workflows, asked = result.workflows, result.scene.footer()
    page = result.scene.web.insights(result.slug, workflows[0].name if result.detail and workflows else None)
    further = [_further(f"Last {days} days", line, result) for days, line in result.lines]
    if result.jobs_line:
        further.append(_further(button_label("Jobs in", workflows[0].name), result.jobs_line, result))
    buttons = (Buttons(tuple(further)),) if further else ()
    if not workflows:
        none = f"No workflow ran in {result.called}{_on(result)} in the last {result.days} days."
        rolled = paragraph(_rollbacks(result))
        return Message((none,), (Lines(((none,),)), *rolled, Small(_small(result)), *buttons, asked))
    charts, files = (
        line_charts(_chart_title(result), result.series, result.step, waits=_waits(result)),
        tuple[File, ...](),
    )
    if isinstance(result.picture, bytes):
        name, words = result.called.replace("/", "-"), ". ".join(each.words for each in charts)
        about = title(result)
        files = (File(f"{name}-insights.png", result.picture, about, page, alt=words or about),)
    first = f"{one_line(workflows[0].name, 60)} {_rate(workflows[0].current)}"
    return Message(
        text=(f"{_where(result)}: {first}",),
        blocks=(
            Lines(((Link(page, _where(result), bold=True),),)),
            *(Lines(_workflow(each, result)) for each in workflows),
            *(charts if result.picture is Picture.BLOCKS else ()),
            *paragraph(*_jobs(result)),
            *paragraph(left_out(result.other_count, "more workflow"), _rollbacks(result)),
            *buttons,
            Small(_small(result)),
            asked,
        ),
        files=files,
    )


def _further(label: str, line: Line, result: InsightsCard) -> Button:
    return Button(label, line, accessibility=f"{label}: {result.called}{_on(result)}")


def _small(result: InsightsCard) -> Text:
    """How new the figures are, and what they are compared with."""
    known = [each.previous for each in result.workflows if each.previous is not None]
    against = ""
    if known:
        against = f"Compared with the previous {result.days} days."
        if not any(each.runs for each in known):
            against = f"Nothing ran in the previous {result.days} days, so there's no comparison."
    elif result.workflows and result.picture not in (Picture.PENDING, Picture.UNREAD):
        why = f"CircleCI keeps {KEPT_DAYS} days" if 2 * result.days > KEPT_DAYS else "too many runs to load"
        against = f"No comparison: {why}."
    trouble = _TROUBLE.get(result.picture, "") if isinstance(result.picture, Picture) else ""
    return join_facts("Updated daily.", against, trouble, between=" ")


def _workflow(each: WorkflowWindow, result: InsightsCard) -> tuple[Text, ...]:
    """Three lines: how often, how well and how fast, what it takes. Each number with how it changed.

    How long people let an approval wait is no change of the work.
    """
    now, before = each.current, each.previous or Totals()
    comparable = before if {before.wait, now.wait} == {ApprovalWait.LEFT_OUT} else Totals()
    a_day = now.runs / result.days
    return (
        join_facts(
            (Bold(one_line(each.name, 60)),),
            _times(now.runs) + _against(now.runs, before.runs),
            f"{a_day:,.1f} a day" if a_day >= 0.05 else "",
        ),
        join_facts(
            f"{_rate(now)}{_points(now, before)}",
            _lasting("median", now.median, comparable.median),
            _lasting("p95", now.p95, comparable.p95),
            _WAITS[now.wait] if now.median else "",
        ),
        join_facts(
            _recovery(now) + _against(now.recovery, before.recovery),
            count(now.credits, "credit") + _against(now.credits, before.credits),
        ),
    )


_WAITS: Mapping[ApprovalWait, str] = {
    ApprovalWait.LEFT_OUT: "",
    ApprovalWait.INCLUDED: "incl. waiting for approval",
    ApprovalWait.PERHAPS: "incl. any wait for approval",
}


def _rollbacks(result: InsightsCard) -> str:
    told = [
        f"{one_line(it.name, 60)} {_times(it.current.runs)}, {_rate(it.current)}" for it in result.rollbacks
    ]
    return f"Rollbacks: {'; '.join(told)}" if told else ""


def _times(runs: int) -> str:
    return {0: "none finished", 1: "ran once", 2: "ran twice"}.get(runs, f"ran {runs:,} times")


def _jobs(result: InsightsCard) -> list[Text | str]:
    """A workflow's jobs, those that take longest first."""
    longest = sorted(result.jobs, key=lambda each: -(each.metrics.duration_metrics.median or 0))
    head: list[Text | str] = [(Bold("Jobs"), ", slowest first")] if longest else []
    lines = list[Text]()
    for each in longest[:_JOBS]:
        now = measured_totals(each.metrics)
        spent = count(now.credits, "credit")
        lines.append(join_facts(one_line(each.name, 60), _lasting("median", now.median), _rate(now), spent))
    return [*head, *bullets(lines), left_out(len(longest) - _JOBS, "more", "more")]


def _rate(now: Totals) -> str:
    """A canceled run counts for no rate. https://circleci.com/docs/insights-glossary/"""
    return "none passed or failed" if now.rate is None else f"{100 * now.rate:.0f}% passed"


def _lasting(name: str, seconds: float | None, before: float | None = None) -> str:
    return f"{name} {duration(timedelta(seconds=seconds))}{_against(seconds, before)}" if seconds else ""


def _recovery(now: Totals) -> str:
    if not now.failed:
        return ""
    if not now.recovery:
        return "not recovered yet"
    return f"mean time to recovery {duration(timedelta(seconds=now.recovery))}"


def _against(now: float | None, before: float | None) -> str:
    """`` (+12%)``: how a number changed; nothing where there is nothing to compare."""
    return "" if now is None or not before else _signed(100 * (now - before) / before, lambda it: f"{it:,}%")


def _points(now: Totals, before: Totals) -> str:
    """The same of a share, in percentage points."""
    if now.rate is None or before.rate is None:
        return ""
    return _signed(100 * (now.rate - before.rate), lambda it: count(it, "point"))


def _signed(number: float, write: Callable[[int], str]) -> str:
    whole = round(number)
    return f" ({'+' if whole > 0 else '−'}{write(abs(whole))})" if whole else " (no change)"
