"""Pipelines to approve, cancel and rerun, where all of that is allowed (fixture `all_allowed`)."""

from datetime import timedelta

from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.timeline import Run
from bot.playground.circleci.world import Pipeline
from tests.commands.desk import Desk

NEW = "gh/acme/new"
POLICY = """
projects: {new: gh/acme/new, web: gh/acme/web}
everywhere: {allow: [{do: [read, approve, cancel, rerun, follow], projects: ["gh/acme/*"]}]}
"""

RED = WorkflowScript("test", (JobScript("unit", 5), JobScript("Unit", 5, outcomes=("failed",))))


def started(desk: Desk, *workflows: WorkflowScript, project: str = NEW) -> Pipeline:
    """A pipeline of a project that has these workflows, at the point where it waits or has ended."""
    scripts: Scripts = workflows
    desk.small.add_project(project, scripts)
    pipeline = desk.small.add_pipeline(project, ago=timedelta(minutes=5))
    desk.small.finish(pipeline)
    return pipeline


def waits(name: str, *approvals: str) -> WorkflowScript:
    holds = [JobScript(each, needs=("build",), approval=True) for each in approvals]
    ships = [JobScript(f"ship-{each}", 10, (each,)) for each in approvals]
    return WorkflowScript(name, (JobScript("build", 20), *holds, *ships))


def approve(desk: Desk, run: Run, name: str, **by: object) -> None:
    [hold] = [each for each in run.jobs if each.script.name == name]
    desk.small.world.record(run, "approve", job=hold.id, **by)  # type: ignore[arg-type]
