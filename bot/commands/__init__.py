"""One file for each verb, in rooms by the groups of the help; the order here is the help's."""

from typing import Any

from bot.command import Command
from bot.commands.act import approve, cancel, cancel_job, reject, rerun, rollback, trigger
from bot.commands.channel import can, help, me, use
from bot.commands.explain import artifacts, flaky, insights, logs, tests, why
from bot.commands.follow import (
    digest,
    follow,
    following,
    mute,
    quiet,
    subscribe,
    subscriptions,
    unfollow,
    unsubscribe,
)
from bot.commands.look_up import artifact, config, envs, job, pipeline, project, projects, workflow
from bot.commands.see import approvals, deploys, pipelines, red, status

COMMANDS: tuple[Command[Any, Any], ...] = (
    status.COMMAND,
    red.COMMAND,
    approvals.COMMAND,
    pipelines.COMMAND,
    deploys.COMMAND,
    why.COMMAND,
    logs.COMMAND,
    tests.COMMAND,
    artifacts.COMMAND,
    flaky.COMMAND,
    insights.COMMAND,
    trigger.COMMAND,
    rerun.COMMAND,
    approve.COMMAND,
    cancel.COMMAND,
    cancel_job.COMMAND,
    reject.COMMAND,
    rollback.COMMAND,
    follow.COMMAND,
    following.COMMAND,
    unfollow.COMMAND,
    subscribe.COMMAND,
    subscriptions.COMMAND,
    unsubscribe.COMMAND,
    mute.COMMAND,
    quiet.COMMAND,
    digest.COMMAND,
    pipeline.COMMAND,
    workflow.COMMAND,
    job.COMMAND,
    config.COMMAND,
    artifact.COMMAND,
    project.COMMAND,
    projects.COMMAND,
    envs.COMMAND,
    use.COMMAND,
    can.COMMAND,
    me.COMMAND,
    help.COMMAND,
)
