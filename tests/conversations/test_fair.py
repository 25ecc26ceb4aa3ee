"""Nobody's fifty lines delay another's one."""

import pytest
from structlog.testing import capture_logs

from bot.playground.circleci import Fault
from tests.world import ANA, BEN, CHO, DEPLOYS, WEB, World, read


def answered(here: World, user: str) -> int:
    """How many messages answer this person's lines."""
    every = here.slack.workspace.messages.values()
    return sum(each.to == user or (bool(each.bot_id) and f"<@{user}>" in str(each.blocks)) for each in every)


async def test_who_asks_once_is_answered_before_who_asks_fifty_times(here: World) -> None:
    here.circleci.faults.add(Fault("/project/*", times=None, delay=0.3))
    for _ in range(50):
        await here.slack.command(WEB, ANA, "/ci status web")
    await here.slack.command(WEB, BEN, "/ci help")
    await here.slack.command(DEPLOYS, BEN, "/ci can")
    refused = await here.slack.command(DEPLOYS, BEN, "/ci trigger web@main")
    assert refused.answer
    await here.slack.until(lambda: answered(here, BEN) >= 2)
    assert answered(here, ANA) == 0
    asked = len(here.circleci.requests)
    await here.slack.command(DEPLOYS, CHO, "/ci project api")
    await here.slack.until(lambda: any("api" in each.path for each in here.circleci.requests[asked:]))
    assert answered(here, ANA) < 40
    await here.idle()
    assert answered(here, ANA) == 50


async def test_who_asks_for_too_much_is_told_so_and_others_go_on(here: World) -> None:
    here.bot.core.pool._limit = 40
    here.circleci.faults.add(Fault("/project/*", times=None, delay=0.5))
    for at in range(36):
        await here.slack.command(WEB, ANA, f"/ci status web@b{at}")
    told = await here.slack.command(WEB, ANA, "/ci status web")
    assert "The bot is busy." in str(told.answer)
    started = await here.slack.command(DEPLOYS, CHO, "/ci trigger web@main")
    assert not started.answer
    await here.slack.until(lambda: bool(here.circleci.started))
    await here.idle()


async def test_who_is_denied_waits_for_nobody_who_waits_for_circleci(here: World) -> None:
    turns = here.bot.core.pool._turns
    others = [f"U{at}" for at in range(turns.states["free"])]
    for each in others:
        await turns.take(each)
    denied = await here.slack.command(WEB, ANA, "/ci trigger web@main")
    await here.slack.until(lambda: bool(denied.answer) or answered(here, ANA) == 1)
    for each in others:
        turns.leave(each)
    assert here.asked_of_circleci() == []


@pytest.mark.parametrize("line", ["status web", "trigger web@fix/cart-badge"])
async def test_who_waits_for_a_slow_circleci_is_told_how_far_it_is_and_then_the_answer(
    here: World, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr("bot.spine.slowness.SLOW_AFTER", 0.2)
    here.circleci.faults.add(Fault("/project/*", times=1, delay=1.5))
    await here.slack.command(WEB, ANA, f"/ci {line}")
    await here.slack.until(lambda: answered(here, ANA) == 1)
    (told,) = map(read, here.slack.ephemerals(ANA))
    assert told.startswith("This takes longer than usual: CircleCI has")
    assert told.endswith("The answer follows here.")
    await here.idle()
    assert answered(here, ANA) == 2
    assert len(here.slack.ephemerals(ANA)) == 1


async def test_an_answer_for_which_circleci_takes_too_long_in_all_is_given_up(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.spine.slowness.SLOW_AFTER", 0.2)
    monkeypatch.setattr("bot.spine.slowness.GIVEN_UP_AFTER", 0.6)
    here.circleci.faults.add(Fault("/project/*", times=None, delay=0.4))
    here.circleci.faults.add(Fault("/pipeline/*", times=None, delay=0.4))
    here.circleci.faults.add(Fault("/workflow/*", times=None, delay=0.4))
    await here.slack.command(WEB, ANA, "/ci why web")
    await here.slack.until(lambda: answered(here, ANA) == 2)
    await here.idle()
    slow, given_up = map(read, here.slack.ephemerals(ANA))
    assert slow.startswith("This takes longer than usual")
    assert given_up.startswith("CircleCI took too long to answer. Try again in a minute.")
    assert here.bot.core.pool._turns.states["running"] == 0


async def test_a_bug_of_telling_how_far_it_is_is_logged_and_the_answer_comes(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.spine.slowness.SLOW_AFTER", 0.2)
    monkeypatch.setattr("bot.spine.slowness.circleci_slow", lambda _: 1 / 0)
    here.circleci.faults.add(Fault("/project/*", times=1, delay=1.0))
    with capture_logs() as logs:
        await here.slack.command(WEB, ANA, "/ci status web")
        await here.idle()
    assert answered(here, ANA) == 1
    assert [each["event"] for each in logs if each["log_level"] == "error"] == ["bug"]
