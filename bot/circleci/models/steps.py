"""A job's steps, as API v1.1 tells of them. Lenient like `bot.circleci.models.resources`.

https://circleci.com/docs/api/v1/#single-job
"""

from datetime import timedelta

from pydantic import Field

from bot.circleci.models.lenient import Model, Sometime


class StepRun(Model):
    """One step of one parallel run: ``index`` says which run, from 0; ``step`` is CircleCI's number of it.

    ``output_url`` is its own key for some minutes: it is never logged or shown. ``truncated``: CircleCI
    itself has kept a part of the output only. ``run_time_millis`` is in milliseconds.
    """

    index: int = 0
    step: int = 0
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
    run_time_millis: int | None = None
    start_time: Sometime = None
    end_time: Sometime = None

    @property
    def broken(self) -> bool:
        """Whether it is why its job failed. What was canceled along with it is not."""
        bad = self.failed or self.timedout or self.infrastructure_fail
        return bad or self.status in ("failed", "timedout", "infrastructure_fail")

    @property
    def took(self) -> timedelta | None:
        """How long it ran, where that is told."""
        if self.run_time_millis is not None:
            return timedelta(milliseconds=self.run_time_millis)
        return self.end_time - self.start_time if self.start_time and self.end_time else None


class Step(Model):
    """A step, with what it was in each parallel run."""

    name: str = ""
    actions: tuple[StepRun, ...] = ()
