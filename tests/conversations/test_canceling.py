"""Stopping a workflow, a pipeline or a job: by whom, what is asked first, and what is said."""

from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.world import Pipeline
from bot.playground.demo import POLICY
from tests.conversations.operating import asked, card, labels, posts, run_of, states, status
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, ZOE, World, read, world

BRANCH = "fix/tax-label"


def going(here: World) -> Pipeline:
    """#814, whose two workflows are under way."""
    pipeline = here.circleci.add_pipeline(WEB_SLUG, BRANCH)
    here.clock.advance(20)
    return pipeline


def all_of(here: World, pipeline: Pipeline) -> set[str]:
    return {here.circleci.world.state(run).status for run in pipeline.runs}


def number(pipeline: Pipeline, job: str) -> int:
    [found] = [each.number for run in pipeline.runs for each in run.jobs if each.script.name == job]
    assert found is not None
    return found


# Who may


async def test_a_line_stops_all_that_is_under_way_in_a_pipeline(either: World) -> None:
    pipeline = going(either)
    shown = await either.types("cancel web#814")
    assert f"Canceled  ·  web #814  ·  {BRANCH}" in shown.text
    assert "build-test-deploy and preview" in shown.text
    assert all_of(either, pipeline) == {"canceled"}
    assert len(posts(either)) == 2
    [row] = either.actions()
    assert (row["state"], row["actor"], row["permission"]) == ("done", ANA, "cancel")


async def test_a_click_stops_it_in_the_name_of_who_clicked(either: World) -> None:
    pipeline = going(either)
    message = await card(either, "web#814", WEB)
    shown = await either.clicks(message, "Cancel", user=BEN)
    assert f"canceled by <@{BEN}>" in shown.text
    assert shown.only.thread_ts == message.ts
    assert [row["actor"] for row in either.actions()] == [BEN]
    assert all_of(either, pipeline) == {"canceled"}


async def test_a_card_of_what_circleci_stops_later_turns_true_by_itself(here: World) -> None:
    pipeline = going(here)
    taken = Fault("/workflow/*/cancel", "POST", times=2, status=202, body={"message": "Accepted."})
    here.circleci.faults.add(taken)
    shown = await here.types("cancel web#814")
    assert ":white_circle: Canceling" in shown.text
    for run in pipeline.runs:
        here.circleci.world.record(run, "cancel")
    await here.passes(60)
    assert "Canceled  ·  web #814" in read(here.slack.message(shown.only.ts))


async def test_what_ends_before_it_is_stopped_is_not_told_as_canceled(here: World) -> None:
    pipeline = going(here)
    taken = Fault("/workflow/*/cancel", "POST", times=2, status=202, body={"message": "Accepted."})
    here.circleci.faults.add(taken)
    shown = await here.types("cancel web#814")
    here.circleci.finish(pipeline)
    await here.passes(60)
    told = read(here.slack.message(shown.only.ts))
    assert "Not canceled  ·  web #814" in told
    assert "preview wasn't canceled: it had already ended." in told


async def test_one_workflow_is_stopped_alone(here: World) -> None:
    going(here)
    shown = await here.types(f"cancel {run_of(here, 814, 'preview').id}")
    assert "Canceled  ·  web #814" in shown.text
    assert here.circleci.world.state(run_of(here, 814, "build-test-deploy")).status == "running"
    assert len(posts(here)) == 1


async def test_cancel_in_a_thread_is_about_what_the_thread_shows(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    await here.mentions("cancel", thread=message.ts)
    assert all_of(here, pipeline) == {"canceled"}


async def test_one_job_is_stopped_by_its_number(either: World) -> None:
    pipeline = going(either)
    shown = await either.types(f"cancel job web#{number(pipeline, 'unit')}")
    assert "Canceled  ·  web #814" in shown.text
    assert "\nunit\n" in shown.text
    assert status(either, pipeline, "storybook") == "running"
    jobs = either.circleci.world.state(run_of(either, 814, "build-test-deploy")).jobs
    assert {each.job.script.name: each.status for each in jobs}["unit"] == "canceled"
    [row] = either.actions()
    assert (row["state"], row["words"], row["permission"]) == ("done", "cancel job", "cancel")


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [
        (BEN, DEPLOYS, "can cancel"),
        (ANA, DEPLOYS, "release/*"),
        (ANA, RANDOM, "You can in"),
        (GUS, RANDOM, "Guests can look"),
    ],
)
async def test_who_may_not_is_refused_by_word_and_by_click(
    here: World, user: str, channel: str, why: str
) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", channel)
    for shown in (
        await here.types("cancel web#814", user=user, channel=channel),
        await here.types(f"cancel job web#{number(pipeline, 'unit')}", user=user, channel=channel),
        await here.mentions("cancel web#814", user=user, channel=channel),
        await here.clicks(message, "Cancel", user=user),
    ):
        assert shown.whispered
        assert why in shown.text
    assert posts(here) == []
    assert "done" not in states(here)


