"""What the page in the browser asks of the workspace, and the page itself."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.slack import cast
from bot.playground.slack.cast import User
from bot.playground.slack.controls import Control, controls
from bot.playground.slack.people import NotInSlack, People
from bot.playground.slack.workspace import Change, Json, Message

Completions: TypeAlias = Sequence[Mapping[str, str]]
Complete: TypeAlias = Callable[[str, str], Completions | Awaitable[Completions]]

# A page elsewhere may be able to make a browser send requests here: it is kept from doing so by the
# name that it must use (DNS rebinding), and by the type of the body (no simple cross-site form).
LOCAL = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])

ASSETS = Path(__file__).parents[1] / "page"
ME = "U0ANA"
ALIVE = 15.0  # seconds of silence after which a comment shows that the stream still lives


class Wrong(Exception):
    """The page asked for something that is not there."""


class Page:
    def __init__(
        self, people: People, *, commands: Sequence[Mapping[str, str]], complete: Complete | None
    ) -> None:
        self.people = people
        self.workspace = people.workspace
        self.commands = commands
        self.complete_with = complete

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.index),
            Mount("/page", StaticFiles(directory=ASSETS, check_dir=False)),
            Route("/playground/state", self.state),
            Route("/playground/messages", self.messages),
            Route("/playground/events", self.events),
            Route("/playground/say", self.say, methods=["POST"]),
            Route("/playground/click", self.click, methods=["POST"]),
            Route("/playground/complete", self.complete),
            Route("/playground/files/{file_id}", self.file),
        ]

    async def index(self, _: Request) -> Response:
        return FileResponse(ASSETS / "index.html", headers={"cache-control": "no-store"})

    async def state(self, _: Request) -> Response:
        everybody = self.workspace.users
        return JSONResponse(
            {
                "me": {"id": ME, "name": everybody[ME].name},
                "users": [_person(user) for user in everybody.values() if not user.bot],
                "others": [_person(user) for user in everybody.values() if user.bot],
                "usergroups": [
                    {"id": group.id, "handle": group.handle, "name": group.name}
                    for group in self.workspace.usergroups.values()
                ],
                "channels": [
                    {
                        "id": room.id,
                        "name": room.name,
                        "topic": room.topic,
                        "unread": 0,
                        "shared": room.shared,
                        "members": sorted(room.members),
                    }
                    for room in self.workspace.channels.values()
                ],
                "commands": [dict(command) for command in self.commands],
                "slash": self.people.slash,
                "bot": {"id": cast.BOT_USER, "name": everybody[cast.BOT_USER].name},
            }
        )

    async def messages(self, request: Request) -> Response:
        query = request.query_params
        seen = self.workspace.seen_by(
            query.get("user", ME), query.get("channel", ""), query.get("thread") or None
        )
        return JSONResponse({"messages": [self.shape(message) for message in seen]})

    async def events(self, request: Request) -> Response:
        """Server-Sent Events. ``user``: only what this person sees; without: everything."""
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        stream = self._stream(request.query_params.get("user"))
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, user: str | None) -> AsyncIterator[str]:
        with self.workspace.listening() as changes:
            yield "retry: 1000\n\n"
            while True:
                try:
                    change = await asyncio.wait_for(changes.get(), ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if user is None or change.message is None or change.message.to in (None, user):
                    yield f"data: {json.dumps(self._change(change))}\n\n"

    def _change(self, change: Change) -> Json:
        message = {"message": self.shape(change.message)} if change.message else {}
        return {"type": change.kind} | message

    async def say(self, request: Request) -> Response:
        try:
            asked = await _json(request)
            channel, user, text = (_word(asked, name) for name in ("channel", "user", "text"))
            thread = asked.get("thread_ts") or None
            if not text.startswith("/"):
                await self.people.say(channel, user, text, thread)
            elif thread:
                raise NotInSlack(f"{text.split()[0]} is not supported in threads. Sorry!")
            else:
                await self.people.command(channel, user, text)
        except (NotInSlack, Wrong, LookupError) as reason:
            return _refused(reason)
        return JSONResponse({"ok": True})

    async def click(self, request: Request) -> Response:
        try:
            asked = await _json(request)
            channel, ts, user = (_word(asked, name) for name in ("channel", "ts", "user"))
            message = self.workspace.find(channel, ts)
            action = asked.get("action")
            if message is None or not isinstance(action, dict):
                raise Wrong("This message is gone.")
            delivery = await self.people.press(message, _pressed(message, action), user)
        except (NotInSlack, Wrong, LookupError) as reason:
            return _refused(reason)
        if delivery.error:
            return JSONResponse({"ok": False, "error": f"The app didn't respond ({delivery.error})."})
        return JSONResponse({"ok": True})

    async def complete(self, request: Request) -> Response:
        text, channel = request.query_params.get("text", ""), request.query_params.get("channel", "")
        items = self.complete_with(text, channel) if self.complete_with else self._words(text)
        if inspect.isawaitable(items):
            items = await items
        return JSONResponse({"items": [dict(item) for item in items]})

    def _words(self, text: str) -> list[dict[str, str]]:
        """The commands that begin as the line does, and afterwards the usage of the one that is there."""
        slash = self.people.slash
        if not text or not f"{slash} ".startswith(text[: len(slash) + 1]):
            return []
        begun = text[len(slash) :].lstrip().lower()
        return [
            {
                "insert": f"{slash} {command['words']} " if command["words"].startswith(begun) else text,
                "label": f"{slash} {command['usage']}",
                "summary": command["summary"],
            }
            for command in self.commands
            if command["words"].startswith(begun) or begun.startswith(f"{command['words']} ")
        ]

    async def file(self, request: Request) -> Response:
        """A file that was shared. What a browser could run is only downloaded."""
        file = self.workspace.files.get(request.path_params["file_id"])
        if file is None or file.content is None:
            return JSONResponse({"ok": False, "error": "file_not_found"}, 404)
        readable = file.mimetype.startswith("text/") or file.mimetype in (
            "application/json",
            "application/yaml",
        )
        image = file.mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp")
        headers = {
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox; default-src 'none'",
        }
        if not readable and not image:
            headers["content-disposition"] = "attachment"
        media_type = "text/plain; charset=utf-8" if readable else file.mimetype
        return Response(file.content, media_type=media_type, headers=headers)

    def shape(self, message: Message) -> Json:
        """A message as the page shows it."""
        replies = self.workspace.replies(message.channel, message.ts)
        author = self.workspace.users[message.user]
        return {
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts if message.reply else None,
            "user": message.user,
            "name": author.name,
            "bot": author.bot,
            "text": message.text,
            "blocks": message.blocks,
            "ephemeral": message.ephemeral,
            "to": message.to,
            "edited": message.edited_ts is not None,
            "reply_count": len(replies),
            "last_reply": replies[-1].ts if replies else None,
            "files": [self._file(file_id) for file_id in message.files],
            "command": message.command,
        }

    def _file(self, file_id: str) -> Json:
        file = self.workspace.files[file_id]
        return {
            "id": file.id,
            "name": file.name,
            "size": file.length,
            "title": file.title,
            "url": f"/playground/files/{file.id}",
            "mimetype": file.mimetype,
            "alt": file.alt,
        }


def _person(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "handle": user.handle,
        "title": user.title,
        "avatar_color": f"#{user.color}",
        "guest": user.guest,
        "foreign": user.team != cast.TEAM,
    }


def _pressed(message: Message, action: Json) -> Control:
    option = action.get("selected_option")
    value = option.get("value") if isinstance(option, dict) else action.get("value")
    for there in controls(message):
        same = (there.block_id, there.element["action_id"]) == (
            action.get("block_id"),
            action.get("action_id"),
        )
        if same and there.value == value:
            return there
    raise Wrong("This button is no longer there.")


async def _json(request: Request) -> Json:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise Wrong("The body must be JSON.")
    try:
        asked = json.loads(await request.body())
    except ValueError as reason:
        raise Wrong("The body is not JSON.") from reason
    if not isinstance(asked, dict):
        raise Wrong("The body must be an object.")
    return asked


def _word(asked: Json, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"{name} is missing.")
    return value.strip()


def _refused(reason: Exception) -> Response:
    return JSONResponse({"ok": False, "error": str(reason)}, 200 if isinstance(reason, NotInSlack) else 400)
