"""Processes killed around the call that approves, cancels, reruns and rolls back, and started again."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from bot.playground.slack.trouble import RESPONSE_URL
from tests.soak.drawn import drawn_again, killed_while_drawing, stale, times_told
from tests.town import Town, a_town
from tests.warm import Warm
from tests.world import ANA, DEPLOYS, WEB, read


@pytest.fixture
async def town(tmp_path: Path, warm: Warm) -> AsyncIterator[Town]:
    """#813 waits for an approval, a job of #814 and all of #815 are under way, #812 has failed."""
    async with a_town(tmp_path, warm=warm) as made:
        made.circleci.hold(made.circleci.newest(WEB_SLUG))
        for _ in range(2):
            made.circleci.add_pipeline(WEB_SLUG, "fix/tax-label", ago=timedelta(seconds=20))
        yield made


def pipeline(town: Town, number: int) -> Pipeline:
    of_project = town.circleci.world.of_project(town.circleci.project(WEB_SLUG))
    return next(each for each in of_project if each.number == number)


def unit(town: Town) -> str:
    """The number of the job that is under way."""
    return str(next(each.number for each in pipeline(town, 814).runs[0].jobs if each.script.name == "unit"))


async def ask(town: Town) -> None:
    """Five lines, each to be done once."""
    for channel, line in (
        (DEPLOYS, "approve web#813"),
        (WEB, f"cancel job web#{unit(town)}"),
        (WEB, "cancel web#815"),
        (WEB, "rerun web#812 --failed"),
        (DEPLOYS, 'rollback web production --project web --reason "Checkout fails"'),
    ):
        await town.slack.command(channel, ANA, f"/ci {line}")


def effects(town: Town) -> tuple[str, str, set[str], int, int]:
    """How the approval, the job and #815 stand; how often #812 was attempted, and web rolled back."""

    def job(number: int, name: str) -> str:
        jobs = town.circleci.world.state(pipeline(town, number).runs[0]).jobs
        return next(each.status for each in jobs if each.job.script.name == name)

    stopped = {town.circleci.world.state(run).status for run in pipeline(town, 815).runs}
    attempts = sum(run.name == "build-test-deploy" for run in pipeline(town, 812).runs)
    back = len(town.circleci.deploys.rollbacks)
    return job(813, "hold-for-production"), job(814, "unit"), stopped, attempts, back


NOTHING = ("on_hold", "running", {"running"}, 1, 0)
ONCE = ("success", "canceled", {"canceled"}, 2, 1)


def states(town: Town) -> list[str]:
    with closing(sqlite3.connect(town.directory / "ringmaster.db")) as connection:
        return [row[0] for row in connection.execute("select state from action order by id")]


def posts(town: Town) -> int:
    return sum(request.method == "POST" for request in town.circleci.requests)


def said_to_all(town: Town) -> list[str]:
    said = [*town.slack.messages(DEPLOYS), *town.slack.messages(WEB), *town.slack.ephemerals(ANA)]
    return [read(each) for each in said]


def answers(town: Town) -> Sequence[str]:
    """What was said, once all five are answered."""
    said = said_to_all(town)
    return said if len(said) == 5 else ()


async def killed_when(town: Town, sent: bool, done: bool) -> None:
    """Ask, and kill the process once everything is sent, or done at CircleCI."""
    async with town.bot() as process:
        await ask(town)
        async with asyncio.timeout(10):
            while sent and (set(states(town)) != {"sent"} or (done and effects(town) != ONCE)):
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
    town.circleci.faults.clear()


async def test_killed_before_the_calls_they_are_made_once_after_the_restart(town: Town) -> None:
    town.circleci.faults.add(Fault("/project/*", "GET", delay=30, times=None))
    await killed_when(town, sent=False, done=False)
    assert (effects(town), states(town)) == (NOTHING, ["pending"] * 5)
    async with town.bot():
        await town.slack.until(lambda: answers(town), within=20)
    assert (effects(town), states(town)) == (ONCE, ["done"] * 5)
    assert posts(town) == 6  # #815 has two workflows


async def test_killed_after_the_calls_they_are_found_and_not_repeated(town: Town) -> None:
    town.circleci.faults.add(Fault(method="POST", delay=30, drop="after", times=None))
    await killed_when(town, sent=True, done=True)
    async with town.bot():
        said = await town.slack.until(lambda: answers(town), within=20)
        assert all("CircleCI's answer was lost" in each for each in said)
    assert (effects(town), states(town)) == (ONCE, ["done"] * 5)
    assert posts(town) == 0


async def test_killed_between_the_rows_ends_and_slack_s_answers_each_is_told_once_by_the_next(
    town: Town,
) -> None:
    for way in ("chat.postMessage", "chat.postEphemeral", RESPONSE_URL):
        town.slack.fail(way, "internal_error", status=503, times=1000)
    async with town.bot() as process:
        await ask(town)
        async with asyncio.timeout(10):
            while set(states(town)) != {"done"}:
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
    town.slack.heal()
    assert said_to_all(town) == []
    whats = ("web #812", "web #813", "cancel web#815 went", "Checkout fails", "cancel job web#")
    async with town.bot():
        await town.slack.until(
            lambda: all(any(what in each for each in said_to_all(town)) for what in whats), within=30
        )
    assert (effects(town), states(town)) == (ONCE, ["done"] * 5)
    assert all(sum(what in each for each in said_to_all(town)) == 1 for what in whats[2:]), said_to_all(town)


async def test_killed_between_the_rows_and_the_calls_nothing_is_sent_and_it_is_said_to_be_unknown(
    town: Town,
) -> None:
    town.circleci.faults.add(Fault(method="POST", delay=30, drop=True, times=None))
    await killed_when(town, sent=True, done=False)
    assert effects(town) == NOTHING
    async with town.bot():
        said = await town.slack.until(lambda: answers(town), within=30)
        assert all("CircleCI's answer was lost, so this might have " in each for each in said)
        assert all("[Try again]" in each for each in said)
    assert (effects(town), states(town)) == (NOTHING, ["unknown"] * 5)
    assert posts(town) == 0


async def test_killed_while_it_draws_a_card_is_drawn_again_after_the_restart_and_told_of_once(
    tmp_path: Path, warm: Warm
) -> None:
    async with a_town(tmp_path, warm=warm) as made:
        card = await killed_while_drawing(made, after=0.0)
        assert stale(made, [card])
        assert times_told(made, card) == 0
        await drawn_again(made, [card])
        assert times_told(made, card) == 1
