from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import FlakyTest
from bot.model.message import Audience
from bot.slack.drawing.blocks import payload
from bot.views.lists.flaky import FlakyList, flaky_list
from tests.views.facts import SCENE, WEB, ago, identifier


def test_flaky_tests_are_one_line_each(drawn: SnapshotAssertion) -> None:
    tests = (
        FlakyTest(
            test_name="rounds <the> total",
            classname="checkout",
            file="e2e/checkout.spec.ts",
            times_flaked=7,
            job_name="e2e",
            job_number=155,
            workflow_name="deploy",
            workflow_id=identifier(9001),
            workflow_created_at=ago(hours=3),
            pipeline_number=812,
        ),
        FlakyTest(test_name="only\nits name"),
        FlakyTest(test_name="without a job", classname="cart", times_flaked=1, pipeline_number=811),
    )

    assert (
        payload(flaky_list(FlakyList(WEB, "web", tests, 13, SCENE, following="flaky web --page 10"))) == drawn
    )


def test_the_next_page_goes_into_the_thread() -> None:
    message = flaky_list(FlakyList(WEB, "web", (FlakyTest(test_name="one"),), 11, SCENE, first=False))

    assert message.audience is Audience.THREAD
    assert message.text == ("More flaky tests in web",)


def test_a_project_without_flaky_tests(drawn: SnapshotAssertion) -> None:
    assert payload(flaky_list(FlakyList(WEB, "web", (), 0, SCENE))) == drawn
