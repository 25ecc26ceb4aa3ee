"""`/ci can`: what I can do here, and which rule says so."""

from dataclasses import replace

from bot import lines
from bot.circleci.slug import ProjectSlug
from bot.command import Command, Context
from bot.grammar import line
from bot.grammar.abilities import PEOPLE, likely_ability
from bot.grammar.kinds import ABILITY
from bot.grammar.vocabulary import names_nothing
from bot.model.ability import OtherPerson, UnknownAbility
from bot.model.fault import Denied, NoProject, NothingHere, UnknownName, UnknownProject, UnknownWord
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference, Target
from bot.model.subject import Scope, Subject
from bot.policy.access import Access
from bot.policy.decide import Verdict
from bot.views.cards.access import AccessCard, Allowance, access_card


async def run(args: lines.CanArgs, ctx: Context) -> AccessCard:
    args = _for_asker(args, ctx.access)
    ability, target = args.action, await _target(args, ctx)
    branch = target.branch
    try:
        slug, called = ctx.access.project(target.project)
    except NoProject:
        slug, called = None, None
    needs = ability.needs if ability else tuple(Permission)
    if slug and ability and ability.on_default:
        branch = await _default_branch(slug, needs, ctx)
    guest = await ctx.guest() if set(needs) - {Permission.READ} else False
    allowances = tuple(_allowance(each, ctx.access, slug, branch, guest=guest is True) for each in needs)
    return AccessCard(ctx.place.channel, called, branch, allowances, ability, guest)


def _for_asker(args: lines.CanArgs, access: Access) -> lines.CanArgs:
    """A word before what is asked about is a project's name, or somebody's: then raises `OtherPerson`."""
    ability = args.action
    if ability is None or not ability.before:
        return args
    own = replace(args, action=replace(ability, before=""))
    name = ProjectName(ability.before)
    try:
        if args.target.project is None and ability.before.lower() not in PEOPLE:
            access.project(name)
            return replace(own, target=replace(args.target, project=name))
    except UnknownProject:
        pass
    raise OtherPerson(ability.before, line(lines.CAN, own))


async def _default_branch(slug: ProjectSlug, needs: tuple[Permission, ...], ctx: Context) -> str | None:
    """The project's, where it depends on that; None where it is not known."""
    verdicts = {ctx.access.decide(each, slug, ref_known=False).verdict for each in needs}
    if Verdict.DENIED in verdicts or Verdict.DEPENDS not in verdicts:
        return None
    details = await ctx.find.details(slug)
    return details.vcs_info.default_branch if details else None


def _allowance(
    permission: Permission, access: Access, slug: ProjectSlug | None, branch: str | None, *, guest: bool
) -> Allowance:
    if guest and permission is not Permission.READ:
        return Allowance(permission, Verdict.DENIED, guest=True)
    known = branch is not None
    found = access.decide(permission, slug, branch=branch, ref_known=known)
    projects: tuple[str, ...] = ()
    if slug is None and found.verdict is Verdict.DEPENDS:
        verdicts = {
            short: access.decide(permission, each, branch=branch, ref_known=known).verdict
            for short, each in access.names()
        }
        projects = tuple(short for short, verdict in verdicts.items() if verdict is not Verdict.DENIED)
    return Allowance(
        permission,
        found.verdict,
        found.rule.where if found.rule else None,
        found.grounds.who,
        found.grounds.elsewhere,
        found.grounds.open_refs,
        found.grounds.branches,
        found.grounds.tags,
        projects,
        found.grounds.named_by,
        found.grounds.unread,
    )


async def _target(args: lines.CanArgs, ctx: Context) -> Target:
    """With which project and branch. Raises what is to be said of a word that is nothing here."""
    if not args.target.words:
        return await ctx.find.target(args.target)
    said, alone = args.target.words[0], replace(args.target, words=args.target.words[1:])
    if said.lower() in PEOPLE:
        raise OtherPerson(said, line(lines.CAN, args, target=alone))
    likely = likely_ability(said) if args.action is None else None
    if likely is not None:
        meant = line(lines.CAN, args, action=likely, target=alone)
        raise UnknownWord(said, ABILITY.noun, meant, (meant,))
    try:
        return await ctx.find.target(args.target)
    except (NothingHere, NoProject) as fault:
        if args.action is not None and (within := await _of_name(args.target, ctx)) is not None:
            return within
        if isinstance(fault, NothingHere) and (fault.likely or args.action is not None):
            raise
        raise UnknownAbility(said) from fault


async def _of_name(reference: Reference, ctx: Context) -> Target | None:
    """With the branch of the newest run that has a job of this name; with its project for an environment."""
    about = replace(reference, words=())
    try:
        found, _, named = await ctx.find.run(reference)
        if named is not None:
            meant = Reference.of_project(found.called, found.pipeline.branch)
            ctx.find.note(meant)
            return meant.target
    except (NothingHere, NoProject):
        pass
    said = " ".join(each for each in reference.words if not names_nothing(each))
    try:
        home = await ctx.find.home(about, [said], lambda *_: line(lines.CAN, lines.CanArgs()))
        names = {each.name.casefold() for each in await home.environments()}
    except (NothingHere, NoProject, UnknownName, Denied):
        return None
    if said.casefold() not in names:
        return None
    meant = Reference.of_project(home.called)
    ctx.find.note(meant)
    return meant.target


COMMAND = Command(
    lines.CAN,
    summary="Show what you can do here, and why",
    permission=None,
    scope=Scope.BRANCH,
    about=lambda args: Subject.of_branch(args.target),
    run=run,
    view=access_card,
    local=True,
)
