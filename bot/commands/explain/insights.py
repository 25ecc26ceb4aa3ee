"""`/ci insights`: how a project's workflows go over weeks, as numbers and as a chart."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot import lines
from bot.charts import Chart, NoChart, Series
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Measurement, WorkflowRun
from bot.command import Command, Context
from bot.finding.granted_project import GrantedBranch
from bot.finding.location import looking
from bot.grammar import line
from bot.model.fault import Fault, NameKind, NothingHere, UnknownName
from bot.model.insights import (
    KEPT_DAYS,
    WorkflowWindow,
    daily,
    days_a_point,
    measured_totals,
    workflow_window,
)
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.reference import Reference
from bot.model.subject import Scope, Subject
from bot.views.cards.insights import InsightsCard, Picture, insights_card, title

log = structlog.get_logger()

#: How many workflows are shown; the rest is a count.
_MOST = 4


async def run(args: lines.InsightsArgs, ctx: Context) -> InsightsCard:
    """Of the branch that is named, else of the workflow that is called so, on the default branch."""
    try:
        return await _card(args, ctx)
    except NothingHere as absent:
        if args.workflow is not None or len(args.target.words) != 1:
            raise
        [name] = args.target.words
        with suppress(Fault):
            of_workflow = replace(args, target=replace(args.target, words=()), workflow=name)
            if (found := await _card(of_workflow, ctx)).workflows:
                return found
        raise absent from None


async def _card(args: lines.InsightsArgs, ctx: Context) -> InsightsCard:
    project, window = await ctx.find.branch(args.target), lines.WINDOWS[args.days]
    with looking(None, "", project.called):
        measured = await project.measurements(window)
    ordered = sorted(measured, key=lambda each: -each.metrics.total_runs)
    windows = [WorkflowWindow(each.name, measured_totals(each.metrics)) for each in ordered]
    working = [each for each in windows if not each.rolls_back]
    rollbacks = tuple(each for each in windows if each.rolls_back)
    shown, jobs = tuple(working[:_MOST]), tuple[Measurement, ...]()
    if args.workflow and windows:
        one = _named(args.workflow, windows, project)
        shown, rollbacks = (one,), ()
        jobs = await project.job_measurements(one.name, window)
    return InsightsCard(
        project.slug,
        project.called,
        project.branch,
        args.days,
        shown,
        ctx.scene,
        rollbacks=rollbacks,
        other_count=0 if args.workflow else len(working) - len(shown),
        jobs=jobs,
        detail=args.workflow is not None,
        lines=_lines(args),
        jobs_line=line(lines.INSIGHTS, args, workflow=shown[0].name) if shown and not args.workflow else None,
    )


def _named(name: str, several: Sequence[WorkflowWindow], project: GrantedBranch) -> WorkflowWindow:
    """The workflow of this name, whatever its case."""
    exact = [each for each in several if each.name == name]
    fit = exact or [each for each in several if each.name.casefold() == name.casefold()]
    if not fit:
        names = tuple(each.name for each in several)
        raise UnknownName(NameKind.WORKFLOW, name, names, project.called)
    return fit[0]


def _lines(args: lines.InsightsArgs) -> tuple[tuple[int, Line], ...]:
    """Other windows."""
    others = [days for days in lines.WINDOWS if days != args.days]
    return tuple((days, line(lines.INSIGHTS, args, days=days)) for days in others)


async def rest(args: lines.InsightsArgs, result: InsightsCard, ctx: Context) -> AsyncGenerator[InsightsCard]:
    """The same from the runs themselves: with how it changed against the days before, and the chart.

    Where the workspace turns out not to take a chart, it has been left out: then it follows as a picture.
    """
    if not result.workflows:
        return
    now, length = ctx.now(), timedelta(days=args.days)
    start, names = now - min(timedelta(days=KEPT_DAYS), 2 * length), [each.name for each in result.workflows]
    try:
        project = await ctx.find.branch(Reference.of(result.slug, result.branch))
        pages = dict(await project.all_workflow_runs(names, start, now))
    except CircleCIError as error:
        log.warning("runs not read", error=type(error).__name__)
        pages = {}
    if not pages:
        yield replace(result, picture=Picture.UNREAD)
        return
    compared, windows = 2 * args.days <= KEPT_DAYS, []
    for window in result.workflows:
        page = pages.get(window.name)
        if page is not None and page.next_page_token is None:
            window = workflow_window(window.name, page.items, now - length, compared=compared)
        windows.append(window)
    result = replace(result, workflows=tuple(windows))
    runs = {name: page.items for name, page in pages.items()}
    if ctx.takes_charts:
        step = days_a_point(args.days)
        yield replace(result, picture=Picture.BLOCKS, series=_series(runs, now, args.days, step), step=step)
        if ctx.takes_charts:
            return
    yield await _drawn(replace(result, series=_series(runs, now, args.days)), ctx)


def _series(
    runs: Mapping[str, Sequence[WorkflowRun]], now: datetime, days: int, step: int = 1
) -> tuple[Series, ...]:
    last = now.astimezone(UTC).date()
    first = last - timedelta(days=days - 1)
    return tuple(Series(name, daily(several, first, last, step)) for name, several in runs.items())


async def _drawn(result: InsightsCard, ctx: Context) -> InsightsCard:
    """The result with its chart as a picture, or with why there is none."""
    if not ctx.charts.available:
        return replace(result, picture=Picture.NOT_INSTALLED)
    try:
        picture = await ctx.charts.draw(Chart(title(result), result.series))
    except NoChart as error:
        log.warning("no chart", why=str(error), project=str(result.slug))
        return replace(result, picture=Picture.FAILED)
    return replace(result, picture=picture)


COMMAND = Command(
    lines.INSIGHTS,
    summary="Chart success rate, duration and credits over time",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=insights_card,
    rest=rest,
)
