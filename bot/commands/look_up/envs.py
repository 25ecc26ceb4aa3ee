"""`/ci envs`: the names of a project's environment variables, ten at a time."""

from bot import lines
from bot.command import Command, Context
from bot.finding.location import looking
from bot.model.permission import Permission
from bot.model.subject import Scope, Subject
from bot.views.lists.projects import EnvVarList, env_var_list


async def run(args: lines.EnvsArgs, ctx: Context) -> EnvVarList:
    found = await ctx.find.every_branch(args.project)
    with looking(None, "", found.called):
        names = sorted(each.name for each in await found.env_vars())
    part, place = lines.list_part(lines.ENVS, args, names)
    return EnvVarList(found.slug, found.called, part, len(names), ctx.scene, **place)


COMMAND = Command(
    lines.ENVS,
    summary="List the names of a project's environment variables",
    permission=Permission.READ,
    scope=Scope.EVERY_BRANCH,
    about=lambda args: Subject.of_project(args.project),
    run=run,
    view=env_var_list,
)
