"""A workspace of a few dictionaries that serves the page, for tests of the page alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import bot.playground

Json = dict[str, Any]
PAGE = Path(bot.playground.__file__).parent / "page"
BOT = "U0RINGMASTER"
START = 1_760_000_000.0


def _user(name: str, title: str, color: str, *, guest: bool = False, foreign: bool = False) -> Json:
    handle = name.split()[0].lower()
    return {
        "id": f"U0{handle.upper()}",
        "name": name,
        "handle": handle,
        "title": title,
        "avatar_color": f"#{color}",
        "guest": guest,
        "foreign": foreign,
    }


USERS = [
    _user("Ana Lima", "Release engineer", "7c3aed"),
    _user("Ben Okafor", "Web developer", "0f766e"),
    _user("Cho Min-ji", "Site reliability", "b45309"),
    _user("Gus", "Contractor", "475569", guest=True),
    _user("Zoe", "Partner engineer", "be185d", foreign=True),
]
STAFF = ["U0ANA", "U0BEN", "U0CHO", "U0GUS", BOT]
COMMANDS = [
    ("help", "help [command]", "What can be typed"),
    ("status", "status [project][@branch]", "How the newest pipeline is doing"),
    ("pipelines", "pipelines [project][@branch] [--mine]", "Recent pipelines"),
    ("pipeline", "pipeline <ref>", "One pipeline, with all attempts of its workflows"),
    ("artifacts", "artifacts <job> [--match GLOB]", "What a job left behind"),
    ("trigger", "trigger [project][@branch] [--tag TAG] [name=value …]", "Start a pipeline"),
]


def _channel(id_: str, name: str, topic: str, members: list[str]) -> Json:
    return {"id": id_, "name": name, "topic": topic, "unread": 0, "members": members}


def _state() -> Json:
    return {
        "me": {"id": "U0ANA", "name": "Ana Lima"},
        "users": USERS,
        "others": [
            {"id": BOT, "name": "Ringmaster", "handle": "ringmaster"},
            {"id": "USLACKBOT", "name": "Slackbot"},
        ],
        "usergroups": [{"id": "S0RELEASE", "handle": "release", "name": "Release group"}],
        "channels": [
            _channel("C0DEPLOYS", "deploys", "main and release branches deploy from here", STAFF),
            _channel("C0WEB", "web", "The web team, with Globex", [*STAFF, "U0ZOE"]),
            _channel("C0RANDOM", "random", "Anything else", STAFF),
        ],
        "commands": [{"words": w, "usage": u, "summary": s} for w, u, s in COMMANDS],
        "slash": "/ci",
        "bot": {"id": BOT, "name": "Ringmaster"},
    }


@dataclass
class FakeWorkspace:
    """``answer``: what a click and a line are answered with; ``gate``: what holds the answers back."""

    state: Json = field(default_factory=_state)
    messages: dict[str, Json] = field(default_factory=dict)
    said: list[Json] = field(default_factory=list)
    clicks: list[Json] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    answer: Json = field(default_factory=lambda: {"ok": True})
    gate: asyncio.Event | None = None
    streams: list[asyncio.Queue[Json | None]] = field(default_factory=list)
    now: float = START

    def post(self, text: str = "", user: str = BOT, channel: str = "C0WEB", **more: Any) -> Json:
        """A message that is there, or that comes, if somebody already looks."""
        self.now += 60
        message = {
            "channel": channel,
            "ts": f"{self.now:.6f}",
            "thread_ts": None,
            "user": user,
            "bot": user == BOT,
            "text": text,
            "blocks": [],
            "ephemeral": "to" in more,
            "edited": False,
            "reply_count": 0,
            "last_reply": None,
            "files": [],
            "command": None,
        } | more
        self.messages[message["ts"]] = message
        self._tell("ephemeral" if message["ephemeral"] else "message", message)
        if root := self.messages.get(message["thread_ts"] or ""):
            self.change(root, reply_count=root["reply_count"] + 1, last_reply=message["ts"])
        return message

    def change(self, message: Json, **more: Any) -> None:
        message |= more
        self._tell("changed", message)

    def delete(self, message: Json) -> None:
        del self.messages[message["ts"]]
        self._tell("deleted", message)

    def hang_up(self) -> None:
        """End every stream of events, as a server that restarts does."""
        for stream in self.streams:
            stream.put_nowait(None)
        self.streams.clear()

    def _tell(self, kind: str, message: Json) -> None:
        for stream in self.streams:
            stream.put_nowait({"type": kind, "message": json.loads(json.dumps(message))})

    @property
    def asgi(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", lambda _: FileResponse(PAGE / "index.html")),
                Mount("/page", StaticFiles(directory=PAGE)),
                Route("/playground/state", lambda _: JSONResponse(self.state)),
                Route("/playground/messages", self._messages),
                Route("/playground/events", self._events),
                Route("/playground/say", self._say, methods=["POST"]),
                Route("/playground/click", self._click, methods=["POST"]),
                Route("/playground/complete", self._complete),
                Route("/playground/files/{file_id}", self._file),
            ]
        )

    def _messages(self, request: Request) -> Response:
        channel, thread = request.query_params["channel"], request.query_params.get("thread")
        user = request.query_params["user"]
        seen = [
            message
            for message in self.messages.values()
            if message["channel"] == channel
            and message.get("to", user) == user
            and (thread in (message["ts"], message["thread_ts"]) if thread else not message["thread_ts"])
        ]
        return JSONResponse({"messages": seen})

    def _events(self, _: Request) -> Response:
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self.streams.append(queue)

        async def stream() -> AsyncIterator[str]:
            yield "retry: 50\n\n"
            while (event := await queue.get()) is not None:
                yield f"data: {json.dumps(event)}\n\n"

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def _say(self, request: Request) -> Response:
        said = await request.json()
        self.said.append(said)
        if self.gate:
            await self.gate.wait()
        if self.answer["ok"] and not said["text"].startswith("/"):
            self.post(said["text"], said["user"], said["channel"], thread_ts=said.get("thread_ts"))
        return JSONResponse(self.answer)

    async def _click(self, request: Request) -> Response:
        self.clicks.append(await request.json())
        if self.gate:
            await self.gate.wait()
        return JSONResponse(self.answer)

    def _complete(self, request: Request) -> Response:
        text = request.query_params["text"]
        begun = text.removeprefix("/ci").lstrip()
        items = [
            {"insert": f"/ci {words} ", "label": f"/ci {usage}", "summary": summary}
            for words, usage, summary in COMMANDS
            if words.startswith(begun)
        ]
        items += [
            {"insert": text, "label": f"/ci {usage}", "summary": summary}
            for words, usage, summary in COMMANDS
            if begun.startswith(f"{words} ")
        ]
        return JSONResponse({"items": items})

    def _file(self, request: Request) -> Response:
        content, mimetype = self.files[request.path_params["file_id"]]
        return Response(content, media_type=mimetype)
