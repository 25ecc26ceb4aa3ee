"""`/ci envs`: the names of a project's environment variables, ten at a time."""

from bot import lines
from bot.command import Command, Context
from bot.finding.location import looking
from bot.grammar import line
from bot.model.permission import Permission
from bot.model.reference import LIST_START
from bot.model.subject import Scope
from bot.views.lists.projects import EnvVarList, env_var_list

#: Entries of a list.
_MOST = 10


async def run(args: lines.EnvsArgs, ctx: Context) -> EnvVarList:
    found = await ctx.find.every_branch(args.project)
    with looking(None, "", found.called):
        names = sorted(each.name for each in await found.env_vars())
    here, more = args.page.part(names, _MOST)
    return EnvVarList(
        found.slug,
        found.called,
        tuple(here),
        len(names),
        ctx.scene,
        following=line(lines.ENVS, args, page=more) if more else None,
        first=args.page == LIST_START,
    )


COMMAND = Command(
    lines.ENVS,
    summary="The names of a project's environment variables",
    permission=Permission.READ,
    scope=Scope.EVERY_BRANCH,
    run=run,
    view=env_var_list,
)
