"""How a project's workflows went over days and weeks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from bot.circleci.models import Measurement, Metrics
from bot.circleci.slug import ProjectSlug
from bot.model.insights import Totals, WindowChange
from bot.model.line import Line
from bot.model.message import Button, Buttons, File, Lines, Message, Small
from bot.model.spans import Bold, Code, Link, Text
from bot.views.parts.commit import open_button
from bot.views.parts.text import count, duration, join_facts, left_out, one_line, paragraph
from bot.views.scene import Scene

#: How many jobs of one workflow are shown, those that take longest first.
_JOBS = 8


class Picture(Enum):
    """Why there is no chart."""

    PENDING = None
    NOT_INSTALLED = ("A chart needs ", Code("pip install 'ringmaster-ci[charts]'"), " where the bot runs.")
    FAILED = ("The chart could not be drawn.",)
    UNREAD = ("The runs could not be read, so there is no comparison and no chart.",)


@dataclass(frozen=True, slots=True)
class InsightsCard:
    """``days``: of the window. ``other_count``: of those not shown. ``lines``: what can be asked next.

    ``detail``: one workflow was asked for, with its ``jobs``. ``changes``: by the workflow's name.
    ``picture``: the PNG, or why there is none.
    """

    slug: ProjectSlug
    called: str
    branch: str | None
    days: int
    workflows: tuple[Measurement, ...]
    scene: Scene
    other_count: int = 0
    jobs: tuple[Measurement, ...] = ()
    detail: bool = False
    lines: tuple[tuple[str, Line], ...] = ()
    changes: Mapping[str, WindowChange] = field(default_factory=dict)
    picture: bytes | Picture = Picture.PENDING


def title(result: InsightsCard) -> str:
    """The chart's, in words."""
    of = f"{one_line(f'{result.workflows[0].name} of', 60)} " if result.detail else ""
    return f"{of}{_where(result)}: success rate and duration"


def _on(result: InsightsCard) -> str:
    return f" on {one_line(result.branch, 60)}" if result.branch else ""


def _where(result: InsightsCard) -> str:
    return f"{result.called}{_on(result)}, last {result.days} days"


def insights_card(result: InsightsCard) -> Message:
    """One block a workflow; with the chart in the thread, once it is drawn."""
    workflows, picture, asked = result.workflows, result.picture, result.scene.footer()
    page = result.scene.web.insights(result.slug, workflows[0].name if result.detail and workflows else None)
    further = [Button(one_line(label, 60), line) for label, line in result.lines]
    buttons = Buttons((*further, open_button(page)))
    if not workflows:
        none = f"No workflow of {result.called}{_on(result)} ran in the last {result.days} days."
        return Message((none,), (Lines(((none,),)), Small(_small(result)), buttons, asked))
    files: tuple[File, ...] = ()
    if isinstance(picture, bytes):
        name = result.called.replace("/", "-")
        files = (File(f"{name}-insights.png", picture, title(result), page),)
    first = f"{one_line(workflows[0].name, 60)} {_rate(workflows[0].metrics)}"
    return Message(
        text=(f"{_where(result)}: {first}",),
        blocks=(
            Lines(((Link(page, _where(result), bold=True),),)),
            *(Lines(_workflow(each, result)) for each in workflows),
            *paragraph(*_jobs(result)),
            *paragraph(left_out(result.other_count, "more workflow")),
            buttons,
            Small(_small(result)),
            asked,
        ),
        files=files,
    )


def _small(result: InsightsCard) -> Text:
    against = f"Compared with the {result.days} days before." if result.changes else ""
    if result.changes and not any(each.previous_totals.runs for each in result.changes.values()):
        against = f"Nothing ran in the {result.days} days before, to compare with."
    why: Text = (result.picture.value if isinstance(result.picture, Picture) else None) or ()
    return join_facts("CircleCI updates these once a day.", against, why, between=" ")


def _workflow(each: Measurement, result: InsightsCard) -> tuple[Text, ...]:
    """Three lines: how often, how well and how fast, what it takes. Each number with how it changed."""
    metrics, change = each.metrics, result.changes.get(each.name)
    middle, slow = metrics.duration_metrics.median, metrics.duration_metrics.p95
    return (
        join_facts(
            (Bold(one_line(each.name, 60)),),
            count(metrics.total_runs, "run") + _against(change, lambda it: it.runs),
            f"{metrics.throughput:,.1f} a day" if metrics.throughput >= 0.05 else "",
        ),
        join_facts(
            f"{_rate(metrics)}{_points(change)}",
            f"median {_lasting(middle)}{_against(change, lambda it: it.median)}" if middle else "",
            f"p95 {_lasting(slow)}{_against(change, lambda it: it.p95)}" if slow else "",
        ),
        join_facts(
            _recovery(metrics) + _against(change, lambda it: it.recovery),
            count(metrics.total_credits_used or 0, "credit") + _against(change, lambda it: it.credits),
        ),
    )


def _jobs(result: InsightsCard) -> list[Text | str]:
    """A workflow's jobs, those that take longest first."""
    longest = sorted(result.jobs, key=lambda each: -(each.metrics.duration_metrics.median or 0))
    lines: list[Text | str] = [(Bold("Its jobs"), ", those that take longest first")] if longest else []
    for each in longest[:_JOBS]:
        middle = each.metrics.duration_metrics.median
        took = f"median {_lasting(middle)}" if middle else ""
        spent = count(each.metrics.total_credits_used or 0, "credit")
        lines.append(join_facts(one_line(each.name, 60), took, _rate(each.metrics), spent))
    return [*lines, left_out(len(longest) - _JOBS, "more", "more")]


def _rate(metrics: Metrics) -> str:
    """A canceled run counts for no rate. https://circleci.com/docs/insights-glossary/"""
    if not metrics.successful_runs + metrics.failed_runs:
        return "none has passed or failed"
    return f"{100 * metrics.success_rate:.0f} % passed"


def _lasting(seconds: float | None) -> str:
    return duration(timedelta(seconds=seconds or 0))


def _recovery(metrics: Metrics) -> str:
    if not metrics.failed_runs:
        return "no failure to recover from"
    if not metrics.mttr:
        return "not recovered yet"
    return f"recovers in {_lasting(metrics.mttr)} on average"


def _against(change: WindowChange | None, of: Callable[[Totals], float | None]) -> str:
    """`` (+12 %)``: how a number changed; nothing where there is nothing to compare."""
    now, before = (of(change.current_totals), of(change.previous_totals)) if change else (None, None)
    return "" if now is None or not before else _signed(100 * (now - before) / before, "%", "%")


def _points(change: WindowChange | None) -> str:
    """The same of a share, in percentage points."""
    now, before = (change.current_totals.rate, change.previous_totals.rate) if change else (None, None)
    return "" if now is None or before is None else _signed(100 * (now - before), "point")


def _signed(number: float, one: str, many: str | None = None) -> str:
    whole = round(number)
    return f" ({'+' if whole > 0 else '−'}{count(abs(whole), one, many)})" if whole else " (as before)"
