"""The Web API's questions about the app, people, channels and user groups."""

from typing import TypeVar

from bot.playground.slack import cast, shapes
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.chat import room
from bot.playground.slack.workspace import Json, Workspace

Item = TypeVar("Item")


def auth_test(workspace: Workspace, arguments: Arguments) -> Json:
    return {
        "url": f"{shapes.SITE}/",
        "team": cast.TEAM_NAMES[cast.TEAM],
        "user": cast.BOT_NAME,
        "team_id": cast.TEAM,
        "user_id": cast.BOT_USER,
        "bot_id": cast.BOT,
        "is_enterprise_install": False,
    }


def api_test(workspace: Workspace, arguments: Arguments) -> Json:
    if error := arguments.text("error"):
        raise Refused(error, args=arguments.values)
    return {"args": arguments.values}


def conversations_info(workspace: Workspace, arguments: Arguments) -> Json:
    channel = workspace.channels.get(arguments.required("channel"))
    if channel is None:
        raise Refused("channel_not_found")
    shape = shapes.channel(channel)
    if arguments.flag("include_num_members"):
        shape["num_members"] = len(channel.members)
    return {"channel": shape}


def conversations_list(workspace: Workspace, arguments: Arguments) -> Json:
    every = [shapes.channel(c) | {"num_members": len(c.members)} for c in workspace.channels.values()]
    page, cursor = _page(every, arguments, 100)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def conversations_members(workspace: Workspace, arguments: Arguments) -> Json:
    members = sorted(room(workspace, arguments.required("channel")).members)
    page, cursor = _page(members, arguments, 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def users_info(workspace: Workspace, arguments: Arguments) -> Json:
    user = workspace.users.get(arguments.required("user"))
    if user is None:
        raise Refused("user_not_found")
    return {"user": shapes.user(user)}


def users_lookup_by_email(workspace: Workspace, arguments: Arguments) -> Json:
    """Of the workspace's own people, those who are still there."""
    email = arguments.required("email").lower()
    for user in workspace.users.values():
        if user.team == cast.TEAM and not user.deleted and user.email == email:
            return {"user": shapes.user(user)}
    raise Refused("users_not_found")


def users_list(workspace: Workspace, arguments: Arguments) -> Json:
    """The workspace's own people: people of other workspaces are not among them."""
    own = [shapes.user(user) for user in workspace.users.values() if user.team == cast.TEAM]
    page, cursor = _page(own, arguments, 1000)
    return {"members": page, "cache_ts": int(workspace.now()), "response_metadata": {"next_cursor": cursor}}


def usergroups_list(workspace: Workspace, arguments: Arguments) -> Json:
    with_users, disabled = arguments.flag("include_users"), arguments.flag("include_disabled")
    groups = [each for each in workspace.usergroups.values() if disabled or not each.disabled]
    return {"usergroups": [shapes.usergroup(each, with_users=with_users) for each in groups]}


def usergroups_users_list(workspace: Workspace, arguments: Arguments) -> Json:
    group = workspace.usergroups.get(arguments.required("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


def _page(items: list[Item], arguments: Arguments, default: int) -> tuple[list[Item], str]:
    """One page, and the cursor of the next: its first index, in a word."""
    cursor = arguments.text("cursor")
    if cursor and not cursor.removeprefix("at:").isdigit():
        raise Refused("invalid_cursor")
    start = int(cursor.removeprefix("at:")) if cursor else 0
    end = start + max(1, arguments.number("limit", default) or default)
    return items[start:end], f"at:{end}" if end < len(items) else ""
