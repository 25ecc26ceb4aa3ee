"""``response_url``: five answers within half an hour, also where the bot is no member.

The body of an acknowledged slash command is the same kind of answer.
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.slack import cast
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.content import content
from bot.playground.slack.workspace import Json, Message, Workspace

USES = 5
SECONDS = 30 * 60


@dataclass(slots=True)
class Slip:
    """What one ``response_url`` is good for. ``message``: the one on which was clicked."""

    channel: str
    user: str
    until: float
    message: Message | None = None
    command: str | None = None
    left: int = USES


class ResponseUrls:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._slips: dict[str, Slip] = {}

    def issue(
        self,
        kind: str,
        channel: str,
        user: str,
        *,
        message: Message | None = None,
        command: str | None = None,
    ) -> str:
        """A new address. ``kind`` is ``commands`` or ``actions``."""
        secret = secrets.token_urlsafe(18)
        until = self.workspace.now() + SECONDS
        self._slips[secret] = Slip(channel, user, until, message, command)
        return f"{self.workspace.address}/{kind}/{cast.TEAM}/{secret}"

    def slip(self, address: str) -> Slip:
        return self._slips[address.rpartition("/")[2]]

    async def answer(self, request: Request) -> Response:
        slip = self._slips.get(request.path_params["secret"])
        if slip is None or self.workspace.now() > slip.until:
            return JSONResponse({"ok": False, "error": "expired_url"}, 404)
        if slip.left == 0:
            return JSONResponse({"ok": False, "error": "used_url"}, 404)
        try:
            payload = json.loads(await request.body())
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            return PlainTextResponse("invalid_payload", 400)
        slip.left -= 1
        try:
            apply(self.workspace, slip, payload)
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.error}, 400)
        return PlainTextResponse("ok")


def apply(workspace: Workspace, slip: Slip, payload: Json) -> None:
    """Carry out an answer. Raises Refused."""
    arguments = Arguments(payload)
    original = slip.message
    if arguments.flag("delete_original"):
        if original is not None:
            workspace.delete(original)
        return
    said = content(arguments, takes_charts=workspace.takes_charts)
    if arguments.flag("replace_original") and original is not None:
        workspace.change(original, text=said.text, blocks=said.blocks, edited=not said.blocks)
        return
    in_channel = arguments.text("response_type", "ephemeral") == "in_channel"
    root = workspace.find(slip.channel, arguments.text("thread_ts"))
    workspace.post(
        Message(
            channel=slip.channel,
            ts=workspace.next_ts(),
            user=cast.BOT_USER,
            text=said.text,
            blocks=said.blocks,
            thread_ts=(root.thread_ts or root.ts) if root else None,
            to=None if in_channel else slip.user,
            bot_id=cast.BOT,
            command=slip.command,
        )
    )
