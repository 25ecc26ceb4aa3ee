"""What Slack makes of what a person types.

https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re

from bot.playground.slack.workspace import Workspace

_NAMES = re.compile(r"(?<!\w)([@#])([\w.-]*\w)")
_URLS = re.compile(r"https?://[^\s<>]+")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(text: str, workspace: Workspace) -> str:
    """The text of a message or a command: names become ids, addresses become links."""
    named = {f"@{user.handle}": f"<@{user.id}>" for user in workspace.users.values()}
    named |= {f"@{group.handle}": f"<!subteam^{group.id}>" for group in workspace.usergroups.values()}
    named |= {f"#{room.name}": f"<#{room.id}|{room.name}>" for room in workspace.channels.values()}
    parts: list[str] = []
    end = 0
    for url in _URLS.finditer(text):
        parts += [_named(escaped(text[end : url.start()]), named), f"<{escaped(url.group())}>"]
        end = url.end()
    return "".join([*parts, _named(escaped(text[end:]), named)])


def _named(text: str, named: dict[str, str]) -> str:
    return _NAMES.sub(lambda found: named.get(found.group().lower(), found.group()), text)
