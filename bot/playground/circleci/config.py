"""The configuration of a pipeline: what is in the repository, and what CircleCI made of it."""

import yaml

from bot.playground.circleci.script import JobScript
from bot.playground.circleci.world import Pipeline


def source(pipeline: Pipeline) -> str:
    """The configuration as it was committed; with a setup workflow, what that goes on with."""
    written = pipeline.project.config(pipeline.definition).source
    if pipeline.errors and pipeline.head.errors:
        return written + "      - publish-docs:\n          requires: [build]\n"
    return written


def setup_source(pipeline: Pipeline) -> str | None:
    """The configuration of its setup workflow, where it has one."""
    setup = pipeline.project.setup if any(script.setup for script in pipeline.scripts) else None
    return setup.source if setup else None


def compiled(pipeline: Pipeline) -> str:
    """The configuration as it ran: nothing where it had errors."""
    if pipeline.errors:
        return ""
    workflows: dict[str, object] = {"version": 2}
    jobs: dict[str, object] = {}
    for workflow in pipeline.scripts:
        workflows[workflow.name] = {"jobs": [_entry(job) for job in workflow.jobs]}
        jobs |= {job.name: _job(job) for job in workflow.jobs if not job.approval}
    document = {"version": 2, "jobs": jobs, "workflows": workflows}
    return str(yaml.safe_dump(document, sort_keys=False, width=100))


def _entry(job: JobScript) -> object:
    options: dict[str, object] = {}
    if job.approval:
        options["type"] = "approval"
    if job.needs:
        options["requires"] = list(job.needs)
    if job.contexts:
        options["context"] = list(job.contexts)
    return {job.name: options} if options else job.name


def _job(job: JobScript) -> object:
    steps: list[object] = ["checkout"]
    steps += [{"run": {"name": it.name, "command": it.command}} for it in job.contents("success").steps]
    return {
        "docker": [{"image": "cimg/node:22.11"}],
        "resource_class": job.resource_class,
        **({"parallelism": job.parallelism} if job.parallelism > 1 else {}),
        "steps": steps,
    }
