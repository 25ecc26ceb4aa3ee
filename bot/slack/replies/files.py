"""Files, shared in a thread.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

from collections.abc import AsyncIterator

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import File, Message
from bot.model.request import Place
from bot.slack.clients import counted_call
from bot.slack.replies.delivery import delivering, slack_refusal
from bot.slack.replies.message import post_message

#: Seconds that Slack may take to answer an upload.
_UPLOAD = 60.0

#: Characters of what a picture shows. https://docs.slack.dev/reference/methods/files.getUploadURLExternal
LONGEST_ALT = 1000


async def share_file(client: AsyncWebClient, place: Place, file: File) -> None:
    """Share it. Slack takes no empty file, so of such a one it is said. Raises `Undeliverable`."""
    if not file.size:
        await post_message(client, place, Message((f"{file.title or file.name} is empty.",)))
        return
    with delivering():
        where = await client.files_getUploadURLExternal(
            filename=file.name, length=file.size, alt_txt=file.alt[:LONGEST_ALT] or None
        )
        await _upload(client, str(where["upload_url"]), file)
        await client.files_completeUploadExternal(
            files=[{"id": str(where["file_id"]), "title": file.title or file.name}],
            channel_id=place.channel,
            thread_ts=place.thread,
        )


async def _upload(client: AsyncWebClient, url: str, file: File) -> None:
    """As a stream: the SDK would hold the whole. Such an address is asked once, so it is not tried again."""
    with counted_call("upload", url):
        await _post(client, url, file)


async def _post(client: AsyncWebClient, url: str, file: File) -> None:
    patience = ClientTimeout(total=None, connect=client.timeout, sock_read=_UPLOAD)
    headers = {"Content-Length": str(file.size), "Content-Type": "application/octet-stream"}
    async with (
        ClientSession(timeout=patience, trust_env=client.trust_env_in_session) as session,
        session.post(
            url, data=_pieces(file), headers=headers, proxy=client.proxy, ssl=client.ssl or True
        ) as answer,
    ):
        if answer.status != 200:
            raise slack_refusal(f"HTTP {answer.status}", answer.status, answer.headers)


async def _pieces(file: File) -> AsyncIterator[bytes]:
    for piece in file.pieces():
        yield piece
