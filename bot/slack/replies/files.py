"""Files, shared in a thread.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

from collections.abc import AsyncIterator

from slack_sdk.web.async_client import AsyncWebClient

from bot.model.message import File, Message
from bot.model.request import Place
from bot.slack.clients import counted_call
from bot.slack.replies.delivery import delivering, post_to_slack, slack_refusal
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
    headers = {"Content-Length": str(file.size), "Content-Type": "application/octet-stream"}
    status, answered, _ = await post_to_slack(
        client, url, answer_within=_UPLOAD, data=_pieces(file), headers=headers
    )
    if status != 200:
        raise slack_refusal(f"HTTP {status}", status, answered)


async def _pieces(file: File) -> AsyncIterator[bytes]:
    for piece in file.pieces():
        yield piece
