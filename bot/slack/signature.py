"""Whether Slack, or whoever knows the signing secret, sent this body, and when. Pure.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeAlias

_TIMESTAMP_HEADER, _SIGNATURE_HEADER = b"x-slack-request-timestamp", b"x-slack-signature"

#: How far the clocks of Slack and of this machine may differ, in seconds, either way.
CLOCK_WINDOW = 300

_TIMESTAMP, _SIGNATURE = re.compile(rb"[0-9]{1,12}"), re.compile(rb"v0=[0-9a-f]{64}")


#: As they came, names in lower case.
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]


class SignatureProblem(StrEnum):
    """Why a request doesn't count as Slack's."""

    NO_SIGNATURE = "it has no signature"
    ODD_SIGNATURE = "its signature or timestamp isn't one, or comes twice"
    OTHER_SECRET = "it's signed with another secret: check SLACK_SIGNING_SECRET"  # noqa: S105
    OTHER_TIME = "its timestamp isn't of now: it's sent again, or a clock is wrong"


class BadSignature(Exception):
    """``behind``: for `OTHER_TIME`, by how many seconds the timestamp is behind this machine's clock."""

    def __init__(self, why: SignatureProblem, behind: int | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.behind = behind


def slack_signature(body: bytes, timestamp: bytes, secret: bytes) -> bytes:
    """What Slack signs a body with."""
    return b"v0=" + hmac.digest(secret, b"v0:" + timestamp + b":" + body, "sha256").hex().encode()


def check_signature(body: bytes, headers: Headers, secrets: Sequence[bytes], now: float) -> None:
    """Raises `BadSignature` unless one of the secrets, which are those of a rotation, signed it just now.

    ``now``: seconds since 1970.
    """
    timestamps, signatures = [], []
    for name, value in headers:
        if name == _TIMESTAMP_HEADER:
            timestamps.append(value)
        elif name == _SIGNATURE_HEADER:
            signatures.append(value)
    if not signatures:
        raise BadSignature(SignatureProblem.NO_SIGNATURE)
    if not (len(signatures) == len(timestamps) == 1):
        raise BadSignature(SignatureProblem.ODD_SIGNATURE)
    [timestamp], [signature] = timestamps, signatures
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        raise BadSignature(SignatureProblem.ODD_SIGNATURE)
    for secret in secrets:
        if secret and hmac.compare_digest(signature, slack_signature(body, timestamp, secret)):
            break
    else:
        raise BadSignature(SignatureProblem.OTHER_SECRET)
    if abs(behind := round(now) - int(timestamp)) > CLOCK_WINDOW:
        raise BadSignature(SignatureProblem.OTHER_TIME, behind)
