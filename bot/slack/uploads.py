"""Files on their way to Slack."""

from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import File
from bot.model.outbox import Undeliverable

#: Seconds that Slack may take to answer an upload.
_UPLOAD = 60.0


async def upload(client: AsyncWebClient, url: str, file: File) -> None:
    """As a stream: the SDK would hold the whole. Such an address is asked once, so it is not tried again."""
    patience = ClientTimeout(total=None, connect=client.timeout, sock_read=_UPLOAD)
    headers = {"Content-Length": str(file.size), "Content-Type": "application/octet-stream"}
    async with (
        ClientSession(timeout=patience, trust_env=client.trust_env_in_session) as session,
        session.post(
            url, data=_pieces(file), headers=headers, proxy=client.proxy, ssl=client.ssl or True
        ) as answer,
    ):
        if answer.status != 200:
            raise Undeliverable(f"the upload was answered {answer.status}")


async def _pieces(file: File) -> AsyncIterator[bytes]:
    for piece in file.pieces():
        yield piece
