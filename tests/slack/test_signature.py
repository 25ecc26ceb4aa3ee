"""Whether Slack sent it, and just now."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.signature import CLOCK_WINDOW, BadSignature, SignatureProblem, check_signature, slack_signature

NOW, SECRET, OTHER = 1_531_420_618, b"8f742231b10e8888abcd99yyyzzz85a5", b"another-secret"
#: https://docs.slack.dev/authentication/verifying-requests-from-slack
DOCUMENTED = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
BODY = b"token=x&command=%2Fci"


def headers(
    body: bytes = BODY, timestamp: bytes = b"%d" % NOW, secret: bytes = SECRET
) -> list[tuple[bytes, bytes]]:
    return [
        (b"x-slack-request-timestamp", timestamp),
        (b"x-slack-signature", slack_signature(body, timestamp, secret)),
    ]


def refused(given: list[tuple[bytes, bytes]], body: bytes = BODY, now: float = NOW) -> BadSignature:
    with pytest.raises(BadSignature) as caught:
        check_signature(body, given, [SECRET], now)
    return caught.value


def test_the_documented_request_is_signed() -> None:
    due = b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert slack_signature(DOCUMENTED, b"%d" % NOW, SECRET) == due
    check_signature(DOCUMENTED, headers(DOCUMENTED), [SECRET], NOW)


def test_any_of_the_secrets_of_a_rotation_may_have_signed() -> None:
    for secret in (SECRET, OTHER):
        check_signature(BODY, headers(secret=secret), [OTHER, SECRET], NOW)


def test_where_there_is_no_secret_nothing_is_signed() -> None:
    for secrets in ([], [b""]):
        with pytest.raises(BadSignature):
            check_signature(BODY, headers(secret=b""), secrets, NOW)


@pytest.mark.parametrize("behind", [CLOCK_WINDOW, -CLOCK_WINDOW, 0, 0.4])
def test_clocks_may_differ_by_five_minutes_either_way(behind: float) -> None:
    check_signature(BODY, headers(), [SECRET], NOW + behind)


@pytest.mark.parametrize("behind", [CLOCK_WINDOW + 1, -CLOCK_WINDOW - 1, 100_000])
def test_beyond_that_it_says_by_how_many_seconds_they_differ(behind: int) -> None:
    error = refused(headers(), now=NOW + behind)
    assert (error.why, error.behind) == (SignatureProblem.OTHER_TIME, behind)


def test_another_secret_is_told_from_another_time_whatever_the_time() -> None:
    for now in (NOW, NOW + 10_000):
        error = refused(headers(secret=OTHER), now=now)
        assert (error.why, error.behind) == (SignatureProblem.OTHER_SECRET, None)


def test_a_changed_body_is_not_signed() -> None:
    assert refused(headers(), BODY + b" ").why is SignatureProblem.OTHER_SECRET


def test_no_signature_is_told_from_an_odd_one() -> None:
    assert refused(headers()[:1]).why is SignatureProblem.NO_SIGNATURE
    assert refused([]).why is SignatureProblem.NO_SIGNATURE


STAMP, SIGNED = headers()


@pytest.mark.parametrize(
    "given",
    [
        [SIGNED],
        [STAMP, STAMP, SIGNED],
        [STAMP, SIGNED, SIGNED],
        [STAMP, (SIGNED[0], b"v0=" + b"0" * 64), SIGNED],
        [STAMP, (SIGNED[0], SIGNED[1].upper())],
        [STAMP, (SIGNED[0], SIGNED[1].replace(b"v0", b"v1"))],
        [STAMP, (SIGNED[0], SIGNED[1][:-1])],
        [STAMP, (SIGNED[0], SIGNED[1] + b"0" * 100_000)],
        [STAMP, (SIGNED[0], "v0=é".encode())],
        [STAMP, (SIGNED[0], b"")],
        *(
            [(STAMP[0], odd), SIGNED]
            for odd in (b"", b"nan", b"inf", b"-1", b"+1531420618", b" 1531420618", b"1.5", b"9" * 5000)
        ),
        [(STAMP[0], "١٥٣١٤٢٠٦١٨".encode()), SIGNED],
    ],
)
def test_what_is_no_signature_or_no_time_is_refused_as_such(given: list[tuple[bytes, bytes]]) -> None:
    assert refused(given).why is SignatureProblem.ODD_SIGNATURE


@given(st.binary(), st.lists(st.tuples(st.sampled_from([STAMP[0], SIGNED[0], b"x"]), st.binary())))
def test_whatever_comes_is_refused_and_nothing_worse(body: bytes, given: list[tuple[bytes, bytes]]) -> None:
    refused(given, body)


def test_it_is_the_plain_hmac() -> None:
    plain = hmac.new(SECRET, b"v0:1:x", hashlib.sha256).hexdigest()
    assert slack_signature(b"x", b"1", SECRET) == b"v0=" + plain.encode()
