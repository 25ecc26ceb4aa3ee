"""What the bot asks of a workspace, and what for. The manifest, the README and `doctor` read it from here.

https://docs.slack.dev/reference/scopes
"""

#: Bot scopes, each with the reason.
SCOPES = {
    "commands": "the slash command",
    "app_mentions:read": "lines that mention the bot",
    "chat:write": "answers, and redrawing them",
    "files:write": "configurations and artifacts, shared in a thread",
    "users:read": "whether the person who asks is a guest, who can only look",
    "usergroups:read": "who is in the user groups that the policy names",
}

#: Events that Slack sends, each with the reason.
EVENTS = {
    "app_mention": "somebody mentions the bot",
    "subteam_members_changed": "a user group that the policy names has other members now",
}
