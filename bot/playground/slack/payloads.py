"""What Slack tells an app: slash commands, interactions, events.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
https://docs.slack.dev/reference/events/app_mention
"""

import secrets

from bot.playground.slack import cast, shapes
from bot.playground.slack.cast import Channel, User
from bot.playground.slack.workspace import Json, Message, Workspace

VERIFICATION_TOKEN = "verification-token"  # noqa: S105  Slack sends one still, and nobody checks it


def trigger_id(workspace: Workspace) -> str:
    return f"{int(workspace.now() * 1000)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"


def slash_command(
    workspace: Workspace, channel: Channel, user: User, command: str, text: str, url: str
) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": cast.TEAM,
        "team_domain": cast.DOMAINS[cast.TEAM],
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": cast.APP,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger_id(workspace),
    }


def block_actions(
    workspace: Workspace, channel: Channel, user: User, message: Message, action: Json, url: str
) -> Json:
    """``team`` is the team of the one who clicks. An ephemeral message itself is not in the payload."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: Json = {
        "type": "block_actions",
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team},
        "api_app_id": cast.APP,
        "token": VERIFICATION_TOKEN,
        "container": container,
        "trigger_id": trigger_id(workspace),
        "team": {"id": user.team, "domain": cast.DOMAINS[user.team]},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": {}},
        "response_url": url,
        "actions": [action | {"action_ts": workspace.next_ts()}],
    }
    if not message.ephemeral:
        payload["message"] = shapes.message(message, workspace)
    return payload


def app_mention(workspace: Workspace, message: Message) -> Json:
    """An edited mention is told again, as an event of its own that carries ``edited``.

    https://github.com/slackapi/bolt-js/issues/960
    """
    channel, user = workspace.channels[message.channel], workspace.users[message.user]
    event: Json = {
        "user": message.user,
        "type": "app_mention",
        "ts": message.ts,
        "text": message.text,
        "team": user.team,
        "blocks": _rich_text(message.text),
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if message.client_msg_id:
        event["client_msg_id"] = message.client_msg_id
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
        root = workspace.find(message.channel, message.thread_ts)
        if message.reply and root is not None:
            event["parent_user_id"] = root.user
    if message.edited_ts:
        event["edited"] = {"user": message.user, "ts": message.edited_ts}
        event["event_ts"] = message.edited_ts
    if message.bot_id:
        event |= {"bot_id": message.bot_id, "subtype": "bot_message"}
        event |= (
            {"app_id": cast.APP, "bot_profile": shapes.bot_profile()} if message.bot_id == cast.BOT else {}
        )
    if user.team != cast.TEAM:
        profile = {
            "name": user.handle,
            "real_name": user.name,
            "display_name": user.handle,
            "team": user.team,
        }
        event |= {"user_team": user.team, "source_team": user.team, "user_profile": profile}
    return _envelope(workspace, event, channel, user.team)


def _envelope(workspace: Workspace, event: Json, channel: Channel, team: str) -> Json:
    """In a shared channel ``team_id`` may be the other workspace; ``authorizations`` names the app's own."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team,
        "context_team_id": cast.TEAM,
        "context_enterprise_id": None,
        "api_app_id": cast.APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": cast.TEAM,
                "user_id": cast.BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel.shared,
        "event_context": f"4-{secrets.token_hex(16)}",
    }


def _rich_text(text: str) -> list[Json]:
    """What a person typed, as Slack's own composer would send it: here always one piece of text."""
    part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text or " "}]}
    return [{"type": "rich_text", "block_id": secrets.token_urlsafe(4), "elements": [part]}]
