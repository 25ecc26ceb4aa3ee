"""Who is in the user groups that the policy names."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from bot.playground.slack import payloads
from bot.playground.slack.delivery import Delivery
from bot.playground.slack.small_slack import SmallSlack
from bot.slack.clients import slack_client
from bot.slack.directory import Directory
from tests.world import ANA, BEN, CHO, DEPLOYS, GUS, World, world

RELEASE = "S0RELEASE"


def directory(slack: SmallSlack) -> Directory:
    return Directory(slack_client(slack.bot_token, slack.api_url), lambda: [RELEASE])


async def test_members_are_read_from_slack(slack: SmallSlack) -> None:
    people = directory(slack)
    assert people.members == {}
    await people.refresh()
    assert people.members == {RELEASE: frozenset({"U0ANA", "U0CHO"})}


@pytest.mark.parametrize(
    "error", ["missing_scope", "ratelimited", "account_inactive", "plan_upgrade_required"]
)
@pytest.mark.parametrize("method", ["usergroups.users.list", "usergroups.list"])
async def test_what_can_not_be_read_stays_as_it_was_for_a_while_and_then_grants_nothing(
    slack: SmallSlack, error: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = directory(slack)
    await people.refresh()
    slack.fail(method, error)
    if method == "usergroups.users.list":
        slack.workspace.usergroups[RELEASE].users = ["U0BEN"]
    await people.refresh()
    assert people.members == {RELEASE: frozenset({"U0ANA", "U0CHO"})}
    assert people.unread[RELEASE] == error
    monkeypatch.setattr("bot.slack.directory.OLDEST", 0.0)
    assert people.members == {}
    monkeypatch.undo()
    await people.refresh()
    assert people.members == {RELEASE: frozenset(slack.workspace.usergroups[RELEASE].users)}
    assert people.unread == {}


async def test_where_it_is_not_known_which_groups_are_disabled_none_grants_for_long(
    slack: SmallSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = directory(slack)
    await people.refresh()
    slack.fail("usergroups.list", "missing_scope", times=9)
    monkeypatch.setattr("bot.slack.directory.monotonic", lambda: now + 901.0)
    now = monotonic()
    await people.refresh()
    assert people.members == {}
    assert people.unread == {RELEASE: "missing_scope"}


async def test_in_a_group_that_was_deleted_or_disabled_is_nobody(slack: SmallSlack) -> None:
    people = directory(slack)
    await people.refresh()
    slack.workspace.usergroups[RELEASE].disabled = True
    await people.refresh()
    assert people.members == {RELEASE: frozenset()}
    slack.workspace.usergroups[RELEASE].disabled = False
    await people.refresh()
    assert people.members == {RELEASE: frozenset({"U0ANA", "U0CHO"})}
    slack.workspace.usergroups.clear()
    await people.refresh()
    assert people.members == {RELEASE: frozenset()}
    assert people.unread[RELEASE] == "no_such_subteam"


async def test_what_groups_and_people_are_called_is_known_once_they_were_read(slack: SmallSlack) -> None:
    people = directory(slack)
    await people.refresh()
    assert people.handles == {RELEASE: "release"}
    await people.guest(ANA)
    assert people.handles == {RELEASE: "release", ANA: "ana"}


async def test_where_the_names_can_not_be_read_they_stay_as_they_were(slack: SmallSlack) -> None:
    people = directory(slack)
    slack.fail("usergroups.list", "missing_scope")
    await people.refresh()
    assert people.handles == {}
    assert people.members == {RELEASE: frozenset({"U0ANA", "U0CHO"})}


# Guests


def asked(slack: SmallSlack) -> int:
    """How often Slack was asked about a person."""
    return sum(call.method == "users.info" for call in slack.calls)


async def test_a_guest_is_told_from_a_member(slack: SmallSlack) -> None:
    people = directory(slack)
    assert await people.guest(GUS) is True
    assert await people.guest(ANA) is False


async def test_a_person_is_asked_about_once_in_a_while(
    slack: SmallSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = directory(slack)
    for _ in range(3):
        assert await people.guest(ANA) is False
    assert asked(slack) == 1
    slack.workspace.users[ANA] = replace(slack.workspace.users[ANA], guest=True)
    assert await people.guest(ANA) is False
    monkeypatch.setattr("bot.slack.directory.REFRESH", 0.0)
    assert await people.guest(ANA) is True
    assert asked(slack) == 2


@pytest.mark.parametrize("error", ["user_not_found", "missing_scope", "ratelimited"])
async def test_where_slack_does_not_tell_it_is_not_known_and_asked_again(
    slack: SmallSlack, error: str
) -> None:
    people = directory(slack)
    slack.fail("users.info", error)
    assert await people.guest(ANA) is None
    assert await people.guest(ANA) is False


# E-mail addresses


def looked_up(slack: SmallSlack) -> int:
    """How often Slack was asked who has an e-mail address."""
    return sum(call.method == "users.lookupByEmail" for call in slack.calls)


async def test_who_has_an_address_is_asked_once_in_a_while(slack: SmallSlack) -> None:
    people = directory(slack)
    for _ in range(3):
        assert await people.person_by_email("Ana@acme.example") == ANA
        assert await people.person_by_email("1+ana@users.noreply.github.com") is None
    assert looked_up(slack) == 2


async def test_who_has_left_or_is_of_another_workspace_is_nobody(slack: SmallSlack) -> None:
    slack.workspace.users[ANA] = replace(slack.workspace.users[ANA], deleted=True)
    people = directory(slack)
    assert await people.person_by_email("ana@acme.example") is None
    assert await people.person_by_email("zoe@globex.example") is None


async def test_without_the_scope_nobody_is_known_and_slack_is_not_asked_again(slack: SmallSlack) -> None:
    people = directory(slack)
    slack.fail("users.lookupByEmail", "missing_scope")
    for _ in range(2):
        assert await people.person_by_email("ana@acme.example") is None
    assert looked_up(slack) == 1


async def test_where_slack_does_not_answer_it_is_asked_again(slack: SmallSlack) -> None:
    people = directory(slack)
    slack.fail("users.lookupByEmail", "ratelimited")
    assert await people.person_by_email("ana@acme.example") is None
    assert await people.person_by_email("ana@acme.example") == ANA


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        yield made


async def test_a_group_that_is_not_read_for_long_grants_nothing_and_the_denial_says_so(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.slack.fail("usergroups.users.list", "missing_scope", times=99)
    await here.bot.directory.refresh()
    monkeypatch.setattr("bot.slack.directory.OLDEST", 0.0)
    shown = await here.types("trigger web@main", user=CHO, channel=DEPLOYS)
    assert "Only the release group can trigger main of web here." in shown.text
    unread = "The bot couldn't read the release group from Slack, so nobody counts as a member for now."
    assert unread in shown.text
    for line in ("can", "can trigger web@main"):
        assert unread in (await here.types(line, user=CHO, channel=DEPLOYS)).text
    assert here.circleci.started == []


async def test_somebody_who_joins_the_group_may_soon_do_what_it_may(here: World) -> None:
    line = "trigger web@main"
    assert (await here.types(line, user=BEN, channel=DEPLOYS)).whispered
    here.slack.workspace.usergroups[RELEASE].users.append(BEN)
    event = {"type": "subteam_members_changed", "subteam_id": RELEASE, "team_id": "T0ACME"}
    channel = here.slack.workspace.channels[DEPLOYS]
    told = payloads._envelope(here.slack.workspace, event, channel, "T0ACME")
    reads = len([call for call in here.slack.calls if call.method == "usergroups.users.list"])
    await here.slack.courier.deliver(Delivery("events_api", told))
    async with asyncio.timeout(5):
        while BEN not in here.bot.directory.members[RELEASE]:
            await asyncio.sleep(0)
    assert len([call for call in here.slack.calls if call.method == "usergroups.users.list"]) == reads + 1
    await here.types(line, user=BEN, channel=DEPLOYS)
    assert len(here.circleci.started) == 1


async def test_who_may_be_a_guest_starts_nothing_until_slack_tells(here: World) -> None:
    line = "trigger web@fix/cart-badge"
    here.slack.fail("users.info", "internal_error")
    shown = await here.types(line, user=BEN)
    assert shown.whispered
    assert "Slack didn't say whether you're a guest" in shown.text
    assert here.circleci.started == []
    await here.types(line, user=BEN)
    assert len(here.circleci.started) == 1


async def test_reading_asks_slack_nothing_about_a_person(here: World) -> None:
    await here.types("status web", user=GUS)
    assert asked(here.slack) == 0
