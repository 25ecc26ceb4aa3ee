"""Whether Slack answers, takes the tokens, and gives what the bot needs."""

from urllib.parse import urlsplit

from bot.operating.doctor.finding import Finding, bad, check_network, good, note
from bot.settings import Settings
from bot.settings.values import ODD, has_odd_character
from bot.slack.clients import TokenCheck, check_tokens, slack_client
from bot.slack.replies.refusals import ENDED_TOKEN, is_trouble
from bot.slack.scopes import OPTIONAL_SCOPES, SCOPES

_BOT = "Copy the Bot User OAuth Token (xoxb-…) from your Slack app's page OAuth & Permissions."
_APP = "Create an app-level token (xapp-…) with connections:write on your Slack app's page Basic Information."
_INSTALL = "Replace your Slack app's manifest with what `ringmaster manifest` prints, and install it again."
_SIGNING = "SLACK_SIGNING_SECRET"
_SECRET = "Copy the Signing Secret from your Slack app's page Basic Information."  # noqa: S105
#: What tokens are by their beginnings.
_KINDS = {"xapp-": "an app-level token", "xoxb-": "a bot token", "xoxp-": "a user's token"}
_LATER = "Try again in a minute."


async def check_slack(settings: Settings) -> list[Finding]:
    """The tokens by their looks, then what Slack says of them."""
    bot, app = (
        each.get_secret_value() if each else None
        for each in (settings.slack_bot_token, settings.slack_app_token)
    )
    if bot is not None and app is not None and _kind(bot) == "xapp-" and _kind(app) == "xoxb-":
        told = "SLACK_BOT_TOKEN is an app-level token (xapp-), SLACK_APP_TOKEN a bot token (xoxb-)"
        return [bad("Slack tokens", told, "Swap the two.")]
    if bot is None:
        return [bad("Slack token", "SLACK_BOT_TOKEN isn't set", _BOT)]
    looks = [
        *(wrong for each in settings.signing_secrets for wrong in _looks(_SIGNING, each, "", _SECRET)),
        *_looks("SLACK_BOT_TOKEN", bot, "xoxb-", _BOT),
        *(_looks("SLACK_APP_TOKEN", app, "xapp-", _APP) if app is not None else ()),
    ]
    if looks:
        return looks
    looked = await check_tokens(slack_client(bot, settings.slack_api_url), app)
    host = urlsplit(settings.slack_api_url).netloc
    if not looked.reachable:
        if "certificate" in str(looked.problem).lower():
            remedy = "Set SSL_CERT_FILE to the PEM file of the authority that signed it."
            return [bad("Slack", f"{host} has a certificate that isn't trusted here", remedy)]
        return [bad("Slack", f"can't reach {host}", check_network("SLACK_API_URL"))]
    if looked.problem is not None and is_trouble(looked.problem):
        return [bad("Slack", f"{host} is having problems ({looked.problem})", _LATER)]
    if looked.problem is not None and looked.problem.startswith("HTTP "):
        told = f"{host} doesn't respond like Slack ({looked.problem})"
        return [bad("Slack", told, "Check SLACK_API_URL.")]
    if looked.problem is not None:
        again = "Install the app to the workspace again and copy the new bot token."
        remedy = again if looked.problem in ENDED_TOKEN else _BOT
        return [bad("Slack token", f"Slack says {looked.problem}", remedy)]
    return [
        good("Slack token", f"{looked.user} in {looked.team}"),
        *_scopes(looked.scopes),
        *([_socket(looked)] if app is not None else ()),
    ]


def _kind(token: str) -> str:
    return next((each for each in _KINDS if token.startswith(each)), "")


def _looks(name: str, token: str, prefix: str, remedy: str) -> list[Finding]:
    if has_odd_character(token):
        return [bad("Slack tokens", f"{name} {ODD}", "Copy it again.")]
    if (kind := _kind(token)) not in ("", prefix):
        return [bad("Slack tokens", f"{name} is {_KINDS[kind]} ({kind})", remedy)]
    return []


def _scopes(granted: frozenset[str] | None) -> list[Finding]:
    """What the app was installed with tells how old its manifest is: nothing else does to a bot."""
    if granted is None:
        return [note("Slack scopes", "Slack didn't say which scopes the bot has")]
    if missing := ", ".join(each for each in SCOPES if each not in granted):
        return [bad("Slack scopes", f"missing: {missing}; the app's manifest is an older one", _INSTALL)]
    without = [f"{each} ({why})" for each, why in OPTIONAL_SCOPES.items() if each not in granted]
    if without:
        return [note("Slack scopes", f"all there but {', '.join(without)}", _INSTALL)]
    return [good("Slack scopes", "all there, as in manifest.yml")]


def _socket(looked: TokenCheck) -> Finding:
    if looked.socket_problem is None:
        return good("Socket Mode", "connects")
    if looked.socket_problem == "not_allowed_token_type":
        return bad("Socket Mode", "Slack says SLACK_APP_TOKEN isn't an app-level token", _APP)
    if looked.socket_problem == "missing_scope":
        return bad("Socket Mode", "SLACK_APP_TOKEN lacks connections:write", _APP)
    if is_trouble(looked.socket_problem):
        return bad("Socket Mode", f"Slack says {looked.socket_problem}", _LATER)
    remedy = f"Turn on Socket Mode on your Slack app's page. {_APP}"
    return bad("Socket Mode", f"Slack says {looked.socket_problem}", remedy)
