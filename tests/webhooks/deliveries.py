"""Deliveries as CircleCI makes them, and an intake that remembers what it marked."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from bot.operating.serving import endpoints
from bot.webhooks.intake import SIGNATURE_HEADER, WEBHOOK_PATH, WebhookIntake
from bot.webhooks.signature import webhook_signature

SECRET, OLD_SECRET = "the-secret-of-the-webhook", "the-secret-before-that"
PIPELINE = "877c620f-900a-455b-ad51-1a772b5a3eab"


def workflow_completed(**changed: object) -> bytes:
    """A delivery; ``changed``: members of it that are otherwise."""
    event: dict[str, object] = {
        "type": "workflow-completed",
        "id": "630a6132-5bf1-3600-b26d-a020d41358f9",
        "workflow": {"id": "7381218b-d04c-4aa3-b8b8-8c00a9319d1f", "name": "sample", "status": "success"},
        "pipeline": {"id": PIPELINE, "number": 4},
        "project": {"id": "c4fa043c-d2ba-4d97-a6ca-2745b3518114", "slug": "github/acme/web"},
    }
    return json.dumps(event | changed).encode()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The headers of a delivery."""
    return {SIGNATURE_HEADER: "v1=" + webhook_signature(body, secret.encode()).decode()}


@dataclass
class Marks:
    """Whom the intake tells. ``trouble``: what it raises in place of taking a mark."""

    pipelines: list[str] = field(default_factory=list)
    trouble: Exception | None = None

    async def mark(self, pipeline: str, _: str | None) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.pipelines.append(pipeline)


@dataclass(frozen=True)
class Door:
    """Where CircleCI delivers to."""

    client: httpx.AsyncClient
    marks: Marks

    async def post(self, body: bytes, headers: Mapping[str, str | bytes] | None = None) -> httpx.Response:
        """Deliver; signed as is due unless ``headers`` are given."""
        given = signed(body) if headers is None else headers
        raw = [(name.encode(), v.encode() if isinstance(v, str) else v) for name, v in given.items()]
        return await self.client.post(WEBHOOK_PATH, content=body, headers=raw)


@asynccontextmanager
async def a_door(secrets: Sequence[str] = (SECRET, OLD_SECRET)) -> AsyncIterator[Door]:
    """The intake as it is served."""
    marks = Marks()
    app = endpoints(takers={WEBHOOK_PATH: WebhookIntake(secrets, marks.mark)})
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
        yield Door(client, marks)
