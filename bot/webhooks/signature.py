"""Whether CircleCI, or whoever knows the webhook's secret, sent this body. Pure.

https://circleci.com/docs/guides/integration/outbound-webhooks/#validate-webhooks
"""

import hmac
from collections.abc import Iterable


def webhook_signature(body: bytes, secret: bytes) -> bytes:
    """What ``v1`` of a body is: its HMAC-SHA256, as hexadecimal digits in lower case."""
    return hmac.digest(secret, body, "sha256").hex().encode()


def is_signed(body: bytes, header: bytes | None, secrets: Iterable[bytes]) -> bool:
    """Whether the header has a ``v1`` that one of the secrets makes of the body as it came.

    ``header``: ``v1=…,v2=…`` as it stands on the wire, None where there is none. Versions other than v1 say
    nothing. Several secrets are those of a rotation; an empty one signs nothing.
    """
    pairs = [pair.strip().partition(b"=") for pair in (header or b"").split(b",")]
    given = [value for version, _, value in pairs if version == b"v1"]
    due = [webhook_signature(body, secret) for secret in secrets if secret]
    return any(hmac.compare_digest(one, other) for one in due for other in given)
