"""Runs that have ended, failed or with artifacts, and what is said of them in the end."""

from collections.abc import Callable
from datetime import timedelta

from bot.model.message import CodeBlock, Message
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.deploys import Wanted
from bot.playground.circleci.script import Artifact, Contents, JobScript, Outcome, Step, WorkflowScript
from bot.playground.circleci.world import Pipeline
from tests.commands.desk import Desk, lines

Leaves = Callable[[str], Contents]


def nothing(outcome: str) -> Contents:
    return Contents()


def step(output: str, name: str = "Run tests", command: str = "make test") -> Leaves:
    """A job whose one step prints this, and fails where the job does."""
    return lambda outcome: Contents(steps=(Step(name, command, output, failed=outcome == "failed"),))


def ran(
    desk: Desk, outcome: Outcome = "failed", contents: Leaves = nothing, tag: str | None = None
) -> Pipeline:
    """A pipeline of one job that has ended so."""
    job = JobScript("check", 5, outcomes=(outcome,), contents=contents)
    scripts = (WorkflowScript("flow", (job,)),)
    made = desk.small.add_pipeline(WEB, "try", tag=tag, ago=timedelta(minutes=9), scripts=scripts)
    desk.small.finish(made)
    return made


def rolled_back(desk: Desk, workflow: str) -> Pipeline:
    """A rollback of production that somebody asked CircleCI for, of one workflow that is called so."""
    scripts = (WorkflowScript(workflow, (JobScript("deploy", 5),)),)
    made = desk.small.add_pipeline(
        WEB, "main", ago=timedelta(minutes=5), scripts=scripts, trigger="api", by=desk.small.world.me
    )
    desk.small.finish(made)
    desk.small.deploys.rollbacks[made.id] = Wanted(
        component_name="web",
        environment_name="production",
        current_version="v2.4.1-809",
        target_version="v2.4.0-802",
    )
    return made


def leaving(*artifacts: Artifact, name: str = "pack", ends: str = "success") -> JobScript:
    contents: Callable[[str], Contents] = lambda outcome: Contents(artifacts)  # noqa: E731
    outcomes = ("failed",) if ends == "failed" else ("success",)
    return JobScript(name, 5, outcomes=outcomes, contents=contents)


def built(desk: Desk, *jobs: JobScript, minutes: float = 1) -> int:
    """A finished run of `ship`; its number."""
    scripts = (WorkflowScript("flow", jobs),)
    return desk.small.add_pipeline(WEB, "ship", ago=timedelta(minutes=minutes), scripts=scripts).number


async def last(desk: Desk, line: str) -> list[str]:
    """What stands there in the end, and in its thread; its files are let go."""
    *_, message = await whole(desk, line)
    return [line for each in (message, *message.thread) for line in lines(each)]


async def whole(desk: Desk, line: str) -> list[Message]:
    messages = await desk.ask_on(line)
    for message in messages:
        for file in message.files:
            file.close()
    return messages


def codes(message: Message) -> list[str]:
    return [block.text for block in message.blocks if isinstance(block, CodeBlock)]
