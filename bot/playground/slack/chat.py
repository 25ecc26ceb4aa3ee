"""The Web API's ``chat.*``.

https://docs.slack.dev/reference/methods/chat.postMessage and its neighbours
"""

from bot.playground.slack import cast, shapes
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.cast import Channel
from bot.playground.slack.content import content
from bot.playground.slack.workspace import Json, Message, Workspace


def room(workspace: Workspace, name: str) -> Channel:
    """A channel by id, or by name or a person's id as ``chat.postMessage`` takes it. Raises Refused."""
    if name in workspace.users:
        return workspace.direct(name)
    by_name = (c for c in workspace.channels.values() if c.name == name.removeprefix("#"))
    found = workspace.channels.get(name) or next(by_name, None)
    if found is None:
        raise Refused("channel_not_found")
    return found


def writable(workspace: Workspace, name: str) -> Channel:
    """A channel in which the bot may post. Raises Refused."""
    found = room(workspace, name)
    if found.archived:
        raise Refused("is_archived")
    if cast.BOT_USER not in found.members:
        raise Refused("not_in_channel")
    return found


def thread(workspace: Workspace, channel: Channel, ts: str) -> str | None:
    """The root of the thread that ``ts`` names; a reply's timestamp means its thread."""
    if not ts:
        return None
    said = workspace.find(channel.id, ts)
    if said is None or said.ephemeral:
        raise Refused("thread_not_found")
    return said.thread_ts or said.ts


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    channel = writable(workspace, arguments.required("channel"))
    said = content(arguments, takes_charts=workspace.takes_charts)
    root = thread(workspace, channel, arguments.text("thread_ts"))
    mark = arguments.text("client_msg_id")
    message = _marked(workspace, channel, mark) or workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.next_ts(),
            user=cast.BOT_USER,
            text=said.text,
            blocks=said.blocks,
            thread_ts=root,
            bot_id=cast.BOT,
            client_msg_id=mark,
        )
    )
    if mark:
        workspace.marks[channel.id, mark] = message.ts
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": shapes.message(message, workspace)}
    if said.truncated:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def _marked(workspace: Workspace, channel: Channel, mark: str) -> Message | None:
    """What was posted with this mark before. Raises Refused where that is gone."""
    if (ts := workspace.marks.get((channel.id, mark))) is None:
        return None
    if (message := workspace.find(channel.id, ts)) is None:
        raise Refused("duplicate_message_not_found")
    return message


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Blocks stay where neither text nor blocks are given; a text alone removes them."""
    channel = room(workspace, arguments.required("channel"))
    message = _own(workspace, channel, arguments.required("ts"), "cant_update_message")
    said = content(arguments, takes_charts=workspace.takes_charts)
    workspace.change(message, text=said.text, blocks=said.blocks, edited=not said.blocks)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": shapes.message(message, workspace),
    }


def delete(workspace: Workspace, arguments: Arguments) -> Json:
    channel = room(workspace, arguments.required("channel"))
    message = _own(workspace, channel, arguments.required("ts"), "cant_delete_message")
    workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def _own(workspace: Workspace, channel: Channel, ts: str, error: str) -> Message:
    message = workspace.find(channel.id, ts)
    if message is None or message.ephemeral:
        raise Refused("message_not_found")
    if message.bot_id != cast.BOT:
        raise Refused(error)
    return message


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    channel = writable(workspace, arguments.required("channel"))
    user = arguments.required("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    said = content(arguments, takes_charts=workspace.takes_charts)
    root = thread(workspace, channel, arguments.text("thread_ts"))
    message = workspace.post(
        Message(
            channel=channel.id,
            ts=workspace.next_ts(),
            user=cast.BOT_USER,
            text=said.text,
            blocks=said.blocks,
            thread_ts=root,
            to=user,
            bot_id=cast.BOT,
        )
    )
    return {"message_ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Arguments) -> Json:
    channel = room(workspace, arguments.required("channel"))
    message = workspace.find(channel.id, arguments.required("message_ts"))
    if message is None or message.ephemeral:
        raise Refused("message_not_found")
    link = f"{shapes.SITE}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
