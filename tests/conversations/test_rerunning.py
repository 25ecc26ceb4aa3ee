"""Starting a workflow again: all of it, what failed, or jobs by name; where it can't be, why."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.circleci.acme import API
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.demo import POLICY
from tests.conversations.operating import asked, card, labels, posts, run_of, states
from tests.world import ANA, BEN, DEPLOYS, GUS, RANDOM, WEB, ZOE, World, read, world

FAILED = "web@fix/rounding-at-checkout"
BUTTON = "Rerun failed"


def ran(here: World, name: str = "build-test-deploy") -> dict[str, str]:
    """The jobs of the newest attempt in the failed pipeline: those that were kept, and those that run."""
    run = run_of(here, 812, name)
    return {job.script.name: "kept" if job.kept else "runs" for job in run.jobs}


# Who may


async def test_a_line_reruns_from_failed_and_the_card_shows_the_new_attempt(either: World) -> None:
    shown = await either.types(f"rerun {FAILED} --failed")
    assert "Rerun from failed  ·  web #812  ·  fix/rounding-at-checkout" in shown.text
    assert "build-test-deploy is running" in shown.text
    assert ran(either) == {"lint": "kept", "unit": "kept", "build": "kept", "e2e": "runs"}
    [row] = either.actions()
    assert (row["state"], row["actor"], row["permission"]) == ("done", ANA, "rerun")
    assert row["workflow_id"] == run_of(either, 812, "build-test-deploy").id
    assert len(posts(either)) == 1


async def test_a_click_reruns_in_the_name_of_who_clicked(either: World) -> None:
    message = await card(either, FAILED, WEB)
    shown = await either.clicks(message, BUTTON, user=BEN)
    assert f"rerun by <@{BEN}>" in shown.text
    assert shown.only.thread_ts == message.ts
    assert [row["actor"] for row in either.actions()] == [BEN]
    assert ran(either)["e2e"] == "runs"


async def test_rerun_in_a_thread_is_about_what_the_thread_shows(here: World) -> None:
    message = await card(here, FAILED, WEB)
    await here.mentions("rerun --failed", thread=message.ts)
    assert ran(here)["lint"] == "kept"


async def test_the_new_attempt_is_what_its_own_thread_is_about(here: World) -> None:
    shown = await here.types(f"rerun {FAILED} --failed")
    assert "build-test-deploy" in (await here.mentions("workflow", thread=shown.only.ts)).text
    await here.mentions("cancel", thread=shown.only.ts)
    assert here.circleci.world.state(run_of(here, 812, "build-test-deploy")).status == "canceled"


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [
        (BEN, DEPLOYS, "rerun"),
        (ANA, DEPLOYS, "release/*"),
        (ANA, RANDOM, "You can in"),
        (GUS, RANDOM, "Guests can look"),
    ],
)
async def test_who_may_not_is_refused_by_word_and_by_click(
    here: World, user: str, channel: str, why: str
) -> None:
    message = await card(here, FAILED, channel)
    for shown in (
        await here.types(f"rerun {FAILED}", user=user, channel=channel),
        await here.mentions(f"rerun {FAILED} --failed", user=user, channel=channel),
        await here.clicks(message, BUTTON, user=user),
    ):
        assert shown.whispered
        assert why in shown.text
    assert posts(here) == []
    assert "done" not in states(here)


async def test_a_guest_may_not_even_where_the_policy_says_so(here: World) -> None:
    message = await card(here, FAILED, WEB)
    for shown in (
        await here.types(f"rerun {FAILED} --failed", user=GUS),
        await here.clicks(message, BUTTON, user=GUS),
    ):
        assert shown.whispered
        assert "Guests can look" in shown.text
    assert posts(here) == []
    assert states(here) == ["failed", "failed"]
    assert "Rerun from failed" in (await here.clicks(message, BUTTON, user=BEN)).text


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    message = await card(here, FAILED, WEB)
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions(f"rerun {FAILED}", user=ZOE),
        await here.clicks(message, BUTTON, user=ZOE),
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
        message = await card(here, FAILED, WEB)
        policy.write_text(POLICY.read_text().replace("[trigger, rerun, cancel]", "[trigger, cancel]"))
        shown = await here.clicks(message, BUTTON)
        assert shown.whispered
        assert "can't rerun" in shown.text
        assert posts(here) == []


# What is asked first


async def test_the_button_asks_first_and_names_what_happens(here: World) -> None:
    said = asked(here, await card(here, FAILED, WEB), BUTTON)
    for word in (
        "web #812 on fix/rounding-at-checkout",
        "ana-lima",
        "Reruns e2e and the jobs that depend on it.",
    ):
        assert word in said


async def test_several_that_failed_are_a_choice_that_asks_first(here: World) -> None:
    here.circleci.add_branch(WEB_SLUG, "all-red", outcomes={"lint": ("failed",), "storybook": ("failed",)})
    here.circleci.finish(here.circleci.add_pipeline(WEB_SLUG, "all-red"))
    message = await card(here, "web@all-red", WEB)
    said = asked(here, message, "Rerun failed…")
    assert "web #814 on all-red" in said
    assert "2 workflows failed. You choose next." in said
    shown = await here.clicks(message, "Rerun failed…")
    assert "Which workflow in " in shown.text
    assert posts(here) == []
    assert "Reruns the failed jobs and the jobs that depend on them." in asked(here, shown.only, "preview")
    done = await here.clicks(shown.only, "preview")
    assert "preview is running" in done.text
    assert len(posts(here)) == 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("", "Reruns all jobs in build-test-deploy."),
        ("--jobs lint,unit", "Reruns lint and unit and the jobs that depend on them."),
        ("--jobs lint --ssh", "Reruns lint and keeps it open for SSH."),
    ],
)
async def test_a_choice_asks_for_what_its_line_does(here: World, flags: str, said: str) -> None:
    shown = await here.types(f"rerun web@fix/cart-badge {flags}")
    assert "Which workflow in " in shown.text
    assert said in asked(here, shown.only, "build-test-deploy")
    assert posts(here) == []


# What of it


async def test_from_the_start_runs_all_of_it(here: World) -> None:
    shown = await here.types(f"rerun {FAILED}")
    assert "Rerun from the start" in shown.text
    assert set(ran(here).values()) == {"runs"}


async def test_jobs_by_name_run_again_and_what_depends_on_them(here: World) -> None:
    shown = await here.types(f"rerun {FAILED} --jobs Build")
    assert "Only build and what depends on it." in shown.text
    assert ran(here) == {"lint": "kept", "unit": "kept", "build": "runs", "e2e": "runs"}


async def test_several_jobs_by_name(here: World) -> None:
    shown = await here.types(f"rerun {FAILED} --jobs lint,unit,lint")
    assert "Only lint and unit and what depends on them." in shown.text
    assert set(ran(here).values()) == {"runs"}


async def test_with_ssh_what_failed_runs_and_it_says_whose_keys_open_it(here: World) -> None:
    shown = await here.types(f"rerun {FAILED} --ssh")
    assert "Only e2e and what depends on it, with SSH." in shown.text
    assert "SSH is open to acme-ringmaster's keys" in shown.text
    assert ran(here)["lint"] == "kept"
    assert [job.script.name for job in run_of(here, 812, "build-test-deploy").jobs if job.ssh] == ["e2e"]


async def test_with_ssh_and_failed_it_is_what_failed_too(here: World) -> None:
    await here.types(f"rerun {FAILED} --failed --ssh")
    assert [job.script.name for job in run_of(here, 812, "build-test-deploy").jobs if job.ssh] == ["e2e"]


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        (f"{FAILED} --failed --jobs e2e", "Use --failed or --jobs, not both."),
        (f"{FAILED} --jobs nope", "Its jobs: lint, unit, build, e2e."),
        (f"{FAILED} --jobs e2e,nope", "nope"),
        ("web@fix/cart-badge --failed", "Nothing failed in "),
        ("web@docs/readme", "Nothing to rerun: web #805 has no workflows."),
        ("web@docs/readme", "/ci trigger web@docs/readme starts a new pipeline."),
        ("web@broken-config", "web #807 never started: its config has errors."),
        ("api@chore/signing", "never ran"),
        ("api@chore/signing --jobs lint", "has no jobs."),
    ],
)
async def test_what_can_not_be_rerun_says_why(here: World, rest: str, why: str) -> None:
    shown = await here.types(f"rerun {rest}")
    assert shown.whispered
    assert why in shown.text
    assert "done" not in states(here)


async def test_a_workflow_that_runs_is_not_rerun_and_the_line_that_stops_it_is_said(here: World) -> None:
    shown = await here.types("rerun web@main", channel=DEPLOYS)
    assert "It's still running." in shown.text
    assert "/ci cancel web#813 stops it first." in shown.text
    assert posts(here) == []


async def test_a_workflow_that_passed_has_nothing_failed(here: World) -> None:
    shown = await here.types("rerun web@release/2.4 --failed", channel=DEPLOYS)
    assert "Nothing failed in " in shown.text
    shown = await here.types("rerun web@release/2.4 --ssh", channel=DEPLOYS)
    assert "add --jobs lint." in shown.text
    assert posts(here) == []


# Workflows of their own kind


async def test_a_setup_workflow_is_not_rerun_and_not_offered(here: World) -> None:
    setup = run_of(here, 433, "choose", API)
    shown = await here.types(f"rerun {setup.id}")
    assert "Setup workflows can't be rerun." in shown.text
    assert "/ci trigger api@chore/changed-paths starts a new pipeline." in shown.text
    assert posts(here) == []
    shown = await here.types("rerun api@chore/changed-paths")
    assert "test is running" in shown.text


async def test_a_setup_workflow_that_failed_has_no_button_and_says_why_by_word(here: World) -> None:
    branch = "chore/changed-paths"
    here.circleci.add_branch(API, branch, outcomes={"changed-paths": ("failed",)})
    here.circleci.finish(here.circleci.add_pipeline(API, branch))
    message = await card(here, f"api@{branch}", WEB)
    assert not [each for each in labels(here, message) if each.startswith("Rerun")]
    shown = await here.types(f"rerun api@{branch} --failed")
    assert "Setup workflows can't be rerun." in shown.text
    assert posts(here) == []


async def test_after_a_hundred_reruns_there_is_no_more(here: World) -> None:
    message = await card(here, FAILED, WEB)
    first = run_of(here, 812, "build-test-deploy")
    for _ in range(100):
        here.circleci.world.rerun(first, frozenset({"e2e"}))
    here.clock.advance(timedelta(minutes=10).total_seconds())
    newest = run_of(here, 812, "build-test-deploy")
    shown = await here.types(f"rerun {newest.id}")
    assert "has been rerun 100 times, the most CircleCI allows." in shown.answer
    assert posts(here) == []
    assert read(message)
