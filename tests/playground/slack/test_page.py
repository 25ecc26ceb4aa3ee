"""What the page in the browser gets."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest

from tests.playground.slack.conftest import Stage, over_http

COMMANDS = (
    {"words": "status", "usage": "status [project][@branch]", "summary": "The newest pipeline"},
    {"words": "trigger", "usage": "trigger [project]", "summary": "Start a pipeline"},
)
BLOCKS = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Rerun"},
                "value": "rerun 12",
                "action_id": "a",
            }
        ],
    }
]


class Browser:
    def __init__(self, stage: Stage, client: httpx.AsyncClient) -> None:
        self.slack = stage.slack
        self.bolt = stage.bolt
        self.app = stage.client
        self.http = client

    async def get(self, path: str, **query: str) -> Any:
        return (await self.http.get(f"/playground/{path}", params=query)).json()

    async def post(self, path: str, **asked: object) -> Any:
        return (await self.http.post(f"/playground/{path}", json=asked)).json()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with (
        over_http(commands=COMMANDS) as stage,
        httpx.AsyncClient(base_url=stage.slack.workspace.address) as client,
    ):
        yield Browser(stage, client)


async def test_the_state_names_people_channels_and_commands(browser: Browser) -> None:
    state = await browser.get("state")

    assert state["me"] == {"id": "U0ANA", "name": "Ana Lima"}
    assert state["bot"] == {"id": "U0RINGMASTER", "name": "Ringmaster"}
    assert [channel["name"] for channel in state["channels"]] == ["deploys", "web", "random"]
    assert [(u["id"], u["guest"], u["foreign"]) for u in state["users"]][3:] == [
        ("U0GUS", True, False),
        ("U0ZOE", False, True),
    ]
    assert state["commands"] == list(COMMANDS)
    assert state["slash"] == "/ci"


async def test_what_is_said_appears_in_the_channel_and_in_its_thread(browser: Browser) -> None:
    assert await browser.post("say", channel="C0WEB", user="U0BEN", text="it <broke>") == {"ok": True}
    (root,) = (await browser.get("messages", channel="C0WEB"))["messages"]
    await browser.post("say", channel="C0WEB", user="U0CHO", text="why?", thread_ts=root["ts"])

    (root,) = (await browser.get("messages", channel="C0WEB"))["messages"]
    thread = (await browser.get("messages", channel="C0WEB", thread=root["ts"]))["messages"]
    assert (root["text"], root["user"], root["bot"], root["reply_count"]) == (
        "it &lt;broke&gt;",
        "U0BEN",
        False,
        1,
    )
    assert (root["thread_ts"], root["last_reply"]) == (None, thread[1]["ts"])
    assert [(m["text"], m["thread_ts"]) for m in thread[1:]] == [("why?", root["ts"])]


async def test_a_line_with_a_slash_is_a_command_and_its_answer_is_for_one(browser: Browser) -> None:
    async def answer(ack: Any, **_: Any) -> None:
        await ack("Passed")

    browser.bolt.on_command = answer
    await browser.post("say", channel="C0WEB", user="U0ANA", text="/ci status")

    (shown,) = (await browser.get("messages", channel="C0WEB"))["messages"]
    assert (shown["ephemeral"], shown["to"], shown["command"]) == (True, "U0ANA", "/ci status")
    assert (await browser.get("messages", channel="C0WEB", user="U0BEN"))["messages"] == []


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"text": "/foo"}, "/foo is not a valid command."),
        ({"text": "/ci status", "thread_ts": "1.1"}, "/ci is not supported in threads. Sorry!"),
        ({"text": "/ci status", "user": "U0ZOE"}, "/ci is not a valid command."),
        ({"text": "hello", "channel": "C0NONE"}, "There's no such channel or person."),
        ({"text": " "}, "text is missing."),
    ],
)
async def test_what_slack_does_not_allow_is_refused_in_words(
    browser: Browser, asked: Mapping[str, str], error: str
) -> None:
    refused = await browser.post("say", **({"channel": "C0WEB", "user": "U0ANA"} | dict(asked)))

    assert refused == {"ok": False, "error": error}
    assert browser.bolt.heard == []


async def test_a_click_reaches_the_app_and_one_on_what_is_gone_does_not(browser: Browser) -> None:
    posted = await browser.app.chat_postMessage(channel="C0WEB", text="Failed", blocks=BLOCKS)
    (shown,) = (await browser.get("messages", channel="C0WEB"))["messages"]
    action = {
        "type": "button",
        "action_id": "a",
        "block_id": shown["blocks"][0]["block_id"],
        "value": "rerun 12",
    }
    asked = {"channel": "C0WEB", "ts": posted["ts"], "user": "U0BEN"}

    assert await browser.post("click", **asked, action=action) == {"ok": True}
    gone = await browser.post("click", **asked, action=action | {"value": "approve 12"})
    assert gone == {"ok": False, "error": "This button is no longer there."}
    assert [body["actions"][0]["value"] for body in browser.bolt.heard] == ["rerun 12"]


async def test_every_change_is_told_as_it_happens(browser: Browser) -> None:
    async with browser.http.stream("GET", "/playground/events", params={"user": "U0BEN"}) as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        posted = await browser.app.chat_postMessage(channel="C0WEB", text="Running")
        await browser.app.chat_postEphemeral(channel="C0WEB", user="U0ANA", text="for Ana alone")
        await browser.app.chat_update(channel="C0WEB", ts=posted["ts"], text="Passed")
        await browser.app.chat_delete(channel="C0WEB", ts=posted["ts"])
        browser.slack.workspace.clear()
        told: list[dict[str, Any]] = []
        while len(told) < 4:
            line = await anext(lines)
            if line.startswith("data: "):
                told.append(json.loads(line.removeprefix("data: ")))

    assert [change["type"] for change in told] == ["message", "changed", "deleted", "reset"]
    assert told[1]["message"]["edited"] is True


@pytest.mark.parametrize(
    ("text", "inserted"),
    [
        ("/", ["/ci status ", "/ci trigger "]),
        ("/ci", ["/ci status ", "/ci trigger "]),
        ("/ci tri", ["/ci trigger "]),
        ("/ci trigger web", ["/ci trigger web"]),
        ("/ci zzz", []),
        ("hello", []),
        ("", []),
    ],
)
async def test_a_line_is_completed_from_the_commands(
    browser: Browser, text: str, inserted: list[str]
) -> None:
    items = (await browser.get("complete", text=text, channel="C0WEB"))["items"]

    assert [item["insert"] for item in items] == inserted


async def test_whoever_knows_more_may_complete_instead() -> None:
    async def complete(text: str, channel: str) -> list[dict[str, str]]:
        return [{"insert": f"{text}!", "label": channel, "summary": ""}]

    async with over_http(complete=complete) as stage, httpx.AsyncClient() as client:
        address = f"{stage.slack.workspace.address}/playground/complete"
        answer = await client.get(address, params={"text": "/ci", "channel": "C0WEB"})

    assert answer.json() == {"items": [{"insert": "/ci!", "label": "C0WEB", "summary": ""}]}


async def test_a_file_is_served_so_that_a_browser_does_not_run_it(browser: Browser) -> None:
    for name in ("page.html", "tool.bin"):
        await browser.app.files_upload_v2(channel="C0WEB", filename=name, content="<script>")
    files = [m["files"][0] for m in (await browser.get("messages", channel="C0WEB"))["messages"]]
    page, tool = [await browser.http.get(file["url"]) for file in files]

    assert (page.text, page.headers["content-type"]) == ("<script>", "text/plain; charset=utf-8")
    assert tool.headers["content-disposition"] == "attachment"
    assert {"sandbox; default-src 'none'"} == {r.headers["content-security-policy"] for r in (page, tool)}


async def test_a_page_elsewhere_can_not_speak_for_anybody(browser: Browser) -> None:
    asked = json.dumps({"channel": "C0WEB", "user": "U0ANA", "text": "/ci trigger"})
    simple = await browser.http.post("/playground/say", content=asked, headers={"content-type": "text/plain"})
    rebound = await browser.http.get("/playground/state", headers={"host": "evil.example"})

    assert (simple.status_code, rebound.status_code) == (400, 400)
    assert browser.bolt.heard == []
