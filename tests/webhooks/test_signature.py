"""Whether CircleCI sent it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.webhooks.signature import is_signed, webhook_signature
from tests.shared import SHARED, needs_shared

BODY, SECRET, OTHER = b"hello world", b"secret", b"another-secret"
#: https://circleci.com/docs/guides/integration/outbound-webhooks/#validate-webhooks
GOOD = b"734cc62f32841568f45715aeb9f4d7891324e6d948e4c6c60c0621cdac48623a"


def test_it_is_the_hmac_of_the_body() -> None:
    assert webhook_signature(BODY, SECRET) == GOOD


@needs_shared
def test_the_documented_vectors_are_signed() -> None:
    vectors = json.loads((SHARED / "data/circleci/webhooks/signature_vectors.json").read_text())
    assert len(vectors) == 4
    for each in vectors:
        body, secret, header = (each[name].encode() for name in ("body", "secret", "header"))
        assert is_signed(body, header, [secret])
        assert not is_signed(body + b" ", header, [secret])
        assert not is_signed(body, header, [secret + b" "])


@pytest.mark.parametrize(
    "header",
    [
        b"v1=" + GOOD,
        b"v1=" + GOOD + b",v2=0011",
        b"v2=a=b, v1=" + GOOD,
        b",, v1=" + GOOD + b" ,",
        b"v1=0011,v1=" + GOOD,
    ],
)
def test_v1_is_found_in_the_list(header: bytes) -> None:
    assert is_signed(BODY, header, [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        GOOD,
        b"v1",
        b"v1=",
        b"v1==" + GOOD,
        b"v0=" + GOOD,
        b"v2=" + GOOD,
        b"V1=" + GOOD,
        b"v1=" + GOOD.upper(),
        b"v1=" + GOOD[:-1],
        b"v1=" + GOOD + b"0",
        b"v1=\xff\xfe" + GOOD,
        "v1=ｖ１".encode(),
    ],
)
def test_all_else_is_refused(header: bytes | None) -> None:
    assert not is_signed(BODY, header, [SECRET])


def test_any_of_the_secrets_of_a_rotation_may_have_signed() -> None:
    for secret in (SECRET, OTHER):
        assert is_signed(BODY, b"v1=" + webhook_signature(BODY, secret), [OTHER, SECRET])


def test_where_there_is_no_secret_nothing_is_signed() -> None:
    assert not is_signed(BODY, b"v1=" + GOOD, [])
    assert not is_signed(BODY, b"v1=" + webhook_signature(BODY, b""), [b""])
    assert not is_signed(b"", b"v1=", [b""])


@given(st.binary(), st.binary(min_size=1), st.binary())
def test_whatever_is_signed_is_signed_for_its_secret_alone(body: bytes, secret: bytes, header: bytes) -> None:
    made = b"v1=" + webhook_signature(body, secret)
    assert is_signed(body, made, [secret])
    assert is_signed(body, header.replace(b"v1", b"") + b"," + made, [secret])
    assert not is_signed(body, header, [secret]) or made in header
    assert not is_signed(body, made, [secret + b"x"])