async def test_main_is_not_stopped_where_only_other_branches_may_be(here: World) -> None:
    message = await card(here, "web#813", WEB)
    for shown in (await here.types("cancel web#813"), await here.clicks(message, "Cancel")):
        assert "any branch except main" in shown.text
    assert posts(here) == []


async def test_a_guest_may_not_even_where_the_policy_says_so(here: World) -> None:
    pipeline = going(here)
    message = await card(here, "web#814", WEB)
    for shown in (
        await here.types("cancel web#814", user=GUS),
        await here.types(f"cancel job web#{number(pipeline, 'unit')}", user=GUS),
        await here.clicks(message, "Cancel", user=GUS),
    ):
        assert shown.whispered
        assert "Guests can look" in shown.text
    assert posts(here) == []


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    going(here)
    message = await card(here, "web#814", WEB)
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions("cancel web#814", user=ZOE),
        await here.mentions("cancel job web#1", user=ZOE),
        await here.clicks(message, "Cancel", user=ZOE),
    ):
        assert shown.whispered
        assert "only works for members of its own workspace" in shown.text
    assert len(here.asked_of_circleci()) == before
    assert here.actions() == []


async def test_a_right_that_was_taken_away_since_is_gone_at_the_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.policy.source.POLICY_LOOK_EVERY", 0.0)
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as here:
        going(here)
        message = await card(here, "web#814", WEB)
        policy.write_text(POLICY.read_text().replace("[trigger, rerun, cancel]", "[trigger, rerun]"))
        shown = await here.clicks(message, "Cancel")
        assert shown.whispered
        assert "can't cancel" in shown.text
        assert posts(here) == []


# What is asked first, and what can't be


async def test_the_button_asks_first_and_names_what_happens(here: World) -> None:
    pipeline = going(here)
    said = asked(here, await card(here, "web#814", WEB), "Cancel")
    for word in (
        f"web #814 on {BRANCH}",
        pipeline.head.revision[:7],
        "ben-okafor",
        "build-test-deploy and preview stop. You can't undo this.",
    ):
        assert word in said


async def test_what_has_ended_is_not_canceled_and_has_no_button(here: World) -> None:
    shown = await here.types("cancel web@fix/rounding-at-checkout")
    assert "web #812 had already finished." in shown.text
    assert "Cancel" not in labels(here, await card(here, "web#812", WEB))
    assert posts(here) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("cancel web@docs/readme", "has no workflows."),
        ("cancel web@broken-config", "web #807 never started"),
        ("cancel web#9999", "No workflow web#9999 in web that you can see here."),
        ("cancel job web#999999", "No job web#999999 in web that you can see here."),
    ],
)
async def test_what_is_not_there_is_not_canceled(here: World, line: str, why: str) -> None:
    shown = await here.types(line)
    assert shown.whispered
    assert why in shown.text
    assert posts(here) == []


async def test_a_job_that_has_ended_is_not_canceled(here: World) -> None:
    pipeline = going(here)
    here.circleci.finish(pipeline)
    shown = await here.types(f"cancel job web#{number(pipeline, 'unit')}")
    assert "unit had already finished." in shown.text
    assert posts(here) == []


async def test_an_approval_is_no_job_that_can_be_canceled(here: World) -> None:
    pipeline = here.circleci.newest(WEB_SLUG)
    here.circleci.hold(pipeline)
    [hold] = [each for each in pipeline.runs[0].jobs if each.script.approval]
    shown = await here.types(f"cancel job {hold.id}", channel=DEPLOYS)
    assert "hold-for-production hasn't started. Cancel its workflow instead." in shown.text
    assert "hold-for-production hasn't started. Cancel its workflow instead." in shown.text
    assert posts(here) == []


async def test_what_is_stopped_by_one_is_seen_on_the_card_that_another_asked_for(here: World) -> None:
    going(here)
    message = await card(here, "web#814", WEB)
    await here.clicks(message, "Cancel", user=CHO)
    after = here.slack.message(message.ts)
    assert "Canceled  ·  web #814" in read(after)
    assert f"asked by <@{ANA}>" in read(after)
    assert "Cancel" not in labels(here, after)
