"""Files: ask for an address, send the bytes there, complete the upload.

https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.playground.slack import cast, shapes
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.chat import thread, writable
from bot.playground.slack.content import content
from bot.playground.slack.workspace import File, Json, Message, Workspace

#: Of what a picture shows, in characters.
MAX_ALT = 1000


def get_upload_url(workspace: Workspace, arguments: Arguments) -> Json:
    name = arguments.required("filename")
    length = arguments.number("length", 0)
    if not length:
        raise Refused("missing_argument")
    alt = arguments.text("alt_txt")
    if len(alt) > MAX_ALT:
        raise Refused("invalid_arguments")
    file = workspace.add_file(name, length, cast.BOT_USER, _mimetype(name), alt)
    return {"upload_url": f"{workspace.address}/files/upload/{file.id}", "file_id": file.id}


async def upload(workspace: Workspace, request: Request) -> Response:
    """Where the bytes go. The address itself is the permission."""
    file = workspace.files.get(request.path_params["file_id"])
    if file is None or file.content is not None:
        return PlainTextResponse("Not found", status_code=404)
    body = await request.body()
    if len(body) != file.length:
        return PlainTextResponse(f"Expected {file.length} bytes, got {len(body)}", status_code=400)
    file.content = body
    return PlainTextResponse(f"OK - {len(body)}")


def complete_upload(workspace: Workspace, arguments: Arguments) -> Json:
    files = [_uploaded(workspace, entry) for entry in arguments.structure("files", "invalid_arguments") or []]
    if not files:
        raise Refused("invalid_arguments")
    names = [arguments.text("channel_id"), *arguments.text("channels").split(",")]
    channels = [writable(workspace, name) for name in names if name]
    root_ts = arguments.text("thread_ts")
    if root_ts and len(channels) != 1:
        raise Refused("invalid_arguments")
    said = content(Arguments({"text": arguments.text("initial_comment")}), may_be_empty=True)
    for channel in channels:
        workspace.post(
            Message(
                channel=channel.id,
                ts=workspace.next_ts(),
                user=cast.BOT_USER,
                text=said.text,
                thread_ts=thread(workspace, channel, root_ts),
                bot_id=cast.BOT,
                files=[file.id for file in files],
            )
        )
    return {"files": [shapes.file(file, workspace.address) for file in files]}


def _mimetype(name: str) -> str:
    """By the name alone, the same on every machine."""
    known = {"yml": "application/yaml", "yaml": "application/yaml", "log": "text/plain"}
    guessed = known.get(name.rpartition(".")[2].lower()) or mimetypes.guess_type(name)[0]
    return guessed or "application/octet-stream"


def _uploaded(workspace: Workspace, entry: object) -> File:
    if not isinstance(entry, dict) or "id" not in entry:
        raise Refused("invalid_arguments")
    file = workspace.files.get(str(entry["id"]))
    if file is None or file.content is None:
        raise Refused("file_not_found")
    file.title = str(entry.get("title") or file.name)
    return file
