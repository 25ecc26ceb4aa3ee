"""Outbound webhooks: the endpoints that manage them, and the deliveries, with all that goes wrong with those.

https://circleci.com/docs/guides/integration/outbound-webhooks/
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.circleci.answers import Json, moment
from bot.playground.circleci.events import EVENTS, completed
from bot.playground.circleci.faults import DeliveryFault, Faults
from bot.playground.circleci.lookup import identifier
from bot.playground.circleci.paging import page
from bot.playground.circleci.people import identify
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.world import World

#: How many webhooks a project may have, and how often a delivery is tried.
MOST, TRIES = 5, 4


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class _Scope(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    type: Literal["project"]


class WebhookBody(BaseModel):
    """The body that makes one: names with hyphens."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=_hyphens)

    name: str
    events: list[Literal["workflow-completed", "job-completed"]]
    url: str = Field(pattern=r"^https://[^/\s]+")
    verify_tls: bool
    signing_secret: str
    scope: _Scope


@dataclass(eq=False, slots=True)
class Hook:
    """A webhook of a project. ``queue``: what is to be delivered; ``known``: the events that were queued."""

    id: str
    project: str
    name: str
    url: str
    secret: str
    created_at: datetime
    events: tuple[str, ...] = EVENTS
    verify_tls: bool = True
    queue: list["WebhookDelivery"] = field(default_factory=list)
    known: set[object] = field(default_factory=set)

    def answer(self) -> Json:
        return {
            "id": self.id,
            "scope": {"id": self.project, "type": "project"},
            "name": self.name,
            "events": list(self.events),
            "url": self.url,
            "verify-tls": self.verify_tls,
            "signing-secret": f"****{self.secret[-4:]}",
            "created-at": moment(self.created_at),
            "updated-at": moment(self.created_at),
        }


@dataclass(eq=False, slots=True)
class WebhookDelivery:
    """An event on its way to a webhook. ``statuses``: what each try was answered, 0 where nothing came.

    ``late``: how many that happened after it go first.
    """

    event: Json
    late: int = 0
    statuses: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.event["type"])


class Webhooks:
    """``admin``: whether the token's user may manage them. ``faults`` go wrong with the deliveries to come.

    ``transport`` is the way that deliveries go: None for the network. ``deliveries``: all that were sent.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.admin = True
        self.faults: Faults[DeliveryFault] = Faults()
        self.hooks: dict[str, Hook] = {}
        self.deliveries: list[WebhookDelivery] = []
        self.transport: httpx.AsyncBaseTransport | None = None
        self._made = 0

    def routes(self) -> list[Route]:
        return [
            Route("/webhook", self.of_project, methods=["GET"]),
            Route("/webhook", self.create, methods=["POST"]),
            Route("/webhook/{id}", self.get, methods=["GET"]),
            Route("/webhook/{id}", self.delete, methods=["DELETE"]),
        ]

    async def of_project(self, request: Request) -> Response:
        self._check_admin()
        project = self._project(request.query_params.get("scope-id"))
        found = [hook for hook in self.hooks.values() if hook.project == project]
        return JSONResponse(page(request, found, lambda it: it.id, Hook.answer))

    async def create(self, request: Request) -> Response:
        try:
            body = WebhookBody.model_validate_json(await request.body())
        except ValidationError:
            raise Refusal(400, "Unexpected request body provided.") from None
        self._check_admin()
        project = self._project(body.scope.id)
        if sum(hook.project == project for hook in self.hooks.values()) >= MOST:
            raise Refusal(400, f"A project can have at most {MOST} webhooks.")
        hook = self.add(project, body.url, body.signing_secret, body.name)
        hook.events, hook.verify_tls = tuple(body.events), body.verify_tls
        return JSONResponse(hook.answer(), 201)

    async def get(self, request: Request) -> Response:
        self._check_admin()
        return JSONResponse(self._hook(request).answer())

    async def delete(self, request: Request) -> Response:
        self._check_admin()
        del self.hooks[self._hook(request).id]
        return JSONResponse({"message": "Webhook deleted."})

    def _check_admin(self) -> None:
        if not self.admin:
            raise Refusal(403, "Permission denied.")

    def _project(self, asked: str | None) -> str:
        if asked not in {project.id for project in self.world.projects.values()}:
            raise Refusal(404, "Project not found.")
        return str(asked)

    def _hook(self, request: Request) -> Hook:
        found = self.hooks.get(identifier(request, "Webhook ID provided is invalid."))
        if not found:
            raise Refusal(404, "Webhook not found.")
        return found

    def add(self, project: str, url: str, secret: str, name: str = "a webhook") -> Hook:
        """A webhook that nobody asked the API for, of the project with this id."""
        self._made += 1
        hook = Hook(identify("webhook", self._made), project, name, url, secret, self.world.clock())
        self.hooks[hook.id] = hook
        return hook

    @asynccontextmanager
    async def delivering(self, url: str, secret: str, every: float = 1.0) -> AsyncIterator[None]:
        """All projects have a webhook there, and while the block runs it gets what happens."""
        for project in self.world.projects.values():
            self.add(project.id, url, secret)
        task = asyncio.create_task(self._again_and_again(every))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _again_and_again(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            await self.deliver()

    async def deliver(self) -> None:
        """Send what has happened since the webhooks were made, and again what was not taken."""
        # Never over TLS: without certificates a client is made in no time.
        client = httpx.AsyncClient(transport=self.transport, timeout=10, trust_env=False, verify=False)  # noqa: S501
        async with client:
            for hook in list(self.hooks.values()):
                self._queue(hook)
                waiting, hook.queue = hook.queue, []
                for delivery in waiting:
                    if not await self._try(client, hook, delivery):
                        hook.queue.append(delivery)

    def _queue(self, hook: Hook) -> None:
        pipelines = [it for it in self.world.pipelines.values() if it.project.id == hook.project]
        found = [each for it in pipelines for each in completed(self.world, it, hook.created_at)]
        for _, event in sorted(found, key=lambda each: each[0]):
            if event["id"] in hook.known or event["type"] not in hook.events:
                continue
            hook.known.add(event["id"])
            said = {**event, "webhook": {"id": hook.id, "name": hook.name}}
            fault = self.faults.take(str(event["type"])) or DeliveryFault()
            if not fault.drop:
                hook.queue += [WebhookDelivery(said, fault.late) for _ in range(1 + fault.repeat)]
        places = {id(it): place + it.late for place, it in enumerate(hook.queue)}
        hook.queue.sort(key=lambda it: (places[id(it)], it.late > 0))
        for it in hook.queue:
            it.late = 0

    async def _try(self, client: httpx.AsyncClient, hook: Hook, delivery: WebhookDelivery) -> bool:
        """Whether it is done with: taken, or tried often enough."""
        body = json.dumps(delivery.event, ensure_ascii=False).encode()
        digest = hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "content-type": "application/json",
            "user-agent": "CircleCI-Webhook/1.0",
            "circleci-event-type": delivery.kind,
            "circleci-signature": f"v1={digest}",
        }
        if not delivery.statuses:
            self.deliveries.append(delivery)
        try:
            status = (await client.post(hook.url, content=body, headers=headers)).status_code
        except httpx.TransportError:
            status = 0
        delivery.statuses.append(status)
        return 200 <= status < 300 or len(delivery.statuses) >= TRIES
