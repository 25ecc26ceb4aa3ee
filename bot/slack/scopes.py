"""What the bot asks of a workspace, and what for. The manifest, the README and `doctor` read it from here.

https://docs.slack.dev/reference/scopes
"""

#: Bot scopes, each with the reason.
SCOPES = {
    "commands": "the slash command",
    "app_mentions:read": "commands that mention the bot",
    "chat:write": "answers and their updates",
    "files:write": "logs, configs and artifacts, shared in a thread",
    "users:read": "whether someone is a guest, who can only look",
    "usergroups:read": "who is in the policy's user groups",
}

#: Those that can be left out: what they are for doesn't happen then.
OPTIONAL_SCOPES = {
    "users:read.email": "optional, to mention a commit's author by their e-mail address",
    "channels:read": "optional, to see which channels are shared with others, and for `doctor` to name them",
    "groups:read": "optional, the same of private channels",
}

#: Events that Slack sends, each with the reason.
EVENTS = {
    "app_mention": "someone mentions the bot",
    "subteam_members_changed": "the members of a user group in the policy changed",
    "subteam_updated": "a user group was disabled, enabled or renamed",
}
