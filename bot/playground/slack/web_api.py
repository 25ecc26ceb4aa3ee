"""``/api/<method>``: who calls, may they, and what is answered.

https://docs.slack.dev/apis/web-api/
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.playground.slack import chat, files, lookups
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.rates import Traffic
from bot.playground.slack.trouble import Trouble
from bot.playground.slack.workspace import Json, Workspace
from bot.slack import scopes

Run = Callable[[Workspace, Arguments], Json]

#: The app was installed with its manifest.
SCOPES = (*scopes.SCOPES, *scopes.OPTIONAL_SCOPES)


@dataclass(frozen=True, slots=True)
class Method:
    run: Run
    scope: str | None = None


METHODS: Mapping[str, Method] = {
    "api.test": Method(lookups.api_test),
    "auth.test": Method(lookups.auth_test),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "conversations.info": Method(lookups.conversations_info, "channels:read"),
    "conversations.list": Method(lookups.conversations_list, "channels:read"),
    "conversations.members": Method(lookups.conversations_members, "channels:read"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "usergroups.list": Method(lookups.usergroups_list, "usergroups:read"),
    "usergroups.users.list": Method(lookups.usergroups_users_list, "usergroups:read"),
    "users.info": Method(lookups.users_info, "users:read"),
    "users.lookupByEmail": Method(lookups.users_lookup_by_email, "users:read.email"),
    "users.list": Method(lookups.users_list, "users:read"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made. ``error`` is what was answered, None where all was well."""

    method: str
    arguments: Mapping[str, object]
    error: str | None


class WebApi:
    """``open_connection`` gives a Socket Mode address, for the app-level token alone."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        bot_token: str,
        app_token: str,
        scopes: tuple[str, ...],
        open_connection: Callable[[], str],
        trouble: Trouble,
        traffic: Traffic,
    ) -> None:
        self.workspace = workspace
        self.bot_token = bot_token
        self.app_token = app_token
        self.scopes = scopes
        self.calls: list[Call] = []
        self._open_connection = open_connection
        self._trouble = trouble
        self._traffic = traffic

    async def answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        arguments = Arguments({})
        headers = {"x-oauth-scopes": ",".join(self.scopes), "x-slack-req-id": secrets.token_hex(16)}
        try:
            arguments = await Arguments.of(request)
            token = _token(request, arguments)
            refused = self._trouble.planned(name) or self._traffic.refused(name, arguments)
            if refused is not None:
                self._note(name, arguments, refused.error)
                return refused.response(headers)
            body = {"ok": True} | self._run(name, token, arguments)
        except Refused as refusal:
            self._note(name, arguments, refusal.error)
            return JSONResponse({"ok": False, "error": refusal.error} | refusal.details, headers=headers)
        self._note(name, arguments, None)
        return self._trouble.lost(name) or JSONResponse(body, headers=headers)

    def _run(self, name: str, token: str, arguments: Arguments) -> Json:
        if name == "api.test":
            return lookups.api_test(self.workspace, arguments)
        if not token:
            raise Refused("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise Refused("invalid_auth")
        if name == "apps.connections.open":
            if token != self.app_token:
                raise Refused("not_allowed_token_type")
            return {"url": self._open_connection()}
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if token != self.bot_token:
            raise Refused("not_allowed_token_type")
        if method.scope is not None and method.scope not in self.scopes:
            raise Refused("missing_scope", needed=method.scope, provided=",".join(self.scopes))
        return method.run(self.workspace, arguments)

    def _note(self, name: str, arguments: Arguments, error: str | None) -> None:
        said = {key: value for key, value in arguments.values.items() if key != "token"}
        self.calls.append(Call(name, said, error))


def _token(request: Request, arguments: Arguments) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else arguments.text("token")
