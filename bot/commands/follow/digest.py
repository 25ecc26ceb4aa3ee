"""`/ci digest`: how this channel's projects stand, once a day."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TypeAlias, TypeVar

from bot import lines
from bot.circleci.errors import CircleCIError, Forbidden, NotFound
from bot.circleci.models import Deployment, FlakyTest, deployed_at
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.granted_runs import GrantedRuns
from bot.finding.waiting import project_holds
from bot.model.approval import HeldApproval
from bot.model.digest import Digest
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Target
from bot.model.subject import NO_SUBJECT, Scope
from bot.policy.decide import Verdict
from bot.views.cards.digest import DigestCard, DigestSection, DigestTimesCard, digest_card
from bot.views.lists.red import BranchStreak

_T = TypeVar("_T")

#: Reads something of a project that is called so.
_Read: TypeAlias = Callable[[Context, ProjectSlug, str], Awaitable[Sequence[_T]]]

#: How many projects are looked at, and how many of the newest pipelines of each.
_PROJECTS, _JUDGED, _HELD = 20, 2, 5

_DAY = timedelta(days=1)


async def run(args: lines.DigestArgs, ctx: Context) -> DigestCard | DigestTimesCard:
    if args.off:
        await ctx.digests.remove(ctx.place)
        return DigestTimesCard(None, None, ctx.scene, changed=True)
    if args.times is not None:
        due = args.times.following(ctx.now())
        await ctx.digests.put(Digest(ctx.place, args.times, ctx.actor.id, due.timestamp()))
    if args.post:
        return await _digest(ctx)
    found = await ctx.digests.of_channel(ctx.place)
    following = found.times.following(ctx.now()) if found else None
    subscribed, changed = bool(await _projects(ctx)), args.times is not None
    return DigestTimesCard(found, following, ctx.scene, changed=changed, subscribed=subscribed)


async def _projects(ctx: Context) -> dict[str, ProjectSlug]:
    """Those that the channel is subscribed to and may hear of still, by what they are called."""
    access, follow = ctx.access, Permission.FOLLOW
    subscriptions = await ctx.subscriptions.of_channel(ctx.place)
    several = dict.fromkeys(each.project for each in subscriptions if not each.several)
    if any(each.several for each in subscriptions):
        visible = [slug for slug, _ in await ctx.find.visible()]
        several |= dict.fromkeys(it for it in visible if any(each.is_of(it) for each in subscriptions))
    granted = (it for it in several if access.decide(follow, it, ref_known=False).verdict > Verdict.DENIED)
    return {access.called(each): each for each in granted if access.sees(each)}


async def _digest(ctx: Context) -> DigestCard:
    """Each section costs its own part. Raises the `CircleCIError` where nothing at all can be read."""
    projects, errors = await _projects(ctx), list[CircleCIError]()
    names = [*projects][:_PROJECTS]

    async def section(read: _Read[_T]) -> DigestSection[_T]:
        async def tried(called: str) -> tuple[_T, ...] | CircleCIError:
            try:
                with suppress(NotFound, Forbidden):
                    return tuple(await read(ctx, projects[called], called))
            except CircleCIError as error:
                return error
            return ()

        answers = await asyncio.gather(*map(tried, names))
        found = list(zip(names, answers, strict=True))
        errors.extend(each for _, each in found if isinstance(each, CircleCIError))
        return DigestSection(
            tuple((it, each) for it, several in found if isinstance(several, tuple) for each in several),
            tuple(it for it, each in found if isinstance(each, CircleCIError)),
        )

    branches, approvals, places, flaky_tests = await asyncio.gather(
        section(_branch), section(_approvals), section(_places), section(_flaky_tests)
    )
    if names and len(errors) == 4 * len(names):
        raise errors[0]
    return DigestCard(
        tuple(projects.items()),
        branches,
        approvals,
        places,
        flaky_tests,
        ctx.scene,
        await ctx.digests.of_channel(ctx.place),
        unlooked=len(projects) - len(names),
    )


async def _branch(ctx: Context, slug: ProjectSlug, called: str) -> Sequence[BranchStreak]:
    granted = await ctx.find.default_branch(slug, called)
    if granted is None or granted.branch is None:
        return ()
    return (BranchStreak(granted.slug, called, granted.branch, await granted.judgement(called, _JUDGED)),)


async def _approvals(ctx: Context, slug: ProjectSlug, called: str) -> Sequence[HeldApproval]:
    return (await project_holds(_runs(ctx, slug, called), _HELD)).approvals


async def _places(ctx: Context, slug: ProjectSlug, called: str) -> Sequence[Deployment]:
    """Where something was deployed since yesterday."""
    granted, start = await ctx.find.default_branch(slug, called), ctx.now() - _DAY
    if granted is None:
        return ()
    components, environments = await asyncio.gather(granted.components(), granted.environments())
    places = await granted.all_deployments(components, environments)
    return [each for each in places if deployed_at(each.versions[0]) >= start]


async def _flaky_tests(ctx: Context, slug: ProjectSlug, called: str) -> Sequence[FlakyTest]:
    return await _runs(ctx, slug, called).flaky_tests()


def _runs(ctx: Context, slug: ProjectSlug, called: str) -> GrantedRuns:
    return ctx.find.runs(Target(ProjectName(called, slug)))


COMMAND = Command(
    lines.DIGEST,
    summary="Post once a day how this channel's projects stand",
    permission=Permission.FOLLOW,
    scope=Scope.BRANCH,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=digest_card,
)
