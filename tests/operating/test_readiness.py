"""Not ready is what another replica may not have; all else is told, too, and since when."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import REGISTRY
from pytest_mock import MockerFixture
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from structlog.testing import capture_logs

from bot.operating.readiness import TRIED_EVERY, Readiness
from bot.operating.serving import endpoints
from bot.playground.circleci import Fault
from bot.playground.demo import POLICY
from bot.store import StoreUnavailable
from tests.world import DEPLOYS, World, world


@dataclass
class Probe:
    """Asks /readyz, each time as if a while had passed."""

    here: World
    readiness: Readiness
    now: list[float]

    async def __call__(self) -> tuple[int, dict[str, str]]:
        """The status, and what is lacking by name."""
        self.now[0] += TRIED_EVERY
        for _ in range(2):  # what has changed stands still
            self.here.bot.core.services.policies._due = 0
            assert self.here.bot.core.services.policies.current
        transport = httpx.ASGITransport(endpoints(self.readiness.report))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
            answer = await client.get("/readyz")
        body = json.loads(answer.text)
        assert body["ready"] is (answer.status_code == 200)
        return answer.status_code, {name: lack["what"] for name, lack in body["lacking"].items()}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    policy = tmp_path / "policy.yml"
    policy.write_text(POLICY.read_text())
    async with world(tmp_path, policy_file=policy) as made:
        yield made


@pytest.fixture
def probe(here: World) -> Probe:
    now = [100.0]
    readiness = Readiness(lambda: now[0])
    readiness.started(here.bot)
    return Probe(here, readiness, now)


async def test_it_is_ready_once_it_has_started_until_it_stops(here: World, probe: Probe) -> None:
    with capture_logs() as lines:
        assert await probe() == (200, {})
        probe.readiness.stopping()
        assert await probe() == (503, {"process": "stopping"})
        probe.readiness = Readiness()
        assert await probe() == (503, {"process": "starting"})
        probe.readiness.started(here.bot)
        assert await probe() == (200, {})
    assert lines == []


async def test_it_is_not_ready_while_socket_mode_is_not_connected(here: World, probe: Probe) -> None:
    connected = False

    async def is_connected() -> bool:
        return connected

    probe.readiness.started(here.bot, is_connected)
    assert await probe() == (503, {"slack": "not connected"})
    connected = True
    assert await probe() == (200, {})


async def _policy_goes_wrong(here: World, _: MockerFixture) -> None:
    here.bot.core.settings.policy_file.write_text("channels: [")


async def _policy_is_removed(here: World, _: MockerFixture) -> None:
    here.bot.core.settings.policy_file.unlink()


async def _policy_was_never_right(here: World, _: MockerFixture) -> None:
    here.bot.core.settings.policy_file.write_text("channels: [")
    here.bot.core.services.policies._policy = None


async def _disk_is_full(here: World, mocker: MockerFixture) -> None:
    full = StoreUnavailable("the database says: database or disk is full")
    mocker.patch.object(here.bot.core.services.store._database, "in_turn", side_effect=full)


async def _database_is_silent(here: World, mocker: MockerFixture) -> None:
    silent = StoreUnavailable("the database can't be reached: db.internal:5432")
    mocker.patch.object(here.bot.core.services.store._database, "read", side_effect=silent)


async def _not_migrated(here: World, _: MockerFixture) -> None:
    def fall_behind() -> None:
        with closing(here._database()) as connection:
            connection.execute("update alembic_version set version_num = '0001'")

    await asyncio.to_thread(fall_behind)  # the bot may be writing just now, and ends that meanwhile


async def _file_is_deleted(here: World, _: MockerFixture) -> None:
    _file(here).unlink()


async def _file_is_replaced(here: World, _: MockerFixture) -> None:
    copy = _file(here).read_bytes()
    (other := _file(here).with_suffix(".copy")).write_bytes(copy)
    other.rename(_file(here))


async def _log_is_deleted(here: World, _: MockerFixture) -> None:
    _file(here).with_name(f"{_file(here).name}-wal").unlink()


async def _log_is_replaced(here: World, _: MockerFixture) -> None:
    log = _file(here).with_name(f"{_file(here).name}-wal")
    (other := log.with_suffix(".copy")).write_bytes(log.read_bytes())
    other.rename(log)


async def _file_is_emptied(here: World, _: MockerFixture) -> None:
    assert not here.bot.core.services.store._database.lost_file
    _file(here).write_bytes(b"")


async def _file_is_read_only(here: World, _: MockerFixture) -> None:
    @event.listens_for(here.bot.core.services.store._database.engine.sync_engine, "checkout")
    def only_reads(connection: DBAPIConnection, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = on")
        cursor.close()


async def _slack_refuses_the_token(here: World, _: MockerFixture) -> None:
    for method in ("chat.postMessage", "chat.postEphemeral", "chat.update"):
        here.slack.fail(method, "token_revoked", times=60)
    await here.types("status web")


async def _token_is_refused(here: World, _: MockerFixture) -> None:
    here.circleci.faults.add(Fault("*", times=None, status=401, body={"message": "Bad token"}))
    await here.types("status web")


async def _group_is_unread(here: World, _: MockerFixture) -> None:
    here.slack.fail("usergroups.users.list", "missing_scope")
    await here.bot.directory.refresh()


async def _group_can_not_be_asked_for(here: World, mocker: MockerFixture) -> None:
    lost = OSError("Cannot connect to host slack.internal:443")
    mocker.patch.object(here.bot.directory._client, "usergroups_users_list", side_effect=lost)
    await here.bot.directory.refresh()


async def _no_one_is_told_from_a_guest(here: World, _: MockerFixture) -> None:
    here.slack.fail("users.info", "missing_scope")
    await here.bot.directory.guest("U0ANA")


async def _no_channel_is_told_from_a_shared_one(here: World, _: MockerFixture) -> None:
    here.slack.fail("conversations.info", "fatal_error")
    await here.bot.directory.shared("C0RANDOM")


async def _clock_is_off(here: World, _: MockerFixture) -> None:
    here.bot.directory.clock_skew = timedelta(seconds=75)


def _file(here: World) -> Path:
    return Path(here.bot.core.settings.secret("database_url").removeprefix("sqlite:///"))


@pytest.mark.parametrize(
    ("happens", "status", "name", "what"),
    [
        (_policy_goes_wrong, 200, "policy", "the last good one is in force"),
        (_policy_is_removed, 200, "policy", "the last good one is in force"),
        (_policy_was_never_right, 200, "policy", "nothing is allowed"),
        (_disk_is_full, 200, "database", "it takes no writes"),
        (_file_is_read_only, 200, "database", "it takes no writes"),
        (_database_is_silent, 200, "database", "it doesn't answer"),
        (_not_migrated, 503, "database", "run `ringmaster migrate`"),
        (_file_is_deleted, 503, "database", "deleted or replaced"),
        (_file_is_replaced, 503, "database", "deleted or replaced"),
        (_file_is_emptied, 503, "database", "deleted or replaced"),
        (_log_is_deleted, 503, "database", "deleted or replaced"),
        (_log_is_replaced, 503, "database", "deleted or replaced"),
        (_slack_refuses_the_token, 200, "slack", "it refuses the token (token_revoked)"),
        (_token_is_refused, 200, "circleci", "it refuses the token"),
        (_group_is_unread, 200, "groups", "S0RELEASE"),
        (_group_can_not_be_asked_for, 200, "groups", "S0RELEASE (no answer)"),
        (_no_one_is_told_from_a_guest, 200, "guests", "which people are guests (missing_scope)"),
        (_no_channel_is_told_from_a_shared_one, 200, "channels", "which channels are shared (fatal_error"),
        (_clock_is_off, 200, "clock", "75 s from Slack's"),
    ],
)
async def test_what_is_lacking_is_told_and_only_some_of_it_sends_traffic_elsewhere(
    here: World,
    probe: Probe,
    mocker: MockerFixture,
    happens: Callable[[World, MockerFixture], Awaitable[None]],
    status: int,
    name: str,
    what: str,
) -> None:
    assert await probe() == (200, {})
    await happens(here, mocker)
    with capture_logs() as lines:
        for _ in range(2):
            found, lacking = await probe()
            assert (found, list(lacking), what in lacking[name]) == (status, [name], True)
    assert "internal" not in str(lacking)
    assert [line["name"] for line in lines if line["event"] == "lacking"] == [name]
    assert _measured(name) == 1


async def test_a_token_that_slack_takes_again_is_told_of_no_more(
    here: World, probe: Probe, mocker: MockerFixture
) -> None:
    await _slack_refuses_the_token(here, mocker)
    assert "slack" in (await probe())[1]
    here.slack.heal()
    await here.types("status web")
    assert await probe() == (200, {})


async def test_a_locked_database_is_told_until_it_takes_writes_again(here: World, probe: Probe) -> None:
    here.bot.core.services.store._database._patience = 0.2
    async with here.database_locked():
        assert await probe() == (200, {"database": "it takes no writes"})
    here.bot.core.services.store._database._patience = 5.0
    with capture_logs() as lines:
        assert await probe() == (200, {})
    told = [(line["event"], "since" in line) for line in lines if "name" in line]
    assert told == [("no longer lacking", True)]
    assert _measured("database") == 0


@pytest.mark.parametrize("happens", [_file_is_deleted, _file_is_replaced, _file_is_read_only, _disk_is_full])
async def test_what_the_file_does_not_take_is_not_started_and_it_is_said_so(
    here: World, mocker: MockerFixture, happens: Callable[[World, MockerFixture], Awaitable[None]]
) -> None:
    await happens(here, mocker)
    shown = await here.types("trigger web@main", channel=DEPLOYS)
    assert "Nothing was started" in shown.text
    assert here.circleci.started == []
    assert "web #813" in (await here.types("status web")).text


def _measured(name: str) -> float | None:
    return REGISTRY.get_sample_value("ringmaster_lacking", {"what": name})
