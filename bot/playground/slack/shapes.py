"""The workspace's things as Slack spells them in JSON."""

from bot.playground.slack import cast
from bot.playground.slack.cast import Channel, User, UserGroup
from bot.playground.slack.workspace import File, Json, Message, Workspace

SITE = "https://acme.slack.example"


def user(person: User) -> Json:
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.handle,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.name,
        "tz": "Etc/UTC",
        "tz_label": "Coordinated Universal Time",
        "tz_offset": 0,
        "profile": {
            "title": person.title,
            "phone": "",
            "skype": "",
            "real_name": person.name,
            "real_name_normalized": person.name,
            "display_name": person.handle,
            "display_name_normalized": person.handle,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": "",
            "team": person.team,
        }
        | ({"api_app_id": cast.APP, "bot_id": cast.BOT} if person.id == cast.BOT_USER else {}),
        "is_admin": person.admin,
        "is_owner": person.admin,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": cast.CREATED,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    } | ({"is_stranger": False} if person.team != cast.TEAM else {})


def channel(room: Channel) -> Json:
    teams = [cast.TEAM, cast.OTHER_TEAM] if room.shared else [cast.TEAM]
    return {
        "id": room.id,
        "name": room.name,
        "name_normalized": room.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_general": False,
        "is_archived": room.archived,
        "is_shared": room.shared,
        "is_ext_shared": room.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": teams,
        "internal_team_ids": [],
        "context_team_id": cast.TEAM,
        "conversation_host_id": cast.TEAM,
        "creator": "U0ANA",
        "created": cast.CREATED,
        "updated": cast.CREATED * 1000,
        "unlinked": 0,
        "is_member": cast.BOT_USER in room.members,
        "topic": {"value": room.topic, "creator": "U0ANA", "last_set": cast.CREATED},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def usergroup(group: UserGroup, *, with_users: bool) -> Json:
    return {
        "id": group.id,
        "team_id": cast.TEAM,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": cast.CREATED,
        "date_update": cast.CREATED,
        "date_delete": cast.CREATED if group.disabled else 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": "U0ANA",
        "updated_by": "U0ANA",
        "prefs": {"channels": [], "groups": []},
        "channel_count": 0,
        "user_count": len(group.users),
    } | ({"users": list(group.users)} if with_users else {})


def bot_profile() -> Json:
    icons = {f"image_{size}": f"{SITE}/app_{size}.png" for size in (36, 48, 72)}
    return {
        "id": cast.BOT,
        "app_id": cast.APP,
        "user_id": cast.BOT_USER,
        "name": cast.BOT_NAME,
        "icons": icons,
        "deleted": False,
        "updated": cast.CREATED,
        "team_id": cast.TEAM,
    }


def message(said: Message, workspace: Workspace) -> Json:
    """A message as ``chat.postMessage`` answers it and as an interaction carries it."""
    shape: Json = {"type": "message", "user": said.user, "ts": said.ts, "text": said.text, "team": cast.TEAM}
    if said.bot_id == cast.BOT:
        shape |= {"bot_id": cast.BOT, "app_id": cast.APP, "bot_profile": bot_profile()}
    if said.blocks:
        shape["blocks"] = said.blocks
    if said.edited_ts:
        shape["edited"] = {"user": said.bot_id or said.user, "ts": said.edited_ts}
    if said.files:
        shape["files"] = [file(workspace.files[file_id], workspace.address) for file_id in said.files]
    if said.thread_ts:
        shape["thread_ts"] = said.thread_ts
    if said.thread_ts == said.ts:
        replies = workspace.replies(said.channel, said.ts)
        shape |= {
            "reply_count": len(replies),
            "reply_users_count": len({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts if replies else said.ts,
            "reply_users": sorted({reply.user for reply in replies}),
            "is_locked": False,
            "subscribed": True,
        }
    elif said.thread_ts and (root := workspace.find(said.channel, said.thread_ts)):
        shape["parent_user_id"] = root.user
    return shape


def file(stored: File, address: str) -> Json:
    """``address``: where the workspace is served."""
    places = {m.channel: _share(m) for m in stored.shared}
    extension = stored.name.rpartition(".")[2] if "." in stored.name else "binary"
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": stored.mimetype,
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": stored.user,
        "user_team": cast.TEAM,
        "editable": False,
        "size": stored.length,
        "mode": "hosted",
        "is_external": False,
        **({"alt_txt": stored.alt} if stored.alt else {}),
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{address}/playground/files/{stored.id}",
        "url_private_download": f"{address}/playground/files/{stored.id}",
        "permalink": f"{address}/playground/files/{stored.id}",
        "comments_count": 0,
        "is_starred": False,
        "shares": {"public": places},
        "channels": list(places),
        "groups": [],
        "ims": [],
        "has_rich_preview": False,
        "file_access": "visible",
        "media_display_type": "unknown",
    }


def _share(said: Message) -> list[Json]:
    shape: Json = {
        "reply_users": [],
        "reply_users_count": 0,
        "reply_count": 0,
        "ts": said.ts,
        "team_id": cast.TEAM,
        "share_user_id": said.user,
    }
    return [shape | ({"thread_ts": said.thread_ts} if said.thread_ts else {})]
