"""What a job has not."""

import pytest

from bot.model.fault import ArtifactTooLarge, JobHasNone, JobProduct, JobReason, NoSuchRun
from bot.model.run import BuiltJob
from tests.commands.desk import told
from tests.views.refusals.samples import BUILT


@pytest.mark.parametrize(
    ("product", "reason", "job", "said"),
    [
        (JobProduct.OUTPUT, JobReason.APPROVAL, None, ["e2e is an approval, and has no output."]),
        (JobProduct.TESTS, JobReason.NOT_BEGUN, None, ["e2e has not begun yet, and has no test results."]),
        (JobProduct.TESTS, JobReason.NOT_BEGUN, BUILT, ["e2e of web #812 has not begun yet."]),
        (
            JobProduct.OUTPUT,
            JobReason.NOT_BEGUN,
            BUILT,
            ["e2e of web #812 has not begun yet, so nothing was printed."],
        ),
        (
            JobProduct.OUTPUT,
            JobReason.RUNNING,
            BUILT,
            ["e2e of web #812 is still running.", "When it has ended: /ci logs gh/acme/web#155."],
        ),
        (
            JobProduct.OUTPUT,
            JobReason.NO_STEPS,
            BUILT,
            ["CircleCI has no steps of e2e, so there is no output."],
        ),
    ],
)
def test_why_a_job_has_none(
    product: JobProduct, reason: JobReason, job: BuiltJob | None, said: list[str]
) -> None:
    assert told(JobHasNone(product, reason, "e2e", job)) == said


def test_a_step_of_one_run_says_so() -> None:
    assert told(NoSuchRun("e2e", "Run tests", 4, 1)) == [
        "Run tests of e2e has no run 4.",
        "It has one run only.",
    ]


def test_a_size_that_nobody_tells_is_larger() -> None:
    said, _ = told(ArtifactTooLarge("a.zip", 10_000_000, None, "https://app.circleci.com/jobs/155"))
    assert said == "a.zip is larger; 10 MB are the most that the bot shares. Nothing was shared."
