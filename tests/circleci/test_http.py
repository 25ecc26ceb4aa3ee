"""What is tried again, for how long, and what never is."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import (
    CircleCIError,
    LostAnswer,
    NoConnection,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from tests.circleci.wires import CREATED, JOB_ID, TOKEN, WEB, Answer, Step, Wire, answers, page, says

USER = answers({"id": JOB_ID, "login": "ana"})
STARTED = answers(CREATED, 201)


class Time:
    """A clock that stands still but for the pauses between attempts."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def time(mocker: MockerFixture) -> Time:
    time = Time()
    mocker.patch("stamina._core._smart_sleep", time.sleep)
    return time


def a_client(time: Time, *steps: Step | Answer, **options: Any) -> tuple[CircleCI, Wire]:
    wire = Wire(*steps)
    return CircleCI(TOKEN, transport=wire, clock=time, **options), wire


@pytest.mark.parametrize(
    "fault",
    [
        says(500),
        says(503, "<html>"),
        says(429, "Rate limited."),
        says(429, "Rate limited.", retry_after="1"),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout(""),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
    ],
    ids=repr,
)
async def test_a_get_is_tried_again_after_a_fault_that_may_pass(time: Time, fault: Step) -> None:
    client, wire = a_client(time, fault, USER)
    assert (await client.get_me()).login == "ana"
    assert len(wire.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 301])
async def test_a_get_is_not_tried_again_after_a_plain_no(time: Time, status: int) -> None:
    client, wire = a_client(time, says(status), USER)
    with pytest.raises(CircleCIError):
        await client.get_me()
    assert len(wire.requests) == 1


async def test_a_get_that_is_not_json_is_not_tried_again(time: Time) -> None:
    client, wire = a_client(time, says(200, "<html>"), USER)
    with pytest.raises(CircleCIError):
        await client.get_me()
    assert len(wire.requests) == 1


async def test_a_get_gives_up_after_a_few_attempts_with_growing_pauses(time: Time) -> None:
    client, wire = a_client(time, says(503))
    with pytest.raises(ServerError):
        await client.get_me()
    assert len(wire.requests) == 4
    assert len(time.pauses) == 3
    assert time.pauses == sorted(time.pauses)
    assert sum(time.pauses) < 2


async def test_slow_faults_use_up_the_budget_of_ten_seconds(time: Time) -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        time.now += 4.5
        raise httpx.ReadTimeout("", request=request)

    client, wire = a_client(time, slow)
    start = time.now
    with pytest.raises(LostAnswer):
        await client.get_me()
    assert len(wire.requests) == 2
    assert time.now - start <= 10


def in_three_seconds(_: httpx.Request) -> httpx.Response:
    return says(429, retry_after=format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True))


async def test_the_pause_is_as_long_as_retry_after_says_in_seconds(time: Time) -> None:
    client, _ = a_client(time, says(429, retry_after="7"), USER)
    await client.get_me()
    assert time.pauses == [7.0]


async def test_the_pause_is_as_long_as_retry_after_says_as_a_date(time: Time) -> None:
    client, _ = a_client(time, in_three_seconds, USER)
    await client.get_me()
    assert time.pauses == [pytest.approx(2, abs=1.5)]


@pytest.mark.parametrize("seconds", ["11", "3600", "1e300"])
async def test_a_retry_after_beyond_the_budget_is_said_at_once(time: Time, seconds: str) -> None:
    client, wire = a_client(time, says(429, "Rate limited.", retry_after=seconds))
    with pytest.raises(RateLimited) as caught:
        await client.get_me()
    assert caught.value.retry_after == float(seconds)
    assert (len(wire.requests), time.pauses) == (1, [])


async def test_while_circleci_wants_a_pause_nothing_is_sent(time: Time) -> None:
    client, wire = a_client(time, says(429, retry_after="60"), USER)
    with pytest.raises(RateLimited):
        await client.get_me()

    time.now += 20
    for call in (client.get_me, lambda: client.trigger_pipeline(WEB)):
        with pytest.raises(RateLimited) as caught:
            await call()
        assert caught.value.retry_after == pytest.approx(40)
        assert not caught.value.may_have_acted
    assert len(wire.requests) == 1

    time.now += 40
    assert (await client.get_me()).login == "ana"


async def test_after_the_last_call_that_was_left_nothing_is_sent_until_there_are_more(time: Time) -> None:
    last = answers({"id": JOB_ID, "login": "ana"}, x_ratelimit_remaining="0", x_ratelimit_reset="40")
    client, wire = a_client(time, last, USER)
    assert (await client.get_me()).login == "ana"
    with pytest.raises(RateLimited):
        await client.get_me()
    assert len(wire.requests) == 1

    time.now += 41
    assert (await client.get_me()).login == "ana"


async def test_a_pause_is_of_one_token_and_others_go_on_over_the_same_connections(time: Time) -> None:
    client, wire = a_client(time, says(429, retry_after="60"), USER)
    other = client.with_token("another")
    with pytest.raises(RateLimited):
        await client.get_me()
    assert (await other.get_me()).login == "ana"
    assert [request.headers["circle-token"] for request in wire.requests] == [TOKEN, "another"]


