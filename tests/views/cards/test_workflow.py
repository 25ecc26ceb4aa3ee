from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.message import Buttons, Lines, Message, Style
from bot.model.run import Run
from bot.model.spans import Link
from bot.slack.drawing.blocks import payload
from bot.views.cards.workflow import WorkflowCard, workflow_card
from tests.views.facts import SCENE, ago, job, pipeline, workflow


def test_a_workflow_lists_its_jobs_failures_first(drawn: SnapshotAssertion) -> None:
    broken = workflow("deploy", "failed")
    jobs = (job("unit", "success", number=154), job("e2e", "failed"), job("ship", "not_run", number=156))
    message = workflow_card(WorkflowCard(broken, Run(pipeline(), "web", (broken,), {broken.id: jobs}), SCENE))

    assert message.text == ("deploy in web #812 on main failed: e2e",)
    assert payload(message) == drawn


def test_a_thousand_jobs_are_sixty_lines_and_a_count(drawn: SnapshotAssertion) -> None:
    matrix = workflow("matrix", "failing", took=None)
    jobs = tuple(
        job(
            f"test-with-a-rather-long-name-on-python-{number}",
            "failed" if number > 970 else "success",
            number=number,
        )
        for number in range(1, 1001)
    )
    message = workflow_card(WorkflowCard(matrix, Run(pipeline(), "web", (matrix,), {matrix.id: jobs}), SCENE))

    assert ("+ 940 more",) in message.blocks[0].lines  # type: ignore[union-attr]
    assert payload(message) == drawn


def test_the_other_attempts_stand_below_the_newest_first(drawn: SnapshotAssertion) -> None:
    first = workflow("deploy", "failed", number=1, created_at=ago(minutes=30))
    second = workflow("deploy", "success", number=2, created_at=ago(minutes=5))
    jobs = {first.id: (job("e2e", "failed"),)}

    assert (
        payload(workflow_card(WorkflowCard(first, Run(pipeline(), "web", (first, second), jobs), SCENE)))
        == drawn
    )


def test_a_workflow_that_waits_offers_its_approval_and_last_what_stops_it() -> None:
    waiting = workflow("deploy", "on_hold", took=None)
    jobs = (job("hold", "on_hold", number=None, type="approval"),)
    message = workflow_card(
        WorkflowCard(waiting, Run(pipeline(), "web", (waiting,), {waiting.id: jobs}), SCENE)
    )
    row = next(block for block in message.blocks if isinstance(block, Buttons)).items

    held = next(
        span for line in message.blocks[0].lines for span in line if getattr(span, "text", "") == "hold"
    )
    assert held.url.endswith(f"/workflows/{waiting.id}")  # an approval has no page of its own
    assert [each.label for each in row] == ["Approve hold", "Cancel"]
    assert [each.style for each in row] == [Style.PRIMARY, Style.DANGER]
    assert row[0].confirm is not None
    assert row[-1].confirm is not None


def test_an_older_attempt_offers_why_and_nothing_that_would_be_done_to_the_newest() -> None:
    first = workflow("deploy", "failed", number=1, created_at=ago(minutes=30))
    second = workflow("deploy", "success", number=2, created_at=ago(minutes=5))
    jobs = {first.id: (job("e2e", "failed"),)}
    message = workflow_card(WorkflowCard(first, Run(pipeline(), "web", (first, second), jobs), SCENE))
    row = next(block for block in message.blocks if isinstance(block, Buttons)).items

    assert [each.label for each in row] == ["Why?", "Show e2e", "Pipeline"]


def test_a_setup_workflow_that_failed_offers_why_and_no_rerun() -> None:
    setup = workflow("setup", "failed", tag="setup")
    jobs = {setup.id: (job("choose", "failed"),)}
    message = workflow_card(WorkflowCard(setup, Run(pipeline(), "web", (setup,), jobs), SCENE))
    row = next(block for block in message.blocks if isinstance(block, Buttons)).items

    assert [each.label for each in row] == ["Why?", "Show choose", "Pipeline"]


@pytest.mark.parametrize("status", ["success", "canceled"])
def test_the_newest_attempt_that_has_ended_can_be_rerun_from_the_start(status: str) -> None:
    ended = workflow("deploy", status)
    jobs = {ended.id: (job("e2e", "success"), job("ship", status, number=156))}
    message = workflow_card(WorkflowCard(ended, Run(pipeline(), "web", (ended,), jobs), SCENE))
    buttons = next(block for block in message.blocks if isinstance(block, Buttons))
    [again] = [each for each in buttons.items if each.label == "Rerun"]

    assert (again.line or "").startswith(f"rerun {ended.id} --commit ")
    assert again.style is Style.DEFAULT
    assert again.confirm is not None
    assert "Reruns both jobs in deploy." in again.confirm.text
    assert len(buttons.items) <= 3


@pytest.mark.parametrize(
    ("facts", "attempts", "jobs"),
    [
        ({"status": "running"}, 1, 1),
        ({"status": "success", "tag": "setup"}, 1, 1),
        ({"status": "success"}, 2, 1),
        ({"status": "error"}, 1, 0),
        ({"status": "failed"}, 1, 1),
    ],
    ids=["it runs", "it is a setup", "there is a newer one", "it could not begin", "its failed jobs are"],
)
def test_nothing_else_is_rerun_from_the_start(facts: dict[str, Any], attempts: int, jobs: int) -> None:
    first = workflow("deploy", **facts, number=1, created_at=ago(minutes=30))
    second = workflow("deploy", "success", number=2, created_at=ago(minutes=5))
    run = Run(pipeline(), "web", (first, second)[:attempts], {first.id: (job("e2e", "failed"),)[:jobs]})
    buttons = next(
        block for block in workflow_card(WorkflowCard(first, run, SCENE)).blocks if isinstance(block, Buttons)
    )

    assert "Rerun" not in [each.label for each in (*buttons.items, *buttons.more)]


def links(message: Message) -> list[Link]:
    several = (line for block in message.blocks if isinstance(block, Lines) for line in block.lines)
    return [span for line in several for span in line if isinstance(span, Link)]
