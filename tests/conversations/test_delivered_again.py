"""What Slack delivers again acts no second time: not after a restart, and not where it came to nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from tests.conversations.operating import card
from tests.world import ANA, WEB, Ground, World, ground, world

LINE = "trigger web@fix/cart-badge"
SLUG_LINE = "trigger gh/acme/web@fix/cart-badge"
FAILED = "web@fix/rounding-at-checkout"


@pytest.fixture
async def on() -> AsyncIterator[Ground]:
    async with ground() as made:
        yield made


def refuse(here: World, times: int = 1) -> None:
    here.circleci.faults.add(Fault("/project/*/pipeline", "POST", times=times, status=400))
    here.circleci.faults.add(Fault("/project/*/pipeline/run", "POST", times=times, status=400))


async def test_a_refused_line_that_comes_again_after_a_restart_starts_nothing(
    on: Ground, tmp_path: Path
) -> None:
    async with world(tmp_path, on=on) as here:
        refuse(here)
        first = await here.slack.command(WEB, ANA, f"/ci {LINE}")
        await here.idle()
    on.circleci.faults.clear()
    async with world(tmp_path, on=on) as here:
        said = len(here.slack.workspace.messages)
        await here.slack.again(first)
        await here.idle()
        assert here.circleci.started == []
        assert len(here.slack.workspace.messages) == said
        await here.types(LINE)
        assert len(here.circleci.started) == 1


@pytest.mark.parametrize("line", [LINE, "status web", "frobnicate"])
async def test_an_event_that_comes_again_after_a_restart_is_not_answered_again(
    on: Ground, tmp_path: Path, line: str
) -> None:
    async with world(tmp_path, on=on) as here:
        refuse(here)
        await here.mentions(line)
        event = here.slack.courier.deliveries[-1]
    on.circleci.faults.clear()
    async with world(tmp_path, on=on) as here:
        said = len(here.slack.workspace.messages)
        await here.slack.again(event)
        await here.idle()
        assert here.circleci.started == []
        assert len(here.slack.workspace.messages) == said
        await here.mentions(line)
        assert len(here.slack.workspace.messages) > said


async def test_an_event_that_was_denied_starts_nothing_when_it_comes_again_and_the_policy_has_changed(
    on: Ground, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text("channels: {C0WEB: {allow: [{do: [read], projects: ['*']}]}}\n")
    async with world(tmp_path, on=on, policy_file=policy) as here:
        assert "can't trigger" in (await here.mentions(SLUG_LINE)).text
        event = here.slack.courier.deliveries[-1]
    policy.write_text("channels: {C0WEB: {allow: [{do: [read, trigger], projects: ['*']}]}}\n")
    async with world(tmp_path, on=on, policy_file=policy) as here:
        await here.slack.again(event)
        await here.idle()
        assert here.circleci.started == []
        await here.mentions(SLUG_LINE)
        assert len(here.circleci.started) == 1


async def test_a_button_that_came_to_nothing_may_be_pressed_again_and_each_press_acts_once(
    on: Ground, tmp_path: Path
) -> None:
    async with world(tmp_path, on=on) as here:
        shown = await card(here, FAILED, WEB)
        refuse(here)
        press = await here.slack.click(shown.ts, "Trigger again", ANA)
        await here.idle()
        assert here.circleci.started == []
    on.circleci.faults.clear()
    async with world(tmp_path, on=on) as here:
        await here.slack.again(press)
        await here.idle()
        assert here.circleci.started == []
        second = await here.slack.click(shown.ts, "Trigger again", ANA)
        await here.idle()
        assert len(here.circleci.started) == 1
    async with world(tmp_path, on=on) as here:
        await here.slack.again(second)
        await here.idle()
        assert len(here.circleci.started) == 1