async def test_a_pause_is_never_longer_than_five_minutes(time: Time) -> None:
    client, _ = a_client(time, says(429, retry_after="86400"), USER)
    with pytest.raises(RateLimited):
        await client.get_me()
    time.now += 300
    assert (await client.get_me()).login == "ana"


async def test_each_page_of_a_list_is_tried_again_by_itself(time: Time) -> None:
    job = {"id": JOB_ID, "name": "test", "status": "failed"}
    client, wire = a_client(time, page([job], "two"), says(502), page([job]))
    assert len(await client.list_jobs(JOB_ID)) == 2
    assert wire.paths[1] == wire.paths[2]


Post = Callable[[CircleCI], Awaitable[object]]
POSTS: list[Post] = [
    lambda client: client.trigger_pipeline(WEB, branch="main"),
    lambda client: client.run_pipeline(WEB, JOB_ID, branch="main"),
]


@pytest.mark.parametrize("post", POSTS, ids=["trigger", "run"])
@pytest.mark.parametrize(
    ("fault", "kind", "may_have_acted"),
    [
        (says(400, "Branch not found"), CircleCIError, False),
        (says(401), Unauthorized, False),
        (says(404), NotFound, False),
        (says(429, retry_after="1"), RateLimited, False),
        (says(500), ServerError, True),
        (says(502, "<html>"), ServerError, True),
        (says(201, "<html>"), CircleCIError, True),
        (says(307, location="https://circleci.com/api/v2/project"), CircleCIError, False),
        (httpx.ConnectError("refused"), NoConnection, False),
        (httpx.ConnectTimeout(""), NoConnection, False),
        (httpx.PoolTimeout(""), NoConnection, False),
        (httpx.ProxyError("407"), NoConnection, False),
        (httpx.WriteTimeout(""), LostAnswer, True),
        (httpx.WriteError(""), LostAnswer, True),
        (httpx.ReadTimeout(""), LostAnswer, True),
        (httpx.ReadError("reset"), LostAnswer, True),
        (httpx.RemoteProtocolError("Server disconnected"), LostAnswer, True),
    ],
    ids=repr,
)
async def test_a_post_is_sent_once_whatever_comes_of_it(
    time: Time, post: Post, fault: Step, kind: type[CircleCIError], may_have_acted: bool
) -> None:
    client, wire = a_client(time, fault, STARTED)
    with pytest.raises(kind) as caught:
        await post(client)
    assert len(wire.requests) == 1
    assert time.pauses == []
    assert caught.value.may_have_acted is may_have_acted


async def test_a_broken_body_is_a_lost_answer(time: Time) -> None:
    class Broken(httpx.AsyncByteStream):
        async def __aiter__(self):  # type: ignore[no-untyped-def]
            yield b'{"id": '
            raise httpx.ReadError("reset")

    client, wire = a_client(time, lambda _: httpx.Response(201, stream=Broken()))
    with pytest.raises(LostAnswer):
        await client.trigger_pipeline(WEB)
    assert len(wire.requests) == 1


class Held(httpx.AsyncBaseTransport):
    """Answers nobody before it is told to; counts how many wait."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.waiting = 0
        self.most = 0
        self.arrived = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.arrived.set()
        await self.open.wait()
        self.waiting -= 1
        return httpx.Response(200, json={"id": JOB_ID}, request=request)


async def test_at_most_so_many_requests_are_under_way_at_once() -> None:
    held = Held()
    async with CircleCI(TOKEN, transport=held, concurrency=3) as client, asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(client.get_me())
        await held.arrived.wait()
        held.open.set()
    assert held.most == 3


async def test_a_get_that_nobody_answers_ends_with_its_budget(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http.GET_BUDGET", 0.05)
    async with CircleCI(TOKEN, transport=Held()) as client:
        with pytest.raises(LostAnswer, match="no answer within"):
            await client.get_me()


async def test_a_post_that_nobody_answers_may_have_acted(mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http.POST_BUDGET", 0.05)
    async with CircleCI(TOKEN, transport=Held()) as client:
        with pytest.raises(LostAnswer) as caught:
            await client.trigger_pipeline(WEB)
    assert caught.value.may_have_acted


async def test_a_request_that_waited_in_vain_for_its_turn_was_never_sent(mocker: MockerFixture) -> None:
    held = Held()
    async with CircleCI(TOKEN, transport=held, concurrency=1) as client, asyncio.TaskGroup() as group:
        first = group.create_task(client.get_me())
        await held.arrived.wait()
        mocker.patch("bot.circleci.http.POST_BUDGET", 0.05)
        with pytest.raises(NoConnection) as caught:
            await client.trigger_pipeline(WEB)
        held.open.set()
    assert not caught.value.may_have_acted
    assert held.most == 1
    assert first.done()


async def test_a_canceled_request_frees_its_place() -> None:
    held = Held()
    async with CircleCI(TOKEN, transport=held, concurrency=1) as client:
        task = asyncio.create_task(client.get_me())
        await held.arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        held.open.set()
        assert (await client.get_me()).id == JOB_ID


async def test_an_answer_without_an_end_is_cut(time: Time) -> None:
    client, _ = a_client(time, says(200, "x" * (32 * 2**20 + 1)))
    with pytest.raises(CircleCIError, match="more than 33554432 bytes"):
        await client.get_me()
