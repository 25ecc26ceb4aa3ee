"""When something goes wrong on our side, or the bot was away."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.circleci.client import CircleCI
from bot.model.permission import Permission
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place
from bot.model.write import Intent
from bot.playground.circleci import Fault
from bot.store.leases import MOST_TAKEOVERS
from tests.world import ANA, DEPLOYS, WEB, World, world


async def test_a_bug_is_told_with_a_reference_under_which_the_log_has_the_traceback(
    here: World, mocker: MockerFixture
) -> None:
    mocker.patch("bot.circleci.client.CircleCI.list_pipelines", side_effect=ZeroDivisionError)
    with capture_logs() as logged:
        shown = await here.types("status web")
    [entry] = [entry for entry in logged if entry["event"] == "bug"]
    assert shown.whispered
    assert entry["reference"] in shown.text


async def test_a_bug_before_the_acknowledgement_is_told_in_it(here: World, mocker: MockerFixture) -> None:
    mocker.patch("bot.spine.authorization.parse", side_effect=ZeroDivisionError)
    shown = await here.types("status web")
    assert shown.whispered
    assert "Something went wrong in the bot (reference" in shown.text


async def test_a_bug_after_the_call_leaves_the_outcome_unknown(here: World, mocker: MockerFixture) -> None:
    call = CircleCI.trigger_pipeline

    async def break_afterwards(*arguments: Any, **named: Any) -> None:
        await call(*arguments, **named)
        raise ZeroDivisionError

    mocker.patch.object(CircleCI, "trigger_pipeline", break_afterwards)
    shown = await here.types("trigger web@fix/cart-badge")
    assert "Something went wrong in the bot (reference" in shown.text
    assert [row["state"] for row in here.actions()] == ["unknown"]
    assert len(here.circleci.started) == 1


async def test_what_was_done_is_told_as_done_though_it_can_t_be_shown(
    here: World, mocker: MockerFixture
) -> None:
    mocker.patch("bot.views.cards.triggered.pipeline_button", side_effect=ZeroDivisionError)
    shown = await here.types("trigger web@fix/cart-badge")
    assert shown.text.startswith("#814 was started, but the bot couldn't show it (reference ")
    assert "check CircleCI" not in shown.text
    assert "pipeline" in (here.slack.controls(shown.only)[0].value or "")
    assert [row["state"] for row in here.actions()] == ["done"]


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.parametrize("line", ["status web", "trigger web@fix/cart-badge", "pipeline #812"])
async def test_what_is_not_there_is_told_though_circleci_does_not_tell_whether_the_token_is_good(
    here: World, line: str, status: int
) -> None:
    here.circleci.faults.add(Fault("/me", times=None, status=status))
    here.circleci.faults.add(Fault(times=None, status=404))
    assert (await here.types(line)).answer.startswith("No p")


async def test_what_failed_can_be_clicked_again(here: World) -> None:
    await here.types("pipeline last failed")
    card = here.slack.messages(WEB)[-1]
    here.circleci.faults.add(Fault("/project/*/pipeline", "POST", status=400, body={"message": "Not now"}))
    refused = await here.clicks(card, "Trigger again")
    assert "Not now" in refused.text
    await here.clicks(card, "Trigger again")
    assert len(here.circleci.started) == 1
    again = await here.clicks(card, "Trigger again")
    assert "already" in again.text


async def test_a_write_that_was_not_begun_in_time_is_not_begun_later(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        await before.bot.core.services.store.writes.record(left_behind())
        before.make_older(timedelta(minutes=11))
    async with world(tmp_path) as after:
        await after.slack.until(lambda: after.slack.ephemerals(ANA))
        [told] = after.slack.ephemerals(ANA)
        assert "Nothing was started" in told.text
        assert after.circleci.started == []
        assert [row["state"] for row in after.actions()] == ["failed"]


async def test_a_write_that_was_left_behind_is_begun_by_the_next_process(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        await before.bot.core.services.store.writes.record(left_behind())
    async with world(tmp_path) as after:
        await after.slack.until(lambda: after.slack.messages(WEB))
        assert len(after.circleci.started) == 1


async def test_a_write_that_may_have_been_sent_is_unknown_where_the_policy_no_longer_allows_it(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as before:
        actions = before.bot.core.services.store.writes
        await actions.sent(await actions.record(left_behind()))
    policy = tmp_path / "policy.yml"
    policy.write_text("channels: {C0WEB: {allow: [{do: [read], projects: [gh/acme/web]}]}}")
    async with world(tmp_path, policy_file=policy) as after:
        await after.slack.until(lambda: after.slack.ephemerals(ANA))
        [told] = after.slack.ephemerals(ANA)
        assert "this might have started" in told.text
        assert [row["state"] for row in after.actions()] == ["unknown"]


@pytest.mark.parametrize(("age", "looks"), [(timedelta(), 3), (timedelta(minutes=4), 1)])
async def test_what_came_of_a_write_is_looked_for_until_it_must_be_known(
    tmp_path: Path, age: timedelta, looks: int
) -> None:
    async with world(tmp_path) as before:
        actions = before.bot.core.services.store.writes
        await actions.sent(await actions.record(left_behind()))
        before.make_older(age)
    async with world(tmp_path) as after:
        await after.slack.until(lambda: after.slack.ephemerals(ANA))
        asked = [each for each in after.asked_of_circleci() if each.endswith("/pipeline")]
        assert len(asked) == looks


async def test_who_asked_for_a_write_that_was_given_up_is_told(tmp_path: Path) -> None:
    async with world(tmp_path) as before:
        await before.bot.core.services.store.writes.record(left_behind())
        before.make_taken_over(MOST_TAKEOVERS)
    async with world(tmp_path) as after:
        [told] = await after.slack.until(lambda: after.slack.ephemerals(ANA))
        assert "Nothing was started" in told.text
        assert after.circleci.started == []


def left_behind() -> Intent:
    """What somebody wanted when the process died."""
    return Intent(
        workspace="T0ACME",
        key="1.2.3",
        line="trigger gh/acme/web@fix/cart-badge",
        words="trigger",
        permission=Permission.TRIGGER,
        actor=Actor(ANA, "T0ACME"),
        place=Place("T0ACME", WEB),
        reply=Reply(Surface.COMMAND),
        rule="channels.C0WEB.allow[1]",
        project="gh/acme/web",
        ref="fix/cart-badge",
    )


@pytest.mark.parametrize(
    "line", ["trigger web@main", "project web", "rollback web production --reason Slow --project web"]
)
async def test_a_project_that_a_wrong_token_does_not_see_is_the_tokens_fault(here: World, line: str) -> None:
    missing = {"message": "Project not found"}
    here.circleci.faults.add(Fault("/project/gh/acme/web", status=404, body=missing))
    here.circleci.faults.add(Fault("/me", status=401, body="Invalid token provided."))

    shown = await here.types(line, channel=DEPLOYS)

    assert shown.text.startswith("CircleCI rejected the bot's token")
    assert not [asked for asked in here.asked_of_circleci() if asked.startswith("POST")]
