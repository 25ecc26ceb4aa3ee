import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.message import Button, Buttons, Message, Style
from bot.policy.decide import Decision, Grounds, Verdict
from bot.slack.drawing.blocks import payload
from bot.views.cards.job import JobCard, job_card
from tests.commands.desk import lines
from tests.views.facts import SCENE, details, identifier, job, pipeline


def test_a_failed_job_says_where_it_ran_and_how_long(drawn: SnapshotAssertion) -> None:
    message = job_card(JobCard(pipeline(), "web", identifier(9001), details(), None, SCENE))

    assert message.text == ("e2e in web #812 on main failed",)
    assert payload(message) == drawn


def test_a_running_job_can_be_looked_at_again(drawn: SnapshotAssertion) -> None:
    running = details("running", stopped_at=None, contexts=[], parallelism=1)

    assert payload(job_card(JobCard(pipeline(), "web", identifier(9001), running, None, SCENE))) == drawn


def test_an_approval_without_a_number_is_shown_from_its_workflow(drawn: SnapshotAssertion) -> None:
    held = job("approve", "on_hold", number=None, type="approval")

    assert payload(job_card(JobCard(pipeline(), "web", identifier(9001), None, held, SCENE))) == drawn


@pytest.mark.parametrize(
    ("status", "approver", "decision", "said"),
    [
        ("on_hold", None, Decision(Verdict.ALLOWED), "You can approve it here."),
        (
            "on_hold",
            None,
            Decision(Verdict.DENIED, grounds=Grounds(who=("release",))),
            "Only the release group can approve it here.",
        ),
        (
            "on_hold",
            None,
            Decision(Verdict.DENIED, grounds=Grounds(elsewhere=("C0DEPLOYS",))),
            "You can approve it in #C0DEPLOYS.",
        ),
        ("on_hold", None, Decision(Verdict.DENIED), "Nobody can approve it here."),
        ("success", "Ben Okafor", Decision(Verdict.DENIED), "Approved by Ben Okafor."),
        ("blocked", None, Decision(Verdict.ALLOWED), "An approval job."),
    ],
)
def test_an_approval_says_who_approved_it_or_who_can(
    status: str, approver: str | None, decision: Decision, said: str
) -> None:
    held = job("approve", status, number=None, type="approval")
    card = JobCard(
        pipeline(), "web", identifier(9001), None, held, SCENE, approver=approver, decision=decision
    )

    assert said in lines(job_card(card))


def row(message: Message) -> tuple[Button, ...]:
    return next(block for block in message.blocks if isinstance(block, Buttons)).items


@pytest.mark.parametrize("status", ["running", "queued", "not_running"])
def test_a_job_that_is_under_way_can_be_stopped_last_and_after_a_question(
    status: str,
) -> None:
    message = job_card(
        JobCard(pipeline(), "web", identifier(9001), details(status, stopped_at=None), None, SCENE)
    )
    *others, cancel = row(message)

    assert [each.label for each in others] == ["Refresh", "Artifacts"][: 2 if status == "running" else 1]
    assert (cancel.label, cancel.style, cancel.line) == (
        "Cancel",
        Style.DANGER,
        "cancel job gh/acme/web#155",
    )
    assert cancel.confirm is not None
    assert cancel.confirm.title == "Cancel e2e?"
    assert cancel.confirm.text == (
        "web #812 on main, a1b2c3d “Fix rounding at checkout”, pushed by ana-lima."
        " e2e stops, and the jobs that depend on it don't run. You can't undo this."
    )


@pytest.mark.parametrize("status", ["failed", "success", "canceled", "on_hold", "blocked"])
def test_what_is_not_under_way_is_not_stopped(status: str) -> None:
    message = job_card(JobCard(pipeline(), "web", identifier(9001), details(status), None, SCENE))

    assert "Cancel" not in [each.label for each in row(message)]
    assert len(row(message)) <= 4


def test_what_is_asked_before_a_job_is_stopped_fits_whatever_it_is_called() -> None:
    name = "a-very-long-name-indeed-" * 20
    odd = pipeline(vcs={"branch": name[:250], "revision": "a1b2c3d", "commit": {"subject": name}})
    running = details("running", stopped_at=None, name=name)
    cancel = row(job_card(JobCard(odd, "web", identifier(9001), running, None, SCENE)))[-1]

    assert cancel.confirm is not None
    assert len(cancel.confirm.title) <= 100
    assert len(cancel.confirm.text) <= 300


def test_why_names_the_job_by_its_number_and_one_without_a_number_by_its_id() -> None:
    barred = job("deploy", "unauthorized", number=None)
    numbered = row(job_card(JobCard(pipeline(), "web", identifier(9001), details(), None, SCENE)))[0]
    plain = row(job_card(JobCard(pipeline(), "web", identifier(9001), None, barred, SCENE)))[0]

    assert (numbered.label, numbered.line) == ("Why?", "why job gh/acme/web#155")
    assert (plain.label, plain.line) == ("Why?", f"why {barred.id}")


@pytest.mark.parametrize(
    ("status", "says"),
    [("timedout", "Failed (timed out)"), ("infrastructure_fail", "Failed (infrastructure)")],
)
def test_a_failure_that_is_not_the_tests_says_its_kind(status: str, says: str) -> None:
    message = job_card(JobCard(pipeline(), "web", identifier(9001), details(status), None, SCENE))

    assert says in str(message.blocks[0])
