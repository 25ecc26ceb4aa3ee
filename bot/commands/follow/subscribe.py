"""`/ci subscribe`: hear in this channel of what becomes of a branch's runs."""

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace

from bot import lines
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.finding import recent
from bot.finding.granted_project import GrantedBranch
from bot.finding.patterns import (
    ProjectPattern,
    branches_subject,
    patterns_of_word,
    projects_pattern,
    read_pattern,
    several_readings,
    with_this_branch,
)
from bot.grammar import line, unknown_name
from bot.grammar.vocabulary import PERSON
from bot.model.fault import Ambiguous, Denied, NoLogin, NothingHere, UnknownProject
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, ProjectName, Reference, Target
from bot.model.subject import Scope
from bot.model.subscription import (
    DEFAULT_BRANCH,
    USUAL_EVENTS,
    Subscription,
    is_glob,
    is_ref_glob,
)
from bot.reading.notices import Listener
from bot.views.lists.subscriptions import SubscriptionCard, SubscriptionPreview, subscription_card

#: How many runs a preview looks at; of several projects, of how many of them, and of each how many.
_PREVIEWED, _PROJECTS, _OF_EACH = 50, 5, 10

#: By how many of its projects it is told which organization is meant.
_NAMED = 3


async def run(args: lines.SubscribeArgs, ctx: Context) -> SubscriptionCard | SubscriptionPreview:
    args = replace(args, target=await with_this_branch(args.target, ctx.find))
    found = await _meant(args, ctx)
    if isinstance(found, tuple):
        pattern, branch = found
        wanted = _wanted(args, ctx, pattern.slug, branch or DEFAULT_BRANCH)
        if args.preview:
            return await _preview_of_all(wanted, pattern, ctx)
        return await _kept(wanted, str(pattern.slug), len(pattern.projects), ctx)
    wanted = _wanted(args, ctx, found.slug, found.branch or "*")
    if args.preview:
        return await _preview(wanted, found, ctx)
    card = await _kept(wanted, found.called, None, ctx)
    return replace(card, unbuilt=await _unbuilt(args, found, ctx))


async def _unbuilt(args: lines.SubscribeArgs, found: GrantedBranch, ctx: Context) -> tuple[str, ...] | None:
    """Of a branch that was typed whether nothing was built of it, and then those that may be meant."""
    branch = args.target.branch
    if branch is None or is_ref_glob(branch):
        return None
    runs = ctx.find.runs(Target(ProjectName(found.called, found.slug)))
    with suppress(CircleCIError):  # it is kept all the same
        if not await recent.was_built(runs, branch):
            return await recent.branches_like(runs, branch)
    return None


async def _meant(
    args: lines.SubscribeArgs, ctx: Context
) -> GrantedBranch | tuple[ProjectPattern, str | None]:
    """A word that names neither a project nor a branch may name an organization, or be a pattern.

    Of several projects with the branch, if one is named.
    """
    if args.target.every:
        args = replace(args, target=await _all_of(args, ctx))
    target, readings = args.target, several_readings(args.target)
    for said, branch in readings:
        if (pattern := await _pattern(said, ctx, surely=target.project is not None)) is not None:
            return pattern, await _branch_of_several(pattern, branch, target, ctx)
    try:
        return await ctx.find.branch(target)
    except (NothingHere, UnknownProject) as fault:
        if isinstance(fault, NothingHere) and target.project and _is_organization_of(target, ctx):
            return await ctx.find.branch(replace(target, words=()))
        for said, branch in readings:
            texts = await patterns_of_word(ctx.find, said)
            if len(texts) == 1 and (pattern := await read_pattern(ctx.find, texts[0])) is not None:
                return pattern, await _branch_of_several(pattern, branch, target, ctx)
            if not texts and target.words == (said,) and is_glob(said) and ctx.find.default():
                return await ctx.find.branch(Reference(branch=said))
            if texts or is_glob(said):
                several = (replace(args, target=Reference.of_project(each, branch)) for each in texts)
                likely = tuple(line(lines.SUBSCRIBE, each) for each in several)
                raise NothingHere("project", said, likely=likely) from None
        if isinstance(fault, UnknownProject):
            raise unknown_name(lines.SUBSCRIBE, args, fault) from fault
        raise


def _is_organization_of(target: Reference, ctx: Context) -> bool:
    """``acme web``: the word says only where the project is."""
    slug, _ = ctx.access.project(target.project)
    return [each.lower() for each in target.words] == [slug.organization.lower()]


async def _all_of(args: lines.SubscribeArgs, ctx: Context) -> Reference:
    """Every branch of the project that is named, else all projects of the one organization that there is.

    Raises `Ambiguous` where there are several.
    """
    target = replace(args.target, every=False)
    if target.project is not None:
        return target if target.branch or target.words else replace(target, branch="*")
    projects = defaultdict[str, list[str]](list)
    for slug, called in await ctx.find.visible():
        projects[f"{slug.organization_slug}/*"].append(called)
    if target != AT_HAND or not projects:
        return target
    meant = {", ".join(names[:_NAMED]): Reference.of_project(it) for it, names in projects.items()}
    if len(meant) > 1:
        choices = (
            (names, line(lines.SUBSCRIBE, replace(args, target=each))) for names, each in meant.items()
        )
        raise Ambiguous("projects", tuple(choices))
    return next(iter(meant.values()))


