"""The arguments of a Web API call, from the query, a form or JSON; and how a call is refused."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.slack.workspace import Json


class Refused(Exception):
    """An answer with ``ok: false``. ``details``: further members of the answer."""

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.details = details


class Arguments:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}

    @classmethod
    async def of(cls, request: Request) -> "Arguments":
        """Read a request. Arguments may stand in the query and in the body; the body wins."""
        values: Json = dict(request.query_params)
        body = await request.body()
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind == "application/json":
            try:
                given = json.loads(body or b"{}")
            except ValueError as reason:
                raise Refused("invalid_json") from reason
            if not isinstance(given, dict):
                raise Refused("json_not_object")
            values |= given
        elif kind == "application/x-www-form-urlencoded":
            values |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        return cls(values)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            message = f"[ERROR] missing required field: {name}"
            raise Refused("invalid_arguments", response_metadata={"messages": [message]})
        return value

    def flag(self, name: str) -> bool:
        """Forms say ``1`` and ``true``, JSON says true."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise Refused("invalid_arguments")
        return int(value)

    def structure(self, name: str, error: str) -> Any:
        """A list or an object, which forms carry as JSON text. None where it was not given."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value) if value else None
            except ValueError as reason:
                raise Refused(error) from reason
        return value
