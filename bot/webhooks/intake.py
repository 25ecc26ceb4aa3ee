"""Takes CircleCI's deliveries: checks the signature, reads of which pipeline they tell, and marks that.

A delivery may be late, repeated, lost or out of order, so nothing else in it is believed: whoever is told
reads the truth from the API.
"""

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter
from typing import Annotated
from uuid import UUID

import structlog
from prometheus_client import Counter, Histogram
from pydantic import Field, ValidationError
from starlette.types import Receive, Scope, Send

from bot.circleci.models.lenient import Model, Slug
from bot.circleci.wire import with_whole_characters
from bot.intake import BodyTooLarge, RefusalLog, read_body, refuse_too_large, send_answer
from bot.store import StoreUnavailable
from bot.webhooks.signature import is_signed

log = structlog.get_logger()

#: Where CircleCI posts to.
WEBHOOK_PATH = "/circleci/webhook"

#: The largest delivery, in bytes. CircleCI's own are far smaller.
WEBHOOK_BODY_LIMIT = 1_000_000

SIGNATURE_HEADER = "circleci-signature"

_DELIVERIES = Counter(
    "ringmaster_webhooks_total", "Deliveries of CircleCI, by how each was answered", ["status"]
)
_ANSWER_SECONDS = Histogram(
    "ringmaster_webhook_seconds",
    "From a delivery that was read to its answer",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3),
)

#: Is told which pipeline (CircleCI's id) to look at again, and of which project it is (its slug, where that
#: was told). Raises `StoreUnavailable`.
MarkPipeline = Callable[[str, str | None], Awaitable[None]]

_Word = Annotated[str, Field(max_length=100)]


class _Named(Model):
    id: UUID


class _Project(Model):
    slug: Slug | None = None
    id: UUID | None = None


class WebhookEvent(Model):
    """What is read of a delivery; what is odd or absent of it is None. A ping tells of nothing."""

    type: _Word | None = None
    pipeline: _Named | None = None
    workflow: _Named | None = None
    project: _Project | None = None


class WebhookIntake:
    """An ASGI application for one path. ``secrets``: each that may have signed; at least one.

    Answers 200 where all is well, 413 to what is too large, 401 to what is not signed, 400 to what is no JSON
    object, and 503 where the mark can't be kept, so that CircleCI delivers it again.
    """

    def __init__(self, secrets: Sequence[str], mark: MarkPipeline) -> None:
        self._secrets = tuple(secret.encode() for secret in secrets)
        self._mark = mark
        self._refusals = RefusalLog("webhook refused")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(scope, receive, WEBHOOK_BODY_LIMIT)
        except BodyTooLarge as error:
            self._refusals.refused(f"is larger than {WEBHOOK_BODY_LIMIT // 1_000_000} MB")
            _DELIVERIES.labels("413").inc()
            await refuse_too_large(error, receive, send)
            return
        if body is None:
            return
        begun = perf_counter()
        status, text = await self._take(body, _signature(scope))
        _DELIVERIES.labels(str(status)).inc()
        _ANSWER_SECONDS.observe(perf_counter() - begun)
        await send_answer(send, status, f"{text}\n".encode())

    async def _take(self, body: bytes, signature: bytes | None) -> tuple[int, str]:
        """The status of the answer, and what it says. One line for the log, without the body."""
        if not is_signed(body, signature, self._secrets):
            why = (
                "has no signature" if signature is None else "has a signature that none of the secrets makes"
            )
            self._refusals.refused(why, size=len(body))
            return 401, "the signature is missing or wrong"
        try:
            event = WebhookEvent.model_validate_json(with_whole_characters(body))
        except ValidationError:
            self._refusals.refused("is no JSON object", size=len(body))
            return 400, "the body isn't a JSON object"
        facts = _facts(event)
        if event.pipeline is None:
            log.info("webhook", **facts)
            return 200, "ok"
        try:
            await self._mark(
                str(event.pipeline.id),
                str(event.project.slug) if event.project and event.project.slug else None,
            )
        except StoreUnavailable as error:
            log.warning("webhook not kept: CircleCI delivers it again", error=str(error), **facts)
            return 503, "try again later"
        log.info("webhook", **facts)
        return 200, "ok"


def _signature(scope: Scope) -> bytes | None:
    """The header's bytes, which need not be text. Where it comes several times, none of them counts."""
    values = [value for name, value in scope["headers"] if name == SIGNATURE_HEADER.encode()]
    if len(values) > 1:
        return b""
    return values[0] if values else None


def _facts(event: WebhookEvent) -> dict[str, str]:
    found = {
        "type": event.type,
        "pipeline": event.pipeline and event.pipeline.id,
        "workflow": event.workflow and event.workflow.id,
        "project": event.project and (event.project.slug or event.project.id),
    }
    return {name: str(value) for name, value in found.items() if value is not None}
