import pytest
from syrupy.assertion import SnapshotAssertion

from bot.slack.outbound import payload
from bot.views.job import Looked, seen
from tests.views.facts import SCENE, details, identifier, job, pipeline


def test_a_failed_job_says_where_it_ran_and_how_long(drawn: SnapshotAssertion) -> None:
    message = seen(Looked(pipeline(), "web", identifier(9001), details(), None, SCENE))

    assert message.text == ("e2e of web #812 on main failed",)
    assert payload(message) == drawn


def test_a_running_job_can_be_looked_at_again(drawn: SnapshotAssertion) -> None:
    running = details("running", stopped_at=None, contexts=[], parallelism=1)

    assert payload(seen(Looked(pipeline(), "web", identifier(9001), running, None, SCENE))) == drawn


def test_an_approval_without_a_number_is_shown_from_its_workflow(drawn: SnapshotAssertion) -> None:
    held = job("approve", "on_hold", number=None, type="approval")

    assert payload(seen(Looked(pipeline(), "web", identifier(9001), None, held, SCENE))) == drawn


@pytest.mark.parametrize(
    ("status", "says"),
    [("timedout", "Failed (timed out)"), ("infrastructure_fail", "Failed (infrastructure)")],
)
def test_a_failure_that_is_not_the_tests_says_its_kind(status: str, says: str) -> None:
    message = seen(Looked(pipeline(), "web", identifier(9001), details(status), None, SCENE))

    assert says in str(message.blocks[0])
