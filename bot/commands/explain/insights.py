"""`/ci insights`: how a project's workflows go over weeks, as numbers and as a chart."""

from collections.abc import AsyncGenerator, Mapping, Sequence
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
from bot.model.fault import NameKind, UnknownName
from bot.model.insights import daily, window_change
from bot.model.line import Line
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.cards.insights import InsightsCard, Picture, insights_card, title

log = structlog.get_logger()

#: How many workflows are shown; the rest is a count.
_MOST = 4

#: CircleCI keeps no runs that are older, so the longest window has none before it.
RETENTION = timedelta(days=90)


async def run(args: lines.InsightsArgs, ctx: Context) -> InsightsCard:
    project, window = await ctx.find.branch(args.target), lines.WINDOWS[args.days]
    with looking(None, "", project.called):
        measured = await project.measurements(window)
    ordered = sorted(measured, key=lambda each: -each.metrics.total_runs)
    shown, jobs = tuple(ordered[:_MOST]), tuple[Measurement, ...]()
    if args.workflow and ordered:
        one = _named(args.workflow, ordered, project)
        shown = (one,)
        jobs = await project.job_measurements(one.name, window)
    return InsightsCard(
        project.slug,
        project.called,
        project.branch,
        args.days,
        shown,
        ctx.scene,
        other_count=0 if args.workflow else len(ordered) - len(shown),
        jobs=jobs,
        detail=args.workflow is not None,
        lines=_lines(args, shown),
    )


def _named(name: str, several: Sequence[Measurement], project: GrantedBranch) -> Measurement:
    """The workflow of this name, whatever its case."""
    exact = [each for each in several if each.name == name]
    fit = exact or [each for each in several if each.name.casefold() == name.casefold()]
    if not fit:
        names = tuple(each.name for each in several)
        raise UnknownName(NameKind.WORKFLOW, name, names, project.called)
    return fit[0]


def _lines(args: lines.InsightsArgs, shown: Sequence[Measurement]) -> tuple[tuple[str, Line], ...]:
    """What can be asked next: other windows, and the workflow that ran most."""
    others = [days for days in lines.WINDOWS if days != args.days]
    found = [(f"Last {days} days", line(lines.INSIGHTS, args, days=days)) for days in others]
    if not args.workflow and shown:
        one = shown[0].name
        found.append((f"Jobs of {one}", line(lines.INSIGHTS, args, workflow=one)))
    return tuple(found)


async def rest(args: lines.InsightsArgs, result: InsightsCard, ctx: Context) -> AsyncGenerator[InsightsCard]:
    """The same with how it changed against the window before, and the chart."""
    if not result.workflows:
        return
    now, length = ctx.now(), timedelta(days=args.days)
    start, names = now - min(RETENTION, 2 * length), [each.name for each in result.workflows]
    try:
        project = await ctx.find.branch(args.target)
        pages = dict(await project.all_workflow_runs(names, start, now))
    except CircleCIError as error:
        log.warning("runs not read", error=repr(error))
        pages = {}
    if not pages:
        yield replace(result, picture=Picture.UNREAD)
        return
    whole = {name: page.items for name, page in pages.items() if not page.next_page_token}
    known = whole if 2 * length <= RETENTION else {}
    changes = {name: window_change(several, now - length) for name, several in known.items()}
    runs = {name: page.items for name, page in pages.items()}
    yield await _drawn(replace(result, changes=changes), runs, now, ctx)


async def _drawn(
    result: InsightsCard, runs: Mapping[str, Sequence[WorkflowRun]], now: datetime, ctx: Context
) -> InsightsCard:
    """The result with its chart, or with why there is none."""
    if not ctx.charts.available:
        return replace(result, picture=Picture.NOT_INSTALLED)
    last = now.astimezone(UTC).date()
    first = last - timedelta(days=result.days - 1)
    series = tuple(Series(name, daily(several, first, last)) for name, several in runs.items())
    try:
        picture = await ctx.charts.draw(Chart(title(result), series))
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
