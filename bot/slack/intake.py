"""Takes what Slack posts in HTTP mode: size and signature are looked at before anything is parsed.

Bolt gets the payload alone, as it does in Socket Mode.
"""

import json
import time
from collections.abc import Callable, Sequence
from urllib.parse import unquote_to_bytes

from prometheus_client import Counter
from starlette.types import Receive, Scope, Send

from bot.intake import BodyTooLarge, RefusalLog, read_body, refuse_too_large, send_answer
from bot.slack.bolt import LeanApp, Payload
from bot.slack.signature import BadSignature, Headers, SignatureProblem, check_signature

#: Where Slack posts everything in HTTP mode.
EVENTS_PATH = "/slack/events"

#: The largest body, in bytes. A click brings its message along, percent-encoded: a full one in Chinese is
#: 110 kB.
SLACK_BODY_LIMIT = 200_000

_FORM, _JSON = b"application/x-www-form-urlencoded", b"application/json"
_SSL_CHECK = b"ssl_check=1"

_REFUSALS = Counter(
    "ringmaster_signature_failures_total", "Requests to Slack's path that aren't Slack's", ["why"]
)


class UnreadablePayload(ValueError):
    """Signed, but none of Slack's forms. Says why."""


class SlackIntake:
    """An ASGI application for one path. ``secrets``: each that may have signed; at least one.

    Answers 413 to what is too large, 401 to what Slack didn't sign, 400 to what is no payload; else what
    Bolt answers. Whatever is refused becomes a line of the log that says why, without any part of it.
    """

    def __init__(self, app: LeanApp, secrets: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._secrets = tuple(secret.encode() for secret in secrets)
        self._clock = clock
        self._refusals = RefusalLog("request refused")
        for each in SignatureProblem:  # counts begin at 0: else Prometheus doesn't see the first
            _REFUSALS.labels(each.name.lower())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, SLACK_BODY_LIMIT)
        except BodyTooLarge as error:
            self._refusals.refused(f"it's larger than {SLACK_BODY_LIMIT // 1000} kB")
            await refuse_too_large(error, receive, send)
            return
        if body is not None:
            await send_answer(send, *await self._taken(body, scope["headers"]))

    async def _taken(self, body: bytes, headers: Headers) -> tuple[int, bytes] | tuple[int, bytes, bytes]:
        """The status of the answer, what it says, and of which type that is where it is no text."""
        try:
            check_signature(body, headers, self._secrets, self._clock())
            payload = _payload(body, _content_type(headers))
        except BadSignature as error:
            if error.why is SignatureProblem.NO_SIGNATURE and _SSL_CHECK in body.split(b"&"):
                return 200, b""  # Slack tries the certificate, and doesn't sign that
            self._refuse_unsigned(error)
            return 401, b"not signed by Slack\n"
        except UnreadablePayload as error:
            self._refusals.refused(str(error))
            return 400, b"not a payload of Slack's\n"
        answer = await self._app.take(payload)
        return answer.status, answer.body.encode(), answer.headers["content-type"][0].encode()

    def _refuse_unsigned(self, error: BadSignature) -> None:
        _REFUSALS.labels(error.why.name.lower()).inc()
        if error.behind is None:
            self._refusals.refused(error.why)
        else:
            self._refusals.refused(error.why, seconds_behind=error.behind)


def _content_type(headers: Headers) -> bytes:
    values = [value for name, value in headers if name == b"content-type"]
    if values == [_FORM]:
        return _FORM
    return values[0].partition(b";")[0].strip().lower() if len(values) == 1 else b""


def _payload(body: bytes, content_type: bytes) -> Payload:
    """A JSON object, a form with one in its field ``payload``, or a form. Raises `UnreadablePayload`."""
    if content_type == _JSON:
        return _json_object(body)
    if content_type != _FORM:
        raise UnreadablePayload("its content type is neither JSON nor a form")
    try:
        fields = body.decode().replace("+", " ").split("&")
    except UnicodeDecodeError:
        raise UnreadablePayload("it's no form") from None
    form: Payload = {}
    for field in fields:
        name, _, value = field.partition("=")
        form[name] = unquote_to_bytes(value).decode(errors="replace") if "%" in value else value
    payload = form.get("payload")
    return form if payload is None else _json_object(str(payload))


def _json_object(text: bytes | str) -> Payload:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnreadablePayload("it's no JSON object")
    return found
