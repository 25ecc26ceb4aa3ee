"""What is written before it happens: the scripts that pipelines follow, and what their jobs leave behind.

A script says how long a job takes and how it ends; `bot.playground.circleci.timeline` says from it, and
from the clock, where everything stands at a moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Outcome = Literal["success", "failed", "infrastructure_fail", "timedout", "unauthorized", "canceled"]


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a job stored: ``body``, ``repeat`` times over (a large file costs no memory)."""

    path: str
    body: bytes
    repeat: int = 1
    node: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """One test case as a job's results tell it. ``result``: success, failure or skipped."""

    name: str
    classname: str
    file: str
    seconds: float = 0.1
    result: str = "success"
    message: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job, with what it printed."""

    name: str
    command: str
    output: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a job leaves behind."""

    artifacts: tuple[Artifact, ...] = ()
    tests: tuple[Test, ...] = ()
    steps: tuple[Step, ...] = ()


#: What a job leaves behind, by how it ended.
Leaves = Callable[[str], Contents]


def nothing(outcome: str) -> Contents:
    """A job that leaves nothing behind."""
    return Contents()


@dataclass(frozen=True, slots=True)
class JobScript:
    """A job: what it needs, how long it takes, and how it ends at the first, second … attempt.

    The last of ``outcomes`` holds for all attempts after it. ``contents`` tells what the job leaves behind
    for an outcome. An ``approval`` takes as long as somebody needs to approve it.
    """

    name: str
    seconds: float = 30.0
    needs: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ("success",)
    approval: bool = False
    contents: Leaves = nothing
    contexts: tuple[str, ...] = ()
    resource_class: str = "medium"
    parallelism: int = 1

    def outcome(self, attempt: int) -> Outcome:
        """How the job ends at an attempt (0: the first)."""
        return self.outcomes[min(attempt, len(self.outcomes) - 1)]


@dataclass(frozen=True, slots=True)
class WorkflowScript:
    """A workflow: its jobs, each after those that it needs.

    The other workflows of a pipeline begin when its ``setup`` workflow, if it has one, has succeeded. One
    that failed is rerun from failed by itself, ``auto_reruns`` times at most; an ``errored`` one can't begin.
    ``lag``: seconds more until what follows it by itself begins.
    """

    name: str
    jobs: tuple[JobScript, ...]
    setup: bool = False
    auto_reruns: int = 0
    errored: bool = False
    lag: float = 0.0


Scripts = tuple[WorkflowScript, ...]


def ending(
    scripts: Scripts,
    outcomes: Mapping[str, tuple[Outcome, ...]],
    seconds: Mapping[str, float] = {},
    contents: Mapping[str, Leaves] = {},
) -> Scripts:
    """The same workflows, where the jobs that are named end otherwise, take longer or leave other things."""
    named = {*outcomes, *seconds, *contents}
    if not named:
        return scripts

    def bent(job: JobScript) -> JobScript:
        if job.name not in named:
            return job
        return replace(
            job,
            outcomes=outcomes.get(job.name, job.outcomes),
            seconds=seconds.get(job.name, job.seconds),
            contents=contents.get(job.name, job.contents),
        )

    return tuple(replace(workflow, jobs=tuple(map(bent, workflow.jobs))) for workflow in scripts)


@dataclass(frozen=True, slots=True)
class Ref:
    """What a pipeline is of: a branch or a tag."""

    branch: str | None = None
    tag: str | None = None


Value = int | str | bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A pipeline parameter that a configuration declares. ``options``: an enum's values."""

    kind: Literal["string", "integer", "boolean", "enum"]
    default: Value
    options: tuple[str, ...] = ()

    def fault(self, name: str, value: Value) -> str | None:
        """What CircleCI says of a value that does not fit, or None."""
        fits = {
            "string": isinstance(value, str),
            "integer": isinstance(value, int) and not isinstance(value, bool),
            "boolean": isinstance(value, bool),
            "enum": value in self.options,
        }
        if fits[self.kind]:
            return None
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        return f"Type error for argument {name}: expected type: {self.kind}, actual value: {shown!r}"


def declared(parameters: Mapping[str, Parameter], values: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    """The errors of a pipeline whose configuration does not declare the parameters that it was given."""
    unknown = [name for name in values if name not in parameters]
    if unknown:
        return (("config", f"Unexpected argument(s): {', '.join(unknown)}"),)
    faults = [parameters[name].fault(name, value) for name, value in values.items()]
    return tuple(("config", fault) for fault in faults if fault)
