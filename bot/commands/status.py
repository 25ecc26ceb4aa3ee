"""`/ci status`: the newest pipeline's card."""

from dataclasses import dataclass
from typing import Annotated

from bot.command import Command, Context
from bot.grammar import Arg
from bot.grammar.kinds import TARGET
from bot.model.permission import Permission
from bot.model.target import UNSAID, Target
from bot.references import FoundPipeline
from bot.views.pipeline import Looked, seen


@dataclass(frozen=True, slots=True)
class Status:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = UNSAID


async def run(args: Status, ctx: Context) -> Looked:
    project = ctx.find.project(args.target, Permission.READ)
    pipeline = await ctx.find.newest(project, said=f"@{project.branch}" if project.branch else "")
    found = await ctx.find.run(FoundPipeline(pipeline, project.called))
    return Looked(found, ctx.scene)


STATUS = Command(
    words="status",
    summary="The newest pipeline: its workflows, and the jobs that matter",
    args=Status,
    permission=Permission.READ,
    run=run,
    view=seen,
    examples=("status", "status web", "status web@main"),
)
