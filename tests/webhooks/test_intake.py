"""What becomes of what is posted to the webhook's path."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.store import StoreUnavailable
from bot.webhooks.intake import SIGNATURE_HEADER, WEBHOOK_BODY_LIMIT, WEBHOOK_PATH
from tests.shared import SHARED, needs_shared
from tests.webhooks.deliveries import OLD_SECRET, PIPELINE, SECRET, Door, a_door, signed, workflow_completed

FOLDER = SHARED / "data/circleci/webhooks"

#: What a pipeline's, a workflow's or a project's place may hold that says nothing.
NOTHING = [
    None,
    {},
    {"id": None},
    {"id": "../.."},
    {"id": 7},
    {"id": "x" * 5000},
    "pipeline",
    7,
    [{"id": PIPELINE}],
]


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with a_door() as opened:
        yield opened


async def test_a_good_delivery_marks_its_pipeline_and_says_so_in_one_line_without_the_body(
    door: Door,
) -> None:
    with capture_logs() as lines:
        answer = await door.post(workflow_completed(note="only in the body"))
    assert (answer.status_code, door.marks.pipelines) == (200, [PIPELINE])
    [line] = lines
    assert line == {
        "event": "webhook",
        "log_level": "info",
        "type": "workflow-completed",
        "pipeline": PIPELINE,
        "workflow": "7381218b-d04c-4aa3-b8b8-8c00a9319d1f",
        "project": "gh/acme/web",
    }


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
async def test_any_of_the_secrets_may_sign(door: Door, secret: str) -> None:
    body = workflow_completed()
    assert (await door.post(body, signed(body, secret))).status_code == 200


async def test_a_delivery_that_comes_again_is_as_welcome(door: Door) -> None:
    for _ in range(2):
        assert (await door.post(workflow_completed())).status_code == 200
    assert set(door.marks.pipelines) == {PIPELINE}


async def test_what_is_not_signed_is_refused_and_nothing_is_marked(door: Door) -> None:
    body = workflow_completed()
    good = signed(body)[SIGNATURE_HEADER]
    for headers in (
        {},
        signed(body, "another-secret-altogether"),
        signed(body + b" "),
        {SIGNATURE_HEADER: good.replace("v1", "v0")},
        {SIGNATURE_HEADER: good.removeprefix("v1=")},
        {SIGNATURE_HEADER: b"v1=\xff\xe9" + good.encode()},
        {"x-slack-signature": good},
    ):
        with capture_logs() as lines:
            assert (await door.post(body, headers)).status_code == 401
        assert PIPELINE not in str(lines)
    assert door.marks.pipelines == []


async def test_refusals_are_a_line_a_second_that_says_why(door: Door) -> None:
    with capture_logs() as lines:
        for _ in range(20):
            await door.post(workflow_completed(), {})
        await door.client.post(WEBHOOK_PATH, content=b"x" * (WEBHOOK_BODY_LIMIT + 1))
    assert [line["log_level"] for line in lines] == ["warning"] * len(lines)
    assert {line["why"] for line in lines} == {"has no signature", "is larger than 1 MB"}
    assert len(lines) < 5


async def test_a_signature_that_comes_twice_is_none(door: Door) -> None:
    body = workflow_completed()
    for other in ("v2=0011", *signed(body).values()):
        headers = [(SIGNATURE_HEADER, other), *signed(body).items()]
        assert (await door.client.post(WEBHOOK_PATH, content=body, headers=headers)).status_code == 401
    assert door.marks.pipelines == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b"null", b'"ping"', b"NaN", b"[" * 10_000, b'{"id":1}}']
)
async def test_what_is_no_json_object_is_refused(door: Door, body: bytes) -> None:
    answer = await door.post(body)
    assert (answer.status_code, door.marks.pipelines) == (400, [])


async def test_a_body_is_read_up_to_a_megabyte(door: Door) -> None:
    body = workflow_completed()
    for padding, status in (
        (WEBHOOK_BODY_LIMIT - len(body), 200),
        (WEBHOOK_BODY_LIMIT - len(body) + 1, 413),
        (5_000_000, 413),
    ):
        assert (await door.post(body + b" " * padding)).status_code == status
    assert door.marks.pipelines == [PIPELINE]


async def test_only_a_post_is_taken(door: Door) -> None:
    assert (await door.client.get(WEBHOOK_PATH)).status_code == 405


@pytest.mark.parametrize("odd", NOTHING)
async def test_a_delivery_that_tells_of_no_pipeline_is_taken_and_marks_nothing(
    door: Door, odd: object
) -> None:
    answer = await door.post(workflow_completed(pipeline=odd))
    assert (answer.status_code, door.marks.pipelines) == (200, [])


@pytest.mark.parametrize("odd", NOTHING)
async def test_what_is_odd_beside_the_pipeline_does_not_matter(door: Door, odd: object) -> None:
    body = workflow_completed(type=odd, workflow=odd, project=odd, happened_at=odd, id=odd)
    answer = await door.post(body)
    assert (answer.status_code, door.marks.pipelines) == (200, [PIPELINE])


async def test_half_a_character_does_not_matter(door: Door) -> None:
    answer = await door.post(workflow_completed(id="cut \ud83d"))
    assert (answer.status_code, door.marks.pipelines) == (200, [PIPELINE])


async def test_an_event_of_another_type_is_news_as_well(door: Door) -> None:
    await door.post(workflow_completed(type="job-started"))
    assert door.marks.pipelines == [PIPELINE]


async def test_where_the_mark_can_not_be_kept_circleci_is_to_deliver_it_again(door: Door) -> None:
    door.marks.trouble = StoreUnavailable("the database does not answer")
    with capture_logs() as lines:
        answer = await door.post(workflow_completed())
    assert answer.status_code == 503
    assert [line["log_level"] for line in lines] == ["warning"]
    door.marks.trouble = None
    assert (await door.post(workflow_completed())).status_code == 200


@needs_shared
async def test_whatever_was_recorded_is_taken(door: Door) -> None:
    recorded = [*FOLDER.glob("*_completed_*.json"), FOLDER / "ping.json"]
    assert len(recorded) > 5
    for path in recorded:
        door.marks.pipelines.clear()
        body = path.read_bytes()
        event = json.loads(body)
        with capture_logs() as lines:
            assert (await door.post(body)).status_code == 200, path.name
        assert door.marks.pipelines == ([event["pipeline"]["id"]] if "pipeline" in event else []), path.name
        assert lines[0]["type"] == event["type"]
        assert {"project", "workflow"} & lines[0].keys() == {"project", "workflow"} & event.keys()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "slug", "type", "pipeline", "project"]) | st.text(), inner, max_size=4
        )
    ),
    max_leaves=12,
)
EVENTS = st.dictionaries(st.sampled_from(["id", "type", "pipeline", "workflow", "project"]), JSON)


def test_no_body_and_no_header_is_answered_with_an_error_of_ours() -> None:
    with asyncio.Runner() as runner:
        opened = a_door()
        door = runner.run(opened.__aenter__())

        @settings(deadline=None)
        @given(st.binary() | EVENTS.map(lambda it: json.dumps(it).encode()), st.binary(), st.booleans())
        def deliver(body: bytes, header: bytes, genuine: bool) -> None:
            headers = signed(body) if genuine else {SIGNATURE_HEADER: header}
            answer = runner.run(door.post(body, headers))
            assert answer.status_code in ((200, 400) if genuine else (401,))

        deliver()
        runner.run(opened.__aexit__(None, None, None))
