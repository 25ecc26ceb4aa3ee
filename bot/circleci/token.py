"""The token: in a request's header, and nowhere else."""

from collections.abc import Generator

import httpx


class Token(httpx.Auth):
    """Puts the token into its header, at the last moment, and shows it to nobody."""

    def __init__(self, token: str) -> None:
        if not token or not all("!" <= character <= "~" for character in token):
            raise ValueError("the CircleCI token is empty or has characters that no token has")
        self._value = token

    def __repr__(self) -> str:
        return "<token>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Circle-Token"] = self._value
        yield request

    def redacted(self, body: bytes) -> bytes:
        return body.replace(self._value.encode(), b"[token]")
