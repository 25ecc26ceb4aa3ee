"""Outbound webhooks: the endpoints, what is delivered, and what goes wrong with that."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.playground.circleci import DeliveryFault, SmallCircleCI
from bot.playground.circleci.acme import MOBILE, WEB
from bot.playground.circleci.script import JobScript, Ref, Scripts, WorkflowScript
from bot.playground.circleci.webhooks import MOST, TRIES
from tests.playground.circleci.asking import Asking, Clock
from tests.shared import SHARED, needs_shared

#: A project of which nothing has happened yet; but on main it waits for an approval before it is shipped.
SHIP = "gh/acme/ship"
URL, SECRET = "https://ci.example.com/circleci/webhook", "the-secret-of-the-webhook"


@dataclass
class Mailbox:
    """Where it is delivered to: takes all, unless ``status`` says otherwise."""

    status: int = 200
    requests: list[httpx.Request] = field(default_factory=list)

    def take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self.status)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    @property
    def names(self) -> list[str]:
        """What completed, in the order in which it was told."""
        kinds = {"workflow-completed": "workflow", "job-completed": "job"}
        return [each[kinds[each["type"]]]["name"] for each in self.events]


@pytest.fixture(autouse=True)
def ship(small: SmallCircleCI) -> None:
    lint, test = JobScript("lint", 20), JobScript("test", 40)
    hold, ship = JobScript("hold", needs=("test",), approval=True), JobScript("ship", 10, ("hold",))

    def plan(ref: Ref) -> Scripts:
        return (WorkflowScript("ship", (lint, test, hold, ship) if ref.branch == "main" else (lint, test)),)

    small.add_project(SHIP, plan, branches=("main", "quick"))


@pytest.fixture
def mailbox(small: SmallCircleCI) -> Mailbox:
    box = Mailbox()
    small.webhooks.transport = httpx.MockTransport(box.take)
    return box


def body(small: SmallCircleCI, slug: str = WEB, **changed: object) -> dict[str, object]:
    return {
        "name": "Ringmaster",
        "events": ["workflow-completed", "job-completed"],
        "url": URL,
        "verify-tls": True,
        "signing-secret": SECRET,
        "scope": {"id": small.project(slug).id, "type": "project"},
    } | changed


async def ended(small: SmallCircleCI, clock: Clock, slug: str = SHIP, branch: str = "quick") -> None:
    """A pipeline of the project runs to its end, and everything about it is delivered."""
    small.finish(small.add_pipeline(slug, branch))
    clock.move(1)
    await small.webhooks.deliver()


# The endpoints


async def test_a_webhook_is_made_listed_and_deleted_and_its_secret_is_masked(
    ask: Asking, small: SmallCircleCI
) -> None:
    made = await ask.post("/webhook", body(small), 201)
    assert (made["url"], made["verify-tls"], made["signing-secret"]) == (URL, True, "****hook")
    scope = {"scope-id": small.project(WEB).id, "scope-type": "project"}
    assert (await ask.get("/webhook", **scope))["items"] == [made]
    assert await ask.get(f"/webhook/{made['id']}") == made
    answer = await ask.client.delete(f"/api/v2/webhook/{made['id']}")
    assert answer.status_code == 200
    assert (await ask.get("/webhook", **scope))["items"] == []
    await ask.get(f"/webhook/{made['id']}", 404)


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "http://ci.example.com"},
        {"events": ["job-started"]},
        {"verify-tls": "yes"},
        {"scope": {"id": "x", "type": "organization"}},
        {"verify_tls": True},
    ],
)
async def test_an_improper_body_is_refused(
    ask: Asking, small: SmallCircleCI, changed: dict[str, object]
) -> None:
    await ask.post("/webhook", body(small, **changed), 400)
    assert small.webhooks.hooks == {}


async def test_a_project_has_five_at_most_and_an_admin_who_manages_them(
    ask: Asking, small: SmallCircleCI
) -> None:
    for _ in range(MOST):
        await ask.post("/webhook", body(small), 201)
    await ask.post("/webhook", body(small), 400)
    await ask.post("/webhook", body(small, MOBILE), 201)
    small.webhooks.admin = False
    assert await ask.post("/webhook", body(small), 403) == {"message": "Permission denied."}
    await ask.get("/webhook", 403, **{"scope-id": small.project(WEB).id, "scope-type": "project"})


# What is delivered


async def test_each_job_and_each_workflow_that_ends_is_told_once_and_signed(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    await ended(small, clock)
    await small.webhooks.deliver()
    assert sorted(mailbox.names) == ["lint", "ship", "test"]
    for request in mailbox.requests:
        digest = hmac.new(SECRET.encode(), request.content, hashlib.sha256).hexdigest()
        assert request.headers["circleci-signature"] == f"v1={digest}"
        assert request.headers["circleci-event-type"] == json.loads(request.content)["type"]
    assert len({each["id"] for each in mailbox.events}) == len(mailbox.events)


async def test_what_waits_for_an_approval_is_not_told_nor_is_the_approval(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    pipeline = small.add_pipeline(SHIP)
    small.hold(pipeline)
    clock.move(1)
    await small.webhooks.deliver()
    assert sorted(mailbox.names) == ["lint", "test"]
    [run] = pipeline.runs
    small.world.record(run, "approve", job=next(it.id for it in run.jobs if it.script.approval))
    clock.move(300)
    await small.webhooks.deliver()
    assert [each["type"] for each in mailbox.events[2:]] == ["job-completed", "workflow-completed"]


async def test_a_rerun_tells_only_of_what_it_ran(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    pipeline = small.add_pipeline(SHIP, "quick", outcomes={"test": ("failed", "success")})
    small.finish(pipeline)
    clock.move(1)
    await small.webhooks.deliver()
    [first] = pipeline.runs
    told = len(mailbox.requests)
    small.world.rerun(first, frozenset({"test"}))
    clock.move(300)
    await small.webhooks.deliver()
    assert mailbox.names[told:] == ["test", "ship"]
    assert {each["workflow"]["id"] for each in mailbox.events[told:]}.isdisjoint({first.id})


async def test_what_others_have_or_happened_before_or_was_not_asked_for_is_not_told(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    hook = small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    hook.events = ("workflow-completed",)
    await ended(small, clock, MOBILE, "main")
    assert mailbox.requests == []
    await ended(small, clock)
    assert {each["type"] for each in mailbox.events} == {"workflow-completed"}


def paths(value: Any, of: str = "") -> set[str]:
    """The members of a document."""
    if not isinstance(value, dict):
        return {of}
    return {of}.union(*(paths(inner, f"{of}.{name}") for name, inner in value.items()))


@needs_shared
@pytest.mark.parametrize(
    ("recorded", "slug", "kind"),
    [
        ("workflow_completed_github_oauth", SHIP, "workflow-completed"),
        ("job_completed_github_oauth", SHIP, "job-completed"),
        ("workflow_completed_github_app", MOBILE, "workflow-completed"),
    ],
)
async def test_events_are_shaped_as_recorded(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox, recorded: str, slug: str, kind: str
) -> None:
    real = json.loads((SHARED / f"data/circleci/webhooks/{recorded}.json").read_text())
    small.webhooks.add(small.project(slug).id, URL, SECRET)
    await ended(small, clock, slug, "main" if slug == MOBILE else "quick")
    event = next(each for each in mailbox.events if each["type"] == kind)

    def outer(document: Any) -> set[str]:
        return {path for path in paths(document) if ".trigger_parameters." not in path}

    assert outer(event) == outer(real)
    ours, theirs = (set(it["pipeline"].get("trigger_parameters", {})) for it in (event, real))
    assert ours == theirs


async def test_a_tags_events_name_no_branch_no_tag_and_no_commit(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    small.finish(small.add_pipeline(SHIP, tag="v1"))
    clock.move(1)
    await small.webhooks.deliver()
    vcs = mailbox.events[0]["pipeline"]["vcs"]
    assert (vcs["branch"], "tag" in vcs, set(vcs["commit"].values())) == (None, False, {None})


async def test_while_they_are_delivered_all_that_happens_is(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    async with small.webhooks.delivering(URL, SECRET, every=0), asyncio.timeout(20):
        small.finish(small.add_pipeline(SHIP, "quick"))
        clock.move(1)
        while "ship" not in mailbox.names:
            await asyncio.sleep(0.01)
    assert len(small.webhooks.hooks) == len(small.world.projects)


# What goes wrong


async def test_what_is_not_taken_is_delivered_again_but_not_for_ever(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    mailbox.status = 503
    await ended(small, clock)
    number = len(mailbox.requests)
    mailbox.status = 200
    await small.webhooks.deliver()
    await small.webhooks.deliver()
    assert len(mailbox.requests) == 2 * number
    assert {tuple(each.statuses) for each in small.webhooks.deliveries} == {(503, 200)}
    mailbox.status = 500
    await ended(small, clock)
    for _ in range(2 * TRIES):
        await small.webhooks.deliver()
    assert small.webhooks.deliveries[-1].statuses == [500] * TRIES


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (DeliveryFault("job-completed", drop=True), lambda names: names[1:]),
        (DeliveryFault("job-*", repeat=2), lambda names: [names[0]] * 2 + names),
        (DeliveryFault(late=2), lambda names: [*names[1:], names[0]]),
        (DeliveryFault(times=None, late=100), lambda names: names),
        (DeliveryFault("job-*", times=None, drop=True), lambda names: names[-1:]),
    ],
)
async def test_deliveries_get_lost_repeated_and_late(
    small: SmallCircleCI, clock: Clock, mailbox: Mailbox, fault: DeliveryFault, told: Callable[..., list[str]]
) -> None:
    small.webhooks.add(small.project(SHIP).id, URL, SECRET)
    small.webhooks.faults.add(fault)
    small.add_pipeline(SHIP, "quick")
    clock.move(1000)
    await small.webhooks.deliver()
    assert mailbox.names == told(["lint", "test", "ship"])
