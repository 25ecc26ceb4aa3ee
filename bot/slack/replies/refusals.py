"""Slack's words for why it refuses a message or a file, and what may help: the one table of them.

https://docs.slack.dev/reference/methods/chat.postMessage#errors and those of the other methods
"""

from bot.model.outbox import Remedy

#: Slack is in trouble, or busy: the same call may be taken in a moment. HTTP 200: something answers in its
#: place.
_TROUBLE = (
    *("internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited"),
    *("rate_limited", "message_limit_exceeded", "team_added_to_org", "org_login_required"),
    "HTTP 200",
)
#: Slack does not take what we drew.
_PICTURE = (
    *("msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "block_mismatch"),
    *("too_many_attachments", "attachment_payload_limit_exceeded", "invalid_attachments", "no_text"),
    *("markdown_text_conflict", "only_one_table_allowed", "duplicate_block_id", "invalid_payload"),
)
#: The token was good once; and all that it is good for nothing with.
ENDED_TOKEN = frozenset({"account_inactive", "token_expired", "token_revoked"})
REFUSED_TOKEN = ENDED_TOKEN | {"invalid_auth", "not_authed"}
#: The token is no good, or the call is none that Slack knows: who runs the bot must see to it.
_BROKEN = (
    *REFUSED_TOKEN,
    *(
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "team_access_not_granted",
        "access_denied",
        "access_limited",
    ),
    *(
        "method_deprecated",
        "deprecated_endpoint",
        "unknown_method",
        "ekm_access_denied",
        "enterprise_is_restricted",
    ),
    *("invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data"),
    *("invalid_json", "json_not_object", "invalid_post_type", "missing_post_type", "missing_argument"),
)
_GONE = ("message_not_found",)
_REMEDIES = (
    dict.fromkeys(_TROUBLE, Remedy.AGAIN)
    | dict.fromkeys(_PICTURE, Remedy.SHORTER)
    | dict.fromkeys(_BROKEN, Remedy.REPAIR)
    | dict.fromkeys(_GONE, Remedy.NONE)
)


def is_trouble(word: str) -> bool:
    """Whether it is Slack's own, or of what stands before it. "HTTP 200" is what any other host answers."""
    status = int(word.removeprefix("HTTP ")) if word.startswith("HTTP ") else 200
    return word != "HTTP 200" and remedy_of(word, status) is Remedy.AGAIN


def remedy_of(word: str, status: int) -> Remedy:
    """Of a refusal with this word and HTTP status. A word that is not in the table closes one way alone."""
    if word in _REMEDIES:
        return _REMEDIES[word]
    return Remedy.AGAIN if status == 429 or status >= 500 else Remedy.ANOTHER_WAY
