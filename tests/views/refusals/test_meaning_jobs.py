"""What a job has not."""

import pytest

from bot.model.fault import ArtifactTooLarge, JobHasNone, JobProduct, JobReason, NoSuchRun
from tests.commands.desk import told


@pytest.mark.parametrize(
    ("product", "reason", "said"),
    [
        (JobProduct.OUTPUT, JobReason.APPROVAL, "e2e is an approval, so it has no output."),
        (JobProduct.TESTS, JobReason.NOT_BEGUN, "e2e hasn't started yet."),
        (
            JobProduct.OUTPUT,
            JobReason.RUNNING,
            "e2e is still running. Its output is available when it ends.",
        ),
        (
            JobProduct.ARTIFACTS,
            JobReason.RUNNING,
            "e2e is still running. Its artifacts are available when it ends.",
        ),
        (JobProduct.OUTPUT, JobReason.NO_STEPS, "CircleCI has no output for e2e."),
    ],
)
def test_why_a_job_has_none(product: JobProduct, reason: JobReason, said: str) -> None:
    assert told(JobHasNone(product, reason, "e2e")) == [said]


@pytest.mark.parametrize(("runs", "has"), [(1, "1 parallel run"), (2, "2 parallel runs")])
def test_a_parallel_run_that_is_not_there_is_told_with_how_many_there_are(runs: int, has: str) -> None:
    assert told(NoSuchRun("Run tests", 5, runs)) == [f"“Run tests” has {has}; there's no 5."]


def test_a_size_that_nobody_tells_is_not_told() -> None:
    [said] = told(ArtifactTooLarge("a.zip", 10_000_000, None, "https://app.circleci.com/jobs/155"))
    assert said == "a.zip is too large to share (the limit is 10 MB). Get it on the job's page."
