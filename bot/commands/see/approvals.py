"""`/ci approvals`: what waits for a person, and who can approve it here."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from itertools import starmap

from bot import lines
from bot.circleci.errors import Forbidden, NotFound
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding.granted_runs import GrantedRuns
from bot.finding.location import looking
from bot.finding.waiting import ProjectHolds, project_holds
from bot.model.approval import HeldApproval
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, ProjectName, Reference, Target
from bot.model.shown import Noun
from bot.model.subject import NO_SUBJECT, Scope, Subject
from bot.views.lists.approvals import ApprovalEntry, ApprovalList, approval_list

#: How many projects are looked at.
_PROJECTS = 40

#: How many of the newest pipelines are looked at: of each of several projects, and of one.
_OF_EACH, _OF_ONE = 5, 10


async def run(args: lines.ApprovalsArgs, ctx: Context) -> ApprovalList:
    targets = await _targets(args.target, ctx)
    looked_at = [ctx.find.runs(each) for each in targets[:_PROJECTS]]
    found = await _holds(looked_at, ctx)
    holds = [each for each in found if each is not None]
    waiting = [it for each in holds for it in each.approvals]
    waiting.sort(key=lambda each: each.waiting.start)
    part, place = lines.list_part(lines.APPROVALS, args, waiting)
    only = looked_at[0] if args.target != AT_HAND and len(looked_at) == 1 else None
    return ApprovalList(
        tuple(_entry(each, ctx) for each in part),
        len(waiting),
        tuple(dict.fromkeys(each.called for each in waiting)),
        whole=len(found) == len(looked_at) and all(each.whole for each in holds),
        unseen_count=len(found) - len(holds),
        further_count=len(targets) - len(looked_at),
        called=only.called if only else None,
        branch=looked_at[0].branch if len(looked_at) == 1 else None,
        scene=ctx.scene,
        limited=only.limited if only else not ctx.access.reads_every_branch(None),
        **place,
    )


async def _holds(several: list[GrantedRuns], ctx: Context) -> list[ProjectHolds | None]:
    """What waits in each project that can be read; None where CircleCI's token does not see it."""
    if len(several) == 1:
        with looking(Noun.PIPELINE, "", several[0].called):
            return [await project_holds(several[0], _OF_ONE)]
    runs = {each.called: each for each in several}

    async def look(called: str) -> ProjectHolds | None:
        with suppress(NotFound, Forbidden):
            return await project_holds(runs[called], _OF_EACH)
        return None

    return await ctx.find.each_project(list(runs), look)


async def _targets(said: Reference, ctx: Context) -> list[Target]:
    """The project or branch that is named, else the projects that may be seen: all, or an organization's."""
    if said == AT_HAND:
        return [Target(_name(*each)) for each in await ctx.find.visible()]
    alone = said.words[0] if len(said.words) == 1 and replace(said, words=()) == AT_HAND else None
    if alone is not None and (found := await _of_organization(alone, ctx)):
        return found
    return [await ctx.find.target(said)]


async def _of_organization(organization: str, ctx: Context) -> list[Target]:
    async def target(slug: ProjectSlug, called: str) -> Target | None:
        details = await ctx.find.details(slug) if slug.opaque else None
        mine = details is None or details.is_of(organization)
        return Target(_name(slug, called)) if mine else None

    likely = [each for each in await ctx.find.visible() if each[0].may_be_of(organization)]
    found = await asyncio.gather(*starmap(target, likely[:_PROJECTS]))
    return [each for each in found if each is not None]


def _name(slug: ProjectSlug, called: str) -> ProjectName:
    return ProjectName(called, slug)


def _entry(held: HeldApproval, ctx: Context) -> ApprovalEntry:
    """With who can approve it here, and where else its asker can."""
    access, pipeline = ctx.access, held.pipeline
    slug, branch, tag = pipeline.project_slug, pipeline.branch, pipeline.tag
    limit = access.policy.approve_within
    decision = access.decide(Permission.APPROVE, slug, branch=branch, tag=tag)
    return ApprovalEntry(
        held,
        access.who_can(Permission.APPROVE, slug, branch, tag),
        decision.grounds.elsewhere,
        too_old=limit is not None and ctx.now() - held.waiting.start > limit,
    )


def _about(args: lines.ApprovalsArgs) -> Subject:
    return NO_SUBJECT if args.target == AT_HAND else Subject.of_branch(args.target)


COMMAND = Command(
    lines.APPROVALS,
    summary="List what waits for approval, oldest first",
    permission=Permission.READ,
    scope=Scope.BRANCH,
    about=_about,
    run=run,
    view=approval_list,
)
