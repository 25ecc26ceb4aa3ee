"""What is live where, and going back: once, for whom it is allowed, and only from what was shown."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.model.permission import Permission
from bot.model.reply import Reply, Surface
from bot.model.request import Actor, Place
from bot.model.write import Intent
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.demo import POLICY
from bot.playground.slack.workspace import Message
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, RANDOM, WEB, ZOE, World, ground, read, world

BACK = "rollback web production --project web --reason 'Checkout fails'"
BUTTON = "Roll back…"
POSTING = "/projects/*/rollback"


def states(here: World) -> list[str]:
    """The states of all actions, the oldest first."""
    return [str(row["state"]) for row in here.actions()]


def posts(here: World) -> list[str]:
    return [asked for asked in here.asked_of_circleci() if asked.startswith("POST")]


def live(here: World) -> str:
    """What is live of web in production."""
    return here.circleci.deploys.live(here.circleci.project(WEB_SLUG))["production"]


async def card(here: World) -> Message:
    """The card of what is live in production, in the channel from which it may be rolled back."""
    await here.types("deploys web production", channel=DEPLOYS)
    return here.slack.messages(DEPLOYS)[-1]


async def test_what_is_live_is_shown_to_the_channel(either: World) -> None:
    shown = await either.types("deploys", user=GUS)
    assert not shown.whispered
    assert "web in production  ·  v2.4.1-809" in shown.text
    assert either.actions() == []


async def test_a_typed_rollback_runs_is_recorded_and_changes_what_is_live(either: World) -> None:
    shown = await either.types(BACK, channel=DEPLOYS)
    [started] = either.circleci.started
    assert f"web #{started.number}" in shown.text
    assert "goes back from v2.4.1-809 to v2.4.0-802" in shown.text
    [row] = either.actions()
    assert (row["state"], row["actor"], row["project"]) == ("done", ANA, WEB_SLUG)
    assert row["pipeline_id"] == started.id
    assert "Checkout fails" in row["line"]
    assert row["rule"].startswith("channels.C0DEPLOYS.allow[")
    either.clock.advance(60)
    assert live(either) == "v2.4.0-802"


async def test_the_button_asks_why_and_names_what_would_happen(here: World) -> None:
    shown = await here.clicks(await card(here), BUTTON, user=CHO)
    assert shown.whispered
    assert "Roll back production?" in shown.text
    assert "web goes back from v2.4.1-809 (live) to v2.4.0-802. This runs web's rollback" in shown.text
    assert "Say why: /ci rollback web production v2.4.0-802 --project web " in shown.text
    assert posts(here) == []


async def test_what_names_no_place_asks_which_and_then_why(here: World) -> None:
    await here.types("deploys web", channel=DEPLOYS)
    which = await here.clicks(here.slack.messages(DEPLOYS)[-1], BUTTON, user=CHO)
    assert "Which environment?" in which.text
    shown = await here.clicks(which.only, "production", user=CHO)
    assert "Roll back production?" in shown.text
    assert "Say why: " in shown.text
    assert posts(here) == []


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("rollback", "Which project?"),
        ("undo", "Did you mean /ci rollback?"),
        ("rollback web", "Which environment?"),
        ("rollback --project web", "Which environment?"),
    ],
)
async def test_what_names_too_little_is_asked_about(here: World, line: str, asks: str) -> None:
    shown = await here.types(line, user=CHO, channel=DEPLOYS)
    assert shown.whispered
    assert asks in shown.text
    assert posts(here) == []


async def test_a_card_of_one_environment_stays_one_of_it(here: World) -> None:
    live = (await here.types("deploys web production", channel=WEB)).only
    await here.types(BACK, channel=DEPLOYS)
    await here.passes(120)
    shown = read(here.slack.message(live.ts))
    assert "production  ·  v2.4.0-802" in shown
    assert "npm" not in shown


async def test_what_was_not_said_in_full_is_asked_and_pressed_in_the_name_of_who_pressed(
    here: World,
) -> None:
    shown = await here.types("rollback production --reason checkout is broken", user=CHO, channel=DEPLOYS)
    assert "Roll back production?" in shown.text
    assert posts(here) == []
    await here.clicks(shown.only, "Roll back", user=CHO)
    [wanted] = here.circleci.deploys.rollbacks.values()
    assert wanted.reason == f"asked in Slack by {CHO}: checkout is broken"
    assert "done" in states(here)
    assert {row["actor"] for row in here.actions()} == {CHO}


async def test_the_pipeline_that_does_it_is_what_the_thread_is_about(here: World) -> None:
    shown = await here.types(BACK, channel=DEPLOYS)
    [started] = here.circleci.started
    looked = await here.clicks(shown.only, "Pipeline")
    assert f"web #{started.number}" in looked.text
    here.clock.advance(60)
    assert "production  ·  v2.4.0-802" in (await here.clicks(shown.only, "What's live?")).answer


async def test_the_cards_of_what_is_live_and_of_the_rollback_stay_true(here: World) -> None:
    live = (await here.types("deploys web", channel=WEB)).only
    card = (await here.types(BACK, channel=DEPLOYS)).only
    assert "production  ·  v2.4.1-809" in read(here.slack.message(live.ts))
    await here.passes(120)
    assert "production  ·  v2.4.0-802" in read(here.slack.message(live.ts))
    assert "Rollback passed" in read(here.slack.message(card.ts))
    assert "v2.4.0-802 is live now." in read(here.slack.message(card.ts))


async def test_the_card_of_a_rollback_stays_true_where_the_bot_starts_anew(tmp_path: Path) -> None:
    async with ground() as on:
        async with world(tmp_path, on=on) as before:
            card = (await before.types(BACK, channel=DEPLOYS)).only
        async with world(tmp_path, on=on) as after:
            await after.passes(120)
            shown = read(after.slack.message(card.ts))
    assert "Rollback passed" in shown
    assert "web in production goes back from v2.4.1-809 to v2.4.0-802" in shown
    assert "Reason: Checkout fails" in shown
    assert "v2.4.0-802 is live now." in shown


@pytest.mark.parametrize(
    ("user", "channel", "why"),
    [
        (BEN, DEPLOYS, "Only the release group can roll back web here."),
        (GUS, DEPLOYS, "Guests can look"),
        (ANA, WEB, f"You can't roll back web here. You can in <#{DEPLOYS}>."),
        (ANA, RANDOM, "You can in"),
    ],
)
async def test_a_refusal_says_who_may_and_starts_nothing(
    here: World, user: str, channel: str, why: str
) -> None:
    shown = await here.types(BACK, user=user, channel=channel)
    assert shown.whispered
    assert why in shown.text
    assert posts(here) == []


@pytest.mark.parametrize(("user", "why"), [(BEN, "Only the release group can"), (GUS, "Guests can look")])
async def test_who_may_not_is_refused_at_the_click_too(here: World, user: str, why: str) -> None:
    shown = await here.clicks(await card(here), BUTTON, user=user)
    assert shown.whispered
    assert why in shown.text
    assert posts(here) == []


async def test_somebody_of_another_workspace_is_refused_by_word_and_by_click(here: World) -> None:
    await here.types("deploys web")
    shown_card = here.slack.messages(WEB)[-1]
    before = len(here.asked_of_circleci())
    for shown in (
        await here.mentions(BACK, user=ZOE),
        await here.mentions("deploys web", user=ZOE),
        await here.clicks(shown_card, BUTTON, user=ZOE),
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
        message = await card(here)
        policy.write_text(POLICY.read_text().replace("[read, trigger, rerun", "[read, rerun"))
        shown = await here.clicks(message, BUTTON)
        assert shown.whispered
        assert "can't roll back" in shown.text
        assert posts(here) == []


async def test_what_is_no_longer_live_is_not_rolled_back(here: World) -> None:
    message = await card(here)
    await here.types("rollback web production v2.4.0-795 --project web --reason Slow", channel=DEPLOYS)
    here.clock.advance(60)
    shown = await here.clicks(message, BUTTON)
    assert shown.whispered
    assert "v2.4.0-795 is live now, not v2.4.1-809." in shown.text
    assert len(posts(here)) == 1
    assert states(here) == ["done", "failed"]


async def test_who_wants_the_same_is_told_who_was_first_while_it_is_under_way(here: World) -> None:
    await here.types(BACK, user=CHO, channel=DEPLOYS)
    shown = await here.types(BACK, channel=DEPLOYS)
    assert shown.whispered
    assert "<@U0CHO> started a rollback from v2.4.1-809 to v2.4.0-802" in shown.text
    assert len(posts(here)) == 1
    again = await here.clicks(shown.only, "Roll back")
    assert "Another deploy or rollback may be running." in again.text
    assert len(here.circleci.started) == 1


async def test_who_wants_the_same_afterwards_is_told_too_and_asked_whether_further_back(
    here: World,
) -> None:
    await here.types(BACK, user=CHO, channel=DEPLOYS)
    here.clock.advance(120)
    shown = await here.types(BACK, channel=DEPLOYS)
    assert "Roll back production further?" in shown.text
    assert "<@U0CHO> started a rollback from v2.4.1-809 to v2.4.0-802" in shown.text
    assert "web goes back from v2.4.0-802 (live) to v2.4.0-801." in shown.text
    assert len(posts(here)) == 1
    await here.clicks(shown.only, "Roll back")
    here.clock.advance(60)
    assert live(here) == "v2.4.0-801"


async def test_a_card_from_before_anothers_rollback_tells_of_it(here: World) -> None:
    message = await card(here)
    await here.types(BACK, user=CHO, channel=DEPLOYS)
    here.clock.advance(60)
    shown = await here.clicks(message, BUTTON)
    assert "v2.4.0-802 is live now, not v2.4.1-809." in shown.text
    assert "<@U0CHO> started a rollback from v2.4.1-809 to v2.4.0-802" in shown.text


async def test_the_deploys_card_never_leads_forward(here: World) -> None:
    await here.types(BACK, channel=DEPLOYS)
    here.clock.advance(60)
    shown = await card(here)
    assert "rolled back from v2.4.1-809" in read(shown)
    asked = await here.clicks(shown, BUTTON)
    assert "web goes back from v2.4.0-802 (live) to v2.4.0-801." in asked.text


async def test_a_lost_answer_is_looked_for_and_found(here: World) -> None:
    here.circleci.faults.add(Fault(POSTING, "POST", drop="after"))
    shown = await here.types(BACK, channel=DEPLOYS)
    [started] = here.circleci.started
    assert f"web #{started.number}" in shown.text
    assert "CircleCI's answer was lost" in shown.text
    assert states(here) == ["done"]
    assert len(posts(here)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(POSTING, "POST", status=502),
        Fault(POSTING, "POST", drop=True),
        Fault(POSTING, "POST", status=202, body="?"),
    ],
)
async def test_where_it_can_not_be_told_it_says_so_and_sends_nothing_again(here: World, fault: Fault) -> None:
    here.circleci.faults.add(fault)
    shown = await here.types(BACK, channel=DEPLOYS)
    assert shown.whispered
    assert "this might have started" in shown.text
    assert states(here) == ["unknown"]
    assert here.circleci.started == []
    assert len(posts(here)) == 1
    await here.clicks(shown.only, "Try again")
    assert len(here.circleci.started) == 1
    assert states(here) == ["unknown", "done"]


async def test_what_did_start_is_not_started_again_by_trying_again(here: World) -> None:
    here.circleci.faults.add(Fault("/pipeline/*/values", times=None, status=404))
    here.circleci.faults.add(Fault(POSTING, "POST", drop="after"))
    shown = await here.types(BACK, channel=DEPLOYS)
    assert "this might have started" in shown.text
    again = await here.clicks(shown.only, "Try again")
    assert "Not rolled back." in again.text
    assert len(here.circleci.started) == 1
    assert states(here) == ["unknown", "failed"]


async def test_a_delivery_that_comes_twice_acts_once(either: World) -> None:
    await either.slack.command(DEPLOYS, ANA, f"/ci {BACK}", times=2)
    await either.idle()
    assert len(either.circleci.started) == 1


def left_behind() -> Intent:
    """What somebody wanted when the process died."""
    return Intent(
        workspace="T0ACME",
        key="1.2.3",
        line=BACK,
        words="rollback",
        permission=Permission.TRIGGER,
        actor=Actor(ANA, "T0ACME"),
        place=Place("T0ACME", DEPLOYS),
        reply=Reply(Surface.COMMAND),
        rule="channels.C0DEPLOYS.allow[1]",
        project=WEB_SLUG,
    )


async def test_a_rollback_that_was_not_sent_when_the_process_died_is_begun_by_the_next(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as before:
        await before.bot.core.services.store.writes.record(left_behind())
    async with world(tmp_path) as after:
        await after.slack.until(lambda: after.slack.messages(DEPLOYS))
        assert len(after.circleci.deploys.rollbacks) == 1


async def test_a_rollback_that_may_have_been_sent_when_the_process_died_is_never_sent_again(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as before:
        actions = before.bot.core.services.store.writes
        await actions.sent(await actions.record(left_behind()))
    async with world(tmp_path) as after:
        [told] = await after.slack.until(lambda: after.slack.ephemerals(ANA))
        assert "this might have started" in read(told)
        assert posts(after) == []
        assert states(after) == ["unknown"]


DURING = [Fault("/deploy/*", status=503, times=None), Fault("/deploy/*/*/versions", status=503, times=None)]


async def test_the_deploys_card_shows_what_is_live_once_circleci_tells_it(here: World) -> None:
    shown = (await here.types("deploys web", channel=WEB)).only
    await here.types(BACK, channel=DEPLOYS)
    for fault in DURING:
        here.circleci.faults.add(fault)
    await here.passes(300, step=10)
    assert "production  ·  v2.4.1-809" in read(here.slack.message(shown.ts))
    here.circleci.faults.clear()
    await here.passes(600, step=10)
    assert "production  ·  v2.4.0-802" in read(here.slack.message(shown.ts))


async def test_the_deploys_card_waits_for_a_marker_that_comes_late_and_then_no_more(here: World) -> None:
    here.circleci.deploys.lag = timedelta(minutes=8)
    shown = (await here.types("deploys web", channel=WEB)).only
    await here.types(BACK, channel=DEPLOYS)
    await here.passes(300, step=10)
    assert "production  ·  v2.4.1-809" in read(here.slack.message(shown.ts))
    await here.passes(900, step=10)
    assert "production  ·  v2.4.0-802" in read(here.slack.message(shown.ts))
    before = len(here.asked_of_circleci())
    await here.passes(7200, step=120)
    assert len(here.asked_of_circleci()) == before


async def test_a_marker_that_never_comes_is_not_waited_for_longer_than_an_hour(here: World) -> None:
    here.circleci.deploys.lag = timedelta(days=1)
    await here.types("deploys web", channel=WEB)
    await here.types(BACK, channel=DEPLOYS)
    await here.passes(7200, step=60)
    asked = [each for each in here.asked_of_circleci() if each.endswith("/versions")]
    assert 5 <= len(asked) <= 40
    before = len(here.asked_of_circleci())
    await here.passes(7200, step=120)
    assert len(here.asked_of_circleci()) == before