async def _branch_of_several(
    pattern: ProjectPattern, branch: str | None, target: Reference, ctx: Context
) -> str | None:
    """Where only a word names it, one of the projects must have it: else it is something else."""
    if branch is not None and target.branch is None and not is_glob(branch):
        few = [ctx.find.runs(Target(ProjectName.of(slug))) for slug, _ in pattern.projects[:_PROJECTS]]
        if not any(await asyncio.gather(*(recent.branch_exists(each, branch) for each in few))):
            raise NothingHere("branch", branch)
    return branch


async def _pattern(said: str, ctx: Context, *, surely: bool) -> ProjectPattern | None:
    """None where one project is meant. ``surely``: it is no branch."""
    if (text := projects_pattern(said)) is None:
        return None
    found = await read_pattern(ctx.find, text)
    if (found is None and surely) or (found is not None and not found.projects):
        raise NothingHere("project", text)
    return found


def _wanted(args: lines.SubscribeArgs, ctx: Context, project: ProjectSlug, branch: str) -> Subscription:
    return Subscription(
        ctx.place,
        project,
        branch,
        args.on or USUAL_EVENTS,
        ctx.actor.id,
        args.workflow or (),
        _login(args, ctx),
        args.event,
        args.mention,
        args.remind.total_seconds() if args.remind else None,
    )


def _login(args: lines.SubscribeArgs, ctx: Context) -> str | None:
    """What CircleCI may call who was mentioned, by the policy. Raises `NoLogin`."""
    if args.by is None:
        return None
    said = args.by.removeprefix("@")
    if said.lower() == "me":
        said = ctx.actor.id
    elif not PERSON.fullmatch(args.by):
        return ",".join(each.strip().removeprefix("@") for each in said.split(","))
    logins = [login for login, id in ctx.access.policy.people.items() if id == said]
    if not logins:
        raise NoLogin(said, line(lines.SUBSCRIBE, replace(args, by=lines.LOGIN.example)))
    return ",".join(logins)


async def _kept(wanted: Subscription, called: str, projects: int | None, ctx: Context) -> SubscriptionCard:
    every = await ctx.subscriptions.of_channel(ctx.place)
    same = (each for each in every if (each.project, each.branch) == (wanted.project, wanted.branch))
    before = next(same, None)
    stands = before is not None and replace(wanted, asker=before.asker, made=before.made) == before
    made = before.made if before and stands else ctx.now().timestamp()
    await ctx.subscriptions.put(replace(wanted, made=made))  # twice is the same as once
    return SubscriptionCard(wanted, called, ctx.scene, before, projects)


async def _preview(wanted: Subscription, found: GrantedBranch, ctx: Context) -> SubscriptionPreview:
    posted, read = await found.would_tell(wanted, ctx.now(), _PREVIEWED, _listener(ctx))
    return SubscriptionPreview(wanted, found.called, posted, read, ctx.scene)


def _listener(ctx: Context) -> Listener:
    def may_hear(it: Pipeline) -> bool:
        about = it.project_slug, it.branch, it.tag
        return all(ctx.access.allows(each, *about) for each in (Permission.READ, Permission.FOLLOW))

    return Listener(ctx.access.policy.people, ctx.with_askers, may_hear)


async def _preview_of_all(wanted: Subscription, pattern: ProjectPattern, ctx: Context) -> SubscriptionPreview:
    """Of the first few projects."""

    async def preview(slug: ProjectSlug, called: str) -> SubscriptionPreview:
        try:
            found = await ctx.find.branch(Reference(ProjectName(called, slug), wanted.branch or None))
        except Denied:  # of this one nothing will be heard
            return SubscriptionPreview(wanted, called, (), 0, ctx.scene)
        of_one = replace(wanted, project=found.slug, branch=found.branch or "*")
        posted, read = await found.would_tell(of_one, ctx.now(), _OF_EACH, _listener(ctx))
        return SubscriptionPreview(of_one, called, posted, read, ctx.scene)

    each = await asyncio.gather(*(preview(*it) for it in pattern.projects[:_PROJECTS]))
    posted = sorted(
        (it for one in each for it in one.posted), key=lambda it: it[0].pipeline.created_at, reverse=True
    )
    further = max(0, len(pattern.projects) - _PROJECTS)
    read = sum(one.read for one in each)
    return SubscriptionPreview(wanted, str(pattern.slug), tuple(posted), read, ctx.scene, further)


COMMAND = Command(
    lines.SUBSCRIBE,
    summary="Post here when a branch fails or is fixed",
    permission=Permission.FOLLOW,
    scope=Scope.BRANCH,
    about=lambda args: branches_subject(args.target),
    run=run,
    view=subscription_card,
)
