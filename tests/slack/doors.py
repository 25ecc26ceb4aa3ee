"""Slack's path of a running bot, and what posts there."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from bot.operating.modes import http_endpoints
from bot.playground.slack import cast
from bot.slack.intake import EVENTS_PATH
from bot.slack.signature import slack_signature
from tests.world import World, world

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
SECRET, OLD_SECRET = "the-signing-secret", "the-one-before-that"
PASSWORD = "Gr4nite-owl"
LINE = {
    "command": "/ci", "text": f"trigger web@fix/cart-badge password={PASSWORD}", "trigger_id": "1.2.x",
    "team_id": cast.TEAM, "channel_id": "C0WEB", "user_id": "U0ANA", "token": "a-token",
    "response_url": "https://hooks.slack.com/commands/T/1/secret",
}  # fmt: skip


class Door:
    """The path, and what posts there."""

    def __init__(self, here: World, client: httpx.AsyncClient) -> None:
        self.here = here
        self.client = client

    async def post(
        self,
        body: bytes,
        headers: Mapping[str, str] | Sequence[tuple[str, str | bytes]] | None = None,
        **signing: object,
    ) -> httpx.Response:
        """Post it; with a signature of its own where no ``headers`` are given."""
        headers = signed(body, **signing) if headers is None else headers  # type: ignore[arg-type]
        return await self.client.post(EVENTS_PATH, content=body, headers=headers)


def signed(
    body: bytes, *, secret: str = SECRET, ahead: float = 0, content_type: str = FORM
) -> dict[str, str]:
    stamp = str(int(time.time() + ahead))
    signature = slack_signature(body, stamp.encode(), secret.encode()).decode()
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }


@asynccontextmanager
async def a_door(directory: Path) -> AsyncIterator[Door]:
    async with world(directory, slack_signing_secret=f"{SECRET}, {OLD_SECRET}") as here:
        transport = httpx.ASGITransport(http_endpoints(here.bot))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.test") as client:
            yield Door(here, client)
