"""What Slack makes of what a person types.

https://docs.slack.dev/messaging/formatting-message-text#escaping
"""

import re

from bot.playground.slack.workspace import Workspace

_NAMES = re.compile(r"(?<!\w)([@#])([\w.-]*\w)")
# An address, which becomes a link; and what is set as code, in which nothing becomes anything.
_APART = re.compile(r"(?P<url>https?://[^\s<>`]+)|`[^`]+`")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(text: str, workspace: Workspace) -> str:
    """The text of a message or a command: names become ids, addresses become links."""
    named = {f"@{user.handle}": f"<@{user.id}>" for user in workspace.users.values()}
    named |= {f"@{group.handle}": f"<!subteam^{group.id}>" for group in workspace.usergroups.values()}
    named |= {f"#{room.name}": f"<#{room.id}|{room.name}>" for room in workspace.channels.values()}
    parts: list[str] = []
    end = 0
    for apart in _APART.finditer(text):
        as_it_is = escaped(apart.group())
        parts += [
            _named(escaped(text[end : apart.start()]), named),
            f"<{as_it_is}>" if apart["url"] else as_it_is,
        ]
        end = apart.end()
    return "".join([*parts, _named(escaped(text[end:]), named)])


def _named(text: str, named: dict[str, str]) -> str:
    return _NAMES.sub(lambda found: named.get(found.group().lower(), found.group()), text)
