"""What becomes of what is posted to Slack's path."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.slack.drawing.blocks import BUDGET
from bot.slack.intake import SLACK_BODY_LIMIT
from tests.slack.doors import FORM, JSON, LINE, OLD_SECRET, PASSWORD, SECRET, Door, a_door, signed


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as opened:
        yield opened


def command(**changed: str) -> bytes:
    return urlencode({**LINE, **changed}).encode()


@pytest.mark.parametrize("secret", [SECRET, OLD_SECRET])
async def test_what_any_of_the_secrets_signed_gets_to_the_bot(door: Door, secret: str) -> None:
    answer = await door.post(command(text="status web --nonsense"), secret=secret)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json;charset=utf-8")
    assert "nonsense" in answer.json()["text"]


@pytest.mark.parametrize(
    ("signing", "said", "seconds"),
    [
        ({"secret": "another"}, "another secret", None),
        ({"ahead": -360}, "a clock is wrong", 360),
        ({"ahead": 360}, "a clock is wrong", -360),
    ],
)
async def test_another_secret_or_clock_is_refused_in_a_line_that_says_which_and_no_more(
    door: Door, signing: dict[str, object], said: str, seconds: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    body = command()
    with capture_logs() as lines:
        answer = await door.post(body, **signing)
    assert answer.status_code == 401
    [line] = lines
    assert (line["log_level"], said in line["why"]) == ("warning", True)
    assert abs(line.get("seconds_behind", 0) - (seconds or 0)) <= 1
    assert PASSWORD not in str(lines) + caplog.text + answer.text
    assert "hooks.slack.com" not in str(lines)
    assert door.here.circleci.started == []


def odd_headers() -> list[tuple[str, list[tuple[str, str | bytes]]]]:
    body = command()
    good = [*signed(body).items()]
    stamp, signature = good[1], good[2]
    return [
        ("nothing", []),
        ("no timestamp", [good[0], signature]),
        ("twice", [*good, signature]),
        ("not ASCII", [good[0], stamp, (signature[0], b"v0=\xff\xe9")]),
        ("no number", [good[0], (stamp[0], "nan"), signature]),
        ("many digits", [good[0], (stamp[0], "1" * 5000), signature]),
    ]


@pytest.mark.parametrize("headers", [each[1] for each in odd_headers()], ids=[e[0] for e in odd_headers()])
async def test_odd_headers_are_refused_without_a_traceback(
    door: Door, headers: list[tuple[str, str | bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines:
        assert (await door.post(command(), headers)).status_code == 401
    assert [line["log_level"] for line in lines] == ["warning"]
    assert caplog.records == []


DEEP = b"[" * 50_000


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        *((each, JSON) for each in (b"", b"{", b"[]", b"null", b'"x"', b"7", b"\xff", DEEP, b'{"a":' + DEEP)),
        (b"payload=%7B", FORM),
        (b"payload=[]", FORM),
        (b"payload=" + DEEP, FORM),
        (b"a=\xff", FORM),
        (b"{}", "text/plain"),
        (b"{}", "multipart/form-data; boundary=x"),
    ],
)
@pytest.mark.parametrize("genuine", [True, False])
async def test_nonsense_is_refused_in_one_line_without_it_whoever_sent_it(
    door: Door, body: bytes, content_type: str, genuine: bool, caplog: pytest.LogCaptureFixture
) -> None:
    secret = SECRET if genuine else "another"
    with capture_logs() as lines:
        answer = await door.post(body, secret=secret, content_type=content_type)
    assert answer.status_code == (400 if genuine else 401)
    assert [line["log_level"] for line in lines] == ["warning"]
    assert (len(str(lines)) < 300, caplog.records) == (True, [])


async def test_a_signed_object_that_says_not_what_it_is_is_acknowledged_in_one_line(
    door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines:
        answer = await door.post(b'{"authorizations":7,"enterprise":[1]}', content_type=JSON)
    assert (answer.status_code, answer.text) == (200, "")
    assert lines == [{"event": "not for us", "log_level": "warning", "type": None}]
    assert caplog.records == []


async def test_what_is_too_large_is_refused_before_it_is_looked_at_and_counted(door: Door) -> None:
    with capture_logs() as lines:
        for _ in range(20):
            answer = await door.post(b"a=b&" * 250_000, {})
            assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    assert len(lines) < 3
    assert len(str(lines)) < 500


async def test_the_largest_message_of_ours_that_is_clicked_fits() -> None:
    message = json.dumps({"text": "言" * 3000, "blocks": [{"text": "言" * BUDGET}]}, ensure_ascii=False)
    around = 20_000
    assert len(quote_plus(message)) + around < SLACK_BODY_LIMIT


async def test_slack_may_try_the_address_and_the_certificate(door: Door) -> None:
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()
    answer = await door.post(challenge, content_type=JSON)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1aB"})
    assert (await door.post(challenge, {"content-type": JSON})).status_code == 401
    answer = await door.post(b"ssl_check=1&token=x", {"content-type": FORM})
    assert (answer.status_code, answer.text) == (200, "")


async def test_nothing_is_asked_of_slack_before_the_acknowledgement(door: Door) -> None:
    calls = len(door.here.slack.calls)
    await door.post(command(text="status web --nonsense"))
    assert len(door.here.slack.calls) == calls


async def test_what_is_refused_is_counted_by_its_reason(door: Door) -> None:
    def counted() -> float:
        labels = {"why": "other_secret"}
        return REGISTRY.get_sample_value("ringmaster_signature_failures_total", labels) or 0.0

    before = counted()
    await door.post(command(), secret="another")
    assert counted() == before + 1


def test_no_body_and_no_header_is_answered_with_an_error_of_ours(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        opened = a_door(tmp_path)
        door = runner.run(opened.__aenter__())

        @settings(deadline=None, max_examples=60)
        @given(st.binary(), st.binary(), st.sampled_from([FORM, JSON]), st.booleans())
        def deliver(body: bytes, header: bytes, content_type: str, genuine: bool) -> None:
            headers = signed(body, content_type=content_type)
            forged = [*[*headers.items()][:2], ("x-slack-signature", header)]
            answer = runner.run(door.post(body, headers if genuine else forged))
            assert answer.status_code in ((200, 400) if genuine else (401,))

        deliver()
        runner.run(opened.__aexit__(None, None, None))
