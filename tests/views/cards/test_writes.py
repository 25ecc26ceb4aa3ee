from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.approval import WaitingApproval
from bot.model.message import Audience, Message
from bot.model.run import Run
from bot.model.shown import Noun
from bot.slack.drawing.blocks import payload
from bot.views.cards.writes import (
    ApprovalCard,
    CancelCard,
    RejectCard,
    RerunCard,
    approval_card,
    cancel_card,
    reject_card,
    rerun_card,
)
from tests.commands.desk import buttons, lines
from tests.views.facts import SCENE, ago, identifier, job, pipeline, workflow

DEPLOY = workflow("deploy", "on_hold", took=None)
HOLD = job("hold", "on_hold", number=None, type="approval")
HELD = WaitingApproval(DEPLOY, HOLD, ago(minutes=5), ("ship", "tell"))
APPROVING = ApprovalCard(pipeline=pipeline(), called="web", scene=SCENE, approval=HELD)
CANCELING = CancelCard(
    pipeline=pipeline(), called="web", scene=SCENE, names=("deploy", "lint"), ids=(DEPLOY.id,)
)
AGAIN = RerunCard(
    pipeline=pipeline(),
    called="web",
    scene=SCENE,
    old_workflow=workflow("deploy", "failed"),
    new_id=identifier(9002),
    from_failed=True,
)
HOSTILE = "<!channel> *bold* `code` <https://evil.example|here>\n# title"


def after(*statuses: str) -> ApprovalCard:
    jobs = tuple(job(f"ship-{each}", each, number=160 + at) for at, each in enumerate(statuses))
    return replace(APPROVING, next_jobs=jobs, confirmed=True)


def test_an_approval_that_was_asked_says_what_runs_next(drawn: SnapshotAssertion) -> None:
    message = approval_card(APPROVING)

    assert message.text == ("hold (deploy) in web #812 on main is being approved",)
    assert "ship and tell run next." in lines(message)
    assert payload(message) == drawn


def test_an_approval_that_was_taken_says_what_it_set_going(drawn: SnapshotAssertion) -> None:
    assert payload(approval_card(after("running", "not_running"))) == drawn


def test_a_job_that_may_not_use_its_context_is_explained_with_who_can_mend_it(
    drawn: SnapshotAssertion,
) -> None:
    message = approval_card(replace(after("unauthorized"), login="acme-ringmaster"))

    assert "context that acme-ringmaster can't use" in "\n".join(lines(message))
    assert payload(message) == drawn


def test_where_the_tokens_user_is_not_known_it_is_the_bots() -> None:
    assert "the bot's CircleCI user can't use" in "\n".join(lines(approval_card(after("unauthorized"))))


def test_an_approval_that_nothing_waits_for_says_no_more() -> None:
    message = approval_card(replace(APPROVING, approval=replace(HELD, next_job_names=())))
    assert lines(message)[1:3] == ["hold in deploy", "[Details]"]


def test_a_cancellation_that_was_asked_is_on_its_way(drawn: SnapshotAssertion) -> None:
    message = cancel_card(CANCELING)

    assert message.text == ("deploy and lint in web #812 on main are being canceled",)
    assert payload(message) == drawn


def test_a_cancellation_that_was_done_tells_what_circleci_refused(drawn: SnapshotAssertion) -> None:
    message = cancel_card(replace(CANCELING, confirmed=True, refused=(("preview", "Not this one."),)))

    assert message.text == ("deploy and lint in web #812 on main were canceled",)
    assert "preview wasn't canceled: Not this one." in lines(message)
    assert payload(message) == drawn


def test_a_rerun_tells_the_new_attempt_once_it_is_there(drawn: SnapshotAssertion) -> None:
    run = Run(pipeline(), "web", (AGAIN.old_workflow, workflow("deploy", "running", number=2, took=None)))
    message = rerun_card(replace(AGAIN, run=run))

    assert lines(message)[1] == ":arrows_counterclockwise: deploy is running"
    assert payload(message) == drawn


def test_a_rerun_with_ssh_says_whose_keys_open_it() -> None:
    known = rerun_card(replace(AGAIN, ssh=True, login="acme-ringmaster"))
    unknown = rerun_card(replace(AGAIN, ssh=True))

    assert "SSH is open to acme-ringmaster's keys;" in "\n".join(lines(known))
    assert "SSH is open to the bot's CircleCI user's keys;" in "\n".join(lines(unknown))


def test_a_reruns_thread_is_about_the_new_attempt_and_its_pipeline() -> None:
    message = rerun_card(AGAIN)
    assert message.depicts is not None
    assert (message.depicts.noun, message.depicts.id) == (Noun.WORKFLOW, AGAIN.new_id)
    assert [each.noun for each in message.shows] == [Noun.PIPELINE]


@pytest.mark.parametrize(
    "message",
    [
        approval_card(replace(APPROVING, recovered=True)),
        cancel_card(replace(CANCELING, recovered=True)),
        rerun_card(replace(AGAIN, recovered=True)),
    ],
    ids=["approved", "canceled", "rerun"],
)
def test_a_lost_answer_is_told(message: Message) -> None:
    assert "CircleCI's answer was lost, but it went through." in lines(message)
    assert buttons(message)["Details"] == f"pipeline {identifier(812)}"


def test_to_reject_is_asked_of_one_person_and_says_what_circleci_can(drawn: SnapshotAssertion) -> None:
    message = reject_card(
        RejectCard(pipeline=pipeline(), called="web", scene=SCENE, workflow=DEPLOY, approvals=(HELD,))
    )

    assert message.audience is Audience.ASKER
    assert payload(message) == drawn


def test_several_that_wait_are_told_of_as_several() -> None:
    held = tuple(replace(HELD, job=HOLD.model_copy(update={"name": f"approve-{it}"})) for it in ("eu", "us"))
    message = reject_card(
        RejectCard(pipeline=pipeline(), called="web", scene=SCENE, workflow=DEPLOY, approvals=held)
    )

    assert "approve-eu and approve-us are waiting in deploy (web #812 on main)." in lines(message)


def test_names_are_text_and_never_markup(drawn: SnapshotAssertion) -> None:
    odd = replace(HELD, job=HOLD.model_copy(update={"name": HOSTILE}), next_job_names=(HOSTILE,))
    facts = {"pipeline": pipeline(), "called": "web", "scene": SCENE}

    assert payload(approval_card(ApprovalCard(**facts, approval=odd))) == drawn(name="approved")  # type: ignore[arg-type]
    cut = cancel_card(replace(CANCELING, names=(HOSTILE,), refused=((HOSTILE, HOSTILE),)))
    assert payload(cut) == drawn(name="canceled")
