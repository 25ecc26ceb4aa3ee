"""A rerun just before, at and after the call: of what was shown, once, and said when it is so."""

from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.demo import POLICY
from tests.conversations.operating import (
    add_main,
    asked,
    card,
    five_may,
    labels,
    posts,
    run_of,
    states,
    twenty_clicks,
)
from tests.world import ANA, BEN, CHO, DEPLOYS, WEB, World, read, world

FAILED = "web@fix/rounding-at-checkout"
BUTTON = "Rerun failed"
RERUNNING = "/workflow/*/rerun"


def attempts(here: World) -> int:
    """At the workflow that failed."""
    [pipeline] = [each for each in here.circleci.pipelines if each.number == 812]
    return sum(run.name == "build-test-deploy" for run in pipeline.runs)


# Just before the call


async def test_a_commit_that_moved_since_is_not_rerun(here: World) -> None:
    message = await card(here, FAILED, WEB)
    [pipeline] = [each for each in here.circleci.pipelines if each.number == 812]
    here.circleci.move(pipeline, "Something else")
    shown = await here.clicks(message, BUTTON)
    assert shown.whispered
    assert "Not rerun. " in shown.text
    assert f"is on {pipeline.head.revision[:7]} now; this message showed" in shown.text
    assert posts(here) == []


async def test_what_was_rerun_elsewhere_since_is_not_rerun_again(here: World) -> None:
    message = await card(here, FAILED, WEB)
    here.circleci.world.rerun(run_of(here, 812, "build-test-deploy"), frozenset({"e2e"}))
    shown = await here.clicks(message, BUTTON)
    assert "build-test-deploy in web #812 has been rerun since." in shown.text
    assert posts(here) == []


async def test_of_a_protected_branch_only_the_newest_pipeline_is_rerun(here: World) -> None:
    here.circleci.add_branch(WEB_SLUG, "main", outcomes={"e2e": ("failed",)})
    here.circleci.finish(here.circleci.add_pipeline(WEB_SLUG))
    message = await card(here, "web#814")
    add_main(here, "Newer")
    for shown in (
        await here.clicks(message, BUTTON),
        await here.types("rerun web#814 --failed", channel=DEPLOYS),
    ):
        assert "web #815 is newer" in shown.text
        assert "main is protected" in shown.text
    assert posts(here) == []


async def test_an_older_pipeline_of_another_branch_is_rerun(here: World) -> None:
    message = await card(here, FAILED, WEB)
    here.circleci.add_pipeline(WEB_SLUG, "fix/rounding-at-checkout")
    assert "Rerun from failed" in (await here.clicks(message, BUTTON)).text


# Once


async def test_twenty_clicks_by_five_people_rerun_once(tmp_path: Path) -> None:
    async with five_may(tmp_path) as here:
        await twenty_clicks(here, await card(here, FAILED, WEB), BUTTON)
        assert len(posts(here)) == 1
        assert attempts(here) == 2


async def test_an_old_card_does_not_rerun_what_was_rerun_from_another(here: World) -> None:
    there = await card(here, FAILED, DEPLOYS)
    rerun = [each.value for each in here.slack.controls(there) if each.label == BUTTON]
    await here.clicks(await card(here, FAILED, WEB), BUTTON)
    shown = await here.types(str(rerun[0]), user=BEN)
    assert "has been rerun since." in shown.text
    assert attempts(here) == 2


async def test_a_delivery_that_comes_twice_reruns_once(either: World) -> None:
    await either.slack.command(WEB, ANA, f"/ci rerun {FAILED} --failed", times=2)
    await either.idle()
    assert len(posts(either)) == 1


# What is seen


async def test_the_card_changes_only_after_the_new_attempt_is_there(here: World) -> None:
    message = await card(here, FAILED, WEB)
    before = read(message)
    here.circleci.faults.add(Fault(RERUNNING, "POST", status=202, body={"workflow_id": "not-there-yet"}))
    shown = await here.clicks(message, BUTTON)
    assert "Rerun from failed  ·  web #812" in shown.text
    assert "is running" not in shown.text
    assert read(here.slack.message(message.ts)) == before


async def test_once_it_is_there_the_card_is_redrawn_and_keeps_who_asked_for_it(here: World) -> None:
    message = await card(here, FAILED, WEB)
    await here.clicks(message, BUTTON, user=CHO)
    after = here.slack.message(message.ts)
    assert "Running  ·  web #812" in read(after)
    assert f"asked by <@{ANA}>" in read(after)
    assert BUTTON not in labels(here, after)
    assert "Cancel" in labels(here, after)


async def test_a_card_stays_as_it_is_whose_asker_may_not_see_the_run_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.policy.source.POLICY_LOOK_EVERY", 0.0)
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as here:
        hers = await card(here, FAILED, WEB)
        his = (await here.types(f"pipeline {FAILED}", user=BEN)).only
        before = read(his)
        policy.write_text(
            POLICY.read_text().replace("{do: [read], projects", f"{{do: [read], who: [{ANA}], projects")
        )
        await here.types(f"rerun {FAILED} --failed")
        assert "Running  ·  web #812" in read(here.slack.message(hers.ts))
        assert read(here.slack.message(his.ts)) == before


