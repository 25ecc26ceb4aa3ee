"""`ringmaster webhook`: made, listed and deleted in the small CircleCI."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.operating.serving import serve
from bot.operating.webhooks import (
    WebhookRefused,
    create_webhook,
    delete_webhook,
    list_webhooks,
    webhook_address,
)
from bot.playground.circleci import Fault, SmallCircleCI, rate_limited
from bot.playground.circleci.acme import MOBILE, WEB
from bot.playground.circleci.faults import answer_with
from bot.playground.demo import demo_settings
from bot.settings import CannotStart, Settings
from tests.operating.terminal import Terminal, a_terminal

ADDRESS = "https://ci.example.com/circleci/webhook"
SECRETS = "the-new-secret-of-all, the-old-secret-of-all"


@pytest.fixture
async def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: "Desk") -> AsyncIterator[Terminal]:
    async with serve(desk.small.asgi) as url:
        yield a_terminal(tmp_path, monkeypatch, "webhook", CIRCLECI_TOKEN=desk.small.token, CIRCLECI_URL=url)


class Desk:
    """Where they are managed, with the demo's policy and a small CircleCI."""

    def __init__(self, **changed: object) -> None:
        self.small = SmallCircleCI()
        self.transport = httpx.ASGITransport(self.small.asgi)
        self.settings: Settings = demo_settings(
            **{
                "slack_url": "http://slack.test",
                "circleci_url": "http://circleci.test",
                "circleci_token": self.small.token,
                "signing_secret": "unused",
                "circleci_webhook_secret": SECRETS,
                **changed,
            }  # type: ignore[arg-type]
        )

    async def create(self, project: str = "web", address: str = ADDRESS) -> str:
        return await create_webhook(self.settings, project, address, self.transport)

    async def shown(self, project: str = "web") -> str:
        return await list_webhooks(self.settings, project, self.transport)

    async def delete(self, which: str, project: str = "web") -> str:
        return await delete_webhook(self.settings, project, which, self.transport)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_from_a_terminal_they_are_made_listed_and_deleted(terminal: Terminal, desk: Desk) -> None:
    new = ("create", WEB, "--url", "https://ci.example.com")
    code, out, err = await terminal.ran(*new, CIRCLECI_WEBHOOK_SECRET=SECRETS)
    assert (code, ADDRESS in out) == (0, True), err
    code, out, err = await terminal.ran(*new, CIRCLECI_WEBHOOK_SECRET=SECRETS)
    assert (code, "Created" in out, "already has a webhook" in err) == (1, False, True)
    code, out, _ = await terminal.ran("list", WEB)
    assert (code, ADDRESS in out) == (0, True)
    assert (await terminal.ran("delete", WEB, ADDRESS))[0] == 0
    assert desk.small.webhooks.hooks == {}


async def test_from_a_terminal_what_is_set_or_typed_wrong_ends_with_2(terminal: Terminal, desk: Desk) -> None:
    new = ("create", WEB, "--url")
    for words, more, said in (
        ((*new, ADDRESS), {}, "CIRCLECI_WEBHOOK_SECRET is missing"),
        ((*new, ADDRESS), {"CIRCLECI_WEBHOOK_SECRET": "short"}, "needs at least 16 characters"),
        ((*new, "http://x.example"), {"CIRCLECI_WEBHOOK_SECRET": SECRETS}, "public https:// address"),
        (("list", WEB), {"CIRCLECI_TOKEN": ""}, "CIRCLECI_TOKEN is missing"),
    ):
        code, _, err = await terminal.ran(*words, **more)
        assert (code, said in err) == (2, True), err
    assert desk.small.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "https://ci.example.com",
        "https://CI.example.com/",
        " https://ci.example.com/circleci/webhook ",
        "HTTPS://ci.example.com/circleci/webhook/",
    ],
)
def test_the_path_is_put_behind_the_public_address_once(url: str) -> None:
    assert webhook_address(url) == ADDRESS


def test_the_bot_may_be_served_below_a_path_and_on_a_port() -> None:
    assert webhook_address("https://example.com:8443/bots/ci/") == (
        "https://example.com:8443/bots/ci/circleci/webhook"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ci.example.com",
        "http://ci.example.com",
        "https://",
        "https:///x",
        "https://ci.example.com:port",
        "https://ana:pw@ci.example.com",
        "https://ci.example.com?a=b",
        "https://ci.example.com/#x",
        "https://[x",
    ],
)
def test_what_can_be_no_public_address_says_why(url: str) -> None:
    with pytest.raises(ValueError, match=r"must be the bot's public https:// address|can't have a user"):
        webhook_address(url)


@pytest.mark.parametrize(
    "odd", ["ex ample.com", "ex<ample.com", "ci.example.com/a b", "b\xfccher.example", "a..b"]
)
def test_an_address_with_what_none_has_says_so(odd: str) -> None:
    with pytest.raises(ValueError, match="has a character that no address has"):
        webhook_address(f"https://{odd}")


@pytest.mark.parametrize(
    ("project", "slug"), [("web", WEB), ("WEB", WEB), ("github/acme/web", WEB), (MOBILE, MOBILE)]
)
async def test_one_is_made_for_all_events_with_the_first_secret(desk: Desk, project: str, slug: str) -> None:
    assert ADDRESS in await desk.create(project)
    [hook] = desk.small.webhooks.hooks.values()
    assert (hook.project, hook.url, hook.secret) == (
        desk.small.project(slug).id,
        ADDRESS,
        "the-new-secret-of-all",
    )
    assert (hook.events, hook.verify_tls) == (("workflow-completed", "job-completed"), True)


