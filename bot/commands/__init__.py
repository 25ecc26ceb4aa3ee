"""One file for each verb, in rooms by the groups of the help; the order here is the help's."""

from typing import Any

from bot.command import Command
from bot.commands.act import approve, cancel, cancel_job, reject, rerun, rollback, trigger
from bot.commands.channel import can, help, me, use
from bot.commands.explain import artifacts, flaky, insights, logs, tests, why
from bot.commands.look_up import artifact, config, envs, job, pipeline, project, projects, workflow
from bot.commands.see import deploys, pipelines, red, status

COMMANDS: tuple[Command[Any, Any], ...] = (
    help.COMMAND,
    status.COMMAND,
    why.COMMAND,
    pipelines.COMMAND,
    pipeline.COMMAND,
    workflow.COMMAND,
    job.COMMAND,
    logs.COMMAND,
    tests.COMMAND,
    flaky.COMMAND,
    insights.COMMAND,
    red.COMMAND,
    project.COMMAND,
    projects.COMMAND,
    envs.COMMAND,
    config.COMMAND,
    artifacts.COMMAND,
    artifact.COMMAND,
    trigger.COMMAND,
    approve.COMMAND,
    reject.COMMAND,
    cancel.COMMAND,
    cancel_job.COMMAND,
    rerun.COMMAND,
    deploys.COMMAND,
    rollback.COMMAND,
    use.COMMAND,
    can.COMMAND,
    me.COMMAND,
)