async def test_cards_of_the_run_are_drawn_again_elsewhere_and_of_another_run_are_not(here: World) -> None:
    there = await card(here, FAILED, DEPLOYS)
    other = await card(here, "web#813", WEB)
    before = read(other)
    await here.types(f"rerun {FAILED} --failed")
    assert "Running  ·  web #812" in read(here.slack.message(there.ts))
    assert read(here.slack.message(other.ts)) == before


async def test_a_card_keeps_what_it_was_triggered_with(here: World) -> None:
    here.circleci.add_branch(WEB_SLUG, "red", outcomes={"e2e": ("failed",)})
    message = (await here.types("trigger web@red note=hello")).only
    here.circleci.finish(here.circleci.started[0])
    await here.types("rerun web@red --failed")
    after = here.slack.message(message.ts)
    assert "with note=hello" in read(after)
    assert "Running" in read(after)


async def test_a_rerun_of_a_rerun_is_another_wish(here: World) -> None:
    message = await card(here, FAILED, WEB)
    await here.clicks(message, BUTTON)
    [pipeline] = [each for each in here.circleci.pipelines if each.number == 812]
    here.circleci.finish(pipeline)
    await here.types("pipeline web#812")
    newest = here.slack.messages(WEB)[-1]
    assert "Rerun from failed" in (await here.clicks(newest, BUTTON, user=BEN)).text
    assert attempts(here) == 3
    assert states(here) == ["done", "done"]


# Answers that are lost


async def test_a_lost_answer_is_looked_for_and_found(here: World) -> None:
    message = await card(here, FAILED, WEB)
    here.circleci.faults.add(Fault(RERUNNING, "POST", drop="after"))
    shown = await here.clicks(message, BUTTON)
    assert "Rerun from failed  ·  web #812" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    [row] = here.actions()
    assert (row["state"], row["workflow_id"]) == ("done", run_of(here, 812, "build-test-deploy").id)
    assert attempts(here) == 2


async def test_an_answer_that_was_lost_to_a_typed_line_is_found_too(here: World) -> None:
    here.circleci.faults.add(Fault(RERUNNING, "POST", drop="after"))
    shown = await here.types("rerun web#812 --failed")
    assert "CircleCI's answer was lost" in shown.text
    assert states(here) == ["done"]


async def test_what_no_longer_failed_after_its_rerun_is_found_too(here: World) -> None:
    here.circleci.faults.add(Fault(RERUNNING, "POST", drop="after"))
    shown = await here.types("rerun last failed")
    assert "Rerun from failed  ·  web #812" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    assert attempts(here) == 2
    [row] = here.actions()
    first = run_of(here, 804, "build-test-deploy")
    assert (row["state"], row["line"]) == ("done", "rerun last failed")
    assert str(row["exact"]).startswith("rerun ")
    assert first.id not in row["exact"]


async def test_trying_again_is_of_what_was_meant_at_first(here: World) -> None:
    here.circleci.faults.add(Fault(RERUNNING, "POST", drop="after"))
    here.circleci.faults.add(Fault("/me", times=None, status=500))
    shown = await here.types("rerun last failed")
    assert "this might have started" in shown.text
    here.circleci.faults.clear()
    again = await here.clicks(shown.only, "Try again")
    assert "build-test-deploy in web #812 has been rerun since." in again.text
    assert len(posts(here)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(RERUNNING, "POST", status=502),
        Fault(RERUNNING, "POST", drop=True),
        Fault(RERUNNING, "POST", status=202, body="?"),
    ],
)
async def test_where_it_can_not_be_told_it_says_so_and_offers_to_try_again(here: World, fault: Fault) -> None:
    message = await card(here, FAILED, WEB)
    here.circleci.faults.add(fault)
    shown = await here.clicks(message, BUTTON)
    assert shown.whispered
    assert "this might have started" in shown.text
    assert states(here) == ["unknown"]
    assert len(posts(here)) == 1
    assert attempts(here) == 1
    assert "If it did, this runs it twice." in asked(here, shown.only, "Try again")
    again = await here.clicks(shown.only, "Try again")
    assert "Rerun from failed" in again.text
    assert states(here) == ["unknown", "done"]


async def test_somebody_elses_rerun_is_not_taken_for_the_one_whose_answer_was_lost(here: World) -> None:
    await here.types("rerun web#812 --failed")
    [pipeline] = [each for each in here.circleci.pipelines if each.number == 812]
    here.circleci.finish(pipeline)
    here.circleci.faults.add(Fault(RERUNNING, "POST", drop=True))
    shown = await here.types("rerun web#812 --failed")
    assert "this might have started" in shown.answer
    assert states(here) == ["done", "unknown"]
    assert attempts(here) == 2


async def test_what_circleci_refuses_is_said_in_its_words(here: World) -> None:
    here.circleci.faults.add(Fault(RERUNNING, "POST", status=409, body={"message": "Not now."}))
    shown = await here.types("rerun web#812 --failed")
    assert "Not rerun. " in shown.text
    assert "CircleCI rejected this: Not now." in shown.text
    assert states(here) == ["failed"]