async def test_they_are_listed_a_line_each_without_what_can_not_be_seen(desk: Desk) -> None:
    assert await desk.shown() == "web has no webhooks."
    await desk.create()
    desk.small.webhooks.add(desk.small.project(WEB).id, "https://a.example/x", "secret", "two\nlines\x1b[31m")
    one, two = (await desk.shown()).splitlines()
    assert one.split("\t")[:3] == ["Ringmaster", ADDRESS, "workflow-completed, job-completed"]
    assert two.startswith("two lines[31m\thttps://a.example/x\t")
    assert "secret" not in one + two


@pytest.mark.parametrize("by", ["id", "url", "address"])
async def test_one_is_deleted_by_its_id_its_url_or_the_bots_address(desk: Desk, by: str) -> None:
    await desk.create()
    [hook] = desk.small.webhooks.hooks.values()
    other = desk.small.webhooks.add(hook.project, "https://a.example/x", "secret")
    which = {"id": hook.id, "url": ADDRESS, "address": "https://CI.example.com/"}[by]
    assert ADDRESS in await desk.delete(which)
    assert list(desk.small.webhooks.hooks) == [other.id]


async def test_where_none_or_several_are_meant_nothing_is_deleted(desk: Desk) -> None:
    with pytest.raises(WebhookRefused, match="no webhook with that URL or id"):
        await desk.delete(ADDRESS)
    for _ in range(2):
        desk.small.webhooks.add(desk.small.project(WEB).id, ADDRESS, "secret")
    with pytest.raises(WebhookRefused, match=r"has 2 webhooks for that URL\. Give an id") as caught:
        await desk.delete(ADDRESS)
    assert all(id in str(caught.value) for id in desk.small.webhooks.hooks)
    assert len(desk.small.webhooks.hooks) == 2


async def test_a_second_one_for_the_same_address_is_refused(desk: Desk) -> None:
    await desk.create()
    [hook] = desk.small.webhooks.hooks.values()
    hook.url = ADDRESS.replace("https://ci", "https://CI") + "/"
    with pytest.raises(WebhookRefused, match=f"already has a webhook for .*delete web {hook.id}"):
        await desk.create()
    await desk.create(address="https://other.example/circleci/webhook")
    await desk.create(MOBILE)
    assert len(desk.small.webhooks.hooks) == 3


async def test_a_sixth_one_is_refused_before_circleci_is_asked_for_it(desk: Desk) -> None:
    for number in range(5):
        desk.small.webhooks.add(desk.small.project(WEB).id, f"https://a.example/{number}", "secret")
    with pytest.raises(WebhookRefused, match=r"already has 5 webhooks, and CircleCI allows 5\. Delete one"):
        await desk.create()
    assert "POST" not in {request.method for request in desk.small.requests}


async def test_who_is_no_admin_is_told_that_it_takes_one(desk: Desk) -> None:
    desk.small.webhooks.admin = False
    for work in (desk.create(), desk.shown(), desk.delete(ADDRESS)):
        with pytest.raises(WebhookRefused, match=r"Only an organization admin can manage web's webhooks\."):
            await work


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("/project/*", status=404, body={"message": "Project not found"}), "doesn't have web"),
        (Fault("/webhook", "POST", status=400, body={"message": "Too long"}), "accept it .400: Too long"),
        (Fault("*", times=None, status=503), r"isn't responding \(503\)\. Try again in a minute\.$"),
        (Fault("/webhook", "POST", status=500), r"confirm it \(500\)\. `ringmaster webhook list web` shows"),
        (Fault("/webhook", "POST", drop="after"), "didn't confirm it"),
        (Fault("/webhook", "POST", status=201, body="<html>"), "didn't confirm it"),
        (rate_limited(times=None, retry_after=60), r"isn't responding \(429: .*Try again in a minute"),
        (Fault("/project/*", oddity=answer_with(id=None)), "didn't return the id of web"),
    ],
)
async def test_what_circleci_refuses_is_said_in_a_sentence(desk: Desk, fault: Fault, said: str) -> None:
    desk.small.faults.add(fault)
    with pytest.raises(WebhookRefused, match=said):
        await desk.create()


async def test_a_name_that_is_no_project_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(WebhookRefused, match=r"No project called wbe\. .*The policy's names are .*web"):
        await desk.create("wbe")


async def test_where_the_policy_is_wrong_only_slugs_are_known(tmp_path: Path) -> None:
    (tmp_path / "policy.yml").write_text("projects: [")
    desk = Desk(policy_file=tmp_path / "policy.yml")
    assert await desk.shown(WEB) == f"{WEB} has no webhooks."
    with pytest.raises(CannotStart, match=r"policy\.yml"):
        await desk.shown("web")


async def test_a_token_or_an_address_that_is_wrong_is_a_wrong_setting() -> None:
    for wrong, said in (
        ({"circleci_token": "another"}, "CircleCI rejected CIRCLECI_TOKEN"),
        ({"circleci_token": "with a space"}, "Check CIRCLECI_TOKEN"),
        ({"circleci_ca_bundle": Path(__file__)}, "Check CIRCLECI_TOKEN, _URL and _CA_BUNDLE"),
    ):
        with pytest.raises(CannotStart, match=said):
            await Desk(**wrong).shown()
