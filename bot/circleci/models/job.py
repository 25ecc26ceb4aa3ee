"""A job, where it ran, and what it has left: tests, artifacts, steps. Lenient like the others.

https://circleci.com/docs/api/v2/ and, for the steps, https://circleci.com/docs/api/v1/
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from bot.circleci.models.lenient import CommonText, Count, Id, Model, Number, Seconds, Sometime, entries


class _Numbered(Model):
    """A job's number, where it leads to something: an approval's leads to a 404."""

    type: CommonText = "build"
    job_number: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _led(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("type") == "approval":
            return {name: value for name, value in data.items() if name != "job_number"}
        return data


class Job(_Numbered):
    """A job in ``GET /workflow/{id}/job``. An approval never started, and has no number here.

    ``id`` may be empty: then its number tells which it is.
    """

    noun: ClassVar[str] = "job"

    id: Id = ""
    name: CommonText
    status: CommonText = ""
    dependencies: tuple[str, ...] = ()
    started_at: Sometime = None
    stopped_at: Sometime = None
    approval_request_id: str | None = None
    approved_by: Id | None = None


class Executor(Model):
    type: str | None = None
    resource_class: str | None = None


class NameOnly(Model):
    """A thing by its name, and where there is one its id."""

    name: str | None = None
    id: Id | None = None


class JobMessage(Model):
    message: str | None = None
    reason: str | None = None


class JobDetails(Model):
    """``GET /project/{slug}/job/{number}``. ``duration`` is in milliseconds."""

    number: Number
    name: str = ""
    status: str = ""
    queued_at: Sometime = None
    started_at: Sometime = None
    stopped_at: Sometime = None
    parallelism: Count | None = None
    executor: Executor = Executor()
    contexts: Annotated[tuple[NameOnly, ...], entries("context")] = ()
    messages: Annotated[tuple[JobMessage, ...], entries("message")] = ()
    latest_workflow: NameOnly | None = None
    pipeline: NameOnly | None = None


class JobById(_Numbered):
    """``GET /jobs/{id}``: which project, pipeline and workflow a job belongs to."""

    id: Id
    pipeline_id: Id | None = None
    workflow_id: Id | None = None


class Artifact(Model):
    """``GET /project/{slug}/{number}/artifacts``. ``url`` needs the token."""

    noun: ClassVar[str] = "artifact"

    path: str = ""
    url: str = ""
    node_index: Number = 0


class Test(Model):
    """``GET /project/{slug}/{number}/tests``: one test of those that a job stored.

    ``result`` is whatever the report said: success, failure, skipped, error … ``run_time`` is in seconds.
    ``file`` is empty where the report does not tell it.
    """

    noun: ClassVar[str] = "test"

    name: str = ""
    classname: str = ""
    file: str = ""
    result: str = ""
    message: str = ""
    run_time: Seconds = 0


class StepRun(Model):
    """One step of one parallel run: ``index`` says which run, from 0; ``step`` is CircleCI's number of it.

    ``output_url`` is its own key for some minutes: it is never logged or shown. ``truncated``: CircleCI
    itself has kept a part of the output only. ``run_time_millis`` is in milliseconds.
    """

    index: Number = 0
    step: Number = 0
    name: str = ""
    status: str = ""
    failed: bool = False
    exit_code: int | None = None
    bash_command: str | None = None
    timedout: bool = False
    infrastructure_fail: bool = False
    canceled: bool = False
    has_output: bool = False
    truncated: bool = False
    output_url: str | None = Field(default=None, repr=False)
    run_time_millis: Annotated[Count, Field(le=10**13)] | None = None
    start_time: Sometime = None
    end_time: Sometime = None

    @property
    def broken(self) -> bool:
        """Whether it is why its job failed. What was canceled along with it is not."""
        bad = self.failed or self.timedout or self.infrastructure_fail
        return bad or self.status in ("failed", "timedout", "infrastructure_fail")

    @property
    def interrupted(self) -> bool:
        """Whether it was under way when its job was canceled."""
        return self.canceled or self.status == "canceled"

    @property
    def took(self) -> timedelta | None:
        """How long it ran, where that is told."""
        if self.run_time_millis is not None:
            return timedelta(milliseconds=self.run_time_millis)
        return self.end_time - self.start_time if self.start_time and self.end_time else None


class Step(Model):
    """A step, with what it was in each parallel run."""

    name: str = ""
    actions: Annotated[tuple[StepRun, ...], entries("step")] = ()
